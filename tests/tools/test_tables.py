"""What was measured gets into the document, and nothing else changes."""

import json
import os
import runpy
from pathlib import Path

import pytest

TOOL = Path(__file__).with_name("tables.py")
DOCUMENT = """# It

<!-- measured: flow -->

old

<!-- end -->

between

<!-- measured: encoder -->

not measured again

<!-- end -->
"""


@pytest.fixture
def tool():
    return runpy.run_path(str(TOOL))


def keep(folder: Path, at_s: int, **tables):
    folder.mkdir()
    file = folder / "measure.json"
    file.write_text(json.dumps(tables))
    os.utime(file, (at_s, at_s))


def flow_row(ms, way="chosen"):
    return {"chunk": "steady, 24 codes (48 frames)", "way": way, "ms": ms}


def test_the_newest_row_counts_and_the_rest_stays(tool, tmp_path):
    keep(tmp_path / "a", 1000, flow=[flow_row(40.0), flow_row(94.04, "as written")])
    keep(tmp_path / "b", 2000, flow=[flow_row(12.34)])
    text = tool["filled"](DOCUMENT, tool["Found"](tmp_path))
    assert "| steady, 24 codes (48 frames) | 94 | 12.3 | 189, with CUDA graphs 51 |" in text
    assert "old" not in text
    assert "between" in text
    assert "not measured again" in text


def test_what_a_new_length_takes_is_said_below_the_table(tool, tmp_path):
    new = [{"part": "encoder", "ms": 12.0}, {"part": "prefill", "bits": 4, "ms": 34.0}]
    keep(tmp_path / "a", 1000, encoder=[{"seconds": 1, "ms": 2.0}], prefill=[], **{"new lengths": new})
    found = tool["Found"](tmp_path)
    assert tool["encoder"](found)[-1] == "A length that was not met before, 4 to 8 s, the first time: 12."
    assert tool["prefill"](found)[-1].endswith("the first time: 34 in 4 bit.")


def test_filling_again_changes_nothing(tool, tmp_path):
    keep(tmp_path / "a", 1000, flow=[flow_row(12.0)])
    found = tool["Found"](tmp_path)
    once = tool["filled"](DOCUMENT, found)
    assert tool["filled"](once, found) == once


def test_an_aim_is_met_or_missed(tool, tmp_path):
    keep(tmp_path / "a", 1000, flow=[flow_row(12.0)])
    took = {"reading the LLM, 14.2 GB": 8.0, "reading the flow, 0.3 GB": 1.5, "priming the voice ann": 0.5}
    step = {"after_endpoint_ms": 231, "ready_s": 30.0, "first_audio_ms": 500.0, "steps_s": took}
    (tmp_path / "full_run.json").write_text(json.dumps({"serve bf16": step, "serve 8bit": {"failed": "Traceback"}}))
    found = tool["Found"](tmp_path)
    lines = tool["aims"](found)
    assert "| flow chunk of 48 frames, 10 guided steps | ≤ 17 ms | 12 ms | met |" in lines
    assert "| first sample after the endpoint | ≤ 200 ms | 231 ms | **missed** |" in lines
    assert len(lines) == 4  # two of the aims were measured
    assert tool["serving"](found)[2:] == ["| bf16 | 9.5 |  | 0.5 |  | 30 | 231 | 500 |  |"]


def test_what_a_step_found_before_it_was_ended_is_shown(tool, tmp_path):
    part = {"steps_s": {"reading the LLM, 14.2 GB": 8.0}, "loaded_GB": 17.5, "device_peak_GB": 18.0, "stopped": "late"}
    (tmp_path / "full_run.json").write_text(json.dumps({"serve 4bit": part, "convert 4bit": {"failed": "it"}}))
    found = tool["Found"](tmp_path)
    assert tool["serving"](found)[2:] == ["| 4bit | 8 |  |  |  |  |  |  |  |"]
    assert tool["memory"](found)[2:] == ["| 4 bit | 17.5 |  |  | ~10 |"]
    assert tool["preparing"](found) == []


def test_every_table_of_the_document_is_one_of_the_tools(tool):
    names = set(tool["re"].findall(r"<!-- measured: (\w+) -->", tool["DOCUMENT"].read_text(encoding="utf-8")))
    assert names == set(tool["TABLES"])
