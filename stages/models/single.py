"""The step of the flow's estimator as a single kernel, for half precision on an NVIDIA GPU.

A step is 16 blocks of seven parts that wait for each other. As kernels of their own (`estimator.Kernels`) they are 2000
a chunk, each of which costs the host more time than the GPU; here a step is one (`single_kernel` is its source). Its
thread blocks, one for each multiprocessor, stay for all parts and meet after each. Matrices are multiplied on tensor
cores, as in `few`. Measured on an H200 at the published size, a chunk of 25 codes: 81 ms as written, 36 as kernels of
their own, compiled, 15.2 so by 128 thread blocks, 18.5 by 64, 26.1 by 32.

Blocks that meet must all be running. On a GPU with room for fewer than there are, those that wait give up after a
quarter of a second and what comes out is wrong: who compares it with the plain way (`choice`) then takes fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

import mlx.core as mx
import mlx.nn as nn

from stages.models import few, single_kernel
from stages.models.conformer import KeyValues
from stages.models.dit import BlockState, DiT, Modulation

Blocks = tuple[BlockState, ...]

THREAD_BLOCKS = (128, 64, 32)
"""How many there may be: a multiprocessor has room for one, H100 and H200 have 132 of those, smaller GPUs fewer."""

WARPS = 8
KEYS = 1024
"""Frames that can be attended to: their scores are kept in a multiprocessor's own memory."""


class Single:
    """An estimator's step; `fits` says whether it can be computed so.

    It takes state and modulation as `join` makes them: those of all blocks in one.
    The weights of `estimator` become views of joined ones: nothing is held twice.
    """

    def __init__(self, estimator: DiT, thread_blocks: int = THREAD_BLOCKS[0], warps: int = WARPS) -> None:
        self._estimator, self._thread_blocks, self._warps = estimator, thread_blocks, warps
        blocks = estimator.blocks
        convs: list[list[Any]] = [block.conv.block for block in blocks]
        projections = [[block.attn.to_q, block.attn.to_k, block.attn.to_v] for block in blocks]
        pairs = {
            "qkv": projections,
            "out": [[block.attn.proj] for block in blocks],
            "conv1": [[conv[1]] for conv in convs],
            "conv2": [[conv[6]] for conv in convs],
            "fc1": [[block.mlp.fc1] for block in blocks],
            "fc2": [[block.mlp.fc2] for block in blocks],
        }
        self._weights = [_joined(layers, name) for layers in pairs.values() for name in ("weight", "bias")]
        norms = [[block.attn.q_norm, block.attn.k_norm] for block in blocks]
        self._heads = mx.stack([w for both in norms for norm in both for w in (norm.weight, norm.bias)])
        self._norms = mx.stack([w for conv in convs for w in (conv[3].weight, conv[3].bias)])
        mx.eval(self._heads, self._norms)

    def by(self, thread_blocks: int) -> Single:
        """The same, with the same weights, by so many thread blocks."""
        other = copy(self)
        other._thread_blocks = thread_blocks
        return other

    @staticmethod
    def fits(estimator: DiT) -> bool:
        """Whether this machine and these weights allow it."""
        config, dtype = estimator.config, estimator.in_proj.weight.dtype
        inner = int(config.hidden * config.mlp_ratio)
        widths = (config.hidden, config.n_heads * config.head_dim, inner)
        return (
            few.available()
            and all(few.fits(n, dtype) for n in widths)
            and config.hidden <= 512
            and config.hidden % 64 == 0
            and config.head_dim % 32 == 0
            and config.head_dim <= 64
        )

    def __call__(
        self, x: mx.array, context: mx.array, modulation: Modulation, state: Blocks
    ) -> tuple[mx.array, Blocks]:
        estimator, config = self._estimator, self._estimator.config
        weight = estimator.in_proj.weight[:, : config.n_mels]
        x = context + x.astype(weight.dtype) @ weight.T
        ((parts,),), (memory,) = modulation.blocks, state
        batch, length, width = x.shape
        depth, inner = config.depth, int(config.hidden * config.mlp_ratio)
        heads, head_dim = config.n_heads, config.head_dim
        pieces = [*memory.attention.keys, *memory.attention.values]
        if len(memory.attention.keys) == 1:
            pieces = [part for piece in pieces for part in (piece[:, :, :1], piece[:, :, 1:])]
        later = (depth * batch, heads, pieces[1].shape[2] + length, head_dim)
        if pieces[0].shape[2] + later[2] > KEYS:
            raise ValueError(f"{pieces[0].shape[2] + later[2]} frames to attend to, at most {KEYS} can be")
        y, keys, values, conv1, conv2, *_ = single_kernel.kernel()(
            inputs=[
                x,
                parts,
                *pieces,
                memory.conv1,
                memory.conv2,
                self._heads,
                self._norms,
                *self._weights,
                mx.zeros((32,), mx.uint32),  # fresh memory each time: the kernel counts in it
            ],
            template=[
                ("T", x.dtype),
                ("C", width),
                ("H", heads),
                ("D", head_dim),
                ("F", inner),
                ("KEYS", KEYS),
                ("WARPS", self._warps),
            ],
            grid=(self._thread_blocks * self._warps * 32, 1, 1),
            threadgroup=(self._warps * 32, 1, 1),
            output_shapes=[
                x.shape,
                later,
                later,
                (depth * batch, 2, width),
                (depth * batch, 2, width),
                (batch, length, 3 * heads * head_dim),
                (batch, length, heads * head_dim),
                x.shape,
                (batch, length, inner),
            ],
            output_dtypes=[x.dtype] * 9,
        )
        first_keys, first_values = memory.attention.keys[0], memory.attention.values[0]
        if len(memory.attention.keys) == 1:  # of the one piece, the kernel put all but a frame in front of the new
            n = first_keys.shape[2] - 1
            keys, values = keys[:, :, n:], values[:, :, n:]
        after = BlockState(KeyValues((first_keys, keys), (first_values, values)), conv1, conv2)
        return estimator.final_layer(y, *modulation.final), (after,)


