"""Greedy answers of a mind in training, many at a time: prompts as documents, ids out.

Documents of one batch stand right-aligned, so that all go on at the same place; what lies before a shorter one is
masked.
The product's own decoder is `stages.decoder`.
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
from training.errors import distance
from training.synthesis import ESPEAK_HELD_OUT_VOICES, Engine


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
        llm = self.mind.llm
        longest = max(map(len, documents))
        ids = np.zeros((len(documents), longest), np.int32)
        place = np.full((len(documents), longest), -1, np.int32)
        valid = np.zeros((len(documents), longest), bool)
        for row, document in enumerate(documents):
            ids[row, longest - len(document) :] = document.ids
            place[row, longest - len(document) :] = document.feature
            valid[row, longest - len(document) :] = True
        h = llm.model.embed_tokens(mx.array(ids))
        if features is not None:
            flat, where = features.reshape(-1, features.shape[-1]), mx.array(place)
            h = mx.where((where >= 0)[..., None], flat[mx.maximum(where, 0)].astype(h.dtype), h)
        memory: list[Any] = [None] * len(llm.model.layers)
        answers: list[list[int]] = [[] for _ in documents]
        running = np.ones(len(documents), bool)
        for _ in range(limit):
            tokens = np.array(self._read(h, mx.array(valid), memory))
            for row in np.flatnonzero(running):
                token = int(tokens[row])
                if token == self.formats.eot:
                    running[row] = False
                    continue
                answers[row].append(token)
                if stop and self.formats.tokenizer.decode(answers[row][-len(stop) :]).endswith(stop):
                    running[row] = False
            if not running.any():
                break
            h = llm.model.embed_tokens(mx.array(tokens)[:, None])
            valid = np.pad(valid, ((0, 0), (0, 1)), constant_values=True)
        return answers

    def _read(self, h: mx.array, valid: mx.array, memory: list[Any]) -> mx.array:
        """The likeliest tokens (B,) after the embeddings h (B, L, D); what came before them is in `memory`, a pair of
        keys and values a layer, to which they are added. `valid` (B, all so far) is false where nothing stands."""
        llm, n, total = self.mind.llm, h.shape[1], valid.shape[1]
        behind = mx.arange(total)[None] <= mx.arange(total - n, total)[:, None]
        itself = mx.arange(total)[None] == mx.arange(total - n, total)[:, None]
        mask = (behind[None] & valid[:, None] | itself[None])[:, None]  # (B, 1, L, total)
        for index, layer in enumerate(llm.model.layers):
            attention, x = layer.self_attn, layer.input_layernorm(h)
            q, k, v = (
                project(x).reshape(*x.shape[:2], heads, -1).transpose(0, 2, 1, 3)
                for project, heads in (
                    (attention.q_proj, attention.n_heads),
                    (attention.k_proj, attention.n_kv_heads),
                    (attention.v_proj, attention.n_kv_heads),
                )
            )
            q, k = attention.rope(q, offset=total - n), attention.rope(k, offset=total - n)
            if memory[index] is not None:
                k, v = (mx.concatenate([old, new], 2) for old, new in zip(memory[index], (k, v), strict=True))
            memory[index] = (k, v)
            out = mx.fast.scaled_dot_product_attention(q, k, v, scale=attention.scale, mask=mask)
            h = h + attention.o_proj(out.transpose(0, 2, 1, 3).reshape(*x.shape[:2], -1))
            h = h + layer.mlp(layer.post_attention_layernorm(h))
        tokens = llm.lm_head(llm.model.norm(h[:, -1])).argmax(-1)
        mx.eval(tokens, memory)
        return tokens

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
