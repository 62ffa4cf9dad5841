"""The bundled recordings, as the scripted calls need them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import soundfile
import soxr

from pipeline.events import Samples
from stepaudio.sounds import MIC_HZ, SPOKEN_HZ, leveled, silence

SAMPLES = Path(__file__).parents[2] / "checkpoints" / "nano" / "samples"


@cache
def recording(name: str, rate_hz: int = MIC_HZ) -> Samples:
    """A bundled recording, (n,) at `rate_hz`, as loud as all others, without the silence around it."""
    samples, from_hz = soundfile.read(SAMPLES / f"{name}.wav", dtype="float32")
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
    return leveled(soxr.resample(samples[loud[0] : loud[-1] + 1], from_hz, rate_hz))


def answer(seconds: float) -> Samples:
    """An answer of that length at 24 kHz: some of the recordings, one after the other."""
    parts = [recording(name, SPOKEN_HZ) for name in ("opening", "weather", "appointment", "greeting")]
    said = np.concatenate([sound for part in parts for sound in (part, silence(0.25, SPOKEN_HZ))])
    return np.resize(said, int(seconds * SPOKEN_HZ))
