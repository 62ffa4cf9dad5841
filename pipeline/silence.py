"""The silence of a caller who says nothing: when to ask whether they are there, and when to give the call up."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipeline import config
from pipeline.floor import State

Remedy: TypeAlias = Literal["ask", "end"]


class Silence:
    """Looked at every now and then. A question of ours ends the quiet, but the caller has still not spoken."""

    def __init__(self, knobs: config.Silence, now_s: float) -> None:
        self._knobs = knobs
        self._asked = 0
        self._quiet_s = now_s  # since when neither of them speaks
        self._alone_s = now_s  # since when the caller has not spoken

    def look(self, now_s: float, *, speaks: bool, floor: State) -> Remedy | None:
        """What to do now that the caller `speaks`, or does not, and the floor is in that state."""
        if speaks:
            self._asked, self._quiet_s, self._alone_s = 0, now_s, now_s
        elif floor != "listening":
            self._quiet_s = now_s
            if not self._asked:
                self._alone_s = now_s
        elif self._knobs.end_after_s and self.alone_s(now_s) >= self._knobs.end_after_s:
            return "end"
        elif (
            self._knobs.prompt_after_s
            and self._asked < self._knobs.prompts
            and now_s - self._quiet_s >= self._knobs.prompt_after_s
        ):
            self._asked += 1
            return "ask"
        return None

    def alone_s(self, now_s: float) -> float:
        """For how long the caller has not spoken, and nobody answered them."""
        return now_s - self._alone_s
