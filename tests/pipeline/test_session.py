"""A session from the outside: what the client hears, in which order, and what is remembered."""

from __future__ import annotations

import asyncio
import gc
import threading
from typing import Any

import anyio
import numpy as np
import pytest
from fake_model import CrashError, FakeModel, Gate, World, blocks, settle, silence, speech, world
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.conversation import AssistantSpeech, UserSpeech, UserTyped
from pipeline.events import (
    Cancel,
    Fault,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    UserText,
)
from pipeline.session import SessionError
from pipeline.turn import Turn
from pipeline.wish import Wish

pytestmark = pytest.mark.anyio

CODE_SAMPLES = 960


def crash(stage: str, step: int = 0) -> Any:
    async def before(at_stage: str, at_step: int) -> None:
        if (at_stage, at_step) == (stage, step):
            raise CrashError(f"{stage} broke")

    return before


# -- a turn ------------------------------------------------------------------------------------------------------


async def test_a_full_turn_in_order() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(silence(0.2), speech(0.8), silence(0.4))
        ended = await caller.hear(TurnEnded)
        await caller.hear(TurnMetrics)
        assert caller.kinds(TranscriptDelta, TextDelta) == [
            "SpeechStarted",
            "SpeechStopped",
            "TurnStarted",
            "SpeechAudio",
            "TurnEnded",
            "TurnMetrics",
        ]
        assert caller.of(SpeechStarted) == [SpeechStarted(0, 3200)]
        assert caller.of(SpeechStopped) == [SpeechStopped(0, 16_000, 20_800)]
        assert caller.of(TurnStarted) == [TurnStarted(0, 0)]
        assert ended == TurnEnded(0, "w0 w1 w2 w3 w4 ", 10 * CODE_SAMPLES)
        assert caller.samples(0) == 10 * CODE_SAMPLES
        assert "".join(delta.text for delta in caller.of(TextDelta)) == ended.text
        await settle()
        user, answer = caller.session.conversation.messages
        assert isinstance(user, UserSpeech)
        assert sum(len(chunks) for chunks in user.features) == 10
        assert user.transcript == "la " * 10
        assert isinstance(answer, AssistantSpeech)
        assert answer.ids[:6] == (0, 1000, 1001, 1, 1002, 1003)
        assert answer.text == ended.text


async def test_the_transcript_grows_while_the_caller_speaks_and_ends() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(speech(0.8))
        await caller.hear(TranscriptDelta, 5)
        assert not caller.of(SpeechStopped)
        await caller.say(silence(0.4))
        await caller.session.push(MicEnded())
        await caller.ended()
        deltas = caller.of(TranscriptDelta)
        assert "".join(delta.committed for delta in deltas) == "la " * 10
        assert [delta.final for delta in deltas] == [False] * (len(deltas) - 1) + [True]
        assert deltas[-1].tentative == ""


async def test_the_transcript_never_delays_the_answer() -> None:
    async with world() as there:
        gate = there.model.before = Gate("transcriber")
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.4))
            await caller.hear(TurnEnded)
            assert not caller.of(TranscriptDelta)
            gate.open()
            await caller.hear(TranscriptDelta, 6)


async def test_the_transcript_waits_for_the_first_sound_and_no_longer() -> None:
    writes, first, fourth = Gate("transcriber"), Gate("vocoder", 0), Gate("llm", 3)

    async def before(stage: str, step: int) -> None:
        for gate in (writes, first, fourth):
            await gate(stage, step)

    async with world() as there:
        there.model.before = before
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.4))
            with anyio.fail_after(5):
                await first.reached.wait()
            writes.open()
            await settle()
            assert not caller.of(TranscriptDelta)
            first.open()
            await caller.hear(TranscriptDelta, 6)
            assert not caller.of(TurnEnded)
            fourth.open()
            await caller.hear(TurnEnded)


