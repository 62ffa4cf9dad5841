"""Places: so many at once, and a line in which the next ones wait and are told how far they have come."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio

from transport.keys import Refusal

Tell = Callable[[int], Awaitable[None]]
"""Told its place in the line, 1 being next, whenever that changes."""


@dataclass(slots=True, eq=False)
class _Ticket:
    called: bool = False
    moved: anyio.Event = field(default_factory=anyio.Event)


class Places:
    """`size` places, and a line for `line` more; who comes first is served first."""

    def __init__(self, size: int, line: int, what: str) -> None:
        self.size = size
        self.taken = 0
        self._line_size = line
        self._line: list[_Ticket] = []
        self._what = what  # for messages: "sessions", "requests"

    @property
    def waiting(self) -> int:
        """How many stand in the line."""
        return len(self._line)

    def is_full(self) -> bool:
        """Whether even the line has no room."""
        return self.taken >= self.size and len(self._line) >= self._line_size

    @asynccontextmanager
    async def take(self, tell: Tell) -> AsyncGenerator[None]:
        """A place, for the scope, after waiting for it; raises Refusal when the line is full."""
        if self.taken < self.size:
            self.taken += 1  # nobody waits while a place is free
        elif self.is_full():
            raise self.refusal()
        else:
            await self._wait(tell)
        try:
            yield
        finally:
            self._release()

    def refusal(self) -> Refusal:
        """What those are told for whom there is no room."""
        waiting = f", and {self._line_size} are waiting" if self._line_size else ""
        return Refusal("busy", f"all {self.size} {self._what} are taken{waiting}: try again later", 429, 1013)

    async def _wait(self, tell: Tell) -> None:
        ticket, told = _Ticket(), 0
        self._line.append(ticket)
        try:
            while not ticket.called:
                ticket.moved = anyio.Event()
                if (place := self._line.index(ticket) + 1) != told:
                    told = place
                    await tell(place)
                else:
                    await ticket.moved.wait()
        except BaseException:
            if ticket.called:
                self._release()
            else:
                self._line.remove(ticket)
                self._move()
            raise

    def _release(self) -> None:
        """Hand the place to the first in the line, or leave it free."""
        if not self._line:
            self.taken -= 1
            return
        first = self._line.pop(0)
        first.called = True
        first.moved.set()
        self._move()

    def _move(self) -> None:
        for ticket in self._line:
            ticket.moved.set()
