"""The filler: words that bridge a silence, as speech codes, which any voice can sound."""

from __future__ import annotations

from collections.abc import Callable

import anyio

from pipeline.segment import AnswerCodes
from stages.decoder import Ask, Decoder
from stages.memory import Memory, prompt
from stages.prompt import Message, speak
from stages.splitter import Splitter
from stages.tokenizer import Tokenizer


class Filler:
    """`text` read aloud by the LLM, once; every later call gives the same codes."""

    def __init__(
        self,
        decoder: Decoder,
        tokenizer: Tokenizer,
        memory: Callable[[], Memory],
        ask: Ask,
        *,
        text: str,
        read_prompt: str,
        codebook_size: int,
    ) -> None:
        self.text = text
        self._decoder = decoder
        self._tokenizer = tokenizer
        self._memory = memory
        self._ask = ask
        self._read_prompt = read_prompt
        self._codebook_size = codebook_size
        self._codes: tuple[int, ...] = ()
        self._making = anyio.Lock()

    async def __call__(self) -> tuple[str, tuple[int, ...]]:
        """The text, and its codes."""
        async with self._making:
            if not self._codes:
                self._codes = await self._make()
        return self.text, self._codes

    async def _make(self) -> tuple[int, ...]:
        question = prompt(
            [Message("system", self._read_prompt), Message("human", self.text), speak()], [], self._tokenizer
        )
        split = Splitter(self._tokenizer, self._codebook_size)
        async with self._decoder.turn(question, self._memory(), self._ask) as tokens:
            items = [item async for token in tokens for item in split.push(token)]
        return tuple(code for item in items if isinstance(item, AnswerCodes) for code in item.codes)
