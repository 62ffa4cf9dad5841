"""Any chunking of the frames equals the whole; and from sound to features, stages and one call agree."""

import anyio
import mlx.core as mx
import numpy as np
import pytest

from pipeline.lane import Lane
from pipeline.segment import SegmentAudio, SegmentEnded, SegmentFeatures, SegmentPaused, SegmentStarted
from pipeline.stage import through
from stages.adaptor import AdaptorStage, hear
from stages.encoder import EncoderStage
from stages.mel import PIECE_SAMPLES, MelStage
from stages.models import encoder, mel
from stages.models.adaptor import Adaptor, AdaptorConfig, token_count
from stages.models.encoder import AudioEncoder, ChunkCausal, EncoderConfig, Whole

N_MELS, WIDTH, LLM_WIDTH = 20, 8, 12


def adaptor():
    mx.random.seed(1)
    model = Adaptor(AdaptorConfig(WIDTH, LLM_WIDTH))
    mx.eval(model.parameters())
    return model


def ears(attention, mel_peak):
    mx.random.seed(0)
    model = AudioEncoder(EncoderConfig(N_MELS, 1500, WIDTH, 2, 2, attention, mel_peak))
    mx.eval(model.parameters())
    return model, adaptor()


def sound(n):
    rng = np.random.default_rng(0)
    return (rng.standard_normal(n) * np.abs(np.sin(np.arange(n) / 7000))).astype(np.float32)


@pytest.mark.parametrize("total", [0, 1, 2, 3, 10, 41])
def test_any_chunking_equals_the_whole(total):
    model, frames = adaptor(), mx.random.normal((1, total, WIDTH))
    whole, lengths = model(frames, mx.array([total])) if total else (mx.zeros((1, 0, LLM_WIDTH)), mx.array([0]))
    assert lengths.item() == whole.shape[1] == model.config.count(total)
    for seed in range(5):
        rng, state, out, rest = np.random.default_rng(seed), model.make_state(), [], frames
        while rest.shape[1]:
            n = int(rng.integers(0, 6))
            features, state = model.step(rest[:, :n], state, last=False)
            out.append(features)
            rest = rest[:, n:]
        out.append(model.step(rest, state, last=True)[0])
        np.testing.assert_allclose(np.array(mx.concatenate(out, axis=1)), np.array(whole), atol=1e-5)


@pytest.mark.parametrize("total", [1, 2, 10, 41])
def test_a_gpus_products_give_the_same(monkeypatch, total):
    model, frames = adaptor(), mx.random.normal((1, total, WIDTH))
    expected, _ = model(frames, mx.array([total]))
    monkeypatch.setattr(encoder, "on_gpu", lambda: True)
    found, _ = model(frames, mx.array([total]))
    chunks = model.step(frames, model.make_state(), last=True)[0]
    for one in (found, chunks):
        np.testing.assert_allclose(np.array(one), np.array(expected), atol=1e-5)


