"""A call whose connection is killed, and goes on over another one: nothing is said twice, and nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
from actors import Actor, Call, Script, settled
from fake_model import FakeClock
from recordings import answer, recording

from pipeline import config
from pipeline.conversation import AssistantSpeech, UserSpeech
from pipeline.events import ClientEvent, Interrupted, SessionEvent, SpeechAudio, SpeechStarted, TurnEnded, TurnStarted
from pipeline.lane import Lane
from pipeline.session import Session, open_session
from stepaudio.sounds import MIC_HZ, SPOKEN_HZ, noise
from transport.codec import Ready, Start
from transport.resumption import Resumption

pytestmark = pytest.mark.anyio

QUESTION = "what is the capital of france"
READY = Ready("call", "actor", SPOKEN_HZ)


class Line:
    """What lies between a client and the server. Cut, it takes what either says, and brings it nowhere."""

    def __init__(self, attachment: Any) -> None:
        self.seen = 0
        self.is_cut = False
        self._attachment = attachment

    async def push(self, event: ClientEvent) -> None:
        if not self.is_cut:
            await self._attachment.push(event)

    async def __aiter__(self) -> AsyncIterator[SessionEvent]:
        async for event in self._attachment:
            if not self.is_cut:
                self.seen += 1
                yield event


class Phone:
    """A client that comes back."""

    def __init__(self, resumption: Resumption, clock: FakeClock, script: Script) -> None:
        self.there: Call
        self._resumption = resumption
        self._clock = clock
        self._script = script
        self._start = Start(MIC_HZ)

    @asynccontextmanager
    async def connected(self) -> AsyncGenerator[Call]:
        """On a line, which breaks on leaving."""
        opening = self._resumption.opens("the owner", lambda: True)
        async with opening(self._start, READY) as (ready, attachment):
            assert ready.resumed == (self._start.resume is not None)
            line: Any = Line(attachment)
            if self._start.resume is None:
                self.there = Call(line, self._clock, self._script, None, noise(10 * MIC_HZ, 60))
            self.there.session = line
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self.there.read)
                yield self.there
                line.is_cut = True
                await settled()  # what the server sends now is lost on the way
                tasks.cancel_scope.cancel()
        self._start = Start(MIC_HZ, resume=ready.resume, seen=self._start.seen + line.seen)

    async def away(self, seconds: float) -> None:
        """Without a line; what has come plays on."""
        for _ in range(int(seconds / self.there.block_s)):
            self._clock.advance(self.there.block_s)
            self.there.play(int(self.there.block_s * MIC_HZ))
            await settled()


@asynccontextmanager
async def phone(script: Script) -> AsyncGenerator[tuple[Phone, list[Session]]]:
    """A phone, and the sessions that the server opens for it."""
    clock, sessions = FakeClock(), list[Session]()
    async with Lane.open(clock=clock) as lane:

        @asynccontextmanager
        async def open_one(start: Start, name: str) -> AsyncGenerator[Session]:
            async with open_session(Actor(lane, script), config.load(), clock=clock) as session:
                sessions.append(session)
                yield session

        resumption = Resumption(open_one, grace_s=600, most=4)
        async with resumption.running():
            yield Phone(resumption, clock, script), sessions


def contiguous(there: Call, turn: int) -> int:
    """How much of a turn has come, each sample once."""
    came = 0
    for event in there.of(SpeechAudio):
        if event.turn == turn:
            assert event.start_samples == came, "said twice, or not at all"
            came += len(event.samples)
    return came


@pytest.mark.parametrize("at_s", [0.1, 1.0, 3.4])
@pytest.mark.parametrize("away_s", [0.2, 6.0])
async def test_killed_in_an_answer_it_is_heard_to_its_end_and_the_next_question_is_answered(
    at_s: float, away_s: float
) -> None:
    async with phone(Script(answer=answer(4.0))) as (caller, sessions):
        async with caller.connected() as there:
            await there.wait(0.3)
            await there.say(recording("capital"), QUESTION)
            await there.until_played(0, at_s)
        await caller.away(away_s)
        async with caller.connected() as there:
            await there.until(TurnEnded)
            await there.until_played(0, 3.99)
            assert contiguous(there, 0) == 4 * SPOKEN_HZ
            await there.wait(0.5)
            await there.say(recording("weather"), "how is the weather")
            await there.until(TurnEnded, 2)
            assert [started.turn for started in there.of(TurnStarted)] == [0, 1]
            assert not there.of(Interrupted)
            first, heard, second = there.script.asked[-1]
            assert isinstance(first, UserSpeech)
            assert isinstance(heard, AssistantSpeech)
            assert isinstance(second, UserSpeech)
            assert heard.text == "".join(f"w{word} " for word in range(10))  # all of the answer was heard
            assert len(sessions) == 1


async def test_killed_in_a_question_it_is_understood_whole() -> None:
    async with phone(Script(answer=answer(2.0))) as (caller, sessions):
        question = recording("capital")
        half = len(question) // 2
        async with caller.connected() as there:
            await there.wait(0.3)
            await there.say(question[:half], "what is the")
            await there.until(SpeechStarted)
        await caller.away(2.0)
        async with caller.connected() as there:
            await there.say(question[half:], "capital of france")
            await there.until(TurnEnded)
            assert len(there.of(SpeechStarted)) == len(there.of(TurnStarted)) == 1
            (heard,) = [message for message in sessions[0].conversation.messages if isinstance(message, UserSpeech)]
            assert heard.transcript == QUESTION


async def test_killed_again_and_again_nothing_is_said_twice() -> None:
    async with phone(Script(answer=answer(4.0))) as (caller, sessions):
        async with caller.connected() as there:
            await there.wait(0.3)
            await there.say(recording("capital"), QUESTION)
        for _ in range(12):
            await caller.away(0.3)
            async with caller.connected() as there:
                await there.wait(0.06)
        async with caller.connected() as there:
            await there.until(TurnEnded)
            await there.until_played(0, 3.99)
            assert contiguous(there, 0) == 4 * SPOKEN_HZ
            assert len(sessions) == 1
