"""Scripted calls in synthetic sound, each with what must come of it. The voice detector, the echo guard, the endpoint
and the session are the product's own; see `actors`."""

from __future__ import annotations

import numpy as np
import pytest
from actors import CODE, Call, Script, call
from recordings import answer, recording

from pipeline.conversation import AssistantSpeech, UserSpeech
from pipeline.events import (
    Held,
    Interrupted,
    Released,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    ToolCall,
    ToolResult,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
)
from pipeline.observer import Observers
from stepaudio.sounds import MIC_HZ, SPOKEN_HZ, Room, cough, noise, silence, telephone

pytestmark = pytest.mark.anyio

QUESTION = "what is the capital of france"
HISS = noise(10 * MIC_HZ, 60)


async def ask(there: Call) -> None:
    await there.wait(0.3)
    await there.say(recording("capital"), QUESTION)
    await there.until(SpeechAudio)


# -- turn-taking -------------------------------------------------------------------------------------------------


async def test_a_question_is_answered_soon_and_once() -> None:
    async with call(background=HISS) as there:
        await ask(there)
        await there.until(TurnMetrics)
        stopped = there.of(SpeechStopped)[0]
        assert there.story() == [
            "SpeechStarted",
            "SpeechStopped",
            "TurnStarted",
            "TextDelta",
            "TurnEnded",
            "TurnMetrics",
        ]
        assert there.time_of(there.of(TurnStarted)[0]) - stopped.at_samples / MIC_HZ < 0.3
        marks = there.of(TurnMetrics)[0].marks_ms
        assert marks["tentative"] < marks["endpoint"]
        assert marks["first_sample_made"] <= marks["endpoint"] <= marks["first_sample_sent"]


async def test_two_quick_questions_are_both_answered() -> None:
    async with call(background=HISS) as there:
        await ask(there)
        await there.wait(0.5)
        await there.say(recording("weather"), "how is the weather")
        await there.until(TurnEnded)
        assert [started.utterance for started in there.of(TurnStarted)] == [0, 1]
        assert len(there.of(Interrupted)) == 1
        users = [message for message in there.script.asked[-1] if isinstance(message, UserSpeech)]
        assert len(users) == 2


async def test_a_slow_speaker_is_cut_short_no_more_than_once() -> None:
    """Pauses of 700 ms between parts of a second or so."""
    parts = np.array_split(np.concatenate([recording("order"), recording("weather"), recording("digits")]), 6)
    async with call(background=HISS) as there:
        await there.wait(0.3)
        for number, part in enumerate(parts):
            await there.say(part, f"part {number}")
            await there.wait(0.7)
        await there.until(TurnEnded)
        early = [turn for turn in there.of(Interrupted) if turn.turn < there.of(TurnStarted)[-1].turn]
        assert len(early) <= 1
        users = [message for message in there.script.asked[-1] if isinstance(message, UserSpeech)]
        assert [message.utterance for message in users] == list(range(len(users)))  # nothing of it is lost


# -- echo --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level_db", [-6, -12, -18, -24, -30])
@pytest.mark.parametrize("delay_ms", [50, 200, 400])
async def test_our_own_answer_does_not_interrupt_itself(level_db: float, delay_ms: float) -> None:
    room = Room(delay_ms, level_db, seed=delay_ms)
    async with call(script=Script(answer=answer(5.0)), room=room, background=HISS) as there:
        await ask(there)
        await there.until_played(0, 4.9)
        await there.wait(1.0)
        assert there.story(Held, Interrupted, TurnStarted, SpeechStarted) == ["SpeechStarted", "TurnStarted"]


async def test_without_the_guard_it_would() -> None:
    async with call("echo.similarity=2", script=Script(answer=answer(5.0)), room=Room(200, -6)) as there:
        await ask(there)
        await there.until(Held)


@pytest.mark.parametrize("level_db", [-6, -30])
@pytest.mark.parametrize("delay_ms", [50, 400])
@pytest.mark.parametrize("at_s", [1.0, 2.6])
async def test_a_caller_over_that_echo_does_interrupt(level_db: float, delay_ms: float, at_s: float) -> None:
    room = Room(delay_ms, level_db, seed=delay_ms)
    async with call(room=room, background=HISS) as there:
        await ask(there)
        await there.until_played(0, at_s)
        began_s = there.now_s
        await there.say(recording("goodbye"), "stop that please")
        await there.until(TurnStarted, 2)
        assert there.time_of(there.of(Held)[0]) - began_s < 0.45
        assert there.time_of(there.of(Interrupted)[0]) - began_s < 1.0


