"""Requests with tools at hand: some need one, some do not; and what is said of a tool's result.

Names, descriptions and parameters of the tools vary, and others stand beside them that nobody asks for. A call's
arguments are words of the request; numbers are written in digits.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from pipeline.builtin import CALCULATOR, CURRENT_TIME, WEB_SEARCH
from pipeline.wish import ToolSchema
from stages.prompt import function, tool_call
from training.world import english, lexicon, mandarin, tool_expressions, vocabulary
from training.world.english import as_sentence
from training.world.scene import Language, Scene, Turn

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a tool: request, arguments in the order of the tool's parameters, its result, what is said of it, and
    the arguments as they are spoken, where that is otherwise."""

    request: str
    arguments: tuple[Any, ...]
    result: str
    told: str
    spoken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of tool: names it goes by, descriptions, and for each parameter its names and JSON type."""

    names: tuple[str, ...]
    descriptions: tuple[str, ...]
    parameters: tuple[tuple[tuple[str, ...], str], ...]
    use: Callable[[Random, Language], Use]
    expressions: tool_expressions.Expressions
    intents: tuple[str, ...] = ()  # of the world that this tool would be asked for instead
    own: ToolSchema | None = None
    share: int = 1  # how often training asks for it, beside the others

    def schema(self, rng: Random) -> Schema:
        """One way to list the tool; the server's own, where it has one, more often than any other."""
        if self.own is not None and rng.random() < 0.35:
            return function(self.own.name, self.own.description, self.own.parameters)
        properties: dict[str, Any] = {}
        for names, kind in self.parameters:
            properties[rng.choice(names)] = {"type": kind}
        if rng.random() < 0.4:
            for name, entry in properties.items():
                entry["description"] = rng.choice(PARAMETER_NOTES).format(name)
        parameters: Schema = {"type": "object", "properties": properties}
        if rng.random() < 0.7:
            parameters["required"] = list(properties)
        if rng.random() < 0.3:
            parameters["additionalProperties"] = False
        return function(rng.choice(self.names), rng.choice(self.descriptions), parameters)


EXPRESSED_SHARE = 0.4  # of the requests in training: in words that training alone uses
PARAMETER_NOTES = ("the {}", "{}", "{} as text", "搜索关键词", "the {} to use", "{} of the request")


def call(schema: Schema, arguments: tuple[Any, ...]) -> str:
    """The call of a listed tool with arguments in the order of its parameters; the last ones may be left out."""
    named = dict(zip(schema["function"]["parameters"]["properties"], arguments, strict=False))
    return tool_call(schema["function"]["name"], json.dumps(named, ensure_ascii=False))


def scene(rng: Random, system: str = "", needed: bool | None = None, held_out: bool = False) -> Scene:
    """A request that needs a tool (its call, and what is said of the result), or one that none of them is for."""
    language: Language = "en" if rng.random() < 0.6 else "zh"
    if needed is None:
        needed = rng.random() < 0.62
    if needed:
        kind, use = _use(rng, language, held_out)
        while english.is_kept_back("tool", use.request) != held_out:
            kind, use = _use(rng, language, held_out)
        schemas = [kind.schema(rng)]
        schemas += [
            other.schema(rng) for other in rng.sample([k for k in KINDS if k is not kind], rng.choice([0, 1, 1, 2]))
        ]
        wanted = schemas[0]
        rng.shuffle(schemas)
        turns = [Turn(use.request, call(wanted, use.arguments))]
        if rng.random() < 0.8:
            result, told = (use.result, use.told) if rng.random() < 0.92 else _failure(rng, language)
            turns.append(Turn("", as_sentence(told), result=result))
        return Scene("tool", language, tuple(turns), language, system=system, tools=tuple(schemas))
    kinds = rng.sample(KINDS, rng.choice([1, 1, 2, 3]))
    taken = {intent for kind in kinds for intent in kind.intents}
    world = english if language == "en" else mandarin
    while True:
        exchange = world.sample(rng, held_out)
        if exchange.intent not in taken:
            break
    schemas = tuple(kind.schema(rng) for kind in kinds)
    turn = Turn(exchange.request, exchange.answer, others=exchange.others)
    return Scene("no tool", language, (turn,), language, system=system, tools=schemas)


def _use(rng: Random, language: Language, held_out: bool) -> tuple[Kind, Use]:
    """A use of any kind of tool; in training more often of those whose words may be any, which are harder."""
    kind = rng.choice(KINDS) if held_out else rng.choices(KINDS, [kind.share for kind in KINDS])[0]
    use = kind.use(rng, language)
    if not held_out and rng.random() < EXPRESSED_SHARE:
        way = rng.choice(kind.expressions[language])
        use = replace(use, request=_said(way.format(*use.spoken or use.arguments), language))
    return kind, use


