"""Where an utterance begins, pauses and ends: speech probabilities in, decisions out, all in samples at 16 kHz.

Speech begins when the probability reaches `speech_threshold` and then stays at `silence_threshold` or more for
`min_speech_ms`. It pauses when the probability has not come back to `speech_threshold` for `tentative_ms` since it fell
under `silence_threshold`, and ends when it has not for `min_silence_ms`, or at `max_utterance_s`; then what follows is
another utterance, and no sound is lost between. `padding_ms` of sound are kept before the speech, and after it (less
where a pause or the end is decided sooner). A pause may be the end, so the utterance's sound stops there; if the speech
goes on instead, the sound of the pause is given with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pipeline.segment import Why

PER_MS = 16


@dataclass(frozen=True, slots=True)
class Rule:
    """How sure and how patient to be; it may be another for each window. A `tentative_ms` of `min_silence_ms` or more
    finds no pauses."""

    speech_threshold: float
    silence_threshold: float
    min_speech_ms: int
    min_silence_ms: int
    tentative_ms: int


@dataclass(frozen=True, slots=True)
class Started:
    """Speech has begun, at `onset`; the utterance's sound begins at `at_samples`, padding included."""

    at_samples: int
    onset: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The speech may have ended at `speech_samples`; if so, its sound ends at `at_samples`."""

    speech_samples: int
    at_samples: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """It had not, it goes on after a silence of `silence_samples`."""

    silence_samples: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The utterance is over: the speech ended at `speech_samples`, its sound (with padding) at `at_samples`."""

    speech_samples: int
    at_samples: int
    why: Why = "silence"


Decision: TypeAlias = Started | Paused | Resumed | Ended


@dataclass(frozen=True, slots=True)
class Silent:
    """No utterance is open. `free_samples`: the last one's sound ended there. `onset`: where speech may have begun."""

    free_samples: int = 0
    onset: int | None = None


@dataclass(frozen=True, slots=True)
class Speaking:
    """An utterance is open whose sound begins at `at_samples`. `hush`: where the speech may have ended; `pause`: where
    its sound ends if it has."""

    at_samples: int
    hush: int | None = None
    pause: int | None = None


State: TypeAlias = Silent | Speaking


class Endpoint:
    """The rule's work. States are values: `Silent()` is the first one."""

    def __init__(self, padding_ms: int, max_utterance_s: float) -> None:
        self._padding = padding_ms * PER_MS
        self._longest = round(max_utterance_s * 1000 * PER_MS)

    def step(
        self, probability: float, begin: int, end: int, state: State, rule: Rule | None
    ) -> tuple[State, Decision | None]:
        """Takes the probability of speech in samples `begin` to `end` and gives the next state and what was decided.
        Without a rule all is speech: somebody else says when it is over."""
        match state, rule:
            case Silent(), None:
                return Speaking(begin), Started(begin, begin)
            case Silent(), Rule():
                return self._listen(probability, begin, end, state, rule)
            case Speaking(), None:
                return self._limit(end, Speaking(state.at_samples))
            case Speaking(), Rule():
                return self._follow(probability, begin, end, state, rule)

    def end(self, end: int, state: State, why: Why) -> Ended | None:
        """What it is to end an open utterance at sample `end`, whatever the rule."""
        return self._ended(end, state, why) if isinstance(state, Speaking) else None

    def audible(self, end: int, state: Speaking) -> int:
        """Up to where the sound received, which ends at `end`, is surely the open utterance's."""
        if state.pause is not None:
            return state.pause
        return end if state.hush is None else min(end, state.hush + self._padding)

    def wanted(self, end: int, state: Silent) -> int:
        """From where the sound received, which ends at `end`, may belong to the next utterance."""
        onset = end if state.onset is None else state.onset
        return max(state.free_samples, onset - self._padding)

    def _listen(
        self, probability: float, begin: int, end: int, state: Silent, rule: Rule
    ) -> tuple[State, Started | None]:
        if probability < (rule.speech_threshold if state.onset is None else rule.silence_threshold):
            return Silent(state.free_samples), None
        onset = begin if state.onset is None else state.onset
        state = Silent(state.free_samples, onset)
        if end - onset < rule.min_speech_ms * PER_MS:
            return state, None
        at = self.wanted(end, state)
        return Speaking(at), Started(at, onset)

    def _follow(
        self, probability: float, begin: int, end: int, state: Speaking, rule: Rule
    ) -> tuple[State, Decision | None]:
        if probability >= rule.speech_threshold:
            went_on = Speaking(state.at_samples)
            if state.hush is not None and state.pause is not None:
                return went_on, Resumed(begin - state.hush)
            state = went_on
        elif probability < rule.silence_threshold and state.hush is None:
            state = Speaking(state.at_samples, hush=begin)
        if state.hush is not None:
            silent = end - state.hush
            if silent >= rule.min_silence_ms * PER_MS:
                ended = self._ended(end, state, "silence")
                return Silent(ended.at_samples), ended
            if silent >= rule.tentative_ms * PER_MS and state.pause is None:
                state = Speaking(state.at_samples, state.hush, self.audible(end, state))
                return state, Paused(end - silent, self.audible(end, state))
        return self._limit(end, state)

    def _limit(self, end: int, state: Speaking) -> tuple[State, Ended | None]:
        if end - state.at_samples < self._longest:
            return state, None
        ended = self._ended(end, state, "length")
        return Silent(ended.at_samples), ended

    def _ended(self, end: int, state: Speaking, why: Why) -> Ended:
        return Ended(end if state.hush is None else state.hush, self.audible(end, state), why)
