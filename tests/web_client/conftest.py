"""A server with the nano checkpoint in a process of its own, and scenarios in a real browser against it.

The browser is Chromium (Debian's package, or what the variable CHROMIUM names), driven by node with what
`npm ci --prefix tests/web_client` installs. Where one of them is missing these tests are skipped, and say which.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SAMPLES = ROOT / "checkpoints" / "nano" / "samples"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PATIENCE_S = 240.0
AT_ONCE = min(3, os.cpu_count() or 1)

Scenario = Callable[..., dict[str, Any]]


class Server:
    """`stepaudio serve` on a port of its own; it can be killed and started again there."""

    def __init__(self, log: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once calls are taken."""
        command = [sys.executable, "-m", "stepaudio", "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        deadline_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline_s:
            assert self._process.poll() is None, self._log.read_text()
            try:
                with urllib.request.urlopen(self.url + "readyz", timeout=5) as response:
                    if json.load(response)["ready"]:
                        return
            except OSError:
                pass  # not yet there, or 503: the model is loading
            time.sleep(0.2)
        raise TimeoutError(f"the server is not ready after {PATIENCE_S} s:\n{self._log.read_text()}")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture(scope="session")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed (Debian: apt-get install nodejs npm)")
    return found


@pytest.fixture(scope="session")
def packages(node: str) -> Path:
    modules = HERE / "node_modules"
    if not (modules / "playwright-core").is_dir():
        pytest.skip("the browser's driver is not installed (npm ci --prefix tests/web_client)")
    return modules


@pytest.fixture(scope="session")
def server(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM} (Debian: apt-get install chromium)")
    it = Server(tmp_path_factory.mktemp("server") / "log")
    it.start()
    yield it
    it.kill()


class Stage:
    """Where scenarios of scenarios.mjs are played."""

    def __init__(self, node: str, url: str) -> None:
        self._node = node
        self._url = url

    def play(
        self,
        name: str,
        folder: Path,
        during: Callable[[str], None] = lambda line: None,
        microphone: Path = SAMPLES / "order.wav",
    ) -> dict[str, Any]:
        """What the scenario tells; `during` hears its other lines. Its files go to `folder`."""
        command = [self._node, str(HERE / "scenarios.mjs"), name, self._url, str(folder)]
        env = os.environ | {"MICROPHONE": str(microphone), "CHROMIUM": CHROMIUM}
        told: dict[str, Any] | None = None
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            for line in process.stdout:
                if line.startswith("{"):
                    told = json.loads(line)
                else:
                    during(line.strip())
            complaint = process.stderr.read()
        assert process.returncode == 0, complaint
        assert told is not None, complaint
        assert told["complaints"] == [], "the console is not clean"
        return told


@pytest.fixture
def scenario(server: Server, node: str, tmp_path: Path) -> Scenario:
    """`scenario(name)` plays a scenario and gives what it tells."""
    return partial(_play_here, Stage(node, server.url), tmp_path)


def _play_here(stage: Stage, folder: Path, name: str, **how: Any) -> dict[str, Any]:
    return stage.play(name, folder, **how)


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario that has been played: its files, and what it told."""

    folder: Path
    told: dict[str, Any]


@pytest.fixture(scope="session")
def begun(
    request: pytest.FixtureRequest, server: Server, node: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, tuple[Path, Future[dict[str, Any]]]]]:
    """The scenarios that this session's tests name as a parameter, a few at once."""
    stage = Stage(node, server.url)
    calls = [getattr(item, "callspec", None) for item in request.session.items]
    names = dict.fromkeys(call.params["played"] for call in calls if call and "played" in call.params)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        folders = {name: tmp_path_factory.mktemp(name) for name in names}
        yield {name: (folder, pool.submit(stage.play, name, folder)) for name, folder in folders.items()}


@pytest.fixture
def played(request: pytest.FixtureRequest, begun: dict[str, tuple[Path, Future[dict[str, Any]]]]) -> Played:
    """The scenario that the test names as its parameter."""
    folder, told = begun[request.param]
    return Played(folder, told.result())
