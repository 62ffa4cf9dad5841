"""Calls of tools: what goes wrong with one becomes a text that the model can explain."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import anyio
import pytest
from fake_model import FakeClock, settle

from pipeline.builtin import CALCULATOR, ToolError
from pipeline.tools import Outcome, Toolbox, mismatch, wrong_schema
from pipeline.wish import ToolSchema

pytestmark = pytest.mark.anyio

ADD = ToolSchema(
    "add",
    "Add.",
    {
        "type": "object",
        "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
        "required": ["a"],
        "additionalProperties": False,
    },
)


@dataclass
class Fake:
    do: Callable[[Mapping[str, Any]], Awaitable[str]]
    schema: ToolSchema = ADD

    async def call(self, arguments: Mapping[str, Any]) -> str:
        return await self.do(arguments)


def toolbox(*tools: Fake, clock: FakeClock | None = None, client: list[ToolSchema] | None = None) -> Toolbox:
    return Toolbox(tools, client or [], clock=clock or FakeClock(), timeout_s=5, max_result_chars=100)


async def add(arguments: Mapping[str, Any]) -> str:
    return str(arguments["a"] + arguments.get("b", 0))


async def test_a_call_gives_what_the_tool_says() -> None:
    assert await toolbox(Fake(add)).run("add", '{"a": 1, "b": 2.5}') == Outcome("3.5")


@pytest.mark.parametrize(
    ("name", "arguments", "why"),
    [
        ("subtract", "{}", "there is no tool 'subtract', only add"),
        ("add", "{a: 1}", "the arguments for add are not JSON"),
        ("add", "[" * 100_000, "the arguments for add are not JSON"),
        ("add", "[1]", "the arguments are no JSON object"),
        ("add", "{}", "'a' is a required property"),
        ("add", '{"a": "1"}', "a: '1' is not of type 'number'"),
        ("add", '{"a": 1, "c": 2}', "'c' was unexpected"),
    ],
)
async def test_a_call_that_is_not_what_the_schema_says_is_not_made(name: str, arguments: str, why: str) -> None:
    async def never(arguments: Mapping[str, Any]) -> str:
        raise AssertionError("it was called")

    outcome = await toolbox(Fake(never)).run(name, arguments)
    assert outcome.failed
    assert outcome.text.startswith("error: ")
    assert why in outcome.text


async def test_a_tool_that_fails_is_told_in_its_own_words_or_by_the_kind_of_its_fall() -> None:
    async def refuse(arguments: Mapping[str, Any]) -> str:
        raise ToolError("the shop is closed")

    async def fall(arguments: Mapping[str, Any]) -> str:
        raise KeyError("a secret")

    assert await toolbox(Fake(refuse)).run("add", '{"a": 1}') == Outcome("error: the shop is closed", failed=True)
    fallen = await toolbox(Fake(fall)).run("add", '{"a": 1}')
    assert fallen == Outcome("error: the tool add failed (KeyError)", failed=True)


async def test_more_than_can_be_read_is_not_read() -> None:
    async def flood(arguments: Mapping[str, Any]) -> str:
        return "x" * 5_000_000

    outcome = await toolbox(Fake(flood)).run("add", '{"a": 1}')
    assert outcome == Outcome("error: add gave 5000000 characters, at most 100 can be read", failed=True)


async def test_what_is_no_character_is_none_in_the_outcome() -> None:
    async def halves(arguments: Mapping[str, Any]) -> str:
        return "a\ud800b\0c"

    assert await toolbox(Fake(halves)).run("add", '{"a": 1}') == Outcome("a?b\0c")
    wrong = await toolbox(Fake(halves)).run("add", '{"a": "\\ud800"}')
    assert wrong.failed
    wrong.text.encode("utf-8")


async def test_a_tool_that_hangs_is_given_up() -> None:
    clock, left = FakeClock(), anyio.Event()

    async def hang(arguments: Mapping[str, Any]) -> str:
        try:
            await anyio.sleep_forever()
        finally:
            left.set()
        return ""

    outcomes: list[Outcome] = []

    async def run() -> None:
        outcomes.append(await toolbox(Fake(hang), clock=clock).run("add", '{"a": 1}'))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run)
        await settle()
        clock.advance(4.9)
        await settle()
        assert not left.is_set()
        clock.advance(0.2)
    assert outcomes == [Outcome("error: add gave no answer within 5 s", failed=True)]
    assert left.is_set()


async def test_a_cancelled_call_leaves_its_tool() -> None:
    left = anyio.Event()

    async def hang(arguments: Mapping[str, Any]) -> str:
        try:
            await anyio.sleep_forever()
        finally:
            left.set()
        return ""

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(toolbox(Fake(hang)).run, "add", '{"a": 1}')
        await settle()
        tasks.cancel_scope.cancel()
    assert left.is_set()


def test_a_session_has_the_client_s_tools_beside_the_server_s_or_instead() -> None:
    light = ToolSchema("light", "Switch the light.", {"type": "object"})
    mine = ToolSchema("add", "Add on my side.", {"type": "object"})
    box = toolbox(Fake(add))
    assert [schema.name for schema in box.for_session([light], server=True).schemas] == ["add", "light"]
    assert box.for_session([mine], server=True).is_client("add")
    assert len(box.for_session([], server=False)) == 0
    assert not box.is_client("add")


def test_references_out_of_a_schema_are_not_followed() -> None:
    assert "refers to" in mismatch({"a": 1}, {"properties": {"a": {"$ref": "http://127.0.0.1:9/schema"}}})


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (ToolSchema("two words", "", {}), "one word"),
        (ToolSchema("", "", {}), "one word"),
        (ToolSchema("x", "", {"type": "objet"}), "no JSON schema"),
        (CALCULATOR, ""),
    ],
)
def test_a_schema_that_cannot_be_used_is_named(schema: ToolSchema, why: str) -> None:
    assert bool(wrong_schema(schema)) == bool(why)
    assert why in wrong_schema(schema)
