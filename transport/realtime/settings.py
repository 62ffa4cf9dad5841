"""A Realtime session's configuration: what `session.update` may say, what becomes of it, and how it is told back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pipeline.tools import wrong_schema
from pipeline.wish import ToolSchema, Wish
from transport.codec import Handshake
from transport.realtime.audio import PCM, Format, read_format
from transport.realtime.wire import Fields, Json

# The vendor's own voices, for which clients ask by default: each is answered in the server's first.
VENDOR_VOICES = ("alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar")
MAX_OUTPUT_TOKENS = 4_096
MIN_SILENCE_MS, MAX_SILENCE_MS = 32, 5_000  # that may end an utterance
PATIENT_MS = 1_000  # the silence that ends an utterance for whom semantic_vad is to be of low eagerness
MAX_TOOLS = 128
_TOOL_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")

# Fields of a session that are taken and have no effect, and why.
WITHOUT_EFFECT: Mapping[str, str] = {
    "model": "one checkpoint is served; its name is told back",
    "include": "there are no log probabilities",
    "tracing": "traces are the server's: see its configuration",
    "truncation": "old messages are forgotten as the server's configuration says",
    "parallel_tool_calls": "the model decides",
    "id": "told by the server",
    "object": "told by the server",
    "expires_at": "a session has no end of its own",
    "audio.input.noise_reduction": "the model hears the sound as it comes",
    "audio.input.transcription.model": "the served checkpoint transcribes",
    "audio.input.transcription.language": "the checkpoint recognises the language",
    "audio.input.transcription.languages": "the checkpoint recognises the language",
    "audio.input.transcription.prompt": "the recognition prompt is the server's",
    "audio.input.transcription.keywords": "the recognition prompt is the server's",
    "audio.input.transcription.delay": "deltas come as soon as words are certain",
    "audio.input.turn_detection.prefix_padding_ms": "the server's own padding is used",
    "audio.input.turn_detection.idle_timeout_ms": "the model does not speak first",
}
_KNOWN = ("type", "audio", "instructions", "max_output_tokens", "output_modalities", "prompt", "reasoning")
_SESSION_KEYS = (*_KNOWN, "tool_choice", "tools", *(key for key in WITHOUT_EFFECT if "." not in key))
_RESPONSE_KEYS = (
    *(key for key in _KNOWN if key != "type"),
    "tool_choice",
    "tools",
    "parallel_tool_calls",
    "conversation",
    "input",
    "metadata",
)


@dataclass(frozen=True, slots=True)
class TurnDetection:
    """Who ends an utterance, when it is not the client."""

    type: Literal["server_vad", "semantic_vad"]
    silence_ms: int
    threshold: float
    padding_ms: int = 300
    create_response: bool = True
    interrupt_response: bool = True
    eagerness: str = "auto"

    def to_json(self) -> Json:
        told: Json = {"type": self.type}
        if self.type == "semantic_vad":
            told["eagerness"] = self.eagerness
        else:
            told |= {
                "threshold": self.threshold,
                "prefix_padding_ms": self.padding_ms,
                "silence_duration_ms": self.silence_ms,
                "idle_timeout_ms": None,
            }
        return told | {"create_response": self.create_response, "interrupt_response": self.interrupt_response}


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it, nothing left open."""

    instructions: str
    voice: str
    kind: Literal["realtime", "transcription"] = "realtime"  # the latter only writes down
    spoken: bool = True
    tools: tuple[ToolSchema, ...] = ()
    tool_choice: Literal["auto", "none"] = "auto"
    max_output_tokens: int | None = None  # None: as many as the server allows
    effort: str | None = None
    heard: Format = PCM
    said: Format = PCM
    transcription: Mapping[str, Any] | None = None
    turns: TurnDetection | None = None  # None: by hand

    def wish(self, defaults: Wish) -> Wish:
        """What it asks of the session; `defaults` has a value for every choice that can be left to the server."""
        turns = self.turns
        return Wish(
            task="converse" if self.kind == "realtime" else "transcribe",
            voice=self.voice,
            system=self.instructions,
            spoken=self.spoken,
            think=defaults.think if self.effort is None else self.effort not in ("none", "minimal"),
            tools=() if self.tool_choice == "none" else self.tools,
            turns="manual" if turns is None else "detected",
            answers=turns is not None and turns.create_response and self.kind == "realtime",
            interruptible=turns is not None and turns.interrupt_response,
            min_silence_ms=defaults.min_silence_ms if turns is None else turns.silence_ms,
            speech_threshold=defaults.speech_threshold if turns is None else turns.threshold,
            max_tokens=defaults.max_tokens if self.max_output_tokens is None else self.max_output_tokens,
        )

    def to_json(self) -> Json:
        """The session object, without its identity."""
        heard: Json = {
            "format": self.heard.to_json(),
            "transcription": None if self.transcription is None else dict(self.transcription),
            "noise_reduction": None,
            "turn_detection": None if self.turns is None else self.turns.to_json(),
        }
        if self.kind == "transcription":
            transcribed = {"type": self.kind, "object": "realtime.transcription_session", "include": None}
            return transcribed | {"audio": {"input": heard}}
        said: Json = {"format": self.said.to_json(), "voice": self.voice, "speed": 1.0}
        return {
            "type": self.kind,
            "object": "realtime.session",
            "output_modalities": self.modalities,
            "instructions": self.instructions,
            "tools": [tool_json(tool) for tool in self.tools],
            "tool_choice": self.tool_choice,
            "max_output_tokens": self.token_limit,
            "tracing": None,
            "truncation": "auto",
            "prompt": None,
            "include": None,
            "reasoning": None if self.effort is None else {"effort": self.effort},
            "audio": {"input": heard, "output": said},
        }

    @property
    def modalities(self) -> list[str]:
        return ["audio"] if self.spoken else ["text"]

    @property
    def token_limit(self) -> int | str:
        return "inf" if self.max_output_tokens is None else self.max_output_tokens


