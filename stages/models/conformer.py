"""The flow's token encoder: speech-token embeddings at 25 Hz in, twice as many mel-rate frames out (50 Hz).

A relative-position conformer without convolution modules: look-ahead convolutions, blocks at token rate, upsampling by
repetition, blocks at frame rate. Each block attends to everything its mask allows (whole form), or to its chunk and the
keys and values kept from the chunks before (streaming form): a chunk in one is a block of the mask in the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import mlx.core as mx
import mlx.nn as nn


@dataclass(frozen=True)
class ConformerConfig:
    """Sizes of the encoder. A token sees `lookahead_tokens` ahead of it and becomes `upsample` frames."""

    input_width: int
    width: int
    n_heads: int
    mlp_width: int
    n_blocks: int
    n_up_blocks: int
    lookahead_tokens: int = 3
    upsample: int = 2

    @classmethod
    def from_yaml(cls, section: dict[str, Any]) -> ConformerConfig:
        """Reads the `encoder` section of flow.yaml."""
        return cls(
            input_width=section["input_size"],
            width=section["output_size"],
            n_heads=section["attention_heads"],
            mlp_width=section["linear_units"],
            n_blocks=section["num_blocks"],
            n_up_blocks=section["num_up_blocks"],
            lookahead_tokens=section["pre_lookahead_len"],
            upsample=section["up_stride"],
        )


class KeyValues(NamedTuple):
    """What one attention layer remembers, in pieces (B, heads, t, head_dim) that are only joined when they are used.

    Chunk after chunk, oldest first; so the piece that a voice prompt left is shared by all streams that start from it.
    """

    keys: tuple[mx.array, ...] = ()
    values: tuple[mx.array, ...] = ()

    @property
    def length(self) -> int:
        """Frames remembered."""
        return sum(piece.shape[2] for piece in self.keys)

    def add(self, keys: mx.array, values: mx.array) -> KeyValues:
        """With one more piece at the end."""
        return KeyValues((*self.keys, keys), (*self.values, values))

    def join(self) -> tuple[mx.array, mx.array]:
        """All keys and all values, (B, heads, length, head_dim) each."""
        return mx.concatenate([*self.keys], axis=2), mx.concatenate([*self.values], axis=2)

    def recent(self, n: int) -> KeyValues:
        """The first piece, and of what follows it the last `n` frames as one more piece."""
        return KeyValues(_first_and_last(self.keys, n), _first_and_last(self.values, n))


class ConformerState(NamedTuple):
    """What the encoder remembers between chunks. Values, not buffers: one state may start any number of streams."""

    lookahead: mx.array  # (B, 2, width): inputs of the second look-ahead convolution
    up: mx.array  # (B, 4, width): inputs of the upsampling convolution
    blocks: tuple[KeyValues, ...]  # token rate
    up_blocks: tuple[KeyValues, ...]  # frame rate

    def recent(self, n_tokens: int, n_frames: int) -> ConformerState:
        """Forgets what lies between the first chunk and the last `n_tokens`, `n_frames` of the two rates."""
        return self._replace(
            blocks=tuple(memory.recent(n_tokens) for memory in self.blocks),
            up_blocks=tuple(memory.recent(n_frames) for memory in self.up_blocks),
        )


class FlowEncoder(nn.Module):
    """Token embeddings (B, N, input_width) -> frames (B, 2N, width)."""

    def __init__(self, config: ConformerConfig) -> None:
        super().__init__()
        self.config = config
        self.embed = Embed(config.input_width, config.width)
        self.pre_lookahead_layer = Lookahead(config.width, config.lookahead_tokens)
        self.encoders = [Block(config) for _ in range(config.n_blocks)]
        self.up_layer = Upsample(config.width, config.upsample)
        self.up_embed = Embed(config.width, config.width)
        self.up_encoders = [Block(config) for _ in range(config.n_up_blocks)]
        self.after_norm = nn.LayerNorm(config.width, eps=1e-5)

    def __call__(self, embedded: mx.array, mask: mx.array | None = None) -> mx.array:
        """Encodes whole sequences.

        `mask` (bool, True = visible) broadcasts to (B, 1, 2N, 2N) at frame rate; at token rate every second row and
        column of it is used. None: every frame sees every other, as the published model does offline.
        """
        token_mask = None if mask is None else mask[..., :: self.config.upsample, :: self.config.upsample]
        state = self.make_state(embedded.shape[0])
        return self._forward(embedded, state, last=True, mask=mask, token_mask=token_mask)[0]

    def make_state(self, batch: int = 1) -> ConformerState:
        """The state before the first token."""
        width = self.config.width
        dtype = self.after_norm.weight.dtype
        return ConformerState(
            lookahead=mx.zeros((batch, self.pre_lookahead_layer.conv2.history, width), dtype),
            up=mx.zeros((batch, self.up_layer.conv.history, width), dtype),
            blocks=(KeyValues(),) * self.config.n_blocks,
            up_blocks=(KeyValues(),) * self.config.n_up_blocks,
        )

    def step(self, embedded: mx.array, state: ConformerState, last: bool) -> tuple[mx.array, ConformerState]:
        """Encodes the next chunk of n tokens and the look-ahead behind it: (B, n + 3, input_width) -> (B, 2n, width).

        The look-ahead tokens come again at the start of the next chunk. With `last` nothing follows: all tokens given
        are encoded, with zeros as their look-ahead. Every frame of the chunk sees the chunk and all frames in `state`.
        """
        return self._forward(embedded, state, last)

    def _forward(
        self,
        embedded: mx.array,
        state: ConformerState,
        last: bool,
        mask: mx.array | None = None,
        token_mask: mx.array | None = None,
    ) -> tuple[mx.array, ConformerState]:
        x = self.embed(embedded)
        x, lookahead = self.pre_lookahead_layer(x, state.lookahead, last)
        x, blocks = _run(self.encoders, x, state.blocks, token_mask)
        x, up = self.up_layer(x, state.up)
        x, up_blocks = _run(self.up_encoders, self.up_embed(x), state.up_blocks, mask)
        return self.after_norm(x), ConformerState(lookahead, up, blocks, up_blocks)


class Embed(nn.Module):
    """Linear, LayerNorm, times sqrt(width)."""

    def __init__(self, input_width: int, width: int) -> None:
        super().__init__()
        self.scale = math.sqrt(width)
        self.out = [nn.Linear(input_width, width), nn.LayerNorm(width, eps=1e-5)]

    def __call__(self, x: mx.array) -> mx.array:
        linear, norm = self.out
        return norm(linear(x)) * self.scale


class Lookahead(nn.Module):
    """Shows every token the few after it: forward convolution, leaky ReLU, causal convolution, plus the input."""

    def __init__(self, width: int, lookahead_tokens: int) -> None:
        super().__init__()
        self.conv1 = Conv(width, width, lookahead_tokens + 1)
        self.conv2 = Conv(width, width, 3)

    def __call__(self, x: mx.array, history: mx.array, last: bool) -> tuple[mx.array, mx.array]:
        """(B, n + 3, C) -> (B, n, C), or with `last` (B, n, C) -> (B, n, C); and the new history of `conv2`."""
        ahead = self.conv1.history
        if last:
            x = mx.pad(x, [(0, 0), (0, ahead), (0, 0)])
        y = mx.concatenate([history, nn.leaky_relu(self.conv1(x), 0.01)], axis=1)
        return self.conv2(y) + x[:, : x.shape[1] - ahead], y[:, y.shape[1] - self.conv2.history :]


class Upsample(nn.Module):
    """Repeats every token `factor` times and smooths with a causal convolution."""

    def __init__(self, width: int, factor: int) -> None:
        super().__init__()
        self.factor = factor
        self.conv = Conv(width, width, 2 * factor + 1)

    def __call__(self, x: mx.array, history: mx.array) -> tuple[mx.array, mx.array]:
        """(B, n, C) -> (B, factor * n, C), and the new history of the convolution's input."""
        x = mx.concatenate([history, mx.repeat(x, self.factor, axis=1)], axis=1)
        return self.conv(x), x[:, x.shape[1] - self.conv.history :]


