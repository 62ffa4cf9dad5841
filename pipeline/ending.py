"""The ending: how finished an utterance sounds, as a network that hears it judges at each pause."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import anyio
import numpy as np
from anyio.abc import TaskGroup

from pipeline.events import Samples
from pipeline.segment import Detected, SegmentAudio, SegmentEnded, SegmentPaused, SegmentResumed, SegmentStarted
from pipeline.stage import StageError

REMEMBERED = 8 * 16_000  # samples of the open utterance; no judge looks further back

Judge: TypeAlias = Callable[[Samples], Awaitable[float]]
"""How likely it is, from 0 to 1, that who said this, (n,) at 16 kHz, has finished. It must not hold up the event loop,
and may be cancelled."""


class Ending:
    """Listens along with one caller, and has pauses judged in `tasks`, which fail with StageError if the judge does.

    `probability` is that of the pause that lasts; None as long as nothing is known of it. An answer that comes when the
    pause is over is not heard.
    """

    def __init__(self, judge: Judge | None, tasks: TaskGroup) -> None:
        self.probability: float | None = None
        self._judge = judge
        self._tasks = tasks
        self._sound = np.zeros(0, np.float32)
        self._asking = anyio.CancelScope()

    def hear(self, item: Detected | SegmentResumed) -> None:
        """What was found in the caller's stream."""
        if self._judge is None:
            return
        match item:
            case SegmentAudio(_, samples):
                self._sound = np.concatenate([self._sound, samples])[-REMEMBERED:]
            case SegmentPaused():
                self._asking = anyio.CancelScope()
                self._tasks.start_soon(self._ask, self._judge, self._sound, self._asking)
            case SegmentStarted() | SegmentResumed() | SegmentEnded():
                self._asking.cancel()
                self.probability = None
                if not isinstance(item, SegmentResumed):
                    self._sound = self._sound[:0]

    async def _ask(self, judge: Judge, sound: Samples, asking: anyio.CancelScope) -> None:
        with asking:
            try:
                probability = await judge(sound)
            except Exception as error:
                raise StageError("smart turn", error) from error
            if not asking.cancel_called:
                self.probability = probability
