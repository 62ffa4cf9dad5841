"""A client of our own protocol, for programs: `async with connect(url, Start(16000)) as call: ...`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK, InvalidHandshake, InvalidURI
from websockets.typing import Subprotocol

from pipeline.clock import Clock, SystemClock
from pipeline.events import ClientEvent, Fault, MicAudio, Samples, SessionEvent
from transport.codec import Pong, ProtocolError, Ready, Start, Waiting
from transport.native import SUBPROTOCOL, ClientCodec


class CallError(Exception):
    """The call could not be made, or did not end well; `close_code` is the WebSocket's, 1006 when there was none."""

    def __init__(self, message: str, close_code: int = 1006) -> None:
        super().__init__(message)
        self.close_code = close_code


@asynccontextmanager
async def connect(
    url: str,
    start: Start,
    clock: Clock | None = None,
    *,
    key: str = "",
    waiting: Callable[[int], None] = lambda place: None,
) -> AsyncGenerator[Call]:
    """Opens a session at `url` (ws://host:port/v1/stream) and closes it on the way out; raises `CallError`.

    `key` is shown to a server that asks for one. In the server's line, `waiting` is told the place, 1 being the next.
    """
    try:
        socket = await open_socket(
            url,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers={"Authorization": f"Bearer {key}"} if key else None,
            compression=None,
            max_size=1 << 24,
            proxy=None,
        )
    except (OSError, InvalidHandshake, TimeoutError) as error:
        raise CallError(f"no call to {_plain(url)}: {error or type(error).__name__}") from error
    except (InvalidURI, ValueError):
        address = f"{_plain(url)!r} is not a server's address"
        raise CallError(f"{address}: expected ws://HOST:PORT/v1/stream, or wss") from None
    async with socket:
        codec = ClientCodec(start)
        await _send(socket, codec.send(start))
        while isinstance(answer := await _next_event(socket, codec), Waiting):
            waiting(answer.place)
        match answer:
            case Ready() as ready:
                yield Call(socket, codec, start, ready, clock or SystemClock())
            case Fault() as fault:
                raise CallError(fault.message)
            case other:
                raise CallError(f"the server said {type(other).__name__} before ready")


class Call:
    """A session with the server: send events, play a microphone, iterate what comes back until the server hangs up."""

    def __init__(self, socket: ClientConnection, codec: ClientCodec, start: Start, ready: Ready, clock: Clock) -> None:
        self.ready = ready
        self._socket = socket
        self._codec = codec
        self._start = start
        self._clock = clock

    async def send(self, event: ClientEvent) -> None:
        """Says `event` as soon as the socket takes it. What comes after the session is over is not heard; raises
        `CallError` when the server has hung up for any other reason."""
        await _send(self._socket, self._codec.send(event))

    async def play(self, samples: Samples, block_ms: int = 20) -> None:
        """Sends mono samples (n,) at the session's rate as a microphone does: a block when its last sample is due."""
        rate_hz = self._start.rate_hz
        block_samples = rate_hz * block_ms // 1000
        began_s = self._clock()
        for first in range(0, samples.size, block_samples):
            block = samples[first : first + block_samples]
            due_s = began_s + (first + block.size) / rate_hz
            await self._clock.sleep(max(0.0, due_s - self._clock()))
            await self.send(MicAudio(block, rate_hz))

    def vanish(self) -> None:
        """Breaks the connection without a word, as a network does."""
        self._socket.transport.abort()

    def __aiter__(self) -> Call:
        return self

    async def __anext__(self) -> SessionEvent:
        """The next event; ends with the session, raises `CallError` when it was closed for any other reason."""
        while True:
            event = await _next_event(self._socket, self._codec)
            if event is None:
                raise StopAsyncIteration
            if not isinstance(event, Waiting | Ready | Pong):
                return event


def _plain(url: str) -> str:
    """The URL without its query, which may hold a key."""
    return url.partition("?")[0]


async def _next_event(socket: ClientConnection, codec: ClientCodec) -> Waiting | Ready | SessionEvent | Pong | None:
    """What the server says next, None after a proper end; types that came after this version are passed over."""
    while True:
        try:
            return codec.receive(await socket.recv())
        except ProtocolError as error:
            if error.code != "unknown_type":
                raise CallError(f"the server sent what this client cannot read: {error}", 1002) from error
        except ConnectionClosedOK:
            return None
        except ConnectionClosed as error:
            raise _call_error(error) from error


async def _send(socket: ClientConnection, frame: bytes) -> None:
    try:
        await socket.send(frame)
    except ConnectionClosedOK:
        pass
    except ConnectionClosed as error:
        raise _call_error(error) from error


def _call_error(error: ConnectionClosed) -> CallError:
    if error.rcvd is None:
        return CallError("the connection was lost")
    return CallError(f"the server hung up ({error.rcvd.code}): {error.rcvd.reason}", error.rcvd.code)
