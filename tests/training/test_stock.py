"""Answers made in advance are those that a worker would have made, and a worker keeps them as its own."""

import lzma
import pickle
from pathlib import Path

import mlx.core as mx
import numpy as np
import pytest

from stages.tokenizer import Tokenizer
from training import stock, voices
from training.calls import CallPool, Maker, Stocked
from training.synthesis import Engine, EngineError
from training.world import Scene, Turn

COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
CODES, TIMES = np.arange(7, dtype=np.int16), np.array([[0, 2], [2, 4], [4, 5]], np.int16)
NOTHING = np.zeros(0, np.int16)
TALK = Stocked(
    Scene("two turns", "en", (Turn("a", "b c"), Turn("d", "<tool_call>"), Turn("e", "f")), "en"),
    (CODES, NOTHING, CODES[:3]),
    (TIMES, NOTHING.reshape(0, 2), TIMES[:1]),
)
READ = Stocked(Scene("read", "en", (Turn("it is", "It is."),), "en", written=False), (CODES,), (TIMES,))


def maker(scenes: int) -> Maker:
    return Maker(CallPool(workers=1, requests=(2, 2, 2), scenes=scenes), 0, Tokenizer.load(COMPACT), seed=0)


def test_files_of_a_folder_are_read_together(tmp_path: Path):
    for name, items in (("stock-1", [TALK]), ("stock-2", [READ, TALK])):
        (tmp_path / f"{name}.xz").write_bytes(lzma.compress(pickle.dumps(items)))
    assert [item.scene.kind for item in stock.load(tmp_path)] == ["two turns", "read", "two turns"]


def test_a_worker_keeps_what_was_made_in_advance():
    worker = maker(scenes=8)
    worker.take([TALK, READ])
    pool = worker.pool
    assert (pool.scenes_made[0], pool.answers_made[0]) == (2, 3)
    assert [part.said for part in pool.scene(0, 0).parts] == [0, -1, 1]
    assert [part.said for part in pool.scene(0, 1).parts] == [2]
    assert pool.answer_codes(0, 0) == CODES.tolist()
    assert pool.answer_codes(0, 1) == CODES[:3].tolist()
    assert pool.answer_times[0, 2, :3].tolist() == TIMES.tolist()
    assert worker.scenes["en"] == [(0, TALK.scene)]  # what is read aloud is asked by nobody


def test_what_there_is_no_room_for_is_left():
    worker = maker(scenes=1)
    worker.take([READ, TALK])
    assert worker.pool.scenes_made[0] == 1


class Lengths:
    """In the place of the speech tokenizer: codes that count from 0, and what lengths it was given."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, ...]] = []

    def __call__(self, _: object, audio: mx.array) -> mx.array:
        self.seen.append(audio.shape)
        return mx.broadcast_to(mx.arange(240), (audio.shape[0], 240))


@pytest.fixture
def lengths(monkeypatch: pytest.MonkeyPatch) -> Lengths:
    counter = Lengths()
    monkeypatch.setattr(stock, "codes_of", counter)
    monkeypatch.setattr(stock, "_tools", lambda *_: (Tokenizer.load(COMPACT), None, Engine()))
    monkeypatch.setattr(stock, "CHUNK", 3)
    return counter


def test_clips_of_a_length_are_tokenised_together(lengths: Lengths):
    seconds = [1.0, 6.0, 2.0, *[1.0] * 8, 9.5]
    codes = stock.tokenised(None, [np.ones(round(s * 16000), np.float32) for s in seconds])  # type: ignore[arg-type]
    assert [len(c) for c in codes] == [25 * s if s != 9.5 else 238 for s in seconds]
    assert sorted(lengths.seen) == [(1, 102400), (1, 153600), (2, 51200), (8, 51200)]


def test_answers_are_said_and_tokenised(lengths: Lengths):
    try:
        Engine().say("hello", voices.AGENT)
    except EngineError as error:
        pytest.skip(str(error))
    for item in stock.some(5, 1.0, COMPACT, COMPACT):
        (codes,), (times,) = item.codes, item.times
        assert item.scene.kind == "read"
        assert 5 < len(codes) <= 2 * times.max()  # two codes in 80 ms
    assert lengths.seen


def test_voices_that_are_not_there_are_told_of(lengths: Lengths, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stock, "agent_says", lambda *_: None)
    with pytest.raises(EngineError, match="are the agent's voices there"):
        stock.some(5, 1.0, COMPACT, COMPACT)
    assert not lengths.seen


def test_an_empty_folder_says_what_makes_a_stock(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="python -m training stock"):
        stock.load(tmp_path)