async def test_the_llm_hears_features_while_the_caller_speaks_and_answers_with_all_of_them() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(speech(0.8))
        await settle()
        assert there.model.steps["adaptor"] == 10
        assert not there.model.seen
        await caller.say(silence(0.4))
        await caller.hear(TurnEnded)
        assert there.model.heard == [10]
        assert [type(message) for message in there.model.seen[0]] == [UserSpeech]


async def test_the_waterfall_is_complete_and_in_order() -> None:
    async with world(answer_words=40) as there, there.caller() as caller:
        await caller.say(speech(0.4), silence(0.4))
        await caller.hear(SpeechAudio)
        await caller.session.push(Played(0, CODE_SAMPLES))
        while not caller.of(TurnMetrics):
            there.clock.advance(0.1)
            await anyio.sleep(0.001)
        metrics = await caller.hear(TurnMetrics)
        assert list(metrics.marks_ms) == [
            "speech_end",
            "endpoint",
            "features_ready",
            "prefill",
            "first_text",
            "first_code",
            "first_mel",
            "first_sample_made",
            "first_sample_sent",
            "first_sample_played",
        ]
        times = list(metrics.marks_ms.values())
        assert times[0] == 0
        assert times == sorted(times)
        assert metrics.marks_ms["endpoint"] == pytest.approx(300, abs=130)  # the clock may run ahead of the ears
        assert set(metrics.compute_ms) == {"adaptor", "prefill", "llm", "flow", "vocoder"}


async def test_a_mic_that_ends_inside_an_utterance_is_answered_and_the_session_ends() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(speech(0.5))
        await caller.session.push(MicEnded())
        await caller.ended()
        assert len(caller.of(TurnEnded)) == 1
        assert caller.of(SpeechStopped) == [SpeechStopped(0, 8000, 8000)]
        await caller.session.push(UserText("too late"))
        with pytest.raises(SessionError, match="after the microphone ended"):
            await caller.say(speech(0.1))


@pytest.mark.parametrize("audio", [silence(3), np.full(48_000, 0.2, np.float32), silence(0)])
async def test_silence_or_noise_alone_ends_without_a_turn(audio: np.ndarray[Any, np.dtype[np.float32]]) -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(audio)
        await caller.session.push(MicEnded())
        await caller.ended()
        assert caller.events == []


async def test_speech_too_short_for_a_feature_is_not_answered() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(speech(0.05), silence(0.4))
        await caller.session.push(MicEnded())
        await caller.ended()
        assert caller.kinds() == ["SpeechStarted", "SpeechStopped", "TranscriptDelta"] or caller.kinds() == [
            "SpeechStarted",
            "TranscriptDelta",
            "SpeechStopped",
        ]
        assert caller.session.conversation.messages == []


async def test_two_turns_share_a_conversation() -> None:
    async with world() as there, there.caller() as caller:
        for turn in range(2):
            await caller.say(speech(0.4), silence(0.4))
            await caller.hear(TurnEnded, turn + 1)
            there.clock.advance(5)
        assert [type(message) for message in there.model.seen[1]] == [UserSpeech, AssistantSpeech, UserSpeech]
        assert not caller.of(Interrupted)


# -- barge in ----------------------------------------------------------------------------------------------------


async def barge_in(there: World, gate: Gate, *, words: int) -> None:
    """Speak, be interrupted where the gate stands, be answered anew; nothing of the dead turn follows its end."""
    there.model.before = gate
    async with there.caller() as caller:
        await caller.say(speech(0.4), silence(0.4))
        with anyio.fail_after(5):
            await gate.reached.wait()
        await settle()
        sent = caller.samples(0)
        await caller.say(speech(0.4))
        interrupted = await caller.hear(Interrupted)
        assert interrupted.turn == 0
        assert interrupted.reason == "barge_in"
        assert interrupted.heard_samples <= sent
        gate.open()
        await caller.say(silence(0.4))
        ended = await caller.hear(TurnEnded)
        assert ended.turn == 1
        await settle()
        cut = caller.events.index(interrupted)
        assert isinstance(caller.events[cut - 1], SpeechStarted)
        assert not [event for event in caller.events[cut:] if isinstance(event, SpeechAudio) and event.turn == 0]
        heard_codes = interrupted.heard_samples // CODE_SAMPLES
        answers = [message for message in there.model.seen[-1] if isinstance(message, AssistantSpeech)]
        assert [sum(token >= 1000 for token in answer.ids) for answer in answers] == ([heard_codes] if words else [])
        assert [type(message) for message in there.model.seen[-1] if message not in answers] == [UserSpeech] * 2


