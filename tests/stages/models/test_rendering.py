"""All ways to render give what the vocoder as written gives."""

import mlx.core as mx
import numpy as np
import pytest
from mlx.utils import tree_map

from stages.models import cuda, few, hift, rendering
from stages.models.choice import Choices
from stages.models.hift import Hift, HiftConfig

from . import emulated

CONFIG = HiftConfig(base=256, f0_width=32)


def vocoder(dtype=mx.float32):
    mx.random.seed(5)
    model = Hift(CONFIG)
    model.update(tree_map(lambda w: w.astype(dtype), model.parameters()))
    return model


def rendered(renderer, frames=3):
    mel = mx.random.normal((1, frames, 80), key=mx.random.key(1))
    noise = mx.random.normal((1, 480 * frames, 1), key=mx.random.key(2))
    return np.array(renderer.decode(mel, renderer.source(mx.full((1, frames), 150.0), noise)))


def distance(found, expected):
    return np.linalg.norm(found - expected) / np.linalg.norm(expected)


def halves(model):
    """Its weights rounded to half precision, and the same numbers in single precision."""
    rounded = tree_map(lambda w: w.astype(mx.float16), model.parameters())
    model.update(rounded)
    exact = Hift(CONFIG)
    exact.update(tree_map(lambda w: w.astype(mx.float32), rounded))
    return model, exact


@pytest.fixture
def emulate(monkeypatch):
    monkeypatch.setattr(mx.fast, "cuda_kernel", emulated.cuda_kernel)
    monkeypatch.setattr(cuda, "_kernels", {})
    monkeypatch.setattr(few, "available", lambda: True)


def test_compiled():
    model = vocoder()
    assert distance(rendered(rendering.Compiled(model)), rendered(model)) < 1e-4


@pytest.mark.skipif(emulated.COMPILER is None, reason="no C++ compiler")
@pytest.mark.parametrize(
    ("part", "ours", "width"),
    [
        (hift.Conv(80, 32, 7), rendering._Conv, 80),
        (hift.Conv(32, 18, 3, 5), rendering._Conv, 32),
        (hift.Upsample(32, 16, 16, 8), rendering._Upsample, 32),
        (hift.Upsample(32, 16, 7, 3), rendering._Upsample, 32),
    ],
)
def test_our_convolutions(emulate, part, ours, width):
    x = mx.random.normal((1, 11, width), key=mx.random.key(0))
    expected = part(x)
    part.update(tree_map(lambda w: w.astype(mx.float16), part.parameters()))
    found = ours(part)(x.astype(mx.float16))
    assert found.shape == expected.shape
    assert distance(np.array(found.astype(mx.float32)), np.array(expected)) < 3e-3


@pytest.mark.skipif(emulated.COMPILER is None, reason="no C++ compiler")
def test_our_kernels(emulate):
    """The whole decoder, with snakes that differ from channel to channel and between blocks."""
    model = vocoder()
    model.update(tree_map(lambda w: mx.random.uniform(0.3, 2.0, w.shape) if w.ndim == 1 else w, model.parameters()))
    half, exact = halves(model)
    assert rendering.Kernels.fits(half)
    mel = mx.random.normal((1, 2, 80), key=mx.random.key(1))
    source = 0.1 * mx.random.normal((1, 960), key=mx.random.key(2))
    expected = exact.spectrum(mel, source)
    found = rendering.Kernels(half).spectrum(mel, source)
    assert found.shape == expected.shape
    assert distance(np.array(found.astype(mx.float32)), np.array(expected)) < 1e-2


def test_ways_are_compared_by_what_rounding_leaves_alone():
    """Where spectra are large, as random weights make them, rounding of weights alone makes other samples of them."""
    model = vocoder()
    model.conv_post.weight = model.conv_post.weight * 300
    half, exact = halves(model)
    half.update(tree_map(lambda w: w * 1.0002, exact.parameters()))
    mel, noise = mx.random.normal((1, 6, 80), key=mx.random.key(1)), mx.random.normal((1, 2880, 1))
    one, other = ([np.array(array) for array in rendering._rendered(m, mel, noise)] for m in (half, exact))
    assert max(distance(*both) for both in zip(one, other, strict=True)) < 0.01
    assert distance(rendered(half, 6), rendered(exact, 6)) > 0.05


def test_a_gpus_products_are_the_same_convolutions(monkeypatch):
    model = vocoder()
    expected = rendered(model)
    monkeypatch.setattr(hift, "on_gpu", lambda: True)
    assert distance(rendered(model), expected) < 1e-4
    with hift.convolving():
        assert distance(rendered(model), expected) < 1e-4


def test_the_librarys_convolutions(monkeypatch):
    model = vocoder()
    expected = rendered(model)
    monkeypatch.setattr(hift, "on_gpu", lambda: True)
    assert distance(rendered(rendering.Convolving(model)), expected) < 1e-4


def test_on_a_cpu_there_is_nothing_to_choose():
    model, choices = vocoder(), Choices()
    rendering.tune(model, choices, 4)
    assert choices.made == []
    assert model.renderer() is model
