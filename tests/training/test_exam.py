"""The exam's figures: what is counted, by row and seed, and how spoken answers are told."""

import pytest

from training.exam import Result, interleaving, summary


def result(order: str, text: str = "One two.") -> Result:
    codes = " ".join("7" for kind in order if kind == "c")
    return Result("answer", 0, "v", "said", text, text, 1, 1, f"{order} {codes}")


def test_shares_are_of_all_and_by_seed():
    rows = [Result("open", seed, "v", "", "", "", score, 10) for seed, score in ((0, 1), (0, 3), (1, 0))]
    (found,) = summary(rows)
    assert (found["row"], found["n"], found["share"]) == ("open", 3, pytest.approx(4 / 30))
    assert found["seeds"] == {"0": pytest.approx(0.2), "1": 0.0}
    assert 0 <= found["low"] <= found["share"] <= found["high"] <= 0.3


def test_text_that_comes_after_its_sound_is_behind():
    told = interleaving([result("tcccctccccpcccc"), result("tcccccccccccct"), result("t" * 12 + "cccc")], lambda _: 0.5)
    assert told == {"text leads": 2 / 3, "ends with its text": 2 / 3, "early": 2 / 3, "n": 3}


def test_an_answer_that_never_ends_does_not_end_with_its_text():
    told = interleaving([result("t" + "c" * 419)], lambda _: 16.8)
    assert told["ends with its text"] == 0
