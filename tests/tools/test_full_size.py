"""The random checkpoint is in the published layout, of the published size, reproducible, and goes all the way."""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx
import numpy as np
import pytest

from stages.checkpoint import load
from stages.convert import convert
from stages.models.adaptor import Adaptor, AdaptorConfig
from stages.models.encoder import AudioEncoder, EncoderConfig
from stages.models.llm import Llm, LlmConfig
from stages.tokenizer import Tokenizer
from stages.weights import leaves

TOOL = Path(__file__).with_name("full_size.py")
COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(TOOL))


@pytest.fixture(scope="module")
def small(tool: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full_size") / "eighth"
    tool["write_checkpoint"](folder, 8, 7)
    return folder


def test_the_published_number_of_parameters(tool: dict[str, Any]):
    config = tool["sizes"](1, Tokenizer.load(COMPACT))
    audio, text = config["audio_encoder_config"], config["text_config"]
    modules = (
        AudioEncoder(EncoderConfig.from_json(audio)),
        Adaptor(AdaptorConfig.from_json(audio)),
        Llm(LlmConfig.from_json(text)),
    )
    tensors = [w for module in modules for w in leaves(module).values()]
    assert len(tensors) == 832
    assert sum(w.size for w in tensors) == 8_315_179_264


def test_the_names_are_the_published(small: Path):
    def patterns(folder: Path) -> set[str]:
        weight_map = json.loads((folder / "model.safetensors.index.json").read_text())["weight_map"]
        return {".".join("N" if part.isdigit() else part for part in name.split(".")) for name in weight_map}

    assert patterns(small) == patterns(COMPACT)


def test_the_same_seed_gives_the_same(tool: dict[str, Any], small: Path, tmp_path: Path):
    tool["write_checkpoint"](tmp_path / "again", 8, 7)
    tool["write_checkpoint"](tmp_path / "other", 8, 8)
    for name in ("model-00001-of-00001.safetensors", "token2wav/flow.pt"):
        assert (small / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
        assert (small / name).read_bytes() != (tmp_path / "other" / name).read_bytes()


def test_it_is_converted_and_answers_in_speech(small: Path, tmp_path: Path):
    convert(small, tmp_path / "it", bits=4)
    checkpoint = load(tmp_path / "it")
    tokenizer = checkpoint.tokenizer
    logits = checkpoint.llm(mx.array([tokenizer.encode("<|BOT|>assistant\n<tts_start>")]))[0, -1]
    assert np.isfinite(np.array(logits)).all()
    best = mx.argsort(-logits)[:20].tolist()
    codes = [tokenizer.audio_code(token) for token in best]
    assert sum(code is not None and code < 6561 for code in codes) >= 10
    sound = checkpoint.vocoder(mx.zeros((1, 10, 80)), mx.zeros((1, 4800, 9)))
    assert np.isfinite(np.array(sound)).all()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not report the most memory used")
def test_converting_needs_no_more_memory_than_a_shard(tmp_path: Path, record_property: Callable[[str, object], None]):
    """In a process of its own, whose resident size the system reports: most before, and most after converting."""
    here = {**os.environ, "PYTHONPATH": str(TOOL.parents[2])}
    make = [sys.executable, TOOL, tmp_path / "source", "--scale", "4"]
    subprocess.run(make, check=True, capture_output=True, env=here)
    shards = [file.stat().st_size for file in (tmp_path / "source").glob("*.safetensors")]
    script = (
        "import re, stepaudio.library; from stages.convert import convert;"
        "most = lambda: re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1];"
        f"before = most(); convert({str(tmp_path / 'source')!r}, {str(tmp_path / 'it')!r}, bits=4);"
        "print(before, most())"
    )
    ran = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=here)
    before, after = (int(number) * 1024 for number in ran.stdout.split()[-2:])
    print(
        f"{sum(shards) / 1e6:.0f} MB of shards, the largest {max(shards) / 1e6:.0f} MB: {(after - before) / 1e6:.0f} MB"
    )
    record_property("memory_bytes", after - before)
    assert sum(shards) > 300e6
    assert after - before < max(shards)
