"""Voice activity: 16 kHz sound in, utterances out. Silero says how likely speech is, `endpoint` decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime

from pipeline.channel import Receive, Send
from pipeline.config import Ears
from pipeline.events import Samples
from pipeline.segment import Audio, Detected, SegmentAudio, SegmentEnded, SegmentStarted
from stages.endpoint import Ended, Endpoint, Silent, Speaking, Started, State
from stages.resample import RATE_HZ

WINDOW_SAMPLES: Final = 512
CONTEXT_SAMPLES: Final = 64  # of the window before, without which the network hears next to nothing


class VadMissingError(RuntimeError):
    """The Silero network is not installed."""


@dataclass(frozen=True, slots=True)
class SileroState:
    """What the network remembers of one stream: its memory (2, 1, 128), and the last samples (64,)."""

    memory: Samples
    context: Samples


class Silero:
    """Silero VAD on onnxruntime. One network serves all streams, from any thread: a stream's state is a value."""

    def __init__(self, model: Path | None = None) -> None:
        """Loads `model`, or the network of the installed silero-vad package, whose code (it wants torch) is not run."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # 0.1 ms a window: threads would only wait
        self._network: Any = onnxruntime.InferenceSession(
            str(model or _installed()), options, providers=["CPUExecutionProvider"]
        )
        self._rate_hz = np.array(RATE_HZ, np.int64)

    def make_state(self) -> SileroState:
        """The state before the first sample of a stream."""
        return SileroState(np.zeros((2, 1, 128), np.float32), np.zeros(CONTEXT_SAMPLES, np.float32))

    def step(self, window: Samples, state: SileroState) -> tuple[float, SileroState]:
        """The probability of speech in the next `window` (512,) at 16 kHz, and the next state."""
        heard = np.concatenate([state.context, window])[None]  # (1, 576)
        feed = {"input": heard, "state": state.memory, "sr": self._rate_hz}
        probability, memory = self._network.run(["output", "stateN"], feed)
        return float(probability[0, 0]), SileroState(memory, window[-CONTEXT_SAMPLES:])


class VadStage:
    """The stage: Audio in; SegmentStarted, SegmentAudio, ..., SegmentEnded out. Sound outside utterances is dropped.

    Decisions fall on windows of 32 ms. An utterance that is open when the stream ends is ended there.
    """

    name: str = "vad"

    def __init__(self, silero: Silero, ears: Ears) -> None:
        """Raises ValueError for knobs that contradict each other."""
        self._silero = silero
        self._endpoint = Endpoint(ears)

    async def run(self, inbox: Receive[Audio], outbox: Send[Detected]) -> None:
        stream = _Stream(self._silero, self._endpoint)
        async for audio in inbox:
            for item in stream.hear(audio.samples):
                await outbox.send(item)
        for item in stream.close():
            await outbox.send(item)


class _Stream:
    """One stream being judged. Keeps only the sound that an utterance may still need."""

    def __init__(self, silero: Silero, endpoint: Endpoint) -> None:
        self._silero, self._memory = silero, silero.make_state()
        self._endpoint = endpoint
        self._state: State = Silent()
        self._sound = np.zeros(0, np.float32)
        self._sound_at = 0  # the place of its first sample in the stream
        self._judged = 0  # samples of the stream that went through the network
        self._utterance = -1

    def hear(self, samples: Samples) -> Iterator[Detected]:
        """Judges the windows that `samples` (n,) complete."""
        self._sound = np.concatenate([self._sound, samples])
        while self._sound_at + len(self._sound) - self._judged >= WINDOW_SAMPLES:
            begin, end = self._judged, self._judged + WINDOW_SAMPLES
            window = self._sound[begin - self._sound_at : end - self._sound_at]
            probability, self._memory = self._silero.step(window, self._memory)
            self._judged = end
            self._state, decided = self._endpoint.step(probability, begin, end, self._state)
            if isinstance(decided, Started):
                self._utterance += 1
                self._drop(decided.at_samples)
                yield SegmentStarted(self._utterance, decided.at_samples)
            elif isinstance(decided, Ended):
                yield from self._end(decided, end)
        if isinstance(self._state, Speaking):
            yield from self._say(self._endpoint.audible(self._judged, self._state))
        else:
            self._drop(self._endpoint.wanted(self._judged, self._state))

    def close(self) -> Iterator[Detected]:
        """Ends an open utterance with the stream."""
        end = self._sound_at + len(self._sound)
        if ended := self._endpoint.close(end, self._state):
            yield from self._end(ended, end)

    def _end(self, ended: Ended, decided_samples: int) -> Iterator[Detected]:
        yield from self._say(ended.at_samples)
        yield SegmentEnded(self._utterance, ended.speech_samples, decided_samples)

    def _say(self, end: int) -> Iterator[SegmentAudio]:
        """The open utterance's sound up to sample `end` of the stream, which is then forgotten."""
        if end > self._sound_at:
            yield SegmentAudio(self._utterance, self._sound[: end - self._sound_at])
            self._drop(end)

    def _drop(self, before: int) -> None:
        self._sound, self._sound_at = self._sound[before - self._sound_at :], before


def _installed() -> Path:
    """The network in the silero-vad package, found without importing the package."""
    package = find_spec("silero_vad")
    for folder in (package and package.submodule_search_locations) or ():
        if (model := Path(folder) / "data" / "silero_vad.onnx").is_file():
            return model
    raise VadMissingError("data/silero_vad.onnx of the package silero-vad is not there: pip install silero-vad")
