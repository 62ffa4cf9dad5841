"""Everything a session says to the outside, and hears from it: one closed union of frozen events.

Consumers `match` on the class. Times called `at_samples` count samples of the caller's stream at 16 kHz
since the session began; audio is float32 in [-1, 1].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.wish import Wish

Samples: TypeAlias = NDArray[np.float32]

SPEECH_RATE_HZ = 24_000  # of every `SpeechAudio`


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


@dataclass(frozen=True, slots=True)
class Commit:
    """The caller's utterance is over now, whatever the detector thinks: push-to-talk, or turns taken by hand."""


@dataclass(frozen=True, slots=True)
class Discard:
    """Forget the sound of the open utterance: it was not meant for the machine."""


@dataclass(frozen=True, slots=True)
class Respond:
    """Answer now what the conversation holds; `instructions` stand in for the system prompt, for this answer alone."""

    instructions: str | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    """Other choices from the next turn on; what is None in `wish` stays as it is."""

    wish: Wish


@dataclass(frozen=True, slots=True)
class Remember:
    """Put a text into the conversation as if it had been said by `role`, and do not answer it."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Take a message out of the conversation: what was said in an utterance, a turn's answer, or the newest message
    that was typed, or remembered, in these words."""

    utterance: int | None = None
    turn: int | None = None
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class ToolOutput:
    """What the client's tool gave for `ToolCall` `call`, or its error."""

    call: str
    text: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class VoiceSample:
    """A sample (n,) at `rate_hz` of the voice to answer in from the next turn on, `consent` in its speaker's words.

    Answered by `VoiceReady`, or by a `Fault` with advice.
    """

    samples: Samples
    rate_hz: int
    consent: str


ClientEvent: TypeAlias = (
    MicAudio
    | MicEnded
    | UserText
    | Played
    | Cancel
    | Commit
    | Discard
    | Respond
    | Choose
    | Remember
    | Forget
    | ToolOutput
    | VoiceSample
)


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
class Held:
    """Stop playing turn `turn` for now, and keep what is not played: the caller may be interrupting.

    Either `Released` or `Interrupted` follows. Sound of the turn may go on arriving meanwhile.
    """

    turn: int


@dataclass(frozen=True, slots=True)
class Released:
    """It was no interruption: play turn `turn` on from where it stopped."""

    turn: int


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
class Usage:
    """Tokens of a turn: of its prompt, how many of that stood in the cache already, and of what was decoded."""

    prompt_text: int = 0
    prompt_audio: int = 0
    cached: int = 0
    answer_text: int = 0
    answer_audio: int = 0


@dataclass(frozen=True, slots=True)
class TurnMetrics:
    """The waterfall of a turn: named marks in milliseconds since the caller's speech ended, in order of time,
    and for each stage its summed queue wait and compute in milliseconds. It follows the turn's end."""

    turn: int
    marks_ms: dict[str, float]
    queue_ms: dict[str, float]
    compute_ms: dict[str, float]
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class VoiceReady:
    """The client's sample became the voice `name` of this session; `advice` says in words what was not ideal."""

    name: str
    advice: tuple[str, ...] = ()


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
    | Held
    | Released
    | Interrupted
    | TurnEnded
    | TurnMetrics
    | VoiceReady
    | Fault
)
