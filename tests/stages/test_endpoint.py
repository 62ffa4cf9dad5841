"""The rule of the endpoint, on made-up probabilities: one a window of 512 samples, 32 ms."""

import random
from dataclasses import replace

import pytest

from pipeline.config import Ears
from stages.endpoint import Ended, Endpoint, Silent, Speaking, Started

EARS = Ears(
    speech_threshold=0.5,
    silence_threshold=0.35,
    min_speech_ms=96,
    min_silence_ms=320,
    padding_ms=64,
    block_ms=160,
    provisional_ms=1000,
    max_utterance_s=60.0,
)
WINDOW = 512


def decide(probabilities, ears=EARS, close=False):
    """(window in which it was decided, decision) for each decision; `close` ends the stream."""
    endpoint, state, decisions = Endpoint(ears), Silent(), []
    for k, probability in enumerate(probabilities):
        state, decided = endpoint.step(probability, k * WINDOW, (k + 1) * WINDOW, state)
        if decided:
            decisions.append((k, decided))
    if close and (ended := endpoint.close(len(probabilities) * WINDOW, state)):
        decisions.append((len(probabilities), ended))
    return decisions


def test_an_utterance():
    p = [0.1] * 10 + [0.9] * 5 + [0.1] * 20
    assert decide(p) == [
        (12, Started(at_samples=8 * WINDOW)),  # three windows of speech, less two of padding
        (24, Ended(speech_samples=15 * WINDOW, at_samples=17 * WINDOW)),  # ten windows of silence, two of them kept
    ]


def test_padding_does_not_reach_before_the_stream():
    assert decide([0.9] * 5)[0] == (2, Started(0))


def test_a_click_is_no_speech():
    assert decide([0.1] * 5 + [0.9] * 2 + [0.1] * 5 + [0.9] + [0.1] * 20) == []


def test_hysteresis_to_begin():
    """Between the thresholds nothing begins, but what began goes on."""
    assert decide([0.4] * 20) == []
    assert decide([0.6, 0.4, 0.4] + [0.1] * 20)[0] == (2, Started(0))
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
    ears = replace(EARS, min_silence_ms=64, padding_ms=256)
    p = [0.9] * 5 + [0.1] * 2 + [0.9] * 5 + [0.1] * 8
    (_, _), (_, ended), (_, started), (_, _) = decide(p, ears)
    assert ended.at_samples == started.at_samples == 7 * WINDOW


def test_the_longest_utterance_is_cut_without_loss():
    ears = replace(EARS, max_utterance_s=1.024)
    decisions = [decision for _, decision in decide([0.9] * 100, ears)]
    assert decisions[:4] == [
        Started(0),
        Ended(32 * WINDOW, 32 * WINDOW),
        Started(32 * WINDOW),
        Ended(64 * WINDOW, 64 * WINDOW),
    ]


def test_the_end_of_the_stream_ends_the_utterance():
    assert decide([0.9] * 5, close=True)[1][1] == Ended(5 * WINDOW, 5 * WINDOW)
    assert decide([0.9] * 5 + [0.1] * 4, close=True)[1][1] == Ended(5 * WINDOW, 7 * WINDOW)
    assert decide([0.9] * 2, close=True) == []


def test_whatever_comes_in_decisions_alternate_and_sound_is_said_once():
    rng = random.Random(0)
    for _ in range(200):
        ears = replace(
            EARS, min_silence_ms=rng.choice([32, 320]), padding_ms=rng.choice([0, 64, 500]), max_utterance_s=2.0
        )
        endpoint, state, free, open_at = Endpoint(ears), Silent(), 0, None
        level = 0.5
        for k in range(300):
            level = min(1.0, max(0.0, level + rng.uniform(-0.4, 0.4)))
            state, decided = endpoint.step(level, k * WINDOW, (k + 1) * WINDOW, state)
            if isinstance(decided, Started):
                assert open_at is None
                assert free <= decided.at_samples < (k + 1) * WINDOW
                open_at = decided.at_samples
            elif isinstance(decided, Ended):
                assert open_at is not None
                assert open_at < decided.speech_samples <= (k + 1) * WINDOW
                assert decided.at_samples <= open_at + 2 * 16_000 + WINDOW
                free, open_at = decided.at_samples, None
            assert isinstance(state, Speaking) == (open_at is not None)


def test_knobs_that_contradict_each_other():
    with pytest.raises(ValueError, match=r"silence_threshold 0\.6 lies above ears\.speech_threshold 0\.5"):
        Endpoint(replace(EARS, silence_threshold=0.6))
    with pytest.raises(ValueError, match=r"max_utterance_s is 1\.0, must exceed .* 1096 ms"):
        Endpoint(replace(EARS, max_utterance_s=1.0, padding_ms=1000))
