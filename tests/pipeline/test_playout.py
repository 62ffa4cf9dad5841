"""Where the client is in an answer: by the clock, by its reports, and while it is held."""

from __future__ import annotations

from fake_model import FakeClock

from pipeline.events import SPEECH_RATE_HZ
from pipeline.playout import Playout


def test_it_plays_what_was_sent_from_then_on_and_stalls_where_nothing_was() -> None:
    clock = FakeClock()
    playout = Playout(clock)
    clock.advance(5)
    playout.sent(SPEECH_RATE_HZ)
    clock.advance(0.5)
    assert playout.heard_samples() == SPEECH_RATE_HZ // 2
    clock.advance(2)
    assert playout.heard_samples() == SPEECH_RATE_HZ
    playout.sent(2 * SPEECH_RATE_HZ)
    clock.advance(0.5)
    assert playout.heard_samples() == 3 * SPEECH_RATE_HZ // 2


def test_while_it_is_held_nothing_sounds() -> None:
    clock = FakeClock()
    playout = Playout(clock)
    playout.sent(SPEECH_RATE_HZ)
    clock.advance(0.25)
    playout.hold()
    clock.advance(10)
    assert playout.heard_samples() == SPEECH_RATE_HZ // 4
    assert not playout.is_over(SPEECH_RATE_HZ, 0.5)
    playout.release()
    clock.advance(0.25)
    assert playout.heard_samples() == SPEECH_RATE_HZ // 2


def test_a_turn_sounds_after_the_one_before() -> None:
    clock = FakeClock()
    first, second = Playout(clock), Playout(clock)
    first.sent(SPEECH_RATE_HZ)
    second.follow(first)
    second.sent(SPEECH_RATE_HZ)
    clock.advance(1.0)
    assert second.heard_samples() == 0
    clock.advance(0.5)
    assert second.heard_samples() == SPEECH_RATE_HZ // 2


def test_reports_say_what_was_heard_and_no_more_than_was_sent() -> None:
    clock = FakeClock()
    playout = Playout(clock)
    playout.sent(SPEECH_RATE_HZ)
    clock.advance(0.5)
    assert playout.report(1000)
    assert playout.heard_samples() == 1000
    assert playout.position() == SPEECH_RATE_HZ // 2
    assert not playout.report(10**9)
    assert playout.heard_samples() == SPEECH_RATE_HZ
    assert playout.correct(500)
    assert playout.heard_samples() == 500


def test_it_is_over_when_all_was_reported_or_must_have_sounded() -> None:
    clock = FakeClock()
    playout = Playout(clock)
    playout.sent(SPEECH_RATE_HZ)
    clock.advance(1.2)
    assert not playout.is_over(SPEECH_RATE_HZ, 0.5)
    clock.advance(0.4)
    assert playout.is_over(SPEECH_RATE_HZ, 0.5)
    assert not playout.is_over(2 * SPEECH_RATE_HZ, 0.5)
    playout.sent(2 * SPEECH_RATE_HZ)
    playout.report(2 * SPEECH_RATE_HZ)
    assert playout.is_over(2 * SPEECH_RATE_HZ, 0.5)