@pytest.mark.parametrize("stage", ["prefill", "llm", "flow", "vocoder"])
async def test_speech_before_the_first_sound_cancels_and_the_whole_is_answered(stage: str) -> None:
    async with world() as there:
        await barge_in(there, Gate(stage), words=0)


@pytest.mark.parametrize(("stage", "step"), [("llm", 4), ("flow", 3), ("vocoder", 2), ("vocoder", 4)])
async def test_speech_during_the_answer_stops_it_and_what_was_heard_is_remembered(stage: str, step: int) -> None:
    async with world() as there:
        await barge_in(there, Gate(stage, step), words=1)


async def test_speech_while_the_sent_end_still_plays_stops_it_too() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(speech(0.4), silence(0.4))
        await caller.hear(TurnEnded)
        await caller.session.push(Played(0, 3 * CODE_SAMPLES + 10))
        await caller.say(speech(0.8))
        assert await caller.hear(Interrupted) == Interrupted(0, 3 * CODE_SAMPLES + 10, "barge_in")
        assert len(caller.of(TurnMetrics)) == 1
        answer = caller.session.conversation.messages[-1]
        assert isinstance(answer, AssistantSpeech)
        assert answer.ids == (0, 1000, 1001, 1, 1002)


async def test_speech_after_all_was_played_interrupts_nothing() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(speech(0.4), silence(0.4))
        await caller.hear(TurnEnded)
        await caller.session.push(Played(0, 10 * CODE_SAMPLES))
        await caller.say(speech(0.4), silence(0.4))
        await caller.hear(TurnEnded, 2)
        assert not caller.of(Interrupted)


async def test_sound_that_waits_for_a_slow_client_is_not_sent_after_the_interruption() -> None:
    async with world() as there, there.caller(reads=False) as caller:
        await caller.say(speech(0.4), silence(0.4))
        await settle()  # everything of the turn waits in the channel of events
        await caller.say(speech(0.1))
        await settle()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(caller.read)
            interrupted = await caller.hear(Interrupted)
            assert interrupted.heard_samples == 0
            assert not caller.of(SpeechAudio)
            tasks.cancel_scope.cancel()


async def test_a_begun_step_ends_before_the_next_turn_touches_the_memory() -> None:
    """The fake llm asserts that no other turn of its conversation runs."""
    begun, free = threading.Event(), threading.Event()

    def work(stage: str, step: int) -> None:
        if (stage, step) == ("llm", 2):
            begun.set()
            assert free.wait(10)

    async with world() as there:
        there.model.work = work
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.4))
            await anyio.to_thread.run_sync(begun.wait, 10)
            await caller.say(speech(0.4))
            await caller.hear(Interrupted)  # at once, while the step still runs
            await settle()
            free.set()
            await caller.say(silence(0.4))
            await caller.hear(TurnEnded)
            assert not caller.of(Fault)


async def test_speech_that_goes_on_before_the_first_part_is_understood_is_answered_as_a_whole() -> None:
    async with world() as there:
        gate = there.model.before = Gate("adaptor", 4)
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.4), speech(0.4))
            await caller.hear(SpeechStarted, 2)
            gate.open()
            await caller.say(silence(0.4))
            await caller.hear(TurnEnded)
            assert caller.of(TurnStarted) == [TurnStarted(0, 1)]
            assert [type(message) for message in there.model.seen[0]] == [UserSpeech, UserSpeech]
            assert not caller.of(Interrupted)


