"""The figures of a benchmark: from what callers and the server noted to percentiles, on the terminal and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, cast

import numpy as np
from rich.console import Group
from rich.table import Table

from pipeline.waterfall import ORIGINS
from stepaudio.bench import Run
from stepaudio.caller import Outcome, TurnRecord, saved_ms

SPEAKING = ("llm", "flow", "vocoder")
"""The stages that work for what is spoken; the others work for what is heard."""
HEARING = ("mel", "encoder", "adaptor")


class ReportError(Exception):
    """A report that cannot be written; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How `n` values lie: percentiles, linear between the two nearest, and the extremes."""

    n: int
    least: float
    p50: float
    p95: float
    p99: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread | None:
        """None where there are no values."""
        found = list(values)
        if not found:
            return None
        least, p50, p95, p99, most = (float(np.percentile(found, q)) for q in (0, 50, 95, 99, 100))
        return cls(len(found), least, p50, p95, p99, most)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures. Those of marks and stages are of the turns that were answered, from the first to the last."""

    first_audio_ms: Spread | None  # from the end of the question's speech to the first sound, as the caller has it
    without_early_ms: Spread | None  # the same, had no answer begun at a pause, from the marks of the same turns
    marks_ms: Mapping[str, Spread]  # from the end of speech that the server found, in order of time
    queue_ms: Mapping[str, Spread]  # by stage, summed over a turn
    compute_ms: Mapping[str, Spread]
    server_end_ms: Spread | None  # how much later than in the recording the server finds the end of speech
    asked: int
    unanswered: int
    turns: Mapping[Outcome, int]
    faults: int
    gaps: int  # in playback, because sound came later than it should have been played
    gapped_turns: int
    gap_ms: Spread | None
    gaps_total_ms: float
    buffer_ms: Spread | None  # by turn: had playback begun so much later, there would have been no gap
    heard_s: float  # of questions
    spoken_s: float  # of answers
    throughput: float  # seconds of audio heard or spoken, by second
    rtf: Mapping[str, float]  # seconds of compute by stage, by second heard or spoken; empty if the server hides it
    hearing_rtf: float | None
    speaking_rtf: float | None
    lane_busy: float | None  # share of the time that the lane computes
    server_cores: float | None  # processors that the server kept busy
    memory_mib: tuple[float, float] | None  # of the server, before and after
    mic_late_ms: Spread | None  # how late the callers sent their blocks: large, and they were the bottleneck


def report(run: Run) -> Report:
    """The figures of a run."""
    notes = run.notes
    turns = answered(run)
    gaps_ms = [gap for turn in notes.turns for gap in turn.gaps_ms]
    heard_s = sum(asked.audio_s for asked in notes.asked)
    spoken_s = sum(sum(turn.blocks_ms) for turn in notes.turns) / 1e3
    spent_s = _spent_s(run)
    rtf = {stage: spent / (spoken_s if stage in SPEAKING else heard_s) for stage, spent in spent_s.items() if spoken_s}
    before, after = run.meters or (None, None)
    cores = memory = None
    if before and after and before.cpu_s is not None and after.cpu_s is not None:
        cores = (after.cpu_s - before.cpu_s) / run.elapsed_s
    if before and after and before.memory_bytes and after.memory_bytes:
        memory = (before.memory_bytes / 2**20, after.memory_bytes / 2**20)
    return Report(
        first_audio_ms=Spread.of(turn.first_audio_ms for turn in turns if turn.first_audio_ms is not None),
        without_early_ms=Spread.of(
            turn.first_audio_ms + saved_ms(turn.marks_ms) for turn in turns if turn.first_audio_ms is not None
        ),
        marks_ms=_by_median(turn.marks_ms for turn in turns),
        queue_ms=_spreads(turn.queue_ms for turn in turns),
        compute_ms=_spreads(turn.compute_ms for turn in turns),
        server_end_ms=Spread.of(turn.server_end_ms for turn in turns),
        asked=len(notes.asked),
        unanswered=sum(not asked.answered for asked in notes.asked),
        turns=dict(Counter(turn.outcome for turn in notes.turns)),
        faults=len(notes.faults),
        gaps=len(gaps_ms),
        gapped_turns=sum(bool(turn.gaps_ms) for turn in notes.turns),
        gap_ms=Spread.of(gaps_ms),
        gaps_total_ms=sum(gaps_ms),
        buffer_ms=Spread.of(_buffer_ms(turn) for turn in notes.turns if turn.arrivals_ms),
        heard_s=heard_s,
        spoken_s=spoken_s,
        throughput=(heard_s + spoken_s) / run.elapsed_s,
        rtf=rtf,
        hearing_rtf=_total(rtf, HEARING),
        speaking_rtf=_total(rtf, SPEAKING),
        lane_busy=sum(spent_s.values()) / run.elapsed_s if spent_s else None,
        server_cores=cores,
        memory_mib=memory,
        mic_late_ms=Spread.of(notes.mic_late_ms),
    )


def answered(run: Run) -> list[TurnRecord]:
    """The turns that were answered whole."""
    return [turn for turn in run.notes.turns if turn.outcome == "answered"]


