"""What a wire protocol is to the server: frames become events, events become frames; nothing touches a socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from pipeline.events import ClientEvent, Fault, SessionEvent
from pipeline.wish import Wish

Frame: TypeAlias = bytes | str


@dataclass(frozen=True, slots=True)
class Start:
    """The first thing a client says: what it will send, and what it wants.

    `rate_hz` is the rate of its microphone, `format` the sample format in both directions. The `wish` is the session's
    to judge. `resume` is the token of a session whose connection was lost: it goes on, if the server still has it,
    after the first `seen` messages that it said.
    """

    rate_hz: int
    format: Literal["int16", "float32"] = "int16"
    wish: Wish = field(default_factory=Wish)
    resume: str | None = None
    seen: int = 0
    version: int = 1
    key: str = field(default="", repr=False)  # of the tenant, in protocols where no other place is left for it


@dataclass(frozen=True, slots=True)
class Waiting:
    """All sessions are taken: the client's `place` in the queue, 1 is the next. `Ready` comes when it is its turn."""

    place: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The answer to `Start`: the session lives. `rate_hz` is the rate of every `SpeechAudio` to come.

    `resume` is the token that a later `Start` may carry, None where the server resumes nothing; `resumed` says that
    this is the session that was asked for, and not a new one.
    """

    session: str
    model: str
    rate_hz: int
    resume: str | None = None
    resumed: bool = False
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

    The codec that raised it is as it was before the frame, and goes on; unless there is a `close_code`, with which the
    connection ends.
    """

    def __init__(self, code: str, message: str, close_code: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.close_code = close_code


@dataclass(frozen=True, slots=True)
class Heard:
    """What a frame said: the `events` are the session's to hear, after the `replies` went back to the client."""

    events: Sequence[Start | ClientEvent] = ()
    replies: Sequence[Frame] = ()


class Codec(Protocol):
    """One conversation's translator on the server's side; it holds the state that the protocol has, and no socket.

    The first event that ever comes out of it is the one `Start`.
    """

    def opening(self) -> Start | None:
        """What the client asked for by connecting, in a protocol where the server speaks first; None: it will say."""
        ...

    def receive(self, frame: Frame) -> Heard:
        """What a frame from the client says; raises `ProtocolError`."""
        ...

    def send(self, event: Waiting | Ready | SessionEvent) -> Sequence[Frame]:
        """The frames that say `event` to the client, none where the protocol has no word for it."""
        ...

    def refuse(self, error: ProtocolError) -> Sequence[Frame]:
        """The frames that tell the client why its frame was refused, none where the protocol has no word for it."""
        ...

    def closing(self) -> Sequence[Frame]:
        """The last frames of a session that ended as it should, none where the protocol has no word for it."""
        ...


@dataclass(frozen=True, slots=True)
class Handshake:
    """What is known when a connection is accepted: what the client asked for in its URL, and what the server has."""

    query: Mapping[str, str] = field(default_factory=dict[str, str])
    session: Mapping[str, object] | None = None  # what the client's key was made for, if keys say that
    model: str = ""
    voices: tuple[str, ...] = ()  # the first is taken where a client wishes for none
    defaults: Wish = field(default_factory=Wish)  # what holds where a client chooses nothing
    max_frame_bytes: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Door:
    """A wire protocol at the server: `subprotocol` is selected when a client offers it; who offers only others is
    refused. A codec is made for each connection."""

    codec: Callable[[Handshake], Codec]
    subprotocol: str | None = None
    resumes: bool = False  # whether its clients can come back to a session
    telephone: bool = False  # who connects shows a signature, or a key in `Start`


class PlainCodec(Protocol):
    """The server's side of a protocol in which each frame is one event; a `Ping` is answered by a `Pong`."""

    def receive(self, frame: Frame) -> Start | ClientEvent | Ping: ...

    def send(self, event: Waiting | Ready | SessionEvent | Pong) -> Frame: ...


class Plain:
    """A plain codec as a `Codec`."""

    def __init__(self, codec: PlainCodec) -> None:
        self._codec = codec

    def opening(self) -> Start | None:
        return None

    def receive(self, frame: Frame) -> Heard:
        event = self._codec.receive(frame)
        return Heard(replies=(self._codec.send(Pong(event.id)),)) if isinstance(event, Ping) else Heard((event,))

    def send(self, event: Waiting | Ready | SessionEvent) -> Sequence[Frame]:
        return (self._codec.send(event),)

    def closing(self) -> Sequence[Frame]:
        return ()

    def refuse(self, error: ProtocolError) -> Sequence[Frame]:
        return self.send(Fault(error.code, error.message, fatal=False))
