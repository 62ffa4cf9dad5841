"""Matrix products with few rows (1 to 32) on an NVIDIA GPU, at the speed at which it reads the weights.

A decoding step multiplies a handful of rows with every weight once, so reading the weights is all that should take
time. cuBLAS is made for many rows, and MLX's quantised product reads its weights again for every row. Here 16 or 32
rows of weights are one tile of the tensor cores and the inputs are its 8 columns (or 32); several warps share
the tile's inner dimension. Quantised weights are unpacked in registers, as they arrive.

Bias, residual sum and SwiGLU are done before the result is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import mlx.core as mx

from stages.models import cuda
from stages.models.device import on_gpu

_WARPS = 8
_TILE = 16  # rows of weights in one tile of the tensor cores

HEADER = r"""
__device__ __forceinline__ void few_product(float (&c)[4], const unsigned (&lo)[4], const unsigned (&hi)[4], uint4 x,
                                            const __nv_bfloat16*) {
  asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(lo[0]), "r"(hi[0]), "r"(lo[1]), "r"(hi[1]), "r"(x.x), "r"(x.y));
  asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(lo[2]), "r"(hi[2]), "r"(lo[3]), "r"(hi[3]), "r"(x.z), "r"(x.w));
}

__device__ __forceinline__ void few_product(float (&c)[4], const unsigned (&lo)[4], const unsigned (&hi)[4], uint4 x,
                                            const __half*) {
  asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(lo[0]), "r"(hi[0]), "r"(lo[1]), "r"(hi[1]), "r"(x.x), "r"(x.y));
  asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(lo[2]), "r"(hi[2]), "r"(lo[3]), "r"(hi[3]), "r"(x.z), "r"(x.w));
}

__device__ __forceinline__ unsigned few_pair(float a, float b, const __nv_bfloat16*) {
  unsigned pair;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(b), "f"(a));
  return pair;
}

__device__ __forceinline__ unsigned few_pair(float a, float b, const __half*) {
  unsigned pair;
  asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(b), "f"(a));
  return pair;
}

__device__ __forceinline__ uint4 few_once(const uint4* line) {
  uint4 v;
  asm("ld.global.nc.L1::no_allocate.v4.u32 {%0,%1,%2,%3}, [%4];"
      : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "l"(line));
  return v;
}

// -- from here on plain C++

__device__ __forceinline__ float few_snake(float x, float alpha) {
  const float s = sinf(alpha * x);
  return x + s * s / (alpha + 1e-9f);
}

// 8 values of a thread's 16 bytes: as they are, or bytes or nibbles q to scale * q + offset.
template <int BITS, typename T>
__device__ __forceinline__ void few_unpack(unsigned (&to)[4], const unsigned (&from)[4], int part, float scale,
                                           float offset, const T* type) {
  if constexpr (BITS == 16) {
    for (int i = 0; i < 4; ++i) to[i] = from[i];
  } else {
    float value[8];
    #pragma unroll
    for (int i = 0; i < 8; ++i) {
      const unsigned word = BITS == 8 ? from[2 * part + i / 4] : from[part];
      const int shift = BITS == 8 ? 8 * (i % 4) : 4 * i;
      const unsigned q = (word >> shift) & ((1u << BITS) - 1);
      value[i] = fmaf(__uint_as_float(0x4B000000u | q) - 8388608.0f, scale, offset);
    }
    #pragma unroll
    for (int i = 0; i < 4; ++i) to[i] = few_pair(value[2 * i], value[2 * i + 1], type);
  }
}
"""

_SOURCE = r"""
  // T, BITS, GROUP, TILES of 16 weight rows, COLUMNS of 8 inputs, AHEAD loads in flight, WARPS, SWIGLU, GELU;
  // HAS_GEOMETRY: an input is several rows of x, as many as the weights' width holds; see `product`.
  constexpr int AT_ONCE = BITS == 16 ? 8 : 128 / BITS;  // values in the 16 bytes a thread loads
  constexpr int PARTS = AT_ONCE / 8;
  __shared__ float partial[WARPS][TILES * 16][COLUMNS * 8 + 1];
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, t = lane & 3;
#ifdef HAS_GEOMETRY
  const int width = x_shape[2], n_in = w_shape[1], dilation = geometry[0], left = geometry[1];
  const int length = x_shape[1] + left + geometry[2] - (n_in / width - 1) * dilation;
