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


def test_filling_again_changes_nothing(tool, tmp_path):
    keep(tmp_path / "a", 1000, flow=[flow_row(12.0)])
    found = tool["Found"](tmp_path)
    once = tool["filled"](DOCUMENT, found)
    assert tool["filled"](once, found) == once


def test_an_aim_is_met_or_missed(tool, tmp_path):
    keep(tmp_path / "a", 1000, flow=[flow_row(12.0)])
    step = {"after_endpoint_ms": 231, "ready_s": 30.0, "first_audio_ms": 500.0, "steps_s": {}}
    (tmp_path / "full_run.json").write_text(json.dumps({"serve bf16": step, "serve 8bit": {"failed": "Traceback"}}))
    found = tool["Found"](tmp_path)
    lines = tool["aims"](found)
    assert "| flow chunk of 48 frames, 10 guided steps | ≤ 17 ms | 12 ms | met |" in lines
    assert "| first sample after the endpoint | ≤ 200 ms | 231 ms | **missed** |" in lines
    assert len(lines) == 4  # two of the aims were measured
    assert [line.split(" | ")[0] for line in tool["serving"](found)[2:]] == ["| bf16"]


def test_every_table_of_the_document_is_one_of_the_tools(tool):
    names = set(tool["re"].findall(r"<!-- measured: (\w+) -->", tool["DOCUMENT"].read_text(encoding="utf-8")))
    assert names == set(tool["TABLES"])
