"""The server with its model: what `stepaudio serve` runs, and what the demo, the benchmark and tests run in-process."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import anyio
from prometheus_client import CollectorRegistry, ProcessCollector
from soundfile import SoundFileError
from starlette.applications import Starlette

from pipeline.clock import SystemClock
from pipeline.config import Config, ConfigError
from pipeline.config import Server as ServerConfig
from pipeline.metrics import Metrics
from pipeline.observer import Observers
from pipeline.session import Session, SessionError, open_session
from pipeline.settings import settle
from pipeline.tap import Tap
from pipeline.trace import Trace
from pipeline.wish import Wish
from stages.checkpoint import CheckpointError
from stages.voice import VoiceError
from stepaudio.engine import Engine, Progress, open_engine
from stepaudio.recorder import Recorder, recording
from stepaudio.studio import Studio
from stepaudio.toolserver import ToolServerError
from stepaudio.warmup import warm_up
from transport.call import Limits
from transport.codec import Start
from transport.desk import Readiness, Settings
from transport.keys import Keys
from transport.server import Server, make_app


class ServerError(Exception):
    """A server that cannot be; the message says why."""


class Host:
    """A server over one checkpoint. `readiness` is what it tells of the model; a model that cannot be loaded is its
    `failure`, of which `on_failure` hears. Raises ConfigError for keys that cannot be read."""

    def __init__(self, model: Path, config: Config, progress: Progress = lambda doing: None) -> None:
        self.readiness = Readiness(False, model.resolve().name, "loading")
        self.failure: Exception | None = None
        self.on_failure: Callable[[], None] = lambda: None
        self.loaded = anyio.Event()  # or failed
        self._path = model
        self._config = config
        self._keys = Keys.read(Path(config.server.keys)) if config.server.keys else Keys()
        self._progress = progress
        self._engine: Engine | None = None
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)  # processor time and memory, where the system tells
        self._clock = SystemClock()
        self._metrics = Metrics(self._registry, config.metrics.buckets_ms)
        self._observers = Observers([self._metrics])

    def app(self) -> Starlette:
        """The ASGI app; the model is loaded in the background of its lifespan."""
        return make_app(
            self._session,
            lambda: self.readiness,
            self.settings(),
            registry=self._registry,
            lifespan=self._lifespan,
            samples=self._path / "samples",
            studio=Studio(self._loaded, self._open),
        )

    def settings(self) -> Settings:
        """The transport's knobs, from the configuration."""
        c = self._config.server
        return Settings(
            max_sessions=c.max_sessions,
            max_waiting=c.max_waiting,
            max_requests=c.max_requests,
            max_upload_bytes=c.max_upload_bytes,
            max_recording_s=c.max_recording_s,
            max_frame_bytes=c.max_frame_bytes,
            allowed_origins=c.allowed_origins,
            ping_interval_s=c.ping_interval_s,
            ping_timeout_s=c.ping_timeout_s,
            resume_grace_s=c.resume_grace_s,
            limits=Limits(
                start_timeout_s=c.start_timeout_s,
                send_stall_s=c.send_stall_s,
                drain_s=c.drain_s,
                max_errors=c.max_errors,
                max_messages_per_s=c.max_messages_per_s,
                idle_timeout_s=c.idle_timeout_s,
            ),
            keys=self._keys,
            public_url=c.public_url,
            dtmf_text=c.dtmf_text,
            dtmf_gap_ms=c.dtmf_gap_ms,
            tls_certificate=c.tls_certificate,
            tls_key=c.tls_key,
        )

    def _session(self, start: Start, session: str) -> AbstractAsyncContextManager[Session]:
        return self._perhaps_recorded(replace(start.wish, name=session))

    def _open(self, wish: Wish, tap: Tap | None = None) -> AbstractAsyncContextManager[Session]:
        return open_session(self._loaded(), self._config, wish, clock=self._clock, observer=self._observers, tap=tap)

    @asynccontextmanager
    async def _perhaps_recorded(self, wish: Wish) -> AsyncGenerator[Session]:
        """A session, and where that is wanted a recording of it."""
        async with AsyncExitStack() as stack:
            recorder: Recorder | None = None
            if settle(wish, self._config, self._loaded().voices).record:
                folder = self._config.recording.folder
                try:
                    recorder = stack.enter_context(recording(folder, wish.name, self._clock, datetime.now(UTC)))
                except (OSError, SoundFileError) as error:
                    raise SessionError(f"the call cannot be recorded in {folder}: {error}") from error
            session = await stack.enter_async_context(self._open(wish, recorder))
            if recorder is not None:
                recorder.text_of = session.conversation.said_in
            yield session

    def _loaded(self) -> Engine:
        assert self._engine is not None, "the desk admits nobody before the model is ready"
        return self._engine

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncGenerator[None]:
        with ExitStack() as files:
            if self._config.metrics.trace:
                trace = Trace.open(Path(self._config.metrics.trace), self._clock)
                self._observers = Observers([self._metrics, files.enter_context(trace)])
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._hold_model)
                yield
                tasks.cancel_scope.cancel()

    async def _hold_model(self) -> None:
        def say(doing: str) -> None:
            self.readiness = Readiness(False, self.readiness.model, doing)
            self._progress(doing)

        watch = self._observers.step
        try:
            async with open_engine(self._path, self._config, clock=self._clock, watch=watch, progress=say) as engine:
                self._engine = engine
                warmed = await warm_up(engine, say)
                say(f"warm: {', '.join(map(str, warmed))}")
                voices = tuple(engine.voices)
                defaults = settle(Wish(), self._config, voices).as_wish()
                self.readiness = Readiness(True, self.readiness.model, voices=voices, defaults=defaults)
                self.loaded.set()
                await anyio.sleep_forever()
        except (CheckpointError, ConfigError, ToolServerError, VoiceError) as error:
            self.failure = error
            self.readiness = Readiness(False, self.readiness.model, str(error))
            self.loaded.set()
            self.on_failure()


