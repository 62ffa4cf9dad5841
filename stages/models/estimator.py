"""Ways to take a step of the flow's estimator and token encoder: as written, compiled, or in kernels of our own.

A guided chunk is 10 steps through 16 blocks. As written, a block is about 40 operations on some 100 rows, so on a GPU
nearly all of a chunk's time goes into starting 7000 of them. Compiled, elementwise ones are fused; with our kernels
(`few`, and the two below) a block is 12. All three take and return the same state, so a stream may change between them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import mlx.core as mx

from stages.models import cuda, few
from stages.models.conformer import ConformerState, FlowEncoder, KeyValues
from stages.models.dit import Attention, Block, BlockState, DiT, Modulation

Blocks = tuple[BlockState, ...]
EstimatorStep = Callable[[mx.array, mx.array, Modulation, Blocks], tuple[mx.array, Blocks]]
"""x (B, T, n_mels), context (B, T, hidden), modulation and state -> velocity (B, T, n_mels) and the state after it."""

EncoderStep = Callable[[mx.array, ConformerState, bool], tuple[mx.array, ConformerState]]
"""As `FlowEncoder.step`."""


def compiled(step: EstimatorStep) -> EstimatorStep:
    """`step`, put together once for each shape of its inputs."""

    def plain(x: mx.array, context: mx.array, modulation: Any, state: Any) -> tuple[mx.array, Any]:
        return step(x, context, Modulation(*modulation), _blocks(state))

    run = mx.compile(plain)

    def again(x: mx.array, context: mx.array, modulation: Modulation, state: Blocks) -> tuple[mx.array, Blocks]:
        velocity, after = run(x, context, modulation, state)
        return velocity, _blocks(after)

    return again


def compiled_encoder(encoder: FlowEncoder) -> EncoderStep:
    """The token encoder's step, put together once for each shape of its inputs; the last of a stream as it is."""

    def plain(embedded: mx.array, state: Any) -> Any:
        return encoder.step(embedded, _conformer(state), False)

    run = mx.compile(plain)

    def again(embedded: mx.array, state: ConformerState, last: bool) -> tuple[mx.array, ConformerState]:
        if last:  # of any length: it would be compiled for nothing
            return encoder.step(embedded, state, last)
        frames, after = run(embedded, state)
        return frames, _conformer(after)

    return again


class Kernels:
    """An estimator's step in few kernels, for half precision on an NVIDIA GPU; `fits` says whether it can be."""

    def __init__(self, estimator: DiT) -> None:
        self._estimator = estimator
        self._blocks = [_Block(block) for block in estimator.blocks]

    @staticmethod
    def fits(estimator: DiT) -> bool:
        """Whether this machine and these weights allow it."""
        config, dtype = estimator.config, estimator.in_proj.weight.dtype
        widths = (config.hidden, config.n_heads * config.head_dim, int(config.hidden * config.mlp_ratio))
        return few.available() and all(few.fits(n, dtype) for n in widths) and config.head_dim % 32 == 0

    def __call__(
        self, x: mx.array, context: mx.array, modulation: Modulation, state: Blocks
    ) -> tuple[mx.array, Blocks]:
        estimator = self._estimator
        weight = estimator.in_proj.weight[:, : estimator.config.n_mels]
        x = context + x.astype(weight.dtype) @ weight.T
        after: list[BlockState] = []
        for block, parts, memory in zip(self._blocks, modulation.blocks, state, strict=True):
            x, memory = block(x, parts, memory)
            after.append(memory)
        return estimator.final_layer(x, *modulation.final), tuple(after)


