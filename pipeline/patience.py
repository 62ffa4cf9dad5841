"""Patience: how long a silence must last before an utterance is over, for this caller and for these words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.config import Patience as Knobs

SPACED = re.compile(r"[a-z']+")


class Patience:
    """Learns from one caller's pauses. Silences are in ms.

    It begins at the configured silence. A pause within an utterance, and one that was taken for its end although the
    caller went on, raise it to `margin` times their length, `longest_ms` at most; each utterance that was over when it
    was said to be lets it sink by `forgetting` of what it has risen, but not below what the pauses in it asked for.
    """

    def __init__(self, knobs: Knobs) -> None:
        self._knobs = knobs
        self._learned_ms = 0.0
        self._lately_ms = 0.0  # the same of the pauses since an utterance was last over
        self._broke_in = False  # whether the caller's latest words were taken for an early interruption
        self._open = _words(knobs.open_words_en), tuple(knobs.open_words_zh)

    def goes_on(self, silence_ms: float, heard_ms: float) -> bool:
        """Whether who speaks again after so long, having heard so much of an answer, had not finished before it.

        Who has heard more than `heard_ms` interrupts it, once. Who does so twice running is slow, and may have heard
        twice as much.
        """
        enough_ms = self._knobs.heard_ms * (2 if self._broke_in else 1)
        return silence_ms <= self._knobs.continues_ms and heard_ms <= enough_ms

    def paused(self, silence_ms: float) -> None:
        """The caller was silent for so long, and went on."""
        self._lately_ms = max(self._lately_ms, min(self._knobs.longest_ms, silence_ms * self._knobs.margin))
        self._learned_ms = max(self._learned_ms, self._lately_ms)

    def ended(self, silence_ms: float) -> None:
        """An utterance was over; the caller spoke again after so long."""
        self._broke_in = silence_ms <= self._knobs.continues_ms
        self._learned_ms = max(self._lately_ms, self._learned_ms * (1 - self._knobs.forgetting))
        self._lately_ms = 0.0

    def silence_ms(self, shortest_ms: int, text: str | None, finished: float | None = None) -> int:
        """The silence to wait for, of at least `shortest_ms`, after `text`, and after what is `finished` with that
        probability, if that is known: what is left open needs a longer one, what is complete less than the caller's
        pauses ask for. Of sound and words, the one that asks for more is believed."""
        usual_ms = max(float(shortest_ms), self._learned_ms)
        if finished is not None and finished < self._knobs.smart_turn_open:
            return round(max(usual_ms, self._knobs.smart_turn_ms))
        if finished is not None and finished >= self._knobs.smart_turn_over:
            usual_ms = float(shortest_ms)
        match None if text is None else self.is_complete(text):
            case True:
                return round((usual_ms + shortest_ms) / 2)
            case False:
                return round(max(usual_ms, self._knobs.open_ms))
            case None:
                return round(usual_ms)

    def is_complete(self, text: str) -> bool | None:
        """Whether the words are a whole sentence, where that shows: in a full stop, or a word that asks for more."""
        text = text.strip().lower()
        if not text:
            return None
        if text[-1] in ".?!。？！":
            return not text.endswith(("...", "…"))
        if text[-1] in ",，、:：;；-…":
            return False
        spaced, unspaced = self._open
        words = SPACED.findall(text)
        last = words[-1] if words and text.endswith(words[-1]) else ""
        return False if last in spaced or text.endswith(unspaced) else None


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)
