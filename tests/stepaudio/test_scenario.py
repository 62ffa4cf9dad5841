"""What a scenario makes of a call: scripted events, and a connection that breaks, with the bundled model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest

from pipeline.clock import SystemClock
from pipeline.config import load
from pipeline.events import (
    Fault,
    Held,
    Interrupted,
    Released,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TurnMetrics,
    TurnStarted,
)
from stepaudio.caller import read_questions, saved_ms
from stepaudio.engine import model_defaults
from stepaudio.library import NANO
from stepaudio.scenario import SCENARIOS, Findings, Stage, parted, play
from stepaudio.serve import serving
from stepaudio.sounds import MIC_HZ, silence

S = MIC_HZ
SOUND = np.zeros(2400, np.float32)


def judged(*events: tuple[float, Any], speech: tuple[tuple[float, float], ...], interrupting: bool = False) -> Findings:
    """The findings of a call whose caller spoke from second to second, of events at seconds of it."""
    stage = Stage(Findings("test", interruptions=int(interrupting)), SystemClock(), MIC_HZ, None, silence(0.02))
    stage._speech = [(int(start * S), int(end * S)) for start, end in speech]
    stage._interrupting = interrupting
    for at_s, event in events:
        stage._sent = int(at_s * S)
        stage._judge(event, at_s)
    return stage.findings


def utterance(number: int, start_s: float, end_s: float, decided_s: float) -> list[tuple[float, Any]]:
    started = SpeechStarted(number, int(start_s * S))
    return [(decided_s, started), (decided_s, SpeechStopped(number, int(end_s * S), int(decided_s * S)))]


def test_a_question_that_is_answered_in_time() -> None:
    marks = {"speech_end": 0.0, "tentative": 100.0, "endpoint": 220.0, "first_sample_made": 260.0}
    found = judged(
        *utterance(0, 0.9, 2.0, 2.25),
        (2.25, TurnStarted(0, 0)),
        (2.4, SpeechAudio(0, SOUND, 0)),
        (2.5, SpeechAudio(0, SOUND, 2400)),
        (2.6, TurnMetrics(0, marks, {}, {})),
        speech=((1.0, 2.0),),
    )
    assert (found.turns, found.early_endpoints, found.late_endpoints, found.false_utterances) == (1, 0, 0, 0)
    assert found.first_audio_ms == [pytest.approx(400)]
    assert found.without_early_ms == [pytest.approx(520)]
    assert (found.repeated_ms, found.missing_ms, found.false_interruptions) == (0, 0, 0)


def test_endpoints_too_early_and_too_late_and_where_nobody_spoke() -> None:
    found = judged(
        *utterance(0, 0.9, 1.4, 1.7),
        (1.7, TurnStarted(0, 0)),
        (1.8, SpeechAudio(0, SOUND, 0)),
        *utterance(1, 1.8, 2.0, 2.9),
        *utterance(2, 4.0, 4.3, 4.6),
        speech=((1.0, 2.0),),
    )
    assert (found.early_endpoints, found.late_endpoints, found.false_utterances) == (1, 1, 1)
    assert found.first_audio_ms == []  # of an answer that came too early nothing is to be learnt


def test_an_answer_that_is_cut_while_nobody_speaks_is_a_false_interruption() -> None:
    cut = (5.0, Interrupted(0, 0, "barge_in"))
    assert judged(cut, speech=((1.0, 2.0),)).false_interruptions == 1  # 3 s later
    assert judged(cut, speech=((1.0, 2.0), (4.8, 6.0))).false_interruptions == 0
    assert judged(cut, speech=((1.0, 2.0), (4.0, 4.4))).false_interruptions == 0


def test_the_stop_is_when_the_answer_falls_silent() -> None:
    stage = [(3.2, Held(0)), (3.4, Released(0)), (3.5, Held(0)), (3.9, Interrupted(0, 0, "barge_in"))]
    assert judged(*stage, speech=((3.0, 4.0),), interrupting=True).stop_ms == [pytest.approx(200)]


def test_what_is_said_twice_or_never_is_counted() -> None:
    blocks = [SpeechAudio(0, SOUND, 0), SpeechAudio(0, SOUND, 0), SpeechAudio(0, SOUND, 4800)]
    found = judged(*((2.0, block) for block in blocks), (2.1, Fault("odd", "it is", False)), speech=())
    assert (found.repeated_ms, found.missing_ms) == (100, 100)
    assert found.faults == ["odd: it is"]


@pytest.mark.parametrize(
    ("marks_ms", "saved"),
    [
        ({"tentative": 100, "endpoint": 220, "first_sample_made": 200}, 100),  # it lay ready
        ({"tentative": 100, "endpoint": 220, "first_sample_made": 400}, 120),  # it was on its way
        ({"endpoint": 220, "first_sample_made": 400}, 0),
        ({"tentative": 300, "endpoint": 220, "first_sample_made": 400}, 0),
        ({}, 0),
    ],
)
def test_what_an_early_start_saves(marks_ms: dict[str, float], saved: float) -> None:
    assert saved_ms(marks_ms) == saved


def test_the_lines_say_all_that_was_found() -> None:
    found = Findings("resumed", questions=3, broken=2, resumed=1, never_early_ms=[500.0], first_audio_ms=[400.0])
    lines = "\n".join(found.lines())
    for words in ("false interruptions", "missed interruptions", "too early", "too late", "→ stop", "400 ms", "500 ms"):
        assert words in lines
    assert "2, resumed 1" in lines


def test_each_scenario_of_the_issue_is_there() -> None:
    assert {"echo", "backchannels", "slow", "quick", "interrupted", "telephone", "noise", "resumed"} <= set(SCENARIOS)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.anyio
async def test_a_connection_that_breaks_is_resumed_and_nothing_is_said_twice() -> None:
    questions = read_questions(Path(NANO) / "samples")[:2]
    async with serving(NANO, load(None, [], model_defaults(NANO))) as url:
        with anyio.fail_after(120):
            found = await play(url, "resumed", questions, 1.0)
    assert (found.questions, found.faults) == (2, [])
    assert found.broken == found.resumed >= 1
    assert (found.repeated_ms, found.missing_ms) == (0, 0)
    assert len(found.first_audio_ms) == 2


def test_a_slow_speaker_pauses_between_words() -> None:
    word = np.random.default_rng(0).standard_normal(S // 2).astype(np.float32)
    gap = silence(0.1)
    sound = np.concatenate([word, gap, word, gap, word, gap, word])
    parts = parted(sound)
    assert np.array_equal(np.concatenate(parts), sound)
    for part in parts[:-1]:
        assert not part[-100:].any()
    assert [len(part) for part in parted(word)] == [len(word)], "one word has no between"
