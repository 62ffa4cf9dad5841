"""What a telephone line and a room do to a caller's voice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Float = NDArray[np.float32]
RATE_HZ = 16_000
_BAND = signal.butter(4, [300, 3400], "bandpass", fs=RATE_HZ, output="sos")


def caller(samples: Float, rng: np.random.Generator) -> Float:
    """A caller's audio at 16 kHz at a random level, now and then in a room, now and then over a telephone."""
    if rng.random() < 0.2:
        samples = room(samples, rng)
    if rng.random() < 0.2:
        samples = telephone(samples)
    level = float(np.sqrt(np.square(samples).mean())) + 1e-6
    samples = samples * (10 ** (rng.uniform(-33, -16) / 20) / level)
    return np.asarray(samples / max(1.0, float(np.abs(samples).max()) / 0.99), np.float32)


def room(samples: Float, rng: np.random.Generator) -> Float:
    """Convolved with decaying noise of 50 to 300 ms."""
    n = int(rng.uniform(0.05, 0.3) * RATE_HZ)
    response = rng.standard_normal(n) * np.exp(-6.9 * np.arange(n) / n) * rng.uniform(0.02, 0.12)
    response[0] = 1
    return signal.fftconvolve(samples, response)[: len(samples)].astype(np.float32)


def telephone(samples: Float) -> Float:
    """300 to 3400 Hz, 8 kHz, mu-law with 8 bits."""
    narrow = signal.resample_poly(signal.sosfilt(_BAND, samples), 1, 2)
    peak = float(np.abs(narrow).max()) + 1e-6
    x = narrow / peak * 0.9
    code = np.round(np.sign(x) * np.log1p(255 * np.abs(x)) / np.log(256) * 127) / 127
    x = np.sign(code) * (np.power(256, np.abs(code)) - 1) / 255
    return signal.resample_poly(x * peak / 0.9, 2, 1).astype(np.float32)[: len(samples)]
