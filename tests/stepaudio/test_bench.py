"""The benchmark: what callers note against a scripted server, the figures made of it, and a run with the real one."""

from __future__ import annotations

import json
import socket
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import numpy as np
import pytest
from typer.testing import CliRunner

from pipeline.events import (
    ClientEvent,
    Fault,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    SessionEvent,
    SpeechAudio,
    SpeechStopped,
    TextDelta,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
)
from stepaudio.apart import serving_apart
from stepaudio.bench import Meter, Run, bench
from stepaudio.caller import Asked, Notes, Playback, Question, TurnRecord, read_questions, speech_end
from stepaudio.cli import app
from stepaudio.library import NANO
from stepaudio.page import page
from stepaudio.report import Spread, prepare, report, table
from stepaudio.serve import ServerError, listen
from transport.client import CallError
from transport.codec import Start
from transport.desk import Readiness, Settings
from transport.server import Server, make_app

# -- what a caller works with -------------------------------------------------------------------------------------


def test_sound_that_comes_in_time_leaves_no_gap() -> None:
    playback = Playback()
    for at_s in (10.0, 10.2, 10.9):  # half a second each
        playback.take(at_s, 12_000)
    assert playback.gaps_ms == []
    assert playback.ends_s == pytest.approx(11.5)


def test_a_late_block_leaves_a_gap_as_long_as_it_is_late() -> None:
    playback = Playback()
    playback.take(10.0, 12_000)
    playback.take(10.6, 12_000)  # 100 ms after the end of the first
    playback.take(10.7, 12_000)
    playback.take(11.85, 12_000)  # what came so far lasts until 11.6
    assert playback.gaps_ms == pytest.approx([100, 250])


def test_the_place_of_playback_stands_still_in_a_gap() -> None:
    playback = Playback()
    assert playback.position(9.0) == 0
    playback.take(10.0, 12_000)
    playback.take(10.6, 12_000)
    places = [playback.position(at_s) for at_s in (10.25, 10.55, 10.85, 20.0)]
    assert places == pytest.approx([6_000, 12_000, 18_000, 24_000], abs=1)


def test_the_end_of_speech_is_where_the_last_loud_window_ends() -> None:
    rng = np.random.default_rng(0)
    speech = rng.normal(0, 0.1, 16_000)
    noise = rng.normal(0, 0.0005, 8_000)  # 46 dB below
    assert speech_end(np.concatenate([noise, speech, noise]).astype(np.float32)) == 24_000
    assert speech_end(np.zeros(100, np.float32)) == 100


def test_the_bundled_questions_end_before_their_files() -> None:
    for question in read_questions(NANO / "samples"):
        assert 0.5 * question.samples.size < question.speech_end_samples <= question.samples.size


# -- what callers note --------------------------------------------------------------------------------------------

WORD = Question("word", np.full(3_200, 0.1, np.float32), 2_400)  # ends in 50 ms of quiet
WORD_BLOCKS = 10  # of 20 ms
BLOCK = np.zeros(2_400, np.float32)  # 100 ms
METRICS = {"speech_end": 0.0, "endpoint": 50.0}


class Script:
    """A session that answers as written: the first word in two blocks of which the second is late, the second word
    not to its end, the third with a failure."""

    def __init__(self) -> None:
        self.played: list[Played] = []
        self._heard_samples = 0
        self._blocks = 0  # of words
        self._turns = 0
        self._send, self._receive = anyio.create_memory_object_stream[SessionEvent](64)

    async def __aiter__(self) -> AsyncIterator[SessionEvent]:
        async for event in self._receive:
            if isinstance(event, TextDelta) and event.text == "late":
                await anyio.sleep(0.4)
            yield event

    async def push(self, event: ClientEvent) -> None:
        match event:
            case MicAudio(samples):
                self._heard_samples += samples.size
                self._blocks += bool(samples.any())
                if samples.any() and self._blocks % WORD_BLOCKS == 0:
                    await self._answer()
            case Played():
                self.played.append(event)
            case MicEnded():
                self._send.close()
            case _:
                pass

    async def _answer(self) -> None:
        turn, self._turns = self._turns, self._turns + 1
        say = self._send.send
        await say(SpeechStopped(turn, self._heard_samples - 640, self._heard_samples))
        await say(TurnStarted(turn, turn))
        await say(TranscriptDelta(turn, f"word {turn}", "", final=True))
        await say(SpeechAudio(turn, BLOCK, 0))
        match turn:
            case 0:
                await say(TextDelta(turn, "late"))
                await say(SpeechAudio(turn, BLOCK, BLOCK.size))
                await say(TurnEnded(turn, "late", 2 * BLOCK.size))
            case 1:
                await say(TurnEnded(turn, "", BLOCK.size))
                await say(TurnMetrics(turn, METRICS, {"llm": 1.0}, {"llm": 2.0}))
                await say(Interrupted(turn, 0, "barge_in"))
                return
            case _:
                await say(Fault("turn_failed", "the model burns", fatal=False))
                await say(Interrupted(turn, 0, "failed"))
        await say(TurnMetrics(turn, METRICS, {"llm": 1.0}, {"llm": 2.0}))


