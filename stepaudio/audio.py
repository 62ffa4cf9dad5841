"""Audio files and arrays in, WAV files out."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TypeAlias, cast

import numpy as np
import soundfile

from pipeline.events import SPEECH_RATE_HZ, Samples
from stages.resample import resample_exact
from transport.native import MAX_RATE_HZ, MIN_RATE_HZ
from transport.pcm import to_int16

HEARD_HZ = 16_000
SPOKEN_HZ = SPEECH_RATE_HZ
LOUDEST = 2.0  # what lossy formats decode to may exceed 1; what exceeds this is counted in something else
MOST_CHANNELS = 64  # more are samples, the wrong way round

AudioSource: TypeAlias = str | PathLike[str] | tuple[Samples, int]
"""A file, or samples (n,) or (channels, n) in [-1, 1] with their rate in Hz."""


class AudioError(ValueError):
    """A recording that cannot be used; the message names it, what is wrong, and what would be right."""


def read(source: AudioSource) -> Samples:
    """A recording as the model hears it: (n,) float32 at 16 kHz, the first channel. Raises AudioError, and TypeError
    for what is no AudioSource."""
    name, channels, rate_hz = _open(source)
    _check(name, channels)
    try:
        return resample_exact(channels[:1], rate_hz, HEARD_HZ)[0]
    except ValueError as error:
        raise AudioError(f"{name}: {error}") from error


def read_as_recorded(path: Path) -> tuple[Samples, int]:
    """The first channel of a file (n,) float32, and its rate: its own, or 16 kHz where a caller may not send that.

    Raises AudioError.
    """
    name, channels, rate_hz = _open(path)
    _check(name, channels)
    return (channels[0], rate_hz) if MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ else (read(path), HEARD_HZ)


def write(path: Path, samples: Samples) -> None:
    """Writes (n,) in [-1, 1] at 24 kHz as 16-bit mono WAV. Raises AudioError."""
    try:
        soundfile.write(path, to_int16(samples), SPOKEN_HZ, subtype="PCM_16", format="WAV")
    except (soundfile.SoundFileError, OSError) as error:
        raise AudioError(f"{path} cannot be written: {error}") from error


def _open(source: AudioSource) -> tuple[str, Samples, int]:
    """What to call it, its samples (channels, n), and its rate."""
    match source:
        case str() | PathLike():
            path = Path(source)
        case (samples, int() | np.integer() as rate_hz):
            try:
                return "the recording", np.atleast_2d(np.asarray(samples, np.float32)), int(rate_hz)
            except (TypeError, ValueError) as error:
                raise AudioError(f"the recording is no array of numbers: {error}") from error
        case _:
            raise TypeError(f"a recording is a path, or (samples, rate_hz) with a whole rate; this is {_kind(source)}")
    if not path.is_file():
        raise AudioError(f"{path}: no such file")
    if not path.stat().st_size:
        raise AudioError(f"{path} is empty, 0 bytes: expected a recording (WAV, FLAC, OGG or MP3)")
    try:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise AudioError(f"{path} is not audio that can be read (WAV, FLAC, OGG or MP3): {error}") from error
    return str(path), np.asarray(samples.T, np.float32), rate_hz


def _kind(source: object) -> str:
    """What was given in the place of a recording."""
    if isinstance(source, tuple):
        return f"({', '.join(type(part).__name__ for part in cast(tuple[object, ...], source))})"
    return f"an array of shape {source.shape} alone" if isinstance(source, np.ndarray) else type(source).__name__


def _check(name: str, channels: Samples) -> None:
    """Raises AudioError unless (channels, n) is a recording in [-1, 1]."""
    if channels.ndim != 2 or len(channels) > MOST_CHANNELS:
        raise AudioError(f"{name} has the shape {channels.shape}: expected (n,) or (channels, n)")
    if not channels.size:
        raise AudioError(f"{name} holds no audio: expected at least one sample")
    if not np.isfinite(channels).all():
        raise AudioError(f"{name} holds values that are not numbers: expected samples in [-1, 1]")
    if (largest := float(np.abs(channels).max())) > LOUDEST:
        raise AudioError(f"{name} reaches {largest:.0f}: expected samples in [-1, 1]")
