"""The estimator's step as a single kernel gives what the estimator gives, chunk after chunk."""

import mlx.core as mx
import numpy as np
import pytest
from mlx.utils import tree_flatten, tree_map

from stages.models import cuda, few, single
from stages.models.choice import Choices
from stages.models.conformer import ConformerConfig
from stages.models.dit import DiT, DiTConfig
from stages.models.flow import PRODUCT, Flow, FlowConfig, FlowPrompt, Recent

from . import emulated

N_MELS, WIDTH = 16, 64


def model(dtype, n_heads=2, head_dim=32):
    mx.random.seed(3)
    dit = DiT(DiTConfig(hidden=WIDTH, depth=2, n_heads=n_heads, head_dim=head_dim, mlp_ratio=2.0, n_mels=N_MELS))
    dit.update(tree_map(lambda w: (mx.random.normal(w.shape) * 0.2).astype(dtype), dit.parameters()))
    return dit


def remembered(block, first, recent):
    attention = PRODUCT.estimator(block.attention, first) if recent is None else block.attention.recent(recent)
    return block._replace(attention=attention)


def stream(dit, step, lengths, dtype, joined):
    """Velocities of chunks of so many frames in two batch rows, and the last state, one entry a block."""
    modulation, state = dit.modulation(mx.array([0.3])).shared(), dit.make_state(2)
    found = []
    for number, length in enumerate(lengths):
        x = mx.random.normal((1, length, N_MELS), key=mx.random.key(number))
        context = mx.random.normal((2, length, WIDTH), key=mx.random.key(10 + number)).astype(dtype)
        if number == 1 and joined:
            modulation, state = single.join(modulation, state)
        velocity, state = (step if number else dit.step)(x, context, modulation, state)  # the prompt is read as written
        state = tuple(remembered(block, lengths[0], 12 if number else None) for block in state)
        found.append(velocity)
    state = single.part(modulation, state)[1] if joined else state
    return [np.array(array.astype(mx.float32)) for array in found], state


def same(found, expected, tolerance):
    for one, other in zip(found, expected, strict=True):
        assert one.shape == other.shape
        assert np.linalg.norm(one - other) <= tolerance * np.linalg.norm(other)


def memories(state):
    return [
        np.array(array.astype(mx.float32))
        for block in state
        for array in (*block.attention.keys, *block.attention.values, block.conv1, block.conv2)
    ]


@pytest.fixture
def emulate(monkeypatch):
    monkeypatch.setattr(mx.fast, "cuda_kernel", emulated.cuda_kernel)
    monkeypatch.setattr(few, "available", lambda: True)
    monkeypatch.setattr(cuda, "_kernels", {})


@pytest.mark.skipif(emulated.COMPILER is None, reason="no C++ compiler")
@pytest.mark.parametrize(
    ("dtype", "tolerance", "thread_blocks", "lengths"),
    [
        (mx.float16, 4e-3, 1, (9, 2, 34)),  # 34 rows are two tiles
        (mx.bfloat16, 3e-2, 1, (9, 9)),
        (mx.float16, 4e-3, 2, (9, 9)),  # blocks that share the work and wait for each other
    ],
)
def test_the_kernel(emulate, dtype, tolerance, thread_blocks, lengths):
    dit = model(dtype)
    assert single.Single.fits(dit)
    expected, state = stream(dit, dit.step, lengths, dtype, joined=False)
    step = single.Single(dit, warps=2).by(thread_blocks)
    found, after = stream(dit, step, lengths, dtype, joined=True)
    same(found, expected, tolerance)
    same(memories(after), memories(state), tolerance)


@pytest.mark.skipif(emulated.COMPILER is None, reason="no C++ compiler")
@pytest.mark.parametrize("prompt", [80, single.KEYS - 12 - 9])
def test_wide_heads_and_as_many_keys_as_there_may_be(emulate, prompt):
    dit, lengths = model(mx.float16, n_heads=1, head_dim=64), (prompt, 9, 9, 9)
    expected, state = stream(dit, dit.step, lengths, mx.float16, joined=False)
    found, after = stream(dit, single.Single(dit, warps=4).by(1), lengths, mx.float16, joined=True)
    same(found, expected, 4e-3)
    same(memories(after), memories(state), 4e-3)


