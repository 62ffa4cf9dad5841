"""The rows of the model card that text decides, many utterances at a time: `python -m training exam`.

Everything is held out: phrasings or fillings, and where a row says so voices. Decoding is greedy, by `training.listen`,
in the weights as exported (bfloat16). Every hypothesis is kept; a figure's interval is a bootstrap over utterances.
Spoken answers keep their codes, so that their sound can be judged elsewhere.
"""

from __future__ import annotations

import multiprocessing as mp
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stages import prompt
from training import augment, voices, world
from training.calls import Clip, Manner, render, told
from training.documents import Document
from training.errors import distance
from training.listen import Listener
from training.synthesis import ESPEAK_HELD_OUT_VOICES, Engine

Samples = NDArray[np.float32]
Made = tuple[world.Scene, list[NDArray[np.int16]]]
HEARING = ("domain", "domain, espeak held out", "domain, known", "open", "mandarin", *voices.STRANGE_ENGINES)
SCENES = ("answer", "pair", "two turns", "think", "direct", "tool", "no tool", "translate", "translate aloud")
_TRAINED = [name for pair in zip(voices.RECORDED * 5, voices.FORMANT[:20], strict=True) for name in pair]


@dataclass(frozen=True, slots=True)
class Result:
    """One utterance under one row: `score` of `of`, word or character errors of words, or right answers of one."""

    row: str
    seed: int
    voice: str
    said: str
    wanted: str
    got: str
    score: int
    of: int
    codes: str = ""


def make(job: tuple[str, int, int, Any]) -> list[tuple[str, world.Scene, list[NDArray[np.int16]]]]:
    """`n` distinct utterances of a row: voice, scene, and a clip for each of its requests."""
    row, seed, n, tokenizer = job
    rng, engine = Random(f"{row} {seed}"), Engine()
    made: list[tuple[str, world.Scene, list[NDArray[np.int16]]]] = []
    seen: set[str] = set()
    for _ in range(60 * n):
        if len(made) == n:
            break
        scene, names = draw(row, rng)
        said = " / ".join(turn.request for turn in scene.turns)
        voice = names[len(made) % len(names)]
        manner = Manner.plain(voice)
        manner.rate = rng.uniform(0.9, 1.2)
        if said in seen:
            continue
        clips: list[Clip] = []
        for turn in scene.turns:
            if turn.request and (clip := render(engine, tokenizer, turn.request, manner, rng)) is not None:
                clips.append(clip)
        if clips and len(clips) == sum(bool(turn.request) for turn in scene.turns):
            seen.add(said)
            made.append((voice, scene, [to_int16(clip.samples) for clip in clips]))
    return made


def to_int16(samples: Samples) -> NDArray[np.int16]:
    return (samples * (0.3 * 32767 / max(1e-3, float(np.abs(samples).max())))).astype(np.int16)


def draw(row: str, rng: Random) -> tuple[world.Scene, list[str]]:
    """An utterance of a row, and who may say it."""
    if row in HEARING:
        language: world.Language = "zh" if row == "mandarin" else "en"
        text = world.hearing.open_text(rng, True) if row == "open" else None
        text = text or world.hearing.request(rng, language, held_out=row != "domain, known")
        names: list[str] = {
            "domain, espeak held out": ESPEAK_HELD_OUT_VOICES,
            "mandarin": voices.HELD_OUT_MANDARIN,
            **voices.STRANGE_ENGINES,
        }.get(row, _TRAINED)
        return world.Scene(row, language, (world.Turn(text, text),), language), names
    while True:
        scene = world.scene(rng, {"no tool": "tool", "translate aloud": "translate"}.get(row, row), held_out=True)
        kind = f"{scene.kind} aloud" if scene.kind == "translate" and not scene.written else scene.kind
        if kind == row or row not in ("tool", "no tool", "translate", "translate aloud"):
            return scene, _TRAINED if scene.language == "en" else voices.CHINESE


