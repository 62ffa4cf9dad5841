"""Chunk-causal: any chunking of the mel equals the whole. Whole-segment: provisional, then exact."""

import anyio
import mlx.core as mx
import mlx.nn as nn
import numpy as np
import pytest
from mlx.utils import tree_flatten

from pipeline.lane import Lane
from pipeline.segment import SegmentEnded, SegmentFrames, SegmentMel, SegmentStarted
from pipeline.stage import through
from stages.encoder import EncoderStage
from stages.models import encoder as encoders
from stages.models import mel
from stages.models.adaptor import AdaptorConfig
from stages.models.encoder import (
    AudioEncoder,
    ChunkCausal,
    EncoderConfig,
    SegmentTooLongError,
    Whole,
    frame_count,
)

N_MELS, WIDTH, PEAK = 20, 16, 1.5
ADAPTOR = AdaptorConfig(WIDTH, 24)


def model(attention, mel_peak=PEAK, dtype=mx.float32):
    mx.random.seed(0)
    encoder = AudioEncoder(EncoderConfig(N_MELS, 400, WIDTH, 2, 3, attention, mel_peak))
    encoder.update({"positional_embedding": {"weight": mx.random.normal((400, WIDTH))}})
    encoder.set_dtype(dtype)
    mx.eval(encoder.parameters())
    return encoder


def log_mel(frames, seed=0):
    return mx.random.normal((1, frames, N_MELS), key=mx.random.key(seed))


def stream(encoder, x, rng, longest):
    """The frames that come out while `x` (1, T, n_mels) goes in, in random chunks."""
    state, out = encoder.make_state(), []
    while x.shape[1]:
        n = int(rng.integers(0, longest))
        frames, state = encoder.step(x[:, :n], state, last=False)
        out.append(frames)
        x = x[:, n:]
    frames, _ = encoder.step(x, state, last=True)
    return mx.concatenate([*out, frames], axis=1)


@pytest.mark.parametrize("total", [2, 3, 17, 32, 33, 34, 35, 36, 128, 131, 250, 401])
@pytest.mark.parametrize(("chunk_frames", "left_chunks"), [(16, 3), (8, 0), (2, 1)])
def test_any_chunking_equals_the_whole(total, chunk_frames, left_chunks):
    encoder, x = model(ChunkCausal(chunk_frames, left_chunks)), log_mel(total)
    whole, lengths = encoder(x, mx.array([total - 2]))
    assert lengths.item() == frame_count(total)
    for seed, longest in enumerate((5, 40, 500)):
        got = stream(encoder, x, np.random.default_rng(seed), longest)
        assert got.shape == whole.shape
        np.testing.assert_allclose(np.array(got), np.array(whole), atol=1e-5)


@pytest.mark.parametrize("total", [1, 2, 3, 61, 128, 257, 400])
@pytest.mark.parametrize("attention", [Whole(), ChunkCausal(8, 2)])
def test_a_gpus_products_give_the_same(monkeypatch, attention, total):
    """Convolutions as products, and segments filled up to a length that attention has been planned for."""
    encoder, x, lengths = model(attention), log_mel(total), mx.array([total - 2])
    expected, _ = encoder(x, lengths)
    streams = isinstance(attention, ChunkCausal)
    chunks = stream(encoder, x, np.random.default_rng(0), 40) if streams else expected
    monkeypatch.setattr(encoders, "on_gpu", lambda: True)
    monkeypatch.setattr(mx, "conv1d", None)
    found, _ = encoder(x, lengths)
    assert found.shape == expected.shape
    np.testing.assert_allclose(np.array(found), np.array(expected), atol=1e-5)
    if streams:
        found = stream(encoder, x, np.random.default_rng(0), 40)
        np.testing.assert_allclose(np.array(found), np.array(chunks), atol=1e-5)


def test_a_gpu_plans_attention_for_few_lengths(monkeypatch):
    monkeypatch.setattr(encoders, "on_gpu", lambda: True)
    encoder, attend, seen = model(Whole()), mx.fast.scaled_dot_product_attention, set()

    def attends(q, k, v, **how):
        seen.add(k.shape[2])
        return attend(q, k, v, **how)

    monkeypatch.setattr(mx.fast, "scaled_dot_product_attention", attends)
    for total in range(2, 800, 37):
        encoder(log_mel(total), mx.array([total - 2]))
    assert seen == {128, 256, 384, 512}


def test_a_batch_streams_as_its_items_do():
    encoder = model(ChunkCausal(8, 2))
    x = mx.concatenate([log_mel(90, 1), log_mel(90, 2)])
    state, out = encoder.make_state(batch=2), []
    for start in range(0, 90, 11):
        frames, state = encoder.step(x[:, start : start + 11], state, last=start + 11 >= 90)
        out.append(frames)
    whole, _ = encoder(x, mx.array([88, 88]))
    np.testing.assert_allclose(np.array(mx.concatenate(out, axis=1)), np.array(whole), atol=1e-5)


def test_frames_come_one_mel_frame_after_their_chunk():
    encoder, x = model(ChunkCausal(8, 2)), log_mel(40)
    frames, state = encoder.step(x[:, :16], encoder.make_state(), last=False)
    assert frames.shape[1] == 0
    frames, _ = encoder.step(x[:, 16:17], state, last=False)
    assert frames.shape[1] == 4


