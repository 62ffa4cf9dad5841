"""What a prompt helper makes, and answers that break the form."""

import pytest

from stages import prompt
from stages.prompt import Audio, Message, ToolRequest


def test_turns_open_and_close_as_told():
    assert prompt.segments([Message("user", "hi")]) == ["<|BOT|>human\nhi<|EOT|>"]
    assert prompt.segments([Message("user", "hi", eot=False)]) == ["<|BOT|>human\nhi"]
    assert prompt.segments([Message("input", ["a", Audio(3)])]) == ["<|BOT|>input\n", "a", Audio(3), "<|EOT|>"]
    assert prompt.segments([prompt.write()]) == ["<|BOT|>assistant\n"]


def test_a_long_clip_is_heard_in_pieces_of_25_s():
    assert prompt.audio(400_000) == [Audio(313)]
    assert prompt.audio(400_001)[0] == Audio(313)
    assert len(prompt.audio(800_001)) == 3
    assert prompt.audio(0) == []


def test_tool_calls_stand_between_ordinary_text():
    call = '<tool_call>function\n{}\n{{"a": 1}}</tool_call>'
    said, requests = prompt.tool_requests(f"Wait. {call.format('one')}{call.format('two')} Done.")
    assert said == "Wait.  Done."
    assert requests == [ToolRequest("one", '{"a": 1}'), ToolRequest("two", '{"a": 1}')]
    assert prompt.tool_requests("only words") == ("only words", [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<tool_call>function\nf\n{}", "not a tool call"),
        ("<tool_call>f\n{}</tool_call>", "not a tool call"),
        ("<tool_call>function\nf\n{oops}</tool_call>", "arguments of the call to f are not JSON"),
    ],
)
def test_a_malformed_tool_call_is_named(text: str, why: str):
    with pytest.raises(prompt.PromptError, match=why):
        prompt.tool_requests(text)


def test_padding_codes_are_dropped():
    assert prompt.playable([0, 6560, 6561, 6600], 6561) == [0, 6560]


def test_thoughts_come_before_a_spoken_or_a_written_answer():
    assert prompt.speak_after("So.\n").content == "\n<think>\nSo.\n</think>\n\n<tts_start>"
    assert prompt.write_after("So.\n") == Message("assistant", "\n<think>\nSo.\n</think>\n\n", eot=False)


def test_a_tool_call_reads_back_as_it_was_written():
    written = prompt.tool_call("add", '{"a": 1}') + prompt.tool_call("now", "{}")
    assert prompt.tool_requests(written) == ("", [ToolRequest("add", '{"a": 1}'), ToolRequest("now", "{}")])


def test_one_result_stands_alone_and_several_are_named():
    assert prompt.tool_results([("add", "3")], " Say it.") == prompt.tool_result("3", " Say it.")
    several = prompt.tool_results([("add", "3"), ("now", "noon")], " Say it.")
    assert prompt.segments([several]) == ["<|BOT|>input\n", "add: 3\nnow: noon", " Say it.", "<|EOT|>"]


def test_a_tool_is_listed_in_openai_s_function_form():
    parameters = {"type": "object", "properties": {"a": {"type": "number"}}}
    (listed,) = prompt.segments([prompt.tools([prompt.function("add", "加 numbers", parameters)])])
    assert listed == (
        '<|BOT|>tool_json_schemas\n[{"type": "function", "function": {"name": "add", "description": "加 numbers", '
        '"parameters": {"type": "object", "properties": {"a": {"type": "number"}}}}}]<|EOT|>'
    )
