"""From a place in the stream to a time of the clock."""

from __future__ import annotations

import numpy as np
from fake_model import FakeClock

from pipeline.arrivals import REMEMBERED, Arrivals
from pipeline.events import MicAudio


def test_a_sample_came_with_its_block() -> None:
    clock = FakeClock()
    arrivals = Arrivals(clock)
    assert arrivals.time_of(5) == 100
    for _ in range(3):
        clock.advance(0.5)
        arrivals.note(MicAudio(np.zeros(4800, np.float32), 48_000))  # 100 ms: 1600 samples at 16 kHz
    assert [arrivals.time_of(at) for at in (1, 1600, 1601, 3200, 4000, 9999)] == [100.5, 100.5, 101, 101, 101.5, 101.5]


def test_old_blocks_are_forgotten() -> None:
    clock = FakeClock()
    arrivals = Arrivals(clock)
    for _ in range(REMEMBERED + 10):
        clock.advance(1)
        arrivals.note(MicAudio(np.zeros(160, np.float32), 16_000))
    assert arrivals.time_of(1) == 100 + 11
