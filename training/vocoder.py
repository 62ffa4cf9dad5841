"""Trains the vocoder: spectral losses and the speaker network's throughout, three small spectral critics at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import mlx.core as mx
import mlx.nn as nn

from stages.models.hift import Conv, Hift, convolving
from stages.models.mel import hann, mel_filters
from training.acoustics import MEL_MEAN, MEL_SPREAD, Drawer, speaker_features, voice_mel
from training.corpus import VoiceCorpus
from training.language import write_pieces
from training.loop import FlatAdamW, Log, by_name, train
from training.speaker import Speaker

F0_SCALE_HZ = 100.0
SPECTRA = (256, 512, 1024, 2048)


def start_at_mel_scale(hift: Hift) -> None:
    """Makes the first weights expect plain log-mels (mean MEL_MEAN, spread MEL_SPREAD)."""
    for layer in (hift.conv_pre, cast(Conv, hift.f0_predictor.condnet[0])):
        layer.weight = layer.weight / MEL_SPREAD
        layer.bias = layer.bias - layer.weight.sum((1, 2)) * MEL_MEAN


def magnitude(samples: mx.array, n_fft: int) -> mx.array:
    """(B, N) -> magnitudes (B, N / (n_fft / 4) - 3, n_fft / 2 + 1)."""
    hop = n_fft // 4
    blocks = samples[:, : samples.shape[1] // hop * hop].reshape(samples.shape[0], -1, hop)
    n = blocks.shape[1] - 3
    frames = mx.concatenate([blocks[:, i : i + n] for i in range(4)], axis=-1) * hann(n_fft)
    spectrum = mx.fft.rfft(frames, axis=-1)
    return mx.sqrt(mx.square(spectrum.real) + mx.square(spectrum.imag) + 1e-7)


def at_16k(samples: mx.array) -> mx.array:
    """(B, N) at 24 kHz -> (B, 2 N / 3) at 16 kHz, by leaving out what lies above 8 kHz; N divides by 6."""
    n = samples.shape[1] * 2 // 3
    return mx.fft.irfft(mx.fft.rfft(samples, axis=-1)[:, : n // 2 + 1], n=n, axis=-1) * (2 / 3)


def estranged(speaker: Speaker, made: mx.array, true: mx.array) -> mx.array:
    """How far the speaker network hears somebody else in what was `made` than in what is `true`, both (B, N) at 24 kHz:
    1 - cosine of the embeddings, and the mean relative distance of its layers."""
    whose, mine = speaker.layers(speaker_features(at_16k(made)))
    wanted, others = speaker.layers(speaker_features(at_16k(true)))
    cosine = (whose * wanted).sum(-1) / (mx.linalg.norm(whose, axis=-1) * mx.linalg.norm(wanted, axis=-1) + 1e-6)
    apart = [mx.abs(x - y).mean() / (mx.abs(y).mean() + 1e-3) for x, y in zip(mine, others, strict=True)]
    return (1 - cosine).mean() + mx.stack(apart).mean()


class Critic(nn.Module):
    """Looks at one magnitude spectrogram, frequencies as channels; returns its opinion and its inner layers."""

    def __init__(self, n_fft: int, width: int = 192) -> None:
        super().__init__()
        self._n_fft = n_fft
        self.layers = [nn.Conv1d(n_fft // 2 + 1 if i == 0 else width, width, 3, padding=1) for i in range(3)]
        self.opinion = nn.Conv1d(width, 1, 3, padding=1)

    def __call__(self, samples: mx.array) -> tuple[mx.array, list[mx.array]]:
        x = mx.log(magnitude(samples, self._n_fft) + 1e-4)
        inner: list[mx.array] = []
        for layer in self.layers:
            x = nn.leaky_relu(layer(x), 0.1)
            inner.append(x)
        return self.opinion(x), inner


class Critics(nn.Module):
    """Three critics of different resolution."""

    def __init__(self) -> None:
        super().__init__()
        self.members = [Critic(n) for n in (512, 1024, 2048)]

    def __call__(self, samples: mx.array) -> list[tuple[mx.array, list[mx.array]]]:
        return [critic(samples) for critic in self.members]


@convolving()
def train_vocoder(
    corpus: VoiceCorpus,
    speaker: Speaker,
    hift: Hift,
    log: Log,
    out: Path,
    *,
    seconds: float,
    critics_from: float = 0.55,
    seed: int = 0,
    batch: int = 32,
    frames: int = 40,
    learning_rate: float = 8e-4,
    max_steps: int = 10**9,
    pause_s: float = 0.0,
) -> None:
    """Trains for `seconds`. Meanwhile the f0 classifier works in units of 100 Hz; the scale is folded in at the end."""
    drawer = Drawer(corpus, seed, batch, frames, reference=frames)
    mx.random.seed(seed)
    scale_f0(hift, 1 / F0_SCALE_HZ)
    optimiser = FlatAdamW(hift, betas=(0.8, 0.99), part=lambda name: not name.startswith("f0_predictor"))
    listening = FlatAdamW(hift, part=lambda name: name.startswith("f0_predictor"))
    critics = Critics()
    judging = FlatAdamW(critics, betas=(0.8, 0.99))
    filters = mel_filters(24000, 1024, 100, 12000.0).T

    def spectral(
        model: Hift, mel: mx.array, f0_hz: mx.array, audio: mx.array, noise: mx.array
    ) -> tuple[mx.array, mx.array, dict[str, mx.array]]:
        guess = model.f0(mel)
        voiced = (f0_hz > 0).astype(mx.float32)
        pitch = (mx.abs(guess - f0_hz / F0_SCALE_HZ) * (voiced + 0.5 * (1 - voiced))).mean()
        made = model.decode(mel, model.source(f0_hz, noise))
        convergence, logs, bands = mx.zeros(()), mx.zeros(()), mx.zeros(())
        for n_fft in SPECTRA:
            mine, true = magnitude(made, n_fft), magnitude(audio, n_fft)
            convergence = convergence + mx.sqrt(mx.square(mine - true).sum() / (mx.square(true).sum() + 1e-4))
            logs = logs + mx.abs(mx.log(mine + 1e-3) - mx.log(true + 1e-3)).mean()
            if n_fft == 1024:
                bands = mx.abs(
                    mx.log(mx.maximum(mine @ filters, 1e-4)) - mx.log(mx.maximum(true @ filters, 1e-4))
                ).mean()
        strange = estranged(speaker, made, audio)
        loss = (convergence + logs) / len(SPECTRA) + 2 * bands + 0.5 * pitch + strange
        parts = {"convergence": convergence / 4, "logs": logs / 4, "bands": bands, "pitch": pitch, "strange": strange}
        return loss, made, parts

    def step(rate: float, progress: float) -> dict[str, mx.array]:
        windows = drawer.next()
        mel = voice_mel(windows.audio24)
        noise = mx.random.normal((batch, frames * 480, 9))
        judged = progress > critics_from
        true: Any = None
        if judged:
            true = [[mx.stop_gradient(x) for x in inner] for _, inner in critics(windows.audio24)]

        def objective(model: Hift) -> tuple[mx.array, tuple[dict[str, mx.array], mx.array]]:
            loss, made, parts = spectral(model, mel, windows.f0_hz, windows.audio24, noise)
            if judged:
                opinions = critics(made)
                fooled, alike = mx.zeros(()), mx.zeros(())
                for (opinion, inner), theirs in zip(opinions, true, strict=True):
                    fooled = fooled + mx.square(1 - opinion).mean() / len(opinions)
                    for mine, other in zip(inner, theirs, strict=True):
                        alike = alike + mx.abs(mine - other).mean() / (mx.abs(other).mean() + 1e-3) / len(opinions)
                loss = 6 * loss + fooled + 0.5 * alike
                parts["fooled"] = fooled
            return loss, (parts, made)

        (loss, (parts, made)), gradients = nn.value_and_grad(hift, objective)(hift)
        optimiser.update(gradients, rate, 20.0 if judged else 5.0)
        listening.update(gradients, rate, 1.0)
        mx.async_eval(optimiser.arrays, listening.arrays)
        if judged:
            made = mx.stop_gradient(made)

            def opinion_loss(model: Critics) -> mx.array:
                pairs = zip(model(windows.audio24), model(made), strict=True)
                errors = [mx.square(1 - real).mean() + mx.square(fake).mean() for (real, _), (fake, _) in pairs]
                return mx.stack(errors).mean()

            critic_loss, critic_gradients = nn.value_and_grad(critics, opinion_loss)(critics)
            judging.update(critic_gradients, rate, 5.0)
            mx.async_eval(judging.arrays)
            parts["critic"] = critic_loss
        return {"loss": loss, **parts}

    train(log, seconds, learning_rate, step, max_steps=max_steps, pause_s=pause_s)
    drawer.stop()
    scale_f0(hift, F0_SCALE_HZ)
    write_pieces(by_name(hift.parameters()), out, "hift")


def scale_f0(hift: Hift, factor: float) -> None:
    """Multiplies the predicted f0."""
    layer = hift.f0_predictor.classifier
    layer.weight, layer.bias = layer.weight * factor, layer.bias * factor
