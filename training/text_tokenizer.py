"""Makes the nano checkpoint's text tokenizer from sentences of its world and the prompts it is asked with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from training import world
from training.nano import BPE_MERGES
from training.tokenizer import train_tokenizer, write_tokenizer

TRANSCRIBE_PROMPT = "请记录下你所听到的语音内容。"
TALK_PROMPT = "You are a helpful assistant."
READ_PROMPT = "以自然的语速读出下面的文字。\n"


def sentences(n: int, seed: int = 0) -> Iterator[str]:
    """Requests, answers and open sentences in the case they are written in, with the prompts among them."""
    rng = random.Random(seed)
    for k in range(n):
        exchange = world.sample(rng)
        opened = world.open_sentence(rng)
        yield from (exchange.request, exchange.answer, opened, world.spoken(opened))
        if k % 50 == 0:
            yield from (TRANSCRIBE_PROMPT, TALK_PROMPT, READ_PROMPT)


def make(folder: Path, n: int = 15000) -> None:
    """Trains the tokenizer on 4 n sentences and writes its files."""
    write_tokenizer(folder, train_tokenizer(sentences(n), BPE_MERGES))
