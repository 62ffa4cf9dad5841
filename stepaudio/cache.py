"""Where this program keeps what it would otherwise compute again: timings, compiled kernels, prepared voices."""

from __future__ import annotations

import os
from pathlib import Path


def folder(name: str) -> Path:
    """The folder for things of one kind, which may not be there yet.

    It is in STEPAUDIO_CACHE, else in the user's own folder for such things. What is in it may be deleted at any time.
    """
    base = os.environ.get("STEPAUDIO_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / ("" if os.environ.get("STEPAUDIO_CACHE") else "stepaudio") / name
