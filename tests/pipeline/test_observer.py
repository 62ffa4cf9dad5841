"""Metrics and trace, told of a session as it goes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from fake_model import FakeClock, settle, silence, speech, world
from prometheus_client import CollectorRegistry

from pipeline import config
from pipeline.channel import Fill
from pipeline.events import Interrupted, TurnEnded, TurnMetrics
from pipeline.lane import Step
from pipeline.metrics import Metrics
from pipeline.observer import Observers
from pipeline.trace import Trace
from pipeline.waterfall import Waterfall

pytestmark = pytest.mark.anyio


async def observed(observer: Any) -> None:
    """A session with a turn that ends, and one that is interrupted by another."""
    async with world(observer=observer) as there, there.caller(observer=observer) as caller:
        await caller.say(speech(0.4), silence(0.4))
        await caller.hear(TurnEnded)
        there.clock.advance(5)
        await caller.say(speech(0.4), silence(0.4))
        await caller.hear(TurnEnded, 2)
        await caller.say(speech(0.8))
        await caller.hear(Interrupted)
        await caller.say(silence(0.4))
        await caller.hear(TurnMetrics, 3)
        await settle()


async def test_metrics_count_what_happened() -> None:
    registry = CollectorRegistry()
    metrics = Metrics(registry, config.load().metrics.buckets_ms)
    await observed(Observers([metrics]))
    metrics.fault("turn_failed")
    metrics.fill(Fill("mic", 8, 8, dropped=3))

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"stepaudio_{name}", labels)

    assert value("turns_total", outcome="ended") == 3
    assert value("barge_in_stop_seconds_count") == 1
    assert value("speech_over_answer_total", was="interruption") == 1
    assert value("faults_total", code="turn_failed") == 1
    assert value("channel_dropped_total", channel="mic") == 3
    assert value("channel_items", channel="mic") == 8
    assert value("stage_compute_seconds_count", stage="llm") == 15
    assert value("stage_queue_seconds_count", stage="adaptor") == 20
    for mark in ("endpoint", "features_ready", "prefill", "first_text", "first_code", "first_mel", "first_sample_sent"):
        assert value("turn_mark_seconds_count", mark=mark) == 3, mark


async def test_a_trace_is_an_array_of_events_that_perfetto_knows(tmp_path: Path) -> None:
    path = tmp_path / "trace.json"
    with Trace.open(path, FakeClock()) as trace:
        await observed(Observers([trace]))
        written = path.read_text(encoding="utf-8")  # before it is closed, as if it had been cut off
    events = json.loads(written.rstrip().rstrip(",") + "]")
    assert {event["ph"] for event in events} == {"M", "X", "C", "i"}
    assert all({"name", "pid", "tid", "ts"} <= event.keys() for event in events)
    bars = [event["name"] for event in events if event["ph"] == "X"]
    assert {"llm", "flow", "vocoder", "turn 0", "turn 1", "turn 2"} <= set(bars)
    assert "first_sample_sent" in {event["name"] for event in events if event["ph"] == "i"}


def test_a_trace_places_steps_and_turns_in_microseconds() -> None:
    file, clock = io.StringIO(), FakeClock()
    trace = Trace(file, clock)
    trace.step(Step("llm", 1.0, 1.5, 1.75))
    turn = Waterfall(clock)
    turn.mark("speech_end", 2.0)
    turn.mark("endpoint", 2.3)
    trace.turn("call 1", 4, turn, "ended")
    trace.fault("turn_failed")
    events = {event["name"]: event for event in json.loads(file.getvalue().rstrip().rstrip(",") + "]")}
    assert (events["llm"]["ts"], events["llm"]["dur"], events["llm"]["args"]) == (1.5e6, 0.25e6, {"queued_ms": 500.0})
    assert (events["turn 4"]["ts"], events["turn 4"]["dur"]) == (2e6, 0.3e6)
    assert events["thread_name"]["args"] == {"name": "call 1"}
    assert events["fault: turn_failed"]["ts"] == 100e6


def test_a_waterfall_counts_from_the_end_of_speech() -> None:
    clock = FakeClock()
    turn = Waterfall(clock)
    assert turn.marks_ms() == {}
    clock.advance(1)
    turn.mark("endpoint")
    assert turn.marks_ms() == {}
    turn.mark("speech_end", 100.75)
    clock.advance(1)
    turn.mark("endpoint")
    assert turn.marks_ms() == {"speech_end": 0.0, "endpoint": 250.0}
    hearing = Waterfall(clock)
    hearing.spend("mel", 0.1, 0.2)
    turn.spend("mel", 0.1, 0.2)
    turn.take(hearing)
    assert (turn.queue_s["mel"], turn.compute_s["mel"]) == (0.2, 0.4)
    assert not hearing.compute_s
