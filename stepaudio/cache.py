"""Where this program keeps what it would otherwise compute again: timings, compiled kernels, prepared voices."""

from __future__ import annotations

import importlib.metadata
import os
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

    To be called before anything is computed. A folder that MLX_PTX_CACHE_DIR names stays.
    """
    os.environ.setdefault("MLX_PTX_CACHE_DIR", str(folder("kernels") / importlib.metadata.version("mlx")))
