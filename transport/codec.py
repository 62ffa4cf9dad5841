"""What a wire protocol is to the server: frames become events, events become frames; nothing touches a socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from pipeline.events import ClientEvent, SessionEvent


@dataclass(frozen=True, slots=True)
class Start:
    """The first thing a client says: what it will send, and what it wants.

    `rate_hz` is the rate of its microphone, `format` the sample format in both directions. `task`, `voice` and `system`
    (the system prompt) are the session's to judge; None leaves the choice to the server.
    """

    rate_hz: int
    format: Literal["int16", "float32"] = "int16"
    task: str | None = None
    voice: str | None = None
    system: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Ready:
    """The answer to `Start`: the session lives. `rate_hz` is the rate of every `SpeechAudio` to come."""

    session: str
    model: str
    rate_hz: int
    version: int = 1


@dataclass(frozen=True, slots=True)
class Ping:
    """The client asks for a `Pong` of the same `id`; this needs no session."""

    id: int


@dataclass(frozen=True, slots=True)
class Pong:
    """The answer to `Ping`."""

    id: int


class ProtocolError(Exception):
    """A frame that was refused. `code` is stable; `message` names what was wrong and what would be right.

    The codec that raised it is as it was before the frame, and goes on.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Codec(Protocol):
    """One conversation's translator on the server's side; it holds the state that the protocol has, and no socket."""

    def receive(self, frame: bytes | str) -> Start | ClientEvent | Ping:
        """What a frame from the client says; raises `ProtocolError`."""
        ...

    def send(self, event: Ready | SessionEvent | Pong) -> bytes | str:
        """The frame that says `event` to the client."""
        ...
