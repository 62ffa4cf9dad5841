"""What a key-value cache stands for, place by place: so that a conversation is prefilled only where it is new."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import mlx.core as mx

from stages.models.llm import Llm
from stages.prompt import Audio, Message, encode_segment, segments
from stages.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class Speech:
    """One piece of audio in a prompt: `features` in chunks (n, D); under one `name`, row k is always the same, but for
    the last `tail` rows, which are those of a `pause`."""

    name: Hashable
    features: tuple[mx.array, ...]
    tail: int = 0
    pause: int = 0

    def __len__(self) -> int:
        return sum(len(chunk) for chunk in self.features)

    def keys(self) -> list[Hashable]:
        """What each row is known by."""
        exact = len(self) - self.tail
        return [(self.name, row) if row < exact else (self.name, row, self.pause) for row in range(len(self))]


@dataclass(frozen=True, slots=True)
class Prompt:
    """Ids (L,), the speech at each audio start among them, and `keys` (L,): equal keys have equal embeddings.

    The key of a token is its id; that of a feature is its speech's name and its row there.
    """

    ids: tuple[int, ...]
    speeches: tuple[Speech, ...]
    keys: tuple[Hashable, ...]

    def then(self, ids: Sequence[int]) -> Prompt:
        """The prompt with `ids` after it."""
        return Prompt((*self.ids, *ids), self.speeches, (*self.keys, *ids))

    def heard(self) -> int:
        """How many places there are up to the last feature."""
        return max((place + 1 for place, key in enumerate(self.keys) if not isinstance(key, int)), default=0)


def prompt(messages: Iterable[Message], speeches: Sequence[Speech], tokenizer: Tokenizer) -> Prompt:
    """The prompt of `messages`, in which each `Audio` is the next of `speeches`."""
    ids: list[int] = []
    keys: list[Hashable] = []
    waiting = iter(speeches)
    for segment in segments(messages):
        these = encode_segment(segment, tokenizer)
        ids += these
        if isinstance(segment, Audio):
            keys += [these[0], *next(waiting).keys(), these[-1]]
        else:
            keys += these
    return Prompt(tuple(ids), tuple(speeches), tuple(keys))


@dataclass(eq=False)
class Memory:
    """A key-value cache and the keys of the places it holds. Its methods are steps on the lane, but for making one."""

    llm: Llm
    audio_start_id: int
    keys: list[Hashable] = field(default_factory=list[Hashable])
    _cache: list[Any] | None = None

    def hold(self, prompt: Prompt, stop: int, at_most: int) -> int:
        """Hold more of `prompt`, up to its place `stop`, prefilling `at_most`; returns how many places it holds now.

        What it held of anything else, and the prompt's last place, is dropped first.
        """
        start = self._share(prompt.keys[:-1])
        if start >= stop:
            return start
        end = min(stop, start + at_most)
        self._read(prompt, start, end)
        return end

    def predict(self, prompt: Prompt, n: int) -> list[int]:
        """The likeliest next id after each of the last `n` places of `prompt`; it then holds all of it."""
        length = len(prompt.ids)
        hidden = self._read(prompt, self._share(prompt.keys[: length - n]), length)
        ids: list[int] = mx.argmax(self.llm.fused.logits(hidden[:, -n:])[0], axis=-1).tolist()  # pyright: ignore[reportAssignmentType]
        return ids

    def take(self) -> list[Any]:
        """Hand out the cache, a layer each, and stand for nothing until it is put back."""
        cache = self._layers()
        self._cache, self.keys = None, []
        return cache

    def put(self, cache: list[Any], keys: Sequence[Hashable]) -> None:
        """Stand for `keys`, as many of them as `cache` holds."""
        self._cache, self.keys = cache, list(keys[: cache[0].offset])

    def _share(self, keys: Sequence[Hashable]) -> int:
        """Keep the places that are the same as in `keys`, from the first on; returns how many."""
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self.keys, keys, strict=False)))
        for layer in self._layers():
            layer.trim(layer.offset - same)
        del self.keys[same:]
        return same

    def _read(self, prompt: Prompt, start: int, stop: int) -> mx.array:
        """Prefill places `start` to `stop`; returns their final hidden states (1, stop - start, D)."""
        features = [mx.concatenate(list(speech.features)) for speech in prompt.speeches]
        embeddings = self.llm.embed(prompt.ids, features, self.audio_start_id)[start:stop]
        cache = self._layers()
        hidden = self.llm.fused.read(embeddings[None], cache)
        mx.eval(hidden, [(layer.keys, layer.values) for layer in cache])
        self.keys += prompt.keys[start:stop]
        return hidden

    def _layers(self) -> list[Any]:
        if self._cache is None:
            self._cache = self.llm.make_cache()
        return self._cache