async def test_speech_between_the_decision_to_answer_and_its_announcement_cuts_the_turn() -> None:
    async with world() as there:
        gate = there.model.before = Gate("adaptor", 4)
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.4))
            await caller.hear(SpeechStopped)
            async with caller.session._floor._saying:
                gate.open()
                await settle()
                await caller.say(speech(0.4))
                await settle()
            await caller.say(silence(0.4))
            await caller.hear(TurnEnded)
            assert caller.kinds(TranscriptDelta, TurnMetrics, TextDelta, SpeechAudio) == [
                "SpeechStarted",
                "SpeechStopped",
                "TurnStarted",
                "SpeechStarted",
                "Interrupted",
                "SpeechStopped",
                "TurnStarted",
                "TurnEnded",
            ]
            assert caller.of(Interrupted) == [Interrupted(0, 0, "barge_in")]


async def test_a_caller_who_interrupts_again_and_again_is_answered_in_the_end() -> None:
    async with world() as there, there.caller() as caller:
        for _ in range(10):
            await caller.say(speech(0.2), silence(0.31))
        await caller.session.push(MicEnded())
        await caller.ended()
        assert not caller.of(Fault)
        assert caller.of(TurnEnded)[-1].turn == caller.of(TurnStarted)[-1].turn


async def test_cancel_stops_the_answer_and_the_session_goes_on() -> None:
    async with world() as there:
        gate = there.model.before = Gate("llm", 3)
        async with there.caller() as caller:
            await caller.session.push(Cancel())
            await caller.say(speech(0.4), silence(0.4))
            with anyio.fail_after(5):
                await gate.reached.wait()
            await caller.session.push(Cancel())
            assert (await caller.hear(Interrupted)).reason == "cancelled"
            await caller.say(speech(0.4), silence(0.4))
            assert (await caller.hear(TurnEnded)).turn == 1


# -- typing ------------------------------------------------------------------------------------------------------


async def test_typed_text_is_answered() -> None:
    async with world() as there, there.caller() as caller:
        await caller.session.push(UserText("hello"))
        await caller.hear(TurnMetrics)
        assert caller.of(TurnStarted) == [TurnStarted(0, None)]
        assert there.model.seen == [[UserTyped("hello")]]
        assert next(iter(caller.of(TurnMetrics)[0].marks_ms)) == "typed"


async def test_text_typed_during_speech_is_answered_with_it() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(speech(0.4))
        await caller.hear(SpeechStarted)
        await caller.session.push(UserText("and this"))
        await caller.say(silence(0.4))
        await caller.hear(TurnEnded)
        assert [type(message) for message in there.model.seen[0]] == [UserSpeech, UserTyped]
        assert len(caller.of(TurnStarted)) == 1


async def test_text_typed_during_an_answer_stops_it() -> None:
    async with world() as there:
        gate = there.model.before = Gate("llm", 3)
        async with there.caller() as caller:
            await caller.session.push(UserText("one"))
            with anyio.fail_after(5):
                await gate.reached.wait()
            await caller.session.push(UserText("two"))
            await caller.hear(TurnEnded)
            assert caller.kinds(TextDelta, SpeechAudio, TurnMetrics) == [
                "TurnStarted",
                "Interrupted",
                "TurnStarted",
                "TurnEnded",
            ]


async def test_reading_aloud_forgets_what_it_read() -> None:
    async with world("answer.read_prompt=Read: ") as there, there.caller(Wish(task="read")) as caller:
        for turn, text in enumerate(["one", "two"]):
            await caller.session.push(UserText(text))
            await caller.hear(TurnEnded, turn + 1)
            there.clock.advance(5)
        assert there.model.seen == [[UserTyped("one")], [UserTyped("two")]]
        assert caller.session.conversation.system == "Read:"


async def test_transcribing_answers_nothing() -> None:
    async with world() as there, there.caller(Wish(task="transcribe")) as caller:
        await caller.say(speech(0.4), silence(0.4), speech(0.4), silence(0.4))
        await caller.session.push(UserText("hello"))
        await caller.session.push(MicEnded())
        await caller.ended()
        assert [delta.utterance for delta in caller.of(TranscriptDelta) if delta.final] == [0, 1]
        assert [fault.code for fault in caller.of(Fault)] == ["not_answered"]
        assert not caller.of(TurnStarted)


