"""Batches for the language model: clips drawn from the pool, and the documents that are made of them."""

from __future__ import annotations

import multiprocessing as mp
import queue
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, fields
from random import Random

import numpy as np
from numpy.typing import NDArray

from stages.models import mel
from stages.models.adaptor import token_count
from training import nano, world
from training.calls import LIMITS_S, CallPool, Part, Told, told
from training.copying import copied
from training.documents import Document, Formats, Rows, counted_from, pack, words_spoken
from training.splicing import Takes

ROW_TOKENS = 768
BUCKET_SHARES = (0.45, 0.37, 0.18)
MAX_ROWS = 320  # of one batch; documents beyond are left out
FAULTS = 20  # batches that a process may fail to compose: a scene that breaks must not cost a run
PATIENCE_S = 120.0
SPOKEN_SHARE = 0.88  # of the scenes whose answers may be written or spoken
SILENT_SHARE = 0.6  # of those of them that have no sound
NEW = 1.1  # scenes never drawn before, for a clip of a batch
DRAWLED_SHARE = 0.4  # of those


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's data on the host."""

    audio: NDArray[np.int16]  # (N, S)
    n_samples: NDArray[np.int32]  # (N,)
    phonemes: NDArray[np.uint8]  # (N, E)
    rows: Rows


class Composers:
    """Processes that compose batches and hand them over in shared memory."""

    def __init__(
        self, pool: CallPool, formats: Formats, sizes: list[int], talk_share: float, n: int, seed: int, depth: int = 12
    ) -> None:
        context = mp.get_context("fork")
        self._free, self._ready = context.Queue(), context.Queue()
        samples = max(n * round(s * 16000) for n, s in zip(sizes, LIMITS_S, strict=True))
        self._audio = [np.frombuffer(mp.RawArray("b", 2 * samples), np.int16) for _ in range(depth)]
        places = 4 * len(fields(Rows)) * MAX_ROWS * ROW_TOKENS
        self._places = [np.frombuffer(mp.RawArray("b", places), np.int32) for _ in range(depth)]
        for slot in range(depth):
            self._free.put(slot)
        self._processes = [
            context.Process(target=self._run, args=(pool, formats, sizes, talk_share, seed + k), daemon=True)
            for k in range(n)
        ]
        for process in self._processes:
            process.start()
        self._used = -1

    def next(self) -> Batch:
        """The next batch, in no particular order; it is void after the call after this. Raises RuntimeError if none
        comes."""
        if self._used >= 0:
            self._free.put(self._used)
        slot, (n, samples, n_rows), n_samples, phonemes = self._get()
        self._used = slot
        names = [field.name for field in fields(Rows)]
        table = self._places[slot][: len(names) * n_rows * ROW_TOKENS].reshape(len(names), n_rows, ROW_TOKENS)
        audio = self._audio[slot][: n * samples].reshape(n, samples)
        return Batch(audio, n_samples, phonemes, Rows(*table))

    def _get(self) -> tuple[int, tuple[int, int, int], NDArray[np.int32], NDArray[np.uint8]]:
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE_S:
            try:
                return self._ready.get(timeout=1)
            except queue.Empty:
                if not any(process.is_alive() for process in self._processes):
                    raise RuntimeError("no process composes documents any longer: see above what ended them") from None
        raise RuntimeError(f"no batch was composed in {PATIENCE_S:.0f} s")

    def stop(self) -> None:
        """Ends the processes."""
        for process in self._processes:
            process.kill()

    def _run(self, pool: CallPool, formats: Formats, sizes: list[int], talk_share: float, seed: int) -> None:
        rng = np.random.default_rng(seed)
        composer = Composer(pool, formats, rng)
        names, faults = [field.name for field in fields(Rows)], 0
        while not pool.stopped[0]:
            shares = np.where(pool.made.sum(0) > 200, BUCKET_SHARES, 0.0)
            bucket = int(rng.choice(len(shares), p=shares / shares.sum())) if shares.sum() else 0
            try:
                batch = composer.batch(bucket, sizes[bucket], talk_share)
            except Exception:
                traceback.print_exc()
                faults += 1
                if faults >= FAULTS:
                    raise
                continue
            slot = self._free.get()
            self._audio[slot][: batch.audio.size] = batch.audio.ravel()
            n_rows = min(len(batch.rows.ids), MAX_ROWS)
            table = np.stack([getattr(batch.rows, name)[:n_rows] for name in names])
            self._places[slot][: table.size] = table.ravel()
            self._ready.put((slot, (*batch.audio.shape, n_rows), batch.n_samples, batch.phonemes))


