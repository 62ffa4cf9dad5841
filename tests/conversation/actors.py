"""The actors of a scripted call: a model that hears and says what the script wants, and a caller with a telephone.

The voice detector, the resampler and the whole session are the product's own; time is the sound's. What stands for the
model knows the words of the caller's recordings, and answers with recordings.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import anyio
import numpy as np
from fake_model import FakeClock
from recordings import answer

from pipeline import config, waterfall
from pipeline.channel import Receive, Send
from pipeline.conversation import Conversation, Message
from pipeline.events import (
    Held,
    Interrupted,
    MicAudio,
    Played,
    Released,
    Samples,
    SessionEvent,
    SpeechAudio,
    TranscriptDelta,
)
from pipeline.lane import Lane
from pipeline.model import Ears, Voice
from pipeline.observer import Observers
from pipeline.segment import (
    Answer,
    AnswerAudio,
    AnswerCodes,
    AnswerMel,
    AnswerText,
    AnswerToolCall,
    Detected,
    Heard,
    SegmentAudio,
    SegmentEnded,
    SegmentFeatures,
    SegmentPaused,
    SegmentStarted,
)
from pipeline.session import Session, open_session
from pipeline.settings import Settings
from pipeline.wish import Wish
from stages.resample import ResampleStage
from stages.vad import Silero, VadStage
from stepaudio.sounds import MIC_HZ, SPOKEN_HZ, Room, silence

E = TypeVar("E")
BLOCK_S = 0.02
FEATURE = 1280
CODE = 960


@cache
def silero() -> Silero:
    return Silero()


@dataclass
class Script:
    """The words of the caller, each with the place in the stream where it is over; the answers, and what was asked."""

    words: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    answer: Samples = field(default_factory=lambda: answer(8.0))
    asked: list[list[Message]] = field(default_factory=list[list[Message]])
    tool: str = ""  # the tool that is called before the answer, and never gives anything
    cancelled: int = 0  # calls of it

    def said(self, start: int, end: int) -> str:
        return " ".join(word for at, word in self.words if start < at <= end)


@dataclass
class Actor:
    """Satisfies pipeline.model.Model."""

    lane: Lane
    script: Script
    voices: tuple[str, ...] = ("anna",)
    context_tokens: int = 16_000
    recalled: list[int] = field(default_factory=list[int])

    def memory(self) -> dict[str, Any]:
        return {}

    def ears(self) -> Ears:
        return Ears([ResampleStage(), VadStage(silero())], [Ear()])

    def transcriber(self, utterance: int) -> Scribe:
        return Scribe(self.script, utterance)

    async def recall(self, conversation: Conversation, settings: Settings) -> None:
        self.recalled.append(len(conversation.messages))

    async def clone(self, samples: Samples, rate_hz: int) -> tuple[Any, tuple[str, ...]]:
        raise ValueError("no voices are made here")

    def voice(self, turn: int, conversation: Conversation, settings: Settings, certain: Any) -> Voice:
        return Voice(Author(self.script, conversation), [Larynx(self.script)])


@dataclass
class Ear:
    """For each 80 ms of an utterance a feature that says where in the stream it ends."""

    name: str = "adaptor"

    async def run(self, inbox: Receive[Detected], outbox: Send[Heard]) -> None:
        at, due, paused = 0, 0, False
        async for item in inbox:
            match item:
                case SegmentStarted(_, at_samples):
                    at, due = at_samples, at_samples + FEATURE
                    await outbox.send(item)
                case SegmentAudio(utterance, samples):
                    at, paused = at + len(samples), False
                    while at >= due:
                        await outbox.send(SegmentFeatures(utterance, np.array([[due]])))
                        due += FEATURE
                case SegmentPaused(utterance):
                    await outbox.send(SegmentFeatures(utterance, np.array([[at]]), tail=True))
                    await outbox.send(item)
                    paused = True
                case SegmentEnded(utterance):
                    if not paused:
                        await outbox.send(SegmentFeatures(utterance, np.array([[at]])))
                    await outbox.send(item)


@dataclass
class Scribe:
    """Writes the caller's words down as they come; the last one is a guess until the next."""

    script: Script
    utterance: int
    name: str = "transcriber"

    async def run(self, inbox: Receive[SegmentFeatures], outbox: Send[TranscriptDelta]) -> None:
        start, sent = -1, ""
        text = ""
        async for item in inbox:
            end = int(item.features[-1, 0])
            start = end - FEATURE - 1 if start < 0 else start
            text = self.script.said(start, end)
            sure = text.rpartition(" ")[0]
            if sure.startswith(sent):
                await outbox.send(TranscriptDelta(self.utterance, sure[len(sent) :], text[len(sure) :], final=False))
                sent = sure
        await outbox.send(TranscriptDelta(self.utterance, text[len(sent) :], "", final=True))