def _failure(rng: Random, language: Language) -> tuple[str, str]:
    result = rng.choice(
        [
            '{"error": "timeout"}',
            "error: not available",
            "Error: no result",
            '{"error": "not found"}',
            "the tool did not answer in time",
        ]
    )
    return result, "sorry, that did not work." if language == "en" else "对不起，没有成功。"


def _ask(rng: Random, language: Language, intent: str, own: list[str], **slots: str) -> str:
    """A request in one of a tool's `own` phrasings, with {} for its one slot, or as callers ask the desk for it."""
    if rng.random() < 0.45:
        return rng.choice(own).format(*slots.values())
    world = english if language == "en" else mandarin
    return world.BY_NAME[intent].training_phrasing(rng).format(**slots)


def _said(words: str, language: Language) -> str:
    return english.spoken(words) if language == "en" else lexicon.spoken(words)


def _weather(rng: Random, language: Language) -> Use:
    city, chinese = rng.choice(list(lexicon.CITIES.items()))
    sky, sky_zh = rng.choice(list(lexicon.SKIES.items()))
    degrees = rng.randint(1, 35)
    if language == "en":
        request = _ask(rng, language, "weather", [
            "what is the weather in {}", "how is the weather in {}", "is it raining in {}", "will it be sunny in {}",
            "tell me the weather in {}", "what is the weather like in {} today", "do i need a coat in {}",
        ], city=city)  # fmt: skip
        result = rng.choice(['{{"city": "{}", "weather": "{}", "temperature": {}}}', "{}: {}, {} degrees", "{} {} {}"])
        told = f"in {city} it is {sky}, {english.number(degrees)} degrees"
        return Use(_said(request, language), (city,), result.format(city, sky, degrees), told)
    own = ["{}的天气怎么样", "{}今天天气好吗", "{}在下雨吗", "告诉我{}的天气", "{}天气如何", "{}今天冷吗"]
    request = _ask(rng, language, "weather", own, city=chinese)
    result = rng.choice(['{{"city": "{}", "weather": "{}", "temperature": {}}}', "{}：{}，{}度", "{} {} {}"])
    told = f"{chinese}{sky_zh}，{lexicon.number(degrees)}度"
    return Use(request, (chinese,), result.format(chinese, sky_zh, degrees), told)


def _search(rng: Random, language: Language) -> Use:
    if language == "en":
        topic = english.spoken(rng.choice([english.noun_phrase, english.noun_phrase, _name, _words])(rng))
        request = rng.choice([
            "search for {}", "search the web for {}", "look up {}", "please look up {} online",
            "find {} on the internet", "can you search for {}", "what does the internet say about {}",
            "find out about {}",
            "please search for {}", "i am looking for {} on the internet", "search the internet for {}", "google {}",
            "could you look up {}", "what can you find about {}", "look on the web for {}", "do a search for {}",
            "i need information about {}", "find something about {}",
        ]).format(topic)  # fmt: skip
        found = english.open_sentence(rng)
        while len(found.split()) > 12:
            found = english.open_sentence(rng)
        result = rng.choice(["{}", "1. {}", '{{"results": ["{}"]}}', "Title: {}"]).format(found)
        return Use(request, (topic,), result, f"I found this: {found}")
    topic = rng.choice([
        rng.choice(list(lexicon.PRODUCTS.values())), rng.choice(list(lexicon.CITIES.values())),
        rng.choice(list(lexicon.CITIES.values())) + rng.choice(["新闻", "酒店", "火车", "天气", "商店"]),
        rng.choice(list(lexicon.COLORS.values())) + "的" + rng.choice(list(lexicon.PRODUCTS.values())),
    ])  # fmt: skip
    request = rng.choice(
        [
            "搜索{}",
            "上网查一下{}",
            "帮我搜{}",
            "请搜索{}",
            "网上怎么说{}",
            "查找{}",
            "上网找{}",
            "帮我在网上查{}",
            "我想查{}",
            "请上网搜索{}",
            "能搜一下{}吗",
        ]
    ).format(topic)
    found = mandarin.sample(rng).answer
    result = rng.choice(["{}", "1. {}", '{{"results": ["{}"]}}', "标题：{}"]).format(found)
    return Use(request, (topic,), result, f"我查到：{found}")


def _name(rng: Random) -> str:
    return f"{rng.choice(english.FIRST_NAMES)} {rng.choice(english.LAST_NAMES)}"


