"""Recorded calls: a folder each, with the sound of both sides, and what was said as JSON Lines and as WebVTT captions.

    FOLDER/20261122-183000-NAME/call.flac          stereo, 24 kHz: the caller left, the agent right
                                transcript.jsonl   a line for each thing said, tool called, and consent given
                                transcript.vtt     captions for call.flac

All is written as it goes. A file that cannot be written ends the recording, and not the call.
"""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import soundfile
import soxr

from pipeline.clock import Clock
from pipeline.events import (
    SPEECH_RATE_HZ,
    ClientEvent,
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
    TextDelta,
    ToolCall,
    ToolResult,
    TranscriptDelta,
    TurnEnded,
    UserText,
    VoiceSample,
)
from pipeline.mixer import Mixer
from transport import pcm

logger = logging.getLogger(__name__)

COUNTED_HZ = 16_000  # at which the session counts the caller's sound
EVERY_S = 0.5  # between two writes of sound


@contextmanager
def recording(folder: str | Path, name: str, clock: Clock, now: datetime) -> Generator[Recorder]:
    """A recorder that writes the call `name` into a new folder in `folder`. Raises OSError where it cannot."""
    safe = re.sub(r"[^\w.-]", "_", name)[:64]
    path = Path(folder).expanduser() / f"{now:%Y%m%d-%H%M%S}-{safe}"
    path.mkdir(parents=True)
    with ExitStack() as files:
        files.push(_give_up)
        sound = soundfile.SoundFile(path / "call.flac", "w", SPEECH_RATE_HZ, 2, "PCM_16", format="FLAC")
        files.enter_context(sound)
        lines = files.enter_context((path / "transcript.jsonl").open("w", encoding="utf-8"))
        captions = files.enter_context((path / "transcript.vtt").open("w", encoding="utf-8"))
        recorder = Recorder(sound, Transcript(lines, captions), clock)
        try:
            yield recorder
        finally:
            recorder.finish()


