"""The sound of an answer that nobody has said: its words, cut from answers that were said.

An answer that is new each time has no speech tokens. Told in another answer's, its text is learnt in a form that never
comes: what is heard says something else, and ends elsewhere. So the agent's words are kept as they go by, and put
together anew. Where they meet it sounds wrong, so their codes are never taught, only the text before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

TAKES = 8
"""Takes kept of a word."""
Word = tuple[int, ...]


class Takes:
    """The agent's words as speech tokens: the text tokens of a word, with the marks at it, are its name."""

    def __init__(self, tokenizer: Any, rng: np.random.Generator) -> None:
        self._tokenizer, self._rng = tokenizer, rng
        self._begins: dict[int, bool] = {}  # whether a text token begins a word
        self._takes: dict[Word, list[list[int]]] = {}
        self._names: list[Word] = []

    def keep(self, text: Sequence[int], codes: Sequence[int], times: NDArray[np.int16]) -> None:
        """Cuts an answer into its words. `times` (n, 2) are the 80 ms frames, two codes each, of its text tokens."""
        words = self._words(text)
        begins = [0, *(2 * int(times[word[-1], 0]) for word in words[1:]), len(codes)]
        for word, begin, end in zip(words, begins, begins[1:], strict=False):
            if end - begin < 2 or end > len(codes):
                continue
            name = tuple(text[word.start : word.stop])
            takes = self._takes.setdefault(name, [])
            if not takes:
                self._names.append(name)
            if len(takes) == TAKES:
                takes.pop(int(self._rng.integers(TAKES)))
            takes.append(list(codes[begin:end]))

    def say(self, text: Sequence[int]) -> tuple[list[int], NDArray[np.int16]] | None:
        """Codes for a text and the frames (n, 2) of its tokens, as `keep` takes them; a word never heard gets the sound
        of one that was. None as long as none was."""
        if not self._names:
            return None
        codes: list[int] = []
        times = np.zeros((len(text), 2), np.int16)
        for word in self._words(text):
            name = tuple(text[word.start : word.stop])
            takes = self._takes.get(name) or self._takes[self._names[int(self._rng.integers(len(self._names)))]]
            begin = len(codes) // 2
            take = takes[int(self._rng.integers(len(takes)))]
            codes += take if word.stop == len(text) else take[: len(take) // 2 * 2]
            times[word.start : word.stop] = begin, len(codes) // 2 + 2
        return codes, times

    def _words(self, text: Sequence[int]) -> list[range]:
        """Where the tokens of each word stand: one begins with a space, a Chinese character is one."""
        starts = [k for k, token in enumerate(text) if k == 0 or self._is_first(token)]
        return [range(begin, end) for begin, end in zip(starts, [*starts[1:], len(text)], strict=True)]

    def _is_first(self, token: int) -> bool:
        if token not in self._begins:
            piece = self._tokenizer.decode([token])
            self._begins[token] = piece.startswith(" ") or any("\u4e00" <= c <= "\u9fff" for c in piece)
        return self._begins[token]
