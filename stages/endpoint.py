"""Where an utterance begins and ends: speech probabilities in, decisions out, all in samples of the 16 kHz stream.

With the knobs of `[ears]`: speech begins when the probability reaches `speech_threshold` and then stays at
`silence_threshold` or more for `min_speech_ms`. It ends when the probability has not come back to `speech_threshold`
for `min_silence_ms` since it fell under `silence_threshold`, or at `max_utterance_s`; then what follows is another
utterance, and no sound is lost between. `padding_ms` of sound are kept before the speech, and after it (less where the
decision comes sooner).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pipeline.config import Ears
from stages.resample import RATE_HZ


@dataclass(frozen=True, slots=True)
class Started:
    """Speech has begun; the utterance's sound begins at `at_samples`, padding included."""

    at_samples: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The utterance is over: the speech ended at `speech_samples`, its sound (with padding) at `at_samples`."""

    speech_samples: int
    at_samples: int


@dataclass(frozen=True, slots=True)
class Silent:
    """No utterance is open. `free_samples`: the last one's sound ended there. `onset`: where speech may have begun."""

    free_samples: int = 0
    onset: int | None = None


@dataclass(frozen=True, slots=True)
class Speaking:
    """An utterance is open whose sound begins at `at_samples`. `hush`: where the speech may have ended."""

    at_samples: int
    hush: int | None = None


State: TypeAlias = Silent | Speaking


class Endpoint:
    """The rule. States are values: `Silent()` is the first one."""

    def __init__(self, ears: Ears) -> None:
        """Raises ValueError for knobs that contradict each other."""
        if ears.silence_threshold > ears.speech_threshold:
            raise ValueError(
                f"ears.silence_threshold {ears.silence_threshold} lies above ears.speech_threshold "
                f"{ears.speech_threshold}: speech would end as soon as it began"
            )
        self._begin, self._end = ears.speech_threshold, ears.silence_threshold
        self._min_speech, self._min_silence = ears.min_speech_ms * _PER_MS, ears.min_silence_ms * _PER_MS
        self._padding = ears.padding_ms * _PER_MS
        self._longest = round(ears.max_utterance_s * RATE_HZ)
        if self._min_speech + self._padding >= self._longest:
            raise ValueError(
                f"ears.max_utterance_s is {ears.max_utterance_s}, must exceed min_speech_ms and padding_ms together, "
                f"{ears.min_speech_ms + ears.padding_ms} ms"
            )

    def step(self, probability: float, begin: int, end: int, state: State) -> tuple[State, Started | Ended | None]:
        """Takes the probability of speech in samples `begin` to `end` and gives the next state and what was decided."""
        if isinstance(state, Silent):
            return self._listen(probability, begin, end, state)
        return self._follow(probability, begin, end, state)

    def close(self, end: int, state: State) -> Ended | None:
        """What the end of the stream at sample `end` decides."""
        return self._ended(end, state) if isinstance(state, Speaking) else None

    def audible(self, end: int, state: Speaking) -> int:
        """Up to where the sound received, which ends at `end`, is surely the open utterance's."""
        return end if state.hush is None else min(end, state.hush + self._padding)

    def wanted(self, end: int, state: Silent) -> int:
        """From where the sound received, which ends at `end`, may belong to the next utterance."""
        onset = end if state.onset is None else state.onset
        return max(state.free_samples, onset - self._padding)

    def _listen(self, probability: float, begin: int, end: int, state: Silent) -> tuple[State, Started | None]:
        if probability < (self._begin if state.onset is None else self._end):
            return Silent(state.free_samples), None
        onset = begin if state.onset is None else state.onset
        state = Silent(state.free_samples, onset)
        if end - onset < self._min_speech:
            return state, None
        at = self.wanted(end, state)
        return Speaking(at), Started(at)

    def _follow(self, probability: float, begin: int, end: int, state: Speaking) -> tuple[State, Ended | None]:
        if probability >= self._begin:
            state = Speaking(state.at_samples)
        elif probability < self._end and state.hush is None:
            state = Speaking(state.at_samples, hush=begin)
        silent = state.hush is not None and end - state.hush >= self._min_silence
        if not silent and end - state.at_samples < self._longest:
            return state, None
        ended = self._ended(end, state)
        return Silent(ended.at_samples), ended

    def _ended(self, end: int, state: Speaking) -> Ended:
        return Ended(end if state.hush is None else state.hush, self.audible(end, state))


_PER_MS = RATE_HZ // 1000
