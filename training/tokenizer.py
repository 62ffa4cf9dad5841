"""Trains a small byte-level BPE and writes it in the published layout.

Only the ids differ from the published tokenizer's: the added tokens follow a smaller vocabulary, with the same names
in the same order under the same flags.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, pre_tokenizers, trainers

from stages.tokenizer import bpe

# fmt: off
QWEN = [
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>",
    "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>",
    "<|image_pad|>", "<|video_pad|>",
]
CODE = [
    "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>",
    "<|repo_name|>", "<|file_sep|>",
]
STEP = [
    "<|EOT|>", "<|BOT|>", "<|CALL_START|>", "<|CALL_END|>", "<|THINK_START|>", "<|THINK_END|>", "<|IMG_START|>",
    "<|IMG_END|>", "<|META_START|>", "<|META_END|>", "<im_patch>", "<im_start>", "<im_end>", "<dream>",
    "<dream_start>", "<dream_end>", "<|MASK_1e69f|>", "<|UNMASK_1e69f|>", "<video_start>", "<video_end>",
    "<patch_start>", "<patch_end>", "<patch_newline>", "<audio_start>", "<audio_end>", "<audio_patch>",
    "<audio_patch_pad>", "<|SC|>", "<tts_start>", "<tts_end>", "<tts_pad>",
]
# fmt: on
AUDIO = [f"<audio_{code}>" for code in range(6656)]
N_BYTES = 256


class TokenizerTrainingError(ValueError):
    """The texts do not hold as many merges as asked for."""


def train_tokenizer(texts: Iterable[str], n_merges: int) -> Tokenizer:
    """A byte-level BPE of exactly `n_merges` merges, with the added tokens. Raises TokenizerTrainingError."""
    library = bpe({}, [])
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=N_BYTES + n_merges, initial_alphabet=alphabet, show_progress=False)
    library.train_from_iterator(texts, trainer)
    found = library.get_vocab_size() - N_BYTES
    if found != n_merges:
        raise TokenizerTrainingError(f"the texts give {found} merges, {n_merges} were asked for")
    library.add_tokens(added_tokens())
    return library


def write_tokenizer(folder: str | Path, library: Tokenizer) -> None:
    """Write vocab.json, merges.txt, added_tokens.json, tokenizer_config.json and special_tokens_map.json."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    library.model.save(str(folder))
    added: dict[int, Any] = library.get_added_tokens_decoder()
    write_json(folder / "added_tokens.json", {token.content: number for number, token in added.items()})
    write_json(folder / "tokenizer_config.json", config(added))
    write_json(
        folder / "special_tokens_map.json",
        {
            "additional_special_tokens": STEP,
            "eos_token": "<|EOT|>",
            "pad_token": {"content": "<|endoftext|>"} | dict.fromkeys(FLAGS, False),
        },
    )


FLAGS = ("lstrip", "normalized", "rstrip", "single_word")


def added_tokens() -> list[AddedToken]:
    """The 6709 added tokens in the published order."""
    return [
        *(AddedToken(name, normalized=False, special=True) for name in QWEN),
        *(AddedToken(name, normalized=False, special=False) for name in CODE),
        *(AddedToken(name, normalized=False, special=True) for name in STEP),
        *(AddedToken(name, normalized=True, special=False) for name in AUDIO),
    ]


def config(added: dict[int, AddedToken]) -> dict[str, Any]:
    """tokenizer_config.json; no chat template, since the prompt format is not expressed as one."""
    flags = (*FLAGS, "special")
    return {
        "add_bos_token": False,
        "add_prefix_space": False,
        "added_tokens_decoder": {
            str(number): {"content": token.content} | {flag: getattr(token, flag) for flag in flags}
            for number, token in added.items()
        },
        "additional_special_tokens": STEP,
        "bos_token": None,
        "clean_up_tokenization_spaces": False,
        "eos_token": "<|EOT|>",
        "errors": "replace",
        "model_max_length": 131072,
        "pad_token": "<|endoftext|>",
        "split_special_tokens": False,
        "tokenizer_class": "Qwen2Tokenizer",
        "unk_token": None,
    }


def write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
