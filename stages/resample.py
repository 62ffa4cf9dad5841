"""Any rate to 16 kHz (or another): the streaming stage, and the reference's own formula for whole recordings."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, gcd
from typing import Final

import numpy as np
import soxr

from pipeline.channel import Receive, Send
from pipeline.events import MicAudio, Samples
from pipeline.segment import Audio, Mark

RATE_HZ: Final = 16_000
LOWEST_HZ, HIGHEST_HZ = 4_000, 384_000


class RateError(ValueError):
    """A sample rate that nothing here can convert."""


@dataclass(frozen=True, slots=True)
class ResampleStage:
    """The stage: MicAudio at any rate, which may change from block to block, to Audio at 16 kHz. Marks pass, after all
    the sound before them.

    soxr holds sound back while it waits for its filter's other half. With `quality` "HQ" (exact to 16 bits and more)
    that is 23 ms in the median from 48 or 44.1 kHz and 60 ms from 8 kHz, with "LQ" half as much, at 16 kHz nothing;
    the times of the samples are not shifted by it. Raises RateError.
    """

    quality: str = "HQ"
    name: str = "resample"

    async def run(self, inbox: Receive[MicAudio | Mark], outbox: Send[Audio | Mark]) -> None:
        sent_samples = 0
        stream = _Stream(RATE_HZ, self.quality)

        async def send(samples: Samples) -> None:
            nonlocal sent_samples
            if len(samples):
                await outbox.send(Audio(samples, sent_samples))
                sent_samples += len(samples)

        async for block in inbox:
            if not isinstance(block, MicAudio):
                await send(stream.finish())
                stream = _Stream(stream.rate_hz, self.quality)
                await outbox.send(block)
                continue
            if block.rate_hz != stream.rate_hz:
                await send(stream.finish())
                stream = _Stream(block.rate_hz, self.quality)
            await send(stream.step(block.samples))
        await send(stream.finish())


def resample_exact(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """Whole recordings as the reference loads them: (C, N) -> (C, ceil(N * to / from)).

    Formula: the default of torchaudio's `Resample`, a sinc of half-width 6 zero crossings under a squared-cosine
    window, cut off at 0.99 of the lower Nyquist rate. Computed in float64, but for its phases. Raises RateError.
    """
    _check_rate(from_hz)
    _check_rate(to_hz)
    if from_hz == to_hz:
        return samples
    divisor = gcd(from_hz, to_hz)
    old, new = from_hz // divisor, to_hz // divisor
    cutoff = 0.99 * min(old, new)
    width = ceil(6 * old / cutoff)

    # Output m lies between the inputs: `new` phases return for ever, `old` inputs further on each time.
    phase = np.arange(new)
    first = phase * old // new - width  # (new,) first input a phase reads
    taps = first[:, None] + np.arange(2 * width + 2)  # (new, taps)
    # The reference rounds its phases to float32. That moves 22 kHz audio by 2e-6, which the log of a quiet band shows.
    shift = (phase / new).astype(np.float32)
    t = np.clip((taps / old - shift[:, None]) * cutoff, -6, 6)
    kernel = np.sinc(t) * np.cos(np.pi * t / 12) ** 2 * cutoff / old

    n_out = ceil(new * samples.shape[1] / old)
    padded = np.pad(samples.astype(np.float64), ((0, 0), (width, 2 * width + 2 + old)))
    out = np.empty((samples.shape[0], n_out), np.float32)
    for start in range(0, n_out, _BLOCK):
        m = np.arange(start, min(start + _BLOCK, n_out))
        reads = (m // new * old)[:, None] + taps[m % new] + width  # (block, taps)
        out[:, m] = np.einsum("cmt,mt->cm", padded[:, reads], kernel[m % new])
    return out


_BLOCK = 1 << 15  # outputs at a time, so that an hour needs no more memory than a second


class _Stream:
    """One rate's conversion in progress; at 16 kHz the samples pass untouched."""

    def __init__(self, rate_hz: int, quality: str):
        _check_rate(rate_hz)
        self.rate_hz = rate_hz
        same = rate_hz == RATE_HZ
        self._soxr = None if same else soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="float32", quality=quality)

    def step(self, samples: Samples) -> Samples:
        return samples if self._soxr is None else self._soxr.resample_chunk(samples)

    def finish(self) -> Samples:
        nothing = np.zeros(0, np.float32)
        return nothing if self._soxr is None else self._soxr.resample_chunk(nothing, last=True)


def _check_rate(rate_hz: int) -> None:
    if not LOWEST_HZ <= rate_hz <= HIGHEST_HZ:
        raise RateError(f"audio at {rate_hz} Hz cannot be resampled: {LOWEST_HZ} to {HIGHEST_HZ} Hz can")
