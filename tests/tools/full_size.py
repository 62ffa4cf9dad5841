"""Writes a random checkpoint of Step-Audio 2 mini's full dimensions, in the published layout, reproducibly.

    python tests/tools/full_size.py FOLDER [--scale 8] [--seed 0] [--tokenizer FOLDER]

Everything but taste: 832 tensors in bfloat16 (16.6 GB), flow.pt and hift.pt as torch writes them, both ONNX files.
`--scale N` divides widths and depths by N, a power of two up to 8, and the vocabulary as far as the tokenizer allows.
One tensor is in memory at a time. The tokenizer is the golden checkpoint's unless another is given. Of the head's rows
only those of audio codes and a few of text are not zero, so that a random answer is speech with text in between.
"""

import argparse
import io
import json
import math
import pickle
import shutil
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FunctionType
from typing import Any

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import onnx

from stages.checkpoint import ARCHITECTURE, read_yaml
from stages.models import adaptor, encoder, flow, hift
from stages.models.adaptor import Adaptor, AdaptorConfig
from stages.models.encoder import AudioEncoder, EncoderConfig
from stages.models.flow import Flow, FlowConfig
from stages.models.hift import Hift, HiftConfig
from stages.models.llm import Llm, LlmConfig
from stages.models.s3_tokenizer import S3Config, S3Tokenizer
from stages.tokenizer import Tokenizer
from stages.weights import Weights, leaves, write_safetensors
from stepaudio import blas  # before MLX
from training.onnx import speech_tokenizer

GOLDEN = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
TOKENIZER = ("vocab.json", "merges.txt", "tokenizer_config.json", "added_tokens.json", "special_tokens_map.json")
VOCABULARY = 158720
SHARD_BYTES = 5_000_000_000
N_CODES = 6561

FLOW_YAML = """flow: !new:cosyvoice2.flow.flow.CausalMaskedDiffWithXvec
    input_size: {width}
    output_size: 80
    spk_embed_dim: 192
    output_type: 'mel'
    vocab_size: 6561
    encoder: !new:cosyvoice2.transformer.upsample_encoder_v2.UpsampleConformerEncoderV2
        input_size: {width}
        output_size: {width}
        input_layer: 'linear'
        pre_lookahead_len: 3
        num_blocks: {blocks}
        num_up_blocks: {up_blocks}
        up_stride: 2
        up_scale_factor: 2
        attention_heads: 8
        pos_enc_layer_type: 'rel_pos_espnet'
        selfattention_layer_type: 'rel_selfattn'
        key_bias: true
        linear_units: {mlp}
        dropout_rate: 0.1
        positional_dropout_rate: 0.1
        attention_dropout_rate: 0.1
        normalize_before: True
    decoder: !new:cosyvoice2.flow.flow_matching.CausalConditionalCFM
        inference_cfg_rate: 0.7
        estimator: !new:cosyvoice2.flow.decoder_dit.DiT
            in_channels: 320
            out_channels: 80
            mlp_ratio: 4.0
            depth: {depth}
            num_heads: 8
            head_dim: {head_dim}
            hidden_size: {width}
"""


