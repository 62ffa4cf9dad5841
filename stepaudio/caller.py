"""A synthetic caller: it speaks recorded questions into a call at their own pace, one after the other, listens to the
answers as through a loudspeaker, and notes what came when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import anyio
import numpy as np

from pipeline.clock import Clock
from pipeline.events import (
    Fault,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    Samples,
    SessionEvent,
    SpeechAudio,
    SpeechStopped,
    TextDelta,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
)
from stepaudio import audio
from stepaudio.audio import HEARD_HZ, SPOKEN_HZ, AudioError
from transport.client import Call, connect
from transport.codec import Start

BLOCK = HEARD_HZ // 50  # samples in a microphone block of 20 ms
REPORT_S = 0.1  # between two reports of what was played, as the protocol advises
QUIET_DB = 40.0  # a window so much below a question's loudest is no longer speech
PATIENCE_S = 30.0  # a caller to whom nothing comes for so long gives the question up

Outcome: TypeAlias = Literal["answered", "silent", "interrupted", "failed", "open"]
"""What became of a turn: its sound came whole; it ended without sound; it was cut by speech; it failed; or it was not
over when its caller gave up."""


@dataclass(frozen=True, slots=True)
class Question:
    """A recorded question (n,) at 16 kHz, and where in it the speech ends."""

    name: str
    samples: Samples
    speech_end_samples: int


@dataclass(slots=True)
class Asked:
    """A question as it was asked; samples count in the caller's stream, seconds from the beginning of the run."""

    caller: int
    question: str
    audio_s: float
    start_samples: int
    speech_end_samples: int
    speech_end_s: float  # when the last sample of its speech was due to be sent
    answered: bool = False


@dataclass(slots=True)
class TurnRecord:
    """A turn as its caller saw it, and as the server accounted for it.

    What the caller saw counts from the end of speech in the recording; the marks from the end of speech that the
    server found, which lies `server_end_ms` later in the stream.
    """

    caller: int
    turn: int
    question: str
    speech_end_s: float  # since the run began
    server_end_ms: float
    outcome: Outcome = "open"
    heard: str = ""
    text: str = ""
    first_audio_ms: float | None = None
    arrivals_ms: list[float] = field(default_factory=list[float])  # of the blocks of sound
    blocks_ms: list[float] = field(default_factory=list[float])  # and how long each sounds
    gaps_ms: list[float] = field(default_factory=list[float])  # silences in the answer, where a block came late
    marks_ms: dict[str, float] = field(default_factory=dict[str, float])
    queue_ms: dict[str, float] = field(default_factory=dict[str, float])
    compute_ms: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(slots=True)
class Notes:
    """What callers noted."""

    model: str = ""
    asked: list[Asked] = field(default_factory=list[Asked])
    turns: list[TurnRecord] = field(default_factory=list[TurnRecord])
    faults: list[str] = field(default_factory=list[str])
    mic_late_ms: list[float] = field(default_factory=list[float])  # of each block: the callers' own tardiness


class Playback:
    """A loudspeaker that holds nothing back: a block sounds once it is there and the one before it is over."""

    def __init__(self) -> None:
        self.samples = 0
        self.ends_s = 0.0  # when the last sample that came will have been played
        self.gaps_ms: list[float] = []
        self._blocks: list[tuple[float, int, int]] = []  # when it begins, its first sample, how many

    def take(self, at_s: float, samples: int) -> None:
        """A block of the answer comes; when all before it has been played already, there was a gap."""
        if self._blocks and at_s > self.ends_s:
            self.gaps_ms.append((at_s - self.ends_s) * 1e3)
        begins_s = max(at_s, self.ends_s)
        self._blocks.append((begins_s, self.samples, samples))
        self.samples += samples
        self.ends_s = begins_s + samples / SPOKEN_HZ

    def position(self, now_s: float) -> int:
        """How many samples have been played."""
        for begins_s, first, samples in reversed(self._blocks):
            if begins_s <= now_s:
                return first + min(samples, int((now_s - begins_s) * SPOKEN_HZ))
        return 0


