"""Greedy answers of a mind in training, many at a time: prompts as documents, ids out.

Every step reads the whole sequences again. That is wasteful but short, exact, and fast enough on a GPU for a thousand
transcripts in seconds; the product's own decoder is `stages.decoder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import mlx.core as mx
import numpy as np
from numpy.typing import NDArray

from stages.models import mel
from stages.models.adaptor import token_count
from training import voices, world
from training.calls import Clip, Manner, render
from training.documents import Document, Formats
from training.synthesis import ESPEAK_HELD_OUT_VOICES, Engine

STEP = 64  # sequences are padded to a multiple of it, so that few shapes occur


class Listener:
    """Answers by `mind`, in its weights' precision."""

    def __init__(self, mind: Any, formats: Formats) -> None:
        self.mind, self.formats = mind, formats

    def features(self, clips: Sequence[NDArray[np.float32]]) -> tuple[mx.array, list[int]]:
        """Encodes clips of 16 kHz samples: (N, F, D), and how many features each has."""
        longest = -(-max(map(len, clips)) // 16000) * 16000
        audio = np.stack([np.pad(clip, (0, longest - len(clip))) for clip in clips])
        lengths = np.array([len(clip) for clip in clips], np.int32)
        found, _ = self.mind.hear(mx.array(audio), mx.array(lengths), False, self.mind.phoneme_head.weight.dtype)
        mx.eval(found)
        return found, [token_count((n + mel.PADDING_SAMPLES) // mel.HOP_SAMPLES) for n in lengths.tolist()]

    def answer(
        self, documents: Sequence[Document], features: mx.array | None, limit: int, stop: str = ""
    ) -> list[list[int]]:
        """The ids that follow each document up to its end mark, or with the text `stop`; at most `limit`."""
        if features is None:
            features = mx.zeros((1, 1, self.mind.llm.model.embed_tokens.weight.shape[1]))
        lengths = np.array([len(document) for document in documents])
        room = -(-(int(lengths.max()) + 1) // STEP) * STEP
        ids = np.zeros((len(documents), room), np.int32)
        place = np.full((len(documents), room), -1, np.int32)
        for row, document in enumerate(documents):
            ids[row, : len(document)] = document.ids
            place[row, : len(document)] = document.feature
        answers: list[list[int]] = [[] for _ in documents]
        running = np.ones(len(documents), bool)
        for _ in range(limit):
            if lengths.max() + 1 > ids.shape[1]:
                ids = np.pad(ids, ((0, 0), (0, STEP)))
                place = np.pad(place, ((0, 0), (0, STEP)), constant_values=-1)
            valid = (np.arange(ids.shape[1])[None] < lengths[:, None]).astype(np.int32)
            rows = {"ids": mx.array(ids), "feature": mx.array(place), "document": mx.array(valid)}
            h, _ = self.mind.read(rows, features, guided=False)
            last = h[mx.arange(len(lengths)), mx.array(lengths - 1)]
            following = np.array(self.mind.llm.lm_head(last).argmax(-1))
            for row in np.flatnonzero(running):
                token = int(following[row])
                if token == self.formats.eot:
                    running[row] = False
                    continue
                answers[row].append(token)
                ids[row, lengths[row]] = token
                lengths[row] += 1
                if stop and self.formats.tokenizer.decode(answers[row][-len(stop) :]).endswith(stop):
                    running[row] = False
            if not running.any():
                break
        return answers

    def transcribe(self, clips: Sequence[NDArray[np.float32]], batch: int = 64) -> list[str]:
        """What is heard in each clip."""
        texts: list[str] = []
        order = sorted(range(len(clips)), key=lambda k: len(clips[k]))
        for begin in range(0, len(order), batch):
            some = [clips[k] for k in order[begin : begin + batch]]
            features, counts = self.features(some)
            documents: list[Document] = []
            for k, n in enumerate(counts):
                document = Document()
                document.put(self.formats.transcribe_system)
                self.formats.heard(document, k * features.shape[1], n)
                document.put(self.formats.write)
                documents.append(document)
            limit = 24 + int(max(counts) * 0.8)
            texts += [self.formats.tokenizer.decode(ids) for ids in self.answer(documents, features, limit)]
        found = [""] * len(clips)
        for k, text in zip(order, texts, strict=True):
            found[k] = text
        return found


def errors(wanted: Sequence[str], heard: Sequence[str]) -> tuple[int, int]:
    """Word errors of English, character errors of Mandarin, and how many there were to get right."""
    wrong = total = 0
    for reference, hypothesis in zip(wanted, heard, strict=True):
        wrong += distance(world.units(reference), world.units(hypothesis))
        total += len(world.units(reference))
    return wrong, total


def distance(ref: Sequence[str], hyp: Sequence[str]) -> int:
    """Units to insert, delete or replace to turn one text into the other."""
    row = list(range(len(hyp) + 1))
    for i, unit in enumerate(ref, 1):
        above = row
        row = [i]
        for j, heard in enumerate(hyp, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (unit != heard)))
    return row[-1]


def probe(tokenizer: Any, n: int = 24, seed: int = 77) -> dict[str, list[tuple[str, Clip]]]:
    """A few held-out requests and open sentences, to look at during training."""
    rng, engine = Random(seed), Engine()
    groups = {
        "flite": (voices.RECORDED, lambda: world.hearing.request(rng, "en", held_out=True)),
        "espeak": (ESPEAK_HELD_OUT_VOICES, lambda: world.hearing.request(rng, "en", held_out=True)),
        "open": (voices.RECORDED, lambda: world.hearing.open_text(rng, held_out=True)),
        "mandarin": (voices.HELD_OUT_MANDARIN, lambda: world.hearing.request(rng, "zh", held_out=True)),
    }
    found: dict[str, list[tuple[str, Clip]]] = {}
    for name, (who, draw) in groups.items():
        found[name] = []
        while len(found[name]) < n:
            text = draw()
            clip = render(engine, tokenizer, text, Manner.plain(who[len(found[name]) % len(who)]), rng)
            if clip is not None:
                found[name].append((text, clip))
    return found


def report(listener: Listener, found: dict[str, list[tuple[str, Clip]]]) -> str:
    """Error rates of a `probe`, and one hypothesis of each group."""
    lines: list[str] = []
    for name, items in found.items():
        heard = listener.transcribe([clip.samples * 0.3 / np.abs(clip.samples).max() for _, clip in items])
        wrong, total = errors([text for text, _ in items], heard)
        lines.append(f"{name} {wrong / total:.1%} [{items[0][0]!r} -> {heard[0]!r}]")
    return "heard wrongly: " + "; ".join(lines)
