"""Time, passed in: seconds that only grow. Tests pass a fake."""

from __future__ import annotations

import time
from typing import Protocol

import anyio


class Clock(Protocol):
    """Calling it gives seconds since some fixed moment; `sleep` waits for that clock, not for another."""

    def __call__(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def __call__(self) -> float:
        return time.perf_counter()

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)
