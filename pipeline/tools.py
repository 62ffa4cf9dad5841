"""Tools: what the model may call while it talks, and the guard between its calls and the world.

Whatever goes wrong with a call becomes a text, for the model to explain: an unknown name, arguments that are not what
the schema says, a tool that fails, hangs, or gives more than can be read.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import anyio
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, best_match
from referencing import Registry
from referencing.exceptions import Unresolvable

from pipeline.builtin import ToolError as ToolError
from pipeline.clock import Clock
from pipeline.wish import ToolSchema

logger = logging.getLogger(__name__)

ERROR = "error: "
"""What the text of a failed call begins with."""


class Tool(Protocol):
    """Something the server can do for the model."""

    @property
    def schema(self) -> ToolSchema: ...

    async def call(self, arguments: Mapping[str, Any]) -> str:
        """Do it, and say what came of it. May be cancelled. Raises ToolError for what the model is to explain."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call."""

    text: str
    failed: bool = False


class Toolbox:
    """The tools of one session: the server's, and the client's, which it only knows by their schemas.

    A client's tool goes before a server's of the same name.
    """

    def __init__(
        self,
        tools: Iterable[Tool],
        client: Sequence[ToolSchema] = (),
        *,
        clock: Clock,
        timeout_s: float,
        max_result_chars: int,
    ) -> None:
        self._client = {schema.name for schema in client}
        self._tools = {tool.schema.name: tool for tool in tools if tool.schema.name not in self._client}
        self.schemas = [*(tool.schema for tool in self._tools.values()), *client]
        self._clock = clock
        self._timeout_s = timeout_s
        self._max_result_chars = max_result_chars

    def __len__(self) -> int:
        return len(self.schemas)

    def for_session(self, client: Sequence[ToolSchema], *, server: bool) -> Toolbox:
        """The same with the client's tools, and the server's own only if wanted."""
        return Toolbox(
            self._tools.values() if server else (),
            client,
            clock=self._clock,
            timeout_s=self._timeout_s,
            max_result_chars=self._max_result_chars,
        )

    def is_client(self, name: str) -> bool:
        """Whether the client runs the tool of that name."""
        return name in self._client

    def wrong(self, name: str, arguments: str) -> str:
        """What is wrong with a call before it is made; empty if nothing is."""
        schema = next((schema for schema in self.schemas if schema.name == name), None)
        if schema is None:
            return f"there is no tool {name!r}, only {', '.join(each.name for each in self.schemas)}"
        try:
            values = json.loads(arguments)
        except (ValueError, RecursionError) as error:
            return f"the arguments for {name} are not JSON: {error}"
        return mismatch(values, schema.parameters)

    async def run(self, name: str, arguments: str) -> Outcome:
        """Call a tool of the server; what goes wrong is told in the outcome, whose text is made of characters."""
        outcome = await self._run(name, arguments)
        return Outcome(outcome.text.encode("utf-8", "replace").decode("utf-8"), outcome.failed)

    async def _run(self, name: str, arguments: str) -> Outcome:
        if why := self.wrong(name, arguments):
            return Outcome(ERROR + why, failed=True)
        try:
            text = await self._in_time(self._tools[name], json.loads(arguments))
        except ToolError as error:
            return Outcome(f"{ERROR}{error}", failed=True)
        except Exception as error:
            logger.warning("the tool %s failed", name, exc_info=True)
            return Outcome(f"{ERROR}the tool {name} failed ({type(error).__name__})", failed=True)
        if len(text) > self._max_result_chars:
            most = self._max_result_chars
            return Outcome(f"{ERROR}{name} gave {len(text)} characters, at most {most} can be read", failed=True)
        return Outcome(text)

    async def _in_time(self, tool: Tool, arguments: Mapping[str, Any]) -> str:
        text: str | None = None
        failure: Exception | None = None
        async with anyio.create_task_group() as tasks:

            async def call() -> None:
                nonlocal text, failure
                try:
                    text = await tool.call(arguments)
                except Exception as error:
                    failure = error
                tasks.cancel_scope.cancel()

            tasks.start_soon(call)
            await self._clock.sleep(self._timeout_s)
            tasks.cancel_scope.cancel()
        if failure is not None:
            raise failure
        if text is None:
            raise ToolError(f"{tool.schema.name} gave no answer within {self._timeout_s:g} s")
        return text


def mismatch(values: Any, schema: Mapping[str, Any]) -> str:
    """How arguments differ from their JSON schema; empty if they do not. References out of it are not followed."""
    if not isinstance(values, dict):
        return f"the arguments are no JSON object: {json.dumps(values)[:100]}"
    validator = Draft202012Validator(dict(schema), registry=Registry())
    try:
        error = best_match(validator.iter_errors(cast("dict[str, Any]", values)))
    except Unresolvable as missing:
        return f"the tool's schema refers to what is not there: {missing}"
    if error is None:
        return ""
    return f"{error.json_path.removeprefix('$.').removeprefix('$') or 'the arguments'}: {error.message}"


def wrong_schema(schema: ToolSchema) -> str:
    """What makes a schema unusable; empty if nothing does."""
    if not schema.name or not schema.name.isprintable() or any(c.isspace() for c in schema.name):
        return f"a tool's name is one word, not {schema.name!r}"
    try:
        Draft202012Validator.check_schema(schema.parameters)
    except SchemaError as error:
        return f"the parameters of {schema.name} are no JSON schema: {error.message}"
    return ""
