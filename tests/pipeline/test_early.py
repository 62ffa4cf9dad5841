"""Work before it is certain: an answer begun at a pause, kept back, and let out or dropped without a trace."""

from __future__ import annotations

import anyio
import pytest
from fake_model import Gate, World, settle, silence, speech, world

from pipeline.conversation import AssistantSpeech, UserSpeech, UserTyped
from pipeline.events import (
    Interrupted,
    SpeechAudio,
    SpeechStarted,
    TextDelta,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    UserText,
)
from pipeline.observer import Observers

pytestmark = pytest.mark.anyio

EARLY = "ears.tentative_ms=100"


class Watching(Observers):
    """Notes what came of early answers."""

    def __init__(self) -> None:
        object.__setattr__(self, "each", ())
        object.__setattr__(self, "outcomes", [])

    outcomes: list[float | None]

    def early(self, saved_s: float | None) -> None:
        self.outcomes.append(saved_s)


async def test_the_answer_is_there_when_the_utterance_has_ended() -> None:
    watching = Watching()
    async with (
        world(EARLY, answer_words=40) as there,
        there.caller(observer=watching) as caller,
    ):
        await caller.say(speech(0.4), silence(0.2))
        await settle()
        assert there.model.steps["vocoder"] >= 1
        assert caller.kinds(TranscriptDelta) == ["SpeechStarted"]
        assert there.model.steps["llm"] < 25  # no more is made than the first sound needs
        await caller.say(silence(0.12))
        while not caller.of(TurnMetrics):
            there.clock.advance(0.5)
            await anyio.sleep(0.001)
        assert caller.kinds(TranscriptDelta, TextDelta) == [
            "SpeechStarted",
            "SpeechStopped",
            "TurnStarted",
            "SpeechAudio",
            "TurnEnded",
            "TurnMetrics",
        ]
        assert caller.samples(0) == 80 * 960
        assert "".join(delta.text for delta in caller.of(TextDelta)) == caller.of(TurnEnded)[0].text
        marks = caller.of(TurnMetrics)[0].marks_ms
        assert marks["tentative"] <= marks["features_ready"] <= marks["first_sample_made"] < marks["endpoint"]
        assert marks["endpoint"] <= marks["first_sample_sent"]
        (saved_s,) = watching.outcomes
        assert saved_s is not None
        assert 0 <= saved_s <= 0.22


async def test_a_caller_who_goes_on_leaves_no_trace_of_it_and_is_understood_whole() -> None:
    watching = Watching()
    async with world(EARLY) as there, there.caller(observer=watching) as caller:
        await caller.say(speech(0.4), silence(0.2))
        await settle()
        assert there.model.seen
        await caller.say(speech(0.4))
        await settle()
        assert caller.session.conversation.messages == []
        await caller.say(silence(0.4))
        await caller.hear(TurnEnded)
        assert caller.of(SpeechStarted) == [SpeechStarted(0, 0)]
        assert caller.of(TurnStarted) == [TurnStarted(0, 0)]
        assert not caller.of(Interrupted)
        assert there.model.heard == [5, 10]  # the second one heard the whole utterance
        user, answer = caller.session.conversation.messages
        assert isinstance(user, UserSpeech)
        assert sum(len(chunk) for piece in user.features for chunk in piece) - user.tail == 10
        assert isinstance(answer, AssistantSpeech)
        assert watching.outcomes[0] is None
        assert len(watching.outcomes) == 2


@pytest.mark.parametrize("stage", ["prefill", "llm", "flow", "vocoder"])
async def test_a_caller_may_go_on_at_any_step_of_the_answer(stage: str) -> None:
    async with world(EARLY) as there:
        gate = there.model.before = Gate(stage)
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.2))
            with anyio.fail_after(5):
                await gate.reached.wait()
            await caller.say(speech(0.4))
            gate.open()
            await caller.say(silence(0.4))
            ended = await caller.hear(TurnEnded)
            assert ended.text == "w0 w1 w2 w3 w4 "
            assert caller.kinds(TranscriptDelta, TextDelta, SpeechAudio, TurnMetrics) == [
                "SpeechStarted",
                "SpeechStopped",
                "TurnStarted",
                "TurnEnded",
            ]


