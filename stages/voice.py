"""Voices: what the flow needs to speak like somebody, prepared from a recording of 1 to 30 seconds.

    recording ─┬─ 16 kHz ─▶ log-mel ─▶ S3 tokenizer (ONNX) ─▶ codes (n,)
               │       └──▶ filter bank ─▶ CAM++ (ONNX) ─▶ embedding (192,)
               └─ 24 kHz ─▶ log-mel ─▶ mel (2n, 80)

A prepared voice is a small .npz. A checkpoint's `voices` folder holds such files, recordings, or both.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import mlx.core as mx
import numpy as np
import onnxruntime
import soundfile
from numpy.typing import NDArray

from pipeline.events import Samples
from stages.models.fbank import fbank
from stages.models.flow import FlowPrompt
from stages.models.mel import log_mel
from stages.models.mel24k import log_mel24k
from stages.resample import resample_exact

SHORTEST_S, LONGEST_S = 1.0, 30.0
LOWEST_HZ, HIGHEST_HZ = 8_000, 192_000
QUIETEST_DBFS = -50.0  # the level that speech exceeds somewhere
SPEECH_RANGE_DB = 35.0  # speech is within this of its loudest
LEAST_SPEECH_S = 0.5
FRAMES_PER_CODE = 2
RECORDINGS = (".wav", ".flac", ".ogg")

NETWORKS = {
    "speech_tokenizer_v2_25hz.onnx": "hears the codes of a voice's recording",
    "campplus.onnx": "hears who speaks in a voice's recording",
}
"""Files in token2wav, and what each is for."""

_UNDERSTOOD_HZ, _SPOKEN_HZ = 16_000, 24_000
_LEVEL_S = 0.05
_SILENCE_DBFS = -200.0


class VoiceError(ValueError):
    """No voice can be made of what was given; the message says what is wrong with it and what would be right."""


@dataclass(frozen=True)
class Voice:
    """A prepared voice."""

    codes: NDArray[np.int32]  # (n,) at 25 Hz
    mel: NDArray[np.float32]  # (2n, 80)
    embedding: NDArray[np.float32]  # (192,)

    def prompt(self) -> FlowPrompt:
        """The voice as MLX arrays, made on the calling thread."""
        return FlowPrompt(mx.array(self.codes), mx.array(self.mel), mx.array(self.embedding))

    def save(self, path: Path) -> None:
        np.savez_compressed(path, codes=self.codes, mel=self.mel, embedding=self.embedding)

    @classmethod
    def load(cls, path: Path) -> Voice:
        """Reads what `save` wrote. Raises VoiceError."""
        try:
            with np.load(path) as arrays:
                voice = cls(arrays["codes"], arrays["mel"], arrays["embedding"])
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise VoiceError(f"{path.name} is not a prepared voice: {error}") from error
        n_codes, shape = len(voice.codes), voice.mel.shape
        if len(shape) != 2 or shape[0] != FRAMES_PER_CODE * n_codes:
            raise VoiceError(f"{path.name}: mel is {shape}, {n_codes} codes need {FRAMES_PER_CODE * n_codes} frames")
        return voice


class VoiceMaker:
    """Prepares voices with the two networks of a checkpoint's token2wav folder, on onnxruntime.

    Its MLX steps belong on the lane: call it there. Raises VoiceError where a network is missing or unreadable.
    """

    def __init__(self, token2wav_dir: Path):
        self._tokenizer_path, self._speaker_path = (token2wav_dir / name for name in NETWORKS)
        self._tokenizer = _open(self._tokenizer_path)
        self._speaker = _open(self._speaker_path)

    def prepare(self, recording: Samples, rate_hz: int) -> Voice:
        """A recording (n,) or (channels, n) in [-1, 1] -> its voice.

        Raises VoiceError for a recording that is too short, too long, silent or damaged.
        """
        return self.recognise(listen(recording, rate_hz))

    def recognise(self, heard: Heard) -> Voice:
        """The part of `prepare` that touches no MLX, and may run on any thread: the two networks."""
        codes = self._codes(heard.s3_mel)
        return Voice(codes, fit(heard.mel, FRAMES_PER_CODE * len(codes)), self._embedding(heard.bank))

    def prepare_once(self, recording: Samples, rate_hz: int, cache_dir: Path) -> Voice:
        """As `prepare`, kept in `cache_dir` under a name made of the recording's and the networks' content.

        What is damaged there is made anew; a folder that cannot be written to is no reason to fail.
        """
        content = hashlib.sha256(f"{rate_hz} {recording.shape}".encode())
        content.update(np.ascontiguousarray(recording).tobytes())
        content.update(self._digests)
        path = cache_dir / f"{content.hexdigest()[:32]}.npz"
        if path.is_file():
            with suppress(VoiceError):
                return Voice.load(path)
        voice = self.prepare(recording, rate_hz)
        with suppress(OSError):
            cache_dir.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}.npz")
            voice.save(unfinished)
            unfinished.replace(path)
        return voice

    @cached_property
    def _digests(self) -> bytes:
        """Of both networks' files, which are hundreds of megabytes: read once, however many voices there are."""
        digests: list[bytes] = []
        for path in (self._tokenizer_path, self._speaker_path):
            with path.open("rb") as file:
                digests.append(hashlib.file_digest(file, "sha256").digest())
        return b"".join(digests)

    def codes(self, samples: Samples) -> NDArray[np.int32]:
        """Samples (n,) at 16 kHz -> S3 codes at 25 Hz."""
        return self._codes(_s3_mel(samples))

    def embedding(self, samples: Samples) -> NDArray[np.float32]:
        """Samples (n,) at 16 kHz -> who speaks, (192,)."""
        return self._embedding(_bank(samples))

    def _codes(self, s3_mel: NDArray[np.float32]) -> NDArray[np.int32]:
        (codes,) = _run(self._tokenizer, s3_mel, np.array([s3_mel.shape[2]], np.int32))
        return codes[0].astype(np.int32)

    def _embedding(self, bank: NDArray[np.float32]) -> NDArray[np.float32]:
        (embedding,) = _run(self._speaker, bank[None])
        return embedding[0].astype(np.float32)