class _Block:
    """One block of the estimator."""

    def __init__(self, block: Block) -> None:
        attention = block.attn
        projections = (attention.to_q, attention.to_k, attention.to_v)
        self._attention = attention
        self._qkv = mx.concatenate([layer.weight for layer in projections])
        self._qkv_bias = mx.concatenate([layer.bias for layer in projections])
        self._out = attention.proj
        layers: list[Any] = block.conv.block
        self._conv1, self._norm, self._conv2 = layers[1], layers[3], layers[6]
        self._taps1, self._taps2 = _side_by_side(self._conv1.weight), _side_by_side(self._conv2.weight)
        self._fc1, self._fc2 = block.mlp.fc1, block.mlp.fc2

    def __call__(self, x: mx.array, modulation: tuple[mx.array, ...], state: BlockState) -> tuple[mx.array, BlockState]:
        """x (B, T, C) -> (B, T, C), and the state after it."""
        shift_a, scale_a, gate_a, shift_m, scale_m, gate_m, shift_c, scale_c, gate_c = modulation
        batch, length, width = x.shape
        rows = x.reshape(-1, width)
        y = _product(mx.fast.layer_norm(rows, scale_a, shift_a, 1e-6), self._qkv, self._qkv_bias)
        q, keys, values = arranged(y.reshape(batch, length, -1), self._attention, state.attention)
        y = mx.fast.scaled_dot_product_attention(q, keys, values, scale=self._attention.head_dim**-0.5)
        y = y.swapaxes(1, 2).reshape(batch * length, -1)
        rows = _product(y, self._out.weight, self._out.bias, rows, gate=gate_a)

        x1 = normalised(rows.reshape(batch, length, width), scale_c, shift_c, 1e-6, state.conv1, mish=False)
        y = _product(x1, self._taps1, self._conv1.bias, history=state.conv1.shape[1])
        y = y.reshape(batch, length, width)
        x2 = normalised(y, self._norm.weight, self._norm.bias, 1e-5, state.conv2, mish=True)
        history = state.conv2.shape[1]
        rows = _product(x2, self._taps2, self._conv2.bias, rows, gate=gate_c, history=history)

        y = _product(mx.fast.layer_norm(rows, scale_m, shift_m, 1e-6), self._fc1.weight, self._fc1.bias, gelu=True)
        rows = _product(y, self._fc2.weight, self._fc2.bias, rows, gate=gate_m)
        first_keys, first_values = state.attention.keys[0], state.attention.values[0]
        n_first = first_keys.shape[2]
        attention = KeyValues((first_keys, keys[:, :, n_first:]), (first_values, values[:, :, n_first:]))
        after = BlockState(attention, x1[:, length:], x2[:, length:])
        return rows.reshape(batch, length, width), after


def _side_by_side(taps: mx.array) -> mx.array:
    """(out, k, in) -> (out, k in)."""
    return mx.contiguous(taps.reshape(taps.shape[0], -1))


_product = partial(few.product, columns=4)  # of rows there are about 100, and in the last chunk any number


def arranged(joined: mx.array, attention: Attention, past: KeyValues) -> tuple[mx.array, mx.array, mx.array]:
    """Queries, keys and values side by side (B, T, 3 H d) -> normalised queries (B, H, T, d), all keys, all values.

    All are those of `past`, which has one piece or two, and the new ones: (B, H, n + T, d).
    """
    batch, length, _ = joined.shape
    pieces = [*past.keys, *past.values]
    if len(past.keys) == 1:
        pieces = [part for piece in pieces for part in (piece[:, :, :1], piece[:, :, 1:])]
    n_past = past.length
    heads, head_dim = attention.n_heads, attention.head_dim
    names = ("joined", "q_scale", "q_shift", "k_scale", "k_shift", "k_first", "k_second", "v_first", "v_second")
    q, keys, values = cuda.kernel("arranged", names, ("q", "keys", "values"), _ARRANGED, views=True)(
        inputs=[
            joined,
            attention.q_norm.weight,
            attention.q_norm.bias,
            attention.k_norm.weight,
            attention.k_norm.bias,
            *pieces,
        ],
        template=[("T", joined.dtype), ("D", head_dim), ("H", heads)],
        grid=(32 * (n_past + length), heads, batch),
        threadgroup=(32, 1, 1),
        output_shapes=[(batch, heads, length, head_dim), *[(batch, heads, n_past + length, head_dim)] * 2],
        output_dtypes=[joined.dtype] * 3,
    )
    return q, keys, values


def normalised(x: mx.array, scale: mx.array, shift: mx.array, eps: float, history: mx.array, *, mish: bool) -> mx.array:
    """`history` (B, h, C), and behind it x (B, T, C) normalised over C, times scale plus shift -> (B, h + T, C)."""
    batch, length, width = x.shape
    rows = history.shape[1] + length
    (y,) = cuda.kernel("normalised", ("x", "scale", "shift", "history"), ("out",), _NORMALISED, views=True)(
        inputs=[x, scale, shift, history],
        template=[("T", x.dtype), ("MISH", mish), ("FINE", eps < 5e-6)],
        grid=(128 * rows, batch, 1),
        threadgroup=(128, 1, 1),
        output_shapes=[(batch, rows, width)],
        output_dtypes=[x.dtype],
    )
    return y


