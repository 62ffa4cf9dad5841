"""Kernels are chosen at the first start, and remembered for the next."""

import os
from pathlib import Path

import pytest

from pipeline import config
from stages.checkpoint import load
from stepaudio import cache, tuning

GOLDEN = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"


@pytest.fixture(scope="module")
def checkpoint():
    return load(GOLDEN)


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("STEPAUDIO_CACHE", str(tmp_path))
    return tmp_path


def test_the_second_start_takes_what_the_first_chose(checkpoint, folder):
    first = tuning.tune(checkpoint, config.load())
    (file,) = (folder / "choices").iterdir()
    kept = tuning.read(file)
    assert kept == {choice.what: choice for choice in first if choice.trials}
    assert kept
    before = file.stat().st_mtime_ns
    assert tuning.tune(checkpoint, config.load()) == first
    assert file.stat().st_mtime_ns == before


def test_other_numbers_of_callers_are_another_choice(checkpoint):
    some, more = config.load(), config.load(overrides=["lane.max_turns=64"])
    assert tuning.fingerprint(checkpoint, some) != tuning.fingerprint(checkpoint, more)


def test_doctor_times_anew_and_the_next_start_takes_that(checkpoint, folder):
    tuning.tune(checkpoint, config.load())
    (file,) = (folder / "choices").iterdir()
    kept = file.read_text()
    file.write_text(kept.replace('"ms": ', '"ms": 1e6'))
    found = tuning.tune(checkpoint, config.load(), anew=True)
    assert all(trial.ms < 1e6 for choice in found for trial in choice.trials)
    assert tuning.tune(checkpoint, config.load()) == found


@pytest.mark.parametrize("content", ["", "[]", "[1]", '[{"what": "x"}]', "{", "\x00"])
def test_a_damaged_file_is_as_good_as_none(tmp_path, content):
    (tmp_path / "file.json").write_text(content)
    assert tuning.read(tmp_path / "file.json") == {}


def test_a_choice_in_words():
    choice = tuning.Choice("down", "few", (tuning.Trial("plain", 2.0), tuning.Trial("other", 0.0, "differs\nmuch")))
    assert tuning.describe(choice) == "few (plain 2 ms, other refused: differs)"


def test_where_things_are_kept(monkeypatch):
    monkeypatch.delenv("STEPAUDIO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache.folder("voices") == Path("/somewhere/stepaudio/voices")


def test_where_kernels_are_kept(monkeypatch, folder):
    monkeypatch.delenv("MLX_PTX_CACHE_DIR")
    cache.keep_kernels()
    here = Path(os.environ["MLX_PTX_CACHE_DIR"])
    assert here.parent == folder / "kernels"
    monkeypatch.setenv("MLX_PTX_CACHE_DIR", "/mine")
    cache.keep_kernels()
    assert os.environ["MLX_PTX_CACHE_DIR"] == "/mine"
    monkeypatch.delenv("MLX_PTX_CACHE_DIR")
    monkeypatch.setattr(cache.platform, "node", lambda: "another")
    cache.keep_kernels()
    assert os.environ["MLX_PTX_CACHE_DIR"] != str(here)
