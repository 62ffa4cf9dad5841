"""What a step finds is kept when it is found, however the step ends."""

import json
import os
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOOL = Path(__file__).with_name("full_run.py")
COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"
LONGEST_S = 240.0

HANGS = """
import json, time
print("RESULT " + json.dumps({"first": 1}), flush=True)
print("RESULT " + json.dumps({"first": 1, "second": 2}), flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def tool():
    return runpy.run_path(str(TOOL))


@pytest.fixture
def served(tmp_path, monkeypatch):
    monkeypatch.setenv("STEPAUDIO_CACHE", str(tmp_path / "cache"))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "bf16").symlink_to(COMPACT, target_is_directory=True)
    return tmp_path


def serve(folder: Path) -> subprocess.Popen[str]:
    wish = [str(folder / "full"), "--steps", "serve", "--precisions", "bf16", "--seconds", "1", "--out", str(folder)]
    here = os.environ | {"PYTHONPATH": str(TOOL.parents[2])}
    command = [sys.executable, str(TOOL), *wish, "--limit", str(LONGEST_S)]
    return subprocess.Popen(
        command, env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def found(folder: Path, step: str = "serve bf16"):
    file = folder / "full_run.json"
    return json.loads(file.read_text(encoding="utf-8")).get(step, {}) if file.is_file() else {}


def wait_for(true):
    ends = time.monotonic() + LONGEST_S
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_a_step_that_hangs_is_ended_at_its_limit_and_what_it_found_stays(tool, tmp_path):
    kept = tool["Kept"](tmp_path)
    running = tool["Running"](["-c", HANGS], "serve bf16", kept, 0.0)
    wait_for(lambda: "second" in found(tmp_path))
    running.finish()
    assert found(tmp_path) == {"first": 1, "second": 2, "stopped": "at its limit of 0 s"}


def test_a_step_that_breaks_has_its_status_kept_beside_what_it_found(tool, tmp_path):
    kept = tool["Kept"](tmp_path)
    code = "import os; print('RESULT {\"first\": 1}', flush=True); os.abort()"
    tool["Running"](["-c", code], "write", kept, LONGEST_S).finish()
    assert found(tmp_path, "write") == {"first": 1, "failed": "it ended with status -6"}


def test_what_other_runs_found_stays(tool, tmp_path):
    tool["Kept"](tmp_path).put("write", {"took_s": 1})
    tool["Kept"](tmp_path).put("pull bf16", {"took_s": 2})
    assert tool["Kept"](tmp_path).steps == {"write": {"took_s": 1}, "pull bf16": {"took_s": 2}}


def test_a_server_is_spoken_to_and_each_thing_it_does_is_said(served):
    process = serve(served)
    _, said = process.communicate(timeout=LONGEST_S)
    assert process.returncode == 0, said
    step = found(served)
    assert "failed" not in step
    assert step["ready_s"] > 0
    assert any(name.startswith("reading the LLM") for name in step["steps_s"])
    assert "choosing kernels for the vocoder" in step["steps_s"]
    assert step["loaded_GB"] > 0
    lines = [line.partition("serve bf16: ")[2] for line in said.splitlines() if "serve bf16: " in line]
    assert lines[0] == "imported"
    assert lines[-1] == "the server has ended"
    assert "ready" in lines


@pytest.mark.parametrize("whom", [os.kill, os.killpg], ids=["the tool", "all of its group, as timeout does"])
def test_told_to_end_it_keeps_what_it_has_and_leaves_no_server_behind(served, whom):
    process = serve(served)
    wait_for(lambda: "steps_s" in found(served))
    whom(process.pid, signal.SIGTERM)
    process.communicate(timeout=LONGEST_S)  # to the end of stderr, which the server has too
    assert process.returncode == 128 + signal.SIGTERM
    step = found(served)
    assert step["stopped"] == "told to end"
    assert step["steps_s"] or step["now"]


def test_a_broken_step_says_why(tmp_path):
    process = serve(tmp_path)  # there is no checkpoint
    _, said = process.communicate(timeout=LONGEST_S)
    assert "no such folder" in found(tmp_path)["failed"]
    assert "no such folder" in said


def test_figures_are_medians_over_the_turns_that_have_them(tool):
    def turn(first_audio_ms, **marks_ms):
        return {"first_audio_ms": first_audio_ms, "marks_ms": marks_ms}

    turns = [
        turn(500.0, endpoint=200.0, first_sample_sent=310.0),
        turn(300.0, endpoint=220.0, first_sample_sent=350.0),
        turn(420.0, endpoint=210.0, first_sample_sent=500.0),
        turn(None, endpoint=230.0),
        turn(900.0),
    ]
    figures = tool["figures"](turns)
    assert figures["after_endpoint_ms"] == 130.0
    assert figures["after_endpoints_ms"] == [110.0, 130.0, 290.0]
    assert figures["first_audio_ms"] == 460.0
    assert figures["marks_ms"]["endpoint"] == 215
    assert tool["figures"]([])["after_endpoint_ms"] is None
