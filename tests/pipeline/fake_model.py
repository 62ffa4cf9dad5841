"""A model that understands loud and quiet, and a caller that talks to it: the graph without models and without sockets.

The microphone carries 1.0 for speech and 0.0 for silence. Every 80 ms of speech is one feature; an answer is
`answer_words` words, each with text and two codes of 40 ms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import anyio
import numpy as np

from pipeline import config, waterfall
from pipeline.channel import Receive, Send
from pipeline.config import Config
from pipeline.conversation import Conversation, Message
from pipeline.ending import Judge
from pipeline.events import MicAudio, Samples, SessionEvent, SpeechAudio, TranscriptDelta
from pipeline.lane import Lane
from pipeline.model import Ears, Voice
from pipeline.observer import Observers
from pipeline.segment import (
    AnswerAudio,
    AnswerCodes,
    AnswerMel,
    AnswerText,
    Hypothesis,
    Mark,
    SegmentAudio,
    SegmentFeatures,
    SegmentMel,
    SegmentPaused,
    Window,
)
from pipeline.session import Session, open_session
from pipeline.settings import Settings
from pipeline.wish import Wish

E = TypeVar("E")
RATE_HZ = 16_000
FRAME = 160  # 10 ms
FEATURE_SAMPLES = 1280


def speech(seconds: float) -> Samples:
    return np.ones(int(seconds * RATE_HZ), np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE_HZ), np.float32)


def blocks(audio: Samples, size: int = 320) -> Iterable[MicAudio]:
    return (MicAudio(audio[at : at + size], RATE_HZ) for at in range(0, audio.size, size))


class FakeClock:
    """A clock that stands still until it is advanced."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self._moved = anyio.Event()

    def __call__(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        until_s = self.now_s + seconds
        while self.now_s < until_s:
            await self._moved.wait()

    def advance(self, seconds: float) -> None:
        self.now_s += seconds
        self._moved.set()
        self._moved = anyio.Event()


class CrashError(Exception):
    """What a fake stage raises when it is told to."""


async def _go(stage: str, step: int) -> None:
    """Does nothing."""


def _work(stage: str, step: int) -> None:
    """Does nothing, on the lane."""


@dataclass
class FakeModel:
    """Satisfies pipeline.model.Model.

    `before(stage, step)` is awaited before each step of each stage: to wait, or to crash; `work(stage, step)` is the
    step itself, on the lane. `seen` keeps what the llm was asked to answer, `heard` how much it had been fed before.
    """

    lane: Lane
    answer_words: int = 5
    context_tokens: int = 400
    voices: tuple[str, ...] = ("anna", "ben")
    before: Callable[[str, int], Awaitable[None]] = _go
    work: Callable[[str, int], None] = _work
    seen: list[list[Message]] = field(default_factory=list[list[Message]])
    heard: list[int] = field(default_factory=list[int])
    recalled: list[int] = field(default_factory=list[int])  # how many messages there were, each time
    says: dict[int, str] = field(default_factory=dict[int, str])
    guesses: bool = False  # whether the transcriber says what it takes the words to be at a pause
    judge: Judge | None = None
    steps: defaultdict[str, int] = field(default_factory=lambda: defaultdict[str, int](int))

    def memory(self) -> dict[str, Any]:
        return {"running": False}

    def ears(self) -> Ears:
        return Ears([FakeVad()], [FakeMel(), FakeAdaptor(self)], self.judge)

    def transcriber(self, utterance: int) -> FakeTranscriber:
        return FakeTranscriber(self, utterance)

    async def recall(self, conversation: Conversation, settings: Settings) -> None:
        assert not conversation.memory["running"], "a turn runs"
        conversation.memory["running"] = True
        try:
            for _ in range(3):
                await self.step("recall", background=True)
            self.recalled.append(len(conversation.messages))
        finally:
            conversation.memory["running"] = False

    async def clone(self, samples: Samples, rate_hz: int) -> tuple[Any, tuple[str, ...]]:
        if not samples.any():
            raise ValueError("the sample is silent: speak into the microphone")
        return "a voice", ("speak a little longer",)

    def voice(self, turn: int, conversation: Conversation, settings: Settings, certain: Any = None) -> Voice:
        return Voice(FakeLlm(self, conversation), [FakeFlow(self), FakeVocoder(self)])

    async def step(self, stage: str, *, background: bool = False) -> None:
        """One step on the lane."""
        step = self.steps[stage]
        self.steps[stage] += 1
        await self.before(stage, step)
        _steps["asked"] += 1
        try:
            await self.lane.run(self.work, stage, step, stage=stage, background=background)
        finally:
            _steps["done"] += 1


@dataclass
class FakeVad:
    """Resamples nothing; a frame of 10 ms is speech when it is loud."""

    name: str = "vad"

    async def run(self, inbox: Receive[MicAudio | Mark], outbox: Send[Window | Mark]) -> None:
        rest, at = silence(0), 0
        async for item in inbox:
            if isinstance(item, MicAudio):
                rest = np.concatenate([rest, item.samples])
            while rest.size >= FRAME or (rest.size and not isinstance(item, MicAudio)):
                frame, rest = rest[:FRAME], rest[FRAME:]
                await outbox.send(Window(frame, at, float(frame.mean())))
                at += frame.size
            if not isinstance(item, MicAudio):
                await outbox.send(item)


@dataclass
class FakeMel:
    name: str = "mel"

    async def run(self, inbox: Receive[Any], outbox: Send[Any]) -> None:
        loud = silence(0)
        async for item in inbox:
            if isinstance(item, SegmentAudio):
                loud = np.concatenate([loud, item.samples[item.samples > 0.5]])
                while loud.size >= FEATURE_SAMPLES:
                    await outbox.send(SegmentMel(item.utterance, loud[:FEATURE_SAMPLES]))
                    loud = loud[FEATURE_SAMPLES:]
            elif isinstance(item, SegmentPaused):
                await outbox.send(SegmentMel(item.utterance, loud[:1], tail=True))
                await outbox.send(item)
            else:
                loud = silence(0)
                await outbox.send(item)


@dataclass
class FakeAdaptor:
    model: FakeModel
    name: str = "adaptor"

    async def run(self, inbox: Receive[Any], outbox: Send[Any]) -> None:
        async for item in inbox:
            if isinstance(item, SegmentMel):
                await self.model.step(self.name)
                await outbox.send(SegmentFeatures(item.utterance, item.mel[:1, None], tail=item.tail))
            else:
                await outbox.send(item)


@dataclass
class FakeTranscriber:
    """Writes "la " for each feature, or the utterance's words of `model.says`, and is never sure of the last."""

    model: FakeModel
    utterance: int
    name: str = "transcriber"

    async def run(self, inbox: Receive[SegmentFeatures], outbox: Send[TranscriptDelta | Hypothesis]) -> None:
        tail = ""
        words = iter(self.model.says.get(self.utterance, "la " * 1000).split())
        said, rows = "", 0
        async for item in inbox:
            rows += len(item.features)
            if item.tail:
                if self.model.guesses:
                    await outbox.send(Hypothesis(self.utterance, said, rows))
                rows -= len(item.features)
                continue
            await self.model.step(self.name, background=True)
            word = f"{next(words, '')} ".lstrip()
            await outbox.send(TranscriptDelta(self.utterance, tail, word, final=False))
            tail, said = word, f"{said} {word}".strip()
        await outbox.send(TranscriptDelta(self.utterance, tail, "", final=True))


@dataclass
class FakeLlm:
    model: FakeModel
    conversation: Conversation
    name: str = "llm"

    async def run(self, inbox: Receive[SegmentFeatures], outbox: Send[Any]) -> None:
        memory = self.conversation.memory
        assert not memory["running"], "two turns of one conversation run at a time"
        memory["running"] = True
        try:
            fed = 0
            async for _ in inbox:
                fed += 1
            self.model.seen.append(list(self.conversation.messages))
            self.model.heard.append(fed)
            await self.model.step("prefill")
            waterfall.mark("prefill")
            for word in range(self.model.answer_words):
                await self.model.step(self.name)
                await outbox.send(AnswerText(f"w{word} ", ids=(word,)))
                await outbox.send(AnswerCodes((2 * word, 2 * word + 1), False, ids=(1000 + 2 * word, 1001 + 2 * word)))
            await outbox.send(AnswerCodes((), last=True))
        finally:
            memory["running"] = False


@dataclass
class FakeFlow:
    model: FakeModel
    name: str = "flow"

    async def run(self, inbox: Receive[AnswerCodes], outbox: Send[AnswerMel]) -> None:
        async for item in inbox:
            if item.codes:
                await self.model.step(self.name)
            await outbox.send(AnswerMel(np.repeat(item.codes, 2), item.last))


@dataclass
class FakeVocoder:
    model: FakeModel
    name: str = "vocoder"

    async def run(self, inbox: Receive[AnswerMel], outbox: Send[AnswerAudio]) -> None:
        async for item in inbox:
            if item.mel.size:
                await self.model.step(self.name)
            await outbox.send(AnswerAudio(np.repeat(item.mel, 480).astype(np.float32), item.last))


class Caller:
    """The client's end of a session, which reads everything that comes."""

    def __init__(self, session: Session, clock: FakeClock) -> None:
        self.session = session
        self.clock = clock
        self.events: list[SessionEvent] = []
        self.over = anyio.Event()
        self._came = anyio.Event()

    async def read(self) -> None:
        async for event in self.session:
            self.events.append(event)
            self._came.set()
            self._came = anyio.Event()
        self.over.set()

    async def say(self, *audio: Samples) -> None:
        """Audio, at the clock's pace, with no more in the channels than the ears can take."""
        for block in blocks(np.concatenate(audio)):
            self.clock.advance(block.samples.size / RATE_HZ)
            await self.session.push(block)
            await anyio.lowlevel.checkpoint()

    async def hear(self, kind: type[E], count: int = 1) -> E:
        """Wait until `count` events of that kind have come; the last of them."""
        with anyio.fail_after(20):
            while len(found := self.of(kind)) < count:
                await self._came.wait()
        return found[count - 1]

    async def ended(self) -> None:
        """Wait until the session is over."""
        with anyio.fail_after(20):
            await self.over.wait()

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def kinds(self, *without: type[Any]) -> list[str]:
        """The names of the events in order, a run of the same kind once."""
        names = [type(event).__name__ for event in self.events if not isinstance(event, without)]
        return [name for i, name in enumerate(names) if i == 0 or names[i - 1] != name]

    def samples(self, turn: int) -> int:
        """How much of a turn's sound has come; it must have come without a gap."""
        came = 0
        for event in self.of(SpeechAudio):
            if event.turn == turn:
                assert event.start_samples == came
                came += event.samples.size
        return came


@dataclass
class World:
    """A lane, a model, and any number of callers."""

    model: FakeModel
    clock: FakeClock
    config: Config

    @asynccontextmanager
    async def caller(
        self, wish: Wish | None = None, *, reads: bool = True, observer: Any = None, model: FakeModel | None = None
    ) -> AsyncGenerator[Caller]:
        observers = observer or Observers()
        async with open_session(
            model or self.model, self.config, wish, clock=self.clock, observer=observers
        ) as session:
            caller = Caller(session, self.clock)
            async with anyio.create_task_group() as tasks:
                if reads:
                    tasks.start_soon(caller.read)
                yield caller
                tasks.cancel_scope.cancel()


PLAIN = (
    "ears.padding_ms=0",
    "ears.min_speech_ms=32",
    "ears.min_silence_ms=300",
    "ears.tentative_ms=0",
    "echo.similarity=2",
    "patience.longest_ms=32",
)
"""Speech is where it is loud, and over after 300 ms; no answer begins before that, none comes back, and pauses teach
nothing."""


@asynccontextmanager
async def world(*overrides: str, answer_words: int = 5, observer: Any = None) -> AsyncGenerator[World]:
    clock = FakeClock()
    async with Lane.open(clock=clock, watch=observer.step if observer else None) as lane:
        yield World(FakeModel(lane, answer_words), clock, config.load(overrides=[*PLAIN, *overrides]))


class Gate:
    """Holds a stage before one of its steps until it is opened."""

    def __init__(self, stage: str, step: int = 0) -> None:
        self._at = (stage, step)
        self.reached = anyio.Event()
        self._opened = anyio.Event()

    async def __call__(self, stage: str, step: int) -> None:
        if (stage, step) == self._at:
            self.reached.set()
            await self._opened.wait()

    def open(self) -> None:
        self._opened.set()


_steps = {"asked": 0, "done": 0}  # on any lane


async def settle() -> None:
    """Let everything that can happen, happen: until for a while no step was asked for, and those asked for are done, or
    cannot be (a test may hold one)."""
    quiet = waited = 0
    while quiet < 12 and waited < 200:
        before = dict(_steps)
        await anyio.sleep(0.001)
        waited += 1
        quiet = quiet + 1 if before == _steps and before["asked"] == before["done"] else 0
