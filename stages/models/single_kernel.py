"""The CUDA source of an estimator's step as one kernel: what `single` launches.

Nothing in it waits for one load after another: memory answers late, so all that a part reads is asked for at once.

- Keys and values meet queries on the tensor cores, 32 keys a warp at once.
- Scales, shifts, biases and residuals are asked for before they are needed, and weights a unit ahead of it.
- Each part's weights, keys and values are fetched into the L2 cache while the part before it runs.
- A block that waits for the others asks for one number, with the ordering that is needed and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stages.models import cuda, few

_INPUTS = (
    *("x", "parts", "k_first", "k_second", "v_first", "v_second", "past1", "past2", "head_norms", "conv_norms"),
    *("w_qkv", "b_qkv", "w_out", "b_out", "w_conv1", "b_conv1", "w_conv2", "b_conv2", "w_fc1", "b_fc1"),
    *("w_fc2", "b_fc2", "counters"),
)
_OUTPUTS = ("y", "keys", "values", "next1", "next2", "s_qkv", "s_seen", "s_conv", "s_inner")
"""After the first five, what the parts leave to each other."""


def kernel() -> Callable[..., Any]:
    """The kernel; `single.Single` says what it is given."""
    return cuda.kernel("estimator_step", _INPUTS, _OUTPUTS, _SOURCE, _ASSEMBLY + few.HEADER + _HEADER, views=True)


_ASSEMBLY = r"""
// All that this block's threads wrote before (behind a __syncthreads) is seen by who sees this.
__device__ __forceinline__ void single_arrive(const unsigned* arrivals) {
  asm volatile("red.release.gpu.global.add.u32 [%0], %1;" :: "l"(arrivals), "r"(1u) : "memory");
}

__device__ __forceinline__ unsigned single_seen(const unsigned* arrivals) {
  unsigned n;
  asm volatile("ld.acquire.gpu.global.u32 %0, [%1];" : "=r"(n) : "l"(arrivals) : "memory");
  return n;
}

__device__ __forceinline__ void single_fetch(const void* line) {
  asm volatile("prefetch.global.L2 [%0];" :: "l"(line));
}
"""

_HEADER = r"""
constexpr int SINGLE_ROWS = 32;  // of a tile: what is multiplied at once
constexpr int SINGLE_SLOTS = 4;  // sums of several warps side by side
constexpr unsigned SINGLE_LOST = 1u << 31;  // more than can arrive: nobody waits any longer

// All blocks wait for each other; what any of them wrote before is seen by all after.
__device__ __forceinline__ void single_meet(const unsigned* arrivals, unsigned& goal, unsigned blocks) {
  __syncthreads();
  goal += blocks;
  if (threadIdx.x == 0) {
    single_arrive(arrivals);
    const long long since = clock64();
    while (single_seen(arrivals) < goal)
      if (clock64() - since > 500000000ll) atomicOr((unsigned*)arrivals, SINGLE_LOST);
  }
  __syncthreads();
}

// `count` numbers come into the L2 cache; the blocks share the work.
template <int WARPS, typename T>
__device__ __forceinline__ void single_ahead(const T* from, size_t count) {
  const size_t each = 128 / sizeof(T), all = (size_t)gridDim.x * 32 * WARPS;
  for (size_t i = (size_t)blockIdx.x * 32 * WARPS + threadIdx.x; i * each < count; i += all)
    single_fetch(from + i * each);
}

template <typename T>
__device__ __forceinline__ void single_two(float& a, float& b, unsigned pair, const T*) {
  T both[2];
  memcpy(both, &pair, 4);
  a = (float)both[0];
  b = (float)both[1];
}

template <typename T>
__device__ __forceinline__ void single_eight(float (&to)[8], const uint4& from, const T* type) {
  single_two(to[0], to[1], from.x, type);
  single_two(to[2], to[3], from.y, type);
  single_two(to[4], to[5], from.z, type);
  single_two(to[6], to[7], from.w, type);
}

