"""The flow's velocity estimator: a diffusion transformer over mel frames, given tokens, speaker, prompt and time.

Attention has no positions and no causality of its own: what a frame sees is what the mask, or the memory of the chunks
before, shows it; order comes from the causal convolutions in each block.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import mlx.core as mx
import mlx.nn as nn

from stages.models.conformer import Conv, KeyValues

N_FREQUENCIES = 128  # of the time embedding, as published


@dataclass(frozen=True)
class DiTConfig:
    """Sizes of the estimator. Its input is 4 x `n_mels` wide: noisy mel, token projection, speaker, prompt mel."""

    hidden: int
    depth: int
    n_heads: int
    head_dim: int
    mlp_ratio: float
    n_mels: int = 80

    @classmethod
    def from_yaml(cls, section: dict[str, Any]) -> DiTConfig:
        """Reads the `estimator` section of flow.yaml."""
        return cls(
            hidden=section["hidden_size"],
            depth=section["depth"],
            n_heads=section["num_heads"],
            head_dim=section["head_dim"],
            mlp_ratio=section["mlp_ratio"],
            n_mels=section["out_channels"],
        )


class BlockState(NamedTuple):
    """What one block remembers between chunks."""

    attention: KeyValues
    conv1: mx.array  # (B, 2, hidden): inputs of the first convolution
    conv2: mx.array  # (B, 2, hidden): inputs of the second


class DiT(nn.Module):
    """Velocity of the mel at time t on the way from noise to speech."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.config = config
        self.t_embedder = TimeEmbedder(config.hidden)
        self.in_proj = nn.Linear(4 * config.n_mels, config.hidden)
        self.blocks = [Block(config) for _ in range(config.depth)]
        self.final_layer = FinalLayer(config.hidden, config.n_mels)

    def __call__(
        self,
        x: mx.array,
        mu: mx.array,
        t: mx.array,
        speaker: mx.array,
        cond: mx.array,
        mask: mx.array | None = None,
    ) -> mx.array:
        """x, mu, cond (B, T, n_mels), t (B,), speaker (B, n_mels) -> velocity (B, T, n_mels).

        `mask` (bool, True = visible) broadcasts to (B, 1, T, T); the convolutions do not heed it.
        """
        state = self.make_state(x.shape[0])
        return self.step(x, self.context(mu, speaker, cond), self.modulation(t), state, mask)[0]

    def context(self, mu: mx.array, speaker: mx.array, cond: mx.array) -> mx.array:
        """The share of the input projection that stays the same at all times t: (B, T, hidden)."""
        speaker = mx.broadcast_to(speaker[:, None], mu.shape)
        weight = self.in_proj.weight[:, self.config.n_mels :]
        given = mx.concatenate([mu, speaker, cond], axis=-1).astype(weight.dtype)
        return mx.addmm(self.in_proj.bias, given, weight.T)

    def modulation(self, t: mx.array) -> Modulation:
        """What the time decides, for t (B,) one time per item; parts are (B, 1, hidden)."""
        time = nn.silu(self.t_embedder(t)).astype(self.in_proj.weight.dtype)[:, None]
        return Modulation(tuple(block.modulation(time) for block in self.blocks), self.final_layer.modulation(time))

    def make_state(self, batch: int = 1) -> tuple[BlockState, ...]:
        """The state before the first frame, one entry a block."""
        dtype = self.in_proj.weight.dtype
        history = mx.zeros((batch, 2, self.config.hidden), dtype)
        return (BlockState(KeyValues(), history, history),) * self.config.depth

    def step(
        self,
        x: mx.array,
        context: mx.array,
        modulation: Modulation,
        state: tuple[BlockState, ...],
        mask: mx.array | None = None,
    ) -> tuple[mx.array, tuple[BlockState, ...]]:
        """Velocity of a chunk x (B, T, n_mels) whose frames see it and all those in `state`; and the state after it."""
        weight = self.in_proj.weight[:, : self.config.n_mels]
        x = context + x.astype(weight.dtype) @ weight.T
        after: list[BlockState] = []
        for block, parts, memory in zip(self.blocks, modulation.blocks, state, strict=True):
            x, memory = block(x, parts, memory, mask)
            after.append(memory)
        return self.final_layer(x, *modulation.final), tuple(after)


