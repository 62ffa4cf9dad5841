"""The audio encoder against encoder.npz."""

import json

import mlx.core as mx
import numpy as np
import pytest
from mlx.utils import tree_flatten

from stages.models import encoder
from stages.models.encoder import AudioEncoder, EncoderConfig

ATOL = 1e-4


@pytest.fixture(scope="module")
def weights(checkpoint_dir):
    stored = {}
    for file in checkpoint_dir.glob("*.safetensors"):
        stored |= mx.load(str(file))
    prefix = "encoder."
    return {name[len(prefix) :]: w.astype(mx.float32) for name, w in stored.items() if name.startswith(prefix)}


@pytest.fixture(scope="module")
def model(checkpoint_dir, weights):
    config = json.loads((checkpoint_dir / "config.json").read_text())["audio_encoder_config"]
    model = AudioEncoder(EncoderConfig.from_json(config))
    model.load_weights(list(encoder.sanitize(weights).items()), strict=True)
    return model


def test_names_and_layout_round_trip(model, weights):
    ours = dict(tree_flatten(model.parameters()))
    back = encoder.published(ours)
    assert back.keys() == weights.keys()
    for name, w in weights.items():
        assert mx.array_equal(back[name], w), name


@pytest.mark.parametrize("which", ["single", "batch"])
def test_encoder(model, expected, which):
    want = {name.removeprefix(which + "_"): x for name, x in expected("encoder").items() if name.startswith(which)}
    mel, lengths = mx.array(want["mel"]).swapaxes(1, 2), mx.array(want["mel_len"])
    frames, frame_lengths = model(mel, lengths)
    np.testing.assert_allclose(np.array(frames), want["out"], atol=ATOL, rtol=0)
    np.testing.assert_array_equal(np.array(frame_lengths), want["out_len"])


@pytest.mark.parametrize("which", ["single", "batch"])
def test_inner_arrays(model, expected, which):
    want = {name.removeprefix(which + "_"): x for name, x in expected("encoder").items() if name.startswith(which)}
    mel, lengths = mx.array(want["mel"]).swapaxes(1, 2), mx.array(want["mel_len"])
    bias = encoder.key_bias(lengths, mel.shape[1])
    np.testing.assert_array_equal(np.array(bias), want["mask_bias"])
    x = model.stem(mel)
    np.testing.assert_allclose(np.array(x), want["stem"], atol=ATOL, rtol=0)
    x = x + model.positional_embedding.weight[: x.shape[1]]
    if "block0_in" in want:
        np.testing.assert_allclose(np.array(x), want["block0_in"], atol=ATOL, rtol=0)
    for n, block in enumerate(model.blocks):
        x, _, _ = block(x, bias)
        if f"block{n}" in want:
            np.testing.assert_allclose(np.array(x), want[f"block{n}"], atol=ATOL, rtol=0)
    np.testing.assert_allclose(np.array(encoder.pool(x)), want["pooled"], atol=ATOL, rtol=0)
