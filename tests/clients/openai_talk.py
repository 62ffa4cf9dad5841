"""The official client in its own environment: one scenario against a server, what came as JSON lines on stdout.

python openai_talk.py URL SCENARIO SPEECH, where SPEECH is a file of 16-bit samples at 24 kHz.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, get_args

from openai import AsyncOpenAI
from openai.types import realtime

BLOCK_BYTES = 960  # 20 ms
WEATHER = {
    "type": "function",
    "name": "weather",
    "description": "The weather in a city.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


class Talk:
    """A connection of the client's, which prints each event as it comes."""

    def __init__(self, client: AsyncOpenAI, connection: Any, speech: bytes) -> None:
        self.client = client
        self.connection = connection
        self.speech = speech

    async def until(self, *kinds: str) -> Any:
        """The next event of one of these types; anything else is printed on the way."""
        async with asyncio.timeout(60):
            async for event in self.connection:
                print(event.model_dump_json(), flush=True)
                if event.type in kinds:
                    return event
        raise SystemExit(f"closed before any of {kinds}")

    async def update(self, **session: Any) -> None:
        await self.connection.session.update(session={"type": "realtime"} | session)
        await self.until("session.updated")

    async def speak(self, pause_s: float = 1.4) -> None:
        """At the pace of a microphone, and a pause behind it."""
        sound = self.speech + bytes(int(pause_s * 48_000) // 2 * 2)
        for at in range(0, len(sound), BLOCK_BYTES):
            await self.connection.input_audio_buffer.append(
                audio=base64.b64encode(sound[at : at + BLOCK_BYTES]).decode()
            )
            await asyncio.sleep(0.02)

    async def type(self, text: str) -> None:
        content = [{"type": "input_text", "text": text}]
        await self.connection.conversation.item.create(item={"type": "message", "role": "user", "content": content})
        await self.until("conversation.item.done")


async def voice_turn(talk: Talk) -> None:
    await talk.update(audio={"input": {"transcription": {"model": "whisper-1"}}})
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(talk.speak())
        await talk.until("response.done")
    await talk.until("rate_limits.updated")


async def turn_by_hand(talk: Talk) -> None:
    await talk.update(audio={"input": {"turn_detection": None, "transcription": {"model": "whisper-1"}}})
    await talk.connection.input_audio_buffer.append(audio=base64.b64encode(talk.speech).decode())
    await talk.connection.input_audio_buffer.commit()
    await talk.connection.response.create()
    await talk.until("response.done")


async def text_turn(talk: Talk) -> None:
    await talk.update(output_modalities=["text"])
    await talk.type("What is the capital of France?")
    await talk.connection.response.create()
    await talk.until("response.done")
    await talk.type("And now say goodbye.")
    await talk.connection.response.create(response={"output_modalities": ["audio"], "metadata": {"turn": "2"}})
    await talk.until("response.done")


async def function_call(talk: Talk) -> None:
    await talk.update(tools=[WEATHER], tool_choice="auto", output_modalities=["text"])
    await talk.type("What is the weather in Paris?")
    await talk.connection.response.create()
    done = await talk.until("response.done")
    for call in (item for item in done.response.output if item.type == "function_call"):
        output = {"type": "function_call_output", "call_id": call.call_id, "output": json.dumps({"sky": "cloudy"})}
        await talk.connection.conversation.item.create(item=output)
    await talk.connection.response.create()
    await talk.until("response.done")


async def interruption(talk: Talk) -> None:
    await talk.type("Please tell me about your opening times.")
    await talk.connection.response.create()
    delta = await talk.until("response.output_audio.delta")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(talk.speak())
        await talk.until("input_audio_buffer.speech_started")
        await talk.connection.conversation.item.truncate(item_id=delta.item_id, content_index=0, audio_end_ms=3_600_000)
        await talk.until("response.done")
        await talk.until("response.done")  # the answer to the interruption


async def cancelling(talk: Talk) -> None:
    await talk.connection.response.cancel()
    await talk.until("error")
    await talk.type("Please tell me about your opening times.")
    await talk.connection.response.create()
    await talk.until("response.output_audio.delta")
    await talk.connection.response.cancel()
    await talk.until("response.done")


async def ephemeral_key(talk: Talk) -> None:
    session = {"type": "realtime", "instructions": "Rhyme.", "output_modalities": ["text"]}
    secret = await talk.client.realtime.client_secrets.create(session=session)
    client = talk.client.copy(api_key=secret.value)
    async with client.realtime.connect(model="gpt-realtime") as connection:
        another = Talk(client, connection, talk.speech)
        await another.until("session.created")
        await another.type("Hello there")
        await connection.response.create()
        await another.until("response.done")


async def known_events(talk: Talk) -> None:
    """Not what came, but what may: the types of events that the package knows."""
    for side, union in (
        ("client", realtime.RealtimeClientEvent),
        ("server", realtime.RealtimeServerEvent),
        ("translation client", realtime.RealtimeTranslationClientEvent),
        ("translation server", realtime.RealtimeTranslationServerEvent),
    ):
        for event in _classes(union):
            (kind,) = get_args(event.model_fields["type"].annotation)
            print(json.dumps({"type": side, "knows": kind}), flush=True)


def _classes(union: Any) -> list[Any]:
    if hasattr(union, "model_fields"):
        return [union]
    return [found for member in get_args(union) for found in _classes(member)]


SCENARIOS: dict[str, Callable[[Talk], Awaitable[None]]] = {
    scenario.__name__: scenario
    for scenario in (
        voice_turn,
        turn_by_hand,
        text_turn,
        function_call,
        interruption,
        cancelling,
        ephemeral_key,
        known_events,
    )
}


async def main(url: str, name: str, speech: bytes) -> None:
    client = AsyncOpenAI(base_url=f"{url}/v1", api_key="sk-any")
    async with client.realtime.connect(model="gpt-realtime") as connection:
        talk = Talk(client, connection, speech)
        await talk.until("session.created")
        await SCENARIOS[name](talk)


if __name__ == "__main__":
    address, scenario, path = sys.argv[1:]
    asyncio.run(main(address, scenario, Path(path).read_bytes()))
