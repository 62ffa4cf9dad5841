"""The rule of the endpoint, on made-up probabilities: one a window of 512 samples, 32 ms."""

import random
from dataclasses import replace

from pipeline.endpoint import Ended, Endpoint, Paused, Resumed, Rule, Silent, Speaking, Started

RULE = Rule(speech_threshold=0.5, silence_threshold=0.35, min_speech_ms=96, min_silence_ms=320, tentative_ms=320)
EAGER = replace(RULE, tentative_ms=96)
PADDING_MS = 64
LONGEST_S = 60.0
WINDOW = 512


def decide(probabilities, rule=RULE, padding_ms=PADDING_MS, longest_s=LONGEST_S, close=False):
    """(window in which it was decided, decision) for each decision; `close` ends the stream."""
    endpoint, state, decisions = Endpoint(padding_ms, longest_s), Silent(), []
    for k, probability in enumerate(probabilities):
        state, decided = endpoint.step(probability, k * WINDOW, (k + 1) * WINDOW, state, rule)
        if decided:
            decisions.append((k, decided))
    if close and (ended := endpoint.end(len(probabilities) * WINDOW, state, "stream")):
        decisions.append((len(probabilities), ended))
    return decisions


def test_an_utterance():
    p = [0.1] * 10 + [0.9] * 5 + [0.1] * 20
    assert decide(p) == [
        (12, Started(at_samples=8 * WINDOW, onset=10 * WINDOW)),  # three windows of speech, less two of padding
        (24, Ended(speech_samples=15 * WINDOW, at_samples=17 * WINDOW)),  # ten windows of silence, two of them kept
    ]


def test_padding_does_not_reach_before_the_stream():
    assert decide([0.9] * 5)[0] == (2, Started(0, 0))


def test_a_click_is_no_speech():
    assert decide([0.1] * 5 + [0.9] * 2 + [0.1] * 5 + [0.9] + [0.1] * 20) == []


def test_hysteresis_to_begin():
    """Between the thresholds nothing begins, but what began goes on."""
    assert decide([0.4] * 20) == []
    assert decide([0.6, 0.4, 0.4] + [0.1] * 20)[0] == (2, Started(0, 0))
    assert decide([0.6, 0.4, 0.3, 0.6, 0.4] + [0.1] * 20) == []


def test_hysteresis_to_end():
    """Between the thresholds no silence begins, and none is broken."""
    assert len(decide([0.9] * 5 + [0.4] * 50)) == 1
    assert decide([0.9] * 5 + [0.1] + [0.4] * 9)[1][1].speech_samples == 5 * WINDOW
    assert len(decide([0.9] * 5 + ([0.1] * 9 + [0.6]) * 5)) == 1


def test_the_end_is_where_the_last_silence_began():
    p = [0.9] * 5 + [0.1] * 6 + [0.9] * 3 + [0.1] * 20
    assert decide(p)[1] == (23, Ended(14 * WINDOW, 16 * WINDOW))


def test_two_utterances_do_not_overlap():
    p = [0.9] * 5 + [0.1] * 2 + [0.9] * 5 + [0.1] * 8
    (_, _), (_, ended), (_, started), (_, _) = decide(p, replace(RULE, min_silence_ms=64), padding_ms=256)
    assert ended.at_samples == started.at_samples == 7 * WINDOW


def test_the_longest_utterance_is_cut_without_loss():
    decisions = [decision for _, decision in decide([0.9] * 100, longest_s=1.024)]
    assert decisions[:4] == [
        Started(0, 0),
        Ended(32 * WINDOW, 32 * WINDOW, "length"),
        Started(32 * WINDOW, 32 * WINDOW),
        Ended(64 * WINDOW, 64 * WINDOW, "length"),
    ]


def test_the_end_of_the_stream_ends_the_utterance():
    assert decide([0.9] * 5, close=True)[1][1] == Ended(5 * WINDOW, 5 * WINDOW, "stream")
    assert decide([0.9] * 5 + [0.1] * 4, close=True)[1][1] == Ended(5 * WINDOW, 7 * WINDOW, "stream")
    assert decide([0.9] * 2, close=True) == []


