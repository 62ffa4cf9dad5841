"""What was said in a recording, written down in the forms that clients ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Passage:
    """Something said without a pause: when, in seconds of the recording, and what."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """All of a recording: its passages, how long it is, what was done with it, and the language of the text."""

    passages: Sequence[Passage]
    duration_s: float
    task: str
    language: str

    @property
    def text(self) -> str:
        return " ".join(passage.text for passage in self.passages if passage.text)


def as_json(heard: Heard) -> dict[str, Any]:
    return {"text": heard.text, "usage": _usage(heard)}


def as_verbose_json(heard: Heard) -> dict[str, Any]:
    """With times. What is not known here is 0, or empty: the shape wants it to be there."""
    segments = [
        {
            "id": number,
            "seek": 0,
            "start": round(passage.start_s, 3),
            "end": round(passage.end_s, 3),
            "text": passage.text,
            "tokens": [],
            "temperature": 0.0,
            "avg_logprob": 0.0,
            "compression_ratio": 0.0,
            "no_speech_prob": 0.0,
        }
        for number, passage in enumerate(heard.passages)
    ]
    return {
        "task": heard.task,
        "language": heard.language,
        "duration": round(heard.duration_s, 3),
        "text": heard.text,
        "segments": segments,
        "usage": _usage(heard),
    }


def as_text(heard: Heard) -> str:
    return f"{heard.text}\n"


def as_srt(heard: Heard) -> str:
    """SubRip: numbered, times with a comma."""
    return "".join(
        f"{number}\n{_time(passage.start_s, ',')} --> {_time(passage.end_s, ',')}\n{_lines(passage)}\n\n"
        for number, passage in enumerate(heard.passages, 1)
    )


def as_vtt(heard: Heard) -> str:
    """WebVTT: times with a point, and the characters escaped that mean something there."""
    cues = (
        f"{_time(passage.start_s, '.')} --> {_time(passage.end_s, '.')}\n"
        + _lines(passage).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "\n\n"
        for passage in heard.passages
    )
    return "WEBVTT\n\n" + "".join(cues)


FORMATS: Mapping[str, tuple[str, Callable[[Heard], str | dict[str, Any]]]] = {
    "json": ("application/json", as_json),
    "verbose_json": ("application/json", as_verbose_json),
    "text": ("text/plain; charset=utf-8", as_text),
    "srt": ("application/x-subrip; charset=utf-8", as_srt),
    "vtt": ("text/vtt; charset=utf-8", as_vtt),
}
"""By the name that a request gives them: the media type, and what writes it."""


def language_of(text: str) -> str:
    """The language of a text, told by its characters: the model speaks Chinese and English."""
    return "chinese" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "english"


def _time(seconds: float, point: str) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"


def _lines(passage: Passage) -> str:
    """The text in one line: an empty one would end the caption."""
    return " ".join(passage.text.split())


def _usage(heard: Heard) -> dict[str, Any]:
    return {"type": "duration", "seconds": max(1, round(heard.duration_s))}
