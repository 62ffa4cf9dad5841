"""The flow against flow_inference.npz (codes to mel in one go) and flow_stream.npz (in chunks, as published)."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx
import numpy as np
import pytest

from stages.checkpoint import load
from stages.models.conformer import ConformerState, KeyValues
from stages.models.dit import BlockState, DiT
from stages.models.flow import REFERENCE, Flow, FlowPrompt, FlowState

Arrays = dict[str, np.ndarray]
INSIDE, MEL = 1e-4, 5e-4  # tolerances


@pytest.fixture(scope="module")
def flow(checkpoint_dir: Path) -> Flow:
    return load(checkpoint_dir, mx.float32).flow


@pytest.fixture(scope="module")
def whole(expected: Callable[[str], Arrays]) -> Arrays:
    return expected("flow_inference")


@pytest.fixture(scope="module")
def stream(expected: Callable[[str], Arrays]) -> Arrays:
    return expected("flow_stream")


def close(actual: mx.array, wanted: np.ndarray, tolerance: float) -> None:
    np.testing.assert_allclose(np.asarray(actual), wanted, rtol=0, atol=tolerance)


def turned(x: mx.array | np.ndarray) -> mx.array:
    """(B, C, T) <-> (B, T, C)."""
    return mx.array(x).swapaxes(1, 2)


# -- in one go


def test_times(flow: Flow, whole: Arrays) -> None:
    times = flow.schedule().times
    close(times, whole["t_span"], INSIDE)
    close(times[:-1], whole["t_at_step"], INSIDE)


def test_speaker(flow: Flow, whole: Arrays) -> None:
    close(flow.speaker(mx.array(whole["spk_embedding"])[None]), whole["spks_projected"], INSIDE)


def test_mu(flow: Flow, whole: Arrays) -> None:
    tokens = mx.array(np.concatenate([whole["prompt_tokens"], whole["tokens"]]))
    close(turned(flow.mu(tokens[None])), whole["mu"], INSIDE)


def test_mel_and_the_way_to_it(flow: Flow, whole: Arrays, monkeypatch: pytest.MonkeyPatch) -> None:
    contexts, steps = record(DiT, "context", monkeypatch), record(DiT, "step", monkeypatch)
    prompt = FlowPrompt(*(mx.array(whole[name]) for name in ("prompt_tokens", "prompt_mel", "spk_embedding")))
    mel = flow.infer(prompt, mx.array(whole["tokens"]), turned(whole["noise"]))
    close(turned(mel), whole["feat"], MEL)

    (((mu, speaker, cond), _),) = contexts
    close(turned(mu[:1]), whole["mu"], INSIDE)
    close(speaker[:1], whole["spks_projected"], INSIDE)
    close(turned(cond[:1]), whole["cond"], INSIDE)
    assert not any(mx.any(part[1:]) for part in (mu, speaker, cond)), "the unconditional half has conditions"

    assert len(steps) == len(whole["t_at_step"])
    (stored,) = (name for name in whole if name.startswith("x_before_step_"))
    for k, wanted in zip(numbers(stored), whole[stored], strict=True):
        close(turned(steps[k][0][0])[0], wanted, MEL)
    close(turned(steps[0][1][0]), whole["velocity_step0_cond_uncond"], INSIDE)


def record(owner: type, name: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[Any, ...], Any]]:
    """Lets `owner.name` note its arguments and result at every call."""
    calls: list[tuple[tuple[Any, ...], Any]] = []
    original = getattr(owner, name)

    def noting(self: Any, *args: Any) -> Any:
        result = original(self, *args)
        calls.append((args, result))
        return result

    monkeypatch.setattr(owner, name, noting)
    return calls


def numbers(name: str) -> list[int]:
    """x_before_step_1_5_9 -> 1, 5, 9."""
    return [int(digits) for digits in re.findall(r"\d+", name.partition("step")[2])]


# -- in chunks


def test_setup_tokens_are_the_prompt_and_its_beginning(flow: Flow, stream: Arrays) -> None:
    tokens, ahead = stream["setup_tokens"], flow.config.encoder.lookahead_tokens
    assert np.array_equal(tokens[-ahead:], tokens[:ahead])


def test_stream_with_its_caches_and_noise_offsets(flow: Flow, stream: Arrays) -> None:
    noise, ahead = turned(stream["noise"]), flow.config.encoder.lookahead_tokens
    tokens = mx.array(stream["setup_tokens"][:-ahead])
    prompt = FlowPrompt(tokens, mx.array(stream["prompt_mel"]), mx.array(stream["spk_embedding"]))
    state = flow.prime(prompt, noise[:, : len(stream["prompt_mel"])], REFERENCE)
    compared = check(state, stream, "setup")

    n_chunks, sent = int(stream["n_chunks"][0]), 0
    assert len(stream["noise_offsets"]) == n_chunks
    for i in range(n_chunks):
        last, tokens = i == n_chunks - 1, stream[f"chunk{i}_tokens"]
        assert np.array_equal(tokens, stream["long_tokens"][sent : sent + len(tokens)])
        sent += len(tokens) - ahead
        assert state.frames == stream["noise_offsets"][i]
        n_frames = (len(tokens) - (0 if last else ahead)) * flow.config.encoder.upsample
        mel, state = flow.step(mx.array(tokens), state, noise[:, state.frames : state.frames + n_frames], last)
        close(turned(mel), stream[f"chunk{i}_feat"], MEL)
        compared |= check(state, stream, f"chunk{i}")
    assert sent + ahead == len(stream["long_tokens"])
    assert compared == {name for name in stream if "_cache" in name}


def check(state: FlowState, stream: Arrays, when: str) -> set[str]:
    """Compares the caches stored for one moment, and says which they were."""
    names = {name for name in stream if name.startswith(f"{when}_") and "_cache" in name}
    for name in names:
        if "estimator_cnn" in name:
            actual = mx.stack([mx.stack([columns(b) for b in state.estimator[k]]) for k in numbers(name)])
        elif "estimator_att" in name:
            (k,) = numbers(name)
            assert "_lastblock" in name
            actual = joined(state.estimator[k][-1].attention)
        elif "conformer_cnn" in name:
            actual = conformer_columns(state.encoder)
        elif name.endswith("_last_layer"):
            actual = joined(state.encoder.up_blocks[-1])
        else:
            assert name.endswith("_first_layer"), name
            actual = mx.tile(joined(state.encoder.blocks[0]), (1, 1, 2, 1))
        close(actual, stream[name], MEL)
    return names


def joined(memory: KeyValues) -> mx.array:
    return mx.concatenate(memory.join(), axis=-1)


def columns(block: BlockState) -> mx.array:
    return mx.concatenate([block.conv1, block.conv2], axis=-1).swapaxes(1, 2)


def conformer_columns(state: ConformerState) -> mx.array:
    return mx.concatenate([state.lookahead, state.up], axis=1).swapaxes(1, 2)
