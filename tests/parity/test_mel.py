"""The log-mel against mel16k.npz."""

import mlx.core as mx
import numpy as np

from stages.models import mel


def test_filters_and_window(expected):
    want = expected("mel16k")
    n_mels, bins = want["mel_filters"].shape
    filters = mel.mel_filters(mel.RATE_HZ, 2 * (bins - 1), n_mels, mel.RATE_HZ / 2)
    np.testing.assert_allclose(np.array(filters), want["mel_filters"], atol=1e-6, rtol=0)
    np.testing.assert_allclose(np.array(mel.hann(len(want["hann_window"]))), want["hann_window"], atol=1e-6, rtol=0)


def test_log_mel(expected):
    want = expected("mel16k")
    names = [name.removeprefix("audio_") for name in want if name.startswith("audio_")]
    assert names
    for name in names:
        audio, log_mel = want[f"audio_{name}"], want[f"mel_{name}"].T
        got = mel.log_mel(mx.array(audio)[None], n_mels=log_mel.shape[1])[0]
        assert got.shape == log_mel.shape == (mel.frame_count(len(audio)), log_mel.shape[1])
        np.testing.assert_allclose(np.array(got), log_mel, atol=2e-4, rtol=0, err_msg=name)


def test_log_mel_without_padding(expected):
    want = expected("frontend")
    got = mel.log_mel(mx.array(want["prompt_audio_16k"])[None], padding=0, n_mels=want["s3_mel"].shape[0])[0]
    np.testing.assert_allclose(np.array(got), want["s3_mel"].T, atol=2e-4, rtol=0)
