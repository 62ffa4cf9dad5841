"""Settings: what a session does, once its client's wish is laid over the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from pipeline.config import Config, ConfigError, check
from pipeline.wish import TASKS, ToolSchema, Wish


class SessionError(Exception):
    """A session was asked for, or used, in a way that cannot be; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything decided: the fields are those of `Wish`, with nothing left open."""

    name: str
    task: str
    voice: str
    system: str
    spoken: bool
    think: bool
    tools: tuple[ToolSchema, ...]
    server_tools: bool
    turns: Literal["detected", "manual"]
    answers: bool
    interruptible: bool
    min_silence_ms: int
    speech_threshold: float
    temperature: float
    max_tokens: int

    def as_wish(self) -> Wish:
        """The wish for exactly this, so that a client's choice can be taken back."""
        return Wish(**{field.name: getattr(self, field.name, None) for field in fields(Wish)})


def settle(wish: Wish, config: Config, voices: Sequence[str]) -> Settings:
    """The settings for `wish`, where one of `voices` speaks. Raises SessionError, which names what there is."""
    task = wish.task or TASKS[0]
    if task not in TASKS:
        raise SessionError(f"no task {task!r}: choose one of {', '.join(TASKS)}")
    voice = wish.voice or config.answer.voice or voices[0]
    if voice not in voices:
        raise SessionError(f"no voice {voice!r}: choose one of {', '.join(voices)}")
    if wish.turns not in (None, "detected", "manual"):
        raise SessionError(f"no turns {wish.turns!r}: choose one of detected, manual")
    default = config.answer.read_prompt if task == "read" else config.answer.system
    return Settings(
        name=wish.name,
        task=task,
        voice=voice,
        system=default if wish.system is None else wish.system,
        spoken=wish.spoken is not False,
        think=wish.think is True,
        tools=wish.tools or (),
        server_tools=wish.server_tools is not False,
        turns=wish.turns or "detected",
        answers=wish.answers is not False,
        interruptible=wish.interruptible is not False,
        min_silence_ms=_number("ears", "min_silence_ms", wish.min_silence_ms, config),
        speech_threshold=_number("ears", "speech_threshold", wish.speech_threshold, config),
        temperature=_number("answer", "temperature", wish.temperature, config),
        max_tokens=_number("answer", "max_tokens", wish.max_tokens, config),
    )


def _number(section: str, key: str, wished: Any, config: Config) -> Any:
    """The wished number, if the configuration allows it; or the configured one."""
    if wished is None:
        return getattr(getattr(config, section), key)
    try:
        return check(section, key, wished)
    except ConfigError as error:
        raise SessionError(str(error)) from error
