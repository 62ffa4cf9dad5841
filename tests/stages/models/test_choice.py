"""The fastest way is taken, if it is right."""

import mlx.core as mx
import pytest

from stages.models.choice import Choice, Choices, Trial

TEN = mx.array([6.0, 8.0])


class Clock:
    """Time that passes only in what is timed."""

    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s

    def way(self, seconds, result=TEN):
        def run():
            self.now_s += seconds
            return [mx.array(result)]

        return run


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def choices(clock):
    return Choices(clock=clock)


def test_the_fastest_is_taken_and_all_times_are_kept(choices, clock):
    ways = {"plain": clock.way(0.004), "slow": clock.way(0.006), "fast": clock.way(0.001)}
    assert choices.fastest("a product", ways) == "fast"
    (made,) = choices.made
    assert made.what == "a product"
    assert [(trial.way, round(trial.ms, 6)) for trial in made.trials] == [("plain", 4), ("slow", 6), ("fast", 1)]


def test_a_little_faster_is_noise(choices, clock):
    assert choices.fastest("a product", {"plain": clock.way(0.004), "other": clock.way(0.0038)}) == "plain"


def test_a_wrong_result_is_refused(choices, clock):
    ways = {"plain": clock.way(0.004), "wrong": clock.way(0.001, TEN + 1), "shape": clock.way(0.001, TEN[:1])}
    assert choices.fastest("a product", ways) == "plain"
    _, wrong, shape = choices.made[0].trials
    assert wrong.refused == "differs by 0.14 of its size"
    assert "shapes" in shape.refused


def test_what_is_no_number_is_refused(choices, clock):
    ways = {"plain": clock.way(0.004), "none": clock.way(0.001, TEN * float("nan"))}
    assert choices.fastest("a product", ways) == "plain"


def test_within_the_tolerance_is_right(choices, clock):
    ways = {"plain": clock.way(0.004), "rounded": clock.way(0.001, TEN * 1.01)}
    assert choices.fastest("a product", ways, tolerance=0.02) == "rounded"


def test_a_way_that_fails_is_refused_with_its_reason(choices, clock):
    def broken():
        raise RuntimeError("no such kernel")

    assert choices.fastest("a product", {"plain": clock.way(0.004), "broken": broken}) == "plain"
    assert choices.made[0].trials[1].refused == "RuntimeError: no such kernel"


def test_the_plain_way_must_work(choices):
    def broken():
        raise RuntimeError("no such kernel")

    with pytest.raises(RuntimeError):
        choices.fastest("a product", {"plain": broken, "other": broken})


def test_what_is_known_is_not_timed_again(clock):
    known = Choice("a product", "other", (Trial("plain", 4.0), Trial("other", 1.0)))
    choices = Choices({"a product": known}, clock=clock)
    assert choices.fastest("a product", {"plain": clock.way(1), "other": clock.way(1)}) == "other"
    assert clock.now_s == 0
    assert choices.made == [known]


def test_what_is_known_but_gone_is_timed(clock):
    choices = Choices({"a product": Choice("a product", "gone")}, clock=clock)
    assert choices.fastest("a product", {"plain": clock.way(0.004), "other": clock.way(0.001)}) == "other"


def test_one_way_is_no_choice(choices, clock):
    assert choices.fastest("a product", {"plain": clock.way(1)}) == "plain"
    assert clock.now_s == 0


class Particular(Choices):
    """Tries nothing of which the clock says more than a second."""

    def reason_against(self, what, way):
        return "it is late" if self.clock() > 1 else ""


def test_what_there_is_a_reason_against_is_neither_tried_nor_taken(clock):
    choices = Particular(clock=clock)
    ways = {
        "plain": clock.way(0.3),
        "first": clock.way(0.1),
        "slow to compile": clock.way(2.0),
        "last": clock.way(0.01),
    }
    assert choices.fastest("a product", ways) == "first"
    assert [trial.refused for trial in choices.made[0].trials] == ["", "", "", "it is late"]
    before_s = clock.now_s
    assert choices.fastest("another", {"plain": clock.way(0.3), "fast": clock.way(0.1)}) == "plain"
    assert clock.now_s == pytest.approx(before_s + 0.6)  # once for its result, once timed: the plain way alone