def test_the_past_is_bounded():
    encoder = model(ChunkCausal(8, 2))
    state = encoder.make_state()
    for seed in range(20):
        _, state = encoder.step(log_mel(13, seed), state, last=False)
    assert {k.shape[2] for k in (*state.keys, *state.values)} == {16}
    assert state.frames.shape[1] < 8
    assert state.mel.shape[1] + state.stem.shape[1] <= 5


def test_padding_does_not_change_what_is_valid():
    for attention in (Whole(), ChunkCausal(8, 2)):
        encoder, x = model(attention), log_mel(61)
        alone, lengths = encoder(x, mx.array([59]))
        padded, same = encoder(mx.pad(x, [(0, 0), (0, 40), (0, 0)]), mx.array([59]))
        assert lengths.item() == same.item()
        n = lengths.item()
        np.testing.assert_allclose(np.array(padded[:, :n]), np.array(alone[:, :n]), atol=1e-5)


def test_gradients_in_bf16_are_finite():
    encoder = model(ChunkCausal(8, 2), dtype=mx.bfloat16)
    x = mx.concatenate([log_mel(64, 1), log_mel(64, 2)])

    def loss(encoder):
        frames, _ = encoder(x, mx.array([62, 9]))
        return mx.square(frames.astype(mx.float32)[:, :, 0] - 1).mean()

    value, gradients = nn.value_and_grad(encoder, loss)(encoder)
    assert mx.isfinite(value)
    for name, gradient in tree_flatten(gradients):
        assert gradient.dtype == mx.bfloat16, name
        assert mx.all(mx.isfinite(gradient)), name
        assert mx.any(gradient != 0), name


def test_too_long_a_segment_is_named():
    for encoder, run in [
        (model(Whole()), lambda e: e(log_mel(801), mx.array([799]))),
        (model(ChunkCausal(8, 2)), lambda e: e.step(log_mel(810), e.make_state(), last=False)),
    ]:
        with pytest.raises(SegmentTooLongError, match=r"8\.00 s \(400 frames\)"):
            run(encoder)


PUBLISHED = {"n_mels": 128, "n_audio_ctx": 1500, "n_audio_state": 1280, "n_audio_head": 20, "n_audio_layer": 32}


def test_the_configuration_names_the_policy():
    assert EncoderConfig.from_json(PUBLISHED) == EncoderConfig(128, 1500, 1280, 20, 32, Whole(), None)
    causal = {"policy": "chunk-causal", "chunk_frames": 16, "left_chunks": 12}
    assert EncoderConfig.from_json({**PUBLISHED, "attention": causal, "mel_peak": 1.5}).attention == ChunkCausal(16, 12)
    with pytest.raises(ValueError, match="needs a fixed mel_peak"):
        EncoderConfig.from_json({**PUBLISHED, "attention": causal})
    with pytest.raises(ValueError, match=r"attention is \{'policy': 'causal'\}, must be"):
        EncoderConfig.from_json({**PUBLISHED, "attention": {"policy": "causal"}})
    with pytest.raises(ValueError, match="chunk_frames is 5, must be even"):
        ChunkCausal(5, 1)
    with pytest.raises(ValueError, match="no streaming form"):
        model(Whole()).make_state()


def run_stage(encoder, x, cuts):
    """What the stage sends for one utterance of `x` (T, n_mels), cut at `cuts`."""

    async def main():
        blocks = [SegmentMel(0, x[a:b]) for a, b in zip([0, *cuts], [*cuts, len(x)], strict=True)]
        mx.eval([block.mel for block in blocks])
        async with Lane.open() as lane:
            stage = EncoderStage(lane, encoder, ADAPTOR, provisional_ms=300)
            return await through([stage], [SegmentStarted(0, 0), *blocks, SegmentEnded(0, 0, 0)])

    started, *frames, ended = anyio.run(main)
    assert (started, ended) == (SegmentStarted(0, 0), SegmentEnded(0, 0, 0))
    assert all(isinstance(item, SegmentFrames) for item in frames)
    return frames


def read(whole, total):
    """Of the frames of a whole segment, those the adaptor reads."""
    return np.array(whole[0, : ADAPTOR.frames_read(frame_count(total))])


@pytest.mark.parametrize("total", [96, 97, 98, 99])
def test_the_stage_is_exact_at_once_when_chunk_causal(total):
    encoder, x = model(ChunkCausal(8, 2)), log_mel(total)
    sent = run_stage(encoder, x[0], [10, 40, 41])
    assert not any(item.provisional for item in sent)
    whole, _ = encoder(mel.compress(x, PEAK), mx.array([total - 2]))
    got = np.concatenate([np.array(item.frames) for item in sent])
    np.testing.assert_allclose(got, read(whole, total), atol=1e-5)


@pytest.mark.parametrize("total", [96, 97, 98, 99])
@pytest.mark.parametrize("peak", [None, PEAK])
def test_the_stage_is_provisional_then_exact_when_whole(total, peak):
    encoder, x = model(Whole(), peak), log_mel(total)
    *provisional, exact = run_stage(encoder, x[0], [20, 35, 50, 70])
    assert [item.provisional for item in provisional] == [True, True]
    assert not exact.provisional
    running = x[:, :35]
    whole, _ = encoder(mel.compress(running, peak or running.max()), mx.array([33]))
    np.testing.assert_allclose(np.array(provisional[0].frames), read(whole, 35), atol=1e-5)
    whole, _ = encoder(mel.compress(x, peak or x.max()), mx.array([total - 2]))
    np.testing.assert_allclose(np.array(exact.frames), read(whole, total), atol=1e-5)
