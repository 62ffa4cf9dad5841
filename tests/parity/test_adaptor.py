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
def weights(checkpoint_dir):
    stored = {}
    for file in checkpoint_dir.glob("*.safetensors"):
        stored |= mx.load(str(file))
    prefix = "adapter."
    return {name[len(prefix) :]: w.astype(mx.float32) for name, w in stored.items() if name.startswith(prefix)}


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


@pytest.mark.parametrize("which", ["single", "batch"])
def test_adaptor(model, expected, which):
    want = expected("adaptor")
    lengths = mx.array(expected("encoder")[f"{which}_out_len"])
    features, feature_lengths = model(mx.array(want[f"{which}_in"]), lengths)
    np.testing.assert_allclose(np.array(features), want[f"{which}_out"], atol=ATOL, rtol=0)
    np.testing.assert_array_equal(np.array(feature_lengths), want[f"{which}_out_len"])


def test_inner_arrays(model, expected):
    want = expected("adaptor")
    x = mx.array(want["single_in"])
    gelu = nn.gelu(model.conv(x))
    np.testing.assert_allclose(np.array(gelu), want["single_conv_gelu"], atol=ATOL, rtol=0)
    hidden = model.linear1(gelu)
    every = hidden.shape[-1] // want["single_linear1_pre_relu"].shape[-1]
    np.testing.assert_allclose(np.array(hidden[..., ::every]), want["single_linear1_pre_relu"], atol=ATOL, rtol=0)


def test_token_count(model, expected):
    table = expected("adaptor")["token_num_table"]
    kernel, stride = model.config.kernel, model.config.stride
    assert [adaptor.token_count(int(frames), kernel, stride) for frames, _ in table] == table[:, 1].tolist()
