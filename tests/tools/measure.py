"""Measures the models at their published size, on random weights made where they are used: no files are needed.

    python tests/tools/measure.py [PART ...] [--out FOLDER] [--seconds 240] [--scale 1]

Parts: machine, flow, vocoder, encoder, and decode16, decode8, decode4, which are decoding and prefill in so many bits.
They compute in the ways that are the fastest here, as the server does, which also are a table. Tables are printed as
markdown and kept, row by row, as FOLDER/measure.md and measure.json, so that a run that is cut off leaves what it has
(`tables.py` puts them into docs/performance.md). `--seconds` bounds the run: what no longer fits is left out and named.
`--quick` does everything once, so that what MLX compiles is on disk for the run that counts. `--without` leaves out the
ways whose names begin so. `--scale 8` divides widths and depths, to try the tool on a CPU.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

with suppress(ImportError):  # a machine with a GPU and few packages needs none
    from stepaudio import blas

    blas.load()

import mlx.core as mx
import mlx.nn as nn
from mlx.utils import tree_map
from mlx_lm.models import qwen2
from mlx_lm.models.cache import KVCache

from stages.models import hift_stream, rendering
from stages.models.batch import Batch, Row, begins_ahead
from stages.models.choice import Choices, Way
from stages.models.device import on_gpu
from stages.models.encoder import AudioEncoder, EncoderConfig
from stages.models.flow import Flow, FlowConfig, FlowPrompt
from stages.models.hift import Hift, HiftConfig
from stages.models.llm import Llm, LlmConfig
from stages.models.sampler import GREEDY, Sampling

ON_GPU = on_gpu()
DTYPE = mx.bfloat16 if ON_GPU else mx.float32  # a CPU is slow in half precision
CONTEXT = 300
SAMPLED = Sampling()
QUICK = False  # every run once
WITHOUT: list[str] = []  # ways not to be tried


class Chosen(Choices):
    """Choices without the ways that were ruled out; without patience, since every way's time is of interest."""

    def fastest(self, what: str, ways: Mapping[str, Way], tolerance: float = 0.02) -> str:
        kept = {name: way for name, way in ways.items() if not name.startswith(tuple(WITHOUT))}
        return super().fastest(what, kept, tolerance)


class Report:
    """Tables that are on disk as soon as a row is known."""

    def __init__(self, folder: Path | None, seconds: float) -> None:
        self._folder = folder
        self._ends_s = time.perf_counter() + seconds
        self.tables: dict[str, list[dict[str, Any]]] = {}
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def left_s(self) -> float:
        return self._ends_s - time.perf_counter()

    def add(self, table: str, **row: Any) -> None:
        self.tables.setdefault(table, []).append(row)
        print(
            f"[{self.left_s:6.1f} s left] {table}: " + ", ".join(f"{k} {text(v)}" for k, v in row.items()), flush=True
        )
        if self._folder:
            (self._folder / "measure.json").write_text(json.dumps(self.tables, indent=1), encoding="utf-8")
            (self._folder / "measure.md").write_text(self.markdown(), encoding="utf-8")

    def choices(self, of: str, choices: Choices) -> None:
        for choice in choices.made:
            if choice.trials:
                tried = ", ".join(f"{t.way} {t.refused[:80] or f'{t.ms:.3g}'}" for t in choice.trials)
                self.add("choices", of=of, what=choice.what, taken=choice.taken, ms=tried)

    def markdown(self) -> str:
        parts: list[str] = []
        for name, rows in self.tables.items():
            columns = list(dict.fromkeys(key for row in rows for key in row))
            lines = [" | ".join(columns), " | ".join("---" for _ in columns)]
            lines += [" | ".join(text(row.get(column, "")) for column in columns) for row in rows]
            parts.append(f"## {name}\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n")
        return "\n".join(parts)


def text(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def median_ms(run: Callable[[], Any], *, seconds: float = 0.3, most: int = 40, warm: int = 2) -> float:
    """The median time of `run`, which evaluates what it makes."""
    if QUICK:
        began = time.perf_counter()
        run()
        return 1e3 * (time.perf_counter() - began)
    for _ in range(warm):
        run()
    times: list[float] = []
    ends = time.perf_counter() + seconds
    while len(times) < 3 or (len(times) < most and time.perf_counter() < ends):
        began = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - began))
    return statistics.median(times)


