"""The small world: the same everywhere, answers that follow from the words said, a held-out part that stays apart."""

import re
from random import Random

import pytest

from training.errors import distance
from training.world import english as world
from training.world import mandarin, phrasings, tools
from training.world.english import slot_names
from training.world.scene import Language


@pytest.fixture(scope="module")
def training() -> list[world.Exchange]:
    rng = Random(1)
    return [world.sample(rng) for _ in range(20_000)]


@pytest.fixture(scope="module")
def held_out() -> list[world.Exchange]:
    rng = Random(2)
    return [world.sample(rng, held_out=True) for _ in range(4_000)]


def test_a_seed_gives_the_same_exchanges_again(training):
    rng = Random(1)
    assert [world.sample(rng) for _ in range(500)] == training[:500]
    assert [world.open_sentence(Random(3)) for _ in range(2)] == [world.open_sentence(Random(3))] * 2


def test_the_split_is_the_same_on_every_machine():
    intent = next(intent for intent in world.INTENTS if intent.name == "repeat digits")
    held = [d for d in world.DIGITS if world.is_held_out(intent, "please repeat {digits}", {"digits": f"one two {d}"})]
    assert held == ["one", "seven"]


def test_no_held_out_request_is_trained_on(training, held_out):
    assert not {e.request for e in training} & {e.request for e in held_out}


def test_the_world_is_large_and_mostly_held_in(training, held_out):
    assert len({e.request for e in training}) > 12_000
    assert len({e.request for e in held_out}) > 2_500
    assert {e.intent for e in training} == {intent.name for intent in world.INTENTS}
    assert len({e.intent for e in held_out}) > 50
    assert len(world.FACTS) >= 60


def test_requests_are_plain_words_and_answers_short_sentences(training, held_out):
    for e in training + held_out:
        assert re.fullmatch(r"[a-z']+( [a-z']+)*", e.request), e
        assert re.fullmatch(r"[A-Z][A-Za-z' ,.?]*[.?!]", e.answer), e
        assert 3 <= len(e.answer.split()) <= 14, e


def test_a_request_has_one_answer(training, held_out):
    answers = {e.request: e.answer for e in training + held_out}
    assert all(answers[e.request] == e.answer for e in training + held_out)


def test_patterns_have_their_readings():
    assert set(phrasings.all_of("(could|would) you (please |)go")) == {
        "could you please go", "could you go", "would you please go", "would you go",
    }  # fmt: skip
    assert {phrasings.one_of("(a|b)c", Random(k)) for k in range(20)} == {"ac", "bc"}


@pytest.mark.parametrize("world_of", [world, mandarin], ids=["english", "mandarin"])
def test_patterns_use_the_slots_of_their_intent_and_some_are_held_out(world_of):
    for intent in world_of.INTENTS:
        slots = sorted(world.slot_names(intent.phrasings[0]))
        for pattern in intent.patterns + intent.paraphrases + intent.wordings:
            assert {tuple(sorted(world.slot_names(reading))) for reading in phrasings.all_of(pattern)} == {tuple(slots)}
        for sort in (intent.patterns, intent.paraphrases, intent.wordings):
            if len(sort) >= 4:
                assert any(set(phrasings.all_of(p)) & intent.kept_back for p in sort), intent.name
        rng = Random(2)
        assert not {intent.training_phrasing(rng) for _ in range(50)} & intent.kept_back


@pytest.mark.parametrize("world_of", [world, mandarin])
def test_expressions_are_no_ways_that_are_held_out_and_none_a_word_away(world_of):
    units = str.split if world_of is world else list
    for intent in world_of.INTENTS:
        slots = {slot for way in intent.phrasings for slot in slot_names(way)}
        back = [units(way) for way in intent.kept_back]
        for pattern in intent.expressions:
            for reading in phrasings.all_of(pattern):
                assert set(slot_names(reading)) == slots, reading
                own = units(reading)
                near = [way for way in back if abs(len(way) - len(own)) <= 1 and distance(way, own) <= 1]
                assert not near, reading


@pytest.mark.parametrize("language", ["en", "zh"])
def test_expressions_for_tools_hold_what_a_call_needs(language: Language):
    rng = Random(4)
    for kind in tools.KINDS:
        use = kind.use(rng, language)
        for way in kind.expressions[language]:
            assert way.count("{}") == len(use.spoken or use.arguments), way
            assert way == way.strip() != "", way


def test_other_words_for_a_request_are_none_that_is_held_out():
    rng = Random(3)
    for _ in range(300):
        exchange = world.sample(rng)
        intent = world.BY_NAME[exchange.intent]
        for request in (exchange.request, *exchange.others):
            assert request not in intent.kept_back


def test_phrasings_of_an_intent_use_the_same_slots():
    for intent in world.INTENTS:
        assert len({tuple(sorted(world.slot_names(p))) for p in intent.phrasings}) == 1, intent.name


@pytest.mark.parametrize(
    ("name", "slots", "answer"),
    [
        ("order status", {"digits": "four seven two"}, "Order four seven two has shipped and will arrive on Friday."),
        ("balance", {"digits": "five one three"}, "Account five one three has thirteen dollars."),
        ("balance", {"digits": "five zero zero"}, "Account five zero zero is empty."),
        ("appointment", {"weekday": "Sunday", "clock": "three"}, "Sorry, we are closed on Sunday."),
        ("plus", {"plus": "nine plus twelve"}, "Nine plus twelve is twenty one."),
        ("counting", {"range": "three to six"}, "Three, four, five, six."),
        ("day after", {"weekday": "Sunday"}, "Monday comes after Sunday."),
    ],
)
def test_answers_follow_from_the_words(name, slots, answer):
    assert next(intent for intent in world.INTENTS if intent.name == name).reply(slots) == answer


def test_open_sentences_are_varied_sentences():
    rng = Random(4)
    sentences = [world.open_sentence(rng) for _ in range(3_000)]
    assert len(set(sentences)) > 2_900
    assert all(re.fullmatch(r"[A-Z][A-Za-z', ]+[.?]", s) and 3 <= len(s.split()) <= 25 for s in sentences)
    assert len({word for s in sentences for word in world.spoken(s).split()}) > 900


def test_numbers_in_words():
    assert [world.number(n) for n in (0, 21, 100, 320, 4017)] == [
        "zero",
        "twenty one",
        "one hundred",
        "three hundred twenty",
        "four thousand seventeen",
    ]
