"""The 128-band log-mel of the understanding side, whole and streaming.

A frame is 400 samples under a periodic Hann window, one every 160 samples (10 ms at 16 kHz), centred, with reflected
edges; its power spectrum goes through Slaney mel bands. The published formula then takes log10, clamps it to 8 below
the *maximum over the whole utterance* (the peak) and scales it. Everything up to the logarithm needs only the samples
near a frame, so `log10_mel` and `step` stop there; `compress` does the rest with a peak of the caller's choosing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import mlx.core as mx
import numpy as np

RATE_HZ = 16_000
N_FFT = 400
HOP_SAMPLES = 160
N_MELS = 128
PADDING_SAMPLES = 479  # zeros the reference appends to every piece of audio
FLOOR = 1e-10  # of the power, before the logarithm
RANGE = 8.0  # log10 units kept below the peak
_EDGE = N_FFT // 2


class AudioTooShortError(ValueError):
    """Reflecting the edges needs more samples than there are."""


def mel_filters(rate_hz: int, n_fft: int, n_mels: int, f_max_hz: float) -> mx.array:
    """The bands of `mel_bands`, float32."""
    return mx.array(mel_bands(rate_hz, n_fft, n_mels, f_max_hz).astype(np.float32))


def mel_bands(rate_hz: int, n_fft: int, n_mels: int, f_max_hz: float) -> np.ndarray:
    """Triangular bands on the Slaney mel scale, each of unit area: (n_mels, n_fft // 2 + 1), float64.

    Formula: Slaney's Auditory Toolbox (1998): linear below 1 kHz (200/3 Hz a mel), logarithmic above (27 mels to
    6.4 kHz).
    """
    edges_hz = _mel_to_hz(np.linspace(0.0, _hz_to_mel(f_max_hz), n_mels + 2))
    bins_hz = np.linspace(0.0, rate_hz / 2, n_fft // 2 + 1)
    rising = (bins_hz - edges_hz[:-2, None]) / np.diff(edges_hz)[:-1, None]
    falling = (edges_hz[2:, None] - bins_hz) / np.diff(edges_hz)[1:, None]
    area = 2.0 / (edges_hz[2:] - edges_hz[:-2])
    return np.maximum(0.0, np.minimum(rising, falling)) * area[:, None]


def hann(n: int) -> mx.array:
    """The window of `hann_window`, float32."""
    return mx.array(hann_window(n).astype(np.float32))


def hann_window(n: int) -> np.ndarray:
    """The periodic Hann window (n,), float64."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)


def frame_count(n_samples: int, padding: int = PADDING_SAMPLES) -> int:
    """Mel frames of `n_samples` at 16 kHz."""
    return (n_samples + padding) // HOP_SAMPLES


