"""Sound for scripted calls: what rooms, lines and streets do to recordings, and sounds that are no words."""

from __future__ import annotations

from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from pipeline.events import SPEECH_RATE_HZ, Samples

MIC_HZ, SPOKEN_HZ = 16_000, SPEECH_RATE_HZ
LOUD = 0.1  # root mean square of speech


def leveled(samples: NDArray[Any]) -> Samples:
    """As loud as speech is."""
    return (samples * (LOUD / np.sqrt((samples**2).mean()))).astype(np.float32)


def silence(seconds: float, rate_hz: int = MIC_HZ) -> Samples:
    return np.zeros(int(seconds * rate_hz), np.float32)


def quieter(samples: Samples, db: float) -> Samples:
    return (samples * 10 ** (-db / 20)).astype(np.float32)


def noise(samples: int, below_db: float, seed: int = 0) -> Samples:
    """Noise as of a street, more of it in the low bands, so far below speech."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(samples))
    return quieter(leveled(np.fft.irfft(spectrum / np.sqrt(np.arange(len(spectrum)) + 50.0), samples)), below_db)


def telephone(samples: Samples) -> Samples:
    """(n,) at 16 kHz as a line of 8 kHz with mu-law companding leaves it, at 16 kHz again: every other sample is it."""
    narrow = soxr.resample(samples, MIC_HZ, 8_000)
    coded = np.round(np.sign(narrow) * np.log1p(255 * np.abs(np.clip(narrow, -1, 1))) / np.log(256) * 127) / 127
    return np.repeat(np.sign(coded) * np.expm1(np.abs(coded) * np.log(256)) / 255, 2).astype(np.float32)


def cough(seed: int = 0) -> Samples:
    """A burst of noise of 250 ms, (n,) at 16 kHz."""
    burst = noise(MIC_HZ // 4, -6, seed)
    return (burst * np.hanning(len(burst))).astype(np.float32)


def hum() -> Samples:
    """Something like "mhm": two short hums of a voice with closed lips, (n,) at 16 kHz."""
    t = np.arange(int(0.17 * MIC_HZ)) / MIC_HZ

    def one(pitch_hz: float) -> Samples:
        tones = sum(np.sin(2 * np.pi * pitch_hz * k * t) / k**1.5 for k in range(1, 12))
        return (np.asarray(tones) * np.hanning(len(t))).astype(np.float32)

    return quieter(leveled(np.concatenate([one(115), silence(0.03), one(140)])), 3)


class Room:
    """A loudspeaker in a room with the microphone, as a stream at 16 kHz: delayed, filtered, `level_db` down."""

    def __init__(self, delay_ms: float, level_db: float, ring_s: float = 0.3, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        samples = int(ring_s * MIC_HZ)
        ring = rng.standard_normal(samples) * 10 ** (-3 * np.arange(samples) / samples)
        ring[0] = 3.0
        spectrum, hz = np.fft.rfft(ring), np.fft.rfftfreq(len(ring), 1 / MIC_HZ)
        small = 1 / np.sqrt(1 + (250 / np.maximum(hz, 1)) ** 4) / np.sqrt(1 + (hz / 5000) ** 4)  # a small loudspeaker
        response = np.fft.irfft(spectrum * small, len(ring))
        response *= 10 ** (level_db / 20) / np.sqrt((response**2).sum())
        self._response = np.concatenate([np.zeros(int(delay_ms * MIC_HZ / 1000)), response])
        self._tail = np.zeros(len(self._response) - 1)

    def hear(self, played: Samples) -> Samples:
        """What of (n,) at 16 kHz, and of what was played before, comes to the microphone meanwhile."""
        size = len(played) + len(self._tail)
        n = 1 << (size - 1).bit_length()
        out = np.fft.irfft(np.fft.rfft(played, n) * np.fft.rfft(self._response, n), n)[:size]
        out[: len(self._tail)] += self._tail
        self._tail = out[len(played) :]
        return out[: len(played)].astype(np.float32)
