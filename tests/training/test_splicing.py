"""What nobody has said is put together from words that somebody said, each with its own sound."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from stages.tokenizer import Tokenizer
from training.calls import token_times
from training.splicing import TAKES, Takes

NANO = Path(__file__).parents[2] / "checkpoints" / "nano"
WORD_S = 0.32  # eight codes


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.load(NANO)


@pytest.fixture
def takes(tokenizer: Tokenizer) -> Takes:
    return Takes(tokenizer, np.random.default_rng(0))


def said(tokenizer: Tokenizer, text: str, first: int) -> tuple[list[int], list[int], np.ndarray]:
    """An answer whose k-th word lasts eight codes from `first + 8 k` on: its ids, codes and times."""
    ids = tokenizer.encode(text)
    n = len(text.split()) if text.isascii() else sum("\u4e00" <= c <= "\u9fff" for c in text)
    words = [(k * WORD_S, k) for k in range(n)]
    return ids, list(range(first, first + 8 * n)), token_times(tokenizer, text, ids, words, 0.0, n * WORD_S)


@pytest.mark.parametrize(
    ("first", "second", "wanted", "codes"),
    [
        ("It is cold in Madrid.", "Please come February.", "It is cold in February.", [*range(32), *range(116, 124)]),
        ("今天很冷。", "八月不热。", "八月很冷。", [*range(100, 116), *range(16, 32)]),
    ],
)
def test_a_new_answer_has_the_sound_of_its_words(
    tokenizer: Tokenizer, takes: Takes, first: str, second: str, wanted: str, codes: list[int]
):
    takes.keep(*said(tokenizer, first, 0))
    takes.keep(*said(tokenizer, second, 100))
    ids, _, times = said(tokenizer, wanted, 0)
    found = takes.say(ids)
    assert found is not None
    assert found[0] == codes
    np.testing.assert_array_equal(found[1], times)


def test_a_word_never_heard_gets_the_sound_of_another(tokenizer: Tokenizer, takes: Takes):
    ids = tokenizer.encode("Unheard of.")
    assert takes.say(ids) is None
    takes.keep(*said(tokenizer, "It is cold.", 0))
    found = takes.say(ids)
    assert found is not None
    assert [len(found[0]), *(code // 8 < 3 for code in found[0])] == [16] + [True] * 16
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(found[1]))


def test_the_newest_takes_of_a_word_are_kept(tokenizer: Tokenizer, takes: Takes):
    for number in range(5 * TAKES):
        takes.keep(*said(tokenizer, "Yes.", 8 * number))
    heard = {(takes.say(tokenizer.encode("Yes.")) or ([], None))[0][0] // 8 for _ in range(40 * TAKES)}
    assert 2 <= len(heard) <= TAKES
    assert 5 * TAKES - 1 in heard


def test_words_without_time_of_their_own_are_left_out(tokenizer: Tokenizer, takes: Takes):
    ids, codes, times = said(tokenizer, "It is cold.", 0)
    times[:] = times[0]  # an engine that does not tell when
    takes.keep(ids, codes, times)
    assert (takes.say(tokenizer.encode(" cold.")) or [[]])[0] == codes
