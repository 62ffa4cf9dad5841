"""A count of what is under way, to wait for its end."""

from __future__ import annotations

import anyio


class Tally:
    """Counts up and down; whoever needs zero waits for it."""

    def __init__(self) -> None:
        self._count = 0
        self._none = anyio.Event()
        self._none.set()

    def add(self) -> None:
        """One more is under way."""
        if not self._count:
            self._none = anyio.Event()
        self._count += 1

    def done(self) -> None:
        """One is over."""
        self._count -= 1
        if not self._count:
            self._none.set()

    async def none(self) -> None:
        """Wait until nothing is under way."""
        await self._none.wait()
