"""The waterfall of a turn: when each thing happened, and what each stage cost.

The waterfall of the turn (or of the listening) that a task works for is found through a context variable, so that a
stage deep in a chain can leave its mark without being handed anything.
"""

from __future__ import annotations

from collections import defaultdict
from contextvars import ContextVar
from dataclasses import astuple

from pipeline.clock import Clock
from pipeline.events import Usage

ORIGINS = ("speech_end", "typed", "asked")
"""Where a turn's time begins: the caller's speech ended, a typed message came, or an answer was asked for. After it, as
far as the turn got, come tentative, endpoint, features_ready, prefill, first_text, first_code, first_mel,
first_sample_made, first_sample_sent, first_sample_played; where it began at a pause, the endpoint comes later."""


class Waterfall:
    """Marks in seconds of the clock, and seconds of queue and compute by stage."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.marks_s: dict[str, float] = {}
        self.queue_s: defaultdict[str, float] = defaultdict(float)
        self.compute_s: defaultdict[str, float] = defaultdict(float)
        self.usage = Usage()

    def mark(self, name: str, at_s: float | None = None) -> None:
        """Note that `name` happened, now unless said otherwise; only its first time counts."""
        self.marks_s.setdefault(name, self._clock() if at_s is None else at_s)

    def spend(self, stage: str, queue_s: float, compute_s: float) -> None:
        self.queue_s[stage] += queue_s
        self.compute_s[stage] += compute_s

    def count(self, more: Usage) -> None:
        """Add tokens to those of the turn."""
        self.usage = Usage(*(a + b for a, b in zip(astuple(self.usage), astuple(more), strict=True)))

    def saved_s(self) -> float:
        """How much sooner the first sound is there because the answer began before the endpoint was sure."""
        now_s = self._clock()
        begun_s, sure_s = self.marks_s.get("tentative", now_s), self.marks_s.get("endpoint", now_s)
        return max(0.0, min(sure_s, self.marks_s.get("first_sample_made", sure_s)) - begun_s)

    def marks_ms(self) -> dict[str, float]:
        """The marks in order of time, in milliseconds since the origin; none if the origin is not known."""
        origins = [self.marks_s[name] for name in ORIGINS if name in self.marks_s]
        in_order = sorted(self.marks_s.items(), key=lambda mark: mark[1]) if origins else []
        return {name: (at_s - origins[0]) * 1e3 for name, at_s in in_order}

    def take(self, other: Waterfall) -> None:
        """Move what `other` spent by stage to this one: the hearing of an utterance is part of its turn's cost."""
        for stage in other.compute_s:
            self.spend(stage, other.queue_s[stage], other.compute_s[stage])
        other.queue_s.clear()
        other.compute_s.clear()


current: ContextVar[Waterfall | None] = ContextVar("waterfall", default=None)


def mark(name: str) -> None:
    """Mark `name` in the waterfall this task works for, if there is one."""
    if (waterfall := current.get()) is not None:
        waterfall.mark(name)


def spend(stage: str, queue_s: float, compute_s: float) -> None:
    """Add to a stage's time in the waterfall this task works for. `Lane.run` does so by itself; a stage that steps for
    several turns at once (the batched decoder) does it for each."""
    if (waterfall := current.get()) is not None:
        waterfall.spend(stage, queue_s, compute_s)


def count(more: Usage) -> None:
    """Add tokens to those of the turn this task works for."""
    if (waterfall := current.get()) is not None:
        waterfall.count(more)
