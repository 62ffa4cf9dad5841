"""Smart Turn: does it sound as if the caller has finished? A small network on onnxruntime, beside the lane.

It is the published Smart Turn v3 (BSD-2): a Whisper encoder that hears the last 8 s as Whisper does, and gives one
probability. The file is not ours to ship; who wants it names it in the configuration.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import anyio
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from pipeline.config import ConfigError
from pipeline.events import Samples
from stages.models.mel import FLOOR, HOP_SAMPLES, N_FFT, RANGE, RATE_HZ, hann_window, mel_bands

HEARD_SAMPLES: Final = 8 * RATE_HZ
N_MELS: Final = 80
SHAPE: Final = (N_MELS, HEARD_SAMPLES // HOP_SAMPLES)
INPUT: Final = "input_features"
AT_ONCE: Final = 2  # judged side by side, each on a thread: some 70 ms of one core
WANTED: Final = "expected the ONNX file of Smart Turn v3 (smart-turn-v3.2-cpu.onnx)"


class SmartTurn:
    """The network, shared by all callers; a `pipeline.ending.Judge`."""

    def __init__(self, file: Path) -> None:
        """Raises ConfigError for a file that is not there, or is no such network."""
        if not file.is_file():
            raise ConfigError(f"patience.smart_turn: there is no file {file}; {WANTED}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the cores are the lane's
        try:
            self._network: Any = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has an exception for each way to be wrong, and no common one
            raise ConfigError(f"patience.smart_turn: {file} is no ONNX network; {WANTED}: {error}") from error
        takes = {one.name: tuple(one.shape[1:]) for one in self._network.get_inputs()}
        gives = [tuple(one.shape[1:]) for one in self._network.get_outputs()]
        if takes != {INPUT: SHAPE} or gives != [(1,)]:
            raise ConfigError(
                f"patience.smart_turn: {file} takes {takes} and gives {gives}; {WANTED}, which takes "
                f"{INPUT} (batch, {SHAPE[0]}, {SHAPE[1]}) and gives one probability"
            )
        self._places: anyio.CapacityLimiter | None = None

    async def __call__(self, samples: Samples) -> float:
        """The probability, of sound (n,) at 16 kHz, that its speaker has finished. Computed on a thread, whose answer
        is dropped where the caller is cancelled."""
        self._places = self._places or anyio.CapacityLimiter(AT_ONCE)  # belongs to the event loop
        return await anyio.to_thread.run_sync(self.judge, samples, abandon_on_cancel=True, limiter=self._places)

    def judge(self, samples: Samples) -> float:
        """The same, at once."""
        (probability,) = self._network.run(None, {INPUT: features(samples)[None]})
        return float(probability[0, 0])


def features(samples: Samples) -> NDArray[np.float32]:
    """The last 8 s of (n,) at 16 kHz as Whisper hears them: (80, 800).

    Less than 8 s has silence before it; the whole is brought to mean 0 and variance 1. Then, as published for Whisper:
    the log10 of the mel power, a frame every 10 ms, no more than 8 below its peak, (x + 4) / 4.
    """
    heard = samples[-HEARD_SAMPLES:].astype(np.float32)
    heard = np.pad(heard, (HEARD_SAMPLES - len(heard), 0))
    level = (heard - heard.mean()) / np.sqrt(heard.var() + 1e-7)
    framed = np.lib.stride_tricks.sliding_window_view(np.pad(level, N_FFT // 2, mode="reflect"), N_FFT)[::HOP_SAMPLES]
    power = np.abs(np.fft.rfft(framed[:-1] * _window())) ** 2  # (800, 201)
    logs = np.log10(np.maximum(power @ _bands(), FLOOR)).T
    return ((np.maximum(logs, logs.max() - RANGE) + 4) / 4).astype(np.float32)


@cache
def _window() -> NDArray[np.float64]:
    return hann_window(N_FFT)


@cache
def _bands() -> NDArray[np.float64]:
    """(201, 80)"""
    return mel_bands(RATE_HZ, N_FFT, N_MELS, RATE_HZ / 2).T
