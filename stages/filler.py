"""The filler: words that bridge a silence, as speech codes, which any voice can sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import anyio

from pipeline.segment import AnswerCodes
from stages.decoder import Ask, Decoder
from stages.memory import Memory, prompt
from stages.prompt import Message, speak
from stages.splitter import Splitter
from stages.tokenizer import Tokenizer


class Filler:
    """Texts by language, read aloud by the LLM, each once; every later call gives the same codes."""

    def __init__(
        self,
        decoder: Decoder,
        tokenizer: Tokenizer,
        memory: Callable[[], Memory],
        ask: Ask,
        *,
        texts: Mapping[str, str],
        read_prompt: str,
        codebook_size: int,
    ) -> None:
        self.texts = {language: text for language, text in texts.items() if text}
        self._decoder = decoder
        self._tokenizer = tokenizer
        self._memory = memory
        self._ask = ask
        self._read_prompt = read_prompt
        self._codebook_size = codebook_size
        self._codes: dict[str, tuple[int, ...]] = {}
        self._making = anyio.Lock()

    async def __call__(self, language: str) -> tuple[str, tuple[int, ...]]:
        """The text in `language`, and its codes; nothing where there is none."""
        if language not in self.texts:
            return "", ()
        async with self._making:
            if language not in self._codes:
                self._codes[language] = await self._make(self.texts[language])
        return self.texts[language], self._codes[language]

    async def _make(self, text: str) -> tuple[int, ...]:
        question = prompt([Message("system", self._read_prompt), Message("human", text), speak()], [], self._tokenizer)
        split = Splitter(self._tokenizer, self._codebook_size)
        async with self._decoder.turn(question, self._memory(), self._ask) as tokens:
            items = [item async for token in tokens for item in split.push(token)]
        return tuple(code for item in items if isinstance(item, AnswerCodes) for code in item.codes)
