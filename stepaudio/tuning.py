"""Times the ways to compute each part of a loaded checkpoint, takes the fastest, and remembers them for the next start.

What is remembered is for one machine, one version of MLX and of this program, and weights of one shape and precision.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import mlx.core as mx

from pipeline.config import Config
from stages.checkpoint import Checkpoint
from stages.convert import tool
from stages.models import rendering
from stages.models.batch import begins_ahead
from stages.models.choice import Choice, Choices, Trial, Way
from stages.models.hift_stream import OVERLAP_FRAMES
from stages.weights import leaves
from stepaudio import cache

Progress = Callable[[str], None]

PATIENCE_S = 45.0
"""How long a first start tries ways, in all: on a GPU each is compiled before it can be timed, for seconds or more."""

ENDS = {"the LLM": 0.6, "decoding": 0.65, "the flow": 0.9, "the vocoder": 1.0}
"""The share of that after which no further way of a part is begun. The flow's ways differ most, by a factor of five."""

SAY_EVERY_S = 2.0


@dataclass
class Patient(Choices):
    """Choices that begin no further way after `until_s` of the clock, whatever took the time.

    A way that is being compiled cannot be interrupted, and is waited for. What is chosen when the time is over already
    is the plain way, which is then not even run. `late` are the choices of which something was not tried: they are not
    remembered, so that the next start goes on there.
    """

    until_s: float = math.inf
    progress: Progress = lambda doing: None
    late: set[str] = field(default_factory=set[str])
    said_s: float = -math.inf

    def tried(self, what: str, ways: Mapping[str, Way], tolerance: float) -> Choice:
        if self.clock() > self.until_s:
            self.late.add(what)
            return Choice(what, next(iter(ways)))
        return super().tried(what, ways, tolerance)

    def reason_against(self, what: str, way: str) -> str:
        now = self.clock()
        if now > self.until_s:
            self.late.add(what)
            return "not tried, the start had taken long enough; the next one or doctor does"
        if now > self.said_s + SAY_EVERY_S:
            self.said_s = now
            self.progress(f"choosing kernels for {what}: {way}")
        return ""


def tune(
    checkpoint: Checkpoint, config: Config, progress: Progress = lambda doing: None, *, anew: bool = False
) -> tuple[Choice, ...]:
    """Choose for every part of `checkpoint`, whose modules then compute in the ways chosen. On the lane.

    What was chosen at an earlier start is taken without timing it again, and what is chosen is kept, part by part, so
    that a start that is broken off has not been for nothing. No way is begun later than PATIENCE_S. `anew`: all is
    timed again, however long that takes.
    """
    file = cache.folder("choices") / f"{fingerprint(checkpoint, config)}.json"
    kept = read(file)
    choices = Patient({} if anew else kept, progress=progress)
    began_s = choices.clock()
    upsample = checkpoint.flow.config.encoder.upsample
    parts: dict[str, Callable[[], object]] = {
        "the LLM": lambda: checkpoint.llm.fused.tune(choices, config.lane.max_turns, config.lane.prefill_tokens),
        "decoding": lambda: begins_ahead(checkpoint.llm, choices),
        "the flow": lambda: checkpoint.flow.tune(choices, config.flow.chunk_tokens),
        "the vocoder": lambda: rendering.tune(
            checkpoint.vocoder, choices, upsample * config.flow.chunk_tokens + OVERLAP_FRAMES
        ),
    }
    for part, choose in parts.items():
        progress(f"choosing kernels for {part}")
        choices.until_s = math.inf if anew else began_s + ENDS[part] * PATIENCE_S
        choose()
        new = {
            choice.what: choice
            for choice in choices.made
            if choice.trials and choice.what not in choices.known and choice.what not in choices.late
        }
        if any(kept.get(what) != choice for what, choice in new.items()):
            kept |= new
            write(file, list(kept.values()))
    return tuple(choices.made)


def ahead(choices: tuple[Choice, ...]) -> bool:
    """Whether decoding steps are to be begun ahead."""
    return any(choice.taken == "begun ahead" for choice in choices)


def fingerprint(checkpoint: Checkpoint, config: Config) -> str:
    """Of all that the timings depend on, but for what else the machine is doing."""
    weights = [
        (name, w.shape, str(w.dtype))
        for part in (checkpoint.llm, checkpoint.flow, checkpoint.vocoder)
        for name, w in leaves(part).items()
    ]
    about: list[Any] = [
        mx.device_info(),
        str(mx.default_device()),
        os.cpu_count(),
        importlib.metadata.version("mlx"),
        tool(),
        config.lane.max_turns,
        config.flow.chunk_tokens,
        weights,
    ]
    return hashlib.sha256(json.dumps(about, default=str).encode()).hexdigest()[:24]


def read(file: Path) -> dict[str, Choice]:
    """The choices kept in `file`; none where there is none, or it is damaged: they are then made again."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return {
            entry["what"]: Choice(entry["what"], entry["taken"], tuple(Trial(**trial) for trial in entry["trials"]))
            for entry in content
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write(file: Path, choices: list[Choice]) -> None:
    """Keep the choices; a folder that cannot be written to is no reason to stop."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps([asdict(choice) for choice in choices if choice.trials], indent=1), "utf-8")
        unfinished.replace(file)
    except OSError:
        return


def describe(choice: Choice) -> str:
    """A line: what is taken, and what it was compared with."""
    return choice.taken + (f" ({', '.join(map(_said, choice.trials))})" if choice.trials else "")


def _said(trial: Trial) -> str:
    if trial.refused:
        return f"{trial.way} refused: {trial.refused.splitlines()[0][:120]}"
    return f"{trial.way} {trial.ms:.3g} ms"
