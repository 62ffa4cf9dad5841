"""A connection that breaks, and the client that comes back: what it finds, and what nobody else does."""

from __future__ import annotations

import socket
import struct
from typing import Any

import anyio
import msgpack
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket

from transport.call import Limits
from transport.desk import Settings
from transport.native import SUBPROTOCOL

pytestmark = pytest.mark.anyio

LONG = Settings(resume_grace_s=60.0)
PATIENCE_S = 10.0


class Caller:
    """A client that counts what it has seen of the session."""

    def __init__(self, ws: ClientConnection) -> None:
        self.ws = ws
        self.seen: list[dict[str, Any]] = []

    async def say(self, message: dict[str, Any]) -> None:
        await self.ws.send(msgpack.packb(message))

    async def hear(self) -> dict[str, Any]:
        with anyio.fail_after(PATIENCE_S):
            message = msgpack.unpackb(await self.ws.recv())  # type: ignore[arg-type]
        if message["type"] not in ("ready", "waiting", "pong", "error"):
            self.seen.append(message)
        return message

    async def until(self, kind: str) -> dict[str, Any]:
        while (message := await self.hear())["type"] != kind:
            pass
        return message

    def vanish(self) -> None:
        """A reset, and no goodbye."""
        sock = self.ws.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.ws.transport.abort()


async def call(url: str, **start: Any) -> tuple[Caller, dict[str, Any]]:
    """A caller, and its `ready`."""
    ws = await open_socket(url, subprotocols=[SUBPROTOCOL], compression=None, proxy=None, max_queue=1)  # type: ignore[list-item]
    caller = Caller(ws)
    await caller.say({"type": "start", "rate_hz": 16_000} | start)
    return caller, await caller.until("ready")


async def until(what: Any) -> None:
    with anyio.fail_after(PATIENCE_S):
        while not what():  # noqa: ASYNC110
            await anyio.sleep(0.01)


async def test_the_session_goes_on_with_the_next_message(open_house: Any) -> None:
    async with open_house(LONG) as house:
        caller, ready = await call(house.url)
        assert (ready["resumed"], ready["session"]) == (False, house.names[0])
        for text in ("one", "two", "three"):
            await caller.say({"type": "text", "text": text})
        await caller.until("turn_ended")
        await caller.hear()  # the second has begun
        seen = caller.seen
        caller.vanish()
        back, again = await call(house.url, resume=ready["resume"], seen=len(seen))
        assert again["resumed"]
        assert again["session"] == ready["session"]
        assert again["resume"] != ready["resume"]
        while len(seen + back.seen) < 12:
            await back.hear()
        assert [(message["type"], message["turn"]) for message in seen + back.seen] == [
            (kind, turn) for turn in range(3) for kind in ("turn_started", "text", "audio", "turn_ended")
        ]
        await back.say({"type": "text", "text": "four"})
        assert (await back.until("turn_started"))["turn"] == 3
        assert (house.opened, house.closed) == (1, 0)
        await back.say({"type": "end"})
        await until(lambda: house.closed == 1)


async def test_what_was_sent_and_never_came_is_said_again(open_house: Any) -> None:
    async with open_house(LONG) as house:
        caller, ready = await call(house.url)
        await caller.say({"type": "text", "text": "hi"})
        await caller.until("turn_ended")
        caller.vanish()
        back, again = await call(house.url, resume=ready["resume"], seen=1)
        assert again["resumed"]
        assert (await back.hear())["text"] == "hi"
        await back.until("turn_ended")
        assert back.seen == caller.seen[1:]
        await back.ws.close()


@pytest.mark.parametrize("leave", ["close", "end"])
async def test_who_takes_leave_leaves_nothing(open_house: Any, leave: str) -> None:
    async with open_house(LONG) as house:
        caller, ready = await call(house.url)
        if leave == "end":
            await caller.say({"type": "end"})
        await caller.ws.close()
        await until(lambda: house.closed == 1)
        _, again = await call(house.url, resume=ready["resume"])
        assert not again["resumed"]
        assert again["session"] != ready["session"]


