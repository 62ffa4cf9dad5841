"""The adaptor: encoder frames (25 Hz) into the LLM's embedding space (12.5 Hz).

A convolution of stride 2 and two linear layers. Weight names are the published ones without their `adapter.` prefix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import mlx.core as mx
import mlx.nn as nn

from stages.models import encoder
from stages.models.gelu import gelu

HIDDEN = 2048  # between the linear layers, whatever the widths around them
_PADDING = 1  # of the convolution, whatever its kernel

N = TypeVar("N", int, mx.array)


@dataclass(frozen=True)
class AdaptorConfig:
    """Sizes: encoder width in, LLM width out, and the convolution's kernel and stride."""

    width: int
    llm_width: int
    kernel: int = 3
    stride: int = 2

    @classmethod
    def from_json(cls, audio_encoder_config: dict[str, Any]) -> AdaptorConfig:
        """Reads `audio_encoder_config` of a published config.json."""
        return cls(
            width=audio_encoder_config["n_audio_state"],
            llm_width=audio_encoder_config["llm_dim"],
            kernel=audio_encoder_config["kernel_size"],
            stride=audio_encoder_config["adapter_stride"],
        )

    def count(self, frames: int) -> int:
        """Features that so many encoder frames give."""
        return _count(frames, self.kernel, self.stride)

    def frames_read(self, valid_frames: int) -> int:
        """The encoder frames that the features of so many valid ones read: the last may reach beyond the valid."""
        return max(valid_frames, (self.count(valid_frames) - 1) * self.stride + self.kernel - _PADDING)


def token_count(mel_frames: int, kernel: int = 3, stride: int = 2) -> int:
    """Audio tokens (LLM positions) of a segment of `mel_frames` mel frames; the defaults are the published sizes."""
    return _count(encoder.frame_count(mel_frames), kernel, stride)


@dataclass(frozen=True)
class AdaptorState:
    """Encoder frames the convolution still needs, (B, n, C); one zero frame at the start."""

    frames: mx.array


class Adaptor(nn.Module):
    """Encoder frames in, rows for the LLM out."""

    def __init__(self, config: AdaptorConfig):
        super().__init__()
        self.config = config
        self.conv = nn.Conv1d(config.width, config.width, config.kernel, config.stride, padding=_PADDING)
        self.linear1 = nn.Linear(config.width, HIDDEN)
        self.linear2 = nn.Linear(HIDDEN, config.llm_width)

    def __call__(self, frames: mx.array, lengths: mx.array) -> tuple[mx.array, mx.array]:
        """frames (B, T, C) and valid lengths (B,) -> features (B, T', D) and their valid lengths (B,)."""
        return self._project(encoder.convolved(frames, self.conv)), _count(
            lengths, self.config.kernel, self.config.stride
        )

    def make_state(self, batch: int = 1) -> AdaptorState:
        """The state before the first frame of a segment."""
        return AdaptorState(mx.zeros((batch, _PADDING, self.config.width), self.conv.weight.dtype))

    def step(self, frames: mx.array, state: AdaptorState, last: bool) -> tuple[mx.array, AdaptorState]:
        """The features that `frames` (B, t >= 0, C) complete, (B, n, D), and the next state.

        Any chunking equals `__call__` of the whole; as there, the segment's `token_count` says how many are valid.
        """
        x = mx.concatenate([state.frames, frames], axis=1)
        if last:
            x = mx.pad(x, [(0, 0), (0, _PADDING), (0, 0)])
        n = max(0, (x.shape[1] - self.config.kernel) // self.config.stride + 1)
        if n:
            features = self._project(encoder.convolved(x, self.conv, 0))
        else:
            features = mx.zeros((x.shape[0], 0, self.config.llm_width), x.dtype)
        return features, AdaptorState(x[:, n * self.config.stride :])

    def _project(self, x: mx.array) -> mx.array:
        return self.linear2(nn.relu(self.linear1(gelu(x))))


def _count(frames: N, kernel: int, stride: int) -> N:
    """Outputs of the convolution for so many frames; 0 for none."""
    return (frames + 2 * _PADDING - kernel) // stride + 1


sanitize = published = encoder.sanitize  # convolutions (out, in, k) <-> (out, k, in); its own inverse
