"""Memory: what turns and calls leave behind. `memory.py` beside this measures 200 turns; here a part of that runs."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import anyio
import mlx.core as mx
import pytest
from fast_caller import calling, gone

from pipeline.config import load
from stepaudio.library import NANO

PATIENCE_S = 20 + load(None).server.resume_grace_s
ROUNDING_BYTES = 100_000
"""Far below what one call holds, 800 kB."""


def test_memory_does_not_grow_with_the_turns() -> None:
    script = Path(__file__).with_name("memory.py")
    measured = subprocess.run(
        [sys.executable, script, "--early", "6", "--late", "16", "--limit-mb", "20"],
        env=os.environ | {"PYTHONPATH": str(NANO.parent.parent)},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert measured.returncode == 0, measured.stdout + measured.stderr
    assert "from turn 6 to turn 16: " in measured.stdout


@pytest.mark.anyio
async def test_a_call_that_is_over_leaves_no_array_behind(server: str) -> None:
    async def call() -> None:
        async with calling(server) as caller:
            await caller.ask("goodbye")
        await gone(server)

    async def left_bytes(most: int) -> int:
        """What MLX holds: once it is no more than `most`, or after the longest that a session is kept for its client.

        The last arrays of a call go a moment after its place is free, and one whose connection broke is kept."""
        with anyio.move_on_after(PATIENCE_S):
            while mx.get_active_memory() > most:  # noqa: ASYNC110
                await anyio.sleep(0.05)
        return mx.get_active_memory()

    await call()
    gc.collect()
    gc.disable()  # what is only in cycles must not hold arrays
    try:
        await call()
        await anyio.sleep(1)
        most_bytes = mx.get_active_memory() + ROUNDING_BYTES
        for _ in range(4):
            await call()
        assert await left_bytes(most_bytes) <= most_bytes
    finally:
        gc.enable()
