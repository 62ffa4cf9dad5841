"""Silero on real (synthetic) speech, and the stage around it."""

import sys
from dataclasses import replace
from pathlib import Path

import anyio
import numpy as np
import pytest
import soundfile

from pipeline import config
from pipeline.segment import Audio, SegmentAudio, SegmentEnded, SegmentStarted
from pipeline.segmenter import SegmenterStage
from pipeline.stage import through
from stages.vad import WINDOW_SAMPLES, Silero, VadMissingError, VadStage

SPEECH = Path(__file__).parents[1] / "golden" / "compact" / "expected" / "audio" / "turn1.wav"
EARS = replace(config.load().ears, min_silence_ms=300)


@pytest.fixture(scope="module")
def silero():
    return Silero()


@pytest.fixture(scope="module")
def speech():
    samples, rate_hz = soundfile.read(SPEECH, dtype="float32")
    assert rate_hz == 16_000
    return samples


def call(*parts):
    """Sound and silences (seconds) in a row."""
    return np.concatenate([np.zeros(int(p * 16_000), np.float32) if isinstance(p, float) else p for p in parts])


def hear(silero, x, sizes, ears=EARS):
    def blocks():
        start = 0
        for n in sizes:
            yield Audio(x[start : start + n], start)
            start += n
            if start >= len(x):
                return

    return anyio.run(through, [VadStage(silero), SegmenterStage(ears)], list(blocks()))


def forever(n):
    while True:
        yield n


def test_the_network_hears_speech_and_only_speech(silero, speech):
    x, state, heard = call(1.0, speech, 1.0), silero.make_state(), []
    for start in range(0, len(x) - WINDOW_SAMPLES + 1, WINDOW_SAMPLES):
        probability, state = silero.step(x[start : start + WINDOW_SAMPLES], state)
        heard.append(probability)
    during = heard[33 : 33 + len(speech) // WINDOW_SAMPLES - 8]
    assert min(during) > 0.5
    assert max(heard[:30] + heard[-20:]) < 0.2


def test_streams_do_not_meet(silero, speech):
    """One network, two streams taking turns: each hears what it would alone."""
    alone, state = [], silero.make_state()
    windows = [speech[n : n + WINDOW_SAMPLES] for n in range(0, 20 * WINDOW_SAMPLES, WINDOW_SAMPLES)]
    for window in windows:
        probability, state = silero.step(window, state)
        alone.append(probability)
    state, other = silero.make_state(), silero.make_state()
    for window, want in zip(windows, alone, strict=True):
        _, other = silero.step(-window[::-1], other)
        probability, state = silero.step(window, state)
        assert probability == want


def test_torch_is_not_imported(silero):
    assert "silero_vad" not in sys.modules
    assert "torch" not in sys.modules


def test_a_missing_network_is_named(monkeypatch):
    monkeypatch.setattr("stages.vad.find_spec", lambda name: None)
    with pytest.raises(VadMissingError, match=r"silero_vad\.onnx.*pip install silero-vad"):
        Silero()


def utterances(items):
    """The items of each utterance, checked for their order."""
    found = []
    for item in items:
        if isinstance(item, SegmentStarted):
            found.append([])
        assert found, "nothing comes before an utterance starts"
        assert item.utterance == len(found) - 1
        found[-1].append(item)
    for started, *audio, ended in found:
        assert isinstance(started, SegmentStarted)
        assert isinstance(ended, SegmentEnded)
        assert all(isinstance(item, SegmentAudio) for item in audio)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_utterances_and_their_sound_whatever_the_blocks(silero, speech, seed):
    x = call(1.0, speech, 1.0, speech, 1.0)
    rng = np.random.default_rng(seed)
    sizes = (int(rng.integers(0, (50, 400, 2000, 100_000)[seed])) for _ in forever(0))
    found = utterances(hear(silero, x, sizes))
    assert len(found) == 2
    for (started, *audio, ended), begin in zip(found, (16_000, 32_000 + len(speech)), strict=True):
        assert abs(started.at_samples - (begin - 3200)) < 3 * WINDOW_SAMPLES
        assert abs(ended.at_samples - (begin + len(speech))) < 0.4 * 16_000
        assert 4800 <= ended.decided_samples - ended.at_samples < 4800 + WINDOW_SAMPLES
        sound = np.concatenate([item.samples for item in audio])
        np.testing.assert_array_equal(sound, x[started.at_samples : ended.at_samples + 3200])


def test_the_end_of_the_stream_ends_the_utterance(silero, speech):
    x = call(0.5, speech[:12_345])
    ((started, *audio, ended),) = utterances(hear(silero, x, forever(320)))
    assert ended.at_samples == ended.decided_samples == len(x)
    np.testing.assert_array_equal(np.concatenate([item.samples for item in audio]), x[started.at_samples :])


def test_a_long_utterance_is_cut_without_loss(silero, speech):
    x = call(0.5, np.tile(speech[2000:14_000], 6), 1.0)
    found = utterances(hear(silero, x, forever(320), replace(EARS, max_utterance_s=1.5)))
    assert len(found) >= 3
    sound = np.concatenate([item.samples for one in found for item in one if isinstance(item, SegmentAudio)])
    begin = found[0][0].at_samples
    np.testing.assert_array_equal(sound, x[begin : begin + len(sound)])


def test_nothing_is_heard_in_silence_and_noise(silero):
    noise = 0.02 * np.random.default_rng(0).standard_normal(5 * 16_000).astype(np.float32)
    assert hear(silero, call(1.0, noise, 1.0), forever(320)) == []
    assert hear(silero, np.zeros(0, np.float32), forever(320)) == []
