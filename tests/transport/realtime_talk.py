"""A Realtime codec in a test: client events in as dictionaries, session events in, the wire's events out."""

from __future__ import annotations

import base64
import json
from collections import Counter
from typing import Any

import numpy as np

from pipeline.events import ClientEvent, SessionEvent, SpeechAudio
from pipeline.wish import Wish
from transport.codec import Codec, Handshake, ProtocolError, Ready
from transport.realtime.codec import RealtimeCodec

DEFAULTS = Wish(
    voice="ada",
    system="Be kind.",
    spoken=True,
    think=False,
    turns="detected",
    answers=True,
    interruptible=True,
    min_silence_ms=220,
    speech_threshold=0.5,
    max_tokens=2048,
)
HANDSHAKE = Handshake(model="fake-1", voices=("ada", "bob"), defaults=DEFAULTS)


class Numbers:
    """Ids that count from 1 for each prefix."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def __call__(self, prefix: str) -> str:
        self._counts[prefix] += 1
        return f"{prefix}{self._counts[prefix]}"


class Talk:
    """One connection, opened: `session.created` has been said."""

    def __init__(self, codec: Codec | None = None) -> None:
        self.codec = codec or RealtimeCodec(HANDSHAKE, Numbers())
        assert self.codec.opening() is not None
        self.created = self.say(Ready("s", "fake-1", 24_000))

    def hear(self, type_: str, **fields: Any) -> list[ClientEvent]:
        """What the session hears of a client's event; what goes straight back is in `replies`."""
        heard = self.codec.receive(json.dumps({"type": type_} | fields))
        self.replies = read(heard.replies)
        return list(heard.events)  # type: ignore[arg-type]

    def say(self, *events: SessionEvent | Ready) -> list[dict[str, Any]]:
        """What the client is told of session events."""
        return [told for event in events for told in read(self.codec.send(event))]

    def refused(self, frame: Any, **fields: Any) -> dict[str, Any]:
        """The error with which a frame is answered."""
        try:
            if isinstance(frame, str) and fields is not None and not frame.lstrip().startswith(("{", "[", "n")):
                frame = json.dumps({"type": frame} | fields)
            self.codec.receive(frame)
        except ProtocolError as error:
            (event,) = read(self.codec.refuse(error))
            assert event["type"] == "error"
            return event["error"]
        raise AssertionError("it was taken")


def read(frames: Any) -> list[dict[str, Any]]:
    events = [json.loads(frame) for frame in frames]
    assert all(event.pop("event_id").startswith("event_") for event in events)
    return events


def types(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]


def pcm(samples: Any) -> str:
    """Base64 of 16-bit samples."""
    return base64.b64encode(np.asarray(samples, "<i2").tobytes()).decode()


def sound(turn: int, n_samples: int = 2_400, start_samples: int = 0) -> SpeechAudio:
    return SpeechAudio(turn, np.full(n_samples, 0.25, np.float32), start_samples)
