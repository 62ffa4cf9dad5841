"""Speech tokens (25 Hz) to mel frames (50 Hz): token encoder, then flow matching from noise, solved by Euler steps.

Whole utterances (`infer`) and streams (`prime` a voice once, then `step` any number of streams from it). In a stream
every chunk sees itself, the voice prompt and the most recent frames before it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

import mlx.core as mx
import mlx.nn as nn

from stages.models import estimator, single
from stages.models.choice import Choices, Way
from stages.models.conformer import ConformerConfig, ConformerState, FlowEncoder, KeyValues
from stages.models.device import on_gpu
from stages.models.dit import BlockState, DiT, DiTConfig, Modulation
from stages.models.estimator import EncoderStep, EstimatorStep


@dataclass(frozen=True)
class Recent:
    """What a stream remembers: the prompt, and of what it spoke the last `recent_frames`, or `encoder_frames`.

    The former in the estimator, the latter in the token encoder, whose positions close up over what is dropped.
    """

    recent_frames: int = 100
    encoder_frames: int = 300

    def encoder(self, state: ConformerState, upsample: int) -> ConformerState:
        """What to keep of the token encoder's state."""
        return state.recent(self.encoder_frames // upsample, self.encoder_frames)

    def estimator(self, memory: KeyValues, prompt_frames: int) -> KeyValues:
        """What to keep of one attention of the estimator, whose first piece is the prompt."""
        return memory.recent(self.recent_frames)


@dataclass(frozen=True)
class Reference:
    """What a published stream remembers, flaws and all, for its fixtures.

    The token encoder never forgets. The estimator puts new frames before the older ones and then keeps the first
    `prompt_frames` and the last `recent_frames`: mostly the newest, and the end of the prompt.
    """

    recent_frames: int = 100

    def encoder(self, state: ConformerState, upsample: int) -> ConformerState:
        """All of the token encoder's state."""
        return state

    def estimator(self, memory: KeyValues, prompt_frames: int) -> KeyValues:
        """What is kept of one attention of the estimator."""
        return KeyValues(self._keep(memory.keys, prompt_frames), self._keep(memory.values, prompt_frames))

    def _keep(self, pieces: tuple[mx.array, ...], prompt_frames: int) -> tuple[mx.array, ...]:
        joined = mx.concatenate([pieces[-1], *pieces[:-1]], axis=2)
        if joined.shape[2] <= prompt_frames + self.recent_frames:
            return (joined,)
        return (mx.concatenate([joined[:, :, :prompt_frames], joined[:, :, -self.recent_frames :]], axis=2),)


PRODUCT = Recent()
REFERENCE = Reference()


@dataclass(frozen=True)
class FlowConfig:
    """Sizes of the flow, and how it is used.

    `n_timesteps` Euler steps with guidance of strength `guidance` (0: none) from noise times `temperature`; `stream` is
    what its streams remember.
    """

    codebook_size: int
    embedding_width: int
    speaker_width: int
    n_mels: int
    n_timesteps: int
    guidance: float
    encoder: ConformerConfig
    estimator: DiTConfig
    temperature: float = 1.0
    stream: Recent = PRODUCT

    @classmethod
    def from_yaml(cls, document: dict[str, Any]) -> FlowConfig:
        """Reads flow.yaml, tags stripped. Optional, ours: decoder.n_timesteps (10), decoder.temperature (1); stream,
        the fields of `Recent`."""
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
            temperature=decoder.get("temperature", 1.0),
            stream=Recent(**section.get("stream", {})),
        )


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
    prompt_frames: int
    policy: Recent | Reference

    @property
    def frames(self) -> int:
        """Frames in the estimator's memory; the published stream starts reading its noise there."""
        return self.estimator[0][0].attention.length


