"""The caller's stream cut into utterances: windows in; their sound, where they begin, pause and end out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np

from pipeline.channel import Receive, Send
from pipeline.config import Ears
from pipeline.endpoint import PER_MS, Ended, Endpoint, Paused, Resumed, Rule, Silent, Speaking, Started, State
from pipeline.segment import (
    Detected,
    Mark,
    SegmentAudio,
    SegmentEnded,
    SegmentPaused,
    SegmentResumed,
    SegmentStarted,
    Why,
    Window,
)

Found: TypeAlias = Detected | SegmentResumed


class Segmenter:
    """One stream being cut. Keeps only the sound that an utterance may still need."""

    def __init__(self, ears: Ears) -> None:
        """Raises ValueError for knobs that contradict each other."""
        if ears.silence_threshold > ears.speech_threshold:
            raise ValueError(
                f"ears.silence_threshold {ears.silence_threshold} lies above ears.speech_threshold "
                f"{ears.speech_threshold}: speech would end as soon as it began"
            )
        if ears.min_speech_ms + ears.padding_ms >= ears.max_utterance_s * 1000:
            raise ValueError(
                f"ears.max_utterance_s is {ears.max_utterance_s}, must exceed min_speech_ms and padding_ms together, "
                f"{ears.min_speech_ms + ears.padding_ms} ms"
            )
        self._endpoint = Endpoint(ears.padding_ms, ears.max_utterance_s)
        self._state: State = Silent()
        self._sound = np.zeros(0, np.float32)
        self._sound_at = 0  # the place of its first sample in the stream
        self._utterance = -1
        self._onset = 0  # where the speech of the open utterance began
        self._pauses = 0

    @property
    def end(self) -> int:
        """Where the sound received ends."""
        return self._sound_at + len(self._sound)

    @property
    def is_open(self) -> bool:
        """Whether an utterance is open."""
        return isinstance(self._state, Speaking)

    @property
    def utterance(self) -> int:
        """The number of the latest utterance, -1 before the first."""
        return self._utterance

    @property
    def speech_ms(self) -> float:
        """How long the open utterance's speech has lasted, 0 if none is open."""
        if isinstance(self._state, Silent):
            return 0.0
        end = self.end if self._state.hush is None else self._state.hush
        return (end - self._onset) / PER_MS

    def hear(self, window: Window, rule: Rule | None) -> Iterator[Found]:
        """What comes to light with `window`, judged by `rule`; without one all sound is the utterance's."""
        self._sound = np.concatenate([self._sound, window.samples])
        begin, end = window.start_samples, self.end
        self._state, decided = self._endpoint.step(window.probability, begin, end, self._state, rule)
        match decided:
            case Started(at_samples, onset):
                self._utterance += 1
                self._onset = onset
                self._drop(at_samples)
                yield SegmentStarted(self._utterance, at_samples)
            case Paused(speech_samples, at_samples):
                yield from self._say(at_samples)
                yield SegmentPaused(self._utterance, self._pauses, speech_samples)
                self._pauses += 1
            case Resumed(silence_samples):
                yield SegmentResumed(self._utterance, silence_samples)
            case Ended():
                yield from self._end(decided)
            case None:
                pass
        if isinstance(self._state, Speaking):
            yield from self._say(self._endpoint.audible(end, self._state))
        else:
            self._drop(self._endpoint.wanted(end, self._state))

    def close(self, why: Why) -> Iterator[Found]:
        """End an open utterance here."""
        if ended := self._endpoint.end(self.end, self._state, why):
            yield from self._end(ended)
        self._state = Silent(self.end)
        self._drop(self.end)

    def _end(self, ended: Ended) -> Iterator[Found]:
        decided_samples = self.end
        yield from self._say(ended.at_samples)
        yield SegmentEnded(self._utterance, ended.speech_samples, decided_samples, ended.why)

    def _say(self, end: int) -> Iterator[SegmentAudio]:
        """The open utterance's sound up to sample `end` of the stream, which is then forgotten."""
        if end > self._sound_at:
            yield SegmentAudio(self._utterance, self._sound[: end - self._sound_at])
            self._drop(end)

    def _drop(self, before: int) -> None:
        self._sound, self._sound_at = self._sound[before - self._sound_at :], before


class SegmenterStage:
    """The stage: windows in, utterances out, by one rule throughout: for recordings."""

    name: str = "segmenter"

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    async def run(self, inbox: Receive[Window | Mark], outbox: Send[Detected]) -> None:
        ears, segmenter = self._ears, Segmenter(self._ears)
        rule = Rule(
            ears.speech_threshold, ears.silence_threshold, ears.min_speech_ms, ears.min_silence_ms, ears.min_silence_ms
        )
        async for item in inbox:
            assert isinstance(item, Window), "a recording has no marks"
            for found in segmenter.hear(item, rule):
                assert not isinstance(found, SegmentResumed), "a rule without tentative ends finds no pauses"
                await outbox.send(found)
        for found in segmenter.close("stream"):
            assert not isinstance(found, SegmentResumed)
            await outbox.send(found)
