"""Voice-prompt preparation against the reference: every array of frontend.npz."""

from collections.abc import Callable
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import onnx
import onnxruntime
import pytest
from mlx.utils import tree_flatten
from onnx import numpy_helper

from stages.models.fbank import fbank
from stages.models.mel import AudioTooShortError, hann, log_mel, mel_filters
from stages.models.mel24k import F_MAX_HZ, N_FFT, N_MELS, RATE_HZ, log_mel24k
from stages.models.s3_tokenizer import S3Config, S3Tokenizer, codes, straight_through
from stages.resample import resample_exact
from stages.voice import VoiceMaker, read_recording

Arrays = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def arrays(expected: Callable[[str], Arrays]) -> Arrays:
    return expected("frontend")


@pytest.fixture(scope="module")
def s3_path(checkpoint_dir: Path) -> Path:
    return checkpoint_dir / "token2wav" / "speech_tokenizer_v2_25hz.onnx"


@pytest.fixture(scope="module")
def s3(s3_path: Path) -> S3Tokenizer:
    return s3_from_onnx(s3_path)


def s3_from_onnx(path: Path) -> S3Tokenizer:
    """The tokenizer of an ONNX file in MLX. Weights are found by the names of the nodes that use them."""
    graph = onnx.load(path).graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    weights: dict[str, np.ndarray] = {}
    for node in graph.node:
        module, _, operation = node.name.lstrip("/").rpartition("/")
        held = [arrays[name] for name in node.input if name in arrays]
        match operation, held:
            case "MatMul", [matrix]:
                weights[f"{module}.weight"] = matrix.T
            case "Add", [bias]:
                weights[f"{module}.bias"] = bias
            case "LayerNormalization", [scale, offset]:
                weights[f"{module}.weight"], weights[f"{module}.bias"] = scale, offset
            case "Conv", [kernel, *bias]:
                weights[f"{module}.weight"] = kernel.swapaxes(1, 2)
                weights |= {f"{module}.bias": value for value in bias}
    weights = {name.replace("/", ".").replace(".mlp.mlp.", ".mlp."): value for name, value in weights.items()}
    width, _, n_mels = weights["conv1.weight"].shape
    n_layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("blocks."))
    tokenizer = S3Tokenizer(S3Config(width, n_layers, n_mels))
    tokenizer.load_weights([(name, mx.array(value)) for name, value in weights.items()], strict=True)
    return tokenizer


def close(actual: mx.array | np.ndarray, wanted: np.ndarray, tolerance: float) -> None:
    np.testing.assert_allclose(np.asarray(actual), wanted, rtol=0, atol=tolerance)


