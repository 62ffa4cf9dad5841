"""Speech tokens (25 Hz) to mel frames (50 Hz): token encoder, then flow matching from noise, solved by Euler steps.

Whole utterances (`infer`) and streams (`prime` a voice once, then `step` any number of streams from it). In a stream
every chunk sees itself, the voice prompt and the most recent frames before it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import mlx.core as mx
import mlx.nn as nn

from stages.models.conformer import ConformerConfig, ConformerState, FlowEncoder, KeyValues, keep_ends
from stages.models.dit import BlockState, DiT, DiTConfig, Modulation


@dataclass(frozen=True)
class FlowConfig:
    """Sizes of the flow and how it is solved: `n_timesteps` Euler steps, guidance of strength `guidance` (0: none)."""

    codebook_size: int
    embedding_width: int
    speaker_width: int
    n_mels: int
    n_timesteps: int
    guidance: float
    encoder: ConformerConfig
    estimator: DiTConfig

    @classmethod
    def from_yaml(cls, document: dict[str, Any]) -> FlowConfig:
        """Reads flow.yaml, tags stripped; `n_timesteps` in its decoder section is our addition (10 without it)."""
        section = document["flow"]
        decoder = section["decoder"]
        return cls(
            codebook_size=section["vocab_size"],
            embedding_width=section["input_size"],
            speaker_width=section["spk_embed_dim"],
            n_mels=section["output_size"],
            n_timesteps=decoder.get("n_timesteps", 10),
            guidance=decoder["inference_cfg_rate"],
            encoder=ConformerConfig.from_yaml(section["encoder"]),
            estimator=DiTConfig.from_yaml(decoder["estimator"]),
        )


@dataclass(frozen=True)
class CachePolicy:
    """What a stream remembers: the prompt, and of what followed it the last `recent_frames` in the estimator and the
    last `encoder_frames` in the token encoder (None: all, for ever).

    `newest_first` puts new frames before the older ones, as the published code does, which then takes the wrong ones
    for the prompt.
    """

    recent_frames: int = 100
    encoder_frames: int | None = 500
    newest_first: bool = False


PRODUCT = CachePolicy()
REFERENCE = CachePolicy(recent_frames=100, encoder_frames=None, newest_first=True)


@dataclass(frozen=True)
class FlowPrompt:
    """A voice: `tokens` (n,), their `mel` (2n, n_mels), speaker `embedding` (speaker_width,)."""

    tokens: mx.array
    mel: mx.array
    embedding: mx.array


class Schedule(NamedTuple):
    """The solver's times, `n_timesteps` + 1 from 0 to 1, and what the estimator makes of each but the last."""

    times: mx.array
    modulations: tuple[Modulation, ...]


class FlowState(NamedTuple):
    """What a stream remembers between chunks. Values, not buffers: streams that start from one state share nothing."""

    encoder: ConformerState
    estimator: tuple[tuple[BlockState, ...], ...]  # per solver step, per block
    speaker: mx.array  # (1, n_mels)
    schedule: Schedule
    prompt_tokens: int
    policy: CachePolicy

    @property
    def frames(self) -> int:
        """Frames in the estimator's memory; the published stream starts reading its noise there."""
        return self.estimator[0][0].attention.keys.shape[2]


class Decoder(nn.Module):
    """Holds the estimator under its published name."""

    def __init__(self, config: DiTConfig) -> None:
        super().__init__()
        self.estimator = DiT(config)