# -- interruption ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tenth", range(10))
async def test_interrupted_anywhere_what_was_heard_is_remembered_to_the_token(tenth: int) -> None:
    async with call(script=Script(answer=answer(4.0)), background=HISS) as there:
        await ask(there)
        await there.until_played(0, 0.05 + 0.38 * tenth)
        began_s = there.now_s
        await there.say(recording("order"), "no I want to order something")
        await there.until(TurnStarted, 2)
        interrupted, held = there.of(Interrupted)[0], there.of(Held)[0]
        assert there.time_of(held) - began_s < 0.45
        played = there.played[0]
        assert interrupted.heard_samples == pytest.approx(played, abs=0.06 * SPOKEN_HZ)
        answers = [message for message in there.script.asked[-1] if isinstance(message, AssistantSpeech)]
        codes = interrupted.heard_samples // CODE
        said = [token for message in answers for token in message.ids if token >= 10_000]
        assert said == [10_000 + code for code in range(codes)]
        text = "".join(message.text for message in answers)
        assert text == "".join(f"w{word} " for word in range((codes + 9) // 10))


@pytest.mark.parametrize("words", ["mhm", "okay", "yeah right", "嗯"])
async def test_a_sign_of_listening_does_not_interrupt(words: str) -> None:
    async with call(script=Script(answer=answer(5.0)), background=HISS) as there:
        await ask(there)
        await there.until_played(0, 1.2)
        await there.say(recording("greeting")[: int(0.4 * MIC_HZ)], words)
        await there.until(Released)
        await there.until(TurnEnded)
        await there.until_played(0, 4.99)  # all of it, and nothing twice
        assert there.story(Held, Released, Interrupted, TurnStarted) == ["TurnStarted", "Held", "Released"]


async def test_a_cough_does_not_interrupt() -> None:
    async with call(script=Script(answer=answer(4.0)), background=HISS) as there:
        await ask(there)
        await there.until_played(0, 1.0)
        await there.say(cough(3))
        await there.until(TurnEnded)
        await there.until_played(0, 3.9)
        assert not there.of(Interrupted)
        assert len(there.of(Held)) == len(there.of(Released))


async def test_interrupted_in_a_tool_call_the_call_is_cancelled() -> None:
    async with call(script=Script(tool="clock"), background=HISS) as there:
        await there.wait(0.3)
        await there.say(recording("capital"), QUESTION)
        await there.until(ToolCall)
        await there.wait(2.0)
        await there.say(recording("greeting")[: int(0.4 * MIC_HZ)], "okay")
        await there.wait(1.0)
        assert not there.script.cancelled
        there.script.tool = ""
        await there.say(recording("order"), "no I want to order something")
        await there.until(TurnStarted, 2)
        await there.until(SpeechAudio)
        assert there.script.cancelled == 1
        assert [type(message) for message in there.script.asked[-1]] == [UserSpeech, UserSpeech]
        assert there.story(Interrupted, ToolCall, ToolResult) == ["ToolCall", "Interrupted"]


# -- lines and streets -------------------------------------------------------------------------------------------


async def test_a_telephone_of_8_khz() -> None:
    async with call(background=HISS) as there:
        there.rate_hz = 8_000
        await there.wait(0.3)
        await there.say(telephone(recording("capital")), QUESTION)
        await there.until_played(0, 1.0)
        await there.say(telephone(recording("order")), "no I want to order something")
        await there.until(TurnStarted, 2)
        assert [type(event).__name__ for event in there.of(Interrupted)] == ["Interrupted"]
        started = there.of(SpeechStarted)[0]
        assert started.at_samples / MIC_HZ == pytest.approx(0.3 - 0.2, abs=0.2)


@pytest.mark.parametrize("below_db", [20, 10, 5])
async def test_noise_of_a_street(below_db: float) -> None:
    street = noise(20 * MIC_HZ, below_db)
    async with call(script=Script(answer=answer(4.0)), background=street) as there:
        await there.wait(2.0)
        assert not there.events
        await ask(there)
        await there.until_played(0, 3.9)
        await there.wait(1.0)
        assert there.story(TurnStarted, Interrupted) == ["TurnStarted"]
        await there.say(recording("weather"), "how is the weather")
        await there.until(TurnStarted, 2)
        stopped = there.of(SpeechStopped)
        assert len(stopped) == 2


# -- long calls --------------------------------------------------------------------------------------------------


async def test_thirty_minutes_and_200_turns_are_as_the_first() -> None:
    """Told to the clock's second, faster than real time: nothing grows, and the 200th turn is as quick as the fifth."""
    question = recording("greeting")
    script = Script(answer=answer(2.0))
    async with call(script=script, background=HISS) as there:
        there.block_s = 0.1
        waits_s: list[float] = []
        held: list[tuple[int, int]] = []
        for _ in range(200):
            await there.say(question, "good morning")
            await there.until(TurnEnded)
            stopped = there.of(SpeechStopped)[-1]
            waits_s.append(there.time_of(there.of(TurnStarted)[-1]) - stopped.at_samples / MIC_HZ)
            await there.wait(8.5)
            held.append((len(there.session.conversation.messages), len(there.session._floor._speaks)))
            there.forget()
            script.asked.clear()
        assert there.now_s > 1800
        assert np.median(waits_s[-20:]) == pytest.approx(np.median(waits_s[:20]), abs=0.05)
        assert max(messages for messages, _ in held[100:]) <= max(messages for messages, _ in held[:100])
        assert max(turns for _, turns in held) <= 2


async def test_the_silence_between_two_words_costs_a_guess_and_no_more() -> None:
    class Counting(Observers):
        outcomes: list[float | None]

        def early(self, saved_s: float | None) -> None:
            self.outcomes.append(saved_s)

    counting = Counting()
    object.__setattr__(counting, "outcomes", [])
    async with call(background=HISS, observer=counting) as there:
        await there.wait(0.3)
        sound = recording("order")
        half = len(sound) // 2
        await there.say(np.concatenate([sound[:half], silence(0.15), sound[half:]]), "I want to order")
        await there.until(TurnEnded)
        assert len(there.of(TurnStarted)) == 1
        assert counting.outcomes[-1] is not None
        assert "".join(delta.text for delta in there.of(TextDelta)) == there.of(TurnEnded)[0].text
