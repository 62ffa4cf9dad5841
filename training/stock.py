"""Scenes whose answers are already said and turned into speech tokens: made in advance, where there is time but no GPU.

A second of speech is 50 bytes of codes: half an hour's work of two cores, 70,000 answers, is a file of 7 MB.
"""

from __future__ import annotations

import lzma
import multiprocessing as mp
import pickle
import time
from functools import cache
from itertools import count
from pathlib import Path
from random import Random

import mlx.core as mx
import numpy as np
from numpy.typing import NDArray

from stages.models.s3_tokenizer import S3Tokenizer
from stages.tokenizer import Tokenizer
from training import voices, world
from training.calls import Answer, Stocked, agent_says, read_aloud
from training.language import read_pieces
from training.speech_tokenizer import codes_of, n_codes, nano_config
from training.synthesis import Engine, EngineError

CHUNK = 64  # scenes that a process makes at a time
WIDTHS_S = (3.2, 4.8, 6.4, 9.6)  # answers are tokenised in batches of these lengths
BEHIND_S = 0.3  # silence that the tokenizer hears behind each


def make(path: Path, seconds: float, processes: int, seed: int, read_share: float, folder: Path, weights: Path) -> int:
    """Fills a file for so many seconds; `read_share` of the scenes are texts to read aloud. Returns how many there are.

    Raises FileNotFoundError if `weights` holds no speech tokenizer, EngineError if the agent's voices are not there.
    """
    deadline, made = time.monotonic() + seconds, list[Stocked]()
    jobs = ((number, read_share, folder, weights) for number in count(seed * 100_003))
    with mp.get_context("spawn").Pool(processes) as pool:
        waiting = [pool.apply_async(some, next(jobs)) for _ in range(2 * processes)]
        while time.monotonic() < deadline or not made:
            made += waiting.pop(0).get()
            waiting.append(pool.apply_async(some, next(jobs)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(pickle.dumps(made), preset=6))
    return len(made)


def load(folder: Path) -> list[Stocked]:
    """All that `make` wrote into files stock-*.xz of a folder. Raises FileNotFoundError if there are none."""
    files = sorted(folder.glob("stock-*.xz"))
    if not files:
        raise FileNotFoundError(f"{folder} holds no stock-*.xz: `python -m training stock` makes one")
    return [item for path in files for item in pickle.loads(lzma.decompress(path.read_bytes()))]


def some(seed: int, read_share: float, folder: Path, weights: Path) -> list[Stocked]:
    """`CHUNK` scenes of a seed."""
    tokenizer, model, engine = _tools(folder, weights)
    rng = Random(seed)
    scenes: list[tuple[world.Scene, list[Answer | None]]] = []
    for _ in range(20 * CHUNK):
        scene = read_aloud(rng) if rng.random() < read_share else world.scene(rng)
        if scene.written or len(scene.turns) > 3:
            continue
        said = [None if turn.is_call else agent_says(engine, tokenizer, turn.answer, scene.to) for turn in scene.turns]
        if any(said):
            scenes.append((scene, said))
        if len(scenes) == CHUNK:
            break
    else:
        raise EngineError(f"hardly any answer can be said: are the agent's voices there ({voices.AGENTS})?")
    codes = iter(tokenised(model, [answer.samples for _, said in scenes for answer in said if answer]))
    nothing = np.zeros(0, np.int16)
    return [
        Stocked(
            scene,
            tuple(next(codes) if answer else nothing for answer in said),
            tuple(answer.times if answer else nothing.reshape(0, 2) for answer in said),
        )
        for scene, said in scenes
    ]


@cache
def _tools(folder: Path, weights: Path) -> tuple[Tokenizer, S3Tokenizer, Engine]:
    """A process's text tokenizer, speech tokenizer and engines."""
    model = S3Tokenizer(nano_config())
    read_pieces(model, weights, "s3")
    return Tokenizer.load(folder), model, Engine()


def tokenised(model: S3Tokenizer, clips: list[NDArray[np.float32]]) -> list[NDArray[np.int16]]:
    """The codes of 16 kHz clips, batched by length."""
    sorts: dict[int, list[int]] = {}
    for k, clip in enumerate(clips):
        width = next((s for s in WIDTHS_S if len(clip) + BEHIND_S * 16000 <= s * 16000), WIDTHS_S[-1])
        sorts.setdefault(round(width * 16000), []).append(k)
    found: dict[int, NDArray[np.int16]] = {}
    for width, members in sorts.items():
        for begin in range(0, len(members), 8):
            batch = members[begin : begin + 8]
            audio = np.zeros((len(batch), width), np.float32)
            for row, k in zip(audio, batch, strict=True):
                row[: len(clips[k])] = clips[k]
            for row, k in zip(np.array(codes_of(model, mx.array(audio))), batch, strict=True):
                found[k] = row[: n_codes(len(clips[k]))].astype(np.int16)
    return [found[k] for k in range(len(clips))]