def is_joined(modulation: Modulation) -> bool:
    """Whether it is as `join` makes it."""
    return len(modulation.blocks[0]) == 1


def join(modulation: Modulation, state: Blocks) -> tuple[Modulation, Blocks]:
    """A shared modulation and a state, of all blocks in one: parts (depth, 9, hidden), memories of depth x B items."""
    parts = mx.stack([mx.stack(list(block)) for block in modulation.blocks])
    keys, values = (
        tuple(mx.concatenate(list(pieces)) for pieces in zip(*every, strict=True))
        for every in ([block.attention.keys for block in state], [block.attention.values for block in state])
    )
    conv1 = mx.concatenate([block.conv1 for block in state])
    conv2 = mx.concatenate([block.conv2 for block in state])
    return Modulation(((parts,),), modulation.final), (BlockState(KeyValues(keys, values), conv1, conv2),)


def part(modulation: Modulation, state: Blocks) -> tuple[Modulation, Blocks]:
    """What `join` was given."""
    ((parts,),), (memory,) = modulation.blocks, state
    depth = len(parts)
    keys, values = (
        list(zip(*(mx.split(piece, depth) for piece in pieces), strict=True)) for pieces in memory.attention
    )
    conv1, conv2 = mx.split(memory.conv1, depth), mx.split(memory.conv2, depth)
    blocks = tuple(tuple(one[0] for one in mx.split(block, 9)) for block in parts)
    after = tuple(
        BlockState(KeyValues(*both), *histories)
        for *both, histories in zip(keys, values, zip(conv1, conv2, strict=True), strict=True)
    )
    return Modulation(blocks, modulation.final), after


def _joined(layers: Sequence[Sequence[nn.Module]], name: str) -> mx.array:
    """All layers' arrays of that name behind each other along their outputs; theirs become views of it."""
    flat = [layer for several in layers for layer in several]
    joined = mx.concatenate([layer[name] for layer in flat])
    mx.eval(joined)
    start = 0
    for layer in flat:
        layer[name] = joined[start : start + len(layer[name])]
        start += len(layer[name])
    mx.eval([layer[name] for layer in flat])
    return joined
