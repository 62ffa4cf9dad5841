"""The language of a conversation, for the few words that the server says of its own."""

from __future__ import annotations

import re

from pipeline.conversation import AssistantSpeech, AssistantTyped, Conversation, Message, UserSpeech, UserTyped
from pipeline.settings import Settings
from pipeline.wish import LANGUAGES

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")


def spoken(conversation: Conversation, settings: Settings) -> str:
    """One of `pipeline.wish.LANGUAGES`: that of the caller's latest words whose language shows; where there are none,
    that of the answers, or of the instructions in a conversation of the session's own; else the first."""
    users = [text for message in conversation.messages if (text := _said_by_user(message))]
    answers = [m.text for m in conversation.messages if isinstance(m, AssistantSpeech | AssistantTyped)]
    texts = [*reversed(users), *reversed(answers)]
    if settings.task == "converse":  # the instructions of other tasks are the published ones, always Chinese
        texts.append(settings.system)
    return next((found for text in texts if (found := written(text)) is not None), LANGUAGES[0])


def written(text: str) -> str | None:
    """The language that `text` is written in, None where its letters do not tell."""
    if HAN.search(text):
        return "zh"
    return "en" if LATIN.search(text) else None


def _said_by_user(message: Message) -> str:
    match message:
        case UserSpeech():
            return message.transcript
        case UserTyped(text):
            return text
        case _:
            return ""
