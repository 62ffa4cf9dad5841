"""Pipecat's OpenAI Realtime service, unchanged: it raises on events that it does not know, and ends on most errors."""

from __future__ import annotations

from told import Client, Told, of


def text(told: Told) -> str:
    return "".join(frame["text"] for frame in of(told, "LLMTextFrame"))


def count(told: Told, kind: str) -> int:
    return len(of(told, kind))


def test_a_voice_turn(pipecat: Client, server: str) -> None:
    told = pipecat(server, "voice_turn")
    assert count(told, "ErrorFrame") == 0
    assert count(told, "ProposedUserStartedSpeakingFrame") > 0
    assert "what is the capital of france" in [frame["text"] for frame in of(told, "TranscriptionFrame")]
    assert "Paris" in text(told)
    assert sum(frame["bytes"] for frame in of(told, "TTSAudioRawFrame")) > 24_000


def test_turns_that_pipecat_takes_itself(pipecat: Client, server: str) -> None:
    told = pipecat(server, "turns_by_hand")
    assert count(told, "ErrorFrame") == 0
    assert count(told, "ProposedUserStartedSpeakingFrame") == 0
    assert [frame["text"] for frame in of(told, "TranscriptionFrame")] == ["what is the capital of france"] * 2
    assert text(told).count("Paris") == 2


def test_a_text_turn(pipecat: Client, server: str) -> None:
    told = pipecat(server, "text_turn")
    assert count(told, "ErrorFrame") == 0
    assert text(told)
    assert count(told, "TTSStoppedFrame") == 1


def test_an_interruption(pipecat: Client, server: str) -> None:
    told = pipecat(server, "interruption")
    assert count(told, "ErrorFrame") == 0
    assert count(told, "InterruptionFrame") > 0
    after = next(at for at, frame in enumerate(told) if frame["type"] == "InterruptionFrame")
    assert "Paris" in text(told[after:])


def test_a_function_call(pipecat: Client, tool_server: str) -> None:
    told = pipecat(tool_server, "function_call")
    assert count(told, "ErrorFrame") == 0
    assert {"type": "called", "text": {"city": "Paris"}} in told
    assert text(told).startswith("It gave")
    assert "cloudy" in text(told)
