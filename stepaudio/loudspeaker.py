"""A loudspeaker that only pretends: the caller's half of backpressure and barge-in, without a sound."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

import anyio

from pipeline.clock import Clock
from pipeline.events import Held, Interrupted, Played, Released, SessionEvent, SpeechAudio
from stepaudio.audio import SPOKEN_HZ
from transport.client import CallError


class Line(Protocol):
    """Where it reports to: a call."""

    async def send(self, event: Played) -> None: ...


class Loudspeaker:
    """Plays the turns' sound at its own pace, stops and goes on as it is told, and reports how far it is."""

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._clock = clock
        self._ends_s = 0.0  # when the last sample that came will have been played, by the time of `_now`
        self._cut_turn = -1
        self._held_s = 0.0  # for how long it was held in all
        self._held_since_s: float | None = None
        self._changed = anyio.Event()

    def hear(self, event: SessionEvent) -> None:
        """Obeys what the server says of the sound: hold it, let it go, drop it."""
        match event:
            case Held() if self._held_since_s is None:
                self._held_since_s = self._clock()
            case Released() | Interrupted() if self._held_since_s is not None:
                self._held_s += self._clock() - self._held_since_s
                self._held_since_s = None
            case _:
                pass
        if isinstance(event, Interrupted):
            self._cut_turn = max(self._cut_turn, event.turn)
            self._ends_s = min(self._ends_s, self._now())
        self._changed.set()
        self._changed = anyio.Event()

    async def play(self, audio: SpeechAudio) -> None:
        """Takes a block; its end is reported when it would have been heard, unless its turn is cut before."""
        due_s = self._ends_s = max(self._ends_s, self._now()) + audio.samples.size / SPOKEN_HZ
        while (left_s := due_s - self._now()) > 0 and audio.turn > self._cut_turn:
            changed = self._changed
            if self._held_since_s is not None:
                await changed.wait()
            else:
                await self._clock.sleep(left_s)
        if audio.turn > self._cut_turn:
            with suppress(CallError):  # who reads the call learns that it is over, and why
                await self._line.send(Played(audio.turn, audio.start_samples + audio.samples.size))

    def _now(self) -> float:
        """Time that stands still while the loudspeaker is held."""
        return (self._clock() if self._held_since_s is None else self._held_since_s) - self._held_s