@pytest.mark.parametrize(
    ("wish", "said"), [(Wish(task="sing"), "converse, read, transcribe"), (Wish(voice="zoe"), "anna, ben")]
)
async def test_a_wish_that_cannot_be_met_is_refused(wish: Wish, said: str) -> None:
    async with world() as there:
        with pytest.raises(SessionError, match=said):
            async with there.caller(wish):
                pass


# -- a slow client -----------------------------------------------------------------------------------------------


async def test_a_client_far_enough_ahead_is_not_decoded_for() -> None:
    async with world(answer_words=1000) as there, there.caller() as caller:
        await caller.session.push(UserText("tell me a story"))
        await caller.hear(SpeechAudio)
        await settle()
        ahead = caller.samples(0)
        assert 3 * 24_000 <= ahead <= 3 * 24_000 + 2 * CODE_SAMPLES
        decoded = there.model.steps["llm"]
        assert decoded * 0.08 < 12  # what the channels hold, beyond the 3 s
        there.clock.advance(1)
        await settle()
        assert caller.samples(0) - ahead == pytest.approx(24_000, abs=2 * CODE_SAMPLES)
        await caller.session.push(Played(0, caller.samples(0)))
        await settle()
        assert caller.samples(0) - ahead >= 3 * 24_000


async def test_a_client_that_reads_nothing_holds_a_bounded_amount() -> None:
    async with world(answer_words=1000) as there, there.caller(reads=False) as caller:
        await caller.session.push(UserText("tell me a story"))
        await settle()
        there.clock.advance(1000)
        await settle()
        assert there.model.steps["llm"] < 150
        with anyio.fail_after(5):
            await caller.say(speech(20))  # the mic drops the oldest; nothing waits


# -- faults ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["prefill", "llm", "flow", "vocoder"])
@pytest.mark.parametrize("step", [0, 3])
async def test_a_stage_that_fails_ends_the_turn_and_the_session_goes_on(stage: str, step: int) -> None:
    async with world() as there:
        there.model.before = crash(stage, step)
        async with there.caller() as caller:
            for _ in range(5 if stage == "prefill" else 2):
                await caller.say(speech(0.4), silence(0.4))
                await settle()
                there.clock.advance(5)
            fault = await caller.hear(Fault)
            assert fault.code == "turn_failed"
            assert f"CrashError: {stage} broke" in fault.message
            assert not fault.fatal
            assert [event.reason for event in caller.of(Interrupted)] == ["failed"]
            assert caller.of(TurnEnded)


async def test_a_stage_that_fails_while_the_caller_speaks_is_told_once_the_turn_has_begun() -> None:
    async with world() as there, there.caller() as caller:

        def broken(*_: Any) -> Any:
            raise CrashError("no voice today")

        there.model.voice = broken  # type: ignore[method-assign]
        await caller.say(speech(0.4))
        await settle()
        assert not caller.of(Fault)
        await caller.say(silence(0.4))
        await caller.hear(Interrupted)
        assert caller.kinds(TranscriptDelta, TurnMetrics)[-3:] == ["TurnStarted", "Fault", "Interrupted"]


async def test_a_transcriber_that_fails_costs_one_transcript() -> None:
    async with world() as there:
        there.model.before = crash("transcriber", 3)
        async with there.caller() as caller:
            await caller.say(speech(0.8), silence(0.4))
            await caller.hear(TurnEnded)
            there.clock.advance(5)
            await caller.say(speech(0.8), silence(0.4))
            await caller.session.push(MicEnded())
            await caller.ended()
            assert [fault.code for fault in caller.of(Fault)] == ["transcript_failed"]
            finals = [delta for delta in caller.of(TranscriptDelta) if delta.final]
            assert [delta.utterance for delta in finals] == [0, 1]
            assert len(caller.of(TurnEnded)) == 2