class _Steps(NamedTuple):
    """A way to compute chunks. The last of a stream may have any length, so it is not worth compiling.

    Where it is `joined`, the estimator's steps take states and modulations as `single` does, of up to so many frames.
    """

    encoder: EncoderStep
    chunk: EstimatorStep
    last: EstimatorStep
    joined: int = 0


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
        self._way: _Steps | None = None  # plain

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
        """Tokens (n,) -> their mel (1, 2n, n_mels), all at once, from normal noise (1, 2 * (prompt + n), n_mels)."""
        self._check(prompt)
        mu = self.mu(mx.concatenate([prompt.tokens, tokens])[None])
        n_prompt = prompt.mel.shape[0]
        cond = mx.pad(prompt.mel[None], [(0, 0), (0, mu.shape[1] - n_prompt), (0, 0)])
        speaker = self.speaker(prompt.embedding[None])
        plain = self.decoder.estimator.step
        mel, _ = self._solve(noise, mu, speaker, cond, self.schedule(), self._memory(), plain)
        return mel[:, n_prompt:]

    def prime(self, prompt: FlowPrompt, noise: mx.array, policy: Recent | Reference | None = None) -> FlowState:
        """The state of a stream that has just spoken the prompt; noise (1, 2n, n_mels); policy None: as configured."""
        self._check(prompt)
        state = FlowState(
            encoder=self.encoder.make_state(),
            estimator=self._memory(),
            speaker=self.speaker(prompt.embedding[None]),
            schedule=self.schedule(),
            prompt_frames=prompt.mel.shape[0],
            policy=policy or self.config.stream,
        )
        ahead = self.config.encoder.lookahead_tokens
        tokens = mx.concatenate([prompt.tokens, prompt.tokens[:ahead]])
        state = self._advance(tokens, prompt.mel[None], state, noise, False, self._plain())[1]
        return _fitted(state, (self._way or self._plain()).joined, 2 * state.policy.recent_frames)

    def step(self, tokens: mx.array, state: FlowState, noise: mx.array, last: bool) -> tuple[mx.array, FlowState]:
        """The next chunk of a stream: tokens (n + 3,), the last 3 look-ahead that comes again -> (1, 2n, n_mels).

        With `last`, tokens (n,) without look-ahead, n > 0. Give each normal noise (1, 2n, n_mels) of its own.
        """
        return self._advance(tokens, mx.zeros_like(noise), state, noise, last, self._way or self._plain())

    def tune(self, choices: Choices, chunk_tokens: int, prompt_tokens: int = 75) -> None:
        """Choose how the chunks of a stream are computed: timed on one of `chunk_tokens` after a random prompt."""
        ways = self._ways()
        if len(ways) > 1:
            trial = self._trial(chunk_tokens, prompt_tokens)
            trials: dict[str, Way] = {name: partial(trial, steps) for name, steps in ways.items()}
            self._way = ways[choices.fastest(f"flow, a chunk of {chunk_tokens} codes", trials, tolerance=0.1)]

    def _plain(self) -> _Steps:
        return _Steps(self.encoder.step, self.decoder.estimator.step, self.decoder.estimator.step)

    def _ways(self) -> dict[str, _Steps]:
        """What there is here, behind the plain way the most promising first.

        (On a CPU, compiling starts a C++ compiler: 8 s, for nothing that could be measured.)
        """
        plain = self._plain()
        if not on_gpu():
            return {"plain": plain}
        encode, step, ways = estimator.compiled_encoder(self.encoder), plain.chunk, {"plain": plain}
        if single.Single.fits(self.decoder.estimator):
            one = single.Single(self.decoder.estimator)
            for n in single.THREAD_BLOCKS:
                ways[f"one kernel a step, {n} blocks"] = _Steps(encode, one.by(n), one.by(n), single.KEYS)
        if estimator.Kernels.fits(self.decoder.estimator):
            kernels = estimator.Kernels(self.decoder.estimator)
            ways["kernels, compiled"] = _Steps(encode, estimator.compiled(kernels), kernels)
        return ways | {"compiled": _Steps(encode, estimator.compiled(step), step)}

    def _trial(self, n_tokens: int, prompt_tokens: int) -> Callable[[_Steps], list[mx.array]]:
        """A chunk to be computed in any way: the second of a stream."""

        @cache
        def given() -> tuple[mx.array, mx.array, FlowState]:
            keys = mx.random.split(mx.random.key(0), 4)
            codes = mx.random.randint(0, self.config.codebook_size, (max(n_tokens, prompt_tokens) + 3,), key=keys[0])
            mel = mx.random.normal((2 * prompt_tokens, self.config.n_mels), key=keys[1])
            embedding = mx.random.normal((self.spk_embed_affine_layer.weight.shape[1],), key=keys[2])
            noise = mx.random.normal((1, 2 * n_tokens, self.config.n_mels), key=keys[3])
            voice = self.prime(FlowPrompt(codes[:prompt_tokens], mel, embedding), mel[None])
            tokens = codes[: n_tokens + self.config.encoder.lookahead_tokens]
            state = self._advance(tokens, mx.zeros_like(noise), voice, noise, False, self._plain())[1]
            mx.eval(state, tokens, noise)
            return tokens, noise, state

        @cache
        def ready(most_joined: int) -> FlowState:
            state = _fitted(given()[2], most_joined, 2 * n_tokens)
            mx.eval(state)
            return state

        def chunk(steps: _Steps) -> list[mx.array]:
            tokens, noise, _ = given()
            return [self._advance(tokens, mx.zeros_like(noise), ready(steps.joined), noise, False, steps)[0]]

        return chunk

    def _advance(
        self, tokens: mx.array, cond: mx.array, state: FlowState, noise: mx.array, last: bool, way: _Steps
    ) -> tuple[mx.array, FlowState]:
        state = _fitted(state, way.joined, noise.shape[1])
        if way.joined and not single.is_joined(state.schedule.modulations[0]):
            way = self._plain()
        encoded, encoder = way.encoder(self._embed(tokens[None]), state.encoder, last)
        mu = self.encoder_proj(encoded)
        step = way.last if last else way.chunk
        mel, estimator = self._solve(noise, mu, state.speaker, cond, state.schedule, state.estimator, step)
        kept = tuple(
            tuple(
                block._replace(attention=state.policy.estimator(block.attention, state.prompt_frames))
                for block in blocks
            )
            for blocks in estimator
        )
        encoder = state.policy.encoder(encoder, self.config.encoder.upsample)
        return mel, state._replace(encoder=encoder, estimator=kept)

    def _solve(
        self,
        noise: mx.array,
        mu: mx.array,
        speaker: mx.array,
        cond: mx.array,
        schedule: Schedule,
        memory: tuple[tuple[BlockState, ...], ...],
        step: EstimatorStep,
    ) -> tuple[mx.array, tuple[tuple[BlockState, ...], ...]]:
        """Euler steps from noise to mel (1, T, n_mels), and the estimator's memory after each of them.

        With guidance g the velocity is (1 + g) v(conditions) - g v(no conditions), both computed as one batch of two.
        """
        estimator, guidance = self.decoder.estimator, self.config.guidance
        if guidance:
            mu, speaker, cond = (mx.concatenate([c, mx.zeros_like(c)]) for c in (mu, speaker, cond))
        context = estimator.context(mu, speaker, cond)
        x = self.config.temperature * noise.astype(mx.float32)
        after: list[tuple[BlockState, ...]] = []
        for k, (modulation, blocks) in enumerate(zip(schedule.modulations, memory, strict=True)):
            velocity, blocks = step(x, context, modulation, blocks)
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


def _fitted(state: FlowState, most_joined: int, n_frames: int) -> FlowState:
    """The state joined, if it is of so many frames at most with `n_frames` more, or else not. It costs once a voice."""
    wanted = state.frames + n_frames <= most_joined
    if wanted == single.is_joined(state.schedule.modulations[0]):
        return state
    change = single.join if wanted else single.part
    both = [change(*pair) for pair in zip(state.schedule.modulations, state.estimator, strict=True)]
    schedule = state.schedule._replace(modulations=tuple(modulation for modulation, _ in both))
    return state._replace(schedule=schedule, estimator=tuple(blocks for _, blocks in both))


def sanitize(weights: dict[str, mx.array]) -> dict[str, mx.array]:
    """Published tensors -> ours: convolution weights from (out, in, k) to (out, k, in)."""
    return {name: w.swapaxes(1, 2) if w.ndim == 3 else w for name, w in weights.items()}


def published(weights: dict[str, mx.array]) -> dict[str, mx.array]:
    """Ours -> published tensors; the inverse of `sanitize`."""
    return sanitize(weights)
