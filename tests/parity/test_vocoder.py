"""The HiFT vocoder against the reference: every array of hift.npz but `rand_ini`, the start phase it does not need."""

from collections.abc import Callable
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import pytest
from mlx.utils import tree_flatten

from stages.models.hift import FRAME_SAMPLES, Hift, HiftConfig, published, sanitize, stft
from stages.models.mel import hann
from stages.weights import read_tensors

Arrays = dict[str, np.ndarray]
FROM_STORED_SOURCE = 1e-4
INNER = 1e-3


@pytest.fixture(scope="module")
def arrays(expected: Callable[[str], Arrays]) -> Arrays:
    return expected("hift")


@pytest.fixture(scope="module")
def tensors(checkpoint_dir: Path) -> dict[str, mx.array]:
    return read_tensors(checkpoint_dir / "token2wav", "hift")


@pytest.fixture(scope="module")
def hift(tensors: dict[str, mx.array]) -> Hift:
    weights = sanitize(tensors)
    model = Hift(HiftConfig.from_weights(weights))
    model.load_weights(list(weights.items()), strict=True)
    return model


class Recorder(nn.Module):
    """Calls a module and remembers what came out."""

    def __init__(self, module: nn.Module):
        super().__init__()
        self.module = module

    @property
    def weight(self) -> mx.array:
        return self.module.weight

    def __call__(self, x: mx.array) -> mx.array:
        self.out = self.module(x)
        return self.out


def frames(channels_first: np.ndarray) -> mx.array:
    """(B, C, T) of the fixture -> our (B, T, C)."""
    return mx.array(channels_first.swapaxes(1, 2))


def thinned(x: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Every n-th frame of (B, C, T), n being what leaves as many frames as the fixture stores."""
    return x[..., :: -(-x.shape[-1] // wanted.shape[-1])]


def close(actual: mx.array | np.ndarray, wanted: np.ndarray, tolerance: float) -> None:
    np.testing.assert_allclose(np.asarray(actual), wanted, rtol=0, atol=tolerance)


def test_f0_and_what_is_voiced(arrays: Arrays, hift: Hift) -> None:
    f0 = hift.f0(frames(arrays["mel"]))
    close(f0, arrays["f0"], 0.05)
    assert np.array_equal(np.asarray(f0 > 10), arrays["uv_every480"][..., 0] == 1)


def test_source(arrays: Arrays, hift: Hift) -> None:
    source = hift.source(mx.array(arrays["f0"]), mx.array(arrays["noise"]))
    close(source, arrays["source"][:, 0], 5e-3)
    close(source, arrays["source_f64"][:, 0], 2e-3)


def test_spectrum_of_the_source(arrays: Arrays) -> None:
    spectrum = np.asarray(stft(mx.array(arrays["source"][:, 0])))
    real, imaginary = np.split(spectrum.swapaxes(1, 2), 2, axis=1)
    for part, wanted in ((real, arrays["source_stft_real"]), (imaginary, arrays["source_stft_imag"])):
        close(thinned(part, wanted), wanted, INNER)
    close(hann(len(arrays["stft_window"])), arrays["stft_window"], 1e-6)


def test_inner_outputs(arrays: Arrays, tensors: dict[str, mx.array]) -> None:
    weights = sanitize(tensors)
    hift = Hift(HiftConfig.from_weights(weights))
    hift.load_weights(list(weights.items()), strict=True)
    hift.conv_pre, hift.conv_post = Recorder(hift.conv_pre), Recorder(hift.conv_post)
    hift.ups = [Recorder(up) for up in hift.ups]
    hift.source_resblocks = [Recorder(block) for block in hift.source_resblocks]
    hift.decode(frames(arrays["mel"]), mx.array(arrays["source"][:, 0]))

    close(hift.conv_pre.out.swapaxes(1, 2), arrays["conv_pre_out"], INNER)
    conv_post = np.asarray(hift.conv_post.out.swapaxes(1, 2))
    close(thinned(conv_post, arrays["conv_post_out"]), arrays["conv_post_out"], INNER)
    for i, (up, source) in enumerate(zip(hift.ups, hift.source_resblocks, strict=True)):
        for recorder, name in ((up, f"up{i}_out"), (source, f"source{i}_out")):
            if name in arrays:
                close(recorder.out.swapaxes(1, 2)[..., : arrays[name].shape[2]], arrays[name], INNER)


def test_waveform_from_the_stored_source_and_end_to_end(arrays: Arrays, hift: Hift) -> None:
    mel = frames(arrays["mel"])
    close(hift.decode(mel, mx.array(arrays["source"][:, 0])), arrays["wav"], FROM_STORED_SOURCE)
    close(hift(mel, mx.array(arrays["noise"])), arrays["wav"], 3e-2)


def test_second_call_with_a_cached_source(arrays: Arrays, hift: Hift) -> None:
    mel, cached = frames(arrays["cached_mel"]), arrays["cached_source_in"][:, 0]
    fresh = hift.source(hift.f0(mel), mx.array(arrays["cached_noise"]))
    source = mx.concatenate([mx.array(cached), fresh[:, cached.shape[1] :]], axis=1)
    close(source, arrays["cached_source"][:, 0], 5e-3)
    close(hift.decode(mel, mx.array(arrays["cached_source"][:, 0])), arrays["cached_wav"], FROM_STORED_SOURCE)


def test_weights_survive_the_way_to_the_published_form_and_back(tensors: dict[str, mx.array]) -> None:
    weights = sanitize(tensors)
    written = published(weights)
    assert written.keys() == {name.removeprefix("generator.") for name in tensors}
    assert all(written[name.removeprefix("generator.")].shape == w.shape for name, w in tensors.items())
    again = sanitize(written)
    assert again.keys() == weights.keys()
    for name, wanted in weights.items():
        close(again[name], np.asarray(wanted), 1e-6)


def test_every_weight_has_a_gradient(arrays: Arrays, hift: Hift) -> None:
    mel = frames(arrays["mel"])[:, :8]
    noise = mx.array(arrays["noise"])[:, : 8 * FRAME_SAMPLES]
    wanted = mx.array(arrays["wav"])[:, : 8 * FRAME_SAMPLES]

    def loss(mel: mx.array) -> mx.array:
        return mx.square(hift(mel, noise) - 0.5 * wanted).mean() + mx.square(hift.f0(mel)).mean()

    _, gradients = nn.value_and_grad(hift, loss)(mel)
    still = [name for name, gradient in tree_flatten(gradients) if not mx.abs(gradient).max().item() > 0]
    assert not still
