"""A tool server for tests, over a pipe or HTTP: `python tool_server.py stdio | PORT`. Some of its tools are bad."""

from __future__ import annotations

import os
import sys
import time

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

server = MCPServer("odd")


@server.tool()
def add(a: float, b: float) -> str:
    """Add two numbers."""
    return f"{a + b:g}"


@server.tool()
def environment(name: str) -> str:
    """What the environment says."""
    return os.environ.get(name, "nothing")


@server.tool()
def refuse() -> str:
    """Never works."""
    raise ToolError("the shop is closed")


@server.tool()
def flood() -> str:
    """Says 5 MB."""
    return "x" * 5_000_000


@server.tool()
def crash() -> str:
    """Ends the server."""
    os._exit(1)


@server.tool()
def hang() -> str:
    """Takes its time."""
    time.sleep(60)
    return "at last"


@server.tool()
def garble() -> str:
    """Writes what is no UTF-8 where messages go, and then answers."""
    os.write(1, b"\xff\xfe\xc3 no message\n")
    return "after all"


if __name__ == "__main__":
    if sys.argv[1] == "stdio":
        server.run("stdio")
    else:
        server.run("streamable-http", port=int(sys.argv[1]))
