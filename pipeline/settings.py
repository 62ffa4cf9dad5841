"""Settings: what a session does, once its client's wish is laid over the configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Literal

from pipeline.config import Config, ConfigError, check
from pipeline.tools import wrong_schema
from pipeline.wish import LANGUAGES, TASKS, ToolSchema, Wish

NOBODY: Mapping[str, Any] = MappingProxyType({})


class SessionError(Exception):
    """A session was asked for, or used, in a way that cannot be; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything decided: the fields are those of `Wish`, with nothing left open."""

    name: str
    task: str
    to: str
    voice: str
    speaker: Any  # what `Model.clone` made, in the place of a resident voice; or None
    system: str
    spoken: bool
    think: bool
    think_tokens: int
    tools: tuple[ToolSchema, ...]
    server_tools: bool
    turns: Literal["detected", "manual"]
    answers: bool
    interruptible: bool
    min_silence_ms: int
    speech_threshold: float
    temperature: float
    max_tokens: int
    record: bool

    def as_wish(self) -> Wish:
        """The wish for exactly this, so that a client's choice can be taken back."""
        chosen: dict[str, Any] = {field.name: getattr(self, field.name, None) for field in fields(Wish)}
        return Wish(**chosen)


def settle(wish: Wish, config: Config, voices: Sequence[str], speakers: Mapping[str, Any] = NOBODY) -> Settings:
    """The settings for `wish`, where one of `voices` speaks, or of the session's own `speakers`. Raises SessionError,
    which names what there is."""
    task = _one_of("task", wish.task or TASKS[0], TASKS)
    voice = _one_of("voice", wish.voice or config.answer.voice or voices[0], [*voices, *speakers])
    turns = _one_of("turns", wish.turns or "detected", ("detected", "manual"))
    if task == "translate" and wish.to is None:
        raise SessionError(f"the task translate needs a language to translate to: choose one of {', '.join(LANGUAGES)}")
    to = "" if wish.to is None else _one_of("language", wish.to, LANGUAGES)
    spoken, converses = wish.spoken is not False, task == "converse"
    think = wish.think is True and converses
    return Settings(
        name=wish.name,
        task=task,
        to=to,
        voice=voice,
        speaker=speakers.get(voice),
        system=_system(wish, config, task, to, spoken=spoken, think=think),
        spoken=spoken,
        think=think,
        think_tokens=config.think.max_tokens,
        tools=_usable(wish.tools or ()) if converses else (),
        server_tools=wish.server_tools is not False and converses,
        turns="manual" if turns == "manual" else "detected",
        answers=wish.answers is not False,
        interruptible=wish.interruptible is not False,
        min_silence_ms=_number("ears", "min_silence_ms", wish.min_silence_ms, config),
        speech_threshold=_number("ears", "speech_threshold", wish.speech_threshold, config),
        temperature=config.translate.written_temperature
        if task == "translate" and not spoken and wish.temperature is None
        else _number("answer", "temperature", wish.temperature, config),
        max_tokens=_number("answer", "max_tokens", wish.max_tokens, config),
        record=_recorded(wish, config),
    )


def _one_of(what: str, wanted: str, there_are: Sequence[str]) -> str:
    if wanted not in there_are:
        raise SessionError(f"no {what} {wanted!r}: choose one of {', '.join(there_are)}")
    return wanted


def _system(wish: Wish, config: Config, task: str, to: str, *, spoken: bool, think: bool) -> str:
    """The system prompt: the client's, or else what the configuration has for the task; and the request to think."""
    match task:
        case "read":
            default = config.answer.read_prompt
        case "translate":
            default = config.translate.prompt(to, spoken=spoken)
        case _:
            default = config.answer.system
    system = default if wish.system is None else wish.system
    return f"{system}\n{config.think.prompt}" if think else system


def _recorded(wish: Wish, config: Config) -> bool:
    if wish.record and not config.recording.folder:
        raise SessionError(
            "calls are not recorded here: the configuration names no folder for them, [recording] folder"
        )
    return bool(config.recording.folder) and (config.recording.every_call if wish.record is None else wish.record)


def _usable(tools: Sequence[ToolSchema]) -> tuple[ToolSchema, ...]:
    for tool in tools:
        if why := wrong_schema(tool):
            raise SessionError(why)
    return tuple(tools)


def _number(section: str, key: str, wished: Any, config: Config) -> Any:
    """The wished number, if the configuration allows it; or the configured one."""
    if wished is None:
        return getattr(getattr(config, section), key)
    try:
        return check(section, key, wished)
    except ConfigError as error:
        raise SessionError(str(error)) from error
