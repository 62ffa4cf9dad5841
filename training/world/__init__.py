"""The small world of the nano checkpoint: a call desk in English and Mandarin, and what is around it.

`english` and `mandarin` hold its intents (request and answer), `phrasings`, `paraphrases` and `wordings` more ways to
say them, `dialogue` pairs of turns, `thinking` arithmetic in two steps, `tools` calls, `translation` aligned sentences,
`hearing` texts to write down. `scene(rng)` draws one document of any kind but hearing, as `scene.Scene`.

Held out, and used by no training document: about one phrasing in six of every intent, and one in twelve of the whole
fillings (digit strings, amounts, full names, dates, times, sums, translated sentences); a hash of the text decides.
"""

from __future__ import annotations

from random import Random

from training import prompts
from training.world import dialogue, english, hearing, lexicon, mandarin, thinking, tools, translation
from training.world.english import Exchange, as_sentence, open_sentence, sample
from training.world.scene import Language, Scene, Turn

__all__ = ["KINDS", "Exchange", "Language", "Scene", "Turn", "as_sentence", "hearing", "is_chinese", "open_sentence",
           "sample", "scene", "spoken", "units"]  # fmt: skip

KINDS = {"answer": 12.0, "pair": 1.0, "two turns": 2.6, "think": 1.4, "direct": 0.4, "tool": 9.0, "translate": 8.0}


def is_chinese(text: str) -> bool:
    """Whether a text holds characters."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def spoken(text: str) -> str:
    """A text as it is heard: without punctuation, and English in lower case."""
    return lexicon.spoken(text) if is_chinese(text) else english.spoken(text)


def units(text: str) -> list[str]:
    """What errors are counted in: the words of English, the characters of Mandarin."""
    return list(lexicon.spoken(text)) if is_chinese(text) else english.spoken(text).split()


def scene(rng: Random, kind: str = "", held_out: bool = False) -> Scene:
    """A document of the named kind (one of KINDS), or of any."""
    match kind or rng.choices(list(KINDS), list(KINDS.values()))[0]:
        case "two turns":
            return dialogue.scene(rng, held_out)
        case "think":
            return thinking.scene(rng, _thinking(rng), held_out, direct=not held_out and rng.random() < 0.1)
        case "direct":
            return thinking.scene(rng, "", held_out, direct=True)
        case "tool":
            return tools.scene(rng, _system(rng, prompts.TOOLS, 0.15), held_out=held_out)
        case "translate":
            return translation.scene(rng, lambda to, aloud: _translate(rng, to, aloud), held_out)
        case "pair":
            language: Language = rng.choice(["en", "zh"])
            world, gap = (english, " ") if language == "en" else (mandarin, "")
            first, second = world.sample(rng, held_out), world.sample(rng, held_out)
            turn = Turn(first.request + gap + second.request, first.answer + gap + second.answer)
            return Scene("pair", language, (turn,), language)
        case _:
            language = "en" if rng.random() < 0.6 else "zh"
            exchange = (english if language == "en" else mandarin).sample(rng, held_out)
            turn = Turn(exchange.request, exchange.answer, others=exchange.others)
            return Scene("answer", language, (turn,), language, system=_system(rng, prompts.TALK, 0.85))


def _system(rng: Random, usual: str, share: float = 0.7) -> str:
    """A system prompt: the usual one, the ordinary one, or another, since people write their own."""
    pick = rng.random()
    if pick < share:
        return usual
    if pick < share + (1 - share) * 0.6:
        return prompts.TALK
    other = english.open_sentence(rng) if rng.random() < 0.6 else mandarin.sample(rng).answer
    return rng.choice(["", "You are a helpful voice assistant. ", "You are Nano. "]) + other


def _thinking(rng: Random) -> str:
    """A system prompt that asks for thoughts: the configuration's, the published one, or after another."""
    pick = rng.random()
    if pick < 0.6:
        return prompts.THINK
    if pick < 0.8:
        return prompts.THINK_PUBLISHED
    return f"{_system(rng, prompts.TALK, 0.0)}\n{prompts.REQUEST_TO_THINK}"


def _translate(rng: Random, to: Language, aloud: bool) -> str:
    return prompts.translate(to, aloud, prompts.OTHER_NAMES[to] if rng.random() < 0.2 else "")
