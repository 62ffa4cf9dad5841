"""Training documents for the language model, and their packing into rows.

A document is one prompt with its answer, in exactly the token formats of `stages.prompt`; several documents share a row
and cannot see one another. Audio patch positions refer to rows of the step's encoded features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stages import prompt
from training import prompts

TEXT_LOSS, CODE_LOSS, PAD_LOSS = 1, 2, 3
"""Classes of loss: text, audio tokens, and the padding where the text has run out, which after the first is easy."""
_LISTS = ("ids", "target", "feature", "key", "ordinal", "query", "first", "last", "word")
SPOKEN_AFTER = 2  # frames of 80 ms by which the words of what is heard are told later than they are spoken
HEARD, WRITTEN = 1, 2
"""What guided attention ties a query to: heard audio features, or the written tokens of the answer being spoken."""


@dataclass(slots=True)
class Document:
    """Parallel lists, one entry a position.

    `target` is the class of loss on *this* token (0: none), `feature` the row of encoded features that stands here
    (-1: none). `key`, `ordinal` describe what a position offers to guided attention, `query`, `first`, `last` what
    range of ordinals the prediction *of* this token should look at. `word` is the text token that is typed, or just was
    spoken, at this position of a human turn (-1: none).
    """

    ids: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    feature: list[int] = field(default_factory=list)
    key: list[int] = field(default_factory=list)
    ordinal: list[int] = field(default_factory=list)
    query: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    word: list[int] = field(default_factory=list)
    unanswered: bool = False
    """Whether the next thing said goes on in the human turn that stands last."""
    _heard: int = 0
    _written: int = 0
    _spoken: tuple[int, int] = (0, 0)  # where the newest spoken answer's turn and its tokens begin

    def __len__(self) -> int:
        return len(self.ids)

    def put(self, ids: Sequence[int], target: int = 0, words: Sequence[int] = ()) -> None:
        """Appends plain tokens, with their `words` if they have any."""
        n = len(ids)
        self.ids.extend(map(int, ids))
        self.target.extend([target] * n)
        self.feature.extend([-1] * n)
        self.word.extend(words or [-1] * n)
        for values in (self.key, self.ordinal, self.query, self.first, self.last):
            values.extend([0] * n)

    def hear(self, ids: Sequence[int], features: Sequence[int], words: Sequence[int]) -> int:
        """Appends what is heard: audio patches with their features' rows, and the words they are known to be; returns
        the first one's ordinal."""
        begin, n = self._heard, len(ids)
        self.ids.extend(ids)
        self.target.extend([0] * n)
        self.feature.extend(features)
        self.word.extend(words)
        self.key.extend([HEARD] * n)
        self.ordinal.extend(range(begin, begin + n))
        for values in (self.query, self.first, self.last):
            values.extend([0] * n)
        self._heard += n
        return begin

    def copy(self, ids: Sequence[int], heard: NDArray[np.int16] | None) -> None:
        """Appends text that was heard, or partly: `heard` (n, 2) are the ordinals of the audio features in which each
        token is spoken, -1 where it is not."""
        for k, token in enumerate(ids):
            self._append(token, TEXT_LOSS, **_listening(heard, k))

    def speak(
        self,
        text: Sequence[int],
        codes: Sequence[int],
        code_base: int,
        pad_id: int,
        times: NDArray[np.int16] | None,
        heard: NDArray[np.int16] | None = None,
        borrowed: bool = False,
    ) -> None:
        """Appends an answer: text, four audio tokens, text, and so on; `pad_id` where the text has run out (that it has
        is taught as text, that it stays so is easy). Codes that are `borrowed` are not this answer's: only text is
        taught then.

        `times` (n, 2) are the 80 ms frames in which each text token is spoken: audio is guided to look there, and a
        group of audio has one text token before it, or more where otherwise a word would be heard before it is written.
        `heard` is as in `copy`.
        """
        n, begin, written, groups = len(text), self._written, 0, -(-len(codes) // 4)
        due, firsts, lasts = [0] * groups, [begin] * len(codes), [begin] * len(codes)
        if times is not None:
            frames = np.arange(len(codes))[:, None] // 2  # of 80 ms
            due = (times[:, 0] <= 2 * np.arange(groups)[:, None] + 2).sum(1).tolist()
            looked = np.minimum((times[:, 1] <= frames).sum(1), n - 1)
            firsts = (begin + looked).tolist()
            lasts = (begin + np.maximum((times[:, 0] <= frames + 1).sum(1), looked + 1)).tolist()
        query = WRITTEN if times is not None else 0
        pad_loss, code_loss = (0, 0) if borrowed else (PAD_LOSS, CODE_LOSS)
        run_out = False
        for group in range(groups):
            if written == n:
                self._append(pad_id, pad_loss if run_out else TEXT_LOSS)
                run_out = True
            for _ in range(min(max(written + 1, due[group]), n) - written):
                listening = _listening(heard, written)
                self._append(text[written], TEXT_LOSS, key=WRITTEN, ordinal=self._written, **listening)
                self._written += 1
                written += 1
            for at in range(group * 4, min(group * 4 + 4, len(codes))):
                self._append(code_base + codes[at], code_loss, query=query, first=firsts[at], last=lasts[at])
        for at in range(written, n):
            self._append(text[at], TEXT_LOSS, **_listening(heard, at))

    def begin_speech(self, turn: int) -> None:
        """A spoken answer begins here, in the turn that began at position `turn`."""
        self._spoken = (turn, len(self))

    def ends_in_speech(self, eot: int) -> bool:
        """Whether a spoken answer stands last."""
        return self._spoken[1] > 0 and self.ids.index(eot, self._spoken[1]) == len(self) - 1

    def interrupt(self, codes: int, eot: int) -> None:
        """Cuts the spoken answer that stands last off behind `codes` of its audio tokens, as the product remembers an
        answer that was interrupted. Of one that was not heard at all nothing is left: the human turn before it is open.
        """
        turn, begin = self._spoken
        places = [at for at in range(begin, len(self)) if self.target[at] == CODE_LOSS]
        kept = turn - 1 if codes <= 0 else places[min(codes, len(places)) - 1] + 1
        for name in _LISTS:
            del getattr(self, name)[kept:]
        written = [ordinal for ordinal, key in zip(self.ordinal, self.key, strict=True) if key == WRITTEN]
        self._written = 1 + max(written, default=-1)
        if codes <= 0:
            self.unanswered = True
            self._spoken = (0, 0)
        else:
            self._append(eot, 0)

    def _append(
        self,
        token: int,
        target: int,
        feature: int = -1,
        key: int = 0,
        ordinal: int = 0,
        query: int = 0,
        first: int = 0,
        last: int = 0,
    ) -> None:
        self.ids.append(int(token))
        self.target.append(target)
        self.feature.append(feature)
        self.key.append(key)
        self.ordinal.append(ordinal)
        self.query.append(query)
        self.first.append(first)
        self.last.append(last)
        self.word.append(-1)


def counted_from(begin: int, ranges: NDArray[np.int16]) -> NDArray[np.int16]:
    """The frames (n, 2) of a clip as ordinals of a document in which the clip begins at `begin`; -1 stays."""
    return np.where(ranges < 0, -1, ranges + begin)


def words_spoken(ids: Sequence[int], times: NDArray[np.int16], n: int) -> list[int]:
    """The text token that was spoken shortly before in each of `n` frames of 80 ms: -1 in silence and where nobody
    knows. `times` (len(ids), 2) are as `calls.token_times` gives them; tokens of one word share its time."""
    spoken, at = [-1] * n, 0
    while at < len(ids):
        begin, end = int(times[at, 0]), int(times[at, 1]) - 1
        same = 1
        while at + same < len(ids) and (times[at + same] == times[at]).all():
            same += 1
        if begin >= 0:
            width = max(1, end - begin)
            for k in range(min(width, n - SPOKEN_AFTER - begin)):
                spoken[begin + SPOKEN_AFTER + k] = int(ids[at + k * same // width])
        at += same
    return spoken


def _listening(heard: NDArray[np.int16] | None, at: int) -> dict[str, int]:
    """Where the guided heads should look while token `at` is predicted: about where it is spoken, if anywhere."""
    if heard is None or heard[at, 0] < 0:
        return {}
    return {"query": HEARD, "first": int(heard[at, 0]) - 1, "last": int(heard[at, 1]) + 1}


@dataclass(frozen=True, slots=True)
class Rows:
    """Packed documents, all (rows, length) int32. `document` is 0 where nothing stands.

    Targets are already shifted: `label[i]` is the token after position i, and `target`, `query`, `first`, `last` belong
    to that prediction.
    """

    ids: NDArray[np.int32]
    label: NDArray[np.int32]
    document: NDArray[np.int32]
    target: NDArray[np.int32]
    feature: NDArray[np.int32]
    key: NDArray[np.int32]
    ordinal: NDArray[np.int32]
    query: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    word: NDArray[np.int32]


def pack(documents: Sequence[Document], length: int) -> Rows:
    """First-fit packing; a document longer than `length` is left out."""
    rows: list[list[Document]] = []
    room: list[int] = []
    for document in sorted(documents, key=len, reverse=True):
        if len(document) > length:
            continue
        at = next((r for r, free in enumerate(room) if free >= len(document)), None)
        if at is None:
            rows.append([])
            room.append(length)
            at = len(rows) - 1
        rows[at].append(document)
        room[at] -= len(document)
    arrays: dict[str, NDArray[np.int32]] = {
        n: np.zeros((len(rows), length), np.int32) for n in (*_LISTS, "label", "document")
    }
    arrays["feature"][:] = arrays["word"][:] = -1
    for r, row in enumerate(rows):
        at = 0
        for number, document in enumerate(row):
            n = len(document)
            arrays["document"][r, at : at + n] = number + 1
            arrays["label"][r, at : at + n - 1] = document.ids[1:]
            for name in _LISTS:
                values = getattr(document, name)
                if name in ("target", "query", "first", "last"):
                    arrays[name][r, at : at + n - 1] = values[1:]
                else:
                    arrays[name][r, at : at + n] = values
            at += n
    return Rows(**arrays)


class Formats:
    """The prompts of each task as ids, rendered by `stages.prompt` with the texts of `training.prompts`."""

    def __init__(self, tokenizer: Any) -> None:
        def ids(*messages: prompt.Message) -> list[int]:
            return prompt.render(messages, tokenizer)

        self.tokenizer = tokenizer
        self.transcribe_system = ids(prompt.Message("system", prompts.TRANSCRIBE))
        self.read_system = ids(prompt.Message("system", prompts.READ))
        self.speak = ids(prompt.speak())
        self.write = ids(prompt.write())
        self.think = ids(prompt.think())
        self.after = tokenizer.encode("\n\n")
        self.tts_start, self.tool_call = tokenizer.id("<tts_start>"), tokenizer.id("<tool_call>")
        self.human, self.input = tokenizer.encode("<|BOT|>human\n"), tokenizer.encode("<|BOT|>input\n")
        self.eot = tokenizer.eos_id
        self.audio_start, self.audio_end = tokenizer.id("<audio_start>"), tokenizer.id("<audio_end>")
        self.patch, self.tts_pad = tokenizer.id("<audio_patch>"), tokenizer.id("<tts_pad>")
        self.code_base = tokenizer.audio_id(0)

    def heard(self, document: Document, first_feature: int, n: int, words: Sequence[int] = ()) -> int:
        """Appends a spoken human turn, its `n` features rows from the first on; returns the ordinal of that one."""
        features = range(first_feature, first_feature + n)
        return self._heard(document, [self.patch] * n, features, words or [-1] * n)

    def drawled(self, document: Document, text: Sequence[int], counts: Sequence[int]) -> int:
        """Appends a human turn that is typed, in the form of a spoken one: each of its tokens so many times over."""
        ids = [token for token, count in zip(text, counts, strict=True) for _ in range(count)]
        return self._heard(document, ids, [-1] * len(ids), ids)

    def _heard(self, document: Document, ids: Sequence[int], features: Sequence[int], words: Sequence[int]) -> int:
        document.put([*([] if document.unanswered else self.human), self.audio_start])
        document.unanswered = False
        begin = document.hear(ids, features, words)
        document.put([self.audio_end, self.eot])
        return begin

    def typed(self, document: Document, text: Sequence[int]) -> None:
        """Appends a typed human turn."""
        document.put([] if document.unanswered else self.human)
        document.put(text, words=text)
        document.put([self.eot])
        document.unanswered = False

    def result(self, document: Document, text: Sequence[int]) -> None:
        """Appends what a tool gave."""
        document.put([*self.input, *text, self.eot])

    def spoken_answer(
        self,
        document: Document,
        text: Sequence[int],
        codes: Sequence[int],
        times: NDArray[np.int16] | None,
        thoughts: Sequence[int] = (),
        heard: NDArray[np.int16] | None = None,
    ) -> None:
        """Appends a spoken answer, after its thoughts if there are any. (`heard`, here and below: as in `Document`.)"""
        turn = len(document)
        self._open(document, thoughts, spoken=True)
        document.begin_speech(turn)
        document.speak(text, codes, self.code_base, self.tts_pad, times, heard)
        document.put([self.eot], TEXT_LOSS)

    def silent_answer(
        self,
        document: Document,
        text: Sequence[int],
        codes: Sequence[int],
        times: NDArray[np.int16] | None,
        thoughts: Sequence[int] = (),
        heard: NDArray[np.int16] | None = None,
    ) -> None:
        """Appends an answer in the form of a spoken one, of which nobody has made the sound: `codes` are others'.
        Its text is taught and that it ends, not its sound, nor where that ends."""
        self._open(document, thoughts, spoken=True)
        document.speak(text, codes, self.code_base, self.tts_pad, times, heard, borrowed=True)
        document.put([self.eot])

    def written_answer(
        self,
        document: Document,
        text: Sequence[int],
        thoughts: Sequence[int] = (),
        heard: NDArray[np.int16] | None = None,
        spoken: bool = False,
    ) -> None:
        """Appends a written answer, after its thoughts if there are any; or a tool's call, even where a `spoken` answer
        was asked for."""
        self._open(document, thoughts, spoken)
        document.copy(text, heard)
        document.put([self.eot], TEXT_LOSS)

    def _open(self, document: Document, thoughts: Sequence[int], spoken: bool) -> None:
        if not thoughts:
            document.put(self.speak if spoken else self.write)
            return
        document.put(self.think)
        document.put(thoughts, TEXT_LOSS)
        document.put([*self.after, *([self.tts_start] if spoken else [])])

    def transcript(self, first_feature: int, n: int, text: Sequence[int], ranges: NDArray[np.int16] | None) -> Document:
        """A transcription."""
        document = Document()
        document.put(self.transcribe_system)
        begin = self.heard(document, first_feature, n, () if ranges is None else words_spoken(text, ranges, n))
        document.put(self.write)
        document.copy(text, None if ranges is None else counted_from(begin, ranges))
        document.put([self.eot], TEXT_LOSS)
        return document
