"""The language of the server's own words."""

from __future__ import annotations

from typing import Any

import pytest
from fake_model import settle, silence, speech, world

from pipeline import config
from pipeline.conversation import AssistantSpeech, Conversation, ToolOutcome, UserSpeech, UserTyped
from pipeline.events import TurnEnded
from pipeline.language import spoken, written
from pipeline.settings import settle as settings_for
from pipeline.wish import LANGUAGES, Wish

CONFIG = config.load()


def heard(transcript: str) -> UserSpeech:
    return UserSpeech(0, (), transcript)


def language(*messages: Any, wish: Wish | None = None) -> str:
    conversation = Conversation("", None, max_tokens=1000)
    conversation.messages = list(messages)
    return spoken(conversation, settings_for(wish or Wish(), CONFIG, ["anna"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("hello", "en"), ("你好", "zh"), ("我要买 laptop", "zh"), ("", None), ("42?", None), ("Où?", "en")],
)
def test_letters_tell_the_language(text: str, expected: str | None) -> None:
    assert written(text) == expected


def test_the_callers_latest_words_count() -> None:
    assert language(heard("where is my order"), AssistantSpeech(0, (), "您好")) == "en"
    assert language(heard("你好"), UserTyped("and in English?")) == "en"


def test_where_the_caller_is_not_transcribed_the_answers_count() -> None:
    assert language(heard(""), AssistantSpeech(0, (), "您好"), heard("")) == "zh"


def test_words_that_are_not_known_yet_and_results_of_tools_say_nothing() -> None:
    assert language(heard("你好"), heard(""), ToolOutcome(0, "c0", "clock", "ten o'clock")) == "zh"


def test_without_words_the_instructions_of_a_conversation_tell() -> None:
    assert language(wish=Wish(system="你是前台。")) == "zh"
    assert language() == "en"
    assert language(wish=Wish(task="translate", to="zh")) == "en"  # that prompt is always Chinese


def test_there_are_words_for_every_language() -> None:
    assert set(CONFIG.tools.fillers()) == set(CONFIG.answer.natives()) == set(LANGUAGES)
    assert len({CONFIG.silence.prompt(language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.anyio
@pytest.mark.parametrize(("said", "asked"), [("good morning", "Are you still there?"), ("早上好", "您还在吗？")])
async def test_a_caller_is_asked_in_their_language_whether_they_are_there(said: str, asked: str) -> None:
    async with world("silence.prompt_after_s=5", "silence.prompts=1") as there:
        there.model.says[0] = said
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.6))
            await caller.hear(TurnEnded)
            for _ in range(60):
                there.clock.advance(0.5)
                await settle()
            await caller.hear(TurnEnded, 2)
    assert there.model.seen[-1] == [UserTyped(asked)]
