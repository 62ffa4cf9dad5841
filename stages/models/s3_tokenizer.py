"""The S3 speech tokenizer: log-mel at 100 Hz -> one of 6561 codes at 25 Hz.

Two strided convolutions, transformer blocks with rotary attention beside a depthwise memory (FSMN), and a finite scalar
quantizer: eight values of three levels each are the base-3 digits of a code. The product runs the published ONNX file
instead; this form is for training and for checking that file's inner arrays. Names are the ONNX node names.
"""

from __future__ import annotations

from dataclasses import dataclass

import mlx.core as mx
import mlx.nn as nn

DIGITS = 8
LEVELS = 3
N_CODES = LEVELS**DIGITS
_HEAD_DIM = 64
_MEMORY_FRAMES = 31
_SHRINK = 0.9990000128746033  # keeps tanh away from +-1, as published


@dataclass(frozen=True)
class S3Config:
    """Sizes; the width is a multiple of 64, the size of a head."""

    width: int = 1280
    n_layers: int = 6
    n_mels: int = 128


class S3Tokenizer(nn.Module):
    """`__call__` gives the eight values a frame before the quantizer; `codes`, `levels`, `digits` go on from there."""

    def __init__(self, config: S3Config):
        super().__init__()
        self.conv1 = nn.Conv1d(config.n_mels, config.width, 3, stride=2, padding=1)
        self.conv2 = nn.Conv1d(config.width, config.width, 3, stride=2, padding=1)
        self.blocks = [Block(config.width) for _ in range(config.n_layers)]
        self.quantizer = Quantizer(config.width)

    def __call__(self, mel: mx.array, lengths: mx.array) -> tuple[mx.array, mx.array]:
        """mel (B, T, 128), lengths (B,) in mel frames -> projected (B, N, 8) and lengths (B,) in codes, about T / 4.

        What lies past a row's length means nothing.
        """
        x, lengths = self.encode(mel, lengths)
        return self.quantizer(x), lengths

    def encode(self, mel: mx.array, lengths: mx.array) -> tuple[mx.array, mx.array]:
        """As `__call__`, without the projection: (B, N, width)."""
        x = nn.gelu(self.conv1(mel * _valid(lengths, mel.shape[1])))
        lengths = code_count(lengths, strides=1)
        x = nn.gelu(self.conv2(x * _valid(lengths, x.shape[1])))
        lengths = code_count(lengths, strides=1)
        valid = _valid(lengths, x.shape[1])
        for block in self.blocks:
            x = block(x, valid)
        return x, lengths


class Block(nn.Module):
    """x += attention and memory of the normed x; x += MLP of the normed x."""

    def __init__(self, width: int):
        super().__init__()
        self.attn_ln = nn.LayerNorm(width)
        self.attn = MemoryAttention(width)
        self.mlp_ln = nn.LayerNorm(width)
        self.mlp = [nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)]

    def __call__(self, x: mx.array, valid: mx.array) -> mx.array:
        x = x + self.attn(self.attn_ln(x), valid)
        h = self.mlp_ln(x)
        for layer in self.mlp:
            h = layer(h)
        return x + h


class MemoryAttention(nn.Module):
    """Attention over the valid frames, plus a depthwise convolution of the values over 31 frames."""

    def __init__(self, width: int):
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.fsmn_block = nn.Conv1d(width, width, _MEMORY_FRAMES, padding=_MEMORY_FRAMES // 2, groups=width, bias=False)

    def __call__(self, x: mx.array, valid: mx.array) -> mx.array:
        value = self.value(x)
        remembered = value * valid
        memory = (self.fsmn_block(remembered) + remembered) * valid
        query, key = _rotate(_heads(self.query(x))), _rotate(_heads(self.key(x)))
        mask = mx.where(valid.swapaxes(1, 2)[:, None], 0.0, -1e10).astype(x.dtype)  # (B, 1, 1, N)
        attended = mx.fast.scaled_dot_product_attention(query, key, _heads(value), scale=_HEAD_DIM**-0.5, mask=mask)
        return self.out(attended.swapaxes(1, 2).reshape(x.shape)) + memory


class Quantizer(nn.Module):
    """The projection to eight values a frame."""

    def __init__(self, width: int):
        super().__init__()
        self.project_in = nn.Linear(width, DIGITS)

    def __call__(self, x: mx.array) -> mx.array:
        return self.project_in(x)


def levels(projected: mx.array) -> mx.array:
    """Projected values (..., 8) -> the same squeezed into (-1, 1), what rounding turns into -1, 0 or 1."""
    return mx.tanh(projected) * _SHRINK


def straight_through(projected: mx.array) -> mx.array:
    """Projected values (..., 8) -> rounded levels -1, 0, 1, with the gradient of `levels`: for training."""
    squeezed = levels(projected)
    return squeezed + mx.stop_gradient(mx.round(squeezed) - squeezed)


def codes(projected: mx.array) -> mx.array:
    """Projected values (..., 8) -> codes (...), int32 in 0..6560; the first value is the lowest base-3 digit."""
    digits = mx.round(levels(projected)).astype(mx.int32) + 1
    return (digits * LEVELS ** mx.arange(DIGITS)).sum(axis=-1)


def code_count(mel_frames: mx.array, strides: int = 2) -> mx.array:
    """How many frames are left of `mel_frames` after the stride-2 convolutions."""
    for _ in range(strides):
        mel_frames = (mel_frames - 1) // 2 + 1
    return mel_frames


def _valid(lengths: mx.array, frames: int) -> mx.array:
    """True inside each row's length: (B, frames, 1)."""
    return (mx.arange(frames) < lengths[:, None])[..., None]


def _heads(x: mx.array) -> mx.array:
    """(B, N, C) -> (B, C / 64, N, 64)."""
    return x.reshape(*x.shape[:2], -1, _HEAD_DIM).swapaxes(1, 2)


def _rotate(x: mx.array) -> mx.array:
    """Rotary positions from 0, half-split, theta 10000."""
    return mx.fast.rope(x, _HEAD_DIM, traditional=False, base=10000.0, scale=1.0, offset=0)
