"""Voice activity: 16 kHz sound in, windows of it out, with the probability of speech that Silero gives them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime

from pipeline.channel import Receive, Send
from pipeline.events import Samples
from pipeline.segment import Audio, Mark, Window
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
    """The stage: Audio in; a Window of 32 ms out for each that is complete, a shorter one before a mark and at the end,
    which is taken to be as the one before it. Marks pass in their place.
    """

    name: str = "vad"

    def __init__(self, silero: Silero) -> None:
        self._silero = silero

    async def run(self, inbox: Receive[Audio | Mark], outbox: Send[Window | Mark]) -> None:
        state, sound, begin, probability = self._silero.make_state(), np.zeros(0, np.float32), 0, 0.0

        async def send(window: Samples) -> None:
            nonlocal begin
            if len(window):
                await outbox.send(Window(window, begin, probability))
                begin += len(window)

        async for item in inbox:
            if not isinstance(item, Audio):
                await send(sound)
                sound = sound[:0]
                await outbox.send(item)
                continue
            sound = np.concatenate([sound, item.samples])
            while len(sound) >= WINDOW_SAMPLES:
                window, sound = sound[:WINDOW_SAMPLES], sound[WINDOW_SAMPLES:]
                probability, state = self._silero.step(window, state)
                await send(window)
        await send(sound)


def _installed() -> Path:
    """The network in the silero-vad package, found without importing the package."""
    package = find_spec("silero_vad")
    for folder in (package and package.submodule_search_locations) or ():
        if (model := Path(folder) / "data" / "silero_vad.onnx").is_file():
            return model
    raise VadMissingError("data/silero_vad.onnx of the package silero-vad is not there: pip install silero-vad")
