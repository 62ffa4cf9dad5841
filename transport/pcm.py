"""16-bit PCM, mono, little-endian. Full scale is 32768 both ways, so that what comes in goes out as it was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.events import Samples

SAMPLE_BYTES = 2


def to_int16(samples: Samples) -> NDArray[np.int16]:
    """Samples (n,) in [-1, 1] as integers (n,), clipped."""
    return np.clip(np.rint(samples * 32_768.0), -32_768, 32_767).astype("<i2")


def encode(samples: Samples) -> bytes:
    """The bytes of samples (n,) in [-1, 1]."""
    return to_int16(samples).tobytes()


def decode(data: bytes) -> Samples:
    """Samples (n,) in [-1, 1) of an even number of bytes."""
    return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32_768)
