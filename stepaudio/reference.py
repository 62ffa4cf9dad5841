"""The configuration reference, made from configs/default.toml and the types: `python -m stepaudio.reference`.

docs/configuration.md is its output; a test holds the two together.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pipeline.config import DEFAULT, Between, Config

HEAD = """# Configuration

<!-- Written by `python -m stepaudio.reference > docs/configuration.md`: change configs/default.toml instead. -->

Every knob, once. A file of your own (`--config FILE`) says only what it changes, `--set section.key=value` changes one
more, and both go before what a checkpoint's `generation_config.json` asks for. A mistake is named: the section, the
key, what was found and what would be right. Without a server, `stepaudio doctor --config FILE` checks a file.

```toml
# mine.toml
[server]
host = "0.0.0.0"
keys = "keys.toml"

[answer]
system = "You are the reception desk of Hotel Miramar."
```
"""

SECTION = re.compile(r"\[(\w+)\]\s*(?:#\s*(.*))?")
KEY = re.compile(r"(\w+) = ")
COMMENT = re.compile(r"\s+#\s*(.*)")
LONG_CHARS = 60  # of a list, which is then only counted
WORDS = {int: "whole number", float: "number", str: "text", bool: "true or false"}


@dataclass(slots=True)
class Knob:
    """A key as it stands in the file: its value, as written, and its comment."""

    name: str
    value: str
    comment: list[str]


@dataclass(slots=True)
class Section:
    """A section as it stands in the file."""

    name: str
    comment: list[str]
    knobs: list[Knob] = field(default_factory=list[Knob])


def reference(toml: str = "") -> str:
    """All of it, as Markdown."""
    parts = [HEAD]
    kinds = get_type_hints(Config)
    for section in _sections(toml or DEFAULT.read_text(encoding="utf-8")):
        parts.append(f"\n## [{section.name}]\n")
        if section.comment:
            parts.append(f"\n{_sentence(section.comment)}\n")
        if section.knobs:
            hints = get_type_hints(kinds[section.name], include_extras=True)
            parts.append("\n| key | default | may be | |\n|---|---|---|---|\n")
            parts += [_row(knob, hints[knob.name]) for knob in section.knobs]
    return "".join(parts)


def _sections(toml: str) -> Iterator[Section]:
    section: Section | None = None
    for line in _joined(toml):
        if opening := SECTION.match(line):
            if section is not None:
                yield section
            section = Section(opening[1], [opening[2]] if opening[2] else [])
        elif section is None:
            continue
        elif key := KEY.match(line):
            value, comment = _split(line[key.end() :])
            section.knobs.append(Knob(key[1], value, [comment] if comment else []))
        elif more := COMMENT.match(line):
            (section.knobs[-1].comment if section.knobs else section.comment).append(more[1])
    if section is not None:
        yield section


def _joined(toml: str) -> Iterator[str]:
    """The lines, with a list that goes over several of them in one; what is commented inside of it comes behind it."""
    lines = iter(toml.splitlines())
    for line in lines:
        if KEY.match(line) and not _is_whole(line):
            bare, comments = _uncommented(line)
            while not _is_whole(bare):
                more, comment = _uncommented(next(lines))
                bare, comments = f"{bare} {more.strip()}", comments + comment
            line = f"{bare} # {' '.join(comments)}"
        yield line


def _is_whole(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _uncommented(line: str) -> tuple[str, list[str]]:
    """The line without its comment, and that: # outside of quotes, of which none are escaped."""
    for place in [match.start() for match in re.finditer("#", line)]:
        if line[:place].count('"') % 2 == 0:
            return line[:place].rstrip(), [line[place + 1 :].strip()]
    return line, []


def _split(rest: str) -> tuple[str, str]:
    """The value and the comment behind it: at the first # before which the value is whole."""
    for place in [match.start() for match in re.finditer("#", rest)]:
        try:
            tomllib.loads(f"value = {rest[:place]}")
        except tomllib.TOMLDecodeError:
            continue
        return rest[:place].strip(), rest[place + 1 :].strip()
    return rest.strip(), ""


def _row(knob: Knob, hint: Any) -> str:
    return f"| `{knob.name}` | {_default(knob.value)} | {_kind(hint)} | {_sentence(knob.comment)} |\n"


def _default(value: str) -> str:
    if len(value) > LONG_CHARS and value.startswith("["):
        return f"{len(tomllib.loads(f'value = {value}')['value'])} of them, in configs/default.toml"
    return "`" + value.replace("|", "\\|") + "`"


def _kind(hint: Any) -> str:
    kind, between = (get_args(hint)[0], get_args(hint)[1]) if get_origin(hint) is Annotated else (hint, None)
    if get_origin(kind) is tuple:
        return f"list of {WORDS[get_args(kind)[0]]}s"
    if isinstance(between, Between):
        return f"{WORDS[kind]}, {_number(between.low)} to {_number(between.high)}"
    return WORDS[kind]


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) and abs(value) < 1e15 else f"{value:g}"


def _sentence(comment: list[str]) -> str:
    return " ".join(part.strip() for part in comment).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    print(reference(), end="")
