"""Silence, looked at by a clock of one's own."""

from dataclasses import replace

from pipeline.config import load
from pipeline.silence import Silence

KNOBS = replace(load().silence, prompt_after_s=5.0, prompts=2, end_after_s=30.0)


def test_a_silent_caller_is_asked_twice_and_given_up() -> None:
    silence = Silence(KNOBS, 0.0)
    found = {}
    for second in range(1, 41):
        asking = any(0 <= second - asked < 2 for asked, remedy in found.items() if remedy == "ask")  # it takes 2 s
        if remedy := silence.look(second, speaks=False, floor="speaking" if asking else "listening"):
            found[second] = remedy
        if remedy == "end":
            break
    assert found == {5: "ask", 11: "ask", 30: "end"}


def test_a_caller_who_speaks_begins_anew() -> None:
    silence = Silence(KNOBS, 0.0)
    assert silence.look(5.0, speaks=False, floor="listening") == "ask"
    assert silence.look(9.0, speaks=True, floor="listening") is None
    assert silence.look(13.9, speaks=False, floor="listening") is None
    assert silence.look(14.0, speaks=False, floor="listening") == "ask"
    assert silence.alone_s(14.0) == 5.0


def test_an_answer_is_no_silence() -> None:
    silence = Silence(KNOBS, 0.0)
    for second in range(1, 100):
        assert silence.look(second, speaks=False, floor="speaking") is None
    assert silence.alone_s(100.0) == 1.0


def test_nothing_is_done_where_nothing_is_asked_for() -> None:
    silence = Silence(replace(KNOBS, prompt_after_s=0.0, end_after_s=0.0), 0.0)
    assert silence.look(1e6, speaks=False, floor="listening") is None
