"""What is measured in synthetic speech: pitch, phonemes, when each token is spoken, where sound begins and ends."""

from pathlib import Path

import numpy as np
import pytest

from training.calls import PENDING, CallPool, loud_part, token_times
from training.corpus import FRAME_16K, FRAME_24K, VoiceCorpus, cut, frame_labels, pitch_hz


class Letters:
    """A tokenizer of single characters."""

    def decode(self, ids: list[int]) -> str:
        return "".join(map(chr, ids))


def tone(hz: float, seconds: float, amplitude: float = 0.3) -> np.ndarray:
    """A sound of that pitch, five harmonics."""
    t = np.arange(round(seconds * 24000)) / 24000
    return (amplitude * sum(np.sin(2 * np.pi * hz * k * t) / k for k in range(1, 6))).astype(np.float32)


@pytest.mark.parametrize("hz", [75.0, 123.4, 220.0, 380.0])
def test_pitch_of_a_tone(hz: float):
    found = pitch_hz(tone(hz, 0.5))
    assert found.shape == (25,)
    np.testing.assert_allclose(found[2:-2], hz, rtol=0.01)


def test_pitch_follows_and_stops():
    samples = np.concatenate([tone(110, 0.4), np.zeros(9600, np.float32), tone(200, 0.4)])
    found = pitch_hz(samples)
    np.testing.assert_allclose(found[2:18], 110, rtol=0.01)
    assert not found[22:38].any()
    np.testing.assert_allclose(found[42:58], 200, rtol=0.01)
    noise = np.random.default_rng(1).normal(0, 0.1, 24000).astype(np.float32)
    assert (pitch_hz(noise) == 0).mean() > 0.9


def test_the_loud_part_of_a_clip():
    samples = np.concatenate([np.full(4800, 1e-4, np.float32), tone(150, 0.3), np.full(7200, 1e-4, np.float32)])
    assert loud_part(samples, 24000) == (4800, 4800 + 7200)


def test_the_phoneme_of_each_frame():
    phonemes = [(0.0, "pau"), (0.10, "h"), (0.16, "ay")]
    assert frame_labels(phonemes, 0.29, 10, 0.04) == ["", "", "h", "h", "ay", "ay", "ay", "", "", ""]
    assert frame_labels(None, 0.3, 3, 0.04) == ["?"] * 3


def test_tokens_are_spoken_while_their_word_is():
    text = "ab c de"
    ids = [ord(letter) for letter in text]
    words = [(0.0, 0), (0.4, 1), (0.64, 2)]
    times = token_times(Letters(), text, ids, words, lead_s=0.16, end_s=1.2)
    assert times.shape == (len(text), 2)
    spans = {letter: tuple(times[text.index(letter)]) for letter in "abcde"}
    # Frames of 80 ms: a word's first one, and the second past the one its end falls into.
    assert spans == {"a": (2, 9), "b": (2, 9), "c": (7, 12), "d": (10, 17), "e": (10, 17)}


def test_a_word_the_engine_did_not_place_begins_with_the_one_before():
    ids = [ord(letter) for letter in "a b c"]
    times = token_times(Letters(), "a b c", ids, [(0.0, 0), (0.8, 2)], lead_s=0.0, end_s=1.6)
    assert times[[0, 2, 4], 0].tolist() == [0, 0, 10]
    assert np.all(times[:, 1] > times[:, 0])


@pytest.fixture
def corpus() -> VoiceCorpus:
    """Streams of 50, 20 and 80 frames of voices 1, 0 and 1; each sample is its frame's number."""
    frames = np.arange(150)
    return VoiceCorpus(
        wav24=np.repeat(frames[:, None], FRAME_24K, 1).astype(np.int16),
        wav16=np.repeat(frames[:, None], FRAME_16K, 1).astype(np.int16),
        twin16=np.repeat(frames[:, None] + 1000, FRAME_16K, 1).astype(np.int16),
        phonemes=(frames % 7).astype(np.uint8),
        f0_hz=frames.astype(np.float32),
        starts=np.array([0, 50, 70, 150]),
        voices=np.array([1, 0, 1]),
        n_voices=2,
    )


def test_windows_stay_within_a_stream_and_its_voice(corpus: VoiceCorpus):
    first, second = corpus.windows(np.random.default_rng(3), 500, 30)
    for begin in (first, second):
        streams = np.searchsorted(corpus.starts, begin, side="right") - 1
        assert set(streams) == {0, 2}  # the second is shorter than a window
        assert np.all(begin + 30 <= corpus.starts[streams + 1])
    assert np.array_equal(
        np.searchsorted(corpus.starts, first, side="right"), np.searchsorted(corpus.starts, second, side="right")
    )
    assert np.array_equal(cut(corpus.wav24, first, 30)[:, :, 0], first[:, None] + np.arange(30))
    assert corpus.streams_of(np.array([0, 49, 50, 69, 70, 149])).tolist() == [0, 0, 1, 1, 2, 2]


def test_a_corpus_comes_back_from_its_files(corpus: VoiceCorpus, tmp_path: Path):
    corpus.save(tmp_path)
    again = VoiceCorpus.load(tmp_path)
    for name in ("wav24", "wav16", "twin16", "phonemes", "f0_hz", "starts", "voices"):
        assert np.array_equal(getattr(again, name), getattr(corpus, name)), name
    assert again.n_voices == corpus.n_voices


def test_the_characters_of_mandarin_are_placed_one_by_one():
    text = "你好，请"
    times = token_times(Letters(), text, list(map(ord, text)), [(0.0, 0), (0.4, 1), (0.8, 2)], lead_s=0.0, end_s=1.2)
    assert times[:, 0].tolist() == [0, 5, 5, 10]  # a mark is spoken with the character before it


def test_the_pool_draws_what_has_been_made():
    pool = CallPool(workers=2, requests=(4, 2, 1), scenes=3)
    pool.made[:, 0] = [0, 9]  # more than there are slots: the ring has been round
    worker, slot = pool.draw(np.random.default_rng(0), 0, 200)
    assert set(worker) == {1}
    assert set(slot) == {0, 1, 2, 3}


def test_answers_that_wait_get_their_codes_and_free_their_place():
    pool = CallPool(workers=2, requests=(1, 1, 1), scenes=20)
    places = [(0, k) for k in range(5)] + [(1, PENDING - 1 - k) for k in range(4)]
    for answer, (worker, place) in enumerate(places):
        pool.pending_answer[worker, place] = answer + 1
        pool.pending_samples[worker, place] = 640 * (answer + 1)
    asked: list[tuple[int, ...]] = []

    def tokeniser(audio: np.ndarray, n_samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        asked.append(audio.shape)
        return np.full((len(audio), 240), 7), n_samples // 640

    pool.tokenise(tokeniser, 8)
    pool.tokenise(tokeniser, 8)
    assert asked == [(8, pool.pending_audio.shape[-1])]  # one left is too few for a batch
    assert pool.n_codes[0, :5].tolist() == [1, 2, 3, 4, 5]
    assert pool.codes[0, 2, :4].tolist() == [7, 7, 7, 0]
    assert len(pool.untokenised(10)[0]) == 1
