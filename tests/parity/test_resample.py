"""The resampler for whole recordings against resample.npz."""

import numpy as np
import soundfile

from stages.resample import resample_exact


def test_resample(golden, expected):
    arrays = expected("resample")
    assert arrays
    for name in arrays:
        want = arrays[name]
        wav, rates = name.split("__")
        from_hz, to_hz = (int(rate) for rate in rates.split("_to_"))
        samples, rate_hz = soundfile.read(golden / "expected" / "audio" / f"{wav}.wav", dtype="float32", always_2d=True)
        assert rate_hz == from_hz
        got = resample_exact(samples.T, from_hz, to_hz)
        assert got.shape == want.shape
        np.testing.assert_allclose(got, want, atol=2e-5, rtol=0, err_msg=name)
