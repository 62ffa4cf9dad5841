"""The llm stage: a conversation in, the answer out as it is decoded: thoughts, text, speech codes, calls of tools."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Any, Final

from pipeline import waterfall
from pipeline.answer import remembered
from pipeline.channel import Receive, Send
from pipeline.conversation import AssistantSpeech, AssistantTyped, Conversation, ToolOutcome, UserSpeech, UserTyped
from pipeline.conversation import Message as Said
from pipeline.events import Usage
from pipeline.segment import (
    Answer,
    AnswerText,
    AnswerThought,
    AnswerToolCall,
    AnswerToolResult,
    SegmentFeatures,
)
from pipeline.tools import ERROR
from pipeline.wish import ToolSchema
from stages.decoder import STAGE, Ask, Decoder
from stages.errands import ToolUse, errands
from stages.memory import Memory, Prompt, Speech, prompt
from stages.prompt import (
    THINK_END,
    Audio,
    Message,
    Segment,
    function,
    speak,
    speak_after,
    spoken,
    think,
    tool_results,
    write,
    write_after,
)
from stages.prompt import tools as tools_turn
from stages.splitter import Split, Splitter
from stages.tokenizer import Tokenizer

logger = logging.getLogger(__name__)

EARLY_FEATURES: Final = 16
"""So many features (80 ms each) are prefilled at once while the caller still speaks."""
LEAST_ROOM: Final = 64
"""Tokens that must be left for the answer behind what tools gave."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How an answer is wanted: spoken or written, after `think_tokens` of thoughts at most, with tools at hand.

    `alone`: only what was said since the last answer counts. `system` stands in for the conversation's system prompt,
    `instruction` follows what a tool gave.
    """

    spoken: bool = True
    alone: bool = False
    think_tokens: int = 0
    system: str | None = None
    tools: ToolUse | None = None
    instruction: str = ""


PLAIN: Final = Manner()


class LlmStage:
    """The stage: the utterance's SegmentFeatures in; once they end, Answer items out.

    `conversation` is what is answered; its memory is a `Memory`. Codes from `codebook_size` up are padding. When the
    model asks for tools the answer goes on behind what they gave, and ends where the client is to run one.
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
        manner: Manner = PLAIN,
    ) -> None:
        self._decoder = decoder
        self._tokenizer = tokenizer
        self._conversation = conversation
        self._ask = ask
        self._codebook_size = codebook_size
        self._manner = manner

    async def run(self, inbox: Receive[SegmentFeatures], outbox: Send[Answer]) -> None:
        tally = _Tally(self._conversation.memory)
        await self._listen(inbox)
        plain = speak() if self._manner.spoken else write()
        opening = await self._think(tally, outbox) if self._manner.think_tokens else plain
        if self._manner.tools is None:
            question = self._question(self._before(), opening)
            await self._decode(question, self._ask, self._splitter(), tally, outbox.send)
            return
        said: list[Answer] = []
        for _ in range(self._manner.tools.max_rounds):
            if not await self._say(self._manner.tools, said, opening, tally, outbox):
                return
            opening = plain
        logger.warning("an answer asked for tools %d times and was ended", self._manner.tools.max_rounds)

    async def recall(self) -> None:
        """Prefill what was said so far, in the lane's background."""
        so_far = self._question(self._before(), speak())
        await self._decoder.prefill(so_far, self._conversation.memory, len(so_far.ids) - 1, background=True)

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
                so_far = self._question([*self._before(), speech], speak())
                await self._decoder.prefill(so_far, self._conversation.memory, so_far.heard())

    async def _think(self, tally: _Tally, outbox: Send[Answer]) -> Message:
        """Think; returns the thoughts as the opening of the answer."""
        thoughts: list[str] = []

        async def take(item: Split) -> None:
            if isinstance(item, AnswerText):
                thoughts.append(item.text)
                await outbox.send(AnswerThought(item.text, item.ids))

        question = self._question(self._before(), think())
        ask = replace(self._ask, max_tokens=self._manner.think_tokens)
        split = Splitter(self._tokenizer, self._codebook_size, (THINK_END,), speaks=False)
        await self._decode(question, ask, split, tally, take)
        text = "".join(thoughts).removesuffix("\n") + "\n"
        return speak_after(text) if self._manner.spoken else write_after(text)

    async def _say(
        self, use: ToolUse, said: list[Answer], opening: Message, tally: _Tally, outbox: Send[Answer]
    ) -> bool:
        """The answer behind what was `said`, to which it is added: to its end, or to what the tools gave that it asks
        for; whether it goes on behind that."""

        async def give(item: Answer) -> None:
            said.append(item)
            await outbox.send(item)

        question = self._behind(said, opening)
        if apart := _apart(said):
            await give(AnswerText(apart))
        async with errands(use) as calls:

            async def take(item: Split) -> None:
                if isinstance(item, AnswerToolCall):
                    number = sum(isinstance(each, AnswerToolCall) for each in said)
                    item = calls.start(replace(item, call=f"call_{self._ask.seed:x}_{number}"))
                await give(item)

            await self._decode(question, self._ask, self._splitter(), tally, take)
            came = await calls.finish(give, _apart(said))
        return came and not calls.client_runs_some

    def _behind(self, said: Sequence[Answer], opening: Message) -> Prompt:
        """The prompt behind what was said so far; where what the tools gave leaves no room, it says so instead."""
        most = self._decoder.llm.args.max_position_embeddings - LEAST_ROOM
        for answer in (said, [_unread(item) for item in said]):
            messages = remembered(0, answer, spoken=self._manner.spoken)
            question = self._question([*self._before(), *messages], opening)
            if len(question.ids) <= most:
                break
        return question

    def _before(self) -> Sequence[Said]:
        """What is answered."""
        messages = self._conversation.messages
        if not self._manner.alone:
            return messages
        return list(takewhile(lambda message: _kind(message) == "human", reversed(messages)))[::-1]

    def _question(self, messages: Iterable[Said], opening: Message) -> Prompt:
        manner = self._manner
        return answer_prompt(
            self._conversation.system if manner.system is None else manner.system,
            messages,
            self._tokenizer,
            opening=opening,
            tools=manner.tools.toolbox.schemas if manner.tools else (),
            instruction=manner.instruction,
        )

    def _splitter(self) -> Splitter:
        manner = self._manner
        return Splitter(self._tokenizer, self._codebook_size, speaks=manner.spoken, calls=manner.tools is not None)

    async def _decode(
        self, question: Prompt, ask: Ask, split: Splitter, tally: _Tally, take: Callable[[Split], Awaitable[None]]
    ) -> None:
        """One pass of the model: what comes is given to `take`."""
        tally.read(question)
        try:
            async with self._decoder.turn(question, self._conversation.memory, ask) as tokens:
                waterfall.mark("prefill")
                async for token in tokens:
                    tally.said(audio=self._tokenizer.audio_code(token) is not None)
                    for item in split.push(token):
                        await take(item)
                    if split.stopped:
                        break
        finally:
            tally.close(self._conversation.memory)
        for item in split.finish():
            await take(item)


