"""Sound as it lies in the events: base64 of 16-bit PCM at 24 kHz, or of the telephone's octets at 8 kHz."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import soxr

from pipeline.events import SPEECH_RATE_HZ, Samples
from transport import g711, pcm
from transport.realtime.wire import Fields, Json, RealtimeError

Encoding: TypeAlias = Literal["audio/pcm", "audio/pcmu", "audio/pcma"]
ENCODINGS: tuple[Encoding, ...] = ("audio/pcm", "audio/pcmu", "audio/pcma")


@dataclass(frozen=True, slots=True)
class Format:
    """One direction's sound."""

    encoding: Encoding = "audio/pcm"

    @property
    def rate_hz(self) -> int:
        return 24_000 if self.encoding == "audio/pcm" else 8_000

    def to_json(self) -> Json:
        return {"type": self.encoding} | ({"rate": self.rate_hz} if self.encoding == "audio/pcm" else {})

    def decode(self, text: str) -> Samples:
        """Samples (n,) from base64, n may be 0; raises `RealtimeError`."""
        try:
            data = base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error) as error:
            raise RealtimeError("invalid_value", f"audio is not base64: {error}", param="audio") from None
        match self.encoding:
            case "audio/pcmu":
                return g711.decode_mulaw(data)
            case "audio/pcma":
                return g711.decode_alaw(data)
            case "audio/pcm":
                if len(data) % pcm.SAMPLE_BYTES:
                    raise RealtimeError(
                        "invalid_value",
                        f"{len(data):,} bytes of audio: 16-bit samples are an even number of bytes",
                        param="audio",
                    )
                return pcm.decode(data)

    def encode(self, samples: Samples) -> str:
        """Base64 of samples (n,) at this format's rate."""
        match self.encoding:
            case "audio/pcmu":
                data = g711.encode_mulaw(samples)
            case "audio/pcma":
                data = g711.encode_alaw(samples)
            case "audio/pcm":
                data = pcm.encode(samples)
        return base64.b64encode(data).decode()


PCM = Format()


def read_format(fields: Fields | None, now: Format) -> Format:
    """The format that a session asks for; `now` where it asks for none."""
    if fields is None:
        return now
    fields.only(("type", "rate"))
    format_ = Format(fields.one_of("type", ENCODINGS))  # type: ignore[arg-type]
    rate_hz = fields.integer("rate", 1, 1 << 20, format_.rate_hz)
    if rate_hz != format_.rate_hz:
        raise fields.wrong("rate", f"{format_.encoding} is {format_.rate_hz} Hz here, not {rate_hz}")
    return format_


class Speaker:
    """One answer's sound on its way out: a resampler's state lives as long as the answer."""

    def __init__(self, format_: Format) -> None:
        self._format = format_
        same = format_.rate_hz == SPEECH_RATE_HZ
        # LQ holds back 6 ms less than HQ would; above 3.4 kHz a telephone carries nothing anyway.
        self._resampler = (
            None if same else soxr.ResampleStream(SPEECH_RATE_HZ, format_.rate_hz, 1, dtype="float32", quality="LQ")
        )

    def say(self, samples: Samples) -> str:
        """Base64 of what of these samples (n,), at 24 kHz, is ready; it may be empty."""
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples)
        return self._format.encode(samples)

    def finish(self) -> str:
        """Base64 of what was held back."""
        if self._resampler is None:
            return ""
        return self._format.encode(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))
