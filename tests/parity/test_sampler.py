"""The sampler against the reference, and what a batch must not change."""

from collections import Counter
from dataclasses import replace

import mlx.core as mx
import numpy as np
import pytest

from stages.models.sampler import GREEDY, Sampling, candidates, draws, penalise, sample

REFERENCE = Sampling(temperature=0.7, top_k=50, top_p=0.9, repetition_penalty=1.05)
TOLERANCE = 1e-5


@pytest.fixture(scope="module")
def arrays(expected):
    return expected("sampler")


@pytest.fixture(scope="module")
def logits(arrays):
    return mx.array(arrays["logits"])[None]  # (1, V)


@pytest.fixture(scope="module")
def seen(arrays):
    marks = np.zeros((1, len(arrays["logits"])), bool)
    marks[0, arrays["context_ids"]] = True
    return mx.array(marks)


def test_repetition_penalty_touches_each_seen_id_once(arrays, logits, seen):
    weakened = np.array(penalise(logits, seen, [REFERENCE]))[0]
    touched = arrays["after_repetition_penalty_ids"]
    np.testing.assert_array_equal(np.flatnonzero(weakened != arrays["logits"]), np.sort(touched))
    np.testing.assert_allclose(weakened[touched], arrays["after_repetition_penalty_values"], atol=TOLERANCE, rtol=0)


def test_candidates_and_their_probabilities(arrays, logits, seen):
    ids, probabilities = (np.array(x)[0] for x in candidates(penalise(logits, seen, [REFERENCE]), [REFERENCE]))
    assert np.all(np.diff(probabilities[probabilities > 0]) <= 0), "best first"
    kept = dict(zip(ids[probabilities > 0].tolist(), probabilities[probabilities > 0].tolist(), strict=True))
    assert sorted(kept) == sorted(arrays["kept_ids"].tolist())
    found = [kept[token] for token in arrays["kept_ids"].tolist()]
    np.testing.assert_allclose(found, arrays["kept_probs"], atol=TOLERANCE, rtol=0)


def test_candidates_without_top_k(arrays, logits, seen):
    free = replace(REFERENCE, top_k=0)
    _, probabilities = candidates(penalise(logits, seen, [free]), [free])
    assert (probabilities > 0).sum().item() == arrays["n_kept_without_top_k"][0]


def test_draws_are_uniform_and_seeded():
    assert draws(7, 100) == draws(7, 100) != draws(8, 100)
    assert draws(7, 200)[:3] != draws(8, 200)[:3]
    many = np.array(draws(7, 10_000))
    assert 0 <= many.min() < many.max() < 1
    assert many.mean() == pytest.approx(0.5, abs=0.02)


def test_samples_follow_the_probabilities(arrays, logits, seen):
    uniform = np.linspace(0, 1, 2000, endpoint=False)
    rows = [
        sample(mx.repeat(logits, 20, axis=0), mx.repeat(seen, 20, axis=0), [REFERENCE] * 20, part.tolist())
        for part in uniform.reshape(-1, 20)
    ]
    counts = Counter(mx.concatenate(rows).tolist())
    for token, probability in zip(arrays["kept_ids"].tolist(), arrays["kept_probs"].tolist(), strict=True):
        assert counts[token] / 2000 == pytest.approx(probability, abs=2 / 2000)


def test_a_row_does_not_depend_on_its_batch(logits, seen):
    other = mx.roll(logits, 100, axis=-1)
    asks = [REFERENCE, GREEDY, replace(REFERENCE, top_k=0), replace(REFERENCE, temperature=1.5, top_k=7)]
    rows, uniform = [logits, other, other, logits], [0.1, 0.5, 0.7, 0.9]
    alone = [sample(row, seen, [ask], [draw]).item() for row, ask, draw in zip(rows, asks, uniform, strict=True)]
    together = sample(mx.concatenate(rows), mx.repeat(seen, len(rows), axis=0), asks, uniform)
    assert together.tolist() == alone
    assert alone[1] == other.argmax().item()


def test_greedy_with_a_penalty_avoids_the_seen_best(logits):
    best = logits.argmax().item()
    seen = mx.arange(logits.shape[-1])[None] == best
    assert sample(logits, seen, [GREEDY], [0.5]).item() == best
    assert sample(logits, seen, [replace(GREEDY, repetition_penalty=100.0)], [0.5]).item() != best
