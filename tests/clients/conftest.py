"""Other people's clients, each as it is and in an environment of its own (`make clients`), against servers here."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest
import soxr
from anyio.from_thread import BlockingPortal, start_blocking_portal
from told import Client, Told
from tool_model import ToolModel

from pipeline.config import Config, load
from pipeline.lane import Lane
from pipeline.session import open_session
from stepaudio import audio
from stepaudio.engine import model_defaults
from stepaudio.library import NANO
from stepaudio.serve import serving
from transport.codec import Start
from transport.desk import Readiness
from transport.server import Server, make_app

HERE = Path(__file__).parent
AHEAD = ("answer.max_ahead_s=0.5",)  # so that an answer is still being made when a client interrupts it
ENVIRONMENTS = HERE.parent.parent / ".venv" / "clients"
PATIENCE_S = 100


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal(backend_options={"use_uvloop": find_spec("uvloop") is not None}) as it:
        yield it


@pytest.fixture(scope="session")
def server(portal: BlockingPortal) -> Iterator[str]:
    """The address of a server with the bundled model."""
    with portal.wrap_async_context_manager(serving(NANO, load(None, AHEAD, model_defaults(NANO)))) as url:
        yield _http(url)


@pytest.fixture(scope="session")
def tool_server(portal: BlockingPortal) -> Iterator[str]:
    """The address of a server whose model calls the client's tool `weather`, and then says what that gave."""
    with portal.wrap_async_context_manager(_serve_tools(load())) as url:
        yield url


@pytest.fixture(scope="session")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 16-bit samples at 24 kHz: "What is the capital of France?"."""
    samples = soxr.resample(audio.read(NANO / "samples" / "capital.wav"), 16_000, 24_000)
    path = tmp_path_factory.mktemp("speech") / "capital.pcm"
    path.write_bytes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    return path


@pytest.fixture
def openai(speech: Path) -> Client:
    """Runs a scenario of openai_talk.py against a server."""
    return _python("openai", speech, "openai_talk.py")


@pytest.fixture
def openai_audio(speech: Path) -> Client:
    """Runs a scenario of openai_audio.py against a server."""
    return _python("openai", speech, "openai_audio.py")


@pytest.fixture
def pipecat(speech: Path) -> Client:
    """Runs a scenario of pipecat_talk.py against a server."""
    return _python("pipecat", speech, "pipecat_talk.py")


@pytest.fixture
def agents(speech: Path) -> Client:
    """Runs a scenario of agents/talk.mjs against a server."""
    node = shutil.which("node")
    if node is None or not (HERE / "agents" / "node_modules").is_dir():
        pytest.skip("no node, or none of its packages: `make clients` installs them")
    return _client([node, HERE / "agents" / "talk.mjs"], speech)


def _python(name: str, speech: Path, script: str) -> Client:
    python = ENVIRONMENTS / name / "bin" / "python"
    if not python.exists():
        pytest.skip(f"no environment {python.parent.parent}: `make clients` builds it")
    return _client([python, "-W", "ignore", HERE / script], speech)


def _client(command: list[str | Path], speech: Path) -> Client:
    def run(url: str, scenario: str) -> Told:
        whole = [*command, url, scenario, speech]
        done = subprocess.run(whole, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        assert done.returncode == 0, done.stderr[-3_000:] + done.stdout[-3_000:]
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    return run


@asynccontextmanager
async def _serve_tools(config: Config) -> AsyncIterator[str]:
    async with Lane.open() as lane:
        model = ToolModel(lane)

        def sessions(start: Start, name: str) -> AbstractAsyncContextManager[Any]:
            return open_session(model, config, start.wish)

        app = make_app(sessions, lambda: Readiness(True, "tools", voices=model.voices))
        server = Server(app)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(server.serve, [listener])
                while not server.started:  # noqa: ASYNC110
                    await anyio.sleep(0.01)
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
                server.should_exit = True


def _http(url: str) -> str:
    return url.replace("ws://", "http://").removesuffix("/v1/stream")
