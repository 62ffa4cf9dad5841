"""Where an utterance begins and ends: speech probabilities in, decisions out, all in samples of the 16 kHz stream.

Speech begins when the probability reaches `start_threshold` and then stays at `stop_threshold` or more for
`min_speech_ms`. It ends when the probability has not come back to `start_threshold` for `min_silence_ms` since it fell
under `stop_threshold`, or at `max_utterance_ms`; then what follows is another utterance, and no sound is lost between.
`padding_ms` of sound are kept before the speech, and after it (less where the decision comes sooner).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from stages.resample import RATE_HZ


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """The thresholds (probabilities) and times (milliseconds of sound) of the rule above."""

    start_threshold: float
    stop_threshold: float
    min_speech_ms: int
    min_silence_ms: int
    padding_ms: int
    max_utterance_ms: int

    def __post_init__(self) -> None:
        if not 0 < self.stop_threshold <= self.start_threshold < 1:
            raise ValueError(
                f"endpoint thresholds: stop {self.stop_threshold}, start {self.start_threshold}; "
                "they must lie between 0 and 1, stop not above start"
            )
        if self.min_speech_ms + self.padding_ms >= self.max_utterance_ms:
            raise ValueError(
                f"endpoint: max_utterance_ms is {self.max_utterance_ms}, must exceed min_speech_ms plus padding_ms, "
                f"{self.min_speech_ms + self.padding_ms}"
            )


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


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The rule. States are values: `Silent()` is the first one."""

    config: EndpointConfig

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
        return end if state.hush is None else min(end, state.hush + self._samples(self.config.padding_ms))

    def wanted(self, end: int, state: Silent) -> int:
        """From where the sound received, which ends at `end`, may belong to the next utterance."""
        onset = end if state.onset is None else state.onset
        return max(state.free_samples, onset - self._samples(self.config.padding_ms))

    def _listen(self, probability: float, begin: int, end: int, state: Silent) -> tuple[State, Started | None]:
        config = self.config
        if probability < (config.start_threshold if state.onset is None else config.stop_threshold):
            return replace(state, onset=None), None
        state = replace(state, onset=begin if state.onset is None else state.onset)
        if end - (state.onset or 0) < self._samples(config.min_speech_ms):
            return state, None
        at = self.wanted(end, state)
        return Speaking(at), Started(at)

    def _follow(self, probability: float, begin: int, end: int, state: Speaking) -> tuple[State, Ended | None]:
        config = self.config
        if probability >= config.start_threshold:
            state = replace(state, hush=None)
        elif probability < config.stop_threshold and state.hush is None:
            state = replace(state, hush=begin)
        silent = state.hush is not None and end - state.hush >= self._samples(config.min_silence_ms)
        if not silent and end - state.at_samples < self._samples(config.max_utterance_ms):
            return state, None
        ended = self._ended(end, state)
        return Silent(ended.at_samples), ended

    def _ended(self, end: int, state: Speaking) -> Ended:
        return Ended(end if state.hush is None else state.hush, self.audible(end, state))

    @staticmethod
    def _samples(ms: int) -> int:
        return ms * RATE_HZ // 1000