@dataclass(frozen=True)
class Heard:
    """A recording as the networks take it."""

    s3_mel: NDArray[np.float32]  # (1, 128, T) at 100 Hz, of the 16 kHz sound
    bank: NDArray[np.float32]  # (T, 80), its filter bank, the mean removed
    mel: NDArray[np.float32]  # (T, 80) at 50 Hz, of the 24 kHz sound


def listen(recording: Samples, rate_hz: int) -> Heard:
    """A recording (n,) or (channels, n) in [-1, 1], heard: on the lane. Raises VoiceError for one that will not do."""
    channels = np.atleast_2d(recording)
    check_recording(channels, rate_hz)
    # As the reference does: the first channel for understanding, the mean of all for the sound.
    understood = resample_exact(channels[:1], rate_hz, _UNDERSTOOD_HZ)[0]
    spoken = resample_exact(channels.mean(axis=0, keepdims=True), rate_hz, _SPOKEN_HZ)
    return Heard(_s3_mel(understood), _bank(understood), np.array(log_mel24k(mx.array(spoken))[0]))


def load_voices(voices_dir: Path, token2wav_dir: Path, cache_dir: Path | None = None) -> dict[str, Voice]:
    """The voices of a folder by name (the file's, without its ending), in alphabetical order; none if it is missing.

    Recordings are prepared, once if there is a `cache_dir`. Raises VoiceError, naming the file.
    """
    paths = sorted(path for path in _entries(voices_dir) if path.suffix in (".npz", *RECORDINGS))
    maker = VoiceMaker(token2wav_dir) if any(path.suffix in RECORDINGS for path in paths) else None
    voices: dict[str, Voice] = {}
    for path in paths:
        if path.stem in voices:
            raise VoiceError(f"{path.name}: the voice {path.stem} is there twice")
        if maker is None or path.suffix == ".npz":
            voices[path.stem] = Voice.load(path)
            continue
        recording, rate_hz = read_recording(path)
        try:
            voices[path.stem] = (
                maker.prepare_once(recording, rate_hz, cache_dir) if cache_dir else maker.prepare(recording, rate_hz)
            )
        except ValueError as error:
            raise VoiceError(f"{path.name}: {error}") from error
    return voices