class Flow(nn.Module):
    """Tokens to mel, in the voice of a prompt."""

    def __init__(self, config: FlowConfig) -> None:
        super().__init__()
        self.config = config
        self.input_embedding = nn.Embedding(config.codebook_size, config.embedding_width)
        self.spk_embed_affine_layer = nn.Linear(config.speaker_width, config.n_mels)
        self.encoder = FlowEncoder(config.encoder)
        self.encoder_proj = nn.Linear(config.encoder.width, config.n_mels)
        self.decoder = Decoder(config.estimator)

    def speaker(self, embedding: mx.array) -> mx.array:
        """Speaker embedding (B, speaker_width), of any length -> (B, n_mels)."""
        x = embedding.astype(mx.float32)
        norm = mx.maximum(mx.linalg.norm(x, axis=-1, keepdims=True), 1e-12)
        return self.spk_embed_affine_layer((x / norm).astype(self.spk_embed_affine_layer.weight.dtype))

    def mu(self, tokens: mx.array, mask: mx.array | None = None) -> mx.array:
        """Tokens (B, N) -> a first idea of their mel (B, 2N, n_mels). `mask` at frame rate: see `FlowEncoder`."""
        return self.encoder_proj(self.encoder(self._embed(tokens), mask))

    def velocity(
        self,
        x: mx.array,
        mu: mx.array,
        t: mx.array,
        speaker: mx.array,
        cond: mx.array,
        mask: mx.array | None = None,
    ) -> mx.array:
        """x = (1 - t) noise + t mel -> estimate of mel - noise; shapes as in `DiT.__call__`, speaker from `speaker`."""
        return self.decoder.estimator(x, mu, t, speaker, cond, mask)

    def schedule(self) -> Schedule:
        """t_k = 1 - cos(k / n * pi / 2), k = 0 .. n."""
        times = 1 - mx.cos(mx.arange(self.config.n_timesteps + 1) * (math.pi / 2 / self.config.n_timesteps))
        estimator = self.decoder.estimator
        return Schedule(times, tuple(estimator.modulation(t[None]).shared() for t in times[:-1]))

    def infer(self, prompt: FlowPrompt, tokens: mx.array, noise: mx.array) -> mx.array:
        """Tokens (n,) -> their mel (1, 2n, n_mels), all at once; noise (1, 2 * (prompt + n), n_mels) is the start."""
        self._check(prompt)
        mu = self.mu(mx.concatenate([prompt.tokens, tokens])[None])
        n_prompt = prompt.mel.shape[0]
        cond = mx.pad(prompt.mel[None].astype(mu.dtype), [(0, 0), (0, mu.shape[1] - n_prompt), (0, 0)])
        mel, _ = self._solve(noise, mu, self.speaker(prompt.embedding[None]), cond, self.schedule(), self._memory())
        return mel[:, n_prompt:]

    def prime(self, prompt: FlowPrompt, noise: mx.array, policy: CachePolicy = PRODUCT) -> FlowState:
        """The state of a stream that has just spoken the prompt; noise (1, 2n, n_mels)."""
        self._check(prompt)
        state = FlowState(
            encoder=self.encoder.make_state(),
            estimator=self._memory(),
            speaker=self.speaker(prompt.embedding[None]),
            schedule=self.schedule(),
            prompt_tokens=prompt.tokens.shape[0],
            policy=policy,
        )
        ahead = self.config.encoder.lookahead_tokens
        tokens = mx.concatenate([prompt.tokens, prompt.tokens[:ahead]])
        return self._advance(tokens, prompt.mel[None], state, noise, last=False)[1]

    def step(self, tokens: mx.array, state: FlowState, noise: mx.array, last: bool) -> tuple[mx.array, FlowState]:
        """The next chunk of a stream: tokens (n + 3,), the last 3 look-ahead that comes again -> (1, 2n, n_mels).

        With `last`, tokens (n,) without look-ahead, n > 0. noise (1, 2n, n_mels) is the start: give each chunk its own.
        """
        return self._advance(tokens, mx.zeros_like(noise), state, noise, last)

    def _advance(
        self, tokens: mx.array, cond: mx.array, state: FlowState, noise: mx.array, last: bool
    ) -> tuple[mx.array, FlowState]:
        encoded, encoder = self.encoder.step(self._embed(tokens[None]), state.encoder, last)
        mu = self.encoder_proj(encoded)
        mel, estimator = self._solve(noise, mu, state.speaker, cond.astype(mu.dtype), state.schedule, state.estimator)
        kept = tuple(tuple(self._remember(block, state, mu.shape[1]) for block in blocks) for blocks in estimator)
        if state.policy.encoder_frames is not None:
            recent_tokens = state.policy.encoder_frames // self.config.encoder.upsample
            encoder = self.encoder.trim(encoder, state.prompt_tokens, recent_tokens)
        return mel, state._replace(encoder=encoder, estimator=kept)

    def _remember(self, block: BlockState, state: FlowState, n_new: int) -> BlockState:
        """Keeps of a block's memory, whose last `n_new` frames are new, what the stream's policy says."""
        head = state.prompt_tokens * self.config.encoder.upsample

        def keep(x: mx.array) -> mx.array:
            if state.policy.newest_first:
                x = mx.concatenate([x[:, :, x.shape[2] - n_new :], x[:, :, : x.shape[2] - n_new]], axis=2)
            return keep_ends(x, head, state.policy.recent_frames)

        return block._replace(attention=KeyValues(keep(block.attention.keys), keep(block.attention.values)))

    def _solve(
        self,
        noise: mx.array,
        mu: mx.array,
        speaker: mx.array,
        cond: mx.array,
        schedule: Schedule,
        memory: tuple[tuple[BlockState, ...], ...],
    ) -> tuple[mx.array, tuple[tuple[BlockState, ...], ...]]:
        """Euler steps from noise to mel (1, T, n_mels), and the estimator's memory after each of them.

        With guidance g the velocity is (1 + g) v(conditions) - g v(no conditions), both computed as one batch of two.
        """
        estimator, guidance = self.decoder.estimator, self.config.guidance
        if guidance:
            mu, speaker, cond = (mx.concatenate([c, mx.zeros_like(c)]) for c in (mu, speaker, cond))
        context = estimator.context(mu, speaker, cond)
        x = noise.astype(mx.float32)
        after: list[tuple[BlockState, ...]] = []
        for k, (modulation, blocks) in enumerate(zip(schedule.modulations, memory, strict=True)):
            velocity, blocks = estimator.step(x, context, modulation, blocks)
            if guidance:
                velocity = (1 + guidance) * velocity[:1] - guidance * velocity[1:]
            x = x + (schedule.times[k + 1] - schedule.times[k]) * velocity
            after.append(blocks)
        return x, tuple(after)

    def _embed(self, tokens: mx.array) -> mx.array:
        return self.input_embedding(mx.maximum(tokens, 0))

    def _memory(self) -> tuple[tuple[BlockState, ...], ...]:
        return (self.decoder.estimator.make_state(2 if self.config.guidance else 1),) * self.config.n_timesteps

    def _check(self, prompt: FlowPrompt) -> None:
        n_tokens, n_frames = prompt.tokens.shape[0], prompt.mel.shape[0]
        ahead, upsample = self.config.encoder.lookahead_tokens, self.config.encoder.upsample
        if n_frames != upsample * n_tokens:
            raise ValueError(f"prompt mel has {n_frames} frames, {n_tokens} tokens need {upsample * n_tokens}")
        if n_tokens < ahead:
            raise ValueError(f"prompt has {n_tokens} tokens, the look-ahead needs at least {ahead}")


