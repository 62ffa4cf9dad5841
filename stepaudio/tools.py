"""The tools of a server: the built-in ones that the configuration names, and those of its tool servers (MCP)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pipeline.builtin import CALCULATOR, CURRENT_TIME, SCHEMAS, WEB_SEARCH, calculate, current_time, utc_now
from pipeline.config import Config, ConfigError
from pipeline.tools import Tool
from pipeline.wish import ToolSchema
from stepaudio.search import Search
from stepaudio.toolserver import open_server


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A tool that is a function of its arguments, done in no time."""

    schema: ToolSchema
    work: Callable[[Mapping[str, Any]], str]

    async def call(self, arguments: Mapping[str, Any]) -> str:
        return self.work(arguments)


@asynccontextmanager
async def open_tools(config: Config) -> AsyncGenerator[list[Tool]]:
    """The tools, for as long as their servers are wanted. Raises ConfigError, and ToolServerError for a server that
    does not come up.

    Of several tools of one name the first keeps it; the others are called SERVER_NAME.
    """
    tools = [_built_in(name, config) for name in config.tools.builtin]
    async with AsyncExitStack() as servers:
        for name, server in config.mcp.items():
            taken = {tool.schema.name for tool in tools}
            tools += await servers.enter_async_context(open_server(name, server, taken))
        yield tools


def _built_in(name: str, config: Config) -> Tool:
    match name:
        case CALCULATOR.name:
            return BuiltIn(CALCULATOR, lambda given: calculate(given["expression"]))
        case CURRENT_TIME.name:
            return BuiltIn(CURRENT_TIME, lambda given: current_time(utc_now(), given.get("timezone", "")))
        case WEB_SEARCH.name:
            return Search(config.tools.search_url, config.tools.search_results, config.tools.timeout_s)
        case _:
            raise ConfigError(f"tools.builtin: no tool {name!r}: choose among {', '.join(SCHEMAS)}")
