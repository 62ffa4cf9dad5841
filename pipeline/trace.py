"""A trace file in Chrome's JSON array format, which Perfetto opens.

It is written line by line as things happen. The format does not ask for the closing bracket, so a file that was cut off
between two lines is valid.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from pipeline.channel import Fill
from pipeline.clock import Clock
from pipeline.lane import Step
from pipeline.observer import Outcome
from pipeline.waterfall import Waterfall

LANE, CHANNELS, TURNS = 1, 2, 3


class Trace:
    """An observer that draws the lane's steps as bars, channel fills as curves, and turns as bars with their marks."""

    def __init__(self, file: TextIO, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._rows: dict[str, int] = {}
        file.write("[\n")
        for process, name in ((LANE, "lane"), (CHANNELS, "channels"), (TURNS, "turns")):
            self._write("M", "process_name", process, args={"name": name})

    @classmethod
    @contextmanager
    def open(cls, path: Path, clock: Clock) -> Generator[Trace]:
        """Write to `path`, anew, each event as soon as it is over. `clock` is that of the lane and the sessions."""
        with path.open("w", encoding="utf-8", buffering=1) as file:
            yield cls(file, clock)

    def step(self, step: Step) -> None:
        args = {"queued_ms": round((step.begun_s - step.asked_s) * 1e3, 3)}
        self._bar(step.stage, LANE, 0, step.begun_s, step.ended_s, args)

    def fill(self, fill: Fill) -> None:
        self._write("C", fill.channel, CHANNELS, ts=self._clock(), args={"items": fill.items, "dropped": fill.dropped})

    def turn(self, session: str, turn: int, waterfall: Waterfall, outcome: Outcome) -> None:
        row = self._row(session)
        times = waterfall.marks_s.values()
        self._bar(f"turn {turn}", TURNS, row, min(times), max(times), {"outcome": outcome})
        for mark, at_s in waterfall.marks_s.items():
            self._write("i", mark, TURNS, row, ts=at_s, s="t")

    def trial(self, interrupts: bool, stop_s: float) -> None:
        what = "interrupted" if interrupts else "not interrupted"
        self._write("i", what, TURNS, ts=self._clock(), s="p", args={"stop_ms": round(stop_s * 1e3, 1)})

    def continued(self, silence_s: float) -> None:
        args = {"silence_ms": round(silence_s * 1e3, 1)}
        self._write("i", "endpoint too soon", TURNS, ts=self._clock(), s="p", args=args)

    def early(self, saved_s: float | None) -> None:
        self._write("i", "early answer dropped" if saved_s is None else "early answer", TURNS, ts=self._clock(), s="p")

    def fault(self, code: str) -> None:
        self._write("i", f"fault: {code}", TURNS, ts=self._clock(), s="p")

    def _row(self, session: str) -> int:
        if session not in self._rows:
            self._rows[session] = len(self._rows)
            self._write("M", "thread_name", TURNS, self._rows[session], args={"name": session})
        return self._rows[session]

    def _bar(self, name: str, process: int, row: int, begin_s: float, end_s: float, args: dict[str, Any]) -> None:
        self._write("X", name, process, row, ts=begin_s, dur=round((end_s - begin_s) * 1e6, 1), args=args)

    def _write(self, kind: str, name: str, process: int, row: int = 0, *, ts: float = 0.0, **more: Any) -> None:
        event = {"ph": kind, "name": name, "pid": process, "tid": row, "ts": round(ts * 1e6, 1), **more}
        self._file.write(json.dumps(event) + ",\n")
