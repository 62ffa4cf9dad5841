"""The server shell: an ASGI app with the wire protocol, the health pages, the metrics and the web client."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from transport.call import SessionFactory
from transport.desk import Desk, Readiness, Settings
from transport.keys import Refusal
from transport.meters import Meters
from transport.native import native_door
from transport.realtime.codec import realtime_door
from transport.realtime.secrets import secret_routes
from transport.realtime.translation import translation_door
from transport.rest import Studio, rest_routes
from transport.twilio import twilio_door
from transport.websocket import PatientWebSocket

WEB_CLIENT = Path(__file__).resolve().parent.parent / "web_client"


def make_app(
    sessions: SessionFactory,
    readiness: Callable[[], Readiness],
    settings: Settings | None = None,
    *,
    registry: CollectorRegistry | None = None,
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None,
    web_client: Path = WEB_CLIENT,
    samples: Path | None = None,
    studio: Studio | None = None,
) -> Starlette:
    """The app. `sessions` opens a session for each `Start`, under an id; `app.state.desk` is the `Desk`.

    `lifespan` brackets the server's life: load the model there, in the background, so that /readyz can tell. /metrics
    shows `registry`, which takes one app. `samples` is a folder of WAV files that the web client can speak as a caller.
    `studio` works on whole recordings and texts; without it there are no endpoints for them.
    """
    registry = CollectorRegistry() if registry is None else registry
    settings = settings or Settings()
    desk = Desk(sessions, readiness, settings, Meters(registry))
    page = _digest(web_client)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        body = desk.report() | {"page": page}
        return JSONResponse(body, 200 if body["ready"] else 503, {"Cache-Control": "no-store"})

    def sample_names(_: Request) -> Response:
        return JSONResponse(sorted(path.name for path in samples.glob("*.wav")) if samples else [])

    async def no_protocol(websocket: WebSocket) -> None:
        await websocket.send_denial_response(PlainTextResponse("No protocol is spoken at this path.\n", 404))

    async def metrics(request: Request) -> Response:
        try:
            desk.guard.tenant(request)
        except Refusal as error:
            return PlainTextResponse(f"{error.message}\n", error.status)
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    @asynccontextmanager
    async def living(app: Starlette) -> AsyncGenerator[None]:
        async with lifespan(app) if lifespan else nullcontext(), desk.resumption.running():
            yield

    app = Starlette(
        routes=[
            WebSocketRoute("/v1/stream", desk.opens(native_door())),
            WebSocketRoute("/v1/realtime", desk.opens(realtime_door())),
            WebSocketRoute("/v1/realtime/translations", desk.opens(translation_door())),
            WebSocketRoute("/twilio", desk.opens(twilio_door(settings.dtmf_text, settings.dtmf_gap_ms))),
            *secret_routes(desk),
            *(rest_routes(desk, studio) if studio else []),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
            Route("/samples/", sample_names),
            *([Mount("/samples", StaticFiles(directory=samples))] if samples and samples.is_dir() else []),
            WebSocketRoute("/{path:path}", no_protocol),
            Mount("/", StaticFiles(directory=web_client, html=True)),
        ],
        lifespan=living,
    )
    if settings.allowed_origins:
        origins = list(settings.allowed_origins)
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_methods=["*"], allow_headers=["*"])
    app.add_middleware(SafeHeaders)
    app.state.desk = desk
    return app


def _digest(folder: Path) -> str:
    """Short for all that is in a folder: a page that is open learns from it that its server brings another one."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


class SafeHeaders:
    """Gives every response a strict Content-Security-Policy and its companions: pages run only what is served here."""

    headers = (
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
            "worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "microphone=(self), camera=(), geolocation=()"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(dict(self.headers))
                headers.setdefault("Cache-Control", "no-cache")  # a page's modules are all of one version
            await send(message)

        await self._app(scope, receive, send_safely)


class Server(uvicorn.Server):
    """uvicorn with our WebSocket, draining the calls before it goes: `Server(app, ...).run()` or `await .serve()`."""

    def __init__(
        self, app: Starlette, host: str = "127.0.0.1", port: int = 8000, settings: Settings | None = None
    ) -> None:
        settings = settings or Settings()
        self._desk: Desk = app.state.desk
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                ws=PatientWebSocket,
                ws_max_size=16 * settings.max_frame_bytes,  # so that frames not absurdly large are refused in words
                ws_ping_interval=settings.ping_interval_s,
                ws_ping_timeout=settings.ping_timeout_s,
                ws_per_message_deflate=False,  # audio does not deflate
                server_header=False,
                log_level="warning",
                access_log=False,  # queries may hold keys
                ssl_certfile=settings.tls_certificate or None,
                ssl_keyfile=settings.tls_key or None,
                timeout_graceful_shutdown=5,
            )
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._desk.drain()
        await super().shutdown(sockets)
