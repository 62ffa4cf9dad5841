"""Many answers decoded as one batch: rows join and leave between steps, each with its own cache and sampling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import mlx.core as mx
from mlx_lm.models.cache import BatchKVCache, KVCache

from stages.models.choice import Choices, Way
from stages.models.llm import Llm
from stages.models.sampler import GREEDY, Sampling, sample


@dataclass(eq=False, slots=True)
class Row:
    """One answer that is being decoded: `token` is the newest, not yet in the cache; `next_draw` counts the draws."""

    token: int
    sampling: Sampling
    draws: Sequence[float]
    next_draw: int = 0


@dataclass(eq=False)
class Batch:
    """The rows being decoded and their caches: a row's own where it is alone, else side by side, aligned at their
    newest token.

    mlx-lm's own BatchGenerator is not used: it samples row by row, cannot pause one, and loses a token it has sampled
    when a row is taken out.
    """

    llm: Llm
    ahead: bool = False
    """Whether a step is begun before the tokens of the one before it are looked at: worth it on a GPU, which otherwise
    waits while the next step is put together. What was begun in vain, because rows have changed, is forgotten."""
    _rows: list[Row] = field(default_factory=list[Row])
    _caches: list[Any] = field(default_factory=list[Any])  # a layer each: KVCache of one row, BatchKVCache of several
    _seen: mx.array | None = None  # (B, V) bool: the ids so far, of prompt and answer, where they are penalised
    _begun: mx.array | None = None  # (B,): the tokens of a step begun, whose inputs are in the caches

    def __contains__(self, row: Row) -> bool:
        return row in self._rows

    def join(self, row: Row, cache: Sequence[Any], ids: Iterable[int]) -> None:
        """Add a row with what `cache` (a layer each) holds: all of the answer but `row.token`; `ids` are all so far."""
        self._forget_begun()
        seen = mx.zeros((1, self.llm.args.vocab_size), mx.bool_)
        seen[0, mx.array(list(ids), mx.int32)] = True
        if self._seen is None:
            self._caches, self._seen = list(cache), seen
        else:
            self._caches = [_beside(ours, theirs) for ours, theirs in zip(self._caches, cache, strict=True)]
            self._seen = mx.concatenate([self._seen, seen])
        self._rows.append(row)

    def leave(self, row: Row) -> list[Any]:
        """Take a row out and hand back its cache, a trimmable `KVCache` a layer, without `row.token`."""
        self._forget_begun()
        at = self._rows.index(row)
        self._rows.remove(row)
        if self._seen is None or not self._rows:
            cache, self._caches, self._seen = self._caches, [], None
            return cache
        cache = _taken_out(self._caches, at)
        others = [i for i in range(len(self._rows) + 1) if i != at]
        self._seen = self._seen[mx.array(others)]
        if len(others) == 1:
            self._caches = _taken_out(self._caches, others[0])
        else:
            for layer in self._caches:
                layer.filter(others)
        return cache

    def step(self) -> list[Row]:
        """Decode one token of every row, into `row.token`; returns the rows."""
        if not self._rows:
            return []
        tokens = self._begun
        if tokens is None:
            tokens = self._begin(mx.array([row.token for row in self._rows]), 0)
        self._begun = self._begin(tokens, 1) if self.ahead else None
        for row, token in zip(self._rows, tokens.tolist(), strict=True):  # pyright: ignore[reportArgumentType]
            row.token = token
            row.next_draw += 1
        return list(self._rows)

    def _begin(self, tokens: mx.array, skip: int) -> mx.array:
        """Ask for the tokens after `tokens` (B,), whose draws are `skip` after the next."""
        samplings = [row.sampling for row in self._rows]
        if self._seen is not None and any(sampling.repetition_penalty != 1 for sampling in samplings):  # else none asks
            self._seen[mx.arange(len(self._rows)), tokens] = True
        logits = self.llm(tokens[:, None], self._caches)[:, -1]  # (B, V)
        draws = [row.draws[min(row.next_draw + skip, len(row.draws) - 1)] for row in self._rows]
        chosen = sample(logits, self._seen, samplings, draws)  # pyright: ignore[reportArgumentType]
        mx.async_eval(chosen)
        return chosen

    def _forget_begun(self) -> None:
        if self._begun is not None:
            for layer in self._caches:
                layer.trim(1)
        self._begun = None


def begins_ahead(llm: Llm, choices: Choices, n_steps: int = 12, context: int = 64) -> bool:
    """Whether steps begun ahead are faster here: timed on `n_steps` greedy steps after `context` places."""
    cache = llm.make_cache()
    llm(mx.zeros((1, context), mx.int32), cache)

    def decode(ahead: bool) -> list[mx.array]:
        for layer in cache:
            layer.trim(layer.offset - context)
        batch, row = Batch(llm, ahead), Row(1, GREEDY, [0.0])
        batch.join(row, cache, [])
        tokens = [row.token for _ in range(n_steps) if batch.step()]
        batch.leave(row)
        return [mx.array(tokens)]

    ways: dict[str, Way] = {"step after step": partial(decode, False), "begun ahead": partial(decode, True)}
    return choices.fastest(f"{n_steps} steps of decoding", ways, tolerance=1.0) == "begun ahead"


def _beside(layer: Any, other: KVCache) -> BatchKVCache:
    """One layer's cache of one row or several, and another row's, side by side."""
    if not isinstance(layer, BatchKVCache):
        return BatchKVCache.merge([layer, other])
    layer.extend(BatchKVCache.merge([other]))
    return layer


def _taken_out(layers: Sequence[BatchKVCache], at: int) -> list[KVCache]:
    """The cache of row `at`, evaluated."""
    cache = [layer.extract(at) for layer in layers]
    mx.eval([(layer.keys, layer.values) for layer in cache])
    return cache
