"""Times the ways to compute each part of a loaded checkpoint, takes the fastest, and remembers them for the next start.

What is remembered is for one machine, one version of MLX and of this program, and weights of one shape and precision.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import math
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import mlx.core as mx

from pipeline.config import Config
from stages.checkpoint import Checkpoint
from stages.convert import tool
from stages.models import rendering
from stages.models.batch import begins_ahead
from stages.models.choice import Choice, Choices, Trial
from stages.models.hift_stream import OVERLAP_FRAMES
from stages.weights import leaves
from stepaudio import cache

Progress = Callable[[str], None]

PATIENCE_S = 12.0
"""For LLM, flow and vocoder each: at a first start kernels are compiled before they are timed, which takes seconds."""


def tune(
    checkpoint: Checkpoint, config: Config, progress: Progress = lambda doing: None, *, anew: bool = False
) -> tuple[Choice, ...]:
    """Choose for every part of `checkpoint`, whose modules then compute in the ways chosen. On the lane.

    What was chosen at an earlier start is taken without timing it again, and what is chosen is kept. `anew`: all is
    timed again, however long that takes, and what has never run on such a machine is tried too.
    """
    file = cache.folder("choices") / f"{fingerprint(checkpoint, config)}.json"
    choices = Choices({} if anew else read(file), bold=anew)
    patience_s = math.inf if anew else PATIENCE_S
    progress("choosing kernels for the LLM")
    choices.patience_s = choices.spent_s + patience_s
    checkpoint.llm.fused.tune(choices, config.lane.max_turns)
    begins_ahead(checkpoint.llm, choices)
    progress("choosing kernels for the flow")
    choices.patience_s = choices.spent_s + patience_s
    checkpoint.flow.tune(choices, config.flow.chunk_tokens)
    progress("choosing kernels for the vocoder")
    choices.patience_s = choices.spent_s + patience_s
    upsample = checkpoint.flow.config.encoder.upsample
    rendering.tune(checkpoint.vocoder, choices, upsample * config.flow.chunk_tokens + OVERLAP_FRAMES)
    if any(choice.trials and choice.what not in choices.known for choice in choices.made):
        write(file, choices.made)
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
