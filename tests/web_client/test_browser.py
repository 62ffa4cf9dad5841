"""The web client in a real browser, on a real server with the nano checkpoint: what a person does, sees and hears."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from training.judge import domain_sentences, recognise, word_error_rate

Scenario = Callable[..., dict[str, Any]]

SAMPLES = Path(__file__).parents[2] / "checkpoints" / "nano" / "samples"
FRAME = 320  # 20 ms at 16 kHz

pytestmark = pytest.mark.timeout(600)


def sides(path: Path) -> tuple[NDArray[np.float32], NDArray[np.float32], int]:
    """What was sent and what was really played, of a call that the page saved; and their rate in Hz."""
    samples, rate_hz = soundfile.read(path, dtype="float32")
    return samples[:, 0], samples[:, 1], rate_hz


def is_loud(samples: NDArray[np.float32]) -> NDArray[np.bool_]:
    """For each 20 ms whether there is sound in it."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return np.sqrt((frames**2).mean(axis=1)) > 1e-3


def test_one_button_a_question_and_the_answer_is_written_and_heard(scenario: Scenario, tmp_path: Path) -> None:
    told = scenario("talk")
    assert word_error_rate("what is the status of order four seven two", told["said"]) <= 0.2
    sent, played, rate_hz = sides(tmp_path / "call.wav")
    assert is_loud(sent).sum() > 50
    heard = recognise(played, rate_hz, domain_sentences())
    assert word_error_rate(told["answer"], heard) <= 0.4, f"{told['answer']!r} was heard as {heard!r}"


def test_talking_over_the_answer_stops_it(scenario: Scenario, tmp_path: Path) -> None:
    told = scenario("interrupt")
    assert told["unheard"].strip(), "what was not heard is struck out"
    assert len(told["stop_ms"]) >= 2
    sent, played = (is_loud(side) for side in sides(tmp_path / "call.wav")[:2])
    asked = np.flatnonzero(sent)
    again = asked[1:][np.diff(asked) > 20][0]  # where the second question begins, after a pause
    over = asked[asked > again]
    both = over[over < again + 150]
    assert played[again - 5], "the answer was sounding"
    assert not played[both[len(both) // 2 :]].any(), "and is silent in the second half of the question"


def test_talking_over_answers_with_a_microphone(scenario: Scenario, tmp_path: Path) -> None:
    question, rate_hz = soundfile.read(SAMPLES / "order.wav", dtype="float32")
    again = tmp_path / "again.wav"
    soundfile.write(again, np.pad(question, (0, int(2.5 * rate_hz))), rate_hz)
    scenario("over", microphone=again)
    sent, played = (is_loud(side) for side in sides(tmp_path / "call.wav")[:2])
    assert (sent & played[: len(sent)]).any(), "both spoke at once"
    assert (played[:-1] & ~played[1:]).any(), "and the answer stopped"


def test_a_killed_server_is_connected_to_again(scenario: Scenario, server: Any) -> None:
    scenario("reconnect", during=lambda line: server.kill() if line == "kill" else server.start())


def test_the_keyboard_alone_can_do_it_all(scenario: Scenario) -> None:
    scenario("keyboard")


def test_what_is_said_is_shown_and_never_run(scenario: Scenario) -> None:
    scenario("said")


def test_a_held_answer_goes_on_where_it_stopped(scenario: Scenario) -> None:
    scenario("held")


def test_a_broken_line_is_resumed_and_nothing_is_played_twice(scenario: Scenario, tmp_path: Path) -> None:
    scenario("resume")
    _, played, rate_hz = sides(tmp_path / "call.wav")
    assert abs(is_loud(played).sum() * FRAME / rate_hz - 4.0) < 0.2, "four seconds were said, and heard once"


def test_after_a_minute_of_sleep_a_dead_connection_is_noticed(scenario: Scenario) -> None:
    scenario("asleep")


def test_a_tab_in_the_background_goes_on_and_another_tab_takes_over(scenario: Scenario) -> None:
    scenario("tabs")


def test_choices_in_a_call_and_a_voice_that_is_lent(scenario: Scenario) -> None:
    scenario("choices")


def test_nothing_runs_but_what_is_served(scenario: Scenario) -> None:
    scenario("policy")


def test_mute_push_to_talk_and_a_microphone_that_goes_away(scenario: Scenario) -> None:
    scenario("hands")


def test_trouble_is_told_in_words(scenario: Scenario) -> None:
    scenario("trouble")


def test_it_fits_every_width_and_both_schemes(scenario: Scenario, tmp_path: Path) -> None:
    scenario("looks")
    assert len(list(tmp_path.glob("*.png"))) == 6