class Modulation(NamedTuple):
    """Shifts, scales and gates at one time t. Scales hold 1 + the published scale.

    Arrays are (B, 1, hidden), or (hidden,) where all items share one time (`shared`).
    `blocks`: per block shift, scale, gate of attention, then of MLP, then of convolution; `final`: shift, scale.
    """

    blocks: tuple[tuple[mx.array, ...], ...]
    final: tuple[mx.array, ...]

    def shared(self) -> Modulation:
        """The first item's, for a batch in which all items are at the same time."""
        return Modulation(
            tuple(tuple(part[0, 0] for part in block) for block in self.blocks),
            tuple(part[0, 0] for part in self.final),
        )


class TimeEmbedder(nn.Module):
    """Sinusoids of 1000 t, then Linear, SiLU, Linear, all in float32: (B,) -> (B, hidden)."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.mlp = [nn.Linear(2 * N_FREQUENCIES, hidden), nn.SiLU(), nn.Linear(hidden, hidden)]

    def __call__(self, t: mx.array) -> mx.array:
        rates = mx.exp(mx.arange(N_FREQUENCIES, dtype=mx.float32) * (-math.log(10000.0) / N_FREQUENCIES))
        angles = 1000.0 * t.astype(mx.float32)[:, None] * rates
        first, silu, second = self.mlp
        return second(silu(first(mx.concatenate([mx.cos(angles), mx.sin(angles)], axis=-1))))


class Block(nn.Module):
    """Attention, causal convolutions, MLP; each normalised, modulated and gated by the time."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.attn = Attention(config.hidden, config.n_heads, config.head_dim)
        self.conv = ConvBranch(config.hidden)
        self.mlp = MLP(config.hidden, int(config.hidden * config.mlp_ratio))
        self.adaLN_modulation = [nn.SiLU(), _zeros(nn.Linear(config.hidden, 9 * config.hidden))]

    def modulation(self, time: mx.array) -> tuple[mx.array, ...]:
        """time = SiLU of the time embedding (B, 1, hidden) -> nine parts (B, 1, hidden)."""
        parts = mx.split(self.adaLN_modulation[1](time), 9, axis=-1)
        return tuple(part + 1 if k % 3 == 1 else part for k, part in enumerate(parts))

    def __call__(
        self, x: mx.array, modulation: tuple[mx.array, ...], state: BlockState, mask: mx.array | None
    ) -> tuple[mx.array, BlockState]:
        shift_a, scale_a, gate_a, shift_m, scale_m, gate_m, shift_c, scale_c, gate_c = modulation
        y, attention = self.attn(_modulate(x, shift_a, scale_a), state.attention, mask)
        x = x + gate_a * y
        y, conv1, conv2 = self.conv(_modulate(x, shift_c, scale_c), state.conv1, state.conv2)
        x = x + gate_c * y
        x = x + gate_m * self.mlp(_modulate(x, shift_m, scale_m))
        return x, BlockState(attention, conv1, conv2)


