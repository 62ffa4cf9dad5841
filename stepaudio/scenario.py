"""Scripted calls against a live server: a caller with a room, a line or a street around them, who speaks where the
script says, and what the server made of it."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import anyio
import numpy as np
from anyio.abc import TaskStatus

from pipeline.clock import Clock, SystemClock
from pipeline.events import (
    Fault,
    Held,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    Released,
    Samples,
    SessionEvent,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TurnMetrics,
    TurnStarted,
)
from stepaudio.caller import Question, saved_ms, speech_end
from stepaudio.sounds import MIC_HZ, SPOKEN_HZ, Room, cough, hum, leveled, noise, silence, telephone
from transport.client import Call, CallError, connect
from transport.codec import Start

E = TypeVar("E")
BLOCK = MIC_HZ // 50
REPORT_S = 0.1
LATE_MS = 800.0  # after the end of speech: an endpoint later than this is one too late
STOP_S = 2.0  # an interruption that is not obeyed for so long is missed
LINGERS_S = 2.0  # an answer that is cut so soon after the caller spoke was cut by what they said
AWAY_S = 1.0  # that a broken connection is away
PATIENCE_S = 30.0


@dataclass(slots=True)
class Findings:
    """What came of a scenario's calls. Times are the caller's: from their own first, or last, sample."""

    scenario: str
    late_ms: float = LATE_MS
    questions: int = 0
    turns: int = 0
    false_interruptions: int = 0
    interruptions: int = 0
    missed_interruptions: int = 0
    false_utterances: int = 0
    early_endpoints: int = 0
    late_endpoints: int = 0
    stop_ms: list[float] = field(default_factory=list[float])
    first_audio_ms: list[float] = field(default_factory=list[float])
    without_early_ms: list[float] = field(default_factory=list[float])  # the same, had no answer begun at a pause
    never_early_ms: list[float] = field(default_factory=list[float])  # the same, of a server that never does
    broken: int = 0  # connections
    resumed: int = 0
    repeated_ms: float = 0.0  # of answers, and what was never said of them
    missing_ms: float = 0.0
    faults: list[str] = field(default_factory=list[str])

    def lines(self) -> list[str]:
        """In words, a figure a line."""
        lines = [
            f"scenario                     {self.scenario}",
            f"questions asked              {self.questions}, turns {self.turns}",
            f"false interruptions          {self.false_interruptions}",
            f"missed interruptions         {self.missed_interruptions} of {self.interruptions}",
            f"utterances of no speech      {self.false_utterances}",
            f"endpoints too early          {self.early_endpoints}",
            f"endpoints too late           {self.late_endpoints} (more than {self.late_ms:.0f} ms after the speech)",
            f"caller's first sample → stop {_spread(self.stop_ms)}",
            f"speech end → first audio     {_spread(self.first_audio_ms)}",
            f"  without the early start    {_spread(self.without_early_ms)}, by marks",
        ]
        if self.never_early_ms:
            lines.append(f"                     measured {_spread(self.never_early_ms)}")
        if self.broken:
            said = f"{self.repeated_ms:.0f} ms said twice, {self.missing_ms:.0f} ms never"
            lines.append(f"connections broken           {self.broken}, resumed {self.resumed}: {said}")
        return lines


class Stage:
    """One call: a microphone that never stops, a loudspeaker that holds, goes on and drops, and a room between them."""

    def __init__(self, findings: Findings, clock: Clock, rate_hz: int, room: Room | None, street: Samples) -> None:
        self.findings = findings
        self._clock = clock
        self._rate_hz = rate_hz
        self._room = room
        self._street = itertools.cycle(np.split(street, len(street) // BLOCK))
        self._words = silence(0)
        self._sent = 0
        self._began_s = 0.0
        self._events: list[tuple[float, SessionEvent]] = []
        self._speech: list[tuple[int, int]] = []  # from sample to sample, what was said
        self._interrupting = False
        self._began: dict[int, int] = {}  # where an utterance was found to begin
        self._answered: set[int] = set()  # utterances that ended where the speech did
        self._first_ms: dict[int, float] = {}  # of turns: first audio
        self._call: Call | None = None  # None while the connection is broken
        self._breaking = False
        self._seen = 0  # events
        self._coming: deque[tuple[int, int, Samples]] = deque()  # where in the stream it came, of which turn
        self._sound: dict[int, Samples] = {}
        self._came_samples: dict[int, int] = {}  # of turns
        self._played: dict[int, int] = {}
        self._held = False

    @asynccontextmanager
    async def call(self, url: str) -> AsyncGenerator[None]:
        """On the line while inside. Raises CallError."""
        async with anyio.create_task_group() as tasks:
            await tasks.start(self._listen, url)
            tasks.start_soon(self._speak)
            yield
            if self._call is not None:
                await self._call.send(MicEnded())
            tasks.cancel_scope.cancel()

    # -- what scripts do ---------------------------------------------------------------------------------------------

    async def ask(self, sound: Samples) -> None:
        """A question, and the beginning of its answer."""
        answers = len(self._first_ms)
        self.findings.questions += 1
        await self.say(sound)
        await self._answer_begins(answers)

    async def say(self, sound: Samples) -> None:
        """Speech, to its end."""
        start = self._sent + len(self._words)
        self._speech.append((start, start + len(sound)))
        await self.make(sound)

    async def make(self, sound: Samples) -> None:
        """A sound that is no speech, to its end."""
        self._words = np.concatenate([self._words, sound])
        await self.until(lambda: not len(self._words))

    async def interrupt(self, sound: Samples) -> None:
        """Speech over the answer, which is to stop it and be answered itself."""
        self.findings.interruptions += 1
        self._interrupting = True
        cut, answers = len(self.of(Interrupted)), len(self._first_ms)
        await self.say(sound)
        with anyio.move_on_after(STOP_S) as waiting:
            await self.until(lambda: len(self.of(Interrupted)) > cut)
        self.findings.missed_interruptions += waiting.cancelled_caught
        self._interrupting = False
        if not waiting.cancelled_caught:
            await self._answer_begins(answers)

    async def _answer_begins(self, before: int) -> None:
        """Wait for the beginning of an answer, after those `before`, to what was said to its end."""
        await self.until(lambda: len(self._first_ms) > before and self._first_ms[max(self._first_ms)] < np.inf)

    async def lose(self) -> None:
        """The connection breaks, and comes again."""
        assert self._call is not None, "a connection breaks once at a time"
        self.findings.broken += 1
        self._breaking = True
        self._call.vanish()
        await self.until(lambda: not self._breaking)

    async def hear(self, seconds: float) -> bool:
        """Listen to so much of the latest answer; whether it has so much."""
        turn = self.of(TurnStarted)[-1].turn
        with anyio.move_on_after(seconds + 3):
            await self.until(lambda: self._played.get(turn, 0) >= seconds * SPOKEN_HZ)
            return True
        return False

    async def hear_out(self) -> None:
        """Listen until the answers are over and nothing of them is left to play, and a moment longer."""
        started = len(self.of(TurnStarted))
        await self.until(lambda: len(self.of(TurnMetrics)) >= started)
        quiet_s = self._clock()
        while self._clock() < quiet_s + 0.6:
            await self._clock.sleep(0.05)
            if self._coming or any(len(sound) for sound in self._sound.values()):
                quiet_s = self._clock()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for it. Raises CallError when nothing comes of it."""
        limit_s = self._clock() + PATIENCE_S
        while not holds():
            if self._clock() > limit_s:
                raise CallError(f"nothing came for {PATIENCE_S:.0f} s")
            await self._clock.sleep(0.01)

    def of(self, kind: type[E]) -> list[E]:
        return [event for _, event in self._events if isinstance(event, kind)]

    # -- the devices -------------------------------------------------------------------------------------------------

    async def _speak(self) -> None:
        reported_s = 0.0
        while True:
            if (call := self._call) is None:
                await self._clock.sleep(0.01)
                continue
            due_s = self._began_s + (self._sent + BLOCK) / MIC_HZ
            await self._clock.sleep(max(0.0, due_s - self._clock()))
            block, self._words = self._words[:BLOCK], self._words[BLOCK:]
            block = np.pad(block, (0, BLOCK - len(block))) + next(self._street)
            played = self._play()
            if self._room is not None:
                block = block + self._room.hear(played)
            self._sent += BLOCK
            narrow = np.ascontiguousarray(block[:: MIC_HZ // self._rate_hz]).astype(np.float32)
            with suppress(CallError):  # who listens learns that the call is over, and why
                await call.send(MicAudio(np.clip(narrow, -1, 1), self._rate_hz))
                if self._played and self._clock() >= reported_s + REPORT_S:
                    reported_s, turn = self._clock(), max(self._played)
                    await call.send(Played(turn, self._played[turn]))

    def _play(self) -> Samples:
        """20 ms of the loudspeaker, at 16 kHz; where this is late, of what was there when they were due."""
        while self._coming and self._coming[0][0] <= self._sent:
            _, turn, sound = self._coming.popleft()
            self._sound[turn] = np.concatenate([self._sound.get(turn, silence(0)), sound])
        out = silence(0.02, SPOKEN_HZ)
        turn = next((turn for turn in sorted(self._sound) if len(self._sound[turn])), None)
        if turn is not None and not self._held:
            new, self._sound[turn] = self._sound[turn][: len(out)], self._sound[turn][len(out) :]
            out[: len(new)] = new
            self._played[turn] = self._played.get(turn, 0) + len(new)
        return np.interp(np.arange(BLOCK) * 1.5, np.arange(len(out)), out).astype(np.float32)

    async def _listen(self, url: str, *, task_status: TaskStatus[None]) -> None:
        start = Start(self._rate_hz)
        gone_s: float | None = None
        while True:
            async with connect(url, start, self._clock) as self._call:
                if gone_s is None:
                    self._began_s = self._clock()
                    task_status.started()
                else:
                    self._began_s += self._clock() - gone_s  # the microphone stood still
                    self.findings.resumed += self._call.ready.resumed
                    self._breaking = False
                try:
                    async for event in self._call:
                        self._seen += not isinstance(event, Fault)
                        self._events.append((self._clock(), event))
                        self._judge(event, self._clock())
                    return
                except CallError:
                    if not self._breaking:
                        raise
                gone_s, ready, self._call = self._clock(), self._call.ready, None
            await self._clock.sleep(AWAY_S)
            start = replace(start, resume=ready.resume, seen=self._seen)

    def _judge(self, event: SessionEvent, now_s: float) -> None:
        match event:
            case TurnStarted(turn, utterance):
                self.findings.turns += 1
                if utterance in self._answered:
                    self._first_ms[turn] = np.inf
            case SpeechAudio(turn, samples, start_samples):
                if self._first_ms.get(turn) == np.inf:
                    self._first_ms[turn] = (now_s - self._time_of(self._last_end())) * 1e3
                    self.findings.first_audio_ms.append(self._first_ms[turn])
                gap_ms = (start_samples - self._came_samples.get(turn, 0)) / SPOKEN_HZ * 1e3
                self.findings.missing_ms += max(0.0, gap_ms)
                self.findings.repeated_ms += max(0.0, -gap_ms)
                self._came_samples[turn] = start_samples + len(samples)
                self._coming.append((int((now_s - self._began_s) * MIC_HZ), turn, samples))
            case Held():
                self._held = True
                self._stopped(now_s)
            case Released():
                self._held = False
            case Interrupted(turn):
                self._held = False
                self._sound[turn] = silence(0)
                self._coming.clear()
                self._stopped(now_s)
                self.findings.false_interruptions += not self._speaks(self._sent - int(LINGERS_S * MIC_HZ), self._sent)
            case SpeechStarted(utterance, at_samples):
                self._began[utterance] = at_samples
            case SpeechStopped(utterance, at_samples, decided_samples):
                if not self._speaks(self._began.pop(utterance), at_samples):
                    self.findings.false_utterances += 1
                elif self._speaks(decided_samples, decided_samples):
                    self.findings.early_endpoints += 1
                else:
                    self._answered.add(utterance)
                    late_ms = (decided_samples - self._last_end()) / MIC_HZ * 1e3
                    self.findings.late_endpoints += late_ms > self.findings.late_ms
            case TurnMetrics(turn, marks) if self._first_ms.get(turn, np.inf) < np.inf:
                self.findings.without_early_ms.append(self._first_ms[turn] + saved_ms(marks))
            case Fault(code, message):
                self.findings.faults.append(f"{code}: {message}")
            case _:
                pass

    def _stopped(self, now_s: float) -> None:
        if self._interrupting and len(self.findings.stop_ms) < self.findings.interruptions:
            self.findings.stop_ms.append((now_s - self._time_of(self._speech[-1][0])) * 1e3)

    def _speaks(self, start: int, end: int) -> bool:
        """Whether the caller speaks anywhere from sample `start` to sample `end`."""
        return any(begins <= end and start < ends for begins, ends in self._speech)

    def _last_end(self) -> int:
        """Where in the stream the latest speech that is over ended."""
        return max((end for _, end in self._speech if end <= self._sent), default=0)

    def _time_of(self, sample: int) -> float:
        return self._began_s + sample / MIC_HZ


@dataclass(frozen=True, slots=True)
class Scene:
    """How a scenario's calls go: what is around the caller, and what they do with each question."""

    does: Callable[[Stage, Sequence[Samples], int], Awaitable[None]]
    room: Callable[[int], Room | None] = lambda number: None
    street_db: Callable[[int], float] = lambda number: 60.0  # below speech
    rate_hz: int = MIC_HZ
    late_ms: float = LATE_MS


async def _question(stage: Stage, sounds: Sequence[Samples], number: int) -> None:
    await stage.ask(sounds[number % len(sounds)])
    await stage.hear_out()


async def _interruption(stage: Stage, sounds: Sequence[Samples], number: int) -> None:
    await stage.ask(sounds[number % len(sounds)])
    if await stage.hear(0.2 + 0.15 * (number % 10)):
        await stage.interrupt(sounds[(number + 1) % len(sounds)])
    await stage.hear_out()


async def _listening(stage: Stage, sounds: Sequence[Samples], number: int) -> None:
    await stage.ask(sounds[number % len(sounds)])
    await stage.hear(0.5)
    await stage.make(cough(number) if number % 2 else hum())
    await stage.hear_out()


async def _slow(stage: Stage, sounds: Sequence[Samples], number: int) -> None:
    parts = parted(sounds[number % len(sounds)])
    slow = [piece for part in parts for piece in (part, silence(0.7))]
    for _ in range(3):  # who is slow is so throughout a call
        await stage.ask(np.concatenate(slow[:-1]))
        await stage.hear_out()


async def _quick(stage: Stage, sounds: Sequence[Samples], number: int) -> None:
    await stage.ask(sounds[number % len(sounds)])
    await stage.interrupt(sounds[(number + 1) % len(sounds)])
    await stage.hear_out()


async def _lost(stage: Stage, sounds: Sequence[Samples], number: int) -> None:
    """The connection breaks in the answer, and in every other call in the question, too."""
    async with anyio.create_task_group() as tasks:
        if number % 2:
            tasks.start_soon(_lose_meanwhile, stage)
        await stage.ask(sounds[number % len(sounds)])
    await stage.hear(0.5)
    await stage.lose()
    await stage.hear_out()
    await stage.ask(sounds[(number + 1) % len(sounds)])
    await stage.hear_out()


async def _lose_meanwhile(stage: Stage) -> None:
    await stage.until(lambda: bool(stage.of(SpeechStarted)))
    await stage.lose()


async def _telephone(stage: Stage, sounds: Sequence[Samples], number: int) -> None:
    await _interruption(stage, [telephone(sound) for sound in sounds], number)


LEVELS_DB, DELAYS_MS, NOISES_DB = (-6, -12, -18, -24, -30), (50, 200, 400), (20.0, 10.0, 5.0)


def _room(number: int) -> Room:
    """The fifteen rooms, one after the other."""
    return Room(DELAYS_MS[number % 3], LEVELS_DB[number // 3 % 5], seed=number)


SCENARIOS: Mapping[str, Scene] = {
    "questions": Scene(_question),
    "echo": Scene(_question, room=_room),
    "echo-interrupted": Scene(_interruption, room=_room),
    "interrupted": Scene(_interruption),
    "backchannels": Scene(_listening),
    "slow": Scene(_slow, late_ms=1500.0),  # who pauses for 700 ms is waited for longer than that
    "quick": Scene(_quick),
    "telephone": Scene(_telephone, rate_hz=8_000),
    "noise": Scene(_question, street_db=lambda number: NOISES_DB[number % 3]),
    "resumed": Scene(_lost),
}
"""By name: what `stepaudio bench --scenario` plays."""


async def play(url: str, name: str, questions: Sequence[Question], seconds: float) -> Findings:
    """Play the scenario `name` against the server for about so long, a call for each question. Raises CallError."""
    scene, findings, clock = SCENARIOS[name], Findings(name, SCENARIOS[name].late_ms), SystemClock()
    sounds = [leveled(_speech(question)) for question in questions]
    began_s = clock()
    for number in itertools.count():
        street = noise(10 * MIC_HZ, scene.street_db(number), seed=number)
        stage = Stage(findings, clock, scene.rate_hz, scene.room(number), street)
        try:
            async with stage.call(url):
                await clock.sleep(0.5)
                await scene.does(stage, sounds, number)
        except* CallError as errors:
            findings.faults.append(str(_first(errors)))
            if not findings.turns:
                raise _first(errors) from None
        if clock() - began_s >= seconds:
            return findings
    raise AssertionError("unreachable")


def parted(sound: Samples) -> list[Samples]:
    """It in parts of a second or so, at least two, cut where it is quietest, as between words; one word stays whole."""
    if len(sound) < MIC_HZ:
        return [sound]
    around = MIC_HZ // 4
    loud = np.convolve(sound**2, np.ones(MIC_HZ // 25), "same")
    aims = np.linspace(0, len(sound), max(2, len(sound) // MIC_HZ) + 1)[1:-1].astype(int)
    return np.split(sound, [aim - around + int(loud[aim - around : aim + around].argmin()) for aim in aims])


def _speech(question: Question) -> Samples:
    """It without the silence around it."""
    return question.samples[len(question.samples) - speech_end(question.samples[::-1]) : question.speech_end_samples]


def _spread(values: Sequence[float]) -> str:
    if not values:
        return "-"
    p50, p95 = np.quantile(values, [0.5, 0.95])
    return f"{p50:.0f} ms median, {p95:.0f} ms p95 ({len(values)})"


def _first(errors: BaseExceptionGroup[Any]) -> BaseException:
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