template <typename T>
__device__ __forceinline__ void single_product(float (&sum)[4], const uint4& low, const uint4& high,
                                               const uint4& column, const T* type) {
  const unsigned lo[4] = {low.x, low.y, low.z, low.w}, hi[4] = {high.x, high.y, high.z, high.w};
  few_product(sum, lo, hi, column, type);
}

// The warp's share of 16 lines of K weights.
template <int K, int WARPS>
struct SingleWeights {
  static constexpr int N = K / 32, EACH = (N + WARPS - 1) / WARPS;
  uint4 low[EACH], high[EACH];

  template <typename T>
  __device__ __forceinline__ void load(const T* lines) {
    const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, t = lane & 3;
    #pragma unroll
    for (int u = 0; u < EACH; ++u) {
      const int chunk = min(warp + u * WARPS, N - 1);  // no branch: all loads are under way at once
      low[u] = few_once((const uint4*)(lines + (size_t)g * K + 32 * chunk + 8 * t));
      high[u] = few_once((const uint4*)(lines + (size_t)(g + 8) * K + 32 * chunk + 8 * t));
    }
  }

  // `input(row, k)` gives 8 inputs from k on.
  template <typename T, typename In>
  __device__ __forceinline__ void multiply(float (&sum)[4][4], const In& input, const T* type) const {
    const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, t = lane & 3;
    #pragma unroll
    for (int u = 0; u < EACH; ++u) {
      const int chunk = warp + u * WARPS;
      if (N % WARPS == 0 || chunk < N) {
        #pragma unroll
        for (int j = 0; j < 4; ++j) single_product(sum[j], low[u], high[u], input(8 * j + g, 32 * chunk + 8 * t), type);
      }
    }
  }
};

struct SingleGiven {
  float bias, gate, residual;
};

// The block's share of n_out outputs for one tile of rows: every `step`th 16 of them, from `first` on. `ready()` makes
// the inputs, `given(n, row)` reads what `out(n, row, sum, given)` will need.
template <int K, int WARPS, typename T, typename Ready, typename In, typename Given, typename Out>
__device__ __forceinline__ void single_products(float (*slots)[16][SINGLE_ROWS + 1], const T* weights, int n_out,
                                                int first, int step, const Ready& ready, const In& input,
                                                const Given& given, const Out& out) {
  constexpr int SLOTS = WARPS < SINGLE_SLOTS ? WARPS : SINGLE_SLOTS, CELLS = 16 * SINGLE_ROWS / (32 * WARPS);
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, t = lane & 3;
  if (first >= n_out / 16) return;
  SingleWeights<K, WARPS> ours;
  ours.load(weights + (size_t)first * 16 * K);
  ready();
  for (int unit = first; unit < n_out / 16; unit += step) {
    SingleGiven with[CELLS];
    #pragma unroll
    for (int c = 0; c < CELLS; ++c) {
      const int i = threadIdx.x + c * 32 * WARPS;
      with[c] = given(16 * unit + i % 16, i / 16);
    }
    float sum[4][4] = {};
    ours.multiply(sum, input, weights);
    if (unit + step < n_out / 16) ours.load(weights + (size_t)(unit + step) * 16 * K);
    #pragma unroll
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
    #pragma unroll
    for (int c = 0; c < CELLS; ++c) {
      const int i = threadIdx.x + c * 32 * WARPS, n = i % 16, row = i / 16;
      float value = 0.0f;
      #pragma unroll
      for (int k = 0; k < SLOTS; ++k) value += slots[k][n][row];
      out(16 * unit + n, row, value, with[c]);
    }
    __syncthreads();  // before the slots are used again
  }
}