def check_exposure(server: ServerConfig) -> None:
    """Raises ServerError for a server that would let everybody in unasked, or whose TLS files are not right."""
    if bool(server.tls_certificate) != bool(server.tls_key):
        raise ServerError("TLS takes two files: server.tls_certificate and server.tls_key")
    if server.tls_certificate:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(server.tls_certificate, server.tls_key)
        except (OSError, ssl.SSLError) as error:
            raise ServerError(f"TLS with {server.tls_certificate} and {server.tls_key}: {error}") from error
    if not (server.keys or server.open or _is_loopback(server.host)):
        raise ServerError(
            f"listening on {server.host} lets other machines in, and there are no keys to ask them for: name a file "
            "(server.keys, made with `stepaudio key NAME`), or say server.open=true if others do the asking"
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any free one. Raises ServerError."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = (error.strerror or "").partition(" (")[0]
        raise ServerError(f"cannot listen on {host}, port {port}: {why} (port 0 takes any that is free)") from error


def authority(listener: socket.socket) -> str:
    """Host and port as they stand in a URL."""
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@asynccontextmanager
async def serving(model: Path, config: Config, progress: Progress = lambda doing: None) -> AsyncGenerator[str]:
    """A server on a loopback port of its own, in this event loop: the WebSocket's URL, once the model is ready.

    Raises CheckpointError, ConfigError, ToolServerError, VoiceError.
    """
    host = Host(model, config, progress)
    with listen("127.0.0.1", 0) as listener:
        server = Server(host.app(), "127.0.0.1", 0, host.settings())

        async def serve() -> None:
            with anyio.CancelScope(shield=True):  # it is told to end, so that it ends in order
                await server.serve([listener])

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(serve)
            try:
                await host.loaded.wait()
                if host.failure is None:
                    yield f"ws://{authority(listener)}/v1/stream"
            finally:
                server.should_exit = True
    if host.failure is not None:
        raise host.failure
