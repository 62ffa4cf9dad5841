"""Which words of an answer are words of its request: where to listen while they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.world import english, lexicon

_UNIT = re.compile(r"[a-z']+|[0-9]|[\u4e00-\u9fff]")
_DIGITS = {word: str(n) for words in (english.DIGITS, lexicon.DIGITS) for n, word in enumerate(words)}


def copied(
    tokenizer: Any, answer: Sequence[int], request: Sequence[int], times: NDArray[np.int16]
) -> NDArray[np.int16]:
    """For each token of an answer the frames [first, past the last] in which its word is said in the request, from the
    `times` (n, 2) of the request's tokens; -1 where it is not said there, or nobody knows when. (len(answer), 2).

    A digit is the same as its name. Words are paired in their order.
    """
    found = np.full((len(answer), 2), -1, np.int16)
    said, written = _units(tokenizer, request), _units(tokenizer, answer)
    matcher = SequenceMatcher(None, [unit for unit, _ in said], [unit for unit, _ in written], autojunk=False)
    for begin, at, size in matcher.get_matching_blocks():
        for (_, spoken), (_, tokens) in zip(said[begin : begin + size], written[at : at + size], strict=True):
            when = times[spoken]
            if when.min() >= 0:
                found[tokens] = when[:, 0].min(), when[:, 1].max()
    return found


def _units(tokenizer: Any, ids: Sequence[int]) -> list[tuple[str, list[int]]]:
    """The words, digits and characters of a text, each with the places of its tokens."""
    pieces = [tokenizer.decode([token]).lower() for token in ids]
    owner = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
    return [
        (_DIGITS.get(match[0], match[0]), sorted(set(owner[match.start() : match.end()].tolist())))
        for match in _UNIT.finditer("".join(pieces))
    ]