class Caller:
    """One caller in one call. Its microphone never stops: between questions it sends silence."""

    def __init__(self, number: int, clock: Clock, began_s: float, notes: Notes) -> None:
        self._number = number
        self._clock = clock
        self._began_s = began_s  # of the run
        self._notes = notes
        self._sent_samples = 0
        self._opened_s = 0.0  # when sample 0 of the stream was due
        self._words: Samples = np.zeros(0, np.float32)  # not yet said
        self._asked: list[Asked] = []
        self._ends: dict[int, int] = {}  # of the caller's utterances, in samples
        self._heard: defaultdict[int, str] = defaultdict(str)  # their transcripts
        self._utterances: dict[int, int] = {}  # of turns
        self._turns: dict[int, TurnRecord] = {}
        self._playback = Playback()
        self._playing = -1  # the turn
        self._reported = (0, 0.0)  # samples played, and when that was said
        self._sign_s = 0.0  # when something last came

    @asynccontextmanager
    async def call(self, url: str) -> AsyncGenerator[None]:
        """On the line while inside, and answered to the end on leaving. Raises CallError."""
        async with connect(url, Start(HEARD_HZ), self._clock) as call, anyio.create_task_group() as tasks:
            self._notes.model = call.ready.model
            tasks.start_soon(self._listen, call)
            async with anyio.create_task_group() as speaking:
                self._opened_s = self._clock()
                speaking.start_soon(self._speak, call)
                yield
                speaking.cancel_scope.cancel()
            await call.send(MicEnded())
            tasks.cancel_scope.deadline = anyio.current_time() + PATIENCE_S
        for turn, record in self._turns.items():
            record.heard = self._heard[self._utterances[turn]].strip()

    async def ask(self, question: Question) -> None:
        """Says it, and returns when its answer has been played, or when nothing has come for too long."""
        start_samples = self._sent_samples
        speech_end_samples = start_samples + question.speech_end_samples
        speech_end_s = self._opened_s + speech_end_samples / HEARD_HZ - self._began_s
        audio_s = len(question.samples) / HEARD_HZ
        asked = Asked(self._number, question.name, audio_s, start_samples, speech_end_samples, speech_end_s)
        self._asked.append(asked)
        self._notes.asked.append(asked)
        self._words = question.samples
        self._sign_s = self._clock() + audio_s
        while not self._is_over(asked) and self._clock() < self._sign_s + PATIENCE_S:
            await self._clock.sleep(BLOCK / HEARD_HZ)

    def _is_over(self, asked: Asked) -> bool:
        record = next((record for record in reversed(self._turns.values())), None)
        if self._words.size or record is None or record.speech_end_s != asked.speech_end_s:
            return False
        reported = bool(record.marks_ms) and record.outcome in ("answered", "silent", "failed")
        asked.answered = reported and record.outcome == "answered"
        return reported and self._clock() >= self._playback.ends_s

    # -- mouth -------------------------------------------------------------------------------------------------------

    async def _speak(self, call: Call) -> None:
        """A block of microphone whenever its last sample is due; now and then, where the loudspeaker is."""
        while True:
            due_s = self._opened_s + (self._sent_samples + BLOCK) / HEARD_HZ
            await self._clock.sleep(max(0.0, due_s - self._clock()))
            self._notes.mic_late_ms.append((self._clock() - due_s) * 1e3)
            block, self._words = self._words[:BLOCK], self._words[BLOCK:]
            self._sent_samples += BLOCK
            await call.send(MicAudio(np.pad(block, (0, BLOCK - block.size)), HEARD_HZ))
            await self._report(call)

    async def _report(self, call: Call) -> None:
        now_s = self._clock()
        played, (reported, at_s) = self._playback.position(now_s), self._reported
        if played > reported and (now_s >= at_s + REPORT_S or played == self._playback.samples):
            self._reported = played, now_s
            await call.send(Played(self._playing, played))

    # -- ear ---------------------------------------------------------------------------------------------------------

    async def _listen(self, call: Call) -> None:
        async for event in call:
            self._sign_s = max(self._sign_s, self._clock())
            self._take(event, self._clock())

    def _take(self, event: SessionEvent, now_s: float) -> None:
        match event:
            case SpeechStopped(utterance, at_samples):
                self._ends[utterance] = at_samples
            case TranscriptDelta(utterance, committed):
                self._heard[utterance] += committed
            case TurnStarted(turn, int(utterance)):
                self._begin(turn, utterance)
            case TextDelta(turn, text):
                self._turns[turn].text += text
            case SpeechAudio(turn, samples):
                self._hear(self._turns[turn], samples.size, now_s)
            case TurnEnded(turn, _, samples):
                self._turns[turn].outcome = "answered" if samples else "silent"
            case Interrupted(turn, _, reason):
                self._turns[turn].outcome = "failed" if reason == "failed" else "interrupted"
                self._playback = Playback()
            case TurnMetrics(turn, marks_ms, queue_ms, compute_ms):
                record = self._turns[turn]
                record.marks_ms, record.queue_ms, record.compute_ms = marks_ms, queue_ms, compute_ms
            case Fault(code, message):
                self._notes.faults.append(f"caller {self._number}: {code}: {message}")
            case _:
                pass

    def _begin(self, turn: int, utterance: int) -> None:
        """A turn answers the question in which the utterance ended."""
        end_samples = self._ends[utterance]
        asked = next(asked for asked in reversed(self._asked) if asked.start_samples < end_samples)
        late_ms = (end_samples - asked.speech_end_samples) / HEARD_HZ * 1e3
        record = TurnRecord(self._number, turn, asked.question, asked.speech_end_s, late_ms)
        self._playback, self._playing, self._reported = Playback(), turn, (0, 0.0)
        record.gaps_ms = self._playback.gaps_ms
        self._utterances[turn] = utterance
        self._turns[turn] = record
        self._notes.turns.append(record)

    def _hear(self, record: TurnRecord, samples: int, now_s: float) -> None:
        since_end_ms = (now_s - self._began_s - record.speech_end_s) * 1e3
        if record.first_audio_ms is None:
            record.first_audio_ms = since_end_ms
        record.arrivals_ms.append(since_end_ms)
        record.blocks_ms.append(samples / SPOKEN_HZ * 1e3)
        self._playback.take(now_s, samples)


