"""What is exported is what loads, in the published layout."""

import json
import shutil
from pathlib import Path

import mlx.core as mx
import pytest
import yaml
from mlx.utils import tree_flatten

from stages.checkpoint import Checkpoint, load, read_yaml
from stages.models.s3_tokenizer import S3Config, S3Tokenizer
from training import unpack
from training.export import export_checkpoint
from training.speaker import Speaker

COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
MODULES = ("encoder", "adaptor", "llm", "flow", "vocoder")


@pytest.fixture(scope="module")
def original() -> Checkpoint:
    return load(COMPACT, mx.float32)


def export(original: Checkpoint, folder: Path, **options) -> Checkpoint:
    for name in ("vocab.json", "merges.txt", "tokenizer_config.json"):
        shutil.copyfile(COMPACT / name, folder / name)
    export_checkpoint(
        folder,
        **{name: getattr(original, name) for name in MODULES},
        audio_config=original.config["audio_encoder_config"],
        text_config=original.config["text_config"],
        flow_config=read_yaml(COMPACT / "token2wav" / "flow.yaml")["flow"],
        **{"tokenizer_s3": S3Tokenizer(S3Config(64, 1)), "speaker": Speaker(16)} | options,
    )
    return load(folder, mx.float32)


def test_every_weight_survives(original: Checkpoint, tmp_path: Path):
    again = export(original, tmp_path, dtype=mx.float32, token2wav_dtype=mx.float32)
    for module in MODULES:
        before, after = (dict(tree_flatten(getattr(c, module).parameters())) for c in (original, again))
        assert before.keys() == after.keys()
        for name in before:
            assert mx.allclose(before[name], after[name], rtol=1e-6, atol=1e-7), f"{module} {name}"
    assert again.encoder.config == original.encoder.config
    assert again.flow.config == original.flow.config
    assert again.vocoder.conv_pre.weight.shape == original.vocoder.conv_pre.weight.shape


def test_unpacked_is_what_was_exported(original: Checkpoint, tmp_path: Path):
    tokenizer, speaker = S3Tokenizer(S3Config(64, 2)), Speaker(16)
    export(original, tmp_path, tokenizer_s3=tokenizer, speaker=speaker)
    parts = {
        "mind": {
            f"{part}.{name}": w
            for part in ("encoder", "adaptor", "llm")
            for name, w in tree_flatten(getattr(original, part).parameters())
        },
        "speech_tokenizer": dict(tree_flatten(tokenizer.parameters())),
        "speaker": dict(tree_flatten(speaker.parameters())),
        "flow": dict(tree_flatten(original.flow.parameters())),
        "vocoder": dict(tree_flatten(original.vocoder.parameters())),
    }
    for part, before in parts.items():
        after = getattr(unpack, part)(tmp_path)
        assert before.keys() == after.keys(), part
        for name in before:
            assert mx.allclose(before[name], after[name].astype(mx.float32), rtol=1e-2, atol=1e-3), f"{part} {name}"


def test_the_published_layout(original: Checkpoint, tmp_path: Path):
    export(original, tmp_path, shard_bytes=500_000)
    index = json.loads((tmp_path / "model.safetensors.index.json").read_text())
    files = sorted(set(index["weight_map"].values()))
    assert files == [f"model-{i:05}-of-{len(files):05}.safetensors" for i in range(1, len(files) + 1)]
    assert len(files) > 1
    published = json.loads((COMPACT / "model.safetensors.index.json").read_text())
    assert index["weight_map"].keys() == published["weight_map"].keys()
    assert index["metadata"] == published["metadata"]
    stored = {name: w for file in files for name, w in mx.load(str(tmp_path / file)).items()}
    for name, w in ((n, w) for f in COMPACT.glob("*.safetensors") for n, w in mx.load(str(f)).items()):
        assert stored[name].dtype == w.dtype == mx.bfloat16
        assert mx.array_equal(stored[name], w), name
    for name in ("flow", "hift"):
        weights = mx.load(str(tmp_path / "token2wav" / f"{name}.safetensors"))
        assert {w.dtype for w in weights.values()} == {mx.float16}
    assert {file.name for file in (tmp_path / "token2wav").glob("*.onnx")} == {
        "campplus.onnx",
        "speech_tokenizer_v2_25hz.onnx",
    }


def test_an_earlier_export_leaves_no_shard_behind(original: Checkpoint, tmp_path: Path):
    export(original, tmp_path, shard_bytes=200_000)
    export(original, tmp_path)
    assert len(list(tmp_path.glob("model-*.safetensors"))) == 1


def test_flow_yaml_carries_the_published_tags(original: Checkpoint, tmp_path: Path):
    export(original, tmp_path)
    assert tags(tmp_path) == tags(COMPACT)


def tags(folder: Path) -> list[str]:
    tokens = yaml.scan((folder / "token2wav" / "flow.yaml").read_text())
    return ["".join(token.value) for token in tokens if isinstance(token, yaml.TagToken)]
