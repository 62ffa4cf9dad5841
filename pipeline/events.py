"""Everything a session says to the outside, and hears from it: one closed union of frozen events.

Consumers `match` on the class. Times called `at_samples` count samples of the caller's stream at 16 kHz
since the session began; audio is float32 in [-1, 1].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]


# -- heard from the client ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MicAudio:
    """A block of the caller's microphone: mono float32 (n,) at `rate_hz`."""

    samples: Samples
    rate_hz: int


@dataclass(frozen=True, slots=True)
class MicEnded:
    """The caller's microphone is closed: end an open utterance now, answer it, and accept no more audio."""


@dataclass(frozen=True, slots=True)
class UserText:
    """A typed message: it is answered as if it had been spoken."""

    text: str


@dataclass(frozen=True, slots=True)
class Played:
    """The client's playback position: `samples` of turn `turn` (at 24 kHz) have left the loudspeaker."""

    turn: int
    samples: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """The client asks to stop the turn that is being spoken, if there is one."""


ClientEvent: TypeAlias = MicAudio | MicEnded | UserText | Played | Cancel


# -- said to the client ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The caller began to speak; `utterance` counts from 0 and names what follows."""

    utterance: int
    at_samples: int


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """The caller's utterance is over. The speech ended at `at_samples`, which was known at `decided_samples`."""

    utterance: int
    at_samples: int
    decided_samples: int


@dataclass(frozen=True, slots=True)
class TranscriptDelta:
    """The running transcript of an utterance.

    `committed` is text to append, never taken back; `tentative` replaces the previous tentative tail; `final` closes
    the transcript (then `tentative` is empty).
    """

    utterance: int
    committed: str
    tentative: str
    final: bool


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """The machine began to answer `utterance` (None: it answers typed text)."""

    turn: int
    utterance: int | None


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the answer's text, to append; whole characters only."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class ThoughtDelta:
    """A piece of the model's thinking, to append; it is not spoken and is not part of the answer."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model asks for a tool: `arguments` is a JSON object as text."""

    turn: int
    call: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What the tool `call` gave back, or its error."""

    turn: int
    call: str
    text: str
    failed: bool


@dataclass(frozen=True, slots=True)
class SpeechAudio:
    """A block of the answer's sound: mono float32 (n,) at 24 kHz; `start_samples` is its place in the turn."""

    turn: int
    samples: Samples
    start_samples: int


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The turn was cut off: nothing of it follows. The caller is taken to have heard `heard_samples` (24 kHz) of it.

    It comes after the turn's `TurnEnded` when all of the answer was sent and some of it was still to be played.
    """

    turn: int
    heard_samples: int
    reason: Literal["barge_in", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The turn is complete and everything of it has been sent (its end may still be playing)."""

    turn: int
    text: str
    samples: int


@dataclass(frozen=True, slots=True)
class TurnMetrics:
    """The waterfall of a turn: named marks in milliseconds since the caller's speech ended, in order of time,
    and for each stage its summed queue wait and compute in milliseconds."""

    turn: int
    marks_ms: dict[str, float]
    queue_ms: dict[str, float]
    compute_ms: dict[str, float]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something went wrong; `fatal` says that the session ends with it. `code` is stable, `message` is for a person."""

    code: str
    message: str
    fatal: bool


SessionEvent: TypeAlias = (
    SpeechStarted
    | SpeechStopped
    | TranscriptDelta
    | TurnStarted
    | TextDelta
    | ThoughtDelta
    | ToolCall
    | ToolResult
    | SpeechAudio
    | Interrupted
    | TurnEnded
    | TurnMetrics
    | Fault
)
