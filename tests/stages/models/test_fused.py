"""The forward in few operations against mlx-lm's own, of the same weights."""

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import pytest
from mlx.utils import tree_flatten
from mlx_lm.models import qwen2
from mlx_lm.models.cache import BatchKVCache

from stages.models.attention import PRODUCTS
from stages.models.choice import Choices
from stages.models.fused import Ways
from stages.models.llm import Llm, LlmConfig

SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "intermediate_size": 64,
    "num_attention_heads": 4,
    "num_attention_groups": 2,
    "num_key_value_heads": 2,
    "rms_norm_eps": 1e-6,
    "vocab_size": 50,
    "rope_theta": 10000.0,
}
YARN = {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 8}


def models(**changes):
    """A random model, and one of mlx-lm with the same weights."""
    config = LlmConfig.from_json(SIZES | changes)
    ours, theirs = Llm(config), qwen2.Model(config)
    noise = [(name, mx.random.normal(w.shape) * 0.3) for name, w in tree_flatten(ours.parameters())]
    for model in (ours, theirs):
        model.load_weights(noise)
    return ours, theirs


def tokens(*shape):
    return mx.array(np.random.default_rng(0).integers(0, SIZES["vocab_size"], shape))


def assert_same(found, expected):
    np.testing.assert_allclose(np.array(found), np.array(expected), atol=2e-4, rtol=0)


@pytest.mark.parametrize("changes", [{}, {"rope_scaling": YARN}], ids=["plain", "yarn"])
def test_a_whole_prompt_and_then_place_after_place(changes):
    ours, theirs = models(**changes)
    ids = tokens(2, 9)
    assert_same(ours(ids), theirs(ids))
    cache = ours.make_cache()
    steps = [ours(ids[:1, start:stop], cache) for start, stop in ((0, 5), (5, 6), (6, 7), (7, 9))]
    assert_same(mx.concatenate(steps, axis=1), theirs(ids[:1]))


def test_rows_of_different_lengths_side_by_side():
    ours, theirs = models()
    ids, caches = tokens(2, 8), []
    for row, length in enumerate((7, 3)):
        caches.append(ours.make_cache())
        ours(ids[row : row + 1, :length], caches[-1])
    together = [BatchKVCache.merge(layers) for layers in zip(*caches, strict=True)]
    found = ours(mx.stack([ids[0, 7:8], ids[1, 3:4]]), together)
    assert_same(found[0, 0], theirs(ids[:1])[0, 7])
    assert_same(found[1, 0], theirs(ids[1:, :4])[0, 3])


def test_layers_quantised_alike_or_not_at_all():
    ours, theirs = models()
    bits = {"q_proj": 8, "k_proj": 4, "up_proj": 8, "o_proj": 4}

    def how(path, _):
        name = path.split(".")[-1]
        return {"group_size": 32, "bits": bits[name]} if name in bits else False

    for model in (ours, theirs):
        nn.quantize(model, class_predicate=how)
    assert_same(ours(tokens(1, 6)), theirs(tokens(1, 6)))


def test_weights_keep_their_names_and_values():
    ours, theirs = models()
    ours(tokens(1, 1))
    pairs = zip(tree_flatten(ours.parameters()), tree_flatten(theirs.parameters()), strict=True)
    for (name, found), (expected_name, expected) in pairs:
        assert name == expected_name
        assert mx.array_equal(found, expected), name


def test_weights_are_held_once():
    ours = Llm(LlmConfig.from_json(SIZES))
    mx.eval(ours.parameters())
    before_bytes = mx.get_active_memory()
    mx.eval(ours(tokens(1, 1)))
    assert mx.get_active_memory() - before_bytes < ours.model.layers[0].mlp.gate_proj.weight.nbytes


@pytest.mark.parametrize("bits", [0, 8, 4])
@pytest.mark.parametrize("n_rows", [1, 2, 3, 9])
def test_every_way_of_multiplying_is_the_same(bits, n_rows):
    ours, _ = models(hidden_size=64, intermediate_size=128)
    if bits:
        nn.quantize(ours, 32, bits)
    for product in ours.fused._layers[0].products:
        width, dtype = product.inputs()
        x = mx.random.normal((n_rows, width), key=mx.random.key(n_rows)).astype(dtype)
        first, *others = [product.by(way, x) for way in product.ways(n_rows)]
        for other in others:
            assert_same(other, first)


def test_weights_are_unpacked_a_layer_or_two_at_a_time(monkeypatch):
    """No layer is begun before the one but one before it is done, where all are unpacked."""
    ours, theirs = models(hidden_size=64, intermediate_size=128, num_hidden_layers=6)
    for model in (ours, theirs):
        nn.quantize(model, 32, 8)
    ids = tokens(1, 40)
    expected = theirs(ids)
    begun, most, evaluate, begin = [], [], mx.eval, mx.async_eval

    def begins(x):
        begun.append(x)
        most.append(len(begun))
        begin(x)

    def waits(x):
        evaluate(x)
        begun[:] = [one for one in begun if one is not x]

    assert ours.fused  # made before: that evaluates weights
    monkeypatch.setattr(mx, "async_eval", begins)
    monkeypatch.setattr(mx, "eval", waits)
    found = ours(ids)
    assert most == []
    ours.fused._kinds["down"][64] = "unpacked"
    found = ours(ids)
    assert most == [1, 2, 2, 2, 2, 2]
    assert_same(found, expected)


def test_other_numbers_of_rows_are_computed_like_the_next_that_was_chosen_for():
    ways = Ways({1: "one", 8: "eight", 128: "many"})
    assert [ways.of(n) for n in (1, 2, 8, 9, 64, 128, 129, 5000)] == ["one", *["eight"] * 2, *["many"] * 5]
    assert Ways().of(3) == "plain"


def test_tuning_changes_no_answer():
    ours, theirs = models(hidden_size=64, intermediate_size=128)
    choices = Choices(seconds=0.001)
    ours.fused.tune(choices, 4, 256)
    rows = (1, 2, 4, 64, 128, 256)
    kinds = ("query, key, value", "attention out", "gate, up", "down", "head")
    assert {choice.what for choice in choices.made} == {f"{kind}, {n} rows" for kind in kinds for n in rows}
    ids = tokens(2, 9)
    assert_same(ours(ids), theirs(ids))
    assert_same(ours(ids[:1, :1]), theirs(ids[:1, :1]))


def test_attention_as_products_is_the_same():
    ours, theirs = models()
    ours.fused._attention = PRODUCTS
    ids, caches = tokens(2, 9), [ours.make_cache(), ours.make_cache()]
    expected = theirs(ids)
    assert_same(ours(ids), expected)
    for start, stop in ((0, 5), (5, 6), (6, 9)):
        assert_same(ours(ids[:1, start:stop], caches[0]), expected[:1, start:stop])
    ours(ids[1:, :4], caches[1])
    together = [BatchKVCache.merge(layers) for layers in zip(*caches, strict=True)]
    found = ours(mx.stack([ids[0, :2], ids[1, 4:6]]), together)
    assert_same(found[0], theirs(mx.concatenate([ids[:1], ids[:1, :2]], axis=1))[0, 9:])
    assert_same(found[1], theirs(ids[1:, :6])[0, 4:])


def test_a_gpus_rotation_is_the_same():
    ours, theirs = models()
    ours.fused._turn_once = False
    ids, cache = tokens(2, 9), ours.make_cache()
    assert_same(ours(ids), theirs(ids))
    ours(ids[:1, :5], cache)
    assert_same(ours(ids[:1, 5:], cache), theirs(ids[:1])[:, 5:])
