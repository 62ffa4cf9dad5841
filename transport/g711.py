"""G.711, the telephone's two codecs: 8 bits a sample, mu-law and A-law, as in the ITU's recommendation.

Samples are float32 (n,) in [-1, 1], full scale at 32768, so that every octet decodes to a sample that encodes to it
again (mu-law has two zeros: 0x7F becomes 0xFF).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.events import Samples
from transport import pcm

_BIAS, _CLIP = 132, 32_635  # mu-law, of 16-bit samples


def decode_mulaw(data: bytes) -> Samples:
    """mu-law octets as samples (n,)."""
    return _FROM_MULAW[np.frombuffer(data, np.uint8)]


def encode_mulaw(samples: Samples) -> bytes:
    """Samples (n,) as mu-law octets; what exceeds full scale is clipped."""
    return _TO_MULAW[pcm.to_int16(samples).astype(np.int32) + 32_768].tobytes()


def decode_alaw(data: bytes) -> Samples:
    """A-law octets as samples (n,)."""
    return _FROM_ALAW[np.frombuffer(data, np.uint8)]


def encode_alaw(samples: Samples) -> bytes:
    """Samples (n,) as A-law octets; what exceeds full scale is clipped."""
    return _TO_ALAW[pcm.to_int16(samples).astype(np.int32) + 32_768].tobytes()


# -- the tables: every octet decoded, every 16-bit sample encoded -------------------------------------------------


def _mulaw_levels() -> NDArray[np.int32]:
    """The 16-bit sample of each octet: sign, 3 bits of exponent, 4 of mantissa, all inverted on the line."""
    octet = ~np.arange(256) & 0xFF
    exponent, mantissa = (octet >> 4) & 7, octet & 15
    size = (((mantissa << 3) + _BIAS) << exponent) - _BIAS
    return np.where(octet & 0x80, -size, size).astype(np.int32)


def _mulaw_octets() -> NDArray[np.uint8]:
    sample = np.arange(-32_768, 32_768)
    size = np.minimum(np.abs(sample), _CLIP) + _BIAS
    exponent = np.floor(np.log2(size)).astype(np.int32) - 7
    mantissa = (size >> (exponent + 3)) & 15
    sign = np.where(sample < 0, 0x80, 0)
    return (~(sign | exponent << 4 | mantissa) & 0xFF).astype(np.uint8)


def _alaw_levels() -> NDArray[np.int32]:
    """The 16-bit sample of each octet; every other bit is inverted on the line."""
    octet = np.arange(256) ^ 0x55
    exponent, mantissa = (octet >> 4) & 7, octet & 15
    size = np.where(exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 264) << np.maximum(exponent - 1, 0))
    return np.where(octet & 0x80, size, -size).astype(np.int32)


def _alaw_octets() -> NDArray[np.uint8]:
    sample = np.arange(-32_768, 32_768)
    size = np.where(sample < 0, ~sample, sample) >> 4  # 11 bits
    exponent = np.maximum(np.floor(np.log2(np.maximum(size, 1))).astype(np.int32) - 3, 0)
    exponent = np.where(size < 16, 0, exponent)
    mantissa = (size >> np.maximum(exponent - 1, 0)) & 15
    sign = np.where(sample < 0, 0, 0x80)
    return ((sign | exponent << 4 | mantissa) ^ 0x55).astype(np.uint8)


_FROM_MULAW = (_mulaw_levels() / np.float32(32_768)).astype(np.float32)
_TO_MULAW = _mulaw_octets()
_FROM_ALAW = (_alaw_levels() / np.float32(32_768)).astype(np.float32)
_TO_ALAW = _alaw_octets()
