"""The flow stage: every code becomes two frames, in chunks that start short, however the codes arrive."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import anyio
import mlx.core as mx
import numpy as np
import pytest
from mlx.utils import tree_map

from pipeline.lane import Lane
from pipeline.segment import AnswerCodes, AnswerMel
from pipeline.stage import through
from stages.flow import FlowStage, prime
from stages.models.conformer import ConformerConfig
from stages.models.dit import DiTConfig
from stages.models.flow import Flow, FlowConfig, FlowPrompt, FlowState

CODEBOOK = 40
CONFIG = FlowConfig(
    codebook_size=CODEBOOK,
    embedding_width=8,
    speaker_width=6,
    n_mels=8,
    n_timesteps=2,
    guidance=0.0,
    encoder=ConformerConfig(input_width=8, width=8, n_heads=2, mlp_width=8, n_blocks=1, n_up_blocks=1),
    estimator=DiTConfig(hidden=8, depth=1, n_heads=2, head_dim=4, mlp_ratio=2, n_mels=8),
)
NOBODY: dict[str, FlowState] = {}
CODES = tuple(int(code) for code in np.random.default_rng(0).integers(0, CODEBOOK, 100))


@pytest.fixture(scope="module")
def flow() -> Flow:
    """Of random weights: as made, an untrained estimator says nothing, and the mel would be its noise."""
    mx.random.seed(3)
    flow = Flow(CONFIG)
    flow.update(tree_map(lambda weight: 0.3 * mx.random.normal(weight.shape), flow.parameters()))
    return flow


@pytest.fixture(scope="module")
def voice(flow: Flow) -> FlowState:
    return prime(flow, FlowPrompt(mx.arange(5), mx.random.normal((10, 8)), mx.ones(6)))


def cut(codes: tuple[int, ...], *sizes: int) -> list[AnswerCodes]:
    """Codes as items of these sizes and, in the last, the rest."""
    items: list[AnswerCodes] = []
    for size in sizes:
        items.append(AnswerCodes(codes[:size], last=False))
        codes = codes[size:]
    return [*items, AnswerCodes(codes, last=True)]


def speak(
    flow: Flow,
    voice: FlowState,
    answers: list[list[AnswerCodes]],
    *,
    first: int = 4,
    later: int = 12,
    seed: int = 0,
    natives: Mapping[str, FlowState] = NOBODY,
) -> list[list[AnswerMel]]:
    """What the stage makes of several answers at once, each a run of its own."""

    async def main() -> list[list[AnswerMel]]:
        mels: list[list[AnswerMel]] = [[] for _ in answers]

        async def run(i: int) -> None:
            mels[i] += await through([stage], answers[i])

        async with Lane.open() as lane:
            stage = FlowStage(flow, voice, lane, first, later, seed, natives)
            async with anyio.create_task_group() as tasks:
                for i in range(len(answers)):
                    tasks.start_soon(partial(run, i))
        return mels

    return anyio.run(main)


def whole(mels: list[AnswerMel]) -> np.ndarray:
    return np.concatenate([np.asarray(item.mel) for item in mels])


def test_chunks_start_short_and_grow_as_the_answer_gets_ahead(flow: Flow, voice: FlowState) -> None:
    (mels,) = speak(flow, voice, [cut(CODES)])
    assert [len(item.mel) // 2 for item in mels] == [4, 4, 4, 6, 9, 12, 12, 12, 12, 12, 13]
    assert [item.last for item in mels] == [False] * 10 + [True]
    assert all(item.mel.shape[1] == 8 for item in mels)


def test_a_chunk_goes_out_as_soon_as_its_lookahead_is_there(flow: Flow, voice: FlowState) -> None:
    (early,) = speak(flow, voice, [cut(CODES[:6], 6)])
    assert [len(item.mel) for item in early] == [12]
    (ready,) = speak(flow, voice, [cut(CODES[:7], 7)])
    assert [len(item.mel) for item in ready] == [8, 6]


@pytest.mark.parametrize("sizes", [[1] * 50, [7, 3, 0, 40], [49, 1, 0]])
def test_however_the_codes_arrive_the_mel_is_the_same(flow: Flow, voice: FlowState, sizes: list[int]) -> None:
    at_once, in_pieces = speak(flow, voice, [cut(CODES[:50]), cut(CODES[:50], *sizes)])
    assert np.array_equal(whole(at_once), whole(in_pieces))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4])
def test_short_answers_are_flushed(flow: Flow, voice: FlowState, n: int) -> None:
    (mels,) = speak(flow, voice, [cut(CODES[:n])])
    assert [(item.mel.shape, item.last) for item in mels] == [((2 * n, 8), True)]


def test_the_end_of_the_inbox_is_the_end_of_the_answer(flow: Flow, voice: FlowState) -> None:
    closed, marked = speak(flow, voice, [cut(CODES[:9], 9)[:1], cut(CODES[:9])])
    assert [item.last for item in closed] == [False, True]
    assert np.array_equal(whole(closed), whole(marked))


def test_padding_codes_are_dropped(flow: Flow, voice: FlowState) -> None:
    padded = (CODEBOOK, *CODES[:8], CODEBOOK + 7, CODEBOOK, *CODES[8:20], CODEBOOK)
    plain, spread, other = speak(flow, voice, [cut(CODES[:20]), cut(padded), cut(CODES[1:21])])
    assert np.array_equal(whole(plain), whole(spread))
    assert not np.allclose(whole(plain), whole(other), atol=1e-2)


def test_a_stretch_is_spoken_by_the_native_of_its_language(flow: Flow, voice: FlowState) -> None:
    native = prime(flow, FlowPrompt(mx.arange(9, 20), mx.random.normal((22, 8)), -mx.ones(6)))
    natives = {"zh": native}
    english, chinese = cut(CODES[:30], 1, 5), [replace(item, language="zh") for item in cut(CODES[:30], 1, 5)]
    by_voice, by_native = (whole(speak(flow, one, [english])[0]) for one in (voice, native))
    assert not np.allclose(by_voice, by_native, atol=1e-2)

    def spoken(items: list[AnswerCodes]) -> np.ndarray:
        return whole(speak(flow, voice, [items], natives=natives)[0])

    assert np.array_equal(spoken(english), by_voice)
    assert np.array_equal(spoken(chinese), by_native)
    assert np.array_equal(spoken([english[0], chinese[1], english[2]]), by_native), "it shows by the first chunk"
    late = cut(CODES[:30], 20)
    assert np.array_equal(spoken([late[0], replace(late[1], language="zh")]), by_voice), "nobody changes while speaking"
    both = spoken([*chinese, *english])
    assert np.array_equal(both[:60], by_native)
    assert not np.allclose(both[60:], by_native, atol=1e-2), "the next stretch is another's"


def test_answers_at_once_are_the_answers_alone(flow: Flow, voice: FlowState) -> None:
    texts = [cut(CODES[:40], 10, 10), cut(CODES[40:], 5, 20, 30)]
    together = speak(flow, voice, texts)
    for mels, text in zip(together, texts, strict=True):
        (alone,) = speak(flow, voice, [text])
        assert np.array_equal(whole(mels), whole(alone))


def test_the_seed_draws_noise_anew_for_every_chunk(
    flow: Flow, voice: FlowState, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[np.ndarray] = []
    step = Flow.step

    def noting(self: Flow, tokens: mx.array, state: FlowState, noise: mx.array, last: bool) -> object:
        drawn.append(np.asarray(noise[0, :8]))
        return step(self, tokens, state, noise, last)

    monkeypatch.setattr(Flow, "step", noting)
    for seed in (0, 1, 0):
        speak(flow, voice, [cut(CODES[:30])], seed=seed)
    n = len(drawn) // 3
    assert all(np.array_equal(a, b) for a, b in zip(drawn[:n], drawn[2 * n :], strict=True))
    different = drawn[: 2 * n]
    assert not any(np.array_equal(a, b) for i, a in enumerate(different) for b in different[:i])


def test_stretches_of_an_answer_are_flushed_one_by_one(flow: Flow, voice: FlowState) -> None:
    """Words before a tool is called sound at once, and words behind it start from the voice again."""
    stretches = [*cut(CODES[:30], 5), *cut((), *()), *cut(CODES[30:50])]
    (mels,) = speak(flow, voice, [stretches])
    ends = [i for i, item in enumerate(mels) if item.last]
    assert [len(whole(mels[: ends[0] + 1])), len(whole(mels[ends[0] + 1 :]))] == [60, 40]
    assert len(ends) == 2, "an empty stretch is none"
    (alone,) = speak(flow, voice, [cut(CODES[:30], 5)])
    np.testing.assert_array_equal(whole(mels[: ends[0] + 1]), whole(alone))
