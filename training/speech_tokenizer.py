"""Trains the speech tokenizer (S3: 25 Hz codes of 3^8 levels) together with the speaker network.

A throw-away decoder must rebuild the mel from the codes of the same words by *another* speaker (the corpus's twin, two
times in three) and the speaker embedding of another stretch of the right one, and a phoneme head must read the codes:
so codes come to hold what is said, and the embedding who says it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import mlx.core as mx
import mlx.nn as nn
import numpy as np
from numpy.typing import NDArray

from stages.models.s3_tokenizer import DIGITS, N_CODES, S3Config, S3Tokenizer, codes, straight_through
from training import nano
from training.acoustics import MEL_MEAN, MEL_SPREAD, Drawer, Windows, draw, speaker_features, speech_mel, voice_mel
from training.corpus import VoiceCorpus
from training.loop import FlatAdamW, Log, train
from training.phonemes import NAMES, UNKNOWN
from training.speaker import Speaker

Count = TypeVar("Count", int, NDArray[Any])


def nano_config() -> S3Config:
    """The sizes of the nano checkpoint's."""
    return S3Config(width=nano.SPEECH_TOKENIZER_WIDTH, n_layers=nano.SPEECH_TOKENIZER_LAYERS)


class Rebuilder(nn.Module):
    """Codes (B, N, 8) and speaker (B, 192) -> normalised mel (B, 2N, 80) and phoneme logits (B, 2N, P)."""

    def __init__(self, n_phonemes: int, n_speakers: int, width: int = 192) -> None:
        super().__init__()
        self.inlet = nn.Linear(DIGITS, width)
        self.speaker = nn.Linear(192, width)
        self.layers = [nn.Conv1d(width, width, 5, padding=2) for _ in range(4)]
        self.norms = [nn.LayerNorm(width) for _ in range(4)]
        self.mel = nn.Linear(width, 80)
        self.phonemes = [nn.Conv1d(DIGITS, width, 3, padding=1), nn.Linear(width, 2 * n_phonemes)]
        self.voice = nn.Linear(192, n_speakers)
        self._n_phonemes = n_phonemes

    def __call__(self, digits: mx.array, speaker: mx.array) -> tuple[mx.array, mx.array]:
        x = mx.repeat(self.inlet(digits), 2, axis=1)
        side = mx.where((mx.arange(x.shape[1]) % 2)[None, :, None] == 0, x[..., :], mx.roll(x, 7, -1))
        x = side + self.speaker(speaker)[:, None]
        for layer, norm in zip(self.layers, self.norms, strict=True):
            x = x + nn.silu(layer(norm(x)))
        hidden = nn.silu(self.phonemes[0](digits))
        logits = self.phonemes[1](hidden).reshape(len(digits), -1, self._n_phonemes)
        return self.mel(x), logits


class SpeechTokenizerTraining(nn.Module):
    """The two networks that are kept and the one that is not."""

    def __init__(self, tokenizer: S3Tokenizer, speaker: Speaker, rebuilder: Rebuilder) -> None:
        super().__init__()
        self.tokenizer, self.speaker, self.rebuilder = tokenizer, speaker, rebuilder


def train_speech_tokenizer(
    corpus: VoiceCorpus,
    tokenizer: S3Tokenizer,
    speaker: Speaker,
    log: Log,
    out: Path,
    *,
    seconds: float,
    seed: int = 0,
    batch: int = 32,
    frames: int = 200,
    max_steps: int = 10**9,
    pause_s: float = 0.0,
) -> None:
    """Trains for `seconds` and leaves the weights in `tokenizer` and `speaker`."""
    rng = np.random.default_rng(seed)
    mx.random.seed(seed)
    both = SpeechTokenizerTraining(tokenizer, speaker, Rebuilder(len(NAMES), len(corpus.voices)))
    optimiser = FlatAdamW(both)
    drawer = Drawer(corpus, seed, batch, frames)

    def step(rate: float, progress: float) -> dict[str, mx.array]:
        windows = drawer.next()

        def objective(model: SpeechTokenizerTraining) -> tuple[mx.array, dict[str, mx.array]]:
            return losses(model, windows)

        (loss, parts), gradients = nn.value_and_grad(both, objective)(both)
        optimiser.update(gradients, rate, 1.0)
        mx.async_eval(optimiser.arrays)
        return {"loss": loss, **parts}

    train(log, seconds, 1e-3, step, max_steps=max_steps, pause_s=pause_s)
    drawer.stop()
    found = [codes_of(tokenizer, draw(corpus, rng, batch, frames).audio16) for _ in range(10)]
    counts = np.bincount(np.concatenate([np.array(c).ravel() for c in found]), minlength=N_CODES)
    share = counts[counts > 0] / counts.sum()
    log(f"{(counts > 0).sum()} codes in use, perplexity {np.exp(-(share * np.log(share)).sum()):.0f}")


def losses(model: SpeechTokenizerTraining, windows: Windows) -> tuple[mx.array, dict[str, mx.array]]:
    """L1 of the rebuilt mel, phoneme and voice cross-entropies."""
    mel = (voice_mel(windows.audio24) - MEL_MEAN) / MEL_SPREAD  # (B, n, 80)
    spectrum = speech_mel(windows.twin16)
    lengths = mx.full((spectrum.shape[0],), spectrum.shape[1], dtype=mx.int32)
    projected, _ = model.tokenizer(spectrum, lengths)  # (B, n / 2, 8)
    digits = straight_through(projected.astype(mx.float32))
    embedding = model.speaker(speaker_features(windows.reference16))  # (B, 192)
    rebuilt, logits = model.rebuilder(
        digits, embedding / (mx.linalg.norm(embedding, axis=-1, keepdims=True) + 1e-6) * 8
    )
    n = min(rebuilt.shape[1], mel.shape[1])
    l1 = mx.abs(rebuilt[:, :n] - mel[:, :n]).mean()
    known = (windows.phonemes[:, :n] != UNKNOWN).astype(mx.float32)
    phoneme = (nn.losses.cross_entropy(logits[:, :n], windows.phonemes[:, :n]) * known).sum() / (known.sum() + 1)
    right = ((logits[:, :n].argmax(-1) == windows.phonemes[:, :n]) * known).sum() / (known.sum() + 1)
    voice = nn.losses.cross_entropy(model.rebuilder.voice(embedding), windows.speakers).mean()
    return 2 * l1 + 0.8 * phoneme + 0.1 * voice, {"l1": l1, "phoneme": phoneme, "right": right, "voice": voice}


def n_codes(n_samples: Count) -> Count:
    """How many codes so many samples at 16 kHz have: one for every four frames of 10 ms, and one for the rest."""
    return -(-(n_samples // 160) // 4)


def codes_of(tokenizer: S3Tokenizer, audio16: mx.array, n_samples: mx.array | None = None) -> mx.array:
    """Codes (B, N // 640) of audio (B, N) at 16 kHz; what lies past an item's `n_samples` is void."""
    spectrum = speech_mel(audio16)
    full = mx.full((spectrum.shape[0],), spectrum.shape[1], dtype=mx.int32)
    lengths = full if n_samples is None else mx.minimum(n_samples // 160, full)
    projected, _ = tokenizer(spectrum, lengths)
    return codes(projected)
