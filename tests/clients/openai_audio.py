"""The official client in its own environment, through every audio endpoint: what came as JSON lines on stdout.

python openai_audio.py URL SCENARIO SPEECH, where SPEECH is a file of 16-bit samples at 24 kHz.
"""

from __future__ import annotations

import io
import json
import sys
import wave
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openai


def tell(**fields: Any) -> None:
    print(json.dumps(fields), flush=True)


def as_wav(pcm: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(24_000)
        out.writeframes(pcm)
    return file.getvalue()


def transcriptions(client: openai.OpenAI, speech: tuple[str, bytes]) -> None:
    plain = client.audio.transcriptions.create(model="whisper-1", file=speech)
    tell(type="json", text=plain.text, usage=plain.usage.to_dict() if plain.usage else None)
    for kind in ("text", "srt", "vtt"):
        tell(type=kind, text=client.audio.transcriptions.create(model="x", file=speech, response_format=kind))
    verbose = client.audio.transcriptions.create(
        model="x", file=speech, response_format="verbose_json", timestamp_granularities=["segment"], language="en"
    )
    tell(type="verbose", **verbose.to_dict())
    for event in client.audio.transcriptions.create(model="gpt-4o-transcribe", file=speech, stream=True):
        tell(**event.to_dict())


def translations(client: openai.OpenAI, speech: tuple[str, bytes]) -> None:
    tell(type="json", text=client.audio.translations.create(model="whisper-1", file=speech).text)
    verbose = client.audio.translations.create(model="whisper-1", file=speech, response_format="verbose_json")
    tell(type="verbose", **verbose.to_dict())


def speech(client: openai.OpenAI, _: tuple[str, bytes]) -> None:
    for kind in ("mp3", "opus", "flac", "wav", "pcm"):
        made = client.audio.speech.create(model="tts-1", voice="alloy", input="Good morning.", response_format=kind)
        tell(
            type=kind, bytes=len(made.content), head=made.content[:4].hex(), media=made.response.headers["content-type"]
        )
    streaming = client.audio.speech.with_streaming_response
    with streaming.create(model="x", voice="flora", input="One. Two. Three.", response_format="pcm") as response:
        tell(type="streamed", pieces=sum(1 for piece in response.iter_bytes() if piece))


def lists(client: openai.OpenAI, _: tuple[str, bytes]) -> None:
    tell(type="models", ids=[model.id for model in client.models.list()])
    tell(type="model", id=client.models.retrieve("nano").id)


def errors(client: openai.OpenAI, speech: tuple[str, bytes]) -> None:
    attempts: list[Callable[[], Any]] = [
        lambda: client.audio.transcriptions.create(model="x", file=("a.wav", b"junk")),
        lambda: client.audio.transcriptions.create(model="x", file=speech, response_format="diarized_json"),
        lambda: client.audio.speech.create(model="x", voice="nobody", input="hello"),
        lambda: client.audio.speech.create(model="x", voice="flora", input="hello", speed=2),
        lambda: client.models.retrieve("gpt-9"),
    ]
    for attempt in attempts:
        try:
            attempt()
        except openai.APIStatusError as error:
            tell(
                type=type(error).__name__,
                status=error.status_code,
                param=getattr(error, "param", None),
                said=error.message,
            )


SCENARIOS: Mapping[str, Callable[[openai.OpenAI, tuple[str, bytes]], None]] = {
    scenario.__name__: scenario for scenario in (transcriptions, translations, speech, lists, errors)
}

if __name__ == "__main__":
    url, name, file = sys.argv[1:]
    with openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0, timeout=60) as client:
        SCENARIOS[name](client, ("speech.wav", as_wav(Path(file).read_bytes())))
