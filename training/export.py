"""Writes trained parts as a checkpoint in the published layout, the one `stages.checkpoint` reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.nn as nn
import onnx
import yaml

from stages import checkpoint
from stages.models import adaptor as adaptor_file
from stages.models import encoder as encoder_file
from stages.models import flow as flow_file
from stages.models import hift as hift_file
from stages.models.adaptor import Adaptor
from stages.models.encoder import AudioEncoder
from stages.models.flow import Flow
from stages.models.hift import Hift
from stages.models.llm import Llm
from stages.models.s3_tokenizer import S3Tokenizer
from stages.weights import Weights, leaves
from training.onnx import speaker_encoder, speech_tokenizer
from training.speaker import Speaker

SHARD_BYTES = 16 << 20
"""A shard is closed before it grows beyond this; a single larger tensor has one to itself."""

TAGS = {
    "flow": "!new:cosyvoice2.flow.flow.CausalMaskedDiffWithXvec",
    "encoder": "!new:cosyvoice2.transformer.upsample_encoder_v2.UpsampleConformerEncoderV2",
    "decoder": "!new:cosyvoice2.flow.flow_matching.CausalConditionalCFM",
    "estimator": "!new:cosyvoice2.flow.decoder_dit.DiT",
}
"""The class names the published flow.yaml gives its sections; our loader takes them off unread."""


def export_checkpoint(
    folder: str | Path,
    *,
    encoder: AudioEncoder,
    adaptor: Adaptor,
    llm: Llm,
    flow: Flow,
    vocoder: Hift,
    tokenizer_s3: S3Tokenizer,
    speaker: Speaker,
    audio_config: dict[str, Any],
    text_config: dict[str, Any],
    flow_config: dict[str, Any],
    dtype: mx.Dtype = mx.bfloat16,
    token2wav_dtype: mx.Dtype = mx.float16,
    shard_bytes: int = SHARD_BYTES,
) -> None:
    """Write everything but the text tokenizer, which stands in `folder` already.

    `dtype` is for encoder, adaptor and LLM, `token2wav_dtype` for flow and vocoder; the ONNX files hold half precision.
    The configurations are the sections of config.json, and of flow.yaml the one named flow.
    """
    folder = Path(folder)
    token2wav = folder / "token2wav"
    token2wav.mkdir(parents=True, exist_ok=True)
    weights = {
        **named("encoder.", encoder, encoder_file.published, dtype),
        **named("adapter.", adaptor, adaptor_file.published, dtype),
        **named("", llm, None, dtype),
    }
    write_shards(folder, weights, shard_bytes)
    mx.save_safetensors(str(token2wav / "flow.safetensors"), named("", flow, flow_file.published, token2wav_dtype))
    mx.save_safetensors(str(token2wav / "hift.safetensors"), named("", vocoder, hift_file.published, token2wav_dtype))
    write_config(folder / "config.json", text_config, audio_config)
    write_flow_yaml(token2wav / "flow.yaml", flow_config)
    onnx.save(speech_tokenizer(tokenizer_s3), str(token2wav / "speech_tokenizer_v2_25hz.onnx"))
    onnx.save(speaker_encoder(speaker), str(token2wav / "campplus.onnx"))


def named(prefix: str, module: nn.Module, published: Callable[[Weights], Weights] | None, dtype: mx.Dtype) -> Weights:
    """The module's weights under their published names and layout, in `dtype`."""
    weights = leaves(module)
    weights = published(weights) if published else weights
    return {prefix + name: w.astype(dtype) for name, w in weights.items()}


def write_shards(folder: Path, weights: Weights, shard_bytes: int) -> None:
    """model-0000X-of-0000Y.safetensors and their index; shards of an earlier export are removed."""
    shards: list[Weights] = [{}]
    for name in sorted(weights):
        size = sum(w.nbytes for w in shards[-1].values())
        if shards[-1] and size + weights[name].nbytes > shard_bytes:
            shards.append({})
        shards[-1][name] = weights[name]
    for old in folder.glob("model-*-of-*.safetensors"):
        old.unlink()
    weight_map: dict[str, str] = {}
    for i, shard in enumerate(shards, 1):
        file = f"model-{i:05}-of-{len(shards):05}.safetensors"
        mx.save_safetensors(str(folder / file), shard, {"format": "pt"})
        weight_map |= dict.fromkeys(shard, file)
    total_size = sum(w.nbytes for w in weights.values())
    write_json(
        folder / "model.safetensors.index.json", {"metadata": {"total_size": total_size}, "weight_map": weight_map}
    )


def write_config(path: Path, text_config: dict[str, Any], audio_config: dict[str, Any]) -> None:
    write_json(
        path,
        {
            "architectures": [checkpoint.ARCHITECTURE],
            "model_type": "step_audio_2",
            "text_config": text_config,
            "audio_encoder_config": audio_config,
        },
    )


def write_flow_yaml(path: Path, flow_config: dict[str, Any]) -> None:
    """flow.yaml with the published tags on the sections that have one."""
    text = yaml.safe_dump({"flow": flow_config}, sort_keys=False)
    sections = re.compile(rf"^( *({'|'.join(TAGS)})):$", re.MULTILINE)
    path.write_text(sections.sub(lambda match: f"{match[1]}: {TAGS[match[2]]}", text), encoding="utf-8")


def write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
