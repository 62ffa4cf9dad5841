"""A converted checkpoint says what the original says, as nearly as its precision allows; what cannot be is refused."""

import json
import pickle
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import mlx.core as mx
import numpy as np
import pytest
from mlx.utils import tree_flatten

from stages import manifest
from stages.archive import read_archive
from stages.checkpoint import Checkpoint, CheckpointError, load
from stages.convert import ConvertError, convert, need_space
from stages.models.mel24k import log_mel24k
from stages.voice import NETWORKS

GOLDEN = Path(__file__).parents[1] / "golden" / "compact"
COMPACT = GOLDEN / "checkpoint"
SHARDS = sorted(file.name for file in COMPACT.glob("model-*.safetensors"))
TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt")


@pytest.fixture(scope="module")
def original() -> Checkpoint:
    return load(COMPACT, mx.float32)


@pytest.fixture(scope="module", params=[None, 8, 4], ids=["as stored", "8 bit", "4 bit"])
def bits(request: pytest.FixtureRequest) -> int | None:
    return request.param


@pytest.fixture(scope="module")
def converted(bits: int | None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("converted") / "checkpoint"
    convert(COMPACT, folder, bits=bits)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A private copy of the golden checkpoint, to be damaged."""
    return Path(shutil.copytree(COMPACT, tmp_path / "source", copy_function=shutil.copyfile))


def logits(checkpoint: Checkpoint) -> mx.array:
    """Of the golden prompts, (positions, vocabulary)."""
    arrays = np.load(GOLDEN / "expected" / "llm.npz")
    prompts = [arrays[f"{prompt}_inputs_embeds"] for prompt in ("single", "multi")]
    ids = mx.array(np.random.default_rng(0).integers(0, 7500, (1, 200)))  # embeddings count too
    return mx.concatenate(
        [*(checkpoint.llm(None, None, mx.array(p)[None])[0] for p in prompts), checkpoint.llm(ids)[0]]
    )


# Measured: 0, 0.016 and 0.160 of the logits' own deviation; divergence 0, 0.0013 and 0.11 nats.
@pytest.mark.parametrize("limits", [{None: (0, 0), 8: (0.03, 0.003), 4: (0.4, 0.4)}])
def test_logits_stay_near_those_of_full_precision(
    original: Checkpoint,
    converted: Path,
    bits: int | None,
    limits: dict[int | None, tuple[float, float]],
    record_property: Callable[[str, object], None],
):
    wanted, found = logits(original), logits(load(converted, mx.float32))
    deviation = mx.sqrt(mx.square(wanted - wanted.mean(-1, keepdims=True)).mean())
    distance = (mx.sqrt(mx.square(wanted - found).mean()) / deviation).item()
    p, q = (x - mx.logsumexp(x, -1, keepdims=True) for x in (wanted, found))
    divergence = (mx.exp(p) * (p - q)).sum(-1).mean().item()
    print(f"{bits or 'no'} bits: logits {distance:.4f} of their deviation away, divergence {divergence:.4f} nats")
    record_property("distance", distance)
    record_property("divergence", divergence)
    furthest, most = limits[bits]
    assert distance <= furthest
    assert divergence <= most
    assert (bits is None) == (distance == 0)


def test_what_is_quantised(converted: Path, bits: int | None):
    stored = {name: w for file in converted.glob("model-*.safetensors") for name, w in mx.load(str(file)).items()}
    packed = {name.removesuffix(".scales") for name in stored if name.endswith(".scales")}
    linear = {name.removesuffix(".weight") for name, w in stored.items() if w.ndim == 2 and name.endswith(".weight")}
    llm = {name for name in linear if name.startswith(("model.", "lm_head"))}
    assert packed == (llm if bits else set())
    for name in packed:
        n_bits = 8 if name in ("lm_head", "model.embed_tokens") else bits
        assert stored[f"{name}.weight"].dtype == mx.uint32
        assert stored[f"{name}.weight"].shape[1] * 32 == stored[f"{name}.scales"].shape[1] * 32 * n_bits
    assert {str(w.dtype) for name, w in stored.items() if name.startswith(("encoder.", "adapter."))} == {
        "mlx.core.bfloat16"
    }


def test_flow_and_vocoder_are_halved_and_folded_but_for_the_pitch(original: Checkpoint, converted: Path):
    half = load(converted, mx.float32)
    for module in ("flow", "vocoder"):
        before, after = (dict(tree_flatten(getattr(c, module).parameters())) for c in (original, half))
        assert before.keys() == after.keys()
        for name, w in before.items():
            pitch = name.startswith(("f0_predictor", "m_source"))
            assert mx.allclose(w, after[name], rtol=1e-6 if pitch else 1e-3, atol=1e-7), name
    stored = mx.load(str(converted / "token2wav" / "hift.safetensors"))
    assert not any(".parametrizations." in name for name in stored)
    assert stored["conv_pre.weight"].dtype == mx.float16


def test_what_is_heard_stays_the_same(original: Checkpoint, converted: Path):
    half = load(converted, mx.float32)
    mel = mx.random.normal((1, 40, 80), key=mx.random.key(0)) - 4
    noise = mx.random.normal((1, 40 * 480, 9), key=mx.random.key(1))
    spectra = [log_mel24k(checkpoint.vocoder(mel, noise)) for checkpoint in (original, half)]
    distance_db = 20 / np.log(10) * mx.sqrt(mx.square(spectra[0] - spectra[1]).mean()).item()
    print(f"vocoder: {distance_db:.3f} dB")
    assert distance_db < 0.1


def test_the_manifest_tells_where_it_came_from(converted: Path, bits: int | None):
    found = manifest.read(converted)
    assert found is not None
    assert found.source == "checkpoint"
    assert found.precision["layers"] == (f"{bits} bit" if bits else "bfloat16")
    on_disk = {path.relative_to(converted).as_posix() for path in converted.rglob("*") if path.is_file()}
    assert set(found.files) == on_disk - {manifest.FILE}
    manifest.check(converted, found.quantization, every_byte=True)


def test_the_tokenizer_and_the_onnx_files_are_copied(converted: Path):
    for name in (*TOKENIZER, "token2wav/campplus.onnx", "token2wav/speech_tokenizer_v2_25hz.onnx"):
        assert (converted / name).read_bytes() == (COMPACT / name).read_bytes()


def as_mini(folder: Path) -> None:
    """As the fixture is."""


def as_base(folder: Path) -> None:
    """The tokenizer in parts alone, settings of its own for sampling, the vocoder's names without their prefix."""
    (folder / "tokenizer.json").unlink()
    (folder / "generation_config.json").write_text('{"temperature": 0.5, "top_k": 20}')
    vocoder = read_archive(folder / "token2wav" / "hift.pt")
    (folder / "token2wav" / "hift.pt").unlink()
    plain = {name.removeprefix("generator."): w for name, w in vocoder.items()}
    mx.save_safetensors(str(folder / "token2wav" / "hift.safetensors"), plain)


def as_think(folder: Path) -> None:
    """Another number of shards, a tensor in each, and an end of its own."""
    weights: dict[str, mx.array] = {}
    for name in SHARDS:
        weights |= mx.load(str(folder / name))
        mx.eval(weights)
        (folder / name).unlink()
    names = {tensor: f"model-{i:05}-of-{len(weights):05}.safetensors" for i, tensor in enumerate(weights, 1)}
    for tensor, name in names.items():
        mx.save_safetensors(str(folder / name), {tensor: weights[tensor]})
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": names}))
    config = json.loads((folder / "config.json").read_text())
    config["text_config"]["eos_token_id"] = load(COMPACT).tokenizer.eos_id
    (folder / "config.json").write_text(json.dumps(config))


@pytest.mark.parametrize("alter", [as_mini, as_base, as_think])
def test_what_published_variants_may_differ_in(
    folder: Path, tmp_path: Path, original: Checkpoint, alter: Callable[[Path], None]
):
    alter(folder)
    convert(folder, tmp_path / "it")
    found = load(tmp_path / "it", mx.float32)
    assert mx.array_equal(logits(found), logits(original))
    assert found.eos_id == original.eos_id
    assert found.tokenizer.encode("How are you?") == original.tokenizer.encode("How are you?")
    mel = mx.random.normal((1, 12, 80), key=mx.random.key(0))
    assert mx.array_equal(found.vocoder.f0(mel), original.vocoder.f0(mel))
    assert (tmp_path / "it" / "generation_config.json").exists() == (folder / "generation_config.json").exists()


def test_another_type(tmp_path: Path, original: Checkpoint):
    convert(COMPACT, tmp_path / "full", dtype=mx.float32)
    stored = [w for file in (tmp_path / "full").glob("model-*") for w in mx.load(str(file)).values()]
    assert {w.dtype for w in stored} == {mx.float32}
    assert json.loads((tmp_path / "full" / "config.json").read_text())["text_config"]["torch_dtype"] == "float32"
    assert mx.array_equal(logits(load(tmp_path / "full")), logits(original))


def test_a_converted_checkpoint_converts_again_unless_it_is_quantised(tmp_path: Path):
    convert(COMPACT, tmp_path / "once")
    convert(tmp_path / "once", tmp_path / "twice", bits=8, origin="someone/model", revision="abc")
    twice = manifest.read(tmp_path / "twice")
    assert twice is not None
    assert (twice.source, twice.revision) == ("someone/model", "abc")
    with pytest.raises(ConvertError, match="twice is quantised already, to 8 bits: convert the checkpoint it was made"):
        convert(tmp_path / "twice", tmp_path / "thrice", bits=4)
    assert not (tmp_path / "thrice").exists()


def test_progress_ends_where_it_said(tmp_path: Path):
    told: list[tuple[str, int, int]] = []
    convert(COMPACT, tmp_path / "it", bits=4, progress=lambda *now: told.append(now))
    assert all(0 <= done <= total for _, done, total in told)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1] == told[-1][2]
    assert len({total for _, _, total in told}) == 1


