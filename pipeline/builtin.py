"""The tools that every server can offer: their schemas, and the two that need nothing but arithmetic and a clock."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.wish import ToolSchema

CALCULATOR = ToolSchema(
    "calculator",
    "Work out an arithmetic expression.",
    {
        "type": "object",
        "properties": {"expression": {"type": "string", "description": "for example 12 * (3 + 4.5)"}},
        "required": ["expression"],
        "additionalProperties": False,
    },
)
CURRENT_TIME = ToolSchema(
    "current_time",
    "Tell the current date and time.",
    {
        "type": "object",
        "properties": {"timezone": {"type": "string", "description": "for example Europe/Paris"}},
        "additionalProperties": False,
    },
)
WEB_SEARCH = ToolSchema(
    "web_search",
    "Search the web.",
    {
        "type": "object",
        "properties": {"query": {"type": "string", "description": "what to look for"}},
        "required": ["query"],
        "additionalProperties": False,
    },
)
SCHEMAS: Mapping[str, ToolSchema] = {schema.name: schema for schema in (CALCULATOR, CURRENT_TIME, WEB_SEARCH)}
"""By name, as the configuration names them."""

LONGEST_EXPRESSION = 300  # characters
LARGEST_POWER_DIGITS = 300  # digits of a whole power: more is a way to keep a processor busy, and no answer to speak

_OPERATORS: Mapping[type[ast.operator | ast.unaryop], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": abs,
    "round": round,
    "min": min,
    "max": max,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "log": math.log,
    "exp": math.exp,
}
_CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}


class ToolError(Exception):
    """A tool could not do what was asked; the message is for the model, which explains it to the caller."""


def calculate(expression: str) -> str:
    """The value of an expression of numbers, + - * / // % ** and a few functions. Raises ToolError.

    The syntax tree is walked, and nothing is evaluated that is not named here.
    """
    if len(expression) > LONGEST_EXPRESSION:
        raise ToolError(f"the expression has {len(expression)} characters, at most {LONGEST_EXPRESSION} can be read")
    plain = expression.replace("×", "*").replace("÷", "/").replace("^", "**").replace("−", "-").strip()
    try:
        value = _value(ast.parse(plain, mode="eval").body)
        if isinstance(value, complex) or not math.isfinite(value):
            raise ToolError(f"{expression!r} has no finite value")
    except ZeroDivisionError:
        raise ToolError("division by zero") from None
    except OverflowError:
        raise ToolError(f"the value of {expression!r} is too large") from None
    except (SyntaxError, TypeError, ValueError, RecursionError, MemoryError) as error:
        raise ToolError(f"{expression!r} cannot be worked out: {error}") from error
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def current_time(now: datetime, timezone: str = "") -> str:
    """`now` (with a time zone) in words, in the zone of that name. Raises ToolError."""
    try:
        there = now.astimezone(ZoneInfo(timezone) if timezone else None)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ToolError(f"no time zone {timezone!r}: expected one such as Europe/Paris or Asia/Shanghai") from error
    return there.strftime("%A, %d %B %Y, %H:%M") + (f" ({timezone})" if timezone else "")


def utc_now() -> datetime:
    return datetime.now(UTC)


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(operand))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_value(left), _value(right))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*map(_value, arguments))
        case _:
            raise ToolError(f"{ast.unparse(node)!r} is no arithmetic: expected numbers, + - * / // % **, and functions")


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(base, int) and isinstance(exponent, int) and abs(base) > 1:
        digits = abs(exponent) * math.log10(abs(base))
        if digits > LARGEST_POWER_DIGITS:
            raise ToolError(f"the power has about {digits:.0f} digits, at most {LARGEST_POWER_DIGITS} are worked out")
    return base**exponent
