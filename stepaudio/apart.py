"""A server in a process of its own, so that who measures it does not share its event loop; and a look at its pages."""

from __future__ import annotations

import http.client
import subprocess
import sys
import urllib.request
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import anyio
from anyio.abc import ByteReceiveStream, Process
from anyio.streams.text import TextReceiveStream

from stepaudio.engine import Progress
from stepaudio.serve import ServerError

READY_EVERY_S = 0.1  # how often a server that starts is asked whether it is ready
ERROR = "stepaudio: "  # what the command line writes before an error


@asynccontextmanager
async def serving_apart(options: Sequence[str], progress: Progress = lambda doing: None) -> AsyncGenerator[str]:
    """Runs `stepaudio serve` with `options` on a free loopback port: the WebSocket's URL, once the model is ready.

    Raises ServerError, in the server's own words, when it ends before.
    """
    command = [sys.executable, "-m", "stepaudio", "serve", *options, "--host", "127.0.0.1", "--port", "0"]
    url, said = "", deque[str](maxlen=50)
    async with await anyio.open_process(command, stdin=subprocess.DEVNULL) as process:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_follow, process, said, progress)
            url = await _ready(process)
            try:
                if url:
                    yield url
            finally:
                if process.returncode is None:
                    process.terminate()
        if not url:
            errors = [line.removeprefix(ERROR) for line in said if line.startswith(ERROR)]
            raise ServerError("\n".join(errors or said) or f"the server ended with status {process.returncode}")


async def look_up(url: str, path: str) -> str | None:
    """The page at `path` of the server whose WebSocket is at `url`; None where there is none, or not now."""
    parts = urlsplit(url)
    page = urlunsplit((parts.scheme.replace("ws", "http"), parts.netloc, path, "", ""))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def read() -> str | None:
        try:
            with opener.open(page, timeout=10) as response:
                return response.read().decode()
        except (OSError, http.client.HTTPException):
            return None

    return await anyio.to_thread.run_sync(read)


async def _ready(process: Process) -> str:
    """The URL of a server that is ready; empty when it has ended instead."""
    assert process.stdout is not None, "open_process makes pipes"
    url = await _announced(process.stdout)
    while url and process.returncode is None:
        if await look_up(url, "/readyz") is not None:
            return url
        await anyio.sleep(READY_EVERY_S)
    await process.wait()
    return ""


async def _announced(stdout: ByteReceiveStream) -> str:
    """The WebSocket's URL, which a server prints when it starts; empty when it ends without."""
    text = ""
    async for piece in TextReceiveStream(stdout):
        text += piece
        for line in text.splitlines(keepends=True):
            if line.startswith("ws://") and line.endswith("\n"):
                return line.split()[0]
    return ""


async def _follow(process: Process, said: deque[str], progress: Progress) -> None:
    """Keeps and passes on what the server says of itself, line by line."""
    assert process.stderr is not None, "open_process makes pipes"
    text = ""
    async for piece in TextReceiveStream(process.stderr, errors="replace"):
        *lines, text = (text + piece).split("\n")
        for line in filter(None, lines):
            said.append(line)
            progress(line.removesuffix(" ..."))