async def test_a_token_is_good_once_and_for_a_while(open_house: Any) -> None:
    async with open_house(Settings(resume_grace_s=0.2)) as house:
        caller, ready = await call(house.url)
        caller.vanish()
        await until(lambda: house.closed == 1)
        caller, new = await call(house.url, resume=ready["resume"])
        assert not new["resumed"]
        caller.vanish()
        back, _ = await call(house.url, resume=new["resume"])
        other, third = await call(house.url, resume=new["resume"])
        assert not third["resumed"]
        await back.say({"type": "text", "text": "still here"})
        await back.until("turn_ended")
        for each in (back, other):
            await each.ws.close()


async def test_a_connection_that_nobody_knows_is_broken_gives_way(open_house: Any) -> None:
    settings = Settings(max_sessions=1, max_waiting=1, resume_grace_s=60.0)
    async with open_house(settings) as house:
        caller, ready = await call(house.url)
        await caller.say({"type": "text", "text": "hi"})
        await caller.until("turn_ended")
        back, again = await call(house.url, resume=ready["resume"], seen=4)  # its place is the old one's
        assert again["resumed"]
        with anyio.fail_after(PATIENCE_S):
            await caller.ws.wait_closed()
        await back.say({"type": "text", "text": "again"})
        assert (await back.until("turn_started"))["turn"] == 1
        await back.ws.close()
        await until(lambda: house.closed == 1)


async def test_a_client_that_read_nothing_may_come_back(open_house: Any) -> None:
    settings = Settings(resume_grace_s=60.0, limits=Limits(send_stall_s=0.3))
    async with open_house(settings) as house:
        caller, ready = await call(house.url)
        await caller.say({"type": "text", "text": "talk forever"})
        await until(lambda: house.desk.report()["sessions"] == 0)
        assert house.closed == 0
        spoken_s = house.spoken_s
        await anyio.sleep(0.1)
        assert house.spoken_s == spoken_s, "who is not there is told nothing"
        back, again = await call(house.url, resume=ready["resume"], seen=0)
        if again["resumed"]:  # unless more was said than is kept
            assert (await back.hear())["type"] == "turn_started"
        caller.vanish()
        await back.ws.close()
        await until(lambda: house.closed == house.opened)


async def test_more_than_is_kept_cannot_be_resumed(open_house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transport.resumption.MAX_KEPT_EVENTS", 3)
    async with open_house(LONG) as house:
        caller, ready = await call(house.url)
        await caller.say({"type": "text", "text": "hi"})
        await caller.until("turn_ended")
        caller.vanish()
        back, again = await call(house.url, resume=ready["resume"], seen=0)
        assert not again["resumed"]
        await back.ws.close()


async def test_a_session_that_fails_is_not_kept(open_house: Any) -> None:
    async with open_house(LONG) as house:
        caller, ready = await call(house.url)
        await caller.say({"type": "text", "text": "fail"})
        assert (await caller.until("error"))["fatal"]
        with anyio.fail_after(PATIENCE_S):
            await caller.ws.wait_closed()
        assert caller.ws.close_code == 1011
        await until(lambda: house.closed == 1)
        back, again = await call(house.url, resume=ready["resume"])
        assert not again["resumed"]
        await back.ws.close()


async def test_what_is_kept_ends_with_the_server(open_house: Any) -> None:
    async with open_house(LONG) as house:
        caller, _ = await call(house.url)
        caller.vanish()
        await until(lambda: house.desk.report()["sessions"] == 0)
        assert house.closed == 0
    assert house.closed == 1


async def test_of_many_that_vanish_the_latest_are_kept(open_house: Any) -> None:
    async with open_house(Settings(resume_grace_s=60.0, max_sessions=2)) as house:
        tokens: list[str] = []
        for number in range(1, 4):
            caller, ready = await call(house.url)
            tokens.append(ready["resume"])
            caller.vanish()
            with anyio.fail_after(PATIENCE_S):
                while len(house.desk.resumption._left) + house.closed < number:  # noqa: ASYNC110
                    await anyio.sleep(0.01)
        with anyio.fail_after(PATIENCE_S):
            while house.closed < 1:  # noqa: ASYNC110
                await anyio.sleep(0.01)
        assert [(await call(house.url, resume=token))[1]["resumed"] for token in tokens[2:0:-1]] == [True, True]
        assert house.closed == 1