#else
  const int width = x_shape[2], n_in = width, length = x_shape[1];
#endif
  const int n_weights = w_shape[0], all_rows = x_shape[0] * length;
  const int first_row = blockIdx.y * 8 * COLUMNS, n_rows = min(8 * COLUMNS, all_rows - first_row);
  const int n_out = SWIGLU ? n_weights / 2 : n_weights;
  const int first = blockIdx.x * (SWIGLU ? 16 : 16 * TILES);
  const int n_chunks = n_in / (4 * AT_ONCE);  // of what a warp's 4 threads a row load at once
  const size_t line_bytes = (size_t)n_in * BITS / 8;

  int row[TILES][2];
  const uint4* line[TILES][2];
  #pragma unroll
  for (int r = 0; r < TILES; ++r)
    for (int h = 0; h < 2; ++h) {
      row[r][h] = min(first + g + 8 * h + (SWIGLU ? r * n_out : 16 * r), n_weights - 1);
      line[r][h] = (const uint4*)((const char*)w + row[r][h] * line_bytes) + t;
    }

  const T* item[COLUMNS];
  int from[COLUMNS];  // the first row of the input, in its item
  #pragma unroll
  for (int j = 0; j < COLUMNS; ++j) {
    const int m = first_row + min(8 * j + g, n_rows - 1);
    item[j] = x + (size_t)(m / length) * x_shape[1] * width;
    from[j] = m % length;
  }

  float sum[TILES][COLUMNS][4];
  for (int r = 0; r < TILES; ++r)
    for (int j = 0; j < COLUMNS; ++j)
      for (int i = 0; i < 4; ++i) sum[r][j][i] = 0.0f;

  for (int begin = warp; begin < n_chunks; begin += WARPS * AHEAD) {
    unsigned packed[AHEAD][TILES][2][4];
    float scale[AHEAD][TILES][2], offset[AHEAD][TILES][2];
    #pragma unroll
    for (int u = 0; u < AHEAD; ++u) {
      const int chunk = min(begin + u * WARPS, n_chunks - 1);  // no branch: all loads are under way at once
      #pragma unroll
      for (int r = 0; r < TILES; ++r)
        #pragma unroll
        for (int h = 0; h < 2; ++h) {
          const uint4 v = few_once(line[r][h] + chunk * 4);
          packed[u][r][h][0] = v.x; packed[u][r][h][1] = v.y; packed[u][r][h][2] = v.z; packed[u][r][h][3] = v.w;
#ifdef HAS_SCALES
          const size_t at = (size_t)row[r][h] * (n_in / GROUP) + (chunk * 4 + t) * AT_ONCE / GROUP;
          scale[u][r][h] = (float)scales[at];
          offset[u][r][h] = (float)offsets[at];
#endif
        }
    }
    #pragma unroll
    for (int u = 0; u < AHEAD; ++u) {
      const int chunk = begin + u * WARPS;
      if (chunk < n_chunks) {
        #pragma unroll
        for (int part = 0; part < PARTS; ++part) {
          uint4 input[COLUMNS];
          #pragma unroll
          for (int j = 0; j < COLUMNS; ++j) {
            const int k = (chunk * 4 + t) * AT_ONCE + 8 * part;
#ifdef HAS_GEOMETRY
            const int tap = k / width, at = from[j] + tap * dilation - left;
            const T* line = item[j] + (size_t)at * width + (k - tap * width);
            input[j] = at >= 0 && at < x_shape[1] ? *(const uint4*)line : make_uint4(0, 0, 0, 0);
#else
            input[j] = *(const uint4*)(item[j] + (size_t)from[j] * width + k);
#endif
          }
          #pragma unroll
          for (int r = 0; r < TILES; ++r) {
            unsigned lo[4], hi[4];
            few_unpack<BITS>(lo, packed[u][r][0], part, scale[u][r][0], offset[u][r][0], x);
            few_unpack<BITS>(hi, packed[u][r][1], part, scale[u][r][1], offset[u][r][1], x);
            #pragma unroll
            for (int j = 0; j < COLUMNS; ++j) few_product(sum[r][j], lo, hi, input[j], x);
          }
        }
      }
    }
  }

  #pragma unroll
  for (int r = 0; r < TILES; ++r)
    #pragma unroll
    for (int j = 0; j < COLUMNS; ++j)
      #pragma unroll
      for (int i = 0; i < 4; ++i)
        partial[warp][16 * r + g + 8 * (i / 2)][8 * j + 2 * t + i % 2] = sum[r][j][i];
  __syncthreads();

  constexpr int WIDTH = SWIGLU ? 16 : 16 * TILES;
  for (int i = threadIdx.x; i < WIDTH * n_rows; i += 32 * WARPS) {
    const int n = i % WIDTH, m = i / WIDTH;
    if (first + n >= n_out) continue;
    float y = 0.0f;
    for (int k = 0; k < WARPS; ++k) y += partial[k][n][m];
#ifdef HAS_BIAS
    y += (float)bias[first + n];
#endif
    if constexpr (SWIGLU) {
      float up = 0.0f;
      for (int k = 0; k < WARPS; ++k) up += partial[k][16 + n][m];
      y = y / (1.0f + expf(-y)) * up;
    }
    if constexpr (GELU) y = y / (1.0f + expf(-1.5957691216f * (y + 0.044715f * y * y * y)));
#ifdef HAS_GATE
    y *= (float)gate[first + n];
#endif
    const size_t at = (size_t)(first_row + m) * n_out + first + n;
#ifdef HAS_RESIDUAL
    y += (float)residual[at];
#endif
#ifdef HAS_BEFORE
    before[at] = (T)y;
#endif
#ifdef HAS_ALPHA
    y = few_snake((float)(T)y, (float)alpha[first + n]);
#endif
    out[at] = (T)y;
  }
