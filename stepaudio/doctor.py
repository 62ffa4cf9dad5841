"""What this machine runs the model on, and what would make it faster."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mlx.core as mx

from pipeline.config import Config, ConfigError
from stages.checkpoint import CheckpointError, load
from stages.models.device import on_gpu
from stepaudio import blas
from stepaudio.tuning import Progress, describe, tune

SLOW_GFLOPS = 20.0  # below this a CPU is not using a real BLAS


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is as it should be, what was found, and what would be better."""

    good: bool
    what: str
    found: str
    advice: str = ""


def examine(model: Path, config: Config, progress: Progress = lambda doing: None) -> Iterator[Finding]:
    """Looks at the machine and the checkpoint in folder `model`, one thing after the other.

    Of what can be computed in several ways, it says which is the fastest here, timed now, and by how much; a server
    that starts after it takes that. `progress` hears what it tries, which may take minutes where kernels are compiled.
    """
    yield Finding(True, "machine", f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    packages = ("mlx", "mlx-lm", "onnxruntime", "numpy", "websockets")
    yield Finding(True, "packages", ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages))
    advice = "" if on_gpu() else "an Apple GPU, or an NVIDIA one with the cuda extra, is much faster"
    yield Finding(True, "device", str(mx.default_device()), advice)
    if not on_gpu():
        library = blas.load()
        yield Finding(not library.advice, "BLAS", f"{library.name} ({library.path})", library.advice)
    yield _matrix_speed()
    try:
        began_s = time.perf_counter()
        checkpoint = load(model)
    except (CheckpointError, ConfigError) as error:
        yield Finding(False, "checkpoint", str(error), "give another folder with --model")
        return
    took_s = time.perf_counter() - began_s
    sizes = checkpoint.config["text_config"]
    yield Finding(
        True,
        "checkpoint",
        f"{model}: loaded in {took_s:.1f} s; LLM {sizes['num_hidden_layers']} layers of {sizes['hidden_size']}, "
        f"flow {checkpoint.flow.config.n_timesteps} steps, {mx.get_active_memory() / 2**20:.0f} MiB of weights",
    )
    for choice in tune(checkpoint, config, progress, anew=True):
        if choice.trials:
            yield Finding(True, "kernel", f"{choice.what}: {describe(choice)}")


def _matrix_speed() -> Finding:
    """A measured float32 matrix product."""
    n = 4096 if on_gpu() else 768
    a, b = mx.random.normal((n, n)), mx.random.normal((n, n))
    mx.eval(a, b, a @ b)
    best_s = min(_timed(a, b) for _ in range(5))
    gflops = 2 * n**3 / best_s / 1e9
    slow = not on_gpu() and gflops < SLOW_GFLOPS
    return Finding(not slow, "matrix product", f"{gflops:.0f} GFLOP/s ({n} x {n}, float32)", "see BLAS" if slow else "")


def _timed(a: mx.array, b: mx.array) -> float:
    began_s = time.perf_counter()
    mx.eval(a @ b)
    return time.perf_counter() - began_s
