"""The language model: Qwen2 as mlx-lm has it, with audio features in place of the patch tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import mlx.core as mx
import numpy as np
from mlx_lm.models import qwen2
from mlx_lm.models.cache import make_prompt_cache

from stages.models.fused import Fused


@dataclass
class LlmConfig(qwen2.ModelArgs):
    """The sizes of a checkpoint's language model: mlx-lm's arguments for Qwen2."""

    @classmethod
    def from_json(cls, text_config: dict[str, Any]) -> LlmConfig:
        """Reads `text_config` of a published config.json; raises ValueError where it contradicts itself."""
        groups, kv_heads = text_config["num_attention_groups"], text_config["num_key_value_heads"]
        if groups != kv_heads:
            raise ValueError(f"num_attention_groups is {groups}, num_key_value_heads {kv_heads}: they must be equal")
        if text_config["hidden_size"] % text_config["num_attention_heads"]:
            raise ValueError(
                f"hidden_size {text_config['hidden_size']} is no multiple of "
                f"num_attention_heads {text_config['num_attention_heads']}"
            )
        return cls.from_dict({**text_config, "model_type": "qwen2", "tie_word_embeddings": False})


class Llm(qwen2.Model):
    """Token ids or embeddings in, logits out; weights are named as published.

    `llm(ids (B, L), cache)` or `llm(None, cache, embeddings (B, L, D))` gives logits (B, L, vocabulary); `cache` is
    what `make_cache` made, or mlx-lm's batch of such caches, and is extended in place.
    """

    def __init__(self, config: LlmConfig):
        super().__init__(config)
        self._fused: Fused | None = None

    def __call__(
        self, inputs: mx.array | None, cache: list[Any] | None = None, input_embeddings: mx.array | None = None
    ) -> mx.array:
        embeddings = self.model.embed_tokens(inputs) if input_embeddings is None else input_embeddings
        return self.fused.logits(self.fused.read(embeddings, cache))

    @property
    def fused(self) -> Fused:
        """The forward in few operations, made of the weights at the first use: they must not change after it."""
        if self._fused is None:
            self._fused = Fused(self)
        return self._fused

    def make_cache(self) -> list[Any]:
        """An empty key-value cache: one mlx-lm `KVCache` a layer."""
        return make_prompt_cache(self.model)

    def embed(self, token_ids: Sequence[int], features: Sequence[mx.array], audio_start_id: int) -> mx.array:
        """Embeds a prompt: (L,) ids -> (L, D).

        The rows of `features[k]` (n_k, D) take the n_k places after the k-th `audio_start_id`, where the ids hold patch
        tokens. Raises ValueError when the ids have more or fewer audio starts than features, or no room for one.
        """
        starts = np.flatnonzero(np.asarray(token_ids) == audio_start_id).tolist()
        if len(starts) != len(features):
            raise ValueError(f"the prompt has {len(starts)} audio starts and {len(features)} lists of audio features")
        rows: mx.array = self.model.embed_tokens(mx.array(list(token_ids), dtype=mx.int32))  # (L, D)
        for start, end, feature in zip(starts, [*starts, len(token_ids)][1:], features, strict=True):
            if start + 1 + len(feature) > end:
                raise ValueError(f"{len(feature)} audio features at position {start + 1}, room for {end - start - 1}")
            rows[start + 1 : start + 1 + len(feature)] = feature.astype(rows.dtype)
        return rows