def guided():
    mx.random.seed(5)
    flow = Flow(
        FlowConfig(
            codebook_size=50,
            embedding_width=16,
            speaker_width=6,
            n_mels=N_MELS,
            n_timesteps=2,
            guidance=0.7,
            encoder=ConformerConfig(input_width=16, width=16, n_heads=2, mlp_width=24, n_blocks=1, n_up_blocks=1),
            estimator=DiTConfig(hidden=WIDTH, depth=2, n_heads=2, head_dim=32, mlp_ratio=2.0, n_mels=N_MELS),
            stream=Recent(recent_frames=4, encoder_frames=1000),
        )
    )
    flow.update(tree_map(lambda w: (mx.random.normal(w.shape) * 0.2).astype(mx.float16), flow.parameters()))
    return flow


@pytest.mark.skipif(emulated.COMPILER is None, reason="no C++ compiler")
@pytest.mark.parametrize("most_frames", [single.KEYS, 25])
def test_a_stream_of_the_flow(emulate, most_frames):
    """With guidance, from the voice to the last chunk; what exceeds the most frames there can be goes the plain way."""
    flow = guided()
    prompt = FlowPrompt(mx.arange(6), mx.random.normal((12, N_MELS)), mx.random.normal((6,)))
    noise = [mx.random.normal((1, n, N_MELS)) for n in (12, 10, 4)]
    codes = [(mx.arange(8), False), (mx.arange(2), True)]

    def spoken():
        state, mels = flow.prime(prompt, noise[0]), []
        for (tokens, last), start in zip(codes, noise[1:], strict=True):
            mel, state = flow.step(tokens, state, start, last)
            mels.append(np.array(mel))
        return mels

    expected = spoken()
    step = single.Single(flow.decoder.estimator, warps=2).by(1)
    flow._way = flow._plain()._replace(chunk=step, last=step, joined=most_frames)
    same(spoken(), expected, 2e-2)


@pytest.mark.skipif(emulated.COMPILER is None, reason="no C++ compiler")
def test_it_is_compared_with_the_plain_way(emulate, monkeypatch):
    flow, choices = guided(), Choices(seconds=0.0)
    step = single.Single(flow.decoder.estimator, 1, warps=2)
    ways = {"plain": flow._plain(), "one": flow._plain()._replace(chunk=step, last=step, joined=single.KEYS)}
    monkeypatch.setattr(flow, "_ways", lambda: ways)
    flow.tune(choices, 5, 6)
    assert [(trial.way, trial.refused) for trial in choices.made[0].trials] == [("plain", ""), ("one", "")]
    assert flow._way is ways["plain"]  # nobody emulates as fast


def test_the_ways_on_a_gpu(emulate, monkeypatch):
    flow = guided()
    monkeypatch.setattr(mx, "default_device", lambda: mx.Device(mx.gpu))
    assert list(flow._ways()) == [
        "plain",
        *(f"one kernel a step, {n} blocks" for n in (128, 64, 32)),
        "kernels, compiled",
        "compiled",
    ]


def test_parting_undoes_joining():
    dit = model(mx.float32)
    modulation = dit.modulation(mx.array([0.3])).shared()
    _, state = dit.step(mx.ones((2, 5, N_MELS)), mx.ones((2, 5, WIDTH)), modulation, dit.make_state(2))
    joined = single.join(modulation, state)
    assert single.is_joined(joined[0])
    assert not single.is_joined(modulation)
    assert joined[1][0].attention.length == 5
    parted, blocks = single.part(*joined)
    same(memories(blocks), memories(state), 0)
    same(
        [np.array(w) for block in parted.blocks for w in block],
        [np.array(w) for block in modulation.blocks for w in block],
        0,
    )


def test_the_estimators_weights_are_what_they_were(emulate):
    dit = model(mx.float32)
    before = [np.array(w) for w in dict(tree_flatten(dit.parameters())).values()]
    single.Single(dit)
    same([np.array(w) for w in dict(tree_flatten(dit.parameters())).values()], before, 0)
