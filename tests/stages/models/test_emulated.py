"""The emulation shows the mistakes that a GPU would: what was never written, and who did not wait."""

import mlx.core as mx
import numpy as np
import pytest

from . import emulated

pytestmark = pytest.mark.skipif(emulated.COMPILER is None, reason="no C++ compiler")

MIRRORED = """
  __shared__ float all[64];
  all[threadIdx.x] = x[threadIdx.x];
  WAIT
  out[threadIdx.x] = all[63 - threadIdx.x];
"""


def run(source, blocks=1):
    kernel = emulated.cuda_kernel("k", ["x"], ["out"], source)
    x = mx.arange(64, dtype=mx.float32)
    shape = {"grid": (64 * blocks, 1, 1), "threadgroup": (64, 1, 1)}
    (out,) = kernel(inputs=[x], template=[], **shape, output_shapes=[(64,)], output_dtypes=[mx.float32])
    return np.array(out)


@pytest.mark.parametrize("blocks", [1, 2, 3, 4])  # the last block's threads take turns in another order each time
def test_who_waits_reads_what_others_wrote(blocks):
    assert np.array_equal(run(MIRRORED.replace("WAIT", "__syncthreads();"), blocks), np.arange(64)[::-1])


@pytest.mark.parametrize("blocks", [1, 2, 3, 4])
def test_who_does_not_wait_reads_no_numbers(blocks):
    assert np.isnan(run(MIRRORED.replace("WAIT", ""), blocks)).any()


def test_what_was_not_written_is_no_number():
    out = run("if (threadIdx.x % 2) out[threadIdx.x] = x[threadIdx.x];")
    assert np.isnan(out[::2]).all()
    assert np.array_equal(out[1::2], np.arange(64)[1::2])
