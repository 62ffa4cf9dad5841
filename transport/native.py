"""Our own protocol, `stepaudio.v1.msgpack`: a frame is one msgpack map with a `type`; docs/protocol.md shows the bytes.

A server's and a client's codec, mirror images over the same two tables of messages. Keys on the wire are the names of
the events' fields; the choices of a `Wish` lie flat among them.
"""

from __future__ import annotations

import difflib
import math
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, Literal, TypeAlias, cast, get_args, get_origin, get_type_hints

import msgpack
import numpy as np

from pipeline.events import (
    Cancel,
    Choose,
    ClientEvent,
    Commit,
    Discard,
    Fault,
    Forget,
    Held,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    Released,
    Remember,
    Respond,
    Samples,
    SessionEvent,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    ThoughtDelta,
    ToolCall,
    ToolOutput,
    ToolResult,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    Usage,
    UserText,
    VoiceReady,
    VoiceSample,
)
from pipeline.wish import ToolSchema, Wish
from transport import pcm
from transport.codec import Door, Ping, Plain, Pong, ProtocolError, Ready, Start, Waiting

SUBPROTOCOL = "stepaudio.v1.msgpack"
VERSION = 1
MIN_RATE_HZ, MAX_RATE_HZ = 8_000, 48_000
MAX_BLOCK_S = 1  # longest audio in one message of the client
MAX_GAP_S = 10  # longest audio a client may leave out; it is heard as silence
MAX_SAMPLE_S = 30  # longest sample of a voice
MAX_TEXT_CHARS = 65_536

Format: TypeAlias = Literal["int16", "float32"]


def native_door() -> Door:
    """The protocol as the server opens it."""
    return Door(lambda handshake: Plain(ServerCodec(handshake.max_frame_bytes)), SUBPROTOCOL, resumes=True)


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
        if isinstance(body, _VoiceBlock):
            return _voice_sample(body, self._start)
        if isinstance(body, Forget) and (body.utterance is None) == (body.turn is None):
            raise ProtocolError("bad_field", "forget takes one of utterance and turn, an integer of 0 or more")
        if isinstance(body, MicEnded):
            self._ended = True
        return cast(ClientEvent, body)

    def send(self, event: Waiting | Ready | SessionEvent | Pong) -> bytes:
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
        if isinstance(event, VoiceSample):
            data = _to_bytes(event.samples, self._start.format)
            return _write(_FROM_CLIENT, _VoiceBlock(event.rate_hz, data, event.consent))
        return _write(_FROM_CLIENT, event)

    def receive(self, frame: bytes | str) -> Waiting | Ready | SessionEvent | Pong:
        """What the server says; keys that are unknown here are passed over. Raises `ProtocolError`, as the server's."""
        shape, message = _open(frame, _FROM_SERVER, self._max_frame_bytes)
        body = _read(shape, message)
        if isinstance(body, _SpeechBlock):
            return SpeechAudio(body.turn, _to_samples(body.data, self._start.format), body.start_samples)
        return cast("Waiting | Ready | SessionEvent | Pong", body)


def _voice_sample(block: _VoiceBlock, start: Start) -> VoiceSample:
    samples = _to_samples(block.data, start.format)
    if samples.size > MAX_SAMPLE_S * block.rate_hz:
        raise ProtocolError(
            "bad_audio",
            f"voice_sample of {samples.size / block.rate_hz:.1f} s: at most {MAX_SAMPLE_S} s, a few seconds are enough",
        )
    return VoiceSample(samples, block.rate_hz, block.consent)


# -- the messages ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _MicBlock:
    """`MicAudio` as it lies on the wire."""

    start_samples: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _VoiceBlock:
    """`VoiceSample` as it lies on the wire."""

    rate_hz: int
    data: bytes
    consent: str


