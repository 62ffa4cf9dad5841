"""Streaming conversion: any chunking equals the whole, and times stay true."""

import anyio
import numpy as np
import pytest
import soxr

from pipeline.events import MicAudio
from pipeline.stage import StageError, through
from stages.resample import RateError, ResampleStage, resample_exact


def tone(rate_hz, seconds=1.0, hz=440):
    return np.sin(2 * np.pi * hz * np.arange(int(rate_hz * seconds)) / rate_hz).astype(np.float32)


def run(blocks):
    """The sound that comes out, after a look at the places it claims."""
    out = anyio.run(through, [ResampleStage()], blocks)
    place = 0
    for audio in out:
        assert audio.start_samples == place
        assert audio.samples.dtype == np.float32
        place += len(audio.samples)
    return np.concatenate([audio.samples for audio in out]) if out else np.zeros(0, np.float32)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 37_123])
def test_any_chunking_equals_the_whole(rate_hz):
    x, rng, blocks = tone(rate_hz, 0.7), np.random.default_rng(rate_hz), []
    rest = x
    while len(rest):
        n = int(rng.integers(0, rate_hz // 20))
        blocks.append(MicAudio(rest[:n], rate_hz))
        rest = rest[n:]
    got = run(blocks)
    whole = x if rate_hz == 16_000 else soxr.resample(x, rate_hz, 16_000)
    np.testing.assert_allclose(got, whole, atol=1e-6)
    np.testing.assert_allclose(got[800:-800], tone(16_000, 0.7)[800 : len(got) - 800], atol=1e-3)


def test_the_rate_may_change():
    got = run([MicAudio(tone(48_000), 48_000), MicAudio(tone(8_000), 8_000), MicAudio(tone(16_000), 16_000)])
    assert len(got) == 3 * 16_000
    for k in range(3):
        middle = got[16_000 * k + 1000 : 16_000 * k + 15_000]
        np.testing.assert_allclose(middle, tone(16_000)[1000:15_000], atol=1e-3)


def test_no_sound_no_audio():
    assert len(run([])) == len(run([MicAudio(np.zeros(0, np.float32), 48_000)])) == 0


@pytest.mark.parametrize("rate_hz", [0, -8_000, 100, 10**7])
def test_impossible_rates_are_named(rate_hz):
    with pytest.raises(RateError, match=rf"audio at {rate_hz} Hz cannot be resampled: 4000 to 384000 Hz can"):
        resample_exact(np.zeros((1, 10), np.float32), rate_hz, 16_000)
    with pytest.raises(ExceptionGroup) as caught:
        run([MicAudio(np.zeros(10, np.float32), rate_hz)])
    assert caught.group_contains(StageError, match=f"resample: RateError: audio at {rate_hz} Hz", depth=None)


@pytest.mark.parametrize(("from_hz", "to_hz"), [(48_000, 16_000), (8_000, 16_000), (44_099, 16_000), (16_000, 24_000)])
def test_whole_recordings_keep_their_sound(from_hz, to_hz):
    x = np.stack([tone(from_hz, 2.5), tone(from_hz, 2.5, hz=1000)])
    got = resample_exact(x, from_hz, to_hz)
    assert got.shape == (2, int(np.ceil(to_hz * x.shape[1] / from_hz)))
    want = np.stack([tone(to_hz, 2.5), tone(to_hz, 2.5, hz=1000)])
    n = min(got.shape[1], want.shape[1])
    np.testing.assert_allclose(got[:, 500 : n - 500], want[:, 500 : n - 500], atol=5e-3)
    assert resample_exact(x, from_hz, from_hz) is x
    assert resample_exact(x[:, :0], from_hz, to_hz).shape == (2, 0)