@asynccontextmanager
async def scripted() -> AsyncIterator[tuple[str, list[Script]]]:
    """A server of scripts: its URL, and the sessions it has opened."""
    opened: list[Script] = []

    @asynccontextmanager
    async def session(start: Start, name: str) -> AsyncIterator[Script]:
        assert start.rate_hz == 16_000
        opened.append(Script())
        yield opened[-1]

    with listen("127.0.0.1", 0) as listener:
        settings = Settings()
        server = Server(make_app(session, lambda: Readiness(True, "script"), settings), settings=settings)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(server.serve, [listener])
            while not server.started:  # noqa: ASYNC110
                await anyio.sleep(0.01)
            yield f"ws://127.0.0.1:{listener.getsockname()[1]}/v1/stream", opened
            server.should_exit = True


@pytest.mark.anyio
async def test_a_caller_notes_what_became_of_its_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stepaudio.caller.PATIENCE_S", 1.5)  # well beyond the 0.4 s that the script is late
    monkeypatch.setattr("stepaudio.bench.PAUSE_S", (0.0, 0.1))
    shown: list[int] = []
    async with scripted() as (url, opened):
        run = await bench(url, [WORD], 1, 4.0, show=lambda elapsed_s, notes: shown.append(len(notes.turns)))
    first, second, third = run.notes.turns[:3]
    assert [turn.outcome for turn in (first, second, third)] == ["answered", "interrupted", "failed"]
    assert [asked.answered for asked in run.notes.asked[:3]] == [True, False, False]
    assert (first.heard, first.text, first.marks_ms) == ("word 0", "late", METRICS)
    assert first.server_end_ms == pytest.approx(10)  # 160 ms are spoken of the word of 150
    assert first.first_audio_ms is not None
    assert first.first_audio_ms >= 50  # the answer comes when the last block was sent, 50 ms after the end of speech
    assert first.blocks_ms == [100, 100]
    assert len(first.gaps_ms) == 1
    assert 200 < first.gaps_ms[0] == pytest.approx(first.arrivals_ms[1] - first.arrivals_ms[0] - 100, abs=0.1)
    assert run.notes.faults[0] == "caller 0: turn_failed: the model burns"
    assert run.notes.model == "script"
    assert {played.samples for played in opened[0].played if played.turn == 0} >= {2 * BLOCK.size}
    assert shown
    figures = report(run)
    assert (figures.turns["answered"], figures.gaps, figures.gapped_turns) == (1, 1, 1)
    assert figures.unanswered == figures.asked - 1


@pytest.mark.anyio
async def test_callers_speak_in_real_time_and_each_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stepaudio.caller.PATIENCE_S", 0.5)
    monkeypatch.setattr("stepaudio.bench.STAGGER_S", 0.2)
    monkeypatch.setattr("stepaudio.bench.PAUSE_S", (0.0, 0.1))
    async with scripted() as (url, opened):
        run = await bench(url, [WORD], 2, 1.0)
    assert len(opened) == 2
    assert {asked.caller for asked in run.notes.asked} == {0, 1}
    for caller in (0, 1):
        starts = [asked.start_samples for asked in run.notes.asked if asked.caller == caller]
        assert starts == sorted(set(starts))


@pytest.mark.anyio
async def test_a_server_that_is_not_there_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(CallError, match=f"no call to ws://127.0.0.1:{port}"):
        await bench(f"ws://127.0.0.1:{port}/v1/stream", [WORD], 1, 1.0)


