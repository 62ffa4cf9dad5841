"""The evaluation on a model and a caller made up for it: what is counted, what is compared, what is left out."""

import numpy as np
import pytest

from stepaudio import Speech, Transcript
from stepaudio.audio import AudioError
from training import evaluate, judge
from training.evaluate import Row, figures
from training.synthesis import EngineError
from training.world import Exchange

SILENCE = np.zeros(480, np.float32)


class Model:
    """Hears and says always the same; at `deaf` requests it finds no speech."""

    voices = ("arthur",)

    def __init__(self, text: str, deaf: int = 0) -> None:
        self.text, self.deaf = text, deaf

    def transcribe(self, recording) -> Transcript:
        return Transcript(self.text, 1.0, 0.1, {})

    def respond(self, recording) -> Speech:
        if self.deaf:
            self.deaf -= 1
            raise AudioError("nobody speaks in the recording of 1.0 s")
        return Speech(self.text, SILENCE, 0.1, {})

    def synthesize(self, text: str, voice: str = "") -> Speech:
        return Speech(text, SILENCE, 0.1, {})


class Caller:
    def say(self, text: str, voice: str):
        if voice.startswith("festival"):
            raise EngineError("festival did not start")
        return SILENCE

    def teach(self, text: str):
        return SILENCE


@pytest.fixture(autouse=True)
def judged(monkeypatch):
    monkeypatch.setattr(judge, "recognise", lambda samples, rate_hz, sentences: "the shop is open")
    monkeypatch.setattr(judge, "domain_sentences", lambda: ("The shop is open.",))


def test_word_errors_are_shared_out_over_all_words_and_intervals_hold_the_share():
    rows = [Row("hearing", "v", "", "", score, 10) for score in (0, 1, 4, 0, 0)] + [Row("right", "v", "", "", 1, 1)]
    hearing, right = figures(rows)
    assert (hearing.rows, hearing.share) == (5, 0.1)
    assert 0 <= hearing.low < 0.1 < hearing.high <= 0.4
    assert (right.rows, right.share, right.low, right.high) == (1, 1, 1, 1)


def test_voices_take_turns_and_the_line_is_applied():
    through: list[int] = []
    rows = evaluate.hearing(
        Model("where is it"), Caller(), ["where is it", "who is it", "no"], ["a:1", "b:2"], "x",
        lambda samples: (through.append(len(samples)), samples)[1],
    )  # fmt: skip
    assert [(row.voice, row.score, row.of) for row in rows] == [("a:1", 0, 3), ("b:2", 1, 3), ("a:1", 3, 1)]
    assert through == [480] * 3


def test_answers_are_right_to_the_letter_and_an_unheard_request_is_wrong():
    exchanges = [Exchange("x", "is it open", "The shop is open.")] * 3
    model = Model("The shop is open.", deaf=1)
    rows = list(evaluate.answering(model, Caller(), exchanges, "answering", judged=True))
    texts = [row for row in rows if row.measure == "answering, exactly right"]
    assert [(row.got, row.score) for row in texts] == [("", 0), ("The shop is open.", 1), ("The shop is open.", 1)]
    unheard = next(row for row in rows if row.measure == "answering, WER by world judge")
    assert (unheard.got, unheard.score, unheard.of) == ("", 4, 4)
    assert all(row.score == 0 for row in rows if row.measure.endswith("(teacher)"))


def test_a_missing_engine_leaves_out_its_group_only(monkeypatch):
    monkeypatch.setattr(evaluate, "Caller", Caller)
    told: list[str] = []
    model = Model("hello")
    rows = evaluate.evaluate(model, lambda folder: model, 2, 0, ("hearing", "answering", "reading"), told.append)
    measures = {row.measure for row in rows}
    assert "left out: festival did not start" in told
    assert "hearing, WER: espeak, held out" in measures
    assert "hearing, WER: festival, held out" not in measures
    assert len(figures(rows)) == len(measures)


def test_mandarin_is_counted_in_characters():
    row = evaluate.word_row("hearing", "v", "我的订单在哪里", "我的定单在哪")
    assert (row.score, row.of) == (2, 7)


def test_pitch_is_the_median_of_what_is_voiced():
    t = np.arange(24000) / 24000
    sound = np.concatenate([np.sin(2 * np.pi * 140 * t), np.zeros(12000)]).astype(np.float32)
    assert evaluate.median_hz(sound) == pytest.approx(140, rel=0.02)
    assert evaluate.median_hz(np.zeros(4800, np.float32)) == 0
