"""Sentences of the world in both languages, from one aligned grammar, so that each has exactly one translation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from random import Random

from training.world import english, lexicon
from training.world.english import as_sentence, slot_names
from training.world.scene import Language, Scene, Turn

Pair = tuple[str, str]


def sample(rng: Random, held_out: bool = False) -> Pair:
    """A sentence in English and in Mandarin, as written. Held out are combinations of template and fillings."""
    while True:
        templates = rng.choice(GLOSSARY if not held_out and rng.random() < 0.35 else TEMPLATES)
        slots = {name: SLOTS[name.rstrip("2")](rng) for name in slot_names(templates[0])}
        texts = [template.format(**{n: pair[k] for n, pair in slots.items()}) for k, template in enumerate(templates)]
        digest = hashlib.blake2b(texts[0].lower().encode(), digest_size=6).digest()
        kept_back = bool(slots) and int.from_bytes(digest, "big") % 12 == 0
        if kept_back == held_out:
            return as_sentence(texts[0]), as_sentence(texts[1])


def scene(rng: Random, prompt: Callable[[Language, bool], str], held_out: bool = False) -> Scene:
    """A translation into either language, written or spoken; `prompt(to, aloud)` is its system prompt."""
    english_text, chinese = sample(rng, held_out)
    aloud = rng.random() < 0.5
    to: Language = rng.choice(["en", "zh"])
    if to == "zh":
        turn = Turn(english.spoken(english_text), chinese)
        return Scene("translate", "en", (turn,), "zh", system=prompt("zh", aloud), written=not aloud)
    turn = Turn(lexicon.spoken(chinese), english_text)
    return Scene("translate", "zh", (turn,), "en", system=prompt("en", aloud), written=not aloud)


def _of(words: dict[str, str]) -> Callable[[Random], Pair]:
    return lambda rng: rng.choice(list(words.items()))


def _number(low: int, high: int) -> Callable[[Random], Pair]:
    def draw(rng: Random) -> Pair:
        n = rng.randint(low, high)
        return english.number(n), lexicon.number(n)

    return draw


def _count(low: int, high: int) -> Callable[[Random], Pair]:  # before a measure word two is 两
    def draw(rng: Random) -> Pair:
        n = rng.randint(low, high)
        return english.number(n), "两" if n == 2 else lexicon.number(n)

    return draw


def _digits(rng: Random) -> Pair:
    digits = [rng.randrange(10) for _ in range(rng.choice([3, 3, 4, 5]))]
    return " ".join(english.DIGITS[d] for d in digits), "".join(lexicon.DIGITS[d] for d in digits)


def _hour(rng: Random) -> Pair:
    n = rng.randint(1, 12)
    shape = rng.choice([("{}", "{}"), ("half past {}", "{}半"), ("{} twenty", "{}二十分")])
    return shape[0].format(english.number(n)), shape[1].format(lexicon.hour(n))


def _date(rng: Random) -> Pair:
    month = rng.randrange(12)
    day = rng.randrange(list(english.MONTH_DAYS.values())[month])
    return (
        f"the {english.ORDINALS[day]} of {english.MONTHS[month]}",
        f"{lexicon.MONTHS[month]}{lexicon.number(day + 1)}号",
    )


PROBLEMS = {
    "is broken": "坏了", "is too small": "太小了", "is too big": "太大了", "is too expensive": "太贵了",
    "is too heavy": "太重了", "is very good": "非常好", "is missing": "不见了", "arrived today": "今天到了",
    "arrived yesterday": "昨天到了", "has the wrong color": "颜色不对", "does not turn on": "打不开",
}  # fmt: skip
ERRANDS = {
    "call the doctor": "给医生打电话", "buy some milk": "买牛奶", "water the plants": "浇花", "pay the rent": "交房租",
    "feed the cat": "喂猫", "take my pills": "吃药", "wash the car": "洗车", "send the letter": "寄信",
    "book the hotel": "订酒店", "walk the dog": "遛狗", "drink some water": "喝水", "read a book": "看书",
}  # fmt: skip
PEOPLE = {
    "my mother": "我妈妈", "my father": "我爸爸", "my friend": "我的朋友", "my sister": "我姐姐",
    "my brother": "我哥哥",
    "the doctor": "医生", "the teacher": "老师", "my colleague": "我的同事", "your manager": "你的经理",
}  # fmt: skip
DAYS = dict(zip(english.WEEKDAYS, lexicon.WEEKDAYS, strict=True))
SLOTS: dict[str, Callable[[Random], Pair]] = {
    "city": _of(lexicon.CITIES),
    "product": _of(lexicon.PRODUCTS),
    "color": _of(lexicon.COLORS),
    "light": _of(lexicon.LIGHTS),
    "weekday": _of(DAYS),
    "month": _of(dict(zip(english.MONTHS, lexicon.MONTHS, strict=True))),
    "problem": _of(PROBLEMS),
    "errand": _of(ERRANDS),
    "person": _of(PEOPLE),
    "number": _number(3, 999),
    "small": _count(2, 30),
    "digits": _digits,
    "clock": _hour,
    "date": _date,
}
GLOSSARY: list[Pair] = [  # words and phrases, for training alone
    ("{product}", "{product}"), ("{color} {product}", "{color}的{product}"), ("{city}", "{city}"), ("{date}", "{date}"),
    ("{number} dollars", "{number}元"), ("{weekday}", "{weekday}"), ("{clock}", "{clock}"), ("{month}", "{month}"),
    ("{person}", "{person}"), ("{weekday} at {clock}", "{weekday}{clock}"), ("{light}", "{light}"),
    ("{errand}", "{errand}"),
    ("{digits}", "{digits}"), ("order {digits}", "订单{digits}"), ("the {product} {problem}", "{product}{problem}"),
    ("{small} people", "{small}个人"), ("{city} and {city2}", "{city}和{city2}"), ("{small} days", "{small}天"),
    ("the {product} and the {product2}", "{product}和{product2}"), ("{light} and {light2}", "{light}和{light2}"),
    ("{color} and {color2}", "{color}和{color2}"), ("{person} in {city}", "{city}的{person}"),
]  # fmt: skip
TEMPLATES: list[Pair] = [
    ("where is my order {digits}?", "我的订单{digits}在哪里？"),
    ("please cancel order {digits}.", "请取消订单{digits}。"),
    ("my account number is {digits}.", "我的账号是{digits}。"),
    ("my phone number is {digits}.", "我的电话号码是{digits}。"),
    ("parcel {digits} is in {city}.", "包裹{digits}在{city}。"),
    ("order {digits} will arrive on {weekday}.", "订单{digits}{weekday}到。"),
    ("the {product} {problem}.", "{product}{problem}。"),
    ("my {product} {problem}.", "我的{product}{problem}。"),
    ("the {color} {product} {problem}.", "{color}的{product}{problem}。"),
    ("i would like to buy a {color} {product}.", "我想买一个{color}的{product}。"),
    ("do you have a {color} {product}?", "你们有{color}的{product}吗？"),
    ("how much is the {product}?", "{product}多少钱？"),
    ("the {product} costs {number} dollars.", "{product}{number}元。"),
    ("i paid {number} dollars for the {product}.", "我买{product}花了{number}元。"),
    ("i live in {city}.", "我住在{city}。"),
    ("i am flying to {city} on {weekday}.", "我{weekday}飞{city}。"),
    ("i want to go to {city}.", "我想去{city}。"),
    ("{person} lives in {city}.", "{person}住在{city}。"),
    ("{person} is going to {city} on {weekday}.", "{person}{weekday}去{city}。"),
    ("how is the weather in {city}?", "{city}的天气怎么样？"),
    ("it is raining in {city}.", "{city}在下雨。"),
    ("the train to {city} leaves at {clock}.", "去{city}的火车{clock}开。"),
    ("the shop in {city} opens at {clock}.", "{city}的商店{clock}开门。"),
    ("are you open on {weekday}?", "你们{weekday}开门吗？"),
    ("we are closed on {weekday}.", "我们{weekday}休息。"),
    ("i would like an appointment on {weekday} at {clock}.", "我想预约{weekday}{clock}。"),
    ("let us meet on {weekday} at {clock}.", "我们{weekday}{clock}见面吧。"),
    ("my birthday is on {date}.", "我的生日是{date}。"),
    ("please deliver it on {date}.", "请{date}送货。"),
    ("the meeting is on {date}.", "会议是{date}。"),
    ("today is {weekday}.", "今天是{weekday}。"),
    ("tomorrow is {date}.", "明天是{date}。"),
    ("remind me to {errand}.", "提醒我{errand}。"),
    ("i have to {errand} on {weekday}.", "我{weekday}要{errand}。"),
    ("{person} wants to {errand}.", "{person}想{errand}。"),
    ("please tell {person} to {errand}.", "请告诉{person}要{errand}。"),
    ("please turn on the {light}.", "请打开{light}。"),
    ("please turn off the {light}.", "请关掉{light}。"),
    ("wake me up at {clock}.", "{clock}叫我起床。"),
    ("it is {clock} now.", "现在是{clock}。"),
    ("we are {small} people.", "我们是{small}个人。"),
    ("i have been waiting for {small} days.", "我等了{small}天。"),
    ("i have {small} questions.", "我有{small}个问题。"),
    ("there are {number} people in the shop.", "商店里有{number}个人。"),
    ("call {person} on {weekday}.", "{weekday}打电话给{person}。"),
    ("{person} likes the {product}.", "{person}喜欢{product}。"),
    ("{person} bought a {product} in {city}.", "{person}在{city}买了一个{product}。"),
    ("the {product} is on the way to {city}.", "{product}在去{city}的路上。"),
    ("please send the {product} to {city}.", "请把{product}寄到{city}。"),
    ("i like {month}.", "我喜欢{month}。"),
    ("it is cold in {month}.", "{month}很冷。"),
    ("the {product} is {color}.", "{product}是{color}的。"),
    ("hello, how can i help you?", "您好，请问需要什么帮助？"),
    ("thank you very much.", "非常感谢。"),
    ("goodbye.", "再见。"),
    ("good morning.", "早上好。"),
    ("what is your name?", "你叫什么名字？"),
    ("i do not understand.", "我听不懂。"),
    ("please say that again.", "请再说一遍。"),
    ("i forgot my password.", "我忘了密码。"),
    ("i lost my card.", "我的卡丢了。"),
    ("how are you?", "你好吗？"),
    ("i am very happy today.", "我今天很高兴。"),
    ("i am tired.", "我很累。"),
    ("can you help me?", "你能帮我吗？"),
    ("have a nice day.", "祝你今天愉快。"),
    ("i want to talk to a person.", "我想和真人说话。"),
    ("where is the station?", "车站在哪里？"),
]
