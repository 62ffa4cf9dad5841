"""A checkpoint of the published size, from writing it to speaking with it, and what each step costs.

    python tests/tools/full_run.py FOLDER [--scale 1] [--out FOLDER] [--steps write pull convert serve] [--seconds 15]
                                          [--limit 600]

`tables.py` puts what it found into docs/performance.md.

`write` makes a random checkpoint in FOLDER/source (`full_size.py`), `pull` takes it over from there as if it came from
the hub, `convert` makes FOLDER/8bit and FOLDER/4bit of it, `serve` loads each in turn, lets a caller ask questions for
some seconds, and notes load time, peak memory and the time from the end of speech to the first sample. Each step is a
process of its own; conversions run on the CPU, at once.

Every step says on stderr what it does when it does it. What it finds is on disk as soon as it is known, and stays when
the step ends at its `--limit`, breaks, or is told to end.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any

STARTED_S = time.perf_counter()
ROOT = Path(__file__).parents[2]
PRECISIONS: dict[str, int | None] = {"bf16": None, "8bit": 8, "4bit": 4}
LEAVE_S = 5.0
"""That a process may take to end once it is told to."""

SETTINGS = ["answer.max_tokens=100", "transcript.max_tokens=24"]
"""Random weights never end what they say: 4 s of answer, and transcripts as long as those of a question."""


class Findings:
    """What a step has found so far, told to the process that began it; and what it is doing, to whoever looks on."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: dict[str, Any] = {}

    def add(self, **rows: Any) -> None:
        self.rows |= rows
        print("RESULT " + json.dumps(self.rows), flush=True)

    def say(self, doing: str) -> None:
        print(f"{time.perf_counter() - STARTED_S:7.1f} s  {self.name}: {doing}", file=sys.stderr, flush=True)


Step = Callable[[argparse.Namespace, Findings], None]


def write(wish: argparse.Namespace, found: Findings) -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    from full_size import write_checkpoint

    began = time.perf_counter()
    write_checkpoint(wish.folder / "source", wish.scale, progress=found.say)
    found.add(took_s=time.perf_counter() - began, GB=size_gb(wish.folder / "source"), **memory())


def convert(name: str, wish: argparse.Namespace, found: Findings) -> None:
    """`bf16` is `pull` from the folder, which links what it need not write."""
    import mlx.core as mx

    from stages.convert import convert
    from stepaudio.pull import pull

    mx.set_default_device(mx.Device(mx.cpu))
    source, target, began, files = wish.folder / "source", wish.folder / name, time.perf_counter(), [""]
    found.add(precision=name, before_GB=memory()["peak_GB"])

    def progress(file: str, done: int, total: int) -> None:
        if file != files[-1]:
            files.append(file)
            found.say(f"{file}, {done / 1e9:.2f} of {total / 1e9:.2f} GB")

    if name == "bf16":
        pull(str(source), target, progress=progress)
    else:
        convert(source, target, bits=PRECISIONS[name], progress=progress)
    found.add(took_s=time.perf_counter() - began, GB=size_gb(target), **memory())


def serve(name: str, wish: argparse.Namespace, found: Findings) -> None:
    """Loads FOLDER/name, and lets a caller ask for so many seconds; the answer to the last question may take longer."""
    import anyio
    import mlx.core as mx

    from pipeline.config import load as load_config
    from stepaudio.bench import bench
    from stepaudio.caller import Notes, read_questions
    from stepaudio.serve import serving

    began = time.perf_counter()
    imported_s = began - STARTED_S
    doing: list[tuple[str, float]] = []

    def on_device() -> dict[str, float]:
        return {
            "device_active_GB": mx.get_active_memory() / 1e9,
            "device_peak_GB": mx.get_peak_memory() / 1e9,
            **memory(),
        }

    def progress(what: str) -> None:
        found.say(what)
        doing.append((re.sub(r"warming up \S+ \d+/\d+", "warming up:", what), time.perf_counter()))
        times = [at for _, at in doing]
        steps = [(what, until - at) for (what, at), until in zip(doing, times[1:], strict=False)]
        found.add(steps_s={what: round(took_s, 2) for what, took_s in steps}, now=doing[-1][0])

    def look(elapsed_s: float, notes: Notes) -> None:
        turns = [
            {"outcome": turn.outcome, "first_audio_ms": turn.first_audio_ms, "marks_ms": turn.marks_ms}
            for turn in notes.turns
            if turn.first_audio_ms is not None or turn.marks_ms
        ]
        if turns and turns != found.rows.get("turns"):
            found.say(f"{len(notes.asked)} asked, {elapsed_s:.1f} s, the last: {json.dumps(turns[-1])}")
            found.add(turns=json.loads(json.dumps(turns)), faults=notes.faults, **figures(turns), **on_device())

    async def talk() -> None:
        config = load_config(None, SETTINGS)
        async with serving(wish.folder / name, config, progress) as url:
            progress("ready")
            found.add(ready_s=time.perf_counter() - began, loaded_GB=mx.get_active_memory() / 1e9, **on_device())
            questions = sorted(read_questions(ROOT / "checkpoints" / "nano" / "samples"), key=lambda q: len(q.samples))
            left_s = wish.limit - LEAVE_S - (time.perf_counter() - STARTED_S)
            with anyio.move_on_after(left_s) as limit:
                run = await bench(url, questions[:4], 1, min(wish.seconds, left_s), show=look)
                look(run.elapsed_s, run.notes)
            found.say("was cut off at its limit" if limit.cancelled_caught else "spoken to; the server is told to end")
            found.add(now="ended", **on_device())

    found.add(precision=name, imported_s=imported_s)
    found.say("imported")
    anyio.run(talk)
    found.say("the server has ended")


