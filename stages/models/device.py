"""Where arrays are computed."""

from __future__ import annotations

import mlx.core as mx


def on_gpu() -> bool:
    """Whether on a GPU: what is fast there, and what has to be prepared, is another matter than on a CPU."""
    return mx.default_device() != mx.Device(mx.cpu)
