"""After an interruption the model's own cache holds what one that had only heard that much would hold."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest
from recordings import recording

from pipeline import config
from pipeline.conversation import AssistantSpeech, Conversation
from pipeline.events import Interrupted, MicAudio, Played, SpeechAudio, TurnEnded
from pipeline.session import open_session
from pipeline.wish import Wish
from stages.llm import answer_prompt
from stages.memory import Memory
from stepaudio.engine import Engine, open_engine
from stepaudio.sounds import silence

pytestmark = pytest.mark.anyio

NANO = Path(__file__).parents[2] / "checkpoints" / "nano"
QUICK = ("answer.temperature=0", "echo.similarity=2")


@asynccontextmanager
async def engine() -> AsyncGenerator[tuple[Engine, Any]]:
    settings = config.load(overrides=QUICK)
    async with open_engine(NANO, settings) as loaded:
        yield loaded, settings


async def test_the_cache_after_an_interruption_is_that_of_a_conversation_that_heard_so_much() -> None:
    async with engine() as (loaded, settings), open_session(loaded, settings, Wish()) as session:
        events: list[Any] = []

        async def read() -> None:
            async for event in session:
                events.append(event)
                if isinstance(event, SpeechAudio):
                    await session.push(Played(event.turn, 12_345))

        async def say(*sound: Any) -> None:
            samples = np.concatenate(sound)
            for at in range(0, len(samples), 320):
                await session.push(MicAudio(samples[at : at + 320], 16_000))
                await anyio.sleep(0.002)

        async def until(kind: type[Any], count: int) -> None:
            with anyio.fail_after(120):
                while sum(isinstance(event, kind) for event in events) < count:
                    await say(silence(0.1))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            await say(silence(0.3), recording("capital"))
            await until(SpeechAudio, 2)
            await say(recording("greeting"), recording("weather"))
            await until(TurnEnded, 1)
            tasks.cancel_scope.cancel()

        cut = next(event for event in events if isinstance(event, Interrupted))
        conversation = session.conversation
        answers = [message for message in conversation.messages if isinstance(message, AssistantSpeech)]
        tokenizer = loaded.checkpoint.tokenizer
        (answer,) = [message for message in answers if message.turn == cut.turn]
        spoken = [token for token in answer.ids if tokenizer.audio_code(token) is not None]
        assert len(spoken) == cut.heard_samples // 960 > 0

        # the same messages, told to a memory that has heard nothing else
        fresh = Conversation(conversation.system, loaded.memory(), max_tokens=10_000)
        fresh.messages = list(conversation.messages)
        question = answer_prompt(fresh.system, fresh.messages, tokenizer)
        used: Memory = conversation.memory
        for memory in (used, fresh.memory):
            await loaded.decoder.prefill(question, memory, len(question.ids) - 1)
        assert used.keys[: len(question.ids) - 1] == fresh.memory.keys == list(question.keys[:-1])

        def layers(memory: Memory) -> list[np.ndarray[Any, Any]]:
            n = len(question.ids) - 1
            return [np.array(part[..., :n, :]) for layer in memory._layers() for part in (layer.keys, layer.values)]

        both = await loaded.lane.run(lambda: (layers(used), layers(fresh.memory)), stage="test")
        for one, other in zip(*both, strict=True):
            np.testing.assert_allclose(one, other, atol=2e-3)
