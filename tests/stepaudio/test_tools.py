"""The tools of a server: built in, and from tool servers over both of MCP's transports, however they behave."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import anyio
import pytest

from pipeline import config
from pipeline.builtin import ToolError
from pipeline.clock import SystemClock
from pipeline.config import Config, ConfigError, McpServer
from pipeline.tools import Outcome, Toolbox
from stepaudio import toolserver
from stepaudio.search import Search
from stepaudio.tools import open_tools
from stepaudio.toolserver import ToolServerError, open_server

pytestmark = pytest.mark.anyio

SERVER = Path(__file__).with_name("tool_server.py")
PIPE = McpServer(command=(sys.executable, str(SERVER), "stdio"))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def toolbox(tools: Any, timeout_s: float = 30) -> Toolbox:
    return Toolbox(tools, clock=SystemClock(), timeout_s=timeout_s, max_result_chars=1000)


# -- built in ----------------------------------------------------------------------------------------------------------


async def test_the_built_in_tools_that_are_named() -> None:
    settings = config.load(overrides=['tools.builtin=["calculator", "current_time"]'])
    async with open_tools(settings) as tools:
        box = toolbox(tools)
        assert [schema.name for schema in box.schemas] == ["calculator", "current_time"]
        assert await box.run("calculator", '{"expression": "6 * 7"}') == Outcome("42")
        assert (await box.run("current_time", '{"timezone": "Asia/Shanghai"}')).text.endswith("(Asia/Shanghai)")
        assert (await box.run("calculator", '{"expression": "1/0"}')) == Outcome("error: division by zero", failed=True)


async def test_without_a_configuration_there_are_none() -> None:
    async with open_tools(config.load()) as tools:
        assert tools == []


async def test_a_built_in_tool_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match="no tool 'oracle': choose among calculator, current_time, web_search"):
        async with open_tools(config.load(overrides=['tools.builtin=["oracle"]'])):
            pass


# -- search ------------------------------------------------------------------------------------------------------------


@contextmanager
def answering(page: bytes, status: int = 200) -> Generator[tuple[str, list[str]]]:
    """A web server on this machine with one page: its address, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


async def test_a_search_service_of_one_s_own() -> None:
    found = [{"title": f"Title {i}", "content": f"Text\n {i}", "url": "http://x"} for i in range(5)]
    with answering(json.dumps({"results": found}).encode()) as (url, asked):
        tool = Search(url + "/", 2, 5)
        assert await tool.call({"query": "naïve café?"}) == "Title 0: Text 0\nTitle 1: Text 1"
    assert asked == ["/search?q=na%C3%AFve+caf%C3%A9%3F&format=json"]


@pytest.mark.parametrize(
    ("page", "status", "why"),
    [
        (b"<html>", 200, "the search service failed"),
        (b'{"results": 3}', 200, "no list of results"),
        (b"[]", 200, "the search service failed"),
        (b"\xff\xfe", 200, "the search service failed"),
        (b"{}", 500, "HTTP Error 500"),
        (b" " * 2_000_001, 200, "more than 2000000 bytes"),
    ],
)
async def test_a_search_service_that_says_nonsense(page: bytes, status: int, why: str) -> None:
    with answering(page, status) as (url, _), pytest.raises(ToolError, match=why):
        await Search(url, 3, 5).call({"query": "anything"})


async def test_a_search_that_finds_nothing_or_nobody() -> None:
    with answering(b'{"results": [3, {}]}') as (url, _):
        assert await Search(url, 3, 5).call({"query": "x"}) == ": "
    with answering(b'{"results": []}') as (url, _):
        assert await Search(url, 3, 5).call({"query": "x"}) == "nothing was found for 'x'"
    with pytest.raises(ToolError, match="the search service failed"):
        await Search(url, 3, 5).call({"query": "x"})


# -- tool servers ------------------------------------------------------------------------------------------------------


