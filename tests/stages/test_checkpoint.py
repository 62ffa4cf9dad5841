"""Checkpoints that are incomplete, damaged or contradict themselves: each fault is named, with found and expected."""

import io
import json
import pickle
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest

from stages.archive import read_archive
from stages.checkpoint import CheckpointError, load

COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
SHARDS = sorted(file.name for file in COMPACT.glob("model-*.safetensors"))
INDEX = "model.safetensors.index.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A private copy of the golden checkpoint, to be damaged."""
    return Path(shutil.copytree(COMPACT, tmp_path / "checkpoint", copy_function=shutil.copyfile))


def refusal(folder: Path) -> str:
    with pytest.raises(CheckpointError) as caught:
        load(folder)
    assert str(caught.value).count(str(folder)) == 1
    return str(caught.value)


def edit_json(path: Path, change: Callable[[Any], Any]) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def edit_tensors(path: Path, change: Callable[[dict[str, mx.array]], Any]) -> None:
    weights = mx.load(str(path))
    mx.eval(weights)
    change(weights)
    mx.save_safetensors(str(path), weights)


def test_no_folder():
    with pytest.raises(CheckpointError, match="/nowhere: no such folder"):
        load("/nowhere")


@pytest.mark.parametrize(
    "name", ["config.json", SHARDS[0], SHARDS[1], "token2wav/flow.yaml", "token2wav/flow.pt", "token2wav/hift.pt"]
)
def test_a_missing_file_is_named(folder: Path, name: str):
    (folder / name).unlink()
    assert Path(name).name in refusal(folder)


def test_missing_shards_are_all_named(folder: Path):
    for name in SHARDS:
        (folder / name).unlink()
    assert f"{INDEX} names {', '.join(SHARDS)}, which is not there" in refusal(folder)
    (folder / INDEX).unlink()
    assert "model.safetensors is missing" in refusal(folder)


def test_an_index_that_is_none(folder: Path):
    (folder / INDEX).write_text('{"metadata": {}}')
    assert f"{INDEX} is no index of tensors: KeyError('weight_map')" in refusal(folder)


@pytest.mark.parametrize("keep", [0.999, 0.5, 0.001, 0])
def test_a_truncated_shard_is_named(folder: Path, keep: float):
    shard = folder / SHARDS[0]
    content = shard.read_bytes()
    shard.write_bytes(content[: int(len(content) * keep)])
    assert SHARDS[0] in refusal(folder)


def test_a_shard_that_is_something_else(folder: Path):
    (folder / SHARDS[1]).write_bytes(b"<!DOCTYPE html> not found, sorry")
    assert f"{SHARDS[1]} is no safetensors file" in refusal(folder)


def test_missing_extra_and_misshapen_tensors_are_all_listed(folder: Path):
    width = json.loads((folder / "config.json").read_text())["audio_encoder_config"]["n_audio_state"]

    def change(weights: dict[str, mx.array]) -> None:
        del weights["encoder.conv1.bias"]
        weights["adapter.conv.weight"] = mx.zeros((width, width, 5))
        weights["visual.patch"] = mx.zeros((2, 3))

    for shard in SHARDS:
        weights = mx.load(str(folder / shard))
        if "adapter.conv.weight" in weights and "encoder.conv1.bias" in weights:
            edit_tensors(folder / shard, change)
    flow = read_archive(folder / "token2wav" / "flow.pt")
    flow["encoder_proj.bias"] = mx.zeros((7,))
    mx.save_safetensors(str(folder / "token2wav" / "flow.safetensors"), flow)
    hift = {name.replace("generator.", ""): w for name, w in read_archive(folder / "token2wav" / "hift.pt").items()}
    del hift["conv_post.parametrizations.weight.original0"]
    mx.save_safetensors(str(folder / "token2wav" / "hift.safetensors"), hift)

    message = refusal(folder)
    assert "5 tensors do not fit the configuration, nothing was loaded" in message
    for line in (
        f"missing encoder.conv1.bias: expected ({width},)",
        f"misshapen adapter.conv.weight: found ({width}, {width}, 5), expected ({width}, {width}, 3)",
        "extra visual.patch: found (2, 3)",
        "misshapen flow: encoder_proj.bias: found (7,), expected (80,)",
        "missing hift: conv_post.parametrizations.weight.original0: expected (18, 1, 1)",
    ):
        assert line in message


