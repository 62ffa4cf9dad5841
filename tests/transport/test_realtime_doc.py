"""docs/realtime.md says what the code does: its tables, held against the codecs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from realtime_talk import HANDSHAKE

from transport.realtime import codec, translation
from transport.realtime.settings import WITHOUT_EFFECT

PAGE = (Path(__file__).parent.parent.parent / "docs" / "realtime.md").read_text()
ROW = re.compile(r"^\| `([^`]+)` \| (yes|partly|no) \|(.*)\|$", re.MULTILINE)
EFFECTLESS = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|$", re.MULTILINE)


def table(heading: str, until: str) -> dict[str, tuple[str, str]]:
    """The events of the table between two places of the page, whether they are served, and how or why not."""
    part = PAGE[PAGE.index(heading) : PAGE.index(until)]
    rows = {name: (said, how.strip()) for name, said, how in ROW.findall(part)}
    assert len(rows) == len(ROW.findall(part)) > 0
    return rows


def served(rows: dict[str, tuple[str, str]]) -> set[str]:
    return {name for name, (said, _) in rows.items() if said != "no"}


@pytest.mark.parametrize(
    ("heading", "until", "events"),
    [
        ("## What the client may send", "## What the server", set(codec.RealtimeCodec(HANDSHAKE).handlers)),
        ("## What the server sends", "### In which order", set(codec.SERVER_EVENTS)),
        ("| event of the client", "| event of the server", set(translation.TranslationCodec(HANDSHAKE).handlers)),
        ("| event of the server", "## How the server closes", set(translation.SERVER_EVENTS)),
    ],
)
def test_what_is_served_is_what_the_code_serves(heading: str, until: str, events: set[str]) -> None:
    rows = table(heading, until)
    assert served(rows) == events
    assert all(why for said, why in rows.values() if said != "yes"), "what is not served is not served for a reason"


def test_fields_without_effect_are_told_with_the_reason() -> None:
    part = PAGE[PAGE.index("Taken, and without effect") : PAGE.index("## Items")]
    assert dict(EFFECTLESS.findall(part)) == dict(WITHOUT_EFFECT)
