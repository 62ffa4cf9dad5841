"""What a session needs from the model: stages for the ears, for a transcript, for an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.conversation import Conversation
from pipeline.ending import Judge
from pipeline.events import Samples, TranscriptDelta
from pipeline.lane import Lane
from pipeline.segment import Answer, Hypothesis, SegmentFeatures
from pipeline.settings import Settings
from pipeline.stage import Stage


@dataclass(frozen=True, slots=True)
class Ears:
    """The stages of one session's hearing, cut in two: between them the session cuts the stream into utterances.

    `detector` (resample ▶ vad): MicAudio in, Windows out; marks pass, behind all the sound that came before them.
    `listener` (mel ▶ encoder ▶ adaptor): Detected to Heard. `judge`, if there is one, is asked at each pause whether
    the utterance sounds finished.
    """

    detector: Sequence[Stage[Any, Any]]
    listener: Sequence[Stage[Any, Any]]
    judge: Judge | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """The stages of one turn.

    `answer` (the llm) hears the utterance's features while the caller still speaks and may prefill them, or wait; it
    ignores provisional ones. When its inbox ends, the conversation holds all that is to be answered, that utterance
    included, and the answer begins: Answer items out, in the order they were decoded. When the prompt is in the cache
    it calls `waterfall.mark("prefill")`. `speech` (flow ▶ vocoder): AnswerCodes in, AnswerAudio out.
    """

    answer: Stage[SegmentFeatures, Answer]
    speech: Sequence[Stage[Any, Any]]


class Model(Protocol):
    """The loaded model, shared by all sessions. Making stages is cheap; only their steps touch MLX, on the lane."""

    @property
    def lane(self) -> Lane: ...

    @property
    def voices(self) -> Sequence[str]:
        """The names of the resident voices, the default first."""
        ...

    @property
    def context_tokens(self) -> int:
        """How many tokens a prompt and its answer may have together."""
        ...

    def memory(self) -> Any:
        """A new, empty memory for a conversation. It holds arrays only: dropping it frees it."""
        ...

    def ears(self) -> Ears: ...

    def transcriber(self, utterance: int) -> Stage[SegmentFeatures, TranscriptDelta | Hypothesis]:
        """Hears an utterance's features, says its growing transcript, and the final one after the inbox ended. At a
        pause it may say what it takes the words to be.

        Its steps are short ones in the lane's background, so that they never delay an answer.
        """
        ...

    async def clone(self, samples: Samples, rate_hz: int) -> tuple[Any, tuple[str, ...]]:
        """A voice made of a sample (n,) in [-1, 1], for `Settings.speaker`, and what was not ideal about the sample, in
        words. Raises ValueError, with advice, for a sample that no voice can be made of."""
        ...

    async def recall(self, conversation: Conversation, settings: Settings) -> None:
        """Bring the memory to what the conversation is now, as a turn under `settings` will need it, in the lane's
        background. It may be cancelled at any step; no turn of the conversation runs meanwhile."""
        ...

    def voice(
        self, turn: int, conversation: Conversation, settings: Settings, certain: Callable[[], Awaitable[object]]
    ) -> Voice:
        """The stages to answer the conversation as turn `turn`, as `settings` want it: in the voice of `speaker`, if
        there is one, or else in `voice`, one of `voices`. `certain` is awaited before anything is done in the world:
        the answer may have begun on a guess.

        Only one turn of a conversation runs at a time. A turn may be cancelled at any step; the memory then holds more
        than was heard, and less than was decoded is never assumed of it.
        """
        ...
