"""Qwen2's forward in a third of the operations that mlx-lm makes of it, for the few places of a decoding step.

There both CPU and GPU spend more on operations, 5 us on each whatever its size, than on small arithmetic. So what is
multiplied with the same input is one product, and each kind of product is computed in the way that was measured to be
the fastest for so many rows (`Fused.tune`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import mlx.core as mx
import mlx.nn as nn
from mlx_lm.models import qwen2
from mlx_lm.models.activations import swiglu
from mlx_lm.models.base import create_attention_mask

from stages.models import attention, few
from stages.models.choice import Choices, Way
from stages.models.device import on_gpu

ROWS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
"""Numbers of rows for which a way is chosen; others are computed like the next larger one, or the largest."""

PREFILL_ROWS = 64
"""From so many on, ways are chosen however few rows are decoded: so many places are read at once."""

PADDED = (2, 4, 8)
"""Numbers of rows to which fewer may be padded, where a library's kernels leave their fast path below them."""


_MUCH_BYTES = 200_000_000  # of weights: more than any cache holds


class Fused:
    """The forward of `llm`, whose weights become views of the joined ones: nothing is held twice."""

    def __init__(self, llm: qwen2.Model) -> None:
        kinds = {name: Ways() for name in ("query, key, value", "attention out", "gate, up", "down", "head")}
        self._layers = [_Layer(layer, *list(kinds.values())[:4]) for layer in llm.model.layers]
        self._norm = llm.model.norm
        self._head = Product(kinds["head"], llm.lm_head)
        self._rope = llm.model.layers[0].self_attn.rope
        self._head_dim = llm.args.hidden_size // llm.args.num_attention_heads
        self._vocabulary = llm.args.vocab_size
        self._heads = (llm.args.num_attention_heads, llm.args.num_key_value_heads)
        self._attention = attention.LIBRARY
        self._kinds = kinds
        # Once for all layers costs a CPU less; a GPU has a kernel for it, that it runs in each layer.
        self._turn_once = not on_gpu()

    def read(self, x: mx.array, cache: Sequence[Any] | None) -> mx.array:
        """Embeddings (B, L, D) of new places -> final hidden states (B, L, D); extends `cache`, if there is one."""
        batch, length, width = x.shape
        mask: attention.Mask = create_attention_mask(x, cache and cache[0])
        offset = cache[0].offset if cache else 0
        n_keys = offset + length if isinstance(offset, int) else 0  # of rows side by side each has its own
        attend = attention.attending(self._attention, mask, length, n_keys)
        turn: Turn = partial(self._rope, offset=offset)
        if self._turn_once:
            turn = partial(_turned, *self._rotation(batch, length, offset))
        x = x.reshape(-1, width)
        bounded, before = any(product.unpacks(len(x)) for product in self._layers[0].products), x
        for index, layer in enumerate(self._layers):
            x = layer(x, batch, turn, attend, cache and cache[index])
            if bounded:  # else all layers would be begun at once, each with its weights unpacked
                mx.async_eval(x)
                mx.eval(before)
                before = x
        return self._norm(x).reshape(batch, length, width)

    def logits(self, hidden: mx.array) -> mx.array:
        """Final hidden states (B, L, D) -> logits (B, L, vocabulary)."""
        return self._head(hidden.reshape(-1, hidden.shape[-1])).reshape(*hidden.shape[:-1], -1)

    def tune(self, choices: Choices, most_rows: int, prefill_rows: int = 128) -> None:
        """Choose how each kind of product is computed, for up to `most_rows` rows, and for `prefill_rows` and half.

        Attention comes first: where patience ends before it, each turn waits for plans that no other can use.
        """
        n_layers, dtype = len(self._layers), self._norm.weight.dtype
        self._attention = attention.tune(choices, *self._heads, self._head_dim, n_layers, dtype)
        products = list(zip(*(layer.products for layer in self._layers), strict=True))
        for (name, ways), alike in zip(self._kinds.items(), [*products, (self._head,)], strict=True):
            for n_rows in ROWS:
                if n_rows < 2 * most_rows or PREFILL_ROWS <= n_rows < 2 * prefill_rows:
                    ways[n_rows] = choices.fastest(f"{name}, {n_rows} rows", _trials(alike, n_rows))

    def _rotation(self, batch: int, length: int, offset: Any) -> tuple[mx.array, mx.array]:
        """cos and -sin | sin (B, 1, L, d): x rotated is x by the one plus x, its halves swapped, by the other.

        They are what the model's own rotation makes of (1, 0).
        """
        half = mx.ones((batch, 1, length, self._head_dim // 2))
        cos, sin = mx.split(self._rope(mx.concatenate([half, mx.zeros_like(half)], axis=-1), offset=offset), 2, axis=-1)
        return mx.concatenate([cos, cos], axis=-1), mx.concatenate([-sin, sin], axis=-1)


Turn = Callable[[mx.array], mx.array]
"""Rotates heads (B, H, L, d) to their places."""


class Ways(dict[int, str]):
    """The chosen way by number of rows, shared by all products of one kind."""

    def of(self, n_rows: int) -> str:
        """How `n_rows` rows are multiplied; plainly where nothing was chosen."""
        return self.get(next((rows for rows in ROWS if rows >= n_rows and rows in self), max(self, default=1)), "plain")


class Product:
    """Linear layers over one input, their outputs side by side: (n, in) -> (n, out).

    `gated`: two layers, of which the first gates the second, SiLU(first) * second. `summed`: they are added to a
    residual when they are used.
    """

    def __init__(self, ways: Ways, *layers: nn.Module, gated: bool = False, summed: bool = False) -> None:
        self._ways, self._gated, self.summed = ways, gated, summed
        self._apart = layers if len({_form(layer) for layer in layers}) > 1 else ()
        if self._apart:
            return
        self._quantised = isinstance(layers[0], nn.QuantizedLinear)
        self.weight = _join(layers, "weight")
        self.bias = _join(layers, "bias") if "bias" in layers[0] else None
        if isinstance(layers[0], nn.QuantizedLinear):
            self._group, self._bits = layers[0].group_size, layers[0].bits
            self._packed = (self.weight, _join(layers, "scales"), _join(layers, "biases"))

    def __call__(self, x: mx.array, residual: mx.array | None = None) -> mx.array:
        return self.by(self._ways.of(len(x)), x, residual)

    def unpacks(self, n_rows: int) -> bool:
        """Whether for so many rows the weights are unpacked first, all of them."""
        return self._ways.of(n_rows) in ("unpacked", "few unpacks")

    def inputs(self) -> tuple[int, mx.Dtype]:
        """How wide an input is, and its type."""
        if not self._quantised:
            return self.weight.shape[1], self.weight.dtype
        packed, scales, _ = self._packed
        return packed.shape[1] * 32 // self._bits, scales.dtype

    def ways(self, n_rows: int) -> list[str]:
        """What there is for so many rows; the plain way first."""
        if self._apart:
            return ["plain"]
        width, dtype = self.inputs()
        ours = few.available() and few.fits(width, dtype, self._bits if self._quantised else 16)
        if not self._quantised:
            padded = [f"as {n} rows" for n in PADDED if n > n_rows]
            return ["plain", *padded, *(["few"] if ours else [])]
        if n_rows == 1:
            return ["plain", *(["few"] if ours else [])]
        # MLX's CUDA kernel for several quantised rows takes half a minute to compile where it is first used, so it is
        # not even tried where there is ours.
        others = ["few unpacks", "few"] if ours and n_rows >= PREFILL_ROWS else ["few"] if ours else ["plain"]
        return ["unpacked", *(["row by row"] if n_rows <= 8 else []), *others]

    def by(self, way: str, x: mx.array, residual: mx.array | None = None) -> mx.array:
        """The product, computed in that way."""
        if way == "few":
            packed = few.Packed(*self._packed, self._bits, self._group) if self._quantised else self.weight
            return few.product(x, packed, self.bias, residual, self._gated)
        n_rows = len(x)
        if way.startswith("as "):
            n = int(way.split()[1])
            x = mx.broadcast_to(x, (n, x.shape[1])) if n_rows == 1 else mx.pad(x, [(0, n - n_rows), (0, 0)])
        if self._apart:
            y = mx.concatenate([layer(x) for layer in self._apart], axis=-1)
        elif not self._quantised:
            y = x @ self.weight.T if self.bias is None else mx.addmm(self.bias, x, self.weight.T)
        else:
            y = self._unpacking(way, x)
            y = y if self.bias is None else y + self.bias
        y = y[:n_rows]
        y = swiglu(*mx.split(y, 2, axis=-1)) if self._gated else y
        return y if residual is None else residual + y

    def _unpacking(self, way: str, x: mx.array) -> mx.array:
        if way == "unpacked":
            return x @ mx.dequantize(*self._packed, group_size=self._group, bits=self._bits).T
        if way == "few unpacks":
            return x @ few.unpacked(few.Packed(*self._packed, self._bits, self._group)).T
        rows = mx.split(x, len(x)) if way == "row by row" else [x]
        return mx.concatenate(
            [mx.quantized_matmul(row, *self._packed, group_size=self._group, bits=self._bits) for row in rows]
        )


class _Layer:
    """One block of the model."""

    def __init__(self, block: qwen2.TransformerBlock, qkv: Ways, out: Ways, gate_up: Ways, down: Ways) -> None:
        attention, mlp = block.self_attn, block.mlp
        self._norm1, self._norm2 = block.input_layernorm, block.post_attention_layernorm
        self._qkv = Product(qkv, attention.q_proj, attention.k_proj, attention.v_proj)
        self._out = Product(out, attention.o_proj, summed=True)
        self._gate_up = Product(gate_up, mlp.gate_proj, mlp.up_proj, gated=True)
        self._down = Product(down, mlp.down_proj, summed=True)
        self._scale = attention.scale
        self._n_heads, self._n_kv_heads = attention.n_heads, attention.n_kv_heads
        self.products = (self._qkv, self._out, self._gate_up, self._down)

    def __call__(self, x: mx.array, batch: int, turn: Turn, attend: attention.Attend, cache: Any) -> mx.array:
        """x (B * L, D) -> (B * L, D)."""
        length = len(x) // batch
        n_heads = self._n_heads + 2 * self._n_kv_heads
        heads = self._qkv(self._norm1(x)).reshape(batch, length, n_heads, -1).swapaxes(1, 2)  # (B, H, L, d)
        turned, values = mx.split(heads, [self._n_heads + self._n_kv_heads], axis=1)
        queries, keys = mx.split(turn(turned).astype(x.dtype), [self._n_heads], axis=1)
        if cache is not None:
            keys, values = cache.update_and_fetch(keys, values)
        y = attend(queries, keys, values, self._scale)
        x = self._out(y.swapaxes(1, 2).reshape(batch * length, -1), residual=x)
        return self._down(self._gate_up(self._norm2(x)), residual=x)


def _turned(cos: mx.array, sin: mx.array, x: mx.array) -> mx.array:
    return x * cos + mx.roll(x, x.shape[3] // 2, 3) * sin


def _trials(alike: Sequence[Product], n_rows: int) -> dict[str, Way]:
    """Each way of computing products of one kind: one layer's after the other, so that no weight is at hand."""
    if len(ways := alike[0].ways(n_rows)) == 1:
        return {ways[0]: list}  # there is nothing to choose, so nothing to compute
    alike = alike[: -(-_MUCH_BYTES // alike[0].weight.nbytes)]
    width, dtype = alike[0].inputs()
    x = mx.random.normal((n_rows, width), key=mx.random.key(n_rows)).astype(dtype)
    residual = mx.zeros_like(alike[0].by("unpacked", x)) if alike[0].summed else None
    mx.eval(x, residual)

    def run(way: str) -> list[mx.array]:
        return [product.by(way, x, residual) for product in alike]

    return {way: partial(run, way) for way in ways}


def _form(layer: nn.Module) -> tuple[Any, ...]:
    """Layers of one form can be joined."""
    return type(layer), getattr(layer, "group_size", 0), getattr(layer, "bits", 0)


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
