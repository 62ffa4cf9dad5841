"""A checkpoint of the published size, from writing it to speaking with it, and what each step costs.

    python tests/tools/full_run.py FOLDER [--scale 1] [--out FOLDER] [--steps write pull convert serve] [--seconds 15]

`tables.py` puts what it found into docs/performance.md.

`write` makes a random checkpoint in FOLDER/source (`full_size.py`), `pull` takes it over from there as if it came from
the hub, `convert` makes FOLDER/8bit and FOLDER/4bit of it, `serve` loads each in turn, lets a caller ask questions for
some seconds, and notes load time, peak memory and the time from the end of speech to the first sample. Each step is a
process of its own; conversions run on the CPU, at once.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from stepaudio import blas

blas.load()

import anyio  # noqa: E402
import mlx.core as mx  # noqa: E402

ROOT = Path(__file__).parents[2]
PRECISIONS: dict[str, int | None] = {"bf16": None, "8bit": 8, "4bit": 4}


def write(folder: Path, scale: int, seconds: float) -> dict[str, Any]:
    sys.path.insert(0, str(Path(__file__).parent))
    from full_size import write_checkpoint

    began = time.perf_counter()
    write_checkpoint(folder / "source", scale)
    return {"took_s": time.perf_counter() - began, "GB": size_gb(folder / "source"), **memory()}


def convert(name: str, folder: Path, scale: int, seconds: float) -> dict[str, Any]:
    """`bf16` is `pull` from the folder, which links what it need not write."""
    from stages.convert import convert
    from stepaudio.pull import pull

    mx.set_default_device(mx.Device(mx.cpu))
    source, target, began = folder / "source", folder / name, time.perf_counter()
    before = memory()["peak_GB"]
    if name == "bf16":
        pull(str(source), target)
    else:
        convert(source, target, bits=PRECISIONS[name])
    took_s = time.perf_counter() - began
    return {"precision": name, "took_s": took_s, "GB": size_gb(target), "before_GB": before, **memory()}


def serve(name: str, folder: Path, scale: int, seconds: float) -> dict[str, Any]:
    """Loads FOLDER/name, and lets a caller ask for so many seconds."""
    from pipeline.config import load as load_config
    from stepaudio.bench import bench
    from stepaudio.caller import read_questions
    from stepaudio.report import report
    from stepaudio.serve import serving

    said: list[tuple[str, float]] = []
    config = load_config(None, ["answer.max_tokens=240"])

    async def talk() -> Any:
        async with serving(folder / name, config, lambda doing: said.append((doing, time.perf_counter()))) as url:
            said.append(("ready", time.perf_counter()))
            return report(await bench(url, read_questions(ROOT / "checkpoints" / "nano" / "samples"), 1, seconds))

    began = time.perf_counter()
    figures = anyio.run(talk)
    ends = [at for _, at in said[1:]] + [said[-1][1]]
    took = {doing: round(end - at, 2) for (doing, at), end in zip(said, ends, strict=True)}
    marks = {mark: round(spread.p50) for mark, spread in figures.marks_ms.items()}
    after_ms = (
        marks["first_sample_sent"] - marks["endpoint"] if {"first_sample_sent", "endpoint"} <= marks.keys() else None
    )
    return {
        "precision": name,
        "ready_s": said[-1][1] - began,
        "first_audio_ms": figures.first_audio_ms.p50 if figures.first_audio_ms else None,
        "after_endpoint_ms": after_ms,
        "marks_ms": marks,
        "steps_s": took,
        "device_peak_GB": mx.get_peak_memory() / 1e9,
        "device_active_GB": mx.get_active_memory() / 1e9,
        **memory(),
    }


def memory() -> dict[str, float]:
    """Peak of this process's own memory, in GB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return {"peak_GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9}


def size_gb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e9


STEPS: dict[str, list[tuple[str, Callable[..., dict[str, Any]]]]] = {
    "write": [("write", write)],
    "pull": [("pull bf16", partial(convert, "bf16"))],
    "convert": [(f"convert {name}", partial(convert, name)) for name in ("8bit", "4bit")],
    "serve": [(f"serve {name}", partial(serve, name)) for name in PRECISIONS],
}


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="a checkpoint of the published size, written, converted and served")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=15.0, help="that a caller asks, for each precision")
    parser.add_argument("--steps", nargs="*", choices=list(STEPS), default=list(STEPS))
    parser.add_argument("--precisions", nargs="*", choices=list(PRECISIONS), default=list(PRECISIONS), help="to serve")
    parser.add_argument("--out", type=Path, help="folder for full_run.json, whose other entries stay")
    parser.add_argument("--again", action="store_true", help="keep what `serve` finds beside what it found before")
    parser.add_argument("--only", help=argparse.SUPPRESS)  # one step, in this process
    wish = parser.parse_args(arguments)
    if wish.only:
        step = dict(entry for entries in STEPS.values() for entry in entries)[wish.only]
        print("RESULT " + json.dumps(step(wish.folder, wish.scale, wish.seconds)))
        return
    kept = wish.out / "full_run.json" if wish.out else None
    results: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept and kept.is_file() else {}
    for name in wish.steps:
        mine = [__file__, str(wish.folder), "--scale", str(wish.scale), "--seconds", str(wish.seconds), "--only"]
        parts = [part for part, _ in STEPS[name] if name != "serve" or part.split()[1] in wish.precisions]
        running = {part: begin([*mine, part]) for part in parts} if name != "serve" else {}
        for part in parts:
            entry = f"{part} again" if wish.again else part
            results[entry] = finish(running.get(part) or begin([*mine, part]))
            print(entry, json.dumps(results[entry]), flush=True)
            if kept:
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text(json.dumps(results, indent=1), encoding="utf-8")


def begin(command: list[str]) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen(
        [sys.executable, *command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What the step found, or the end of what it said."""
    said, _ = process.communicate()
    found = [line for line in said.splitlines() if line.startswith("RESULT ")]
    return json.loads(found[-1].removeprefix("RESULT ")) if found else {"failed": said[-1500:]}


if __name__ == "__main__":
    main()
