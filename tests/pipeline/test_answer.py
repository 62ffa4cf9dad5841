"""What a conversation remembers of an answer."""

from __future__ import annotations

from pipeline.answer import cut, remembered
from pipeline.conversation import AssistantSpeech, AssistantTyped, ToolOutcome
from pipeline.segment import Answer, AnswerCodes, AnswerText, AnswerThought, AnswerToolCall, AnswerToolResult

SAID: list[Answer] = [
    AnswerThought("hm", (90, 91)),
    AnswerText("So ", (1,)),
    AnswerCodes((10, 11), last=False, ids=(110, 111)),
    AnswerToolCall("a", "add", "{}", ids=(2, 3)),
    AnswerText("One moment."),
    AnswerCodes((12, 13, 14), last=True),
    AnswerToolResult("a", "add", "7", failed=False),
    AnswerText("seven", (4,)),
    AnswerCodes((15, 16), last=False, ids=(115, 116)),
    AnswerCodes((), last=True),
]
ASKED = AssistantSpeech(0, (1, 110, 111, 2, 3), "So One moment.")
GAVE = ToolOutcome(0, "a", "add", "7")


def test_thoughts_leave_no_trace_and_a_filler_none_but_its_text() -> None:
    assert remembered(0, SAID, spoken=True) == [ASKED, GAVE, AssistantSpeech(0, (4, 115, 116), "seven")]


def test_a_written_answer_keeps_its_text_and_its_tokens() -> None:
    said = [AnswerText("So ", (1,)), *SAID[3:4], *SAID[6:8]]
    assert remembered(5, said, spoken=False) == [
        AssistantTyped("So ", 5, (1, 2, 3)),
        ToolOutcome(5, "a", "add", "7"),
        AssistantTyped("seven", 5, (4,)),
    ]


def test_words_are_cut_to_what_was_heard_and_what_tools_gave_stays() -> None:
    def heard(codes: int) -> list[object]:
        return list(remembered(0, cut(SAID, codes), spoken=True))

    assert heard(0) == [AssistantSpeech(0, (2, 3), ""), GAVE]
    assert heard(1) == [AssistantSpeech(0, (1, 110, 2, 3), "So "), GAVE]
    assert heard(4) == [ASKED, GAVE]
    assert heard(6) == [ASKED, GAVE, AssistantSpeech(0, (4, 115), "seven")]
    assert heard(99) == remembered(0, SAID, spoken=True)


def test_a_call_that_gave_nothing_is_forgotten_unless_the_client_runs_it() -> None:
    said = [AnswerText("So ", (1,)), AnswerToolCall("a", "add", "{}", ids=(2, 3))]
    assert remembered(0, said, spoken=True) == [AssistantSpeech(0, (1,), "So ")]
    said[1] = AnswerToolCall("a", "add", "{}", client=True, ids=(2, 3))
    assert remembered(0, said, spoken=True) == [AssistantSpeech(0, (1, 2, 3), "So ")]


def test_nothing_said_is_no_message() -> None:
    assert remembered(0, [AnswerCodes((), last=True)], spoken=True) == []
