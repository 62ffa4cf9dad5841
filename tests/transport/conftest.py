"""A real server on a loopback port, with a session that needs no model."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec

import anyio
import anyio.lowlevel
import numpy as np
import pytest
from prometheus_client import CollectorRegistry

from pipeline.events import (
    Cancel,
    ClientEvent,
    Fault,
    Interrupted,
    MicAudio,
    MicEnded,
    SessionEvent,
    SpeechAudio,
    SpeechStarted,
    TextDelta,
    TranscriptDelta,
    TurnEnded,
    TurnStarted,
    UserText,
)
from pipeline.session import SessionError
from transport.codec import Start
from transport.desk import Desk, Readiness, Settings
from transport.server import Server, make_app

SILENCE = np.zeros(480, np.float32)


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": find_spec("uvloop") is not None}  # as the server runs


class FakeSession:
    """Answers a text with that text; a few texts do as they say instead; ends when the microphone does."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._send, self._receive = anyio.create_memory_object_stream[SessionEvent](4)
        self._turn = 0

    def __aiter__(self) -> AsyncIterator[SessionEvent]:
        return self._say()

    async def _say(self) -> AsyncIterator[SessionEvent]:
        async for event in self._receive:
            yield event
            if isinstance(event, TextDelta) and event.text == "talk forever":
                start_samples = 0
                while True:
                    yield SpeechAudio(event.turn, np.zeros(24_000, np.float32), start_samples)
                    start_samples += 24_000
                    self._house.spoken_s += 1
                    await anyio.lowlevel.checkpoint()

    async def push(self, event: ClientEvent) -> None:
        self._house.heard.append(event)
        match event:
            case MicAudio() if sum(isinstance(e, MicAudio) for e in self._house.heard) == 1:
                await self._send.send(SpeechStarted(0, 0))
            case UserText(text="fail"):
                raise OSError("the model burns")
            case UserText(text="fault"):
                await self._send.send(Fault("burnt", "the model burns", fatal=True))
            case UserText(text):
                await self._answer(text)
            case Cancel():
                await self._send.send(Interrupted(self._turn - 1, 0, "cancelled"))
            case MicEnded():
                await self._send.send(TranscriptDelta(0, "hello", "", True))
                await self._answer("hello")
                self._send.close()
            case _:
                pass

    async def _answer(self, text: str) -> None:
        turn, self._turn = self._turn, self._turn + 1
        await self._send.send(TurnStarted(turn, None))
        await self._send.send(TextDelta(turn, text))
        if text != "wait":
            await self._send.send(SpeechAudio(turn, SILENCE, 0))
            await self._send.send(TurnEnded(turn, text, SILENCE.size))


@dataclass
class House:
    """A running server, and what its sessions lived through."""

    url: str = ""
    heard: list[ClientEvent] = field(default_factory=list)
    spoken_s: int = 0
    opened: int = 0
    names: list[str] = field(default_factory=list)
    closed: int = 0
    ready: bool = True
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    desk: Desk | None = None
    server: Server | None = None

    @asynccontextmanager
    async def session(self, start: Start, name: str) -> AsyncIterator[FakeSession]:
        if start.wish.voice == "nobody":
            raise SessionError('no voice "nobody": expected one of default')
        self.opened += 1
        self.names.append(name)
        try:
            yield FakeSession(self)
        finally:
            self.closed += 1

    @property
    def http(self) -> str:
        return self.url.replace("ws://", "http://").removesuffix("/v1/stream")


Opening = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def open_house() -> Opening:
    """`async with open_house(settings) as house:` runs a server in this event loop."""

    @asynccontextmanager
    async def opening(settings: Settings | None = None) -> AsyncIterator[House]:
        house = House()
        app = make_app(
            house.session, lambda: Readiness(house.ready, "fake-1", "loading"), settings, registry=house.registry
        )
        house.desk = app.state.desk
        with socket.create_server(("127.0.0.1", 0)) as listener:
            house.url = f"ws://127.0.0.1:{listener.getsockname()[1]}/v1/stream"
            house.server = Server(app, settings=settings)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(house.server.serve, [listener])
                while not house.server.started:  # noqa: ASYNC110
                    await anyio.sleep(0.01)
                yield house
                house.server.should_exit = True

    return opening
