"""Twilio Media Streams: a telephone call as JSON text frames, mu-law at 8 kHz in both directions.

From Twilio: connected, start, media, dtmf, mark, stop. To Twilio: media, mark, clear. A `mark` comes back when the
sound before it was played, or was dropped by a `clear`: it is how the caller's progress is known.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import soxr

from pipeline.events import (
    SPEECH_RATE_HZ,
    Cancel,
    ClientEvent,
    Held,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    Released,
    Samples,
    SessionEvent,
    SpeechAudio,
    TurnEnded,
    UserText,
)
from pipeline.wish import Wish
from transport.codec import Codec, Door, Frame, Handshake, Heard, ProtocolError, Ready, Start, Waiting
from transport.g711 import decode_mulaw, encode_mulaw
from transport.pacer import Pacer

LINE_HZ = 8_000
MAX_BLOCK_S = 1  # of sound in one message; Twilio sends 20 ms
GAP_MS, MAX_GAP_MS = 100, 10_000  # what is missing of the caller's sound is filled with silence
MAX_TEXT_CHARS = 65_536
KEYS = "0123456789*#ABCD"
MARK = re.compile(r"(\d{1,9})\.(\d{1,15})", re.ASCII)


def _ringback() -> bytes:
    """One ring as a caller hears it: 440 and 480 Hz for 2 s, silence for 4."""
    t = np.arange(2 * LINE_HZ) / LINE_HZ
    tone = 0.05 * (np.sin(2 * np.pi * 440 * t) + np.sin(2 * np.pi * 480 * t))
    return encode_mulaw(np.concatenate([tone, np.zeros(4 * LINE_HZ)]).astype(np.float32))


RINGBACK, RINGS = _ringback(), 20  # two minutes for who waits in the line


def twilio_door(dtmf_text: str = "", dtmf_gap_ms: int = 1500) -> Door:
    """The door for Twilio. `dtmf_text` is what the conversation is told of pressed keys, with `{digits}` in it; empty
    tells nothing.

    Keys are one number until # or until none came for `dtmf_gap_ms`.
    """

    def codec(handshake: Handshake) -> Codec:
        return TwilioCodec(handshake, dtmf_text, dtmf_gap_ms)

    return Door(codec, telephone=True)


class TwilioCodec:
    """One telephone call.

    `<Parameter>`s of the TwiML choose: prompt, voice, language (of the answers), task, to (of a translation), and key.
    """

    def __init__(self, handshake: Handshake, dtmf_text: str = "", dtmf_gap_ms: int = 1500) -> None:
        self._handshake = handshake
        self._dtmf_text = dtmf_text
        self._dtmf_gap_ms = dtmf_gap_ms
        self._stream = ""  # its id, once it has started
        self._ended = False
        self._heard_ms = 0.0  # of the caller's sound, gaps included
        self._digits = ""
        self._digits_at_ms = 0.0
        self._pacer = Pacer()
        self._speaker: _Speaker | None = None
        self._rings = False  # the caller was put into the line

    # -- from Twilio -------------------------------------------------------------------------------------------------

    def opening(self) -> Start | None:
        return None

    def receive(self, frame: Frame) -> Heard:
        """What Twilio says; raises `ProtocolError` and is then as it was before."""
        message = _open(frame, self._handshake.max_frame_bytes)
        handlers: dict[str, Callable[[_Fields], Heard]] = {
            "connected": self._connected,
            "start": self._start,
            "media": self._media,
            "dtmf": self._dtmf,
            "mark": self._mark,
            "stop": self._stop,
        }
        event = message.text("event")
        if event not in handlers:
            raise ProtocolError("unknown_type", f"unknown event {event[:64]!r}: expected one of {', '.join(handlers)}")
        if event not in ("connected", "start"):
            self._check_order(event, message)
        return handlers[event](message)

    def closing(self) -> Sequence[Frame]:
        return ()

    def refuse(self, error: ProtocolError) -> Sequence[Frame]:
        return ()  # Twilio has no word for it

    def _check_order(self, event: str, message: _Fields) -> None:
        if not self._stream:
            raise ProtocolError("bad_order", f"{event} came before start")
        if self._ended:
            raise ProtocolError("bad_order", f"{event} came after stop")
        if (stream := message.text("streamSid")) != self._stream:
            raise ProtocolError("unknown_stream", f"stream {stream[:64]!r} is not this connection's, {self._stream!r}")

    def _connected(self, message: _Fields) -> Heard:
        if self._stream:
            raise ProtocolError("bad_order", "connected came after start")
        if (protocol := message.text("protocol", "Call")) != "Call":
            raise ProtocolError("bad_field", f"protocol is {protocol[:64]!r}: expected Call", close_code=1008)
        return Heard()

    def _start(self, message: _Fields) -> Heard:
        if self._stream:
            raise ProtocolError("bad_order", "start came twice: a call is one stream")
        stream = message.text("streamSid")
        start = message.fields("start")
        form = start.fields("mediaFormat")
        found = (form.text("encoding"), form.integer("sampleRate"), form.integer("channels"))
        if found != ("audio/x-mulaw", LINE_HZ, 1):
            raise ProtocolError("bad_format", f"sound is {found}: expected audio/x-mulaw, 8000 Hz, 1 channel", 1008)
        chosen = start.fields("customParameters", {})
        started = Start(LINE_HZ, wish=self._wish(chosen), key=chosen.text("key", ""))
        if not stream:
            raise ProtocolError("bad_field", "streamSid is empty")
        self._stream = stream
        return Heard((started,))

    def _wish(self, chosen: _Fields) -> Wish:
        task, voice, prompt, to = (chosen.text(name, "") or None for name in ("task", "voice", "prompt", "to"))
        if language := chosen.text("language", ""):
            prompt = f"{prompt or self._handshake.defaults.system or ''}\nAnswer in {language}.".lstrip()
        return Wish(task=task, voice=voice, system=prompt, to=to)

    def _media(self, message: _Fields) -> Heard:
        media = message.fields("media")
        if media.text("track", "inbound") != "inbound":
            return Heard()
        samples = _sound(media.text("payload"))
        at_ms = media.integer("timestamp", round(self._heard_ms))
        gap_ms = at_ms - self._heard_ms
        if GAP_MS <= gap_ms <= MAX_GAP_MS:
            samples = np.concatenate([np.zeros(int(gap_ms * LINE_HZ / 1000), np.float32), samples])
        passed_ms = samples.size * 1000 / LINE_HZ
        self._heard_ms += passed_ms
        self._pacer.tick(passed_ms)
        typed = self._take_digits() if self._heard_ms - self._digits_at_ms >= self._dtmf_gap_ms else ()
        return Heard((MicAudio(samples, LINE_HZ), *typed), self._say_due())

    def _dtmf(self, message: _Fields) -> Heard:
        digit = message.fields("dtmf").text("digit")
        if len(digit) != 1 or digit not in KEYS:
            raise ProtocolError("bad_field", f"dtmf.digit is {digit[:64]!r}: expected one of {KEYS}")
        self._digits_at_ms = self._heard_ms
        if digit == "#" and self._digits:
            return Heard(self._take_digits())
        self._digits = (self._digits + digit)[-64:]
        return Heard()

    def _take_digits(self) -> tuple[UserText, ...]:
        digits, self._digits = self._digits, ""
        return (UserText(self._dtmf_text.replace("{digits}", digits)),) if digits and self._dtmf_text else ()

    def _mark(self, message: _Fields) -> Heard:
        name = MARK.fullmatch(message.fields("mark").text("name"))
        if name is None or not self._pacer.played(int(name[1]), int(name[2])):
            return Heard()  # somebody else's, or of sound that was cleared away
        return Heard((Played(int(name[1]), int(name[2])),), self._say_due())

    def _stop(self, message: _Fields) -> Heard:
        message.fields("stop", {})
        self._ended = True
        events: tuple[ClientEvent, ...] = (Cancel(), MicEnded())  # they hung up: what would be said now nobody hears
        return Heard(events)

    # -- to Twilio ---------------------------------------------------------------------------------------------------

    def send(self, event: Waiting | Ready | SessionEvent) -> Sequence[Frame]:
        match event:
            case Waiting() if not self._rings:
                self._rings = True
                return [self._media_frame(RINGBACK)] * RINGS
            case Ready() if self._rings:
                return [self._frame("clear")]
            case SpeechAudio(turn, samples, start_samples):
                if self._speaker is None or self._speaker.turn != turn:
                    self._finish_speaker()
                    self._speaker = _Speaker(turn, start_samples)
                self._pacer.add(turn, *self._speaker.say(samples))
            case TurnEnded():
                self._finish_speaker()
            case Held():
                self._pacer.hold()
            case Released():
                self._pacer.release()
            case Interrupted(turn):
                if self._speaker is not None and self._speaker.turn == turn:
                    self._speaker = None
                self._pacer.drop(turn)
                return [self._frame("clear"), *self._say_due()]
            case _:
                return ()
        return self._say_due()

    def _finish_speaker(self) -> None:
        if self._speaker is not None:
            self._pacer.add(self._speaker.turn, *self._speaker.finish())
            self._speaker = None

    def _say_due(self) -> list[Frame]:
        frames: list[Frame] = []
        for piece in self._pacer.due():
            frames.append(self._media_frame(piece.octets))
            frames.append(self._frame("mark", name=f"{piece.turn}.{piece.until_samples}"))
        return frames

    def _media_frame(self, octets: bytes) -> str:
        return self._frame("media", payload=base64.b64encode(octets).decode())

    def _frame(self, event: str, **body: str) -> str:
        return json.dumps({"event": event, "streamSid": self._stream} | ({event: body} if body else {}))


class _Speaker:
    """One turn's sound on its way to the line: its resampler, and how far it is in the turn, in samples at 24 kHz."""

    def __init__(self, turn: int, start_samples: int) -> None:
        self.turn = turn
        # LQ holds back 6 ms less than HQ; what it loses above 3.4 kHz no telephone carries.
        self._resampler = soxr.ResampleStream(SPEECH_RATE_HZ, LINE_HZ, 1, dtype="float32", quality="LQ")
        self._made_samples = start_samples
        self._until_samples = start_samples

    def say(self, samples: Samples, last: bool = False) -> tuple[bytes, int]:
        """The octets that are ready, and the place at which they end."""
        octets = encode_mulaw(self._resampler.resample_chunk(samples, last=last))
        self._made_samples += samples.size
        self._until_samples = min(self._until_samples + 3 * len(octets), self._made_samples)
        return octets, self._until_samples

    def finish(self) -> tuple[bytes, int]:
        return self.say(np.zeros(0, np.float32), last=True)


