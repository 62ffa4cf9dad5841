"""Kaldi filter-bank features, as the speaker encoder (CAM++) was trained on.

25 ms frames every 10 ms at 16 kHz, whole frames only; per frame: mean removed, pre-emphasis 0.97, "povey" window,
512-point power spectrum, 80 triangular bands on the HTK mel scale from 20 Hz to 8 kHz, natural logarithm. No dither.
Samples are in [-1, 1], where quiet bands reach the floor: rescaling the audio changes the result.
"""

from __future__ import annotations

from functools import cache

import mlx.core as mx
import numpy as np

from stages.models.mel import AudioTooShortError

RATE_HZ = 16_000
N_BANDS = 80
_FRAME_SAMPLES, _SHIFT_SAMPLES, _N_FFT = 400, 160, 512
_LOWEST_HZ, _HIGHEST_HZ = 20.0, 8_000.0
_PREEMPHASIS = 0.97
_FLOOR = float(np.finfo(np.float32).eps)


def fbank(samples: mx.array) -> mx.array:
    """Samples (N,) at 16 kHz -> log filter-bank energies (T, 80), T = floor((N - 400) / 160) + 1.

    Raises AudioTooShortError below one frame (400 samples).
    """
    n = samples.size
    if n < _FRAME_SAMPLES:
        raise AudioTooShortError(f"audio has {n} samples at 16 kHz, a filter bank needs at least {_FRAME_SAMPLES}")
    frames = (n - _FRAME_SAMPLES) // _SHIFT_SAMPLES + 1
    starts = mx.arange(frames)[:, None] * _SHIFT_SAMPLES
    x = samples.astype(mx.float32)[starts + mx.arange(_FRAME_SAMPLES)]  # (T, 400)
    x = x - x.mean(axis=1, keepdims=True)
    x = x - _PREEMPHASIS * mx.concatenate([x[:, :1], x[:, :-1]], axis=1)
    spectrum = mx.fft.rfft(x * _window(), n=_N_FFT, axis=-1)
    power = mx.square(spectrum.real) + mx.square(spectrum.imag)  # (T, 257)
    return mx.log(mx.maximum(power @ _filters().T, _FLOOR))


@cache
def _window() -> mx.array:
    """Symmetric Hann to the power 0.85."""
    return mx.array((np.hanning(_FRAME_SAMPLES) ** 0.85).astype(np.float32))


@cache
def _filters() -> mx.array:
    """Triangles of equal width in mel, of height one: (80, 257); the Nyquist bin belongs to none."""
    edges = np.linspace(_htk_mel(_LOWEST_HZ), _htk_mel(_HIGHEST_HZ), N_BANDS + 2)[:, None]
    bins = _htk_mel(np.arange(_N_FFT // 2 + 1) * RATE_HZ / _N_FFT)
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    filters = np.maximum(0.0, np.minimum(rising, falling))
    filters[:, -1] = 0.0
    return mx.array(filters.astype(np.float32))


def _htk_mel(hz: float | np.ndarray) -> np.ndarray:
    return 1127.0 * np.log1p(np.asarray(hz) / 700.0)
