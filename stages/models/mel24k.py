"""The 80-band log-mel of the speaking side: what the flow predicts and the vocoder renders, 50 frames a second.

A frame is 1920 samples under a periodic Hann window, one every 480 samples at 24 kHz, with 720 reflected samples at
both ends; magnitudes (not powers) go through Slaney mel bands up to 8 kHz, then the natural logarithm.
"""

from __future__ import annotations

from functools import cache

import mlx.core as mx

from stages.models.mel import AudioTooShortError, hann, mel_filters

RATE_HZ = 24_000
N_FFT = 1920
HOP_SAMPLES = 480
N_MELS = 80
F_MAX_HZ = 8_000.0
FLOOR = 1e-5  # of the mel magnitude, before the logarithm
_EDGE = (N_FFT - HOP_SAMPLES) // 2


def log_mel24k(samples: mx.array) -> mx.array:
    """Samples (B, N) at 24 kHz -> natural-log mel (B, floor(N / 480), 80) float32; differentiable.

    Raises AudioTooShortError below 721 samples, which the reflected edges need.
    """
    batch, n = samples.shape
    if n <= _EDGE:
        raise AudioTooShortError(f"audio has {n} samples at 24 kHz, a mel needs at least {_EDGE + 1}")
    x = samples.astype(mx.float32)
    x = mx.concatenate([x[:, _EDGE:0:-1], x, x[:, -2 : -_EDGE - 2 : -1]], axis=1)
    frames = n // HOP_SAMPLES
    hops_per_frame = N_FFT // HOP_SAMPLES
    hops = x[:, : (frames + hops_per_frame - 1) * HOP_SAMPLES].reshape(batch, -1, HOP_SAMPLES)
    windows = mx.concatenate([hops[:, i : i + frames] for i in range(hops_per_frame)], axis=-1)  # (B, T, 1920)
    spectrum = mx.fft.rfft(windows * _hann(), axis=-1)
    magnitude = mx.sqrt(mx.square(spectrum.real) + mx.square(spectrum.imag) + 1e-9)  # (B, T, 961)
    return mx.log(mx.maximum(magnitude @ _filters().T, FLOOR))


@cache
def _hann() -> mx.array:
    return hann(N_FFT)


@cache
def _filters() -> mx.array:
    return mel_filters(RATE_HZ, N_FFT, N_MELS, F_MAX_HZ)
