"""The llm stage: a conversation in, the answer's text and speech codes out as they are decoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from pipeline import waterfall
from pipeline.channel import Receive, Send
from pipeline.conversation import AssistantSpeech, AssistantTyped, Conversation, UserSpeech, UserTyped
from pipeline.conversation import Message as Said
from pipeline.segment import Answer, AnswerCodes, AnswerText, SegmentFeatures
from stages.decoder import STAGE, Ask, Decoder
from stages.memory import Prompt, Speech, prompt
from stages.prompt import Audio, Message, Segment, speak, spoken
from stages.tokenizer import TextStream, Tokenizer

EARLY_FEATURES: Final = 16
"""So many features (80 ms each) are prefilled at once while the caller still speaks."""


class LlmStage:
    """The stage: the utterance's SegmentFeatures in; once they end, AnswerText and AnswerCodes out.

    `conversation` is what is answered; its memory is a `Memory`. Codes from `codebook_size` up are padding.
    """

    name: str = STAGE

    def __init__(
        self,
        decoder: Decoder,
        tokenizer: Tokenizer,
        conversation: Conversation,
        ask: Ask,
        *,
        codebook_size: int,
        stops: Sequence[str] = (),
    ) -> None:
        self._decoder = decoder
        self._tokenizer = tokenizer
        self._conversation = conversation
        self._ask = ask
        self._codebook_size = codebook_size
        self._stops = stops

    async def run(self, inbox: Receive[SegmentFeatures], outbox: Send[Answer]) -> None:
        await self._listen(inbox)
        question = answer_prompt(self._conversation.system, self._conversation.messages, self._tokenizer)
        split = Splitter(self._tokenizer, self._codebook_size, self._stops)
        async with self._decoder.turn(question, self._conversation.memory, self._ask) as tokens:
            waterfall.mark("prefill")
            async for token in tokens:
                for item in split.push(token):
                    await outbox.send(item)
                if split.stopped:
                    break
        for item in split.finish():
            await outbox.send(item)

    async def _listen(self, inbox: Receive[SegmentFeatures]) -> None:
        """Prefill what was said before, and what is being said, while it is said. Provisional features are ignored."""
        pieces: dict[int, list[Any]] = {}
        waiting = EARLY_FEATURES  # the first features bring what was said before along
        async for item in inbox:
            if item.provisional:
                continue
            pieces.setdefault(item.piece, []).append(item.features)
            waiting += len(item.features)
            if waiting >= EARLY_FEATURES:
                waiting = 0
                speech = UserSpeech(item.utterance, tuple(map(tuple, pieces.values())))
                so_far = answer_prompt(
                    self._conversation.system, [*self._conversation.messages, speech], self._tokenizer
                )
                await self._decoder.prefill(so_far, self._conversation.memory, so_far.heard())


class Splitter:
    """Splits an answer's ids, one by one, into text and speech codes; each id is in one item, in order.

    Text ids are text wherever they stand. Codes are speech until `<tts_end>`, or the end; padding and structure are
    items of no text. Text ends before the first of `stops`, and is held back while it may turn out to be one.
    """

    def __init__(self, tokenizer: Tokenizer, codebook_size: int, stops: Sequence[str] = ()) -> None:
        self.stopped = False
        self._tokenizer = tokenizer
        self._codebook_size = codebook_size
        self._stops = stops
        self._text = TextStream(tokenizer)
        self._held = ""
        self._speaks = True
        self._tts_end = tokenizer.id("<tts_end>")

    def push(self, token: int) -> Iterator[Answer]:
        """What `token` brings; nothing may be pushed after `stopped`."""
        code = self._tokenizer.audio_code(token)
        if self._tokenizer.is_text(token):
            yield AnswerText(self._release(self._text.push(token)), (token,))
        elif self._speaks and code is not None and code < self._codebook_size:
            yield AnswerCodes((code,), last=False, ids=(token,))
        else:
            yield AnswerText("", (token,))
        if token == self._tts_end and self._speaks:
            self._speaks = False
            yield AnswerCodes((), last=True)

    def finish(self) -> Iterator[Answer]:
        """What is left: text that was held back, and the end of the speech."""
        if rest := self._release(self._text.finish()) + self._held:
            yield AnswerText(rest)
        if self._speaks:
            yield AnswerCodes((), last=True)

    def _release(self, text: str) -> str:
        if self.stopped:
            return ""
        text = self._held + text
        found = [at for stop in self._stops if (at := text.find(stop)) >= 0]
        self.stopped = bool(found)
        keep = min(found) if found else len(text) - max((_overlap(text, stop) for stop in self._stops), default=0)
        self._held = "" if found else text[keep:]
        return text[:keep]


def answer_prompt(system: str, said: Iterable[Said], tokenizer: Tokenizer) -> Prompt:
    """The prompt whose continuation is the spoken answer to what was `said`."""
    audio_start = tokenizer.id("<audio_start>")
    messages = [Message("system", system)] if system else []
    speeches: list[Speech] = []
    for of_user, group in groupby(said, lambda message: isinstance(message, UserSpeech | UserTyped)):
        content: list[Segment] = []
        for message in group:
            match message:
                case UserSpeech(utterance, pieces):
                    heard = [Speech((utterance, number), chunks) for number, chunks in enumerate(pieces)]
                    speeches += heard
                    content += [Audio(len(speech)) for speech in heard]
                case UserTyped(text):
                    content.append(text)
                case AssistantSpeech(_, ids):
                    # an audio start the model made up must not be taken for one that features follow
                    messages.append(spoken(token for token in ids if token != audio_start))
                case AssistantTyped(text):
                    messages.append(Message("assistant", text))
        if of_user:
            typed = content[0] if len(content) == 1 and isinstance(content[0], str) else content
            messages.append(Message("human", typed))
    return prompt([*messages, speak()], speeches, tokenizer)


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of `text` may be the beginning of `stop`."""
    return next((n for n in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:n])), 0)
