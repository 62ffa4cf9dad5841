"""An utterance that comes in: what the model has heard of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.conversation import UserSpeech
from pipeline.segment import SegmentFeatures
from pipeline.turn import Turn


@dataclass(slots=True)
class Utterance:
    """Its exact features by piece, the tail of its latest pause, and the turn that will answer it, if one will.

    `proposed`: that turn has begun at the pause, and the conversation holds the utterance up to there.
    """

    number: int
    turn: Turn | None
    pieces: dict[int, list[SegmentFeatures]] = field(default_factory=dict[int, list[SegmentFeatures]])
    tail: SegmentFeatures | None = None
    pause: int = 0
    proposed: bool = False

    def gather(self, features: SegmentFeatures) -> None:
        """More of it; provisional features are not kept."""
        self.tail = features if features.tail else None
        if not (features.tail or features.provisional):
            self.pieces.setdefault(features.piece, []).append(features)

    @property
    def rows(self) -> int:
        """How many features its open piece has, at a pause."""
        if self.tail is None:
            return 0
        return len(self.tail.features) + sum(len(item.features) for item in self.pieces.get(self.tail.piece, ()))

    def exact(self) -> list[SegmentFeatures]:
        """What cannot change any more, in order."""
        return [features for piece in self.pieces.values() for features in piece]

    def message(self) -> UserSpeech | None:
        """It as a message of the conversation, its tail included; None where there is nothing of it."""
        pieces: dict[int, list[Any]] = {
            number: [item.features for item in piece] for number, piece in self.pieces.items()
        }
        tail = 0
        if self.tail is not None and (tail := len(self.tail.features)):
            pieces.setdefault(self.tail.piece, []).append(self.tail.features)
        if not pieces:
            return None
        return UserSpeech(self.number, tuple(map(tuple, pieces.values())), tail=tail, pause=self.pause)