def figures(turns: list[dict[str, Any]]) -> dict[str, Any]:
    """Medians over turns; those of the marks count from the end of speech that the server found."""
    names = dict.fromkeys(mark for turn in turns for mark in turn["marks_ms"])
    marks = {name: round(median(t["marks_ms"][name] for t in turns if name in t["marks_ms"])) for name in names}
    after = [t["marks_ms"]["first_sample_sent"] - t["marks_ms"]["endpoint"] for t in turns if sounded(t["marks_ms"])]
    heard = [turn["first_audio_ms"] for turn in turns if turn["first_audio_ms"] is not None]
    return {
        "first_audio_ms": median(heard) if heard else None,
        "after_endpoint_ms": median(after) if after else None,
        "after_endpoints_ms": after,
        "marks_ms": marks,
    }


def sounded(marks_ms: dict[str, float]) -> bool:
    return {"first_sample_sent", "endpoint"} <= marks_ms.keys()


def memory() -> dict[str, float]:
    """Peak of this process's own memory, in GB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return {"peak_GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9}


def size_gb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e9


STEPS: dict[str, list[tuple[str, Step]]] = {
    "write": [("write", write)],
    "pull": [("pull bf16", partial(convert, "bf16"))],
    "convert": [(f"convert {name}", partial(convert, name)) for name in ("8bit", "4bit")],
    "serve": [(f"serve {name}", partial(serve, name)) for name in PRECISIONS],
}


# -- the processes -----------------------------------------------------------------------------------------------------


class Kept:
    """Findings by step, as full_run.json in a folder, written whenever there are more; what is there already stays."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / "full_run.json" if folder else None
        self._writing = threading.Lock()
        known = self._file is not None and self._file.is_file()
        self.steps: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8")) if self._file and known else {}

    def put(self, name: str, rows: dict[str, Any]) -> None:
        with self._writing:
            self.steps[name] = rows
            if self._file:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                unfinished = self._file.with_suffix(".new")
                unfinished.write_text(json.dumps(self.steps, indent=1), encoding="utf-8")
                unfinished.replace(self._file)


class Running:
    """A step in its own process, begun now. What it finds is kept as it comes."""

    def __init__(self, command: list[str], name: str, kept: Kept, limit_s: float) -> None:
        here = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        environment = os.environ | {"PYTHONPATH": here, "PYTHONUNBUFFERED": "1"}
        self.name, self._kept, self._rows = name, kept, dict[str, Any]()
        self._limit_s, self._ends_s = limit_s, time.perf_counter() + limit_s
        self._process = subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def finish(self) -> None:
        """Waits for its end, and ends it at its limit."""
        try:
            status = self._process.wait(max(0.0, self._ends_s - time.perf_counter()))
            self._reader.join(LEAVE_S)
            if status:
                self._put({"failed": f"it ended with status {status}"} | self._rows)
        except subprocess.TimeoutExpired:
            self.stop(f"at its limit of {self._limit_s:g} s")

    def stop(self, why: str) -> None:
        """Ends it, unless whoever told this process to end has told it too, and keeps what it found."""
        self._process.terminate()
        try:
            self._process.wait(LEAVE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reader.join(LEAVE_S)
        self._put(self._rows | {"stopped": why})

    def _read(self) -> None:
        assert self._process.stdout is not None, "it was asked for"
        for line in self._process.stdout:
            if line.startswith("RESULT "):
                self._put(json.loads(line.removeprefix("RESULT ")))
            else:
                print(line, end="", file=sys.stderr, flush=True)

    def _put(self, rows: dict[str, Any]) -> None:
        self._rows = rows
        self._kept.put(self.name, rows)


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="a checkpoint of the published size, written, converted and served")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=15.0, help="that a caller asks, for each precision")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds that a step may take in all")
    parser.add_argument("--steps", nargs="*", choices=list(STEPS), default=list(STEPS))
    parser.add_argument("--precisions", nargs="*", choices=list(PRECISIONS), default=list(PRECISIONS), help="to serve")
    parser.add_argument("--out", type=Path, help="folder for full_run.json, whose other entries stay")
    parser.add_argument("--again", action="store_true", help="keep what `serve` finds beside what it found before")
    parser.add_argument("--only", help=argparse.SUPPRESS)  # one step, in this process
    wish = parser.parse_args(arguments)
    if wish.only:
        only(wish)
        return
    kept, under_way = Kept(wish.out), list[Running]()
    signal.signal(signal.SIGTERM, _end)
    try:
        for name in wish.steps:
            mine = [__file__, str(wish.folder), "--scale", str(wish.scale), "--seconds", str(wish.seconds)]
            mine += ["--limit", str(wish.limit), "--only"]
            parts = [part for part, _ in STEPS[name] if name != "serve" or part.split()[1] in wish.precisions]
            for together in [[part] for part in parts] if name == "serve" else [parts]:
                for part in together:
                    entry = f"{part} again" if wish.again else part
                    under_way.append(Running([*mine, part], entry, kept, wish.limit))
                while under_way:
                    under_way[0].finish()
                    entry = under_way.pop(0).name
                    print(entry, json.dumps(kept.steps.get(entry)), flush=True)
    finally:
        for running in under_way:
            running.stop("told to end")


def only(wish: argparse.Namespace) -> None:
    """One step, in this process."""
    found = Findings(wish.only)
    try:
        from stepaudio import blas

        blas.load()
        dict(entry for entries in STEPS.values() for entry in entries)[wish.only](wish, found)
    except Exception:
        found.say(traceback.format_exc())
        found.add(failed=traceback.format_exc()[-1500:])
        raise SystemExit(1) from None


def _end(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


if __name__ == "__main__":
    main()
