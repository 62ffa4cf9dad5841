"""Places and the line before them."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import pytest

from transport.keys import Refusal
from transport.places import Places

pytestmark = pytest.mark.anyio


async def settle() -> None:
    for _ in range(20):
        await anyio.lowlevel.checkpoint()


class Visitor:
    """Takes a place and keeps it until it is told to leave, or is cancelled."""

    def __init__(self, places: Places, seated: list[str], name: str) -> None:
        self.told: list[int] = []
        self.leave = anyio.Event()
        self.scope = anyio.CancelScope()
        self._places, self._seated, self._name = places, seated, name

    async def run(self) -> None:
        async def tell(place: int) -> None:
            await anyio.lowlevel.checkpoint()
            self.told.append(place)

        with self.scope:
            async with self._places.take(tell):
                self._seated.append(self._name)
                await self.leave.wait()


async def test_who_comes_first_is_served_first_and_told_of_every_step() -> None:
    places, seated = Places(1, 3, "sessions"), list[str]()
    async with anyio.create_task_group() as tasks:
        a, b, c, d = (Visitor(places, seated, name) for name in "abcd")
        for visitor in (a, b, c, d):
            tasks.start_soon(visitor.run)
            await settle()
        assert (seated, b.told, c.told, d.told) == (["a"], [1], [2], [3])
        assert (places.taken, places.waiting, places.is_full()) == (1, 3, True)
        with pytest.raises(Refusal, match="all 1 sessions are taken, and 3 are waiting"):
            async with places.take(lambda place: settle()):
                pass
        c.scope.cancel()  # leaves the line
        await settle()
        assert d.told == [3, 2]
        a.leave.set()
        await settle()
        assert (seated, d.told) == (["a", "b"], [3, 2, 1])
        b.leave.set()
        await settle()
        assert seated == ["a", "b", "d"]
        d.leave.set()
    assert (places.taken, places.waiting) == (0, 0)


async def test_a_place_given_to_one_who_leaves_goes_to_the_next() -> None:
    places, seated = Places(1, 2, "sessions"), list[str]()
    async with anyio.create_task_group() as tasks:
        a, b, c = (Visitor(places, seated, name) for name in "abc")
        for visitor in (a, b, c):
            tasks.start_soon(visitor.run)
            await settle()
        a.leave.set()
        b.scope.cancel()  # at the same moment
        await settle()
        assert seated in (["a", "c"], ["a", "b", "c"])
        c.leave.set()
    assert (places.taken, places.waiting) == (0, 0)


async def test_one_whose_telling_fails_does_not_keep_its_ticket() -> None:
    async def fail(place: int) -> None:
        raise OSError("the socket is gone")

    places = Places(1, 1, "sessions")
    async with places.take(lambda place: settle()):
        with pytest.raises(OSError, match="gone"):
            async with places.take(fail):
                pass
        assert places.waiting == 0
    assert places.taken == 0


async def test_without_a_line_the_next_is_refused_at_once() -> None:
    places = Places(1, 0, "sessions")
    async with places.take(lambda place: settle()):
        with pytest.raises(Refusal, match="all 1 sessions are taken: try again later") as caught:
            async with places.take(lambda place: settle()):
                pass
        assert (caught.value.code, caught.value.status, caught.value.close_code) == ("busy", 429, 1013)