def write_checkpoint(
    folder: Path,
    scale: int = 1,
    seed: int = 0,
    tokenizer_dir: Path = GOLDEN,
    progress: Callable[[str], object] = lambda doing: None,
) -> None:
    """Write the checkpoint into a new folder. `progress` is told the file in work."""
    if scale not in (1, 2, 4, 8):
        raise ValueError(f"scale is {scale}, expected 1, 2, 4 or 8")
    token2wav = folder / "token2wav"
    token2wav.mkdir(parents=True)
    for name in TOKENIZER:
        shutil.copyfile(tokenizer_dir / name, folder / name)
    tokenizer = Tokenizer.load(folder)
    config = sizes(scale, tokenizer)
    (folder / "config.json").write_text(json.dumps(config, indent=4), encoding="utf-8")
    (token2wav / "flow.yaml").write_text(flow_yaml(scale), encoding="utf-8")

    audio, text = config["audio_encoder_config"], config["text_config"]
    shapes = {
        **published("encoder.", AudioEncoder(EncoderConfig.from_json(audio)), encoder.published),
        **published("adapter.", Adaptor(AdaptorConfig.from_json(audio)), adaptor.published),
        **published("", Llm(LlmConfig.from_json(text)), None),
    }
    weights = {name: draw(name, shape, seed).astype(mx.bfloat16) for name, shape in shapes.items()}
    weights["lm_head.weight"] = weights["lm_head.weight"] * spoken(tokenizer, text["vocab_size"])
    write_shards(folder, weights, SHARD_BYTES // scale**2, progress)

    generator = published("generator.", Hift(HiftConfig(512 // scale, 512 // scale)), hift.published)
    parts = {"flow": published("", Flow(FlowConfig.from_yaml(read_yaml(token2wav / "flow.yaml"))), flow.published)}
    for name, wanted in {**parts, "hift": generator}.items():
        progress(f"{name}.pt")
        save_archive(token2wav / f"{name}.pt", {key: draw(key, shape, seed) for key, shape in wanted.items()})

    progress("the ONNX files")
    mx.random.seed(seed)
    width = max(64, 1280 // scale // 64 * 64)
    onnx.save(
        speech_tokenizer(S3Tokenizer(S3Config(width, max(1, 6 // scale)))),
        str(token2wav / "speech_tokenizer_v2_25hz.onnx"),
    )
    shutil.copyfile(GOLDEN / "token2wav" / "campplus.onnx", token2wav / "campplus.onnx")


def sizes(scale: int, tokenizer: Tokenizer) -> dict[str, Any]:
    """config.json with the published dimensions, divided."""
    n_tokens = tokenizer.library.get_vocab_size()
    width = 3584 // scale
    return {
        "architectures": [ARCHITECTURE],
        "model_type": "step_audio_2",
        "text_config": {
            "hidden_size": width,
            "intermediate_size": 18944 // scale,
            "num_attention_heads": 28,
            "num_attention_groups": 4,
            "num_key_value_heads": 4,
            "num_hidden_layers": 28 // scale,
            "max_seq_len": 16384,
            "vocab_size": max(VOCABULARY // scale, -(-n_tokens // 64) * 64),
            "rms_norm_eps": 1e-06,
            "eos_token_id": tokenizer.pad_id,
            "pad_token_id": tokenizer.pad_id,
            "rope_theta": 1000000.0,
            "max_position_embeddings": 16384,
            "rope_scaling": None,
            "torch_dtype": "bfloat16",
        },
        "audio_encoder_config": {
            "n_mels": 128,
            "n_audio_ctx": 1500,
            "n_audio_state": 1280 // scale,
            "n_audio_head": 20,
            "n_audio_layer": 32 // scale,
            "n_codebook_size": 4096,
            "llm_dim": width,
            "kernel_size": 3,
            "adapter_stride": 2,
        },
    }


def flow_yaml(scale: int) -> str:
    return FLOW_YAML.format(
        width=512 // scale,
        head_dim=64 // scale,
        mlp=2048 // scale,
        blocks=-(-6 // scale),
        up_blocks=-(-4 // scale),
        depth=16 // scale,
    )


def published(
    prefix: str, module: nn.Module, rename: Callable[[Weights], Weights] | None
) -> dict[str, tuple[int, ...]]:
    """Shapes of a module's tensors under their published names; none of them is computed."""
    weights = leaves(module)
    return {prefix + name: w.shape for name, w in (rename(weights) if rename else weights).items()}


def draw(name: str, shape: tuple[int, ...], seed: int) -> mx.array:
    """A tensor of float32 that keeps signals of a size: gains are one, biases zero, matrices scaled by their rows.

    It depends on name, shape and seed alone, and is computed when it is written.
    """
    if name.endswith((".bias", ".pos_bias_u", ".pos_bias_v")):
        return mx.zeros(shape)
    if len(shape) == 1 or name.endswith(".original0"):
        return mx.ones(shape)
    bound = math.sqrt(3 / math.prod(shape[1:])) if "embed" not in name else 0.05
    return mx.random.uniform(-bound, bound, shape, key=mx.random.key(seed + zlib.crc32(name.encode())))


def spoken(tokenizer: Tokenizer, vocabulary: int) -> mx.array:
    """One for the ids an answer may consist of, else zero: (vocabulary, 1)."""
    first = tokenizer.audio_id(0)
    mask = np.zeros((vocabulary, 1), np.float32)
    mask[first : first + N_CODES] = 1
    mask[: tokenizer.pad_id : 64] = 1
    return mx.array(mask).astype(mx.bfloat16)


def write_shards(folder: Path, weights: Weights, shard_bytes: int, progress: Callable[[str], object]) -> None:
    """model-0000X-of-0000Y.safetensors, none much larger than `shard_bytes` unless one tensor is, and their index."""
    shards: list[Weights] = [{}]
    total_size = sum(w.nbytes for w in weights.values())
    for name in sorted(weights):
        size = sum(w.nbytes for w in shards[-1].values())
        if shards[-1] and size + weights[name].nbytes > shard_bytes:
            shards.append({})
        shards[-1][name] = weights.pop(name)
    weight_map: dict[str, str] = {}
    for number, shard in enumerate(shards, 1):
        file = f"model-{number:05}-of-{len(shards):05}.safetensors"
        weight_map |= dict.fromkeys(shard, file)
        progress(file)
        write_safetensors(folder / file, shard)
    index = {"metadata": {"total_size": total_size}, "weight_map": weight_map}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")


# -- an archive as torch writes it -------------------------------------------------------------------------------


def save_archive(path: Path, weights: Weights) -> None:
    """A state dict of float32 tensors: a pickle that describes them beside one raw file for each."""
    description = OrderedDict((name, Tensor(str(i), w.shape)) for i, (name, w) in enumerate(weights.items()))
    buffer = io.BytesIO()
    Pickler(buffer, protocol=2).dump(description)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:

        def add(name: str, content: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(f"{path.stem}/{name}"), content)  # without the time of writing

        add("data.pkl", buffer.getvalue())
        add("byteorder", b"little")
        for i, name in enumerate(list(weights)):
            add(f"data/{i}", np.array(weights.pop(name)).tobytes())
        add("version", b"3\n")


class Storage:
    """Pickles as a persistent id."""

    def __init__(self, pid: tuple[Any, ...]) -> None:
        self.pid = pid


class Tensor:
    """Pickles as torch's own call that rebuilds it from its storage."""

    def __init__(self, file: str, shape: tuple[int, ...]) -> None:
        self.file, self.shape = file, shape

    def __reduce__(self) -> tuple[Any, ...]:
        strides = tuple(math.prod(self.shape[i + 1 :]) for i in range(len(self.shape)))
        storage = Storage(("storage", FloatStorage, self.file, "cpu", math.prod(self.shape)))
        return _rebuild_tensor_v2, (storage, 0, self.shape, strides, False, OrderedDict())


class FloatStorage:
    """torch.FloatStorage by name."""


def _rebuild_tensor_v2(*_: Any) -> None:
    """torch._utils._rebuild_tensor_v2 by name."""


NAMES: dict[Any, str] = {
    FloatStorage: "torch\nFloatStorage",
    _rebuild_tensor_v2: "torch._utils\n_rebuild_tensor_v2",
    OrderedDict: "collections\nOrderedDict",
}


class Pickler(pickle._Pickler):  # the Python one, whose names need not exist here
    dispatch = {**pickle._Pickler.dispatch, FunctionType: lambda self, obj: self.save_global(obj)}  # noqa: RUF012

    def persistent_id(self, obj: Any) -> Any:
        return obj.pid if isinstance(obj, Storage) else None

    def save_global(self, obj: Any, name: str | None = None) -> None:
        self.write(pickle.GLOBAL + f"{NAMES[obj]}\n".encode())
        self.memoize(obj)


def main(arguments: Iterable[str] | None = None) -> None:
    blas.load()
    parser = argparse.ArgumentParser(description="a random checkpoint of full size, in the published layout")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=int, default=1, help="divide widths and depths by 2, 4 or 8")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tokenizer", type=Path, default=GOLDEN, help="folder with vocab.json and merges.txt")
    wish = parser.parse_args(arguments)
    write_checkpoint(wish.folder, wish.scale, wish.seed, wish.tokenizer)
    size = sum(path.stat().st_size for path in wish.folder.rglob("*") if path.is_file())
    print(f"{wish.folder}: {size / 1e9:.2f} GB")


if __name__ == "__main__":
    main()
