"""The flow's velocity estimator against dit.npz: whole, with a mask, inside, and in chunks with their caches."""

import re
from collections.abc import Callable
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import pytest

from stages.checkpoint import load
from stages.models.conformer import KeyValues
from stages.models.dit import BlockState, DiT, gelu, mish

Arrays = dict[str, np.ndarray]
TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def dit(checkpoint_dir: Path) -> DiT:
    return load(checkpoint_dir, mx.float32).flow.decoder.estimator


@pytest.fixture(scope="module")
def arrays(expected: Callable[[str], Arrays]) -> Arrays:
    return expected("dit")


def close(actual: mx.array, wanted: np.ndarray) -> None:
    np.testing.assert_allclose(np.asarray(actual), wanted, rtol=0, atol=TOLERANCE)


def frames(array: np.ndarray) -> mx.array:
    """(B, C, T) as stored -> (B, T, C)."""
    return mx.array(array).swapaxes(1, 2)


def numbered(arrays: Arrays, pattern: str) -> dict[int, np.ndarray]:
    """The arrays named `pattern`, by the number in their names."""
    found = {int(m[1]): arrays[name] for name in arrays if (m := re.fullmatch(pattern, name))}
    assert found, f"no array is named {pattern}"
    return found


def whole(dit: DiT, arrays: Arrays, mask: mx.array | None) -> mx.array:
    x, mu, cond = (frames(arrays[name]) for name in ("x", "mu", "cond"))
    return dit(x, mu, mx.array(arrays["t"]), mx.array(arrays["spks"]), cond, mask).swapaxes(1, 2)


def test_whole(dit: DiT, arrays: Arrays) -> None:
    close(whole(dit, arrays, None), arrays["out"])


@pytest.mark.parametrize(("mask", "out"), [("mask", "out"), ("mask_padded", "out_padded")])
def test_masked(dit: DiT, arrays: Arrays, mask: str, out: str) -> None:
    close(whole(dit, arrays, mx.array(arrays[mask])[:, None] > 0), arrays[out])


def test_inside(dit: DiT, arrays: Arrays) -> None:
    t = mx.array(arrays["t"])
    close(dit.t_embedder(t), arrays["t_emb"])
    parts = [frames(arrays[name]) for name in ("x", "mu", "cond")]
    speaker = mx.broadcast_to(mx.array(arrays["spks"])[:, None], parts[0].shape)
    x = dit.in_proj(mx.concatenate([*parts[:2], speaker, parts[2]], axis=-1))
    close(x, arrays["in_proj_out"])
    outs = numbered(arrays, r"block(\d+)_out")
    assert max(outs) < len(dit.blocks)
    modulation = dit.modulation(t)
    for i, (block, state) in enumerate(zip(dit.blocks, dit.make_state(len(t)), strict=True)):
        x, _ = block(x, modulation.blocks[i], state, None)
        if i in outs:
            close(x, outs[i])


def test_chunks_and_their_caches(dit: DiT, arrays: Arrays) -> None:
    x, mu, cond = (frames(arrays[name]) for name in ("x", "mu", "cond"))
    context = dit.context(mu, mx.array(arrays["spks"]), cond)
    modulation, state = dit.modulation(mx.array(arrays["t"])), dit.make_state(len(x))
    attention, columns = (numbered(arrays, rf"chunk(\d+)_{kind}_cache") for kind in ("att", "cnn"))
    for i, (start, end) in enumerate(arrays["chunk_ranges"].tolist()):
        out, state = dit.step(x[:, start:end], context[:, start:end], modulation, state)
        close(out.swapaxes(1, 2), arrays[f"chunk{i}_out"])
        if i in columns:
            close(mx.stack([convolutions(block) for block in state]), columns[i])
        if i in attention:
            close(mx.stack([newest_first(block.attention) for block in state]), attention[i])


def convolutions(block: BlockState) -> mx.array:
    """As published: (B, 2 * hidden, 2)."""
    return mx.concatenate([block.conv1, block.conv2], axis=-1).swapaxes(1, 2)


def newest_first(memory: KeyValues) -> mx.array:
    """As published: the newest chunk first, keys then values."""
    backwards = KeyValues(memory.keys[::-1], memory.values[::-1])
    return mx.concatenate(backwards.join(), axis=-1)


def test_times_that_are_the_same_can_be_shared(dit: DiT, arrays: Arrays) -> None:
    x, mu, cond = (frames(arrays[name]) for name in ("x", "mu", "cond"))
    context = dit.context(mu, mx.array(arrays["spks"]), cond)
    modulation = dit.modulation(mx.full((len(x),), float(arrays["t"][0])))
    one, _ = dit.step(x, context, modulation, dit.make_state(len(x)))
    other, _ = dit.step(x, context, modulation.shared(), dit.make_state(len(x)))
    close(other, np.asarray(one))


def test_mish_and_gelu_are_the_published_functions() -> None:
    x = mx.linspace(-50.0, 50.0, 4001)
    close(mish(x), np.asarray(nn.mish(x)))
    close(gelu(x), np.asarray(nn.gelu_approx(x)))
