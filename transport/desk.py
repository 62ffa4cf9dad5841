"""The desk: where every connection arrives, and is let in or turned away with a reason."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import anyio
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

from transport.call import Call, Ending, Limits, SessionFactory, hang_up
from transport.codec import Codec, Door, Handshake, Ready
from transport.meters import Meters
from transport.native import SPEECH_RATE_HZ, SUBPROTOCOL


@dataclass(frozen=True, slots=True)
class Settings:
    """The knobs of the transport."""

    max_sessions: int = 16  # more are refused with 1013
    max_frame_bytes: int = 1 << 20  # larger ones are refused with 1009
    allowed_origins: tuple[str, ...] = ()  # besides the server's own, as https://host:port; "*" is any
    ping_interval_s: float = 20.0
    ping_timeout_s: float = 20.0  # a client that leaves a ping unanswered for so long is gone
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the model can serve, its name, in words what it is doing meanwhile, and the voices it answers in."""

    ready: bool
    model: str
    detail: str = ""
    voices: tuple[str, ...] = ()  # the first is the one that is taken where a client wishes for none


class Desk:
    """Answers every connection: turns it away with a reason, or lets it call. Knows the calls in progress."""

    def __init__(
        self, sessions: SessionFactory, readiness: Callable[[], Readiness], settings: Settings, meters: Meters
    ) -> None:
        self._sessions = sessions
        self._readiness = readiness
        self._settings = settings
        self._meters = meters
        self._draining = anyio.Event()
        self._empty = anyio.Event()  # set when the last call leaves a draining desk
        self._calls = 0

    def report(self) -> dict[str, Any]:
        """What /readyz says."""
        now = self._readiness()
        draining = self._draining.is_set()
        return {
            "ready": now.ready and not draining,
            "model": now.model,
            "detail": "the server is restarting" if draining else now.detail,
            "voices": list(now.voices),
            "sessions": self._calls,
            "max_sessions": self._settings.max_sessions,
            "subprotocol": SUBPROTOCOL,
        }

    def opens(self, door: Door) -> Callable[[WebSocket], Awaitable[None]]:
        """The endpoint at which the door's protocol is answered."""

        async def endpoint(websocket: WebSocket) -> None:
            await self.answer(websocket, door)

        return endpoint

    async def answer(self, websocket: WebSocket, door: Door) -> None:
        """One connection, from the handshake to the close."""
        if not self._is_welcome(websocket.headers.get("origin"), websocket.headers.get("host", "")):
            await websocket.send_denial_response(
                PlainTextResponse("This Origin may not connect: see allowed_origins in the configuration.\n", 403)
            )
            return
        offered: list[str] = websocket.scope["subprotocols"]
        await websocket.accept(door.subprotocol if door.subprotocol in offered else None)
        codec = door.codec(self._handshake(websocket))
        if (ending := self._turned_away(offered, door)) is not None:
            await hang_up(websocket, codec, ending)
        else:
            ending = await self._connect(websocket, codec)
        self._meters.endings.labels(ending.why).inc()

    async def drain(self) -> None:
        """Admits nobody any more, lets answers end (for as long as the limits say), returns when all have left."""
        self._draining.set()
        if self._calls:
            await self._empty.wait()

    async def _connect(self, websocket: WebSocket, codec: Codec) -> Ending:
        call = Call(websocket, codec, self._settings.limits, self._meters)
        ready = Ready(secrets.token_hex(8), self._readiness().model, SPEECH_RATE_HZ)
        self._calls += 1
        self._meters.sessions.set(self._calls)
        try:
            return await call.run(self._sessions, ready, self._draining)
        finally:
            self._calls -= 1
            self._meters.sessions.set(self._calls)
            if self._draining.is_set() and not self._calls:
                self._empty.set()

    def _handshake(self, websocket: WebSocket) -> Handshake:
        now = self._readiness()
        query = dict(websocket.query_params)
        return Handshake(query, None, now.model, now.voices, self._settings.max_frame_bytes)

    def _turned_away(self, offered: list[str], door: Door) -> Ending | None:
        now = self._readiness()
        if offered and door.subprotocol not in offered:
            return Ending("refused", 1008, f"unknown subprotocol: offer {door.subprotocol or 'none'}")
        if self._draining.is_set():
            return Ending("drained", 1012, "the server is restarting: connect again")
        if not now.ready:
            return Ending("busy", 1013, f"the model is not ready ({now.detail}): try again later")
        if self._calls >= self._settings.max_sessions:
            return Ending("busy", 1013, f"all {self._settings.max_sessions} sessions are taken: try again later")
        return None

    def _is_welcome(self, origin: str | None, host: str) -> bool:
        """Programs send no Origin; pages of this server and those allowed by name may connect."""
        allowed = self._settings.allowed_origins
        return origin is None or "*" in allowed or origin in allowed or urlsplit(origin).netloc == host
