"""Attention as products is the library's; the choice between them sees lengths that change."""

import mlx.core as mx
import numpy as np
import pytest

from stages.models import attention
from stages.models.attention import LIBRARY, PRODUCTS, attending
from stages.models.choice import Choices


def heads(n_queries, n_keys, dtype=mx.float32):
    keys = mx.random.split(mx.random.key(n_queries), 3)
    shapes = ((2, 6, n_queries, 8), (2, 3, n_keys, 8), (2, 3, n_keys, 8))
    return [mx.random.normal(shape, key=key).astype(dtype) for shape, key in zip(shapes, keys, strict=True)]


@pytest.mark.parametrize(("n_queries", "n_keys"), [(5, 5), (4, 11), (2, 300)])
def test_products_are_the_librarys(n_queries, n_keys):
    q, k, v = heads(n_queries, n_keys)
    found, expected = (attending(way, "causal", n_queries, n_keys)(q, k, v, 0.3) for way in (PRODUCTS, LIBRARY))
    assert found.shape == expected.shape
    np.testing.assert_allclose(np.array(found), np.array(expected), atol=1e-5)


def test_half_precision_is_that_of_the_inputs():
    q, k, v = heads(4, 11, mx.bfloat16)
    found, exact = (attending(PRODUCTS, "causal", 4, 11)(*(a.astype(t) for a in (q, k, v)), 0.3) for t in TYPES)
    assert found.dtype == mx.bfloat16
    np.testing.assert_allclose(np.array(found.astype(mx.float32)), np.array(exact), atol=2e-2)


TYPES = (mx.bfloat16, mx.float32)


@pytest.mark.parametrize("mask", [None, mx.zeros((4, 11))])
def test_other_masks_are_the_librarys(mask):
    q, k, v = heads(4, 11)
    found, expected = (attending(way, mask, 4, 0)(q, k, v, 0.3) for way in (PRODUCTS, LIBRARY))
    assert mx.array_equal(found, expected)


def test_more_scores_than_may_be_held_are_the_librarys(monkeypatch):
    monkeypatch.setattr(attention, "_by_products", None)
    n = 1449  # squared, a little more than may be
    q, k, v = heads(n, n)
    assert attending(PRODUCTS, "causal", n, n)(q, k, v, 0.3).shape == q.shape


def test_each_run_has_lengths_of_its_own(monkeypatch):
    """For the first of each way, which are compared, they are the same."""
    monkeypatch.setattr(mx, "default_device", lambda: mx.Device(mx.gpu))
    seen, attend = {LIBRARY: [], PRODUCTS: []}, attention.attending

    def attends(way, mask, n_queries, n_keys):
        seen[way].append((n_queries, n_keys))
        return attend(way, mask, n_queries, n_keys)

    monkeypatch.setattr(attention, "attending", attends)
    choices = Choices(seconds=0.05)
    assert attention.tune(choices, 4, 2, 8, 2, mx.float32) in (LIBRARY, PRODUCTS)
    assert [trial.refused for trial in choices.made[0].trials] == ["", ""]
    assert seen[LIBRARY][0] == seen[PRODUCTS][0]
    for lengths in seen.values():
        assert len(set(lengths)) == len(lengths) >= 2


def test_on_a_cpu_nothing_is_chosen():
    choices = Choices()
    assert attention.tune(choices, 4, 2, 8, 2, mx.float32) == LIBRARY
    assert choices.made == []
