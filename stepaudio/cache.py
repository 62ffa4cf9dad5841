"""Where this program keeps what it would otherwise compute again: timings, compiled kernels, prepared voices."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
from pathlib import Path

import platformdirs


def folder(name: str) -> Path:
    """The folder for things of one kind, which may not be there yet.

    It is in STEPAUDIO_CACHE, else in the user's own folder for such things. What is in it may be deleted at any time.
    """
    base = os.environ.get("STEPAUDIO_CACHE") or platformdirs.user_cache_path("stepaudio", appauthor=False)
    return Path(base) / name


def keep_kernels() -> None:
    """Lets MLX keep here what it compiles for an NVIDIA GPU; by itself it does so where a restart deletes it.

    To be called before anything is computed. What is there is taken by its name alone, so each version of MLX and each
    machine, with the GPUs it has, gets a folder of its own. One that MLX_PTX_CACHE_DIR names stays.
    """
    gpus = sorted(gpu.read_text("utf-8") for gpu in Path("/proc/driver/nvidia/gpus").glob("*/information"))
    about = "\n".join([importlib.metadata.version("mlx"), platform.node(), *gpus])
    where = folder("kernels") / hashlib.sha256(about.encode()).hexdigest()[:24]
    os.environ.setdefault("MLX_PTX_CACHE_DIR", str(where))
