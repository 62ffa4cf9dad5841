"""What a client was told, in order: the events of OpenAI's, the frames of Pipecat's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

Told: TypeAlias = list[dict[str, Any]]
# Runs a scenario against the server at an address.
Client: TypeAlias = Callable[[str, str], Told]


def of(told: Told, kind: str) -> Told:
    return [event for event in told if event["type"] == kind]
