"""Gives MLX a fast BLAS on Linux CPUs.

MLX's Linux CPU build carries a reference BLAS (about 2 GFLOP/s). Its `cblas_*` symbols are resolved by the dynamic
linker, so a real BLAS loaded *before* `mlx.core` with RTLD_GLOBAL takes their place: MKL from PyPI (15 times faster on
matrix-vector products, 40-70 times on matrix products), else the system's OpenBLAS.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Blas:
    """The BLAS in use: its `name`, the file it came from, and what would make it faster (empty when nothing would)."""

    name: str
    path: str
    advice: str


@cache
def load() -> Blas:
    """Loads the best BLAS there is and says which; once per process, and before the first `import mlx.core`."""
    if platform.system() != "Linux":
        return Blas("Accelerate", "system", "")
    if "mlx.core" in sys.modules:
        return Blas("reference", "mlx", "import stepaudio before mlx.core, so that a fast BLAS can be loaded first")
    if mkl := _load_mkl():
        return Blas("MKL", mkl, "")
    for name in ("libopenblas.so.0", "libblis.so.4"):
        try:
            ctypes.CDLL(name, ctypes.RTLD_GLOBAL)
        except OSError:
            continue
        return Blas("OpenBLAS" if "openblas" in name else "BLIS", name, "pip install mkl (x86-64 only) is faster still")
    return Blas("reference", "mlx", "pip install mkl (x86-64), or apt-get install libopenblas0")


def _load_mkl() -> str:
    """The path of MKL's runtime after loading it with its TBB threading layer, or "" where it is not installed."""
    folder = Path(sys.prefix) / "lib"
    runtimes = sorted(folder.glob("libmkl_rt.so.*"))
    if not runtimes:
        return ""
    os.environ.setdefault("MKL_THREADING_LAYER", "TBB")
    try:
        for tbb in folder.glob("libtbb.so.12"):
            ctypes.CDLL(str(tbb), ctypes.RTLD_GLOBAL)
        ctypes.CDLL(str(runtimes[-1]), ctypes.RTLD_GLOBAL)
    except OSError:
        return ""
    return str(runtimes[-1])
