"""The CUDA kernel for few rows, run on the CPU by `emulated`, against plain products of the same numbers."""

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import pytest

from stages.models import cuda, few

from . import emulated

pytestmark = pytest.mark.skipif(emulated.COMPILER is None, reason="no C++ compiler")


@pytest.fixture(autouse=True)
def on_cpu(monkeypatch):
    monkeypatch.setattr(mx.fast, "cuda_kernel", emulated.cuda_kernel)
    monkeypatch.setattr(cuda, "_kernels", {})


def random(*shape, dtype=mx.bfloat16):
    return mx.random.normal(shape, key=mx.random.key(sum(shape))).astype(dtype)


def close(found, expected, tolerance=3e-3):
    found, expected = np.array(found.astype(mx.float32)), np.array(expected.astype(mx.float32))
    assert np.linalg.norm(found - expected) < tolerance * np.linalg.norm(expected)


@pytest.mark.parametrize("dtype", [mx.bfloat16, mx.float16])
@pytest.mark.parametrize("rows", [1, 8, 9, 37])
def test_a_product(rows, dtype):
    x, w, bias = random(rows, 96, dtype=dtype), random(40, 96, dtype=dtype), random(40, dtype=dtype)
    close(few.product(x, w, bias), x.astype(mx.float32) @ w.T + bias)


@pytest.mark.parametrize("bits", [8, 4])
def test_quantised_weights_and_a_residual(bits):
    x, w, residual = random(3, 512), random(48, 512), random(3, 48)
    packed = mx.quantize(w, 64, bits)
    exact = mx.dequantize(*packed, 64, bits).astype(mx.float32)
    found = few.product(x, few.Packed(*packed, bits, 64), residual=residual, warps=4)
    close(found, x.astype(mx.float32) @ exact.T + residual, 8e-3)


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize("dtype", [mx.bfloat16, mx.float16])
def test_unpacking(bits, dtype):
    packed = mx.quantize(random(40, 320, dtype=dtype), 64, bits)
    found = few.unpacked(few.Packed(*packed, bits, 64))
    assert found.dtype == dtype
    exact = mx.dequantize(packed[0], *(part.astype(mx.float32) for part in packed[1:]), 64, bits)
    close(found, exact)  # rounded once, where the library rounds twice


def test_a_gated_pair_of_layers():
    x, w = random(5, 128), random(64, 128) * 0.1
    gate, up = mx.split(x.astype(mx.float32) @ w.T, 2, axis=-1)
    close(few.product(x, w, swiglu=True), nn.silu(gate) * up)


def test_a_convolution_over_time_with_gate_and_residual():
    x, w, gate, residual = random(2, 22, 32), random(48, 96), random(48), random(40, 48)
    taps = mx.concatenate([x[:, k : k + 20] for k in range(3)], axis=-1).reshape(40, 96)
    expected = residual + gate * (taps.astype(mx.float32) @ w.T)
    close(few.product(x, w, residual=residual, gate=gate, history=2), expected)


def test_gelu():
    x, w = random(7, 64), random(32, 64) * 0.2
    close(few.product(x, w, gelu=True), nn.gelu_approx(x.astype(mx.float32) @ w.T))


def test_what_fits():
    assert few.fits(96, mx.bfloat16)
    assert few.fits(128, mx.float16, bits=4)
    assert not few.fits(80, mx.bfloat16)  # a warp reads 32 numbers at once
    assert not few.fits(64, mx.bfloat16, bits=4)  # 128 of 4 bits
    assert not few.fits(96, mx.float32)