async def test_transcripts_that_pile_up_are_skipped_and_said_to_be() -> None:
    async with world("transcript.max_waiting=1") as there:
        gate = there.model.before = Gate("transcriber")
        async with there.caller(Wish(task="transcribe")) as caller:
            await caller.say(*([speech(0.2), silence(0.4)] * 4))
            assert (await caller.hear(Fault)).code == "transcript_skipped"
            gate.open()
            await caller.session.push(MicEnded())
            await caller.ended()
            assert sorted(delta.utterance for delta in caller.of(TranscriptDelta) if delta.final) == [0, 1, 2, 3]


async def test_ears_that_fail_end_the_session_with_a_fatal_fault() -> None:
    async with world() as there:
        there.model.before = crash("adaptor")
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.4))
            await caller.ended()
            last = caller.events[-1]
            assert isinstance(last, Fault)
            assert last.fatal
            assert "adaptor: CrashError: adaptor broke" in last.message


async def test_two_sessions_are_independent() -> None:
    async with world() as there:
        sick = FakeModel(there.model.lane, before=crash("adaptor", 3))
        async with there.caller() as well, there.caller(model=sick) as ill:
            for block in blocks(np.concatenate([speech(0.4), silence(0.4)])):
                await well.session.push(block)
                await ill.session.push(block)
                await anyio.lowlevel.checkpoint()
            await ill.ended()
            await well.hear(TurnEnded)
            assert ill.of(Fault)[-1].fatal
            assert not well.of(Fault)
            assert well.samples(0) == 10 * CODE_SAMPLES


# -- the whole ---------------------------------------------------------------------------------------------------

SPOKEN = np.concatenate([silence(0.3), speech(0.5), silence(0.35), speech(0.03), silence(0.5), speech(0.31)])


async def told(cuts: list[int]) -> dict[str, list[Any]]:
    """What each kind of event said, when `SPOKEN` came cut at these places and was only transcribed."""
    async with world() as there, there.caller(Wish(task="transcribe")) as caller:
        for block in np.split(SPOKEN, sorted(cuts)):
            await caller.session.push(MicAudio(block, 16_000))
            await anyio.lowlevel.checkpoint()
        await caller.session.push(MicEnded())
        await caller.ended()
        return {kind.__name__: caller.of(kind) for kind in (SpeechStarted, SpeechStopped, TranscriptDelta, Fault)}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, SPOKEN.size), max_size=20))
def test_any_chunking_of_the_mic_gives_the_same_events(cuts: list[int]) -> None:
    assert anyio.run(told, cuts) == anyio.run(told, [])


async def test_leaving_in_the_middle_of_everything_leaves_no_task() -> None:
    before = len(asyncio.all_tasks())
    async with world() as there:
        gate = there.model.before = Gate("flow", 2)
        async with there.caller() as caller:
            await caller.say(speech(0.4), silence(0.4))
            with anyio.fail_after(5):
                await gate.reached.wait()
            await caller.say(speech(0.2))
        assert len(asyncio.all_tasks()) == before


async def test_a_session_of_200_turns_holds_as_much_as_one_of_20() -> None:
    async with world() as there, there.caller() as caller:
        held: list[tuple[int, int, int]] = []
        for turn in range(200):
            await caller.say(speech(0.1), silence(0.35))
            if turn % 3:
                await caller.hear(TurnStarted, turn + 1)
                await settle_turn(caller.of(TurnEnded))
            await caller.hear(TurnStarted, turn + 1)
            there.clock.advance(1 if turn % 3 else 0)
            caller.events = [event for event in caller.events if isinstance(event, TurnStarted | TurnEnded)]
            there.model.seen.clear()
            if turn in (19, 199):
                await settle()
                gc.collect()
                turns = sum(isinstance(thing, Turn) for thing in gc.get_objects())
                held.append((turns, len(asyncio.all_tasks()), len(caller.session.conversation.messages)))
        assert held[1][0] <= held[0][0] + 1
        assert held[1][1] <= held[0][1]
        assert held[1][2] <= 200 // 8 + 3  # half of what the model takes, a message being 8 tokens at least


async def settle_turn(_: list[TurnEnded]) -> None:
    await anyio.sleep(0.003)
