"""Our own protocol, `stepaudio.v1.msgpack`: a frame is one msgpack map with a `type`; docs/protocol.md shows the bytes.

A server's and a client's codec, mirror images over the same two tables of messages. Keys on the wire are the names of
the events' fields.
"""

from __future__ import annotations

import difflib
import math
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal, TypeAlias, cast, get_args, get_type_hints

import msgpack
import numpy as np

from pipeline.events import (
    Cancel,
    ClientEvent,
    Fault,
    Held,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    Released,
    Samples,
    SessionEvent,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    ThoughtDelta,
    ToolCall,
    ToolResult,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    UserText,
    VoiceReady,
)
from transport.codec import Ping, Pong, ProtocolError, Ready, Start

SUBPROTOCOL = "stepaudio.v1.msgpack"
VERSION = 1
SPEECH_RATE_HZ = 24_000
MIN_RATE_HZ, MAX_RATE_HZ = 8_000, 48_000
MAX_BLOCK_S = 1  # longest audio in one message of the client
MAX_GAP_S = 10  # longest audio a client may leave out; it is heard as silence
MAX_TEXT_CHARS = 65_536

Format: TypeAlias = Literal["int16", "float32"]


class ServerCodec:
    """The server's side: client frames in, session events out."""

    def __init__(self, max_frame_bytes: int = 1 << 20) -> None:
        self._max_frame_bytes = max_frame_bytes
        self._start: Start | None = None
        self._heard_samples = 0  # where the client's next audio is expected, in its own samples
        self._ended = False

    def receive(self, frame: bytes | str) -> Start | ClientEvent | Ping:
        """What the client says; raises `ProtocolError` and is then as it was before."""
        shape, message = _open(frame, _FROM_CLIENT, self._max_frame_bytes)
        _refuse_strangers(shape, message)
        body = _read(shape, message)
        if isinstance(body, Ping):
            return body
        if isinstance(body, Start):
            if self._start is not None:
                raise ProtocolError("bad_order", "start came twice: a session is started once, open another connection")
            self._start = body
            return body
        if self._start is None:
            raise ProtocolError("bad_order", f"{shape.type} came before start: send start first, then wait for ready")
        if isinstance(body, _MicBlock):
            return self._hear(body, self._start)
        if isinstance(body, MicEnded):
            self._ended = True
        return cast(ClientEvent, body)

    def send(self, event: Ready | SessionEvent | Pong) -> bytes:
        """The frame that says `event`; audio goes out in the format that the client started with."""
        if isinstance(event, SpeechAudio):
            data = _to_bytes(event.samples, self._start.format if self._start else "int16")
            return _write(_FROM_SERVER, _SpeechBlock(event.turn, event.start_samples, data))
        return _write(_FROM_SERVER, event)

    def _hear(self, block: _MicBlock, start: Start) -> MicAudio:
        if self._ended:
            raise ProtocolError("bad_order", "audio came after end: the microphone is closed, open another connection")
        samples = _to_samples(block.data, start.format)
        if samples.size > MAX_BLOCK_S * start.rate_hz:
            raise ProtocolError(
                "bad_audio",
                f"audio of {samples.size:,} samples: a message holds at most {MAX_BLOCK_S} s "
                f"({MAX_BLOCK_S * start.rate_hz:,} samples), send blocks of 20 to 100 ms",
            )
        gap = block.start_samples - self._heard_samples
        if not 0 <= gap <= MAX_GAP_S * start.rate_hz:
            raise ProtocolError(
                "bad_time",
                f"audio starts at sample {block.start_samples:,} of your stream, expected {self._heard_samples:,} "
                f"(or up to {MAX_GAP_S} s later: what is left out is heard as silence)",
            )
        self._heard_samples = block.start_samples + samples.size
        return MicAudio(np.concatenate([np.zeros(gap, np.float32), samples]) if gap else samples, start.rate_hz)


class ClientCodec:
    """The client's side: client events out, the server's frames in."""

    def __init__(self, start: Start, max_frame_bytes: int = 1 << 24) -> None:
        self._start = start
        self._max_frame_bytes = max_frame_bytes
        self._said_samples = 0

    def send(self, event: Start | ClientEvent | Ping) -> bytes:
        """The frame that says `event`; microphone blocks are numbered in the order they come here."""
        if isinstance(event, MicAudio):
            if event.rate_hz != self._start.rate_hz:
                raise ProtocolError(
                    "bad_audio", f"audio at {event.rate_hz} Hz, but the session was started at {self._start.rate_hz} Hz"
                )
            block = _MicBlock(self._said_samples, _to_bytes(event.samples, self._start.format))
            self._said_samples += event.samples.size
            return _write(_FROM_CLIENT, block)
        return _write(_FROM_CLIENT, event)

    def receive(self, frame: bytes | str) -> Ready | SessionEvent | Pong:
        """What the server says; keys that are unknown here are passed over. Raises `ProtocolError`, as the server's."""
        shape, message = _open(frame, _FROM_SERVER, self._max_frame_bytes)
        body = _read(shape, message)
        if isinstance(body, _SpeechBlock):
            return SpeechAudio(body.turn, _to_samples(body.data, self._start.format), body.start_samples)
        return cast("Ready | SessionEvent | Pong", body)