class House:
    """What the server has: its voices, and its own choices where a client makes none."""

    def __init__(self, handshake: Handshake) -> None:
        self.model = handshake.model
        self.voices: Sequence[str] = handshake.voices
        self.defaults = handshake.defaults

    def settings(self) -> Settings:
        """A session's configuration before the client says anything."""
        d = self.defaults
        voice = d.voice or (self.voices[0] if self.voices else "default")
        return Settings(d.system or "", voice, spoken=d.spoken is not False, turns=self.detection("server_vad"))

    def detection(self, type_: Literal["server_vad", "semantic_vad"]) -> TurnDetection:
        d = self.defaults
        silence_ms = 220 if d.min_silence_ms is None else d.min_silence_ms
        return TurnDetection(type_, silence_ms, 0.5 if d.speech_threshold is None else d.speech_threshold)

    def voice(self, fields: Fields, now: str) -> str:
        """The voice that is asked for, by name or by `{"id": name}`."""
        if isinstance(fields.values.get("voice"), dict):
            custom = fields.object("voice")
            assert custom is not None, "it is an object"
            fields, name = custom, custom.text("id")
        else:
            name = fields.text("voice", now)
        if not self.voices or name in self.voices or name == now:
            return name
        if name in VENDOR_VOICES:
            return self.voices[0]
        raise fields.wrong("voice", f"no voice {name[:64]!r}: choose one of {', '.join(self.voices)}")


def updated(now: Settings, session: Fields, house: House) -> Settings:
    """`now` as a `session.update` changes it; raises `RealtimeError` and then changes nothing."""
    if session.one_of("type", ("realtime", "transcription")) == "transcription":
        session.only(("type", "audio", "include", "id", "object", "expires_at"))
        if (audio := session.object("audio")) is not None:
            audio.only(("input",))
            now = _heard(now, audio.object("input"), house)
        return as_transcription(now)
    session.only(_SESSION_KEYS)
    new = _shared(replace(now, kind="realtime"), session, house)
    if (audio := session.object("audio")) is not None:
        audio.only(("input", "output"))
        new = _heard(new, audio.object("input"), house)
        new = _said(new, audio.object("output"), house, ("format", "speed", "voice"))
    return new


def as_transcription(now: Settings) -> Settings:
    """`now` for a session that only writes down, which it does in any case."""
    return replace(now, kind="transcription", transcription=now.transcription or {"model": None})


def for_response(now: Settings, response: Fields, house: House) -> Settings:
    """`now` as the fields of a `response.create` change it for that one answer; raises `RealtimeError`."""
    response.only(_RESPONSE_KEYS)
    new = _shared(now, response, house)
    if (audio := response.object("audio")) is not None:
        audio.only(("output",))
        new = _said(new, audio.object("output"), house, ("format", "voice"))
    return new


def tool_json(tool: ToolSchema) -> Json:
    return {"type": "function", "name": tool.name, "description": tool.description, "parameters": tool.parameters}


# -- the parts ---------------------------------------------------------------------------------------------------


