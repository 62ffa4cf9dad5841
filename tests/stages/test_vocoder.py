"""The vocoder stage and its streams: chunks join without a seam, and streams know nothing of each other."""

from functools import partial
from typing import Any

import anyio
import mlx.core as mx
import numpy as np
import pytest

from pipeline.lane import Lane
from pipeline.segment import AnswerAudio, AnswerMel
from pipeline.stage import through
from stages.models import hift_stream
from stages.models.hift import FRAME_SAMPLES, HARMONICS, Hift, HiftConfig
from stages.models.hift_stream import OVERLAP_FRAMES, PRODUCT, REFERENCE
from stages.vocoder import VocoderStage

CUTS = [[37], [1] * 37, [3, 4, 30], [9, 0, 8, 20], [20, 17], [16, 8, 12, 1]]


@pytest.fixture(scope="module")
def hift() -> Hift:
    mx.random.seed(7)
    return Hift(HiftConfig(base=16, f0_width=8))


class Excitation(Hift):
    """A vocoder that looks at no neighbours: f0 is the first mel bin, and the sound is the source."""

    def f0(self, mel: mx.array) -> mx.array:
        return mel[..., 0]

    def decode(self, mel: mx.array, source: mx.array) -> mx.array:
        return source


def tone(frames: int) -> mx.array:
    """A mel (1, frames, 80) whose first bin is a gliding, partly unvoiced pitch in Hz."""
    t = np.arange(frames)
    f0 = np.where(t % 11 == 5, 4.0, 140 + 60 * np.sin(t / 5))
    return mx.array(np.repeat(f0[None, :, None], 80, axis=2).astype(np.float32))


def noise_of(frames: int) -> mx.array:
    return mx.random.normal((1, frames * FRAME_SAMPLES, HARMONICS), key=mx.random.key(3))


def chunked(hift: Hift, mel: mx.array, cut: list[int], join: hift_stream.Join = PRODUCT) -> mx.array:
    """The speech of `mel` in chunks of `cut` frames; every sample gets the noise it has in the whole."""
    noise, state, begin = noise_of(mel.shape[1]), hift_stream.make_state(), 0
    said: list[mx.array] = []
    for i, n in enumerate(cut):
        window = noise[:, (begin - state.frames) * FRAME_SAMPLES : (begin + n) * FRAME_SAMPLES]
        speech, state = hift_stream.step(hift, mel[:, begin : begin + n], window, state, i == len(cut) - 1, join)
        said.append(speech)
        begin += n
    return mx.concatenate(said, axis=1)


@pytest.mark.parametrize("cut", CUTS)
def test_any_chunking_of_the_source_equals_the_whole(cut: list[int]) -> None:
    excitation = Excitation(HiftConfig(base=16, f0_width=8))
    mel = tone(sum(cut))
    whole = excitation.source(excitation.f0(mel), noise_of(mel.shape[1]))
    assert np.abs(np.asarray(chunked(excitation, mel, cut) - whole)).max() < 1e-4


def test_the_published_join_starts_the_phase_anew() -> None:
    excitation = Excitation(HiftConfig(base=16, f0_width=8))
    mel = tone(37)
    whole = excitation.source(excitation.f0(mel), noise_of(37))
    assert np.abs(np.asarray(chunked(excitation, mel, [20, 17], REFERENCE) - whole)).max() > 1e-2


@pytest.mark.parametrize(("join", "total"), [(PRODUCT, 1.0), (REFERENCE, 1.08)])
def test_what_the_weights_of_the_fade_sum_to(join: hift_stream.Join, total: float) -> None:
    new, old = join.fade(OVERLAP_FRAMES * FRAME_SAMPLES)
    assert np.allclose(np.asarray(new + old), total, atol=1e-3)


@pytest.mark.parametrize("cut", CUTS)
def test_every_frame_is_said_once(hift: Hift, cut: list[int]) -> None:
    mel = mx.random.normal((1, sum(cut), 80), key=mx.random.key(1))
    speech = chunked(hift, mel, cut)
    assert speech.shape == (1, sum(cut) * FRAME_SAMPLES)
    assert mx.abs(speech).max().item() <= 0.99


