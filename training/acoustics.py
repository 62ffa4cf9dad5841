"""What the acoustic parts' training shares: windows of the voice corpus on the device, and the mel's scale."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import mlx.core as mx
import numpy as np
from numpy.typing import NDArray

from stages.models import mel
from stages.models.fbank import fbank
from stages.models.mel24k import log_mel24k
from training.corpus import VoiceCorpus, cut

MEL_MEAN, MEL_SPREAD = -4.0, 2.5
"""Where a speech log-mel lies: (mel - MEL_MEAN) / MEL_SPREAD is about unit size. Training starts from weights that
expect this, so that the networks themselves read and write plain log-mels, as the published ones do."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Random windows of the corpus, each with a second one of the same voice."""

    audio24: mx.array  # (B, 480 n)
    audio16: mx.array  # (B, 320 n)
    twin16: mx.array  # (B, 320 n): for two items in three the words by another speaker, else audio16
    reference16: mx.array  # (B, 320 m)
    phonemes: mx.array  # (B, n)
    f0_hz: mx.array  # (B, n)
    speakers: mx.array  # (B,): the stream


def draw(corpus: VoiceCorpus, rng: np.random.Generator, batch: int, frames: int, reference: int = 120) -> Windows:
    """`batch` windows of `frames` 20 ms frames and `reference` frames of the same voice elsewhere."""
    return _windows(_cut(corpus, rng, batch, frames, reference))


class Drawer:
    """Draws without end, each while the device works on the one before."""

    def __init__(
        self, corpus: VoiceCorpus, seed: int | np.random.SeedSequence, batch: int, frames: int, reference: int = 120
    ) -> None:
        self._what = (corpus, np.random.default_rng(seed), batch, frames, reference)
        self._aside = ThreadPoolExecutor(1)
        self._coming = self._aside.submit(_cut, *self._what)

    def next(self) -> Windows:
        """The next windows."""
        found = self._coming.result()
        self._coming = self._aside.submit(_cut, *self._what)
        return _windows(found)

    def stop(self) -> None:
        """Ends the thread."""
        self._aside.shutdown()


def _cut(
    corpus: VoiceCorpus, rng: np.random.Generator, batch: int, frames: int, reference: int
) -> dict[str, NDArray[Any]]:
    first, second = corpus.windows(rng, batch, max(frames, reference))
    own = cut(corpus.wav16, first, frames)
    swapped = rng.random(batch) < 2 / 3
    return {
        "audio24": cut(corpus.wav24, first, frames),
        "audio16": own,
        "twin16": np.where(swapped[:, None, None], cut(corpus.twin16, first, frames), own),
        "reference16": cut(corpus.wav16, second, reference),
        "phonemes": cut(corpus.phonemes, first, frames).astype(np.int32),
        "f0_hz": cut(corpus.f0_hz, first, frames),
        "speakers": corpus.streams_of(first).astype(np.int32),
    }


def _windows(found: dict[str, NDArray[Any]]) -> Windows:
    sound = ("audio24", "audio16", "twin16", "reference16")
    return Windows(**{name: _float(value) if name in sound else mx.array(value) for name, value in found.items()})


def speech_mel(audio16: mx.array) -> mx.array:
    """The speech tokenizer's log-mel: (B, N) at 16 kHz -> (B, N // 160, 128)."""
    return mel.log_mel(audio16, padding=0)


def voice_mel(audio24: mx.array) -> mx.array:
    """The flow's and vocoder's log-mel: (B, N) at 24 kHz -> (B, N // 480, 80)."""
    return log_mel24k(audio24)


def speaker_features(audio16: mx.array) -> mx.array:
    """The speaker network's input: Kaldi filter banks less their mean over time, (B, T, 80)."""
    x = mx.vmap(fbank)(audio16)
    return x - x.mean(1, keepdims=True)


def _float(frames: NDArray[np.int16]) -> mx.array:
    return mx.array(frames.reshape(len(frames), -1)).astype(mx.float32) / 32768
