"""The bundled model, loaded once: as a library, and as a server on a loopback port."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from typing import Any, Protocol

import pytest
from anyio.from_thread import start_blocking_portal
from fast_caller import SAMPLES, calling, question

from pipeline.config import load
from stepaudio import StepAudio2
from stepaudio.engine import model_defaults
from stepaudio.library import NANO
from stepaudio.serve import serving

LOOP: dict[str, Any] = {"use_uvloop": find_spec("uvloop") is not None}  # as the server runs

HASTE = [
    "server.send_stall_s=2",  # so that a client that never reads is given up within a test
    "answer.max_ahead_s=1.5",  # so that an answer which nobody plays is still being made while a test cuts it
]


SENDS_BYTES = 1 << 16
"""The system's send buffer for a call. It would take megabytes, a minute of speech, before a server could notice that
nobody reads."""


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", LOOP


@pytest.fixture(scope="session")
def model() -> Iterator[StepAudio2]:
    with StepAudio2.load() as it:
        yield it


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The WebSocket's URL of a server in this process, in a thread and an event loop of its own."""
    settings = load(None, HASTE, model_defaults(NANO))
    create_server = socket.create_server

    def narrow(*wish: Any, **options: Any) -> socket.socket:
        listener = create_server(*wish, **options)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENDS_BYTES)  # and so do those it accepts
        return listener

    with start_blocking_portal(backend_options=LOOP) as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_server", narrow)
        with portal.wrap_async_context_manager(serving(NANO, settings)) as url:
            patch.undo()
            yield url


class Bystander(Protocol):
    """`async with bystander():` somebody else asks, and in the end has the right answer."""

    def __call__(self) -> AbstractAsyncContextManager[None]: ...


@pytest.fixture
def bystander(server: str) -> Bystander:
    @asynccontextmanager
    async def opening() -> AsyncIterator[None]:
        async with calling(server) as caller:
            await caller.speak(question("capital"))
            yield
            answer = await caller.answer(0)
            assert answer.text == SAMPLES["capital"].answer
            assert answer.samples == caller.sound(0).size > 0

    return opening
