"""The small text files of a checkpoint: read, or refused in the words of whoever reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_text(path: Path, refusal: type[ValueError]) -> str:
    """What is written in `path`. Raises `refusal`."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise refusal(f"{path.name} is missing") from None
    except UnicodeDecodeError as error:
        raise refusal(f"{path.name} is not text in UTF-8: {error}") from error


def read_json(path: Path, refusal: type[ValueError]) -> dict[str, Any]:
    """The JSON object in `path`. Raises `refusal`."""
    try:
        content = json.loads(read_text(path, refusal))
    except json.JSONDecodeError as error:
        raise refusal(f"{path.name} is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise refusal(f"{path.name} holds a {type(content).__name__}: expected a JSON object")
    return content
