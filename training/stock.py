"""Scenes whose answers are already said and turned into speech tokens: made in advance, where there is time but no GPU.

A second of speech is 50 bytes of codes: half an hour's work of two cores, 70,000 answers, is a file of 7 MB.
"""

from __future__ import annotations

import lzma
import multiprocessing as mp
import pickle
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training import world
from training.calls import Answer, agent_says, read_aloud
from training.synthesis import Engine

CHUNK = 64  # scenes that a process makes at a time
WIDTHS_S = (3.2, 4.8, 6.4, 9.6)  # answers are tokenised in batches of these lengths
BEHIND_S = 0.3  # silence that the tokenizer hears behind each


@dataclass(frozen=True, slots=True)
class Stocked:
    """A scene and, for each of its turns, the codes of its answer (C,) and the frames of its text tokens (n, 2); both
    are empty where an answer has no sound."""

    scene: world.Scene
    codes: tuple[NDArray[np.int16], ...]
    times: tuple[NDArray[np.int16], ...]


def make(path: Path, seconds: float, processes: int, seed: int, read_share: float, folder: Path, weights: Path) -> int:
    """Fills a file for so many seconds; `read_share` of the scenes are texts to read aloud. Returns how many there
    are."""
    deadline, made = time.monotonic() + seconds, list[Stocked]()
    jobs = ((seed * 100_003 + k, read_share) for k in range(10**9))
    with mp.get_context("spawn").Pool(processes, _begin, (folder, weights)) as pool:
        waiting = [pool.apply_async(_some, next(jobs)) for _ in range(2 * processes)]
        while time.monotonic() < deadline:
            made += waiting.pop(0).get()
            waiting.append(pool.apply_async(_some, next(jobs)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(pickle.dumps(made), preset=6))
    return len(made)


def load(folder: Path) -> list[Stocked]:
    """All that `make` wrote into files stock-*.xz of a folder."""
    files = sorted(folder.glob("stock-*.xz"))
    return [item for path in files for item in pickle.loads(lzma.decompress(path.read_bytes()))]


_tools: tuple[Any, Any, Engine] | None = None


def _begin(folder: Path, weights: Path) -> None:
    """A process's text tokenizer, speech tokenizer and engines."""
    from stages.models.s3_tokenizer import S3Config, S3Tokenizer
    from stages.tokenizer import Tokenizer
    from training import nano
    from training.language import read_pieces

    global _tools
    model = S3Tokenizer(S3Config(width=nano.SPEECH_TOKENIZER_WIDTH, n_layers=nano.SPEECH_TOKENIZER_LAYERS))
    read_pieces(model, weights, "s3")
    _tools = Tokenizer.load(folder), model, Engine()


def _some(seed: int, read_share: float) -> list[Stocked]:
    assert _tools is not None
    tokenizer, model, engine = _tools
    rng = Random(seed)
    scenes: list[tuple[world.Scene, list[Answer | None]]] = []
    while len(scenes) < CHUNK:
        scene = read_aloud(rng) if rng.random() < read_share else world.scene(rng)
        if scene.written or len(scene.turns) > 3:
            continue
        said = [None if turn.is_call else agent_says(engine, tokenizer, turn.answer, scene.to) for turn in scene.turns]
        if any(said):
            scenes.append((scene, said))
    codes = iter(_tokenised(model, [answer.samples for _, said in scenes for answer in said if answer]))
    nothing = np.zeros(0, np.int16)
    return [
        Stocked(
            scene,
            tuple(next(codes) if answer else nothing for answer in said),
            tuple(answer.times if answer else nothing.reshape(0, 2) for answer in said),
        )
        for scene, said in scenes
    ]


def _tokenised(model: Any, clips: list[NDArray[np.float32]]) -> list[NDArray[np.int16]]:
    """The codes of 16 kHz clips, batched by length."""
    import mlx.core as mx

    from training.speech_tokenizer import codes_of

    found: dict[int, NDArray[np.int16]] = {}
    sorts: dict[int, list[int]] = {}
    for k, clip in enumerate(clips):
        width = next((s for s in WIDTHS_S if len(clip) + BEHIND_S * 16000 <= s * 16000), WIDTHS_S[-1])
        sorts.setdefault(round(width * 16000), []).append(k)
    for width, members in sorts.items():
        for begin in range(0, len(members), 8):
            some = members[begin : begin + 8]
            audio = np.zeros((len(some), width), np.float32)
            for row, k in zip(audio, some, strict=True):
                row[: len(clips[k])] = clips[k]
            for row, k in zip(np.array(codes_of(model, mx.array(audio))), some, strict=True):
                found[k] = row[: -(-(len(clips[k]) // 160) // 4)].astype(np.int16)
    return [found[k] for k in range(len(clips))]