def read_recording(path: Path) -> tuple[Samples, int]:
    """An audio file as (channels, n) in [-1, 1], and its rate. Raises VoiceError."""
    try:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise VoiceError(f"{path.name} cannot be read as audio: {error}") from error
    return np.asarray(samples.T, np.float32), rate_hz


def check_recording(channels: Samples, rate_hz: int) -> None:
    """Raises VoiceError unless (channels, n) in [-1, 1] is a recording a voice can be made of."""
    if channels.ndim != 2 or not channels.size:
        raise VoiceError(f"recording has shape {channels.shape}, expected (n,) or (channels, n) with n > 0")
    if not LOWEST_HZ <= rate_hz <= HIGHEST_HZ:
        raise VoiceError(f"recording has a rate of {rate_hz} Hz, expected {LOWEST_HZ} to {HIGHEST_HZ} Hz")
    if not np.isfinite(channels).all():
        raise VoiceError("recording holds values that are not numbers")
    if (largest := float(np.abs(channels).max())) > 2.0:
        raise VoiceError(f"recording reaches {largest:.0f}, expected samples in [-1, 1]")
    seconds = channels.shape[1] / rate_hz
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise VoiceError(f"recording has {seconds:.2f} s, expected {SHORTEST_S:g} to {LONGEST_S:g} s")
    levels = levels_dbfs(channels[0], rate_hz)
    loudest = float(levels.max())
    if loudest < QUIETEST_DBFS:
        raise VoiceError(f"recording is silent: its loudest is {loudest:.0f} dBFS, speech is above {QUIETEST_DBFS:g}")
    speech_s = float((levels > max(QUIETEST_DBFS, loudest - SPEECH_RANGE_DB)).sum()) * _LEVEL_S
    if speech_s < LEAST_SPEECH_S:
        raise VoiceError(f"recording holds {speech_s:.2f} s of sound, expected at least {LEAST_SPEECH_S:g} s of speech")


def levels_dbfs(samples: Samples, rate_hz: int) -> NDArray[np.float64]:
    """Level of every whole 50 ms, its mean removed: (n,) -> dB relative to full scale, at least -200."""
    block = round(rate_hz * _LEVEL_S)
    blocks = samples[: len(samples) // block * block].reshape(-1, block).astype(np.float64)
    return 20 * np.log10(np.maximum(blocks.std(axis=1), 10 ** (_SILENCE_DBFS / 20)))


def fit(mel: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    """mel (T, 80) cut, or lengthened by repeating its last frame, to (frames, 80)."""
    missing = max(0, frames - len(mel))
    return np.pad(mel, ((0, missing), (0, 0)), mode="edge")[:frames]


def _s3_mel(samples: Samples) -> NDArray[np.float32]:
    return np.array(log_mel(mx.array(samples[None]), padding=0).swapaxes(1, 2))


def _bank(samples: Samples) -> NDArray[np.float32]:
    features = fbank(mx.array(samples))
    return np.array(features - features.mean(axis=0))


def _entries(folder: Path) -> Iterable[Path]:
    return folder.iterdir() if folder.is_dir() else ()


def _open(path: Path) -> onnxruntime.InferenceSession:
    if not path.is_file():
        raise VoiceError(
            f"{path.parent.name} has no {path.name}, which {NETWORKS[path.name]}: without it no voice can be prepared"
        )
    try:
        return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own classes share no public base
        raise VoiceError(f"{path.name} cannot be opened by onnxruntime: {error}") from error


def _run(session: onnxruntime.InferenceSession, *inputs: NDArray[Any]) -> list[NDArray[Any]]:
    names = [node.name for node in session.get_inputs()]
    return cast(list[NDArray[Any]], session.run(None, dict(zip(names, inputs, strict=True))))
