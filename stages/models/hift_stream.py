"""HiFT in chunks: each renders its mel with the last 8 frames (160 ms) before it again, and fades over them.

A chunk's last 160 ms lack what comes after them, so they are kept back and cross-faded with the next chunk's rendering
of the same frames. Both renderings share one source, kept too. The chunk after continues the harmonics' phases where
that source left them; the published stream starts them anew, and its fade is 8 % too loud (`REFERENCE`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import mlx.core as mx

from stages.models.hift import FRAME_SAMPLES, HARMONICS, Hift

OVERLAP_FRAMES = 8


@dataclass(frozen=True)
class Join:
    """How chunks are joined: the rising window over n samples (the falling one is its mirror), and the phase."""

    rise: Callable[[int], mx.array]
    continue_phase: bool


def _hann_rise(n: int) -> mx.array:
    """Rises from 0 to 1; with its mirror it sums to 1."""
    return mx.square(mx.sin((mx.arange(n) + 0.5) * (math.pi / 2 / n)))


def _hamming_rise(n: int) -> mx.array:
    """First half of a symmetric Hamming window of 2n points; with its mirror it sums to 1.08."""
    return 0.54 - 0.46 * mx.cos(mx.arange(n) * (2 * math.pi / (2 * n - 1)))


PRODUCT = Join(_hann_rise, continue_phase=True)
REFERENCE = Join(_hamming_rise, continue_phase=False)


class HiftState(NamedTuple):
    """What a stream keeps of its last n frames, at most 8. Values, not buffers: streams share nothing."""

    mel: mx.array  # (B, n, 80)
    source: mx.array  # (B, 480n)
    speech: mx.array  # (B, 480n), not yet said
    phase: mx.array  # (B, 1, 9), cycles at the centre of the last frame

    @property
    def frames(self) -> int:
        return self.mel.shape[1]


def make_state(n_mels: int = 80, batch: int = 1) -> HiftState:
    """The state before the first chunk."""
    nothing = mx.zeros((batch, 0))
    return HiftState(mx.zeros((batch, 0, n_mels)), nothing, nothing, mx.zeros((batch, 1, HARMONICS)))


def step(
    hift: Hift, mel: mx.array, noise: mx.array, state: HiftState, last: bool, join: Join = PRODUCT
) -> tuple[mx.array, HiftState]:
    """The next chunk, mel (B, T, 80) -> what can now be said (B, n), and the state after it.

    noise (B, 480 * (state.frames + T), 9) is standard normal. All but `last` keep 8 frames back; `last` may have T = 0.
    """
    if not mel.shape[1]:
        return (state.speech, make_state(mel.shape[2], mel.shape[0])) if last else (state.speech[:, :0], state)
    overlap = state.frames * FRAME_SAMPLES
    mel = mx.concatenate([state.mel, mel], axis=1)
    source, phase = _source(hift, hift.f0(mel), noise, state, join)
    speech = hift.decode(mel, source)
    if overlap:
        rise = join.rise(overlap)
        faded = speech[:, :overlap] * rise + state.speech * rise[::-1]
        speech = mx.concatenate([faded, speech[:, overlap:]], axis=1)
    kept = 0 if last else min(OVERLAP_FRAMES, mel.shape[1])
    said = speech.shape[1] - kept * FRAME_SAMPLES
    after = HiftState(mel[:, mel.shape[1] - kept :], source[:, said:], speech[:, said:], phase[:, -1:])
    return speech[:, :said], after


def _source(hift: Hift, f0: mx.array, noise: mx.array, state: HiftState, join: Join) -> tuple[mx.array, mx.array]:
    """The source (B, 480T), beginning with the one kept, and its phases (B, T, 9)."""
    phase = hift.phase(f0)
    kept = state.source
    if state.frames and join.continue_phase:
        phase = phase + state.phase - phase[:, state.frames - 1 : state.frames]
        # After the centre of its last frame the kept source stood still: from there on the new one replaces it.
        kept = kept[:, : kept.shape[1] - FRAME_SAMPLES // 2]
    source = hift.source(f0, noise, phase)
    return mx.concatenate([kept, source[:, kept.shape[1] :]], axis=1), phase
