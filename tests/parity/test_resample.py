"""The resampler for whole recordings against resample.npz."""

import numpy as np
import soundfile

from stages.resample import resample_exact


def test_resample(golden, expected):
    arrays = expected("resample")
    assert arrays
    for name, want in arrays.items():
        wav, rates = name.split("__")
        from_hz, to_hz = (int(rate) for rate in rates.split("_to_"))
        samples, rate_hz = soundfile.read(golden / "expected" / "audio" / f"{wav}.wav", dtype="float32", always_2d=True)
        assert rate_hz == from_hz
        got = resample_exact(samples.T, from_hz, to_hz)
        assert got.shape == want.shape
        np.testing.assert_allclose(got, want, atol=2e-5, rtol=0, err_msg=name)


def test_prompt_audio(golden, expected):
    """The voice prompt, as the voice's front end loads it."""
    arrays = expected("frontend")
    samples, rate_hz = soundfile.read(golden / "expected" / "audio" / "prompt.wav", dtype="float32", always_2d=True)
    for name, to_hz in (("prompt_audio_16k", 16_000), ("prompt_audio_24k", 24_000)):
        got = resample_exact(samples.T[:1], rate_hz, to_hz)[0]
        np.testing.assert_allclose(got, arrays[name], atol=2e-5, rtol=0, err_msg=name)
