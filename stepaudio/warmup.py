"""Runs every model in the shapes that callers will bring, so that the first caller does not wait for what happens only
at a first time: libraries are loaded, kernels compiled, memory touched. Each step is done twice and reported.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import mlx.core as mx
import numpy as np

from pipeline.clock import Clock, SystemClock
from pipeline.segment import AnswerCodes, SegmentAudio, SegmentEnded, SegmentFeatures, SegmentStarted
from pipeline.stage import through
from stages.decoder import Ask
from stages.memory import Prompt, Speech, prompt
from stages.models.batch import Batch, Row
from stages.models.device import on_gpu
from stages.models.llm import Llm
from stages.models.sampler import Sampling
from stages.prompt import Audio, Message, speak
from stepaudio.audio import HEARD_HZ
from stepaudio.engine import Engine, Progress

HEARD_S = 1.0
TOKENS = 8
BAR = 20  # characters


@dataclass(frozen=True)
class Warm:
    """A step of warming up: what it took at first, and what it took again."""

    what: str
    first_ms: float
    again_ms: float

    def __str__(self) -> str:
        return f"{self.what} {self.again_ms:.0f} ms (first {self.first_ms:.0f})"


async def warm_up(
    engine: Engine, progress: Progress = lambda doing: None, clock: Clock | None = None
) -> tuple[Warm, ...]:
    """An utterance of faint noise is heard, answers are decoded alone and together, and every chunk size is spoken."""
    clock = clock or SystemClock()
    utterance = [SegmentStarted(0, 0), *_noise(), SegmentEnded(0, int(HEARD_S * HEARD_HZ), int(HEARD_S * HEARD_HZ))]
    hear = partial(through, engine.ears().listener, utterance)
    heard = await hear()
    features = tuple(item.features for item in heard if isinstance(item, SegmentFeatures) and not item.provisional)
    steps: list[tuple[str, Callable[[], Awaitable[object]]]] = [
        (f"hearing {HEARD_S:g} s", hear),
        (f"answering with {TOKENS} tokens", partial(_answer, engine, _question(engine, features))),
    ]
    llm, lane = engine.checkpoint.llm, engine.lane
    for rows in _batches(engine.config.lane.max_turns):
        steps.append((f"a token of {rows} answers", partial(lane.run, _decode, llm, rows, stage="llm")))
    codes = (0,) * (engine.config.flow.chunk_tokens * (4 if on_gpu() else 2))  # there, each chunk size is compiled
    for voice in engine.voices if on_gpu() else engine.voices[:1]:
        speak_codes = partial(through, engine.speech(voice, seed=0), [AnswerCodes(codes, last=True)])
        steps.append((f"speaking {len(codes) / 25:g} s as {voice}", speak_codes))

    done: list[Warm] = []
    for number, (what, step) in enumerate(steps):
        full = BAR * number // len(steps)
        progress(f"warming up {'█' * full}{'░' * (BAR - full)} {number + 1}/{len(steps)} {what}")
        times = [clock()]
        for _ in range(2):
            await step()
            times.append(clock())
        done.append(Warm(what, 1e3 * (times[1] - times[0]), 1e3 * (times[2] - times[1])))
    return tuple(done)


def _noise() -> list[SegmentAudio]:
    samples = np.random.default_rng(0).standard_normal(int(HEARD_S * HEARD_HZ)).astype(np.float32) * 1e-3
    return [SegmentAudio(0, samples)]


def _question(engine: Engine, features: tuple[mx.array, ...]) -> Prompt:
    speech = Speech("warm-up", features)
    return prompt([Message("human", [Audio(len(speech))]), speak()], [speech], engine.checkpoint.tokenizer)


async def _answer(engine: Engine, question: Prompt) -> None:
    wish = engine.config.answer
    sampling = Sampling(wish.temperature, wish.top_k, wish.top_p, wish.repetition_penalty)
    async with engine.decoder.turn(question, engine.memory(), Ask(sampling, TOKENS, frozenset())) as tokens:
        async for _ in tokens:
            pass


def _batches(most: int) -> list[int]:
    """Numbers of rows, each twice the one before, for which kernels differ; one row is an answer of its own."""
    return [rows for rows in (2, 4, 8, 16, 32) if rows < 2 * most and most > 1]


def _decode(llm: Llm, n_rows: int) -> None:
    """Two tokens of so many answers at once, on the lane."""
    batch, sampling = Batch(llm), Sampling()
    for number in range(n_rows):
        cache = llm.make_cache()
        mx.eval(llm(mx.zeros((1, 4), mx.int32), cache))
        batch.join(Row(number, sampling, [0.5]), cache, [number])
    for _ in range(2):
        batch.step()
