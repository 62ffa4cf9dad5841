"""A never-ending pool of calls: requests in many voices with their transcripts, and the agent's answers.

Worker processes fill shared memory while training runs. A worker makes scenes (kept for good) with their answers' audio
(a small ring, emptied as the trainer turns it into codes) and renders requests (rings that are overwritten): those of
its scenes, each time in other words; those of scenes whose answers get no sound, which are new each time; and texts
only to be written down.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from stages import prompt
from training import augment, noises, prompts, voices, world
from training.corpus import frame_labels
from training.phonemes import NUMBERS, SILENCE, UNKNOWN
from training.speech import say
from training.synthesis import Engine, EngineError

Float = NDArray[np.float32]
LIMITS_S = (3.2, 6.4, 12.8)  # request buckets: an utterance with its silences is padded to one of these
MAX_TOKENS = 112
ANSWER_S = 9.6
PENDING = 200  # answers of a worker that may wait for their codes
SCENE_BYTES = 4096
SCENE_SHARE = 0.64  # of the requests rendered; the others are texts only to be written down
PASSING_SHARE = 0.5  # of those, scenes made for this once, whose answers get no sound
READ_SHARE = 0.3  # of the scenes that are kept: texts to read aloud
NOISE_SHARE = 0.02  # of all that is rendered: half of it hums, half of it coughs and the like
PASSING = 8000  # scenes of a worker: more than its request slots, so that a scene outlives the requests that name it


@dataclass(frozen=True, slots=True)
class Part:
    """A turn of a scene as ids. `said` is the answer's slot in the pool, -1 if it has no sound."""

    request: list[int]
    answer: list[int]
    thoughts: list[int]  # from the thoughts to their end mark and what follows it
    result: list[int]  # with the instruction
    said: int


@dataclass(frozen=True, slots=True)
class Told:
    """A scene as ids: `system` and `tools` are whole rendered turns, tools empty where there are none."""

    kind: str
    system: list[int]
    tools: list[int]
    written: bool | None
    parts: list[Part]


def told(tokenizer: Any, scene: world.Scene, said: list[int]) -> Told:
    """A scene's ids; `said` are the slots of its turns' answers."""
    parts: list[Part] = []
    for turn, slot in zip(scene.turns, said, strict=True):
        thoughts: list[int] = []
        if turn.thoughts:
            opening = tokenizer.encode(f"<|BOT|>assistant\n{prompt.THINK}")
            whole = tokenizer.encode(f"<|BOT|>assistant\n{prompt.THINK}{turn.thoughts}{prompt.THINK_END}")
            assert whole[: len(opening)] == opening, "thoughts must not merge with what opens them"
            thoughts = whole[len(opening) :]
        result = tokenizer.encode(turn.result) + tokenizer.encode(prompts.SUMMARISE) if turn.result else []
        parts.append(Part(tokenizer.encode(turn.request), tokenizer.encode(turn.answer), thoughts, result, slot))
    tools = prompt.render([prompt.tools(scene.tools)], tokenizer) if scene.tools else []
    system = prompt.render([prompt.Message("system", scene.system or prompts.TALK)], tokenizer)
    return Told(scene.kind, system, tools, scene.written, parts)


@dataclass(frozen=True, slots=True)
class Stocked:
    """A scene made in advance and, for each of its turns, the codes of its answer (C,) and the 80 ms frames of its text
    tokens (n, 2); both are empty where an answer has no sound."""

    scene: world.Scene
    codes: tuple[NDArray[np.int16], ...]
    times: tuple[NDArray[np.int16], ...]


