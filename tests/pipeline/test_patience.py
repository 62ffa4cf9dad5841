"""How long a silence must last: learned from pauses, and from words that are left open."""

from __future__ import annotations

import anyio
import pytest
from fake_model import settle, silence, speech, world

from pipeline import config
from pipeline.conversation import UserSpeech
from pipeline.events import SpeechStarted, SpeechStopped, TranscriptDelta, TurnStarted
from pipeline.patience import Patience

KNOBS = config.load().patience


def test_it_begins_at_the_configured_silence() -> None:
    assert Patience(KNOBS).silence_ms(220, None) == 220


def test_a_pause_raises_it_and_utterances_that_were_over_let_it_sink() -> None:
    patience = Patience(KNOBS)
    patience.paused(700)
    assert patience.silence_ms(220, None) == 840
    patience.paused(300)
    assert patience.silence_ms(220, None) == 840
    patience.paused(60_000)
    assert patience.silence_ms(220, None) == 1200
    for _ in range(30):
        patience.ended(5000)
    assert patience.silence_ms(220, None) == 220


def test_who_pauses_in_every_utterance_is_waited_for_in_every_one() -> None:
    patience = Patience(KNOBS)
    for _ in range(5):
        patience.paused(150)
        patience.paused(700)
        patience.ended(5000)
        assert patience.silence_ms(220, None) == 840
    patience.paused(300)
    patience.ended(5000)
    assert patience.silence_ms(220, None) == 630
    for _ in range(9):
        patience.paused(300)
        patience.ended(5000)
    assert patience.silence_ms(220, None) == 360


def test_who_speaks_into_the_answer_twice_running_is_slow() -> None:
    patience = Patience(KNOBS)
    assert patience.goes_on(700, heard_ms=400)
    assert not patience.goes_on(1100, heard_ms=800), "an early interruption"
    assert not patience.goes_on(4000, heard_ms=0), "the next question"
    patience.ended(1100)
    assert patience.goes_on(1100, heard_ms=800)
    assert not patience.goes_on(1100, heard_ms=1100)
    patience.ended(4000)
    assert not patience.goes_on(1100, heard_ms=800), "a question that waited for its answer"


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("what is the capital of", False),
        ("What is the capital of France?", True),
        ("turn on the light,", False),
        ("turn on the light", None),
        ("well...", False),
        ("今天天气怎么样？", True),
        ("我想要因为", False),
        ("打开灯", None),
        ("", None),
        ("I am 5", None),
    ],
)
def test_whether_a_sentence_is_complete(text: str, complete: bool | None) -> None:
    assert Patience(KNOBS).is_complete(text) is complete


def test_words_that_ask_for_more_are_waited_for() -> None:
    patience = Patience(KNOBS)
    assert patience.silence_ms(220, "what is the") == 600
    assert patience.silence_ms(220, "what is this?") == 220
    patience.paused(700)
    assert patience.silence_ms(220, "what is this?") == 530
    assert patience.silence_ms(220, "what is the") == 840


@pytest.mark.anyio
async def test_a_slow_speaker_is_cut_short_once() -> None:
    """Pauses of 700 ms: the first is taken for the end, and then no more."""
    async with world("patience.longest_ms=1200") as there, there.caller() as caller:
        for _ in range(4):
            await caller.say(speech(0.5), silence(0.7))
            await settle()
        await caller.say(silence(0.6))
        await caller.hear(TurnStarted, 2)
        await settle()
        assert len(caller.of(SpeechStarted)) == len(caller.of(TurnStarted)) == 2
        users = [message for message in there.model.seen[-1] if isinstance(message, UserSpeech)]
        assert [message.utterance for message in users] == [0, 1]


@pytest.mark.anyio
async def test_a_sentence_that_is_left_open_is_waited_for() -> None:
    async with world("ears.tentative_ms=100", "patience.longest_ms=1200") as there, there.caller() as caller:
        there.model.says[0] = "what is the capital of"
        there.model.guesses = True
        await caller.say(speech(0.4), silence(0.2))
        await settle()
        await caller.say(silence(0.3))
        await settle()
        assert not caller.of(SpeechStopped)
        await caller.say(silence(0.2))
        await caller.hear(SpeechStopped)
        with anyio.fail_after(5):
            await caller.hear(TranscriptDelta)
