"""Choosing the next token, in the order of HF transformers: repetition penalty, temperature, top-k, top-p.

Every row of a batch is sampled as it asks. Randomness is passed in as one uniform number a row, so that what a row
says depends on its own seed and not on who shares its batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import mlx.core as mx


@dataclass(frozen=True, slots=True)
class Sampling:
    """How one answer's tokens are chosen: of the `top_k` best (0: of all), those that make up `top_p` of the
    probability. Temperature 0 takes the best. `repetition_penalty` weakens ids that came before, the prompt's too."""

    temperature: float = 0.7
    top_k: int = 50
    top_p: float = 0.9
    repetition_penalty: float = 1.05


GREEDY = Sampling(temperature=0.0, top_k=0, top_p=1.0, repetition_penalty=1.0)
"""Always the best token, as transcription wants it."""


def draws(seed: int, n_tokens: int) -> list[float]:
    """The uniform numbers in [0, 1) that decide an answer of up to `n_tokens` tokens."""
    uniform: list[float] = mx.random.uniform(shape=(n_tokens,), key=mx.random.key(seed)).tolist()  # pyright: ignore[reportAssignmentType]
    return uniform


def sample(logits: mx.array, seen: mx.array, samplings: Sequence[Sampling], draws: Sequence[float]) -> mx.array:
    """The next token of each row, (B,): `logits` (B, V); `seen` (B, V) bool marks ids so far; one draw a row."""
    logits = penalise(logits.astype(mx.float32), seen, samplings)
    if all(sampling.temperature == 0 for sampling in samplings):
        return mx.argmax(logits, axis=-1)
    ids, probabilities = candidates(logits, samplings)
    reached = mx.cumsum(probabilities, axis=-1) > mx.array(list(draws))[:, None]
    return mx.take_along_axis(ids, mx.argmax(reached, axis=-1, keepdims=True), axis=-1)[:, 0]


def penalise(logits: mx.array, seen: mx.array, samplings: Sequence[Sampling]) -> mx.array:
    """Divide the positive and multiply the negative logits of seen ids by the row's repetition penalty."""
    if all(sampling.repetition_penalty == 1 for sampling in samplings):
        return logits
    penalty = _column([sampling.repetition_penalty for sampling in samplings])
    return mx.where(seen, mx.where(logits > 0, logits / penalty, logits * penalty), logits)


def candidates(logits: mx.array, samplings: Sequence[Sampling]) -> tuple[mx.array, mx.array]:
    """What may be said, best first: ids and probabilities (B, K). Probabilities sum to 1 and are 0 for what is cut."""
    kept = [_n_best(sampling, logits.shape[-1]) for sampling in samplings]
    if max(kept) < logits.shape[-1]:
        ids = mx.argpartition(logits, -max(kept), axis=-1)[:, -max(kept) :]  # the cheap cut first: V is large, K small
    else:
        ids = mx.broadcast_to(mx.arange(logits.shape[-1]), logits.shape)
    scores = mx.take_along_axis(logits, ids, axis=-1)
    order = mx.argsort(-scores, axis=-1)
    ids = mx.take_along_axis(ids, order, axis=-1)
    scores = mx.take_along_axis(scores, order, axis=-1) / _column([s.temperature or 1.0 for s in samplings])
    rank = mx.arange(scores.shape[-1])
    scores = mx.where(rank < _column(kept), scores, -mx.inf)
    probabilities = mx.softmax(scores, axis=-1)
    better = mx.cumsum(probabilities, axis=-1, inclusive=False)  # the mass of all that is better
    probabilities = mx.where((better < _column([s.top_p for s in samplings])) | (rank == 0), probabilities, 0)
    return ids, probabilities / probabilities.sum(axis=-1, keepdims=True)


def _n_best(sampling: Sampling, n_vocabulary: int) -> int:
    return min(sampling.top_k or n_vocabulary, n_vocabulary) if sampling.temperature else 1


def _column(values: Sequence[float]) -> mx.array:
    return mx.array(list(values))[:, None]