# -- reading -----------------------------------------------------------------------------------------------------


class _Fields:
    """An object of the message: its fields by name and kind. What is wrong is named with the path to it."""

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self._values = values
        self._path = path

    def text(self, name: str, default: str | None = None) -> str:
        value = self._value(name, default)
        if not isinstance(value, str):
            raise self._wrong(name, "a text")
        if len(value) > MAX_TEXT_CHARS and name != "payload":
            raise self._wrong(name, f"a text of at most {MAX_TEXT_CHARS:,} characters")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self._wrong(name, "a text of whole characters") from None
        return value

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number from 0, which Twilio writes as a text in some places."""
        value = self._value(name, default)
        if isinstance(value, str) and re.fullmatch(r"\d{1,15}", value, re.ASCII):
            return int(value)
        if type(value) is not int or not 0 <= value < 10**15:
            raise self._wrong(name, "a whole number")
        return value

    def fields(self, name: str, default: Mapping[str, Any] | None = None) -> _Fields:
        value = self._value(name, default)
        if not isinstance(value, dict):
            raise self._wrong(name, "an object")
        return _Fields(cast("dict[str, Any]", value), f"{self._path}{name}.")

    def _value(self, name: str, default: Any) -> Any:
        value = self._values.get(name, default)
        return default if value is None else value

    def _wrong(self, name: str, wanted: str) -> ProtocolError:
        what = "is not" if self._values.get(name) is not None else "is missing: expected"
        return ProtocolError("bad_field", f"{self._path}{name} {what} {wanted}")


def _open(frame: Frame, max_frame_bytes: int) -> _Fields:
    if isinstance(frame, bytes):
        raise ProtocolError("bad_message", "a binary frame: Twilio speaks in text frames of JSON")
    if len(frame) > max_frame_bytes:
        raise ProtocolError("too_large", f"a frame of {len(frame):,} characters: {max_frame_bytes:,} at most", 1009)
    try:
        message = json.loads(frame)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("bad_message", f"not JSON: {str(error)[:200]}") from None
    if not isinstance(message, dict):
        raise ProtocolError("bad_message", "not a JSON object")
    return _Fields(cast("dict[str, Any]", message))


def _sound(payload: str) -> Samples:
    try:
        samples = decode_mulaw(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ProtocolError("bad_audio", f"media.payload is not base64: {error}") from None
    if not 0 < samples.size <= MAX_BLOCK_S * LINE_HZ:
        raise ProtocolError(
            "bad_audio", f"{samples.size:,} samples in a message: expected 1 to {LINE_HZ:,} (20 ms: 160)"
        )
    return samples
