"""Synthetic speech for training: a fixed corpus of voices, and a never-ending pool of calls.

`VoiceCorpus` is what the acoustic parts learn from (speech tokenizer, speaker, flow, vocoder): minutes of each voice,
with phonemes and pitch per 20 ms frame. `CallPool` is what the language model learns from: requests in many voices
with their transcripts, and the agent's answers in its one voice, made by worker processes while training runs.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from training import augment, world
from training.synthesis import Engine, EngineError

FRAME_24K = 480  # samples in 20 ms
FRAME_16K = 320
SILENCE, UNKNOWN = 0, 1  # phoneme ids; UNKNOWN is masked out of the losses

Int16 = NDArray[np.int16]
Float = NDArray[np.float32]


# -- the voices --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VoiceCorpus:
    """Streams of speech laid end to end, cut into 20 ms frames; stream `i` is frames `[starts[i], starts[i+1])`."""

    wav24: Int16  # (frames, 480)
    wav16: Int16  # (frames, 320)
    phonemes: NDArray[np.uint8]  # (frames,)
    f0_hz: Float  # (frames,), 0 where unvoiced
    starts: NDArray[np.int64]  # (streams + 1,)
    voices: NDArray[np.int64]  # (streams,)
    n_voices: int
    phoneme_names: list[str]

    def save(self, folder: Path) -> None:
        """Writes one .npy an array, so that several trainers can map the same memory."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("wav24", "wav16", "phonemes", "f0_hz", "starts", "voices"):
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / "names.txt").write_text("\n".join([str(self.n_voices), *self.phoneme_names]))

    @staticmethod
    def load(folder: Path) -> VoiceCorpus:
        """Maps what `save` wrote."""
        arrays = {p.stem: np.load(p, mmap_mode="r") for p in folder.glob("*.npy")}
        n_voices, *names = (folder / "names.txt").read_text().split("\n")
        return VoiceCorpus(n_voices=int(n_voices), phoneme_names=names, **arrays)

    def windows(self, rng: np.random.Generator, batch: int, frames: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Two independent starts of windows of `frames` in each of `batch` random streams: the window and a reference
        of the same voice. Both (batch,); with them the stream's voice as `voices_of(starts)`."""
        lengths = np.diff(self.starts)
        weights = np.maximum(lengths - frames, 0).astype(np.float64)
        streams = rng.choice(len(lengths), batch, p=weights / weights.sum())
        room = lengths[streams] - frames
        first = self.starts[streams] + (rng.random(batch) * room).astype(np.int64)
        second = self.starts[streams] + (rng.random(batch) * room).astype(np.int64)
        return first, second

    def voices_of(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """The voice of each frame index in `starts`."""
        return self.voices[np.searchsorted(self.starts, starts, side="right") - 1]


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
    names = sorted({name for s in streams for name in s[3] if name})
    ids = {name: i + 2 for i, name in enumerate(names[:253])} | {"": SILENCE, "?": UNKNOWN}
    phonemes = [np.array([ids.get(name, UNKNOWN) for name in s[3]], np.uint8) for s in streams]
    return VoiceCorpus(
        wav24=np.concatenate([s[1].reshape(-1, FRAME_24K) for s in streams]),
        wav16=np.concatenate([s[2].reshape(-1, FRAME_16K) for s in streams]),
        phonemes=np.concatenate(phonemes),
        f0_hz=np.concatenate([s[4] for s in streams]),
        starts=np.concatenate([[0], np.cumsum([len(p) for p in phonemes])]).astype(np.int64),
        voices=np.array([s[0] for s in streams], np.int64),
        n_voices=len(voices),
        phoneme_names=["(silence)", "(unknown)", *names],
    )


def _stream(job: tuple[int, str, int]) -> tuple[int, Int16, Int16, list[str], Float] | None:
    """About a minute of one voice: its index, 24 kHz and 16 kHz samples, a phoneme name and f0 per 20 ms frame."""
    index, voice, seed = job
    rng = random.Random(seed)
    engine = Engine()
    pitch = rng.uniform(0.85, 1.18)
    pieces: list[Float] = []
    labels: list[str] = []
    deadline = time.monotonic() + 20
    while len(labels) < 3000 and time.monotonic() < deadline:
        text = world.sample(rng).answer if rng.random() < 0.5 else world.open_sentence(rng)
        try:
            said = engine.say(text, voice, rate=rng.uniform(0.85, 1.2), pitch=pitch)
        except EngineError:
            continue
        n = -(-len(said.samples) // FRAME_24K) + rng.randint(2, 12)
        padded = np.zeros(n * FRAME_24K, np.float32)
        padded[: len(said.samples)] = said.samples
        pieces.append(padded)
        labels += frame_labels(said.phonemes, len(said.samples) / 24000, n, 0.02)
    if not pieces:
        return None
    samples = np.concatenate(pieces)
    samples *= 0.7 / max(0.05, float(np.abs(samples).max()))
    low = soxr.resample(samples, 24000, 16000)[: len(labels) * FRAME_16K]
    low = np.pad(low, (0, len(labels) * FRAME_16K - len(low)))
    return index, _int16(samples), _int16(low), labels, pitch_hz(samples)


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


# -- the calls ---------------------------------------------------------------------------------------------------

LIMITS_S = (3.2, 6.4)  # request buckets: an utterance with its silences is padded to one of these
MAX_TOKENS = 56
ANSWER_S = 6.4


class CallPool:
    """Shared memory that `workers` processes fill with requests and answers, for one trainer to draw from.

    A worker first makes an exchange's answer (the agent's voice, kept for good) and then requests for any of its
    exchanges in any voice (a ring that is overwritten). Arrays have a leading axis of workers.
    """

    def __init__(self, workers: int, requests: tuple[int, int], answers: int, phoneme_names: list[str]) -> None:
        def shared(*shape: int, dtype: Any) -> NDArray[Any]:
            array = mp.RawArray("b", int(np.prod(shape)) * np.dtype(dtype).itemsize)
            return np.frombuffer(array, dtype=dtype).reshape(shape)

        self.workers, self.requests, self.answers = workers, requests, answers
        self.phoneme_ids = {name: i for i, name in enumerate(phoneme_names)} | {"": SILENCE}
        sizes = [round(s * 16000) for s in LIMITS_S]
        self.audio = [shared(workers, c, n, dtype=np.int16) for c, n in zip(requests, sizes, strict=True)]
        self.n_samples = [shared(workers, c, dtype=np.int32) for c in requests]
        self.text = [shared(workers, c, MAX_TOKENS, dtype=np.int16) for c in requests]
        self.n_text = [shared(workers, c, dtype=np.int16) for c in requests]
        self.times = [shared(workers, c, MAX_TOKENS, 2, dtype=np.int16) for c in requests]  # 80 ms frames; -1 unknown
        self.phonemes = [shared(workers, c, n // 640, dtype=np.uint8) for c, n in zip(requests, sizes, strict=True)]
        self.answer_of = [shared(workers, c, dtype=np.int32) for c in requests]  # -1: nothing to answer
        self.made = shared(workers, 2, dtype=np.int64)
        self.seconds = shared(workers, dtype=np.float64)

        self.answer_audio = shared(workers, answers, round(ANSWER_S * 16000), dtype=np.int16)
        self.answer_samples = shared(workers, answers, dtype=np.int32)
        self.answer_text = shared(workers, answers, MAX_TOKENS, dtype=np.int16)
        self.answer_times = shared(workers, answers, MAX_TOKENS, 2, dtype=np.int16)  # 80 ms frames
        self.n_answer_text = shared(workers, answers, dtype=np.int16)
        self.request_text = shared(workers, answers, MAX_TOKENS, dtype=np.int16)
        self.n_request_text = shared(workers, answers, dtype=np.int16)  # 0: read aloud only
        self.codes = shared(workers, answers, round(ANSWER_S * 25), dtype=np.int16)
        self.n_codes = shared(workers, answers, dtype=np.int16)  # 0: not yet tokenised
        self.answers_made = shared(workers, dtype=np.int64)
        self.stopped = shared(1, dtype=np.int64)
        self._processes: list[Any] = []

    def start(self, tokenizer_folder: Path, voices: list[str], weights: list[float], agent: str, seed: int) -> None:
        """Starts the workers; those that die are started again by `mend`."""
        self._arguments = (tokenizer_folder, voices, weights, agent, seed)
        self._processes = [self._spawn(w, seed + w) for w in range(self.workers)]

    def _spawn(self, worker: int, seed: int) -> Any:
        folder, voices, weights, agent, _ = self._arguments
        process = mp.get_context("fork").Process(
            target=_work, args=(self, worker, folder, voices, weights, agent, seed), daemon=True
        )
        process.start()
        return process

    def mend(self) -> int:
        """Starts dead workers again; returns how many there were."""
        dead = [w for w, p in enumerate(self._processes) if not p.is_alive()]
        for w in dead:
            self._processes[w] = self._spawn(w, random.randrange(2**31))
        return len(dead)

    def stop(self) -> None:
        """Ends the workers."""
        self.stopped[0] = 1
        for process in self._processes:
            process.kill()

    def draw(self, rng: np.random.Generator, bucket: int, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Random filled request slots of a bucket: worker and slot indices, each (n,)."""
        filled = np.minimum(self.made[:, bucket], self.requests[bucket])
        worker = rng.choice(self.workers, n, p=filled / filled.sum())
        return worker, (rng.random(n) * filled[worker]).astype(np.int64)

    def draw_answers(self, rng: np.random.Generator, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Random tokenised answers: worker and slot indices, each (at most n,)."""
        worker, slot = np.nonzero(self.n_codes.copy())
        if not len(worker):
            return worker, slot
        pick = rng.integers(0, len(worker), n)
        return worker[pick], slot[pick]

    def untokenised(self, limit: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Answers that wait for their speech tokens: worker and slot indices, at most `limit`."""
        ready = np.arange(self.answers)[None] < self.answers_made[:, None]
        worker, slot = np.nonzero(ready & (self.n_codes == 0))
        return worker[:limit], slot[:limit]


def _work(
    pool: CallPool, worker: int, folder: Path, voices: list[str], weights: list[float], agent: str, seed: int
) -> None:
    from stages.tokenizer import Tokenizer

    os.nice(5)
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    engine, tokenizer = Engine(), Tokenizer.load(folder)
    exchanges: list[tuple[int, world.Exchange]] = []
    while not pool.stopped[0]:
        slot = int(pool.answers_made[worker])
        if slot < pool.answers:
            read_aloud = rng.random() < 0.25
            exchange = world.sample(rng)
            text = world.open_sentence(rng) if read_aloud else exchange.answer
            try:
                fits = _put_answer(
                    pool, worker, slot, engine, tokenizer, agent, text, None if read_aloud else exchange.request
                )
            except EngineError:
                fits = False
            if fits:
                pool.answers_made[worker] = slot + 1
                if not read_aloud:
                    exchanges.append((slot, exchange))
        voice = rng.choices(voices, weights)[0]
        for _ in range(6):
            if exchanges and rng.random() < 0.75:
                answer, exchange = rng.choice(exchanges)
                _put_request(pool, worker, engine, tokenizer, voice, exchange.request, answer, rng, noise)
            else:
                text = world.sample(rng).request if rng.random() < 0.6 else world.spoken(world.open_sentence(rng))
                _put_request(pool, worker, engine, tokenizer, voice, text, -1, rng, noise)


def _put_answer(
    pool: CallPool, worker: int, slot: int, engine: Engine, tokenizer: Any, agent: str, text: str, request: str | None
) -> bool:
    said = engine.say(text, agent)
    begin, end = loud_part(said.samples, 24000)
    low = soxr.resample(said.samples[begin:end], 24000, 16000)
    low = np.pad(low * np.float32(0.5 / max(0.02, float(np.abs(low).max()))), (640, 1280))
    ids = tokenizer.encode(text)
    asked = tokenizer.encode(request) if request else []
    if len(low) > pool.answer_audio.shape[-1] or len(low) < 4800 or max(len(ids), len(asked)) > MAX_TOKENS:
        return False
    pool.answer_audio[worker, slot, : len(low)] = _int16(low)
    pool.answer_samples[worker, slot] = len(low)
    pool.answer_text[worker, slot, : len(ids)] = ids
    words = [(start - begin / 24000, index) for start, index in said.words or []]
    pool.answer_times[worker, slot, : len(ids)] = token_times(
        tokenizer, text, ids, words, 0.04, (end - begin) / 24000 + 0.04
    )
    pool.n_answer_text[worker, slot] = len(ids)
    pool.request_text[worker, slot, : len(asked)] = asked
    pool.n_request_text[worker, slot] = len(asked)
    return True


def _put_request(
    pool: CallPool,
    worker: int,
    engine: Engine,
    tokenizer: Any,
    voice: str,
    text: str,
    answer: int,
    rng: random.Random,
    noise: np.random.Generator,
) -> None:
    try:
        said = engine.say(text, voice, rate=rng.uniform(0.8, 1.35), pitch=rng.uniform(0.75, 1.3))
    except EngineError:
        return
    speech = soxr.resample(said.samples, 24000, 16000)
    lead, trail = round(rng.uniform(0.0, 0.4) * 16000), round(rng.uniform(0.1, 0.6) * 16000)
    n = lead + len(speech) + trail
    bucket = next((b for b, s in enumerate(LIMITS_S) if n <= s * 16000), None)
    ids = tokenizer.encode(text)
    if bucket is None or len(speech) < 3200 or len(ids) > MAX_TOKENS - 1:
        return
    clip = np.zeros(pool.audio[bucket].shape[-1], np.float32)
    clip[lead : lead + len(speech)] = speech
    clip[:n] = augment.caller(clip[:n], noise)
    at = int(pool.made[worker, bucket] % pool.requests[bucket])
    pool.audio[bucket][worker, at] = _int16(clip)
    pool.n_samples[bucket][worker, at] = n
    pool.text[bucket][worker, at, : len(ids)] = ids
    pool.n_text[bucket][worker, at] = len(ids)
    pool.times[bucket][worker, at] = -1
    if said.words is not None:
        pool.times[bucket][worker, at, : len(ids)] = token_times(
            tokenizer, text, ids, said.words, lead / 16000, (lead + len(speech)) / 16000
        )
    labels = frame_labels(said.phonemes, len(speech) / 16000, 4000, 0.04) if said.phonemes is not None else None
    row = pool.phonemes[bucket][worker, at]
    row[:] = UNKNOWN if labels is None else SILENCE
    if labels is not None:
        first = lead // 640
        spoken = [pool.phoneme_ids.get(name, UNKNOWN) for name in labels[: len(row) - first]]
        row[first : first + len(spoken)] = spoken
    pool.answer_of[bucket][worker, at] = answer
    pool.made[worker, bucket] += 1
    pool.seconds[worker] += n / 16000


def token_times(
    tokenizer: Any, text: str, ids: list[int], words: list[tuple[float, int]], lead_s: float, end_s: float
) -> NDArray[np.int16]:
    """For each token the 80 ms frames [first, past the last] in which its word is spoken: (n, 2)."""
    starts = {index: start for start, index in reversed(words)}
    count = len(text.split())
    begin = [0.0] * count
    last = 0.0
    for k in range(count):
        last = max(last, starts.get(k, last))
        begin[k] = last
    end = [*begin[1:], end_s - lead_s]
    result = np.zeros((len(ids), 2), np.int16)
    decoded = ""
    for i, token in enumerate(ids):
        decoded += tokenizer.decode([token])
        word = min(max(len(decoded.split()) - 1, 0), count - 1)
        result[i] = int((lead_s + begin[word]) / 0.08), int((lead_s + max(end[word], begin[word])) / 0.08) + 2
    return result


def loud_part(samples: Float, rate_hz: int) -> tuple[int, int]:
    """Where sound begins and ends: without the edges that stay 45 dB below the loudest 10 ms."""
    hop = rate_hz // 100
    n = len(samples) // hop
    level = np.sqrt(np.square(samples[: n * hop].reshape(n, hop)).mean(1))
    loud = np.nonzero(level > level.max() * 0.006)[0]
    return int(loud[0]) * hop, (int(loud[-1]) + 1) * hop


def _int16(samples: Float) -> Int16:
    return (np.clip(samples, -1, 1) * 32767).astype(np.int16)