@dataclass
class Author:
    """Says the script's answer: a word for every 400 ms of it."""

    script: Script
    conversation: Conversation
    name: str = "llm"

    async def run(self, inbox: Receive[SegmentFeatures], outbox: Send[Answer]) -> None:
        async for _ in inbox:
            pass
        self.script.asked.append(list(self.conversation.messages))
        waterfall.mark("prefill")
        if self.script.tool:
            await outbox.send(AnswerToolCall("c1", self.script.tool, "{}"))
            try:
                await anyio.sleep_forever()
            finally:
                self.script.cancelled += 1
        for code in range(len(self.script.answer) // CODE):
            if code % 10 == 0:
                await outbox.send(AnswerText(f"w{code // 10} ", (code // 10,)))
            await outbox.send(AnswerCodes((code,), False, (10_000 + code,)))
        await outbox.send(AnswerCodes((), True))


@dataclass
class Larynx:
    """The sound of the codes."""

    script: Script
    name: str = "vocoder"

    async def run(self, inbox: Receive[AnswerCodes], outbox: Send[AnswerAudio | AnswerMel]) -> None:
        async for item in inbox:
            for code in item.codes:
                await outbox.send(AnswerAudio(self.script.answer[code * CODE : (code + 1) * CODE], False))
            if item.last:
                await outbox.send(AnswerAudio(self.script.answer[:0], True))


class Call:
    """The caller's end: a microphone that never stops, a loudspeaker that does as it is told, maybe a room between."""

    def __init__(
        self, session: Session, clock: FakeClock, script: Script, room: Room | None, background: Samples | None
    ) -> None:
        self.events: list[SessionEvent] = []
        self.times_s: list[float] = []  # of the events, since the call began
        self.played: dict[int, int] = {}  # samples of each turn
        self.script = script
        self.session = session
        self._clock = clock
        self._room = room
        self._background = itertools.cycle([silence(BLOCK_S)])
        if background is not None:
            self._background = itertools.cycle(np.split(background, len(background) // 320))
        self._words = silence(0)
        self._sent = 0  # samples of the stream
        self._speaker: dict[int, list[Samples]] = {}
        self._held = False
        self._began_s = clock()
        self._reported_s = 0.0
        self.rate_hz = MIC_HZ
        self.block_s = BLOCK_S

    @property
    def now_s(self) -> float:
        return self._sent / MIC_HZ

    async def read(self) -> None:
        async for event in self.session:
            self.events.append(event)
            self.times_s.append(self.now_s)
            match event:
                case SpeechAudio(turn, samples):
                    self._speaker.setdefault(turn, []).append(samples)
                case Held():
                    self._held = True
                case Released():
                    self._held = False
                case Interrupted(turn):
                    self._held = False
                    self._speaker.pop(turn, None)
                case _:
                    pass

    async def say(self, sound: Samples, text: str = "") -> None:
        """Say it into the microphone, and return when it is said."""
        words, start = text.split(), self._sent
        for number, word in enumerate(words, start=1):
            self.script.words.append((start + len(sound) * number // len(words), word))
        self._words = np.concatenate([self._words, sound])
        while len(self._words):
            await self._step()

    async def wait(self, seconds: float) -> None:
        until = self._sent + int(seconds * MIC_HZ)
        while self._sent < until:
            await self._step()

    async def until(self, kind: type[E], count: int = 1, within_s: float = 20.0) -> E:
        """Go on until so many events of that kind have come; the last of them."""
        limit_s = self.now_s + within_s
        while len(found := self.of(kind)) < count:
            assert self.now_s < limit_s, f"no {kind.__name__} number {count} came: {self.story()}"
            await self._step()
        return found[count - 1]

    async def until_played(self, turn: int, seconds: float) -> None:
        """Go on until so much of the turn has come out of the loudspeaker."""
        while self.played.get(turn, 0) < seconds * SPOKEN_HZ:
            assert self.now_s < 600, self.story()
            await self._step()

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def time_of(self, event: SessionEvent) -> float:
        """When it came, in seconds of the call."""
        return next(at_s for at_s, known in zip(self.times_s, self.events, strict=True) if known is event)

    def story(self, *kinds: type[Any]) -> list[str]:
        """The names of the events in order, or of those of some kinds alone."""
        dull = (SpeechAudio, TranscriptDelta)
        names = [type(e).__name__ for e in self.events if (isinstance(e, kinds) if kinds else not isinstance(e, dull))]
        return [name for name, before in zip(names, [None, *names], strict=False) if name != before]

    def forget(self) -> None:
        """Let go of what has come."""
        self.events.clear()
        self.times_s.clear()
        self.script.words.clear()

    async def _step(self) -> None:
        """A block of the call."""
        size = int(self.block_s * MIC_HZ)
        block, self._words = self._words[:size], self._words[size:]
        block = np.pad(block, (0, size - len(block)))
        heard = self.play(size)
        if self._room is not None:
            block = block + self._room.hear(heard)
        block = block + np.resize(next(self._background), size)
        self._sent += size
        self._clock.advance(self.block_s)
        if self.rate_hz != MIC_HZ:
            block = block[:: MIC_HZ // self.rate_hz]
        await self.session.push(MicAudio(block.astype(np.float32), self.rate_hz))
        await settled()

    def play(self, size: int) -> Samples:
        """What the loudspeaker gives meanwhile, (size,) at 16 kHz."""
        out = silence(size / MIC_HZ, SPOKEN_HZ)
        turn = next((turn for turn, blocks in sorted(self._speaker.items()) if blocks), None)
        if turn is not None and not self._held:
            sound = np.concatenate(self._speaker[turn])
            out[: len(sound)] = sound[: len(out)]
            self._speaker[turn] = [sound[len(out) :]] if len(sound) > len(out) else []
            self.played[turn] = self.played.get(turn, 0) + min(len(sound), len(out))
        return np.interp(np.arange(size) * 1.5, np.arange(len(out)), out).astype(np.float32)

    async def report(self) -> None:
        """Tell the server where the loudspeaker is."""
        if self.played:
            turn = max(self.played)
            await self.session.push(Played(turn, self.played[turn]))


@asynccontextmanager
async def call(
    *overrides: str,
    wish: Wish | None = None,
    script: Script | None = None,
    room: Room | None = None,
    background: Samples | None = None,
    observer: Any = None,
) -> AsyncGenerator[Call]:
    """A call with the default configuration, but for `overrides`."""
    clock, script = FakeClock(), script or Script()
    async with (
        Lane.open(clock=clock) as lane,
        open_session(
            Actor(lane, script), config.load(overrides=overrides), wish, clock=clock, observer=observer or Observers()
        ) as session,
        anyio.create_task_group() as tasks,
    ):
        there = Call(session, clock, script, room, background)
        tasks.start_soon(there.read)
        yield there
        tasks.cancel_scope.cancel()


async def settled() -> None:
    """Let everything that can happen, happen: nothing here waits for another thread."""
    loop: Any = asyncio.get_running_loop()
    for _ in range(10_000):
        await anyio.lowlevel.checkpoint()
        if not loop._ready:
            return
