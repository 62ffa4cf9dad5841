"""Speech over an answer: does it interrupt, or does the caller only show that they listen?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

import anyio

from pipeline.clock import Clock
from pipeline.config import Interruption
from pipeline.events import SpeechStarted, SpeechStopped, TranscriptDelta

Words: TypeAlias = re.Pattern[str]


def backchannels(phrases: Iterable[str]) -> Words:
    """What matches a text of these phrases alone, in any order and number, or of none."""
    longest_first = sorted({_plain(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?:\s*(?:{'|'.join(map(re.escape, longest_first))})(?![a-z]))*\s*")


class Trial:
    """An utterance that began while the client was playing, until it is known what it is.

    It interrupts when it has lasted `confirm_ms`, or as soon as a word of it is none of a listener's (a word that is
    only guessed, after `words_ms`); a listener's words alone may last `backchannel_ms`. What is over sooner is waited
    for until its transcript is final, `verdict_ms` at most, and is no interruption if that brings no other word. What
    is to be said of it is kept until then.
    """

    def __init__(self, started: SpeechStarted, stop_s: float, knobs: Interruption, words: Words, clock: Clock) -> None:
        """`stop_s` passed between the caller's first sample and the moment when the client was told to stop."""
        self.started = started
        self.stopped: SpeechStopped | None = None
        self.transcript: list[TranscriptDelta] = []
        self.stop_s = stop_s
        self.goes_on = False  # whether it is more of the utterance before it, if it is anything
        self.verdict: bool | None = None  # whether it interrupts
        self.carrying_out = anyio.Lock()  # held by whoever does what follows from that
        self.is_carried_out = False
        self._knobs = knobs
        self._words = words
        self._clock = clock
        self._committed = ""
        self._guessed = ""
        self._decided = anyio.Event()

    @property
    def is_transcribed(self) -> bool:
        """Whether its transcript is final."""
        return bool(self.transcript) and self.transcript[-1].final

    def hear(self, speech_ms: float) -> None:
        """It has lasted so long."""
        if self._is_listening(self._guessed):
            limit_ms = self._knobs.backchannel_ms if _plain(self._guessed) else self._knobs.confirm_ms
        else:
            limit_ms = self._knobs.words_ms
        if speech_ms >= limit_ms:
            self._decide(True)

    def read(self, delta: TranscriptDelta) -> None:
        """What was said in it."""
        self.transcript.append(delta)
        self._committed += delta.committed
        self._guessed = self._committed + delta.tentative
        if not self._is_listening(self._committed):
            self._decide(True)
        elif delta.final:
            self._decide(False)

    async def close(self, transcribed: bool) -> bool:
        """It is over, and will be transcribed or not: whether it was an interruption."""
        if self.verdict is None and transcribed:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._run_out, tasks.cancel_scope)
                await self._decided.wait()
                tasks.cancel_scope.cancel()
        self._decide(False)
        return self.verdict is True

    def _is_listening(self, text: str) -> bool:
        return self._words.fullmatch(_plain(text)) is not None

    async def _run_out(self, scope: anyio.CancelScope) -> None:
        await self._clock.sleep(self._knobs.verdict_ms / 1000)
        scope.cancel()

    def _decide(self, verdict: bool) -> None:
        if self.verdict is None:
            self.verdict = verdict
            self._decided.set()


def _plain(text: str) -> str:
    """Small letters, and a space for whatever is no letter and no digit."""
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
