"""Recordings that strangers send: read no further than allowed, at 16 kHz, one channel."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from pipeline.events import Samples

HEARD_HZ = 16_000
KINDS = ("WAV", "WAVEX", "RF64", "FLAC", "OGG", "MP3", "AIFF", "AU", "CAF", "W64")
NAMES = "WAV, FLAC, OGG (Vorbis or Opus), MP3, AIFF, AU or CAF"
MIN_RATE_HZ, MAX_RATE_HZ = 4_000, 384_000
MAX_CHANNELS = 8
LOUDEST = 2.0  # what lossy formats decode to may exceed 1; what exceeds this is counted in something else
BLOCK_S = 1


class UploadError(ValueError):
    """A recording that cannot be used; the message says what is wrong and what would be right."""


def decode(file: BinaryIO, max_s: float) -> Samples:
    """The first channel (n,) of a recording, at 16 kHz. Memory grows with what is given, never with what is claimed.

    Raises UploadError.
    """
    try:
        with soundfile.SoundFile(file) as recording:
            return _read(recording, max_s)
    except (soundfile.SoundFileError, OSError, ValueError, MemoryError) as error:
        if isinstance(error, UploadError):
            raise
        raise UploadError(f"the file is not a recording that can be read here: expected {NAMES}") from error


def _read(recording: soundfile.SoundFile, max_s: float) -> Samples:
    rate_hz, channels = recording.samplerate, recording.channels
    if recording.format not in KINDS:
        raise UploadError(f"the file is {recording.format_info}: expected {NAMES}")
    if not MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ:
        raise UploadError(f"the recording is at {rate_hz} Hz: expected {MIN_RATE_HZ} to {MAX_RATE_HZ}")
    if channels > MAX_CHANNELS:
        raise UploadError(f"the recording has {channels} channels: expected at most {MAX_CHANNELS}")
    resampler = soxr.ResampleStream(rate_hz, HEARD_HZ, 1, dtype="float32", quality="VHQ")
    heard: list[NDArray[np.float32]] = []
    read_samples = 0
    while True:
        block = recording.read(BLOCK_S * rate_hz, dtype="float32", always_2d=True)[:, 0]
        read_samples += block.size
        if read_samples > max_s * rate_hz:
            raise UploadError(f"the recording is longer than {max_s:g} s: cut it into pieces")
        if not (np.abs(block) <= LOUDEST).all():  # also of NaN
            raise UploadError("the recording holds values beyond full scale: expected samples in [-1, 1]")
        heard.append(resampler.resample_chunk(np.ascontiguousarray(block), last=not block.size))
        if not block.size:
            break
    samples = np.concatenate(heard)
    if not samples.size:
        raise UploadError("the recording holds no sound: expected at least one sample")
    return samples