_ARRANGED = r"""
  // A warp: one place of one head of one item. T, D numbers a head, H heads.
  constexpr int EACH = D / 32;
  const int place = blockIdx.x, head = blockIdx.y, item = blockIdx.z, lane = threadIdx.x;
  const int n_first = k_first_shape[2], n_past = n_first + k_second_shape[2], length = joined_shape[1];
  const size_t to = (((size_t)item * H + head) * (n_past + length) + place) * D + lane * EACH;
  if (place < n_past) {
    const bool first = place < n_first;
    const T* k = first ? k_first + item * k_first_strides[0] + head * k_first_strides[1] + place * k_first_strides[2]
                       : k_second + item * k_second_strides[0] + head * k_second_strides[1]
                             + (place - n_first) * k_second_strides[2];
    const T* v = first ? v_first + item * v_first_strides[0] + head * v_first_strides[1] + place * v_first_strides[2]
                       : v_second + item * v_second_strides[0] + head * v_second_strides[1]
                             + (place - n_first) * v_second_strides[2];
    for (int i = 0; i < EACH; ++i) {
      keys[to + i] = k[lane * EACH + i];
      values[to + i] = v[lane * EACH + i];
    }
    return;
  }
  const T* line = joined + ((size_t)item * length + place - n_past) * 3 * H * D + head * D + lane * EACH;
  for (int which = 0; which < 2; ++which) {  // query, key
    float x[EACH], sum = 0.0f, squares = 0.0f;
    for (int i = 0; i < EACH; ++i) sum += x[i] = (float)line[which * H * D + i];
    for (int step = 16; step; step /= 2) sum += __shfl_xor_sync(0xffffffffu, sum, step);
    const float mean = sum / D;
    for (int i = 0; i < EACH; ++i) squares += (x[i] - mean) * (x[i] - mean);
    for (int step = 16; step; step /= 2) squares += __shfl_xor_sync(0xffffffffu, squares, step);
    const float rate = rsqrtf(squares / D + 1e-5f);
    const T* scale = which ? k_scale : q_scale;
    const T* shift = which ? k_shift : q_shift;
    T* out = which ? keys + to : q + (((size_t)item * H + head) * length + place - n_past) * D + lane * EACH;
    for (int i = 0; i < EACH; ++i)
      out[i] = (T)((x[i] - mean) * rate * (float)scale[lane * EACH + i] + (float)shift[lane * EACH + i]);
  }
  for (int i = 0; i < EACH; ++i) values[to + i] = line[2 * H * D + i];
"""

_NORMALISED = r"""
  // A block of 128 threads: one row. T; MISH after the norm; FINE: epsilon 1e-6, else 1e-5.
  const int row = blockIdx.x, item = blockIdx.y, width = x_shape[2], past = history_shape[1];
  T* to = out + ((size_t)item * (past + x_shape[1]) + row) * width;
  if (row < past) {
    const T* from = history + item * history_strides[0] + row * history_strides[1];
    for (int i = threadIdx.x; i < width; i += 128) to[i] = from[i];
    return;
  }
  const T* from = x + ((size_t)item * x_shape[1] + row - past) * width;
  __shared__ float shared[2][4];
  float sum = 0.0f, squares = 0.0f;
  for (int i = threadIdx.x; i < width; i += 128) sum += (float)from[i];
  for (int step = 16; step; step /= 2) sum += __shfl_xor_sync(0xffffffffu, sum, step);
  if (threadIdx.x % 32 == 0) shared[0][threadIdx.x / 32] = sum;
  __syncthreads();
  const float mean = (shared[0][0] + shared[0][1] + shared[0][2] + shared[0][3]) / width;
  for (int i = threadIdx.x; i < width; i += 128) squares += ((float)from[i] - mean) * ((float)from[i] - mean);
  for (int step = 16; step; step /= 2) squares += __shfl_xor_sync(0xffffffffu, squares, step);
  if (threadIdx.x % 32 == 0) shared[1][threadIdx.x / 32] = squares;
  __syncthreads();
  squares = shared[1][0] + shared[1][1] + shared[1][2] + shared[1][3];
  const float rate = rsqrtf(squares / width + (FINE ? 1e-6f : 1e-5f));
  for (int i = threadIdx.x; i < width; i += 128) {
    float y = ((float)from[i] - mean) * rate * (float)scale[i] + (float)shift[i];
    if constexpr (MISH) {
      const float e = expf(fminf(y, 20.0f)), n = e * (e + 2.0f);
      y = y * (n / (n + 2.0f));
    }
    to[i] = (T)y;
  }
"""


def _blocks(state: Any) -> Blocks:
    """Block states out of the plain tuples that mx.compile hands through."""
    return tuple(BlockState(KeyValues(*(tuple(part) for part in block[0])), block[1], block[2]) for block in state)


def _conformer(state: Any) -> ConformerState:
    lookahead, up, *memories = state
    blocks = [tuple(KeyValues(*(tuple(part) for part in memory)) for memory in memories_) for memories_ in memories]
    return ConformerState(lookahead, up, *blocks)
