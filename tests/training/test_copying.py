"""Words of an answer are found in its request, wherever their tokens end."""

from pathlib import Path

import numpy as np
import pytest

from stages.tokenizer import Tokenizer
from training.copying import copied

NANO = Path(__file__).parents[2] / "checkpoints" / "nano"


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.load(NANO)


def when(tokenizer: Tokenizer, answer: str, request: str) -> dict[str, tuple[int, int]]:
    """The frames of each piece of the answer that was said, where the request's token k is said in frame k."""
    ids, asked = tokenizer.encode(answer), tokenizer.encode(request)
    times = np.stack([np.arange(len(asked)), np.arange(len(asked)) + 1], 1).astype(np.int16)
    found = copied(tokenizer, ids, asked, times)
    assert found.shape == (len(ids), 2)
    return {tokenizer.decode([token]): (a, b) for token, (a, b) in zip(ids, found.tolist(), strict=True) if a >= 0}


def frames(tokenizer: Tokenizer, request: str, word: str) -> tuple[int, int]:
    """The frames of the request's tokens in which a word stands."""
    before, _, _ = request.partition(word)
    begin = len(tokenizer.encode(before.rstrip()))
    return begin, len(tokenizer.encode(before + word))


def test_a_word_is_all_its_tokens(tokenizer: Tokenizer):
    request = "please look up fender altogether"
    found = when(tokenizer, '<tool_call>function\nsearch\n{"q": "fender altogether"}</tool_call>', request)
    assert set(found.values()) == {frames(tokenizer, request, word) for word in ("fender", "altogether")}


def test_capitals_are_no_difference(tokenizer: Tokenizer):
    request = "call thomas for me"
    assert set(when(tokenizer, "I am calling Thomas now.", request).values()) == {frames(tokenizer, request, "thomas")}


def test_digits_are_their_names_in_order(tokenizer: Tokenizer):
    assert list(when(tokenizer, '{"order": "31"}', "三一").values()) == [(0, 1), (1, 2)]
    request = "order eight three eight"
    found = copied(
        tokenizer,
        tokenizer.encode("838"),
        tokenizer.encode(request),
        np.repeat(np.arange(len(tokenizer.encode(request)), dtype=np.int16)[:, None], 2, 1),
    )
    firsts = found[:, 0].tolist()
    assert len(firsts) == 3
    assert firsts == sorted(set(firsts))


def test_what_nobody_said_or_timed_is_nowhere(tokenizer: Tokenizer):
    ids = tokenizer.encode("call anna")
    assert (copied(tokenizer, tokenizer.encode("Goodbye."), ids, np.zeros((len(ids), 2), np.int16)) == -1).all()
    assert (copied(tokenizer, ids, ids, np.full((len(ids), 2), -1, np.int16)) == -1).all()
    assert (copied(tokenizer, ids, [], np.zeros((0, 2), np.int16)) == -1).all()
