"""The command line, as a person uses it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import anyio
import numpy as np
import pytest
import soundfile
from fast_caller import SAMPLES, calling, look_up
from typer.testing import CliRunner, Result

from stepaudio.cli import app
from stepaudio.library import NANO
from training import judge

FOLDER = NANO / "samples"
COMMAND = [sys.executable, "-m", "stepaudio"]
ROOT = NANO.parent.parent


def stepaudio(*words: str | Path) -> Result:
    """Runs a command in this process."""
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def apart(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process and a folder of its own."""
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_demo_shows_the_transcript_grow_the_answer_and_the_waterfall(tmp_path: Path) -> None:
    shown = apart("demo", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "Traceback" not in shown.stderr
    said = re.findall(r"^caller: (.*?)\[(.*?)\]", shown.stdout, re.MULTILINE)
    committed = [before.rstrip() for before, _ in said]
    assert all(after.startswith(before) for before, after in pairwise(committed))
    assert len(set(committed)) >= 3
    assert any(tentative for _, tentative in said)
    assert judge.word_error_rate(SAMPLES["order"].said, committed[-1]) <= 0.2
    (path,) = re.findall(r"s of sound in (\S+\.wav)", shown.stdout)
    samples, rate_hz = soundfile.read(tmp_path / path, dtype="float32")
    (answer,) = re.findall(r"^answer: (.*)$", shown.stdout, re.MULTILINE)
    assert rate_hz == 24_000
    assert judge.word_error_rate(answer, judge.recognise(samples, rate_hz, judge.domain_sentences())) <= 0.3
    marks = {name: int(ms) for name, ms in re.findall(r"│ ([a-z ]+?) +│ +(-?\d+) │", shown.stdout)}
    assert 0 == marks["speech end"] < marks["first text"] < marks["first sample sent"]
    assert marks["endpoint"] < marks["first sample sent"], "what is begun at a pause is kept back until the end is sure"
    assert all(marks[stage] > 0 for stage in ("mel", "encoder", "llm", "flow", "vocoder"))


def test_talk_tells_when_nobody_speaks(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "quiet.wav", np.zeros(8_000), 16_000)
    result = stepaudio("talk", tmp_path / "quiet.wav", "-o", tmp_path / "answer.wav")
    assert result.exit_code == 1
    assert "nobody speaks in the recording" in " ".join(result.stderr.split())
    assert not (tmp_path / "answer.wav").exists()


def test_transcribe_prints_an_object_a_file_and_goes_on_past_a_bad_one(tmp_path: Path) -> None:
    (tmp_path / "notes.wav").write_text("Dear sir or madam")
    soundfile.write(tmp_path / "quiet.wav", np.zeros(24_000), 16_000)
    files = [
        FOLDER / "order.wav",
        *(tmp_path / f"{name}.wav" for name in ("notes", "none", "quiet")),
        FOLDER / "capital.wav",
    ]
    result = stepaudio("transcribe", "--json", *files)
    assert result.exit_code == 1
    order, quiet, capital = (json.loads(line) for line in result.stdout.splitlines())
    assert list(order) == ["file", "text", "seconds", "rtf"]
    assert order["file"] == str(FOLDER / "order.wav")
    assert judge.word_error_rate(SAMPLES["order"].said, order["text"]) <= 0.2
    assert order["seconds"] == pytest.approx(3.145)
    assert order["rtf"] > 0
    assert quiet["text"] == ""
    assert "quiet.wav: nobody speaks in these 1.5 s" in result.stderr
    assert capital["text"] == SAMPLES["capital"].said
    assert "notes.wav is not audio that can be read (WAV, FLAC, OGG or MP3)" in result.stderr
    assert "none.wav: no such file" in result.stderr


def test_say_writes_what_can_be_understood(tmp_path: Path) -> None:
    text = "Your appointment is on Friday at nine."
    result = stepaudio("say", text, "-o", tmp_path / "said.wav", "--voice", "flora", "--set", "flow.chunk_tokens=20")
    assert result.exit_code == 0, result.stderr
    samples, rate_hz = soundfile.read(tmp_path / "said.wav", dtype="float32")
    assert f"{tmp_path / 'said.wav'}: {len(samples) / rate_hz:.2f} s of sound in " in result.stdout
    assert judge.word_error_rate(text, judge.recognise(samples, rate_hz, judge.domain_sentences())) <= 0.3


def test_doctor_tells_device_and_blas_and_finds_a_bad_checkpoint(tmp_path: Path) -> None:
    well = stepaudio("doctor")
    assert well.exit_code == 0, well.stdout
    assert re.search(r"^ok +device: Device\((cpu|gpu), 0\)$", well.stdout, re.MULTILINE)
    assert re.search(r"^ok +matrix product: \d+ GFLOP/s", well.stdout, re.MULTILINE)
    assert re.search(r"^ok +checkpoint: ", well.stdout, re.MULTILINE)
    ill = stepaudio("doctor", "--model", tmp_path)
    assert ill.exit_code == 1
    assert f"BAD checkpoint: {tmp_path}: config.json is missing" in " ".join(ill.stdout.split())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--set", "answer.temprature=1"], "no key 'temprature' in [answer]: did you mean temperature?"),
        (["--set", "anser.temperature=1"], "no section [anser]: did you mean answer?"),
        (["--set", "temperature"], "expected section.key=value, as in ears.min_silence_ms=400"),
        (["--set", "answer.temperature=9"], "answer.temperature is 9: expected a number from 0 to 5"),
        (["--config", "none.toml"], "none.toml cannot be read: No such file or directory"),
        (["--model", "nowhere"], "nowhere: no such folder"),
    ],
)
def test_settings_that_cannot_be_are_refused_with_what_can(words: list[str], says: str) -> None:
    for command in (["transcribe", str(FOLDER / "order.wav")], ["say", "Hello.", "-o", "x.wav"], ["serve"]):
        result = stepaudio(*command, *words)
        assert result.exit_code == 1
        assert re.search(r"^stepaudio: .*" + re.escape(says), result.stderr, re.MULTILINE)
        assert "Traceback" not in result.stderr
    assert not Path("x.wav").exists()


