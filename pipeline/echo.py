"""The echo guard: is what the microphone hears our own answer coming back?

A loudspeaker and a room delay the answer, filter it and let it ring, so that its waveform is not to be found in the
microphone's. What they leave as it was is how its energy moves in each band of frequencies. So the guard compares, over
the last half second, the log energies of the microphone in bands with those of what the client was playing, for every
delay that may be: each band less its mean, which takes the filter away; each frame less most of its own, and without
those in which both are silent, or all that begins and ends together would be alike; the answer's held up while it
decays, as a room does. Where the best of these correlations, each followed from window to window, is high, the answer
explains what is heard, unless that is much louder than what came back of the answer in the seconds before. A caller who
speaks over their echo moves the energies otherwise.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pipeline.config import Echo
from pipeline.events import SPEECH_RATE_HZ, Samples, SpeechAudio
from pipeline.playout import Playout
from pipeline.segment import Window

STREAM_HZ: Final = 16_000
HOP_S: Final = 0.016
FRAMES: Final = 30  # that are compared: 480 ms
BANDS_HZ: Final = (150.0, 3800.0, 20)  # what a telephone lets pass, and how many bands
RANGE: Final = 3.5  # decades below the loudest that are looked at
DECAY: Final = 10**-0.25  # of a room's energy from frame to frame
FLOOR: Final = 3e-6  # energy in a band below which there is nothing
SOUNDS: Final = 6.0  # times the noise is a frame that the microphone counts
PLAYS: Final = 10**-1.5  # of the loudest frame's energy is one of the answer that counts
COMMON: Final = 0.7  # of what all bands of a frame have in common is left out
RISES: Final = 0.6  # of what a window is more alike goes into what is held of its delay
FALLS: Final = 0.3  # and of what it is less
REMEMBERED: Final = 96  # windows of 32 ms in which the answer played: how loud it came back
ENOUGH: Final = 30  # of them, to go by
SURER: Final = 0.15  # more likeness is asked for before there are as many
LOUDER: Final = 10.0  # times as much energy as came back in four of five of them is more than an echo
LATELY: Final = 64  # windows, 2 s: the one that came soonest tells the stream's time, until the line breaks or stalls
RISE: Final = 1.02  # of the noise floor from frame to frame, where nothing lies below it

Energies = NDArray[np.float32]


class EchoGuard:
    """One call's. Times are seconds of its clock; what plays is told through `plays` before a window is judged."""

    def __init__(self, knobs: Echo) -> None:
        self._knobs = knobs
        self._lags = int(knobs.max_delay_ms / 1000 / HOP_S) + 1
        self._heard = _Bands(STREAM_HZ, FRAMES)
        self._played = _Bands(SPEECH_RATE_HZ, FRAMES + self._lags + 32)
        self._played_s: float | None = None  # up to where what was played is known
        self._began_s = 0.0  # when the first sample of that was played
        self._skews_s: deque[float] = deque(maxlen=LATELY)  # from the stream's time to the clock's
        self._sounds: dict[int, Samples] = {}  # by turn, from where it was last seen to play
        self._places: dict[int, int] = {}
        self._noise = np.full(BANDS_HZ[2], 1.0, np.float32)
        self._returns: deque[float] = deque(maxlen=REMEMBERED)  # energy heard for energy played
        self._alike: Energies | None = None  # (lags,) by delay, of the sound that is being heard

    def sent(self, audio: SpeechAudio) -> None:
        """The client has this to play."""
        known = self._sounds.get(audio.turn, np.zeros(0, np.float32))
        self._sounds[audio.turn] = np.concatenate([known, audio.samples])

    def plays(self, playing: dict[int, Playout], now_s: float) -> None:
        """Where the client is in its turns, by number; those that are not among them are over."""
        if self._played_s is None:
            self._played_s = self._began_s = now_s
        room = round((now_s - self._began_s) * SPEECH_RATE_HZ) - self._played.samples
        sound = np.zeros(max(0, room), np.float32)
        for turn in list(self._sounds):
            if turn not in playing:
                del self._sounds[turn]
                self._places.pop(turn, None)
                continue
            place = self._places.get(turn, 0)
            position = max(place, playing[turn].position())
            new, self._sounds[turn] = np.split(self._sounds[turn], [position - place])
            self._places[turn] = position
            new = new[-len(sound) :] if len(sound) else new[:0]
            if place:
                sound[: len(new)] += new
            else:
                sound[len(sound) - len(new) :] += new
        self._played.hear(sound)
        self._played_s = now_s

    def hear(self, window: Window, now_s: float) -> float:
        """How well what was played explains what the microphone heard up to this window, which has just come: from -1
        to 1; 0 where nothing was played."""
        end_s = (window.start_samples + len(window.samples)) / STREAM_HZ
        self._skews_s.append(now_s - end_s)
        for energies in self._heard.hear(window.samples):
            self._noise = np.maximum(np.minimum(self._noise * RISE, energies), FLOOR)
        if self._heard.count < FRAMES:
            return 0.0
        behind_s = min(self._skews_s) - self._began_s  # where the stream began, in what was played
        return self._compare(self._heard.count + round(behind_s / HOP_S))  # the frame played when the last was heard

    def is_echo(self, window: Window, now_s: float) -> bool:
        """Whether our own answer is what the microphone hears, in a window that has just come."""
        unsure = SURER if len(self._returns) < ENOUGH else 0.0
        return self.hear(window, now_s) >= self._knobs.similarity + unsure

    def _is_louder(self, played: Energies) -> bool:
        """Whether what is heard is more than what comes back of what was `played`, for all that is known."""
        heard = float(self._heard.frames[-2:].sum(axis=1).max())
        back = heard / float(played[-self._lags :].sum(axis=1).max() + FLOOR)
        louder = len(self._returns) >= ENOUGH and back > LOUDER * float(np.quantile(self._returns, 0.8))
        self._returns.append(back)
        return louder

    def _compare(self, last: int) -> float:
        played = self._played.last(last - FRAMES - self._lags + 1, last)
        if played is None or not (played > FLOOR).any() or self._is_louder(played):
            return 0.0
        heard = self._heard.frames[-FRAMES:]  # (frames, bands)
        heard_counts = heard.sum(axis=1) > SOUNDS * self._noise.sum()  # (frames,)
        held_up = _held_up(played)
        lagged = sliding_window_view(np.log10(np.maximum(held_up, FLOOR / 10)), FRAMES, axis=0).transpose(0, 2, 1)
        loudest = sliding_window_view(held_up.max(axis=1), FRAMES)  # (lags, frames)
        played_counts = loudest > np.maximum(loudest.max(axis=1, keepdims=True) * PLAYS, FLOOR * 30)
        counted = (heard_counts | played_counts)[:, :, None]
        logs = _in_range(np.log10(np.maximum(heard, self._noise * 2)))
        here = _movement(np.broadcast_to(logs, lagged.shape), counted)  # (lags, frames, bands)
        there = _movement(_in_range(lagged), counted)
        norms = np.sqrt((here**2).sum(axis=(1, 2)) * (there**2).sum(axis=(1, 2)))
        alike = (here * there).sum(axis=(1, 2)) / np.maximum(norms, 1e-3)  # (lags,)
        before = alike if self._alike is None else self._alike
        settled = before + np.where(alike > before, RISES, FALLS).astype(np.float32) * (alike - before)
        self._alike = settled if heard_counts[-2:].any() else None
        return float(settled.max())


