"""The inbox: a connection's frames as they come, no faster than they may."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import anyio
from starlette.websockets import WebSocket

from transport.codec import Frame

AHEAD_BYTES = 1 << 18  # what is kept of a client that speaks while it waits in the line


class Inbox:
    """The frames of one socket. Who sends more than `per_s` a second is read more slowly, and so must send more slowly.

    A second's worth may come at once.
    """

    def __init__(self, socket: WebSocket, per_s: float) -> None:
        self._socket = socket
        self._per_s = per_s
        self._credit = per_s
        self._counted_s = anyio.current_time()
        self._ahead: deque[Frame | None] = deque()
        self.close_code: int | None = None  # with which the client left, if it said

    async def next(self) -> Frame | None:
        """The next frame; None when the client is gone."""
        if self._ahead:
            return self._ahead.popleft()
        await self._slow_down()
        return await self._read()

    @asynccontextmanager
    async def reading_ahead(self, gone: Callable[[], None], *, live: bool) -> AsyncGenerator[None]:
        """Reads while nobody asks for frames, so that it is noticed, and told to `gone`, when the client leaves.

        Of a `live` client the latest frames are kept; any other is read no further.
        """

        async def read() -> None:
            kept_bytes = 0
            while live or kept_bytes < AHEAD_BYTES:
                await self._slow_down()
                frame = await self._read()
                self._ahead.append(frame)
                if frame is None:
                    gone()
                    return
                kept_bytes += len(frame)
                while live and kept_bytes > AHEAD_BYTES and (oldest := self._ahead.popleft()):
                    kept_bytes -= len(oldest)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(read)
            yield
            tasks.cancel_scope.cancel()

    def forget(self) -> None:
        """What was read ahead is not needed."""
        self._ahead.clear()

    async def _slow_down(self) -> None:
        now_s = anyio.current_time()
        self._credit = min(self._per_s, self._credit + (now_s - self._counted_s) * self._per_s) - 1
        self._counted_s = now_s
        if self._credit < 0:
            await anyio.sleep(-self._credit / self._per_s)

    async def _read(self) -> Frame | None:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            self.close_code = message.get("code")
            return None
        text: str | None = message.get("text")
        return text if text is not None else message.get("bytes") or b""
