"""How a process ends in which the model was loaded: by itself, with status 0, whether the model was closed or not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from stepaudio.library import NANO

COMPILED = """
import stepaudio
import mlx.core as mx

kept = []

def compile_much():
    "So much to let go of that the lane's thread would still be at it while the interpreter ends."
    for factor in range(300):
        kept.append(mx.compile(lambda x, factor=factor: [mx.sort(x), factor]))
        mx.eval(kept[-1](mx.ones(1))[0])
"""

ENGINE = """
import anyio
from pipeline.config import load
from stepaudio.engine import model_defaults, open_engine
from stepaudio.library import NANO

async def main():
    async with open_engine(NANO, load(None, [], model_defaults(NANO))) as engine:
        await engine.lane.run(compile_much, stage="test")

anyio.run(main)
print("done")
"""

LIBRARY = """
from stepaudio import StepAudio2
from stepaudio.library import NANO

model = StepAudio2.load()
"""

CALLED = """
print(model.transcribe(NANO / "samples" / "order.wav").text)
"""

CALLED_BY_A_THREAD = """
import threading

def call():
    threading.main_thread().join()
    print(model.transcribe(NANO / "samples" / "order.wav").text)

threading.Thread(target=call).start()
"""

CALLED_BY_A_DAEMON = """
import threading

def call():
    while True:
        model.transcribe(NANO / "samples" / "order.wav")
        called.set()

called = threading.Event()
threading.Thread(target=call, daemon=True).start()
called.wait()
print("done")
"""

DROPPED = """
import threading

assert "lane" in [thread.name for thread in threading.enumerate()]
del model
assert threading.enumerate() == [threading.main_thread()]
print("done")
"""

FAILED = """
raise SystemExit(print("done") or 0)
"""

LIVE = """
import asyncio
from stepaudio import Live

async def main():
    model = await Live.load().__aenter__()
    print(*model.voices)

asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("script", "says"),
    [
        pytest.param(COMPILED + ENGINE, "done", id="engine"),
        pytest.param(LIBRARY + CALLED, "order four seven two", id="never closed"),
        pytest.param(LIBRARY + CALLED + "model.close()\nmodel.close()\n", "order four seven two", id="closed twice"),
        pytest.param(LIBRARY + CALLED_BY_A_THREAD, "order four seven two", id="used after the main thread"),
        pytest.param(LIBRARY + CALLED_BY_A_DAEMON, "done", id="used at the end"),
        pytest.param(LIBRARY + DROPPED, "done", id="dropped"),
        pytest.param(LIBRARY + FAILED, "done", id="exit"),
        pytest.param(LIVE, "arthur", id="live, never left"),
    ],
)
def test_a_script_ends_by_itself(script: str, says: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": str(NANO.parent.parent)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert says in ended.stdout
