"""The user's own voices: recordings in a folder of theirs, each with who agreed to what, beside a checkpoint's own.

A voice is NAME.flac and NAME.json. The recording is kept, and not what a network made of it, so that every checkpoint
can speak in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import platformdirs
import soundfile

from pipeline.config import Voices
from pipeline.session import OWN_VOICE
from stages.sample import Speaker, examine
from stages.vad import Silero
from stages.voice import RECORDINGS, VoiceError, read_recording

NAME = re.compile(r"[^\W_][\w.-]{0,62}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a voice beside its sound. `consent` is in the speaker's words, empty where nobody gave any."""

    consent: str
    added_at: str
    source: str
    seconds: float
    advice: tuple[str, ...] = ()


def folder_of(voices: Voices) -> Path:
    """Where the user's voices are, by the configuration or else by the system's custom; it may not be there yet."""
    if voices.folder:
        return Path(voices.folder).expanduser()
    return platformdirs.user_data_path("stepaudio", appauthor=False) / "voices"


def add(
    folder: Path,
    name: str,
    sample: Path,
    consent: str,
    *,
    taken: Collection[str],
    speaker: Speaker,
    silero: Silero,
    now: datetime,
) -> Note:
    """Keep a sample as the voice `name`. Returns what is noted, with advice on what would make the voice better.

    Raises VoiceError, with advice, for a sample that no voice can be made of, and for a name that cannot be.
    """
    if not NAME.fullmatch(name) or name == OWN_VOICE:
        raise VoiceError(f"a voice cannot be called {name!r}: expected letters, digits, and - _ . between them")
    if name in taken:
        raise VoiceError(f"there is a voice {name!r} already: choose another name")
    if (folder / f"{name}.flac").exists():
        raise VoiceError(f"there is a voice {name!r} already: remove it first, or choose another name")
    if not sample.is_file():
        raise VoiceError(f"{sample}: no such file")
    recording, rate_hz = read_recording(sample)
    try:
        advice = examine(recording, rate_hz, speaker, silero)
    except ValueError as error:
        raise VoiceError(f"{sample}: {error}") from error
    note = Note(consent, now.isoformat(timespec="seconds"), sample.name, round(recording.shape[1] / rate_hz, 2), advice)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(asdict(note), ensure_ascii=False, indent=1), encoding="utf-8")
        unfinished = folder / f"{name}.flac.part"
        soundfile.write(unfinished, recording.T, rate_hz, subtype="PCM_16", format="FLAC")
        unfinished.replace(folder / f"{name}.flac")
    except (OSError, soundfile.SoundFileError) as error:
        raise VoiceError(f"{folder}: the voice cannot be kept: {error}") from error
    return note


def listed(folder: Path) -> dict[str, Note | None]:
    """The voices by name, in alphabetical order; of a recording that was put there by hand nothing is noted."""
    if not folder.is_dir():
        return {}
    names = sorted(path.stem for path in folder.iterdir() if path.suffix in (*RECORDINGS, ".npz"))
    return {name: _note(folder / f"{name}.json") for name in names}


def remove(folder: Path, name: str) -> None:
    """Delete a voice, and what was noted of it. Raises VoiceError, naming what there is."""
    there_are = listed(folder)
    if name not in there_are:
        known = f"there are {', '.join(there_are)}" if there_are else "there are none"
        raise VoiceError(f"no voice {name!r} in {folder}: {known}")
    for suffix in (*RECORDINGS, ".npz", ".json"):
        (folder / f"{name}{suffix}").unlink(missing_ok=True)


def _note(path: Path) -> Note | None:
    try:
        noted: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        advice = tuple(map(str, noted["advice"]))
        return Note(
            str(noted["consent"]), str(noted["added_at"]), str(noted["source"]), float(noted["seconds"]), advice
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
