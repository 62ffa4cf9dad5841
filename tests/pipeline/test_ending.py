"""How an utterance sounds at a pause: that makes its end come later, or sooner; what is known too late does nothing."""

from __future__ import annotations

from collections.abc import Sequence

import anyio
import pytest
from fake_model import settle, silence, speech, world

from pipeline import config
from pipeline.ending import REMEMBERED
from pipeline.events import Fault, Samples, SpeechStarted, SpeechStopped, TurnEnded, TurnStarted
from pipeline.patience import Patience

pytestmark = pytest.mark.anyio

PAUSES = ("ears.tentative_ms=100", "patience.longest_ms=1200", "patience.margin=1.2")
KNOBS = config.load().patience


class Judge:
    """Gives its answers in turn, the last one again and again; notes what it heard. Held, it does not answer yet."""

    def __init__(self, *answers: float) -> None:
        self.answers: Sequence[float] = answers
        self.heard: list[Samples] = []
        self.free = anyio.Event()
        self.free.set()
        self.cancelled = 0

    async def __call__(self, samples: Samples) -> float:
        answer = self.answers[min(len(self.heard), len(self.answers) - 1)]
        self.heard.append(samples)
        try:
            await self.free.wait()
        except anyio.get_cancelled_exc_class():
            self.cancelled += 1
            raise
        return answer


@pytest.mark.parametrize(
    ("finished", "learned_ms", "wait_ms"),
    [
        (None, 0, 220),
        (0.1, 0, KNOBS.smart_turn_ms),
        (0.6, 0, 220),
        (0.9, 0, 220),
        (0.1, 500, KNOBS.smart_turn_ms),
        (0.6, 500, 600),
        (0.9, 500, 220),
    ],
)
def test_patience_follows_what_is_heard(finished: float | None, learned_ms: float, wait_ms: int) -> None:
    patience = Patience(KNOBS)
    patience.paused(learned_ms)
    assert patience.silence_ms(220, None, finished) == wait_ms


def test_words_that_are_left_open_are_waited_for_however_they_sound() -> None:
    assert Patience(KNOBS).silence_ms(220, "what is the", 0.95) == KNOBS.open_ms
    assert Patience(KNOBS).silence_ms(220, "what is this?", 0.05) == KNOBS.smart_turn_ms


async def test_what_does_not_sound_finished_is_waited_for() -> None:
    async with world(*PAUSES, "ears.padding_ms=200") as there:
        judge = there.model.judge = Judge(0.1)
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(1.0))
            await settle()
            assert not caller.of(SpeechStopped)
            await caller.say(silence(0.4))
            await caller.hear(TurnEnded)
            assert len(judge.heard) == 1
            assert 0.49 * 16_000 <= len(judge.heard[0]) <= 0.53 * 16_000  # the speech, and the silence so far


async def test_what_sounds_finished_ends_sooner_than_the_callers_pauses_ask_for() -> None:
    async with world(*PAUSES) as there:
        there.model.judge = Judge(0.1, 0.95)
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.7), speech(0.4), silence(0.2))  # pauses of 700 ms from now on
            await settle()
            assert not caller.of(SpeechStopped)
            await caller.say(silence(0.2))
            await caller.hear(SpeechStopped)
            assert len(caller.of(SpeechStarted)) == 1


async def test_an_answer_that_comes_when_the_pause_is_over_is_not_heard() -> None:
    async with world(*PAUSES) as there:
        judge = there.model.judge = Judge(0.1)
        judge.free = anyio.Event()
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.2))
            await settle()
            await caller.say(speech(0.2))  # the caller goes on
            await settle()
            assert judge.cancelled == 1
            judge.free.set()
            judge.answers = (0.6,)
            await caller.say(silence(0.4))
            await caller.hear(SpeechStopped)
            assert len(judge.heard) == 2


async def test_a_judge_that_is_too_slow_changes_nothing() -> None:
    async with world(*PAUSES) as there:
        judge = there.model.judge = Judge(0.1)
        judge.free = anyio.Event()
        async with there.caller() as caller:
            for number in range(1, 3):
                await caller.say(speech(0.4), silence(0.4))
                await caller.hear(SpeechStopped, number)
                await caller.hear(TurnStarted, number)
                assert judge.cancelled == number
                await caller.say(silence(2.5))


async def test_a_judge_hears_no_more_than_it_can_use_and_of_one_utterance() -> None:
    async with world(*PAUSES) as there:
        judge = there.model.judge = Judge(0.6)
        async with there.caller() as caller:
            for _ in range(9):
                await caller.say(speech(1.0))
                await settle()
            await caller.say(silence(0.4))
            await caller.hear(SpeechStopped)
            await caller.say(silence(2.0), speech(0.4), silence(0.6))
            await caller.hear(SpeechStopped, 2)
            assert len(judge.heard[0]) == REMEMBERED
            assert len(judge.heard[-1]) < 16_000


async def test_a_judge_that_fails_is_named() -> None:
    async def judge(samples: Samples) -> float:
        raise OSError("no such network")

    async with world(*PAUSES) as there:
        there.model.judge = judge
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.2))
            await caller.ended()
            (fault,) = caller.of(Fault)
            assert fault.fatal
            assert "smart turn" in fault.message
