"""The transcriber: what the caller says, written down while it is said, by the same LLM.

As features come in, the LLM is asked with the transcription prompt over those so far. One forward checks the last
hypothesis against the new features, and decoding goes on from where they first disagree. What successive hypotheses
agree on is committed, up to the last word that has ended, and is never taken back: later hypotheses begin with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Final

import anyio

from pipeline.channel import Receive, Send
from pipeline.events import TranscriptDelta
from pipeline.segment import Hypothesis, SegmentFeatures
from stages.decoder import Decoder
from stages.memory import Memory, Prompt, Speech, prompt
from stages.prompt import Audio, Message, write
from stages.tokenizer import Tokenizer

STAGE: Final = "transcriber"
FEATURE_MS: Final = 80
SPARE_TOKENS: Final = 8
"""A transcript has at most as many tokens as the sound has features, and these: speech is slower, loops are not."""
UNSPACED: Final = "\u2e80"
"""From here on scripts write words without spaces (CJK)."""


@dataclass(frozen=True, slots=True)
class TranscriberStage:
    """The stage: an utterance's SegmentFeatures in, its growing transcript out, the final one once they have ended.

    Every step is a short one in the lane's background; features that come in meanwhile are taken together, so that what
    there is no time for is skipped. The 25 s pieces of a long utterance are transcribed one after the other, which
    bounds the work.
    """

    decoder: Decoder
    tokenizer: Tokenizer
    utterance: int
    prompt: str  # the system prompt that asks for a transcript
    every_ms: int = 480  # of new speech, between two hypotheses
    agreeing: int = 2  # hypotheses in a row that commit what they have in common
    max_tokens: int = 512  # of a piece
    name: str = STAGE

    async def run(self, inbox: Receive[SegmentFeatures], outbox: Send[TranscriptDelta | Hypothesis]) -> None:
        heard = _Heard()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(heard.listen, inbox)
            await self._write(heard, outbox)

    async def _write(self, heard: _Heard, outbox: Send[TranscriptDelta | Hypothesis]) -> None:
        memory = Memory(self.decoder.llm, self.tokenizer.id("<audio_start>"))
        before, sent, tentative = "", "", ""  # text of earlier pieces; what was committed; what was not
        draft = _Draft(self.agreeing)
        async for news in heard.news(self.every_ms // FEATURE_MS):
            await self._revise(draft, news.speech, memory)
            if news.closed:
                draft.committed = len(draft.ids)
            committed = _join(before, self._text(draft.ids[: draft.committed]))
            last, tentative = tentative, self._text(draft.ids[draft.committed :]).rstrip("\ufffd")
            if news.speech.tail and not news.closed:
                await outbox.send(Hypothesis(self.utterance, committed + tentative, len(news.speech)))
            if committed != sent or tentative != last:
                await outbox.send(TranscriptDelta(self.utterance, committed[len(sent) :], tentative, final=False))
                sent = committed
            if news.closed:
                before, draft = committed, _Draft(self.agreeing)
        await outbox.send(TranscriptDelta(self.utterance, "", "", final=True))

    async def _revise(self, draft: _Draft, speech: Speech, memory: Memory) -> None:
        """The next hypothesis, for the speech so far; it begins with what is committed."""
        question = prompt(
            [Message("system", self.prompt), Message("human", [Audio(len(speech))]), write()], [speech], self.tokenizer
        )
        unread = len(question.ids) - self.decoder.prefill_tokens  # so many less are read together with the hypothesis
        await self.decoder.prefill(question, memory, unread, stage=STAGE, background=True)
        guess, start = draft.ids, draft.committed
        following = await self._predict(memory, question.then(guess), len(guess) - start + 1)
        same = sum(1 for _ in _common(guess[start:], following))
        ids, token = guess[: start + same], following[same]
        while token != self.tokenizer.eos_id and len(ids) < min(self.max_tokens, len(speech) + SPARE_TOKENS):
            ids.append(token)
            (token,) = await self._predict(memory, question.then(ids), 1)
        draft.revise(ids, start + same, self.tokenizer)

    async def _predict(self, memory: Memory, prompt: Prompt, n: int) -> list[int]:
        return await self.decoder.lane.run(memory.predict, prompt, n, stage=STAGE, background=True)

    def _text(self, ids: list[int]) -> str:
        return self.tokenizer.decode(token for token in ids if self.tokenizer.is_text(token))


@dataclass(slots=True)
class _Draft:
    """The latest hypothesis for a piece, of whose ids the first `committed` stay."""

    agreeing: int
    ids: list[int] = field(default_factory=list[int])
    committed: int = 0
    agreed: deque[int] = field(default_factory=deque[int])  # ids shared by each hypothesis with the one before it

    def revise(self, ids: list[int], same: int, tokenizer: Tokenizer) -> None:
        """Take a new hypothesis that shares its first `same` ids with the last, and commit what it can."""
        last, self.ids = self.ids, ids
        self.agreed.append(same)
        if len(self.agreed) < self.agreeing:  # the first hypothesis agrees with nothing
            return
        self.agreed.popleft()
        for at in range(min(self.agreed), self.committed, -1):
            if _begins_word(ids[at:], tokenizer) and (at == len(last) or _begins_word(last[at:], tokenizer)):
                self.committed = at
                break


@dataclass(frozen=True, slots=True)
class _News:
    """A piece as it is now; `closed` when it is complete."""

    speech: Speech
    closed: bool


@dataclass(slots=True)
class _Piece:
    exact: list[Any] = field(default_factory=list[Any])
    tail: tuple[Any, ...] = ()  # of a pause: void once more follows
    provisional: Any = None
    version: int = 0

    def speech(self, number: int) -> Speech:
        if self.exact or self.tail or self.provisional is None:
            tail = sum(map(len, self.tail))
            return Speech((number, "exact"), (*self.exact, *self.tail), tail, self.version)
        return Speech((number, self.version), (self.provisional,))


class _Heard:
    """Collects features, whoever reads them."""

    def __init__(self) -> None:
        self._pieces: dict[int, _Piece] = {}
        self._ended = False
        self._change = anyio.Event()

    async def listen(self, inbox: Receive[SegmentFeatures]) -> None:
        async for item in inbox:
            piece = self._pieces.setdefault(item.piece, _Piece())
            if item.tail:
                piece.tail = (item.features,)
                piece.version += 1
            elif item.provisional:
                piece.tail = ()
                piece.provisional = item.features
                piece.version += 1
            else:
                piece.tail = ()
                piece.exact.append(item.features)
            self._change.set()
        self._ended = True
        self._change.set()

    async def news(self, stride: int) -> AsyncIterator[_News]:
        """Piece after piece, each whenever it is `stride` features longer, at its pauses, and once it is closed."""
        number = 0
        while number < len(self._pieces) or not self._ended:
            if number == len(self._pieces):
                await self._changed()
                continue
            piece = list(self._pieces.values())[number]
            seen, closed, paused = 0, False, 0
            while not closed:
                closed = self._ended or number + 1 < len(self._pieces)
                speech = piece.speech(number)
                if closed or len(speech) >= seen + stride or (speech.tail and speech.pause != paused):
                    seen, paused = len(speech), speech.pause
                    yield _News(speech, closed)
                else:
                    await self._changed()
            number += 1

    async def _changed(self) -> None:
        self._change = anyio.Event()
        await self._change.wait()


def _common(these: Iterable[int], those: Iterable[int]) -> Iterator[int]:
    """The ids both begin with."""
    return (this for this, _ in takewhile(lambda pair: pair[0] == pair[1], zip(these, those, strict=False)))


def _begins_word(ids: list[int], tokenizer: Tokenizer) -> bool:
    """Whether `ids` begin, and cannot go on a word: with a space, a sign, or a character of a script without spaces."""
    text = tokenizer.decode(ids[:1])
    return bool(text) and text[0] != "\ufffd" and not (text[0].isalnum() and text[0] < UNSPACED)


def _join(before: str, after: str) -> str:
    """Two pieces of a transcript as one text, with a space between words."""
    spaced = before and after and before[-1] < UNSPACED and after[0] < UNSPACED and not after[0].isspace()
    return f"{before} {after}" if spaced else before + after
