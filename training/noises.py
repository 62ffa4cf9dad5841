"""What callers make besides words: hums of a listener, and coughs, clicks, breaths and throats being cleared.

A transcriber that has only ever heard words writes the nearest word for each of these, and what is a word interrupts an
answer. A hum is told as "mhm", the others as nothing. All are drawn at random, none from a recording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Float = NDArray[np.float32]
RATE_HZ = 16_000
HUM = "mhm"
PITCH_HZ = 90.0, 260.0
HUM_S = 0.12, 0.7


@dataclass(frozen=True, slots=True)
class Noise:
    """A sound and what is written of it: `samples` (n,) at 16 kHz with a peak of 1, without silence around it; `end_s`
    is when enough of it was heard to write the text."""

    samples: Float
    text: str
    end_s: float


def hum(rng: np.random.Generator) -> Noise:
    """One hum of closed lips, or two of them, with or without a breath between."""
    pitch_hz, lips, breathy = _between(rng, *PITCH_HZ), _lips(rng), rng.uniform(0.0, 0.08)
    seconds = _between(rng, *HUM_S)
    first = _murmur(rng, pitch_hz, seconds, lips, breathy)
    end_s = len(first) / RATE_HZ
    if rng.random() < 0.4:
        return Noise(_peaked(first), HUM, end_s)
    moved_hz = float(np.clip(pitch_hz * 2 ** rng.uniform(-0.4, 0.5), *PITCH_HZ))
    like_s = float(np.clip(seconds * rng.uniform(0.6, 1.6), *HUM_S))
    second = _murmur(rng, moved_hz, like_s, lips, breathy) * rng.uniform(0.5, 1.6)
    between = rng.standard_normal(round(rng.uniform(0.0, 0.14) * RATE_HZ)) * rng.choice([0.0, rng.uniform(0.0, 0.04)])
    return Noise(_peaked(np.concatenate([first, between, second])), HUM, end_s)


def cough(rng: np.random.Generator) -> Noise:
    """One to three bursts, sudden or soft, that die away; now and then with some voice in them."""
    shape, bursts = _throat(rng), int(rng.integers(1, 4))
    parts: list[NDArray[np.float64]] = []
    for _ in range(bursts):
        n = round(rng.uniform(0.08, 0.4) * RATE_HZ)
        sound = _filtered(rng.standard_normal(n), shape)
        if rng.random() < 0.3:
            sound = sound + _rough(rng, n) * rng.uniform(0.1, 0.8)
        rises = rng.uniform(0.01, 0.5)
        at = np.arange(n) / n
        envelope = np.minimum(at / rises, 1) * np.minimum((1 - at) / (1 - rises), 1) ** rng.uniform(1, 4)
        parts += [sound * envelope * rng.uniform(0.4, 1), np.zeros(round(rng.uniform(0.03, 0.25) * RATE_HZ))]
    return _nothing(np.concatenate(parts[:-1]))


def click(rng: np.random.Generator) -> Noise:
    """One to four clicks of lips, a key or a receiver: resonances that ring for milliseconds."""
    n = round(rng.uniform(0.05, 0.12) * RATE_HZ)
    seconds = np.arange(n) / RATE_HZ
    parts: list[NDArray[np.float64]] = []
    for _ in range(int(rng.integers(1, 5))):
        rings = [
            np.sin(2 * np.pi * _between(rng, 300, 7000) * seconds) * np.exp(-seconds / _between(rng, 0.001, 0.015))
            for _ in range(int(rng.integers(1, 5)))
        ]
        burst = rng.standard_normal(n) * np.exp(-seconds / _between(rng, 0.0005, 0.005))
        parts += [np.sum([*rings, burst], 0) * rng.uniform(0.4, 1)]
        parts += [np.zeros(round(rng.uniform(0.02, 0.35) * RATE_HZ))]
    return _nothing(np.concatenate(parts[:-1]))


def breath(rng: np.random.Generator) -> Noise:
    """Air drawn in or let out: noise that swells and fades."""
    n = round(rng.uniform(0.2, 1.1) * RATE_HZ)
    top = rng.uniform(0.2, 0.8)
    swell = np.interp(np.arange(n) / n, [0, top, 1], [0, 1, 0]) ** rng.uniform(0.5, 2)
    return _nothing(_filtered(rng.standard_normal(n), _throat(rng)) * swell)


def throat(rng: np.random.Generator) -> Noise:
    """A throat cleared: rough pulses with noise, in one to three parts."""
    shape = _throat(rng)
    parts: list[NDArray[np.float64]] = []
    for _ in range(int(rng.integers(1, 4))):
        n = round(rng.uniform(0.1, 0.45) * RATE_HZ)
        sound = _rough(rng, n) * rng.uniform(0.5, 1) + rng.standard_normal(n) * rng.uniform(0.2, 0.8)
        envelope = np.hanning(n) ** rng.uniform(0.3, 1)
        parts += [_filtered(sound, shape) * envelope, np.zeros(round(rng.uniform(0.01, 0.12) * RATE_HZ))]
    return _nothing(np.concatenate(parts[:-1]))


WORDLESS: tuple[Callable[[np.random.Generator], Noise], ...] = (cough, click, breath, throat)
"""What is told as nothing."""


def wordless(rng: np.random.Generator) -> Noise:
    """Any of them; a cough twice as often as each of the others."""
    return WORDLESS[max(0, int(rng.integers(-1, len(WORDLESS))))](rng)


def _murmur(
    rng: np.random.Generator, pitch_hz: float, seconds: float, lips: tuple[Float, Float], breathy: float
) -> NDArray[np.float64]:
    """One hum: harmonics of a moving pitch, as loud as `lips` lets each frequency through."""
    n = round(seconds * RATE_HZ)
    at = np.arange(n) / n
    moves = rng.uniform(-0.5, 0.5) * (at - 0.5) + rng.uniform(-0.25, 0.25) * 4 * at * (1 - at)
    moves = moves * rng.choice([0.1, 1.0])  # some hums stay where they begin
    wavers = rng.uniform(0, 0.03) * np.sin(2 * np.pi * (rng.uniform(3, 8) * at * seconds + rng.random()))
    hz = pitch_hz * 2 ** (moves + wavers)
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    together = rng.choice([0.0, 2 * np.pi])  # pulses, or tones that began at different times
    sound = np.zeros(n)
    for k in range(1, int(min(40.0, 7000 / pitch_hz)) + 1):
        audible = k * hz < 7500
        sound += audible * np.interp(k * hz, *lips) * np.sin(k * phase + rng.uniform(0, together))
    sound += breathy * np.abs(sound).max() * rng.standard_normal(n)
    if rng.random() < 0.35:
        return sound * np.hanning(n)
    rise, fall = (min(0.5, rng.uniform(low, high) / seconds) for low, high in ((0.015, 0.12), (0.03, 0.2)))
    envelope = np.minimum(np.minimum(at / rise, (1 - at) / fall), 1)
    return sound * np.sin(envelope * np.pi / 2) ** 2 * (1 - rng.uniform(0, 0.6) * at)


def _lips(rng: np.random.Generator) -> tuple[Float, Float]:
    """How a caller's closed lips and nose colour a hum: frequencies in Hz and the gain at each. A slope, a murmur low
    down, weaker formants above a gap, mostly next to nothing further up, and a microphone's smooth colour."""
    hz = np.geomspace(60, 8000, 96)
    decibels = -6.02 * rng.uniform(0.7, 2.6) * np.log2(hz / 100)
    strength = rng.uniform(0, 1)
    for low, high, gain in ((180, 400, 12), (850, 1400, 10), (1900, 2800, 8), (3000, 4200, 6)):
        at, width = _between(rng, low, high), rng.uniform(0.15, 0.5)  # octaves
        decibels += strength * gain * rng.uniform(0.3, 1.5) * np.exp(-((np.log2(hz / at) / width) ** 2))
    gap = np.exp(-((np.log2(hz / _between(rng, 500, 1200)) / 0.4) ** 2))
    decibels -= strength * rng.uniform(0, 20) * gap
    if rng.random() < 0.6:  # lips and nose let little through above
        decibels -= rng.uniform(20, 120) * np.maximum(0, np.log2(hz / _between(rng, 700, 4000)))
    waves = np.cos(np.arange(1, 5)[:, None] * np.pi * np.linspace(0, 1, len(hz)))
    decibels += rng.normal(0, 2.5, 4) @ waves
    return hz.astype(np.float32), (10 ** (decibels / 20)).astype(np.float32)


