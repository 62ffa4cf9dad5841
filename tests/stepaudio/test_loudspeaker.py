"""The loudspeaker of the command line's caller: what it reports, and that it stops and goes on as it is told."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import numpy as np
import pytest

from pipeline.events import Held, Interrupted, Played, Released, SpeechAudio
from stepaudio.loudspeaker import Loudspeaker

pytestmark = pytest.mark.anyio


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self) -> None:
        self._now_s = 0.0
        self._sleepers: list[tuple[float, anyio.Event]] = []

    def __call__(self) -> float:
        return self._now_s

    async def sleep(self, seconds: float) -> None:
        awake = anyio.Event()
        self._sleepers.append((self._now_s + seconds, awake))
        await awake.wait()

    async def go_on(self, seconds: float) -> None:
        """A tenth of a second at a time, everybody woken who is due."""
        for _ in range(round(seconds * 10)):
            await anyio.wait_all_tasks_blocked()
            self._now_s += 0.1
            for due_s, awake in self._sleepers:
                if due_s <= self._now_s + 1e-9:
                    awake.set()
        await anyio.wait_all_tasks_blocked()


class Line:
    def __init__(self) -> None:
        self.reports: list[Played] = []

    async def send(self, event: Played) -> None:
        self.reports.append(event)


def block(turn: int, number: int) -> SpeechAudio:
    """Half a second of a turn."""
    return SpeechAudio(turn, np.zeros(12_000, np.float32), number * 12_000)


async def test_it_plays_at_its_own_pace_and_reports() -> None:
    clock, line = Clock(), Line()
    speaker = Loudspeaker(line, clock)
    async with anyio.create_task_group() as tasks:
        for number in range(3):
            tasks.start_soon(speaker.play, block(0, number))
        await clock.go_on(0.7)
        assert line.reports == [Played(0, 12_000)]
        await clock.go_on(1.0)
    assert line.reports[-1] == Played(0, 36_000)


async def test_held_it_stands_still_and_released_it_goes_on() -> None:
    clock, line = Clock(), Line()
    speaker = Loudspeaker(line, clock)
    async with anyio.create_task_group() as tasks:
        for number in range(2):
            tasks.start_soon(speaker.play, block(0, number))
        await clock.go_on(0.7)
        speaker.hear(Held(0))
        tasks.start_soon(speaker.play, block(0, 2))
        await clock.go_on(3.0)
        assert line.reports == [Played(0, 12_000)]
        speaker.hear(Released(0))
        await clock.go_on(0.2)
        assert len(line.reports) == 1
        await clock.go_on(0.2)
        assert len(line.reports) == 2
        await clock.go_on(0.6)
    assert line.reports[-1] == Played(0, 36_000)


async def test_what_is_cut_is_not_played() -> None:
    clock, line = Clock(), Line()
    speaker = Loudspeaker(line, clock)
    async with anyio.create_task_group() as tasks:
        for number in range(4):
            tasks.start_soon(speaker.play, block(0, number))
        await clock.go_on(0.7)
        speaker.hear(Held(0))
        speaker.hear(Interrupted(0, 16_000, "barge_in"))
        tasks.start_soon(speaker.play, block(1, 0))
        await clock.go_on(0.6)
        assert line.reports == [Played(0, 12_000), Played(1, 12_000)]
        await clock.go_on(2.0)
    assert len(line.reports) == 2
