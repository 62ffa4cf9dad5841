"""CUDA kernels without a GPU: their source compiled by the C++ compiler at hand, their threads taking turns.

    monkeypatch.setattr(mx.fast, "cuda_kernel", emulated.cuda_kernel)

A block's threads wait for each other, and blocks come one after the other; those of a kernel that knows how many there
are, to wait for each other, run at once, each in a copy of the library, since a block has its `__shared__` variables to
itself. What threads share, and what a kernel writes, is not a number before they write it, and each warp goes as far as
it can alone, in an order that differs between blocks: forgetting to write or to wait shows. What is not C++ (matrix
instructions, shuffles, conversions) is done by `emulated.hpp` as NVIDIA's manual defines it. All that shows what a
kernel computes, not how fast.
"""

import ctypes
import shutil
import subprocess
import tempfile
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import mlx.core as mx
import numpy as np

COMPILER = shutil.which("g++")
SHIM = Path(__file__).with_name("emulated.hpp").read_text()
PLAIN = "// -- from here on plain C++"
TYPES = {
    mx.bfloat16: "__nv_bfloat16",
    mx.float16: "__half",
    mx.float32: "float",
    mx.uint32: "uint32_t",
    mx.int32: "int",
}


def cuda_kernel(name, input_names, output_names, source, header="", ensure_row_contiguous=True):
    """Stands in for `mx.fast.cuda_kernel`."""
    header = header[header.find(PLAIN) :] if PLAIN in header else header
    defines = ""
    made = {}

    def run(inputs, template, grid, threadgroup, output_shapes, output_dtypes):
        key = (tuple(a.dtype for a in inputs), tuple(template), threadgroup)
        if key not in made:
            kinds = [(n, TYPES[a.dtype]) for n, a in zip(input_names, inputs, strict=True)]
            made[key] = build(kinds, output_names, output_dtypes, source, defines + header, template, threadgroup)
        return launch(made[key], inputs, grid, threadgroup, output_shapes, output_dtypes)

    if "HAS_" in source:
        defines = "".join(f"#define HAS_{n.upper()}\n" for n in [*input_names, *output_names])
    return run


def build(inputs, output_names, output_dtypes, source, header, template, threadgroup):
    """The kernel as a function of pointers to inputs, their shapes and strides, and outputs."""
    parameters = [f"const {kind}* {name}" for name, kind in inputs]
    parameters += [f"const int* {name}_shape, const int64_t* {name}_strides" for name, _ in inputs]
    outputs = [(name, TYPES[dtype]) for name, dtype in zip(output_names, output_dtypes, strict=True)]
    parameters += [f"{kind}* {name}" for name, kind in outputs]
    constants = ""
    for name, value in template:
        if isinstance(value, mx.Dtype):
            constants += f"using {name} = {TYPES[value]};\n"
        else:
            kind = "bool" if isinstance(value, bool) else "int"
            constants += f"constexpr {kind} {name} = {str(value).lower()};\n"
    names = [name for name, _ in inputs] + [f"{n}_{what}" for n, _ in inputs for what in ("shape", "strides")]
    names += [name for name, _ in outputs]
    signature, call = ", ".join(parameters), ", ".join(names)
    code = f"""#define N_THREADS {threadgroup[0]}
{SHIM}
{header}
static void kernel({signature}) {{
{constants}{source}
}}
extern "C" void launch(int n_earlier, int n_all, int gx, int gy, int gz, {signature}) {{
  n_before = n_earlier;
  gridDim = {{n_all, 1, 1}};
  blocks(gx, gy, gz, [=] {{ kernel({call}); }});
}}
"""
    folder = Path(tempfile.mkdtemp())
    (folder / "kernel.cpp").write_text(code)
    library = folder / f"{uuid.uuid4().hex}.so"
    flags = ["-std=c++20", "-O1", "-w", "-shared", "-fPIC", "-pthread"]
    subprocess.run([COMPILER, *flags, str(folder / "kernel.cpp"), "-o", str(library)], check=True)
    if "gridDim" not in source:
        return partial(ctypes.CDLL(str(library)).launch, 0, 0)
    launches = []

    def together(gx, gy, gz, *pointers):
        assert (gy, gz) == (1, 1)
        while len(launches) < gx:
            copy = shutil.copyfile(library, folder / f"{uuid.uuid4().hex}.so")
            launches.append(ctypes.CDLL(str(copy)).launch)
        with ThreadPoolExecutor(gx) as threads:
            list(threads.map(lambda n: launches[n](n, gx, 1, 1, 1, *pointers), range(gx)))

    return together


def launch(function, inputs, grid, threadgroup, output_shapes, output_dtypes):
    given = [as_numpy(mx.contiguous(a)) for a in inputs]
    shapes, strides = [], []
    for a in inputs:
        shapes.append(np.array(a.shape, np.int32))
        strides.append(np.array([int(np.prod(a.shape[i + 1 :])) for i in range(a.ndim)], np.int64))
    outputs = [np.empty(s, as_numpy(mx.zeros(1, d)).dtype) for s, d in zip(output_shapes, output_dtypes, strict=True)]
    for out in outputs:
        out.view(np.uint8).fill(0xFF)  # no number: what a kernel does not write was never there
    both = [pointer(part) for pair in zip(shapes, strides, strict=True) for part in pair]
    blocks = [-(-g // t) for g, t in zip(grid, threadgroup, strict=True)]
    function(*blocks, *map(pointer, given), *both, *map(pointer, outputs))
    return [as_mlx(out, dtype) for out, dtype in zip(outputs, output_dtypes, strict=True)]


def as_numpy(a):
    return np.array(a.view(mx.uint16)) if a.dtype == mx.bfloat16 else np.array(a)


def as_mlx(a, dtype):
    return mx.array(a).view(mx.bfloat16) if dtype == mx.bfloat16 else mx.array(a)


def pointer(a):
    return ctypes.c_void_p(a.ctypes.data)
