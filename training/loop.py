"""What every part's training shares: the optimiser, the schedule and the log."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import mlx.core as mx
import mlx.nn as nn
from mlx.utils import tree_flatten, tree_unflatten

CACHE_BYTES = 16 << 30
"""What a part may keep of memory it has freed. By itself MLX keeps nearly all of a GPU: no other fits beside it."""


class FlatAdamW:
    """AdamW over all trainable parameters laid end to end in one float32 vector.

    One vector means a handful of kernels a step instead of several a tensor, which is what a small model waits for.
    The module is given views of it in `compute_dtype`. `part` says which parameters are meant, by dotted name.
    """

    def __init__(
        self,
        module: nn.Module,
        betas: tuple[float, float] = (0.9, 0.98),
        weight_decay: float = 0.01,
        compute_dtype: mx.Dtype = mx.float32,
        part: Callable[[str], bool] = lambda name: True,
    ) -> None:
        self.module, self.betas, self.weight_decay, self.compute_dtype = module, betas, weight_decay, compute_dtype
        self._layout: list[tuple[str, int, int, tuple[int, ...]]] = []
        offset = 0
        parameters = by_name(module.trainable_parameters())
        for name, value in parameters.items():
            if not part(name):
                continue
            self._layout.append((name, offset, value.size, value.shape))
            offset += -(-value.size // 64) * 64
        self.vector = self._flatten(parameters)
        self.mean = mx.zeros_like(self.vector)
        self.square = mx.zeros_like(self.vector)
        self.steps = 0
        self.assign()

    def _flatten(self, values: dict[str, mx.array]) -> mx.array:
        pieces: list[mx.array] = []
        for name, _, size, _ in self._layout:
            pieces.append(values[name].reshape(-1).astype(mx.float32))
            if size % 64:
                pieces.append(mx.zeros((64 - size % 64,)))
        return mx.concatenate(pieces)

    def assign(self, dtype: mx.Dtype | None = None) -> None:
        """Hands the module its parameters, as views of the vector in `dtype` (default: the compute dtype)."""
        vector = self.vector.astype(dtype or self.compute_dtype)
        values = [(name, vector[at : at + size].reshape(shape)) for name, at, size, shape in self._layout]
        self.module.update(tree_unflatten(values))

    def update(self, gradients: dict[str, Any], learning_rate: float, clip_norm: float) -> mx.array:
        """One step; returns the gradient's norm before clipping. A gradient that is not finite is skipped."""
        gradient = self._flatten(by_name(gradients))
        norm = mx.sqrt(mx.square(gradient).sum())
        finite = mx.isfinite(norm)
        gradient = mx.where(finite, gradient * mx.minimum(clip_norm / (norm + 1e-6), 1.0), 0.0)
        self.steps += 1
        b1, b2 = self.betas
        self.mean = b1 * self.mean + (1 - b1) * gradient
        self.square = b2 * self.square + (1 - b2) * mx.square(gradient)
        step = (self.mean / (1 - b1**self.steps)) / (mx.sqrt(self.square / (1 - b2**self.steps)) + 1e-8)
        self.vector = self.vector - learning_rate * (step + self.weight_decay * self.vector)
        self.assign()
        return norm

    @property
    def arrays(self) -> list[mx.array]:
        """The optimiser's state, for `mx.eval`."""
        return [self.vector, self.mean, self.square]


def by_name(tree: dict[str, Any]) -> dict[str, mx.array]:
    """The arrays of a module's parameters, or of their gradients, by dotted name."""
    return dict(cast(list[tuple[str, mx.array]], tree_flatten(tree)))


class Log:
    """Prints a line and appends it to a file, unbuffered, with the seconds since the log began."""

    def __init__(self, path: Path, name: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file, self._name, self._began = path.open("a"), name, time.monotonic()

    def __call__(self, text: str) -> None:
        line = f"{self._name:10s} {time.monotonic() - self._began:7.1f} {text}"
        print(line, flush=True)
        self._file.write(line + "\n")
        self._file.flush()


class Schedule:
    """Progress from 0 to 1 over `seconds` of wall clock, of which the process may be stopped for `pause_s`.

    A gap of more than GAP_S between two looks is such a stop and moves nothing; what is left of the way is spread over
    what is left of the time, so that progress reaches 1 at the end whether the stop came or not.
    """

    GAP_S = 8.0

    def __init__(self, seconds: float, pause_s: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._pause_s = clock, pause_s
        self._last = clock()
        self._end = self._last + seconds
        self.progress = 0.0

    def look(self) -> float:
        """The progress now."""
        now = self._clock()
        gone, self._last = now - self._last, now
        if gone > self.GAP_S:
            self._pause_s = max(0.0, self._pause_s - gone)
        else:
            left = self._end - now + gone - self._pause_s
            self.progress = 1.0 if gone >= left else self.progress + (1 - self.progress) * gone / left
        if now >= self._end:
            self.progress = 1.0
        return self.progress


def train(
    log: Log,
    seconds: float,
    learning_rate: float,
    step: Callable[[float, float], dict[str, mx.array]],
    *,
    warm_up_steps: int = 200,
    report_every: int = 200,
    max_steps: int = 10**9,
    on_report: Callable[[int, float], None] | None = None,
    pause_s: float = 0.0,
) -> None:
    """Calls `step(learning_rate, progress)` until `seconds` have passed, on a warm-up and cosine schedule.

    `pause_s` of them the process may spend stopped.

    `progress` runs from 0 to 1. `step` returns named scalars; it must have evaluated its optimiser's arrays or return
    values that depend on them: each step's scalars are evaluated one step late, so that the device never waits.
    """
    mx.set_cache_limit(CACHE_BYTES)
    began, taken, previous = time.monotonic(), 0, None
    schedule = Schedule(seconds, pause_s)
    sums: dict[str, float] = {}
    counted = 0
    while True:
        progress = schedule.look()
        if progress >= 1 or taken >= max_steps:
            break
        warm_up = min(1.0, (taken + 1) / warm_up_steps)
        rate = learning_rate * warm_up * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress)))
        scalars = step(rate, progress)
        mx.async_eval(scalars)
        if previous is not None:
            mx.eval(previous)
            for name, value in previous.items():
                sums[name] = sums.get(name, 0.0) + cast(float, value.item())
            counted += 1
        previous = scalars
        taken += 1
        if taken in (2, 10, 50) or taken % report_every == 0:
            means = " ".join(f"{name} {total / max(counted, 1):.4f}" for name, total in sums.items())
            pace = taken / (time.monotonic() - began)
            log(f"step {taken} {means} lr {rate:.2e} steps/s {pace:.2f} peak {mx.get_peak_memory() / 2**30:.1f} GiB")
            if any(total != total for total in sums.values()):
                raise FloatingPointError(f"training diverged at step {taken}: {means}")
            sums, counted = {}, 0
            if on_report is not None:
                on_report(taken, progress)
    log(f"finished after {taken} steps, {time.monotonic() - began:.0f} s")
