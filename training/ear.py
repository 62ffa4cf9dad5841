"""A throw-away ear for mels: which phoneme a frame is, and who speaks. It teaches the flow what its errors mean."""

from __future__ import annotations

import mlx.core as mx
import mlx.nn as nn

from training.acoustics import MEL_MEAN, MEL_SPREAD
from training.phonemes import NAMES, UNKNOWN
from training.speaker import EMBEDDING

N_MELS = 80
N_LAYERS = 5
BLUR = 0.3  # of the mel's spread: noise over what it learns from, at most, so that it looks at more than detail


class Ear(nn.Module):
    """Residual convolutions over mel frames (20 ms), a phoneme head for each, and an embedding of all."""

    def __init__(self, width: int = 256) -> None:
        super().__init__()
        self.inlet = nn.Linear(N_MELS, width)
        self.norms = [nn.LayerNorm(width) for _ in range(N_LAYERS)]
        self.convs = [nn.Conv1d(width, width, 5, padding=2) for _ in range(N_LAYERS)]
        self.phonemes = nn.Linear(width, len(NAMES))
        self.who = nn.Linear(2 * width, EMBEDDING)

    def __call__(self, mel: mx.array) -> tuple[mx.array, mx.array, list[mx.array]]:
        """Log-mels (B, T, 80) -> phoneme logits (B, T, P), embedding (B, 192), and its layers (B, T, width)."""
        x = self.inlet((mel - MEL_MEAN) / MEL_SPREAD)
        inner: list[mx.array] = []
        for norm, conv in zip(self.norms, self.convs, strict=True):
            x = x + nn.silu(conv(norm(x)))
            inner.append(x)
        mean = x.mean(1)
        deviation = mx.sqrt(mx.square(x - mean[:, None]).mean(1) + 1e-5)
        return self.phonemes(x), self.who(mx.concatenate([mean, deviation], axis=-1)), inner


def learning(ear: Ear, mel: mx.array, phonemes: mx.array, embedding: mx.array) -> tuple[mx.array, dict[str, mx.array]]:
    """The ear's loss on true mels (B, T, 80) with their phonemes (B, T) and the speaker network's embeddings (B, 192),
    and its parts."""
    blur = BLUR * MEL_SPREAD * mx.random.uniform(0, 1, (len(mel), 1, 1))
    logits, who, _ = ear(mel + blur * mx.random.normal(mel.shape))
    spelled, right = _spelled(logits, phonemes)
    strange = 1 - _cosine(who, embedding)
    return spelled + strange, {"ear_right": right, "ear_strange": strange}


def judged(ear: Ear, made: mx.array, mel: mx.array, phonemes: mx.array) -> tuple[mx.array, dict[str, mx.array]]:
    """How unlike the true mels those are that were `made`, both (B, T, 80): by their phonemes (B, T), by who speaks,
    and by the relative distance of the ear's layers."""
    logits, who, inner = ear(made)
    _, wanted, others = ear(mel)
    spelled, right = _spelled(logits, phonemes)
    strange = 1 - _cosine(who, mx.stop_gradient(wanted))
    pairs = [(x, mx.stop_gradient(y)) for x, y in zip(inner, others, strict=True)]
    apart = mx.stack([mx.abs(x - y).mean() / (mx.abs(y).mean() + 1e-3) for x, y in pairs]).mean()
    return spelled + strange + apart, {"right": right, "strange": strange, "apart": apart}


def _spelled(logits: mx.array, phonemes: mx.array) -> tuple[mx.array, mx.array]:
    """The cross-entropy of the phonemes that are known, and how many are right."""
    known = (phonemes != UNKNOWN).astype(mx.float32)
    entropy = (nn.losses.cross_entropy(logits, phonemes) * known).sum() / (known.sum() + 1)
    return entropy, ((logits.argmax(-1) == phonemes) * known).sum() / (known.sum() + 1)


def _cosine(x: mx.array, y: mx.array) -> mx.array:
    norms = mx.linalg.norm(x, axis=-1) * mx.linalg.norm(y, axis=-1)
    return ((x * y).sum(-1) / (norms + 1e-6)).mean()
