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
def weights(stored):
    return stored("encoder.")


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


@pytest.fixture(scope="module")
def want(expected):
    return expected("encoder")


@pytest.fixture(scope="module")
def cases(want):
    """What the batches of the set are called, and each one's mels (B, T, n_mels) and lengths."""
    names = [name.removesuffix("_mel") for name in want if name.endswith("_mel")]
    assert names
    return {name: (mx.array(want[f"{name}_mel"]).swapaxes(1, 2), mx.array(want[f"{name}_mel_len"])) for name in names}


def test_encoder(model, want, cases):
    for name, (mel, lengths) in cases.items():
        frames, frame_lengths = model(mel, lengths)
        np.testing.assert_allclose(np.array(frames), want[f"{name}_out"], atol=ATOL, rtol=0, err_msg=name)
        np.testing.assert_array_equal(np.array(frame_lengths), want[f"{name}_out_len"])


def test_inner_arrays(model, want, cases):
    for name, (mel, lengths) in cases.items():
        bias = encoder.key_bias(lengths, mel.shape[1])
        np.testing.assert_array_equal(np.array(bias), want[f"{name}_mask_bias"])
        x = model.stem(mel)
        compare(want, f"{name}_stem", x)
        x = x + model.positional_embedding.weight[: x.shape[1]]
        for n, block in enumerate(model.blocks):
            compare(want, f"{name}_block{n}_in", x)
            x, _, _ = block(x, bias)
            compare(want, f"{name}_block{n}", x)
        compare(want, f"{name}_pooled", encoder.pool(x))


def compare(want, name, got):
    """With the array of that name, if the set has it."""
    if name in want:
        np.testing.assert_allclose(np.array(got), want[name], atol=ATOL, rtol=0, err_msg=name)