def _words(rng: Random) -> str:
    return " ".join(vocabulary.word(rng) for _ in range(rng.randint(1, 4)))


def _calculator(rng: Random, language: Language) -> Use:
    sign = rng.choice("+-*")
    a, b = rng.randint(13, 999), rng.randint(13, 99)
    value = {"+": a + b, "-": a - b, "*": a * b}[sign]
    if value < 0 or value > 9999:
        return _calculator(rng, language)
    name = english.number if language == "en" else lexicon.number
    spoken = {"en": {"+": "plus", "-": "minus", "*": "times"}, "zh": {"+": "加", "-": "减", "*": "乘以"}}[language][
        sign
    ]
    gap = " " if language == "en" else ""
    words = f"{name(a)}{gap}{spoken}{gap}{name(b)}"
    shapes = {
        "en": ["what is {}", "calculate {}", "how much is {}", "please work out {}", "use the calculator {}"],
        "zh": ["{}等于多少", "算一下{}", "请计算{}", "{}是多少"],
    }
    result = rng.choice(["{}", "{}", '{{"result": {}}}', "= {}"]).format(value)
    told = f"that makes {name(value)}" if language == "en" else f"结果是{name(value)}"
    intent = {"+": "plus", "-": "minus", "*": "times"}[sign]
    request = _ask(rng, language, intent, shapes[language], **{intent: words})
    return Use(request, (f"{a} {sign} {b}",), result, told, (words,))


def _order(rng: Random, language: Language) -> Use:
    digits = [rng.randrange(10) for _ in range(rng.choice([3, 3, 4, 5]))]
    written = "".join(map(str, digits))
    state, state_en, state_zh = rng.choice([
        ("shipped", "has shipped", "已经发货"), ("delivered", "was delivered", "已经送到"),
        ("packed", "is being packed", "正在打包"),
        ("cancelled", "was cancelled", "已经取消"), ("late", "is late", "晚了"),
    ])  # fmt: skip
    result = rng.choice(['{{"order": "{}", "status": "{}"}}', "order {}: {}", "{} {}"]).format(written, state)
    if language == "en":
        words = " ".join(english.DIGITS[d] for d in digits)
        request = _ask(rng, language, "order status", [
            "where is order {}", "what is the status of order {}", "can you check order {}", "where is my order {}",
            "tell me about order number {}", "when will order {} arrive",
        ], digits=words)  # fmt: skip
        return Use(request, (written,), result, f"order {words} {state_en}", (words,))
    words = "".join(lexicon.DIGITS[d] for d in digits)
    own = ["订单{}在哪里", "我的订单{}到哪里了", "请帮我查一下订单{}", "订单{}怎么样了", "查订单{}"]
    request = _ask(rng, language, "order status", own, digits=words)
    return Use(request, (written,), result, f"订单{words}{state_zh}", (words,))


def _time(rng: Random, language: Language) -> Use:
    hour, minute = rng.randint(0, 23), rng.randint(0, 59)
    day, month = rng.randint(1, 28), rng.choice(english.MONTHS)
    date = f"{rng.choice(english.WEEKDAYS)}, {day:02} {month} {rng.randint(2025, 2029)}, "
    result = rng.choice([date, date, "", "It is "]) + f"{hour:02}:{minute:02}"
    if language == "en":
        request = rng.choice([
            "what time is it", "tell me the time", "do you know what time it is", "how late is it now",
            "can you tell me the time", "what time is it now", "the time please",
            "can you please tell me what time it is", "what is the time", "what is the time now",
            "please tell me the time", "i want to know the time", "is it late", "how late is it",
            "the current time please",
            "do you have the time",
        ])  # fmt: skip
        minutes = english.number(minute) if minute > 9 else f"oh {english.number(minute)}" if minute else "o'clock"
        return Use(request, (), result, f"it is {english.number(hour)} {minutes}")
    request = rng.choice(
        [
            "现在几点",
            "几点了",
            "请告诉我时间",
            "现在是什么时间",
            "现在几点了",
            "请问几点了",
            "现在是几点",
            "告诉我几点了",
            "时间是几点",
        ]
    )
    minutes = f"{'零' if 0 < minute < 10 else ''}{lexicon.number(minute)}分" if minute else ""
    return Use(request, (), result, f"现在{lexicon.hour(hour)}{minutes}")


