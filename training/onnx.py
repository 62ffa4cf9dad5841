"""Writes the two networks the product runs on onnxruntime, from their MLX modules, in the published form.

`speech_tokenizer` keeps the published file's inputs, output, and names of nodes and initializers. Weights are stored in
half precision and cast when a session starts, which halves the files and costs nothing afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, cast

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from stages.models import s3_tokenizer
from stages.models.s3_tokenizer import S3Tokenizer
from training.speaker import DILATIONS, Speaker

OPSET = 17
HEAD = 64
FIRST_BLOCK, BLOCK_STRIDE = 2224, 52
"""The published exporter numbered the initializers of block i from FIRST_BLOCK + i * BLOCK_STRIDE."""


def speech_tokenizer(model: S3Tokenizer) -> onnx.ModelProto:
    """feats (B, n_mels, T) and feats_length (B,) int32 -> indices (B, N) int32: speech_tokenizer_v2_25hz.onnx."""
    g = Graph()
    lengths = g.op("Cast", "feats_length", to=TensorProto.INT64)
    x = "feats"
    for name, number in (("conv1", 2216), ("conv2", 2218)):
        conv: nn.Conv1d = getattr(model, name)
        x = g.op("Mul", x, g.op("Unsqueeze", valid(g, lengths, frames(g, x, 2)), g.constant([1])))
        x = g.op(
            "Conv",
            x,
            g.weight(f"onnx::Conv_{number}", conv.weight.swapaxes(1, 2)),
            g.weight(f"onnx::Conv_{number + 1}", conv.bias),
            name=f"/{name}/Conv",
            kernel_shape=[3],
            pads=[1, 1],
            strides=[2],
        )
        x = gelu(g, x, f"/act{name[-1]}")
        lengths = g.op("Add", g.op("Div", g.op("Sub", lengths, g.constant(1)), g.constant(2)), g.constant(1))
    x = g.op("Transpose", x, perm=[0, 2, 1])  # (B, N, C)
    mask = valid(g, lengths, frames(g, x, 1))  # (B, N)
    column = g.op("Unsqueeze", mask, g.constant([2]))  # (B, N, 1)
    hidden = g.op("Mul", g.op("Sub", g.number(1), mask), g.number(-1e10))
    bias = g.op("Unsqueeze", hidden, g.constant([1, 2]))  # (B, 1, 1, N)
    turn = rotation(g, frames(g, x, 1))
    for i, block in enumerate(model.blocks):
        x = tokenizer_block(g, x, block, i, column, bias, turn)
    project: nn.Linear = model.quantizer.project_in
    x = linear(g, x, project, "/quantizer/project_in", "onnx::MatMul_2536", "quantizer.project_in.bias")
    squeezed = g.op("Mul", g.op("Tanh", x), g.number(cast(float, s3_tokenizer.levels(mx.array(100.0)).item())))
    digits = g.op("Add", g.op("Round", squeezed), g.number(1))
    places = g.number([s3_tokenizer.LEVELS**i for i in range(s3_tokenizer.DIGITS)])
    codes = g.op("ReduceSum", g.op("Mul", digits, places), g.constant([-1]), keepdims=0)
    g.op("Cast", codes, output="indices", to=TensorProto.INT32)
    n_mels = model.conv1.weight.shape[2]
    return g.model(
        "speech_tokenizer_v2_25hz",
        [
            helper.make_tensor_value_info("feats", TensorProto.FLOAT, ["B", n_mels, "T"]),
            helper.make_tensor_value_info("feats_length", TensorProto.INT32, ["B"]),
        ],
        [helper.make_tensor_value_info("indices", TensorProto.INT32, ["B", "N"])],
    )


def speaker_encoder(speaker: Speaker) -> onnx.ModelProto:
    """input (B, T, bands) float32 -> output (B, embedding) float32, for campplus.onnx."""
    g = Graph()
    x = g.op("Transpose", "input", perm=[0, 2, 1])
    for i, (conv, dilation) in enumerate(zip(speaker.convs, DILATIONS, strict=True)):
        kernel = conv.weight.shape[1]
        x = g.op(
            "Conv",
            x,
            g.weight(f"convs.{i}.weight", conv.weight.swapaxes(1, 2)),
            g.weight(f"convs.{i}.bias", conv.bias),
            name=f"/convs.{i}/Conv",
            kernel_shape=[kernel],
            dilations=[dilation],
            pads=[dilation * (kernel - 1) // 2] * 2,
        )
        x = g.op("Relu", x)
    mean = g.op("ReduceMean", x, axes=[2], keepdims=1)
    difference = g.op("Sub", x, mean)
    variance = g.op("ReduceMean", g.op("Mul", difference, difference), axes=[2], keepdims=0)
    deviation = g.op("Sqrt", g.op("Add", variance, g.number(1e-5)))
    pooled = g.op("Concat", g.op("Squeeze", mean, g.constant([2])), deviation, axis=1)
    embedded = g.op("MatMul", pooled, g.weight("embedding.weight", speaker.embedding.weight.T))
    g.op("Add", embedded, g.weight("embedding.bias", speaker.embedding.bias), output="output")
    return g.model(
        "campplus",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["B", "T", speaker.convs[0].weight.shape[2]])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["B", speaker.embedding.weight.shape[0]])],
    )


class Graph:
    """Collects nodes in order; every method returns the name of the tensor it adds."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def op(self, kind: str, *inputs: str, name: str = "", output: str = "", **attributes: Any) -> str:
        name = name or f"/{kind}_{len(self.nodes)}"
        output = output or f"{name}_output_0"
        self.nodes.append(helper.make_node(kind, inputs, [output], name=name, **attributes))
        return output

    def weight(self, name: str, value: mx.array) -> str:
        """A trained tensor: stored under `name` in half precision, used in single."""
        stored = np.ascontiguousarray(np.array(value.astype(mx.float16)))
        self.initializers.append(numpy_helper.from_array(stored, name))
        return self.op("Cast", name, name=f"{name}/Cast", to=TensorProto.FLOAT)

    def constant(self, value: int | Sequence[int]) -> str:
        return self._constant(np.array(value, np.int64))

    def number(self, value: float | Sequence[float] | Sequence[Sequence[float]]) -> str:
        return self._constant(np.array(value, np.float32))

    def _constant(self, value: np.ndarray) -> str:
        name = f"constant_{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(value, name))
        return name

    def model(
        self, name: str, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
    ) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        onnx.checker.check_model(model, full_check=True)
        return model


