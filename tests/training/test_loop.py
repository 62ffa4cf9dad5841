"""The optimiser is AdamW; the loop keeps to its schedule and stops where a loss is no number."""

from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim
import numpy as np
import pytest
from mlx.utils import tree_map

from training.loop import FlatAdamW, Log, by_name, train

BETAS, DECAY = (0.9, 0.98), 0.01


class Toy(nn.Module):
    """Sizes that are no multiples of 64, a list, and a parameter without axes."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = [nn.Linear(7, 11), nn.Linear(11, 3)]
        self.scale = mx.array(0.5)

    def __call__(self, x: mx.array) -> mx.array:
        for layer in self.layers:
            x = nn.gelu(layer(x))
        return x * self.scale


@pytest.fixture
def toys() -> tuple[Toy, Toy]:
    """Two that are equal."""
    one, other = Toy(), Toy()
    other.update(one.parameters())
    return one, other


def gradients(toy: Toy, seed: int) -> dict:
    x = mx.random.normal((5, 7), key=mx.random.key(seed))
    return nn.value_and_grad(toy, lambda toy: mx.square(toy(x) - 1).sum())(toy)[1]


def same(one: nn.Module, other: nn.Module) -> None:
    ours, theirs = by_name(one.parameters()), by_name(other.parameters())
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        np.testing.assert_allclose(value, theirs[name], rtol=1e-5, atol=1e-7, err_msg=name)


def test_it_is_adamw_with_a_clipped_norm(toys: tuple[Toy, Toy]):
    ours, theirs = toys
    mine = FlatAdamW(ours, BETAS, DECAY)
    adamw = optim.AdamW(0.0, list(BETAS), 1e-8, DECAY, bias_correction=True)
    for step in range(6):
        rate, found = 0.01 / (step + 1), gradients(theirs, step)
        clipped, norm = optim.clip_grad_norm(found, 1.5)
        adamw.learning_rate = rate
        adamw.update(theirs, clipped)
        assert mine.update(gradients(ours, step), rate, 1.5).item() == pytest.approx(norm.item(), rel=1e-5)
        same(ours, theirs)


def test_a_gradient_that_is_not_finite_counts_as_none(toys: tuple[Toy, Toy]):
    ours, theirs = toys
    mine, other = FlatAdamW(ours), FlatAdamW(theirs)
    for optimiser, toy in ((mine, ours), (other, theirs)):
        optimiser.update(gradients(toy, 1), 0.01, 1.0)
    broken, none = gradients(ours, 2), gradients(theirs, 2)
    broken["scale"] = mx.array(float("nan"))
    norm = mine.update(broken, 0.01, 1.0)
    other.update(tree_map(mx.zeros_like, none), 0.01, 1.0)
    assert not np.isfinite(norm.item())
    same(ours, theirs)


def test_a_part_leaves_the_rest_alone(toys: tuple[Toy, Toy]):
    ours, before = toys
    FlatAdamW(ours, part=lambda name: name.startswith("layers.1")).update(gradients(ours, 1), 0.1, 1.0)
    after, was = by_name(ours.parameters()), by_name(before.parameters())
    moved = {name for name in after if not mx.array_equal(after[name], was[name])}
    assert moved == {"layers.1.weight", "layers.1.bias"}


def test_the_module_computes_in_one_type_and_the_optimiser_in_another(toys: tuple[Toy, Toy]):
    ours, _ = toys
    optimiser = FlatAdamW(ours, compute_dtype=mx.bfloat16)
    optimiser.update(gradients(ours, 1), 1e-5, 1.0)
    assert {value.dtype for value in by_name(ours.parameters()).values()} == {mx.bfloat16}
    assert {array.dtype for array in optimiser.arrays} == {mx.float32}
    optimiser.assign(mx.float32)
    assert {value.dtype for value in by_name(ours.parameters()).values()} == {mx.float32}


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "logs" / "log.txt", "toy")


def test_the_rate_warms_up_and_the_means_are_logged(log: Log, tmp_path: Path):
    rates: list[float] = []

    def step(rate: float, progress: float) -> dict[str, mx.array]:
        assert 0 <= progress < 1
        rates.append(rate)
        return {"loss": mx.array(float(len(rates)))}

    train(log, 1e6, 0.5, step, warm_up_steps=4, report_every=5, max_steps=10)
    np.testing.assert_allclose(rates, [0.125, 0.25, 0.375, *[0.5] * 7], rtol=1e-3)
    lines = (tmp_path / "logs" / "log.txt").read_text().splitlines()
    assert [line.split("step ")[1].split()[0] for line in lines[:-1]] == ["2", "5", "10"]
    assert "loss 3.0000" in lines[1]  # of steps 2 to 4: a step's figures are read while the next one runs
    assert "finished after 10 steps" in lines[-1]


def test_it_ends_with_the_time_it_was_given(log: Log):
    train(log, 0.01, 1.0, lambda rate, progress: {"loss": mx.array(0.0)})


def test_a_loss_that_is_no_number_ends_it(log: Log):
    with pytest.raises(FloatingPointError, match="diverged at step 10"):
        train(log, 1e6, 1.0, lambda rate, progress: {"loss": mx.array(float("nan") if rate > 0.02 else 1.0)})
