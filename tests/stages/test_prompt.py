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