class CallPool:
    """Shared memory of `workers` workers, for one trainer to draw from. Arrays have a leading axis of workers."""

    def __init__(self, workers: int, requests: tuple[int, ...], scenes: int) -> None:
        def shared(*shape: int, dtype: Any) -> NDArray[Any]:
            array = mp.RawArray("b", int(np.prod(shape)) * np.dtype(dtype).itemsize)
            return np.frombuffer(array, dtype=dtype).reshape(shape)

        self.workers, self.requests, self.scenes = workers, requests, scenes
        sizes = [round(s * 16000) for s in LIMITS_S]
        self.audio = [shared(workers, c, n, dtype=np.int16) for c, n in zip(requests, sizes, strict=True)]
        self.n_samples = [shared(workers, c, dtype=np.int32) for c in requests]
        self.text = [shared(workers, c, MAX_TOKENS, dtype=np.int16) for c in requests]
        self.n_text = [shared(workers, c, dtype=np.int16) for c in requests]
        self.times = [shared(workers, c, MAX_TOKENS, 2, dtype=np.int16) for c in requests]  # 80 ms frames; -1 unknown
        self.phonemes = [shared(workers, c, n // 640, dtype=np.uint8) for c, n in zip(requests, sizes, strict=True)]
        self.scene_of = [shared(workers, c, dtype=np.int32) for c in requests]  # -1: only to be written down
        self.turn_of = [shared(workers, c, dtype=np.int32) for c in requests]  # its turns lie in slots that follow
        self.made = shared(workers, len(LIMITS_S), dtype=np.int64)
        self.seconds = shared(workers, dtype=np.float64)

        answers = 2 * scenes
        self.pending_audio = shared(workers, PENDING, round(ANSWER_S * 16000), dtype=np.int16)
        self.pending_samples = shared(workers, PENDING, dtype=np.int32)
        self.pending_answer = shared(workers, PENDING, dtype=np.int32)  # 1 + the answer that waits; 0: free
        self.answer_times = shared(workers, answers, MAX_TOKENS, 2, dtype=np.int16)  # 80 ms frames
        self.codes = shared(workers, answers, round(ANSWER_S * 25), dtype=np.int16)
        self.n_codes = shared(workers, answers, dtype=np.int16)  # 0: not yet tokenised
        self.answers_made = shared(workers, dtype=np.int64)
        self.scene_data = shared(workers, scenes + PASSING, SCENE_BYTES, dtype=np.uint8)
        self.n_scene_data = shared(workers, scenes + PASSING, dtype=np.int32)
        self.scenes_made = shared(workers, dtype=np.int64)
        self.stopped = shared(1, dtype=np.int64)
        self._processes: list[Any] = []

    def start(self, tokenizer_folder: Path, seed: int, stock: Sequence[Stocked] = ()) -> None:
        """Starts the workers, each with its part of the `stock`; those that die are started again by `mend`."""
        self._folder, self._stock = tokenizer_folder, stock
        self._processes = [self._spawn(w, seed + w) for w in range(self.workers)]

    def _spawn(self, worker: int, seed: int) -> Any:
        arguments = self, worker, self._folder, seed, self._stock
        process = mp.get_context("fork").Process(target=work, args=arguments, daemon=True)
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

    def scene(self, worker: int, index: int) -> Told:
        """A scene that a worker has made."""
        return pickle.loads(self.scene_data[worker, index, : self.n_scene_data[worker, index]].tobytes())

    def answer_codes(self, worker: int, answer: int) -> list[int]:
        """The speech tokens of an answer of a worker's; none if it has no sound or waits for them."""
        return self.codes[worker, answer, : self.n_codes[worker, answer]].tolist() if answer >= 0 else []

    def untokenised(self, limit: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Places of answers that wait for their speech tokens: worker and place, at most `limit`."""
        worker, place = np.nonzero(self.pending_answer.copy())
        return worker[:limit], place[:limit]

    def tokenise(self, tokeniser: Any, n: int) -> None:
        """Fills in the speech tokens of up to `n` answers that lack them (padded to `n`: one shape)."""
        worker, place = self.untokenised(n)
        if len(worker) < min(n, 8):
            return
        pick = np.resize(np.arange(len(worker)), n)
        codes, n_codes = tokeniser(self.pending_audio[worker, place][pick], self.pending_samples[worker, place][pick])
        width = self.codes.shape[-1]
        for k, (w, p) in enumerate(zip(worker, place, strict=True)):
            answer, count = int(self.pending_answer[w, p]) - 1, min(int(n_codes[k]), width)
            self.codes[w, answer, :count] = codes[k, :count]
            self.n_codes[w, answer] = count
            self.pending_answer[w, p] = 0


def work(pool: CallPool, worker: int, folder: Path, seed: int, stock: Sequence[Stocked] = ()) -> None:
    """One worker's life."""
    from stages.tokenizer import Tokenizer

    os.nice(5)
    maker = Maker(pool, worker, Tokenizer.load(folder), seed)
    if not pool.scenes_made[worker]:
        maker.take(stock[worker :: pool.workers])
    while not pool.stopped[0]:
        maker.make_scene()
        maker.make_requests(6)


class Maker:
    """What one worker makes. Raises nothing: what an engine cannot say is left out."""

    def __init__(self, pool: CallPool, worker: int, tokenizer: Any, seed: int) -> None:
        self.pool, self.worker, self.tokenizer = pool, worker, tokenizer
        self.rng, self.noise = random.Random(seed), np.random.default_rng(seed)
        self.engine = Engine()
        self.scenes: dict[str, list[tuple[int, world.Scene]]] = {"en": [], "zh": []}
        self._passed = 0

    def make_scene(self) -> None:
        """One more scene or text to read aloud, if there is room for it and for its answers' audio."""
        pool, w = self.pool, self.worker
        slot = int(pool.scenes_made[w])
        free = np.flatnonzero(pool.pending_answer[w] == 0)
        if slot >= pool.scenes or len(free) < 3 or pool.answers_made[w] + 3 > pool.codes.shape[1]:
            return
        scene = read_aloud(self.rng) if self.rng.random() < READ_SHARE else world.scene(self.rng)
        said: list[int] = []
        for turn in scene.turns:
            heard = not scene.written and not turn.is_call and len(said) < 3
            said.append(self._answer(turn.answer, scene.to, int(free[len(said)])) if heard else -1)
        if self._keep(slot, scene, said):
            self._kept(slot, scene)

    def _keep(self, slot: int, scene: world.Scene, said: list[int]) -> bool:
        """Writes a scene into its slot, if it is short enough."""
        data = np.frombuffer(pickle.dumps(told(self.tokenizer, scene, said)), np.uint8)
        if len(data) > SCENE_BYTES:
            return False
        self.pool.scene_data[self.worker, slot, : len(data)] = data
        self.pool.n_scene_data[self.worker, slot] = len(data)
        return True

    def _passing(self, language: str) -> tuple[int, world.Scene]:
        """A scene whose answers get no sound, in the next of the slots that are overwritten."""
        while True:
            scene = world.scene(self.rng)
            slot = self.pool.scenes + self._passed % PASSING
            if scene.language == language and self._keep(slot, scene, [-1] * len(scene.turns)):
                self._passed += 1
                return slot, scene

    def _answer(self, text: str, language: world.Language, place: int) -> int:
        """Has the agent say an answer; returns its slot, -1 if it cannot be said in time."""
        pool, w = self.pool, self.worker
        answer = agent_says(self.engine, self.tokenizer, text, language)
        if answer is None:
            return -1
        slot = int(pool.answers_made[w])
        pool.answer_times[w, slot, : len(answer.times)] = answer.times
        pool.pending_audio[w, place] = 0
        pool.pending_audio[w, place, : len(answer.samples)] = _int16(answer.samples)
        pool.pending_samples[w, place] = len(answer.samples)
        pool.answers_made[w] = slot + 1
        pool.pending_answer[w, place] = slot + 1
        return slot

    def take(self, stocked: Sequence[Stocked]) -> None:
        """Keeps scenes made in advance, as if it had made them itself, as far as there is room."""
        pool, w = self.pool, self.worker
        for item in stocked:
            slot, said, answer = int(pool.scenes_made[w]), list[int](), int(pool.answers_made[w])
            if slot >= pool.scenes or answer + len(item.codes) > pool.codes.shape[1]:
                return
            for codes, times in zip(item.codes, item.times, strict=True):
                if len(codes):
                    pool.answer_times[w, answer, : len(times)] = times
                    pool.codes[w, answer, : len(codes)] = codes
                    pool.n_codes[w, answer] = len(codes)
                said.append(answer if len(codes) else -1)
                answer += bool(len(codes))
            if self._keep(slot, item.scene, said):
                pool.answers_made[w] = answer
                self._kept(slot, item.scene)

    def _kept(self, slot: int, scene: world.Scene) -> None:
        self.pool.scenes_made[self.worker] = slot + 1
        if scene.kind != "read":
            self.scenes[scene.language].append((slot, scene))

    def make_requests(self, n: int) -> None:
        """Renders `n` requests in one voice."""
        language: world.Language = "en" if self.rng.random() < 0.6 else "zh"
        names, weights = voices.CALLERS[language]
        voice = self.rng.choices(names, weights)[0]
        manner = Manner(voice, self.rng)
        for _ in range(n):
            known = self.scenes[language]
            if self.rng.random() < NOISE_SHARE:
                make = noises.hum if self.rng.random() < 0.5 else noises.wordless
                self._put_clips([noise_clip(self.tokenizer, make(self.noise), self.rng)], -1)
            elif known and self.rng.random() < SCENE_SHARE:
                passing = self.rng.random() < PASSING_SHARE
                slot, scene = self._passing(language) if passing else self.rng.choice(known)
                requests = [self.rng.choice((turn.request, *turn.others)) for turn in scene.turns if turn.request]
                self._put(requests, manner, slot)
            else:
                self._put([world.hearing.text(self.rng, language)], manner, -1)

    def _put(self, texts: list[str], manner: Manner, scene: int) -> None:
        """Renders texts as one voice says them and stores them side by side."""
        clips: list[Clip] = []
        for text in texts:
            clip = render(self.engine, self.tokenizer, text, manner, self.rng)
            if clip is None:
                return
            clips.append(clip)
        self._put_clips(clips, scene)

    def _put_clips(self, clips: list[Clip], scene: int) -> None:
        """Stores clips in consecutive slots of the bucket that holds the longest; none if that is too long for all."""
        longest = max(len(clip.samples) for clip in clips)
        bucket = next((b for b, s in enumerate(LIMITS_S) if longest <= s * 16000), None)
        if bucket is None:
            return
        pool, w = self.pool, self.worker
        at = int(pool.made[w, bucket] % pool.requests[bucket])
        if at + len(clips) > pool.requests[bucket]:
            pool.made[w, bucket] += pool.requests[bucket] - at  # the turns of a scene lie side by side
            at = 0
        for turn, clip in enumerate(clips):
            self._store(bucket, at + turn, clip, scene, turn)
        pool.made[w, bucket] += len(clips)

    def _store(self, bucket: int, at: int, clip: Clip, scene: int, turn: int) -> None:
        pool, w, n = self.pool, self.worker, len(clip.samples)
        row = pool.audio[bucket][w, at]
        row[n:] = 0
        row[:n] = _int16(augment.caller(clip.samples, self.noise))
        pool.n_samples[bucket][w, at] = n
        pool.text[bucket][w, at, : len(clip.ids)] = clip.ids
        pool.n_text[bucket][w, at] = len(clip.ids)
        pool.times[bucket][w, at] = -1
        if clip.times is not None:
            pool.times[bucket][w, at, : len(clip.ids)] = clip.times
        labels = pool.phonemes[bucket][w, at]
        labels[:] = UNKNOWN if clip.phonemes is None else SILENCE
        if clip.phonemes is not None:
            count = min(len(labels), len(clip.phonemes))
            labels[:count] = clip.phonemes[:count]
        pool.scene_of[bucket][w, at], pool.turn_of[bucket][w, at] = scene, turn
        pool.seconds[w] += n / 16000


class Manner:
    """How a caller speaks throughout a call."""

    def __init__(self, voice: str, rng: random.Random) -> None:
        self.voice = voice
        self.rate, self.pitch = rng.uniform(0.8, 1.35), rng.uniform(0.7, 1.35)
        self.size = rng.choice([1.0, rng.uniform(0.84, 1.2), rng.uniform(0.84, 1.2)])

    @staticmethod
    def plain(voice: str) -> Manner:
        """A voice as it is."""
        manner = Manner(voice, random.Random(0))
        manner.rate = manner.pitch = manner.size = 1.0
        return manner


@dataclass(frozen=True, slots=True)
class Clip:
    """A spoken text with silence around, before any room or line."""

    samples: Float  # 16 kHz
    ids: list[int]
    times: NDArray[np.int16] | None  # (n, 2)
    phonemes: list[int] | None  # every 40 ms


def render(engine: Engine, tokenizer: Any, text: str, manner: Manner, rng: random.Random) -> Clip | None:
    """A text as a caller says it; None if it is too long, too short or cannot be said."""
    ids = tokenizer.encode(text)
    if len(ids) > MAX_TOKENS - 1:
        return None
    try:
        said = say(engine, text, manner.voice, manner.rate * rng.uniform(0.95, 1.05), manner.pitch, manner.size)
    except EngineError:
        return None
    speech = soxr.resample(said.samples, 24000, 16000)
    lead, trail = round(rng.uniform(0.0, 0.4) * 16000), round(rng.uniform(0.05, 0.6) * 16000)
    if not 3200 <= len(speech) <= LIMITS_S[-1] * 16000 - lead - trail:
        return None
    times = None
    if said.words is not None:
        times = token_times(tokenizer, text, ids, said.words, lead / 16000, (lead + len(speech)) / 16000)
    numbers = None
    if said.phonemes is not None:
        labels = frame_labels(said.phonemes, len(speech) / 16000, len(speech) // 640, 0.04)
        numbers = [SILENCE] * (lead // 640) + [NUMBERS.get(name, UNKNOWN) for name in labels]
    return Clip(np.pad(speech, (lead, trail)).astype(np.float32), ids, times, numbers)


def read_aloud(rng: random.Random) -> world.Scene:
    """A text to read aloud."""
    chinese = rng.random() < 0.35
    text = world.scene(rng, "translate").turns[0].answer if chinese else world.open_sentence(rng)
    language: world.Language = "zh" if world.is_chinese(text) else "en"
    return world.Scene("read", language, (world.Turn(text, text),), language, system=prompts.READ, written=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the agent said."""

    samples: Float  # 16 kHz
    times: NDArray[np.int16]  # (n, 2): the 80 ms frames of each text token


def agent_says(engine: Engine, tokenizer: Any, text: str, language: world.Language) -> Answer | None:
    """An answer in the agent's voice; None if it cannot be said, or not in time."""
    ids = tokenizer.encode(text)
    try:
        spoken = say(engine, text, voices.AGENTS[language])
    except EngineError:
        return None
    begin, end = loud_part(spoken.samples, 24000)
    low = soxr.resample(spoken.samples[begin:end], 24000, 16000)
    low = np.pad(low * np.float32(0.5 / max(0.02, float(np.abs(low).max()))), (640, 1280))
    if not 4800 <= len(low) <= ANSWER_S * 16000 or len(ids) > MAX_TOKENS:
        return None
    words = [(start - begin / 24000, index) for start, index in spoken.words or []]
    return Answer(low, token_times(tokenizer, text, ids, words, 0.04, (end - begin) / 24000 + 0.04))


def noise_clip(tokenizer: Any, noise: noises.Noise, rng: random.Random) -> Clip:
    """A sound that is no word, with silence around, and what is written of it; its phonemes are unknown."""
    ids = tokenizer.encode(noise.text)
    lead, trail = round(rng.uniform(0.0, 0.4) * 16000), round(rng.uniform(0.1, 0.6) * 16000)
    begin, end = int(lead / 16000 / 0.08), int((lead / 16000 + noise.end_s) / 0.08) + 2
    times = np.full((len(ids), 2), (begin, end), np.int16)
    return Clip(np.pad(noise.samples, (lead, trail)).astype(np.float32), ids, times, None)


def token_times(
    tokenizer: Any, text: str, ids: list[int], words: list[tuple[float, int]], lead_s: float, end_s: float
) -> NDArray[np.int16]:
    """For each token the 80 ms frames [first, past the last] in which its word, or character, is spoken: (n, 2)."""
    chinese = world.is_chinese(text)

    def so_far(decoded: str) -> int:
        if chinese:
            return sum("\u4e00" <= c <= "\u9fff" for c in decoded)
        return len(decoded.split()) + decoded.endswith(" ")  # a space alone is the next word's

    starts = {index: start for start, index in reversed(words)}
    count = so_far(text)
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
        word = min(max(so_far(decoded) - 1, 0), count - 1)
        result[i] = int((lead_s + begin[word]) / 0.08), int((lead_s + max(end[word], begin[word])) / 0.08) + 2
    return result


def loud_part(samples: Float, rate_hz: int) -> tuple[int, int]:
    """Where sound begins and ends: without the edges that stay 45 dB below the loudest 10 ms."""
    hop = rate_hz // 100
    n = len(samples) // hop
    level = np.sqrt(np.square(samples[: n * hop].reshape(n, hop)).mean(1))
    loud = np.nonzero(level > level.max() * 0.006)[0]
    return int(loud[0]) * hop, (int(loud[-1]) + 1) * hop


def _int16(samples: Float) -> NDArray[np.int16]:
    return (np.clip(samples, -1, 1) * 32767).astype(np.int16)
