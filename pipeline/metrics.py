"""Prometheus metrics: what each stage, channel and turn costs, as histograms in seconds."""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from pipeline.channel import Fill
from pipeline.lane import Step
from pipeline.observer import Outcome
from pipeline.waterfall import Waterfall


class Metrics:
    """An observer that keeps its instruments in one registry; a registry takes one set."""

    def __init__(self, registry: CollectorRegistry, buckets_ms: Sequence[float]) -> None:
        buckets = [ms / 1000 for ms in buckets_ms]

        def histogram(name: str, what: str, *labels: str) -> Histogram:
            return Histogram(f"stepaudio_{name}_seconds", what, labels, buckets=buckets, registry=registry)

        self._queue = histogram("stage_queue", "Wait of a step for the lane, by stage", "stage")
        self._compute = histogram("stage_compute", "Time of a step on the lane, by stage", "stage")
        self._mark = histogram("turn_mark", "From the end of speech to each mark of a spoken turn", "mark")
        self._stop = histogram("barge_in_stop", "From the caller's first sample to the word to stop playing")
        self._trials = Counter(
            "stepaudio_speech_over_answer", "Speech over an answer, by what it was", ["was"], registry=registry
        )
        self._saved = histogram("early_saved", "How much sooner an answer begun at a pause sounded")
        self._continued = histogram(
            "endpoint_too_soon", "Silence after which a caller went on who seemed to have finished"
        )
        self._dropped_early = Counter(
            "stepaudio_early_dropped", "Answers begun at a pause in vain: the caller went on", registry=registry
        )
        self._turns = Counter("stepaudio_turns", "Turns over, by outcome", ["outcome"], registry=registry)
        self._faults = Counter("stepaudio_faults", "Faults reported, by code", ["code"], registry=registry)
        self._fill = Gauge(
            "stepaudio_channel_items", "Items in a channel at its last send", ["channel"], registry=registry
        )
        self._most = Gauge(
            "stepaudio_channel_most_items", "Most items ever in a channel", ["channel"], registry=registry
        )
        self._dropped = Counter("stepaudio_channel_dropped", "Items pushed out unread", ["channel"], registry=registry)
        self._most_items: dict[str, int] = {}

    def step(self, step: Step) -> None:
        self._queue.labels(step.stage).observe(step.begun_s - step.asked_s)
        self._compute.labels(step.stage).observe(step.ended_s - step.begun_s)

    def fill(self, fill: Fill) -> None:
        self._fill.labels(fill.channel).set(fill.items)
        if fill.items > self._most_items.get(fill.channel, -1):
            self._most_items[fill.channel] = fill.items
            self._most.labels(fill.channel).set(fill.items)
        if fill.dropped:
            self._dropped.labels(fill.channel).inc(fill.dropped)

    def turn(self, session: str, turn: int, waterfall: Waterfall, outcome: Outcome) -> None:
        self._turns.labels(outcome).inc()
        if "speech_end" in waterfall.marks_s:
            for mark, ms in waterfall.marks_ms().items():
                self._mark.labels(mark).observe(ms / 1000)

    def trial(self, interrupts: bool, stop_s: float) -> None:
        self._trials.labels("interruption" if interrupts else "backchannel").inc()
        if interrupts:
            self._stop.observe(stop_s)

    def continued(self, silence_s: float) -> None:
        self._continued.observe(silence_s)

    def early(self, saved_s: float | None) -> None:
        if saved_s is None:
            self._dropped_early.inc()
        else:
            self._saved.observe(saved_s)

    def fault(self, code: str) -> None:
        self._faults.labels(code).inc()