@dataclass(frozen=True, slots=True)
class _SpeechBlock:
    """`SpeechAudio` as it lies on the wire."""

    turn: int
    start_samples: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a value must be: in words for the error message, and as a test; `read` and `write` take it off the wire and
    put it there, where it is something else on it."""

    words: str
    holds: Callable[[Any], bool]
    read: Callable[[Any], Any] = lambda value: value
    write: Callable[[Any], Any] = lambda value: value


@dataclass(frozen=True, slots=True)
class _Shape:
    """A message: its type on the wire, the class it becomes, and the kind of each of that class's fields.

    Where the class has a `wish`, `choices` are the kinds of the wish's fields.
    """

    type: str
    becomes: type[Any]
    kinds: Mapping[str, _Kind]
    choices: Mapping[str, _Kind]

    def required(self) -> set[str]:
        """The keys that must be there: the fields without a default."""
        return {field.name for field in fields(self.becomes) if field.default is MISSING} & self.kinds.keys()

    def known(self) -> Mapping[str, _Kind]:
        """All keys that there may be."""
        return {**self.kinds, **self.choices}


def _is_int(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _is_text(value: Any) -> bool:
    return type(value) is str and len(value) <= MAX_TEXT_CHARS


def _is_times(value: Any) -> bool:
    return type(value) is dict and all(map(_is_number, cast("dict[str, Any]", value).values()))


def _is_json(value: Any) -> bool:
    if type(value) is dict:
        return all(type(key) is str and _is_json(item) for key, item in cast("dict[Any, Any]", value).items())
    if type(value) is list:
        return all(map(_is_json, cast("list[Any]", value)))
    return value is None or type(value) in (str, bool, int) or _is_number(value)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def _is_tool(value: Any) -> bool:
    tool = cast("dict[str, Any]", value)
    return (
        type(value) is dict
        and tool.keys() == {field.name for field in fields(ToolSchema)}
        and _is_text(tool["name"])
        and _is_text(tool["description"])
        and type(tool["parameters"]) is dict
        and _is_json(tool["parameters"])
    )


def _is_usage(value: Any) -> bool:
    return type(value) is dict and all(map(_is_int(0, 2**53 - 1), cast("dict[Any, Any]", value).values()))


def _read_usage(value: dict[str, int]) -> Usage:
    return Usage(**{field.name: value[field.name] for field in fields(Usage) if field.name in value})


def _one_of(*choices: str) -> _Kind:
    return _Kind(" or ".join(f'"{choice}"' for choice in choices), lambda value: value in choices)


def _or_nil(kind: _Kind) -> _Kind:
    return _Kind(
        f"{kind.words}, or nil",
        lambda value: value is None or kind.holds(value),
        lambda value: None if value is None else kind.read(value),
        lambda value: None if value is None else kind.write(value),
    )


_COUNT = _Kind("an integer of 0 or more", _is_int(0, 2**53 - 1))
_RATE = _Kind(f"an integer from {MIN_RATE_HZ} to {MAX_RATE_HZ} (Hz)", _is_int(MIN_RATE_HZ, MAX_RATE_HZ))
_VERSION = _Kind(f"the integer {VERSION}", _is_int(VERSION, VERSION))
_TEXT = _Kind(f"a text of at most {MAX_TEXT_CHARS:,} characters", _is_text)
_TEXTS = _Kind(
    "a list of texts", lambda value: type(value) is list and all(map(_is_text, cast("list[Any]", value))), tuple, list
)
_NUMBER = _Kind("a finite number", _is_number, float)
_TOOLS = _Kind(
    "a list of maps with the keys name, description and parameters (a JSON schema)",
    lambda value: type(value) is list and all(map(_is_tool, cast("list[Any]", value))),
    lambda value: tuple(ToolSchema(**tool) for tool in value),
    lambda value: [asdict(tool) for tool in value],
)
_USAGE = _Kind("a map from names to integers of 0 or more", _is_usage, _read_usage, asdict)
_FLAG = _Kind("true or false", lambda value: type(value) is bool)
_DATA = _Kind("binary", lambda value: type(value) is bytes)
_TIMES = _Kind("a map from names to finite numbers", _is_times)
_FORMAT = _one_of("int16", "float32")


def _choice(hint: Any) -> _Kind:
    """The kind of a wish's field from its type, `X | None`."""
    (wanted,) = set(get_args(hint)) - {type(None)}
    if get_origin(wanted) is Literal:
        return _or_nil(_one_of(*get_args(wanted)))
    return _or_nil({str: _TEXT, bool: _FLAG, int: _COUNT, float: _NUMBER, tuple[ToolSchema, ...]: _TOOLS}[wanted])


_CHOICES = {name: _choice(hint) for name, hint in get_type_hints(Wish).items() if name != "name"}


def _shapes(*rows: tuple[str, type[Any], dict[str, _Kind]]) -> dict[str, _Shape]:
    def choices(becomes: type[Any]) -> Mapping[str, _Kind]:
        return _CHOICES if any(field.name == "wish" for field in fields(becomes)) else {}

    return {name: _Shape(name, becomes, kinds, choices(becomes)) for name, becomes, kinds in rows}


_FROM_CLIENT = _shapes(
    (
        "start",
        Start,
        {"version": _VERSION, "rate_hz": _RATE, "format": _FORMAT, "resume": _or_nil(_TEXT), "seen": _COUNT},
    ),
    ("audio", _MicBlock, {"start_samples": _COUNT, "data": _DATA}),
    ("text", UserText, {"text": _TEXT}),
    ("played", Played, {"turn": _COUNT, "samples": _COUNT}),
    ("cancel", Cancel, {}),
    ("commit", Commit, {}),
    ("discard", Discard, {}),
    ("respond", Respond, {"instructions": _or_nil(_TEXT)}),
    ("choose", Choose, {}),
    ("remember", Remember, {"role": _one_of("user", "assistant"), "text": _TEXT}),
    ("forget", Forget, {"utterance": _or_nil(_COUNT), "turn": _or_nil(_COUNT)}),
    ("tool_output", ToolOutput, {"call": _TEXT, "text": _TEXT, "failed": _FLAG}),
    ("voice_sample", _VoiceBlock, {"rate_hz": _RATE, "data": _DATA, "consent": _TEXT}),
    ("end", MicEnded, {}),
    ("ping", Ping, {"id": _COUNT}),
)