def test_links_where_asked(tmp_path: Path, folder: Path):
    convert(folder, tmp_path / "linked", link=True)
    assert (tmp_path / "linked" / SHARDS[0]).samefile(folder / SHARDS[0])
    load(tmp_path / "linked")


# -- bad input ------------------------------------------------------------------------------------------------------


def refusal(source: Path, bits: int | None = 4) -> str:
    target = source.parent / "target"
    with pytest.raises((ConvertError, CheckpointError)) as caught:
        convert(source, target, bits=bits)
    assert not list(source.parent.glob("target*"))
    return str(caught.value)


def test_half_a_shard(folder: Path):
    content = (folder / SHARDS[0]).read_bytes()
    (folder / SHARDS[0]).write_bytes(content[: len(content) // 2])
    assert f"{SHARDS[0]} is truncated or damaged: {len(content) // 2} bytes, expected {len(content)}" in refusal(folder)


def test_an_index_that_names_a_missing_file(folder: Path):
    (folder / SHARDS[1]).unlink()
    assert f"names {SHARDS[1]}, which is not there" in refusal(folder)


def test_the_tokenizer_of_another_checkpoint(folder: Path):
    config = json.loads((folder / "config.json").read_text())
    config["text_config"]["pad_token_id"] += 1
    (folder / "config.json").write_text(json.dumps(config))
    assert "this is the tokenizer of another checkpoint" in refusal(folder)


def test_the_vocabulary_of_another_checkpoint_beside_the_right_tokenizer(folder: Path):
    (folder / "vocab.json").write_text('{"a": 5, "b": 6}')
    assert "not of the same tokenizer as tokenizer.json: 'a' is 5 in vocab.json" in refusal(folder)


@pytest.mark.parametrize(("name", "what_for"), list(NETWORKS.items()))
def test_a_network_that_prepares_voices(folder: Path, name: str, what_for: str):
    network = folder / "token2wav" / name
    content = network.read_bytes()
    network.write_bytes(content[: len(content) // 2])
    assert f"{name} cannot be opened by onnxruntime" in refusal(folder)
    network.unlink()
    message = refusal(folder)
    assert f"token2wav has no {name}, which {what_for}: without it no voice can be prepared" in message
    assert str(folder) in message


def test_another_architecture(folder: Path):
    (folder / "config.json").write_text('{"architectures": ["LlamaForCausalLM"]}')
    assert "architectures is ['LlamaForCausalLM'], expected StepAudio2ForCausalLM" in refusal(folder)


def test_a_pickle_that_holds_code(folder: Path):
    class Harmful:
        def __reduce__(self):
            return print, ("it ran",)

    with zipfile.ZipFile(folder / "token2wav" / "flow.pt", "w") as archive:
        archive.writestr("flow/data.pkl", pickle.dumps({"input_embedding.weight": Harmful()}))
    assert "flow.pt: its pickle asks for builtins.print: refused, only tensors are read" in refusal(folder)


def test_a_disk_that_is_full(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 1_000_000))
    message = refusal(folder)
    assert "target needs" in message
    assert "the disk has 0.0010 GB free: make room for" in message
    need_space(folder, 1_000_000)


def test_a_disk_that_fills_up_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    assert "became full; what was written is removed" in refusal(folder)


def test_weights_beyond_half_precision(folder: Path):
    flow = read_archive(folder / "token2wav" / "flow.pt")
    flow["encoder_proj.bias"] = mx.full(flow["encoder_proj.bias"].shape, 1e5)
    mx.save_safetensors(str(folder / "token2wav" / "flow.safetensors"), flow)
    assert "encoder_proj.bias reaches 100000: beyond float16" in refusal(folder)


def test_a_folder_that_is_there(folder: Path, tmp_path: Path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").touch()
    with pytest.raises(ConvertError, match="there is there already"):
        convert(folder, tmp_path / "there")


def test_bits_that_are_not_offered(folder: Path):
    assert "quantising to 3 bits: expected one of (8, 4)" in refusal(folder, bits=3)


# -- a converted checkpoint that was changed ------------------------------------------------------------------------


def test_a_file_that_is_not_the_manifests(tmp_path: Path):
    convert(COMPACT, tmp_path / "it", bits=8)
    vocabulary = tmp_path / "it" / "vocab.json"
    content = vocabulary.read_bytes()
    vocabulary.write_bytes(content + b" ")
    with pytest.raises(CheckpointError, match=rf"vocab.json has {len(content) + 1} bytes, expected {len(content)}"):
        load(tmp_path / "it")
    vocabulary.write_bytes(content.replace(b"a", b"b", 1))
    with pytest.raises(CheckpointError, match=r"vocab.json has SHA-256 [0-9a-f]{12}\.\.\., expected"):
        load(tmp_path / "it")
    vocabulary.unlink()
    with pytest.raises(CheckpointError, match=r"not as manifest.json says: vocab.json is missing"):
        load(tmp_path / "it")


def test_a_manifest_that_is_none(folder: Path):
    (folder / manifest.FILE).write_text("{}")
    with pytest.raises(CheckpointError, match=r"manifest.json is no manifest: KeyError\('format'\)"):
        load(folder)
    (folder / manifest.FILE).write_text('{"format": 99}')
    with pytest.raises(CheckpointError, match="has format 99, this version reads 1"):
        load(folder)


def test_a_quantisation_that_was_taken_away(tmp_path: Path):
    convert(COMPACT, tmp_path / "it", bits=8)
    path = tmp_path / "it" / "config.json"
    config = json.loads(path.read_text())
    del config["quantization"]
    path.write_text(json.dumps(config))
    with pytest.raises(CheckpointError, match=r"config.json has quantization None, manifest.json {'group_size'"):
        load(tmp_path / "it")
    (tmp_path / "it" / manifest.FILE).unlink()
    with pytest.raises(CheckpointError, match=r"extra lm_head.scales"):
        load(tmp_path / "it")
