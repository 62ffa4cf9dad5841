"""What is said only to be written down: mostly texts that cannot be guessed from their beginning.

A small language model that hears only the world's phrasings writes the nearest phrasing it knows, whatever is said. So
most of these are halves of two requests, shuffled words, words of a large vocabulary at random, sentences on anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random

from training.world import english, lexicon, mandarin, thinking, tools, translation, vocabulary
from training.world.scene import Language

GLUE = english.listed(
    """the|a|of|to|and|in|that|it|is|was|for|on|with|as|at|by|this|have|from|or|not|but|what|all|were|when|we|there|can|
    an|your|which|their|if|will|each|about|how|up|out|them|then|she|many|some|so|these|would|into|has|more|two|like|him|
    see|time|could|no|make|than|first|been|its|who|now|my|made|over|did|down|only|way|find|use|may|other|go|good|new|
    i|you|he|they|me|us|her|his|our|do|does|said|get|just|know|take|people|year|because|any|give|day|most"""
)


def text(rng: Random, language: Language, held_out: bool = False) -> str:
    """Something to write down, as spoken."""
    while True:
        words = (_english if language == "en" else _mandarin)(rng, held_out)
        if words:
            return words


def request(rng: Random, language: Language, held_out: bool = False) -> str:
    """A request of the world, of any kind."""
    pick = rng.random()
    if pick < 0.76:
        return (english if language == "en" else mandarin).sample(rng, held_out).request
    if pick < 0.88:
        pair = translation.sample(rng, held_out)
        return english.spoken(pair[0]) if language == "en" else lexicon.spoken(pair[1])
    while True:
        made = tools.scene(rng, needed=True, held_out=held_out) if pick < 0.95 else thinking.scene(rng, "", held_out)
        if made.language == language:
            return made.turns[0].request


def open_text(rng: Random, held_out: bool = False) -> str:
    """An English sentence on anything, held out or not by its hash."""
    while True:
        sentence = english.spoken(_varied(english.open_sentence(rng), rng))
        if (english.digest(sentence) % 12 == 0) == held_out:
            return sentence


def _varied(sentence: str, rng: Random) -> str:
    """Now and then with words of the large vocabulary in place of its own."""
    share = rng.choice([0.0, 0.15, 0.3])
    return " ".join(word if rng.random() >= share else vocabulary.word(rng) for word in sentence.split())


def _english(rng: Random, held_out: bool) -> str:
    pick = rng.random()
    if pick < 0.16:
        return request(rng, "en", held_out)
    if pick < 0.36:
        first, second = (request(rng, "en", held_out).split() for _ in range(2))
        a, b = rng.randint(1, len(first)), rng.randint(0, len(second))
        return " ".join(first[:a] + second[b:])
    if pick < 0.44:
        words = request(rng, "en", held_out).split()
        rng.shuffle(words)
        return " ".join(words)
    if pick < 0.64:
        glue = rng.uniform(0.1, 0.6)
        return " ".join(
            rng.choice(GLUE) if rng.random() < glue else vocabulary.word(rng) for _ in range(rng.randint(2, 11))
        )
    if pick < 0.88:
        return open_text(rng)
    if pick < 0.93:
        return " ".join(rng.choice(SPOKEN_PIECES)(rng) for _ in range(rng.randint(2, 5)))
    return " ".join(request(rng, "en", held_out) for _ in range(rng.choice([2, 2, 3, 4])))


def _letters(rng: Random) -> str:
    return " ".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(2, 4)))


SPOKEN_PIECES: list[Callable[[Random], str]] = [
    lambda rng: " ".join(rng.choice(english.DIGITS) for _ in range(rng.randint(2, 5))),
    lambda rng: english.number(rng.choice([rng.randint(0, 99), rng.randint(100, 9999)])),
    lambda rng: f"{rng.choice(english.FIRST_NAMES)} {rng.choice(english.LAST_NAMES)}".lower(),
    lambda rng: english.SLOTS["date"](rng).lower(),
    lambda rng: english.SLOTS["clock"](rng),
    lambda rng: rng.choice(english.CITIES).lower(),
    lambda rng: rng.choice(english.WEEKDAYS + english.MONTHS).lower(),
    _letters,
]


@cache
def _characters() -> str:
    """Every character of the world in Mandarin."""
    rng = Random(5)
    found = {c for _ in range(6000) for c in mandarin.sample(rng).request + mandarin.sample(rng, True).request}
    found |= {c for _ in range(3000) for c in translation.sample(rng)[1]}
    found |= set("".join(mandarin.FACTS) + "".join(mandarin.FACTS.values()) + "".join(mandarin.SMALL_TALK.values()))
    return "".join(sorted(c for c in found if re.match(r"[\u4e00-\u9fff]", c)))


@cache
def _words_zh() -> list[str]:
    words = [*lexicon.CITIES.values(), *lexicon.PRODUCTS.values(), *lexicon.COLORS.values(), *lexicon.WEEKDAYS]
    words += [
        *lexicon.MONTHS,
        *lexicon.LIGHTS.values(),
        *mandarin.ERRANDS,
        *mandarin.REMEDIES,
        *translation.PEOPLE.values(),
    ]
    return [*words, *mandarin.GOOD_FEELINGS, *mandarin.BAD_FEELINGS, *mandarin.OPENERS, *"我你他是的了在有不要想请去吗"]


def _mandarin(rng: Random, held_out: bool) -> str:
    pick = rng.random()
    if pick < 0.25:
        return request(rng, "zh", held_out)
    if pick < 0.5:
        first, second = (request(rng, "zh", held_out) for _ in range(2))
        return first[: rng.randint(1, len(first))] + second[rng.randint(0, len(second)) :]
    if pick < 0.68:
        return "".join(rng.choice(_words_zh()) for _ in range(rng.randint(2, 6)))
    if pick < 0.8:
        return "".join(rng.choice(_characters()) for _ in range(rng.randint(3, 12)))
    if pick < 0.88:
        return "".join(
            rng.choice([
                lexicon.number(rng.choice([rng.randint(0, 99), rng.randint(100, 9999)])), mandarin.draw("digits", rng),
                mandarin.draw("full_name", rng), mandarin.draw("date", rng), mandarin.draw("clock", rng),
            ])
            for _ in range(rng.randint(1, 3))
        )  # fmt: skip
    return "".join(request(rng, "zh", held_out) for _ in range(rng.choice([2, 2, 3])))
