"""The golden checkpoint loads whole: every tensor of its files, at its value, in float32."""

import json
from pathlib import Path

import mlx.core as mx
import numpy as np
import pytest
from mlx.utils import tree_flatten

from stages.checkpoint import Checkpoint, load
from stages.weights import read_tensors


@pytest.fixture(scope="module")
def checkpoint(checkpoint_dir: Path) -> Checkpoint:
    return load(checkpoint_dir, mx.float32)


@pytest.fixture(scope="module")
def shards(checkpoint_dir: Path) -> dict[str, mx.array]:
    return {name: w for file in checkpoint_dir.glob("*.safetensors") for name, w in mx.load(str(file)).items()}


def test_every_tensor_of_the_shards_is_in_a_module(checkpoint: Checkpoint, shards: dict[str, mx.array]):
    ours = {
        **named("encoder.", checkpoint.encoder),
        **named("adapter.", checkpoint.adaptor),
        **named("", checkpoint.llm),
    }
    assert ours.keys() == shards.keys()
    for name, stored in shards.items():
        assert ours[name].dtype == mx.float32
        same(name, ours[name], stored.astype(mx.float32))


def test_every_tensor_of_the_flow_is_in_the_module(checkpoint: Checkpoint, checkpoint_dir: Path):
    stored, ours = read_tensors(checkpoint_dir / "token2wav", "flow"), named("", checkpoint.flow)
    assert ours.keys() == stored.keys()
    for name in stored:
        same(name, ours[name], stored[name])


def test_every_tensor_of_the_vocoder_is_in_the_module_with_its_weight_norm_folded(
    checkpoint: Checkpoint, checkpoint_dir: Path
):
    tensors = read_tensors(checkpoint_dir / "token2wav", "hift")
    stored = {name.replace("generator.", ""): np.array(w, np.float64) for name, w in tensors.items()}
    for name in [name for name in stored if name.endswith(".original0")]:
        stem = name.removesuffix(".parametrizations.weight.original0")
        gain, direction = stored.pop(name), stored.pop(name[:-1] + "1")
        length = np.sqrt((direction**2).sum(axis=tuple(range(1, direction.ndim)), keepdims=True))
        stored[f"{stem}.weight"] = gain * direction / length
    ours = named("", checkpoint.vocoder)
    assert ours.keys() == stored.keys()
    for name in stored:
        same(name, ours[name], mx.array(stored[name]))


def test_ids_and_folders(checkpoint: Checkpoint, golden: Path):
    prompts = json.loads((golden / "expected" / "prompts.json").read_text("utf-8"))
    assert checkpoint.eos_id == prompts["eos_token_id"]
    assert checkpoint.flow.config.codebook_size == prompts["codebook_size"]
    assert (checkpoint.token2wav_dir / "flow.yaml").is_file()
    assert checkpoint.voices_dir.parent == checkpoint.folder


def named(prefix: str, module) -> dict[str, mx.array]:
    return {prefix + name: w for name, w in tree_flatten(module.parameters())}


def same(name: str, ours: mx.array, stored: mx.array) -> None:
    """Equal, once a convolution's (out, k, in) is turned back into the published (out, in, k)."""
    if stored.ndim == 3:
        ours = ours.swapaxes(1, 2)
    assert ours.shape == stored.shape, name
    assert mx.allclose(ours, stored, rtol=1e-6, atol=1e-7), name
