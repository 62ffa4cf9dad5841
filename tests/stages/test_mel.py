"""Any chunking of the sound equals the whole; what the published maximum does; the 25-second rule."""

import anyio
import mlx.core as mx
import numpy as np
import pytest

from pipeline.lane import Lane
from pipeline.segment import SegmentAudio, SegmentEnded, SegmentMel, SegmentStarted
from pipeline.stage import through
from stages.mel import PIECE_SAMPLES, MelStage, cut
from stages.models import mel


def sound(n, seed=0):
    """Noise whose loudness rises and falls, so that its maximum is not at the start: (n,)."""
    rng = np.random.default_rng(seed)
    return (rng.standard_normal(n) * np.abs(np.sin(np.arange(n) / 7000)) ** 4).astype(np.float32)


def chunks(x, rng, longest):
    """`x` cut at random places, empty chunks included."""
    while len(x):
        n = int(rng.integers(0, longest))
        yield x[:n]
        x = x[n:]


def stream(x, rng, longest, padding=mel.PADDING_SAMPLES):
    """The frames that come out while `x` goes in, chunk by chunk."""
    state = mel.make_state()
    for chunk in chunks(x, rng, longest):
        frames, state = mel.step(mx.array(chunk)[None], state, last=False)
        yield frames
    yield mel.step(mx.zeros((1, 0)), state, last=True, padding=padding)[0]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("n", "longest"), [(16_077, 2000), (4_000, 90), (700, 700)])
def test_any_chunking_equals_the_whole(n, longest, seed):
    for padding in (mel.PADDING_SAMPLES, 0):
        x = sound(n, seed)
        got = mx.concatenate(list(stream(x, np.random.default_rng(seed), longest, padding)), axis=1)
        whole = mel.log10_mel(mx.array(x)[None], padding)
        assert got.shape == whole.shape
        np.testing.assert_allclose(np.array(got), np.array(whole), atol=2e-5)


def test_frames_come_12_5_ms_after_their_centre():
    state, x = mel.make_state(), mx.array(sound(5000))[None]
    _, state = mel.step(x[:, : 3 * 160 + 199], state, last=False)
    frames, _ = mel.step(x[:, 3 * 160 + 199 : 3 * 160 + 200], state, last=False)
    assert frames.shape[1] == 1


def test_a_fixed_peak_is_exact_at_once():
    x, peak = sound(30_000), 1.5
    parts = [mel.compress(part, peak) for part in stream(x, np.random.default_rng(1), 3000)]
    whole = mel.compress(mel.log10_mel(mx.array(x)[None]), peak)
    np.testing.assert_allclose(np.array(mx.concatenate(parts, axis=1)), np.array(whole), atol=1e-5)


def test_the_published_peak_is_provisional_until_the_close():
    """Under the running maximum the frames so far may still sink; at the close they are the published ones."""
    x = sound(30_000)
    whole = mel.log_mel(mx.array(x)[None])
    frames, provisional = mx.zeros((1, 0, mel.N_MELS)), []
    for part in stream(x, np.random.default_rng(1), 3000):
        frames = mx.concatenate([frames, part], axis=1)
        if frames.shape[1]:
            provisional.append(mel.compress(frames, frames.max()))
    np.testing.assert_allclose(np.array(provisional[-1]), np.array(whole), atol=1e-5)
    early = provisional[len(provisional) // 4]
    assert mx.abs(early - whole[:, : early.shape[1]]).max() > 0.01, "the sound was to grow louder"
    assert mx.all(early <= whole[:, : early.shape[1]] + 1e-5), "the floor only rises"


def test_each_of_a_batch_has_its_own_peak():
    x = mx.array(np.stack([sound(8000, 1), 0.01 * sound(8000, 2)]))
    each = mx.concatenate([mel.log_mel(x[:1]), mel.log_mel(x[1:])])
    np.testing.assert_allclose(np.array(mel.log_mel(x)), np.array(each), atol=1e-5)


def test_too_short():
    with pytest.raises(mel.AudioTooShortError, match=r"200 samples.*at least 201"):
        mel.log10_mel(mx.zeros((1, 200)), padding=0)
    assert mel.log10_mel(mx.zeros((1, 1))).shape == (1, 3, mel.N_MELS)


def test_cut():
    assert [len(piece) for piece in cut(sound(2 * PIECE_SAMPLES + 5))] == [PIECE_SAMPLES, PIECE_SAMPLES, 5]
    assert [len(piece) for piece in cut(sound(PIECE_SAMPLES))] == [PIECE_SAMPLES]
    assert cut(sound(0)) == []


def run_stage(items):
    async def main():
        async with Lane.open() as lane:
            return await through([MelStage(lane, mel.N_MELS, block_ms=160)], items)

    return anyio.run(main)


@pytest.mark.parametrize("n", [30_000, PIECE_SAMPLES, PIECE_SAMPLES + 1000, 2 * PIECE_SAMPLES + 77])
def test_the_stage_gives_the_mel_of_each_piece(n):
    x = sound(n)
    audio = [SegmentAudio(3, chunk) for chunk in chunks(x, np.random.default_rng(0), 9000)]
    started, *mels, ended = run_stage([SegmentStarted(3, 0), *audio, SegmentEnded(3, n, n)])
    assert (started, ended) == (SegmentStarted(3, 0), SegmentEnded(3, n, n))
    assert all(isinstance(item, SegmentMel) and item.utterance == 3 for item in mels)
    pieces = cut(x)
    assert sorted({item.piece for item in mels}) == list(range(len(pieces)))
    for number, piece in enumerate(pieces):
        got = np.concatenate([np.array(item.mel) for item in mels if item.piece == number])
        np.testing.assert_allclose(got, np.array(mel.log10_mel(mx.array(piece)[None])[0]), atol=2e-5)


def test_the_stage_begins_each_utterance_anew():
    x = sound(5000)
    one = [SegmentStarted(0, 0), SegmentAudio(0, x), SegmentEnded(0, 0, 0)]
    came = run_stage([*one, *one])
    first, second = came[: len(came) // 2], came[len(came) // 2 :]
    assert [np.array(item.mel).tolist() for item in first if isinstance(item, SegmentMel)] == [
        np.array(item.mel).tolist() for item in second if isinstance(item, SegmentMel)
    ]
