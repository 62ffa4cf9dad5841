"""An answer as it was said, item by item, and what of it the conversation remembers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.conversation import AssistantSpeech, AssistantTyped, Message, ToolOutcome
from pipeline.segment import Answer, AnswerCodes, AnswerText, AnswerThought, AnswerToolCall, AnswerToolResult


def remembered(turn: int, said: Iterable[Answer], *, spoken: bool) -> list[Message]:
    """The messages of an answer: its words, what its tools gave, its further words.

    Thoughts leave no trace, nor do calls of the server's tools that gave nothing before the answer was cut off.
    """
    said = list(said)
    given = {item.call for item in said if isinstance(item, AnswerToolResult)}
    messages: list[Message] = []
    text: list[str] = []
    ids: list[int] = []

    def close() -> None:
        words, tokens = "".join(text), tuple(ids)
        if words or tokens:
            messages.append(
                AssistantSpeech(turn, tokens, words) if spoken else AssistantTyped(words, turn, tokens),
            )
        text.clear()
        ids.clear()

    for item in said:
        match item:
            case AnswerText():
                text.append(item.text)
                ids += item.ids
            case AnswerCodes():
                ids += item.ids
            case AnswerToolCall():
                ids += item.ids if item.client or item.call in given else ()
            case AnswerToolResult():
                close()
                messages.append(ToolOutcome(turn, item.call, item.name, item.text))
            case AnswerThought():
                pass
    close()
    return messages


def cut(said: Iterable[Answer], codes: int) -> list[Answer]:
    """The items up to the audio token number `codes`, and of those behind it what tools were asked and gave: that has
    happened, whoever heard of it."""
    kept: list[Answer] = []
    for item in said:
        if codes <= 0:
            if isinstance(item, AnswerToolCall | AnswerToolResult):
                kept.append(item)
            continue
        if isinstance(item, AnswerCodes):
            item = replace(item, codes=item.codes[:codes], last=False, ids=item.ids[:codes])
            codes -= len(item.codes)
        kept.append(item)
    return kept