@pytest.mark.anyio
async def test_what_is_no_address_is_an_error() -> None:
    with pytest.raises(CallError, match="expected ws://"):
        await bench("127.0.0.1:8000", [WORD], 1, 1.0)


@pytest.mark.anyio
async def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match=r"config\.json is missing"):
        async with serving_apart(["--model", str(tmp_path)]):
            pass


# -- figures ------------------------------------------------------------------------------------------------------


def test_percentiles_lie_between_the_two_nearest_values() -> None:
    assert Spread.of(range(101)) == Spread(101, 0, 50, 95, 99, 100)
    assert Spread.of([2.0, 1.0]) == Spread(2, 1.0, 1.5, pytest.approx(1.95), pytest.approx(1.99), 2.0)
    assert Spread.of([]) is None


@pytest.fixture
def run() -> Run:
    """Two turns that were answered after 400 and 600 ms, and one that was cut."""
    turns = [
        turn(0, 400.0, "answered", {"speech_end": 0.0, "endpoint": 250.0, "first_sample_sent": 380.0}),
        turn(1, 600.0, "answered", {"speech_end": 0.0, "endpoint": 270.0, "first_sample_sent": 570.0}),
        turn(2, 90_000.0, "interrupted", {"speech_end": 0.0, "endpoint": 80_000.0}),
    ]
    turns[1].gaps_ms = [30.0, 50.0]
    asked = [Asked(0, "<word>", 2.0, 0, 24_000, 1.5, answered=t.outcome == "answered") for t in turns]
    before, after = (
        Meter({"llm": 10.0, "load": 5.0}, 20.0, 2**28),
        Meter({"llm": 12.0, "mel": 0.6, "load": 5.0}, 25.0, 2**29),
    )
    machine = {"system": "Linux", "processor": "a processor & its cores", "mlx": "0.32.4"}
    notes = Notes("nano", asked, turns, ["caller 0: <burnt>"], [0.0, 1.0])
    return Run(1, 10.0, 0, "ws://there", "2026-01-01T00:00:00+00:00", 10.0, machine, (0.5, 1.5), (before, after), notes)


def turn(number: int, first_ms: float, outcome: str, marks_ms: dict[str, float]) -> TurnRecord:
    record = TurnRecord(0, number, "<word>", 1.5 + number, 60.0, outcome, first_audio_ms=first_ms)  # type: ignore[arg-type]
    record.arrivals_ms, record.blocks_ms = [first_ms], [1_000.0]
    record.marks_ms, record.queue_ms, record.compute_ms = marks_ms, {"llm": 10.0}, {"llm": 100.0 * (number + 1)}
    return record


def test_figures_are_of_the_turns_that_were_answered(run: Run) -> None:
    figures = report(run)
    assert figures.first_audio_ms == Spread(2, 400, 500, 590, 598, 600)
    assert list(figures.marks_ms) == ["endpoint", "first_sample_sent"]
    assert figures.marks_ms["endpoint"].most == 270
    assert figures.compute_ms["llm"].p50 == 150
    assert figures.turns == {"answered": 2, "interrupted": 1}
    assert (figures.asked, figures.unanswered, figures.faults) == (3, 1, 1)
    assert (figures.gaps, figures.gapped_turns, figures.gaps_total_ms) == (2, 1, 80)


def test_a_buffer_as_long_as_all_delay_hides_every_gap(run: Run) -> None:
    slow = run.notes.turns[0]
    slow.arrivals_ms, slow.blocks_ms = [400, 530, 800], [100, 200, 100]  # 30 ms late, and then 70 more
    run.notes.turns = [slow]
    assert report(run).buffer_ms == Spread.of([100.0])
    playback = Playback()
    for at_ms, block_ms in zip(slow.arrivals_ms, slow.blocks_ms, strict=True):
        playback.take(at_ms / 1e3, block_ms * 24)
    assert sum(playback.gaps_ms) == pytest.approx(100)


def test_rates_count_what_is_heard_and_spoken_and_the_compute_of_the_run_alone(run: Run) -> None:
    figures = report(run)
    assert (figures.heard_s, figures.spoken_s) == (6, 3)
    assert figures.throughput == pytest.approx(0.9)
    assert figures.rtf == pytest.approx({"llm": 2 / 3, "mel": 0.1})
    assert (figures.hearing_rtf, figures.speaking_rtf) == (pytest.approx(0.1), pytest.approx(2 / 3))
    assert figures.lane_busy == pytest.approx(0.26)
    assert figures.server_cores == pytest.approx(0.5)
    assert figures.memory_mib == (256, 512)