_FROM_SERVER = _shapes(
    ("waiting", Waiting, {"place": _COUNT}),
    (
        "ready",
        Ready,
        {
            "version": _VERSION,
            "session": _TEXT,
            "model": _TEXT,
            "rate_hz": _RATE,
            "resume": _or_nil(_TEXT),
            "resumed": _FLAG,
        },
    ),
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
    (
        "metrics",
        TurnMetrics,
        {"turn": _COUNT, "marks_ms": _TIMES, "queue_ms": _TIMES, "compute_ms": _TIMES, "usage": _USAGE},
    ),
    ("voice_ready", VoiceReady, {"name": _TEXT, "advice": _TEXTS}),
    ("error", Fault, {"code": _TEXT, "message": _TEXT, "fatal": _FLAG}),
    ("pong", Pong, {"id": _COUNT}),
)


# -- frames ------------------------------------------------------------------------------------------------------


def _write(shapes: Mapping[str, _Shape], body: Any) -> bytes:
    shape = next(shape for shape in shapes.values() if shape.becomes is type(body))
    message = {"type": shape.type} | {key: kind.write(getattr(body, key)) for key, kind in shape.kinds.items()}
    for key, kind in shape.choices.items():
        if (value := getattr(body.wish, key)) is not None:
            message[key] = kind.write(value)
    return cast(bytes, msgpack.packb(message))


def _open(frame: bytes | str, shapes: Mapping[str, _Shape], max_frame_bytes: int) -> tuple[_Shape, dict[str, Any]]:
    """The map in a frame, and which message it is."""
    if isinstance(frame, str):
        raise ProtocolError("bad_message", f"a text frame: {SUBPROTOCOL} speaks in binary frames, one msgpack map each")
    if len(frame) > max_frame_bytes:
        raise ProtocolError(
            "too_large",
            f"a frame of {len(frame):,} bytes: the limit is {max_frame_bytes:,}, send audio in blocks of 20 to 100 ms",
            close_code=1009,
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
    for key, kind in shape.known().items():
        if key in message and not kind.holds(message[key]):
            raise ProtocolError("bad_field", f"{shape.type}.{key} is {_short(message[key])}: expected {kind.words}")

    def values(kinds: Mapping[str, _Kind]) -> dict[str, Any]:
        return {key: kind.read(message[key]) for key, kind in kinds.items() if key in message}

    if shape.choices:
        return shape.becomes(**values(shape.kinds), wish=Wish(**values(shape.choices)))
    return shape.becomes(**values(shape.kinds))


def _refuse_strangers(shape: _Shape, message: Mapping[str, Any]) -> None:
    keys = shape.known()
    for key in message:
        if key not in keys:
            raise ProtocolError("bad_field", f"{shape.type} has no key {_short(key)}{_nearest(key, keys)}")


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    if not known:
        return ": it has none but type"
    close = difflib.get_close_matches(name[:64], known, n=1)
    return f": did you mean {close[0]}?" if close else f": expected one of {', '.join(known)}"


def _short(value: Any) -> str:
    return reprlib.repr(value)


# -- samples -----------------------------------------------------------------------------------------------------


def _to_bytes(samples: Samples, form: Format) -> bytes:
    """Mono samples as little-endian bytes."""
    if form == "float32":
        return samples.astype("<f4").tobytes()
    return pcm.encode(samples)


def _to_samples(data: bytes, form: Format) -> Samples:
    """Mono float32 samples in [-1, 1] from little-endian bytes; raises `ProtocolError`."""
    size_bytes = pcm.SAMPLE_BYTES if form == "int16" else 4
    if not data:
        raise ProtocolError("bad_audio", "audio without a sample: send blocks of 20 to 100 ms")
    if len(data) % size_bytes:
        raise ProtocolError(
            "bad_audio", f"{len(data):,} bytes of audio: expected a multiple of {size_bytes} ({form}, one channel)"
        )
    if form == "int16":
        return pcm.decode(data)
    samples = np.frombuffer(data, "<f4").astype(np.float32)
    strange = np.flatnonzero(~(np.abs(samples) <= 2))  # also true of NaN
    if strange.size:
        raise ProtocolError(
            "bad_audio",
            f"sample {strange[0]:,} is {samples[strange[0]]}: float32 audio lies in [-1, 1] (integers go as int16)",
        )
    return np.clip(samples, -1, 1)
