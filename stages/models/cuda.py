"""Our CUDA kernels, each made once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import mlx.core as mx

_kernels: dict[str, Any] = {}


def kernel(
    name: str, inputs: Sequence[str], outputs: Sequence[str], source: str, header: str = "", *, views: bool = False
) -> Callable[..., Any]:
    """The kernel of that name, as `mx.fast.cuda_kernel` makes it. One that takes `views` finds its way in them by their
    strides; the inputs of others are made contiguous. MLX finds what it compiled before by its name alone, so there the
    name ends in a digest of the source."""
    if name not in _kernels:
        _kernels[name] = mx.fast.cuda_kernel(
            name=f"{name}_{hashlib.sha256((header + source).encode()).hexdigest()[:8]}",
            input_names=inputs,
            output_names=outputs,
            source=source,
            header=header,
            ensure_row_contiguous=not views,
        )
    return _kernels[name]
