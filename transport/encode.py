"""Speech as files, written while it is made: samples in, bytes of the file out."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import soundfile

from pipeline.events import SPEECH_RATE_HZ, Samples
from transport import pcm

UNKNOWN = 0xFFFF_FFFF  # the length in a WAV's header while nobody knows it; readers then read to the end


class Encoder(Protocol):
    """One file in the making."""

    def feed(self, samples: Samples) -> bytes:
        """What of the file is ready after these samples (n,) at 24 kHz; it may be nothing."""
        ...

    def finish(self) -> bytes:
        """The rest of the file."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: its media type, and what makes one."""

    media_type: str
    encoder: Callable[[], Encoder]


class Pcm:
    """Bare samples: 16 bits, little-endian, mono, 24 kHz."""

    def feed(self, samples: Samples) -> bytes:
        return pcm.encode(samples)

    def finish(self) -> bytes:
        return b""


class Wav:
    """The same with a header, whose lengths are left open."""

    def __init__(self) -> None:
        self._pcm = Pcm()
        self._header = b"".join(
            (
                struct.pack("<4sI4s", b"RIFF", UNKNOWN, b"WAVE"),
                struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SPEECH_RATE_HZ, 2 * SPEECH_RATE_HZ, 2, 16),
                struct.pack("<4sI", b"data", UNKNOWN),
            )
        )

    def feed(self, samples: Samples) -> bytes:
        header, self._header = self._header, b""
        return header + self._pcm.feed(samples)

    def finish(self) -> bytes:
        return self._header


class Sndfile:
    """What libsndfile writes: `whole` waits for the end, where the header holds what only the end knows."""

    def __init__(self, kind: str, subtype: str, *, whole: bool = False, **options: Any) -> None:
        self._pipe: Any = _Pipe(keep=whole)
        self._file = soundfile.SoundFile(self._pipe, "w", SPEECH_RATE_HZ, 1, subtype=subtype, format=kind, **options)

    def feed(self, samples: Samples) -> bytes:
        self._file.write(np.clip(samples, -1, 1))
        return self._pipe.take()

    def finish(self) -> bytes:
        self._file.close()
        return self._pipe.take(closed=True)


class Mp3:
    """MP3 at 80 kbit/s, without the frame of statistics that comes first in a file: a stream's are not known then.

    The rate is constant, because readers tell the length from it where those are missing.
    """

    def __init__(self) -> None:
        self._inner = Sndfile("MP3", "MPEG_LAYER_III", bitrate_mode="CONSTANT", compression_level=0.5)
        self._head: bytes | None = b""

    def feed(self, samples: Samples) -> bytes:
        return self._without_statistics(self._inner.feed(samples))

    def finish(self) -> bytes:
        return self._without_statistics(self._inner.finish())

    def _without_statistics(self, data: bytes) -> bytes:
        """Passes everything on from the second frame's beginning, which starts as the first one does."""
        if self._head is None:
            return data
        self._head += data
        second = self._head.find(self._head[:2], 4)
        if second < 0:
            return b""
        rest, self._head = self._head[second:], None
        return rest


class _Pipe:
    """The file that libsndfile believes to write. What was taken is gone: corrections of it are dropped, unless all is
    kept to the end."""

    def __init__(self, keep: bool) -> None:
        self._keep = keep
        self._data = bytearray()
        self._taken = 0  # bytes that are gone
        self._at = 0

    def take(self, closed: bool = False) -> bytes:
        """What was written and not taken."""
        if self._keep and not closed:
            return b""
        data = bytes(self._data)
        self._taken += len(data)
        self._data.clear()
        return data

    def write(self, data: bytes) -> int:
        view = bytes(data)
        place = self._at - self._taken
        if place >= 0:
            self._data[place : place + len(view)] = view
        self._at += len(view)
        return len(view)

    def read(self, size: int = -1) -> bytes:
        return b""  # soundfile asks whether there is one; nobody reads

    def seek(self, offset: int, whence: int = 0) -> int:
        base = (0, self._at, self._taken + len(self._data))[whence]
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at


FORMATS: Mapping[str, Format] = {
    "mp3": Format("audio/mpeg", Mp3),
    "opus": Format("audio/ogg", lambda: Sndfile("OGG", "OPUS")),  # a page a second
    "flac": Format("audio/flac", lambda: Sndfile("FLAC", "PCM_16", whole=True)),  # length and sum stand in the header
    "wav": Format("audio/wav", Wav),
    "pcm": Format("audio/pcm", Pcm),
}
"""By the name that a request gives them."""