def test_a_run_without_answers_or_meters_has_figures_too(run: Run) -> None:
    silent = Run(1, 10.0, 0, "", "now", 10.0, run.machine, None, None, Notes("nano", run.notes.asked[2:]))
    figures = report(silent)
    assert (figures.first_audio_ms, figures.rtf, figures.unanswered) == (None, {}, 1)
    ET.fromstring(page(silent, figures))
    assert table(silent, figures).renderables


def test_the_page_is_well_formed_and_fetches_nothing(run: Run) -> None:
    figures = report(run)
    html = page(run, figures)
    document = ET.fromstring(html)
    names = [element.tag.rpartition("}")[2] for element in document.iter()]
    assert not {"script", "link", "img", "iframe", "object"} & set(names)
    assert "http" not in html.replace("http://www.w3.org/", "")
    assert "prefers-color-scheme: dark" in html
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for svg in document.iter("{http://www.w3.org/2000/svg}svg"):
        titles = (svg.get("aria-labelledby") or "").split()
        assert len(titles) == 2
        assert set(titles) <= set(ids)


def test_the_page_shows_the_figures(run: Run) -> None:
    figures = report(run)
    text = "\n".join(ET.fromstring(page(run, figures)).itertext())
    for figure in ("500 ms", "590 ms", "598 ms", "2 of 3", "0.6667", "<word>", "caller 0: <burnt>", "0.32.4"):
        assert figure in text
    assert "80000" not in text  # of a turn that was cut


def test_a_bar_of_the_waterfall_is_as_long_as_the_step(run: Run) -> None:
    run.notes.turns = [run.notes.turns[0]]
    document = ET.fromstring(page(run, report(run)))
    bars = list(document.iter("{http://www.w3.org/2000/svg}rect"))
    assert [float(bar.get("width", 0)) for bar in bars] == pytest.approx([250 * 500 / 400, 130 * 500 / 400], abs=0.2)
    assert float(bars[1].get("x", 0)) == pytest.approx(float(bars[0].get("x", 0)) + 250 * 500 / 400, abs=0.2)


def test_a_place_that_cannot_be_written_is_refused_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = CliRunner().invoke(app, ["bench", "--json", str(tmp_path / "file" / "b.json")])
    assert done.exit_code == 1
    assert "cannot be written" in done.output
    prepare(tmp_path / "new" / "b.json")


# -- the real one -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, str, str]:
    """A few seconds of the command with the bundled model: its JSON, its page, and what it printed."""
    folder = tmp_path_factory.mktemp("bench")
    done = CliRunner().invoke(
        app, ["bench", "--callers", "1", "--seconds", "4", "--json", f"{folder}/b.json", "--html", f"{folder}/b.html"]
    )
    assert done.exit_code == 0, done.output
    return json.loads((folder / "b.json").read_text()), (folder / "b.html").read_text(), done.output


def test_the_bundled_model_answers_a_caller(measured: tuple[dict, str, str]) -> None:
    found, html, printed = measured
    assert found["report"]["turns"]["answered"] >= 1
    first = found["notes"]["turns"][0]
    assert first["outcome"] == "answered"
    assert first["text"]
    assert first["heard"]
    assert {"endpoint", "features_ready", "first_mel", "first_sample_sent", "first_sample_played"} <= set(
        first["marks_ms"]
    )
    assert set(first["compute_ms"]) >= {"mel", "encoder", "adaptor", "llm", "flow", "vocoder"}
    assert set(found["report"]["rtf"]) >= set(first["compute_ms"])
    assert "first audio, at the caller" in printed
    assert f"{found['report']['first_audio_ms']['p50']:.0f} ms" in html
    ET.fromstring(html)


def test_a_caller_agrees_with_the_server_on_when_sound_came(measured: tuple[dict, str, str]) -> None:
    """The caller's latency is the server's mark, and the distance of their ends of speech, and the way."""
    for turn in measured[0]["notes"]["turns"]:
        if turn["outcome"] == "answered":
            way_ms = turn["first_audio_ms"] - turn["marks_ms"]["first_sample_sent"] - turn["server_end_ms"]
            assert way_ms > -25  # the server counts from the arrival of a block of 20 ms