def test_a_stream_keeps_as_much_after_an_hour_as_after_a_second(hift: Hift) -> None:
    mel, state = mx.zeros((1, 5, 80)), hift_stream.make_state()
    for _ in range(4):
        _, state = hift_stream.step(hift, mel, noise_of(state.frames + 5), state, last=False)
        assert state.frames <= OVERLAP_FRAMES
        assert state.source.shape == state.speech.shape == (1, state.frames * FRAME_SAMPLES)


def test_the_phase_stays_exact_over_a_long_sound(hift: Hift) -> None:
    frames = 3000  # a minute
    f0 = 97.0 + 150 * np.random.default_rng(0).random(frames, np.float32)
    wanted = np.cumsum(f0.astype(np.float64)[:, None] * np.arange(1, HARMONICS + 1) * (FRAME_SAMPLES / 24000), axis=0)
    gap = np.asarray(hift.phase(mx.array(f0[None]))[0], np.float64) - wanted
    drift = np.abs(gap - np.round(gap)).max(axis=1)  # cycles
    assert drift[:100].max() < 1e-4
    assert drift.max() < 5e-3


def test_one_draw_for_all_harmonics_is_as_loud_as_nine(hift: Hift) -> None:
    f0 = mx.zeros((1, 400))
    keys = mx.random.split(mx.random.key(0))
    nine, one = (
        np.asarray(hift.source(f0, mx.random.normal((1, 400 * FRAME_SAMPLES, n), key=key)))
        for n, key in zip((HARMONICS, 1), keys, strict=True)
    )
    assert one.std() == pytest.approx(nine.std(), rel=0.02)


def items(seed: int, cut: list[int]) -> list[AnswerMel]:
    key = mx.random.key(seed)
    mels = [mx.random.normal((n, 80), key=k) for n, k in zip(cut, mx.random.split(key, len(cut)), strict=True)]
    mx.eval(mels)
    return [AnswerMel(mel, last=i == len(cut) - 1) for i, mel in enumerate(mels)]


async def render(hift: Hift, *answers: list[AnswerMel]) -> list[list[AnswerAudio]]:
    """All answers at once, as streams of one stage."""
    out: list[list[AnswerAudio]] = [[] for _ in answers]
    async with Lane.open() as lane:
        stage: Any = VocoderStage(hift, lane, seed=5)

        async def speak(i: int, answer: list[AnswerMel]) -> None:
            out[i] = await through([stage], answer)

        async with anyio.create_task_group() as tasks:
            for i, answer in enumerate(answers):
                tasks.start_soon(speak, i, answer)
    return out


def test_streams_at_once_sound_as_each_alone(hift: Hift) -> None:
    mx.eval(hift.parameters())
    first, second = items(1, [12, 5, 9]), items(2, [4, 20, 0])
    together = anyio.run(render, hift, first, second)
    alone = [anyio.run(render, hift, answer)[0] for answer in (first, second)]
    for a, b, frames in zip(together, alone, (26, 24), strict=True):
        assert [item.last for item in a] == [False] * (len(a) - 1) + [True]
        sound = np.concatenate([item.samples for item in a])
        assert sound.dtype == np.float32
        assert len(sound) == frames * FRAME_SAMPLES
        assert np.array_equal(sound, np.concatenate([item.samples for item in b]))


def test_an_answer_without_sound_ends_too(hift: Hift) -> None:
    mx.eval(hift.parameters())
    (out,) = anyio.run(partial(render, hift), items(1, [0]))
    assert [(len(item.samples), item.last) for item in out] == [(0, True)]


def test_a_stretch_begins_behind_the_end_of_another(hift: Hift) -> None:
    """Each is said whole: nothing of the first waits in the second."""
    first, second = items(1, [20, 9]), items(2, [13])
    (said,) = anyio.run(render, hift, [*first, *second])
    (alone,) = anyio.run(render, hift, first)
    n_first = sum(len(item.samples) for item in alone)
    samples = np.concatenate([item.samples for item in said])
    np.testing.assert_array_equal(samples[:n_first], np.concatenate([item.samples for item in alone]))
    assert [len(samples) - n_first, n_first] == [13 * FRAME_SAMPLES, 29 * FRAME_SAMPLES]
    assert [item.last for item in said].count(True) == 2
