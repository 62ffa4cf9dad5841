"""uvicorn's WebSocket with an end to its patience: a peer that reads nothing is cut off, never kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent


class PatientWebSocket(WebSocketsSansIOProtocol):
    """Adds two things to uvicorn's protocol, which waits without end for a peer that does not read.

    A close frame goes out at once instead of waiting for room in the send buffer; and a socket whose conversation is
    over, or whose peer answers no ping, is aborted `linger_s` later, with whatever was still unsent.
    """

    linger_s = 10.0
    _abort: asyncio.TimerHandle | None = None

    async def send(self, message: ASGISendEvent) -> None:
        if self.close_sent:
            raise ClientDisconnected
        if message["type"] == "websocket.close":
            self.writable.set()
        await super().send(message)

    async def run_asgi(self) -> None:
        try:
            await super().run_asgi()
        finally:
            self._abort_later()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._abort_later()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._abort is not None:
            self._abort.cancel()

    def _abort_later(self) -> None:
        if self._abort is None and not self.disconnected:
            self._abort = self.loop.call_later(self.linger_s, self.transport.abort)