class _Tally:
    """Counts the tokens of a turn into its waterfall, pass by pass. What stood in the memory when it was made was
    cached; what is prefilled while the caller speaks was not."""

    def __init__(self, memory: Memory) -> None:
        self._known = list(memory.keys)
        self._texts = self._codes = 0

    def read(self, question: Prompt) -> None:
        """The next pass begins with this prompt."""
        audio = sum(not isinstance(key, int) for key in question.keys)
        cached = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self._known, question.keys, strict=False))
        )
        waterfall.count(Usage(prompt_text=len(question.ids) - audio, prompt_audio=audio, cached=cached))

    def said(self, *, audio: bool) -> None:
        """A token was decoded."""
        self._codes += audio
        self._texts += not audio

    def close(self, memory: Memory) -> None:
        """The pass is over."""
        waterfall.count(Usage(answer_text=self._texts, answer_audio=self._codes))
        self._texts = self._codes = 0
        self._known = list(memory.keys)


def answer_prompt(
    system: str,
    said: Iterable[Said],
    tokenizer: Tokenizer,
    *,
    opening: Message | None = None,
    tools: Sequence[ToolSchema] = (),
    instruction: str = "",
) -> Prompt:
    """The prompt whose continuation is the answer to what was `said`, spoken unless `opening` says otherwise.

    `instruction` follows what tools gave. What came from outside is text, whatever it looks like.
    """
    audio_start = tokenizer.id("<audio_start>")
    messages = [Message("system", system)] if system else []
    if tools:
        listed = tools_turn([function(tool.name, tool.description, tool.parameters) for tool in tools])
        messages.append(replace(listed, content=tokenizer.plain(str(listed.content))))
    speeches: list[Speech] = []
    for kind, group in groupby(said, _kind):
        content: list[Segment] = []
        results: list[tuple[str, str]] = []
        for message in group:
            match message:
                case UserSpeech(utterance, pieces, _, tail, pause):
                    tails = [0] * (len(pieces) - 1) + [tail]
                    heard = [
                        Speech((utterance, number), chunks, tails[number], pause)
                        for number, chunks in enumerate(pieces)
                    ]
                    speeches += heard
                    content += [Audio(len(speech)) for speech in heard]
                case UserTyped(text):
                    content.append(tokenizer.plain(text))
                case AssistantSpeech(_, ids):
                    # an audio start the model made up must not be taken for one that features follow
                    messages.append(spoken(token for token in ids if token != audio_start))
                case AssistantTyped(text, _, ids):
                    written = tokenizer.decode(token for token in ids if tokenizer.is_text(token)) if ids else text
                    messages.append(Message("assistant", written))
                case ToolOutcome():
                    results.append((message.name or "a call", tokenizer.plain(message.text)))
        if kind == "human":
            typed = content[0] if len(content) == 1 and isinstance(content[0], str) else content
            messages.append(Message("human", typed))
        if kind == "tool":
            messages.append(tool_results(results, instruction))
    return prompt([*messages, opening or speak()], speeches, tokenizer)


def _kind(message: Said) -> str:
    match message:
        case UserSpeech() | UserTyped():
            return "human"
        case ToolOutcome():
            return "tool"
        case _:
            return "assistant"


def _apart(said: Iterable[Answer]) -> str:
    """What sets further words apart from those that were `said`."""
    text = "".join(item.text for item in said if isinstance(item, AnswerText))
    return " " if text and not text[-1].isspace() else ""


def _unread(item: Answer) -> Answer:
    """A result that is too long for the model, as what it is told instead."""
    if not isinstance(item, AnswerToolResult):
        return item
    text = f"{ERROR}{item.name} gave {len(item.text)} characters, which is more than there is room for"
    return replace(item, text=text, failed=True)