def _held_up(played: Energies) -> Energies:
    """The energies (frames, bands) as a room lets them ring."""
    out = np.empty_like(played)
    ringing = np.zeros(played.shape[1], np.float32)
    for frame, energies in enumerate(played):
        ringing = np.maximum(energies, ringing * np.float32(DECAY))
        out[frame] = ringing
    return out


def _in_range(logs: Energies) -> Energies:
    """Decades (..., frames, bands), none further below the loudest than is looked at."""
    return np.maximum(logs, logs.max(axis=(-2, -1), keepdims=True) - RANGE)


def _movement(logs: Energies, counted: NDArray[np.bool_]) -> Energies:
    """How the bands of (lags, frames, bands) move apart from each other, in the frames that are counted (lags, frames,
    1); 0 in the others."""
    number = np.maximum(counted.sum(axis=1, keepdims=True, dtype=np.float32), 1)
    moved = logs - (logs * counted).sum(axis=1, keepdims=True) / number
    return (moved - COMMON * moved.mean(axis=2, keepdims=True)) * counted


class _Bands:
    """A stream's energies in bands, of frames of 32 ms every 16 ms, the latest of them."""

    def __init__(self, rate_hz: int, kept: int) -> None:
        self.samples = 0
        self.count = 0  # frames so far
        low, high, number = BANDS_HZ
        self._hop = round(rate_hz * HOP_S)
        edges = np.geomspace(low, high, number + 1)
        bins_hz = np.fft.rfftfreq(2 * self._hop, 1 / rate_hz)
        inside = (bins_hz >= edges[:-1, None]) & (bins_hz < edges[1:, None])  # (bands, bins)
        self._weights = (inside / np.maximum(inside.sum(axis=1, keepdims=True), 1)).T.astype(np.float32)
        self._window = np.hanning(2 * self._hop).astype(np.float32) * np.float32(512 / (2 * self._hop))
        self._rest = np.zeros(0, np.float32)
        self._kept = kept
        self.frames = np.zeros((0, number), np.float32)

    def hear(self, samples: Samples) -> Energies:
        """The frames (n, bands) that `samples` complete."""
        self.samples += len(samples)
        sound = np.concatenate([self._rest, samples])
        new = max(0, len(sound) // self._hop - 1)
        self._rest = sound[new * self._hop :]
        if not new:
            return self.frames[:0]
        cut = sliding_window_view(sound, 2 * self._hop)[:: self._hop][:new]
        energies = (np.abs(np.fft.rfft(cut * self._window)) ** 2).astype(np.float32) @ self._weights
        self.count += new
        self.frames = np.concatenate([self.frames, energies])[-self._kept :]
        return energies

    def last(self, start: int, stop: int) -> Energies | None:
        """The frames numbered from `start` to `stop`, silent where there are none; None where none of them is kept."""
        first = self.count - len(self.frames)
        low, high = max(start, first), min(stop, self.count)
        if low >= high:
            return None
        inner = self.frames[low - first : high - first]
        return np.pad(inner, ((low - start, stop - high), (0, 0)))
