"""Pipecat's OpenAI Realtime service in its own environment: one scenario against a server, frames as JSON lines.

python pipecat_talk.py URL SCENARIO SPEECH, where SPEECH is a file of 16-bit samples at 24 kHz.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from loguru import logger
from pipecat.adapters.llm.schemas.function_schema import FunctionSchema
from pipecat.adapters.llm.schemas.tools_schema import ToolsSchema
from pipecat.frames.frames import (
    ErrorFrame,
    Frame,
    InputAudioRawFrame,
    InterruptionFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMTextFrame,
    ProposedUserStartedSpeakingFrame,
    ProposedUserStoppedSpeakingFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    TTSStoppedFrame,
    UserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.openai.realtime import events
from pipecat.services.openai.realtime.llm import OpenAIRealtimeLLMService
from pipecat.workers.runner import WorkerRunner

TOLD = (
    ErrorFrame
    | InterruptionFrame
    | LLMFullResponseEndFrame
    | LLMTextFrame
    | ProposedUserStartedSpeakingFrame
    | ProposedUserStoppedSpeakingFrame
    | TranscriptionFrame
    | TTSAudioRawFrame
    | TTSStoppedFrame
)


WHOLE = "answers with words that no interruption ended"


class Witness(FrameProcessor):
    """Prints the frames that pass it, and knows how many of each kind there were, and how many whole answers."""

    def __init__(self, counts: dict[str, int]) -> None:
        super().__init__()
        self.counts = counts

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, TOLD):
            kind = type(frame).__name__
            self.counts[kind] = self.counts.get(kind, 0) + 1
            match frame:
                case LLMTextFrame():
                    self.counts["words"] = self.counts.get("words", 0) + 1
                case InterruptionFrame():
                    self.counts["words"] = 0
                case LLMFullResponseEndFrame() if self.counts.get("words"):
                    self.counts |= {"words": 0, WHOLE: self.counts.get(WHOLE, 0) + 1}
                case _:
                    pass
            told: dict[str, Any] = {"type": kind, "text": getattr(frame, "text", None) or getattr(frame, "error", None)}
            if isinstance(frame, TTSAudioRawFrame):
                told |= {"bytes": len(frame.audio), "rate_hz": frame.sample_rate}
            print(json.dumps(told), flush=True)
        await self.push_frame(frame, direction)


class Call:
    """A pipeline with the service between two witnesses, running."""

    def __init__(self, url: str, speech: bytes, tools: ToolsSchema | None, *, by_hand: bool) -> None:
        self.speech = speech
        self.counts: dict[str, int] = {}
        detection = False if by_hand else events.TurnDetection(silence_duration_ms=400)
        heard = events.AudioInput(transcription=events.InputAudioTranscription(), turn_detection=detection)
        settings = OpenAIRealtimeLLMService.Settings(
            system_instruction="You are a helpful assistant.",
            session_properties=events.SessionProperties(audio=events.AudioConfiguration(input=heard)),
        )
        url = url.replace("http://", "ws://")
        self.service = OpenAIRealtimeLLMService(api_key="sk-any", base_url=f"{url}/v1/realtime", settings=settings)
        self.context = LLMContext([], tools) if tools else LLMContext([])
        aggregators = LLMContextAggregatorPair(self.context)
        pipeline = Pipeline(
            [
                aggregators.user(),
                Witness(self.counts),
                self.service,
                Witness(self.counts),
                aggregators.assistant(),
            ]
        )
        self.worker = PipelineWorker(pipeline, cancel_on_idle_timeout=False)

    async def speak(self, pause_s: float = 1.4) -> None:
        sound = self.speech + bytes(int(pause_s * 48_000) // 2 * 2)
        for at in range(0, len(sound), 960):
            await self.worker.queue_frame(InputAudioRawFrame(sound[at : at + 960], 24_000, 1))
            await asyncio.sleep(0.02)

    async def ask(self, text: str) -> None:
        self.context.add_message({"role": "user", "content": text})
        await self.worker.queue_frame(LLMContextFrame(self.context))

    async def until(self, kind: str, count: int = 1) -> None:
        async with asyncio.timeout(60):
            while self.counts.get(kind, 0) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.02)


async def voice_turn(call: Call) -> None:
    await asyncio.sleep(0.5)  # until its session is configured
    await call.speak()
    await call.until("LLMFullResponseEndFrame")


async def turns_by_hand(call: Call) -> None:
    """As a turn detector of Pipecat's own does: clears the buffer and cancels first, and commits at the end."""
    await asyncio.sleep(0.5)
    for turn in range(2):
        await call.service.queue_frame(InterruptionFrame())
        await call.speak()
        await call.service.queue_frame(UserStoppedSpeakingFrame())
        await call.until("TTSStoppedFrame", turn + 1)


async def text_turn(call: Call) -> None:
    await call.ask("What is the capital of France?")
    await call.until("LLMFullResponseEndFrame")


async def interruption(call: Call) -> None:
    await call.ask("Please tell me about your opening times.")
    await call.until("TTSAudioRawFrame")
    await call.speak()
    await call.until(WHOLE)


async def function_call(call: Call) -> None:
    async def weather(params: Any) -> None:
        print(json.dumps({"type": "called", "text": params.arguments}), flush=True)
        await params.result_callback({"sky": "cloudy"})

    call.service.register_function("weather", weather)
    await call.ask("What is the weather in Paris?")
    await call.until("LLMFullResponseEndFrame", 2)


SCENARIOS = {
    scenario.__name__: scenario for scenario in (voice_turn, turns_by_hand, text_turn, interruption, function_call)
}
WEATHER = FunctionSchema("weather", "The weather in a city.", {"city": {"type": "string"}}, ["city"])


async def main(url: str, name: str, speech: bytes) -> None:
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    tools = ToolsSchema([WEATHER]) if name == "function_call" else None
    call = Call(url, speech, tools, by_hand=name == "turns_by_hand")
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(call.worker)
    running = asyncio.create_task(runner.run())
    try:
        await SCENARIOS[name](call)
    finally:
        await call.worker.cancel()
        await running


if __name__ == "__main__":
    address, scenario, path = sys.argv[1:]
    asyncio.run(main(address, scenario, Path(path).read_bytes()))
