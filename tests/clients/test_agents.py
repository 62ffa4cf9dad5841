"""OpenAI's Agents SDK for JavaScript, unchanged: it checks the shape of every event, and truncates by itself."""

from __future__ import annotations

from told import Client, Told, of


def history(told: Told) -> list[list[object]]:
    """What its session holds in the end: role, and the texts."""
    assert not of(told, "ERROR")
    return of(told, "history")[0]["items"]


def test_a_voice_turn(agents: Client, server: str) -> None:
    user, assistant = history(agents(server, "voice_turn"))
    assert user == ["user", ["what is the capital of france"]]
    assert "Paris" in str(assistant)


def test_a_text_turn(agents: Client, server: str) -> None:
    user, assistant = history(agents(server, "text_turn"))
    assert user == ["user", ["What is the capital of France?"]]
    assert assistant[0] == "assistant"
    assert assistant[1]


def test_an_interruption(agents: Client, server: str) -> None:
    told = agents(server, "interruption")
    assert len(of(told, "audio_interrupted")) >= 1
    assert len(of(told, "conversation.item.truncated")) >= 1
    assert "Paris" in str(history(told)[-1])


def test_a_function_call(agents: Client, tool_server: str) -> None:
    told = agents(tool_server, "function_call")
    assert of(told, "called") == [{"type": "called", "city": "Paris"}]
    assert "cloudy" in str(history(told)[-1])
