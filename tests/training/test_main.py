"""Commands that only move weights."""

from pathlib import Path

import mlx.core as mx
import pytest

from training.__main__ import average
from training.language import pieces, write_pieces


def test_the_average_lies_between_a_run_and_what_it_went_on_from(tmp_path: Path):
    before, after, out = (tmp_path / name for name in ("before", "after", "out"))
    write_pieces({"a": mx.array([1.0, 2.0])}, before, "mind")
    write_pieces({"a": mx.array([3.0, 2.0]), "phoneme_head": mx.array([5.0])}, after, "mind")
    average(before, after, out, share=0.75)
    found = pieces(out, "mind")
    assert found["a"].tolist() == [2.5, 2.0]
    assert found["phoneme_head"].tolist() == [5.0]  # no checkpoint holds it


def test_there_must_be_something_to_average(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="holds no mind"):
        average(tmp_path, tmp_path, tmp_path)
