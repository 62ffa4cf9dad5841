"""Memory: what turns and calls leave behind. `memory.py` beside this measures 200 turns; here a part of that runs."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import mlx.core as mx
import pytest
from fast_caller import calling, gone

from stepaudio.library import NANO


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
    async def call() -> int:
        async with calling(server) as caller:
            await caller.ask("goodbye")
        await gone(server)
        return mx.get_active_memory()

    await call()
    gc.collect()
    gc.disable()  # what is only in cycles must not hold arrays
    try:
        before_bytes = await call()
        for _ in range(3):
            after_bytes = await call()
    finally:
        gc.enable()
    assert after_bytes - before_bytes < 100_000
