"""What a client may choose for its session, at the start and between turns."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

TASKS = ("converse", "read", "transcribe", "translate")
LANGUAGES = ("en", "zh")
"""What can be translated to."""


@dataclass(frozen=True, slots=True)
class ToolSchema:
    """A tool that the client itself runs: `parameters` is the JSON schema of its arguments, an object."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """A session's choices; None leaves one to the configuration. `name` is for metrics and trace.

    Tasks: `converse` answers what is said or typed, `read` reads aloud what is typed, `transcribe` only writes down,
    `translate` says what is said, or typed, in the language `to`.
    """

    task: str | None = None
    voice: str | None = None
    system: str | None = None
    name: str = "session"
    spoken: bool | None = None  # answers in speech and text, or in text alone
    think: bool | None = None  # thoughts before the answer
    tools: tuple[ToolSchema, ...] | None = (
        None  # of the client, beside the server's: called by `ToolCall`, answered by `ToolOutput`
    )
    server_tools: bool | None = None  # whether the model may call the server's own tools
    turns: Literal["detected", "manual"] | None = None  # who says that an utterance is over: the detector, or `Commit`
    answers: bool | None = None  # an utterance is answered when it is over, or only after `Respond`
    interruptible: bool | None = None  # speech of the caller may cut an answer off
    min_silence_ms: int | None = None  # as in [ears]
    speech_threshold: float | None = None  # as in [ears]
    temperature: float | None = None  # as in [answer]
    max_tokens: int | None = None  # as in [answer]
    to: str | None = None  # the language to translate to, one of LANGUAGES
    record: bool | None = None  # keep a recording of the call, where the configuration allows it

    def changed_by(self, later: Wish) -> Wish:
        """This wish where `later` leaves a choice open, and `later` where it does not; the name stays."""
        chosen = {field.name: getattr(later, field.name) for field in fields(later) if field.name != "name"}
        return replace(self, **{name: value for name, value in chosen.items() if value is not None})
