"""The step of the flow's estimator as a single kernel, for half precision on an NVIDIA GPU.

A step is 16 blocks of seven parts that wait for each other. As kernels of their own (`estimator.Kernels`) they are 2000
a chunk, each of which costs the host more time than the GPU; here a step is one. Its thread blocks, one for each
multiprocessor, stay for all parts and meet after each. Matrices are multiplied on tensor cores, as in `few`. There are
two such kernels, of the same inputs and outputs: the one below, and that of `dense`, which waits less.

Blocks that meet must all be running. On a GPU with room for fewer than there are, those that wait give up after a
quarter of a second and what comes out is wrong: who compares it with the plain way (`choice`) then takes fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

import mlx.core as mx
import mlx.nn as nn

from stages.models import cuda, dense, few
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
        self._estimator, self._thread_blocks, self._warps, self._dense = estimator, thread_blocks, warps, False
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

    def by(self, thread_blocks: int, *, dense: bool = False) -> Single:
        """The same, with the same weights, by so many thread blocks, in the kernel of `dense` or in ours."""
        other = copy(self)
        other._thread_blocks, other._dense = thread_blocks, dense
        return other

    @staticmethod
    def fits(estimator: DiT, warps: int = WARPS) -> bool:
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
            and 32 * warps % config.head_dim == 0
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
        y, keys, values, conv1, conv2, *_ = _kernel(self._dense)(
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


_NAMES = (
    *("x", "parts", "k_first", "k_second", "v_first", "v_second", "past1", "past2", "head_norms", "conv_norms"),
    *("w_qkv", "b_qkv", "w_out", "b_out", "w_conv1", "b_conv1", "w_conv2", "b_conv2", "w_fc1", "b_fc1"),
    *("w_fc2", "b_fc2", "counters"),
)
_OUTPUTS = ("y", "keys", "values", "next1", "next2", "s_qkv", "s_seen", "s_conv", "s_inner")

_HEADER = r"""
constexpr int SINGLE_ROWS = 32;  // of a tile: what is multiplied at once
constexpr int SINGLE_SLOTS = 4;  // sums of several warps side by side

// All blocks wait for each other; what any of them wrote before is seen by all after. `counters`: arrivals, given up.
__device__ __forceinline__ void single_meet(volatile unsigned* counters, unsigned& goal, unsigned blocks) {
  __syncthreads();
  goal += blocks;
  if (threadIdx.x == 0) {
    __threadfence();
    atomicAdd((unsigned*)counters, 1u);
    const long long since = clock64();
    while (counters[0] < goal && !counters[1])
      if (clock64() - since > 500000000ll) counters[1] = 1;
    __threadfence();
  }
  __syncthreads();
}

// The thread's tile of 16 outputs x 32 rows, its warp's share of the K inputs. `weights`: 16 lines of K.
// `input(row, k)` gives 8 inputs from k on.
template <int K, int WARPS, typename T, typename In>
__device__ __forceinline__ void single_tile(float (&sum)[4][4], const T* weights, const In& input) {
  constexpr int N = K / 32, EACH = (N + WARPS - 1) / WARPS;
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, t = lane & 3;
  unsigned lo[EACH][4], hi[EACH][4];
  #pragma unroll
  for (int u = 0; u < EACH; ++u) {
    const int chunk = min(warp + u * WARPS, N - 1);  // no branch: all loads are under way at once
    const uint4 a = few_once((const uint4*)(weights + (size_t)g * K + 32 * chunk + 8 * t));
    const uint4 b = few_once((const uint4*)(weights + (size_t)(g + 8) * K + 32 * chunk + 8 * t));
    lo[u][0] = a.x; lo[u][1] = a.y; lo[u][2] = a.z; lo[u][3] = a.w;
    hi[u][0] = b.x; hi[u][1] = b.y; hi[u][2] = b.z; hi[u][3] = b.w;
  }
  #pragma unroll
  for (int u = 0; u < EACH; ++u) {
    const int chunk = warp + u * WARPS;
    if (chunk < N) {
      #pragma unroll
      for (int j = 0; j < 4; ++j) few_product(sum[j], lo[u], hi[u], input(8 * j + g, 32 * chunk + 8 * t), weights);
    }
  }
}

