"""A call: one socket, one codec and one session, from the first frame to the close code."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

import anyio
from starlette.websockets import WebSocket, WebSocketDisconnect

from pipeline.events import ClientEvent, Fault, Interrupted, MicEnded, SessionEvent, TurnEnded, TurnMetrics, TurnStarted
from pipeline.session import SessionError
from transport.codec import Codec, Frame, ProtocolError, Ready, Start, Waiting
from transport.inbox import Inbox
from transport.keys import Refusal
from transport.meters import Meters
from transport.places import Tell

logger = logging.getLogger(__name__)

E = TypeVar("E", bound=BaseException)

CHECK_S = 5.0  # between two looks at a tenant's minutes


class Session(Protocol):
    """What a call needs of a session: it hears the client's events, and its own are iterated until it is over.

    `push` must return soon: while it waits, a client that vanished goes unnoticed.
    """

    async def push(self, event: ClientEvent) -> None: ...

    def __aiter__(self) -> AsyncIterator[SessionEvent]: ...


# Opens a session for a client's wish under the session's id; raises SessionError for a wish that cannot be met.
SessionFactory: TypeAlias = Callable[[Start, str], AbstractAsyncContextManager[Session]]

# Opens a session, or one that was left, for a client; gives what the client is told of it, too. Raises SessionError.
Opening: TypeAlias = Callable[[Start, Ready], AbstractAsyncContextManager[tuple[Ready, Session]]]

# Lets a client in, for the scope, once it has said what it wants; tells it how far it is while it waits. Gives what
# tells how many seconds it may still stay, or raises Refusal.
Admission: TypeAlias = Callable[[Start, Tell], AbstractAsyncContextManager[Callable[[], float]]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much a call is borne with."""

    start_timeout_s: float = 10.0  # from the connection to `start`
    send_stall_s: float = 10.0  # how long a client may leave its messages unread once the send buffer is full
    drain_s: float = 5.0  # how long an answer may go on once the server drains
    max_errors: int = 64  # refused frames in a row
    max_messages_per_s: float = 200.0  # who sends more is read more slowly
    idle_timeout_s: float = 300.0  # between turns, how long a client may say nothing, not even silence


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a call is over: a word for the metrics, the WebSocket close code, and what the client is told.

    `code` is the error's code on the wire where the word is not.
    """

    why: str
    close_code: int
    message: str
    code: str = ""

    def fault(self) -> Fault:
        """The ending as the last event of a session."""
        return Fault(self.code or self.why, self.message, fatal=True)


REPORT_S = 0.2  # how long a turn's report is waited for at the end: some protocols end an answer with it
_GONE = Ending("gone", 1005, "the client is gone")
_DONE = Ending("done", 1000, "the session is over")
_LOST = (None, 1005, 1006, 1011)  # codes of a socket that broke: no close frame came, or none in time
_DRAINED = Ending("drained", 1012, "the server is restarting: connect again")


def refused(refusal: Refusal) -> Ending:
    """A refusal as the end of a call."""
    return Ending(
        "busy" if refusal.close_code == 1013 else "refused", refusal.close_code, refusal.message, refusal.code
    )


class Call:
    """Carries a session over a socket. Whatever happens in it stays in it: the worst is this call's `Ending`."""

    def __init__(self, socket: WebSocket, codec: Codec, limits: Limits, meters: Meters, *, live: bool = False) -> None:
        """`live`: what the client says while it waits in the line is not heard later."""
        self._socket = socket
        self._codec = codec
        self._limits = limits
        self._meters = meters
        self._scope = anyio.CancelScope()
        self._inbox = Inbox(socket, limits.max_messages_per_s)
        self._live = live
        self._ending: Ending | None = None
        self._errors = 0
        self._said_end = False
        self._active_s = anyio.current_time()  # when the last frame came, or the last turn ended
        self._sending = anyio.Lock()  # fair: frames go out in the order in which the codec made them
        self._quiet = anyio.Event()  # set between turns
        self._quiet.set()
        self._reported = anyio.Event()  # set once what a turn cost has been said, which comes right after its end
        self._reported.set()

    def was_lost(self) -> bool:
        """Whether the connection broke: the client may come back, and did not say that it leaves."""
        ending = self._ending
        return ending is not None and (
            ending.why == "stalled" or (ending is _GONE and self._inbox.close_code in _LOST and not self._said_end)
        )

    async def run(self, opening: Opening, admission: Admission, ready: Ready, draining: anyio.Event) -> Ending:
        """Holds the conversation and closes the socket."""
        try:
            with self._scope:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(self._end_when_drained, draining)
                    await self._converse(opening, admission, ready)
        except* Refusal as errors:
            self._end(refused(_first(errors)))
        except* SessionError as errors:
            self._end(Ending("refused", 1008, str(_first(errors))))
        except* Exception as errors:
            logger.error("a session failed", exc_info=errors)
            self._end(Ending("failed", 1011, "the session failed on an internal error; the server goes on"))
        ending = self._ending or _DONE
        if ending is not _GONE:
            await hang_up(self._socket, self._codec, ending)
        return ending

    async def _converse(self, opening: Opening, admission: Admission, ready: Ready) -> None:
        incoming = self._incoming()
        if (start := self._codec.opening() or await self._await_start(incoming)) is None:
            return
        async with self._admitted(admission, start) as left_s, opening(start, ready) as (told, session):
            await self._send(told)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._hear, incoming, session)
                tasks.start_soon(self._end_when_idle)
                tasks.start_soon(self._end_when_used_up, left_s)
                async for event in session:
                    await self._say(event)
                await self._send_frames(self._codec.closing())
                self._end(_DONE)

    @asynccontextmanager
    async def _admitted(self, admission: Admission, start: Start) -> AsyncGenerator[Callable[[], float]]:
        """The client's place. While it waits for that, it may leave; and its frames are kept, or not."""

        waited = False

        async def tell(place: int) -> None:
            nonlocal waited
            waited = True
            await self._send(Waiting(place))

        async with AsyncExitStack() as stack:
            async with self._inbox.reading_ahead(lambda: self._end(_GONE), live=self._live):
                left_s = await stack.enter_async_context(admission(start, tell))
            if waited and self._live:
                self._inbox.forget()
            yield left_s

    async def _await_start(self, incoming: AsyncIterator[Start | ClientEvent]) -> Start | None:
        with anyio.move_on_after(self._limits.start_timeout_s):
            start = await anext(incoming, None)
            assert start is None or isinstance(start, Start), "a codec lets nothing pass before start"
            return start
        self._end(Ending("refused", 1008, f"no start came within {self._limits.start_timeout_s:g} s: send it first"))
        return None

    async def _hear(self, incoming: AsyncIterator[Start | ClientEvent], session: Session) -> None:
        async for event in incoming:
            assert not isinstance(event, Start), "a codec lets start pass once"
            self._said_end |= isinstance(event, MicEnded)
            await session.push(event)

    async def _say(self, event: SessionEvent) -> None:
        match event:
            case Fault(fatal=True):
                self._end(Ending("failed", 1011, event.message, event.code))
            case TurnStarted():
                self._quiet, self._reported = anyio.Event(), anyio.Event()
                await self._send(event)
            case TurnEnded() | Interrupted():
                await self._send(event)
                self._active_s = anyio.current_time()
                self._quiet.set()
            case TurnMetrics():
                await self._send(event)
                self._reported.set()
            case _:
                await self._send(event)

    async def _incoming(self) -> AsyncIterator[Start | ClientEvent]:
        """What the client says, in order; what the codec answers, or refuses, goes back from here."""
        while (frame := await self._inbox.next()) is not None:
            self._active_s = anyio.current_time()
            self._meters.received_bytes.inc(len(frame))
            try:
                heard = self._codec.receive(frame)
            except ProtocolError as error:
                await self._answer_error(error)
                continue
            self._errors = 0
            await self._send_frames(heard.replies)
            for event in heard.events:
                yield event
        self._end(_GONE)

    async def _answer_error(self, error: ProtocolError) -> None:
        self._meters.refused_frames.labels(error.code).inc()
        self._errors += 1
        if error.close_code is not None:
            self._end(Ending("refused", error.close_code, error.message, error.code))
        elif self._errors >= self._limits.max_errors:
            self._end(Ending("refused", 1008, f"{self._errors} wrong frames in a row, the last: {error.message}"))
        else:
            await self._send_frames(self._codec.refuse(error))

    async def _send(self, event: Waiting | Ready | SessionEvent) -> None:
        await self._send_frames(self._codec.send(event))

    async def _send_frames(self, frames: Sequence[Frame]) -> None:
        """All of these before any other."""
        async with self._sending:
            for frame in frames:
                await self._send_frame(frame)

    async def _send_frame(self, frame: Frame) -> None:
        try:
            with anyio.fail_after(self._limits.send_stall_s):
                await _send_frame(self._socket, frame)
        except TimeoutError:
            self._end(Ending("stalled", 1008, f"nothing was read for {self._limits.send_stall_s:g} s: read faster"))
        except WebSocketDisconnect:
            with anyio.move_on_after(1):
                await anyio.sleep_forever()  # the inbox reads how the client left, and ends the call
            self._end(_GONE)
        self._meters.sent_bytes.inc(len(frame))

    async def _end_when_drained(self, draining: anyio.Event) -> None:
        await draining.wait()
        with anyio.move_on_after(self._limits.drain_s):
            await self._quiet.wait()
            with anyio.move_on_after(REPORT_S):
                await self._reported.wait()
        self._end(_DRAINED)

    async def _end_when_idle(self) -> None:
        patience_s = self._limits.idle_timeout_s
        while (idle_s := anyio.current_time() - self._active_s) < patience_s:
            await anyio.sleep(patience_s - idle_s)
            await self._quiet.wait()  # who listens to an answer may be silent
        self._end(Ending("idle", 1008, f"nothing came for {patience_s:g} s: connect again"))

    async def _end_when_used_up(self, left_s: Callable[[], float]) -> None:
        while (left := left_s()) > 0:  # noqa: ASYNC110 - time passes for everybody
            await anyio.sleep(min(left, CHECK_S))  # others of the same tenant use it up too
        self._end(Ending("refused", 1008, "the minutes of today are used up", "no_minutes_left"))

    def _end(self, ending: Ending) -> None:
        """The first ending is the one that counts; everything of the call is cancelled at its next step."""
        self._ending = self._ending or ending
        self._scope.cancel()


async def hang_up(socket: WebSocket, codec: Codec, ending: Ending) -> None:
    """Tells the client why, if it takes that, and closes; a close frame's reason is cut to its 123 bytes."""
    with anyio.CancelScope(shield=True):
        try:
            if ending.why not in ("done", "stalled"):
                with anyio.move_on_after(1):
                    for frame in codec.send(ending.fault()):
                        await _send_frame(socket, frame)
            await socket.close(ending.close_code, ending.message.encode()[:123].decode(errors="ignore"))
        except WebSocketDisconnect:
            logger.debug("the client left before it was told: %s", ending.message)


async def _send_frame(socket: WebSocket, frame: Frame) -> None:
    await (socket.send_text(frame) if isinstance(frame, str) else socket.send_bytes(frame))


def _first(errors: BaseExceptionGroup[E]) -> E:
    first = errors.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
