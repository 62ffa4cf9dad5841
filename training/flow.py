"""Trains the flow: speech tokens to mel, whole and in chunks, in the voice of a prompt."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import numpy as np

from stages.models.flow import Flow
from stages.models.s3_tokenizer import S3Tokenizer
from training.acoustics import MEL_MEAN, MEL_SPREAD, Drawer, Windows, speaker_features, voice_mel
from training.corpus import VoiceCorpus
from training.ear import Ear, judged, learning
from training.language import write_pieces
from training.loop import FlatAdamW, Log, by_name, train
from training.speaker import Speaker
from training.speech_tokenizer import codes_of

JUDGED = 0.3  # how much the ear's opinion counts beside matching (about 0.06) and mu (0.24)


def start_at_mel_scale(flow: Flow) -> None:
    """Makes the first weights expect plain log-mels: mu begins at their mean, and the estimator's inlet scales them."""
    flow.encoder_proj.bias = mx.full(flow.encoder_proj.bias.shape, MEL_MEAN)
    flow.encoder_proj.weight = flow.encoder_proj.weight * MEL_SPREAD
    inlet = flow.decoder.estimator.in_proj
    n_mels = flow.config.n_mels
    scale = np.ones(inlet.weight.shape[1], np.float32)
    scale[: 2 * n_mels] = scale[3 * n_mels :] = 1 / MEL_SPREAD
    inlet.weight = inlet.weight * mx.array(scale)
    shift = inlet.weight[:, : 2 * n_mels].sum(1) * MEL_MEAN
    inlet.bias = inlet.bias - shift
    outlet = flow.decoder.estimator.final_layer.linear
    outlet.weight = outlet.weight * MEL_SPREAD
    outlet.bias = mx.full(outlet.bias.shape, MEL_MEAN)


def chunk_mask(rng: np.random.Generator, frames: int, prompt_frames: int, recent: int) -> np.ndarray:
    """The view of a stream (frames, frames): a frame sees the prompt, its chunk and the `recent` frames before it.

    Chunks after the prompt are of random even size, the first one short, as when the machine talks.
    """
    edges = [0, prompt_frames] if prompt_frames else [0]
    size = int(rng.integers(4, 12)) * 2
    while edges[-1] < frames:
        edges.append(min(frames, edges[-1] + size))
        size = int(rng.integers(8, 31)) * 2
    view = np.zeros((frames, frames), bool)
    for begin, end in pairwise(edges):
        view[begin:end, :prompt_frames] = True
        view[begin:end, max(0, begin - recent) : end] = True
    return view


def train_flow(
    corpus: VoiceCorpus,
    tokenizer: S3Tokenizer,
    speaker: Speaker,
    flow: Flow,
    log: Log,
    out: Path,
    *,
    seconds: float,
    seed: int = 0,
    batch: int = 25,
    frames: int = 320,
    learning_rate: float = 8e-4,
    judged_from: float = 0.5,
    max_steps: int = 10**9,
    pause_s: float = 0.0,
) -> None:
    """Flow matching on windows of the corpus, seven of ten with a prompt, every other step with a stream's view. Codes
    are mostly those of the window's twin: pitch and colour come from the prompt and the embedding alone. The noise is
    as much as the flow will begin with, and half of the times are those at which it will be asked.

    An `Ear` learns from the same windows for `judged_from` of the time, and then judges what all of the solver's steps
    make of the noise."""
    rng = np.random.default_rng(seed)
    mx.random.seed(seed)
    optimiser = FlatAdamW(flow)
    ear = Ear()
    listening = FlatAdamW(ear)
    drawer = Drawer(corpus, seed + 1, batch, frames, reference=150)
    recent = flow.config.stream.recent_frames
    times = flow.schedule().times
    asked = np.array(times[:-1])
    taken = 0

    def step(rate: float, progress: float) -> dict[str, mx.array]:
        nonlocal taken
        taken += 1
        windows = drawer.next()
        mel = voice_mel(windows.audio24)
        codes = mx.stop_gradient(codes_of(tokenizer, windows.twin16))
        embedding = mx.stop_gradient(speaker(speaker_features(windows.reference16)))
        prompts = np.where(rng.random(batch) < 0.7, rng.integers(10, frames // 3, batch) * 2, 0)
        mask = None
        if taken % 2:
            mask = mx.array(np.stack([chunk_mask(rng, frames, int(p), recent) for p in prompts])[:, None])
        anywhere = 1 - np.cos(rng.random(batch) * np.pi / 2)
        t = mx.array(np.where(rng.random(batch) < 0.5, rng.choice(asked, batch), anywhere).astype(np.float32))
        prompt = mx.arange(frames)[None, :, None] < mx.array(prompts)[:, None, None]
        noise = flow.config.temperature * mx.random.normal(mel.shape)
        mixed = (1 - t[:, None, None]) * noise + t[:, None, None] * mel
        mx.eval(mel, codes, embedding)
        judging = progress > judged_from
        heard = {} if judging else learn(windows, mel, rate)

        def objective(model: Flow) -> tuple[mx.array, dict[str, mx.array]]:
            mu = model.mu(codes, mask)
            given = model.speaker(embedding), mx.where(prompt, mel, 0.0), mask
            velocity = model.velocity(mixed, mu, t, *given)
            wanted = (~prompt).astype(mx.float32)
            error = mx.square((velocity - (mel - noise)) / MEL_SPREAD) * wanted
            matching = error.sum() / (wanted.sum() * mel.shape[-1])
            near = mx.abs((mu - mel) / MEL_SPREAD).mean()
            loss, parts = matching + near, {"matching": matching, "mu": near}
            if judging:
                made = noise
                for begin, end in pairwise(times):
                    made = made + (end - begin) * model.velocity(made, mu, mx.full((batch,), begin), *given)
                unlike, how = judged(ear, mx.where(prompt, mel, made), mel, windows.phonemes)
                loss, parts = loss + JUDGED * unlike, parts | how
            return loss, parts

        (loss, parts), gradients = nn.value_and_grad(flow, objective)(flow)
        norm = optimiser.update(gradients, rate, 1.0)
        mx.async_eval(optimiser.arrays)
        return {"loss": loss, **parts, **heard, "norm": norm}

    def learn(windows: Windows, mel: mx.array, rate: float) -> dict[str, mx.array]:
        whose = mx.stop_gradient(speaker(speaker_features(windows.audio16)))

        def objective(model: Ear) -> tuple[mx.array, dict[str, mx.array]]:
            return learning(model, mel, windows.phonemes, whose)

        (_, parts), gradients = nn.value_and_grad(ear, objective)(ear)
        listening.update(gradients, rate, 1.0)
        mx.async_eval(listening.arrays)
        return parts

    def save() -> None:
        write_pieces(
            {name: value.astype(mx.float16) for name, value in by_name(flow.parameters()).items()}, out, "flow"
        )

    def on_report(steps: int, progress: float) -> None:
        if steps % 2000 == 0:
            save()

    train(log, seconds, learning_rate, step, max_steps=max_steps, pause_s=pause_s, on_report=on_report)
    drawer.stop()
    save()