def test_a_pause_may_be_the_end():
    p = [0.1] * 10 + [0.9] * 5 + [0.1] * 20
    assert decide(p, EAGER) == [
        (12, Started(at_samples=8 * WINDOW, onset=10 * WINDOW)),
        (17, Paused(speech_samples=15 * WINDOW, at_samples=17 * WINDOW)),  # three windows of silence, two of them kept
        (24, Ended(speech_samples=15 * WINDOW, at_samples=17 * WINDOW)),
    ]


def test_the_end_keeps_no_more_sound_than_the_pause_before_it():
    p = [0.9] * 5 + [0.1] * 20
    assert [d.at_samples for _, d in decide(p, EAGER, padding_ms=320)] == [0, 8 * WINDOW, 8 * WINDOW]


def test_a_pause_that_was_none():
    p = [0.9] * 5 + [0.1] * 6 + [0.9] * 3 + [0.1] * 20
    assert [d for _, d in decide(p, EAGER)] == [
        Started(0, 0),
        Paused(5 * WINDOW, 7 * WINDOW),
        Resumed(6 * WINDOW),
        Paused(14 * WINDOW, 16 * WINDOW),
        Ended(14 * WINDOW, 16 * WINDOW),
    ]


def test_a_silence_shorter_than_a_pause_is_none():
    assert len(decide(([0.9] * 5 + [0.1] * 2) * 5, EAGER)) == 1


def test_a_rule_may_change_while_a_silence_lasts():
    endpoint, state, rule = Endpoint(PADDING_MS, LONGEST_S), Silent(), RULE
    for k, probability in enumerate([0.9] * 5 + [0.1] * 30):
        patient = replace(rule, min_silence_ms=640)
        state, decided = endpoint.step(probability, k * WINDOW, (k + 1) * WINDOW, state, rule if k < 12 else patient)
        if isinstance(decided, Ended):
            assert k == 24


def test_without_a_rule_all_is_the_utterances():
    endpoint = Endpoint(PADDING_MS, 1.024)
    state, decided = endpoint.step(0.0, 5 * WINDOW, 6 * WINDOW, Silent(5 * WINDOW), None)
    assert decided == Started(5 * WINDOW, 5 * WINDOW)
    for k in range(6, 36):
        state, decided = endpoint.step(0.0, k * WINDOW, (k + 1) * WINDOW, state, None)
        assert decided is None
    assert endpoint.end(36 * WINDOW, state, "commit") == Ended(36 * WINDOW, 36 * WINDOW, "commit")
    state, decided = endpoint.step(0.0, 36 * WINDOW, 37 * WINDOW, state, None)
    assert decided == Ended(37 * WINDOW, 37 * WINDOW, "length")


def test_whatever_comes_in_decisions_alternate_and_sound_is_said_once():
    rng = random.Random(0)
    for _ in range(200):
        rule = replace(
            RULE, min_silence_ms=rng.choice([32, 320]), tentative_ms=rng.choice([32, 64, 128, 320]), min_speech_ms=96
        )
        endpoint, state, free, open_at = Endpoint(rng.choice([0, 64, 500]), 2.0), Silent(), 0, None
        level = 0.5
        for k in range(300):
            level = min(1.0, max(0.0, level + rng.uniform(-0.4, 0.4)))
            state, decided = endpoint.step(level, k * WINDOW, (k + 1) * WINDOW, state, rule)
            if isinstance(decided, Started):
                assert open_at is None
                assert free <= decided.at_samples < (k + 1) * WINDOW
                open_at = decided.at_samples
            elif isinstance(decided, Ended):
                assert open_at is not None
                assert open_at < decided.speech_samples <= (k + 1) * WINDOW
                assert decided.at_samples <= open_at + 2 * 16_000 + 2 * WINDOW
                free, open_at = decided.at_samples, None
            elif decided is not None:
                assert open_at is not None
            assert isinstance(state, Speaking) == (open_at is not None)
