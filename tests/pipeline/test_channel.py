"""Channels: bounded, counted, ended by closing."""

from __future__ import annotations

import anyio
import pytest

from pipeline.channel import Fill, Plumbing, Receive, Send, channel

pytestmark = pytest.mark.anyio


def ints(name: str, size: int, **more: object) -> tuple[Send[int], Receive[int]]:
    return channel(name, size, **more)  # type: ignore[arg-type]


async def test_what_was_sent_before_the_close_arrives_and_then_it_ends() -> None:
    send, receive = ints("a", 4)
    for item in range(3):
        await send.send(item)
    send.close()
    assert [item async for item in receive] == [0, 1, 2]
    with pytest.raises(anyio.EndOfStream):
        await receive.receive()


async def test_a_full_channel_waits() -> None:
    send, receive = ints("a", 1)
    await send.send(0)
    with anyio.move_on_after(0.01) as scope:
        await send.send(1)
    assert scope.cancelled_caught
    assert not send.offer(1)
    assert await receive.receive() == 0
    assert send.offer(1)


async def test_or_drops_the_oldest_and_counts_it() -> None:
    fills: list[Fill] = []
    send, receive = ints("mic", 2, full="drop_oldest", watch=fills.append)
    for item in range(5):
        await send.send(item)
    send.close()
    assert [item async for item in receive] == [3, 4]
    assert [fill.dropped for fill in fills] == [0, 0, 1, 1, 1]
    assert [fill.items for fill in fills] == [1, 2, 2, 2, 2]
    assert {fill.size for fill in fills} == {2}


async def test_nobody_listens_any_more() -> None:
    for full in ("wait", "drop_oldest"):
        send, receive = ints("a", 1, full=full)
        receive.close()
        send.close()
        with pytest.raises(anyio.ClosedResourceError):
            await send.send(0)
    send, receive = ints("a", 1)
    receive.close()
    with pytest.raises(anyio.BrokenResourceError):
        await send.send(0)


async def test_plumbing_closes_what_was_left_open() -> None:
    with Plumbing(lambda _: 3) as plumbing:
        send, receive = plumbing.channel("a")
        await send.send(0)
    with pytest.raises(anyio.ClosedResourceError):
        await send.send(1)
    with pytest.raises(anyio.ClosedResourceError):
        await receive.receive()


def test_a_channel_holds_at_least_one() -> None:
    with pytest.raises(ValueError, match="size 0"):
        channel("a", 0)
