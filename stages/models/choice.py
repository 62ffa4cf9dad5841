"""Choosing between ways to compute the same thing: by timing them, where they run, on the weights they will run with.

Which kernel is fast differs between machines, numbers of rows and versions of MLX by more than a factor of five, in
either direction, so no constant decides it. The first way is the plain one: the others must agree with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

import mlx.core as mx

Way = Callable[[], list[mx.array]]
"""Computes something, not evaluated yet."""

WORTHWHILE = 0.9
"""A way that is not plain must take less than this share of the plain one's time: below it is noise."""


@dataclass(frozen=True)
class Trial:
    """A way by name, its milliseconds (median), or why it was refused."""

    way: str
    ms: float
    refused: str = ""


@dataclass(frozen=True)
class Choice:
    """What was to be computed, the way that is taken, and all that were tried; none where it is remembered."""

    what: str
    taken: str
    trials: tuple[Trial, ...] = ()


@dataclass
class Choices:
    """The choices of this process, in the order they were made; `known` are those of an earlier one, by `what`.

    `seconds` is about how long one way is timed.
    """

    known: Mapping[str, Choice] = field(default_factory=dict[str, Choice])
    seconds: float = 0.03
    made: list[Choice] = field(default_factory=list[Choice])
    clock: Callable[[], float] = time.perf_counter

    def fastest(self, what: str, ways: Mapping[str, Way], tolerance: float = 0.02) -> str:
        """The name of the fastest of `ways` whose arrays are within `tolerance` of those of the first.

        The distance is the norm of the difference, relative to the norm. A way that fails is refused.
        """
        known = self.known.get(what)
        if known is None or known.taken not in ways:
            known = self.tried(what, ways, tolerance) if len(ways) > 1 else Choice(what, next(iter(ways)))
        self.made.append(known)
        return known.taken

    def tried(self, what: str, ways: Mapping[str, Way], tolerance: float) -> Choice:
        """The choice between several ways, none of them known: each is compared with the plain one, and timed."""
        trials: list[Trial] = []
        plain, truth = next(iter(ways)), None
        for name, way in ways.items():
            if name != plain and (reason := self.reason_against(what, name)):
                trials.append(Trial(name, 0.0, reason))
                continue
            try:
                found = [array.astype(mx.float32) for array in way()]
                mx.eval(found)
                truth = truth or found
                refused = _refusal(found, truth, tolerance)
                trials.append(Trial(name, self._ms(way) if not refused else 0.0, refused))
            except Exception as error:  # whatever a kernel or its compiler raises, the plain way remains
                if name == plain:
                    raise
                trials.append(Trial(name, 0.0, f"{type(error).__name__}: {error}"))
        return Choice(what, _fastest(trials), tuple(trials))

    def reason_against(self, what: str, way: str) -> str:
        """Why a way that is not plain is not to be begun now; empty if it is."""
        return ""

    def _ms(self, way: Way) -> float:
        """Median milliseconds of runs for `seconds`, at least one; what happens only once has happened."""
        times: list[float] = []
        ends = self.clock() + self.seconds
        while not times or (self.clock() < ends and len(times) < 50):
            began = self.clock()
            mx.eval(way())
            times.append(self.clock() - began)
        return 1e3 * median(times)


def _fastest(trials: Iterable[Trial]) -> str:
    plain, *others = trials
    best = min((trial for trial in others if not trial.refused), key=lambda trial: trial.ms, default=plain)
    return best.way if best.ms < WORTHWHILE * plain.ms else plain.way


def _refusal(found: list[mx.array], truth: list[mx.array], tolerance: float) -> str:
    if [array.shape for array in found] != [array.shape for array in truth]:
        return f"shapes {[array.shape for array in found]}, expected {[array.shape for array in truth]}"
    for array, right in zip(found, truth, strict=True):
        size, distance = float(mx.linalg.norm(right)), float(mx.linalg.norm(array - right))
        if not distance <= tolerance * size:  # not a number is refused, too
            return f"differs by {distance / size if size else distance:.2g} of its size"
    return ""