def once_ms(run: Callable[[], Any]) -> float:
    """The time of `run`, the first time."""
    mx.synchronize()
    began = time.perf_counter()
    run()
    return 1e3 * (time.perf_counter() - began)


def host_ms(make: Callable[[], Any]) -> tuple[float, float]:
    """Medians: until all of what `make` asks for is under way, and until it is done."""
    host: list[float] = []
    whole: list[float] = []
    for _ in range(3 if QUICK else 12):
        mx.synchronize()
        began = time.perf_counter()
        made = make()
        mx.async_eval(made)
        host.append(1e3 * (time.perf_counter() - began))
        mx.synchronize()
        whole.append(1e3 * (time.perf_counter() - began))
    return statistics.median(host[2:]), statistics.median(whole[2:])


def randomise(module: nn.Module, dtype: mx.Dtype) -> None:
    """Random weights of that type, evaluated; vectors (norms, biases) are ones."""

    def draw(w: mx.array) -> mx.array:
        if w.ndim < 2:
            return mx.ones(w.shape, dtype)
        return (mx.random.normal(w.shape, dtype=dtype) * (w.size // w.shape[0]) ** -0.5).astype(dtype)

    module.update(tree_map(draw, module.parameters()))
    mx.eval(module.parameters())


# -- the machine -------------------------------------------------------------------------------------------------------


def machine(report: Report, scale: int) -> None:
    """What this is, and its two ceilings."""
    gpu = ""
    if ON_GPU and mx.cuda.is_available():
        wish = ["nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"]
        gpu = subprocess.run(wish, capture_output=True, text=True, check=False).stdout.strip()
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("mlx", "mlx-lm"))
    report.add("machine", what="machine", found=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    report.add("machine", what="GPU", found=gpu or str(mx.default_device()))
    report.add("machine", what="versions", found=versions)
    a = mx.random.normal((2**29 // scale**2,))
    mx.eval(a)
    report.add("machine", what="reading, GB/s", found=a.nbytes / median_ms(lambda: mx.eval(a.sum())) / 1e6)
    report.add("machine", what="copying, GB/s", found=2 * a.nbytes / median_ms(lambda: mx.eval(a + 1)) / 1e6)
    n = 8192 // scale
    b = mx.random.normal((n, n)).astype(mx.bfloat16)
    ms = median_ms(lambda: mx.eval(b @ b))
    report.add("machine", what="bfloat16 products, TFLOP/s", found=2 * n**3 / ms / 1e9)
    x = mx.ones((1,))
    report.add("machine", what="one of 1000 operations in a row, us", found=median_ms(lambda: mx.eval(chain(x, 1000))))


def chosen() -> Chosen:
    """No choices yet."""
    return Chosen(seconds=0.0) if QUICK else Chosen()


def chain(x: mx.array, n: int) -> mx.array:
    for _ in range(n):
        x = x + 1
    return x


# -- the LLM -----------------------------------------------------------------------------------------------------------


def llm_config(scale: int) -> LlmConfig:
    return LlmConfig.from_json(
        {
            "hidden_size": 3584 // scale,
            "intermediate_size": 18944 // scale,
            "num_attention_heads": 28,
            "num_attention_groups": 4,
            "num_key_value_heads": 4,
            "num_hidden_layers": 28 // scale,
            "vocab_size": 158720 // scale,
            "rms_norm_eps": 1e-06,
            "rope_theta": 1000000.0,
            "max_position_embeddings": 16384,
            "rope_scaling": None,
        }
    )


def random_llm(scale: int, bits: int) -> Llm:
    """As converting quantises it: embedding and head in 8 bits."""
    llm = Llm(llm_config(scale))
    randomise(llm, DTYPE)
    if bits < 16:

        def how(path: str, module: nn.Module) -> bool | dict[str, int]:
            outer = path in ("lm_head", "model.embed_tokens")
            return hasattr(module, "to_quantized") and {"group_size": 64, "bits": 8 if outer else bits}

        nn.quantize(llm, class_predicate=how)
        mx.eval(llm.parameters())
    return llm


def weight_bytes(llm: Llm) -> int:
    """What a decoding step reads: all but the embedding."""
    total = 0
    for name, module in llm.named_modules():
        if name != "model.embed_tokens" and not module.children():
            total += sum(w.nbytes for w in module.parameters().values() if isinstance(w, mx.array))
    return total


def decode(bits: int, report: Report, scale: int) -> None:
    """A step of the server's batch at 300 places of context, greedy and sampled as answers are; and prefill."""
    llm, began, choices = random_llm(scale, bits), time.perf_counter(), chosen()
    mx.reset_peak_memory()  # its weights were random bfloat16 first
    read_gb = weight_bytes(llm) / 1e9
    llm.fused.tune(choices, 32, 512)
    ahead = begins_ahead(llm, choices)
    report.add("load", what=f"choosing kernels, LLM {bits} bit, s", found=time.perf_counter() - began)
    report.choices(f"LLM {bits} bit", choices)
    for batch in (1, 8, 32, 4, 2, 16):
        if report.left_s < 4:
            break
        row = {"bits": bits, "batch": batch, "read_GB": read_gb}
        report.add("decode", **row, what="sampled", ms=step_ms(llm, batch, SAMPLED, ahead))
        report.add("decode", **row, what="greedy", ms=step_ms(llm, batch, GREEDY, ahead))
        if batch == 1:
            prefill_of(report, llm, bits)
    report.add("memory", what=f"LLM {bits} bit, 32 rows: peak GB", found=mx.get_peak_memory() / 1e9)
    if report.left_s < 4:
        return
    x, cache = llm.model.embed_tokens(mx.zeros((1, 1), mx.int32)), llm.make_cache()
    host, whole = host_ms(lambda: llm.fused.logits(llm.fused.read(x, cache)))
    report.add("decode, where the time goes", bits=bits, what="forward of one token", host_ms=host, ms=whole)
    for batch in (1, 8):
        ms = step_ms(llm, batch, GREEDY, False)
        report.add("decode", bits=bits, batch=batch, read_GB=read_gb, what="greedy, step after step", ms=ms)
    if bits == 16:
        report.add("decode", bits=bits, batch=1, read_GB=read_gb, what="mlx-lm's own forward", ms=mlx_lm_ms(llm))


def mlx_lm_ms(llm: Llm) -> float:
    cache: Any = [KVCache() for _ in llm.model.layers]
    ids = mx.zeros((1, CONTEXT), mx.int32)
    mx.eval(qwen2.Model.__call__(llm, ids, cache))
    return median_ms(lambda: mx.eval(mx.argmax(qwen2.Model.__call__(llm, ids[:, :1], cache)[:, -1])), most=20)


def step_ms(llm: Llm, batch: int, sampling: Sampling, ahead: bool) -> float:
    rows, group = [Row(n, sampling, [0.5]) for n in range(batch)], Batch(llm, ahead)
    for row in rows:
        cache = llm.make_cache()
        mx.eval(llm.fused.read(llm.model.embed_tokens(mx.zeros((1, CONTEXT), mx.int32)), cache))
        group.join(row, cache, [row.token])
    ms = median_ms(group.step, seconds=0.4, most=40, warm=3)
    for row in rows:
        group.leave(row)
    return ms


def prefill_of(report: Report, llm: Llm, bits: int) -> None:
    """New places behind 300, through the head for the last."""
    cache = llm.make_cache()
    mx.eval(llm.fused.read(llm.model.embed_tokens(mx.zeros((1, CONTEXT), mx.int32)), cache))

    def read(x: mx.array) -> None:
        for layer in cache:
            layer.trim(layer.offset - CONTEXT)
        mx.eval(llm.fused.logits(llm.fused.read(x, cache)[:, -1:]), [(layer.keys, layer.values) for layer in cache])

    x = mx.random.normal((1, 1000, llm.args.hidden_size)).astype(DTYPE)
    mx.eval(x)
    for length in (16, 128, 200, 1000):
        report.add("prefill", bits=bits, places=length, ms=median_ms(partial(read, x[:, :length]), most=10))
    first = [once_ms(partial(read, x[:, :n])) for n in (197, 191, 183)]
    report.add("new lengths", part="prefill", bits=bits, ms=statistics.median(first))


# -- encoder, flow, vocoder --------------------------------------------------------------------------------------------


def encoder(report: Report, scale: int) -> None:
    model = AudioEncoder(EncoderConfig(128, 1500, 1280 // scale, 20, 32 // scale))
    randomise(model, DTYPE)
    for seconds in (1, 5, 10, 25):
        mel, lengths = mx.random.normal((1, 100 * seconds, 128)), mx.array([100 * seconds - 2])
        mx.eval(mel, lengths)
        report.add("encoder", seconds=seconds, ms=median_ms(lambda: mx.eval(model(mel, lengths)[0]), most=10))  # noqa: B023
        if seconds == 1:
            host, whole = host_ms(lambda: model(mel, lengths)[0])  # noqa: B023
            report.add("encoder, where the time goes", what="1 s", host_ms=host, ms=whole)
    mel = mx.random.normal((1, 1000, 128))
    mx.eval(mel)
    first = [once_ms(lambda: mx.eval(model(mel[:, :n], mx.array([n - 2]))[0])) for n in (417, 623, 845)]  # noqa: B023
    report.add("new lengths", part="encoder", ms=statistics.median(first))


def flow_config(scale: int) -> FlowConfig:
    encoder = {
        "input_size": 512 // scale,
        "output_size": 512 // scale,
        "pre_lookahead_len": 3,
        "num_blocks": -(-6 // scale),
        "num_up_blocks": -(-4 // scale),
        "up_stride": 2,
        "attention_heads": 8,
        "linear_units": 2048 // scale,
    }
    estimator = {
        "out_channels": 80,
        "mlp_ratio": 4.0,
        "depth": 16 // scale,
        "num_heads": 8,
        "head_dim": 64 // scale,
        "hidden_size": 512 // scale,
    }
    section = {"vocab_size": 6561, "input_size": 512 // scale, "spk_embed_dim": 192, "output_size": 80}
    decoder = {"inference_cfg_rate": 0.7, "estimator": estimator}
    return FlowConfig.from_yaml({"flow": section | {"encoder": encoder, "decoder": decoder}})


def flow(report: Report, scale: int) -> None:
    """Chunks of a stream behind a prompt of 3 s, with guidance, 10 steps, in the way chosen and as written."""
    model = Flow(flow_config(scale))
    randomise(model, mx.float16 if ON_GPU else mx.float32)
    began, choices = time.perf_counter(), chosen()
    model.tune(choices, 25)
    report.add("load", what="choosing kernels, flow, s", found=time.perf_counter() - began)
    report.choices("flow", choices)
    prompt = FlowPrompt(mx.arange(75), mx.random.normal((150, 80)), mx.random.normal((192,)))
    noise = mx.random.normal((1, 150, 80))
    way = model._way  # pyright: ignore[reportPrivateUsage]
    state = stream_of_flow(report, model, prompt, noise, "chosen")
    profile_flow(report, model, state, way or model._plain())  # pyright: ignore[reportPrivateUsage]
    report.add(
        "flow",
        chunk="priming a voice of 3 s",
        way="",
        ms=median_ms(lambda: mx.eval(model.prime(prompt, noise)), most=3),
    )
    model._way = None  # pyright: ignore[reportPrivateUsage]
    stream_of_flow(report, model, prompt, noise, "as written")


def stream_of_flow(report: Report, model: Flow, prompt: FlowPrompt, noise: mx.array, way: str) -> Any:
    """Chunks at the start, in the middle and at the end of a stream; returns its state in the middle."""
    voice = state = model.prime(prompt, noise)
    for _ in range(4):
        _, state = model.step(mx.arange(28), state, mx.random.normal((1, 50, 80)), False)
    mx.eval(voice, state)
    for name, start, n, last in (
        ("steady, 24 codes (48 frames)", state, 24, False),
        ("first, 8 codes (16 frames)", voice, 8, False),
        ("steady, 25 codes (50 frames)", state, 25, False),
        ("last, 13 codes (26 frames)", state, 13, True),
    ):
        tokens, x = mx.arange(n + (0 if last else 3)), mx.random.normal((1, 2 * n, 80))
        mx.eval(tokens, x)
        ms = median_ms(lambda: mx.eval(model.step(tokens, start, x, last)), most=10)  # noqa: B023
        report.add("flow", chunk=name, way=way, ms=ms)
    return state


def profile_flow(report: Report, model: Flow, state: Any, steps: Any) -> None:
    """Where the time of a steady chunk goes."""
    embedded = model.input_embedding(mx.arange(28)[None])
    encoded, _ = steps.encoder(embedded, state.encoder, False)
    mu = model.encoder_proj(encoded)
    mu2, speaker2 = mx.concatenate([mu, mu]), mx.concatenate([state.speaker, state.speaker])
    context = model.decoder.estimator.context(mu2, speaker2, mx.zeros_like(mu2))
    x = mx.random.normal((1, 50, 80))
    mx.eval(context, x)
    modulation, memory = state.schedule.modulations[0], state.estimator[0]
    parts: dict[str, Callable[[], Any]] = {
        "token encoder": lambda: steps.encoder(embedded, state.encoder, False),
        "one of ten estimator steps": lambda: steps.chunk(x, context, modulation, memory),
        "the same, not compiled": lambda: steps.last(x, context, modulation, memory),
    }
    for name, part in parts.items():
        host, whole = host_ms(part)
        report.add("flow, where the time goes", what=name, host_ms=host, ms=whole)


def vocoder(report: Report, scale: int) -> None:
    """Chunks of a stream: 50 new frames and the 8 before them."""
    model = Hift(HiftConfig(512 // scale, 512 // scale))
    randomise(model, mx.float16 if ON_GPU else mx.float32)
    began, choices = time.perf_counter(), chosen()
    rendering.tune(model, choices, 58)
    report.add("load", what="choosing kernels, vocoder, s", found=time.perf_counter() - began)
    report.choices("vocoder", choices)
    for way, last in (("chosen", False), ("as written", True)):
        renderer = model.renderer(last)
        for name, n in (("first, 16 frames", 16), ("steady, 50 + 8 frames", 50)):
            state = hift_stream.make_state()
            if n == 50:
                _, state = hift_stream.step(
                    model, mx.random.normal((1, 50, 80)), mx.random.normal((1, 24000, 1)), state, False
                )
            mel, noise = mx.random.normal((1, n, 80)), mx.random.normal((1, (state.frames + n) * 480, 1))
            mx.eval(state, mel, noise)
            ms = median_ms(lambda: mx.eval(hift_stream.step(renderer, mel, noise, state, False)), most=10)  # noqa: B023
            report.add("vocoder", chunk=name, way=way, ms=ms)
    renderer = model.renderer(False)
    mel, noise = mx.random.normal((1, 58, 80)), mx.random.normal((1, 58 * 480, 1))
    pitch = mx.full((1, 58), 120.0)
    source = renderer.source(pitch, noise)
    mx.eval(mel, source)
    parts: dict[str, Callable[[], mx.array]] = {
        "pitch": lambda: renderer.f0(mel),
        "source": lambda: renderer.source(pitch, noise),
        "decoder": lambda: renderer.decode(mel, source),
    }
    for name, part in parts.items():
        host, whole = host_ms(part)
        report.add("vocoder, where the time goes", what=name, host_ms=host, ms=whole)


PARTS: dict[str, Callable[[Report, int], None]] = {
    "machine": machine,
    "flow": flow,
    "vocoder": vocoder,
    "encoder": encoder,
    "decode16": partial(decode, 16),
    "decode4": partial(decode, 4),
    "decode8": partial(decode, 8),
}


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="time the models at their published size, on random weights")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help=f"of {', '.join(PARTS)}; none is all")
    parser.add_argument("--out", type=Path, help="folder for measure.md and measure.json")
    parser.add_argument("--seconds", type=float, default=240.0, help="for the whole run")
    parser.add_argument("--scale", type=int, default=1, help="divide widths and depths")
    parser.add_argument("--quick", action="store_true", help="everything once, to have it compiled")
    parser.add_argument("--without", nargs="*", default=[], help="ways not to be tried: how their names begin")
    wish = parser.parse_args(arguments)
    globals().update(QUICK=wish.quick, WITHOUT=wish.without)
    report, failed_parts = Report(wish.out, wish.seconds), 0
    for name in wish.parts or PARTS:
        if report.left_s < 5:
            report.add("left out", part=name, why="no time left")
            continue
        try:
            PARTS[name](report, wish.scale)
        except Exception as failed:
            why = f"{type(failed).__name__}: {str(failed)[:600]}".replace("\n", " ")
            report.add("left out", part=name, why=why)
            failed_parts += 1
        mx.clear_cache()
    print(report.markdown())
    if failed_parts:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