def _shared(now: Settings, fields: Fields, house: House) -> Settings:
    """What a session and a single response may both say."""
    new = replace(now, instructions=fields.text("instructions", now.instructions))
    if "prompt" in fields and not fields.is_null("prompt"):
        raise fields.wrong(
            "prompt", "prompt templates are the vendor's: send instructions instead", "unsupported_parameter"
        )
    if "output_modalities" in fields and not fields.is_null("output_modalities"):
        wanted = fields.values["output_modalities"]
        if wanted not in (["audio"], ["text"]):
            raise fields.wrong("output_modalities", 'output_modalities is ["audio"] or ["text"], one of both')
        new = replace(new, spoken=wanted == ["audio"])
    if "tools" in fields:
        new = replace(new, tools=_tools(fields))
    if "tool_choice" in fields and not fields.is_null("tool_choice"):
        if fields.values["tool_choice"] not in ("auto", "none"):
            message = "the model cannot be made to call a tool: tool_choice is 'auto' or 'none'"
            raise fields.wrong("tool_choice", message, "unsupported_parameter")
        new = replace(new, tool_choice=fields.values["tool_choice"])
    if "max_output_tokens" in fields:
        limit = fields.values["max_output_tokens"]
        unlimited = limit is None or limit == "inf"
        tokens = None if unlimited else fields.integer("max_output_tokens", 1, MAX_OUTPUT_TOKENS)
        new = replace(new, max_output_tokens=tokens)
    if (reasoning := fields.object("reasoning")) is not None:
        efforts = ("none", "minimal", "low", "medium", "high", "xhigh")
        new = replace(new, effort=reasoning.one_of("effort", efforts, None))
    return new


def _tools(fields: Fields) -> tuple[ToolSchema, ...]:
    listed = fields.objects("tools")
    if len(listed) > MAX_TOOLS:
        raise fields.wrong("tools", f"{len(listed)} tools: the limit is {MAX_TOOLS}")
    return tuple(map(_tool, listed))


def _tool(tool: Fields) -> ToolSchema:
    kind = tool.text("type", "function")
    if kind != "function":
        message = f"tools of type {kind[:64]!r} are the server's to configure: a client's are of type 'function'"
        raise tool.wrong("type", message, "unsupported_parameter")
    name = tool.text("name")
    if not _TOOL_NAME.fullmatch(name):
        raise tool.wrong("name", f"{name[:80]!r} is no tool's name: 1 to 64 letters, digits, _ or -")
    parameters = tool.object("parameters")
    schema = {"type": "object", "properties": {}} if parameters is None else parameters.values
    found = ToolSchema(name, tool.text("description", ""), schema)
    try:
        why = wrong_schema(found)
    except RecursionError:
        why = f"the parameters of {name} are nested too deep"
    if why:
        raise tool.wrong("parameters", why)
    return found


def _heard(now: Settings, heard: Fields | None, house: House) -> Settings:
    if heard is None:
        return now
    heard.only(("format", "noise_reduction", "transcription", "turn_detection"))
    new = replace(now, heard=read_format(heard.object("format"), now.heard))
    heard.object("noise_reduction")
    if "transcription" in heard:
        new = replace(new, transcription=_transcription(heard.object("transcription")))
    if "turn_detection" in heard:
        new = replace(new, turns=_turns(now.turns, heard.object("turn_detection"), house))
    return new


def _transcription(fields: Fields | None) -> Json | None:
    if fields is None:
        return None
    fields.only(("model", "language", "languages", "prompt", "keywords", "delay"))
    return {key: fields.optional(key) for key in ("model", "language", "prompt")}


def _turns(now: TurnDetection | None, fields: Fields | None, house: House) -> TurnDetection | None:
    if fields is None:
        return None
    shared = ("type", "create_response", "interrupt_response")
    vad = ("threshold", "prefix_padding_ms", "silence_duration_ms", "idle_timeout_ms")
    fields.only((*shared, *vad, "eagerness"))
    kind = fields.one_of("type", ("server_vad", "semantic_vad"), "server_vad")
    # A change of some of its fields keeps the others; a change of its type does not.
    base = now if now is not None and now.type == kind else house.detection(kind)  # type: ignore[arg-type]
    new = replace(
        base,
        create_response=fields.flag("create_response", base.create_response),
        interrupt_response=fields.flag("interrupt_response", base.interrupt_response),
    )
    if kind == "semantic_vad":
        eagerness = fields.one_of("eagerness", ("low", "medium", "high", "auto"), base.eagerness)
        usual_ms = house.detection("semantic_vad").silence_ms
        return replace(new, eagerness=eagerness, silence_ms=PATIENT_MS if eagerness == "low" else usual_ms)
    fields.integer("idle_timeout_ms", 0, 1 << 20, None)
    return replace(
        new,
        threshold=fields.number("threshold", 0, 1, base.threshold),
        padding_ms=fields.integer("prefix_padding_ms", 0, 10_000, base.padding_ms),
        silence_ms=fields.integer("silence_duration_ms", MIN_SILENCE_MS, MAX_SILENCE_MS, base.silence_ms),
    )


def _said(now: Settings, said: Fields | None, house: House, keys: Sequence[str]) -> Settings:
    if said is None:
        return now
    said.only(keys)
    if said.number("speed", 0.25, 1.5, 1.0) != 1.0:
        raise said.wrong("speed", "answers are spoken at their own speed: leave speed at 1.0", "unsupported_parameter")
    return replace(now, said=read_format(said.object("format"), now.said), voice=house.voice(said, now.voice))
