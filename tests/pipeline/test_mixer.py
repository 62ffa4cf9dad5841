"""The mixer: where each side of a call lies in its recording."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.events import SPEECH_RATE_HZ, Samples
from pipeline.mixer import LAG_S, Mixer


def tone(seconds: float, value: float = 1.0) -> Samples:
    return np.full(round(seconds * SPEECH_RATE_HZ), value, np.float32)


class Call:
    """Runs a mixer through a call, 20 ms at a time, and keeps all that it hands out."""

    def __init__(self, *, microphone: bool = True) -> None:
        self.mixer = Mixer()
        self.now_s = 0.0
        self.microphone = microphone
        self.out: list[Samples] = []
        self.said = 0

    def wait(self, seconds: float, caller: float = 0.0) -> None:
        for _ in range(round(seconds / 0.02)):
            self.now_s += 0.02
            if self.microphone:
                self.mixer.hear(tone(0.02, caller), self.now_s)
            self.out += self.mixer.take(self.now_s)

    def say(self, turn: int, seconds: float, value: float = 1.0) -> None:
        sound = tone(seconds, value)
        self.mixer.say(turn, self.said, sound, self.now_s)
        self.said += sound.size

    def end(self, *, heard_out: bool = True) -> np.ndarray:
        self.out += self.mixer.finish(self.now_s, heard_out=heard_out)
        return np.concatenate(self.out)


def spans(side: np.ndarray) -> list[tuple[float, float]]:
    """Where there is sound, in seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], side != 0, [0]])))
    return [(round(a / SPEECH_RATE_HZ, 2), round(b / SPEECH_RATE_HZ, 2)) for a, b in edges.reshape(-1, 2)]


@pytest.mark.parametrize("microphone", [True, False])
def test_an_answer_that_is_sent_ahead_sounds_at_its_pace(microphone: bool) -> None:
    call = Call(microphone=microphone)
    call.wait(1.0)
    call.say(0, 2.0)
    call.say(0, 0.5)
    call.wait(4.0)
    assert spans(call.end()[:, 1]) == [(1.0, 3.5)]


def test_the_caller_is_left_and_nothing_is_shifted() -> None:
    call = Call()
    call.wait(0.5)
    call.wait(1.0, caller=0.5)
    call.say(0, 1.0)
    call.wait(3.0)
    sound = call.end()
    assert spans(sound[:, 0]) == [(0.5, 1.5)]
    assert spans(sound[:, 1]) == [(1.5, 2.5)]
    assert len(sound) == pytest.approx(4.5 * SPEECH_RATE_HZ, abs=2)


def test_what_an_interruption_cut_off_is_not_in_it() -> None:
    call = Call()
    call.wait(1.0)
    call.say(0, 5.0)
    call.wait(2.0)
    call.mixer.cut(0, round(1.8 * SPEECH_RATE_HZ), call.now_s)  # the client lags a little
    call.wait(1.0)
    call.said = 0
    call.say(1, 1.0)
    call.wait(2.0)
    assert spans(call.end()[:, 1]) == [(1.0, 2.8), (4.0, 5.0)]


def test_while_it_is_held_nothing_sounds_and_nothing_is_lost() -> None:
    call = Call()
    call.say(0, 2.0)
    call.wait(0.5)
    call.mixer.hold(call.now_s)
    call.wait(0.4)
    call.say(0, 0.5)
    call.wait(0.1)
    call.mixer.release(call.now_s)
    call.wait(4.0)
    assert spans(call.end()[:, 1]) == [(0.0, 0.5), (1.0, 3.0)]


def test_a_client_that_begins_late_moves_the_turn_to_where_it_sounded() -> None:
    call = Call()
    call.wait(1.0)
    call.say(0, 2.0)
    call.wait(0.3)
    call.mixer.played(0, round(0.1 * SPEECH_RATE_HZ), call.now_s)
    call.wait(0.2)
    call.mixer.played(0, round(0.2 * SPEECH_RATE_HZ), call.now_s)  # later words do not move it again
    call.wait(3.0)
    assert spans(call.end()[:, 1]) == [(1.2, 3.2)]


def test_an_answer_that_comes_late_leaves_a_gap() -> None:
    call = Call()
    call.say(0, 0.5)
    call.wait(1.0)
    call.say(0, 0.5)
    call.wait(2.0)
    assert spans(call.end()[:, 1]) == [(0.0, 0.5), (1.0, 1.5)]


def test_a_microphone_that_was_off_leaves_silence() -> None:
    call = Call()
    call.wait(1.0, caller=1.0)
    call.microphone = False
    call.wait(5.0)
    call.microphone = True
    call.wait(1.0, caller=1.0)
    assert spans(call.end()[:, 0]) == [(0.0, 1.0), (6.0, 7.0)]


def test_sound_faster_than_real_time_keeps_its_order() -> None:
    mixer = Mixer()
    mixer.hear(tone(10), 0.1)
    mixer.say(0, 0, tone(2), 0.2)
    sound = np.concatenate(list(mixer.finish(0.3, heard_out=True)))
    assert spans(sound[:, 0]) == [(0.0, 10.0)]
    assert spans(sound[:, 1]) == [(10.0, 12.0)]


def test_a_call_that_was_dropped_ends_with_what_was_heard() -> None:
    call = Call()
    call.say(0, 5.0)
    call.wait(1.0)
    assert spans(call.end(heard_out=False)[:, 1]) == [(0.0, 1.0)]
    call = Call()
    call.say(0, 5.0)
    call.wait(1.0)
    assert spans(call.end()[:, 1]) == [(0.0, 5.0)]


def test_it_holds_no_more_than_its_lag_and_what_was_sent_ahead() -> None:
    call = Call()
    for _ in range(60):
        call.say(0, 1.0)
        call.wait(1.0, caller=0.5)
        given = sum(len(chunk) for chunk in call.out)
        assert given == pytest.approx((call.now_s - LAG_S) * SPEECH_RATE_HZ, abs=0.05 * SPEECH_RATE_HZ)
        assert len(call.mixer._caller.placed) <= LAG_S / 0.02 + 1
        assert len(call.mixer._agent.placed) <= 2 * LAG_S / 0.02 + 1
    silent = Mixer()
    assert max(len(chunk) for chunk in silent.take(3600)) <= SPEECH_RATE_HZ
