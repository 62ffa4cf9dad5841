"""The ledger: what each tenant has open, and has used today."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Generator
from contextlib import contextmanager

from transport.keys import Refusal, Tenant

DAY_S = 86_400


class Ledger:
    """Holds tenants to their limits. Days are UTC; a server that starts anew starts an empty day."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._open: Counter[str] = Counter()
        self._used_s: defaultdict[str, float] = defaultdict(float)
        self._running: dict[object, tuple[str, float]] = {}  # whose, and since when, of what is timed
        self._day = self._today()

    @contextmanager
    def entry(self, tenant: Tenant) -> Generator[None]:
        """A call or a request of the tenant's, from now to the end of the scope; raises Refusal."""
        if tenant.max_sessions and self._open[tenant.name] >= tenant.max_sessions:
            raise Refusal(
                "too_many_sessions", f"all {tenant.max_sessions} of your sessions are open: close one first", 429, 1013
            )
        if self.left_s(tenant) <= 0:
            raise Refusal("no_minutes_left", f"your {tenant.minutes_per_day:g} minutes of today are used up", 429)
        self._open[tenant.name] += 1
        try:
            yield
        finally:
            self._open[tenant.name] -= 1

    @contextmanager
    def timed(self, tenant: Tenant) -> Generator[None]:
        """Charges the tenant for the time that the scope takes, while it takes it."""
        clock = object()
        self._running[clock] = tenant.name, self._now()
        try:
            yield
        finally:
            self._turn_page()
            _, since_s = self._running.pop(clock)
            self.charge(tenant, self._now() - since_s)

    def charge(self, tenant: Tenant, seconds: float) -> None:
        """Counts so much of the tenant's day as used."""
        self._turn_page()
        self._used_s[tenant.name] += max(0.0, seconds)

    def left_s(self, tenant: Tenant) -> float:
        """How much of the day is left to the tenant; infinite where there is no limit."""
        self._turn_page()
        if not tenant.minutes_per_day:
            return float("inf")
        running_s = sum(
            max(0.0, self._now() - since_s) for name, since_s in self._running.values() if name == tenant.name
        )
        return tenant.minutes_per_day * 60 - self._used_s[tenant.name] - running_s

    def _turn_page(self) -> None:
        if (today := self._today()) != self._day:
            self._day = today
            self._used_s.clear()
            self._running = {clock: (name, float(today * DAY_S)) for clock, (name, _) in self._running.items()}

    def _today(self) -> int:
        return int(self._now() // DAY_S)
