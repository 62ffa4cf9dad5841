"""The flow's token encoder against flow_encoder.npz: whole, inside, and in chunks with their caches."""

import re
from collections.abc import Callable
from pathlib import Path

import mlx.core as mx
import numpy as np
import pytest

from stages.checkpoint import load
from stages.models.conformer import ConformerState, FlowEncoder, KeyValues, relative_positions
from stages.models.flow import Flow

Arrays = dict[str, np.ndarray]
TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def flow(checkpoint_dir: Path) -> Flow:
    return load(checkpoint_dir, mx.float32).flow


@pytest.fixture(scope="module")
def encoder(flow: Flow) -> FlowEncoder:
    return flow.encoder


@pytest.fixture(scope="module")
def arrays(expected: Callable[[str], Arrays]) -> Arrays:
    return expected("flow_encoder")


def close(actual: mx.array, wanted: np.ndarray) -> None:
    np.testing.assert_allclose(np.asarray(actual), wanted, rtol=0, atol=TOLERANCE)


def numbered(arrays: Arrays, pattern: str) -> dict[int, np.ndarray]:
    """The arrays named `pattern`, by the number in their names."""
    found = {int(m[1]): arrays[name] for name in arrays if (m := re.fullmatch(pattern, name))}
    assert found, f"no array is named {pattern}"
    return found


def columns(state: ConformerState) -> mx.array:
    """The convolutions' memory as published: (B, width, 2 + 4)."""
    return mx.concatenate([state.lookahead, state.up], axis=1).swapaxes(1, 2)


def cache(memory: KeyValues, frames: int) -> mx.array:
    """An attention's memory as published: keys then values, token-rate ones stored often enough to fill `frames`."""
    joined = mx.concatenate(memory.join(), axis=-1)
    return mx.tile(joined, (1, 1, frames // joined.shape[2], 1))


def test_embedding(flow: Flow, arrays: Arrays) -> None:
    close(flow.input_embedding(mx.array(arrays["tokens"])[None]), arrays["token_embedding"])


def test_whole(encoder: FlowEncoder, arrays: Arrays) -> None:
    close(encoder(mx.array(arrays["token_embedding"])), arrays["full_out"])


def test_a_stream_of_one_last_chunk_is_the_whole(encoder: FlowEncoder, arrays: Arrays) -> None:
    out, _ = encoder.step(mx.array(arrays["token_embedding"]), encoder.make_state(), last=True)
    close(out, arrays["full_out"])


def test_inside(encoder: FlowEncoder, arrays: Arrays) -> None:
    start = encoder.make_state()
    x = encoder.embed(mx.array(arrays["token_embedding"]))
    close(x, arrays["full_embed_out"])
    x, _ = encoder.pre_lookahead_layer(x, start.lookahead, last=True)
    close(x, arrays["full_pre_lookahead_out"])
    x = blocks(encoder.encoders, x, numbered(arrays, r"full_encoder(\d+)_out"))
    x, _ = encoder.up_layer(x, start.up)
    close(x, arrays["full_up_layer_out"])
    x = encoder.up_embed(x)
    close(x, arrays["full_up_embed_out"])
    x = blocks(encoder.up_encoders, x, numbered(arrays, r"full_up_encoder(\d+)_out"))
    close(encoder.after_norm(x), arrays["full_out"])


def blocks(layers: list, x: mx.array, wanted: dict[int, np.ndarray]) -> mx.array:
    assert max(wanted) < len(layers)
    positions = relative_positions(x.shape[1], x.shape[1], x.shape[2])
    for i, layer in enumerate(layers):
        x, _ = layer(x, positions, KeyValues(), None)
        if i in wanted:
            close(x, wanted[i])
    return x


@pytest.mark.parametrize("part", ["", "up_"])
def test_positions(arrays: Arrays, part: str) -> None:
    frames, width = arrays[f"full_{part}embed_out"].shape[1:]
    table = relative_positions(frames, frames, width)[None]
    (name,) = (name for name in arrays if name.startswith(f"full_{part}pos_emb"))
    stride = 1 if arrays[name].shape == table.shape else 8  # every 8th row, whether the name says so or not
    close(table[:, ::stride], arrays[name])


def test_chunks_and_their_caches(encoder: FlowEncoder, arrays: Arrays) -> None:
    embedded, ranges = mx.array(arrays["token_embedding"]), arrays["chunk_ranges"].tolist()
    attention, convolutions = (numbered(arrays, rf"chunk(\d+)_{kind}_cache") for kind in ("att", "cnn"))
    state = encoder.make_state()
    for i, (start, end) in enumerate(ranges):
        out, state = encoder.step(embedded[:, start:end], state, last=i == len(ranges) - 1)
        close(out, arrays[f"chunk{i}_out"])
        if i in convolutions:
            close(columns(state), convolutions[i])
        if i in attention:
            frames = state.up_blocks[0].length
            close(mx.stack([cache(memory, frames) for memory in (*state.blocks, *state.up_blocks)]), attention[i])