def test_a_vocoder_without_the_layers_that_tell_its_size(folder: Path):
    mx.save_safetensors(str(folder / "token2wav" / "hift.safetensors"), {"conv_post.bias": mx.zeros((18,))})
    assert "hift lacks 'conv_pre.weight'" in refusal(folder)


@pytest.mark.parametrize(
    ("section", "key", "value", "why"),
    [
        (None, "architectures", ["LlamaForCausalLM"], "architectures is ['LlamaForCausalLM'], expected StepAudio2"),
        (None, "text_config", None, "has no section text_config"),
        ("text_config", "num_attention_groups", 1, "num_attention_groups is 1, num_key_value_heads 2"),
        ("text_config", "num_attention_heads", 5, "hidden_size 32 is no multiple of num_attention_heads 5"),
        ("text_config", "vocab_size", 700, "vocab_size is 700, the tokenizer has 7565 tokens"),
        ("text_config", "hidden_size", "32", "text_config.hidden_size is 32, expected a positive whole number"),
        ("text_config", "rms_norm_eps", None, "missing 1 required positional argument: 'rms_norm_eps'"),
        ("audio_encoder_config", "n_audio_head", 3, "n_audio_state 32 is no multiple of n_audio_head 3"),
        ("audio_encoder_config", "llm_dim", 48, "llm_dim is 48, the LLM's hidden_size 32"),
        ("audio_encoder_config", "n_audio_layer", None, "n_audio_layer is missing, expected a positive whole number"),
        ("audio_encoder_config", "attention", {"policy": "x"}, "attention is {'policy': 'x'}, must be"),
    ],
)
def test_a_configuration_that_contradicts_itself(folder: Path, section: str | None, key: str, value: Any, why: str):
    def change(config: dict[str, Any]) -> None:
        values = config if section is None else config[section]
        if value is None:
            del values[key]
        else:
            values[key] = value

    edit_json(folder / "config.json", change)
    assert why in refusal(folder)


def test_broken_json_and_yaml_are_named(folder: Path):
    flow = folder / "token2wav" / "flow.yaml"
    text = flow.read_text()
    flow.write_text(text.replace("!new:", "!!python/object/apply:os.", 1))
    assert "flow.yaml is not the YAML expected" in refusal(folder)
    flow.write_text(text.replace("num_blocks", "blocks"))
    assert "flow.yaml lacks 'num_blocks'" in refusal(folder)
    (folder / "config.json").write_text("{")
    assert "config.json is not JSON" in refusal(folder)


def test_a_pickle_that_holds_code_is_refused_by_name_and_not_run(folder: Path):
    proof = folder / "it-ran"

    class Harmful:
        def __reduce__(self):
            return proof.touch, ()

    buffer = io.BytesIO()
    pickle.dump({"input_embedding.weight": Harmful()}, buffer)
    with zipfile.ZipFile(folder / "token2wav" / "flow.pt", "w") as archive:
        archive.writestr("flow/data.pkl", buffer.getvalue())
    assert "flow.pt: its pickle asks for builtins.getattr: refused, only tensors are read" in refusal(folder)
    assert not proof.exists()


def test_safetensors_stand_in_for_the_archives(folder: Path):
    whole = load(folder)
    for name in ("flow", "hift"):
        path = folder / "token2wav" / f"{name}.pt"
        mx.save_safetensors(str(path.with_suffix(".safetensors")), read_archive(path))
        path.unlink()
    again = load(folder)
    assert mx.array_equal(whole.flow.encoder_proj.weight, again.flow.encoder_proj.weight)
    assert mx.array_equal(whole.vocoder.conv_pre.weight, again.vocoder.conv_pre.weight)


def test_weights_come_in_the_type_asked_for(folder: Path):
    checkpoint = load(folder, mx.float16)
    for module in (checkpoint.encoder, checkpoint.adaptor, checkpoint.llm, checkpoint.flow, checkpoint.vocoder):
        for _, weight in pairs(module.parameters()):
            assert weight.dtype == mx.float16


def pairs(tree: Any) -> list[tuple[str, mx.array]]:
    from mlx.utils import tree_flatten

    return tree_flatten(tree)
