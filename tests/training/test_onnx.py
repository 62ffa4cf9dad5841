"""The ONNX files give on onnxruntime what the MLX modules they were made from give, and keep the published form."""

from pathlib import Path

import mlx.core as mx
import numpy as np
import onnx
import onnxruntime
import pytest
from mlx.utils import tree_map

from stages.models.s3_tokenizer import S3Config, S3Tokenizer, codes
from training.onnx import speaker_encoder, speech_tokenizer
from training.speaker import EMBEDDING, N_BANDS, Speaker

PUBLISHED = (
    Path(__file__).parents[1] / "golden" / "compact" / "checkpoint" / "token2wav" / "speech_tokenizer_v2_25hz.onnx"
)


@pytest.fixture(scope="module", autouse=True)
def seed() -> None:
    mx.random.seed(7)


def halves(module):
    """The module with its weights rounded to half precision, as the file stores them."""
    module.update(tree_map(lambda w: w.astype(mx.float16).astype(mx.float32), module.parameters()))
    return module


def session(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def tokenizer() -> S3Tokenizer:
    return halves(S3Tokenizer(S3Config(width=128, n_layers=3)))


def projected_by(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with the eight values before the quantizer as a second output."""
    with_inner = onnx.ModelProto()
    with_inner.CopyFrom(model)
    name = next(node.output[0] for node in model.graph.node if node.name == "/quantizer/project_in/Add")
    with_inner.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    return with_inner


def test_speech_tokenizer_equals_the_module(tokenizer: S3Tokenizer):
    runtime = session(projected_by(speech_tokenizer(tokenizer)))
    lengths = np.array([209, 117, 4], np.int32)
    mel = np.random.default_rng(3).normal(size=(3, 128, 209)).astype(np.float32)
    indices, values = runtime.run(None, {"feats": mel, "feats_length": lengths})
    projected, counts = tokenizer(mx.array(mel.swapaxes(1, 2)), mx.array(lengths))
    ours = np.array(codes(projected))
    assert indices.dtype == np.int32
    assert indices.shape == ours.shape
    for row, n in enumerate(counts.tolist()):
        np.testing.assert_allclose(values[row, :n], np.array(projected)[row, :n], atol=2e-5)
        clear = np.abs(np.abs(np.tanh(values[row, :n])) - 0.5).min(axis=-1) > 1e-4
        assert clear.any()
        assert np.array_equal(indices[row, :n][clear], ours[row, :n][clear])


def test_speech_tokenizer_has_the_published_names(tokenizer: S3Tokenizer):
    published = onnx.load(PUBLISHED).graph
    ours = speech_tokenizer(halves(S3Tokenizer(S3Config(width=64, n_layers=2)))).graph
    assert [item.name for item in ours.input] == [item.name for item in published.input]
    assert [item.name for item in ours.output] == [item.name for item in published.output]
    shapes = {item.name: list(item.dims) for item in ours.initializer}
    assert {item.name: list(item.dims) for item in published.initializer}.items() <= shapes.items()
    nodes = {node.name: node.op_type for node in ours.node}
    for node in published.node:
        if node.name.startswith(("/blocks", "/conv", "/quantizer")):
            assert nodes.get(node.name) == node.op_type, node.name


def test_speech_tokenizer_is_stored_in_half_precision(tokenizer: S3Tokenizer):
    trained = [w for w in speech_tokenizer(tokenizer).graph.initializer if not w.name.startswith("constant")]
    assert {w.data_type for w in trained} == {onnx.TensorProto.FLOAT16}


@pytest.mark.parametrize(("batch", "frames"), [(1, 207), (3, 40), (1, 1)])
def test_speaker_encoder_equals_the_module(batch: int, frames: int):
    speaker = halves(Speaker(width=48))
    features = mx.random.normal((batch, frames, N_BANDS))
    [embedding] = session(speaker_encoder(speaker)).run(["output"], {"input": np.array(features)})
    assert embedding.shape == (batch, EMBEDDING)
    np.testing.assert_allclose(embedding, np.array(speaker(features)), atol=2e-5)
