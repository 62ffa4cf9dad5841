"""Loads a checkpoint in the published layout: all of it, or nothing and a list of what does not fit.

    config.json  tokenizer files  model-0000X-of-0000Y.safetensors + index
    token2wav/   flow.yaml  flow.pt  hift.pt (or .safetensors)  campplus.onnx  speech_tokenizer_v2_25hz.onnx
    manifest.json  of a converted checkpoint: what it was made of, compared with what is there
    voices/      prepared or recorded voice prompts, if the checkpoint brings any

Sizes come from config.json and flow.yaml, those of the vocoder from its weights. Every tensor is compared with the
modules built from them before any is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import mlx.core as mx
import mlx.nn as nn
import yaml

from stages import manifest
from stages.archive import ArchiveError
from stages.files import read_json, read_text
from stages.manifest import ManifestError
from stages.models import adaptor, encoder, flow, hift
from stages.models.adaptor import Adaptor, AdaptorConfig
from stages.models.device import on_gpu
from stages.models.encoder import AudioEncoder, EncoderConfig
from stages.models.flow import Flow, FlowConfig
from stages.models.hift import Hift, HiftConfig
from stages.models.llm import Llm, LlmConfig
from stages.tokenizer import Tokenizer, TokenizerError
from stages.weights import Part, Weights, WeightsError, as_it_is, read_shards, read_tensors, take

ARCHITECTURE = "StepAudio2ForCausalLM"
PARTS = ("encoder", "adaptor", "LLM", "flow", "vocoder")

M = TypeVar("M", bound=nn.Module)


class CheckpointError(ValueError):
    """The checkpoint is incomplete, damaged or contradicts itself; the message lists all that was found."""


@dataclass(frozen=True)
class Checkpoint:
    """A loaded checkpoint: its modules, evaluated, and where its other files are."""

    folder: Path
    config: dict[str, Any]
    tokenizer: Tokenizer
    encoder: AudioEncoder
    adaptor: Adaptor
    llm: Llm
    flow: Flow
    vocoder: Hift

    @property
    def eos_id(self) -> int:
        """The id that ends a turn."""
        return self.tokenizer.eos_id

    @property
    def token2wav_dir(self) -> Path:
        return self.folder / "token2wav"

    @property
    def voices_dir(self) -> Path:
        return self.folder / "voices"


def load(
    path: str | Path,
    dtype: mx.Dtype | None = None,
    admit: Callable[["Found", mx.Dtype | None], object] = lambda found, dtype: None,
    progress: Callable[[str], object] = lambda doing: None,
) -> Checkpoint:
    """Load the checkpoint in folder `path`. Raises CheckpointError, and what `admit` raises before weights are read.

    `progress` is told which part is being read, and how large it is.

    Weights are converted to `dtype`; None is float32 on a CPU, where half precision is slow, and as stored elsewhere.
    Quantised ones stay packed, and `dtype` is that of their scales.
    """
    found = inspect(path)
    dtype = dtype or (None if on_gpu() else mx.float32)
    admit(found, dtype)
    for name, part in zip(PARTS, found.parts, strict=True):
        progress(f"reading the {name}, {sum(w.nbytes for w in part.weights.values()) / 1e9:.2f} GB")
        part.fill(dtype)
    return Checkpoint(found.folder, found.config, found.tokenizer, *found.modules)


@dataclass(frozen=True)
class Found:
    """A checkpoint that fits together: modules without their weights yet, and the tensors for each, still unread."""

    folder: Path
    config: dict[str, Any]
    tokenizer: Tokenizer
    modules: tuple[AudioEncoder, Adaptor, Llm, Flow, Hift]
    parts: tuple[Part, Part, Part, Part, Part]


def inspect(path: str | Path) -> Found:
    """Everything `load` looks at before it reads weights. Raises CheckpointError."""
    folder = Path(path)
    if not folder.is_dir():
        raise CheckpointError(f"{folder}: no such folder")
    try:
        return _inspect(folder)
    except (TokenizerError, ArchiveError) as error:  # which name the folder themselves
        raise CheckpointError(f"{error}") from error
    except (CheckpointError, WeightsError, ManifestError) as error:
        raise CheckpointError(f"{folder}: {error}") from error


def _inspect(folder: Path) -> Found:
    config = read_config(folder / "config.json")
    manifest.check(folder, config.get("quantization"))
    text, audio = config["text_config"], config["audio_encoder_config"]
    tokenizer = Tokenizer.load(folder)
    check_tokenizer(tokenizer, text)

    token2wav = folder / "token2wav"
    document = read_yaml(token2wav / "flow.yaml")
    shards = read_shards(folder)
    flow_weights = read_tensors(token2wav, "flow")
    hift_weights = {name.replace("generator.", ""): w for name, w in read_tensors(token2wav, "hift").items()}

    modules = (
        built("config.json", lambda: AudioEncoder(EncoderConfig.from_json(audio))),
        built("config.json", lambda: Adaptor(AdaptorConfig.from_json(audio))),
        built("config.json", lambda: quantized(Llm(LlmConfig.from_json(text)), config, shards)),
        built("flow.yaml", lambda: Flow(FlowConfig.from_yaml(document))),
        built("hift", lambda: Hift(hift_config(hift_weights))),
    )
    # With weight norm folded, the vocoder's tensors differ from ours in their axes alone: sanitising undoes itself.
    folded = not any(".parametrizations." in name for name in hift_weights)
    parts = (
        Part("encoder.", modules[0], take(shards, "encoder."), encoder.sanitize, encoder.published),
        Part("adapter.", modules[1], take(shards, "adapter."), adaptor.sanitize, adaptor.published),
        Part("", modules[2], shards, as_it_is, as_it_is),
        Part("flow: ", modules[3], flow_weights, flow.sanitize, flow.published),
        Part("hift: ", modules[4], hift_weights, hift.sanitize, hift.sanitize if folded else hift.published),
    )
    if misfits := [line for part in parts for line in part.misfits()]:
        lines = "\n  ".join(misfits)
        raise CheckpointError(f"{len(misfits)} tensors do not fit the configuration, nothing was loaded:\n  {lines}")
    return Found(folder, config, tokenizer, modules, parts)


def check_tokenizer(tokenizer: Tokenizer, text_config: dict[str, Any]) -> None:
    """Raises CheckpointError if the tokenizer is not the one the configuration speaks of."""
    n_tokens, vocabulary = tokenizer.library.get_vocab_size(), text_config["vocab_size"]
    if n_tokens > vocabulary:
        raise CheckpointError(f"config.json: vocab_size is {vocabulary}, the tokenizer has {n_tokens} tokens")
    pad_id = text_config.get("pad_token_id")
    if pad_id is not None and pad_id != tokenizer.pad_id:
        raise CheckpointError(
            f"config.json: pad_token_id is {pad_id}, in the tokenizer <|endoftext|> is {tokenizer.pad_id}: "
            "this is the tokenizer of another checkpoint"
        )


def quantized(llm: Llm, config: dict[str, Any], weights: Weights) -> Llm:
    """The model with those layers quantised that have scales, as config.json's section `quantization` says.

    The section is mlx-lm's: group_size and bits, and the same under a module's name where that module differs.
    """
    section = config.get("quantization")
    if section is None:
        return llm
    if not isinstance(section, dict) or not {"group_size", "bits"} <= section.keys():
        raise ValueError(f"quantization is {section}, expected group_size and bits")
    section = cast(dict[str, Any], section)

    def how(path: str, module: nn.Module) -> bool | dict[str, Any]:
        if f"{path}.scales" not in weights:
            return False
        return {key: section.get(path, section)[key] for key in ("group_size", "bits")}

    nn.quantize(llm, class_predicate=how)
    return llm


def read_config(path: Path) -> dict[str, Any]:
    """config.json, checked for what the parts below must agree on."""
    config = read_json(path, CheckpointError)
    architectures = config.get("architectures")
    if not isinstance(architectures, list) or ARCHITECTURE not in architectures:
        raise CheckpointError(f"config.json: architectures is {architectures}, expected {ARCHITECTURE}")
    problems: list[str] = []
    for section, keys in SIZES.items():
        values = config.get(section)
        if not isinstance(values, dict):
            raise CheckpointError(f"config.json has no section {section}")
        for key in keys:
            value = cast(dict[str, Any], values).get(key, "missing")
            if not isinstance(value, int) or value < 1:
                problems.append(f"{section}.{key} is {value}, expected a positive whole number")
    if problems:
        raise CheckpointError(f"config.json: {'; '.join(problems)}")
    text, audio = config["text_config"], config["audio_encoder_config"]
    for section, whole, heads in (
        (text, "num_attention_heads", "num_key_value_heads"),
        (text, "hidden_size", "num_attention_heads"),
        (audio, "n_audio_state", "n_audio_head"),
    ):
        if section[whole] % section[heads]:
            problems.append(f"{whole} {section[whole]} is no multiple of {heads} {section[heads]}")
    if text["num_attention_groups"] != text["num_key_value_heads"]:
        groups, heads = text["num_attention_groups"], text["num_key_value_heads"]
        problems.append(f"num_attention_groups is {groups}, num_key_value_heads {heads}: they must be equal")
    if audio["llm_dim"] != text["hidden_size"]:
        problems.append(f"the adaptor's llm_dim is {audio['llm_dim']}, the LLM's hidden_size {text['hidden_size']}")
    if problems:
        raise CheckpointError(f"config.json: {'; '.join(problems)}")
    return config


SIZES = {
    "text_config": (
        "hidden_size",
        "intermediate_size",
        "num_attention_heads",
        "num_attention_groups",
        "num_key_value_heads",
        "num_hidden_layers",
        "vocab_size",
        "max_position_embeddings",
    ),
    "audio_encoder_config": (
        "n_mels",
        "n_audio_ctx",
        "n_audio_state",
        "n_audio_head",
        "n_audio_layer",
        "llm_dim",
        "kernel_size",
        "adapter_stride",
    ),
}


def read_yaml(path: Path) -> Any:
    """A YAML document whose `!new:` tags, which name Python classes, are taken off unread. Other tags are refused."""
    try:
        return yaml.load(read_text(path, CheckpointError), Loader=UntaggedLoader)
    except yaml.YAMLError as error:
        raise CheckpointError(f"{path.name} is not the YAML expected: {error}") from error


class UntaggedLoader(yaml.SafeLoader):
    """Reads `!new:some.class` followed by a mapping as that mapping."""


def _mapping(loader: yaml.SafeLoader, _suffix: str, node: yaml.MappingNode) -> dict[Any, Any]:
    return loader.construct_mapping(node, deep=True)


UntaggedLoader.add_multi_constructor("!new:", _mapping)


def hift_config(weights: Weights) -> HiftConfig:
    """The vocoder's sizes, from the two layers that tell them."""
    telling = {name: w for name, w in weights.items() if name.startswith(("conv_pre.", "f0_predictor.condnet.0."))}
    return HiftConfig.from_weights(hift.sanitize(telling))


def built(source: str, build: Callable[[], M]) -> M:
    """A module with weights still to come; what `source` lacks or gets wrong becomes a CheckpointError."""
    try:
        return build()
    except KeyError as error:
        raise CheckpointError(f"{source} lacks {error}") from error
    except (TypeError, ValueError) as error:
        raise CheckpointError(f"{source}: {error}") from error