class Attention(nn.Module):
    """Multi-head attention with normalised queries and keys and no positions."""

    def __init__(self, hidden: int, n_heads: int, head_dim: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.head_dim = head_dim
        self.to_q = nn.Linear(hidden, n_heads * head_dim)
        self.to_k = nn.Linear(hidden, n_heads * head_dim)
        self.to_v = nn.Linear(hidden, n_heads * head_dim)
        self.q_norm = nn.LayerNorm(head_dim, eps=1e-5)
        self.k_norm = nn.LayerNorm(head_dim, eps=1e-5)
        self.proj = nn.Linear(n_heads * head_dim, hidden)

    def __call__(self, x: mx.array, past: KeyValues, mask: mx.array | None) -> tuple[mx.array, KeyValues]:
        batch, length, _ = x.shape
        split = (batch, length, self.n_heads, self.head_dim)
        q = self.q_norm(self.to_q(x).reshape(split)).swapaxes(1, 2)  # (B, H, T, d)
        k = self.k_norm(self.to_k(x).reshape(split)).swapaxes(1, 2)
        v = self.to_v(x).reshape(split).swapaxes(1, 2)
        memory = past.add(k, v)
        keys, values = memory.join()
        y = mx.fast.scaled_dot_product_attention(q, keys, values, scale=self.head_dim**-0.5, mask=mask)
        return self.proj(y.swapaxes(1, 2).reshape(batch, length, -1)), memory


class MLP(nn.Module):
    """Linear, tanh-approximated GELU, Linear."""

    def __init__(self, hidden: int, mlp_hidden: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(hidden, mlp_hidden)
        self.fc2 = nn.Linear(mlp_hidden, hidden)

    def __call__(self, x: mx.array) -> mx.array:
        return self.fc2(gelu(self.fc1(x)))


class ConvBranch(nn.Module):
    """Causal convolution, LayerNorm, Mish, causal convolution."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        # The published names are positions in a list; 0, 2, 4 and 5 (transpositions, padding, Mish) have no weights.
        self.block = [
            nn.Identity(),
            Conv(hidden, hidden, 3),
            nn.Identity(),
            nn.LayerNorm(hidden, eps=1e-5),
            nn.Identity(),
            nn.Identity(),
            Conv(hidden, hidden, 3),
        ]

    def __call__(self, x: mx.array, past1: mx.array, past2: mx.array) -> tuple[mx.array, mx.array, mx.array]:
        x1 = mx.concatenate([past1, x], axis=1)
        x2 = mx.concatenate([past2, mish(self.block[3](self.block[1](x1)))], axis=1)
        return self.block[6](x2), x1[:, -past1.shape[1] :], x2[:, -past2.shape[1] :]


class FinalLayer(nn.Module):
    """Normalise, modulate, project to mel bins."""

    def __init__(self, hidden: int, n_mels: int) -> None:
        super().__init__()
        self.adaLN_modulation = [nn.SiLU(), _zeros(nn.Linear(hidden, 2 * hidden))]
        self.linear = _zeros(nn.Linear(hidden, n_mels))

    def modulation(self, time: mx.array) -> tuple[mx.array, ...]:
        """time = SiLU of the time embedding (B, 1, hidden) -> shift, 1 + scale (B, 1, hidden)."""
        shift, scale = mx.split(self.adaLN_modulation[1](time), 2, axis=-1)
        return shift, scale + 1

    def __call__(self, x: mx.array, shift: mx.array, scale: mx.array) -> mx.array:
        return self.linear(_modulate(x, shift, scale))


def _modulate(x: mx.array, shift: mx.array, scale: mx.array) -> mx.array:
    """LayerNorm times scale plus shift; in one kernel where scale and shift are (C,), the same for every item."""
    if scale.ndim == 1:
        return mx.fast.layer_norm(x, scale, shift, 1e-6)
    return mx.fast.layer_norm(x, None, None, 1e-6) * scale + shift


def gelu(x: mx.array) -> mx.array:
    """0.5 x (1 + tanh(u)) = x sigmoid(2u), one slow function instead of two."""
    return x * mx.sigmoid(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x))


def mish(x: mx.array) -> mx.array:
    """x tanh(log(1 + e^x)) = x n / (n + 2) with n = e^x (e^x + 2); beyond 20 it is x in float32."""
    e = mx.exp(mx.minimum(x.astype(mx.float32), 20.0))
    n = e * (e + 2)
    return (x * (n / (n + 2))).astype(x.dtype)


def _zeros(linear: nn.Linear) -> nn.Linear:
    """A layer that starts at zero, so that an untrained block passes its input on unchanged."""
    linear.weight, linear.bias = mx.zeros_like(linear.weight), mx.zeros_like(linear.bias)
    return linear
