"""The small world in Mandarin: what callers say, in characters without punctuation, and what the agent answers.

The intents are those of `english`, and so are the rules of their answers: an order's fate follows its last digit, an
account's balance its last two. `sample(rng)` draws an `Exchange`; held out is what `english` holds out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from training.world import english, expressions, paraphrases, phrasings, wordings
from training.world.english import Exchange, Intent, Slots, slot_names, with_more_ways
from training.world.lexicon import (
    CITIES,
    COLORS,
    DIGITS,
    LIGHTS,
    MONTHS,
    PRODUCTS,
    SKIES,
    WEEKDAYS,
    clock,
    number,
)

Filling = tuple[str, str]


def sample(rng: Random, held_out: bool = False) -> Exchange:
    """One exchange. No phrasing or filling of the held-out set is used with held_out=False."""
    while True:
        intent = rng.choices(INTENTS, WEIGHTS)[0]
        phrasing = intent.phrasing(rng) if held_out else intent.training_phrasing(rng)
        slots = {name: draw(name, rng) for name in slot_names(phrasing)}
        if not held_out:
            slots = _unheard_of(slots, rng)
        if english.is_held_out(intent, phrasing, slots) == held_out:
            others = () if held_out else tuple(_request(intent.training_phrasing(rng), slots, rng) for _ in range(4))
            return Exchange(intent.name, _request(phrasing, slots, rng), intent.reply(slots), others)


def _request(phrasing: str, slots: Slots, rng: Random) -> str:
    words = phrasing.format(**slots)
    if slots and rng.random() < 0.3:
        words = rng.choice(OPENERS) + words
    if slots and rng.random() < 0.15:
        words += rng.choice(CLOSERS)
    return words


def _unheard_of(slots: dict[str, str], rng: Random) -> dict[str, str]:
    """Fillings for training alone: names of any characters, larger sums."""
    odd, large = rng.random() < 0.25, rng.random() < 0.5
    found = dict(slots)
    for name in slots:
        if name == "full_name" and odd:
            found[name] = rng.choice(SURNAMES) + "".join(rng.choice(NAMING) for _ in range(rng.randint(1, 2)))
        elif name == "plus" and large:
            found[name] = f"{number(rng.randint(0, 99))}加{number(rng.randint(0, 99))}"
        elif name == "minus" and large:
            a, b = sorted((rng.randint(0, 99), rng.randint(0, 60)), reverse=True)
            found[name] = f"{number(a)}减{number(b)}"
        elif name == "times" and large:
            found[name] = f"{number(rng.randint(0, 12))}乘以{number(rng.randint(0, 12))}"
    return found


def draw(name: str, rng: Random) -> str:
    """A filling of the slot `name`."""
    match name:
        case "digits":
            return "".join(rng.choice(DIGITS) for _ in range(rng.choice([3, 3, 3, 4, 4, 5])))
        case "long_digits":
            return "".join(rng.choice(DIGITS) for _ in range(rng.choice([6, 7, 7, 8])))
        case "amount":
            return number(rng.choice([rng.randint(2, 99), rng.randint(100, 999)]))
        case "full_name":
            return rng.choice(SURNAMES) + rng.choice(GIVEN_NAMES)
        case "date":
            month = rng.randrange(12)
            return f"{MONTHS[month]}{number(rng.randint(1, list(english.MONTH_DAYS.values())[month]))}号"
        case "clock":
            return clock(rng)
        case "plus" | "times":
            top = 20 if name == "plus" else 10
            return f"{number(rng.randint(0, top))}{'加' if name == 'plus' else '乘以'}{number(rng.randint(0, top))}"
        case "minus":
            a, b = sorted((rng.randint(0, 20), rng.randint(0, 20)), reverse=True)
            return f"{number(a)}减{number(b)}"
        case "few":
            return number(rng.randint(3, 30))
        case "range":
            first = rng.randint(1, 15)
            return f"{number(first)}到{number(first + rng.randint(2, 5))}"
        case _:
            return rng.choice(SLOTS[name])


SURNAMES = list("王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗")
GIVEN_NAMES = [
    "明",
    "华",
    "强",
    "伟",
    "芳",
    "丽",
    "静",
    "军",
    "小红",
    "小明",
    "志强",
    "建国",
    "美玲",
    "文静",
    "海燕",
    "大卫",
    "雪梅",
    "春生",
    "晓东",
    "子涵",
    "思雨",
    "佳怡",
]
REMEDIES = {
    "坏了": "我们会修好它",
    "打不开": "我们会修好它",
    "不能用了": "我们会修好它",
    "声音很奇怪": "我们会修好它",
    "太热了": "我们会修好它",
    "收到时已经坏了": "我们会寄一个新的",
    "一直没有收到": "我们会寄一个新的",
    "有一条裂缝": "我们会寄一个新的",
    "少了一个零件": "我们会寄来零件",
    "没有电线": "我们会寄来零件",
    "太小了": "我们会换一个大的",
    "太大了": "我们会换一个小的",
    "太重了": "您可以退货",
    "太贵了": "您可以退货",
    "颜色不对": "您可以退货",
}
GOOD_FEELINGS = ["很高兴", "很开心", "很满意", "很轻松"]
BAD_FEELINGS = ["很难过", "很生气", "很累", "很担心", "很无聊", "不舒服"]
ERRANDS = [
    "给医生打电话",
    "买牛奶",
    "浇花",
    "交房租",
    "喂猫",
    "吃药",
    "给妈妈打电话",
    "洗车",
    "寄信",
    "订酒店",
    "接孩子",
    "遛狗",
]
OPENERS = [
    "你好",
    "您好",
    "喂",
    "请问",
    "不好意思",
    "那个",
    "对了",
    "你好请问",
    "麻烦问一下",
    "早上好",
    "晚上好",
    "我想问一下",
    "打扰一下",
]
CLOSERS = ["谢谢", "好吗", "麻烦您了", "可以吗"]
SLOTS: dict[str, list[str]] = {
    "city": list(CITIES.values()),
    "weekday": WEEKDAYS,
    "month": MONTHS,
    "product": list(PRODUCTS.values()),
    "color": list(COLORS.values()),
    "light": list(LIGHTS.values()),
    "problem": list(REMEDIES),
    "good": GOOD_FEELINGS,
    "bad": BAD_FEELINGS,
    "errand": ERRANDS,
}
ORDER_FATES = [
    "还在打包",
    "已经发货星期一到",
    "已经发货星期五到",
    "今天早上已经送到",
    "已经发货星期二到",
    "正在等您付款",
    "明天送到",
    "上星期取消了",
    "已经发货星期四到",
    "晚了星期六到",
]
PARCEL_PLACES = [CITIES[place] for place in english.PARCEL_PLACES]
SKIES_ZH = [SKIES[sky] for sky in english.SKIES]
FACTS = {
    "法国的首都是哪里": "法国的首都是巴黎",
    "德国的首都是哪里": "德国的首都是柏林",
    "意大利的首都是哪里": "意大利的首都是罗马",
    "日本的首都是哪里": "日本的首都是东京",
    "中国的首都是哪里": "中国的首都是北京",
    "英国的首都是哪里": "英国的首都是伦敦",
    "西班牙的首都是哪里": "西班牙的首都是马德里",
    "埃及的首都是哪里": "埃及的首都是开罗",
    "一个星期有几天": "一个星期有七天",
    "一年有几个月": "一年有十二个月",
    "一天有多少小时": "一天有二十四个小时",
    "一个小时有多少分钟": "一个小时有六十分钟",
    "一分钟有多少秒": "一分钟有六十秒",
    "蜘蛛有几条腿": "蜘蛛有八条腿",
    "狗有几条腿": "狗有四条腿",
    "汽车有几个轮子": "汽车有四个轮子",
    "太阳系有几颗行星": "太阳系有八颗行星",
    "足球队有几个人": "足球队有十一个人",
    "最大的行星是什么": "最大的行星是木星",
    "最大的海洋是什么": "最大的海洋是太平洋",
    "最高的山是什么": "最高的山是珠穆朗玛峰",
    "跑得最快的动物是什么": "跑得最快的动物是猎豹",
    "最高的动物是什么": "最高的动物是长颈鹿",
    "最大的动物是什么": "最大的动物是蓝鲸",
    "面包是用什么做的": "面包是用面粉和水做的",
    "纸是用什么做的": "纸是用木头做的",
    "玻璃是用什么做的": "玻璃是用沙子做的",
    "蜜蜂做什么": "蜜蜂做蜂蜜",
    "牛吃什么": "牛吃草",
    "熊猫吃什么": "熊猫吃竹子",
    "天空是什么颜色": "天空是蓝色的",
    "草是什么颜色": "草是绿色的",
    "雪是什么颜色": "雪是白色的",
    "香蕉是什么颜色": "香蕉是黄色的",
    "水多少度会开": "水一百度会开",
    "水多少度会结冰": "水零度会结冰",
    "企鹅住在哪里": "企鹅住在寒冷的南方",
    "太阳从哪里升起": "太阳从东方升起",
    "太阳从哪里落下": "太阳从西方落下",
    "谁发明了电话": "贝尔发明了电话",
    "谁发现了重力": "牛顿发现了重力",
    "谁画了蒙娜丽莎": "达芬奇画了蒙娜丽莎",
}
SMALL_TALK = {
    "你好吗": "我很好，谢谢您。",
    "最近怎么样": "很好，您需要什么？",
    "你是谁": "我是这里的语音客服。",
    "你叫什么名字": "我叫小诺，是您的电话客服。",
    "你会做什么": "我会查订单、包裹和账户。",
    "你是机器人吗": "是的，我是一台会说话的小电脑。",
    "你是真人吗": "不是，我是一台会说话的小电脑。",
    "你多大了": "我还很年轻。",
    "你喜欢音乐吗": "喜欢，我喜欢钢琴。",
    "你喜欢你的工作吗": "喜欢，我喜欢帮助别人。",
    "讲个笑话": "电话为什么哭了？因为它断线了。",
    "唱首歌吧": "啦啦啦，我只会这些。",
    "你睡觉吗": "不睡，我白天晚上都在。",
    "听得见吗": "听得见，很清楚。",
    "你能帮我吗": "当然，请告诉我您需要什么。",
    "你在吗": "我在，请说。",
    "你真好": "谢谢，您太客气了。",
    "你太慢了": "对不起，我会快一点。",
    "我听不懂": "那我换一种说法。",
    "我很着急": "那我们快一点，什么事？",
    "很高兴认识你": "我也很高兴认识您。",
    "祝你今天愉快": "谢谢，也祝您今天愉快。",
    "生日快乐": "谢谢，我们吃蛋糕吧。",
}
NAMING = sorted(set("".join([*CITIES.values(), *PRODUCTS.values(), *COLORS.values(), *LIGHTS.values(), *GIVEN_NAMES])))
SLOTS.update(fact=list(FACTS), remark=list(SMALL_TALK))


def last_digit(digits: str) -> int:
    return DIGITS.index(digits[-1])


def value(words: str) -> int:
    """The inverse of `number`, for 0 to 199."""
    return VALUES[words]


VALUES = {number(n): n for n in range(200)}


def balance(slots: Slots) -> str:
    dollars = 10 * DIGITS.index(slots["digits"][-2]) + DIGITS.index(slots["digits"][-1])
    return f"账户{slots['digits']}" + ("没有钱了" if dollars == 0 else f"有{number(dollars)}元")


def arithmetic(slots: Slots) -> str:
    ((kind, words),) = slots.items()
    a, b = (value(part) for part in re.split("加|减|乘以", words))
    return f"{words}等于{number({'plus': a + b, 'minus': a - b, 'times': a * b}[kind])}"


def counting(slots: Slots) -> str:
    first, last = (value(part) for part in slots["range"].split("到"))
    return "，".join(number(n) for n in range(first, last + 1))


def opening(slots: Slots) -> str:
    hours = {WEEKDAYS[5]: "十点到四点营业", WEEKDAYS[6]: "休息"}
    return f"{slots['weekday']}我们{hours.get(slots['weekday'], '九点到五点营业')}"


def appointment(slots: Slots) -> str:
    if slots["weekday"] == WEEKDAYS[6]:
        return "对不起，星期天我们休息"
    return f"您的预约是{slots['weekday']}{slots['clock']}"


def stock(slots: Slots) -> str:
    stocked = [COLORS[color] for color in english.STOCKED]
    return f"{'有' if slots['color'] in stocked else '对不起，没有'}{slots['color']}的{slots['product']}"


def by_city(slots: Slots, choices: list[str]) -> str:
    return choices[list(CITIES.values()).index(slots["city"]) % len(choices)]


def price(product: str) -> int:
    """Dollars, as in English."""
    return english.PRICES[next(name for name, chinese in PRODUCTS.items() if chinese == product)]


def neighbour(words: list[str], name: str, step: int, side: str) -> Callable[[Slots], str]:
    return lambda s: f"{s[name]}的{side}是{words[(words.index(s[name]) + step) % len(words)]}"


MONTH_DAYS = list(english.MONTH_DAYS.values())
TRAIN_TIMES = ["中午", "六点", "七点", "十一点", "两点"]
_DESK = [
    Intent("fact", lambda s: FACTS[s["fact"]], (
        "{fact}", "{fact}", "{fact}", "你知道{fact}", "能告诉我{fact}", "我有个问题{fact}", "我想知道{fact}",
        "孩子问{fact}",
    ), weight=5),
    Intent("small talk", lambda s: SMALL_TALK[s["remark"]], ("{remark}",), weight=3),
    Intent("greeting", "您好，请问需要什么帮助？", ("你好", "您好", "喂你好", "有人吗", "你好有人在吗", "在吗")),
    Intent("morning", "早上好，请问需要什么帮助？", ("早上好", "早上好啊", "早安")),
    Intent("thanks", "不客气，很高兴帮助您。", ("谢谢", "谢谢你", "非常感谢", "太谢谢了", "谢谢你的帮助", "多谢")),
    Intent("goodbye", "再见，祝您愉快！", ("再见", "拜拜", "那就这样再见", "没有别的事了再见", "下次再聊", "我要挂了")),
    Intent("human", "我现在为您转接同事。", (
        "我要找人工", "转人工", "我想和真人说话", "请帮我转人工客服", "我要找你们经理", "让我和一个人说话",
    )),
    Intent("password", "我给您发了一个新密码的链接。", (
        "我忘了密码", "帮我重设密码", "我登录不了", "我的密码不对", "我需要一个新密码", "怎么改密码",
    )),
    Intent("lost card", "您的卡已经锁了，新卡在路上。", (
        "我的卡丢了", "我的卡被偷了", "请锁住我的卡", "我找不到我的卡", "我的银行卡不见了", "有人拿了我的卡",
    )),
    Intent("name", "很高兴认识您，{full_name}。", (
        "我叫{full_name}", "我的名字是{full_name}", "我是{full_name}", "这里是{full_name}", "叫我{full_name}",
        "您可以叫我{full_name}",
    ), weight=2),
    Intent("order status", lambda s: f"订单{s['digits']}{ORDER_FATES[last_digit(s['digits'])]}", (
        "订单{digits}在哪里", "我的订单{digits}到哪里了", "请帮我查一下订单{digits}", "订单{digits}什么时候到",
        "我的订单号是{digits}", "订单{digits}发货了吗", "我在等订单{digits}", "订单{digits}怎么样了",
        "查订单{digits}", "我要问订单{digits}的情况",
    ), weight=3),
    Intent("cancel order", "订单{digits}已经取消。", (
        "取消订单{digits}", "请取消订单{digits}", "我想取消订单{digits}", "我不要订单{digits}了",
        "帮我取消订单{digits}", "订单{digits}下错了",
    )),
    Intent("refund", "订单{digits}的退款在路上。", (
        "订单{digits}要退款", "我想退订单{digits}的钱", "请退款订单{digits}", "订单{digits}的退款在哪里",
        "把订单{digits}的钱退给我", "我退了订单{digits}要退钱",
    )),
    Intent("balance", balance, (
        "账户{digits}还有多少钱", "查一下账户{digits}", "账户{digits}的余额是多少", "我的账号是{digits}",
        "我想知道账户{digits}的余额", "请看一下账户{digits}", "账户{digits}里有多少钱",
    ), weight=2),
    Intent("parcel", lambda s: f"包裹{s['digits']}现在在{PARCEL_PLACES[last_digit(s['digits'])]}", (
        "包裹{digits}在哪里", "我的包裹{digits}到哪里了", "帮我找包裹{digits}", "请查包裹{digits}",
        "我的包裹号是{digits}", "包裹{digits}还没有来", "我想找一下包裹{digits}",
    ), weight=2),
    Intent("phone number", "谢谢，我记下了{long_digits}。", (
        "我的电话是{long_digits}", "请打{long_digits}找我", "我的号码是{long_digits}", "请记下我的电话{long_digits}",
        "给我回电话{long_digits}", "打{long_digits}可以找到我",
    ), weight=1.5),
    Intent("repeat digits", "您说的是{digits}。", (
        "跟我说{digits}", "请说{digits}", "请重复{digits}", "重复数字{digits}", "念一下{digits}", "我说了什么{digits}",
    ), weight=1.5),
    Intent("transfer", "{amount}元已经转给{full_name}。", (
        "转{amount}元给{full_name}", "请给{full_name}转{amount}元", "我想给{full_name}{amount}元",
        "我欠{full_name}{amount}元", "把{amount}元转给{full_name}",
    ), weight=1.5),
    Intent("charge", "那{amount}元是您的订单。", (
        "为什么收了我{amount}元", "账单上的{amount}元是什么", "有一笔{amount}元的收费", "我的账单是{amount}元",
        "你们收了我{amount}元",
    )),
    Intent("appointment", appointment, (
        "我想预约{weekday}{clock}", "请帮我预约{weekday}{clock}", "我{weekday}{clock}能来吗",
        "{weekday}{clock}有空吗", "我们{weekday}{clock}见面可以吗", "给我安排{weekday}{clock}",
    ), weight=2),
    Intent("move appointment", "您的预约改到了{weekday}。", (
        "把我的预约改到{weekday}", "预约能改到{weekday}吗", "我只能{weekday}来", "请把会面改到{weekday}",
        "我想{weekday}再来",
    )),
    Intent("birthday", "我记下了您的生日，{date}。", (
        "我的生日是{date}", "我是{date}出生的", "我{date}过生日", "请记下我的生日{date}", "生日是{date}",
    )),
    Intent("delivery date", "我们{date}送货。", (
        "请{date}送货", "能{date}送来吗", "我要{date}收到", "{date}送到可以吗", "把送货改到{date}",
    )),
    Intent("day after", neighbour(WEEKDAYS, "weekday", 1, "后一天"), (
        "{weekday}的后一天是星期几", "{weekday}后面是星期几", "{weekday}过了是哪一天", "{weekday}之后是哪天",
    )),
    Intent("day before", neighbour(WEEKDAYS, "weekday", -1, "前一天"), (
        "{weekday}的前一天是星期几", "{weekday}前面是星期几", "{weekday}之前是哪天",
    )),
    Intent("month length", lambda s: f"{s['month']}有{number(MONTH_DAYS[MONTHS.index(s['month'])])}天", (
        "{month}有多少天", "{month}有几天", "{month}一共多少天", "告诉我{month}有多少天",
    )),
    Intent("opening hours", opening, (
        "你们{weekday}开门吗", "{weekday}几点开门", "{weekday}的营业时间是什么", "我{weekday}能来吗",
        "{weekday}几点关门", "商店{weekday}开吗",
    ), weight=1.5),
    Intent("shop", lambda s: f"{s['city']}的商店{by_city(s, ['八点', '九点', '十点'])}开门", (
        "{city}的商店几点开门", "{city}有商店吗", "你们在{city}有店吗", "我什么时候能去{city}的店",
    )),
    Intent("weather", lambda s: f"{s['city']}今天{by_city(s, SKIES_ZH)}", (
        "{city}的天气怎么样", "{city}今天天气好吗", "{city}在下雨吗", "{city}天气如何", "{city}今天冷吗",
        "告诉我{city}的天气",
    ), weight=1.5),
    Intent("train", lambda s: f"去{s['city']}的火车{by_city(s, TRAIN_TIMES)}开", (
        "去{city}的火车几点开", "我要坐火车去{city}", "下一班去{city}的火车是几点", "有去{city}的火车吗",
        "怎么去{city}",
    )),
    Intent("price", lambda s: f"{s['product']}{number(price(s['product']))}元", (
        "{product}多少钱", "{product}怎么卖", "{product}的价格是多少", "{product}贵吗", "告诉我{product}的价格",
        "买{product}要多少钱",
    ), weight=2),
    Intent("stock", stock, (
        "有{color}的{product}吗", "我想要{color}的{product}", "{product}有{color}的吗", "我在找{color}的{product}",
    ), weight=1.5),
    Intent("buy", "{product}已经放进您的购物车。", (
        "我想买{product}", "我要订{product}", "把{product}放进购物车", "我需要一个新的{product}", "请给我寄{product}",
    )),
    Intent("problem", lambda s: f"对不起，{s['product']}的事{REMEDIES[s['problem']]}", (
        "我的{product}{problem}", "{product}{problem}", "我买的{product}{problem}", "我新买的{product}{problem}",
        "我有个问题{product}{problem}", "你们寄来的{product}{problem}",
    ), weight=2.5),
    Intent("plus", arithmetic, (
        "{plus}等于多少", "{plus}是多少", "{plus}", "算一下{plus}", "告诉我{plus}",
    ), weight=1.5),
    Intent("minus", arithmetic, ("{minus}等于多少", "{minus}是多少", "{minus}", "算一下{minus}", "告诉我{minus}")),
    Intent("times", arithmetic, ("{times}等于多少", "{times}是多少", "{times}", "算一下{times}", "告诉我{times}")),
    Intent("counting", counting, ("从{range}数一数", "请从{range}数", "数{range}", "能从{range}数吗")),
    Intent("reminder", "我会提醒您{errand}。", (
        "提醒我{errand}", "请提醒我{errand}", "别让我忘了{errand}", "我要{errand}", "记一下我要{errand}",
    )),
    Intent("alarm", "闹钟定在{clock}。", (
        "{clock}叫我起床", "定一个{clock}的闹钟", "我要{clock}起床", "把闹钟定到{clock}",
    )),
    Intent("timer", "计时{few}分钟开始。", (
        "计时{few}分钟", "{few}分钟后叫我", "定一个{few}分钟的计时", "倒数{few}分钟",
    )),
    Intent("turn on", "好的，{light}打开了。", ("打开{light}", "请开{light}", "把{light}打开", "能开一下{light}吗")),
    Intent("turn off", "好的，{light}关了。", ("关掉{light}", "请关{light}", "把{light}关了", "能关一下{light}吗")),
    Intent("waiting", "对不起让您等了{few}天，我会快一点。", ("我等了{few}天", "已经{few}天了", "我已经等了{few}天了")),
    Intent("feel good", "听到您{good}我也高兴。", ("我{good}", "我今天{good}", "今天我{good}")),
    Intent("feel bad", "听到您{bad}我很抱歉。", ("我{bad}", "我今天{bad}", "今天我{bad}")),
    Intent("call", "我现在打给{full_name}。", (
        "打给{full_name}", "请打电话给{full_name}", "我要找{full_name}", "帮我接{full_name}",
    )),
    Intent("address", "谢谢，我们会寄到{city}。", (
        "我搬到了{city}", "请寄到{city}", "我现在住在{city}", "把我的订单寄到{city}",
    )),
    Intent("flight", "您去{city}的航班是{weekday}。", (
        "订{weekday}去{city}的机票", "我{weekday}想飞{city}", "{weekday}有去{city}的航班吗", "我要{weekday}飞{city}",
    ), weight=1.5),
    Intent("table", "{clock}{few}位的桌子订好了。", (
        "订一张{clock}{few}个人的桌子", "我们{few}个人{clock}来", "{clock}有{few}个人的位子吗",
    )),
]  # fmt: skip
INTENTS = with_more_ways(
    _DESK,
    patterns=phrasings.MANDARIN,
    paraphrases=paraphrases.MANDARIN,
    wordings=wordings.MANDARIN,
    expressions=expressions.MANDARIN,
)
WEIGHTS = [intent.weight for intent in INTENTS]
BY_NAME = {intent.name: intent for intent in INTENTS}
