"""What travels between the stages: the pieces of an utterance on the way in, the pieces of an answer on the way out.

An utterance is one stretch of the caller's speech, numbered from 0 in a session. `SegmentStarted` comes before, and
`SegmentEnded` after, everything of it, at every stage of the ears. Audio in is 16 kHz mono float32; times are counted
in samples of that stream since the session began. Arrays typed `Any` are MLX arrays, evaluated before they are sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pipeline.events import Commit, Discard, Samples

Why: TypeAlias = Literal["silence", "length", "commit", "discard", "stream"]
"""What ended an utterance: it was silent for long enough, it was too long, the client said so, the client wants nothing
of it, or the stream ended."""

Mark: TypeAlias = Commit | Discard
"""What the client says of the sound before it; it travels in the stream, so that it stands in its place."""

# -- ears: resample ▶ vad ▶ mel ▶ encoder ▶ adaptor ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound at 16 kHz, (n,) float32; `start_samples` is its place in the stream."""

    samples: Samples
    start_samples: int


@dataclass(frozen=True, slots=True)
class Window:
    """Sound at 16 kHz, (n,) float32, and how likely it is speech; `start_samples` is its place in the stream."""

    samples: Samples
    start_samples: int
    probability: float


@dataclass(frozen=True, slots=True)
class SegmentStarted:
    """Speech was found, beginning at `at_samples` (padding included: the utterance's audio begins there)."""

    utterance: int
    at_samples: int


@dataclass(frozen=True, slots=True)
class SegmentAudio:
    """The next audio of the utterance, (n,) float32 at 16 kHz."""

    utterance: int
    samples: Samples


@dataclass(frozen=True, slots=True)
class SegmentPaused:
    """The utterance may be over: each stage gives what it would give at its end, as a tail, and keeps its state.

    If it is over, SegmentEnded follows, and the tail is a part of it. If not, SegmentAudio goes on as if there had been
    no pause, and the tail is void. The speech ended at `at_samples`; `pause` numbers the pauses of a session.
    """

    utterance: int
    pause: int
    at_samples: int


@dataclass(frozen=True, slots=True)
class SegmentResumed:
    """It was not over: the caller goes on, after `silence_samples`. This is for the session alone."""

    utterance: int
    silence_samples: int


@dataclass(frozen=True, slots=True)
class SegmentEnded:
    """The utterance is over. The speech ended at `at_samples`; that was known when `decided_samples` had come in."""

    utterance: int
    at_samples: int
    decided_samples: int
    why: Why = "silence"


@dataclass(frozen=True, slots=True)
class SegmentMel:
    """Mel frames of the utterance, (t, n_mels). A segment longer than 25 s is cut in pieces, numbered from 0."""

    utterance: int
    mel: Any
    piece: int = 0
    tail: bool = False


@dataclass(frozen=True, slots=True)
class SegmentFrames:
    """Encoder frames, (t, width). Provisional ones hold the whole piece so far, and replace those before."""

    utterance: int
    frames: Any
    provisional: bool = False
    piece: int = 0
    tail: bool = False


@dataclass(frozen=True, slots=True)
class SegmentFeatures:
    """Features in the LLM's space, (n, width): to append to those of the same piece, in order.

    Provisional ones hold the whole piece so far, replace those before, and are replaced by the exact ones. A tail comes
    at a pause: it is exact if the utterance ends there, and void if more follows.
    """

    utterance: int
    features: Any
    provisional: bool = False
    piece: int = 0
    tail: bool = False


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the transcriber takes an utterance's words to be at a pause, `rows` of features into its open piece."""

    utterance: int
    text: str
    rows: int


Detected: TypeAlias = SegmentStarted | SegmentAudio | SegmentPaused | SegmentEnded
"""What is found in the stream and the mel stage hears."""

Heard: TypeAlias = SegmentStarted | SegmentFeatures | SegmentPaused | SegmentEnded
"""What comes out of the ears."""


# -- voice: llm ▶ flow ▶ vocoder ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerText:
    """Text of the answer: whole characters, perhaps none; `ids` are the tokens it came with.

    Tokens that say nothing (text padding, audio padding) come with empty text, so that the ids of all Answer items in
    order are what the LLM emitted, without the stop.
    """

    text: str
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerCodes:
    """Speech codes, 40 ms each; `ids` are their tokens, one for one, or none where they are not the answer's own. The
    last codes (perhaps none) say `last`: what follows, if anything does, sounds as a stretch of its own. `language` is
    that of the words so far, where it shows."""

    codes: tuple[int, ...]
    last: bool
    ids: tuple[int, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerThought:
    """Text of the model's thinking: not spoken, and not remembered."""

    text: str
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerToolCall:
    """The model asks for a tool; `arguments` is a JSON object as text, `ids` are the tokens of the whole call.

    The server runs it and its AnswerToolResult follows, or the `client` does, and the answer ends.
    """

    call: str
    name: str
    arguments: str
    client: bool = False
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerToolResult:
    """What the tool gave for a call, or its error; what the model says next rests on it."""

    call: str
    name: str
    text: str
    failed: bool


@dataclass(frozen=True, slots=True)
class AnswerMel:
    """Mel frames at 50 Hz, (t, 80), final."""

    mel: Any
    last: bool


@dataclass(frozen=True, slots=True)
class AnswerAudio:
    """Sound at 24 kHz, (n,) float32 (numpy), final."""

    samples: Samples
    last: bool


Answer: TypeAlias = AnswerText | AnswerCodes | AnswerThought | AnswerToolCall | AnswerToolResult
"""What the llm stage says: codes go on to the flow, the rest to the client."""
