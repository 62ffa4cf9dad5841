"""Arithmetic in two steps, told as a sum or as a small story, with the thoughts that lead to its answer.

A thought adds or takes away tens or ones, never both: each is then one of a few hundred facts, which a small model
learns, where the sums of all pairs of numbers are thousands.
"""

from __future__ import annotations

import hashlib
from random import Random

from training.world import english, lexicon
from training.world.scene import Language, Scene, Turn

SIGNS = {"en": {"+": "plus", "-": "minus", "*": "times"}, "zh": {"+": "加", "-": "减", "*": "乘以"}}
EQUALS = {"en": " is ", "zh": "等于"}


def scene(rng: Random, system: str, held_out: bool = False, direct: bool = False) -> Scene:
    """A question with its thoughts, or, if `direct`, answered without. Held out are whole triples of numbers."""
    language: Language = rng.choice(["en", "zh"])
    while True:
        shape = rng.choice(SHAPES)
        a, b = rng.randint(2, 12), rng.randint(2, 12)
        c = rng.randint(2, 50)
        if shape in ("+-", "++"):
            a, b = rng.randint(5, 60), rng.randint(5, 60)
        first = a * b if shape[0] == "*" else a + b
        second = first + c if shape[1] == "+" else first - c
        digest = hashlib.blake2b(f"{shape}{a},{b},{c}".encode(), digest_size=6).digest()
        if second >= 0 and (int.from_bytes(digest, "big") % 12 == 0) == held_out:
            break
    name = english.number if language == "en" else lexicon.number
    request = rng.choice(STORIES[language][shape]).format(a=name(a), b=name(b), c=name(c))
    steps = [*_steps(language, a, shape[0], b), *_steps(language, first, shape[1], c)]
    thoughts = "" if direct else "\n".join(english.as_sentence(step) for step in steps) + "\n"
    answer = f"The answer is {name(second)}." if language == "en" else f"答案是{name(second)}。"
    kind = "direct" if direct else "think"
    return Scene(kind, language, (Turn(request, answer, thoughts),), language, system=system)


def _steps(language: Language, a: int, sign: str, b: int) -> list[str]:
    """'fifty three plus thirty two' as 'fifty three plus thirty is eighty three', 'eighty three plus two is ...'."""
    name = english.number if language == "en" else lexicon.number
    gap = " " if language == "en" else ""
    parts = [b] if sign == "*" else [part for part in (b // 10 * 10, b % 10) if part] or [0]
    found: list[str] = []
    for part in parts:
        result = a * part if sign == "*" else a + part if sign == "+" else a - part
        found.append(f"{name(a)}{gap}{SIGNS[language][sign]}{gap}{name(part)}{EQUALS[language]}{name(result)}")
        a = result
    return found


SHAPES = ["*+", "*-", "+-", "++"]
STORIES: dict[Language, dict[str, tuple[str, ...]]] = {
    "en": {
        "*+": (
            "what is {a} times {b} plus {c}", "how much is {a} times {b} plus {c}", "{a} times {b} plus {c}",
            "i have {a} boxes with {b} apples each and find {c} more how many apples do i have",
            "{a} tickets cost {b} dollars each and the fee is {c} dollars what do i pay",
        ),
        "*-": (
            "what is {a} times {b} minus {c}", "how much is {a} times {b} minus {c}", "{a} times {b} minus {c}",
            "i have {a} bags with {b} oranges each and give away {c} how many are left",
            "i buy {a} books for {b} dollars each and save {c} dollars what do i pay",
        ),
        "+-": (
            "what is {a} plus {b} minus {c}", "how much is {a} plus {b} minus {c}", "{a} plus {b} minus {c}",
            "i had {a} dollars got {b} more and spent {c} how much is left",
            "{a} people are on the bus {b} get on and {c} get off how many are there",
        ),
        "++": (
            "what is {a} plus {b} plus {c}", "how much is {a} plus {b} plus {c}", "{a} plus {b} plus {c}",
            "i have {a} red {b} blue and {c} green balls how many is that",
            "i drove {a} miles then {b} miles then {c} miles how far was that",
        ),
    },
    "zh": {
        "*+": (
            "{a}乘以{b}加{c}等于多少", "{a}乘以{b}加{c}是多少", "算一下{a}乘以{b}加{c}",
            "我有{a}箱苹果每箱{b}个又买了{c}个一共多少个", "票{b}元一张我买{a}张再加{c}元一共多少元",
        ),
        "*-": (
            "{a}乘以{b}减{c}等于多少", "{a}乘以{b}减{c}是多少", "算一下{a}乘以{b}减{c}",
            "我有{a}箱苹果每箱{b}个送了{c}个还有多少个", "书{b}元一本我买{a}本少付{c}元一共多少元",
        ),
        "+-": (
            "{a}加{b}减{c}等于多少", "{a}加{b}减{c}是多少", "算一下{a}加{b}减{c}",
            "我有{a}元又得了{b}元用了{c}元还有多少元", "车上有{a}个人上来{b}个下去{c}个还有多少人",
        ),
        "++": (
            "{a}加{b}加{c}等于多少", "{a}加{b}加{c}是多少", "算一下{a}加{b}加{c}",
            "红球{a}个蓝球{b}个绿球{c}个一共多少个", "我走了{a}里又走{b}里再走{c}里一共多少里",
        ),
    },
}  # fmt: skip
