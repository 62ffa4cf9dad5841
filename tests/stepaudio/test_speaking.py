"""The bundled model asked to think, to write, to translate, to fill a silence and to speak like a sample: that it
works, and what a client sees of it; how well is for the model card to say."""

from __future__ import annotations

import wave
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from pipeline import config
from pipeline.events import (
    Fault,
    SpeechAudio,
    TextDelta,
    ToolCall,
    ToolResult,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    UserText,
    VoiceReady,
    VoiceSample,
)
from pipeline.wish import Wish
from stages.decoder import Decoder
from stages.memory import Prompt
from stages.prompt import tool_call
from stages.voice import read_recording
from stepaudio import StepAudio2, ThinkConfig
from stepaudio.cli import app
from stepaudio.engine import open_engine
from stepaudio.library import NANO
from stepaudio.live import Live

pytestmark = pytest.mark.anyio

ORDER = NANO / "samples" / "order.wav"


def test_thoughts_stay_within_their_budget_and_out_of_the_answer(model: StepAudio2) -> None:
    short = model.think_and_respond(ORDER, ThinkConfig(max_tokens=2))
    longer = model.think_and_respond(ORDER, ThinkConfig(max_tokens=40))
    assert len(short.thinking) < 40
    for speech in (short, longer):
        assert "<think>" not in speech.text + speech.thinking
        assert speech.heard
    with pytest.raises(ValueError, match="max_tokens is 0: expected at least one token"):
        model.think_and_respond(ORDER, ThinkConfig(max_tokens=0))


@pytest.mark.parametrize("to", ["en", "zh"])
def test_translations_are_written_or_spoken(model: StepAudio2, to: str) -> None:
    written = model.translate(ORDER, to)
    assert written.text
    assert written.samples.size == 0
    spoken = model.translate(ORDER, to=to, speech=True)
    assert spoken.rate_hz == 24_000


def test_another_language_is_named(model: StepAudio2) -> None:
    with pytest.raises(ValueError, match="no language 'fr': choose one of en, zh"):
        model.translate(ORDER, "fr")


def test_the_commands(tmp_path: Path) -> None:
    run = CliRunner()
    asked = run.invoke(
        app, ["ask", str(ORDER), "--think", "-o", str(tmp_path / "a.wav"), "--set", "think.max_tokens=4"]
    )
    assert asked.exit_code == 0, asked.output
    for line in ("heard: ", "thinking: ", "answer: "):
        assert f"\n{line}" in f"\n{asked.output}"
    with wave.open(str(tmp_path / "a.wav")) as answer:
        assert answer.getframerate() == 24_000
    told = run.invoke(app, ["translate", str(ORDER), "--to", "zh", "--speech", str(tmp_path / "b.wav")])
    assert told.exit_code == 0, told.output
    assert (tmp_path / "b.wav").is_file()
    wrong = run.invoke(app, ["translate", str(ORDER), "--to", "Klingon"])
    assert wrong.exit_code == 1
    assert "no language 'Klingon': choose one of en, zh" in wrong.output


async def until(events: Any, *kinds: type[Any]) -> list[Any]:
    """The events up to the first of these kinds."""
    came: list[Any] = []
    async for event in events:
        came.append(event)
        if isinstance(event, kinds):
            break
    return came


async def test_a_session_writes_counts_and_speaks_like_a_sample() -> None:
    async with Live.load(overrides=["answer.temperature=0"]) as live:
        async with live.session(Wish(spoken=False)) as session:
            events = aiter(session)
            await session.push(UserText("What is the capital of France?"))
            came = await until(events, TurnMetrics)
            assert "".join(event.text for event in came if isinstance(event, TextDelta))
            assert not any(isinstance(event, SpeechAudio) for event in came)
            assert came[-1].usage.answer_text > 0
        async with live.session() as session:
            events = aiter(session)
            channels, rate_hz = read_recording(NANO / "voices" / "hamish.flac")
            await session.push(VoiceSample(channels[0], rate_hz, "I agree."))
            (ready,) = await until(events, VoiceReady)
            assert ready == VoiceReady("own", ())
            await session.push(UserText("What is the capital of France?"))
            came = await until(events, TurnMetrics)
            sound = np.concatenate([event.samples for event in came if isinstance(event, SpeechAudio)])
            assert np.abs(sound).max() > 0.05
            usage = came[-1].usage
            assert usage.prompt_text > usage.cached >= 0
            assert usage.answer_audio == sound.size // 960
            await session.push(UserText("And of Spain?"))
            assert (await until(events, TurnMetrics))[-1].usage.cached > usage.prompt_text, (
                "the first turn is remembered"
            )
            await session.push(VoiceSample(np.zeros(48_000, np.float32), 16_000, ""))
            (fault,) = await until(events, Fault)
            assert "silent" in fault.message


async def test_the_filler_is_made_once_and_sounds() -> None:
    settings = config.load(overrides=['tools.builtin=["calculator"]'])
    async with open_engine(NANO, settings) as engine:
        for language, words in (("en", "One moment, please."), ("zh", "请稍等。")):
            text, codes = await engine.filler(language)
            assert text == words
            assert 10 < len(codes) < 100
            assert await engine.filler(language) == (text, codes)


async def test_a_tool_is_called_bridged_and_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the model knows of tools: it is made to call one, and the rest is as it is."""
    decode, passes = Decoder.turn, list[list[str]]()

    @asynccontextmanager
    async def turn(self: Decoder, prompt: Prompt, memory: Any, ask: Any) -> AsyncGenerator[AsyncIterator[int]]:
        passes.append([tokenizer.decode(prompt.ids)])
        if len(passes) > 1:
            async with decode(self, prompt, memory, ask) as tokens:
                yield tokens
            return

        async def call() -> AsyncIterator[int]:
            for token in tokenizer.encode(tool_call("calculator", '{"expression": "6 * 7"}')):
                yield token

        yield call()

    overrides = ['tools.builtin=["calculator"]', "tools.filler_after_ms=0", "answer.max_tokens=120"]
    async with Live.load(overrides=overrides) as live:
        tokenizer = live._engine.checkpoint.tokenizer
        _, filler = await live._engine.filler("en")
        monkeypatch.setattr(Decoder, "turn", turn)
        async with live.session() as session:
            events = aiter(session)
            await session.push(UserText("What is six times seven?"))
            came = await until(events, TurnMetrics)
    kinds = [type(event) for event in came]
    assert kinds.index(TurnStarted) < kinds.index(ToolCall) < kinds.index(ToolResult) < kinds.index(TurnEnded)
    (result,) = [event for event in came if isinstance(event, ToolResult)]
    assert (result.text, result.failed) == ("42", False)
    sound = sum(event.samples.size for event in came if isinstance(event, SpeechAudio))
    assert sound == came[kinds.index(TurnEnded)].samples
    assert sound >= len(filler) * 960
    assert came[kinds.index(TurnEnded)].text.startswith("One moment, please.")
    assert "tool_json_schemas" in passes[0][0]
    assert "<|BOT|>input\n42" in passes[1][0]
    assert "One moment" not in passes[1][0]
