"""Measures the models at their published size, on random weights made where they are used: no files are needed.

    python tests/tools/measure.py [PART ...] [--out FOLDER] [--seconds 240] [--scale 1]

Parts: machine, products, decode, flow, vocoder, prefill, encoder; alone (decode for one caller, not by default). Tables are printed as markdown and kept, row by row, as
FOLDER/measure.md and measure.json, so that a run that is cut off leaves what it has. `--seconds` bounds the whole run:
parts that no longer fit are left out and named. `--scale 8` divides widths and depths, to try the tool on a CPU.
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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

with suppress(ImportError):  # a machine with a GPU and few packages needs none
    from stepaudio import blas

    blas.load()

import mlx.core as mx  # noqa: E402
import mlx.nn as nn  # noqa: E402
from mlx.utils import tree_flatten, tree_map  # noqa: E402
from mlx_lm.models import qwen2  # noqa: E402
from mlx_lm.models.activations import swiglu  # noqa: E402
from mlx_lm.models.cache import KVCache  # noqa: E402

from stages.models import dit, few, hift, hift_stream  # noqa: E402
from stages.models.encoder import AudioEncoder, EncoderConfig  # noqa: E402
from stages.models.flow import Flow, FlowConfig, FlowPrompt, FlowState  # noqa: E402
from stages.models.hift import Hift, HiftConfig  # noqa: E402
from stages.models.llm import Llm, LlmConfig  # noqa: E402

ON_GPU = mx.default_device() != mx.Device(mx.cpu)


class Report:
    """Tables that are on disk as soon as a row is known."""

    def __init__(self, folder: Path | None, seconds: float) -> None:
        self._folder = folder
        self._ends_s = self._part_ends_s = time.perf_counter() + seconds
        self.tables: dict[str, list[dict[str, Any]]] = {}
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def begin(self, seconds: float) -> None:
        """The next part may take so long."""
        self._part_ends_s = time.perf_counter() + seconds

    @property
    def left_s(self) -> float:
        return min(self._ends_s, self._part_ends_s) - time.perf_counter()

    def add(self, table: str, **row: Any) -> None:
        rows = self.tables.setdefault(table, [])
        rows.append(row)
        print(f"[{self.left_s:6.1f} s left] {table}: " + ", ".join(f"{k} {_text(v)}" for k, v in row.items()), flush=True)
        if self._folder:
            (self._folder / "measure.json").write_text(json.dumps(self.tables, indent=1), encoding="utf-8")
            (self._folder / "measure.md").write_text(self.markdown(), encoding="utf-8")

    def markdown(self) -> str:
        parts: list[str] = []
        for name, rows in self.tables.items():
            columns = list(dict.fromkeys(key for row in rows for key in row))
            lines = [" | ".join(columns), " | ".join("---" for _ in columns)]
            lines += [" | ".join(_text(row.get(column, "")) for column in columns) for row in rows]
            parts.append(f"## {name}\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n")
        return "\n".join(parts)


def _text(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def median_ms(run: Callable[[], Any], *, seconds: float = 0.25, most: int = 40, warm: int = 2) -> float:
    """The median time of `run`, which evaluates what it makes."""
    for _ in range(warm):
        run()
    times: list[float] = []
    ends = time.perf_counter() + seconds
    while len(times) < 3 or (len(times) < most and time.perf_counter() < ends):
        began = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - began))
    return statistics.median(times)


def first_ms(run: Callable[[], Any]) -> float:
    began = time.perf_counter()
    run()
    return 1e3 * (time.perf_counter() - began)


def randomise(module: nn.Module, dtype: mx.Dtype) -> nn.Module:
    """Random weights of that type, evaluated; vectors (norms, biases) are ones."""

    def draw(w: mx.array) -> mx.array:
        if w.ndim < 2:
            return mx.ones(w.shape, dtype)
        return (mx.random.normal(w.shape, dtype=dtype) * (w.size // w.shape[0]) ** -0.5).astype(dtype)

    module.update(tree_map(draw, module.parameters()))
    mx.eval(module.parameters())
    return module


# -- the machine -------------------------------------------------------------------------------------------------------


def machine(report: Report, scale: int) -> None:
    gpu = ""
    if ON_GPU and mx.cuda.is_available():
        wish = ["nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"]
        gpu = subprocess.run(wish, capture_output=True, text=True, check=False).stdout.strip()
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("mlx", "mlx-lm"))
    report.add("machine", what="machine", found=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    report.add("machine", what="GPU", found=gpu or str(mx.default_device()))
    report.add("machine", what="versions", found=versions)
    n = 2**28 // scale**2
    a = mx.random.normal((n,)).astype(mx.bfloat16)
    mx.eval(a)
    ms = median_ms(lambda: mx.eval(a + 1))
    report.add("machine", what="copy GB/s", found=4 * n / ms / 1e6)
    n = 8192 // scale
    b = mx.random.normal((n, n)).astype(mx.bfloat16)
    ms = median_ms(lambda: mx.eval(b @ b))
    report.add("machine", what="bfloat16 TFLOP/s", found=2 * n**3 / ms / 1e9)
    x = mx.ones((1,))
    ms = median_ms(lambda: mx.eval(_chain(x, 1000)))
    report.add("machine", what="us an operation, 1000 in a row", found=ms)


def _chain(x: mx.array, n: int) -> mx.array:
    for _ in range(n):
        x = x + 1
    return x


# -- products ----------------------------------------------------------------------------------------------------------


def product_shapes(scale: int) -> dict[str, tuple[int, int]]:
    """(out, in) of a decoding step's matrices."""
    width, inner = 3584 // scale, 18944 // scale
    return {
        "gate up": (2 * inner, width),
        "out": (width, width),
        "down": (width, inner),
        "qkv": (width + 1024 // scale, width),
    }


def packed(weight: mx.array, bits: int) -> few.Packed:
    return few.Packed(*mx.quantize(weight, 64, bits), bits, 64)


def multiply(x: mx.array, w: mx.array | few.Packed) -> mx.array:
    if isinstance(w, few.Packed):
        return mx.quantized_matmul(x, w.packed, w.scales, w.offsets, group_size=w.group, bits=w.bits)
    return x @ w.T


def products(report: Report, scale: int) -> None:
    """One matrix product, its weights cold: several matrices in turn. us each, and GB/s of weights."""
    for shape_name, shape in product_shapes(scale).items():
        copies = max(2, int(4e8 // scale**2 // (2 * shape[0] * shape[1])))
        plain = [(mx.random.normal(shape) * shape[1] ** -0.5).astype(mx.bfloat16) for _ in range(copies)]
        for bits in (16, 8, 4):
            weights = plain if bits == 16 else [packed(w, bits) for w in plain]
            mx.eval([w if isinstance(w, mx.array) else [w.packed, w.scales, w.offsets] for w in weights])
            n_bytes = shape[0] * shape[1] * {16: 2.0, 8: 1.0625, 4: 0.5625}[bits]
            for rows in (1, 8, 32):
                x = mx.random.normal((rows, shape[1])).astype(mx.bfloat16)
                mx.eval(x)
                exact = multiply(x.astype(mx.float32), _wide(weights[0]))
                ways: dict[str, Callable[..., mx.array]] = {"plain": multiply}
                if bits == 16 and rows == 1:
                    ways["8 rows"] = lambda x, w: mx.broadcast_to(x, (8, x.shape[1])) @ w.T
                if few.available():
                    for tiles, ahead, warps in ((1, 4, 8), (2, 2, 8), (2, 4, 4), (1, 8, 4)) if rows < 32 else ((1, 2, 8), (2, 2, 8)):
                        ways[f"few {tiles} {ahead} {warps}"] = lambda x, w, t=tiles, a=ahead, p=warps: few.product(
                            x, w, tiles=t, ahead=a, warps=p
                        )
                for name, way in ways.items():
                    if report.left_s < 0:
                        return
                    try:
                        y = way(x, weights[0]).astype(mx.float32)[:rows]
                        error = float(mx.linalg.norm(y - exact) / mx.linalg.norm(exact))
                        ms = median_ms(lambda: mx.eval([way(x, w) for w in weights]), seconds=0.03, most=12) / copies
                    except Exception as failed:
                        report.add("products", matrix=shape_name, bits=bits, rows=rows, way=name, us=_short(failed))
                        continue
                    row = {"us": 1e3 * ms, "GB/s": n_bytes / ms / 1e6, "error": error}
                    report.add("products", matrix=shape_name, bits=bits, rows=rows, way=name, **row)
            del weights
        del plain


def _wide(w: mx.array | few.Packed) -> mx.array:
    if isinstance(w, few.Packed):
        return mx.dequantize(w.packed, w.scales, w.offsets, w.group, w.bits).astype(mx.float32)
    return w.astype(mx.float32)


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:300]}".replace("\n", " ")


# -- decoding ----------------------------------------------------------------------------------------------------------


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


CONTEXT = 300
ROOM = 512


class Step:
    """A decoding step of the published LLM, by hand, in the ways to be compared; `ways` of multiplying are "plain",
    "few" and "pad N"."""

    def __init__(self, config: LlmConfig, bits: int) -> None:
        self.config, self.bits = config, bits
        d, heads = config.hidden_size, config.num_attention_heads
        self.n_heads, self.n_kv, self.head_dim = heads, config.num_key_value_heads, d // heads
        joined = (heads + 2 * self.n_kv) * self.head_dim
        self.embed = self._matrix(config.vocab_size, d)
        self.head = self._weight(config.vocab_size, d, 8 if bits < 16 else 16)
        self.norm = mx.ones((d,), mx.bfloat16)
        self.layers = [
            (
                self._weight(joined, d, bits),
                mx.zeros((joined,), mx.bfloat16),
                self._weight(d, d, bits),
                self._weight(2 * config.intermediate_size, d, bits),
                self._weight(d, config.intermediate_size, bits),
            )
            for _ in range(config.num_hidden_layers)
        ]

    def _matrix(self, n_out: int, n_in: int) -> mx.array:
        w = mx.random.normal((n_out, n_in), dtype=mx.bfloat16) * n_in**-0.5
        mx.eval(w)
        return w

    def _weight(self, n_out: int, n_in: int, bits: int) -> mx.array | few.Packed:
        w = self._matrix(n_out, n_in)
        if bits == 16:
            return w
        w = packed(w, bits)
        mx.eval(w.packed, w.scales, w.offsets)
        return w

    @property
    def bytes_read(self) -> int:
        return sum(w.nbytes for w in _arrays([self.layers, self.head]))

    def room(self, batch: int) -> list[tuple[mx.array, mx.array]]:
        mx.random.seed(1)
        shape = (batch, self.n_kv, ROOM, self.head_dim)
        caches = [(mx.random.normal(shape, dtype=mx.bfloat16), mx.random.normal(shape, dtype=mx.bfloat16)) for _ in self.layers]
        mx.eval(caches)
        return caches

    def product(self, way: str, x: mx.array, w: Any, bias: Any = None, residual: Any = None, gated: bool = False) -> mx.array:
        if way == "few":
            return few.product(x, w, bias, residual, gated)
        n_rows = x.shape[0]
        if way.startswith("pad") and n_rows < (n := int(way.split()[1])):
            x = mx.broadcast_to(x, (n, x.shape[1])) if n_rows == 1 else mx.pad(x, [(0, n - n_rows), (0, 0)])
        if way == "rows":
            y = mx.concatenate([multiply(x[i : i + 1], w) for i in range(n_rows)])
        elif bias is not None and isinstance(w, mx.array):
            y, bias = mx.addmm(bias, x, w.T), None
        else:
            y = multiply(x, w)
        y = y[:n_rows]
        y = y if bias is None else y + bias
        y = swiglu(*mx.split(y, 2, axis=-1)) if gated else y
        return y if residual is None else residual + y

    def forward(self, way: str, tokens: mx.array, caches: Any, offset: Any, fixed: bool) -> tuple[mx.array, Any]:
        """Greedy next tokens (B,). `fixed`: caches of fixed room, offset an array, so that it can be compiled."""
        batch = tokens.shape[0]
        h = self.embed[tokens]
        eps, after = self.config.rms_norm_eps, []
        mask = (mx.arange(ROOM) <= offset)[None, None, None] if fixed else None
        for (qkv, bias, out, gate_up, down), (keys, values) in zip(self.layers, caches, strict=True):
            x = self.product(way, mx.fast.rms_norm(h, self.norm, eps), qkv, bias)
            x = x.reshape(batch, 1, -1, self.head_dim).swapaxes(1, 2)
            turned = x[:, : self.n_heads + self.n_kv]
            turned = mx.fast.rope(turned, self.head_dim, traditional=False, base=1e6, scale=1.0, offset=offset)
            q, k, v = turned[:, : self.n_heads], turned[:, self.n_heads :], x[:, self.n_heads + self.n_kv :]
            if fixed:
                keys = mx.slice_update(keys, k, offset, axes=[2])
                values = mx.slice_update(values, v, offset, axes=[2])
                seen_keys, seen_values = keys, values
            else:
                keys[..., offset : offset + 1, :] = k
                values[..., offset : offset + 1, :] = v
                seen_keys, seen_values = keys[..., : offset + 1, :], values[..., : offset + 1, :]
            after.append((keys, values))
            y = mx.fast.scaled_dot_product_attention(q, seen_keys, seen_values, scale=self.head_dim**-0.5, mask=mask)
            h = self.product(way, y.reshape(batch, -1), out, residual=h)
            x = self.product(way, mx.fast.rms_norm(h, self.norm, eps), gate_up, gated=True)
            h = self.product(way, x, down, residual=h)
        logits = self.product(way, mx.fast.rms_norm(h, self.norm, eps), self.head)
        return mx.argmax(logits, axis=-1), after


def _arrays(tree: Any) -> Iterator[mx.array]:
    if isinstance(tree, mx.array):
        yield tree
    elif isinstance(tree, few.Packed):
        yield from (tree.packed, tree.scales, tree.offsets)
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from _arrays(item)


def time_steps(step: Step, way: str, batch: int, *, compiled: bool, ahead: bool, n: int = 24) -> tuple[float, float, list[int]]:
    """ms a step (median of all but the first), ms of the first, and the tokens of the first step."""
    caches = step.room(batch)
    tokens = mx.arange(batch) % 7
    offset: Any = CONTEXT

    def forward(tokens: mx.array, offset: mx.array, caches: Any) -> Any:
        return step.forward(way, tokens, caches, offset, True)

    run = mx.compile(forward) if compiled else None
    times: list[float] = []
    said: list[int] = []
    previous: mx.array | None = None
    for i in range(n):
        began = time.perf_counter()
        if run:
            tokens, caches = run(tokens, mx.array([offset + i]), caches)
        else:
            tokens, caches = step.forward(way, tokens, caches, offset + i, False)
        if ahead:
            mx.async_eval(tokens)
            shown, previous = previous, tokens
        else:
            shown = tokens
        if shown is not None:
            values: Any = shown.tolist()
            said = said or values
        times.append(1e3 * (time.perf_counter() - began))
        if sum(times) > 1500 and i > 3:
            break
    mx.eval(tokens)
    return statistics.median(times[3:]), times[0], said


def decode_alone(report: Report, scale: int) -> None:
    """One caller in bfloat16, as it is compared under other settings of MLX."""
    decode(report, scale, ((16, (1,)),))


PLAN = ((16, (1, 8, 32)), (4, (1, 8)), (8, (1, 8)), (16, (2, 4, 16)), (4, (32, 4)), (8, (32, 4)))


def decode(report: Report, scale: int, plan: Sequence[tuple[int, Sequence[int]]] = PLAN) -> None:
    """A decoding step at 300 places of context, in each way."""
    for bits, batches in plan:
        if report.left_s < 3:
            return
        step = Step(llm_config(scale), bits)
        bandwidth_ms = step.bytes_read / 4.3e12 * 1e3
        for batch in batches:
            kinds = [("plain", False, False), ("plain", False, True)]
            if bits == 16 and batch < 8:
                kinds += [("pad 8", False, True)]
            if bits < 16 and 1 < batch <= 4:
                kinds += [("rows", False, False)]
            if few.available():
                kinds += [("few", False, False), ("few", False, True)]
            if batch in (1, 8) and bits == 16:
                kinds += [("plain", True, False)]
                kinds += [("few", True, False), ("few", True, True)] if few.available() else []
            for way, compiled, ahead in kinds:
                if report.left_s < 1:
                    continue
                row = {"bits": bits, "batch": batch, "way": way, "compiled": compiled, "ahead": ahead}
                try:
                    ms, first, said = time_steps(step, way, batch, compiled=compiled, ahead=ahead)
                    report.add("decode", **row, ms=ms, first_ms=first, said=str(said[:3]), weights_ms=bandwidth_ms)
                except Exception as failed:
                    report.add("decode", **row, ms=_short(failed))
        report.add("memory", what=f"peak, decode {bits} bits, batch up to {max(batches)}, GB", found=mx.get_peak_memory() / 1e9)
        del step
        mx.clear_cache()
        mx.reset_peak_memory()


def prefill(report: Report, scale: int) -> None:
    """The product's own forward, and mlx-lm's, over new places."""
    llm = Llm(llm_config(scale))
    randomise(llm, mx.bfloat16)
    width = llm.args.hidden_size

    def read(length: int, batch: int = 1, plain: bool = False) -> Callable[[], None]:
        x = mx.random.normal((batch, length, width)).astype(mx.bfloat16)
        cache: Any = [KVCache() for _ in llm.model.layers]
        mx.eval(x)

        def run() -> None:
            for layer in cache:
                layer.trim(layer.offset - min(layer.offset, 300))
            y = qwen2.Model.__call__(llm, None, cache, x) if plain else llm.fused.logits(llm.fused.read(x, cache)[:, -1:])
            mx.eval(y, [(layer.keys, layer.values) for layer in cache])

        return run

    for name, length, plain in (
        ("one token, mlx-lm", 1, True),
        ("one token, product", 1, False),
        ("16", 16, False),
        ("128", 128, False),
        ("200", 200, False),
        ("512", 512, False),
        ("1000", 1000, False),
    ):
        if report.left_s < 1:
            return
        report.add("prefill", places=name, ms=median_ms(read(length, plain=plain), most=12))


# -- encoder, flow, vocoder --------------------------------------------------------------------------------------------


def encoder(report: Report, scale: int) -> None:
    config = EncoderConfig(128, 1500, 1280 // scale, 20, 32 // scale)
    for dtype in (mx.bfloat16,):
        model = AudioEncoder(config)
        randomise(model, dtype)
        compiled = mx.compile(lambda mel, lengths: model(mel, lengths)[0])  # noqa: B023
        for seconds in (1, 5, 10, 25):
            mel = mx.random.normal((1, 100 * seconds, 128))
            lengths = mx.array([100 * seconds - 2])
            mx.eval(mel, lengths)
            eager = median_ms(lambda: mx.eval(model(mel, lengths)[0]), most=10)  # noqa: B023
            if seconds != 10:
                report.add("encoder", type=str(dtype), seconds=seconds, ms=eager)
                continue
            first = first_ms(lambda: mx.eval(compiled(mel, lengths)))  # noqa: B023
            fused = median_ms(lambda: mx.eval(compiled(mel, lengths)), most=10)  # noqa: B023
            row = {"type": str(dtype), "seconds": seconds, "ms": eager, "compiled_ms": fused, "first_ms": first}
            report.add("encoder", **row)


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
    return FlowConfig.from_yaml(
        {
            "flow": {
                "vocab_size": 6561,
                "input_size": 512 // scale,
                "spk_embed_dim": 192,
                "output_size": 80,
                "encoder": encoder,
                "decoder": {"inference_cfg_rate": 0.7, "estimator": estimator},
            }
        }
    )


def values(tree: Any) -> list[mx.array]:
    """The arrays of a state, in order."""
    return [leaf for _, leaf in tree_flatten(tree) if isinstance(leaf, mx.array)] if not isinstance(tree, mx.array) else [tree]


def flow(report: Report, scale: int) -> None:
    prompt_tokens = 75  # 3 s, as a short voice prompt
    plain_mish, plain_gelu = dit.mish, dit.gelu
    for dtype in (mx.float16, mx.bfloat16, mx.float32):
        model = Flow(flow_config(scale))
        randomise(model, dtype)
        prompt = FlowPrompt(mx.arange(prompt_tokens), mx.random.normal((2 * prompt_tokens, 80)), mx.random.normal((192,)))
        noise = mx.random.normal((1, 2 * prompt_tokens, 80))
        prime = first_ms(lambda: mx.eval(values(model.prime(prompt, noise))))  # noqa: B023
        voice = model.prime(prompt, noise)
        for fused in (False, True) if dtype == mx.float16 else (False,):
            dit.mish, dit.gelu = plain_mish, plain_gelu
            if fused:
                dit.mish = mx.compile(plain_mish, shapeless=True)
                dit.gelu = mx.compile(plain_gelu, shapeless=True)
            state = voice
            for _ in range(8):
                mel, state = model.step(mx.arange(28), state, mx.random.normal((1, 50, 80)), False)
            mx.eval(mel, values(state))
            for name, start, n in (("first, 8 codes", voice, 8), ("steady, 24 codes", state, 24), ("steady, 25 codes", state, 25)):
                if report.left_s < 1 or (dtype != mx.float16 and n != 24):
                    continue
                tokens, x = mx.arange(n + 3), mx.random.normal((1, 2 * n, 80))
                mx.eval(tokens, x)
                row = {"type": str(dtype), "chunk": name, "way": "eager, pieces compiled" if fused else "eager", "prime_ms": prime}

                def eager(start: FlowState = start, tokens: mx.array = tokens, x: mx.array = x) -> None:
                    mel, after = model.step(tokens, start, x, False)  # noqa: B023
                    mx.eval(mel, values(after))

                report.add("flow", **row, ms=median_ms(eager, most=8))
                if fused or dtype != mx.float16 or n == 25:
                    continue
                row["way"] = "estimator compiled"
                original = model.decoder.estimator.step
                made = mx.compile(lambda x, c, m, s: original(x, c, dit.Modulation(*m), _blocks(s)))  # noqa: B023

                def patched(x: Any, c: Any, m: Any, s: Any, made: Any = made) -> Any:
                    v, blocks = made(x, c, m, s)
                    return v, tuple(_blocks(blocks))

                model.decoder.estimator.__dict__["step"] = patched
                try:
                    first = first_ms(eager)
                    report.add("flow", **row, ms=median_ms(eager, most=8), first_ms=first)
                except Exception as failed:
                    report.add("flow", **row, ms=_short(failed))
                finally:
                    del model.decoder.estimator.__dict__["step"]
                row["way"] = "whole step compiled"
                encoder, mu, speaker = start.encoder, start.estimator, start.speaker

                def whole(tokens: Any, x: Any, e: Any, m: Any, s: Any, start: FlowState = start) -> Any:
                    e = _conformer(start.encoder, e)
                    given = start._replace(encoder=e, estimator=tuple(tuple(_blocks(b)) for b in m), speaker=s)
                    mel, after = model.step(tokens, given, x, False)  # noqa: B023
                    return mel, after.encoder, after.estimator

                made = mx.compile(whole)

                def run(made: Any = made, t: Any = tokens, x: Any = x, e: Any = encoder, m: Any = mu, s: Any = speaker) -> None:
                    mel, e, m = made(t, x, e, m, s)
                    mx.eval(mel, values(e), values(m))

                try:
                    first = first_ms(run)
                    report.add("flow", **row, ms=median_ms(run, most=8), first_ms=first)
                except Exception as failed:
                    report.add("flow", **row, ms=_short(failed))
            if not fused:
                profile_flow(report, model, state, str(dtype))
        dit.mish, dit.gelu = plain_mish, plain_gelu


def _blocks(state: Any) -> list[Any]:
    """Block states out of the plain tuples that mx.compile hands through."""
    return [dit.BlockState(dit.KeyValues(*block[0]), block[1], block[2]) for block in state]


def _conformer(like: Any, state: Any) -> Any:
    lookahead, up, blocks, up_blocks = state
    return like._replace(
        lookahead=lookahead,
        up=up,
        blocks=tuple(dit.KeyValues(*b) for b in blocks),
        up_blocks=tuple(dit.KeyValues(*b) for b in up_blocks),
    )


def profile_flow(report: Report, model: Flow, state: FlowState, dtype: str) -> None:
    """Where the time of a steady chunk goes."""
    tokens, x = mx.arange(28), mx.random.normal((1, 50, 80))
    embedded = model.input_embedding(tokens[None])
    encoded, after = model.encoder.step(embedded, state.encoder, False)
    mu = model.encoder_proj(encoded)
    mu2, speaker2 = mx.concatenate([mu, mu]), mx.concatenate([state.speaker, state.speaker])
    estimator = model.decoder.estimator
    context = estimator.context(mu2, speaker2, mx.zeros_like(mu2))
    block, memory, parts = estimator.blocks[0], state.estimator[0][0], state.schedule.modulations[0].blocks[0]
    hidden = mx.random.normal((2, 50, model.config.estimator.hidden)).astype(context.dtype)
    mx.eval(mu, context, hidden, values(after))
    things: dict[str, Callable[[], Any]] = {
        "token encoder": lambda: values(model.encoder.step(embedded, state.encoder, False)),
        "one estimator step": lambda: values(estimator.step(x, context, state.schedule.modulations[0], state.estimator[0])),
        "one block": lambda: values(block(hidden, parts, memory, None)),
        "attention": lambda: values(block.attn(hidden, memory.attention, None)),
        "convolutions": lambda: values(block.conv(hidden, memory.conv1, memory.conv2)),
        "mlp": lambda: [block.mlp(hidden)],
        "keep the recent": lambda: [values(state.policy.estimator(b.attention.add(hidden_kv, hidden_kv), 150)) for b in state.estimator[0]],
    }
    heads = memory.attention.keys[0].shape
    hidden_kv = mx.random.normal((heads[0], heads[1], 50, heads[3])).astype(context.dtype)
    mx.eval(hidden_kv)
    for name, thing in things.items():
        report.add("flow, where the time goes", type=dtype, what=name, ms=median_ms(lambda: mx.eval(thing()), most=10, seconds=0.1))  # noqa: B023


def vocoder(report: Report, scale: int) -> None:
    conv1d = hift._correlate
    for dtype in (mx.float16, mx.float32):
        model = Hift(HiftConfig(512 // scale, 512 // scale))
        randomise(model, dtype)
        for frames in (50, 58):
            mel = mx.random.normal((1, frames, 80))
            noise = mx.random.normal((1, 480 * frames, 1))
            mx.eval(mel, noise)
            source = model.source(model.f0(mel), noise)
            mx.eval(source)
            for way in ("conv1d", "unfolded", "taps"):
                if report.left_s < 1 or (frames == 58 or dtype != mx.float16) and way != "conv1d":
                    continue
                hift._correlate = {"conv1d": conv1d, "unfolded": _unfolded, "taps": _taps}[way]
                row = {"type": str(dtype), "frames": frames, "way": way}
                try:
                    parts = {
                        "f0_ms": median_ms(lambda: mx.eval(model.f0(mel)), most=8, seconds=0.1),  # noqa: B023
                        "source_ms": median_ms(lambda: mx.eval(model.source(mx.ones((1, frames)), noise)), most=8, seconds=0.1),  # noqa: B023
                        "decode_ms": median_ms(lambda: mx.eval(model.decode(mel, source)), most=8, seconds=0.2),  # noqa: B023
                    }
                    report.add("vocoder", **row, **parts)
                    if dtype != mx.float16 or frames == 50:
                        continue
                    made = mx.compile(model.decode)
                    first = first_ms(lambda: mx.eval(made(mel, source)))  # noqa: B023
                    report.add("vocoder", **row | {"way": way + ", compiled"}, decode_ms=median_ms(lambda: mx.eval(made(mel, source)), most=8), first_ms=first)  # noqa: B023
                except Exception as failed:
                    report.add("vocoder", **row, decode_ms=_short(failed))
                finally:
                    hift._correlate = conv1d
        if dtype == mx.float16:
            profile_vocoder(report, model)
            state = hift_stream.make_state()
            mel = mx.random.normal((1, 50, 80))
            _, state = hift_stream.step(model, mel, mx.random.normal((1, 50 * 480, 1)), state, False)
            mx.eval(state)
            noise = mx.random.normal((1, 58 * 480, 1))
            report.add("vocoder", type=str(dtype), frames=58, way="chunk of a stream", decode_ms=median_ms(lambda: mx.eval(hift_stream.step(model, mel, noise, state, False)), most=8))  # noqa: B023


def profile_vocoder(report: Report, model: Hift) -> None:
    dtype = model.conv_pre.weight.dtype
    x = mx.random.normal((1, 58, 80)).astype(dtype)
    x = model.conv_pre(x)
    for i, up in enumerate(model.ups):
        mx.eval(x)
        report.add("vocoder, where the time goes", what=f"up {i}", ms=median_ms(lambda: mx.eval(up(x)), most=8, seconds=0.1))  # noqa: B023
        x = up(x)
        mx.eval(x)
        for k in range(3):
            block = model.resblocks[3 * i + k]
            report.add("vocoder, where the time goes", what=f"resblock {i}.{k} {tuple(x.shape)}", ms=median_ms(lambda: mx.eval(block(x)), most=8, seconds=0.1))  # noqa: B023
        conv, snake = block.convs1[0], block.activations1[0]
        report.add("vocoder, where the time goes", what=f"one convolution {i}.2", ms=median_ms(lambda: mx.eval(conv(x)), most=8, seconds=0.1))  # noqa: B023
        report.add("vocoder, where the time goes", what=f"one snake {i}", ms=median_ms(lambda: mx.eval(snake(x)), most=8, seconds=0.1))  # noqa: B023


def _unfolded(x: mx.array, weight: mx.array, dilation: int = 1, bias: Any = 0.0) -> mx.array:
    """A convolution as one product of all shifts side by side."""
    taps = weight.shape[1]
    length = x.shape[1] - (taps - 1) * dilation
    shifts = mx.concatenate([x[:, k * dilation : k * dilation + length] for k in range(taps)], axis=-1)
    return shifts @ weight.reshape(weight.shape[0], -1).T + bias


def _taps(x: mx.array, weight: mx.array, dilation: int = 1, bias: Any = 0.0) -> mx.array:
    """A convolution as a sum of products, one a shift."""
    length = x.shape[1] - (weight.shape[1] - 1) * dilation
    y: Any = mx.array(bias, x.dtype)
    for k in range(weight.shape[1]):
        y = mx.addmm(y, x[:, k * dilation : k * dilation + length], weight[:, k].T)
    return y


PARTS: dict[str, tuple[Callable[[Report, int], None], float]] = {  # and how much of the time each may take
    "machine": (machine, 0.1),
    "products": (products, 0.2),
    "decode": (decode, 0.35),
    "flow": (flow, 0.25),
    "vocoder": (vocoder, 0.15),
    "prefill": (prefill, 0.1),
    "encoder": (encoder, 0.1),
    "alone": (decode_alone, 1.0),
}


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="time the models at their published size, on random weights")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help=f"of {', '.join(PARTS)}; none is all")
    parser.add_argument("--out", type=Path, help="folder for measure.md and measure.json")
    parser.add_argument("--seconds", type=float, default=240.0, help="for the whole run")
    parser.add_argument("--scale", type=int, default=1, help="divide widths and depths")
    wish = parser.parse_args(arguments)
    report = Report(wish.out, wish.seconds)
    for name in wish.parts or [part for part in PARTS if part != "alone"]:
        run, share = PARTS[name]
        report.begin(wish.seconds * (share if len(wish.parts) != 1 else 1.0))
        if report.left_s < 2:
            report.add("left out", part=name, why="no time left")
            continue
        try:
            run(report, wish.scale)
        except Exception as failed:
            report.add("left out", part=name, why=_short(failed))
        mx.clear_cache()
    print(report.markdown())


if __name__ == "__main__":
    main()
