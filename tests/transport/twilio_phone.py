"""Twilio's side of a media stream, as its documentation tells the sequence of messages: for tests.

A phone plays 20 ms of what it was sent while it hears 20 ms of its caller, returns marks when they are reached, and all
of them at once after `clear`.
"""

from __future__ import annotations

import base64
import json
from collections import deque
from typing import Any

TICK_OCTETS = 160
SILENCE = b"\xff" * TICK_OCTETS


class Phone:
    """Makes the messages of one call and takes the answers, both as JSON texts."""

    def __init__(self, stream: str = "MZ18ad3ab5a668481ce02b83e7395059f0", **parameters: str) -> None:
        self.stream = stream
        self.parameters = parameters
        self.heard = bytearray()  # what the caller heard
        self.cleared = 0
        self._number = 0
        self._at_ms = 0
        self._store: deque[bytes | str] = deque()  # octets to play, or names of marks

    def connected(self) -> str:
        return json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"})

    def start(self, **changes: Any) -> str:
        start = {
            "accountSid": "AC-account",
            "streamSid": self.stream,
            "callSid": "CA-call",
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": self.parameters,
        }
        return self._message("start", start=start | changes)

    def media(self, octets: bytes = SILENCE) -> str:
        payload = base64.b64encode(octets).decode()
        media = {"track": "inbound", "chunk": str(self._number), "timestamp": str(self._at_ms), "payload": payload}
        self._at_ms += len(octets) // 8
        return self._message("media", media=media)

    def lose(self, ms: int) -> None:
        """That much of the caller's sound never arrives."""
        self._at_ms += ms

    def dtmf(self, digit: str) -> str:
        return self._message("dtmf", dtmf={"track": "inbound_track", "digit": digit})

    def stop(self) -> str:
        return self._message("stop", stop={"accountSid": "AC-account", "callSid": "CA-call"})

    def take(self, frame: str) -> list[str]:
        """An answer of the server; gives the messages that it causes at once."""
        message = json.loads(frame)
        assert message.pop("streamSid") == self.stream
        match message:
            case {"event": "media", "media": {"payload": payload}}:
                octets = base64.b64decode(payload, validate=True)
                self._store.extend(octets[n : n + TICK_OCTETS] for n in range(0, len(octets), TICK_OCTETS))
            case {"event": "mark", "mark": {"name": str(name)}}:
                self._store.append(name)
            case {"event": "clear"}:
                self.cleared += 1
                names = [item for item in self._store if isinstance(item, str)]
                self._store.clear()
                return [self._mark(name) for name in names]
            case _:
                raise AssertionError(f"Twilio knows no such message: {message}")
        return []

    def play(self) -> list[str]:
        """20 ms pass; gives the marks that were reached."""
        marks: list[str] = []
        played = False
        while self._store and not (played and isinstance(self._store[0], bytes)):
            item = self._store.popleft()
            if isinstance(item, str):
                marks.append(self._mark(item))
            else:
                self.heard += item
                played = True
        return marks

    @property
    def store_ms(self) -> float:
        """How much sound it has and has not played."""
        return sum(len(item) for item in self._store if isinstance(item, bytes)) / 8

    def _mark(self, name: str) -> str:
        return self._message("mark", mark={"name": name})

    def _message(self, event: str, **body: Any) -> str:
        self._number += 1
        return json.dumps({"event": event, "sequenceNumber": str(self._number), "streamSid": self.stream} | body)
