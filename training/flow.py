"""Trains the flow: speech tokens to mel, whole and in chunks, in the voice of a prompt."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import numpy as np

from stages.models.flow import Flow
from stages.models.s3_tokenizer import S3Tokenizer
from training.acoustics import MEL_MEAN, MEL_SPREAD, Drawer, speaker_features, voice_mel
from training.corpus import VoiceCorpus
from training.language import write_pieces
from training.loop import FlatAdamW, Log, by_name, train
from training.speaker import Speaker
from training.speech_tokenizer import codes_of


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
    max_steps: int = 10**9,
    pause_s: float = 0.0,
) -> None:
    """Flow matching on windows of the corpus, seven of ten with a prompt, every other step with a stream's view. Codes
    are mostly those of the window's twin: pitch and colour come from the prompt and the embedding alone. The noise is
    as much as the flow will begin with, and half of the times are those at which it will be asked."""
    rng = np.random.default_rng(seed)
    mx.random.seed(seed)
    optimiser = FlatAdamW(flow)
    drawer = Drawer(corpus, seed + 1, batch, frames, reference=150)
    recent = flow.config.stream.recent_frames
    asked = np.array(flow.schedule().times[:-1])
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

        def objective(model: Flow) -> tuple[mx.array, dict[str, mx.array]]:
            mu = model.mu(codes, mask)
            velocity = model.velocity(mixed, mu, t, model.speaker(embedding), mx.where(prompt, mel, 0.0), mask)
            wanted = (~prompt).astype(mx.float32)
            error = mx.square((velocity - (mel - noise)) / MEL_SPREAD) * wanted
            matching = error.sum() / (wanted.sum() * mel.shape[-1])
            near = mx.abs((mu - mel) / MEL_SPREAD).mean()
            return matching + near, {"matching": matching, "mu": near}

        (loss, parts), gradients = nn.value_and_grad(flow, objective)(flow)
        norm = optimiser.update(gradients, rate, 1.0)
        mx.async_eval(optimiser.arrays)
        return {"loss": loss, **parts, "norm": norm}

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
