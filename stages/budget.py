"""How much memory a checkpoint takes to serve, told from its headers before any weight is read.

Counted are the weights as they will be held, the key-value caches of the calls, the streams of the answers that are
being spoken, and what a step computes with. What a library takes for itself is a flat sum, measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import mlx.core as mx

from stages.checkpoint import CheckpointError, Found
from stages.convert import BITS, EIGHT_BIT, GROUP_SIZES
from stages.models.flow import FlowConfig
from stages.weights import Weights, cast_to

RUNTIME_GB = 1.0
"""Of the libraries, on a GPU: kernels, workspaces and what the allocator keeps. A CPU takes a few tenths."""

PROMPT_FRAMES = 500
"""Mel frames of a voice prompt of 10 s."""


class BudgetError(CheckpointError):
    """A checkpoint does not fit into the memory it may take; the message says what would."""


@dataclass(frozen=True)
class Load:
    """What is served at once: calls, each with so many tokens in its memory, and answers decoded together."""

    calls: int
    call_tokens: int
    answers: int
    prefill_tokens: int


@dataclass(frozen=True)
class Need:
    """Gigabytes (10^9 bytes), by what they are for."""

    weights: float
    calls: float
    answers: float
    step: float

    @property
    def total(self) -> float:
        return self.weights + self.calls + self.answers + self.step + RUNTIME_GB

    def __str__(self) -> str:
        return (
            f"{self.total:.1f} GB (weights {self.weights:.1f}, memories of calls {self.calls:.1f}, "
            f"answers {self.answers:.1f}, a step {self.step:.1f}, libraries {RUNTIME_GB:g})"
        )


def check(found: Found, load: Load, most_gb: float, dtype: mx.Dtype | None) -> Need:
    """What serving `found` takes. Raises BudgetError if that is more than `most_gb`, naming what would fit."""
    now = need(found, load, dtype)
    if now.total <= most_gb:
        return now
    options: list[str] = []
    fewer = next((n for n in _halves(load) if need(found, n, dtype).total <= most_gb), None)
    if fewer is not None:
        options.append(f"server.max_sessions={fewer.calls} with lane.max_turns={fewer.answers}")
    if "quantization" not in found.config:
        for bits in BITS:
            step = now.step + unpacked_gb(found, dtype)
            smaller = replace(now, weights=quantised_gb(found, bits, dtype), step=step)
            if smaller.total <= most_gb:
                options.append(f"this checkpoint converted with --quantize {bits}, which takes {smaller.total:.1f} GB")
    least = "not even one call" if "quantization" in found.config else "not even in 4 bits, for one call"
    said = "; ".join(options) or least
    raise BudgetError(f"{found.folder} takes {now}, and may take {most_gb:g} GB. What would fit: {said}")


def need(found: Found, load: Load, dtype: mx.Dtype | None) -> Need:
    """What serving `found` takes; `dtype` is what its weights are converted to, None: as they are stored."""
    llm = found.modules[2].args
    head_dim = llm.hidden_size // llm.num_attention_heads
    wide = max((cast_to(dtype, w).itemsize for w in found.parts[0].weights.values()), default=2)
    place = 2 * llm.num_hidden_layers * llm.num_key_value_heads * head_dim * wide
    step = load.prefill_tokens * 4 * (llm.hidden_size + llm.intermediate_size) * wide
    step += load.answers * llm.vocab_size * 16  # logits, their order and sums
    return Need(
        weights=sum(_gb(part.weights, dtype) for part in found.parts),
        calls=load.calls * load.call_tokens * place / 1e9,
        answers=load.answers * stream_bytes(found.modules[3].config, wide) / 1e9,
        step=step / 1e9 + (unpacked_gb(found, dtype) if "quantization" in found.config else 0.0),
    )


def unpacked_gb(found: Found, dtype: mx.Dtype | None) -> float:
    """Of quantised weights those of two layers, which prefill may unpack (`Fused.read`), in the type they came from."""
    llm = found.modules[2].args
    wide = max((cast_to(dtype, w).itemsize for w in found.parts[2].weights.values() if w.dtype != mx.uint32), default=2)
    attention = 2 * llm.hidden_size * llm.hidden_size * (1 + llm.num_key_value_heads / llm.num_attention_heads)
    return 2 * (attention + 3 * llm.hidden_size * llm.intermediate_size) * wide / 1e9


def stream_bytes(flow: FlowConfig, wide: int) -> int:
    """What the estimator remembers of one answer: keys and values of each block at each solver step."""
    estimator, batch = flow.estimator, 2 if flow.guidance else 1
    frames = PROMPT_FRAMES + 2 * flow.stream.recent_frames
    return flow.n_timesteps * estimator.depth * 2 * batch * frames * estimator.n_heads * estimator.head_dim * wide


def quantised_gb(found: Found, bits: int, dtype: mx.Dtype | None) -> float:
    """The weights if the LLM were quantised as `convert` does it."""
    total = 0.0
    for part in found.parts:
        for name, w in part.weights.items():
            module = name.removesuffix(".weight")
            inside = module in EIGHT_BIT or module.startswith("model.layers.")
            packed = w.ndim == 2 and part is found.parts[2] and inside
            each = 8 if module in EIGHT_BIT else bits
            scales = 2 * cast_to(dtype, w).itemsize * 8 / GROUP_SIZES[0]
            total += w.size * (each + scales) / 8 if packed else cast_to(dtype, w).nbytes
    return total / 1e9


def _gb(weights: Weights, dtype: mx.Dtype | None) -> float:
    return sum(cast_to(dtype, w).nbytes for w in weights.values()) / 1e9


def _halves(load: Load) -> Iterable[Load]:
    """The same for half as many, again and again, down to one call."""
    while load.calls > 1:
        calls = load.calls // 2
        load = replace(load, calls=calls, answers=max(1, min(load.answers, calls)))
        yield load