def test_the_frames_read_give_the_published_number_of_features():
    """Cut to them, a segment's frames need no length: the adaptor gives the valid features and no more."""
    config = AdaptorConfig(WIDTH, LLM_WIDTH)
    for mel_frames in range(2, 200):
        frames = min((mel_frames + 1) // 2 // 2, config.frames_read(encoder.frame_count(mel_frames)))
        assert config.count(frames) == token_count(mel_frames), mel_frames


def run_stages(model, head, x, block):
    async def main():
        audio = [SegmentAudio(5, x[start : start + block]) for start in range(0, len(x), block)]
        async with Lane.open() as lane:
            stages = [
                MelStage(lane, N_MELS, block_ms=160),
                EncoderStage(lane, model, head.config, provisional_ms=1000),
                AdaptorStage(lane, head),
            ]
            return await through(stages, [SegmentStarted(5, 0), *audio, SegmentEnded(5, 0, 0)])

    started, *features, ended = anyio.run(main)
    assert (started, ended) == (SegmentStarted(5, 0), SegmentEnded(5, 0, 0))
    assert all(isinstance(item, SegmentFeatures) and item.utterance == 5 for item in features)
    return features


POLICIES = [(Whole(), None), (Whole(), 1.5), (ChunkCausal(16, 2), 1.5)]


@pytest.mark.parametrize(("attention", "mel_peak"), POLICIES)
@pytest.mark.parametrize("n", [3, 1000, 33_333, PIECE_SAMPLES + 20_007])
def test_the_stages_give_what_one_call_gives(attention, mel_peak, n):
    model, head = ears(attention, mel_peak)
    x = sound(n)
    want = hear(x, model, head)
    sent = [item for item in run_stages(model, head, x, 7001) if not item.provisional]
    for piece, features in enumerate(want):
        length = min(PIECE_SAMPLES, n - piece * PIECE_SAMPLES)
        assert features.shape == (token_count(mel.frame_count(length)), LLM_WIDTH)
        got = [np.array(item.features) for item in sent if item.piece == piece]
        got = np.concatenate(got) if got else np.zeros((0, LLM_WIDTH))
        np.testing.assert_allclose(got, np.array(features), atol=1e-5)


def test_whole_segments_are_previewed_from_the_start_each_time():
    model, head = ears(Whole(), None)
    sent = run_stages(model, head, sound(60_000), 4000)
    previews = [item for item in sent if item.provisional]
    assert len(previews) == 3
    assert [len(item.features) for item in previews] == sorted(len(item.features) for item in previews)
    assert [item.provisional for item in sent] == sorted((item.provisional for item in sent), reverse=True)


def test_one_call_is_the_published_formula():
    model, head = ears(Whole(), None)
    x = sound(40_000)
    log_mel = mel.log_mel(mx.array(x)[None], n_mels=N_MELS)
    features, lengths = head(*model(log_mel, mx.array([log_mel.shape[1] - 2])))
    (got,) = hear(x, model, head)
    np.testing.assert_allclose(np.array(got), np.array(features[0, : lengths.item()]), atol=1e-5)


def test_pieces_are_heard_as_the_published_batch():
    """All pieces in one batch, padded with zeros to the longest: also where one has an odd number of mel frames."""
    model, head = ears(Whole(), None)
    x = sound(PIECE_SAMPLES + 16_000 + 160)
    mels = [mel.log_mel(mx.array(piece)[None], n_mels=N_MELS) for piece in (x[:PIECE_SAMPLES], x[PIECE_SAMPLES:])]
    frames = [m.shape[1] for m in mels]
    batch = mx.concatenate([mx.pad(m, [(0, 0), (0, max(frames) - m.shape[1]), (0, 0)]) for m in mels])
    features, lengths = head(*model(batch, mx.array(frames) - 2))
    for k, got in enumerate(hear(x, model, head)):
        assert len(got) == lengths[k].item()
        np.testing.assert_allclose(np.array(got), np.array(features[k, : len(got)]), atol=1e-5)


@pytest.mark.parametrize(("attention", "mel_peak"), POLICIES)
@pytest.mark.parametrize("n", [3, 20_000, 33_333, PIECE_SAMPLES + 20_007])
def test_a_pause_is_an_end_that_can_be_taken_back(attention, mel_peak, n):
    """Its tail completes what an utterance that ended there would have; and nothing that follows knows of it."""
    model, head = ears(attention, mel_peak)
    x = sound(n + 30_000)
    cuts = [n // 2, n]

    async def main():
        async with Lane.open() as lane:
            stages = [
                MelStage(lane, N_MELS, block_ms=160),
                EncoderStage(lane, model, head.config, provisional_ms=1000),
                AdaptorStage(lane, head),
            ]
            spoken = [SegmentStarted(5, 0), SegmentAudio(5, x[: cuts[0]]), SegmentPaused(5, 0, 0)]
            spoken += [SegmentAudio(5, x[cuts[0] : n]), SegmentPaused(5, 1, 0)]
            ends = await through(stages, [*spoken, SegmentEnded(5, 0, 0)])
            goes_on = await through(stages, [*spoken, SegmentAudio(5, x[n:]), SegmentEnded(5, 0, 0)])
            return ends, goes_on

    for items, length in zip(anyio.run(main), (n, n + 30_000), strict=True):
        pieces: dict[int, list[np.ndarray]] = {}
        tail = None
        for item in items:
            if isinstance(item, SegmentFeatures) and not item.provisional:
                tail = item if item.tail else None
                if not item.tail:
                    pieces.setdefault(item.piece, []).append(np.array(item.features))
        if tail is not None:
            pieces.setdefault(tail.piece, []).append(np.array(tail.features))
        for piece, want in enumerate(hear(x[:length], model, head)):
            got = np.concatenate(pieces.get(piece, [np.zeros((0, LLM_WIDTH))]))
            np.testing.assert_allclose(got, np.array(want), atol=1e-5)