def test_a_setting_is_obeyed() -> None:
    """Speech of less than two seconds is none, if the configuration says so."""
    strict = stepaudio("transcribe", FOLDER / "goodbye.wav", "--set", "ears.min_speech_ms=2000")
    assert (strict.exit_code, strict.stdout.strip()) == (0, "")
    assert stepaudio("transcribe", FOLDER / "goodbye.wav").stdout.strip() == SAMPLES["goodbye"].said


def test_a_checkpoint_without_a_shard_is_refused_by_name(tmp_path: Path) -> None:
    copy = shutil.copytree(NANO, tmp_path / "nano", copy_function=lambda of, to: Path(to).symlink_to(of))
    (copy / "model-00002-of-00003.safetensors").unlink()
    for command in (["transcribe", FOLDER / "order.wav"], ["talk", FOLDER / "order.wav"], ["serve", "--port", "0"]):
        result = stepaudio(*command, "--model", copy)
        assert result.exit_code == 1
        assert "model-00002-of-00003.safetensors" in result.stderr
        assert "Traceback" not in result.stderr


def test_serve_says_where_it_is_answers_and_leaves_in_order(tmp_path: Path) -> None:
    async def ask(url: str) -> str:
        with anyio.fail_after(90):
            while (await look_up(url, "/readyz"))[0] != 200:  # noqa: ASYNC110
                await anyio.sleep(0.1)
        async with calling(url) as caller:
            return (await caller.ask("what is the capital of france")).text

    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--trace", tmp_path / "trace.json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert re.match(r"http://127\.0\.0\.1:\d+/ ", process.stdout.readline())
        url = process.stdout.readline().split()[0]
        assert anyio.run(ask, url) == SAMPLES["capital"].answer
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert "Traceback" not in errors
    finally:
        process.kill()
    written = (tmp_path / "trace.json").read_text()
    events = json.loads(written.rstrip(",\n") + "]")  # the format does not ask for the end of the array
    assert {"llm", "flow", "vocoder", "turn 0"} <= {event["name"] for event in events}
