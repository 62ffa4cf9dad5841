"""The official `openai` package's realtime client, unchanged, through every kind of turn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from told import Client, Told, of


def done(told: Told) -> Told:
    return [event["response"] for event in of(told, "response.done")]


def types(told: Told) -> list[str]:
    """The types in order, a run of the same once."""
    kinds = [event["type"] for event in told]
    return [kind for at, kind in enumerate(kinds) if at == 0 or kinds[at - 1] != kind]


def test_a_voice_turn(openai: Client, server: str) -> None:
    told = openai(server, "voice_turn")
    kinds = [kind for kind in types(told) if not kind.endswith(".delta") and "transcription" not in kind]
    assert kinds == [
        "session.created",
        "session.updated",
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    (heard,) = of(told, "conversation.item.input_audio_transcription.completed")
    assert heard["transcript"] == "what is the capital of france"
    deltas = of(told, "conversation.item.input_audio_transcription.delta")
    assert "".join(event["delta"] for event in deltas) == heard["transcript"]
    (said,) = of(told, "response.output_audio_transcript.done")
    assert "Paris" in said["transcript"]
    assert "".join(event["delta"] for event in of(told, "response.output_audio_transcript.delta")) == said["transcript"]
    assert sum(len(event["delta"]) for event in of(told, "response.output_audio.delta")) > 40_000
    (response,) = done(told)
    assert response["status"] == "completed"
    assert response["usage"]["output_token_details"]["audio_tokens"] > 0
    assert response["usage"]["input_token_details"]["audio_tokens"] > 0


def test_a_turn_by_hand(openai: Client, server: str) -> None:
    told = openai(server, "turn_by_hand")
    assert not of(told, "input_audio_buffer.speech_started")
    assert len(of(told, "input_audio_buffer.committed")) == 1
    assert "Paris" in of(told, "response.output_audio_transcript.done")[0]["transcript"]
    assert [response["status"] for response in done(told)] == ["completed"]


def test_text_turns_written_and_spoken(openai: Client, server: str) -> None:
    told = openai(server, "text_turn")
    written, spoken = done(told)
    assert written["output"][0]["content"][0]["type"] == "output_text"
    assert of(told, "response.output_text.done")[0]["text"] == written["output"][0]["content"][0]["text"] != ""
    assert spoken["output"][0]["content"][0]["type"] == "output_audio"
    assert spoken["metadata"] == {"turn": "2"}
    sounding = {event["response_id"] for event in of(told, "response.output_audio.delta")}
    assert sounding == {spoken["id"]}


def test_a_function_call(openai: Client, tool_server: str) -> None:
    told = openai(tool_server, "function_call")
    called, answered = done(told)
    (call,) = called["output"]
    assert (call["type"], call["name"], call["arguments"]) == ("function_call", "weather", '{"city": "Paris"}')
    (item,) = answered["output"]
    assert item["content"][0]["text"] == 'It gave {"sky": "cloudy"}'


def test_a_function_call_of_the_bundled_model(openai: Client, server: str) -> None:
    called, answered = done(openai(server, "function_call"))
    (call,) = called["output"]
    assert (call["type"], call["name"], call["arguments"]) == ("function_call", "weather", '{"city": "Paris"}')
    assert "cloudy" in answered["output"][0]["content"][0]["text"]


def test_an_interruption(openai: Client, server: str) -> None:
    told = openai(server, "interruption")
    cut, answer = done(told)
    assert cut["status"] == "cancelled"
    assert cut["status_details"]["reason"] == "turn_detected"
    assert cut["usage"]["total_tokens"] > 0
    assert answer["status"] == "completed"
    assert "Paris" in answer["output"][0]["content"][0]["transcript"]
    (truncated,) = of(told, "conversation.item.truncated")
    assert 0 < truncated["audio_end_ms"] < 60_000  # an hour was claimed
    assert not of(told, "error")


def test_cancelling_with_and_without_a_response(openai: Client, server: str) -> None:
    told = openai(server, "cancelling")
    (error,) = of(told, "error")
    assert error["error"]["code"] == "response_cancel_not_active"
    (cut,) = done(told)
    assert cut["status_details"] == pytest.approx({"type": "cancelled", "reason": "client_cancelled", "error": None})


def test_an_ephemeral_key_and_the_session_that_it_was_made_for(openai: Client, server: str) -> None:
    told = openai(server, "ephemeral_key")
    _, created = of(told, "session.created")
    assert created["session"]["instructions"] == "Rhyme."
    assert done(told)[0]["output"][0]["content"][0]["type"] == "output_text"


def test_the_conformance_tables_name_every_event_that_the_client_knows(openai: Client, server: str) -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "realtime.md").read_text()
    named = set(re.findall(r"^\| `([^`]+)` \| (?:yes|partly|no) \|", page, re.MULTILINE))
    known = {event["knows"] for event in openai(server, "known_events") if "knows" in event}
    assert len(known) > 50
    assert known == named