# -- the messages ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _MicBlock:
    """`MicAudio` as it lies on the wire."""

    start_samples: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _SpeechBlock:
    """`SpeechAudio` as it lies on the wire."""

    turn: int
    start_samples: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a value must be: in words for the error message, and as a test."""

    words: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A message: its type on the wire, the class it becomes, and the kind of each of that class's fields."""

    type: str
    becomes: type[Any]
    kinds: Mapping[str, _Kind]

    def required(self) -> set[str]:
        """The keys that must be there: the fields without a default."""
        return {field.name for field in fields(self.becomes) if field.default is MISSING}


def _is_int(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _is_text(value: Any) -> bool:
    return type(value) is str and len(value) <= MAX_TEXT_CHARS


def _is_times(value: Any) -> bool:
    return type(value) is dict and all(
        type(number) in (int, float) and math.isfinite(number) for number in cast("dict[str, Any]", value).values()
    )


def _one_of(*choices: str) -> _Kind:
    return _Kind(" or ".join(f'"{choice}"' for choice in choices), lambda value: value in choices)


def _or_nil(kind: _Kind) -> _Kind:
    return _Kind(f"{kind.words}, or nil", lambda value: value is None or kind.holds(value))


_COUNT = _Kind("an integer of 0 or more", _is_int(0, 2**53 - 1))
_RATE = _Kind(f"an integer from {MIN_RATE_HZ} to {MAX_RATE_HZ} (Hz)", _is_int(MIN_RATE_HZ, MAX_RATE_HZ))
_VERSION = _Kind(f"the integer {VERSION}", _is_int(VERSION, VERSION))
_TEXT = _Kind(f"a text of at most {MAX_TEXT_CHARS:,} characters", _is_text)
_TEXTS = _Kind(
    "a list of texts", lambda value: isinstance(value, list | tuple) and all(map(_is_text, cast("list[Any]", value)))
)
_FLAG = _Kind("true or false", lambda value: type(value) is bool)
_DATA = _Kind("binary", lambda value: type(value) is bytes)
_TIMES = _Kind("a map from names to finite numbers", _is_times)
_FORMAT = _one_of("int16", "float32")


def _shapes(*rows: tuple[str, type[Any], dict[str, _Kind]]) -> dict[str, _Shape]:
    return {name: _Shape(name, becomes, kinds) for name, becomes, kinds in rows}


_FROM_CLIENT = _shapes(
    (
        "start",
        Start,
        {
            "version": _VERSION,
            "rate_hz": _RATE,
            "format": _FORMAT,
            "task": _or_nil(_TEXT),
            "voice": _or_nil(_TEXT),
            "system": _or_nil(_TEXT),
        },
    ),
    ("audio", _MicBlock, {"start_samples": _COUNT, "data": _DATA}),
    ("text", UserText, {"text": _TEXT}),
    ("played", Played, {"turn": _COUNT, "samples": _COUNT}),
    ("cancel", Cancel, {}),
    ("end", MicEnded, {}),
    ("ping", Ping, {"id": _COUNT}),
)

_FROM_SERVER = _shapes(
    ("ready", Ready, {"version": _VERSION, "session": _TEXT, "model": _TEXT, "rate_hz": _RATE}),
    ("speech_started", SpeechStarted, {"utterance": _COUNT, "at_samples": _COUNT}),
    ("speech_stopped", SpeechStopped, {"utterance": _COUNT, "at_samples": _COUNT, "decided_samples": _COUNT}),
    ("transcript", TranscriptDelta, {"utterance": _COUNT, "committed": _TEXT, "tentative": _TEXT, "final": _FLAG}),
    ("turn_started", TurnStarted, {"turn": _COUNT, "utterance": _or_nil(_COUNT)}),
    ("text", TextDelta, {"turn": _COUNT, "text": _TEXT}),
    ("thought", ThoughtDelta, {"turn": _COUNT, "text": _TEXT}),
    ("tool_call", ToolCall, {"turn": _COUNT, "call": _TEXT, "name": _TEXT, "arguments": _TEXT}),
    ("tool_result", ToolResult, {"turn": _COUNT, "call": _TEXT, "text": _TEXT, "failed": _FLAG}),
    ("audio", _SpeechBlock, {"turn": _COUNT, "start_samples": _COUNT, "data": _DATA}),
    ("held", Held, {"turn": _COUNT}),
    ("released", Released, {"turn": _COUNT}),
    (
        "interrupted",
        Interrupted,
        {"turn": _COUNT, "heard_samples": _COUNT, "reason": _one_of(*get_args(get_type_hints(Interrupted)["reason"]))},
    ),
    ("turn_ended", TurnEnded, {"turn": _COUNT, "text": _TEXT, "samples": _COUNT}),
    ("metrics", TurnMetrics, {"turn": _COUNT, "marks_ms": _TIMES, "queue_ms": _TIMES, "compute_ms": _TIMES}),
    ("voice_ready", VoiceReady, {"name": _TEXT, "advice": _TEXTS}),
    ("error", Fault, {"code": _TEXT, "message": _TEXT, "fatal": _FLAG}),
    ("pong", Pong, {"id": _COUNT}),
)


# -- frames ------------------------------------------------------------------------------------------------------


def _write(shapes: Mapping[str, _Shape], body: Any) -> bytes:
    shape = next(shape for shape in shapes.values() if shape.becomes is type(body))
    return cast(bytes, msgpack.packb({"type": shape.type} | {key: getattr(body, key) for key in shape.kinds}))


def _open(frame: bytes | str, shapes: Mapping[str, _Shape], max_frame_bytes: int) -> tuple[_Shape, dict[str, Any]]:
    """The map in a frame, and which message it is."""
    if isinstance(frame, str):
        raise ProtocolError("bad_message", f"a text frame: {SUBPROTOCOL} speaks in binary frames, one msgpack map each")
    if len(frame) > max_frame_bytes:
        raise ProtocolError(
            "too_large",
            f"a frame of {len(frame):,} bytes: the limit is {max_frame_bytes:,}, send audio in blocks of 20 to 100 ms",
        )
    message = _unpack(frame)
    if not isinstance(message, dict):
        raise ProtocolError("bad_message", f"{_short(message)} is not a map: send a msgpack map with the key type")
    name = cast("dict[str, Any]", message).pop("type", None)
    if not isinstance(name, str):
        raise ProtocolError("bad_message", f"type is {_short(name)}: expected one of {', '.join(shapes)}")
    if name not in shapes:
        raise ProtocolError("unknown_type", f"unknown type {_short(name)}{_nearest(name, shapes)}")
    return shapes[name], cast("dict[str, Any]", message)


def _unpack(frame: bytes) -> Any:
    # The limits keep a few bytes from claiming gigabytes: an array's memory is taken before its items are read.
    unpacker = msgpack.Unpacker(
        max_buffer_size=max(len(frame), 1), max_array_len=256, max_map_len=256, max_ext_len=16, strict_map_key=True
    )
    unpacker.feed(frame)
    try:
        message = unpacker.unpack()
    except msgpack.OutOfData:
        raise ProtocolError(
            "bad_message", f"the message stops in the middle: a frame of {len(frame):,} bytes must hold one whole map"
        ) from None
    except ValueError as error:
        why = str(error) or type(error).__name__
        raise ProtocolError("bad_message", f"not a msgpack map with text keys: {why[:200]}") from None
    if unpacker.tell() != len(frame):
        raise ProtocolError(
            "bad_message", f"{len(frame) - unpacker.tell():,} bytes follow the message: send one map a frame"
        )
    return message


def _read(shape: _Shape, message: Mapping[str, Any]) -> Any:
    """The message as its class, every field checked."""
    if missing := sorted(shape.required() - message.keys()):
        wanted = ", ".join(f"{key} ({shape.kinds[key].words})" for key in missing)
        raise ProtocolError("bad_field", f"{shape.type} lacks {wanted}")
    for key, kind in shape.kinds.items():
        if key in message and not kind.holds(message[key]):
            raise ProtocolError("bad_field", f"{shape.type}.{key} is {_short(message[key])}: expected {kind.words}")
    return shape.becomes(**{key: message[key] for key in shape.kinds if key in message})


def _refuse_strangers(shape: _Shape, message: Mapping[str, Any]) -> None:
    for key in message:
        if key not in shape.kinds:
            raise ProtocolError("bad_field", f"{shape.type} has no key {_short(key)}{_nearest(key, shape.kinds)}")


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    if not known:
        return ": it has none but type"
    close = difflib.get_close_matches(name[:64], known, n=1)
    return f": did you mean {close[0]}?" if close else f": expected one of {', '.join(known)}"


def _short(value: Any) -> str:
    return reprlib.repr(value)


# -- samples -----------------------------------------------------------------------------------------------------


def _to_bytes(samples: Samples, form: Format) -> bytes:
    """Mono samples as little-endian bytes; int16 is full scale at 32768, so that int16 in is int16 out."""
    if form == "float32":
        return samples.astype("<f4").tobytes()
    return np.clip(np.rint(samples * 32768.0), -32768, 32767).astype("<i2").tobytes()


def _to_samples(data: bytes, form: Format) -> Samples:
    """Mono float32 samples in [-1, 1] from little-endian bytes; raises `ProtocolError`."""
    size_bytes = 2 if form == "int16" else 4
    if not data:
        raise ProtocolError("bad_audio", "audio without a sample: send blocks of 20 to 100 ms")
    if len(data) % size_bytes:
        raise ProtocolError(
            "bad_audio", f"{len(data):,} bytes of audio: expected a multiple of {size_bytes} ({form}, one channel)"
        )
    if form == "int16":
        return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)
    samples = np.frombuffer(data, "<f4").astype(np.float32)
    strange = np.flatnonzero(~(np.abs(samples) <= 2))  # also true of NaN
    if strange.size:
        raise ProtocolError(
            "bad_audio",
            f"sample {strange[0]:,} is {samples[strange[0]]}: float32 audio lies in [-1, 1] (integers go as int16)",
        )
    return np.clip(samples, -1, 1)