@contextmanager
def running(port: int) -> Generator[subprocess.Popen[bytes]]:
    """The odd server over HTTP, once it listens."""
    process = subprocess.Popen([sys.executable, str(SERVER), str(port)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            threading.Event().wait(0.1)
        yield process
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


async def test_a_server_over_a_pipe_however_its_tools_behave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolserver, "AGAIN_S", 0.01)
    monkeypatch.setenv("SECRET", "swordfish")
    settings = McpServer(command=PIPE.command, env=("HINT=${SECRET}",))
    async with open_server("odd", settings, taken=["refuse"]) as tools:
        box = toolbox(tools)
        names = [schema.name for schema in box.schemas]
        assert names == ["add", "environment", "odd_refuse", "flood", "crash", "hang", "garble"]
        assert await box.run("add", '{"a": 1, "b": 2.5}') == Outcome("3.5")
        wrong = await box.run("add", '{"a": "one", "b": 2}')
        assert wrong == Outcome("error: a: 'one' is not of type 'number'", failed=True)
        assert await box.run("environment", '{"name": "HINT"}') == Outcome("swordfish")
        assert await box.run("environment", '{"name": "SECRET"}') == Outcome("nothing")
        refused = await box.run("odd_refuse", "{}")
        assert refused.failed
        assert "the shop is closed" in refused.text
        assert await box.run("flood", "{}") == Outcome(
            "error: flood gave 5000000 characters, at most 1000 can be read", failed=True
        )
        assert await box.run("garble", "{}") == Outcome("after all")
        crashed = await box.run("crash", "{}")
        assert crashed.failed
        assert crashed.text.startswith("error: the tool server odd failed")
        assert await box.run("add", '{"a": 1, "b": 1}') == Outcome("2"), "it was started again"
        hung = await toolbox(tools, timeout_s=0.5).run("hang", "{}")
        assert hung == Outcome("error: hang gave no answer within 0.5 s", failed=True)


async def test_a_server_over_http_that_is_gone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolserver, "AGAIN_S", 0.01)
    port = free_port()
    with running(port):
        server = open_server("odd", McpServer(url=f"http://127.0.0.1:{port}/mcp"), taken=[])
        tools = await server.__aenter__()
        box = toolbox(tools)
        assert await box.run("add", '{"a": 1, "b": 2}') == Outcome("3")
        assert (await box.run("flood", "{}")).failed
        assert await box.run("add", '{"a": 1, "b": 3}') == Outcome("4")
        assert (await box.run("crash", "{}")).failed
    assert (await toolbox(tools, timeout_s=0.5).run("add", '{"a": 1, "b": 2}')).failed
    with running(port):
        outcome = await box.run("add", '{"a": 1, "b": 4}')
        if outcome.failed:  # the first call may be the one that finds the old connection dead
            outcome = await box.run("add", '{"a": 1, "b": 4}')
        assert outcome == Outcome("5")
        await server.__aexit__(None, None, None)


async def test_only_the_tools_that_are_wanted() -> None:
    async with open_server("odd", McpServer(command=PIPE.command, only=("add",)), taken=[]) as tools:
        assert [tool.schema.name for tool in tools] == ["add"]
    with pytest.raises(ToolServerError, match="the tool server odd has no 'ad', only add, crash"):
        async with open_server("odd", McpServer(command=PIPE.command, only=("ad",)), taken=[]):
            pass


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (McpServer(command=("no-such-program",)), "cannot be used: .*no-such-program"),
        (McpServer(command=(sys.executable, "-c", "print('hello')")), "cannot be used"),
        (McpServer(url="http://127.0.0.1:9/mcp"), "cannot be used"),
        (McpServer(), "either a command or a url"),
        (McpServer(command=PIPE.command, env=("SECRET",)), "env holds 'SECRET': expected NAME=VALUE"),
        (McpServer(url="http://127.0.0.1:9/mcp", headers=("Key",)), "headers holds 'Key'"),
    ],
)
async def test_a_server_that_does_not_come_up_is_named(settings: McpServer, why: str) -> None:
    with anyio.fail_after(20), pytest.raises(ToolServerError, match=f"odd.*{why}|{why}"):
        async with open_server("odd", settings, taken=[]):
            raise AssertionError("it came up")


async def test_servers_come_from_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    command = json.dumps([*PIPE.command])
    file.write_text(f'[tools]\nbuiltin = ["calculator"]\n[mcp.odd]\ncommand = {command}\nonly = ["add"]\n', "utf-8")
    loaded: Config = config.load(file)
    async with open_tools(loaded) as tools:
        assert [tool.schema.name for tool in tools] == ["calculator", "add"]
