"""The fast GELU against the exact one."""

import math

import mlx.core as mx
import mlx.nn as nn
import numpy as np

from stages.models.gelu import gelu


def test_values_and_slopes():
    x = np.linspace(-10, 10, 20_001)
    below = np.array([0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x])
    np.testing.assert_allclose(np.array(gelu(mx.array(x, mx.float32))), x * below, atol=1e-6)
    slope = mx.grad(lambda v: gelu(v).sum())(mx.array(x, mx.float32))
    np.testing.assert_allclose(np.array(slope), below + x * np.exp(-x * x / 2) / math.sqrt(2 * math.pi), atol=1e-5)


def test_far_out():
    x = mx.array([-1e6, -50.0, 50.0, 1e6])
    value, slope = gelu(x), mx.grad(lambda v: gelu(v).sum())(x)
    np.testing.assert_allclose(np.array(value), [0, 0, 50, 1e6], atol=1e-6)
    np.testing.assert_allclose(np.array(slope), [0, 0, 1, 1], atol=1e-6)


def test_other_types_are_exact():
    x = mx.random.normal((100,)).astype(mx.bfloat16)
    assert mx.array_equal(gelu(x), nn.gelu(x))