// The block's share of n_out outputs for one tile of rows: every `step`th 16 of them, from `first` on.
// `out(n, row, value)` takes them.
template <int K, int WARPS, typename T, typename In, typename Out>
__device__ __forceinline__ void single_products(float (*slots)[16][SINGLE_ROWS + 1], const T* weights, int n_out,
                                                int first, int step, const In& input, const Out& out) {
  constexpr int SLOTS = WARPS < SINGLE_SLOTS ? WARPS : SINGLE_SLOTS;
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, t = lane & 3;
  for (int unit = first; unit < n_out / 16; unit += step) {
    float sum[4][4] = {};
    single_tile<K, WARPS>(sum, weights + (size_t)unit * 16 * K, input);
    for (int turn = 0; turn < (WARPS + SLOTS - 1) / SLOTS; ++turn) {
      if (warp / SLOTS == turn) {
        #pragma unroll
        for (int j = 0; j < 4; ++j)
          #pragma unroll
          for (int i = 0; i < 4; ++i) {
            float& cell = slots[warp % SLOTS][g + 8 * (i / 2)][8 * j + 2 * t + i % 2];
            cell = turn ? cell + sum[j][i] : sum[j][i];
          }
      }
      __syncthreads();
    }
    for (int i = threadIdx.x; i < 16 * SINGLE_ROWS; i += 32 * WARPS) {
      const int n = i % 16, row = i / 16;
      float value = 0.0f;
      for (int k = 0; k < SLOTS; ++k) value += slots[k][n][row];
      out(16 * unit + n, row, value);
    }
    __syncthreads();  // before the slots are used again
  }
}

__device__ __forceinline__ float single_sum(float value) {
  for (int step = 16; step; step /= 2) value += __shfl_xor_sync(0xffffffffu, value, step);
  return value;
}

// Rows from - PAST to from + 31 of one item, normalised over C, times scale plus shift, into `lines`: a warp a row.
// Those before 0 are from `past`, as they are. The last PAST of all go to `next`, unless that is null.
template <int C, int PAST, bool MISH, int WARPS, typename T>
__device__ __forceinline__ void single_lines(T* lines, int pitch, const T* rows, int from, int length, const T* scale,
                                             const T* shift, float eps, const T* past, T* next) {
  constexpr int EACH = C / 32, N = SINGLE_ROWS + PAST, TURNS = (N + WARPS - 1) / WARPS;
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  float x[TURNS][EACH];
  #pragma unroll
  for (int turn = 0; turn < TURNS; ++turn) {
    const int place = from - PAST + warp + turn * WARPS, row = min(place, length - 1);
    const T* line = row < 0 ? past + (PAST + row) * C : rows + (size_t)row * C;
    #pragma unroll
    for (int i = 0; i < EACH; ++i) x[turn][i] = (float)line[lane + 32 * i];
  }
  #pragma unroll
  for (int turn = 0; turn < TURNS; ++turn) {
    const int at = warp + turn * WARPS, place = from - PAST + at;
    if (at >= N) continue;
    float mean = 0.0f, squares = 0.0f;
    #pragma unroll
    for (int i = 0; i < EACH; ++i) mean += x[turn][i];
    mean = single_sum(mean) / C;
    #pragma unroll
    for (int i = 0; i < EACH; ++i) squares += (x[turn][i] - mean) * (x[turn][i] - mean);
    const float rate = rsqrtf(single_sum(squares) / C + eps);
    #pragma unroll
    for (int i = 0; i < EACH; ++i) {
      const int c = lane + 32 * i;
      float y = x[turn][i];
      if (place >= 0) {
        y = (y - mean) * rate * (float)scale[c] + (float)shift[c];
        if constexpr (MISH) {
          const float e = expf(fminf(y, 20.0f)), n = e * (e + 2.0f);
          y = y * (n / (n + 2.0f));
        }
      }
      lines[at * pitch + c] = (T)y;
      if (next && place >= length - PAST && place < length) next[(place - length + PAST) * C + c] = (T)y;
    }
  }
}

