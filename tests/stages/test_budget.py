"""What a checkpoint takes is told before it is read, and what would fit is named."""

from pathlib import Path

import mlx.core as mx
import pytest
from mlx.utils import tree_flatten

from stages.budget import BudgetError, Load, check, need, quantised_gb, unpacked_gb
from stages.checkpoint import inspect, load
from stages.convert import convert

GOLDEN = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
LOAD = Load(calls=32, call_tokens=6144, answers=16, prefill_tokens=128)


@pytest.fixture(scope="module")
def found():
    return inspect(GOLDEN)


def test_the_weights_are_those_that_are_loaded(found):
    checkpoint = load(GOLDEN, mx.float32)
    parts = (checkpoint.encoder, checkpoint.adaptor, checkpoint.llm, checkpoint.flow, checkpoint.vocoder)
    held = sum(w.nbytes for part in parts for _, w in tree_flatten(part.parameters()))
    assert need(found, LOAD, mx.float32).weights * 1e9 == pytest.approx(held, rel=0.02)  # weight norm is folded


def test_a_calls_memory_is_that_of_its_cache(found):
    llm = load(GOLDEN, mx.float32).llm
    cache = llm.make_cache()
    llm(mx.zeros((1, 256), mx.int32), cache)
    held = sum(layer.keys.nbytes + layer.values.nbytes for layer in cache)
    assert need(found, Load(1, 256, 1, 128), mx.float32).calls * 1e9 == pytest.approx(held)


@pytest.mark.parametrize("bits", [8, 4])
def test_what_quantising_would_save_is_what_it_saves(found, tmp_path, bits):
    convert(GOLDEN, tmp_path / "new", bits=bits)
    saved = need(inspect(tmp_path / "new"), LOAD, mx.float32).weights
    assert quantised_gb(found, bits, mx.float32) == pytest.approx(saved, rel=0.1)


def test_what_is_unpacked_is_counted_where_it_is_quantised(found, tmp_path):
    """Of both layers of this model: 4 projections and 3 of the MLP each."""
    convert(GOLDEN, tmp_path / "new", bits=4)
    layers = [w.nbytes for name, w in found.parts[2].weights.items() if "layers" in name and w.ndim == 2]
    assert unpacked_gb(found, None) * 1e9 == pytest.approx(sum(layers))
    step = need(inspect(tmp_path / "new"), LOAD, None).step
    assert step == pytest.approx(need(found, LOAD, None).step + unpacked_gb(found, None))


def test_what_fits_is_admitted(found):
    assert check(found, LOAD, 1000.0, None).total < 1000


def test_what_does_not_fit_is_refused_with_what_would(found):
    one = need(found, Load(1, LOAD.call_tokens, 1, 128), None).total
    with pytest.raises(BudgetError, match=r"takes .* GB .* may take .* What would fit: server.max_sessions="):
        check(found, LOAD, one * 1.01, None)


def test_a_smaller_precision_is_named(found):
    now = need(found, LOAD, None)
    room = now.total - now.weights + quantised_gb(found, 4, None) * 1.001 + unpacked_gb(found, None)
    with pytest.raises(BudgetError, match="--quantize 4"):
        check(found, LOAD, room, None)


def test_nothing_fits_into_nothing(found):
    with pytest.raises(BudgetError, match="not even in 4 bits, for one call"):
        check(found, LOAD, 0.5, None)
