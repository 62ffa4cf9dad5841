"""Tool servers: tools of other programs, over the Model Context Protocol, on a pipe or over HTTP."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import anyio
import httpx2
from anyio.abc import TaskStatus
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    CallToolResult,
    EmbeddedResource,
    TextContent,
    TextResourceContents,
)
from mcp_types import Tool as Listed

from pipeline.builtin import ToolError
from pipeline.config import McpServer
from pipeline.tools import Tool, wrong_schema
from pipeline.wish import ToolSchema

logger = logging.getLogger(__name__)

START_S = 30.0  # s a server may take to come up and list its tools
AGAIN_S = 1.0  # s before one that fell is started again
HTTP_TIMEOUT = httpx2.Timeout(30.0, read=300.0)  # s; a stream may be silent for long, and calls have their own limit
REFUSALS = (INVALID_PARAMS, METHOD_NOT_FOUND, INTERNAL_ERROR)
"""Errors of a server that is there, and does not do what it is asked for."""


class ToolServerError(Exception):
    """A tool server that cannot be used; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class RemoteTool:
    """A tool of a server, there under the name `remote`."""

    schema: ToolSchema
    remote: str
    server: ToolServer

    async def call(self, arguments: Mapping[str, Any]) -> str:
        return await self.server.call(self.remote, arguments)


class ToolServer:
    """A connection to a server, which is made again when it breaks. `run` keeps it."""

    def __init__(self, name: str, settings: McpServer) -> None:
        self.name = name
        self._settings = settings
        self._client: Client | None = None
        self._change = anyio.Event()  # of the client

    async def run(self, *, task_status: TaskStatus[None] = anyio.TASK_STATUS_IGNORED) -> None:
        """Be connected, until cancelled; started once it is. Raises what the first connection fails with."""
        started = False
        while True:
            try:
                async with _connect(self._settings) as client:
                    self._set(client)
                    if not started:
                        started = True
                        task_status.started()
                    await self._fallen(client)
            except Exception as error:
                if not started:
                    raise
                logger.warning("the tool server %s cannot be reached: %s", self.name, _words(error))
            self._set(None)
            await anyio.sleep(AGAIN_S)

    async def tools(self) -> list[Listed]:
        """All that it lists, page by page."""
        client = await self._connected()
        page = await client.list_tools()
        listed = list(page.tools)
        while page.next_cursor is not None:
            page = await client.list_tools(cursor=page.next_cursor)
            listed += page.tools
        return listed

    async def call(self, tool: str, arguments: Mapping[str, Any]) -> str:
        """Call a tool: the text of what it gives. Raises ToolError, also for a connection that breaks meanwhile:
        whether the tool has done its work is then not known, and it is not called again."""
        client = await self._connected()
        try:
            result = await client.call_tool(tool, dict(arguments))
        except Exception as error:
            if not (isinstance(error, MCPError) and error.code in REFUSALS) and client is self._client:
                logger.warning("the tool server %s fell: %s", self.name, _words(error))
                self._set(None)
            raise ToolError(f"the tool server {self.name} failed: {_words(error)}") from error
        if result.is_error:
            raise ToolError(_text(result) or f"the tool {tool} failed")
        return _text(result)

    def _set(self, client: Client | None) -> None:
        self._client = client
        self._change.set()
        self._change = anyio.Event()

    async def _connected(self) -> Client:
        while self._client is None:
            await self._change.wait()
        return self._client

    async def _fallen(self, client: Client) -> None:
        while self._client is client:
            await self._change.wait()


@asynccontextmanager
async def open_server(name: str, settings: McpServer, taken: Collection[str]) -> AsyncGenerator[list[Tool]]:
    """The tools of a server, while it is wanted. Where a name is `taken`, the server's name stands before it.

    Raises ToolServerError for one that does not come up, or lacks a tool that is asked for.
    """
    server = ToolServer(name, settings)
    tools: list[Tool] = []
    failure: ToolServerError | None = None
    async with anyio.create_task_group() as tasks:
        try:
            with anyio.fail_after(START_S):
                await tasks.start(server.run)
                tools = _tools(server, settings, await server.tools(), taken)
        except ToolServerError as error:
            failure = error
        except TimeoutError:
            failure = ToolServerError(f"the tool server {name} did not list its tools within {START_S:g} s")
        except Exception as error:
            failure = ToolServerError(f"the tool server {name} cannot be used: {_words(error)}")
        if failure is None:
            yield tools
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure


def _tools(server: ToolServer, settings: McpServer, listed: list[Listed], taken: Collection[str]) -> list[Tool]:
    there_are = {tool.name for tool in listed}
    if missing := [tool for tool in settings.only if tool not in there_are]:
        raise ToolServerError(
            f"the tool server {server.name} has no {missing[0]!r}, only {', '.join(sorted(there_are))}"
        )
    tools: list[Tool] = []
    for tool in listed:
        if settings.only and tool.name not in settings.only:
            continue
        known = f"{server.name}_{tool.name}" if tool.name in taken else tool.name
        schema = ToolSchema(known, tool.description or tool.title or "", dict(tool.input_schema))
        if why := wrong_schema(schema):
            logger.warning("a tool of the server %s is not offered: %s", server.name, why)
        else:
            tools.append(RemoteTool(schema, tool.name, server))
    return tools


@asynccontextmanager
async def _connect(settings: McpServer) -> AsyncGenerator[Client]:
    """A connection; what stands as ${NAME} in its settings is taken from the environment."""
    if bool(settings.command) == bool(settings.url):
        raise ToolServerError("it needs either a command or a url")
    async with AsyncExitStack() as stack:
        if settings.command:
            program, *arguments = map(os.path.expandvars, settings.command)
            env = dict(_pair(entry, "=", "env") for entry in settings.env)
            parameters = StdioServerParameters(
                command=program, args=arguments, env=env, encoding_error_handler="replace"
            )
            client = Client(stdio_client(parameters))
        else:
            headers = dict(_pair(entry, ":", "headers") for entry in settings.headers)
            http = await stack.enter_async_context(httpx2.AsyncClient(headers=headers, timeout=HTTP_TIMEOUT))
            client = Client(streamable_http_client(os.path.expandvars(settings.url), http_client=http))
        yield await stack.enter_async_context(client)


def _pair(entry: str, sign: str, what: str) -> tuple[str, str]:
    name, found, value = os.path.expandvars(entry).partition(sign)
    if not found:
        raise ToolServerError(f"{what} holds {entry!r}: expected NAME{sign}VALUE")
    return name.strip(), value.strip()


def _text(result: CallToolResult) -> str:
    """What a tool gave, as text; what is none is named."""
    parts: list[str] = []
    for block in result.content:
        match block:
            case TextContent():
                parts.append(block.text)
            case EmbeddedResource(resource=TextResourceContents() as resource):
                parts.append(resource.text)
            case _:
                parts.append(f"[{block.type}]")
    return "\n".join(parts)


def _words(error: BaseException) -> str:
    """An error in words, the first of a group."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error) or type(error).__name__
