"""Synthetic speech that the acoustic parts learn from: minutes of each voice, with phonemes and pitch per 20 ms.

Every stream has a twin: the same sentences at the same times by another speaker, so that speech codes can learn to hold
what is said, and the flow to speak it in the voice of its prompt, not in that of the codes.
"""

from __future__ import annotations

import multiprocessing as mp
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from training import voices as everyone
from training import world
from training.phonemes import NUMBERS, UNKNOWN
from training.speech import say
from training.synthesis import Engine, EngineError

FRAME_24K = 480  # samples in 20 ms
FRAME_16K = 320
SIZES = 0.7, 1.35  # beyond those of the samples that are to be cloned

Int16 = NDArray[np.int16]
Float = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class VoiceCorpus:
    """Streams of speech laid end to end, cut into 20 ms frames; stream `i` is frames `[starts[i], starts[i+1])`."""

    wav24: Int16  # (frames, 480)
    wav16: Int16  # (frames, 320)
    twin16: Int16  # (frames, 320): the same words at the same times, by another speaker
    phonemes: NDArray[np.uint8]  # (frames,)
    f0_hz: Float  # (frames,), 0 where unvoiced
    starts: NDArray[np.int64]  # (streams + 1,)
    voices: NDArray[np.int64]  # (streams,)
    n_voices: int

    def save(self, folder: Path) -> None:
        """Writes one .npy an array, so that several trainers can map the same memory."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("wav24", "wav16", "twin16", "phonemes", "f0_hz", "starts", "voices"):
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / "voices.txt").write_text(f"{self.n_voices}\n")

    @staticmethod
    def load(folder: Path) -> VoiceCorpus:
        """Maps what `save` wrote."""
        arrays = {p.stem: np.load(p, mmap_mode="r") for p in folder.glob("*.npy")}
        return VoiceCorpus(n_voices=int((folder / "voices.txt").read_text()), **arrays)

    def windows(self, rng: np.random.Generator, batch: int, frames: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Two independent starts of windows of `frames` in each of `batch` random streams: the window and a reference
        of the same voice. Both (batch,); with them the speaker as `streams_of(starts)`."""
        lengths = np.diff(self.starts)
        weights = np.maximum(lengths - frames, 0).astype(np.float64)
        streams = rng.choice(len(lengths), batch, p=weights / weights.sum())
        room = lengths[streams] - frames
        first = self.starts[streams] + (rng.random(batch) * room).astype(np.int64)
        second = self.starts[streams] + (rng.random(batch) * room).astype(np.int64)
        return first, second

    def streams_of(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """The stream of each frame index in `starts`: one speaker, since a voice of another size is somebody else."""
        return np.searchsorted(self.starts, starts, side="right") - 1


def cut(frames: NDArray[Any], starts: NDArray[np.int64], n: int) -> NDArray[Any]:
    """Windows of `n` frames: (batch, n, ...) of an array (frames, ...)."""
    return np.asarray(frames[starts[:, None] + np.arange(n)])


def make_voice_corpus(voices: list[str], weights: list[float], hours: float, processes: int, seed: int) -> VoiceCorpus:
    """Synthesises `hours` of speech in streams of about a minute, each one voice at one pitch."""
    rng = random.Random(seed)
    jobs: list[tuple[int, str, int]] = []
    for index, weight in enumerate(weights):
        share = hours * 3600 * weight / sum(weights)
        jobs += [(index, voices[index], rng.randrange(2**31)) for _ in range(max(1, round(share / 60)))]
    rng.shuffle(jobs)
    with mp.get_context("fork").Pool(processes) as pool:
        streams = [s for s in pool.imap_unordered(_stream, jobs, chunksize=1) if s is not None]
    phonemes = [np.array([NUMBERS.get(name, UNKNOWN) for name in s[3]], np.uint8) for s in streams]
    return VoiceCorpus(
        wav24=np.concatenate([s[1].reshape(-1, FRAME_24K) for s in streams]),
        wav16=np.concatenate([s[2].reshape(-1, FRAME_16K) for s in streams]),
        twin16=np.concatenate([s[5].reshape(-1, FRAME_16K) for s in streams]),
        phonemes=np.concatenate(phonemes),
        f0_hz=np.concatenate([s[4] for s in streams]),
        starts=np.concatenate([[0], np.cumsum([len(p) for p in phonemes])]).astype(np.int64),
        voices=np.array([s[0] for s in streams], np.int64),
        n_voices=len(voices),
    )


def _stream(job: tuple[int, str, int]) -> tuple[int, Int16, Int16, list[str], Float, Int16] | None:
    """About a minute of one speaker: voice index, 24 kHz and 16 kHz samples, a phoneme name and f0 per 20 ms frame, and
    the twin at 16 kHz. One voice at one pitch and, two times in three, of another size than its own. A voice that has
    both languages speaks both: who speaks must not say which language is spoken."""
    index, own, seed = job
    rng = random.Random(seed)
    engine = Engine()
    abroad = everyone.in_other_language(own, rng)
    pitch, size = rng.uniform(0.8, 1.25), rng.choice([1.0, rng.uniform(*SIZES), rng.uniform(*SIZES)])
    if own in everyone.RESIDENT.values() and rng.random() < 0.4:
        pitch = size = 1.0
    pieces: list[Float] = []
    twins: list[Float] = []
    labels: list[str] = []
    deadline, failures = time.monotonic() + 20, 0
    while len(labels) < 3000 and failures < 20 and time.monotonic() < deadline:
        voice = abroad if abroad and rng.random() < 0.4 else own
        text = _text(rng, voice.startswith(everyone.MANDARIN))
        rate = rng.uniform(0.85, 1.2)
        try:
            said = say(engine, text, voice, rate, pitch, size)
            twin = _twin(engine, text, voice, rate, size, len(said.samples), rng)
        except EngineError:  # a text that cannot be said, or an engine that is not there
            failures += 1
            continue
        if twin is None:
            twin = said.samples
        n = -(-max(len(said.samples), len(twin)) // FRAME_24K) + rng.randint(2, 12)
        pieces.append(_padded(said.samples, n))
        twins.append(_padded(twin, n))
        labels += frame_labels(said.phonemes, len(said.samples) / 24000, n, 0.02)
    if not pieces:
        return None
    samples = _loud(np.concatenate(pieces))
    return index, _int16(samples), _low(samples), labels, pitch_hz(samples), _low(_loud(np.concatenate(twins)))


def _twin(
    engine: Engine, text: str, voice: str, rate: float, size: float, length: int, rng: random.Random
) -> Float | None:
    """The text by another speaker at the same pace: of another voice, pitch and size if the pace allows."""
    other, pitch, other_size = _other(voice, rng), rng.uniform(0.7, 1.4), rng.uniform(*SIZES)
    for who, large in ((other, other_size), (voice, other_size), (voice, size)):
        samples = say(engine, text, who, rate, pitch, large).samples
        if abs(len(samples) - length) <= FRAME_24K:
            return samples
    return None


def _text(rng: random.Random, chinese: bool) -> str:
    if chinese:
        exchange = world.scene(rng, "translate").turns[0]
        return exchange.answer if world.is_chinese(exchange.answer) else exchange.request
    return world.sample(rng).answer if rng.random() < 0.4 else world.open_sentence(rng)


def _other(voice: str, rng: random.Random) -> str:
    """A voice that speaks at the same times: another variant of the same accent, or the voice itself."""
    accent, plus, _ = voice.partition("+")
    kin = [name for name in everyone.ALL if plus and name.startswith(accent + plus)]
    return rng.choice(kin) if kin else voice


def _padded(samples: Float, n: int) -> Float:
    return np.pad(samples, (0, n * FRAME_24K - len(samples)))


def _loud(samples: Float) -> Float:
    return samples * np.float32(0.7 / max(0.05, float(np.abs(samples).max())))


def _low(samples: Float) -> Int16:
    n = len(samples) // FRAME_24K * FRAME_16K
    low = soxr.resample(samples, 24000, 16000)[:n]
    return _int16(np.pad(low, (0, n - len(low))))


def frame_labels(phonemes: list[tuple[float, str]] | None, seconds: float, n: int, hop_s: float) -> list[str]:
    """The phoneme sounding at the middle of each of `n` frames: "" is silence, "?" where the engine does not say."""
    if phonemes is None:
        return ["?"] * n
    times = np.array([t for t, _ in phonemes])
    middles = (np.arange(n) + 0.5) * hop_s
    at = np.searchsorted(times, middles, side="right") - 1
    return [
        "" if k < 0 or m > seconds or phonemes[k][1] == "pau" else phonemes[k][1]
        for k, m in zip(at, middles, strict=True)
    ]


def pitch_hz(samples: Float) -> Float:
    """F0 per 20 ms frame of 24 kHz samples by normalised autocorrelation (60 to 420 Hz), 0 where unvoiced."""
    n, width, size = len(samples) // FRAME_24K, 1440, 4096
    padded = np.pad(samples, (width // 2 - FRAME_24K // 2, width))
    window = np.hanning(width).astype(np.float32)
    low, high = 24000 // 420, 24000 // 60
    own = np.fft.irfft(np.abs(np.fft.rfft(window, size)) ** 2)[: high + 2]
    result = np.zeros(n, np.float32)
    for begin in range(0, n, 1000):
        rows = np.arange(begin, min(begin + 1000, n))
        frames = padded[rows[:, None] * FRAME_24K + np.arange(width)]
        frames = frames - frames.mean(1, keepdims=True)
        power = np.square(frames).mean(1)
        corr = np.fft.irfft(np.abs(np.fft.rfft(frames * window, size)) ** 2)[:, : high + 2]
        corr = corr / (corr[:, :1] + 1e-9) / (own / own[0])
        lag = (corr * (1 - 3e-4 * np.arange(high + 2)))[:, low:high].argmax(1) + low
        at = np.arange(len(rows))
        before, peak, after = corr[at, lag - 1], corr[at, lag], corr[at, lag + 1]
        shift = np.clip((before - after) / (2 * (before - 2 * peak + after) - 1e-9), -0.5, 0.5)
        result[rows] = np.where((peak > 0.55) & (power > 2e-5), 24000 / (lag + shift), 0)
    edged = np.pad(result, 1, mode="edge")
    return np.median(np.stack([edged[:-2], edged[1:-1], edged[2:]]), 0).astype(np.float32)


def _int16(samples: Float) -> Int16:
    return (np.clip(samples, -1, 1) * 32767).astype(np.int16)
