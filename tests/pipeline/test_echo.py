"""The echo guard by itself: delays, levels, and streams that stall or begin anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import soxr
from fake_model import FakeClock
from numpy.typing import NDArray

from pipeline import config
from pipeline.echo import EchoGuard
from pipeline.events import Samples, SpeechAudio
from pipeline.playout import Playout
from pipeline.segment import Window

KNOBS = config.load().echo
WINDOW = 512
RATE_HZ = 16_000


def voice(seconds: float, seed: int) -> Samples:
    """Something that moves as speech does, (n,) at 24 kHz: noise in bands that come and go a few times a second."""
    rng = np.random.default_rng(seed)
    n = int(seconds * 24_000)
    out = np.zeros(n)
    for low, high in ((200, 500), (500, 1200), (1200, 2500), (2500, 3600)):
        spectrum = np.fft.rfft(rng.standard_normal(n))
        hz = np.fft.rfftfreq(n, 1 / 24_000)
        spectrum[(hz < low) | (hz > high)] = 0
        syllables = np.repeat(rng.random(int(seconds * 7) + 1) ** 3, 24_000 // 7 + 1)[:n]
        out += np.fft.irfft(spectrum, n) * np.convolve(syllables, np.hanning(1200) / 600, "same")
    return (out / np.abs(out).max() * 0.5).astype(np.float32)


class Room:
    """A guard, a client that plays at its clock's pace, and a microphone that hears it `delay_s` later."""

    def __init__(self, answer: Samples, delay_s: float, gain: float = 0.3) -> None:
        self.clock = FakeClock()
        self.guard = EchoGuard(KNOBS)
        self.playout = Playout(self.clock)
        self.heard = 0  # samples of the stream
        noise = np.random.default_rng(9).standard_normal(len(answer) * 2) * 1e-4
        self._echo = np.pad(soxr.resample(answer, 24_000, RATE_HZ) * gain, (int(delay_s * RATE_HZ), 0))
        self._noise = noise.astype(np.float32)
        self.now = 0  # where the microphone is in time, in samples
        self.guard.plays({}, self.clock())
        self.guard.sent(SpeechAudio(0, answer, 0))
        self.playout.sent(len(answer))

    def judge(self, seconds: float, other: Samples) -> list[bool]:
        """Which windows of so long are taken for an echo."""
        return [self.guard.is_echo(window, self.clock()) for window in self._windows(seconds, other)]

    def hear(self, seconds: float, other: Samples | None = None) -> list[float]:
        """What the guard says of each window of so long."""
        heard = self._echo if other is None else other
        return [self.guard.hear(window, self.clock()) for window in self._windows(seconds, heard)]

    def _windows(self, seconds: float, heard: NDArray[Any]) -> Iterator[Window]:
        for _ in range(int(seconds * RATE_HZ) // WINDOW):
            here = slice(self.now, self.now + WINDOW)
            window = Window((heard[here] + self._noise[here]).astype(np.float32), self.heard, 1.0)
            self.now, self.heard = self.now + WINDOW, self.heard + WINDOW
            self.clock.advance(WINDOW / RATE_HZ)
            self.guard.plays({0: self.playout}, self.clock())
            yield window

    def mute(self, seconds: float) -> None:
        """Nothing is heard for so long, and nothing sent."""
        self.clock.advance(seconds)
        self.now += int(seconds * RATE_HZ)


@pytest.mark.parametrize("delay_s", [0.0, 0.05, 0.4, 0.9])
@pytest.mark.parametrize("gain", [0.5, 0.03])
def test_the_answer_coming_back_is_known(delay_s: float, gain: float) -> None:
    said = Room(voice(4.0, 1), delay_s, gain).hear(3.5)
    assert min(said[int((delay_s + 0.7) * 31) :]) > KNOBS.similarity


def test_another_voice_is_not_taken_for_it() -> None:
    other = soxr.resample(voice(4.0, 2), 24_000, RATE_HZ)
    said = Room(voice(4.0, 1), 0.2).hear(3.5, other=other)
    assert np.median(said) < KNOBS.similarity
    assert min(said) < 0.4


@pytest.mark.parametrize("later_s", [0.1, 0.3])
@pytest.mark.parametrize("seed", range(1, 5))
def test_who_begins_with_the_first_answer_is_not_taken_for_it(seed: int, later_s: float) -> None:
    """Nothing is known yet of how the answer comes back, and that both begin says nothing."""
    quiet_s = 1.0
    other = soxr.resample(np.pad(voice(3.0, seed + 100), (int((quiet_s + later_s) * 24_000), 0)), 24_000, RATE_HZ)
    judged = Room(np.pad(voice(3.0, seed), (int(quiet_s * 24_000), 0)), 0.2).judge(2.2, other)
    onset = int((quiet_s + later_s) * RATE_HZ) // WINDOW
    assert sum(judged[onset : onset + 20]) <= 4


def test_windows_that_come_late_are_judged_by_when_they_were_heard() -> None:
    room = Room(voice(6.0, 1), 0.1)
    room.hear(1.5)
    room.clock.advance(0.3)  # the server, or the line, does something else
    assert min(room.hear(1.0)) > KNOBS.similarity


def test_a_stream_that_stood_still_is_understood_again_soon() -> None:
    """A line that breaks, or a microphone that is turned off: the stream's time then lags the clock's."""
    room = Room(voice(12.0, 1), 0.1)
    room.hear(1.5)
    room.mute(2.0)
    room.hear(2.6)
    assert min(room.hear(2.0)) > KNOBS.similarity
