"""What travels between the stages: the pieces of an utterance on the way in, the pieces of an answer on the way out.

An utterance is one stretch of the caller's speech, numbered from 0 in a session. `SegmentStarted` comes before, and
`SegmentEnded` after, everything of it, at every stage of the ears. Audio in is 16 kHz mono float32; times are counted
in samples of that stream since the session began. Arrays typed `Any` are MLX arrays, evaluated before they are sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from pipeline.events import Samples

# -- ears: resample ▶ vad ▶ mel ▶ encoder ▶ adaptor ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound at 16 kHz, (n,) float32; `start_samples` is its place in the stream."""

    samples: Samples
    start_samples: int


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
class SegmentEnded:
    """The utterance is over. The speech ended at `at_samples`; that was known when `decided_samples` had come in."""

    utterance: int
    at_samples: int
    decided_samples: int


@dataclass(frozen=True, slots=True)
class SegmentMel:
    """Mel frames of the utterance, (t, n_mels). A segment longer than 25 s is cut in pieces, numbered from 0."""

    utterance: int
    mel: Any
    piece: int = 0


@dataclass(frozen=True, slots=True)
class SegmentFrames:
    """Encoder frames, (t, width). Provisional ones hold the whole piece so far, and replace those before."""

    utterance: int
    frames: Any
    provisional: bool = False
    piece: int = 0


@dataclass(frozen=True, slots=True)
class SegmentFeatures:
    """Features in the LLM's space, (n, width): to append to those of the same piece, in order.

    Provisional ones hold the whole piece so far, replace those before, and are replaced by the exact ones.
    """

    utterance: int
    features: Any
    provisional: bool = False
    piece: int = 0


Detected: TypeAlias = SegmentStarted | SegmentAudio | SegmentEnded
"""What the vad says and the mel stage hears."""

Heard: TypeAlias = SegmentStarted | SegmentFeatures | SegmentEnded
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
    """Speech codes, 40 ms each; `ids` are their tokens, one for one. The last codes (perhaps none) say `last`."""

    codes: tuple[int, ...]
    last: bool
    ids: tuple[int, ...] = ()


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


Answer: TypeAlias = AnswerText | AnswerCodes
"""What the llm stage says: text goes to the client, codes go on to the flow."""