def _give_up(kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
    """Whether an error is only that of a file that cannot be closed."""
    if isinstance(error, OSError | soundfile.SoundFileError):
        logger.error("a recording could not be ended", exc_info=error)
        return True
    return False


class Recorder:
    """A `pipeline.tap.Tap` that writes a call down. `text_of` a turn is what was heard of it."""

    def __init__(self, sound: soundfile.SoundFile, transcript: Transcript, clock: Clock) -> None:
        self.text_of: Callable[[int], str] | None = None
        self._bye = False  # the client will say no more, and plays what it gets to the end
        self._sound = sound
        self._transcript = transcript
        self._clock = clock
        self._began_s = clock()
        self._written_s = 0.0
        self._mixer = Mixer()
        self._resampler: tuple[int, soxr.ResampleStream] | None = None
        self._ended: dict[int, str] = {}  # turns of which all was sent, and what they said
        self._failed = False

    def heard(self, event: ClientEvent) -> None:
        with self._writing() as now_s:
            match event:
                case MicAudio(samples, rate_hz):
                    self._mixer.hear(self._at_rate(samples, rate_hz), now_s)
                case MicEnded():
                    self._bye = True
                case Played(turn, samples):
                    self._mixer.played(turn, samples, now_s)
                case UserText(text):
                    self._transcript.note(self._now_s(now_s), "caller", typed=text)
                case VoiceSample(consent=consent):
                    self._transcript.note(self._now_s(now_s), "caller", consent=consent)
                case _:
                    pass

    def said(self, event: SessionEvent) -> None:
        with self._writing() as now_s:
            match event:
                case SpeechStarted(utterance, at_samples):
                    self._transcript.begin("caller", utterance, self._spoken_s(at_samples))
                case SpeechStopped(utterance, at_samples):
                    self._transcript.begun("caller", utterance).end_s = self._spoken_s(at_samples)
                case TranscriptDelta(utterance, committed, _, final):
                    self._transcript.begun("caller", utterance).text += committed
                    if final:
                        self._transcript.end("caller", utterance)
                case SpeechAudio(turn, samples, start_samples):
                    if not start_samples:
                        self._transcript.begin("agent", turn, self._now_s(now_s))
                    self._mixer.say(turn, start_samples, samples, now_s)
                case TextDelta(turn, text):
                    self._transcript.begun("agent", turn, self._now_s(now_s)).text += text
                case ToolCall(_, call, name, arguments):
                    self._transcript.note(self._now_s(now_s), "agent", call=call, tool=name, arguments=arguments)
                case ToolResult(_, call, text, failed):
                    self._transcript.note(self._now_s(now_s), "tool", call=call, text=text, failed=failed)
                case Held():
                    self._mixer.hold(now_s)
                case Released():
                    self._mixer.release(now_s)
                case Interrupted(turn, heard_samples):
                    self._mixer.cut(turn, heard_samples, now_s)
                    self._interrupted(turn)
                case TurnEnded(turn, text):
                    self._ended[turn] = text
                case _:
                    pass

    def finish(self) -> None:
        """Write what is left."""
        if self._failed:
            return
        with self._writing() as now_s:
            rest = self._mixer.finish(now_s, heard_out=self._bye)
            for turn in list(self._ended):
                end = self._mixer.ended(turn)
                self._close(turn, self._now_s(now_s) if end is None else end / SPEECH_RATE_HZ)
            self._put(rest)
            self._transcript.finish(self._now_s(now_s))

    # -- inside ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Generator[float]:
        """The present in seconds since the call began; afterwards, what is due is written."""
        if self._failed:
            yield 0.0
            return
        now_s = self._clock() - self._began_s
        try:
            yield now_s
            if now_s >= self._written_s + EVERY_S:
                self._written_s = now_s
                for turn in list(self._ended):
                    if (end := self._mixer.ended(turn)) is not None:
                        self._close(turn, end / SPEECH_RATE_HZ)
                self._put(self._mixer.take(now_s))
                self._transcript.write(self._now_s(now_s))
        except (OSError, soundfile.SoundFileError):
            self._failed = True
            logger.exception("a recording has ended before its call: it cannot be written")

    def _put(self, chunks: Iterable[Any]) -> None:
        for chunk in chunks:
            self._sound.write(pcm.to_int16(chunk))

    def _at_rate(self, samples: Samples, rate_hz: int) -> Samples:
        if rate_hz == SPEECH_RATE_HZ:
            return samples
        if self._resampler is None or self._resampler[0] != rate_hz:
            self._resampler = rate_hz, soxr.ResampleStream(rate_hz, SPEECH_RATE_HZ, 1, "float32")
        return self._resampler[1].resample_chunk(samples)

    def _now_s(self, now_s: float) -> float:
        """The present in the recording's time."""
        return self._mixer.now(now_s) / SPEECH_RATE_HZ

    def _spoken_s(self, at_samples: int) -> float:
        """Where in the recording the caller's sound of that place lies."""
        return at_samples / COUNTED_HZ + self._mixer.silence / SPEECH_RATE_HZ

    def _interrupted(self, turn: int) -> None:
        passage = self._transcript.begun("agent", turn)
        passage.more["interrupted"] = True
        if self.text_of is not None:
            passage.text = self.text_of(turn)
        self._ended.pop(turn, None)
        end = self._mixer.ended(turn)
        passage.end_s = passage.begin_s if end is None else end / SPEECH_RATE_HZ
        self._transcript.end("agent", turn)

    def _close(self, turn: int, end_s: float) -> None:
        passage = self._transcript.begun("agent", turn, end_s)
        passage.text, passage.end_s = self._ended.pop(turn), end_s
        self._transcript.end("agent", turn)


@dataclass(slots=True)
class Passage:
    """Something that one side says, in seconds of the recording."""

    begin_s: float
    end_s: float = 0.0
    text: str = ""
    more: dict[str, Any] = field(default_factory=dict[str, Any])


class Transcript:
    """Passages, written when they are over; captions in the order in which they begin."""

    def __init__(self, lines: TextIO, captions: TextIO) -> None:
        self._lines = lines
        self._captions = captions
        self._open: dict[tuple[str, int], Passage] = {}
        self._over: list[
            tuple[float, float, str, str]
        ] = []  # begin, end, who, text: captions that wait for earlier ones
        captions.write("WEBVTT\n\n")

    def begin(self, who: str, number: int, at_s: float) -> None:
        self.begun(who, number, at_s).begin_s = at_s

    def begun(self, who: str, number: int, at_s: float = 0.0) -> Passage:
        """The passage of that number, begun now if it is new."""
        return self._open.setdefault((who, number), Passage(at_s))

    def end(self, who: str, number: int) -> None:
        """It is over: write it, if it says anything."""
        passage = self._open.pop((who, number))
        if not (text := passage.text.strip()):
            return
        end_s = max(passage.begin_s, passage.end_s)
        self.note(passage.begin_s, who, until_s=round(end_s, 3), text=text, **passage.more)
        self._over.append((passage.begin_s, end_s, who, text))

    def note(self, at_s: float, who: str, **what: Any) -> None:
        """A line of the transcript."""
        line = {"at_s": round(at_s, 3), "who": who, **what}
        self._lines.write(json.dumps(line, ensure_ascii=False) + "\n")

    def write(self, now_s: float) -> None:
        """Bring the files up to now."""
        earliest_s = min([now_s, *(passage.begin_s for passage in self._open.values())])
        self._over.sort()
        while self._over and self._over[0][0] < earliest_s:
            begin_s, end_s, who, text = self._over.pop(0)
            times = f"{_time(begin_s)} --> {_time(max(end_s, begin_s + 0.001))}"
            spoken = html.escape(" ".join(text.split()), quote=False)
            self._captions.write(f"{times}\n<v {who.capitalize()}>{spoken}\n\n")
        self._lines.flush()
        self._captions.flush()

    def finish(self, now_s: float) -> None:
        """Write what never came to its end, too."""
        for who, number in list(self._open):
            passage = self._open[who, number]
            passage.end_s = passage.end_s or now_s
            self.end(who, number)
        self.write(now_s + 1.0)


def _time(seconds: float) -> str:
    """As WebVTT writes it: 00:01:02.345."""
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
