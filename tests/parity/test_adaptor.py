"""The adaptor and the audio token rule against adaptor.npz."""

import json

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import pytest
from mlx.utils import tree_flatten

from stages.models import adaptor
from stages.models.adaptor import Adaptor, AdaptorConfig

ATOL = 1e-4


@pytest.fixture(scope="module")
def weights(stored):
    return stored("adapter.")


@pytest.fixture(scope="module")
def model(checkpoint_dir, weights):
    config = json.loads((checkpoint_dir / "config.json").read_text())["audio_encoder_config"]
    model = Adaptor(AdaptorConfig.from_json(config))
    model.load_weights(list(adaptor.sanitize(weights).items()), strict=True)
    return model


def test_names_and_layout_round_trip(model, weights):
    back = adaptor.published(dict(tree_flatten(model.parameters())))
    assert back.keys() == weights.keys()
    for name, w in weights.items():
        assert mx.array_equal(back[name], w), name


@pytest.fixture(scope="module")
def want(expected):
    return expected("adaptor")


@pytest.fixture(scope="module")
def cases(want):
    """What the batches of the set are called, and each one's encoder output (B, T, width)."""
    names = [name.removesuffix("_in") for name in want if name.endswith("_in")]
    assert names
    return {name: mx.array(want[f"{name}_in"]) for name in names}


def test_adaptor(model, want, cases, expected):
    for name, frames in cases.items():
        lengths = mx.array(expected("encoder")[f"{name}_out_len"])
        features, feature_lengths = model(frames, lengths)
        np.testing.assert_allclose(np.array(features), want[f"{name}_out"], atol=ATOL, rtol=0, err_msg=name)
        np.testing.assert_array_equal(np.array(feature_lengths), want[f"{name}_out_len"])


def test_inner_arrays(model, want, cases):
    for name, frames in cases.items():
        gelu = nn.gelu(model.conv(frames))
        compare(want, f"{name}_conv_gelu", gelu)
        compare(want, f"{name}_linear1_pre_relu", model.linear1(gelu))


def compare(want, name, got):
    """With the array of that name, if the set has it; it may hold every n-th channel only."""
    if name in want:
        every = got.shape[-1] // want[name].shape[-1]
        np.testing.assert_allclose(np.array(got[..., ::every]), want[name], atol=ATOL, rtol=0, err_msg=name)


def test_token_count(model, want):
    table = want["token_num_table"]
    kernel, stride = model.config.kernel, model.config.stride
    assert [adaptor.token_count(int(frames), kernel, stride) for frames, _ in table] == table[:, 1].tolist()