class Composer:
    """Draws clips from the pool and writes them as documents of the several tasks."""

    def __init__(self, pool: CallPool, formats: Formats, rng: np.random.Generator) -> None:
        self.pool, self.formats, self.rng = pool, formats, rng
        self._random = Random(int(rng.integers(2**31)))
        self._takes = Takes(formats.tokenizer, rng)
        self._scenes: dict[tuple[int, int], Told] = {}

    def batch(self, bucket: int, n: int, talk: float) -> Batch:
        """`n` clips of a bucket. Of those that begin a scene, the share `talk` is answered, the others are transcribed;
        scenes asked in writing and texts to read aloud come on top."""
        pool = self.pool
        drawn = iter(zip(*pool.draw(self.rng, bucket, 4 * n), strict=True))
        clips: list[tuple[int, int]] = []
        documents: list[Document] = []
        longest = pool.audio[bucket].shape[-1]
        width = token_count((longest + mel.PADDING_SAMPLES) // mel.HOP_SAMPLES)
        open_call: Document | None = None  # a call that may go on
        while len(clips) < n:
            w, s = map(int, next(drawn))
            index = int(pool.scene_of[bucket][w, s])
            if index >= 0 and pool.turn_of[bucket][w, s] == 0 and self.rng.random() < talk:
                scene = self._scene(w, index)
                heard = self._following(bucket, w, s, index, sum(bool(part.request) for part in scene.parts))
                if heard and len(clips) + len(heard) <= n:
                    features = [
                        (width * (len(clips) + k), self._n_features(int(pool.n_samples[bucket][w, at])))
                        for k, at in enumerate(heard)
                    ]
                    clips += [(w, at) for at in heard]
                    plain = scene.kind in ("answer", "two turns")
                    joined = open_call if plain and self.rng.random() < 0.65 else None
                    if joined is not None and len(joined) + self._length(scene, features) > ROW_TOKENS:
                        joined = None
                    if joined is not None and joined.ends_in_speech(self.formats.eot) and self.rng.random() < 0.5:
                        codes = self.rng.choice([0, int(self.rng.integers(1, 20)), int(self.rng.integers(1, 90))])
                        joined.interrupt(int(codes), self.formats.eot)
                    document = self._tell(scene, w, features, [self._request(bucket, w, at) for at in heard], joined)
                    if document is not joined:
                        documents.append(document)
                    if plain:
                        open_call = document if len(document) < ROW_TOKENS - 160 else None
                    continue
            documents.append(self._transcript(bucket, w, s, width * len(clips)))
            clips.append((w, s))
        documents += [self._new() for _ in range(int(n * NEW))]
        documents += self._aloud(max(2, n // 4))
        worker, slot = np.array(clips).T
        return Batch(
            pool.audio[bucket][worker, slot],
            pool.n_samples[bucket][worker, slot],
            pool.phonemes[bucket][worker, slot],
            pack([document for document in documents if document.ids], ROW_TOKENS),
        )

    def _scene(self, worker: int, index: int) -> Told:
        if index >= self.pool.scenes:
            return self.pool.scene(worker, index)
        key = (worker, index)
        if key not in self._scenes:
            self._scenes[key] = self.pool.scene(worker, index)
        return self._scenes[key]

    @staticmethod
    def _length(scene: Told, features: list[tuple[int, int]]) -> int:
        """About how many positions a scene takes, if it is spoken: four audio tokens for a text token of an answer, and
        what stands around."""
        return sum(n + 24 for _, n in features) + sum(9 * len(part.answer) for part in scene.parts)

    def _following(self, bucket: int, worker: int, slot: int, scene: int, n: int) -> list[int]:
        """The slots of a scene's `n` requests; none if they are being overwritten."""
        pool = self.pool
        slots = [slot + k for k in range(n)]
        whole = slots[-1] < pool.requests[bucket] and all(
            pool.scene_of[bucket][worker, at] == scene and pool.turn_of[bucket][worker, at] == k
            for k, at in enumerate(slots)
        )
        return slots if whole else []

    def _n_features(self, n_samples: int) -> int:
        return token_count((n_samples + mel.PADDING_SAMPLES) // mel.HOP_SAMPLES)

    def _request(self, bucket: int, worker: int, slot: int) -> tuple[list[int], NDArray[np.int16]]:
        """What a clip says, and when: ids and (n, 2) frames of 80 ms, -1 where nobody knows."""
        n_text = int(self.pool.n_text[bucket][worker, slot])
        return self.pool.text[bucket][worker, slot, :n_text].tolist(), self.pool.times[bucket][worker, slot, :n_text]

    def _transcript(self, bucket: int, worker: int, slot: int, first_feature: int) -> Document:
        ids, times = self._request(bucket, worker, slot)
        n = self._n_features(int(self.pool.n_samples[bucket][worker, slot]))
        if ids and times[0, 0] >= 0 and self.rng.random() < 0.2:  # so far only: what partial transcripts are asked for
            n = int(self.rng.integers(2, n + 1))
            kept = int((times[:, 1] - 1 <= n).sum())
            ids, times = ids[:kept], times[:kept]
        return self.formats.transcript(first_feature, n, ids, times)

    def _tell(
        self,
        scene: Told,
        worker: int,
        features: list[tuple[int, int]],
        requests: Sequence[tuple[list[int], NDArray[np.int16]]],
        joined: Document | None = None,
    ) -> Document:
        """A scene, its `requests` heard (now and then one is typed), at the end of the call `joined` if there is one.
        What an answer takes from its request is guided to where that is said."""
        document = joined or Document()
        if joined is None:
            document.put(scene.system)
            document.put(scene.tools)
        heard = zip(features, requests, strict=True)
        aloud = not scene.written
        if scene.written is None:  # as it comes
            aloud = self.rng.random() < (SPOKEN_SHARE if any(part.said >= 0 for part in scene.parts) else SILENT_SHARE)
        for part in scene.parts:
            where = None
            if part.request:
                (first, n), (ids, times) = next(heard)
                if self.rng.random() < 0.1:
                    self.formats.typed(document, part.request)
                else:
                    begin = self.formats.heard(document, first, n, words_spoken(ids, times, n))
                    where = counted_from(begin, copied(self.formats.tokenizer, part.answer, ids, times))
            self._answer(document, part, worker, aloud, where)
        return document

    def _answer(
        self, document: Document, part: Part, worker: int, aloud: bool, where: NDArray[np.int16] | None = None
    ) -> None:
        """The tool's result, if it is answered, and the answer: written, or spoken `aloud`. One to be spoken that
        has no sound is told in others' codes. `where` in the audio its words are said, if they are: see `copied`."""
        formats, pool = self.formats, self.pool
        if part.result:
            formats.result(document, part.result)
        if not aloud or part.answer[0] == formats.tool_call:
            formats.written_answer(document, part.answer, part.thoughts, where, spoken=aloud)
        elif codes := pool.answer_codes(worker, part.said):
            times = pool.answer_times[worker, part.said, : len(part.answer)]
            self._takes.keep(part.answer, codes, times)
            formats.spoken_answer(document, part.answer, codes, times, part.thoughts, where)
        else:
            codes, times = self._takes.say(part.answer) or (self._noise(len(part.answer)), None)
            formats.silent_answer(document, part.answer, codes, times, part.thoughts, where)

    def _noise(self, n_text: int) -> list[int]:
        """Until there are words to put together: codes at random, as many as an answer of `n_text` tokens may have."""
        return self.rng.integers(nano.FLOW["vocab_size"], size=4 * n_text + int(self.rng.integers(1, 25))).tolist()

    def _new(self) -> Document:
        """A scene never drawn before, asked in writing and answered so where it may be; or drawled: in writing too, but
        in the form of what is heard, so that it is understood as what is typed is."""
        scene = world.scene(self._random)
        ready = told(self.formats.tokenizer, scene, [-1] * len(scene.turns))
        document = Document()
        document.put(ready.system)
        document.put(ready.tools)
        drawled = self.rng.random() < DRAWLED_SHARE
        either = scene.written is None and drawled and self.rng.random() < SILENT_SHARE
        for part in ready.parts:
            where = None
            if part.request and drawled:
                counts = self._pace(len(part.request))
                begin = self.formats.drawled(document, part.request, counts.tolist())
                ends = counts.cumsum()
                times = np.stack([ends - counts, ends], 1).astype(np.int16)
                where = counted_from(begin, copied(self.formats.tokenizer, part.answer, part.request, times))
            elif part.request:
                self.formats.typed(document, part.request)
            self._answer(document, part, 0, scene.written is False or either, where)
        return document

    def _pace(self, n: int) -> NDArray[np.int64]:
        """For how many frames each of `n` tokens is drawled."""
        return np.maximum(1, np.rint(self.rng.uniform(1.2, 3.5) * self.rng.uniform(0.5, 1.5, n))).astype(np.int64)

    def _aloud(self, n: int) -> list[Document]:
        """Texts read aloud: answers of the world, and those made to be read."""
        pool, documents = self.pool, []
        if not (pool.n_codes > 0).any():
            return []
        for _ in range(n):
            w = int(self.rng.integers(pool.workers))
            if not pool.scenes_made[w]:
                continue
            made = int(pool.scenes_made[w])
            for index in self.rng.integers(0, made, 12):
                scene = self._scene(w, int(index))
                part = scene.parts[-1]
                wanted = scene.kind == "read" or self.rng.random() < 0.3
                if wanted and (codes := pool.answer_codes(w, part.said)):
                    document = Document()
                    document.put(self.formats.read_system)
                    self.formats.typed(document, part.answer)
                    times = pool.answer_times[w, part.said, : len(part.answer)]
                    self._takes.keep(part.answer, codes, times)
                    self.formats.spoken_answer(document, part.answer, codes, times)
                    documents.append(document)
                    break
        return documents
