"""Qwen2's forward in a third of the operations that mlx-lm makes of it, for the few places of a decoding step.

There a CPU spends more on operations, 5 us on each whatever its size, than on arithmetic. So what is multiplied with
the same input is one product, and the rotation of the positions is made once for all layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mlx.core as mx
import mlx.nn as nn
from mlx_lm.models import qwen2
from mlx_lm.models.activations import swiglu
from mlx_lm.models.base import create_attention_mask


class Fused:
    """The forward of `llm`, whose weights become views of the joined ones: nothing is held twice."""

    def __init__(self, llm: qwen2.Model) -> None:
        self._layers = [_Layer(layer) for layer in llm.model.layers]
        self._norm = llm.model.norm
        self._head = Product(llm.lm_head)
        self._rope = llm.model.layers[0].self_attn.rope
        self._head_dim = llm.args.hidden_size // llm.args.num_attention_heads

    def read(self, x: mx.array, cache: Sequence[Any] | None) -> mx.array:
        """Embeddings (B, L, D) of new places -> final hidden states (B, L, D); extends `cache`, if there is one."""
        batch, length, width = x.shape
        mask = create_attention_mask(x, cache and cache[0])
        cos, sin = self._rotation(batch, length, cache[0].offset if cache else 0)
        x = x.reshape(-1, width)
        for index, layer in enumerate(self._layers):
            x = layer(x, cos, sin, mask, cache and cache[index])
        return self._norm(x).reshape(batch, length, width)

    def logits(self, hidden: mx.array) -> mx.array:
        """Final hidden states (B, L, D) -> logits (B, L, vocabulary)."""
        return self._head(hidden.reshape(-1, hidden.shape[-1])).reshape(*hidden.shape[:-1], -1)

    def _rotation(self, batch: int, length: int, offset: Any) -> tuple[mx.array, mx.array]:
        """cos and -sin | sin (B, 1, L, d): x rotated is x by the one plus x, its halves swapped, by the other.

        They are what the model's own rotation makes of (1, 0).
        """
        half = mx.ones((batch, 1, length, self._head_dim // 2))
        cos, sin = mx.split(self._rope(mx.concatenate([half, mx.zeros_like(half)], axis=-1), offset=offset), 2, axis=-1)
        return mx.concatenate([cos, cos], axis=-1), mx.concatenate([-sin, sin], axis=-1)


class Product:
    """Linear layers over one input, their outputs side by side: (n, in) -> (n, out)."""

    def __init__(self, *layers: nn.Module) -> None:
        self._layers = layers
        self._weight: mx.array | None = None
        self._bias: mx.array | None = None
        if all(type(layer) is nn.Linear for layer in layers):  # and not a quantised one
            self._weight = _join(layers, "weight")
            self._bias = _join(layers, "bias") if "bias" in layers[0] else None

    def __call__(self, x: mx.array) -> mx.array:
        if self._weight is None:
            return mx.concatenate([layer(x) for layer in self._layers], axis=-1)
        n_rows = len(x)
        if n_rows == 1 and mx.default_device() == mx.Device(mx.cpu):
            # MKL multiplies two rows in half the time it takes for one, which leaves its fast kernels.
            x = mx.broadcast_to(x, (2, x.shape[1]))
        y = x @ self._weight.T if self._bias is None else mx.addmm(self._bias, x, self._weight.T)
        return y[:n_rows]


class _Layer:
    """One block of the model."""

    def __init__(self, block: qwen2.TransformerBlock) -> None:
        attention, mlp = block.self_attn, block.mlp
        self._norm1, self._norm2 = block.input_layernorm, block.post_attention_layernorm
        self._qkv = Product(attention.q_proj, attention.k_proj, attention.v_proj)
        self._out = Product(attention.o_proj)
        self._gate_up = Product(mlp.gate_proj, mlp.up_proj)
        self._down = Product(mlp.down_proj)
        self._scale = attention.scale
        self._n_heads, self._n_kv_heads = attention.n_heads, attention.n_kv_heads

    def __call__(self, x: mx.array, cos: mx.array, sin: mx.array, mask: Any, cache: Any) -> mx.array:
        """x (B * L, D) -> (B * L, D)."""
        batch, _, length, head_dim = cos.shape
        heads = self._qkv(self._norm1(x)).reshape(batch, length, -1, head_dim).swapaxes(1, 2)  # (B, H, L, d)
        turned, values = mx.split(heads, [self._n_heads + self._n_kv_heads], axis=1)
        turned = (turned * cos + mx.roll(turned, head_dim // 2, 3) * sin).astype(x.dtype)
        queries, keys = mx.split(turned, [self._n_heads], axis=1)
        if cache is not None:
            keys, values = cache.update_and_fetch(keys, values)
        y = mx.fast.scaled_dot_product_attention(queries, keys, values, scale=self._scale, mask=mask)
        x = x + self._out(y.swapaxes(1, 2).reshape(batch * length, -1))
        return x + self._down(swiglu(*mx.split(self._gate_up(self._norm2(x)), 2, axis=-1)))


def _join(layers: Sequence[nn.Module], name: str) -> mx.array:
    """The layers' arrays of that name, joined along their outputs; theirs become views of it."""
    if len(layers) == 1:
        return layers[0][name]
    joined = mx.concatenate([layer[name] for layer in layers])
    ends: list[int] = []
    for layer in layers:
        ends.append((ends[-1] if ends else 0) + len(layer[name]))
    for layer, part in zip(layers, mx.split(joined, ends[:-1]), strict=True):
        layer[name] = part
    mx.eval(joined, *(layer[name] for layer in layers))
    return joined
