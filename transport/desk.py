"""The desk: where every connection arrives, and is let in or turned away with a reason."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

from pipeline.events import SPEECH_RATE_HZ
from pipeline.wish import Wish
from transport.call import Admission, Call, Ending, Limits, SessionFactory, hang_up, refused
from transport.codec import Codec, Door, Handshake, Ready, Start
from transport.guard import Guard, Visitor, offered_subprotocols
from transport.keys import Keys, Refusal
from transport.ledger import Ledger
from transport.meters import Meters
from transport.native import SUBPROTOCOL
from transport.places import Places, Tell
from transport.resumption import Resumption, opens


@dataclass(frozen=True, slots=True)
class Settings:
    """The knobs of the transport."""

    max_sessions: int = 16  # more wait
    max_waiting: int = 0  # more are refused with 1013
    max_requests: int = 4  # HTTP requests with audio at once; more wait, as many as calls may
    max_upload_bytes: int = 25 << 20  # of one recording
    max_recording_s: float = 1800.0  # of one recording
    max_frame_bytes: int = 1 << 20  # larger ones are refused with 1009
    allowed_origins: tuple[str, ...] = ()  # besides the server's own, as https://host:port; "*" is any
    ping_interval_s: float = 20.0
    ping_timeout_s: float = 20.0  # a client that leaves a ping unanswered for so long is gone
    resume_grace_s: float = 0.0  # how long a session waits for a client whose connection broke; 0: none does
    limits: Limits = field(default_factory=Limits)
    keys: Keys = field(default_factory=Keys)
    public_url: str = ""  # how the world calls this server, where that is not the Host that requests name
    dtmf_text: str = ""  # what the conversation is told of keys pressed on a telephone, with {digits}
    dtmf_gap_ms: int = 1500  # after which they are a number
    tls_certificate: str = ""  # files
    tls_key: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the model can serve, its name, in words what it is doing meanwhile, and the voices it answers in."""

    ready: bool
    model: str
    detail: str = ""
    voices: tuple[str, ...] = ()  # the first is the one that is taken where a client wishes for none
    defaults: Wish = field(default_factory=Wish)  # what holds where a client chooses nothing


class Desk:
    """Answers every connection: turns it away with a reason, or lets it call. Knows the calls in progress."""

    def __init__(
        self, sessions: SessionFactory, readiness: Callable[[], Readiness], settings: Settings, meters: Meters
    ) -> None:
        self._sessions = sessions
        self.readiness = readiness
        self.settings = settings
        self.meters = meters
        self.guard = Guard(settings.keys, settings.allowed_origins, settings.public_url)
        self.ledger = Ledger()
        self._places = Places(settings.max_sessions, settings.max_waiting, "sessions")
        self.resumption = Resumption(sessions, settings.resume_grace_s, settings.max_sessions)
        self._draining = anyio.Event()
        self._empty = anyio.Event()  # set when the last call leaves a draining desk
        self._calls = 0

    @property
    def draining(self) -> bool:
        """Whether nobody is admitted any more."""
        return self._draining.is_set()

    def report(self) -> dict[str, Any]:
        """What /readyz says."""
        now = self.readiness()
        draining = self._draining.is_set()
        return {
            "ready": now.ready and not draining,
            "model": now.model,
            "detail": "the server is restarting" if draining else now.detail,
            "voices": list(now.voices),
            "sessions": self._places.taken,
            "waiting": self._places.waiting,
            "max_sessions": self.settings.max_sessions,
            "subprotocol": SUBPROTOCOL,
        }

    def opens(self, door: Door) -> Callable[[WebSocket], Awaitable[None]]:
        """The endpoint at which the door's protocol is answered."""

        async def endpoint(websocket: WebSocket) -> None:
            await self.answer(websocket, door)

        return endpoint

    async def answer(self, websocket: WebSocket, door: Door) -> None:
        """One connection, from the handshake to the close."""
        visitor, refusal = Visitor(None), None
        try:
            self.guard.check_origin(websocket)
            visitor = self.guard.telephone(websocket) if door.telephone else self.guard.visitor(websocket)
        except Refusal as error:
            if error.status == 403:
                await websocket.send_denial_response(PlainTextResponse(f"{error.message}\n", 403))
                self.meters.endings.labels("refused").inc()
                return
            refusal = refused(error)  # said after the handshake: a browser shows its page nothing of a refused one
        offered = offered_subprotocols(websocket)
        await websocket.accept(door.subprotocol if door.subprotocol in offered else None)
        codec = door.codec(self.handshake(websocket, visitor))
        if (ending := refusal or self._turned_away(offered, door)) is not None:
            await hang_up(websocket, codec, ending)
        else:
            ending = await self._connect(websocket, codec, visitor, door)
        self.meters.endings.labels(ending.why).inc()

    async def drain(self) -> None:
        """Admits nobody any more, lets answers end (for as long as the limits say), returns when all have left."""
        self._draining.set()
        if self._calls:
            await self._empty.wait()

    async def _connect(self, websocket: WebSocket, codec: Codec, visitor: Visitor, door: Door) -> Ending:
        call = Call(websocket, codec, self.settings.limits, self.meters, live=door.telephone)
        ready = Ready(secrets.token_hex(8), self.readiness().model, SPEECH_RATE_HZ)
        self._calls += 1
        try:
            opening = self.resumption.opens(visitor.tenant, call.was_lost) if door.resumes else opens(self._sessions)
            return await call.run(opening, self._admission(visitor), ready, self._draining)
        finally:
            self._calls -= 1
            if self._draining.is_set() and not self._calls:
                self._empty.set()

    def _admission(self, visitor: Visitor) -> Admission:
        @asynccontextmanager
        async def admit(start: Start, tell: Tell) -> AsyncGenerator[Callable[[], float]]:
            tenant = self.guard.identify(visitor, start.key)
            self.resumption.displace(start, visitor.tenant)
            with self.ledger.entry(tenant):
                async with self._places.take(tell):
                    self.meters.sessions.inc()
                    try:
                        with self.ledger.timed(tenant):
                            yield lambda: self.ledger.left_s(tenant)
                    finally:
                        self.meters.sessions.dec()

        return admit

    def handshake(self, connection: HTTPConnection, visitor: Visitor) -> Handshake:
        """What a codec is told of a connection."""
        now = self.readiness()
        query = {name: value for name, value in connection.query_params.items() if name != "key"}
        return Handshake(query, visitor.session, now.model, now.voices, now.defaults, self.settings.max_frame_bytes)

    def _turned_away(self, offered: list[str], door: Door) -> Ending | None:
        now = self.readiness()
        if offered and door.subprotocol not in offered:
            return Ending("refused", 1008, f"unknown subprotocol: offer {door.subprotocol or 'none'}")
        if self._draining.is_set():
            return Ending("drained", 1012, "the server is restarting: connect again")
        if not now.ready:
            return Ending("busy", 1013, f"the model is not ready ({now.detail}): try again later")
        if self._calls >= self.settings.max_sessions + self.settings.max_waiting:
            return refused(self._places.refusal())  # all of them will want a place
        return None