def tokenizer_block(g: Graph, x: str, block: Any, i: int, column: str, bias: str, turn: tuple[str, str]) -> str:
    """x += attention + memory; x += MLP. `column` (B, N, 1) is 1 inside the length, `bias` hides the keys outside."""
    path, n = f"/blocks.{i}", FIRST_BLOCK + i * BLOCK_STRIDE
    attn = block.attn
    width = attn.query.weight.shape[0]
    h = layer_norm(g, x, block.attn_ln, f"{path}/attn_ln", n)
    query = linear(g, h, attn.query, f"{path}/attn/query", f"onnx::MatMul_{n + 4}", f"onnx::Add_{n + 3}")
    key = linear(g, h, attn.key, f"{path}/attn/key", f"onnx::MatMul_{n + 6}")
    value = linear(g, h, attn.value, f"{path}/attn/value", f"onnx::MatMul_{n + 9}", f"onnx::Add_{n + 8}")

    remembered = g.op("Mul", value, column)
    kernel = attn.fsmn_block.weight.shape[1]
    memory = g.op(
        "Conv",
        g.op("Transpose", remembered, perm=[0, 2, 1]),
        g.weight(f"blocks.{i}.attn.fsmn_block.weight", attn.fsmn_block.weight.swapaxes(1, 2)),
        name=f"{path}/attn/fsmn_block/Conv",
        group=width,
        kernel_shape=[kernel],
        pads=[kernel // 2] * 2,
    )
    memory = g.op("Mul", g.op("Add", g.op("Transpose", memory, perm=[0, 2, 1]), remembered), column)

    shape, scale = g.constant([0, 0, width // HEAD, HEAD]), g.number(HEAD**-0.25)
    query, key = (rotate(g, g.op("Reshape", projected, shape), turn) for projected in (query, key))
    query = g.op("Mul", g.op("Transpose", query, perm=[0, 2, 1, 3]), scale)  # (B, heads, N, 64)
    key = g.op("Mul", g.op("Transpose", key, perm=[0, 2, 3, 1]), scale)  # (B, heads, 64, N)
    scores = g.op("Softmax", g.op("Add", g.op("MatMul", query, key), bias), axis=-1)
    value = g.op("Transpose", g.op("Reshape", value, shape), perm=[0, 2, 1, 3])
    attended = g.op("Transpose", g.op("MatMul", scores, value), perm=[0, 2, 1, 3])
    attended = g.op("Reshape", attended, g.constant([0, 0, width]))
    out = linear(g, attended, attn.out, f"{path}/attn/out", f"onnx::MatMul_{n + 43}", f"onnx::Add_{n + 42}")
    x = g.op("Add", x, g.op("Add", out, memory))

    h = layer_norm(g, x, block.mlp_ln, f"{path}/mlp_ln", n + 44)
    h = linear(g, h, block.mlp[0], f"{path}/mlp/mlp.0", f"onnx::MatMul_{n + 48}", f"onnx::Add_{n + 47}")
    h = gelu(g, h, f"{path}/mlp/mlp.1")
    h = linear(g, h, block.mlp[2], f"{path}/mlp/mlp.2", f"onnx::MatMul_{n + 51}", f"onnx::Add_{n + 50}")
    return g.op("Add", x, h)


def linear(g: Graph, x: str, layer: nn.Linear, path: str, weight_name: str, bias_name: str | None = None) -> str:
    x = g.op("MatMul", x, g.weight(weight_name, layer.weight.T), name=f"{path}/MatMul")
    return g.op("Add", g.weight(bias_name, layer.bias), x, name=f"{path}/Add") if bias_name else x


def layer_norm(g: Graph, x: str, norm: nn.LayerNorm, path: str, number: int) -> str:
    weight = g.weight(f"onnx::LayerNormalization_{number}", norm.weight)
    bias = g.weight(f"onnx::LayerNormalization_{number + 1}", norm.bias)
    return g.op("LayerNormalization", x, weight, bias, name=f"{path}/LayerNormalization", axis=-1, epsilon=norm.eps)


def gelu(g: Graph, x: str, path: str) -> str:
    """x * (1 + erf(x / sqrt 2)) / 2"""
    curve = g.op("Erf", g.op("Div", x, g.number(math.sqrt(2)), name=f"{path}/Div"), name=f"{path}/Erf")
    twice = g.op("Mul", x, g.op("Add", curve, g.number(1), name=f"{path}/Add"), name=f"{path}/Mul")
    return g.op("Mul", twice, g.number(0.5), name=f"{path}/Mul_1")


def frames(g: Graph, x: str, axis: int) -> str:
    """The size of `x` along `axis`, a scalar."""
    return g.op("Gather", g.op("Shape", x), g.constant(axis), axis=0)


def valid(g: Graph, lengths: str, n: str) -> str:
    """1 inside each of `lengths` (B,), else 0: (B, n) float."""
    index = g.op("Unsqueeze", g.op("Range", g.constant(0), n, g.constant(1)), g.constant([0]))
    inside = g.op("Less", index, g.op("Unsqueeze", lengths, g.constant([1])))
    return g.op("Cast", inside, to=TensorProto.FLOAT)


def rotation(g: Graph, n: str) -> tuple[str, str]:
    """Cosine and sine of the rotary positions 0..n-1, theta 10000: (1, n, 1, 64) each."""
    position = g.op("Cast", g.op("Range", g.constant(0), n, g.constant(1)), to=TensorProto.FLOAT)
    frequencies = g.number([[10000.0 ** (-2 * i / HEAD) for i in range(HEAD // 2)]])
    angle = g.op("Mul", g.op("Unsqueeze", position, g.constant([1])), frequencies)
    angle = g.op("Unsqueeze", g.op("Concat", angle, angle, axis=1), g.constant([0, 2]))
    return g.op("Cos", angle), g.op("Sin", angle)


def rotate(g: Graph, x: str, turn: tuple[str, str]) -> str:
    """Half-split rotary positions on (B, N, heads, 64)."""
    half, axis = g.constant([HEAD // 2]), g.constant([3])
    low = g.op("Slice", x, g.constant([0]), half, axis)
    high = g.op("Slice", x, half, g.constant([HEAD]), axis)
    turned = g.op("Concat", g.op("Neg", high), low, axis=3)
    return g.op("Add", g.op("Mul", x, turn[0]), g.op("Mul", turned, turn[1]))
