"""Two requests, the second of which only the first explains."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.world import english, lexicon, mandarin
from training.world.english import DIGITS, as_sentence, number
from training.world.scene import Language, Scene, Turn

Said = tuple[str, str]
"""A request and its answer."""


def scene(rng: Random, held_out: bool = False) -> Scene:
    """A pair of turns, now and then with an unrelated one between them."""
    language: Language = "en" if rng.random() < 0.6 else "zh"
    world = english if language == "en" else mandarin
    spoken = english.spoken if language == "en" else lexicon.spoken
    turns = rng.choice(PAIRS[language])(rng, held_out)
    if rng.random() < 0.15:
        between = world.sample(rng)
        turns.insert(1, (between.request, between.answer))
    said = tuple(Turn(spoken(request), as_sentence(answer)) for request, answer in turns)
    return Scene("two turns", language, said, language)


def _slot(rng: Random, name: str, held_out: bool) -> str:
    """A filling of an English slot, held out or not where the world holds whole fillings out."""
    while True:
        value = english.SLOTS[name](rng)
        if name not in english.WHOLE_SLOTS or english.is_kept_back(name, value) == held_out:
            return value


def _zh_slot(rng: Random, name: str, held_out: bool) -> str:
    while True:
        value = mandarin.draw(name, rng)
        if name not in english.WHOLE_SLOTS or english.is_kept_back(name, value) == held_out:
            return value


def _my_name(rng: Random, held_out: bool) -> list[Said]:
    name = _slot(rng, "full_name", held_out)
    opening = rng.choice(["my name is {}", "i am {}", "this is {}", "hello my name is {}", "you are speaking with {}"])
    asked = rng.choice(["what was my name", "what is my name", "who am i", "do you remember my name", "say my name"])
    return [(opening.format(name), f"nice to meet you, {name}."), (asked, f"your name is {name}.")]


def _twice(rng: Random, held_out: bool) -> list[Said]:
    while True:
        a, b = rng.randint(1, 30), rng.randint(1, 30)
        if english.is_kept_back("twice", f"{a}+{b}") == held_out:
            break
    total = a + b
    asked, many, times = rng.choice([
        ("and twice that", total * 2, "twice"), ("and two times that", total * 2, "twice"),
        ("what is twice that", total * 2, "twice"), ("and three times that", total * 3, "three times"),
        ("plus ten", total + 10, ""), ("and ten more", total + 10, ""), ("and one more", total + 1, ""),
    ])  # fmt: skip
    words = f"{number(a)} plus {number(b)}"
    first = (
        rng.choice(["what is {}", "how much is {}", "{}", "tell me {}"]).format(words).lower(),
        f"{words} is {number(total)}",
    )
    if times:
        return [first, (asked, f"{times} {number(total)} is {number(many)}")]
    return [first, (asked, f"{number(total)} plus {number(many - total)} is {number(many)}")]


def _order(rng: Random, held_out: bool) -> list[Said]:
    digits = _slot(rng, "digits", held_out)
    fate = english.ORDER_FATES[DIGITS.index(digits.split()[-1])]
    first = rng.choice(
        ["where is order {}", "what is the status of order {}", "can you check order {}", "i am calling about order {}"]
    )
    second = rng.choice([
        (
            rng.choice(["please cancel it", "cancel it", "then cancel it", "i want to cancel it"]),
            f"order {digits} is cancelled.",
        ),
        (
            rng.choice(["what was the number", "which order was that", "repeat the number please"]),
            f"the number was {digits}.",
        ),
        (
            rng.choice(["i want a refund", "can i get a refund for it", "give me the money back"]),
            f"the refund for order {digits} is on its way.",
        ),
    ])  # fmt: skip
    return [(first.format(digits), f"order {digits} {fate}"), second]


def _weather(rng: Random, held_out: bool) -> list[Said]:
    first, second = rng.sample(english.CITIES, 2)
    asked = rng.choice(["what is the weather in {}", "how is the weather in {}"]).format(first.lower())
    said = [english.by_city({"city": city}, english.SKIES) for city in (first, second)]
    then = rng.choice(["and in {}", "what about {}", "and how is it in {}"]).format(second.lower())
    return [(asked, f"it is {said[0]} in {first} today"), (then, f"it is {said[1]} in {second} today")]


def _day(rng: Random, held_out: bool) -> list[Said]:
    words, name = rng.choice([(english.WEEKDAYS, "day"), (english.MONTHS, "month")])
    at = rng.randrange(len(words))
    one, two, three = (words[(at + k) % len(words)] for k in range(3))
    then = rng.choice(["and after that", "and the one after that", "and what comes next"])
    return [
        (f"what {name} comes after {one.lower()}", f"{two} comes after {one}"),
        (then, f"{three} comes after {two}"),
    ]


def _price(rng: Random, held_out: bool) -> list[Said]:
    first, second = rng.sample(list(english.PRICES), 2)
    asked = rng.choice(["how much is the {}", "what does the {} cost", "what is the price of the {}"]).format(first)
    told = f"the {first} costs {number(english.PRICES[first])} dollars"
    if rng.random() < 0.5:
        n = rng.choice([2, 3])
        then = rng.choice(["and {} of them", "what do {} of them cost", "how much are {} of them"]).format(number(n))
        return [(asked, told), (then, f"{number(n)} of them cost {number(n * english.PRICES[first])} dollars")]
    then = rng.choice(["and the {}", "what about the {}", "and how much is the {}"]).format(second)
    return [(asked, told), (then, f"the {second} costs {number(english.PRICES[second])} dollars")]


def _repeat(rng: Random, held_out: bool) -> list[Said]:
    while True:
        exchange = english.sample(rng)
        if exchange.intent not in ("repeat", "thanks", "goodbye"):
            break
    asked = rng.choice(
        ["can you repeat that", "please say that again", "say that again", "what did you say", "repeat that please"]
    )
    return [(exchange.request, exchange.answer), (asked, exchange.answer)]


def _city(rng: Random, held_out: bool) -> list[Said]:
    name, city = rng.choice(english.FIRST_NAMES), rng.choice(english.CITIES)
    opening = rng.choice(["this is {} from {}", "i am {} and i live in {}", "{} from {} here"])
    asked, told = rng.choice([
        ("where do i live", f"you live in {city}."), ("which city am i in", f"you live in {city}."),
        ("what was my name", f"your name is {name}."), ("where am i from", f"you live in {city}."),
    ])  # fmt: skip
    return [(opening.format(name, city).lower(), f"hello {name}, how are things in {city}?"), (asked, told)]


def _zh_name(rng: Random, held_out: bool) -> list[Said]:
    name = _zh_slot(rng, "full_name", held_out)
    opening = rng.choice(["我叫{}", "我的名字是{}", "我是{}", "你好我叫{}"])
    asked = rng.choice(["我叫什么名字", "我的名字是什么", "你记得我叫什么吗", "我是谁"])
    return [(opening.format(name), f"很高兴认识您，{name}。"), (asked, f"您叫{name}。")]


def _zh_twice(rng: Random, held_out: bool) -> list[Said]:
    while True:
        a, b = rng.randint(1, 30), rng.randint(1, 30)
        if english.is_kept_back("twice", f"{a}+{b}") == held_out:
            break
    n = lexicon.number
    first = (f"{n(a)}加{n(b)}" + rng.choice(["等于多少", "是多少", ""]), f"{n(a)}加{n(b)}等于{n(a + b)}")
    if rng.random() < 0.6:
        return [first, (rng.choice(["它的两倍呢", "再乘以二呢", "两倍是多少"]), f"{n(a + b)}的两倍是{n(2 * (a + b))}")]
    return [first, (rng.choice(["再加十呢", "再加十是多少"]), f"{n(a + b)}加十等于{n(a + b + 10)}")]


def _zh_order(rng: Random, held_out: bool) -> list[Said]:
    digits = _zh_slot(rng, "digits", held_out)
    fate = mandarin.ORDER_FATES[mandarin.last_digit(digits)]
    first = rng.choice(["订单{}在哪里", "请帮我查一下订单{}", "我要问订单{}的情况"]).format(digits)
    second = rng.choice([
        (rng.choice(["请取消", "那就取消吧", "我想取消它"]), f"订单{digits}已经取消。"),
        (rng.choice(["号码是什么", "再说一下号码", "是哪个订单"]), f"号码是{digits}。"),
        (rng.choice(["我要退款", "把钱退给我"]), f"订单{digits}的退款在路上。"),
    ])  # fmt: skip
    return [(first, f"订单{digits}{fate}"), second]


def _zh_weather(rng: Random, held_out: bool) -> list[Said]:
    first, second = rng.sample(list(lexicon.CITIES.values()), 2)
    said = [mandarin.by_city({"city": city}, mandarin.SKIES_ZH) for city in (first, second)]
    asked = rng.choice(["{}的天气怎么样", "{}天气如何"]).format(first)
    return [(asked, f"{first}今天{said[0]}"), (rng.choice(["那{}呢", "{}呢"]).format(second), f"{second}今天{said[1]}")]


def _zh_price(rng: Random, held_out: bool) -> list[Said]:
    first, second = rng.sample(list(lexicon.PRODUCTS.values()), 2)
    told = [f"{product}{lexicon.number(mandarin.price(product))}元" for product in (first, second)]
    asked = rng.choice(["{}多少钱", "{}怎么卖", "{}的价格是多少"]).format(first)
    if rng.random() < 0.5:
        return [(asked, told[0]), ("买两个呢", f"两个{lexicon.number(2 * mandarin.price(first))}元")]
    return [(asked, told[0]), (rng.choice(["那{}呢", "{}呢"]).format(second), told[1])]


def _zh_repeat(rng: Random, held_out: bool) -> list[Said]:
    exchange = mandarin.sample(rng)
    asked = rng.choice(["请再说一遍", "你说什么", "再说一次", "能重复一下吗"])
    return [(exchange.request, exchange.answer), (asked, exchange.answer)]


PAIRS: dict[Language, list[Callable[[Random, bool], list[Said]]]] = {
    "en": [_my_name, _my_name, _twice, _twice, _order, _weather, _day, _price, _repeat, _city],
    "zh": [_zh_name, _zh_name, _zh_twice, _zh_twice, _zh_order, _zh_weather, _zh_price, _zh_repeat],
}
