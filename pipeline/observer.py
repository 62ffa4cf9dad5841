"""Who looks on: metrics and trace are told of every step, channel and turn, and change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from pipeline.channel import Fill
from pipeline.lane import Step
from pipeline.waterfall import Waterfall

Outcome: TypeAlias = Literal["ended", "barge_in", "cancelled", "failed"]


class Observer(Protocol):
    """Told of things as they happen, in the thread of the event loop; it must return at once."""

    def step(self, step: Step) -> None:
        """A step on the lane is done."""
        ...

    def fill(self, fill: Fill) -> None:
        """Something was sent into a channel."""
        ...

    def turn(self, session: str, turn: int, waterfall: Waterfall, outcome: Outcome) -> None:
        """A turn is over."""
        ...

    def trial(self, interrupts: bool, stop_s: float) -> None:
        """Speech over an answer was found to interrupt it, or not; `stop_s` passed between the caller's first sample
        and the moment when the client was told to stop."""
        ...

    def continued(self, silence_s: float) -> None:
        """An utterance was taken to be over too soon: the caller went on after so long a silence."""
        ...

    def early(self, saved_s: float | None) -> None:
        """An answer that was begun at a pause came so much sooner; None: it was dropped, for the caller went on."""
        ...

    def fault(self, code: str) -> None:
        """A session reported a fault."""
        ...


@dataclass(frozen=True, slots=True)
class Observers:
    """Several observers as one, perhaps none."""

    each: Sequence[Observer] = ()

    def step(self, step: Step) -> None:
        for observer in self.each:
            observer.step(step)

    def fill(self, fill: Fill) -> None:
        for observer in self.each:
            observer.fill(fill)

    def turn(self, session: str, turn: int, waterfall: Waterfall, outcome: Outcome) -> None:
        for observer in self.each:
            observer.turn(session, turn, waterfall, outcome)

    def trial(self, interrupts: bool, stop_s: float) -> None:
        for observer in self.each:
            observer.trial(interrupts, stop_s)

    def continued(self, silence_s: float) -> None:
        for observer in self.each:
            observer.continued(silence_s)

    def early(self, saved_s: float | None) -> None:
        for observer in self.each:
            observer.early(saved_s)

    def fault(self, code: str) -> None:
        for observer in self.each:
            observer.fault(code)
