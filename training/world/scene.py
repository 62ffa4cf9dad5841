"""What one training document tells: a system prompt, tools, and turns of request and answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A request as it is spoken and its answer as it is written; after a tool's call its `result` is the request."""

    request: str
    answer: str
    thoughts: str = ""
    result: str = ""
    others: tuple[str, ...] = ()
    """The same request in other words."""

    @property
    def is_call(self) -> bool:
        return self.answer.startswith("<tool_call>")


@dataclass(frozen=True, slots=True)
class Scene:
    """Turns in one language, answered in the language `to`. `written` fixes how they are answered, None leaves it open;
    `system` is empty for the ordinary prompt."""

    kind: str
    language: Language
    turns: tuple[Turn, ...]
    to: Language
    system: str = ""
    tools: tuple[dict[str, Any], ...] = ()
    written: bool | None = None
