"""Frames of the OpenAI Realtime protocol: one JSON object each, read with a reason for whatever is wrong in it."""

from __future__ import annotations

import json
import reprlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeAlias, cast

from transport.codec import Frame, Heard, ProtocolError

Json: TypeAlias = dict[str, Any]
# Makes a new id from its prefix, as `event_` or `item_`.
Ids: TypeAlias = Callable[[str], str]

MAX_TEXT_CHARS = 65_536
_REQUIRED = object()


def random_id(prefix: str) -> str:
    return prefix + secrets.token_hex(10)


class RealtimeError(ProtocolError):
    """A refused event, with what an `error` event says beside code and message: which field, of which event."""

    def __init__(self, code: str, message: str, *, param: str | None = None, close_code: int | None = None) -> None:
        super().__init__(code, message, close_code)
        self.param = param
        self.event_id: str | None = None


class Wire:
    """Writes the server's events, each with an id of its own."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids

    def frames(self, events: Iterable[Json]) -> tuple[str, ...]:
        return tuple(map(self.frame, events))

    def frame(self, event: Json) -> str:
        return json.dumps({"type": event["type"], "event_id": self.ids("event_")} | event, separators=(",", ":"))


def error_event(
    code: str,
    message: str,
    *,
    kind: str = "invalid_request_error",
    param: str | None = None,
    event_id: str | None = None,
) -> Json:
    """The `error` event; `event_id` is the client's, of the event that was wrong."""
    error = {"type": kind, "code": code, "message": message, "param": param, "event_id": event_id}
    return {"type": "error", "error": error}


def refusal(error: ProtocolError) -> Json:
    """The `error` event that answers a refused frame."""
    if isinstance(error, RealtimeError):
        return error_event(error.code, error.message, param=error.param, event_id=error.event_id)
    return error_event(error.code, error.message)


def open_frame(frame: Frame, max_frame_bytes: int) -> Fields:
    """The client's event in a frame; raises `RealtimeError`."""
    if len(frame) > max_frame_bytes:
        raise RealtimeError(
            "too_large",
            f"a message of {len(frame):,} bytes: the limit is {max_frame_bytes:,}, send blocks of 20 to 100 ms",
            close_code=1009,
        )
    if not isinstance(frame, str):
        raise RealtimeError("invalid_json", "a binary message: events are JSON objects in text messages")
    try:
        message = json.loads(frame, parse_constant=_refuse_constant)
        if "\\u" in frame:
            json.dumps(message, ensure_ascii=False).encode()  # half a character is none
    except (ValueError, RecursionError) as error:
        raise RealtimeError("invalid_json", f"not a JSON object: {str(error)[:200]}") from None
    if not isinstance(message, dict):
        raise RealtimeError("invalid_json", f"{reprlib.repr(message)} is not an event: send a JSON object with a type")
    return Fields(cast(Json, message), "")


# For each type of a client's events: what handles it, and its fields beside `type` and `event_id`.
Handlers: TypeAlias = Mapping[str, tuple[Callable[["Fields"], Heard], Sequence[str]]]


def handle(event: Fields, handlers: Handlers) -> Heard:
    """What the event's handler makes of it; raises `RealtimeError`, which knows the event's id."""
    event_id: object = event.values.get("event_id")
    try:
        event.optional("event_id")
        kind = event.text("type")
        if kind not in handlers:
            raise event.wrong("type", f"no event {kind[:80]!r}: expected one of {', '.join(handlers)}")
        handler, fields = handlers[kind]
        event.only(("type", "event_id", *fields))
        return handler(event)
    except RealtimeError as error:
        error.event_id = event_id if isinstance(event_id, str) else None
        raise


class Fields:
    """A JSON object whose fields are read by kind; what is wrong is told with the path of the field."""

    def __init__(self, values: Json, path: str) -> None:
        self.values = values
        self._path = path

    def __contains__(self, key: str) -> bool:
        """Whether the field is there; null counts as being there."""
        return key in self.values

    def path(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def is_null(self, key: str) -> bool:
        return key in self.values and self.values[key] is None

    def only(self, known: Iterable[str]) -> None:
        """Refuses fields that are none of these."""
        for key in self.values.keys() - set(known):
            raise self.wrong(key, f"Unknown parameter: {reprlib.repr(self.path(key))}", "unknown_parameter")

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        value = self._value(key, default)
        if value is default:
            return value
        if not isinstance(value, str) or len(value) > MAX_TEXT_CHARS:
            raise self._wrong_kind(key, f"a string of at most {MAX_TEXT_CHARS:,} characters")
        return value

    def optional(self, key: str) -> str | None:
        """A string, None where there is none."""
        return self.text(key, None)

    def data(self, key: str) -> str:
        """A string of any length: the frame's limit is its limit."""
        value = self._value(key, _REQUIRED)
        if not isinstance(value, str):
            raise self._wrong_kind(key, "a base64 string")
        return value

    def one_of(self, key: str, choices: Sequence[str], default: Any = _REQUIRED) -> str:
        value = self._value(key, default)
        if value is not default and value not in choices:
            raise self._wrong_kind(key, "one of " + ", ".join(map(repr, choices)))
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._value(key, default)
        if type(value) is not bool:
            raise self._wrong_kind(key, "true or false")
        return value

    def integer(self, key: str, low: int, high: int, default: Any = _REQUIRED) -> int:
        value = self._value(key, default)
        if value is default:
            return value
        if type(value) is not int or not low <= value <= high:
            raise self._wrong_kind(key, f"an integer from {low:,} to {high:,}")
        return value

    def number(self, key: str, low: float, high: float, default: Any = _REQUIRED) -> float:
        value = self._value(key, default)
        if value is default:
            return value
        if type(value) not in (int, float) or not low <= value <= high:
            raise self._wrong_kind(key, f"a number from {low:g} to {high:g}")
        return float(value)

    def object(self, key: str) -> Fields | None:
        """The object in a field, None where there is none."""
        value = self._value(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong_kind(key, "an object")
        return Fields(cast(Json, value), self.path(key))

    def objects(self, key: str) -> list[Fields]:
        """The objects in a list, none where there is no list."""
        value = self._value(key, None)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in cast("list[Any]", value)):
            raise self._wrong_kind(key, "a list of objects")
        return [Fields(item, f"{self.path(key)}[{at}]") for at, item in enumerate(cast("list[Json]", value))]

    def wrong(self, key: str, message: str, code: str = "invalid_value") -> RealtimeError:
        """The error that says so of that field."""
        return RealtimeError(code, message, param=self.path(key))

    def missing(self, key: str) -> RealtimeError:
        """The error that says that the field must be there."""
        return self.wrong(key, f"Missing required parameter: '{self.path(key)}'.", "missing_required_parameter")

    def required(self, key: str) -> Fields:
        """The object in a field that must be there."""
        if (found := self.object(key)) is None:
            raise self.missing(key)
        return found

    def _value(self, key: str, default: Any) -> Any:
        value = self.values.get(key)
        if value is not None:
            return value
        if default is _REQUIRED:
            raise self.missing(key)
        return default

    def _wrong_kind(self, key: str, wanted: str) -> RealtimeError:
        found = reprlib.repr(self.values.get(key))
        code = "invalid_value" if isinstance(self.values.get(key), str | int | float) else "invalid_type"
        return self.wrong(key, f"Invalid value for '{self.path(key)}': {found}, expected {wanted}.", code)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
