"""OpenAI Realtime with the bundled model over a real socket: what the official client's tests do not do."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import numpy as np
import pytest
import soxr
from fast_caller import PATIENCE_S, SAMPLES, question
from websockets.asyncio.client import connect

from pipeline.events import Samples
from training import judge
from transport import g711

pytestmark = pytest.mark.anyio

PAUSE_S = 1.4  # longer than the longest silence that may have to end an utterance
CODES = {"audio/pcmu": (g711.encode_mulaw, g711.decode_mulaw), "audio/pcma": (g711.encode_alaw, g711.decode_alaw)}


class Talk:
    """A Realtime connection that keeps all that came."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []

    async def send(self, type_: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": type_} | fields))

    async def until(self, kind: str) -> dict[str, Any]:
        with anyio.fail_after(PATIENCE_S):
            while True:
                event = json.loads(await self.socket.recv())
                self.events.append(event)
                if event["type"] == kind:
                    return event

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    def transcript(self) -> str:
        """What it is taken to have said, in all answers."""
        return " ".join(event["transcript"] for event in self.of("response.output_audio_transcript.done"))


@asynccontextmanager
async def talking(server: str, path: str = "/v1/realtime", **session: Any) -> AsyncIterator[Talk]:
    async with connect(server.replace("/v1/stream", path), proxy=None, max_size=None) as socket:
        talk = Talk(socket)
        await talk.until("session.created")
        await talk.send("session.update", session=session)
        await talk.until("session.updated")
        yield talk


def with_pause(samples: Samples, rate_hz: int) -> Samples:
    """From 16 kHz to another rate, and silence behind it."""
    return np.concatenate([soxr.resample(samples, 16_000, rate_hz), np.zeros(int(PAUSE_S * rate_hz), np.float32)])


@pytest.mark.parametrize("encoding", CODES)
async def test_a_telephones_sound_both_ways(server: str, encoding: str) -> None:
    encode, decode = CODES[encoding]
    format_ = {"format": {"type": encoding}}
    audio = {"input": format_ | {"transcription": {"model": "any"}}, "output": format_}
    async with talking(server, type="realtime", audio=audio) as talk:
        octets = encode(with_pause(question("capital"), 8_000))
        for at in range(0, len(octets), 160):
            await talk.send("input_audio_buffer.append", audio=base64.b64encode(octets[at : at + 160]).decode())
        await talk.until("response.done")
        (heard,) = talk.of("conversation.item.input_audio_transcription.completed")
        assert judge.word_error_rate(SAMPLES["capital"].said, heard["transcript"]) <= 0.2  # a word of six, on this line
        assert talk.transcript() == SAMPLES["capital"].answer
        said = decode(b"".join(base64.b64decode(event["delta"]) for event in talk.of("response.output_audio.delta")))
        assert 1.0 < said.size / 8_000 < 5.0
        assert 0.01 < np.sqrt(np.mean(said**2)) < 0.5


async def test_an_answer_that_was_heard_in_part_is_remembered_in_part(server: str) -> None:
    audio = {"input": {"turn_detection": None}}
    async with talking(server, type="realtime", audio=audio) as talk:
        sound = np.clip(with_pause(question("order"), 24_000) * 32_767, -32_768, 32_767).astype("<i2").tobytes()
        await talk.send("input_audio_buffer.append", audio=base64.b64encode(sound).decode())
        await talk.send("input_audio_buffer.commit")
        await talk.send("response.create")
        delta = await talk.until("response.output_audio.delta")
        await talk.send("response.cancel")
        done = await talk.until("response.done")
        assert done["response"]["status_details"]["reason"] == "client_cancelled"
        assert done["response"]["usage"]["input_token_details"]["audio_tokens"] > 0
        await talk.send("conversation.item.truncate", item_id=delta["item_id"], content_index=0, audio_end_ms=40)
        assert (await talk.until("conversation.item.truncated"))["audio_end_ms"] == 40
        await talk.send("response.cancel")
        assert (await talk.until("error"))["error"]["code"] == "response_cancel_not_active"
        await talk.send("response.create")
        assert (await talk.until("response.done"))["response"]["status"] == "completed"


async def test_a_session_that_only_writes_down(server: str) -> None:
    async with talking(server, "/v1/realtime?intent=transcription", type="transcription") as talk:
        for name in ("greeting", "capital"):
            sound = np.clip(with_pause(question(name), 24_000) * 32_767, -32_768, 32_767).astype("<i2").tobytes()
            await talk.send("input_audio_buffer.append", audio=base64.b64encode(sound).decode())
            heard = await talk.until("conversation.item.input_audio_transcription.completed")
            assert heard["transcript"] == SAMPLES[name].said
        assert not talk.of("response.created")


async def test_a_translation_session_goes_on_without_turns_and_closes_in_order(server: str) -> None:
    audio = {"input": {"transcription": {"model": "any"}}, "output": {"language": "zh"}}
    async with talking(server, "/v1/realtime/translations", audio=audio) as talk:
        for name in ("greeting", "capital"):
            sound = np.clip(with_pause(question(name), 24_000) * 32_767, -32_768, 32_767).astype("<i2").tobytes()
            await talk.send("session.input_audio_buffer.append", audio=base64.b64encode(sound).decode())
        await talk.send("session.close")
        await talk.until("session.closed")
        heard = "".join(event["delta"] for event in talk.of("session.input_transcript.delta"))
        assert SAMPLES["greeting"].said in heard
        assert SAMPLES["capital"].said in heard
        assert talk.of("session.output_transcript.delta")
        elapsed_ms = [event["elapsed_ms"] for event in talk.of("session.output_audio.delta")]
        assert elapsed_ms == sorted(elapsed_ms)
        assert not talk.of("error")
        assert {event["type"].partition(".")[0] for event in talk.events} == {"session"}
