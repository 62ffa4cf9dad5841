"""Configuration: TOML files and overrides become frozen dataclasses, and every mistake is named.

The values themselves stand in `configs/default.toml`, each once, with its unit and its reason; here are the types and
ranges. A file given by a user says only what it changes.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, TypeVar, cast, get_args, get_origin, get_type_hints

DEFAULT = Path(__file__).parents[1] / "configs" / "default.toml"

T = TypeVar("T")


class ConfigError(Exception):
    """A configuration that cannot be used; the message says where, what was found and what would be right."""


@dataclass(frozen=True, slots=True)
class Between:
    """The range of a number, both ends included."""

    low: float
    high: float


Count: TypeAlias = Annotated[int, Between(1, 1_000_000)]
Probability: TypeAlias = Annotated[float, Between(0, 1)]


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: Annotated[int, Between(0, 65_535)]
    keys: str
    open: bool
    tls_certificate: str
    tls_key: str
    public_url: str
    max_sessions: Count
    max_waiting: Annotated[int, Between(0, 1_000_000)]
    max_requests: Count
    max_upload_bytes: Annotated[int, Between(1024, 1 << 30)]
    max_recording_s: Annotated[float, Between(1, 86_400)]
    start_timeout_s: Annotated[float, Between(0.1, 3600)]
    send_stall_s: Annotated[float, Between(0.1, 3600)]
    drain_s: Annotated[float, Between(0, 3600)]
    max_frame_bytes: Annotated[int, Between(1024, 1 << 24)]
    allowed_origins: tuple[str, ...]
    ping_interval_s: Annotated[float, Between(0.1, 3600)]
    ping_timeout_s: Annotated[float, Between(0.1, 3600)]
    max_errors: Count
    max_messages_per_s: Annotated[float, Between(1, 1_000_000)]
    idle_timeout_s: Annotated[float, Between(0.1, 86_400)]
    resume_grace_s: Annotated[float, Between(0, 3600)]
    dtmf_text: str
    dtmf_gap_ms: Annotated[int, Between(0, 60_000)]


@dataclass(frozen=True, slots=True)
class Ears:
    speech_threshold: Probability
    silence_threshold: Probability
    min_speech_ms: Annotated[int, Between(32, 2_000)]
    min_silence_ms: Annotated[int, Between(32, 5_000)]
    tentative_ms: Annotated[int, Between(0, 5_000)]
    padding_ms: Annotated[int, Between(0, 2_000)]
    block_ms: Annotated[int, Between(10, 2_000)]
    provisional_ms: Annotated[int, Between(100, 25_000)]
    max_utterance_s: Annotated[float, Between(1, 300)]


@dataclass(frozen=True, slots=True)
class Patience:
    longest_ms: Annotated[int, Between(32, 10_000)]
    margin: Annotated[float, Between(1, 10)]
    forgetting: Probability
    continues_ms: Annotated[int, Between(0, 10_000)]
    heard_ms: Annotated[int, Between(0, 10_000)]
    open_ms: Annotated[int, Between(0, 10_000)]
    open_words_en: tuple[str, ...]
    open_words_zh: tuple[str, ...]
    smart_turn: str
    smart_turn_open: Probability
    smart_turn_over: Probability
    smart_turn_ms: Annotated[int, Between(0, 10_000)]


@dataclass(frozen=True, slots=True)
class Silence:
    prompt_after_s: Annotated[float, Between(0, 3600)]
    prompt_en: str
    prompt_zh: str
    prompts: Annotated[int, Between(0, 100)]
    end_after_s: Annotated[float, Between(0, 86_400)]

    def prompt(self, language: str) -> str:
        """What is asked in `language`, one of `pipeline.wish.LANGUAGES`."""
        return getattr(self, f"prompt_{language}")


@dataclass(frozen=True, slots=True)
class Interruption:
    thinking_threshold: Probability
    thinking_speech_ms: Annotated[int, Between(32, 2_000)]
    speaking_threshold: Probability
    speaking_speech_ms: Annotated[int, Between(32, 2_000)]
    confirm_ms: Annotated[int, Between(32, 10_000)]
    words_ms: Annotated[int, Between(32, 10_000)]
    backchannel_ms: Annotated[int, Between(32, 10_000)]
    verdict_ms: Annotated[int, Between(0, 10_000)]
    backchannels_en: tuple[str, ...]
    backchannels_zh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Echo:
    similarity: Annotated[float, Between(0, 2)]
    max_delay_ms: Annotated[int, Between(0, 2_000)]


@dataclass(frozen=True, slots=True)
class Transcript:
    enabled: bool
    prompt: str
    every_ms: Annotated[int, Between(80, 10_000)]
    agreeing: Annotated[int, Between(2, 10)]
    max_tokens: Count
    max_waiting: Count


@dataclass(frozen=True, slots=True)
class Answer:
    system: str
    read_prompt: str
    voice: str
    voice_en: str
    voice_zh: str
    temperature: Annotated[float, Between(0, 5)]
    top_p: Annotated[float, Between(0.01, 1)]
    top_k: Annotated[int, Between(0, 200_000)]
    repetition_penalty: Annotated[float, Between(0.1, 10)]
    max_tokens: Count
    max_ahead_s: Annotated[float, Between(0.2, 3600)]
    playout_slack_ms: Annotated[int, Between(0, 10_000)]
    history_tokens: Annotated[int, Between(64, 1_000_000)]

    def natives(self) -> dict[str, str]:
        """By language, all of `pipeline.wish.LANGUAGES`: the voice that speaks it for the others, or ""."""
        return {"en": self.voice_en, "zh": self.voice_zh}


@dataclass(frozen=True, slots=True)
class Think:
    prompt: str
    max_tokens: Count


@dataclass(frozen=True, slots=True)
class Translate:
    written: str
    spoken: str
    en: str
    zh: str
    written_temperature: Annotated[float, Between(0, 5)]

    def prompt(self, to: str, *, spoken: bool) -> str:
        """The system prompt that asks for a translation to `to`, one of `pipeline.wish.LANGUAGES`."""
        return (self.spoken if spoken else self.written).replace("{language}", getattr(self, to))


@dataclass(frozen=True, slots=True)
class Tools:
    builtin: tuple[str, ...]
    instruction: str
    timeout_s: Annotated[float, Between(0.01, 3600)]
    max_result_chars: Count
    max_calls: Annotated[int, Between(1, 64)]
    max_rounds: Annotated[int, Between(1, 64)]
    filler_en: str
    filler_zh: str
    filler_after_ms: Annotated[int, Between(0, 60_000)]
    search_url: str
    search_results: Annotated[int, Between(1, 20)]

    def fillers(self) -> dict[str, str]:
        """By language, all of `pipeline.wish.LANGUAGES`."""
        return {"en": self.filler_en, "zh": self.filler_zh}


@dataclass(frozen=True, slots=True)
class McpServer:
    """A server of tools: a `command` to run and talk to, or the `url` of one that runs."""

    command: tuple[str, ...] = ()
    url: str = ""
    env: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    folder: str


@dataclass(frozen=True, slots=True)
class Recording:
    folder: str
    every_call: bool


@dataclass(frozen=True, slots=True)
class Flow:
    first_chunk_tokens: Annotated[int, Between(1, 250)]
    chunk_tokens: Annotated[int, Between(1, 250)]


@dataclass(frozen=True, slots=True)
class Lane:
    max_memory_gb: Annotated[float, Between(0, 10_000)]
    max_turns: Count
    ahead_tokens: Count
    prefill_tokens: Annotated[int, Between(1, 65_536)]
    seed: Annotated[int, Between(0, 2**63 - 1)]


@dataclass(frozen=True, slots=True)
class Channels:
    mic: Count
    resample: Count
    vad: Count
    segments: Count
    mel: Count
    encoder: Count
    adaptor: Count
    transcript: Count
    features: Count
    llm: Count
    codes: Count
    flow: Count
    vocoder: Count
    commands: Count
    events: Count

    def size(self, name: str) -> int:
        """How many items the channel of that name may hold."""
        if name not in {field.name for field in fields(self)}:
            raise ConfigError(f"the channel {name!r} has no size in [channels]")
        return cast(int, getattr(self, name))


@dataclass(frozen=True, slots=True)
class Metrics:
    buckets_ms: tuple[float, ...]
    trace: str


@dataclass(frozen=True, slots=True)
class Config:
    """All of it, a section each."""

    server: Server
    ears: Ears
    patience: Patience
    silence: Silence
    interruption: Interruption
    echo: Echo
    transcript: Transcript
    answer: Answer
    think: Think
    translate: Translate
    tools: Tools
    mcp: Mapping[str, McpServer]
    voices: Voices
    recording: Recording
    flow: Flow
    lane: Lane
    channels: Channels
    metrics: Metrics


def load(
    path: Path | None = None, overrides: Iterable[str] = (), model: Mapping[str, Mapping[str, Any]] | None = None
) -> Config:
    """The default configuration, changed by what the model itself asks for, changed by the file at `path`, changed by
    overrides `section.key=value` (TOML values; quotes around a text may be left out). Raises ConfigError."""
    values = _read(DEFAULT)
    _merge(values, model or {}, "the model's own configuration")
    if path is not None:
        _merge(values, _read(path), str(path))
    for override in overrides:
        _merge(values, _parse(override), f"--set {override}")
    return _build(Config, values, "the configuration", "")


def check(section: str, key: str, value: Any) -> Any:
    """`value` as one for that knob. Raises ConfigError for the wrong type or range."""
    return _check(_hints(_hints(Config)[section])[key], value, f"{section}.{key}")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error


def _parse(override: str) -> dict[str, Any]:
    name, equals, value = override.partition("=")
    section, dot, key = name.strip().partition(".")
    if not (equals and dot and key):
        raise ConfigError(f"--set {override}: expected section.key=value, as in ears.min_silence_ms=400")
    try:
        return {section: {key: tomllib.loads(f"value = {value}")["value"]}}
    except tomllib.TOMLDecodeError:
        return {section: {key: value.strip()}}


def _merge(into: dict[str, Any], changes: Mapping[str, Any], source: str) -> None:
    """Lay `changes` over `into`. Only what is there can be changed; types and ranges are judged when all is known."""
    for section, values in changes.items():
        if section not in into:
            raise ConfigError(f"{source}: no section [{section}]{_nearest(section, into)}")
        if not isinstance(values, dict):
            raise ConfigError(f"{source}: {section} is a section: write [{section}] and its keys below it")
        known = cast("dict[str, Any]", into[section])
        named = get_origin(_hints(Config)[section]) is Mapping  # its keys are names that the user gives
        for key, value in cast("dict[str, Any]", values).items():
            if named:
                known[key] = _entry(get_args(_hints(Config)[section])[1], value, f"{source}: {section}.{key}")
                continue
            if key not in known:
                raise ConfigError(f"{source}: no key {key!r} in [{section}]{_nearest(key, known)}")
            _check(_hints(_hints(Config)[section])[key], value, f"{source}: {section}.{key}")
            known[key] = value


def _build(kind: type[T], values: Mapping[str, Any], source: str, prefix: str) -> T:
    hints = _hints(kind)
    for name in values:
        if name not in hints:
            raise ConfigError(f"{source}: no key {prefix}{name}{_nearest(name, hints)}")
    if missing := [name for name in hints if name not in values]:
        raise ConfigError(f"{source} lacks {', '.join(prefix + name for name in missing)}")
    return kind(**{name: _value(hint, values[name], source, prefix + name) for name, hint in hints.items()})


def _entry(kind: type[Any], value: Any, where: str) -> Any:
    """A named entry, which may leave out what has a default."""
    if not isinstance(value, dict):
        raise ConfigError(f"{where} is {value!r}: expected a table, as in [mcp.NAME]")
    hints, values = _hints(kind), cast("dict[str, Any]", value)
    for key in values:
        if key not in hints:
            raise ConfigError(f"{where}: no key {key!r}{_nearest(key, hints)}")
    return kind(**{key: _check(hints[key], values[key], f"{where}.{key}") for key in values})


def _value(hint: Any, value: Any, source: str, name: str) -> Any:
    if get_origin(hint) is Mapping:
        return MappingProxyType(dict(value))
    if is_dataclass(hint):
        return _build(cast("type[Any]", hint), value, source, f"{name}.")
    return _check(hint, value, f"{source}: {name}")


def _check(hint: Any, value: Any, where: str) -> Any:
    """`value` as the type of `hint`; an integer will do for a float, and nothing else for anything else."""
    kind, between = (get_args(hint)[0], get_args(hint)[1]) if get_origin(hint) is Annotated else (hint, None)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise ConfigError(f"{where} is {value!r}: expected a list")
        items = cast("list[Any]", value)
        return tuple(_check(get_args(kind)[0], item, f"{where}[{i}]") for i, item in enumerate(items))
    allowed = (int, float) if kind is float else (kind,)
    wanted = _WORDS[kind] + (f" from {between.low:g} to {between.high:g}" if between else "")
    if type(value) not in allowed or (between and not between.low <= value <= between.high):
        raise ConfigError(f"{where} is {value!r}: expected {wanted}")
    return kind(value)


_WORDS: Mapping[Any, str] = {int: "a whole number", float: "a number", str: "a text", bool: "true or false"}


def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _nearest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f": did you mean {close[0]}?" if close else f": expected one of {', '.join(names)}"