async def test_without_tentative_ends_nothing_begins_at_a_pause_however_patient_the_server_has_become() -> None:
    watching = Watching()
    async with (
        world("ears.tentative_ms=0", "patience.longest_ms=1200") as there,
        there.caller(observer=watching) as caller,
    ):
        for _ in range(3):
            await caller.say(speech(0.4), silence(0.7))
            await settle()
        await caller.say(silence(1.0))
        await caller.hear(TurnEnded)
        assert len(caller.of(SpeechStarted)) == 2  # the second one has a pause in it
        assert not watching.outcomes


async def test_many_pauses_are_one_utterance() -> None:
    async with world(EARLY) as there, there.caller() as caller:
        for _ in range(6):
            await caller.say(speech(0.3), silence(0.2))
        await caller.say(silence(0.2))
        await caller.hear(TurnEnded)
        assert len(caller.of(TurnStarted)) == 1
        assert [type(message) for message in there.model.seen[-1]] == [UserSpeech]
        assert there.model.heard[-1] == 6 * 0.3 // 0.08


async def test_a_pause_that_is_understood_after_the_caller_went_on_begins_nothing() -> None:
    async with world(EARLY) as there:
        gate = there.model.before = Gate("adaptor", 2)
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.2), speech(0.2))
            await settle()
            gate.open()
            await settle()
            assert not there.model.seen
            await caller.say(silence(0.4))
            await caller.hear(TurnEnded)
            assert len(there.model.seen) >= 1


async def test_an_end_that_is_understood_late_begins_an_answer_all_the_same() -> None:
    async with world(EARLY) as there:
        gate = there.model.before = Gate("adaptor", 2)
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.5))
            gate.open()
            await caller.hear(TurnEnded)


async def test_what_is_typed_during_the_pause_is_answered_too() -> None:
    async with world(EARLY) as there, there.caller() as caller:
        await caller.say(speech(0.4), silence(0.2))
        await settle()
        await caller.session.push(UserText("and this"))
        await settle()
        await caller.say(silence(0.2))
        await caller.hear(TurnEnded)
        assert [type(message) for message in there.model.seen[-1]] == [UserSpeech, UserTyped]
        assert len(caller.of(TurnStarted)) == 1


async def test_nobody_whose_sound_is_waited_for_is_delayed_by_a_guess() -> None:
    async with world(EARLY) as there, there.caller() as caller:
        with there.model.lane.hurry():
            await caller.say(speech(0.4), silence(0.2))
            await settle()
            assert not there.model.seen
            await caller.say(silence(0.2))
            await caller.hear(TurnEnded)


async def test_an_early_answer_that_fails_is_told_once_it_would_have_been_heard() -> None:
    async with world(EARLY) as there:

        async def crash(stage: str, step: int) -> None:
            if (stage, step) == ("flow", 0):
                raise RuntimeError("flow broke")

        there.model.before = crash
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.2))
            await settle()
            assert caller.kinds(TranscriptDelta) == ["SpeechStarted"]
            await caller.say(silence(0.2))
            await caller.hear(Interrupted)
            assert caller.kinds(TranscriptDelta, TextDelta, TurnMetrics)[-3:] == ["TurnStarted", "Fault", "Interrupted"]


async def whole(there: World, *cuts: float) -> list[float]:
    """The features of an utterance with pauses in these places."""
    async with there.caller() as caller:
        for cut in cuts:
            await caller.say(speech(cut), silence(0.2))
            await settle()
        await caller.say(silence(0.2))
        await caller.hear(TurnEnded)
        (user, _) = caller.session.conversation.messages
        assert isinstance(user, UserSpeech)
        rows = [float(row[0]) for piece in user.features for chunk in piece for row in chunk]
        return rows[: len(rows) - user.tail]


async def test_pauses_change_nothing_of_what_is_heard() -> None:
    async with world(EARLY) as there:
        early = await whole(there, 0.4, 0.3, 0.5)
    async with world() as there:
        assert early == await whole(there, 0.4, 0.3, 0.5)
