"""Kernels are chosen at the first start, and remembered for the next."""

import os
from pathlib import Path

import mlx.core as mx
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


class Compiler:
    """A clock, and ways whose first run takes as long as compiling them."""

    def __init__(self):
        self.now_s = 0.0
        self.ran = []

    def __call__(self):
        return self.now_s

    def way(self, name, first_s, each_s):
        def run():
            self.now_s += each_s if name in self.ran else first_s
            self.ran.append(name)
            return [mx.ones(3)]

        return run

    def ways(self, **times):
        return {name: self.way(name, *each) for name, each in times.items()}


def test_when_the_time_is_over_no_further_way_is_begun(tmp_path):
    clock = Compiler()
    choices = tuning.Patient(seconds=0.0, clock=clock, until_s=20.0)
    ways = clock.ways(plain=(5.0, 0.3), slow=(30.0, 0.2), fast=(1.0, 0.1))
    assert choices.fastest("a chunk", ways) == "slow"  # was begun in time, and is waited for
    assert "fast" not in clock.ran
    assert choices.late == {"a chunk"}
    assert "next one or doctor" in choices.made[0].trials[2].refused


def test_what_is_chosen_after_the_time_is_over_costs_nothing():
    clock = Compiler()
    clock.now_s = 21.0
    said = []
    choices = tuning.Patient(seconds=0.0, clock=clock, until_s=20.0, progress=said.append)
    assert choices.fastest("a chunk", clock.ways(plain=(60.0, 0.3), fast=(60.0, 0.1))) == "plain"
    assert not clock.ran
    assert not said
    assert choices.late == {"a chunk"}


def test_what_is_known_is_taken_whatever_the_time():
    clock = Compiler()
    clock.now_s = 21.0
    known = {"a chunk": tuning.Choice("a chunk", "fast", (tuning.Trial("plain", 2.0), tuning.Trial("fast", 1.0)))}
    choices = tuning.Patient(known, clock=clock, until_s=20.0)
    assert choices.fastest("a chunk", clock.ways(plain=(1.0, 1.0), fast=(1.0, 1.0))) == "fast"
    assert not choices.late


def test_ways_that_take_long_are_named_as_they_are_begun():
    clock = Compiler()
    said = []
    choices = tuning.Patient(seconds=0.0, clock=clock, progress=said.append)
    choices.fastest("a chunk", clock.ways(plain=(5.0, 0.3), one=(5.0, 0.2), two=(0.1, 0.1), three=(5.0, 0.1)))
    assert said == [f"choosing kernels for a chunk: {way}" for way in ("one", "two")]


def test_a_start_without_time_takes_the_plain_ways_and_the_next_goes_on(checkpoint, folder, monkeypatch):
    with monkeypatch.context() as hasty:
        hasty.setattr(tuning, "PATIENCE_S", -1.0)
        first = tuning.tune(checkpoint, config.load())
    assert not (folder / "choices").exists()
    assert not tuning.ahead(first)
    second = tuning.tune(checkpoint, config.load())
    assert any(choice.trials for choice in second)
    assert (folder / "choices").exists()


def test_a_start_that_breaks_off_has_kept_the_parts_before(checkpoint, folder, monkeypatch):
    def broken(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(tuning.rendering, "tune", broken)
    with pytest.raises(KeyboardInterrupt):
        tuning.tune(checkpoint, config.load())
    (file,) = (folder / "choices").iterdir()
    assert "12 steps of decoding" in tuning.read(file)


def test_progress_names_the_parts(checkpoint):
    said = []
    tuning.tune(checkpoint, config.load(), said.append)
    assert [line for line in said if line.removeprefix("choosing kernels for ") in tuning.ENDS] == [
        f"choosing kernels for {part}" for part in tuning.ENDS
    ]


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