// Rows from - PAST to from + 31 of one item, normalised over C, times scale plus shift, into `lines`: a warp a row.
// Those before 0 are from `past`, as they are. The last PAST of all go to `next`, unless that is null.
template <int C, int PAST, bool MISH, int WARPS, typename T>
__device__ __forceinline__ void single_lines(T* lines, int pitch, const T* rows, int from, int length, const T* scale,
                                             const T* shift, float eps, const T* past, T* next) {
  constexpr int EACH = C / 64, N = SINGLE_ROWS + PAST, TURNS = (N + WARPS - 1) / WARPS;  // a lane has pairs
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  unsigned pair[TURNS][EACH], scales[EACH], shifts[EACH];
  #pragma unroll
  for (int turn = 0; turn < TURNS; ++turn) {
    const int row = min(from - PAST + warp + turn * WARPS, length - 1);
    const unsigned* line = (const unsigned*)(row < 0 ? past + (PAST + row) * C : rows + (size_t)row * C) + lane;
    #pragma unroll
    for (int i = 0; i < EACH; ++i) pair[turn][i] = line[32 * i];
  }
  #pragma unroll
  for (int i = 0; i < EACH; ++i) {
    scales[i] = ((const unsigned*)scale)[lane + 32 * i];
    shifts[i] = ((const unsigned*)shift)[lane + 32 * i];
  }
  float mean[TURNS], rate[TURNS];
  #pragma unroll
  for (int turn = 0; turn < TURNS; ++turn) {
    mean[turn] = 0.0f;
    #pragma unroll
    for (int i = 0; i < EACH; ++i) {
      float a, b;
      single_two(a, b, pair[turn][i], scale);
      mean[turn] += a + b;
    }
  }
  #pragma unroll
  for (int step = 16; step; step /= 2)  // the turns side by side: a shuffle takes long, and several hardly longer
    #pragma unroll
    for (int turn = 0; turn < TURNS; ++turn) mean[turn] += __shfl_xor_sync(0xffffffffu, mean[turn], step);
  #pragma unroll
  for (int turn = 0; turn < TURNS; ++turn) {
    mean[turn] /= C;
    rate[turn] = 0.0f;
    #pragma unroll
    for (int i = 0; i < EACH; ++i) {
      float a, b;
      single_two(a, b, pair[turn][i], scale);
      rate[turn] += (a - mean[turn]) * (a - mean[turn]) + (b - mean[turn]) * (b - mean[turn]);
    }
  }
  #pragma unroll
  for (int step = 16; step; step /= 2)
    #pragma unroll
    for (int turn = 0; turn < TURNS; ++turn) rate[turn] += __shfl_xor_sync(0xffffffffu, rate[turn], step);
  #pragma unroll
  for (int turn = 0; turn < TURNS; ++turn) {
    const int at = warp + turn * WARPS, place = from - PAST + at;
    if (at >= N) continue;
    rate[turn] = rsqrtf(rate[turn] / C + eps);
    unsigned* line = (unsigned*)(lines + at * pitch) + lane;
    #pragma unroll
    for (int i = 0; i < EACH; ++i) {
      float y[2], a[2], b[2];
      single_two(y[0], y[1], pair[turn][i], scale);
      single_two(a[0], a[1], scales[i], scale);
      single_two(b[0], b[1], shifts[i], scale);
      if (place >= 0) {
        #pragma unroll
        for (int k = 0; k < 2; ++k) {
          y[k] = (y[k] - mean[turn]) * rate[turn] * a[k] + b[k];
          if constexpr (MISH) {
            const float e = expf(fminf(y[k], 20.0f)), n = e * (e + 2.0f);
            y[k] = y[k] * (n / (n + 2.0f));
          }
        }
      }
      line[32 * i] = few_pair(y[0], y[1], scale);
    }
    if (next && place >= length - PAST && place < length) {
      unsigned* to = (unsigned*)(next + (place - length + PAST) * C) + lane;
      #pragma unroll
      for (int i = 0; i < EACH; ++i) to[32 * i] = line[32 * i];
    }
  }
}

