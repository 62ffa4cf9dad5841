"""Sounds that are no words: as they are described, never the same twice, and put among the requests in their share."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from stages.tokenizer import Tokenizer
from stepaudio import sounds
from training import calls, noises
from training.calls import CallPool, Maker, noise_clip

NANO = Path(__file__).parents[2] / "checkpoints" / "nano"
RATE_HZ = noises.RATE_HZ


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.load(NANO)


@pytest.fixture(scope="module")
def hums() -> list[noises.Noise]:
    rng = np.random.default_rng(1)
    return [noises.hum(rng) for _ in range(150)]


def pitch_hz(samples: np.ndarray) -> float:
    """By autocorrelation of the first 120 ms, without its first 20."""
    x = samples[RATE_HZ // 50 : RATE_HZ // 50 + RATE_HZ // 10].astype(np.float64)
    found = np.correlate(x, x, "full")[len(x) - 1 :] / np.arange(len(x), 0, -1)
    shortest, longest = int(RATE_HZ / 320), int(RATE_HZ / 75)
    return RATE_HZ / (shortest + int(found[shortest:longest].argmax()))


def low_share(samples: np.ndarray) -> float:
    """Of its power, what lies below 1 kHz."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    return float(power[np.fft.rfftfreq(len(samples), 1 / RATE_HZ) < 1000].sum() / power.sum())


def test_every_sound_is_finite_and_fills_its_range():
    rng = np.random.default_rng(0)
    for make in (noises.hum, *noises.WORDLESS):
        for _ in range(60):
            made = make(rng)
            assert made.samples.dtype == np.float32
            assert made.samples.ndim == 1
            assert np.abs(made.samples).max() == pytest.approx(1, abs=1e-5)
            assert 0.04 < made.end_s <= len(made.samples) / RATE_HZ + 1e-4 < 2.6
            assert (made.text == noises.HUM) == (make is noises.hum)


def test_a_seed_gives_the_same_sounds_again_and_no_two_are_alike(hums: list[noises.Noise]):
    rng = np.random.default_rng(1)
    again = [noises.hum(rng) for _ in range(5)]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(again, hums, strict=False))
    assert len({made.samples.tobytes() for made in hums}) == len(hums)


def test_hums_are_one_or_two_of_the_lengths_and_pitches_said(hums: list[noises.Noise]):
    low_s, high_s = noises.HUM_S
    assert all(low_s - 0.001 <= made.end_s <= high_s + 0.001 for made in hums)
    alone = [made for made in hums if len(made.samples) / RATE_HZ <= made.end_s + 1e-4]
    assert 0.25 < len(alone) / len(hums) < 0.55
    lengths = [made.end_s for made in hums]
    assert min(lengths) < 0.2
    assert max(lengths) > 0.6
    pitches = np.array([pitch_hz(made.samples) for made in hums if made.end_s > 0.3])
    low_hz, high_hz = noises.PITCH_HZ
    assert np.mean((pitches > low_hz * 0.75) & (pitches < high_hz * 1.3)) > 0.9  # it moves around what was drawn
    assert np.quantile(pitches, 0.1) < 130 < 190 < np.quantile(pitches, 0.9)


def test_hums_are_dark_and_what_is_wordless_is_brighter(hums: list[noises.Noise]):
    rng = np.random.default_rng(2)
    coughs = [low_share(noises.cough(rng).samples) for _ in range(60)]
    assert np.median([low_share(made.samples) for made in hums]) > 0.9
    assert np.median(coughs) < 0.75


def test_the_sounds_that_the_product_is_tried_with_lie_within_but_are_no_parameters_of_these(hums: list[noises.Noise]):
    assert low_share(sounds.hum()) > 0.9
    assert pitch_hz(sounds.hum()) == pytest.approx(115, rel=0.1)
    tried = sounds.hum()
    for made in hums:
        n = min(len(tried), len(made.samples))
        likeness = np.corrcoef(tried[:n], made.samples[:n])[0, 1]
        assert abs(likeness) < 0.9


def test_wordless_sounds_are_of_every_kind():
    rng = np.random.default_rng(3)
    shares = [low_share(noises.wordless(rng).samples) for _ in range(200)]
    assert np.quantile(shares, 0.1) < 0.3
    assert np.quantile(shares, 0.95) > 0.8


def test_a_clip_says_when_its_text_is_heard(tokenizer: Tokenizer):
    rng, noise_rng = Random(4), np.random.default_rng(4)
    for _ in range(30):
        made = noises.hum(noise_rng)
        clip = noise_clip(tokenizer, made, rng)
        assert tokenizer.decode(clip.ids) == noises.HUM
        lead = int(np.flatnonzero(clip.samples)[0])
        assert clip.times is not None
        assert clip.times.shape == (len(clip.ids), 2)
        first, last = clip.times[0]
        assert first * 0.08 <= lead / RATE_HZ + 0.08
        assert 0 <= last * 0.08 - (lead / RATE_HZ + made.end_s) <= 0.3
        assert len(clip.samples) >= len(made.samples) + 0.1 * RATE_HZ - 1
        assert clip.phonemes is None
        empty = noise_clip(tokenizer, noises.wordless(noise_rng), rng)
        assert empty.ids == []
        assert empty.times is not None
        assert empty.times.shape == (0, 2)


def test_the_pool_holds_them_as_texts_only_to_be_written_down(tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(calls, "NOISE_SHARE", 1.0)
    pool = CallPool(workers=1, requests=(64, 64, 8), scenes=2)
    Maker(pool, 0, tokenizer, seed=5).make_requests(24)
    assert pool.made[0].sum() == 24
    texts: list[str] = []
    for bucket, made in enumerate(pool.made[0]):
        for slot in range(int(made)):
            assert pool.scene_of[bucket][0, slot] == -1
            assert np.abs(pool.audio[bucket][0, slot]).max() > 300  # at a caller's level
            texts.append(tokenizer.decode(pool.text[bucket][0, slot, : pool.n_text[bucket][0, slot]].tolist()))
    assert set(texts) == {noises.HUM, ""}


def test_they_are_few():
    assert 0.01 <= calls.NOISE_SHARE <= 0.04
