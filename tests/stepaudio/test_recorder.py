"""A recorded call: both sides where they sounded, and what was said, as it goes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from pipeline import config
from pipeline.events import (
    ClientEvent,
    Held,
    Interrupted,
    MicAudio,
    MicEnded,
    Released,
    SessionEvent,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    ToolCall,
    ToolResult,
    TranscriptDelta,
    TurnEnded,
    TurnStarted,
    UserText,
    VoiceSample,
)
from pipeline.session import SessionError
from pipeline.settings import settle
from pipeline.wish import Wish
from stepaudio import audio
from stepaudio.engine import model_defaults
from stepaudio.library import NANO
from stepaudio.recorder import Recorder, recording
from stepaudio.serve import serving
from stepaudio.talk import talk

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
RATE_HZ = 8000


class Call:
    """A call on a clock of its own, 20 ms at a time."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.recorder: Recorder

    def __call__(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("a recorder waits for nothing")

    def wait(self, seconds: float, caller: float = 0.0) -> None:
        for _ in range(round(seconds / 0.02)):
            self.now_s += 0.02
            self.recorder.heard(MicAudio(np.full(160, caller, np.float32), RATE_HZ))

    def heard(self, *events: ClientEvent) -> None:
        for event in events:
            self.recorder.heard(event)

    def said(self, *events: SessionEvent) -> None:
        for event in events:
            self.recorder.said(event)

    def exchange(self, number: int, question: str, answer: str, seconds: float) -> None:
        """A question of a second, and its answer."""
        begun_s = self.now_s - 100
        self.said(SpeechStarted(number, round(begun_s * 16_000)))
        self.wait(1.0, caller=0.5)
        self.said(
            SpeechStopped(number, round((begun_s + 1) * 16_000), 0),
            TranscriptDelta(number, question, "", final=False),
            TurnStarted(number, number),
            TextDelta(number, answer),
            SpeechAudio(number, np.full(round(seconds * 24_000), 0.25, np.float32), 0),
            TranscriptDelta(number, "", "", final=True),
            TurnEnded(number, answer, round(seconds * 24_000)),
        )


def folder_of(root: Path) -> Path:
    (found,) = root.iterdir()
    return found


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "transcript.jsonl").read_text("utf-8").splitlines()]


def spans(side: np.ndarray) -> list[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.abs(side) > 0.05, [0]])))
    pairs = edges.reshape(-1, 2)
    return [(round(a / 24_000, 1), round(b / 24_000, 1)) for a, b in pairs if b - a > 240]


def test_both_sides_and_what_they_said(tmp_path: Path) -> None:
    call = Call()
    with recording(tmp_path, "a/b", call, NOW) as call.recorder:
        call.wait(0.5)
        call.exchange(0, "How <much>?", "Seven & a half.", 2.0)
        call.wait(3.0)
        call.exchange(1, "Thank you.", "Good\nbye.", 1.0)
        call.wait(0.2)
        call.heard(MicEnded())
    folder = folder_of(tmp_path)
    assert folder.name == "20261122-183000-a_b"
    sound, rate_hz = soundfile.read(folder / "call.flac")
    assert rate_hz == 24_000
    assert spans(sound[:, 0]) == [(0.5, 1.5), (4.5, 5.5)]
    assert spans(sound[:, 1]) == [(1.5, 3.5), (5.5, 6.5)], "the last answer is heard out, though the call is over"
    said = [("caller", 0.5, 1.5, "How <much>?"), ("agent", 1.5, 3.5, "Seven & a half.")]
    said += [("caller", 4.5, 5.5, "Thank you."), ("agent", 5.5, 6.5, "Good\nbye.")]
    assert lines(folder) == [
        {"who": who, "at_s": pytest.approx(begin, abs=0.05), "until_s": pytest.approx(end, abs=0.05), "text": text}
        for who, begin, end, text in said
    ]
    captions = (folder / "transcript.vtt").read_text("utf-8")
    assert captions.startswith("WEBVTT\n\n00:00:00.500 --> 00:00:01.500\n<v Caller>How &lt;much&gt;?\n\n00:00:01.")
    assert "<v Agent>Seven &amp; a half.\n\n" in captions
    assert "<v Agent>Good bye.\n\n" in captions
    assert captions.count(" --> ") == 4


def test_an_interruption_is_written_as_it_was_heard(tmp_path: Path) -> None:
    call = Call()
    with recording(tmp_path, "x", call, NOW) as call.recorder:
        call.recorder.text_of = lambda turn: "Seven"
        call.exchange(0, "How much?", "Seven and so much more.", 5.0)
        call.wait(1.0)
        call.said(Held(0))
        call.wait(0.4, caller=0.5)
        call.said(Interrupted(0, 24_000, "barge_in"))
        call.wait(3.0)
    folder = folder_of(tmp_path)
    sound, _ = soundfile.read(folder / "call.flac")
    assert spans(sound[:, 1]) == [(1.0, 2.0)]
    agent = lines(folder)[-1]
    assert agent == {
        "at_s": pytest.approx(1.0, abs=0.05),
        "who": "agent",
        "until_s": pytest.approx(2.0, abs=0.05),
        "text": "Seven",
        "interrupted": True,
    }