def batch_of_two(arrays: Arrays) -> tuple[np.ndarray, np.ndarray]:
    """The padded batch of the fixture: the prompt, and its first half and 77 samples more. (2, 128, T), lengths."""
    audio = arrays["prompt_audio_16k"]
    mels = [np.asarray(log_mel(mx.array(x[None]), padding=0)[0]).T for x in (audio, audio[: len(audio) // 2 + 77])]
    batch = np.zeros((2, *mels[0].shape), np.float32)
    for row, mel in zip(batch, mels, strict=True):
        row[:, : mel.shape[1]] = mel
    return batch, np.array([mel.shape[1] for mel in mels], np.int32)


def test_s3_mel_is_the_log_mel_without_padding(arrays: Arrays) -> None:
    close(log_mel(mx.array(arrays["prompt_audio_16k"][None]), padding=0)[0].T, arrays["s3_mel"], 2e-4)


def test_s3_encoder_projection_and_codes(arrays: Arrays, s3: S3Tokenizer) -> None:
    mel = mx.array(arrays["s3_mel"].T[None])
    lengths = mx.array([mel.shape[1]])
    encoded, n = s3.encode(mel, lengths)
    close(encoded[0], arrays["s3_encoder_out"], 5e-4)
    projected, _ = s3(mel, lengths)
    close(projected[0], arrays["s3_project_down"], 5e-4)
    assert n.item() == arrays["s3_tokens_len"].item()
    assert np.array_equal(np.asarray(codes(projected)[0]), arrays["s3_tokens"])


def test_s3_codes_of_a_padded_batch(arrays: Arrays, s3: S3Tokenizer) -> None:
    mels, lengths = batch_of_two(arrays)
    assert np.array_equal(lengths, arrays["s3_batch_mel_len"])
    projected, n = s3(mx.array(mels.swapaxes(1, 2)), mx.array(lengths))
    assert np.array_equal(np.asarray(n), arrays["s3_batch_tokens_len"])
    for row, wanted, length in zip(np.asarray(codes(projected)), arrays["s3_batch_tokens"], n.tolist(), strict=True):
        assert np.array_equal(row[:length], wanted[:length])


def test_s3_codes_by_onnxruntime(arrays: Arrays, s3_path: Path) -> None:
    session = onnxruntime.InferenceSession(s3_path, providers=["CPUExecutionProvider"])
    feats, length = (node.name for node in session.get_inputs())
    mels, lengths = batch_of_two(arrays)
    (batch,) = session.run(None, {feats: mels, length: lengths})
    for row, wanted, n in zip(batch, arrays["s3_batch_tokens"], arrays["s3_batch_tokens_len"], strict=True):
        assert np.array_equal(row[:n], wanted[:n])


def test_the_tokenizer_trains_through_its_rounding(arrays: Arrays, s3: S3Tokenizer) -> None:
    mel, lengths = mx.array(arrays["s3_mel"].T[None]), mx.array([arrays["s3_mel"].shape[1]])
    rounded = np.asarray(straight_through(s3(mel, lengths)[0]))
    assert set(np.unique(np.round(rounded, 6))) <= {-1, 0, 1}
    values = np.round(rounded[0]).astype(int) + 1
    assert np.array_equal(values @ 3 ** np.arange(values.shape[1]), arrays["s3_tokens"])

    def loss(mel: mx.array) -> mx.array:
        return mx.square(straight_through(s3(mel, lengths)[0]) - 0.3).mean()

    _, gradients = nn.value_and_grad(s3, loss)(mel)
    still = [name for name, gradient in tree_flatten(gradients) if not mx.abs(gradient).max().item() > 0]
    assert not still


def test_too_short_for_a_frame() -> None:
    with pytest.raises(AudioTooShortError, match="720 samples at 24 kHz, a mel needs at least 721"):
        log_mel24k(mx.zeros((1, 720)))
    with pytest.raises(AudioTooShortError, match="399 samples at 16 kHz, a filter bank needs at least 400"):
        fbank(mx.zeros(399))


def test_the_voice_of_the_prompt(arrays: Arrays, golden: Path, checkpoint_dir: Path) -> None:
    maker = VoiceMaker(checkpoint_dir / "token2wav")
    assert np.array_equal(maker.codes(arrays["prompt_audio_16k"]), arrays["s3_tokens"])
    close(maker.embedding(arrays["prompt_audio_16k"]), arrays["campplus_embedding"], 1e-3)

    recording, rate_hz = read_recording(golden / "expected" / "audio" / "prompt.wav")
    close(resample_exact(recording[:1], rate_hz, 16_000)[0], arrays["prompt_audio_16k"], 2e-5)
    close(resample_exact(recording.mean(0, keepdims=True), rate_hz, RATE_HZ)[0], arrays["prompt_audio_24k"], 2e-5)
    voice = maker.prepare(recording, rate_hz)
    assert np.array_equal(voice.codes, arrays["s3_tokens"])
    close(voice.embedding, arrays["campplus_embedding"], 1e-3)
    close(voice.mel, arrays["prompt_mels_padded"], 5e-4)
    assert len(log_mel24k(mx.array(arrays["prompt_audio_24k"][None]))[0]) == arrays["prompt_mels_len"].item()


def test_fbank(arrays: Arrays) -> None:
    features = fbank(mx.array(arrays["prompt_audio_16k"]))
    close(features, arrays["fbank"], 5e-3)
    close(features - features.mean(axis=0), arrays["fbank_mean_subtracted"], 5e-3)


def test_mel24k(arrays: Arrays) -> None:
    close(log_mel24k(mx.array(arrays["prompt_audio_24k"][None]))[0].T, arrays["mel24k_prompt"], 5e-4)
    close(log_mel24k(mx.array(arrays["sweep_24k"][None]))[0].T, arrays["mel24k_sweep"], 5e-4)
    close(mel_filters(RATE_HZ, N_FFT, N_MELS, F_MAX_HZ), arrays["mel24k_filters"], 1e-6)
    close(hann(N_FFT), arrays["mel24k_hann"], 1e-6)