def saved_ms(marks_ms: Mapping[str, float]) -> float:
    """How much sooner a turn with these marks sounded because it was begun at a pause.

    Begun at the endpoint it would have taken as long to its first sample, from there on."""
    if "tentative" not in marks_ms or "endpoint" not in marks_ms:
        return 0.0
    made_ms = marks_ms.get("first_sample_made", marks_ms["endpoint"])
    return max(0.0, min(marks_ms["endpoint"], made_ms) - marks_ms["tentative"])


def read_questions(folder: Path) -> list[Question]:
    """The recordings in a folder, by name. Raises AudioError."""
    recordings = {path.stem: audio.read(path) for path in sorted(folder.glob("*.wav"))}
    if not recordings:
        raise AudioError(f"{folder} holds no questions: expected recordings (.wav)")
    return [Question(name, samples, speech_end(samples)) for name, samples in recordings.items()]


def speech_end(samples: Samples) -> int:
    """Where the speech in (n,) at 16 kHz ends: after its last window of 10 ms that is not quiet beside the loudest."""
    window = HEARD_HZ // 100
    padded = np.pad(samples, (0, -len(samples) % window)).reshape(-1, window)
    power = (padded.astype(np.float64) ** 2).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 10 ** (-QUIET_DB / 10))
    return min(len(samples), int(loud[-1] + 1) * window) if loud.size else len(samples)