def log10_mel(samples: mx.array, padding: int = PADDING_SAMPLES, n_mels: int = N_MELS) -> mx.array:
    """log10 of the mel power, before the range compression: (B, N) at 16 kHz -> (B, T, n_mels) float32.

    T = floor((N + padding) / 160). Raises AudioTooShortError when N + padding is less than 201 samples.
    """
    x = mx.pad(samples.astype(mx.float32), [(0, 0), (0, padding)])
    _check_length(x.shape[1])
    x = mx.concatenate([_head(x), x, x[:, -2 : -_EDGE - 2 : -1]], axis=1)
    return _log10_power(x, (x.shape[1] - 2 * _EDGE) // HOP_SAMPLES, n_mels)


def compress(log_mel: mx.array, peak: float | mx.array) -> mx.array:
    """The published range compression: clamps to `peak` - 8, then (x + 4) / 4. `peak` is a number or (B,)."""
    if isinstance(peak, mx.array):
        peak = peak.reshape(-1, 1, 1)
    return (mx.maximum(log_mel, peak - RANGE) + 4.0) / 4.0


def log_mel(samples: mx.array, padding: int = PADDING_SAMPLES, n_mels: int = N_MELS) -> mx.array:
    """The published log-mel of whole utterances, (B, N) at 16 kHz -> (B, T, n_mels): each item under its own peak."""
    x = log10_mel(samples, padding, n_mels)
    return compress(x, x.max(axis=(1, 2)))


@dataclass(frozen=True)
class MelState:
    """Samples whose frames are not finished (B, n), and whether the reflected left edge is already among them."""

    samples: mx.array
    begun: bool


def make_state(batch: int = 1) -> MelState:
    """The state before the first sample of an utterance."""
    return MelState(mx.zeros((batch, 0)), begun=False)


def step(
    samples: mx.array, state: MelState, last: bool, padding: int = PADDING_SAMPLES, n_mels: int = N_MELS
) -> tuple[mx.array, MelState]:
    """The frames that `samples` (B, n >= 0) complete, (B, t, n_mels) as `log10_mel` gives them, and the next state.

    Any chunking equals the whole. A frame is complete 200 samples (12.5 ms) after its centre; `last` appends the
    padding and finishes. Raises AudioTooShortError as `log10_mel` does.
    """
    x = mx.concatenate([state.samples, samples.astype(mx.float32)], axis=1)
    if last:
        x = mx.pad(x, [(0, 0), (0, padding)])
    begun = state.begun
    if not begun and (last or x.shape[1] > _EDGE):
        _check_length(x.shape[1])
        x, begun = mx.concatenate([_head(x), x], axis=1), True
    if last:
        frames = (x.shape[1] - _EDGE) // HOP_SAMPLES
        x = mx.concatenate([x, x[:, -2 : -_EDGE - 2 : -1]], axis=1)
    else:
        frames = max(0, (x.shape[1] - N_FFT) // HOP_SAMPLES + 1) if begun else 0
    out = _log10_power(x, frames, n_mels) if frames else mx.zeros((x.shape[0], 0, n_mels))
    return out, MelState(x[:, frames * HOP_SAMPLES :], begun)


def _head(x: mx.array) -> mx.array:
    return x[:, _EDGE:0:-1]


def _log10_power(x: mx.array, frames: int, n_mels: int) -> mx.array:
    """(B, n) with edges in place -> log10 mel power of its first `frames` frames (B, frames, n_mels)."""
    batch, n = x.shape
    windows = mx.as_strided(mx.contiguous(x), (batch, frames, N_FFT), (n, HOP_SAMPLES, 1))
    spectrum = mx.fft.rfft(windows * _hann(), axis=-1)
    power = mx.square(spectrum.real) + mx.square(spectrum.imag)  # (B, T, 201)
    return mx.log10(mx.maximum(power @ _filters(n_mels).T, FLOOR))


def _check_length(n_samples: int) -> None:
    if n_samples <= _EDGE:
        raise AudioTooShortError(f"audio has {n_samples} samples at 16 kHz, a mel needs at least {_EDGE + 1}")


@cache
def _hann() -> mx.array:
    return hann(N_FFT)


@cache
def _filters(n_mels: int) -> mx.array:
    return mel_filters(RATE_HZ, N_FFT, n_mels, RATE_HZ / 2)


_LINEAR_HZ = 200.0 / 3  # Hz a mel below the knee
_KNEE_HZ = 1000.0
_KNEE_MEL = _KNEE_HZ / _LINEAR_HZ
_LOG_STEP = np.log(6.4) / 27


def _hz_to_mel(hz: float) -> float:
    return hz / _LINEAR_HZ if hz < _KNEE_HZ else _KNEE_MEL + float(np.log(hz / _KNEE_HZ)) / float(_LOG_STEP)


def _mel_to_hz(mel: np.ndarray) -> np.ndarray:
    return np.where(mel < _KNEE_MEL, mel * _LINEAR_HZ, _KNEE_HZ * np.exp(_LOG_STEP * (mel - _KNEE_MEL)))
