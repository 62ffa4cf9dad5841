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

from stages.models.hift import FRAME_SAMPLES, HARMONICS, Renderer

OVERLAP_FRAMES = 8
_HALF_FRAME = FRAME_SAMPLES // 2


@dataclass(frozen=True)
class Join:
    """How chunks are joined.

    `fade(n)` gives the weights of the new and of the old rendering of n common samples, (n,) each.
    """

    fade: Callable[[int], tuple[mx.array, mx.array]]
    continue_phase: bool


def _complementary_fade(n: int) -> tuple[mx.array, mx.array]:
    """A raised cosine and its complement, over all but the last half frame, where the old source stood still."""
    faded = n - _HALF_FRAME
    rise = mx.square(mx.sin((mx.arange(faded) + 0.5) * (math.pi / 2 / faded)))
    new = mx.concatenate([rise, mx.ones(_HALF_FRAME)])
    return new, 1 - new


def _hamming_fade(n: int) -> tuple[mx.array, mx.array]:
    """The halves of a symmetric Hamming window of 2n points."""
    rise = 0.54 - 0.46 * mx.cos(mx.arange(n) * (2 * math.pi / (2 * n - 1)))
    return rise, rise[::-1]


PRODUCT = Join(_complementary_fade, continue_phase=True)
REFERENCE = Join(_hamming_fade, continue_phase=False)


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
    hift: Renderer, mel: mx.array, noise: mx.array, state: HiftState, last: bool, join: Join = PRODUCT
) -> tuple[mx.array, HiftState]:
    """The next chunk, mel (B, T, 80) -> what can now be said (B, n), and the state after it.

    noise (B, 480 * (state.frames + T), 9 or 1) is for `Hift.source`. All but `last` keep 8 frames back; `last` may
    have T = 0.
    """
    if not mel.shape[1]:
        return (state.speech, make_state(mel.shape[2], mel.shape[0])) if last else (state.speech[:, :0], state)
    overlap = state.frames * FRAME_SAMPLES
    mel = mx.concatenate([state.mel, mel], axis=1)
    source, phase = _source(hift, hift.f0(mel), noise, state, join)
    speech = hift.decode(mel, source)
    if overlap:
        new, old = join.fade(overlap)
        faded = speech[:, :overlap] * new + state.speech * old
        speech = mx.concatenate([faded, speech[:, overlap:]], axis=1)
    kept = 0 if last else min(OVERLAP_FRAMES, mel.shape[1])
    said = speech.shape[1] - kept * FRAME_SAMPLES
    after = HiftState(mel[:, mel.shape[1] - kept :], source[:, said:], speech[:, said:], phase[:, -1:])
    return speech[:, :said], after


def _source(hift: Renderer, f0: mx.array, noise: mx.array, state: HiftState, join: Join) -> tuple[mx.array, mx.array]:
    """The source (B, 480T), beginning with the one kept, and its phases (B, T, 9)."""
    phase = hift.phase(f0)
    kept = state.source
    if state.frames and join.continue_phase:
        phase = phase + (state.phase - phase[:, state.frames - 1 : state.frames])
        phase = phase - mx.round(phase)
        # After the centre of its last frame the kept source stood still: the new one begins there.
        kept = kept[:, : kept.shape[1] - _HALF_FRAME]
    source = hift.source(f0, noise, phase)
    return mx.concatenate([kept, source[:, kept.shape[1] :]], axis=1), phase
