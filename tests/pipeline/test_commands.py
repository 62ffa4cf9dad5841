"""What a client may ask of a session beside talking to it: turns by hand, answers on request, choices, edits."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from fake_model import Gate, settle, silence, speech, world

from pipeline.conversation import AssistantSpeech, AssistantTyped, Conversation, UserSpeech, UserTyped
from pipeline.events import (
    Choose,
    Commit,
    Discard,
    Fault,
    Forget,
    Held,
    Interrupted,
    MicEnded,
    Played,
    Remember,
    Respond,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    ToolOutput,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    UserText,
)
from pipeline.model import Voice
from pipeline.observer import Observers
from pipeline.settings import Settings
from pipeline.wish import Wish

pytestmark = pytest.mark.anyio

MANUAL = Wish(turns="manual")
QUIET = (TranscriptDelta, TurnMetrics, TextDelta, SpeechAudio)


# -- turns by hand -----------------------------------------------------------------------------------------------


async def test_by_hand_an_utterance_is_what_lies_before_the_commit() -> None:
    async with world() as there, there.caller(MANUAL) as caller:
        await caller.say(silence(0.2), speech(0.4), silence(1.0), speech(0.4))
        await settle()
        assert caller.kinds(*QUIET) == ["SpeechStarted"]
        await caller.session.push(Commit())
        await caller.hear(TurnEnded)
        assert caller.of(SpeechStarted) == [SpeechStarted(0, 0)]
        assert caller.of(SpeechStopped) == [SpeechStopped(0, 32_000, 32_000)]
        assert there.model.heard == [10]
        assert caller.of(TurnStarted) == [TurnStarted(0, 0)]


async def test_by_hand_speech_cuts_nothing_and_a_commit_does() -> None:
    async with world(answer_words=40) as there, there.caller(MANUAL) as caller:
        await caller.say(speech(0.4))
        await caller.session.push(Commit())
        await caller.hear(SpeechAudio)
        await caller.say(speech(0.8))
        assert not caller.of(Interrupted)
        await caller.session.push(Commit())
        assert (await caller.hear(Interrupted)).turn == 0
        await caller.hear(TurnStarted, 2)


async def test_what_is_discarded_was_never_said() -> None:
    async with world() as there, there.caller(MANUAL) as caller:
        await caller.say(speech(0.8))
        await caller.session.push(Discard())
        await caller.say(speech(0.4))
        await caller.session.push(Commit())
        await caller.hear(TurnEnded)
        await settle()
        (message,) = there.model.seen[0]
        assert isinstance(message, UserSpeech)
        assert message.utterance == 1
        assert [stopped.utterance for stopped in caller.of(SpeechStopped)] == [1]
        assert not [delta for delta in caller.of(TranscriptDelta) if delta.final and delta.utterance == 0]


async def test_a_commit_of_nothing_is_said_to_be_one() -> None:
    async with world() as there, there.caller(MANUAL) as caller:
        await caller.session.push(Commit())
        assert (await caller.hear(Fault)).code == "nothing_to_commit"
        await caller.session.push(Discard())
        await settle()
        assert caller.kinds() == ["Fault"]


async def test_a_commit_ends_detected_speech_at_once() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(speech(0.4))
        await caller.session.push(Commit())
        await caller.hear(TurnEnded)
        assert caller.of(SpeechStopped) == [SpeechStopped(0, 6400, 6400)]
        assert there.model.heard == [5]


async def test_a_commit_counts_sound_that_fills_no_window() -> None:
    async with world() as there, there.caller(MANUAL) as caller:
        await caller.say(speech(0.4125))
        await caller.session.push(Commit())
        assert (await caller.hear(SpeechStopped)).at_samples == 6600


# -- answers on request ------------------------------------------------------------------------------------------


async def test_nothing_is_answered_until_asked_for() -> None:
    async with world() as there, there.caller(Wish(answers=False)) as caller:
        await caller.say(speech(0.4), silence(0.4), speech(0.4), silence(0.4))
        await settle()
        await caller.session.push(UserText("and this"))
        await settle()
        assert not caller.of(TurnStarted)
        await caller.session.push(Respond())
        await caller.hear(TurnEnded)
        assert [type(message) for message in there.model.seen[0]] == [UserSpeech, UserSpeech, UserTyped]
        assert caller.of(TurnStarted) == [TurnStarted(0, 1)]


async def test_an_answer_asked_for_behind_a_commit_waits_for_what_was_committed() -> None:
    async with world() as there:
        gate = there.model.before = Gate("adaptor", 2)
        async with there.caller(Wish(turns="manual", answers=False)) as caller:
            await caller.say(speech(0.4))
            await caller.session.push(Commit())
            await caller.session.push(Respond())
            await settle()
            assert not caller.of(TurnStarted)
            gate.open()
            await caller.hear(TurnEnded)
            assert [type(message) for message in there.model.seen[0]] == [UserSpeech]


async def test_instructions_hold_for_one_answer() -> None:
    systems: list[str] = []
    async with world() as there, there.caller(Wish(system="Be kind.")) as caller:
        voice = there.model.voice

        def noting(turn: int, conversation: Conversation, settings: Settings, certain: Any) -> Voice:
            systems.append(conversation.system)
            return voice(turn, conversation, settings, certain)

        there.model.voice = noting  # type: ignore[method-assign]
        await caller.session.push(Respond("Be brief."))
        await caller.hear(TurnEnded)
        there.clock.advance(5)
        await caller.session.push(UserText("hello"))
        await caller.hear(TurnEnded, 2)
        assert systems == ["Be brief.", "Be kind."]
        assert next(iter(caller.of(TurnMetrics)[0].marks_ms)) == "asked"


async def test_an_answer_asked_for_follows_one_that_only_plays_on() -> None:
    async with world() as there, there.caller() as caller:
        await caller.session.push(UserText("one"))
        await caller.hear(TurnEnded)
        await caller.session.push(Respond())
        await caller.hear(TurnEnded, 2)
        assert not caller.of(Interrupted)
        there.clock.advance(0.5)  # 0.4 s of the first, then 0.1 s of the second
        await caller.session.push(Played(0, 9600))
        await caller.say(speech(0.1))
        await caller.hear(Held)
        await caller.say(speech(0.7))
        assert (await caller.hear(Interrupted)).turn == 1
        assert caller.of(Interrupted)[0].heard_samples == pytest.approx(0.2 * 24_000, abs=2500)


async def test_an_answer_asked_for_replaces_one_that_is_being_made() -> None:
    async with world() as there:
        gate = there.model.before = Gate("llm", 3)
        async with there.caller() as caller:
            await caller.session.push(UserText("one"))
            with anyio.fail_after(5):
                await gate.reached.wait()
            await caller.session.push(Respond())
            assert (await caller.hear(Interrupted)).reason == "cancelled"
            gate.open()
            assert (await caller.hear(TurnEnded)).turn == 1


async def test_an_answer_that_nothing_may_interrupt_is_heard_out() -> None:
    async with world(answer_words=10) as there:
        gate = there.model.before = Gate("llm", 5)
        async with there.caller(Wish(interruptible=False)) as caller:
            await caller.say(speech(0.4), silence(0.4))
            with anyio.fail_after(5):
                await gate.reached.wait()
            await caller.say(speech(0.4), silence(0.4))
            await settle()
            gate.open()
            await caller.hear(TurnEnded, 2)
            assert not caller.of(Interrupted)
            assert caller.kinds(*QUIET) == [
                "SpeechStarted",
                "SpeechStopped",
                "TurnStarted",
                "SpeechStarted",
                "SpeechStopped",
                "TurnEnded",
                "TurnStarted",
                "TurnEnded",
            ]


# -- choices and edits -------------------------------------------------------------------------------------------


async def test_a_choice_holds_from_the_next_turn_on() -> None:
    voices: list[str] = []
    async with world() as there, there.caller() as caller:
        voice = there.model.voice

        def noting(turn: int, conversation: Conversation, settings: Settings, certain: Any) -> Voice:
            voices.append(settings.voice)
            return voice(turn, conversation, settings, certain)

        there.model.voice = noting  # type: ignore[method-assign]
        await caller.say(speech(0.4))
        await settle()
        await caller.session.push(Choose(Wish(voice="ben")))
        await settle()
        await caller.say(silence(0.4))
        await caller.hear(TurnEnded)
        assert voices == ["anna", "ben"]
        assert there.model.heard == [5]
        await caller.session.push(Choose(Wish(voice="zoe")))
        fault = await caller.hear(Fault)
        assert (fault.code, fault.fatal) == ("bad_choice", False)
        assert "anna, ben" in fault.message
        there.clock.advance(5)
        await caller.session.push(UserText("hello"))
        await caller.hear(TurnEnded, 2)
        assert voices[-1] == "ben"


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(temperature=9.0), "answer.temperature is 9.0: expected a number from 0 to 5"),
        (Wish(min_silence_ms=1), "ears.min_silence_ms is 1: expected a whole number from 32 to 5000"),
    ],
)
async def test_a_number_out_of_range_is_refused(wish: Wish, said: str) -> None:
    async with world() as there, there.caller() as caller:
        await caller.session.push(Choose(wish))
        assert said in (await caller.hear(Fault)).message


async def test_other_turns_from_the_next_utterance_on() -> None:
    async with world() as there, there.caller() as caller:
        await caller.session.push(Choose(Wish(turns="manual")))
        await settle()
        await caller.say(speech(0.4), silence(1.0))
        await settle()
        assert caller.kinds(*QUIET) == ["SpeechStarted"]
        await caller.session.push(Commit())
        await caller.hear(TurnEnded)


async def test_what_is_to_be_remembered_is_and_what_is_to_be_forgotten_is_not() -> None:
    async with world() as there, there.caller() as caller:
        await caller.session.push(Remember("user", "My name is Ada."))
        await caller.session.push(Remember("assistant", "Hello Ada."))
        await caller.say(speech(0.4), silence(0.4))
        await caller.hear(TurnEnded)
        assert there.model.seen[0][:2] == [UserTyped("My name is Ada."), AssistantTyped("Hello Ada.")]
        there.clock.advance(5)
        await caller.say(speech(0.4), silence(0.4))
        await caller.hear(TurnEnded, 2)
        await caller.session.push(Forget(utterance=0))
        await caller.session.push(Forget(turn=1))
        await settle()
        kinds = [type(message) for message in caller.session.conversation.messages]
        assert kinds == [UserTyped, AssistantTyped, AssistantSpeech, UserSpeech]


async def test_a_written_answer_has_no_sound() -> None:
    async with world() as there, there.caller(Wish(spoken=False)) as caller:
        await caller.session.push(UserText("hello"))
        ended = await caller.hear(TurnEnded)
        assert ended.text == "w0 w1 w2 w3 w4 "
        assert isinstance(caller.session.conversation.messages[-1], AssistantTyped)


async def test_an_output_that_no_tool_was_called_for_is_refused() -> None:
    async with world() as there, there.caller() as caller:
        await caller.session.push(ToolOutput("c9", "12:00"))
        assert (await caller.hear(Fault)).code == "unknown_call"


# -- what was heard ----------------------------------------------------------------------------------------------


async def test_a_report_after_the_interruption_says_what_was_heard_in_truth() -> None:
    async with world() as there, there.caller() as caller:
        await caller.say(speech(0.4), silence(0.4))
        await caller.hear(TurnEnded)
        there.clock.advance(0.3)
        await caller.say(speech(0.8))
        cut = await caller.hear(Interrupted)
        assert cut.heard_samples > 4 * 960
        await caller.session.push(Played(0, 2 * 960))
        answer = caller.session.conversation.messages[1]
        assert isinstance(answer, AssistantSpeech)
        assert answer.ids == (0, 1000, 1001)
        await caller.session.push(Played(0, 10**9))  # from the future: no more than was sent
        answer = caller.session.conversation.messages[1]
        assert isinstance(answer, AssistantSpeech)
        assert len(answer.ids) == 15


async def test_impossible_reports_are_counted_and_change_nothing() -> None:
    faults: list[str] = []

    class Counting(Observers):
        def fault(self, code: str) -> None:
            faults.append(code)

    counting = Counting()
    async with world() as there, there.caller(observer=counting) as caller:
        await caller.session.push(Played(7, 100))
        await caller.session.push(UserText("hello"))
        await caller.hear(TurnEnded)
        await caller.session.push(Played(0, 10**9))
        await caller.session.push(MicEnded())
        await caller.ended()
        assert faults == ["played_wrong"] * 2


# -- nobody speaks -----------------------------------------------------------------------------------------------


async def test_a_caller_who_says_nothing_is_asked_and_at_last_let_go() -> None:
    async with (
        world("silence.prompt_after_s=5", "silence.prompts=2", "silence.end_after_s=30") as there,
        there.caller() as caller,
    ):
        for _ in range(80):
            there.clock.advance(0.5)
            await settle()
        await caller.ended()
        assert len(caller.of(TurnEnded)) == 2
        assert there.model.seen == [[UserTyped("Are you still there?")]] * 2
        assert [fault.code for fault in caller.of(Fault)] == ["no_speech"]
        assert not caller.of(Fault)[0].fatal


async def test_a_caller_who_speaks_is_not_asked() -> None:
    async with world("silence.prompt_after_s=5") as there, there.caller() as caller:
        for _ in range(3):
            await caller.say(speech(0.4), silence(3.0))
            await settle()
        assert not [seen for seen in there.model.seen if isinstance(seen[-1], UserTyped)]