// A line of D numbers, of which four neighbouring threads hold 8 of every 32 each, normalised, times scale plus shift.
template <int D, typename T>
__device__ __forceinline__ void single_normal(uint4 (&line)[D / 32], const T* scale, const T* shift) {
  const int t = threadIdx.x & 3;
  float x[D / 32][8], mean = 0.0f, squares = 0.0f;
  #pragma unroll
  for (int c = 0; c < D / 32; ++c) {
    single_eight(x[c], line[c], scale);
    #pragma unroll
    for (int i = 0; i < 8; ++i) mean += x[c][i];
  }
  mean += __shfl_xor_sync(0xffffffffu, mean, 1);
  mean += __shfl_xor_sync(0xffffffffu, mean, 2);
  mean /= D;
  #pragma unroll
  for (int c = 0; c < D / 32; ++c)
    #pragma unroll
    for (int i = 0; i < 8; ++i) squares += (x[c][i] - mean) * (x[c][i] - mean);
  squares += __shfl_xor_sync(0xffffffffu, squares, 1);
  squares += __shfl_xor_sync(0xffffffffu, squares, 2);
  const float rate = rsqrtf(squares / D + 1e-5f);
  #pragma unroll
  for (int c = 0; c < D / 32; ++c) {
    float a[8], b[8];
    single_eight(a, *(const uint4*)(scale + 32 * c + 8 * t), scale);
    single_eight(b, *(const uint4*)(shift + 32 * c + 8 * t), scale);
    #pragma unroll
    for (int i = 0; i < 8; ++i) x[c][i] = (x[c][i] - mean) * rate * a[i] + b[i];
    line[c] = make_uint4(few_pair(x[c][0], x[c][1], scale), few_pair(x[c][2], x[c][3], scale),
                         few_pair(x[c][4], x[c][5], scale), few_pair(x[c][6], x[c][7], scale));
  }
}
"""

_SOURCE = r"""
  // T; C numbers a row, H heads of D, F numbers inside the MLP; KEYS at most; WARPS a block, 8 at most.
  constexpr int THREADS = 32 * WARPS, LINE = C + 8, SLOTS = WARPS < SINGLE_SLOTS ? WARPS : SINGLE_SLOTS;
  constexpr int LINES = (SINGLE_ROWS + 2) * LINE * 2, SUMS = SLOTS * 16 * (SINGLE_ROWS + 1) * 4;
  constexpr int PITCH = KEYS + 4, SEEN = 4 * (8 * PITCH + 8);  // no two threads of a warp write into one bank
  __shared__ uint4 memory[((LINES + SUMS > SEEN ? LINES + SUMS : SEEN) + 15) / 16];
  T* lines = (T*)memory;
  float (*slots)[16][SINGLE_ROWS + 1] = (float (*)[16][SINGLE_ROWS + 1])((char*)memory + LINES);
  float* scores = (float*)memory;        // 8 x PITCH; then in its first half 8 x PITCH of T, in its second 8 x D a warp
  float* wholes = scores + 8 * PITCH;    // 8

  const int batch = x_shape[0], length = x_shape[1], depth = parts_shape[0], n_blocks = gridDim.x;
  const int n_first = k_first_shape[2], n_past = n_first + k_second_shape[2], n_keys = n_past + length;
  const int n_later = n_keys - n_first, lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, t = lane & 3;
  // A tile is up to 32 rows of one item. Blocks are shared out to tiles, and then to the outputs of a tile.
  const int item_tiles = (length + SINGLE_ROWS - 1) / SINGLE_ROWS, n_tiles = batch * item_tiles;
  const int groups = min(n_blocks, n_tiles), group = blockIdx.x % groups, rank = blockIdx.x / groups;
  const int size = (n_blocks - group + groups - 1) / groups;
  const int query_tiles = (length + 7) / 8, n_units = batch * H * query_tiles;
  unsigned goal = 0;
  const auto nothing = [] {};

  for (int block = 0; block < depth; ++block) {
    const T* part = parts + (size_t)block * 9 * C;  // shift, scale, gate of attention, MLP, convolution
    const T* rows = block ? y : x;

    single_ahead<WARPS>(w_out + (size_t)block * C * H * D, (size_t)C * H * D);
    for (int unit = blockIdx.x; unit < n_units; unit += n_blocks) {
      const int head = unit % H, deep = block * batch + unit / H % batch;
      const T* k1 = k_first + deep * k_first_strides[0] + head * k_first_strides[1];
      const T* k2 = k_second + deep * k_second_strides[0] + head * k_second_strides[1];
      const T* v1 = v_first + deep * v_first_strides[0] + head * v_first_strides[1];
      const T* v2 = v_second + deep * v_second_strides[0] + head * v_second_strides[1];
      for (int key = threadIdx.x; key < n_past; key += THREADS) {
        const int late = key - n_first;
        single_fetch(late < 0 ? k1 + key * k_first_strides[2] : k2 + late * k_second_strides[2]);
        single_fetch(late < 0 ? v1 + key * v_first_strides[2] : v2 + late * v_second_strides[2]);
      }
    }
    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS;
      const T* bias = b_qkv + block * 3 * H * D;
      single_products<C, WARPS>(
          slots, w_qkv + (size_t)block * 3 * H * D * C, 3 * H * D, rank, size,
          [&] {
            single_lines<C, 0, false, WARPS>(lines, LINE, rows + (size_t)item * length * C, from, length, part + C,
                                             part, 1e-6f, (const T*)nullptr, (T*)nullptr);
            __syncthreads();
          },
          [&](int row, int k) { return *(const uint4*)(lines + row * LINE + k); },
          [&](int n, int row) { return SingleGiven{(float)bias[n], 0.0f, 0.0f}; },
          [&](int n, int row, float value, const SingleGiven& with) {
            if (from + row < length)
              s_qkv[((size_t)item * length + from + row) * 3 * H * D + n] = (T)(value + with.bias);
          });
    }
    single_meet(counters, goal, n_blocks);

    single_ahead<WARPS>(w_conv1 + (size_t)block * C * 3 * C, (size_t)C * 3 * C);
    for (int unit = blockIdx.x; unit < n_units; unit += n_blocks) {  // 8 queries of a head of an item
      const int tile = unit / (batch * H), head = unit % H, item = unit / H % batch, deep = block * batch + item;
      const T* norms = head_norms + (size_t)block * 4 * D;  // scale and shift of queries, of keys
      const T* joined = s_qkv + (size_t)item * length * 3 * H * D + head * D;
      const T* k1 = k_first + deep * k_first_strides[0] + head * k_first_strides[1];
      const T* k2 = k_second + deep * k_second_strides[0] + head * k_second_strides[1];
      const T* v1 = v_first + deep * v_first_strides[0] + head * v_first_strides[1];
      const T* v2 = v_second + deep * v_second_strides[0] + head * v_second_strides[1];
      T* k_later = keys + ((size_t)deep * H + head) * n_later * D;
      T* v_later = values + ((size_t)deep * H + head) * n_later * D;

      uint4 query[D / 32];  // the thread's share of query g
      const T* asked = joined + (size_t)min(8 * tile + g, length - 1) * 3 * H * D + 8 * t;
      #pragma unroll
      for (int c = 0; c < D / 32; ++c) query[c] = *(const uint4*)(asked + 32 * c);
      single_normal<D>(query, norms, norms + D);
      for (int chunk = warp; 32 * chunk < n_keys; chunk += WARPS) {
        uint4 key[4][D / 32];  // of keys g, g + 8, g + 16, g + 24 of the chunk's 32
        #pragma unroll
        for (int r = 0; r < 4; ++r) {
          const int at = min(32 * chunk + 8 * r + g, n_keys - 1), late = at - n_first, fresh = at - n_past;
          const T* line = late < 0    ? k1 + at * k_first_strides[2]
                          : fresh < 0 ? k2 + late * k_second_strides[2]
                                      : joined + (size_t)fresh * 3 * H * D + H * D;
          #pragma unroll
          for (int c = 0; c < D / 32; ++c) key[r][c] = *(const uint4*)(line + 32 * c + 8 * t);
        }
        if (32 * chunk + 31 >= n_past) {  // some are new
          #pragma unroll
          for (int r = 0; r < 4; ++r) {
            uint4 normal[D / 32];
            #pragma unroll
            for (int c = 0; c < D / 32; ++c) normal[c] = key[r][c];
            single_normal<D>(normal, norms + 2 * D, norms + 3 * D);
            if (32 * chunk + 8 * r + g >= n_past) {
              #pragma unroll
              for (int c = 0; c < D / 32; ++c) key[r][c] = normal[c];
            }
          }
        }
        if (tile == 0) {
          #pragma unroll
          for (int r = 0; r < 4; ++r) {
            const int at = 32 * chunk + 8 * r + g;
            if (at >= n_first && at < n_keys) {
              #pragma unroll
              for (int c = 0; c < D / 32; ++c)
                *(uint4*)(k_later + (size_t)(at - n_first) * D + 32 * c + 8 * t) = key[r][c];
            }
          }
        }
        #pragma unroll
        for (int half = 0; half < 2; ++half) {
          float sum[4] = {};
          #pragma unroll
          for (int c = 0; c < D / 32; ++c) single_product(sum, key[2 * half][c], key[2 * half + 1][c], query[c], x);
          #pragma unroll
          for (int i = 0; i < 4; ++i)
            scores[(2 * t + i % 2) * PITCH + 32 * chunk + 16 * half + g + 8 * (i / 2)] = sum[i] * rsqrtf((float)D);
        }
      }
      __syncthreads();
      for (int q = warp; q < 8; q += WARPS) {
        float* row = scores + q * PITCH;
        T* share = (T*)row;
        float most = -3.0e38f, whole = 0.0f;
        #pragma unroll 4
        for (int key = lane; key < n_keys; key += 32) most = fmaxf(most, row[key]);
        for (int step = 16; step; step /= 2) most = fmaxf(most, __shfl_xor_sync(0xffffffffu, most, step));
        for (int key = lane; key < (n_keys + 31) / 32 * 32; key += 32) {
          const T e = (T)(key < n_keys ? expf(row[key] - most) : 0.0f);
          __syncwarp();  // it goes where scores were that all lanes have read
          share[key] = e;
          whole += (float)e;
        }
        for (int step = 16; step; step /= 2) whole += __shfl_xor_sync(0xffffffffu, whole, step);
        if (lane == 0) wholes[q] = whole;
      }
      __syncthreads();
      float seen[D / 16][4] = {};
      for (int chunk = warp; 32 * chunk < n_keys; chunk += WARPS) {
        const uint4 shares = *(const uint4*)((const T*)(scores + g * PITCH) + 32 * chunk + 8 * t);
        unsigned value[8][D / 16];  // of the chunk's keys 8 t to 8 t + 7: D / 8 numbers, from D / 8 * g on
        #pragma unroll
        for (int i = 0; i < 8; ++i) {
          const int at = min(32 * chunk + 8 * t + i, n_keys - 1), late = at - n_first, fresh = at - n_past;
          const T* line = late < 0    ? v1 + at * v_first_strides[2]
                          : fresh < 0 ? v2 + late * v_second_strides[2]
                                      : joined + (size_t)fresh * 3 * H * D + 2 * H * D;
          if constexpr (D == 64) {
            const uint4 all = *(const uint4*)(line + 8 * g);
            value[i][0] = all.x; value[i][1] = all.y; value[i][2] = all.z; value[i][3] = all.w;
          } else {
            #pragma unroll
            for (int m = 0; m < D / 16; ++m) value[i][m] = ((const unsigned*)(line + D / 8 * g))[m];
          }
        }
        if (tile == 0) {
          #pragma unroll
          for (int i = 0; i < 8; ++i) {
            const int at = 32 * chunk + 8 * t + i;
            if (at >= n_first && at < n_keys) {
              unsigned* to = (unsigned*)(v_later + (size_t)(at - n_first) * D + D / 8 * g);
              #pragma unroll
              for (int m = 0; m < D / 16; ++m) to[m] = value[i][m];
            }
          }
        }
        #pragma unroll
        for (int m = 0; m < D / 16; ++m) {  // numbers D / 8 * g + 2 m, and the next, by keys
          unsigned lo[4], hi[4];
          #pragma unroll
          for (int s = 0; s < 4; ++s) {
            lo[s] = (value[2 * s][m] & 0xffffu) | (value[2 * s + 1][m] << 16);
            hi[s] = (value[2 * s][m] >> 16) | (value[2 * s + 1][m] & 0xffff0000u);
          }
          few_product(seen[m], lo, hi, shares, x);
        }
      }
      float* mine = scores + warp * PITCH + PITCH / 2;
      #pragma unroll
      for (int m = 0; m < D / 16; ++m)
        #pragma unroll
        for (int i = 0; i < 4; ++i) mine[(2 * t + i % 2) * D + D / 8 * g + 2 * m + i / 2] = seen[m][i];
      __syncthreads();
      for (int i = threadIdx.x; i < 8 * D; i += THREADS) {
        const int q = i / D, row = 8 * tile + q;
        float value = 0.0f;
        #pragma unroll
        for (int w = 0; w < WARPS; ++w) value += scores[w * PITCH + PITCH / 2 + i];
        if (row < length) s_seen[((size_t)item * length + row) * H * D + head * D + i % D] = (T)(value / wholes[q]);
      }
      __syncthreads();  // before the next unit's scores
    }
    single_meet(counters, goal, n_blocks);

    single_ahead<WARPS>(w_conv2 + (size_t)block * C * 3 * C, (size_t)C * 3 * C);
    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS;
      const T* bias = b_out + block * C;
      single_products<H * D, WARPS>(
          slots, w_out + (size_t)block * C * H * D, C, rank, size, nothing,
          [&](int row, int k) {
            return *(const uint4*)(s_seen + ((size_t)item * length + min(from + row, length - 1)) * H * D + k);
          },
          [&](int n, int row) {
            const size_t at = ((size_t)item * length + min(from + row, length - 1)) * C + n;
            return SingleGiven{(float)bias[n], (float)part[2 * C + n], (float)rows[at]};
          },
          [&](int n, int row, float value, const SingleGiven& with) {
            if (from + row < length)
              y[((size_t)item * length + from + row) * C + n] = (T)((value + with.bias) * with.gate + with.residual);
          });
    }
    single_meet(counters, goal, n_blocks);

    single_ahead<WARPS>(w_fc1 + (size_t)block * F * C, (size_t)F * C);
    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS, deep = block * batch + item;
      const T* bias = b_conv1 + block * C;
      single_products<3 * C, WARPS>(
          slots, w_conv1 + (size_t)block * C * 3 * C, C, rank, size,
          [&] {
            single_lines<C, 2, false, WARPS>(lines, LINE, y + (size_t)item * length * C, from, length, part + 7 * C,
                                             part + 6 * C, 1e-6f, past1 + deep * past1_strides[0],
                                             rank ? (T*)nullptr : next1 + (size_t)deep * 2 * C);
            __syncthreads();
          },
          [&](int row, int k) { return *(const uint4*)(lines + (row + k / C) * LINE + k % C); },
          [&](int n, int row) { return SingleGiven{(float)bias[n], 0.0f, 0.0f}; },
          [&](int n, int row, float value, const SingleGiven& with) {
            if (from + row < length) s_conv[((size_t)item * length + from + row) * C + n] = (T)(value + with.bias);
          });
    }
    single_meet(counters, goal, n_blocks);

    single_ahead<WARPS>(w_fc2 + (size_t)block * C * F, (size_t)C * F);
    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS, deep = block * batch + item;
      const T* norms = conv_norms + (size_t)block * 2 * C;
      const T* bias = b_conv2 + block * C;
      single_products<3 * C, WARPS>(
          slots, w_conv2 + (size_t)block * C * 3 * C, C, rank, size,
          [&] {
            single_lines<C, 2, true, WARPS>(lines, LINE, s_conv + (size_t)item * length * C, from, length, norms,
                                            norms + C, 1e-5f, past2 + deep * past2_strides[0],
                                            rank ? (T*)nullptr : next2 + (size_t)deep * 2 * C);
            __syncthreads();
          },
          [&](int row, int k) { return *(const uint4*)(lines + (row + k / C) * LINE + k % C); },
          [&](int n, int row) {
            const size_t at = ((size_t)item * length + min(from + row, length - 1)) * C + n;
            return SingleGiven{(float)bias[n], (float)part[8 * C + n], (float)y[at]};
          },
          [&](int n, int row, float value, const SingleGiven& with) {
            if (from + row < length)
              y[((size_t)item * length + from + row) * C + n] = (T)((value + with.bias) * with.gate + with.residual);
          });
    }
    single_meet(counters, goal, n_blocks);

    if (block + 1 < depth) single_ahead<WARPS>(w_qkv + (size_t)(block + 1) * 3 * H * D * C, (size_t)3 * H * D * C);
    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS;
      const T* bias = b_fc1 + block * F;
      single_products<C, WARPS>(
          slots, w_fc1 + (size_t)block * F * C, F, rank, size,
          [&] {
            single_lines<C, 0, false, WARPS>(lines, LINE, y + (size_t)item * length * C, from, length, part + 4 * C,
                                             part + 3 * C, 1e-6f, (const T*)nullptr, (T*)nullptr);
            __syncthreads();
          },
          [&](int row, int k) { return *(const uint4*)(lines + row * LINE + k); },
          [&](int n, int row) { return SingleGiven{(float)bias[n], 0.0f, 0.0f}; },
          [&](int n, int row, float value, const SingleGiven& with) {
            const float z = value + with.bias;
            if (from + row < length)
              s_inner[((size_t)item * length + from + row) * F + n] =
                  (T)(z / (1.0f + expf(-1.5957691216f * (z + 0.044715f * z * z * z))));
          });
    }
    single_meet(counters, goal, n_blocks);

    if (block + 1 < depth) {  // small, and the first thing that the next block waits for
      single_ahead<WARPS>(part + 9 * C, 9 * C);
      single_ahead<WARPS>(b_qkv + (block + 1) * 3 * H * D, 3 * H * D);
      single_ahead<WARPS>(head_norms + (size_t)(block + 1) * 4 * D, 4 * D);
      single_ahead<WARPS>(conv_norms + (size_t)(block + 1) * 2 * C, 2 * C);
    }
    for (int tile = group; tile < n_tiles; tile += groups) {
      const int item = tile / item_tiles, from = tile % item_tiles * SINGLE_ROWS;
      const T* bias = b_fc2 + block * C;
      single_products<F, WARPS>(
          slots, w_fc2 + (size_t)block * C * F, C, rank, size, nothing,
          [&](int row, int k) {
            return *(const uint4*)(s_inner + ((size_t)item * length + min(from + row, length - 1)) * F + k);
          },
          [&](int n, int row) {
            const size_t at = ((size_t)item * length + min(from + row, length - 1)) * C + n;
            return SingleGiven{(float)bias[n], (float)part[5 * C + n], (float)y[at]};
          },
          [&](int n, int row, float value, const SingleGiven& with) {
            if (from + row < length)
              y[((size_t)item * length + from + row) * C + n] = (T)((value + with.bias) * with.gate + with.residual);
          });
    }
    if (block + 1 < depth) single_meet(counters, goal, n_blocks);
  }
"""
