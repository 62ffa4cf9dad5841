"""Words and numbers of the world in Mandarin, by their English names where there is one."""

from __future__ import annotations

import re
from random import Random

from training.world import english

DIGITS = "零一二三四五六七八九"
WEEKDAYS = [f"星期{day}" for day in "一二三四五六天"]


def number(n: int) -> str:
    """0 to 9999 in words: 320 is 三百二十, 205 两百零五, 12 十二."""
    if n < 10:
        return DIGITS[n]
    if n < 20:
        return "十" + (DIGITS[n % 10] if n % 10 else "")
    if n < 100:
        return DIGITS[n // 10] + "十" + (DIGITS[n % 10] if n % 10 else "")
    size, name = (1000, "千") if n >= 1000 else (100, "百")
    head = ("两" if n // size == 2 else DIGITS[n // size]) + name
    rest = n % size
    if not rest:
        return head
    if rest < size // 10:
        return f"{head}零{number(rest)}"
    return head + ("一" if 10 <= rest < 20 else "") + number(rest)


def hour(n: int) -> str:
    """'两点' for 2."""
    return ("两" if n == 2 else number(n)) + "点"


def clock(rng: Random) -> str:
    """A time of day."""
    return hour(rng.randint(1, 12)) + rng.choice(["", "", "半", "一刻", "十分", "二十分", "三刻", "四十分"])


def spoken(text: str) -> str:
    """A text as it is heard: its characters and no punctuation."""
    return "".join(re.findall(r"[\u4e00-\u9fff]", text))


def _pairs(listed: str) -> dict[str, str]:
    pairs = (pair.rsplit(" ", 1) for pair in re.split(r"\s*\|\s*", listed.strip()))
    return {pair[0]: pair[1] for pair in pairs}


MONTHS = [f"{number(n)}月" for n in range(1, 13)]
CITIES = _pairs("""
    London 伦敦|Paris 巴黎|Berlin 柏林|Tokyo 东京|New York 纽约|Boston 波士顿|Chicago 芝加哥|Seattle 西雅图|
    Denver 丹佛|Austin 奥斯汀|Dallas 达拉斯|Houston 休斯顿|Miami 迈阿密|Atlanta 亚特兰大|Toronto 多伦多|
    Montreal 蒙特利尔|Sydney 悉尼|Melbourne 墨尔本|Dublin 都柏林|Madrid 马德里|Rome 罗马|Vienna 维也纳|
    Prague 布拉格|Warsaw 华沙|Oslo 奥斯陆|Stockholm 斯德哥尔摩|Helsinki 赫尔辛基|Lisbon 里斯本|
    Amsterdam 阿姆斯特丹|Brussels 布鲁塞尔|Zurich 苏黎世|Geneva 日内瓦|Cairo 开罗|Delhi 德里|Beijing 北京|
    Shanghai 上海|Singapore 新加坡|San Francisco 旧金山|Hong Kong 香港|Portland 波特兰
""")
PRODUCTS = _pairs("""
    phone 电话|laptop 笔记本|tablet 平板|charger 充电器|headset 耳机|keyboard 键盘|mouse 鼠标|monitor 显示器|
    printer 打印机|camera 相机|router 路由器|television 电视|toaster 烤面包机|kettle 水壶|blender 搅拌机|
    microwave 微波炉|lamp 台灯|desk 书桌|chair 椅子|sofa 沙发|mattress 床垫|jacket 夹克|coat 大衣|dress 裙子|
    backpack 背包|suitcase 箱子|watch 手表|ring 戒指|bicycle 自行车|helmet 头盔|tent 帐篷|guitar 吉他|
    piano 钢琴|umbrella 雨伞|mirror 镜子|carpet 地毯|pillow 枕头|blanket 毯子|clock 时钟|
    coffee machine 咖啡机|washing machine 洗衣机|vacuum cleaner 吸尘器
""")
COLORS = _pairs("""
    red 红色|blue 蓝色|black 黑色|white 白色|grey 灰色|green 绿色|yellow 黄色|pink 粉色|brown 棕色|purple 紫色
""")
LIGHTS = _pairs("""
    kitchen light 厨房灯|bedroom lamp 卧室灯|radio 收音机|television 电视|heating 暖气|fan 风扇|garden light 花园灯|
    music 音乐|oven 烤箱|alarm 闹钟
""")
SKIES = _pairs("sunny 晴天|cloudy 多云|rainy 下雨|windy 刮风|cold 很冷")
assert set(CITIES) == set(english.CITIES)
assert set(PRODUCTS) == set(english.PRICES)
