"""Speech over an answer: held at once, then cut off or gone on with."""

from __future__ import annotations

import anyio
import pytest
from fake_model import Caller, World, settle, silence, speech, world

from pipeline import config
from pipeline.conversation import AssistantSpeech, UserSpeech
from pipeline.events import (
    Held,
    Interrupted,
    Released,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
)
from pipeline.interruption import backchannels

pytestmark = pytest.mark.anyio

QUIET = (TurnMetrics, TextDelta, SpeechAudio)
WORDS = backchannels((*config.load().interruption.backchannels_en, *config.load().interruption.backchannels_zh))


@pytest.mark.parametrize("text", ["mhm", "uh huh", "okay okay", "i see right", "嗯嗯", "好的 明白了", "", "yeah ok 嗯"])
def test_a_listener_s_words_in_any_number(text: str) -> None:
    assert WORDS.fullmatch(text)


@pytest.mark.parametrize("text", ["no", "stop", "okay stop", "yesterday", "mhm but", "等一下", "好的 等等", "hmmm"])
def test_any_other_word_is_none_of_them(text: str) -> None:
    assert not WORDS.fullmatch(text)


async def answering(there: World, caller: Caller) -> None:
    """A long answer is being played, a second of it so far."""
    await caller.say(speech(0.4), silence(0.4))
    await caller.hear(SpeechAudio)
    await settle()
    await caller.say(silence(1.0))
    await settle()


@pytest.mark.parametrize("words", ["mhm", "okay", "嗯", ""])
async def test_a_sign_of_listening_holds_the_answer_and_lets_it_go_on(words: str) -> None:
    async with world(answer_words=60) as there, there.caller() as caller:
        there.model.says[1] = words
        await answering(there, caller)
        before = caller.samples(0)
        await caller.say(speech(0.3))
        held = await caller.hear(Held)
        assert held == Held(0)
        await caller.say(silence(0.4))
        assert await caller.hear(Released) == Released(0)
        while not caller.of(TurnEnded):
            there.clock.advance(0.5)
            await anyio.sleep(0.002)
        assert caller.samples(0) == 120 * 960 > before  # nothing is lost
        assert caller.kinds(*QUIET, TranscriptDelta) == [
            "SpeechStarted",
            "SpeechStopped",
            "TurnStarted",
            "Held",
            "Released",
            "TurnEnded",
        ]
        assert all(delta.utterance == 0 for delta in caller.of(TranscriptDelta))
        assert [type(message) for message in caller.session.conversation.messages] == [UserSpeech, AssistantSpeech]


async def test_another_word_interrupts_as_soon_as_it_is_known() -> None:
    async with world(answer_words=60) as there, there.caller() as caller:
        there.model.says[1] = "no stop that"
        await answering(there, caller)
        await caller.say(speech(0.2))
        await caller.hear(Held)
        await caller.say(speech(0.2))
        interrupted = await caller.hear(Interrupted)
        assert caller.kinds(*QUIET, TranscriptDelta)[-3:] == ["Held", "SpeechStarted", "Interrupted"]
        assert interrupted.heard_samples == pytest.approx(1.1 * 24_000, abs=0.15 * 24_000)
        await caller.say(silence(0.4))
        await caller.hear(TurnStarted, 2)
        assert caller.of(SpeechStarted)[-1].utterance == 1
        said = [delta for delta in caller.of(TranscriptDelta) if delta.utterance == 1]
        assert "".join(delta.committed for delta in said).startswith("no stop")


async def test_a_short_word_that_is_no_sign_of_listening_interrupts_too() -> None:
    async with world(answer_words=60) as there, there.caller() as caller:
        there.model.says[1] = "stop"
        await answering(there, caller)
        await caller.say(speech(0.1), silence(0.4))
        await caller.hear(Interrupted)
        await caller.hear(TurnStarted, 2)
        assert caller.kinds(*QUIET, TranscriptDelta)[-6:] == [
            "TurnStarted",
            "Held",
            "SpeechStarted",
            "Interrupted",
            "SpeechStopped",
            "TurnStarted",
        ]


@pytest.mark.parametrize(("seconds", "interrupts"), [(0.4, False), (0.9, True)])
async def test_without_a_transcript_its_length_decides(seconds: float, interrupts: bool) -> None:
    async with world("transcript.enabled=false", answer_words=60) as there, there.caller() as caller:
        await answering(there, caller)
        await caller.say(speech(seconds), silence(0.4))
        await caller.hear(Interrupted if interrupts else Released)
        assert bool(caller.of(Released)) != interrupts


async def test_signs_of_listening_that_do_not_end_interrupt() -> None:
    async with world(answer_words=80) as there, there.caller() as caller:
        there.model.says[1] = "okay " * 40
        await answering(there, caller)
        await caller.say(speech(1.3))
        await settle()
        assert not caller.of(Interrupted)
        await caller.say(speech(0.4))
        await caller.hear(Interrupted)


async def test_two_signs_of_listening_are_two() -> None:
    async with world(answer_words=60) as there, there.caller() as caller:
        there.model.says.update({1: "mhm", 2: "mhm"})
        await answering(there, caller)
        for number in (1, 2):
            await caller.say(speech(0.3), silence(0.6))
            await caller.hear(Released, number)
        assert [held.turn for held in caller.of(Held)] == [0, 0]
        assert not caller.of(Interrupted)


async def test_a_question_after_a_sign_of_listening_is_answered() -> None:
    async with world(answer_words=60) as there:
        there.model.context_tokens = 4000
        async with there.caller() as caller:
            there.model.says.update({1: "mhm", 2: "what is that"})
            await answering(there, caller)
            await caller.say(speech(0.3), silence(0.6))
            await caller.hear(Released)
            await caller.say(speech(0.5), silence(0.4))
            await caller.hear(TurnStarted, 2)
            assert [stopped.utterance for stopped in caller.of(SpeechStopped)] == [0, 2]
            await settle()
            assert [message.utterance for message in there.model.seen[-1] if isinstance(message, UserSpeech)] == [0, 2]


async def test_while_held_nothing_is_heard() -> None:
    async with world(answer_words=60) as there, there.caller() as caller:
        there.model.says[1] = "okay " * 40
        await answering(there, caller)
        await caller.say(speech(0.1))
        await caller.hear(Held)
        turn = caller.session._floor._speaks[0]
        position = turn.playout.heard_samples()
        await caller.say(speech(0.8))
        assert turn.playout.heard_samples() == position
        await caller.say(silence(0.6))
        await caller.hear(Released)
        await caller.say(silence(0.5))
        assert turn.playout.heard_samples() == pytest.approx(position + 12_000, abs=9600)
