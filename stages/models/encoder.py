"""The audio encoder: Whisper-style, length-masked, learned positions; pooled in pairs and only then normalised.

Two policies of attention, named by the configuration:

- `Whole`: every frame attends to every valid frame of the segment, as in the published checkpoints.
- `ChunkCausal`: a frame attends to its own chunk and to a bounded number of chunks before it, so that `step` gives,
  as the audio arrives, exactly what `__call__` gives for the whole.

Rates: mel 100 Hz, attention 50 Hz ("frames" in the configuration), output 25 Hz. Weight names are the published ones
without their `encoder.` prefix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mlx.core as mx
import mlx.nn as nn

from stages.models.device import on_gpu
from stages.models.gelu import Gelu, gelu

MASKED = -1e10  # added to the scores of keys that are padding, as published
_TOGETHER = 128  # frames: on a GPU segments are filled up to multiples, since attention is planned for each length


@dataclass(frozen=True)
class Whole:
    """Attention over the whole segment, both ways."""


@dataclass(frozen=True)
class ChunkCausal:
    """Attention to the own chunk of `chunk_frames` (50 Hz, an even number) and `left_chunks` chunks before it."""

    chunk_frames: int
    left_chunks: int

    def __post_init__(self) -> None:
        if self.chunk_frames < 2 or self.chunk_frames % 2:
            raise ValueError(f"chunk_frames is {self.chunk_frames}, must be even and at least 2: frames pool in pairs")
        if self.left_chunks < 0:
            raise ValueError(f"left_chunks is {self.left_chunks}, must not be negative")


@dataclass(frozen=True)
class EncoderConfig:
    """Sizes and policy. `mel_peak` is the fixed peak of the mel's range (log10 units), None for the utterance's own."""

    n_mels: int
    n_ctx: int  # positions, 50 Hz
    width: int
    n_heads: int
    n_layers: int
    attention: Whole | ChunkCausal = Whole()
    mel_peak: float | None = None

    @classmethod
    def from_json(cls, audio_encoder_config: dict[str, Any]) -> EncoderConfig:
        """Reads `audio_encoder_config` of a published config.json and our optional keys `attention` and `mel_peak`.

        Raises ValueError for an unknown policy, and for chunk-causal attention without a fixed peak: a peak that is
        only known at the end would change frames that have been emitted.
        """
        attention = _attention(audio_encoder_config.get("attention", {"policy": "whole-segment"}))
        peak: float | None = audio_encoder_config.get("mel_peak")
        if isinstance(attention, ChunkCausal) and peak is None:
            raise ValueError("audio_encoder_config: chunk-causal attention needs a fixed mel_peak (log10 units)")
        return cls(
            n_mels=audio_encoder_config["n_mels"],
            n_ctx=audio_encoder_config["n_audio_ctx"],
            width=audio_encoder_config["n_audio_state"],
            n_heads=audio_encoder_config["n_audio_head"],
            n_layers=audio_encoder_config["n_audio_layer"],
            attention=attention,
            mel_peak=peak,
        )


def frame_count(mel_frames: int) -> int:
    """Valid output frames (25 Hz) of a segment of `mel_frames`: the last two mel frames are masked, as published."""
    return (mel_frames - 1) // 2 // 2


class SegmentTooLongError(ValueError):
    """A segment is longer than the table of positions."""


@dataclass(frozen=True)
class EncoderState:
    """What a chunk-causal encoder remembers between steps; bounded by `left_chunks`."""

    mel: mx.array  # (B, 2, n_mels), 1 zero frame at the start: what conv1 still needs
    stem: mx.array  # (B, 1..2, C), 1 zero frame at the start: what conv2 still needs
    frames: mx.array  # (B, < chunk_frames, C): frames of the unfinished chunk
    keys: tuple[mx.array, ...]  # a layer: (B, heads, up to left_chunks chunks, head_dim)
    values: tuple[mx.array, ...]
    mel_frames: int  # received so far
    position: int  # of the first frame in `frames`


class AudioEncoder(nn.Module):
    """Log-mel in, features at 25 Hz out."""

    def __init__(self, config: EncoderConfig):
        super().__init__()
        self.config = config
        self.conv1 = nn.Conv1d(config.n_mels, config.width, 3, padding=1)
        self.conv2 = nn.Conv1d(config.width, config.width, 3, stride=2, padding=1)
        self.positional_embedding = nn.Embedding(config.n_ctx, config.width)
        self.blocks = [Block(config.width, config.n_heads) for _ in range(config.n_layers)]
        self.after_norm = nn.LayerNorm(config.width)

    def __call__(self, mel: mx.array, mel_lengths: mx.array) -> tuple[mx.array, mx.array]:
        """Encodes segments: mel (B, T, n_mels), right-padded; `mel_lengths` (B,) are the true lengths minus 2.

        Returns frames (B, ceil(T/2) // 2, C) and their valid lengths (B,). Raises SegmentTooLongError.
        """
        total = mel.shape[1]
        x = self.stem(mel)
        n = x.shape[1]
        x = x + self._positions(0, n)
        bias = key_bias(mel_lengths, total).astype(x.dtype)  # (B, 1, 1, T2)
        if isinstance(self.config.attention, ChunkCausal):
            bias = bias + _chunk_bias(n, self.config.attention).astype(x.dtype)  # (B, 1, T2, T2)
        elif missing := -n % _TOGETHER if on_gpu() else 0:  # frames that nobody sees
            x = mx.pad(x, [(0, 0), (0, missing), (0, 0)])
            bias = mx.pad(bias, [(0, 0), (0, 0), (0, 0), (0, missing)], constant_values=MASKED)
        for block in self.blocks:
            x, _, _ = block(x, bias)
        return self.after_norm(pool(x[:, :n])), (mel_lengths + 1) // 2 // 2

    def stem(self, mel: mx.array) -> mx.array:
        """Both convolutions over whole segments: (B, T, n_mels) -> (B, ceil(T/2), C), before positions are added."""
        x = gelu(convolved(mel.astype(self.conv1.weight.dtype), self.conv1))
        return gelu(convolved(x, self.conv2))

    def make_state(self, batch: int = 1) -> EncoderState:
        """The state before the first mel frame of a segment; only for chunk-causal attention."""
        if not isinstance(self.config.attention, ChunkCausal):
            raise ValueError("whole-segment attention has no streaming form: encode the segment with __call__")
        c, dtype = self.config, self.conv1.weight.dtype
        empty = mx.zeros((batch, c.n_heads, 0, c.width // c.n_heads), dtype)
        return EncoderState(
            mel=mx.zeros((batch, 1, c.n_mels), dtype),
            stem=mx.zeros((batch, 1, c.width), dtype),
            frames=mx.zeros((batch, 0, c.width), dtype),
            keys=(empty,) * c.n_layers,
            values=(empty,) * c.n_layers,
            mel_frames=0,
            position=0,
        )

    def step(self, mel: mx.array, state: EncoderState, last: bool) -> tuple[mx.array, EncoderState]:
        """The frames that `mel` (B, t >= 0, n_mels) completes, (B, n, C), and the next state.

        Frames come out a chunk at a time, one mel frame after the chunk's own; `last` gives the rest. Any chunking
        equals `__call__` of the whole. Raises SegmentTooLongError.
        """
        policy = self.config.attention
        assert isinstance(policy, ChunkCausal)
        total = state.mel_frames + mel.shape[1]
        frames, mel_tail, stem_tail = self._stem_step(mel, state, last)
        start, keys, values = state.position, state.keys, state.values
        done: list[mx.array] = []
        while frames.shape[1] >= policy.chunk_frames or (last and frames.shape[1]):
            n = min(policy.chunk_frames, frames.shape[1])
            # A full chunk's frames are valid whatever follows; only the end of the segment has masked keys.
            bias = key_bias(mx.array([total - 2]), total)[..., start : start + n] if last else None
            x, keys, values = self._chunk(frames[:, :n], bias, keys, values, policy)
            done.append(pool(x))
            frames, start = frames[:, n:], start + n
        out = self.after_norm(mx.concatenate(done, axis=1)) if done else mx.zeros_like(frames[:, :0])
        return out, EncoderState(mel_tail, stem_tail, frames, keys, values, total, start)

    def _stem_step(self, mel: mx.array, state: EncoderState, last: bool) -> tuple[mx.array, mx.array, mx.array]:
        """The stem over what is new: the frames that wait, with positions added, and what either needs next time."""
        x = mx.concatenate([state.mel, mel.astype(state.mel.dtype)], axis=1)
        if last:
            x = mx.pad(x, [(0, 0), (0, 1), (0, 0)])
        mel_tail = x[:, -2:]
        x = mx.concatenate([state.stem, gelu(convolved(x, self.conv1, 0))], axis=1)
        if last:
            x = mx.pad(x, [(0, 0), (0, 1), (0, 0)])
        frames = gelu(convolved(x, self.conv2, 0))
        stem_tail = x[:, 2 * frames.shape[1] :]
        waiting = state.frames.shape[1]
        frames = frames + self._positions(state.position + waiting, frames.shape[1])
        return mx.concatenate([state.frames, frames], axis=1), mel_tail, stem_tail

    def _chunk(
        self,
        x: mx.array,
        bias: mx.array | None,
        keys: tuple[mx.array, ...],
        values: tuple[mx.array, ...],
        policy: ChunkCausal,
    ) -> tuple[mx.array, tuple[mx.array, ...], tuple[mx.array, ...]]:
        """One chunk through all blocks, after the `keys` and `values` of the chunks before it, which are all valid."""
        keep = policy.left_chunks * policy.chunk_frames
        if bias is not None:
            bias = mx.pad(bias, [(0, 0), (0, 0), (0, 0), (keys[0].shape[2], 0)]).astype(x.dtype)
        new_keys: list[mx.array] = []
        new_values: list[mx.array] = []
        for block, k, v in zip(self.blocks, keys, values, strict=True):
            x, k, v = block(x, bias, (k, v))
            new_keys.append(k[:, :, max(0, k.shape[2] - keep) :])
            new_values.append(v[:, :, max(0, v.shape[2] - keep) :])
        return x, tuple(new_keys), tuple(new_values)

    def _positions(self, start: int, n: int) -> mx.array:
        if start + n > self.config.n_ctx:
            raise SegmentTooLongError(
                f"the segment has at least {(start + n) / 50:.2f} s, the checkpoint has positions for "
                f"{self.config.n_ctx / 50:.2f} s ({self.config.n_ctx} frames)"
            )
        return self.positional_embedding.weight[start : start + n]


class Block(nn.Module):
    """A pre-norm transformer block with an MLP of four times the width."""

    def __init__(self, width: int, n_heads: int):
        super().__init__()
        self.attn = Attention(width, n_heads)
        self.attn_ln = nn.LayerNorm(width)
        self.mlp = [nn.Linear(width, 4 * width), Gelu(), nn.Linear(4 * width, width)]
        self.mlp_ln = nn.LayerNorm(width)

    def __call__(
        self, x: mx.array, bias: mx.array | None, past: tuple[mx.array, mx.array] | None = None
    ) -> tuple[mx.array, mx.array, mx.array]:
        """(B, T, C) -> (B, T, C), and the keys and values it attended to, `past` included."""
        attended, keys, values = self.attn(self.attn_ln(x), bias, past)
        x = x + attended
        h = self.mlp_ln(x)
        for layer in self.mlp:
            h = layer(h)
        return x + h, keys, values


class Attention(nn.Module):
    """Multi-head attention; the key projection has no bias."""

    def __init__(self, width: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def __call__(
        self, x: mx.array, bias: mx.array | None, past: tuple[mx.array, mx.array] | None
    ) -> tuple[mx.array, mx.array, mx.array]:
        batch, n, width = x.shape
        q, k, v = (
            projection(x).reshape(batch, n, self.n_heads, -1).swapaxes(1, 2)
            for projection in (self.query, self.key, self.value)
        )  # (B, heads, T, head_dim)
        if past is not None:
            k, v = mx.concatenate([past[0], k], axis=2), mx.concatenate([past[1], v], axis=2)
        scale = (width // self.n_heads) ** -0.5
        x = mx.fast.scaled_dot_product_attention(q, k, v, scale=scale, mask=bias)
        return self.out(x.swapaxes(1, 2).reshape(batch, n, width)), k, v


def pool(x: mx.array) -> mx.array:
    """Averages pairs of frames, (B, T, C) -> (B, T // 2, C); an odd last frame is dropped."""
    return 0.5 * (x[:, 0 : x.shape[1] // 2 * 2 : 2] + x[:, 1::2])


def key_bias(mel_lengths: mx.array, mel_frames: int) -> mx.array:
    """0 for keys inside the length, else MASKED: (B,) -> (B, 1, 1, ceil(mel_frames / 2)).

    A key stands for one of its mel frames: the odd ones of an even number of frames, the even ones of an odd number.
    """
    mel_index = mx.arange((mel_frames + 1) % 2, mel_frames, 2)
    return mx.where(mel_index < mel_lengths[:, None], 0.0, MASKED)[:, None, None]


def sanitize(weights: dict[str, mx.array]) -> dict[str, mx.array]:
    """Published weights -> ours: convolutions (out, in, k) become (out, k, in)."""
    return {name: w.swapaxes(1, 2) if w.ndim == 3 else w for name, w in weights.items()}


published = sanitize  # swapping the axes again undoes it


def _attention(json: dict[str, Any]) -> Whole | ChunkCausal:
    match json:
        case {"policy": "whole-segment"}:
            return Whole()
        case {"policy": "chunk-causal", "chunk_frames": int(chunk_frames), "left_chunks": int(left_chunks)}:
            return ChunkCausal(chunk_frames, left_chunks)
        case _:
            raise ValueError(
                f"audio_encoder_config: attention is {json}, must be "
                '{"policy": "whole-segment"} or {"policy": "chunk-causal", "chunk_frames": n, "left_chunks": n}'
            )


def _chunk_bias(frames: int, policy: ChunkCausal) -> mx.array:
    """0 where query i may see key j, else MASKED: (frames, frames)."""
    chunk = mx.arange(frames) // policy.chunk_frames
    back = chunk[:, None] - chunk[None]
    return mx.where((back >= 0) & (back <= policy.left_chunks), 0.0, MASKED)


def convolved(x: mx.array, conv: nn.Conv1d, padding: int | None = None) -> mx.array:
    """`conv` of x (B, T, in), with its own padding or that given -> (B, n, out); n is 0 where T is too short.

    On a GPU as one product: cuDNN plans a convolution anew for each length, which takes up to a second, and each
    utterance has a length of its own.
    """
    padding = conv.padding if padding is None else padding
    outputs, kernel, _ = conv.weight.shape
    n = (x.shape[1] + 2 * padding - kernel) // conv.stride + 1
    if n < 1:
        return mx.zeros((x.shape[0], 0, outputs), x.dtype)
    if not on_gpu():
        return mx.conv1d(x, conv.weight, stride=conv.stride, padding=padding) + conv.bias
    x = mx.pad(x, [(0, 0), (padding, padding), (0, 0)]) if padding else x
    taps = [x[:, k : k + (n - 1) * conv.stride + 1 : conv.stride] for k in range(kernel)]
    return mx.addmm(conv.bias, mx.concatenate(taps, axis=-1), conv.weight.reshape(outputs, -1).T)
