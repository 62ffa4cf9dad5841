"""Whole recordings and whole texts through the same stages that live sessions run."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass

import anyio
import numpy as np

from pipeline import waterfall
from pipeline.channel import Plumbing
from pipeline.clock import SystemClock
from pipeline.conversation import Conversation, UserSpeech, UserTyped
from pipeline.events import MicAudio, Samples
from pipeline.segment import (
    Answer,
    AnswerCodes,
    AnswerText,
    AnswerThought,
    SegmentEnded,
    SegmentFeatures,
    SegmentStarted,
)
from pipeline.segmenter import SegmenterStage
from pipeline.settings import Settings, settle
from pipeline.stage import run_chain, run_stage, through
from pipeline.wish import Wish
from stages.decoder import Ask
from stages.memory import Speech as SpokenPiece
from stages.memory import prompt
from stages.models.sampler import GREEDY
from stages.prompt import Audio, Message, write
from stages.tokenizer import TextStream
from stages.transcriber import SPARE_TOKENS
from stepaudio.audio import HEARD_HZ
from stepaudio.engine import Engine

BLOCK_S = 1.0
SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its text and its sound, (n,) float32 at 24 kHz, none if it is written; and what was thought before."""

    text: str
    samples: Samples
    thinking: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said in a recording, and from where to where, in samples at 16 kHz."""

    speech: UserSpeech
    start_samples: int
    end_samples: int


async def utterances(engine: Engine, samples: Samples) -> list[Utterance]:
    """The utterances in a recording (n,) at 16 kHz; none where nobody speaks."""
    ears = engine.ears()
    block = int(BLOCK_S * HEARD_HZ)
    audio = [MicAudio(samples[at : at + block], HEARD_HZ) for at in range(0, len(samples), block)]
    started: dict[int, int] = {}
    pieces: dict[int, dict[int, list[object]]] = {}
    found: list[Utterance] = []
    for item in await through([*ears.detector, SegmenterStage(engine.config.ears), *ears.listener], audio):
        match item:
            case SegmentStarted(number, at_samples):
                started[number], pieces[number] = at_samples, {}
            case SegmentFeatures(number, features, provisional=False, piece=piece):
                pieces[number].setdefault(piece, []).append(features)
            case SegmentEnded(number, at_samples) if pieces[number]:
                speech = UserSpeech(number, tuple(map(tuple, pieces.pop(number).values())))
                found.append(Utterance(speech, started[number], at_samples))
            case _:
                pass
    return found


async def hear(engine: Engine, samples: Samples) -> list[UserSpeech]:
    """The same without the places."""
    return [utterance.speech for utterance in await utterances(engine, samples)]


async def transcribe(engine: Engine, utterance: UserSpeech) -> str:
    """What was said in one utterance."""
    async with aclosing(transcribing(engine, utterance)) as text:
        return "".join([piece async for piece in text]).strip()


async def transcribing(engine: Engine, utterance: UserSpeech) -> AsyncGenerator[str]:
    """What was said in one utterance, as it is decoded, greedily; its 25 s pieces one after the other."""
    tokenizer, wish = engine.checkpoint.tokenizer, engine.config.transcript
    for number, chunks in enumerate(utterance.features):
        piece = SpokenPiece((utterance.utterance, number), chunks)
        question = prompt(
            [Message("system", wish.prompt), Message("human", [Audio(len(piece))]), write()], [piece], tokenizer
        )
        limit = min(wish.max_tokens, len(piece) + SPARE_TOKENS)
        ask = Ask(GREEDY, limit, frozenset({tokenizer.eos_id}))
        async with engine.decoder.turn(question, engine.memory(), ask) as tokens:
            text = TextStream(tokenizer)
            if number:
                yield " "
            async for token in tokens:
                yield text.push(token)
            yield text.finish()


async def respond(engine: Engine, conversation: Conversation, settings: Settings) -> Said:
    """The answer to a conversation."""
    stages = engine.voice(0, conversation, settings, anyio.lowlevel.checkpoint)
    items: list[Answer] = []
    sound: list[Samples] = []
    with Plumbing(engine.config.channels.size) as plumbing:
        feature_in, features = plumbing.channel("features")
        answer_in, answer = plumbing.channel("llm")
        code_in, codes = plumbing.channel("codes")
        audio_in, audio = plumbing.channel("vocoder")

        async def route() -> None:
            async for item in answer:
                items.append(item)
                if isinstance(item, AnswerCodes):
                    await code_in.send(item)
            code_in.close()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run_stage, stages.answer, features, answer_in)
            tasks.start_soon(route)
            tasks.start_soon(run_chain, stages.speech, codes, audio_in, plumbing)
            feature_in.close()
            async for item in audio:
                sound.append(item.samples)
    return Said(
        "".join(item.text for item in items if isinstance(item, AnswerText)),
        np.concatenate(sound) if sound else np.zeros(0, np.float32),
        "".join(item.text for item in items if isinstance(item, AnswerThought)).strip(),
    )


async def translate(engine: Engine, utterances: Iterable[UserSpeech], settings: Settings) -> Said:
    """What was said in another language, utterance by utterance."""
    said: list[Said] = []
    for utterance in utterances:
        alone = Conversation(settings.system, engine.memory(), max_tokens=engine.context_tokens)
        alone.add(utterance)
        said.append(await respond(engine, alone, settings))
    sound = [part.samples for part in said]
    return Said(" ".join(part.text for part in said), np.concatenate(sound) if sound else np.zeros(0, np.float32))


def sentences(text: str) -> list[str]:
    """The sentences of a text, each of which is read by itself."""
    return [part.strip() for part in SENTENCE.split(text) if part.strip()]


async def synthesize(engine: Engine, text: str, voice: str) -> Said:
    """A text read aloud, sentence by sentence."""
    settings = settle(Wish(task="read", voice=voice), engine.config, engine.voices)
    said: list[Said] = []
    for sentence in sentences(text):
        reading = Conversation(settings.system, engine.memory(), max_tokens=engine.context_tokens)
        reading.add(UserTyped(sentence))
        said.append(await respond(engine, reading, settings))
    return Said(" ".join(part.text for part in said), np.concatenate([part.samples for part in said]))


def watched() -> waterfall.Waterfall:
    """A new account of what the calling task and those it starts spend by stage."""
    account = waterfall.Waterfall(SystemClock())
    waterfall.current.set(account)
    return account
