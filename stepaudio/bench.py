"""The benchmark: synthetic callers on a server, for a while, and what all of it took."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import anyio
from prometheus_client.parser import text_string_to_metric_families

from pipeline.clock import SystemClock
from stepaudio.apart import look_up
from stepaudio.caller import Caller, Notes, Question
from transport.client import CallError

STAGGER_S = 5.0  # over which the callers' first questions are spread: about one question and its answer
PAUSE_S = (0.3, 1.5)  # between the end of an answer and the caller's next question
PACKAGES = ("stepaudio-live", "mlx", "mlx-lm", "onnxruntime", "numpy", "websockets", "uvicorn")

Show = Callable[[float, Notes], None]
"""Told several times a second of the seconds gone by, and of what was noted so far."""


@dataclass(frozen=True, slots=True)
class Meter:
    """What the server's meters read: seconds of compute by stage, seconds of processor time, and bytes of memory.

    The latter two are None where the server's system does not tell."""

    compute_s: Mapping[str, float]
    cpu_s: float | None
    memory_bytes: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the benchmark; the meters were read before and after, where they could be. `load` is the machine's
    mean number of running processes, in the last minute before the run and in the one before its end."""

    callers: int
    seconds: float
    seed: int
    url: str
    began_at: str
    elapsed_s: float
    machine: Mapping[str, str]
    load: tuple[float, float] | None
    meters: tuple[Meter, Meter] | None
    notes: Notes


async def bench(
    url: str,
    questions: Sequence[Question],
    callers: int,
    seconds: float,
    seed: int = 0,
    show: Show = lambda elapsed_s, notes: None,
) -> Run:
    """Lets `callers` ask questions for `seconds`, and hears the answers to their end.

    A call that breaks is noted among the faults; raises CallError when no question could be asked.
    """
    if urlsplit(url).scheme not in ("ws", "wss"):
        raise CallError(f"{url!r} is no address of a server: expected ws://host:port/v1/stream")
    notes, clock = Notes(), SystemClock()
    began_at = datetime.now(UTC).isoformat(timespec="seconds")
    load_before, meter_before = _load(), await _read_meter(url)
    began_s = clock()

    async def be_caller(number: int) -> None:
        await clock.sleep(number * STAGGER_S / callers)
        caller, rng = Caller(number, clock, began_s, notes), random.Random(f"{seed}/{number}")
        try:
            async with caller.call(url):
                for question in islice(cycle(questions), number, None):
                    await caller.ask(question)
                    await clock.sleep(rng.uniform(*PAUSE_S))
                    if clock() - began_s >= seconds:
                        break
        except* CallError as errors:
            notes.faults.append(f"caller {number}: {_first(errors)}")

    async def watch() -> None:
        while True:
            show(clock() - began_s, notes)
            await clock.sleep(0.2)

    async with anyio.create_task_group() as watching:
        watching.start_soon(watch)
        async with anyio.create_task_group() as calling:
            for number in range(callers):
                calling.start_soon(be_caller, number)
        watching.cancel_scope.cancel()
    if not notes.asked:
        raise CallError(notes.faults[0].partition(": ")[2])
    elapsed_s, load_after, meter_after = clock() - began_s, _load(), await _read_meter(url)
    load = None if load_before is None or load_after is None else (load_before, load_after)
    meters = None if meter_before is None or meter_after is None else (meter_before, meter_after)
    return Run(callers, seconds, seed, url, began_at, elapsed_s, machine(), load, meters, notes)


def machine() -> dict[str, str]:
    """This machine and what it runs on, in words."""
    described = {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
    }
    return described | {name: importlib.metadata.version(name) for name in PACKAGES if _is_installed(name)}


async def _read_meter(url: str) -> Meter | None:
    page = await look_up(url, "/metrics")
    if page is None:
        return None
    compute_s: dict[str, float] = {}
    plain: dict[str, float] = {}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            if sample.name == "stepaudio_stage_compute_seconds_sum":
                compute_s[sample.labels["stage"]] = sample.value
            plain[sample.name] = sample.value
    return Meter(compute_s, plain.get("process_cpu_seconds_total"), plain.get("process_resident_memory_bytes"))


def _load() -> float | None:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _is_installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
