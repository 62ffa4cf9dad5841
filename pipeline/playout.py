"""Where the client's loudspeaker is in the answer: by its reports, and by a clock where it makes none."""

from __future__ import annotations

from pipeline.clock import Clock
from pipeline.events import SPEECH_RATE_HZ


class Playout:
    """The playing of one turn, counted in samples at 24 kHz.

    By the clock a block sounds once it was sent and all before it is over, the turn before included; while it is held
    nothing sounds.
    """

    def __init__(self, clock: Clock) -> None:
        self.sent_samples = 0
        self._clock = clock
        self._after: Playout | None = None
        self._position = 0.0  # at `_at_s`
        self._at_s = clock()
        self._idle_s = 0.0  # since all that was sent had sounded
        self._held = False
        self._reported: int | None = None

    def follow(self, before: Playout) -> None:
        """It sounds after `before`."""
        self._after = before

    def sent(self, end_samples: int) -> None:
        """The client has the sound up to `end_samples`."""
        self.clocked_samples()
        self.sent_samples = end_samples

    def report(self, samples: int) -> bool:
        """The client has played so far; whether that can be. What was not sent was not played."""
        self._reported = max(self._reported or 0, min(samples, self.sent_samples))
        return samples <= self.sent_samples

    def correct(self, samples: int) -> bool:
        """As `report`, and it also may be less than was thought."""
        self._reported = min(samples, self.sent_samples)
        return samples <= self.sent_samples

    def hold(self) -> None:
        """The client was told to stop for now."""
        self.clocked_samples()
        self._held = True

    def release(self) -> None:
        """And to go on."""
        self.clocked_samples()
        self._held = False

    def heard_samples(self) -> int:
        """What the caller has heard: as the client reports it, or else by the clock."""
        return self.clocked_samples() if self._reported is None else self._reported

    def position(self) -> int:
        """Where the client may be: a report counts when it is ahead of the clock, and not when it stands still."""
        return max(self._reported or 0, self.clocked_samples())

    def is_over(self, made_samples: int, slack_s: float) -> bool:
        """Whether all of `made_samples` has sounded: as reported, or by the clock for a client that lags `slack_s`."""
        if (self._reported or 0) >= made_samples:
            return True
        return self.clocked_samples() >= made_samples and self._idle_s >= slack_s

    def clocked_samples(self) -> int:
        """Where it is by the clock."""
        now_s = self._clock()
        elapsed_s, self._at_s = now_s - self._at_s, now_s
        if self._after is not None:
            if self._after.clocked_samples() < self._after.sent_samples:
                return int(self._position)
            elapsed_s, self._after = min(elapsed_s, self._after._idle_s), None
        if not self._held:
            left_s = (self.sent_samples - self._position) / SPEECH_RATE_HZ
            self._idle_s = self._idle_s + elapsed_s if not left_s else max(0.0, elapsed_s - left_s)
            self._position = min(self.sent_samples, self._position + elapsed_s * SPEECH_RATE_HZ)
        return int(self._position)