def prepare(path: Path) -> None:
    """Makes sure, before the work, that `path` can be written. Raises ReportError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {error.strerror}") from error


def as_json(run: Run, figures: Report) -> str:
    """The figures, the machine, and every question and turn as noted."""
    raw = asdict(run)
    del raw["notes"]["mic_late_ms"]
    return json.dumps(_rounded({"report": asdict(figures), **raw}), indent=1, ensure_ascii=False) + "\n"


def table(run: Run, figures: Report) -> Group:
    """The figures, for a terminal."""
    marks = Table(title="ms after the end of speech", title_justify="left")
    marks.add_column(f"{figures.turns.get('answered', 0)} turns")
    for name in ("p50", "p95", "p99"):
        marks.add_column(name, justify="right")
    if figures.first_audio_ms:
        marks.add_row("first audio, at the caller", *_three(figures.first_audio_ms), style="bold")
        if figures.without_early_ms:
            marks.add_row("  without the early start", *_three(figures.without_early_ms))
        marks.add_section()
    for name, found in figures.marks_ms.items():
        marks.add_row(name.replace("_", " "), *_three(found))
    stages = Table(title="ms of a turn, by stage", title_justify="left")
    stages.add_column("stage")
    for name in ("compute p50", "p95", "p99", "waiting p50", "p95", "p99", "RTF"):
        stages.add_column(name, justify="right")
    for stage in {**figures.compute_ms, **figures.rtf}:
        computed, waited = figures.compute_ms.get(stage), figures.queue_ms.get(stage)
        rtf = f"{figures.rtf[stage]:.3f}" if stage in figures.rtf else ""
        stages.add_row(stage, *_three(computed), *_three(waited), rtf)
    return Group(marks, stages, *(f"{name:<12}{value}" for name, value in facts(run, figures).items()))


def title(run: Run) -> str:
    """The run in a few words."""
    return f"{run.notes.model}, {run.callers} caller{'s' * (run.callers > 1)}, {run.elapsed_s:.0f} s"


def facts(run: Run, figures: Report) -> dict[str, str]:
    """What is not a distribution, in words."""
    outcomes = [f"{count} {outcome}" for outcome, count in sorted(figures.turns.items())]
    gaps = f"{figures.gaps} in {figures.gapped_turns} turns, {figures.gaps_total_ms:.0f} ms in all"
    if figures.buffer_ms:
        gaps += f"; starting {figures.buffer_ms.p50:.0f} ms later hides them in half of the turns"
        gaps += f", {figures.buffer_ms.p95:.0f} ms in 95 %"
    found = {
        "run": title(run),
        "questions": f"{figures.asked} asked, {figures.unanswered} of them not answered",
        "turns": ", ".join(outcomes) or "none",
        "gaps": gaps if figures.gaps else "none",
        "faults": str(figures.faults) if figures.faults else "none",
        "throughput": f"{figures.throughput:.2f} s of audio a second "
        f"({figures.heard_s:.0f} s heard, {figures.spoken_s:.0f} s spoken)",
    }
    if figures.hearing_rtf is not None and figures.speaking_rtf is not None:
        found["RTF"] = f"{figures.hearing_rtf:.3f} hearing, {figures.speaking_rtf:.3f} answering"
    if figures.lane_busy is not None:
        found["lane"] = f"busy {figures.lane_busy:.0%} of the time"
    if figures.server_cores is not None:
        found["processor"] = f"the server used {figures.server_cores:.2f} cores"
    if figures.memory_mib is not None:
        found["memory"] = (
            f"the server had {figures.memory_mib[0]:.0f} MiB before, {figures.memory_mib[1]:.0f} MiB after"
        )
    if figures.server_end_ms is not None:
        found["speech end"] = f"the server finds it {figures.server_end_ms.p50:+.0f} ms off the recording's (median)"
    if figures.mic_late_ms is not None:
        found["callers"] = f"sent their sound {figures.mic_late_ms.p99:.0f} ms late (p99)"
    if run.load is not None:
        found["load"] = f"{run.load[0]:.2f} before, {run.load[1]:.2f} at the end"
    return found


def _spent_s(run: Run) -> dict[str, float]:
    """Compute on the lane during the run, by stage."""
    if run.meters is None:
        return {}
    before, after = run.meters
    spent_s = {stage: total_s - before.compute_s.get(stage, 0.0) for stage, total_s in after.compute_s.items()}
    return {stage: spent for stage, spent in spent_s.items() if spent > 0}


def _buffer_ms(turn: TurnRecord) -> float:
    """How long playback must wait at first so that no block comes late."""
    due_ms = [0.0, *accumulate(turn.blocks_ms)]  # without a wait, since the first block came
    return max(at_ms - turn.arrivals_ms[0] - due for at_ms, due in zip(turn.arrivals_ms, due_ms, strict=False))


def _total(rtf: Mapping[str, float], stages: Sequence[str]) -> float | None:
    return sum(rtf.get(stage, 0.0) for stage in stages) if rtf else None


def _spreads(turns: Iterable[Mapping[str, float]]) -> dict[str, Spread]:
    """The spread of each name's values over the turns."""
    values: dict[str, list[float]] = {}
    for turn in turns:
        for name, value in turn.items():
            values.setdefault(name, []).append(value)
    return {name: spread for name, found in values.items() if (spread := Spread.of(found))}


def _by_median(turns: Iterable[Mapping[str, float]]) -> dict[str, Spread]:
    """But for the origin, which is 0."""
    spreads = {name: spread for name, spread in _spreads(turns).items() if name not in ORIGINS}
    return dict(sorted(spreads.items(), key=lambda mark: mark[1].p50))


def _three(spread: Spread | None) -> list[str]:
    return [f"{value:.0f}" for value in (spread.p50, spread.p95, spread.p99)] if spread else ["", "", ""]


def _rounded(value: Any) -> Any:
    """With four decimals: finer than anything is measured."""
    match value:
        case float():
            return round(value, 4)
        case dict():
            return {key: _rounded(item) for key, item in cast("dict[str, Any]", value).items()}
        case list() | tuple():
            return [_rounded(item) for item in cast("Sequence[Any]", value)]
        case _:
            return value
