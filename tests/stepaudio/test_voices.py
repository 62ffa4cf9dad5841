"""The user's own voices: what makes one, what does not, and what is kept of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from pipeline.config import Voices
from pipeline.events import Samples
from stages.vad import Silero
from stages.voice import VoiceError, VoiceMaker, read_recording
from stepaudio import StepAudio2, voices
from stepaudio.cli import app
from stepaudio.engine import checkpoint_voices
from stepaudio.library import NANO

VOICE = NANO / "voices" / "arthur.flac"
OTHER = NANO / "voices" / "hamish.flac"
NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def ears() -> dict[str, Any]:
    return {"speaker": VoiceMaker(NANO / "token2wav"), "silero": Silero(), "now": NOW, "taken": ["flora"]}


def sound(path: Path = VOICE) -> tuple[Samples, int]:
    channels, rate_hz = read_recording(path)
    return channels[0], rate_hz


def written(path: Path, samples: Samples, rate_hz: int) -> Path:
    soundfile.write(path, samples, rate_hz)
    return path


def test_a_voice_is_kept_with_what_its_speaker_agreed_to(tmp_path: Path, ears: dict[str, Any]) -> None:
    folder = tmp_path / "not" / "there yet"
    assert voices.listed(folder) == {}
    note = voices.add(folder, "anna", VOICE, "Ja, gerne! 好", **ears)
    assert note.advice == ()
    assert voices.listed(folder) == {"anna": note}
    assert json.loads((folder / "anna.json").read_text("utf-8"))["consent"] == "Ja, gerne! 好"
    kept, rate_hz = sound(folder / "anna.flac")
    assert rate_hz == sound()[1]
    np.testing.assert_allclose(kept, sound()[0], atol=1e-4)
    with pytest.raises(VoiceError, match="there is a voice 'anna' already: remove it first"):
        voices.add(folder, "anna", VOICE, "", **ears)
    voices.remove(folder, "anna")
    assert voices.listed(folder) == {}
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["", "../evil", "a/b", ".hidden", "own", "flora", "x" * 70, "two words", "ö"])
def test_a_name_that_cannot_be(tmp_path: Path, ears: dict[str, Any], name: str) -> None:
    with pytest.raises(VoiceError, match=r"a voice cannot be called|there is a voice 'flora' already"):
        voices.add(tmp_path, name, VOICE, "", **ears)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("silence", "recording is silent"),
        ("music", "0.0 s of speech were found in 6.0 s: music and noise make no voice"),
        ("noise", "music and noise make no voice"),
        ("0.3 s", "recording has 0.30 s, expected 1 to 30 s"),
        ("10 min", "recording has 600.00 s, expected 1 to 30 s"),
    ],
)
def test_a_sample_that_no_voice_can_be_made_of(tmp_path: Path, ears: dict[str, Any], what: str, why: str) -> None:
    at = np.arange(6 * 16_000) / 16_000
    made: dict[str, Samples] = {
        "silence": np.zeros(48_000, np.float32),
        "music": sum(np.sin(2 * np.pi * hz * at) * np.exp(-((2 * at) % 1) * 3) for hz in (262, 330, 392)) * 0.2,
        "noise": np.random.default_rng(0).standard_normal(96_000).astype(np.float32) * 0.1,
        "0.3 s": sound()[0][: int(0.3 * sound()[1])],
        "10 min": np.resize(sound()[0], 600 * sound()[1]),
    }
    rate_hz = sound()[1] if what in ("0.3 s", "10 min") else 16_000
    sample = written(tmp_path / "sample.wav", made[what], rate_hz)
    with pytest.raises(VoiceError, match=why):
        voices.add(tmp_path / "voices", "anna", sample, "", **ears)
    assert not (tmp_path / "voices").exists()


def test_a_sample_that_could_be_better_is_kept_with_advice(tmp_path: Path, ears: dict[str, Any]) -> None:
    speech, rate_hz = sound()
    other = sound(OTHER)[0]
    noise = np.random.default_rng(0).standard_normal(speech.size) * speech.std() * 0.3
    samples = {
        "clipped": np.clip(speech * 4, -1, 1),
        "noise": (speech + noise).astype(np.float32),
        "speak closer": speech * 0.06,
        "several people": np.concatenate([speech, other]),
        "only": speech[: 2 * rate_hz],
    }
    for number, (word, sample) in enumerate(samples.items()):
        path = written(tmp_path / f"{number}.wav", sample, rate_hz)
        note = voices.add(tmp_path / "voices", f"voice{number}", path, "", **ears)
        assert [advice for advice in note.advice if word in advice], (word, note.advice)


@pytest.mark.parametrize("content", [b"", b"no audio", None])
def test_a_file_that_is_no_audio(tmp_path: Path, ears: dict[str, Any], content: bytes | None) -> None:
    path = tmp_path / "sample.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VoiceError, match=r"sample\.wav"):
        voices.add(tmp_path / "voices", "anna", path, "", **ears)


def test_the_folder_is_the_configured_one_or_the_users() -> None:
    assert voices.folder_of(Voices("/somewhere")) == Path("/somewhere")
    assert voices.folder_of(Voices("")).parts[-2:] == ("stepaudio", "voices")


def test_the_command_adds_lists_and_removes_and_a_server_speaks_in_it(tmp_path: Path) -> None:
    run = CliRunner()
    here = ["--set", f"voices.folder={tmp_path}"]
    added = run.invoke(app, ["voices", "add", "anna", str(OTHER), "--consent", "I agree.", *here])
    assert added.exit_code == 0, added.output
    assert "anna: 4.21 s, kept in" in added.output
    shown = run.invoke(app, ["voices", "list", *here]).output
    for name in voices.listed(checkpoint_voices(NANO)):
        assert f"{name}: of the checkpoint" in shown
    assert "consent: I agree." in shown
    with StepAudio2.load(overrides=[f"voices.folder={tmp_path}"]) as model:
        assert model.voices[-1] == "anna"
        assert model.voices[0] != "anna", "the default stays"
        assert model.synthesize("Good morning.", "anna").audio_s > 0.5
    again = run.invoke(app, ["voices", "add", "anna", str(OTHER), *here])
    assert (again.exit_code, "remove it first" in again.output) == (1, True)
    assert run.invoke(app, ["voices", "remove", "anna", *here]).exit_code == 0
    gone = run.invoke(app, ["voices", "remove", "anna", *here])
    assert (gone.exit_code, "there are none" in gone.output) == (1, True)