def stream_mask(
    n_frames: int, prompt_frames: mx.array, first_frames: int, chunk_frames: int, recent_frames: int | None
) -> mx.array:
    """What a stream's frames see, as one mask for a whole sequence: (B, 1, n_frames, n_frames), True = visible.

    Item b has a prompt of prompt_frames[b] frames, a chunk of `first_frames`, then chunks of `chunk_frames`. A frame sees
    its chunk, the prompt, and the last `recent_frames` before its chunk (None: all).
    """
    i = mx.arange(n_frames)[None]  # (1, T)
    prompt = prompt_frames[:, None]  # (B, 1)
    later = prompt + first_frames
    later_start = later + (i - later) // chunk_frames * chunk_frames
    start = mx.where(i < prompt, 0, mx.where(i < later, prompt, later_start))
    end = mx.where(i < prompt, prompt, mx.where(i < later, later, later_start + chunk_frames))
    j = i[:, None]  # (1, 1, T)
    visible = j < end[..., None]
    if recent_frames is not None:
        visible = visible & ((j < prompt[..., None]) | (j >= start[..., None] - recent_frames))
    return visible[:, None]


def sanitize(weights: dict[str, mx.array]) -> dict[str, mx.array]:
    """Published tensors -> ours: convolution weights from (out, in, k) to (out, k, in)."""
    return {name: w.swapaxes(1, 2) if w.ndim == 3 else w for name, w in weights.items()}


def published(weights: dict[str, mx.array]) -> dict[str, mx.array]:
    """Ours -> published tensors; the inverse of `sanitize`."""
    return sanitize(weights)
