"""All ways to take the estimator's step give what it gives, chunk after chunk."""

import mlx.core as mx
import numpy as np
import pytest
from mlx.utils import tree_map

from stages.models import cuda, estimator, few
from stages.models.conformer import ConformerConfig, FlowEncoder
from stages.models.dit import DiT, DiTConfig
from stages.models.flow import PRODUCT

from . import emulated


def model(dtype):
    mx.random.seed(3)
    dit = DiT(DiTConfig(hidden=64, depth=2, n_heads=2, head_dim=32, mlp_ratio=2.0, n_mels=16))
    dit.update(tree_map(lambda w: (mx.random.normal(w.shape) * 0.2).astype(dtype), dit.parameters()))
    return dit


def chunks(step, dit, dtype):
    """Velocities of three chunks of 9 frames in two batch rows, each remembering the first and 12 frames."""
    modulation = dit.modulation(mx.array([0.3])).shared()
    state = dit.make_state(2)
    found = []
    for number in range(3):
        x = mx.random.normal((1, 9, 16), key=mx.random.key(number))
        context = mx.random.normal((2, 9, 64), key=mx.random.key(10 + number)).astype(dtype)
        take = step if number else dit.step  # the prompt is read as written
        velocity, state = take(x, context, modulation, state)
        state = tuple(
            block._replace(
                attention=PRODUCT.estimator(block.attention, 9) if number == 0 else block.attention.recent(12)
            )
            for block in state
        )
        found.append(np.array(velocity.astype(mx.float32)))
    return found


def same(found, expected, tolerance):
    for one, other in zip(found, expected, strict=True):
        assert np.linalg.norm(one - other) <= tolerance * np.linalg.norm(other)


def test_compiled():
    dit = model(mx.float32)
    same(chunks(estimator.compiled(dit.step), dit, mx.float32), chunks(dit.step, dit, mx.float32), 1e-5)


@pytest.mark.skipif(emulated.COMPILER is None, reason="no C++ compiler")
@pytest.mark.parametrize("dtype", [mx.float16, mx.bfloat16])
def test_our_kernels(monkeypatch, dtype):
    monkeypatch.setattr(mx.fast, "cuda_kernel", emulated.cuda_kernel)
    monkeypatch.setattr(cuda, "_kernels", {})
    monkeypatch.setattr(few, "available", lambda: True)
    dit = model(dtype)
    assert estimator.Kernels.fits(dit)
    tolerance = 4e-3 if dtype == mx.float16 else 3e-2
    same(chunks(estimator.Kernels(dit), dit, dtype), chunks(dit.step, dit, dtype), tolerance)


def test_the_token_encoder_compiled():
    mx.random.seed(4)
    encoder = FlowEncoder(ConformerConfig(16, 32, 2, 48, 2, 1))
    encoder.update(tree_map(lambda w: mx.random.normal(w.shape) * 0.3, encoder.parameters()))
    run = estimator.compiled_encoder(encoder)
    ours = theirs = encoder.make_state()
    for n, last in ((8, False), (8, False), (5, True)):
        tokens = mx.random.normal((1, n, 16), key=mx.random.key(n))
        found, ours = run(tokens, ours, last)
        expected, theirs = encoder.step(tokens, theirs, last)
        np.testing.assert_allclose(np.array(found), np.array(expected), atol=1e-4)
