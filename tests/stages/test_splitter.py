"""The splitter: what an answer's ids are, one by one."""

import json
from pathlib import Path

import pytest

from pipeline.segment import AnswerCodes, AnswerText, AnswerToolCall
from stages.prompt import tool_call
from stages.splitter import Splitter
from stages.tokenizer import Tokenizer

COMPACT = Path(__file__).parents[1] / "golden" / "compact"
FIXTURE = json.loads((COMPACT / "expected" / "prompts.json").read_text("utf-8"))
CODEBOOK = FIXTURE["codebook_size"]


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer.load(COMPACT / "checkpoint")


def split(tokenizer, ids, stops=(), **options):
    splitter = Splitter(tokenizer, CODEBOOK, stops, **options)
    items = []
    for token in ids:
        items += splitter.push(token)
        if splitter.stopped:
            break
    return [*items, *splitter.finish()]


def text_of(items):
    return "".join(item.text for item in items if isinstance(item, AnswerText))


def codes_of(items):
    return [code for item in items if isinstance(item, AnswerCodes) for code in item.codes]


@pytest.mark.parametrize("case", FIXTURE["output_parsing"])
def test_the_split_is_that_of_the_reference(tokenizer, case):
    items = split(tokenizer, case["returned_tokens"])
    assert text_of(items) == case["text"]
    assert codes_of(items) == case["audio_codes_without_padding"]
    assert [token for item in items for token in item.ids] == case["returned_tokens"]
    assert [item.last for item in items if isinstance(item, AnswerCodes)].count(True) == 1


def test_the_speech_ends_at_tts_end_and_what_follows_is_text(tokenizer):
    call = tokenizer.encode("<tool_call>function\nlight\n{}</tool_call>")
    audio = tokenizer.audio_id(7)
    ids = [*tokenizer.encode("so"), audio, tokenizer.id("<tts_pad>"), tokenizer.id("<tts_end>"), *call, audio]
    items = split(tokenizer, ids)
    assert text_of(items) == "so<tool_call>function\nlight\n{}</tool_call>"
    codes = [item for item in items if isinstance(item, AnswerCodes)]
    assert codes == [AnswerCodes((7,), last=False, ids=(audio,), language="en"), AnswerCodes((), last=True)]
    assert [token for item in items for token in item.ids] == ids


def test_codes_tell_the_language_of_the_words_so_far(tokenizer):
    audio = tokenizer.audio_id(7)

    def languages(*words):
        ids = [token for word in words for token in (*tokenizer.encode(word), audio)]
        return [item.language for item in split(tokenizer, ids) if isinstance(item, AnswerCodes) and item.codes]

    assert languages("4, ", "so ", "it is") == [None, "en", "en"]
    assert languages("Tom", "，您好", "iPad") == ["en", "zh", "zh"]


def test_no_item_holds_half_a_character(tokenizer):
    text = "naïve 你好 😀"
    ids = tokenizer.encode(text)
    assert len(ids) > len(text)
    items = split(tokenizer, ids)
    assert text_of(items) == text
    assert not any("\ufffd" in item.text for item in items if isinstance(item, AnswerText))
    assert text_of(split(tokenizer, ids[:-1])) == text[:-1] + "\ufffd"


@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        ((), "a < b </ c </think> d"),
        (("</think>",), "a < b </ c "),
        (("zz", "b <", " </think"), "a < "),
        (("d!",), None),
    ],
)
def test_text_ends_before_a_stop_string(tokenizer, stops, expected):
    text = "a < b </ c </think> d"
    for ids in (tokenizer.encode(text), [token for letter in text for token in tokenizer.encode(letter)]):
        items = split(tokenizer, ids, stops)
        assert text_of(items) == (text if expected is None else expected)


# -- calls ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", FIXTURE["output_parsing"])
def test_a_call_of_the_reference_is_an_item_of_its_own(tokenizer, case):
    items = split(tokenizer, case["returned_tokens"], calls=True)
    calls = [item for item in items if isinstance(item, AnswerToolCall)]
    assert text_of(items) + "".join(tool_call(call.name, call.arguments) for call in calls) == case["text"]
    assert len(calls) == case["text"].count("<tool_call>")
    assert [token for item in items for token in item.ids] == case["returned_tokens"]


def test_calls_end_the_speech_and_follow_each_other(tokenizer):
    ids = [*tokenizer.encode("so"), tokenizer.audio_id(7)]
    asked = tokenizer.encode(tool_call("add", '{"a": 1}') + tool_call("now", "{}"))
    items = split(tokenizer, [*ids, *asked, tokenizer.audio_id(8)], calls=True)
    assert [(item.name, item.arguments) for item in items if isinstance(item, AnswerToolCall)] == [
        ("add", '{"a": 1}'),
        ("now", "{}"),
    ]
    assert codes_of(items) == [7]
    assert items[-4] == AnswerCodes((), last=True), "what was said sounds before the tool is called"
    assert text_of(items) == "so"


def test_an_answer_that_only_calls_has_no_speech(tokenizer):
    items = split(tokenizer, tokenizer.encode(tool_call("now", "{}")), calls=True)
    assert [type(item) for item in items] == [AnswerToolCall]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<tool_call>function\nadd\n{oops}</tool_call>", "arguments of the call to add are not JSON"),
        ("<tool_call>add(1)</tool_call>", "not a tool call"),
        ("<tool_call>function\nadd\n{}", "not a tool call"),
        ("<tool_call>function\nadd<tool_call>function\nadd", "not a tool call"),
    ],
)
def test_a_call_that_cannot_be_read_says_why(tokenizer, text, why):
    items = split(tokenizer, tokenizer.encode(text), calls=True)
    assert [item.name for item in items] == [""] * text.count("<tool_call>")
    assert why in items[0].arguments
    assert [token for item in items for token in item.ids] == tokenizer.encode(text)


def test_a_written_answer_has_no_codes(tokenizer):
    ids = [*tokenizer.encode("so"), tokenizer.audio_id(7), tokenizer.id("<tts_end>")]
    items = split(tokenizer, ids, speaks=False)
    assert all(isinstance(item, AnswerText) for item in items)
    assert text_of(items) == "so"
    assert [token for item in items for token in item.ids] == ids
