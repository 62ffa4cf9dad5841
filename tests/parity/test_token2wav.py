"""Codes to PCM in chunks against the reference: every array of token2wav_stream.npz."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import mlx.core as mx
import numpy as np
import pytest

from stages.checkpoint import read_yaml
from stages.models import flow as flow_module
from stages.models import hift as hift_module
from stages.models import hift_stream
from stages.models.flow import Flow, FlowConfig, FlowPrompt
from stages.models.hift import Hift, HiftConfig
from stages.models.hift_stream import REFERENCE, HiftState
from stages.weights import read_tensors

Arrays = dict[str, np.ndarray]
MEL, SOURCE, FROM_STORED_SOURCE, END_TO_END = 5e-4, 5e-3, 1e-4, 3e-2


@pytest.fixture(scope="module")
def arrays(expected: Callable[[str], Arrays]) -> Arrays:
    return expected("token2wav_stream")


@pytest.fixture(scope="module")
def hift(checkpoint_dir: Path) -> Hift:
    weights = hift_module.sanitize(read_tensors(checkpoint_dir / "token2wav", "hift"))
    model = Hift(HiftConfig.from_weights(weights))
    model.load_weights(list(weights.items()), strict=True)
    return model


@pytest.fixture(scope="module")
def flow(checkpoint_dir: Path) -> Flow:
    folder = checkpoint_dir / "token2wav"
    model = Flow(FlowConfig.from_yaml(read_yaml(folder / "flow.yaml")))
    model.load_weights(list(flow_module.sanitize(read_tensors(folder, "flow")).items()), strict=True)
    return model


def chunks(arrays: Arrays) -> range:
    return range(sum(name.endswith("_pcm") for name in arrays))


def frames(channels_first: np.ndarray) -> mx.array:
    """(1, C, T) of the fixture -> our (1, T, C)."""
    return mx.array(channels_first.swapaxes(1, 2))


def pcm(speech: mx.array) -> np.ndarray:
    return (np.clip(np.asarray(speech[0]), -1, 1) * 32767).astype(np.int16)


def close(actual: mx.array, wanted: np.ndarray, tolerance: float) -> None:
    np.testing.assert_allclose(np.asarray(actual), wanted, rtol=0, atol=tolerance)


def check_caches(arrays: Arrays, i: int, state: HiftState, tolerance: float) -> None:
    """From the stored source, or end to end, where the source's phase sums up the error of f0."""
    close(state.mel.swapaxes(1, 2), arrays[f"chunk{i}_cache_mel"], MEL)
    close(state.source, arrays[f"chunk{i}_cache_source"][:, 0], tolerance)
    close(state.speech, arrays[f"chunk{i}_cache_speech"], tolerance)


def join(
    hift: Any, mel: mx.array, arrays: Arrays, i: int, state: HiftState, tolerance: float
) -> tuple[mx.array, HiftState]:
    """Chunk i by the published join, its caches checked. The reference fills them after the last chunk too."""
    noise = mx.array(arrays[f"chunk{i}_noise"])
    speech, after = hift_stream.step(hift, mel, noise, state, False, REFERENCE)
    check_caches(arrays, i, after, tolerance)
    if i == chunks(arrays)[-1]:
        speech, after = hift_stream.step(hift, mel, noise, state, True, REFERENCE)
    return speech, after


def codes_to_mel(flow: Flow, arrays: Arrays) -> list[mx.array]:
    """The mel of every chunk (1, T, 80), by the published stream."""
    noise = frames(arrays["noise"])
    prompt = FlowPrompt(*(mx.array(arrays[name]) for name in ("prompt_tokens", "prompt_mel", "spk_embedding")))
    state = flow.prime(prompt, noise[:, : len(arrays["prompt_mel"])], flow_module.REFERENCE)
    mels: list[mx.array] = []
    ahead = flow.config.encoder.lookahead_tokens
    for i in chunks(arrays):
        last = i == chunks(arrays)[-1]
        tokens = arrays[f"chunk{i}_tokens"]
        n_frames = (len(tokens) - (0 if last else ahead)) * flow.config.encoder.upsample
        start = state.frames
        mel, state = flow.step(mx.array(tokens), state, noise[:, start : start + n_frames], last)
        mels.append(mel)
    return mels


def test_the_chunks_are_cut_from_the_tokens_as_the_client_does(arrays: Arrays, flow: Flow) -> None:
    tokens, start, ahead = arrays["tokens"], 0, flow.config.encoder.lookahead_tokens
    for i in chunks(arrays):
        chunk = arrays[f"chunk{i}_tokens"]
        assert np.array_equal(chunk, tokens[start : start + len(chunk)])
        start += len(chunk) - ahead
    assert start + ahead == len(tokens)


def test_window(arrays: Arrays) -> None:
    wanted = arrays["speech_window"]
    close(mx.concatenate(REFERENCE.fade(len(wanted) // 2)), wanted, 1e-6)


def test_speech_from_the_stored_source(arrays: Arrays, hift: Hift) -> None:
    state = hift_stream.make_state()
    said: list[np.ndarray] = []
    for i in chunks(arrays):
        mel_in = frames(arrays[f"chunk{i}_hift_mel_in"])
        source = mx.array(arrays[f"chunk{i}_source"][:, 0])
        close(hift.decode(mel_in, source), arrays[f"chunk{i}_speech_raw"], FROM_STORED_SOURCE)

        given: Any = SimpleNamespace(f0=hift.f0, phase=hift.phase, source=lambda *_, s=source: s, decode=hift.decode)
        speech, state = join(given, mel_in[:, state.frames :], arrays, i, state, FROM_STORED_SOURCE)
        wanted = arrays[f"chunk{i}_pcm"].astype(int)
        assert np.abs(pcm(speech) - wanted).max() <= 2
        said.append(pcm(speech))
    assert np.abs(np.concatenate(said).astype(int) - arrays["pcm"]).max() <= 2


def test_source_of_every_chunk(arrays: Arrays, hift: Hift) -> None:
    for i in chunks(arrays):
        f0 = hift.f0(frames(arrays[f"chunk{i}_hift_mel_in"]))
        source = np.asarray(hift.source(f0, mx.array(arrays[f"chunk{i}_noise"]))).copy()
        if i:
            cached = arrays[f"chunk{i - 1}_cache_source"][:, 0]
            source[:, : cached.shape[1]] = cached
        close(mx.array(source), arrays[f"chunk{i}_source"][:, 0], SOURCE)


def test_codes_to_pcm(arrays: Arrays, flow: Flow, hift: Hift) -> None:
    state = hift_stream.make_state()
    said: list[np.ndarray] = []
    for i, mel in zip(chunks(arrays), codes_to_mel(flow, arrays), strict=True):
        close(mx.concatenate([state.mel, mel], axis=1).swapaxes(1, 2), arrays[f"chunk{i}_hift_mel_in"], MEL)
        speech, state = join(hift, mel, arrays, i, state, END_TO_END)
        assert pcm(speech).shape == arrays[f"chunk{i}_pcm"].shape
        said.append(pcm(speech))
    gap = np.abs(np.concatenate(said).astype(int) - arrays["pcm"])
    assert gap.max() <= 1000
    assert gap.mean() <= 25