def _timer(rng: Random, language: Language) -> Use:
    n = rng.randint(2, 60)
    result = rng.choice(["ok", "done", '{"ok": true}'])
    if language == "en":
        own = ["set a timer for {} minutes", "start a timer for {} minutes", "i need a timer for {} minutes"]
        words = english.number(n)
        request = _ask(rng, language, "timer", own, few=words)
        return Use(request, (n,), result, f"the timer is set for {words} minutes", (words,))
    own = ["计时{}分钟", "定一个{}分钟的计时", "{}分钟后叫我"]
    words = lexicon.number(n)
    request = _ask(rng, language, "timer", own, few=words)
    return Use(request, (n,), result, f"计时{words}分钟开始", (words,))


def _message(rng: Random, language: Language) -> Use:
    result = rng.choice(["sent", "ok", '{"sent": true}'])
    if language == "en":
        name = rng.choice(english.FIRST_NAMES)
        text = english.spoken(rng.choice([
            f"i will be late on {rng.choice(english.WEEKDAYS)}", f"please {rng.choice(english.ERRANDS)}",
            f"i am in {rng.choice(english.CITIES)}", f"the {rng.choice(list(english.PRICES))} is here", "call me back",
            english.open_sentence(rng) if rng.random() < 0.5 else _words(rng),
        ]))  # fmt: skip
        request = rng.choice(
            [
                "send {} a message {}",
                "tell {} {}",
                "write to {} {}",
                "message {} {}",
                "please tell {} {}",
                "send {} the message {}",
                "could you tell {} {}",
                "write {} {}",
                "let {} know {}",
                "send a message to {} {}",
                "text {} {}",
            ]
        ).format(name.lower(), text)
        return Use(request, (name, text), result, f"I told {name}")
    name = rng.choice(mandarin.SURNAMES) + rng.choice(mandarin.GIVEN_NAMES)
    text = rng.choice(
        [
            f"我在{rng.choice(list(lexicon.CITIES.values()))}",
            "我会晚到",
            "请回电话",
            f"我{rng.choice(lexicon.WEEKDAYS)}来",
        ]
    )
    request = rng.choice(
        ["给{}发消息{}", "告诉{}{}", "发短信给{}{}", "请告诉{}{}", "请给{}发消息{}", "和{}说{}", "发消息给{}{}"]
    ).format(name, text)
    return Use(request, (name, text), result, f"我告诉了{name}")


KINDS = [
    Kind(
        ("get_weather", "weather", "current_weather", "weather_forecast", "check_weather", "lookup_weather"),
        ("Current weather of a city", "weather forecast for a place", "Get the weather", "查询天气", "天气查询工具"),
        ((("city", "location", "place", "town"), "string"),),
        _weather, tool_expressions.WEATHER, ("weather",),
    ),
    Kind(
        ("search", "web_search", "search_web", "internet_search", "find_online"),
        ("搜索工具", "Search the web", "search the internet", "Look something up on the web", "网页搜索"),
        ((("query", "q", "keywords", "text", "topic"), "string"),),
        _search, tool_expressions.SEARCH, (), WEB_SEARCH, share=2,
    ),
    Kind(
        ("calculator", "calculate", "compute", "math", "evaluate"),
        ("Calculate an expression", "does arithmetic", "A calculator", "计算器", "Work out a formula"),
        ((("expression", "formula", "input", "sum"), "string"),),
        _calculator, tool_expressions.CALCULATOR, ("plus", "minus", "times"), CALCULATOR,
    ),
    Kind(
        ("order_status", "get_order", "lookup_order", "check_order", "find_order", "order_lookup"),
        ("Status of an order", "Look up an order by its number", "finds an order", "查询订单", "订单状态"),
        ((("order_id", "order", "number", "order_number", "id"), "string"),),
        _order, tool_expressions.ORDER, ("order status",),
    ),
    Kind(
        ("get_time", "current_time", "now", "clock"),
        ("The current time", "tells the time", "What time it is", "当前时间"),
        (), _time, tool_expressions.TIME, (), CURRENT_TIME,
    ),
    Kind(
        ("set_timer", "timer", "start_timer", "countdown"),
        ("Set a timer", "Starts a timer of some minutes", "计时器", "counts down minutes"),
        ((("minutes", "duration", "length", "time"), "integer"),),
        _timer, tool_expressions.TIMER, ("timer",),
    ),
    Kind(
        ("send_message", "message", "send_text", "notify", "text_message"),
        ("Send a message to somebody", "sends a text", "发送消息", "Write to a contact"),
        ((("to", "recipient", "name", "contact"), "string"), (("text", "message", "body", "content"), "string")),
        _message, tool_expressions.MESSAGE, ("message", "transfer"), share=2,
    ),
]  # fmt: skip