"""


_UNPACKED = r"""
  // T, BITS, GROUP; a thread has 8 values.
  const size_t i = (size_t)blockIdx.x * 256 + threadIdx.x;
  if (i >= (size_t)w_shape[0] * w_shape[1] * 4 / BITS) return;
  unsigned from[4] = {}, to[4];
  #pragma unroll
  for (int j = 0; j < BITS / 4; ++j) from[j] = w[i * (BITS / 4) + j];
  few_unpack<BITS>(to, from, 0, (float)scales[8 * i / GROUP], (float)offsets[8 * i / GROUP], scales);
  ((uint4*)out)[i] = make_uint4(to[0], to[1], to[2], to[3]);
"""


@dataclass(frozen=True)
class Packed:
    """Weights (n, in) as MLX quantises them: `packed` (n, in * bits / 32), `scales` and `offsets` (n, in / group)."""

    packed: mx.array
    scales: mx.array
    offsets: mx.array
    bits: int
    group: int


def available() -> bool:
    """Whether this machine can run these kernels at all."""
    return mx.cuda.is_available() and on_gpu()


def fits(n_in: int, dtype: mx.Dtype, bits: int = 16) -> bool:
    """Whether products over `n_in` inputs of that type can be computed here."""
    return dtype in (mx.bfloat16, mx.float16) and n_in % (4 * (8 if bits == 16 else 128 // bits)) == 0


def product(x: mx.array, weight: mx.array | Packed, *arguments: Any, **options: Any) -> mx.array:
    """The one array that `products` gives."""
    return products(x, weight, *arguments, **options)[0]


def products(
    x: mx.array,
    weight: mx.array | Packed,
    bias: mx.array | None = None,
    residual: mx.array | None = None,
    swiglu: bool = False,
    *,
    gate: mx.array | None = None,
    gelu: bool = False,
    alpha: mx.array | None = None,
    history: int = 0,
    dilation: int = 1,
    padding: tuple[int, int] = (0, 0),
    columns: int = 0,
    tiles: int = 1,
    ahead: int = 4,
    warps: int = _WARPS,
    before: bool = False,
) -> tuple[mx.array, ...]:
    """x (m, in) times weight (n, in) transposed, plus bias (n,) -> (m, n).

    `swiglu`: the first half of the n outputs gates the second, SiLU(gate) * up -> (m, n / 2). `gelu`: its tanh form.
    Then the outputs are multiplied with `gate` (n,), and `residual` (m, n) is added; with `alpha` (n,) they then go
    through a snake, y + sin(alpha y)^2 / alpha. `before`: what they were before that is a second array.
    `history`: x is (B, T, C), and an input are history + 1 of its rows, `dilation` apart: a convolution over time, with
    weights (n, (history + 1) * C), as if x had `padding` rows of zeros at both ends -> (B * the rows that gives, n).

    A kernel is compiled at the first use of each combination of these and of `columns`, tiles of 8 rows that a block
    computes (0: by the number of rows), which takes a second and more: name `columns` where rows vary.
    """
    x = x if x.ndim == 3 else x[None]
    n_rows = x.shape[0] * (x.shape[1] + sum(padding) - history * dilation)
    columns = columns or (1 if n_rows <= 8 else 4)
    bits, group = (weight.bits, weight.group) if isinstance(weight, Packed) else (16, 64)
    arrays = [weight.packed, weight.scales, weight.offsets] if isinstance(weight, Packed) else [weight]
    names = ["w", "scales", "offsets"][: len(arrays)]
    tiles = 2 if swiglu else tiles
    n_out = arrays[0].shape[0] // (2 if swiglu else 1)
    convolves = history > 0 or padding != (0, 0)
    geometry = _geometry(dilation, *padding) if convolves else None
    for name, extra in (
        ("geometry", geometry),
        ("bias", bias),
        ("gate", gate),
        ("residual", residual),
        ("alpha", alpha),
    ):
        if extra is not None:
            arrays.append(extra)
            names.append(name)
    blocks = -(-n_out // (_TILE if swiglu else _TILE * tiles))
    outputs = ("out", "before") if before else ("out",)
    found: list[mx.array] = _kernel(names, outputs)(
        inputs=[x, *arrays],
        template=[
            ("T", x.dtype),
            ("BITS", bits),
            ("GROUP", group),
            ("TILES", tiles),
            ("COLUMNS", columns),
            ("AHEAD", ahead),
            ("WARPS", warps),
            ("SWIGLU", swiglu),
            ("GELU", gelu),
        ],
        grid=(blocks * warps * 32, -(-n_rows // (8 * columns)), 1),
        threadgroup=(warps * 32, 1, 1),
        output_shapes=[(n_rows, n_out)] * len(outputs),
        output_dtypes=[x.dtype] * len(outputs),
    )
    return tuple(found)


def unpacked(weight: Packed) -> mx.array:
    """The weights (n, in) that were packed, in the type of their scales: as `mx.dequantize`, but as fast as memory."""
    n_out, n_words = weight.packed.shape
    shape = (n_out, n_words * 32 // weight.bits)
    threads = n_out * shape[1] // 8
    (w,) = cuda.kernel("few_unpacked", ("w", "scales", "offsets"), ("out",), _UNPACKED, HEADER)(
        inputs=[weight.packed, weight.scales, weight.offsets],
        template=[("T", weight.scales.dtype), ("BITS", weight.bits), ("GROUP", weight.group)],
        grid=(-(-threads // 256) * 256, 1, 1),
        threadgroup=(256, 1, 1),
        output_shapes=[shape],
        output_dtypes=[weight.scales.dtype],
    )
    return w


@cache
def _geometry(dilation: int, left: int, right: int) -> mx.array:
    """Numbers that a kernel reads as it runs: compiled into it, each convolution would be a kernel of its own."""
    return mx.array([dilation, left, right], mx.int32)


def _kernel(names: Sequence[str], outputs: Sequence[str]) -> Callable[..., Any]:
    given = (*names, *outputs[1:])
    defines = "".join(f"#define HAS_{name.upper()}\n" for name in given)
    return cuda.kernel("few_" + "_".join(given), ["x", *names], outputs, _SOURCE, defines + HEADER)