def test_a_hold_that_was_no_interruption_moves_the_rest(tmp_path: Path) -> None:
    call = Call()
    with recording(tmp_path, "x", call, NOW) as call.recorder:
        call.exchange(0, "How much?", "Seven.", 2.0)
        call.wait(0.5)
        call.said(Held(0))
        call.wait(0.5)
        call.said(Released(0))
        call.wait(4.0)
    sound, _ = soundfile.read(folder_of(tmp_path) / "call.flac")
    assert spans(sound[:, 1]) == [(1.0, 1.5), (2.0, 3.5)]


def test_what_is_typed_called_and_agreed_to_is_noted(tmp_path: Path) -> None:
    call = Call()
    with recording(tmp_path, "x", call, NOW) as call.recorder:
        call.heard(UserText("hello"), VoiceSample(np.zeros(1, np.float32), 16_000, "I agree."))
        call.said(ToolCall(0, "c1", "add", '{"a": 1}'), ToolResult(0, "c1", "2", failed=False))
    assert [{k: v for k, v in line.items() if k != "at_s"} for line in lines(folder_of(tmp_path))] == [
        {"who": "caller", "typed": "hello"},
        {"who": "caller", "consent": "I agree."},
        {"who": "agent", "call": "c1", "tool": "add", "arguments": '{"a": 1}'},
        {"who": "tool", "call": "c1", "text": "2", "failed": False},
    ]


def test_it_is_written_as_it_goes(tmp_path: Path) -> None:
    call = Call()
    with recording(tmp_path, "x", call, NOW) as call.recorder:
        call.exchange(0, "How much?", "Seven.", 1.0)
        call.wait(10.0)
        folder = folder_of(tmp_path)
        assert [line["who"] for line in lines(folder)] == ["caller", "agent"]
        assert (folder / "transcript.vtt").read_text("utf-8").count(" --> ") == 2
        assert call.recorder._sound.frames >= 9 * 24_000


def test_captions_stand_in_the_order_in_which_they_begin(tmp_path: Path) -> None:
    """Also where a transcript is final long after the answer."""
    call = Call()
    with recording(tmp_path, "x", call, NOW) as call.recorder:
        call.said(SpeechStarted(0, 0))
        call.wait(1.0, caller=0.5)
        call.said(SpeechStopped(0, 16_000, 0), TurnStarted(0, 0), TextDelta(0, "Seven."))
        call.said(SpeechAudio(0, np.ones(24_000, np.float32), 0), TurnEnded(0, "Seven.", 24_000))
        call.wait(5.0)
        call.said(TranscriptDelta(0, "How much?", "", final=True))
        call.wait(1.0)
    captions = (folder_of(tmp_path) / "transcript.vtt").read_text("utf-8")
    assert re.findall(r"<v (\w+)>", captions) == ["Caller", "Agent"]


def test_a_full_disk_ends_the_recording_and_not_the_call(tmp_path: Path) -> None:
    call = Call()
    with recording(tmp_path, "x", call, NOW) as call.recorder:

        def full(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        call.recorder._sound.write = full  # type: ignore[method-assign]
        call.wait(3.0, caller=0.5)


def test_who_may_record(tmp_path: Path) -> None:
    silent, asked, always = (
        config.load(overrides=overrides)
        for overrides in (
            [],
            [f"recording.folder={tmp_path}"],
            [f"recording.folder={tmp_path}", "recording.every_call=true"],
        )
    )

    def recorded(settings: config.Config, record: bool | None) -> bool:
        return settle(Wish(record=record), settings, ["anna"]).record

    assert not recorded(silent, None)
    with pytest.raises(SessionError, match="calls are not recorded here"):
        recorded(silent, True)
    assert [recorded(asked, wish) for wish in (None, False, True)] == [False, False, True]
    assert [recorded(always, wish) for wish in (None, False, True)] == [True, False, True]


async def test_a_server_records_a_call(tmp_path: Path) -> None:
    overrides = [f"recording.folder={tmp_path}", "recording.every_call=true"]
    samples, rate_hz = audio.read_as_recorded(NANO / "samples" / "order.wav")
    async with serving(NANO, config.load(None, overrides, model_defaults(NANO))) as url:
        heard = await talk(url, samples, rate_hz)
    folder = folder_of(tmp_path)
    who = [(line["who"], line["text"]) for line in lines(folder)]
    assert who == [("caller", heard.transcript.strip()), ("agent", heard.answer.strip())]
    sound, _ = soundfile.read(folder / "call.flac")
    asked, answered = (np.flatnonzero(np.abs(sound[:, side]) > 0.02) for side in (0, 1))
    assert answered[0] > asked[-1], "one after the other"
    assert np.abs(sound[:, 1]).sum() == pytest.approx(np.abs(heard.samples).sum(), rel=0.02), "all, and nothing twice"
