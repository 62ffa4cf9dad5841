"""The official `openai` package's audio endpoints, unchanged, against a server with the bundled model."""

from __future__ import annotations

from told import Client, of


def test_transcriptions_in_every_format(openai_audio: Client, server: str) -> None:
    told = openai_audio(server, "transcriptions")
    text = of(told, "json")[0]["text"]
    assert "capital" in text
    assert of(told, "json")[0]["usage"]["type"] == "duration"
    assert of(told, "text")[0]["text"].strip() == text
    assert of(told, "srt")[0]["text"].startswith("1\n00:00:0")
    assert of(told, "vtt")[0]["text"].startswith("WEBVTT\n\n00:00:0")
    (verbose,) = of(told, "verbose")
    assert verbose["text"] == text
    (segment,) = verbose["segments"]
    assert 0 <= segment["start"] < segment["end"] <= verbose["duration"]
    deltas = of(told, "transcript.text.delta")
    assert len(deltas) > 1
    assert "".join(delta["delta"] for delta in deltas) == of(told, "transcript.text.done")[0]["text"] == text


def test_translations(openai_audio: Client, server: str) -> None:
    told = openai_audio(server, "translations")
    assert of(told, "verbose")[0]["task"] == "translate"
    assert isinstance(of(told, "json")[0]["text"], str)


def test_speech_in_every_format(openai_audio: Client, server: str) -> None:
    told = openai_audio(server, "speech")
    heads = {"mp3": "fff3", "opus": "4f676753", "flac": "664c6143", "wav": "52494646", "pcm": ""}
    assert all(of(told, kind)[0]["head"].startswith(head) for kind, head in heads.items())
    assert all(of(told, kind)[0]["bytes"] > 1000 for kind in heads)
    assert of(told, "streamed")[0]["pieces"] > 1


def test_what_there_is(openai_audio: Client, server: str) -> None:
    told = openai_audio(server, "lists")
    assert (of(told, "models")[0]["ids"], of(told, "model")[0]["id"]) == (["nano"], "nano")


def test_errors_are_the_client_s_own_kinds(openai_audio: Client, server: str) -> None:
    told = openai_audio(server, "errors")
    assert [(error["type"], error["status"], error["param"]) for error in told] == [
        ("BadRequestError", 400, "file"),
        ("BadRequestError", 400, "response_format"),
        ("BadRequestError", 400, "voice"),
        ("BadRequestError", 400, "speed"),
        ("NotFoundError", 404, "model"),
    ]
