"""Conversations to token ids, in the one template every Step-Audio 2 checkpoint was trained on, and answers from ids.

A turn is `<|BOT|>role⏎content<|EOT|>` with no newline after it. A prompt is a list of segments; each is tokenised on
its own and the ids are concatenated, so that no merge crosses from one to the next. The base (untuned) checkpoints have
no turns: their prompt is a bare list of segments, passed straight to `encode`. The chat_template in
tokenizer_config.json is not this one.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from stages.models.adaptor import token_count
from stages.models.mel import frame_count
from stages.tokenizer import Tokenizer

PIECE_SAMPLES = 400_000
"""Audio is heard in pieces of 25 s at 16 kHz, each between its own `<audio_start>` and `<audio_end>`."""
SPEAK = "<tts_start>"
"""Opens a spoken answer: text and audio ids interleaved follow."""
THINK = "\n<think>\n"
"""Opens the thinking of a Think checkpoint, which ends with THINK_END. Both are ordinary text."""
THINK_END = "</think>"


@dataclass(frozen=True, slots=True)
class Audio:
    """One piece of audio, `n_tokens` adaptor features long (12.5 Hz)."""

    n_tokens: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Ids put in as they are, for instance an earlier spoken answer."""

    ids: tuple[int, ...]


Text = str
Segment = Text | Audio | Tokens


@dataclass(frozen=True, slots=True)
class Message:
    """One turn. Content None opens a written answer; `eot=False` leaves the turn open after its content."""

    role: str
    content: Text | Sequence[Segment] | None
    eot: bool = True


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """A call the model asks for: the tool's name and its arguments as the JSON text the model wrote."""

    name: str
    arguments: str


class PromptError(ValueError):
    """An answer does not have the form the template gives it."""


def render(messages: Iterable[Message], tokenizer: Tokenizer) -> list[int]:
    """The ids of a conversation."""
    return encode(segments(messages), tokenizer)


def segments(messages: Iterable[Message]) -> list[Segment]:
    """A conversation as the segments that are tokenised one by one."""
    return [segment for message in messages for segment in turn(message)]


def encode(parts: Iterable[Segment], tokenizer: Tokenizer) -> list[int]:
    """The ids of segments, one after the other."""
    return [token for part in parts for token in encode_segment(part, tokenizer)]


def audio(n_samples: int) -> list[Audio]:
    """The pieces of a clip of `n_samples` at 16 kHz, for an adaptor of the published stride."""
    lengths = [min(PIECE_SAMPLES, n_samples - start) for start in range(0, n_samples, PIECE_SAMPLES)]
    return [Audio(token_count(frame_count(length))) for length in lengths]


def speak() -> Message:
    """Last message of a prompt whose answer is to be spoken."""
    return Message("assistant", SPEAK, eot=False)


def write() -> Message:
    """Last message of a prompt whose answer is to be written."""
    return Message("assistant", None)


def spoken(ids: Iterable[int]) -> Message:
    """A spoken answer as history: the text and audio ids that were generated."""
    return Message("assistant", [SPEAK, Tokens(tuple(ids))])


def think() -> Message:
    """Last message of a Think checkpoint's first pass: generate until THINK_END."""
    return Message("assistant", THINK, eot=False)


def speak_after(thoughts: str) -> Message:
    """Last message of the second pass, after `thoughts`: the first pass's text up to THINK_END.

    Later turns remember the spoken answer alone.
    """
    return Message("assistant", f"{THINK}{thoughts}{THINK_END}\n\n{SPEAK}", eot=False)


def write_after(thoughts: str) -> Message:
    """As `speak_after`, for an answer that is written."""
    return Message("assistant", f"{THINK}{thoughts}{THINK_END}\n\n", eot=False)


def function(name: str, description: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """A tool in OpenAI's function form; `parameters` is the JSON schema of its arguments."""
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def tools(schemas: Sequence[dict[str, Any]]) -> Message:
    """The turn after the system prompt that lists the tools, each in OpenAI's function form."""
    return Message("tool_json_schemas", json.dumps(schemas, ensure_ascii=False))


def tool_call(name: str, arguments: str) -> str:
    """A call as the model writes it, at the end of an answer or in place of one; several follow each other directly."""
    return f"<tool_call>function\n{name}\n{arguments}</tool_call>"


def tool_result(result: str, instruction: str) -> Message:
    """What a tool gave, and what to do with it."""
    return Message("input", [result, instruction])


def tool_results(results: Sequence[tuple[str, str]], instruction: str) -> Message:
    """What one answer's calls gave, (name, text) in the order of the calls: one result as it is, of more each on a line
    behind the tool's name."""
    texts = [text if len(results) == 1 else f"{name}: {text}" for name, text in results]
    return tool_result("\n".join(texts), instruction)


def tool_requests(text: str) -> tuple[str, list[ToolRequest]]:
    """Split an answer's text into what is said and the tools it asks for.

    A call is `<tool_call>function⏎name⏎{json}</tool_call>`. Raises PromptError for one that is not.
    """
    said, *calls = text.split("<tool_call>")
    requests: list[ToolRequest] = []
    for call in calls:
        body, closed, after = call.partition("</tool_call>")
        match = re.fullmatch(r"function\n([^\n]+)\n(.*)", body.strip(), re.DOTALL)
        if not closed or not match:
            raise PromptError(f"not a tool call of the form function, name, JSON arguments: {call!r}")
        try:
            json.loads(match[2])
        except json.JSONDecodeError as error:
            raise PromptError(f"arguments of the call to {match[1]} are not JSON ({error}): {match[2]!r}") from error
        requests.append(ToolRequest(match[1], match[2]))
        said += after
    return said, requests


def split_output(ids: Iterable[int], tokenizer: Tokenizer) -> tuple[str, list[int]]:
    """The text and the audio codes of an answer's interleaved ids; `<tts_end>`, `<tts_pad>` and the like are neither.

    Codes beyond the flow's codebook are kept here, as in the reference: `playable` removes them.
    """
    ids = list(ids)
    codes = [code for token in ids if (code := tokenizer.audio_code(token)) is not None]
    return tokenizer.decode(token for token in ids if tokenizer.is_text(token)), codes


def playable(codes: Iterable[int], codebook_size: int) -> list[int]:
    """The codes the flow knows; the rest is padding."""
    return [code for code in codes if code < codebook_size]


def turn(message: Message) -> list[Segment]:
    role = "human" if message.role == "user" else message.role
    opening, closing = f"<|BOT|>{role}\n", "<|EOT|>" if message.eot else ""
    if message.content is None:
        return [opening]
    if isinstance(message.content, str):
        return [opening + message.content + closing]
    return [opening, *message.content, *([closing] if closing else [])]


def encode_segment(segment: Segment, tokenizer: Tokenizer) -> list[int]:
    match segment:
        case Audio(n_tokens):
            patches = [tokenizer.id("<audio_patch>")] * n_tokens
            return [tokenizer.id("<audio_start>"), *patches, tokenizer.id("<audio_end>")]
        case Tokens(ids):
            return list(ids)
        case _:
            return tokenizer.encode(segment)
