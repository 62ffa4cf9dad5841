"""When audio arrived: from a place in the caller's stream to a time of the clock."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque

from pipeline.clock import Clock
from pipeline.events import MicAudio

STREAM_HZ = 16_000
REMEMBERED = 1024  # blocks; of 20 ms: 20 s, longer than any endpoint looks back


class Arrivals:
    """Remembers when the latest blocks of the microphone came."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends_s: deque[float] = deque(maxlen=REMEMBERED)
        self._times_s: deque[float] = deque(maxlen=REMEMBERED)

    def note(self, audio: MicAudio) -> None:
        """A block has come."""
        end_s = self._ends_s[-1] if self._ends_s else 0.0
        self._ends_s.append(end_s + audio.samples.size / audio.rate_hz)
        self._times_s.append(self._clock())

    def time_of(self, at_samples: int) -> float:
        """When the block with sample `at_samples` of the 16 kHz stream came; if it is forgotten, the oldest known."""
        if not self._times_s:
            return self._clock()
        block = bisect_left(self._ends_s, at_samples / STREAM_HZ)
        return self._times_s[min(block, len(self._times_s) - 1)]
