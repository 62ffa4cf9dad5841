"""Stages in chains: what flows, what fails, and who closes."""

from __future__ import annotations

from dataclasses import dataclass

import anyio
import pytest

from pipeline.channel import Plumbing, Receive, Send
from pipeline.stage import StageError, run_chain, run_stage, through

pytestmark = pytest.mark.anyio


@dataclass
class Add:
    """Adds; at its end says how many there were."""

    n: int
    name: str = "add"

    async def run(self, inbox: Receive[int], outbox: Send[int]) -> None:
        count = 0
        async for item in inbox:
            await outbox.send(item + self.n)
            count += 1
        await outbox.send(-count)


@dataclass
class Fail:
    """Fails at the item `at`."""

    at: int
    name: str = "fail"

    async def run(self, inbox: Receive[int], outbox: Send[int]) -> None:
        async for item in inbox:
            if item == self.at:
                raise ValueError(f"{item} is too much")
            await outbox.send(item)


async def test_a_chain_in_order_and_to_the_end() -> None:
    assert await through([Add(1), Add(10)], range(20)) == [*range(11, 31), -20 + 10, -21]


async def test_an_empty_stream_ends() -> None:
    assert await through([Add(1)], []) == [0]


async def test_a_failure_names_its_stage() -> None:
    with pytest.raises(ExceptionGroup) as group:
        await through([Add(1), Fail(3), Add(1)], range(20))
    error = group.value
    while isinstance(error, ExceptionGroup):
        assert len(error.exceptions) == 1
        error = error.exceptions[0]
    assert isinstance(error, StageError)
    assert str(error) == "fail: ValueError: 3 is too much"
    assert error.stage == "fail"


async def test_a_failure_is_not_an_end() -> None:
    with Plumbing(lambda _: 4) as plumbing:
        send, inbox = plumbing.channel("in")
        outbox, out = plumbing.channel("out")
        await send.send(3)
        with pytest.raises(StageError):
            await run_stage(Fail(3), inbox, outbox)
        with anyio.move_on_after(0.01) as scope:
            await out.receive()
        assert scope.cancelled_caught


async def test_a_chain_whose_listener_has_gone_ends_quietly() -> None:
    with Plumbing(lambda _: 1) as plumbing:
        send, inbox = plumbing.channel("in")
        outbox, out = plumbing.channel("out")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run_chain, [Add(1), Add(1)], inbox, outbox, plumbing)
            await send.send(0)
            assert await out.receive() == 2
            out.close()
            with pytest.raises(anyio.BrokenResourceError):
                await send_for_ever(send)


async def send_for_ever(send: Send[int]) -> None:
    while True:
        await send.send(0)