// 8 numbers as floats.
template <typename T>
__device__ __forceinline__ void single_eight(float (&to)[8], const T* from) {
  union { uint4 all; unsigned short each[8]; } bits;
  bits.all = *(const uint4*)from;
  #pragma unroll
  for (int i = 0; i < 8; ++i) {
    T one;
    memcpy(&one, &bits.each[i], 2);
    to[i] = (float)one;
  }
}
"""

_SOURCE = r"""
  // T; C numbers a row, H heads of D, F numbers inside the MLP; KEYS at most; WARPS a block.
  constexpr int THREADS = 32 * WARPS, PITCH = C + 8, SLOTS = WARPS < SINGLE_SLOTS ? WARPS : SINGLE_SLOTS;
  constexpr int LINES = (SINGLE_ROWS + 2) * PITCH * 2, SUMS = SLOTS * 16 * (SINGLE_ROWS + 1) * 4;
  constexpr int SLICES = THREADS / D, SEEN = 4 * (8 * D + 8 * KEYS + 8 * THREADS + 8);
  __shared__ uint4 memory[((LINES + SUMS > SEEN ? LINES + SUMS : SEEN) + 15) / 16];
  T* lines = (T*)memory;
  float (*slots)[16][SINGLE_ROWS + 1] = (float (*)[16][SINGLE_ROWS + 1])((char*)memory + LINES);
  float* queries = (float*)memory;       // 8 x D
  float* scores = queries + 8 * D;       // KEYS x 8
  float* partial = scores + 8 * KEYS;    // SLICES x 8 x D
  float* wholes = partial + 8 * THREADS; // 8

  const int batch = x_shape[0], length = x_shape[1], depth = parts_shape[0], n_blocks = gridDim.x;
  const int n_first = k_first_shape[2], n_second = k_second_shape[2], n_keys = n_first + n_second + length;
  const int n_later = n_second + length, lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  // A tile is up to 32 rows of one item. Blocks are shared out to tiles, and then to the outputs of a tile.
  const int item_tiles = (length + SINGLE_ROWS - 1) / SINGLE_ROWS, n_tiles = batch * item_tiles;
  const int groups = min(n_blocks, n_tiles), group = blockIdx.x % groups, rank = blockIdx.x / groups;
  const int size = (n_blocks - group + groups - 1) / groups;
  const int query_tiles = (length + 7) / 8;
  volatile unsigned* arrivals = (volatile unsigned*)counters;
  unsigned goal = 0;

  for (int block = 0; block < depth; ++block) {
    const T* part = parts + (size_t)block * 9 * C;  // shift, scale, gate of attention, MLP, convolution
    const T* rows = block ? y : x;

    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS;
      single_lines<C, 0, false, WARPS>(lines, PITCH, rows + (size_t)item * length * C, from, length, part + C, part,
                                       1e-6f, (const T*)nullptr, (T*)nullptr);
      __syncthreads();
      const T* bias = b_qkv + block * 3 * H * D;
      single_products<C, WARPS>(
          slots, w_qkv + (size_t)block * 3 * H * D * C, 3 * H * D, rank, size,
          [&](int row, int k) { return *(const uint4*)(lines + row * PITCH + k); },
          [&](int n, int row, float value) {
            if (from + row < length)
              s_qkv[((size_t)item * length + from + row) * 3 * H * D + n] = (T)(value + (float)bias[n]);
          });
    }
    single_meet(arrivals, goal, n_blocks);

    for (int unit = blockIdx.x; unit < batch * H * query_tiles; unit += n_blocks) {  // 8 queries of a head of an item
      const int tile = unit / (batch * H), head = unit % H, item = unit / H % batch, deep = block * batch + item;
      const T* norms = head_norms + (size_t)block * 4 * D;  // scale and shift of queries, of keys
      const T* joined = s_qkv + (size_t)item * length * 3 * H * D + head * D;
      const T* k1 = k_first + deep * k_first_strides[0] + head * k_first_strides[1];
      const T* k2 = k_second + deep * k_second_strides[0] + head * k_second_strides[1];
      const T* v1 = v_first + deep * v_first_strides[0] + head * v_first_strides[1];
      const T* v2 = v_second + deep * v_second_strides[0] + head * v_second_strides[1];
      T* k_later = keys + ((size_t)deep * H + head) * n_later * D;
      T* v_later = values + ((size_t)deep * H + head) * n_later * D;
      for (int q = warp; q < 8; q += WARPS) {
        const T* line = joined + (size_t)min(8 * tile + q, length - 1) * 3 * H * D;
        float number[D / 32], mean = 0.0f, squares = 0.0f;
        for (int i = 0; i < D / 32; ++i) mean += number[i] = (float)line[lane + 32 * i];
        mean = single_sum(mean) / D;
        for (int i = 0; i < D / 32; ++i) squares += (number[i] - mean) * (number[i] - mean);
        const float rate = rsqrtf(single_sum(squares) / D + 1e-5f);
        for (int i = 0; i < D / 32; ++i) {
          const int d = lane + 32 * i;
          queries[q * D + d] = (float)(T)((number[i] - mean) * rate * (float)norms[d] + (float)norms[D + d]);
        }
      }
      __syncthreads();
      for (int key = threadIdx.x; key < n_keys; key += THREADS) {
        const bool fresh = key >= n_first + n_second;
        const T* line = key < n_first ? k1 + key * k_first_strides[2]
                        : !fresh      ? k2 + (key - n_first) * k_second_strides[2]
                                      : joined + (size_t)(key - n_first - n_second) * 3 * H * D + H * D;
        float mean = 0.0f, rate = 0.0f, sum[8] = {};
        if (fresh) {
          float squares = 0.0f, number[8];
          for (int c = 0; c < D; c += 8) {
            single_eight(number, line + c);
            for (int i = 0; i < 8; ++i) mean += number[i];
          }
          mean /= D;
          for (int c = 0; c < D; c += 8) {
            single_eight(number, line + c);
            for (int i = 0; i < 8; ++i) squares += (number[i] - mean) * (number[i] - mean);
          }
          rate = rsqrtf(squares / D + 1e-5f);
        }
        for (int c = 0; c < D; c += 8) {
          float number[8];
          single_eight(number, line + c);
          if (fresh) {
            #pragma unroll
            for (int i = 0; i < 8; ++i)
              number[i] = (float)(T)((number[i] - mean) * rate * (float)norms[2 * D + c + i] +
                                     (float)norms[3 * D + c + i]);
          }
          if (tile == 0 && key >= n_first)
            for (int i = 0; i < 8; ++i) k_later[(size_t)(key - n_first) * D + c + i] = (T)number[i];
          #pragma unroll
          for (int q = 0; q < 8; ++q)
            #pragma unroll
            for (int i = 0; i < 8; ++i) sum[q] += number[i] * queries[q * D + c + i];
        }
        for (int q = 0; q < 8; ++q) scores[8 * key + q] = sum[q] * rsqrtf((float)D);
      }
      __syncthreads();
      for (int q = warp; q < 8; q += WARPS) {
        float most = -3.0e38f, whole = 0.0f;
        for (int key = lane; key < n_keys; key += 32) most = fmaxf(most, scores[8 * key + q]);
        for (int step = 16; step; step /= 2) most = fmaxf(most, __shfl_xor_sync(0xffffffffu, most, step));
        for (int key = lane; key < n_keys; key += 32)
          whole += scores[8 * key + q] = expf(scores[8 * key + q] - most);
        whole = single_sum(whole);
        if (lane == 0) wholes[q] = whole;
      }
      __syncthreads();
      const int d = threadIdx.x % D, slice = threadIdx.x / D;
      float sum[8] = {};
      #pragma unroll 4
      for (int key = slice; key < n_keys; key += SLICES) {
        const int late = key - n_first, fresh = late - n_second;
        const T* line = late < 0    ? v1 + key * v_first_strides[2]
                        : fresh < 0 ? v2 + late * v_second_strides[2]
                                    : joined + (size_t)fresh * 3 * H * D + 2 * H * D;
        const T value = line[d];
        if (tile == 0 && key >= n_first) v_later[(size_t)(key - n_first) * D + d] = value;
        #pragma unroll
        for (int q = 0; q < 8; ++q) sum[q] += scores[8 * key + q] * (float)value;
      }
      for (int q = 0; q < 8; ++q) partial[(slice * 8 + q) * D + d] = sum[q];
      __syncthreads();
      for (int i = threadIdx.x; i < 8 * D; i += THREADS) {
        const int q = i / D, row = 8 * tile + q;
        float value = 0.0f;
        for (int s = 0; s < SLICES; ++s) value += partial[s * 8 * D + i];
        if (row < length) s_seen[((size_t)item * length + row) * H * D + head * D + i % D] = (T)(value / wholes[q]);
      }
      __syncthreads();  // before the next unit's queries
    }
    single_meet(arrivals, goal, n_blocks);

    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS;
      const T* bias = b_out + block * C;
      single_products<H * D, WARPS>(
          slots, w_out + (size_t)block * C * H * D, C, rank, size,
          [&](int row, int k) {
            return *(const uint4*)(s_seen + ((size_t)item * length + min(from + row, length - 1)) * H * D + k);
          },
          [&](int n, int row, float value) {
            if (from + row >= length) return;
            const size_t at = ((size_t)item * length + from + row) * C + n;
            y[at] = (T)((value + (float)bias[n]) * (float)part[2 * C + n] + (float)rows[at]);
          });
    }
    single_meet(arrivals, goal, n_blocks);

    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS, deep = block * batch + item;
      single_lines<C, 2, false, WARPS>(lines, PITCH, y + (size_t)item * length * C, from, length, part + 7 * C,
                                       part + 6 * C, 1e-6f, past1 + deep * past1_strides[0],
                                       rank ? (T*)nullptr : next1 + (size_t)deep * 2 * C);
      __syncthreads();
      const T* bias = b_conv1 + block * C;
      single_products<3 * C, WARPS>(
          slots, w_conv1 + (size_t)block * C * 3 * C, C, rank, size,
          [&](int row, int k) { return *(const uint4*)(lines + (row + k / C) * PITCH + k % C); },
          [&](int n, int row, float value) {
            if (from + row < length) s_conv[((size_t)item * length + from + row) * C + n] = (T)(value + (float)bias[n]);
          });
    }
    single_meet(arrivals, goal, n_blocks);

    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS, deep = block * batch + item;
      const T* norms = conv_norms + (size_t)block * 2 * C;
      single_lines<C, 2, true, WARPS>(lines, PITCH, s_conv + (size_t)item * length * C, from, length, norms, norms + C,
                                      1e-5f, past2 + deep * past2_strides[0],
                                      rank ? (T*)nullptr : next2 + (size_t)deep * 2 * C);
      __syncthreads();
      const T* bias = b_conv2 + block * C;
      single_products<3 * C, WARPS>(
          slots, w_conv2 + (size_t)block * C * 3 * C, C, rank, size,
          [&](int row, int k) { return *(const uint4*)(lines + (row + k / C) * PITCH + k % C); },
          [&](int n, int row, float value) {
            if (from + row >= length) return;
            const size_t at = ((size_t)item * length + from + row) * C + n;
            y[at] = (T)((value + (float)bias[n]) * (float)part[8 * C + n] + (float)y[at]);
          });
    }
    single_meet(arrivals, goal, n_blocks);

    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS;
      single_lines<C, 0, false, WARPS>(lines, PITCH, y + (size_t)item * length * C, from, length, part + 4 * C,
                                       part + 3 * C, 1e-6f, (const T*)nullptr, (T*)nullptr);
      __syncthreads();
      const T* bias = b_fc1 + block * F;
      single_products<C, WARPS>(
          slots, w_fc1 + (size_t)block * F * C, F, rank, size,
          [&](int row, int k) { return *(const uint4*)(lines + row * PITCH + k); },
          [&](int n, int row, float value) {
            if (from + row >= length) return;
            const float z = value + (float)bias[n];
            s_inner[((size_t)item * length + from + row) * F + n] =
                (T)(z / (1.0f + expf(-1.5957691216f * (z + 0.044715f * z * z * z))));
          });
    }
    single_meet(arrivals, goal, n_blocks);

    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS;
      const T* bias = b_fc2 + block * C;
      single_products<F, WARPS>(
          slots, w_fc2 + (size_t)block * C * F, C, rank, size,
          [&](int row, int k) {
            return *(const uint4*)(s_inner + ((size_t)item * length + min(from + row, length - 1)) * F + k);
          },
          [&](int n, int row, float value) {
            if (from + row >= length) return;
            const size_t at = ((size_t)item * length + from + row) * C + n;
            y[at] = (T)((value + (float)bias[n]) * (float)part[5 * C + n] + (float)y[at]);
          });
    }
    if (block + 1 < depth) single_meet(arrivals, goal, n_blocks);
  }
"""


def _kernel(of_dense: bool) -> Callable[..., Any]:
    if of_dense:
        return cuda.kernel("dense", _NAMES, _OUTPUTS, dense.SOURCE, dense.HEADER, views=True)
    return cuda.kernel("single", _NAMES, _OUTPUTS, _SOURCE, few.HEADER + _HEADER, views=True)