def _throat(rng: np.random.Generator) -> tuple[Float, Float]:
    """The colour of air in a throat: a slope and two to four broad resonances."""
    hz = np.geomspace(60, 8000, 96)
    decibels = -6.02 * rng.uniform(-0.2, 1.2) * np.log2(hz / 500)
    decibels -= 12 * np.maximum(0, np.log2(rng.uniform(60, 500) / hz))
    for _ in range(int(rng.integers(2, 5))):
        at, width = _between(rng, 350, 5000), rng.uniform(0.2, 0.7)
        decibels += rng.uniform(0, 15) * np.exp(-((np.log2(hz / at) / width) ** 2))
    return hz.astype(np.float32), (10 ** (decibels / 20)).astype(np.float32)


def _rough(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    """Irregular pulses of a voice that is not singing, (n,)."""
    hz = _between(rng, 35, 180) * 2 ** (rng.normal(0, 0.25, n // 400 + 2).repeat(400)[:n])
    phase = np.cumsum(hz) / RATE_HZ
    pulses = np.diff(np.floor(phase), prepend=0.0) * rng.uniform(0.3, 1, n)
    return np.asarray(signal.lfilter([1.0], [1.0, -rng.uniform(0.8, 0.97)], pulses)) * 4


def _filtered(samples: NDArray[np.float64], shape: tuple[Float, Float]) -> NDArray[np.float64]:
    spectrum = np.fft.rfft(samples)
    gains = np.interp(np.fft.rfftfreq(len(samples), 1 / RATE_HZ), *shape)
    return np.fft.irfft(spectrum * gains, len(samples))


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    """Log-uniform."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _nothing(samples: NDArray[np.float64]) -> Noise:
    return Noise(_peaked(samples), "", len(samples) / RATE_HZ)


def _peaked(samples: NDArray[np.float64]) -> Float:
    return (samples / np.abs(samples).max()).astype(np.float32)
