"""The built-in tools that need nothing from outside."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.builtin import SCHEMAS, ToolError, calculate, current_time
from pipeline.tools import wrong_schema


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("12 * (3 + 4.5)", "90"),
        ("2 ^ 10", "1024"),
        ("7 // 2 + 7 % 4", "6"),
        ("-3 ** 2", "-9"),
        ("0.1 + 0.2", "0.3"),
        ("sqrt(2)", "1.41421356237"),
        ("6 × 7 ÷ 2 − 1", "20"),
        ("max(1, 2, pi)", "3.14159265359"),
        ("10 / 4", "2.5"),
        ("2 ** 100", "1267650600228229401496703205376"),
    ],
)
def test_arithmetic(expression: str, value: str) -> None:
    assert calculate(expression) == value


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("1 / 0", "division by zero"),
        ("9 ** 9 ** 9", "digits"),
        ("(10 ** 300) ** 300", "digits"),
        ("*".join(["9 ** 99"] * 30), "too large"),
        ("exp(1000)", "too large"),
        ("sqrt(-1)", "cannot be worked out"),
        ("(-8) ** 0.5", "no finite value"),
        ("1 +", "cannot be worked out"),
        ("__import__('os').system('true')", "no arithmetic"),
        ("().__class__", "no arithmetic"),
        ("[x for x in (1,)]", "no arithmetic"),
        ("'a' * 3", "no arithmetic"),
        ("True + 1", "no arithmetic"),
        ("1j * 1j", "no arithmetic"),
        ("1" * 301, "at most 300"),
        ("round(2, 3, 4)", "cannot be worked out"),
        ("", "cannot be worked out"),
        ("1\x002", "cannot be worked out"),
    ],
)
def test_what_is_no_arithmetic_is_refused_at_once(expression: str, why: str) -> None:
    with pytest.raises(ToolError, match=why):
        calculate(expression)


def test_the_time_here_and_elsewhere() -> None:
    now = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    assert current_time(now, "Asia/Shanghai") == "Monday, 23 November 2026, 01:30 (Asia/Shanghai)"
    assert current_time(now, "UTC") == "Sunday, 22 November 2026, 17:30 (UTC)"
    assert current_time(now).startswith(now.astimezone().strftime("%A, %d"))


@pytest.mark.parametrize("name", ["Mars/Base", "../../etc/passwd", "/etc/localtime", "x" * 5000])
def test_no_such_zone(name: str) -> None:
    with pytest.raises(ToolError, match="no time zone"):
        current_time(datetime(2026, 1, 1, tzinfo=UTC), name)


def test_their_schemas_can_be_used() -> None:
    assert not any(wrong_schema(schema) for schema in SCHEMAS.values())
