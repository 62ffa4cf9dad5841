"""The audio endpoints with the real model, over HTTP."""

from __future__ import annotations

import io
import json
import urllib.request
from typing import Any

import anyio
import numpy as np
import pytest
import soundfile
from fast_caller import SAMPLES, question

from stepaudio.library import NANO
from training import judge

pytestmark = pytest.mark.anyio

BOUNDARY = "4f1c9"


def form(recording: bytes, **fields: str) -> bytes:
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    parts.append(b'Content-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n' + recording)
    return b"".join(f"--{BOUNDARY}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()


async def post(server: str, path: str, body: bytes, kind: str) -> bytes:
    request = urllib.request.Request(
        server.replace("ws://", "http://").replace("/v1/stream", path), body, {"Content-Type": kind}
    )

    def send() -> bytes:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.read()

    return await anyio.to_thread.run_sync(send)


async def hear(server: str, recording: bytes, path: str = "/v1/audio/transcriptions", **fields: str) -> Any:
    answer = await post(server, path, form(recording, **fields), f"multipart/form-data; boundary={BOUNDARY}")
    return json.loads(answer)


async def speak(server: str, **wanted: str) -> bytes:
    return await post(server, "/v1/audio/speech", json.dumps(wanted).encode(), "application/json")


async def test_two_questions_in_a_recording_are_two_passages(server: str) -> None:
    between = np.zeros(16_000, np.float32)
    file = io.BytesIO()
    soundfile.write(file, np.concatenate([question("order"), between, question("capital")]), 16_000, format="WAV")
    heard = await hear(server, file.getvalue(), response_format="verbose_json")
    assert heard["language"] == "english"
    first, second = heard["segments"]
    assert judge.word_error_rate(SAMPLES["order"].said, first["text"]) <= 0.2
    assert judge.word_error_rate(SAMPLES["capital"].said, second["text"]) <= 0.2
    length_s = len(question("order")) / 16_000
    assert first["start"] < first["end"] <= length_s <= second["start"] < second["end"] <= heard["duration"]


async def test_a_text_is_read_sentence_by_sentence_and_understood(server: str) -> None:
    text = f"{SAMPLES['order'].answer} {SAMPLES['capital'].answer}"
    made = await speak(server, input=text, voice="flora", response_format="flac")
    sound, rate_hz = soundfile.read(io.BytesIO(made), dtype="float32")
    said = judge.recognise(sound, rate_hz, judge.domain_sentences())
    assert judge.word_error_rate(text, said) <= 0.4


async def test_a_recording_is_translated_into_english(server: str) -> None:
    recording = (NANO / "samples" / "order.wav").read_bytes()
    heard = await hear(server, recording, "/v1/audio/translations", response_format="verbose_json")
    assert heard["task"] == "translate"
    assert len(heard["segments"]) == 1
    assert heard["text"]