def build(rows: Sequence[str], seeds: Sequence[int], n: int, tokenizer: Any, processes: int) -> dict[str, list[Any]]:
    """The utterances of each row and seed, rendered by several processes: [(seed, voice, scene, clips)]."""
    jobs = [(row, seed * 1000 + k, max(1, n // 10), tokenizer) for row in rows for seed in seeds for k in range(10)]
    with mp.get_context("fork").Pool(processes) as pool:
        parts = pool.map(make, jobs, chunksize=1)
    found: dict[str, list[Any]] = {row: [] for row in rows}
    for (row, seed, _, _), part in zip(jobs, parts, strict=True):
        found[row] += [(seed // 1000, *item) for item in part]
    return found


class Examiner:
    """Asks a mind and scores its answers."""

    def __init__(self, listener: Listener, batch: int = 256) -> None:
        self.listener, self.formats, self.batch = listener, listener.formats, batch
        self.tokenizer = listener.formats.tokenizer

    def hearing(self, row: str, items: Sequence[Any], line: Callable[[Samples], Samples] | None = None) -> list[Result]:
        """Transcripts, through a `line` or plainly."""
        clips = [item[3][0].astype(np.float32) / 32768 for item in items]
        heard = self.listener.transcribe([line(clip) for clip in clips] if line else clips, self.batch)
        results: list[Result] = []
        for (seed, voice, scene, _), text in zip(items, heard, strict=True):
            wanted = scene.turns[0].request
            wrong = distance(world.units(wanted), world.units(text))
            results.append(Result(row, seed, voice, wanted, wanted, text, wrong, len(world.units(wanted))))
        return results

    def asking(
        self, row: str, items: Sequence[Any], spoken: bool = False, thinking: bool = False, typed: bool = False
    ) -> list[Result]:
        """Whether the last answer to what is asked (of a tool's scene the call) is exactly the right one. If requests
        are `typed`, nothing has to be heard."""
        results: list[Result] = []
        order = sorted(items, key=lambda item: max(map(len, item[3])))
        for begin in range(0, len(order), self.batch):
            results += self._some(row, order[begin : begin + self.batch], spoken, thinking, typed)
        return results

    def _some(self, row: str, items: Sequence[Any], spoken: bool, thinking: bool, typed: bool) -> list[Result]:
        formats = self.formats
        clips = [clip.astype(np.float32) / 32768 for item in items for clip in item[3]]
        features, counts = (None, []) if typed else self.listener.features(clips)
        documents: list[Document] = []
        rows: list[list[int]] = []
        at = 0
        for _, _, scene, own in items:
            ready = told(self.tokenizer, scene, [-1] * len(scene.turns))
            document = Document()
            document.put(ready.system)
            document.put(ready.tools)
            documents.append(document)
            rows.append(list(range(at, at + len(own))))
            at += len(own)
        turns = max(len(row) for row in rows)
        answers: list[list[int]] = [[] for _ in items]
        for turn in range(turns):
            asked = [k for k, own in enumerate(rows) if turn < len(own)]
            for k in asked:
                if features is None:
                    requests = [said.request for said in items[k][2].turns if said.request]
                    formats.typed(documents[k], self.tokenizer.encode(requests[turn]))
                else:
                    formats.heard(documents[k], rows[k][turn] * features.shape[1], counts[rows[k][turn]])
            last = [k for k in asked if turn == len(rows[k]) - 1]
            if thinking:
                self._think(documents, last, features)
                for k in last:
                    documents[k].put([*formats.after, *([formats.tts_start] if spoken else [])])
            else:
                for k in asked:
                    documents[k].put(formats.speak if spoken else formats.write)
            limit = 420 if spoken else 96
            for k, ids in zip(asked, self.listener.answer([documents[k] for k in asked], features, limit), strict=True):
                documents[k].put([*ids, formats.eot])
                answers[k] = ids
        return [self._score(row, item, ids) for item, ids in zip(items, answers, strict=True)]

    def _think(self, documents: list[Document], which: Sequence[int], features: Any) -> None:
        """First pass: thoughts up to their end mark."""
        for k in which:
            documents[k].put(self.formats.think)
        thoughts = self.listener.answer([documents[k] for k in which], features, 200, stop=prompt.THINK_END)
        for k, ids in zip(which, thoughts, strict=True):
            documents[k].put(ids)

    def _score(self, row: str, item: Any, ids: list[int]) -> Result:
        seed, voice, scene, own = item
        text, codes = prompt.split_output(ids, self.tokenizer)
        wanted = [turn for turn in scene.turns if turn.request][len(own) - 1].answer
        said = " / ".join(turn.request for turn in scene.turns if turn.request)
        order = "".join(
            "t" if self.tokenizer.is_text(i) else "c" if self.tokenizer.audio_code(i) is not None else "p" for i in ids
        )
        kept = f"{order} {' '.join(map(str, codes))}" if codes else ""
        return Result(row, seed, voice, said, wanted, text, int(text == wanted), 1, kept)


def noisy(clip: Samples, decibels: float = 10.0) -> Samples:
    """White noise that much below the clip."""
    noise = np.random.default_rng(len(clip)).standard_normal(len(clip)).astype(np.float32)
    level = float(np.sqrt(np.square(clip).mean()))
    return (clip + noise * level * 10 ** (-decibels / 20)).astype(np.float32)


def sit(
    examiner: Examiner,
    items: dict[str, list[Any]],
    tell: Callable[[str], None],
    keep: Callable[[list[Result]], None],
) -> list[Result]:
    """Every row there are utterances for; after each, `keep` has all results so far."""
    results: list[Result] = []

    def took(some: list[Result]) -> None:
        results.extend(some)
        keep(results)
        score, of = sum(r.score for r in some), sum(r.of for r in some)
        tell(f"{some[0].row}: {score / of:.2%} of {of} in {len(some)}; {some[0].wanted!r} -> {some[0].got!r}")

    for row in HEARING:
        if items.get(row):
            took(examiner.hearing(row, items[row]))
        if row == "domain" and items.get(row):
            took(examiner.hearing("domain, telephone", items[row], augment.telephone))
            took(examiner.hearing("domain, noise 10 dB", items[row], noisy))
    if items.get("answer"):
        took(examiner.asking("answer, typed", items["answer"], typed=True))
        took(examiner.asking("answer, spoken", items["answer"], spoken=True))
    for row in SCENES:
        if not items.get(row):
            continue
        if row == "translate aloud":
            took(examiner.asking(row, items[row], spoken=True))
        else:
            took(examiner.asking(f"{row}, written", items[row], thinking=row == "think"))
    return results


def interleaving(results: Sequence[Result], teach: Callable[[str], float], limit: int = 420) -> dict[str, float]:
    """How spoken answers are told, as shares: text that is never behind its sound, sound that ends with its text (by
    itself, and within a third of the seconds that `teach(text)` takes), and audio within ten tokens of the start."""
    leads, ends, early, n = 0, 0, 0, 0
    for result in results:
        order, _, codes = result.codes.partition(" ")
        if not codes:
            continue
        n += 1
        total = {kind: order.count(kind) for kind in "tc"}
        so_far = {"t": 0, "c": 0, "p": 0}
        behind = False
        for kind in order:
            behind = behind or (kind == "c" and so_far["t"] / total["t"] < so_far["c"] / total["c"])
            so_far[kind] += 1
        seconds = total["c"] / 25
        leads += not behind
        ends += len(order) < limit and abs(seconds / teach(result.got) - 1) <= 1 / 3
        early += order.index("c") < 10
    return {"text leads": leads / n, "ends with its text": ends / n, "early": early / n, "n": n}


def summary(results: Sequence[Result], seed: int = 0) -> list[dict[str, Any]]:
    """Share and bootstrap interval (95 %) of each row, and the share by seed."""
    found: list[dict[str, Any]] = []
    for row in dict.fromkeys(result.row for result in results):
        some = [result for result in results if result.row == row]
        counts = np.array([(result.score, result.of) for result in some], np.float64)
        drawn = np.random.default_rng(seed).integers(0, len(counts), (1000, len(counts)))
        score, of = counts[drawn].sum(1).T
        low, high = np.quantile(score / of, [0.025, 0.975])
        seeds = {
            str(s): float(sum(r.score for r in some if r.seed == s) / sum(r.of for r in some if r.seed == s))
            for s in sorted({result.seed for result in some})
        }
        share = float(counts[:, 0].sum() / counts[:, 1].sum())
        found.append({"row": row, "n": len(some), "share": share, "low": low, "high": high, "seeds": seeds})
    return found