class Block(nn.Module):
    """Pre-norm attention and feed-forward, each added to its input."""

    def __init__(self, config: ConformerConfig) -> None:
        super().__init__()
        self.self_attn = RelativeAttention(config.width, config.n_heads)
        self.feed_forward = FeedForward(config.width, config.mlp_width)
        self.norm_mha = nn.LayerNorm(config.width, eps=1e-12)
        self.norm_ff = nn.LayerNorm(config.width, eps=1e-12)

    def __call__(
        self, x: mx.array, positions: mx.array, past: KeyValues, mask: mx.array | None
    ) -> tuple[mx.array, KeyValues]:
        y, memory = self.self_attn(self.norm_mha(x), positions, past, mask)
        x = x + y
        return x + self.feed_forward(self.norm_ff(x)), memory


class RelativeAttention(nn.Module):
    """Attention with Transformer-XL relative positions: score(i, j) = ((q_i + u) k_j + (q_i + v) P(i - j)) / sqrt(d).

    Positions are those within the keys at hand: where old frames were dropped, the rest counts as adjacent.
    """

    def __init__(self, width: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.linear_q = nn.Linear(width, width)
        self.linear_k = nn.Linear(width, width)
        self.linear_v = nn.Linear(width, width)
        self.linear_out = nn.Linear(width, width)
        self.linear_pos = nn.Linear(width, width, bias=False)
        self.pos_bias_u = mx.zeros((n_heads, width // n_heads))
        self.pos_bias_v = mx.zeros((n_heads, width // n_heads))

    def __call__(
        self, x: mx.array, positions: mx.array, past: KeyValues, mask: mx.array | None
    ) -> tuple[mx.array, KeyValues]:
        """x (B, T, C), positions = `relative_positions(n, T, C)` for n keys in all -> (B, T, C) and those keys."""
        batch, length, width = x.shape
        heads = (self.n_heads, width // self.n_heads)
        q = self.linear_q(x).reshape(batch, length, *heads)
        k = self.linear_k(x).reshape(batch, length, *heads).swapaxes(1, 2)  # (B, H, T, d)
        v = self.linear_v(x).reshape(batch, length, *heads).swapaxes(1, 2)
        memory = past.add(k, v)
        keys, values = memory.join()  # (B, H, n, d)
        p = self.linear_pos(positions).reshape(1, -1, *heads).transpose(0, 2, 3, 1)  # (1, H, d, n + T - 1)
        content = (q + self.pos_bias_u).swapaxes(1, 2) @ keys.swapaxes(2, 3)  # (B, H, T, n)
        distance = _align((q + self.pos_bias_v).swapaxes(1, 2) @ p, keys.shape[2])
        scores = (content + distance).astype(mx.float32) * (heads[1] ** -0.5)
        if mask is not None:
            scores = mx.where(mask, scores, -mx.inf)
        y = mx.softmax(scores, axis=-1).astype(x.dtype) @ values  # (B, H, T, d)
        return self.linear_out(y.swapaxes(1, 2).reshape(batch, length, width)), memory


class FeedForward(nn.Module):
    """Linear, SiLU, Linear."""

    def __init__(self, width: int, mlp_width: int) -> None:
        super().__init__()
        self.w_1 = nn.Linear(width, mlp_width)
        self.w_2 = nn.Linear(mlp_width, width)

    def __call__(self, x: mx.array) -> mx.array:
        return self.w_2(nn.silu(self.w_1(x)))


class Conv(nn.Module):
    """Convolution over time without padding, (B, T + history, C) -> (B, T, out), as one matrix product.

    (MLX's own runs far below the speed of a matrix product on CPU.) `weight` is (out, k, in), MLX's layout.
    """

    def __init__(self, n_in: int, n_out: int, kernel: int) -> None:
        super().__init__()
        self.history = kernel - 1
        bound = (n_in * kernel) ** -0.5
        self.weight = mx.random.uniform(-bound, bound, (n_out, kernel, n_in))
        self.bias = mx.zeros((n_out,))

    def __call__(self, x: mx.array) -> mx.array:
        length = x.shape[1] - self.history
        taps = mx.concatenate([x[:, k : k + length] for k in range(self.history + 1)], axis=-1)
        return mx.addmm(self.bias, taps, self.weight.reshape(self.weight.shape[0], -1).T)


def relative_positions(n_keys: int, n_queries: int, width: int) -> mx.array:
    """Sinusoids of the distances query - key from n_keys - 1 down to 1 - n_queries: (n_keys + n_queries - 1, width).

    The queries are the last `n_queries` of the keys. Even columns sin(p w_i), odd cos(p w_i), w_i = 10000^(-2i/width).
    """
    distances = mx.arange(n_keys - 1, -n_queries, -1, dtype=mx.float32)
    rates = mx.exp(mx.arange(0, width, 2, dtype=mx.float32) * (-math.log(10000.0) / width))
    angles = distances[:, None] * rates
    return mx.stack([mx.sin(angles), mx.cos(angles)], axis=-1).reshape(-1, width)


def _first_and_last(pieces: tuple[mx.array, ...], n: int) -> tuple[mx.array, ...]:
    """The first piece, and the last `n` frames of the others as one piece."""
    kept: list[mx.array] = []
    for piece in reversed(pieces[1:]):
        start = max(0, piece.shape[2] - n)
        kept.append(piece[:, :, start:])
        n -= piece.shape[2] - start
    return (pieces[0], mx.concatenate(kept[::-1], axis=2)) if kept else pieces


def _run(
    blocks: list[Block], x: mx.array, past: tuple[KeyValues, ...], mask: mx.array | None
) -> tuple[mx.array, tuple[KeyValues, ...]]:
    positions = relative_positions(past[0].length + x.shape[1], x.shape[1], x.shape[2]).astype(x.dtype)
    memories: list[KeyValues] = []
    for block, memory in zip(blocks, past, strict=True):
        x, memory = block(x, positions, memory, mask)
        memories.append(memory)
    return x, tuple(memories)


def _align(scores: mx.array, n_keys: int) -> mx.array:
    """Scores by distance (B, H, T, n + T - 1) -> by key (B, H, T, n): row i starts at column T - 1 - i."""
    batch, heads, length, width = scores.shape
    if length == 1:
        return scores
    flat = scores.reshape(batch, heads, length * width)[..., length - 1 : length * width - 1]
    return flat.reshape(batch, heads, length, width - 1)[..., :n_keys]
