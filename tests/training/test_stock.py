"""Answers made in advance are those that a worker would have made, and a worker keeps them as its own."""

import lzma
import pickle
from pathlib import Path

import numpy as np
import pytest

from stages.tokenizer import Tokenizer
from training import stock
from training.calls import CallPool, Maker
from training.stock import Stocked
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


def test_answers_are_said_and_tokenised(monkeypatch: pytest.MonkeyPatch):
    """With the real engine; a tokenizer that tells lengths."""
    try:
        Engine().say("hello", "flite:rms")
    except EngineError as error:
        pytest.skip(str(error))
    seen: list[tuple[int, ...]] = []

    def codes_of(_: object, audio: np.ndarray) -> np.ndarray:
        seen.append(tuple(audio.shape))
        return np.tile(np.arange(240), (audio.shape[0], 1))

    monkeypatch.setattr("training.speech_tokenizer.codes_of", codes_of)
    monkeypatch.setattr(stock, "_tools", (Tokenizer.load(COMPACT), None, Engine()))
    monkeypatch.setattr(stock, "CHUNK", 3)
    items = stock._some(5, 1.0)  # pyright: ignore[reportPrivateUsage]
    assert len(items) == 3
    for item in items:
        (codes,), (times,) = item.codes, item.times
        assert item.scene.kind == "read"
        assert 5 < len(codes) <= 2 * times.max()  # two codes in 80 ms
    assert all(width in {round(s * 16000) for s in stock.WIDTHS_S} for _, width in seen)
