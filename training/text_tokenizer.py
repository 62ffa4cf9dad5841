"""Makes the nano checkpoint's text tokenizer: merges learnt from its English, a token for each character it writes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

from tokenizers import Tokenizer as Library

from stages.files import read_text
from stages.tokenizer import Tokenizer, TokenizerError, bpe, byte_alphabet, pair
from training import prompts, world
from training.nano import BPE_MERGES, SCHEMA_MERGES
from training.tokenizer import added_tokens, train_tokenizer, write_tokenizer
from training.world import mandarin

Merge = tuple[str, str]
PUNCTUATION = "，。？！：、"


def make(folder: Path, n: int = 15000, keep: bool = False) -> None:
    """Writes the tokenizer's files: BPE_MERGES merges from 3 n English sentences, the merges that make each character
    of the world one token, and SCHEMA_MERGES from lists of tools. If those in `folder` are to be kept, as weights
    learnt with them ask for, only characters that had no token are added."""
    merges = merges_of(folder) if keep else learnt(train_tokenizer(sentences(n), BPE_MERGES))
    merges += character_merges(merges)
    if not keep:
        merges += further_merges(merges, schemas(3000), SCHEMA_MERGES)
    write_tokenizer(folder, library_of(merges, with_added=True))


def sentences(n: int, seed: int = 0) -> Iterator[str]:
    """English requests, answers and open sentences in the case they are written in."""
    rng = Random(seed)
    for _ in range(n):
        exchange = world.sample(rng)
        yield from (exchange.request, exchange.answer, world.open_sentence(rng))


def schemas(n: int, seed: int = 1) -> Iterator[str]:
    """Lists of tools and calls."""
    rng = Random(seed)
    for _ in range(n):
        scene = world.scene(rng, "tool")
        yield from (json.dumps(scene.tools, ensure_ascii=False), *(turn.answer for turn in scene.turns))


def characters() -> list[str]:
    """The characters of the world (of its held-out phrasings, too) and of the prompts, in order."""
    rng = Random(2)
    texts = [prompts.TRANSCRIBE, prompts.READ, prompts.THINK, prompts.TOOLS, prompts.SUMMARISE, PUNCTUATION]
    texts += [
        prompts.translate(to, True, name)
        for names in (prompts.NAMES, prompts.OTHER_NAMES)
        for to, name in names.items()
    ]
    texts += [way for intent in mandarin.INTENTS for way in intent.ways]
    for _ in range(60000):
        scene = world.scene(rng)
        texts += [json.dumps(scene.tools, ensure_ascii=False)] if scene.tools else []
        texts += [text for turn in scene.turns for text in (turn.request, turn.answer, turn.thoughts, turn.result)]
    return sorted({c for text in texts for c in text if ord(c) > 0x7F} | set(PUNCTUATION))


def merges_of(folder: Path) -> list[Merge]:
    """The merges of the tokenizer in `folder`, in order."""
    lines = read_text(folder / "merges.txt", TokenizerError).split("\n")
    return [pair(line) for line in lines if line and not line.startswith("#version")]


def learnt(library: Library) -> list[Merge]:
    """The merges of a trained tokenizer, in order."""
    model = json.loads(library.to_str())["model"]
    return [tuple(m) if isinstance(m, list) else pair(m) for m in model["merges"]]


def character_merges(before: Iterable[Merge]) -> list[Merge]:
    """Merges that make every character of `characters` one token."""
    names, merges = byte_alphabet(), list[Merge]()
    known = set(before)
    for character in characters():
        left, *rest = (names[value] for value in character.encode())
        for name in rest:
            if (left, name) not in known:
                known.add((left, name))
                merges.append((left, name))
            left += name
    return merges


def further_merges(before: list[Merge], texts: Iterable[str], n: int) -> list[Merge]:
    """The `n` merges that shorten `texts` most, one after the other, behind those there are."""
    library = library_of(before)
    pieces: Counter[tuple[str, ...]] = Counter()

    @cache
    def symbols(piece: str) -> tuple[str, ...]:
        return tuple(token.value for token in library.model.tokenize(piece))

    for text in texts:
        pieces.update(symbols(piece) for piece, _ in library.pre_tokenizer.pre_tokenize_str(text))
    found: list[Merge] = []
    for _ in range(n):
        pairs: Counter[Merge] = Counter()
        for piece, count in pieces.items():
            for joined in pairwise(piece):
                pairs[joined] += count
        best = max(pairs, key=lambda joined: (pairs[joined], joined))
        found.append(best)
        pieces = Counter({_joined(piece, best): count for piece, count in pieces.items()})
    return found


def _joined(piece: tuple[str, ...], merge: Merge) -> tuple[str, ...]:
    result: list[str] = []
    for symbol in piece:
        if result and (result[-1], symbol) == merge:
            result[-1] += symbol
        else:
            result.append(symbol)
    return tuple(result)


def library_of(merges: list[Merge], with_added: bool = False) -> Library:
    """The tokenizer of these merges: bytes first, then a token each merge, then the added ones."""
    names = dict.fromkeys([*sorted(byte_alphabet()), *("".join(merge) for merge in merges)])
    library = bpe({name: number for number, name in enumerate(names)}, merges)
    if with_added:
        library.add_tokens(added_tokens())
    return library


def moved(old: Tokenizer, new: Tokenizer) -> list[int]:
    """For each id of `new` the id of the same token in `old`, -1 where there is none."""
    found = (old.library.token_to_id(new.library.id_to_token(i) or "") for i in range(new.library.get_vocab_size()))
    return [-1 if token is None else token for token in found]
