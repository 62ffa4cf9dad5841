"""Scripted calls: the fake clock and the actors are found beside the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline"))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
