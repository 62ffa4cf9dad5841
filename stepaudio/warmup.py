"""Runs every model once, so that the first caller does not wait for what happens only at a first time.

Libraries are loaded on first use, kernels compiled, memory touched: over a second on a fresh machine.
"""

from __future__ import annotations

import numpy as np

from pipeline.segment import AnswerCodes, SegmentAudio, SegmentEnded, SegmentFeatures, SegmentStarted
from pipeline.stage import through
from stages.decoder import Ask
from stages.memory import Speech, prompt
from stages.models.sampler import Sampling
from stages.prompt import Audio, Message, speak
from stepaudio.audio import HEARD_HZ
from stepaudio.engine import Engine

HEARD_S = 1.0
TOKENS = 8


async def warm_up(engine: Engine) -> None:
    """One utterance of faint noise heard, a few tokens decoded, two chunks spoken."""
    noise = np.random.default_rng(0).standard_normal(int(HEARD_S * HEARD_HZ)).astype(np.float32) * 1e-3
    utterance = [SegmentStarted(0, 0), SegmentAudio(0, noise), SegmentEnded(0, len(noise), len(noise))]
    heard = await through(engine.ears().listener, utterance)
    features = tuple(item.features for item in heard if isinstance(item, SegmentFeatures) and not item.provisional)
    speech = Speech("warm-up", features)
    tokenizer, wish = engine.checkpoint.tokenizer, engine.config.answer
    question = prompt([Message("human", [Audio(len(speech))]), speak()], [speech], tokenizer)
    sampling = Sampling(wish.temperature, wish.top_k, wish.top_p, wish.repetition_penalty)
    async with engine.decoder.turn(question, engine.memory(), Ask(sampling, TOKENS, frozenset())) as tokens:
        async for _ in tokens:
            pass
    codes = (0,) * (2 * engine.config.flow.chunk_tokens)
    await through(engine.speech(engine.voices[0], seed=0), [AnswerCodes(codes, last=True)])
