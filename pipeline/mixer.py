"""The mixer: a call as stereo, the caller left and the agent right, as it sounded at the caller's end.

Places are samples at 24 kHz since the call began. The present is the caller's: it goes with the sound that comes in, or
with the clock where that is further. The agent's side is what a loudspeaker at the caller's end plays: it has what was
sent ahead, stands still while it is held, and forgets what an interruption cut off. What was mixed waits `LAG_S` before
it is handed out, since only then the client tells where its loudspeaker was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.events import SPEECH_RATE_HZ, Samples

LAG_S = 1.0
GAP_S = 2.0  # without sound of the caller: then their microphone was off, and not only late
CHUNK = SPEECH_RATE_HZ  # samples handed out at once: a long silence must not be one array


@dataclass(frozen=True, slots=True)
class _Block:
    """Sound (n,) of a turn, from its sample `start` on."""

    turn: int
    start: int
    samples: Samples

    def until(self, n: int) -> _Block:
        return _Block(self.turn, self.start, self.samples[:n])

    def after(self, n: int) -> _Block:
        return _Block(self.turn, self.start + n, self.samples[n:])


class _Track:
    """One side: blocks at their places, in order, and silence between them."""

    def __init__(self) -> None:
        self.end = 0
        self.placed: deque[tuple[int, _Block]] = deque()

    def put(self, block: _Block) -> None:
        """Behind what there is."""
        if block.samples.size:
            self.placed.append((self.end, block))
            self.end += block.samples.size

    def hand_out(self, begin: int, end: int) -> Samples:
        """The sound from `begin` to `end`, which is let go of."""
        sound = np.zeros(end - begin, np.float32)
        while self.placed and self.placed[0][0] < end:
            place, block = self.placed.popleft()
            n = min(block.samples.size, end - place)
            sound[place - begin : place - begin + n] = block.samples[:n]
            if n < block.samples.size:
                self.placed.appendleft((end, block.after(n)))
        return sound


class Mixer:
    """`now_s` is seconds since the call began; it never goes back."""

    def __init__(self) -> None:
        self.silence = 0  # samples by which the caller's sound was moved, for the time in which none came
        self._done = 0  # the place up to which all was handed out
        self._caller = _Track()
        self._agent = _Track()
        self._waiting: deque[_Block] = deque()  # of the agent's, not played yet
        self._held = False
        self._corrected = -1  # the latest turn of which the client has told where it began

    def now(self, now_s: float) -> int:
        """The present, as a place."""
        return max(int(now_s * SPEECH_RATE_HZ), self._caller.end)

    def hear(self, samples: Samples, now_s: float) -> None:
        """More of the caller, (n,) at 24 kHz."""
        begin = int(now_s * SPEECH_RATE_HZ) - samples.size
        if begin > self._caller.end + GAP_S * SPEECH_RATE_HZ:
            self.silence += begin - self._caller.end
            self._caller.end = begin
        self._caller.put(_Block(-1, 0, samples))

    def say(self, turn: int, start: int, samples: Samples, now_s: float) -> None:
        """More of turn `turn`, (n,) at 24 kHz from its sample `start` on, went to the client."""
        self._play(self.now(now_s))
        self._waiting.append(_Block(turn, start, samples))

    def played(self, turn: int, samples: int, now_s: float) -> None:
        """The client is so far in a turn. One that began later than it was sent is moved there, once."""
        now = self.now(now_s)
        self._play(now)
        begun = self.begun(turn)
        if not samples or turn <= self._corrected or self._held or begun is None:
            return
        self._corrected = turn
        if begun < now - samples:
            self._waiting.extendleft(reversed(self._take_back(turn, 0)))
            self._agent.end = now - samples
            self._play(now)

    def hold(self, now_s: float) -> None:
        """The client plays nothing for now."""
        self._play(self.now(now_s))
        self._held = True

    def release(self, now_s: float) -> None:
        """It goes on where it stopped."""
        self._play(self.now(now_s))
        self._held = False

    def cut(self, turn: int, heard: int, now_s: float) -> None:
        """Of a turn, `heard` samples were heard, and no more will be."""
        self._play(self.now(now_s))
        self._take_back(turn, heard)
        self._waiting = deque(block for block in self._waiting if block.turn != turn)
        self._held = False

    def begun(self, turn: int) -> int | None:
        """The place where a turn began to sound, if that is not handed out yet."""
        places = (place for place, block in self._agent.placed if block.turn == turn and block.start == 0)
        return next(places, None)

    def ended(self, turn: int) -> int | None:
        """The place where what was sent of a turn ends; None while some of it waits, or if none is known any more."""
        if any(block.turn == turn for block in self._waiting):
            return None
        ends = [place + block.samples.size for place, block in self._agent.placed if block.turn == turn]
        return ends[-1] if ends else None

    def take(self, now_s: float) -> Iterator[NDArray[np.float32]]:
        """What is final by now, (n, 2)."""
        self._play(self.now(now_s))
        yield from self._hand_out(self.now(now_s) - int(LAG_S * SPEECH_RATE_HZ))

    def finish(self, now_s: float, *, heard_out: bool) -> Iterator[NDArray[np.float32]]:
        """The rest, (n, 2), with what the client still has to play if it is `heard_out`. Until that is taken, it is
        known where turns ended."""
        self._play(self.now(now_s))
        if heard_out:
            self._held = False
            self._play(self._agent.end + sum(block.samples.size for block in self._waiting))
        return self._hand_out(max(self._caller.end, self._agent.end))

    def _play(self, until: int) -> None:
        """The client's loudspeaker plays on, up to that place."""
        while self._waiting and not self._held and self._agent.end < until:
            block, n = self._waiting.popleft(), until - self._agent.end
            self._agent.put(block.until(n))
            if n < block.samples.size:
                self._waiting.appendleft(block.after(n))
        self._agent.end = max(self._agent.end, until)

    def _take_back(self, turn: int, heard: int) -> list[_Block]:
        """Take what lies behind its first `heard` samples of a turn from the track, as far as it still is there."""
        taken: list[_Block] = []
        kept: deque[tuple[int, _Block]] = deque()
        for place, block in self._agent.placed:
            n = max(0, heard - block.start) if block.turn == turn else block.samples.size
            if n:
                kept.append((place, block.until(n)))
            if n < block.samples.size:
                taken.append(block.after(n))
        self._agent.placed = kept
        return taken

    def _hand_out(self, until: int) -> Iterator[NDArray[np.float32]]:
        while self._done < until:
            end = min(until, self._done + CHUNK)
            sides = (self._caller.hand_out(self._done, end), self._agent.hand_out(self._done, end))
            self._done = end
            yield np.stack(sides, axis=1)
