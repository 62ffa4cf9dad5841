"""The small world: what callers of the nano checkpoint's desk say, and what the agent answers.

`sample(rng)` draws an `Exchange`: a request as it is spoken (lower case, no punctuation: the transcript) and the
agent's answer (a sentence). Every answer is a simple function of the words of the request, so a small model can learn
it: the last digit of an order number decides its fate, the last two digits of an account its balance, and so on.
`open_sentence(rng)` draws English outside that world, for hearing and for reading aloud.

Held out, and used by no training exchange: about one phrasing in six of every intent (of `phrasings` whole patterns),
and one in twelve of the whole fillings (digit strings, amounts, full names, dates, times, sums). `sample(rng,
held_out=True)` draws only exchanges that use at least one of those. Which ones they are is a hash of the text, the same
everywhere. Training exchanges also have fillings that no caller says: words at random where the answer only repeats
them, larger sums. What must be copied or computed is then not learnt by heart.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from training.world import expressions, paraphrases, phrasings, vocabulary, wordings

Slots = Mapping[str, str]


@dataclass(frozen=True)
class Exchange:
    """One thing said to the agent and its answer."""

    intent: str
    request: str
    answer: str
    others: tuple[str, ...] = ()
    """The same request in other words."""


@dataclass(frozen=True)
class Intent:
    """Phrasings with {slots}, and the answer: a text with the same slots, or a function of them. Every phrasing uses
    the same slots, since the answer may depend on nothing unsaid."""

    name: str
    answer: str | Callable[[Slots], str]
    phrasings: tuple[str, ...]
    weight: float = 1.0
    patterns: tuple[str, ...] = ()
    """Further phrasings, as `phrasings` writes them."""
    paraphrases: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    """Still more, which came later, and later again: each of the four sorts is held out by itself, so that what was
    held out before they came still is."""
    expressions: tuple[str, ...] = ()
    """More, for training alone: not held out, and never drawn where something held out is asked for."""

    @property
    def sorts(self) -> tuple[tuple[str, ...], ...]:
        """The four sorts of ways to say it."""
        return self.phrasings, self.patterns, self.paraphrases, self.wordings

    @cached_property
    def ways(self) -> tuple[str, ...]:
        """All of the four sorts."""
        return tuple(way for sort in self.sorts for way in sort)

    @cached_property
    def kept_back(self) -> frozenset[str]:
        """The held-out phrasings: readings of one pattern in six, that are not also a training phrasing's."""
        back = [p for ways in self.sorts for p in sorted(ways, key=digest)[: (len(ways) + 2) // 6]]
        known = set(self.phrasings) - set(back)
        return frozenset(r for pattern in back for r in phrasings.all_of(pattern) if r not in known)

    def phrasing(self, rng: Random) -> str:
        """Any phrasing of the four sorts, held out or not."""
        return phrasings.one_of(rng.choice(self.ways), rng)

    def training_phrasing(self, rng: Random) -> str:
        """A phrasing that is not held out."""
        ways = self.ways + self.expressions
        while (phrasing := phrasings.one_of(rng.choice(ways), rng)) in self.kept_back:
            pass
        return phrasing

    def reply(self, slots: Slots) -> str:
        return as_sentence(self.answer.format(**slots) if isinstance(self.answer, str) else self.answer(slots))


def with_more_ways(intents: Sequence[Intent], **sorts: Mapping[str, tuple[str, ...]]) -> list[Intent]:
    """The intents of a language with the `sorts` of further ways (fields of `Intent`) that stand under their names."""
    return [replace(intent, **{sort: ways.get(intent.name, ()) for sort, ways in sorts.items()}) for intent in intents]


def sample(rng: Random, held_out: bool = False) -> Exchange:
    """One exchange. No phrasing or filling of the held-out set is used with held_out=False."""
    while True:
        intent = rng.choices(INTENTS, WEIGHTS)[0]
        phrasing = intent.phrasing(rng) if held_out else intent.training_phrasing(rng)
        slots = {name: SLOTS[name](rng) for name in slot_names(phrasing)}
        if not held_out:
            slots = _unheard_of(intent, slots, rng)
        if is_held_out(intent, phrasing, slots) == held_out:
            others = () if held_out else tuple(_request(intent.training_phrasing(rng), slots, rng) for _ in range(4))
            return Exchange(intent.name, _request(phrasing, slots, rng), intent.reply(slots), others)


def _request(phrasing: str, slots: Slots, rng: Random) -> str:
    words = phrasing.format(**slots).lower()
    if slots and rng.random() < 0.35:
        words = f"{rng.choice(OPENERS)} {words}"
    if slots and rng.random() < 0.2:
        words = f"{words} {rng.choice(CLOSERS)}"
    return words


def _unheard_of(intent: Intent, slots: dict[str, str], rng: Random) -> dict[str, str]:
    """Fillings for training alone: now and then words at random to copy, and larger sums."""
    copied = isinstance(intent.answer, str) and rng.random() < 0.3
    large = rng.random() < 0.5
    return {
        name: COPIED[name](rng)
        if copied and name in COPIED
        else LARGE[name](rng)
        if large and name in LARGE
        else filling
        for name, filling in slots.items()
    }


def is_held_out(intent: Intent, phrasing: str, slots: Slots) -> bool:
    """Whether an exchange uses a held-out phrasing or a held-out whole filling."""
    return phrasing in intent.kept_back or any(
        is_kept_back(name, value) for name, value in slots.items() if name in WHOLE_SLOTS
    )


def is_kept_back(name: str, value: str) -> bool:
    """Whether a whole filling of the slot `name` belongs to the held-out set."""
    return digest(f"{name}:{value}") % 12 == 0


def spoken(text: str) -> str:
    """A sentence as its words are spoken: lower case, no punctuation but apostrophes."""
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def as_sentence(text: str) -> str:
    """A capital at the start, and a full stop of its script unless the text ends in one or in '?' or '!'."""
    text = text[0].upper() + text[1:]
    if text[-1] in ".?!。？！":
        return text
    return text + ("。" if "\u4e00" <= text[-1] <= "\u9fff" else ".")


def slot_names(phrasing: str) -> list[str]:
    """The slots of a phrasing, in order."""
    return re.findall(r"{(\w+)}", phrasing)


def open_sentence(rng: Random) -> str:
    """An English sentence on anything: 3 to 25 words, sentence case."""
    while True:
        text = _expand(rng.choices(list(OPEN_SHAPES), list(OPEN_SHAPES.values()))[0], rng)
        text = re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)
        if 3 <= len(text.split()) <= 25:
            return as_sentence(text)


def noun_phrase(rng: Random) -> str:
    """Something to look up: 'red bicycles in London'."""
    return _expand(rng.choice(TOPICS), rng)


TOPICS = (
    "[adjective] [noun]", "[adjective] [things]", "the [noun] of the [job]", "[things] in [city]", "[noun] [noun]",
    "how to [do] [things]", "[job] in [city]",
)  # fmt: skip


def _expand(shape: str, rng: Random) -> str:
    while match := re.search(r"\[([a-z_]+)\]", shape):
        shape = shape[: match.start()] + rng.choice(OPEN_WORDS[match[1]]) + shape[match.end() :]
    return re.sub(r" +", " ", shape).strip()


def digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big")


# -------------------------------------------------------------------------------------------------------------- numbers


def listed(text: str) -> list[str]:
    return [" ".join(words.split()) for words in text.split("|")]


DIGITS = listed("zero|one|two|three|four|five|six|seven|eight|nine")
TEENS = listed("ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen")
TENS = listed("twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety")
SMALL = DIGITS + TEENS + [f"{ten} {digit}".strip() for ten in TENS for digit in ["", *DIGITS[1:]]]  # 0 to 99
ORDINALS = listed("""
    first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|
    fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty first|twenty second|twenty third|
    twenty fourth|twenty fifth|twenty sixth|twenty seventh|twenty eighth|twenty ninth|thirtieth|thirty first
""")


def number(n: int) -> str:
    """0 to 9999 in words: 'three hundred twenty'."""
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = f" {number(n % size)}" if n % size else ""
            return f"{number(n // size)} {name}{rest}"
    return SMALL[n]


def value(words: str) -> int:
    """The inverse of `number`, for 0 to 99."""
    return SMALL.index(words)


# ---------------------------------------------------------------------------------------------------------------- words

WEEKDAYS = listed("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday")
MONTH_DAYS = {
    "January": 31, "February": 28, "March": 31, "April": 30, "May": 31, "June": 30, "July": 31, "August": 31,
    "September": 30, "October": 31, "November": 30, "December": 31,
}  # fmt: skip
MONTHS = list(MONTH_DAYS)
FIRST_NAMES = listed("""
    James|Mary|Robert|Linda|David|Susan|Thomas|Karen|Sarah|Charles|Lisa|Daniel|Nancy|Anthony|Betty|Paul|Donna|Kevin|
    Laura|Brian|Emma|George|Helen|Frank|Ruth|Peter|Julia|Adam|Alice|Oliver|Grace|Henry|Chloe|Lucas|Maria|Oscar|Nina|
    Victor|Clara|Simon|Diana|Martin|Rosa|Philip|Anna|Walter|Eva|Hugo|Stella|Jack|Olivia|Ben|Amy|Ryan|Kate|Eric|Tina|
    Samuel|Irene|Leo
""")
LAST_NAMES = listed("""
    Smith|Johnson|Williams|Brown|Jones|Miller|Davis|Wilson|Anderson|Taylor|Moore|Jackson|Lee|Thompson|White|Harris|
    Clark|Lewis|Robinson|Walker|Young|Allen|King|Wright|Scott|Hill|Green|Adams|Baker|Hall|Campbell|Mitchell|Carter|
    Turner|Phillips|Evans|Parker|Edwards|Collins|Stewart|Morris|Murphy|Cook|Rogers|Morgan|Cooper|Peterson|Reed|
    Bailey|Kelly|Howard|Ward|Cox|Richardson|Watson|Brooks|Bennett|Gray|Foster
""")
CITIES = listed("""
    London|Paris|Berlin|Tokyo|New York|Boston|Chicago|Seattle|Denver|Austin|Dallas|Houston|Miami|Atlanta|Toronto|
    Montreal|Sydney|Melbourne|Dublin|Madrid|Rome|Vienna|Prague|Warsaw|Oslo|Stockholm|Helsinki|Lisbon|Amsterdam|
    Brussels|Zurich|Geneva|Cairo|Delhi|Beijing|Shanghai|Singapore|San Francisco|Hong Kong|Portland
""")
PRICES = {  # product: dollars
    "phone": 300, "laptop": 800, "tablet": 250, "charger": 20, "headset": 60, "keyboard": 40, "mouse": 15,
    "monitor": 180, "printer": 120, "camera": 400, "router": 70, "television": 500, "toaster": 35, "kettle": 25,
    "blender": 45,
    "microwave": 90, "lamp": 30, "desk": 150, "chair": 80, "sofa": 600, "mattress": 350, "jacket": 75, "coat": 110,
    "dress": 65, "backpack": 50, "suitcase": 95, "watch": 130, "ring": 200, "bicycle": 450, "helmet": 55, "tent": 140,
    "guitar": 220, "piano": 900, "umbrella": 12, "mirror": 28, "carpet": 160, "pillow": 18, "blanket": 32, "clock": 22,
    "coffee machine": 240, "washing machine": 550, "vacuum cleaner": 190,
}  # fmt: skip
REMEDIES = {  # problem: what the agent does about it
    "is broken": "we will repair it",
    "does not turn on": "we will repair it",
    "stopped working": "we will repair it",
    "makes a strange noise": "we will repair it",
    "gets too hot": "we will repair it",
    "arrived damaged": "we will send a new one",
    "never arrived": "we will send a new one",
    "has a crack": "we will send a new one",
    "is missing a part": "we will send the part",
    "came without a cable": "we will send the part",
    "is too small": "we will send a bigger one",
    "is too big": "we will send a smaller one",
    "is too heavy": "you can send it back",
    "is too expensive": "you can send it back",
    "has the wrong color": "you can send it back",
}
STOCKED = ["red", "blue", "black", "white", "grey"]
COLORS = [*STOCKED, "green", "yellow", "pink", "brown", "purple"]
PARCEL_PLACES = ["London", "Paris", "Berlin", "Tokyo", "Boston", "Chicago", "Madrid", "Rome", "Dublin", "Sydney"]
ORDER_FATES = [  # by the last digit
    "is still being packed",
    "has shipped and will arrive on Monday",
    "has shipped and will arrive on Friday",
    "was delivered this morning",
    "has shipped and will arrive on Tuesday",
    "is waiting for your payment",
    "will arrive tomorrow",
    "was cancelled last week",
    "has shipped and will arrive on Thursday",
    "is late and will arrive on Saturday",
]
TRAIN_TIMES = ["noon", "six", "seven", "eleven", "two"]
SKIES = ["sunny", "cloudy", "rainy", "windy", "cold"]
LIGHTS = listed("kitchen light|bedroom lamp|radio|television|heating|fan|garden light|music|oven|alarm")
GOOD_FEELINGS = listed("happy|excited|great|satisfied|proud|calm")
BAD_FEELINGS = listed("sad|angry|tired|worried|bored|lonely|sick|unhappy")
ERRANDS = listed("""
    call the doctor|buy some milk|water the plants|pay the rent|feed the cat|take my pills|call my mother|
    wash the car|send the letter|book the hotel|pick up the kids|walk the dog
""")
OPENERS = listed("""
    hello|hi|hi there|excuse me|okay|good morning|good evening|well|so|one more thing|quick question|um|and|right|sorry|
    hey|listen|you know|by the way|good afternoon|hello again|i am sorry but|okay so|hello there|let me see|
    one question|could you help me|i need your help|now
""")
CLOSERS = listed("thank you|thanks|if you can|when you have time|right now|for me|today please|thank you so much")

FACTS = {  # question: answer
    "what is the capital of france": "The capital of France is Paris.",
    "what is the capital of germany": "The capital of Germany is Berlin.",
    "what is the capital of italy": "The capital of Italy is Rome.",
    "what is the capital of spain": "The capital of Spain is Madrid.",
    "what is the capital of japan": "The capital of Japan is Tokyo.",
    "what is the capital of china": "The capital of China is Beijing.",
    "what is the capital of egypt": "The capital of Egypt is Cairo.",
    "what is the capital of norway": "The capital of Norway is Oslo.",
    "what is the capital of poland": "The capital of Poland is Warsaw.",
    "what is the capital of austria": "The capital of Austria is Vienna.",
    "what is the capital of portugal": "The capital of Portugal is Lisbon.",
    "what is the capital of ireland": "The capital of Ireland is Dublin.",
    "what is the capital of england": "The capital of England is London.",
    "what is the capital of canada": "The capital of Canada is Ottawa.",
    "how many days are in a week": "There are seven days in a week.",
    "how many months are in a year": "There are twelve months in a year.",
    "how many hours are in a day": "There are twenty four hours in a day.",
    "how many minutes are in an hour": "There are sixty minutes in an hour.",
    "how many seconds are in a minute": "There are sixty seconds in a minute.",
    "how many legs does a spider have": "A spider has eight legs.",
    "how many legs does a dog have": "A dog has four legs.",
    "how many wheels does a car have": "A car has four wheels.",
    "how many planets are there": "There are eight planets around the sun.",
    "how many continents are there": "There are seven continents on the earth.",
    "how many players are in a football team": "A football team has eleven players.",
    "how many letters are in the alphabet": "The alphabet has twenty six letters.",
    "how many strings does a violin have": "A violin has four strings.",
    "how many keys does a piano have": "A piano has eighty eight keys.",
    "what is the biggest planet": "Jupiter is the biggest planet.",
    "what is the largest ocean": "The Pacific is the largest ocean.",
    "what is the longest river": "The Nile is the longest river.",
    "what is the highest mountain": "Mount Everest is the highest mountain.",
    "what is the fastest animal": "The cheetah is the fastest animal.",
    "what is the tallest animal": "The giraffe is the tallest animal.",
    "what is the largest animal": "The blue whale is the largest animal.",
    "what is the hottest planet": "Venus is the hottest planet.",
    "what is water made of": "Water is made of hydrogen and oxygen.",
    "what is bread made of": "Bread is made of flour and water.",
    "what is paper made of": "Paper is made of wood.",
    "what is glass made of": "Glass is made of sand.",
    "what do bees make": "Bees make honey and wax.",
    "what do cows eat": "Cows eat grass and hay.",
    "what do pandas eat": "Pandas eat a lot of bamboo.",
    "what color is the sky": "The sky is blue on a clear day.",
    "what color is grass": "Grass is green in spring.",
    "what color is snow": "Snow is white and very cold.",
    "what color is a banana": "A ripe banana is yellow.",
    "what color do red and yellow make": "Red and yellow together make orange.",
    "what color do blue and yellow make": "Blue and yellow together make green.",
    "who wrote romeo and juliet": "Shakespeare wrote Romeo and Juliet.",
    "who painted the mona lisa": "Leonardo painted the Mona Lisa.",
    "who invented the telephone": "Alexander Bell invented the telephone.",
    "who was the first man on the moon": "Neil Armstrong was the first on the moon.",
    "who found the law of gravity": "Isaac Newton found the law of gravity.",
    "when does water boil": "Water boils at one hundred degrees.",
    "when does water freeze": "Water freezes at zero degrees.",
    "where do penguins live": "Penguins live in the cold south.",
    "where do camels live": "Camels live in hot deserts.",
    "where does the sun rise": "The sun rises in the east.",
    "where does the sun set": "The sun sets in the west.",
    "what language do they speak in brazil": "They speak Portuguese in Brazil.",
    "what language do they speak in mexico": "They speak Spanish in Mexico.",
    "what is the opposite of hot": "The opposite of hot is cold.",
    "what is the opposite of big": "The opposite of big is small.",
    "what is the opposite of early": "The opposite of early is late.",
}
SMALL_TALK = {
    "how are you": "I am very well, thank you for asking.",
    "how are you doing": "I am doing well, how can I help?",
    "how is it going": "It is going well, what can I do?",
    "who are you": "I am the voice of the call desk.",
    "what is your name": "My name is Nano, your phone agent.",
    "what can you do": "I can check orders, parcels and accounts.",
    "are you a robot": "Yes, I am a small talking computer.",
    "are you a real person": "No, I am a small talking computer.",
    "how old are you": "I am still very young.",
    "where are you from": "I live inside a small computer.",
    "where do you live": "I live inside this small computer.",
    "do you like music": "Yes, I like slow piano music.",
    "do you like your job": "Yes, I enjoy helping people.",
    "what is your favorite color": "My favorite color is bright blue.",
    "what is your favorite food": "I do not eat, but soup sounds nice.",
    "tell me a joke": "Why did the phone cry? It lost its contacts.",
    "tell me something nice": "You have a very kind voice.",
    "sing me a song": "La la la, that is all I know.",
    "do you sleep": "No, I am awake all day and night.",
    "can you hear me": "Yes, I can hear you very well.",
    "can you help me": "Of course, tell me what you need.",
    "are you there": "Yes, I am here and listening.",
    "you are very helpful": "Thank you, that is kind of you.",
    "you are funny": "Thank you, I do my best.",
    "you are too slow": "Sorry, I will try to be faster.",
    "i do not understand": "Let me say it in other words.",
    "i am in a hurry": "Then let us be quick, what is it?",
    "nice to meet you": "It is nice to meet you too.",
    "have a nice day": "Thank you, you have a nice day too.",
    "i love you": "That is sweet, but I am a computer.",
    "what is the meaning of life": "To help each other, I believe.",
    "happy birthday": "Thank you, let us eat some cake.",
}

WHOLE_SLOTS = {"digits", "long_digits", "amount", "full_name", "date", "clock", "plus", "minus", "times", "range"}


def _digits(count: Callable[[Random], int]) -> Callable[[Random], str]:
    return lambda rng: " ".join(rng.choice(DIGITS) for _ in range(count(rng)))


def _date(rng: Random) -> str:
    month = rng.choice(MONTHS)
    return f"the {ORDINALS[rng.randrange(MONTH_DAYS[month])]} of {month}"


def _clock(rng: Random) -> str:
    shape = rng.choice(
        ["{}", "{} o'clock", "{} fifteen", "{} thirty", "half past {}", "quarter past {}", "quarter to {}"]
    )
    return shape.format(SMALL[rng.randint(1, 12)])


def _sum(shape: str, first: int, second: int, falling: bool = False) -> Callable[[Random], str]:
    def draw(rng: Random) -> str:
        a, b = rng.randint(0, first), rng.randint(0, second)
        if falling and a < b:
            a, b = b, a
        return shape.format(SMALL[a], SMALL[b])

    return draw


def _range(rng: Random) -> str:
    first = rng.randint(1, 15)
    return f"{SMALL[first]} to {SMALL[first + rng.randint(2, 5)]}"


def _one_of(words: list[str]) -> Callable[[Random], str]:
    return lambda rng: rng.choice(words)


SLOTS: dict[str, Callable[[Random], str]] = {
    "digits": _digits(lambda rng: rng.choice([3, 3, 3, 4, 4, 5])),
    "long_digits": _digits(lambda rng: rng.choice([6, 7, 7, 8])),
    "amount": lambda rng: number(rng.choice([rng.randint(2, 99), rng.randint(100, 999)])),
    "full_name": lambda rng: f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
    "date": _date,
    "clock": _clock,
    "plus": _sum("{} plus {}", 20, 20),
    "minus": _sum("{} minus {}", 20, 20, falling=True),
    "times": _sum("{} times {}", 10, 10),
    "range": _range,
    "few": lambda rng: SMALL[rng.randint(2, 30)],
    "other_few": lambda rng: SMALL[rng.randint(31, 60)],
    "first_name": _one_of(FIRST_NAMES),
    "last_name": _one_of(LAST_NAMES),
    "city": _one_of(CITIES),
    "weekday": _one_of(WEEKDAYS),
    "month": _one_of(MONTHS),
    "product": _one_of(list(PRICES)),
    "problem": _one_of(list(REMEDIES)),
    "color": _one_of(COLORS),
    "light": _one_of(LIGHTS),
    "good": _one_of(GOOD_FEELINGS),
    "bad": _one_of(BAD_FEELINGS),
    "errand": _one_of(ERRANDS),
    "fact": _one_of(list(FACTS)),
    "remark": _one_of(list(SMALL_TALK)),
}


def _words(low: int, high: int, capitals: bool = False) -> Callable[[Random], str]:
    def draw(rng: Random) -> str:
        words = [vocabulary.word(rng) for _ in range(rng.randint(low, high))]
        return " ".join(word.capitalize() if capitals else word for word in words)

    return draw


COPIED: dict[str, Callable[[Random], str]] = {
    "full_name": _words(1, 3, capitals=True),
    "first_name": _words(1, 1, capitals=True),
    "city": _words(1, 2, capitals=True),
    "product": _words(1, 2),
    "light": _words(1, 2),
    "errand": lambda rng: _expand(rng.choice(["[do] [object]", "[go] [place]", "[do] [things] [place]"]), rng).lower(),
}
LARGE: dict[str, Callable[[Random], str]] = {
    "plus": _sum("{} plus {}", 99, 99),
    "minus": _sum("{} minus {}", 99, 60, falling=True),
    "times": _sum("{} times {}", 12, 12),
}


# -------------------------------------------------------------------------------------------------------------- answers


def last_digit(digits: str) -> int:
    """'four seven two' -> 2."""
    return DIGITS.index(digits.split()[-1])


def balance(slots: Slots) -> str:
    tens, ones = (DIGITS.index(digit) for digit in slots["digits"].split()[-2:])
    dollars = 10 * tens + ones
    return f"account {slots['digits']} " + ("is empty" if dollars == 0 else f"has {_count(dollars, 'dollar')}")


def _count(n: int, thing: str) -> str:
    return f"{number(n)} {thing}{'' if n == 1 else 's'}"


def opening(slots: Slots) -> str:
    hours = {"Saturday": "we are open from ten to four", "Sunday": "we are closed"}
    return f"on {slots['weekday']} {hours.get(slots['weekday'], 'we are open from nine to five')}"


def appointment(slots: Slots) -> str:
    if slots["weekday"] == "Sunday":
        return "sorry, we are closed on Sunday"
    return f"your appointment is on {slots['weekday']} at {slots['clock']}"


def by_city(slots: Slots, choices: list[str]) -> str:
    return choices[CITIES.index(slots["city"]) % len(choices)]


def arithmetic(slots: Slots) -> str:
    ((sign, words),) = slots.items()
    a, b = (value(part) for part in words.split(f" {sign} "))
    return f"{words} is {number({'plus': a + b, 'minus': a - b, 'times': a * b}[sign])}"


def counting(slots: Slots) -> str:
    first, last = (value(part) for part in slots["range"].split(" to "))
    return ", ".join(SMALL[first : last + 1])


def stock(slots: Slots) -> str:
    if slots["color"] in STOCKED:
        return f"yes, we have the {slots['product']} in {slots['color']}"
    return f"sorry, we have no {slots['product']} in {slots['color']}"


def neighbour(words: list[str], name: str, step: int) -> Callable[[Slots], str]:
    """'Tuesday comes after Monday.'"""
    side = "after" if step > 0 else "before"
    return lambda s: f"{words[(words.index(s[name]) + step) % len(words)]} comes {side} {s[name]}"


_DESK = [
    Intent("fact", lambda s: FACTS[s["fact"]], (
        "{fact}", "{fact}", "{fact}", "can you tell me {fact}", "do you know {fact}", "i have a question {fact}",
        "i would like to know {fact}", "tell me {fact}", "my son asks {fact}", "let me ask you {fact}",
    ), weight=6),
    Intent("small talk", lambda s: SMALL_TALK[s["remark"]], ("{remark}",), weight=3),
    Intent("greeting", "hello, how can I help you today?", (
        "hello", "hi", "hello there", "hi there", "hey", "good day", "hello is anybody there", "hello can we talk",
    )),
    Intent("morning", "good morning, how can I help you?", ("good morning", "good morning to you", "morning")),
    Intent("evening", "good evening, how can I help you?", ("good evening", "good evening to you", "evening")),
    Intent("thanks", "you are welcome, I am happy to help.", (
        "thank you", "thanks", "thank you very much", "thanks a lot", "thank you for your help", "many thanks",
        "that was very helpful thank you", "great thanks",
    )),
    Intent("goodbye", "goodbye, and have a nice day!", (
        "goodbye", "bye", "bye bye", "goodbye then", "see you later", "that is all goodbye", "talk to you later",
        "i have to go now",
    )),
    Intent("repeat", "sure, please tell me which part.", (
        "can you repeat that", "please say that again", "say that again", "one more time", "pardon",
        "i did not hear you", "what did you say", "could you repeat that",
    )),
    Intent("human", "I will connect you to a colleague now.", (
        "can i speak to a manager", "i want to talk to a human", "connect me to an agent", "can i talk to a person",
        "give me a real person", "i would like to speak to somebody", "let me talk to your boss",
    )),
    Intent("password", "I sent you a link for a new password.", (
        "i forgot my password", "please reset my password", "i cannot log in", "my password does not work",
        "i need a new password", "how do i change my password", "i am locked out of my account",
    )),
    Intent("lost card", "your card is blocked, a new one is coming.", (
        "i lost my card", "my card was stolen", "please block my card", "i cannot find my card", "my bank card is gone",
        "somebody took my card", "i left my card on the train",
    )),
    Intent("name", "nice to meet you, {full_name}.", (
        "my name is {full_name}", "i am {full_name}", "this is {full_name}", "you are speaking with {full_name}",
        "it is {full_name} here", "{full_name} is my name", "call me {full_name}",
    ), weight=1.5),
    Intent("caller", "hello {first_name}, how are things in {city}?", (
        "this is {first_name} from {city}", "{first_name} from {city} here", "i am {first_name} and i live in {city}",
        "my name is {first_name} and i am calling from {city}", "it is {first_name} in {city}",
    )),
    Intent("order status", lambda s: f"order {s['digits']} {ORDER_FATES[last_digit(s['digits'])]}", (
        "what is the status of order {digits}", "where is order {digits}", "where is my order {digits}",
        "can you check order {digits}", "i am calling about order {digits}", "when will order {digits} arrive",
        "has order {digits} shipped yet", "my order number is {digits}", "i am waiting for order {digits}",
        "what happened to order {digits}", "tell me about order number {digits}", "i placed order {digits} last week",
    ), weight=3),
    Intent("cancel order", "order {digits} is cancelled.", (
        "please cancel order {digits}", "i want to cancel order {digits}", "cancel my order number {digits}",
        "can you cancel order {digits}", "i do not need order {digits} any more", "stop order {digits}",
        "i would like to cancel order {digits}", "order {digits} was a mistake",
    )),
    Intent("refund", "the refund for order {digits} is on its way.", (
        "i want a refund for order {digits}", "please refund order {digits}",
        "can i get my money back for order {digits}", "i returned order {digits} and want my money",
        "where is my refund for order {digits}",
        "give me back the money for order {digits}", "i need a refund on order {digits}",
    )),
    Intent("balance", balance, (
        "what is the balance of account {digits}", "how much money is in account {digits}", "check account {digits}",
        "how much is left in account {digits}", "my account number is {digits}",
        "tell me the balance of account {digits}", "i want to know the balance of account {digits}",
        "can you look at account {digits}",
        "what do i have in account {digits}",
    ), weight=2),
    Intent("parcel", lambda s: f"parcel {s['digits']} is in {PARCEL_PLACES[last_digit(s['digits'])]} now", (
        "where is parcel {digits}", "where is my parcel {digits}", "can you find parcel {digits}",
        "i am looking for parcel {digits}", "track parcel {digits}", "please track package {digits}",
        "my parcel number is {digits}", "my package {digits} has not come", "tell me where parcel {digits} is",
    ), weight=2),
    Intent("phone number", "thank you, I noted {long_digits}.", (
        "my phone number is {long_digits}", "you can reach me at {long_digits}", "call me back at {long_digits}",
        "my number is {long_digits}", "please call {long_digits}", "write down my number {long_digits}",
        "the best number for me is {long_digits}",
    ), weight=1.5),
    Intent("repeat digits", "you said {digits}.", (
        "repeat after me {digits}", "say {digits}", "please repeat {digits}", "repeat the number {digits}",
        "can you say {digits}", "say the digits {digits}", "read back {digits}", "what did i say {digits}",
    ), weight=2),
    Intent("transfer", "{amount} dollars are on the way to {first_name}.", (
        "send {amount} dollars to {first_name}", "transfer {amount} dollars to {first_name}",
        "please pay {first_name} {amount} dollars", "i want to send {first_name} {amount} dollars",
        "i owe {first_name} {amount} dollars", "move {amount} dollars to {first_name}",
        "can you send {amount} dollars to my friend {first_name}",
    ), weight=1.5),
    Intent("charge", "the {amount} dollars were for your order.", (
        "why was i charged {amount} dollars", "what are the {amount} dollars on my bill for",
        "there is a charge of {amount} dollars", "somebody took {amount} dollars from my account",
        "my bill says {amount} dollars", "i paid {amount} dollars for what", "you charged me {amount} dollars",
    )),
    Intent("appointment", appointment, (
        "i would like an appointment on {weekday} at {clock}", "book an appointment for {weekday} at {clock}",
        "can i come on {weekday} at {clock}", "i want to see somebody on {weekday} at {clock}",
        "is {weekday} at {clock} free", "please put me down for {weekday} at {clock}",
        "can we meet on {weekday} at {clock}", "i need an appointment at {clock} on {weekday}",
    ), weight=2),
    Intent("move appointment", "your appointment is now on {weekday}.", (
        "move my appointment to {weekday}", "can i change my appointment to {weekday}", "i can only come on {weekday}",
        "please move my meeting to {weekday}", "i would rather come on {weekday}", "can we make it {weekday}",
    )),
    Intent("birthday", "I noted your birthday, {date}.", (
        "my birthday is {date}", "i was born on {date}", "my birthday is on {date}", "my date of birth is {date}",
        "i was born {date}", "please note my birthday {date}",
    )),
    Intent("delivery date", "we will deliver it on {date}.", (
        "please deliver it on {date}", "can you deliver on {date}", "i want it delivered on {date}",
        "bring it on {date}", "change the delivery to {date}", "i need it by {date}", "can it come on {date}",
    )),
    Intent("day after", neighbour(WEEKDAYS, "weekday", 1), (
        "what day comes after {weekday}", "which day is after {weekday}", "what is the day after {weekday}",
        "what day follows {weekday}", "tell me the day after {weekday}",
    )),
    Intent("day before", neighbour(WEEKDAYS, "weekday", -1), (
        "what day comes before {weekday}", "which day is before {weekday}", "what is the day before {weekday}",
        "tell me the day before {weekday}",
    )),
    Intent("month after", neighbour(MONTHS, "month", 1), (
        "what month comes after {month}", "which month is after {month}", "what is the month after {month}",
        "what month follows {month}", "tell me the month after {month}",
    )),
    Intent("month length", lambda s: f"{s['month']} has {number(MONTH_DAYS[s['month']])} days", (
        "how many days are in {month}", "how many days does {month} have", "how long is {month}",
        "tell me how many days {month} has",
    )),
    Intent("opening hours", opening, (
        "are you open on {weekday}", "when are you open on {weekday}", "what are your hours on {weekday}",
        "can i come in on {weekday}", "when do you close on {weekday}", "what time do you open on {weekday}",
        "is the shop open on {weekday}", "tell me your opening hours on {weekday}",
    ), weight=1.5),
    Intent("shop", lambda s: f"the shop in {s['city']} opens at {by_city(s, ['eight', 'nine', 'ten'])}", (
        "when does the shop in {city} open", "what time does the store in {city} open", "is there a shop in {city}",
        "do you have a shop in {city}", "when can i visit the shop in {city}", "tell me about your shop in {city}",
    )),
    Intent("weather", lambda s: f"it is {by_city(s, SKIES)} in {s['city']} today", (
        "what is the weather in {city}", "how is the weather in {city}", "is it raining in {city}",
        "what is it like in {city}", "will it be sunny in {city}", "do i need a coat in {city}",
        "tell me the weather in {city}",
    ), weight=1.5),
    Intent("train", lambda s: f"the train to {s['city']} leaves at {by_city(s, TRAIN_TIMES)}", (
        "when does the train to {city} leave", "what time is the train to {city}", "when is the next train to {city}",
        "i want to take the train to {city}", "is there a train to {city}", "how do i get to {city}",
        "i need to go to {city}",
    )),
    Intent("price", lambda s: f"the {s['product']} costs {number(PRICES[s['product']])} dollars", (
        "how much is the {product}", "what does the {product} cost", "what is the price of the {product}",
        "how much do you want for the {product}", "is the {product} expensive", "tell me the price of the {product}",
        "can you tell me what the {product} costs",
    ), weight=2),
    Intent("stock", stock, (
        "do you have the {product} in {color}", "is there a {color} {product}", "i want a {color} {product}",
        "can i get the {product} in {color}", "i am looking for a {color} {product}",
        "have you got a {color} {product}", "does the {product} come in {color}",
    ), weight=1.5),
    Intent("buy", "the {product} is in your basket.", (
        "i would like to buy a {product}", "i want to order a {product}", "put a {product} in my basket",
        "i need a new {product}", "please send me a {product}", "i will take the {product}", "can i buy the {product}",
    )),
    Intent("problem", lambda s: f"sorry about the {s['product']}, {REMEDIES[s['problem']]}", (
        "my {product} {problem}", "the {product} {problem}", "the {product} i bought {problem}",
        "my new {product} {problem}", "i have a problem my {product} {problem}", "the {product} you sent me {problem}",
        "i am calling because my {product} {problem}", "help my {product} {problem}",
    ), weight=2.5),
    Intent("plus", arithmetic, (
        "what is {plus}", "how much is {plus}", "what does {plus} make", "can you work out {plus}", "{plus}",
        "tell me {plus}", "what do you get for {plus}",
    ), weight=1.5),
    Intent("minus", arithmetic, (
        "what is {minus}", "how much is {minus}", "can you work out {minus}", "{minus}", "tell me {minus}",
        "what do you get for {minus}",
    )),
    Intent("times", arithmetic, (
        "what is {times}", "how much is {times}", "can you work out {times}", "{times}", "tell me {times}",
        "what do you get for {times}",
    )),
    Intent("counting", counting, (
        "count from {range}", "please count from {range}", "can you count from {range}", "say the numbers from {range}",
        "let me hear you count from {range}",
    )),
    Intent("larger", "{other_few} is larger than {few}.", (
        "which is larger {few} or {other_few}", "what is more {few} or {other_few}", "is {few} larger than {other_few}",
        "which is bigger {other_few} or {few}", "what is the larger one {other_few} or {few}",
    )),
    Intent("reminder", "I will remind you to {errand}.", (
        "remind me to {errand}", "i must not forget to {errand}", "please remind me to {errand}", "i have to {errand}",
        "can you remind me to {errand}", "make a note to {errand}",
    )),
    Intent("alarm", "your alarm is set for {clock}.", (
        "wake me at {clock}", "set an alarm for {clock}", "i have to get up at {clock}", "please wake me up at {clock}",
        "set my alarm to {clock}", "can you wake me at {clock}",
    )),
    Intent("timer", "your timer is set for {few} minutes.", (
        "set a timer for {few} minutes", "start a timer for {few} minutes", "tell me when {few} minutes are over",
        "i need a timer for {few} minutes", "count down {few} minutes", "call me again in {few} minutes",
    )),
    Intent("turn on", "okay, the {light} is on.", (
        "turn on the {light}", "switch on the {light}", "please turn the {light} on", "can you turn on the {light}",
        "start the {light}", "i want the {light} on",
    )),
    Intent("turn off", "okay, the {light} is off.", (
        "turn off the {light}", "switch off the {light}", "please turn the {light} off", "can you turn off the {light}",
        "stop the {light}", "i want the {light} off",
    )),
    Intent("waiting", "sorry that you waited {few} days, I will hurry.", (
        "i have been waiting for {few} days", "it has been {few} days", "i have waited {few} days now",
        "nothing has happened for {few} days", "my order is {few} days late", "i called you {few} days ago",
    )),
    Intent("feel good", "I am glad that you feel {good}.", (
        "i feel {good}", "i am {good}", "i feel {good} today", "today i am very {good}", "i am so {good}",
    )),
    Intent("feel bad", "I am sorry that you feel {bad}.", (
        "i feel {bad}", "i am {bad}", "i feel {bad} today", "today i am very {bad}", "i am so {bad}",
    )),
    Intent("message", "I told {first_name} that you will be late.", (
        "tell {first_name} i will be late", "send {first_name} a message that i am late",
        "please let {first_name} know i am late", "i am late for my meeting with {first_name}",
        "say to {first_name} that i will be late",
    )),
    Intent("call", "I am calling {full_name} now.", (
        "call {full_name}", "please call {full_name}", "can you ring {full_name}", "connect me to {full_name}",
        "i want to talk to {full_name}", "get me {full_name} on the phone",
    )),
    Intent("address", "thank you, we will send it to {city}.", (
        "i moved to {city}", "my new address is in {city}", "please send it to {city}", "i live in {city} now",
        "send my order to {city}", "can you ship it to {city}",
    )),
    Intent("flight", "your flight to {city} is on {weekday}.", (
        "book a flight to {city} on {weekday}", "i want to fly to {city} on {weekday}",
        "is there a flight to {city} on {weekday}", "i would like to fly on {weekday} to {city}",
        "on {weekday} i must fly to {city}", "get me a ticket to {city} for {weekday}",
    ), weight=1.5),
    Intent("table", "a table for {few} at {clock} is yours.", (
        "book a table for {few} people at {clock}", "i need a table for {few} at {clock}",
        "we are {few} people and come at {clock}", "can we have a table at {clock} for {few}",
        "reserve a table for {few} at {clock}", "do you have a table for {few} at {clock}",
    )),
]  # fmt: skip
INTENTS = with_more_ways(
    _DESK,
    patterns=phrasings.ENGLISH,
    paraphrases=paraphrases.ENGLISH,
    wordings=wordings.ENGLISH,
    expressions=expressions.ENGLISH,
)
WEIGHTS = [intent.weight for intent in INTENTS]
BY_NAME = {intent.name: intent for intent in INTENTS}


# --------------------------------------------------------------------------------------------------------- open English

OPEN_SHAPES = {
    "[subject] [clause]": 6,
    "[subject] [clause] [when]": 3,
    "[when], [subject] [clause]": 2,
    "[subject] [clause] [joint] [subject] [clause]": 4,
    "[question]?": 4,
    "[order]": 3,
    "[saying]": 1,
    "[noun], [noun], [noun] [and] [noun]": 1,
    "[number] [things] [and] [number] [things]": 1,
}
OPEN_WORDS: dict[str, list[str]] = {
    "subject": listed("""
        [person]|[person]|the [noun]|the [adjective] [noun]|my [noun]|your [noun]|our [adjective] [noun]|
        a [adjective] [noun]|the [noun] [place]|[name]|[name]|the [job]|the [adjective] [job]|my [relative]|
        her [relative]|this [noun]|that [noun]|one of the [things]|nobody|everybody|somebody|the other [noun]|
        [name] and [name]|my [relative] and I
    """),
    "person": listed("I|you|he|she|we|they"),
    "object": listed("""
        the [noun]|the [noun]|a [noun]|a [adjective] [noun]|the [adjective] [noun]|my [noun]|his [noun]|
        her [adjective] [noun]|[number] [things]|some [adjective] [things]|all the [things]|many [things]|the [job]|
        it|them|[name]|your [relative]|the [noun] of the [job]|a [noun] and a [noun]|nothing|something [adjective]
    """),
    "clause": listed("""
        [did] [object]|[did] [object]|[did] [object] [place]|[did] [object] [how]|[aux] [do] [object]|
        [aux] [do] [object] [place]|[went] [place]|[went] [how]|[aux] [go] [place]|[aux] [go] [how] [place]|
        [aux] be [adjective]|[seemed] [adjective]|[seemed] very [adjective] [and] [adjective]|
        [aux] [do] the [noun] [and] the [noun]|[said] that [subject] [did] [object]|[wanted] to [do] [object]|
        [wanted] to [go] [place]|never [did] [object]|[did] [object] to [do] the [noun]|[aux] not [do] [object]|
        had [number] [things] [place]|gave [object] to [name]
    """),
    "question": listed("""
        where [did_aux] [person] [do] the [noun]|why [did_aux] the [job] [go] [place]|
        when will [person] [go] [place]|what [did_aux] your [relative] [do]|who [did] the [adjective] [noun]|
        how many [things] did [person] [do]|[aux] [person] [do] [object]|is the [noun] [adjective] or [adjective]|
        do you like [adjective] [things]|have you seen my [adjective] [noun]|is there a [noun] [place]|
        are there any [things] [place]|which [noun] is [adjective]|what is the [noun] [place] for|
        how far is it to the [noun]|can I [do] your [noun]
    """),
    "order": listed("""
        please [do] the [noun]|[do] [object] [place]|do not [do] the [adjective] [noun]|let us [go] [place]|
        [go] [place] [how]|[do] the [noun] before you [do] the [noun]|never [do] a [adjective] [noun]|
        always [do] the [things] [how]|please [do] [number] [things] [when]|
        put the [noun] [place] and [do] the [noun]
    """),
    "saying": listed("""
        what a [adjective] [noun]|no [noun] is [adjective] enough|it is [adjective] to [do] [object]|
        there is a [noun] [place]|there are [number] [adjective] [things] [place]|
        the [noun] is [adjective], but the [noun] is not|a [noun] is not a [noun]|
        the more [things] we [do], the better|as [adjective] as a [noun]|not every [noun] is [adjective]
    """),
    "and": listed("and|or|but not|as well as|and also"),
    "joint": listed("and|but|because|while|so|when|although|before|after|until|if|since"),
    "aux": listed("will|can|could|would|should|must|may|might"),
    "did_aux": listed("did|will|can|should|could"),
    "did": listed("""
        saw|took|found|made|bought|sold|lost|broke|opened|closed|carried|washed|painted|wrote|read|heard|liked|
        loved|hated|needed|wanted|used|moved|pushed|pulled|dropped|caught|threw|held|kept|left|brought|sent|showed|
        hid|watched|followed|helped|built|fixed|cleaned|filled|cut|cooked|ate|drank|tasted|smelled|touched|felt|
        knew|remembered|forgot|learned|taught|asked for|looked at|listened to|thought about|talked about|paid for|
        waited for|turned over|picked up|put down|gave away|threw away|looked after|counted|measured|drew|burned|
        covered|chose|changed|finished|started|stopped|visited|invited|thanked|trusted|feared|missed|shared
    """),
    "do": listed("""
        see|take|find|make|buy|sell|lose|break|open|close|carry|wash|paint|write|read|hear|like|love|need|want|use|
        move|push|pull|drop|catch|throw|hold|keep|leave|bring|send|show|hide|watch|follow|help|build|fix|clean|fill|
        cut|cook|eat|drink|taste|smell|touch|feel|know|remember|forget|learn|teach|ask for|look at|listen to|
        think about|talk about|pay for|wait for|pick up|put down|give away|throw away|look after|count|measure|draw|
        burn|cover|choose|change|finish|start|stop|visit|invite|thank|trust|share|save|offer|repeat|describe|
        explain|check|protect|prepare|return|collect|borrow|lend|accept|refuse|believe|understand|improve|control|
        discover
    """),
    "went": listed("""
        went|walked|ran|drove|flew|swam|fell|slept|sat|stood|waited|worked|played|lived|stayed|danced|sang|laughed|
        cried|jumped|climbed|traveled|arrived|hid|rested|shouted|studied|hurried|turned around|looked around|grew up
    """),
    "go": listed("""
        go|walk|run|drive|fly|swim|fall|sleep|sit|stand|wait|work|play|live|stay|dance|sing|laugh|cry|jump|climb|
        travel|arrive|hide|rest|shout|study|hurry|turn around|look around|come back
    """),
    "seemed": listed("was|is|seemed|looked|became|felt|stayed|got"),
    "said": listed("said|thought|knew|hoped|heard|believed|told me|was sure|forgot|understood|noticed|promised"),
    "wanted": listed("wanted|had|tried|began|decided|forgot|hoped|learned|planned|liked|needed|refused|used"),
    "how": listed("""
        slowly|quickly|quietly|loudly|carefully|happily|sadly|well|badly|alone|together|again|often|by hand|
        with care|without a word|with a smile|with a [noun]|without the [noun]|for [number] hours|for a long time|
        in the rain|by train|on foot|all at once|almost every day|too fast|as usual|at last|just in time
    """),
    "when": listed("""
        today|yesterday|last night|in the morning|in the evening|at night|every day|on [day]|last week|next year|
        in [month]|at [number] o'clock|a long time ago|before dinner|after lunch|during the winter|in the summer|
        this afternoon|many years later|once a month|at the end of the day|soon|tomorrow|now and then|
        in the middle of the night|on the weekend|from time to time
    """),
    "place": listed("""
        in the [room]|at the [building]|near the [building]|behind the [building]|in front of the [building]|
        under the [noun]|on the [noun]|next to the [noun]|above the [noun]|between the [things]|in [city]|
        from [city]|across the [land]|over the [land]|by the [land]|through the [land]|down the street|at home|
        at work|upstairs|outside|around the corner|into the [land]|inside the [noun]|beside the [job]|
        with my [relative]|against the wall|along the road|far away|on the left|on the right
    """),
    "noun": listed("""
        house|door|window|table|chair|book|letter|pen|paper|cup|plate|bottle|glass|knife|fork|spoon|bag|box|key|
        coat|hat|shoe|shirt|dress|bed|lamp|clock|phone|radio|picture|camera|car|bus|train|boat|ship|plane|bicycle|
        wheel|road|bridge|tree|flower|leaf|grass|apple|orange|banana|bread|butter|cheese|egg|fish|meat|rice|soup|
        salt|sugar|milk|water|tea|coffee|juice|cake|dog|cat|horse|cow|sheep|bird|duck|mouse|rabbit|bear|lion|snake|
        frog|spider|bee|ball|game|toy|doll|song|story|film|dance|party|gift|ring|coin|money|price|ticket|map|flag|
        stone|rock|sand|fire|smoke|light|shadow|wind|cloud|storm|star|moon|sun|sky|ear|eye|nose|mouth|hand|finger|
        arm|leg|foot|head|hair|heart|voice|word|name|number|question|answer|idea|dream|plan|problem|reason|rule|
        lesson|test|mistake|language|country|world|army|machine|engine|computer|screen|button|wire|battery|tool|
        hammer|nail|rope|ladder|brush|soap|towel|mirror|pillow|blanket|carpet|roof|wall|floor|stairs|fence|gate|
        basket|bucket|candle|match|newspaper|magazine|message|secret|promise|prize|race|team|goal|fight|victory|
        danger|accident|medicine|illness|weather|temperature|distance|weight|shape|size|color|sound|noise|silence|
        music|violin|guitar|drum|piano|feather|chicken|potato|tomato|onion|carrot|lemon|cherry|sandwich|chocolate|
        breakfast|dinner|jacket|glove|sock|pocket|umbrella|suitcase|passport|journey|holiday|adventure|future|
        history|science
    """),
    "things": listed("""
        houses|doors|windows|books|letters|cups|plates|bottles|bags|boxes|keys|shoes|shirts|pictures|cars|trains|
        boats|roads|trees|flowers|leaves|apples|oranges|eggs|fish|dogs|cats|horses|cows|sheep|birds|mice|rabbits|
        bees|balls|games|toys|songs|stories|films|coins|tickets|maps|stones|clouds|stars|hands|fingers|words|names|
        numbers|questions|answers|ideas|dreams|plans|problems|rules|lessons|mistakes|languages|countries|machines|
        tools|nails|candles|messages|secrets|people|men|women|children|students|friends|brothers|sisters|teachers|
        farmers|years|weeks|pages|dollars|potatoes|tomatoes|sandwiches|glasses|knives|branches|buses|cities
    """),
    "adjective": listed("""
        big|small|long|short|tall|wide|thin|thick|heavy|light|old|new|young|hot|cold|warm|cool|wet|dry|clean|dirty|
        fast|slow|loud|quiet|bright|dark|red|blue|green|yellow|white|black|brown|grey|orange|purple|happy|sad|angry|
        tired|hungry|thirsty|sick|healthy|strong|weak|rich|poor|kind|cruel|brave|afraid|clever|stupid|funny|serious|
        strange|normal|easy|difficult|simple|hard|soft|sharp|round|square|flat|deep|empty|full|open|broken|cheap|
        expensive|free|busy|early|late|good|bad|better|worse|beautiful|ugly|nice|terrible|wonderful|perfect|true|
        false|real|wrong|right|safe|dangerous|famous|important|useful|interesting|boring|possible|impossible|sweet|
        sour|bitter|fresh|golden|wooden|silver|modern|ancient|gentle|careful|lucky|proud|lonely|ready|foreign|secret
    """),
    "job": listed("""
        doctor|teacher|farmer|driver|baker|singer|painter|soldier|sailor|nurse|judge|lawyer|cook|waiter|pilot|
        captain|king|queen|prince|student|child|boy|girl|man|woman|baby|guest|neighbor|stranger|thief|hunter|writer|
        actor|engineer|manager|president|shopkeeper|fisherman|policeman|carpenter|musician|scientist|gardener|
        tailor|giant|old man|young lady
    """),
    "relative": listed("""
        mother|father|brother|sister|uncle|aunt|cousin|son|daughter|friend|grandmother|grandfather|wife|husband|
        boss|neighbor|best friend|little brother|older sister|teacher|colleague|whole family
    """),
    "room": listed("""
        kitchen|garden|bedroom|bathroom|office|cellar|garage|hall|attic|classroom|yard|living room|corner|dark|box|
        car|boat
    """),
    "building": listed("""
        school|station|church|hospital|library|museum|bank|market|shop|hotel|theater|airport|factory|castle|tower|
        farm|bridge|restaurant|park|university|post office|town hall|swimming pool|bakery|prison|harbor
    """),
    "land": listed("""
        river|lake|sea|ocean|mountain|hill|valley|forest|desert|island|beach|field|village|town|city|street|bridge|
        border|woods|garden|road|jungle|mud|snow|fog|square
    """),
    "number": [*SMALL[2:], *listed("a hundred|a thousand|two hundred|about fifty|nearly a dozen|five thousand")],
    "name": FIRST_NAMES,
    "city": CITIES,
    "day": WEEKDAYS,
    "month": MONTHS,
}
