"""An HTTP answer made while the client waits for it, and no longer than it does."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing

import anyio
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send

from transport.keys import Refusal

logger = logging.getLogger(__name__)


class RequestError(Refusal):
    """A request that cannot be answered, because of what it asks for; `param` names the part of it."""

    def __init__(self, message: str, param: str | None = None, status: int = 400, code: str = "") -> None:
        super().__init__(code, message, status)
        self.param = param


def error_response(error: Refusal) -> Response:
    """The error in the shape that clients of the vendor's API read."""
    kind = "invalid_request_error"
    if error.status == 429:
        kind = "rate_limit_error"
    elif error.status >= 500:
        kind = "server_error"
    param = error.param if isinstance(error, RequestError) else None
    body = {"error": {"message": error.message, "type": kind, "param": param, "code": error.code or None}}
    headers = {"Retry-After": "2"} if error.status in (429, 503) else None
    return JSONResponse(body, error.status, headers)


class Counted(Response):
    """A response whose status is told to `count` when it goes out."""

    def __init__(self, inner: Response, count: Callable[[int], None]) -> None:
        self.background = None
        self._inner = inner
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(message["status"])
            await send(message)

        await self._inner(scope, receive, counting)


class Answer(Response):
    """Sends what `work` makes, piece by piece. When the client leaves, the work is cancelled where it stands.

    A `Refusal` before the first piece becomes an error response; a failure after it breaks the connection off, so that
    nobody takes a part for the whole.
    """

    def __init__(self, work: AsyncGenerator[bytes], media_type: str, headers: Mapping[str, str] | None = None) -> None:
        self.media_type = media_type
        self.status_code = 200
        self.background = None
        self.init_headers(headers)
        self._work = work
        self._begun = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._cancel_when_gone, receive, tasks.cancel_scope)
            await self._answer(scope, receive, send)
            tasks.cancel_scope.cancel()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with aclosing(self._work) as work:
                async for piece in work:
                    if piece:
                        await self._send(send, piece)
        except Exception as error:
            if self._begun:
                raise
            if not isinstance(error, Refusal):
                logger.exception("a request failed")
                error = RequestError("the server failed on this request; it goes on", status=500)
            await error_response(error)(scope, receive, send)
            return
        await self._send(send, b"", last=True)

    async def _send(self, send: Send, piece: bytes, last: bool = False) -> None:
        if not self._begun:
            self._begun = True
            if last:
                self.headers["Content-Length"] = "0"
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send(
            {"type": "http.response.body", "body": piece, "more_body": not last}
        )  # to nobody, if nobody is there

    async def _cancel_when_gone(self, receive: Receive, scope: anyio.CancelScope) -> None:
        message: Message = {"type": "http.request"}
        while message["type"] != "http.disconnect":
            message = await receive()
        scope.cancel()
