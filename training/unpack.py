"""Takes a checkpoint in the published layout apart again, into the parts that training goes on from.

The inverse of `training.export`. What only training uses (the phoneme head, the throw-away decoders) is not in a
checkpoint and begins anew.
"""

from __future__ import annotations

from pathlib import Path

import mlx.core as mx
import numpy as np
import onnx
from onnx import numpy_helper

from stages.models import adaptor, encoder
from stages.models import flow as flow_file
from stages.models import hift as hift_file
from stages.weights import Weights, read_shards, read_tensors, take
from training.onnx import BLOCK_STRIDE, FIRST_BLOCK


def mind(folder: Path) -> Weights:
    """Encoder, adaptor and language model, named as in `training.language.Mind`."""
    shards = read_shards(folder)
    parts = {
        "encoder": encoder.sanitize(take(shards, "encoder.")),
        "adaptor": adaptor.sanitize(take(shards, "adapter.")),
        "llm": shards,
    }
    return {f"{part}.{name}": w for part, weights in parts.items() for name, w in weights.items()}


def flow(folder: Path) -> Weights:
    """The weights of `stages.models.flow`."""
    return flow_file.sanitize(_single(read_tensors(folder / "token2wav", "flow")))


def vocoder(folder: Path) -> Weights:
    """The weights of `stages.models.hift`."""
    return hift_file.sanitize(_single(read_tensors(folder / "token2wav", "hift")))


def speech_tokenizer(folder: Path) -> Weights:
    """The weights of `stages.models.s3_tokenizer`."""
    stored = _initializers(folder / "token2wav" / "speech_tokenizer_v2_25hz.onnx")
    found: Weights = {}
    for name, number in (("conv1", 2216), ("conv2", 2218)):
        found[f"{name}.weight"] = stored[f"onnx::Conv_{number}"].swapaxes(1, 2)
        found[f"{name}.bias"] = stored[f"onnx::Conv_{number + 1}"]
    block, n = 0, FIRST_BLOCK
    while f"onnx::LayerNormalization_{n}" in stored:
        path = f"blocks.{block}"
        for name, number in (("attn_ln", n), ("mlp_ln", n + 44)):
            found[f"{path}.{name}.weight"] = stored[f"onnx::LayerNormalization_{number}"]
            found[f"{path}.{name}.bias"] = stored[f"onnx::LayerNormalization_{number + 1}"]
        for name, number in (
            ("attn.query", n + 4), ("attn.key", n + 6), ("attn.value", n + 9), ("attn.out", n + 43),
            ("mlp.0", n + 48), ("mlp.2", n + 51),
        ):  # fmt: skip
            found[f"{path}.{name}.weight"] = stored[f"onnx::MatMul_{number}"].T
            if name != "attn.key":
                found[f"{path}.{name}.bias"] = stored[f"onnx::Add_{number - 1}"]
        found[f"{path}.attn.fsmn_block.weight"] = stored[f"{path}.attn.fsmn_block.weight"].swapaxes(1, 2)
        block, n = block + 1, n + BLOCK_STRIDE
    found["quantizer.project_in.weight"] = stored["onnx::MatMul_2536"].T
    found["quantizer.project_in.bias"] = stored["quantizer.project_in.bias"]
    return found


def speaker(folder: Path) -> Weights:
    """The weights of `training.speaker`."""
    stored = _initializers(folder / "token2wav" / "campplus.onnx")
    convs = {name: w.swapaxes(1, 2) if w.ndim == 3 else w for name, w in stored.items() if name.startswith("convs.")}
    return convs | {"embedding.weight": stored["embedding.weight"].T, "embedding.bias": stored["embedding.bias"]}


def _single(weights: Weights) -> Weights:
    return {name: w.astype(mx.float32) for name, w in weights.items()}


def _initializers(path: Path) -> Weights:
    model = onnx.load(str(path))
    return {
        each.name: mx.array(np.ascontiguousarray(numpy_helper.to_array(each))).astype(mx.float32)
        for each in model.graph.initializer
        if each.data_type == onnx.TensorProto.FLOAT16
    }
