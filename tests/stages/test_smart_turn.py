"""Smart Turn: its features by our own mel and by the vendor's code, and the published network where it is installed
(`make clients` brings it, with Pipecat)."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import anyio
import mlx.core as mx
import numpy as np
import pytest

from pipeline import config
from pipeline.config import ConfigError
from stages.models.mel import log_mel
from stages.smart_turn import HEARD_SAMPLES, SmartTurn, features
from stages.vad import Silero, _installed
from stepaudio import audio
from stepaudio.engine import _smart_turn

SAMPLES = Path(__file__).parents[2] / "checkpoints" / "nano" / "samples"
VENDORS = sorted(
    (Path(__file__).parents[2] / ".venv" / "clients").glob(
        "pipecat/lib/python*/site-packages/pipecat/audio/turn/smart_turn"
    )
)
installed = pytest.mark.skipif(not VENDORS, reason="Pipecat is not installed: make clients")


def sounds() -> list[Any]:
    rng = np.random.default_rng(0)
    recorded = [audio.read(SAMPLES / f"{name}.wav") for name in ("capital", "order", "mandarin_forecast")]
    loud = [rng.standard_normal(n).astype(np.float32) for n in (1, 16_000, HEARD_SAMPLES, HEARD_SAMPLES + 7_000)]
    return [*recorded, *loud, np.zeros(0, np.float32), np.full(9_000, 0.25, np.float32)]


@pytest.mark.parametrize("sound", sounds(), ids=lambda sound: f"{len(sound)} samples")
def test_it_hears_the_last_8_s_leveled_by_the_mel_of_the_models(sound: Any) -> None:
    heard = np.zeros(HEARD_SAMPLES)
    if len(sound):
        heard[-len(sound) :] = sound[-HEARD_SAMPLES:]
    leveled = (heard - heard.mean()) / np.sqrt(heard.var() + 1e-7)
    ours = features(sound)
    assert (ours.shape, ours.dtype) == ((80, 800), np.float32)
    expected = log_mel(mx.array(leveled.astype(np.float32))[None], padding=0, n_mels=80)[0]
    np.testing.assert_allclose(ours, np.array(expected).T, atol=5e-3)


@installed
@pytest.mark.parametrize("sound", sounds(), ids=lambda sound: f"{len(sound)} samples")
def test_the_vendors_code_gives_the_same_features(sound: Any) -> None:
    spec = spec_from_file_location("whisper_features", VENDORS[0] / "_whisper_features.py")
    assert spec is not None
    assert spec.loader is not None
    vendors = module_from_spec(spec)
    spec.loader.exec_module(vendors)
    padded = np.pad(sound[-HEARD_SAMPLES:], (max(0, HEARD_SAMPLES - len(sound)), 0))
    np.testing.assert_allclose(features(sound), vendors.compute_whisper_log_mel_features(padded), atol=1e-5)


@installed
def test_the_published_network_tells_a_question_from_its_first_half() -> None:
    judge = SmartTurn(next((VENDORS[0] / "data").glob("*.onnx")))
    question = audio.read(SAMPLES / "opening.wav")
    silence = np.zeros(1_600, np.float32)
    whole = anyio.run(judge, np.concatenate([question, silence]))
    half = judge.judge(np.concatenate([question[: len(question) // 2], silence]))
    assert 0 <= half < 0.5 < whole <= 1


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match=r"patience\.smart_turn: there is no file .*none\.onnx; expected .*v3\.2-cpu"):
        SmartTurn(Path("none.onnx"))


def test_a_file_that_is_no_network_is_named() -> None:
    with pytest.raises(ConfigError, match=r"patience\.smart_turn: .*test_smart_turn\.py is no ONNX network; expected"):
        SmartTurn(Path(__file__))


def test_another_network_is_named_with_what_was_expected() -> None:
    Silero()  # it can be loaded
    with pytest.raises(
        ConfigError, match=r"silero_vad\.onnx takes .*'input'.*expected .*input_features \(batch, 80, 800\)"
    ):
        SmartTurn(_installed())


def test_nobody_is_asked_unless_the_configuration_says_so() -> None:
    assert _smart_turn(config.load()) is None
    with pytest.raises(ConfigError, match=r"ears\.tentative_ms is 0"):
        _smart_turn(config.load(overrides=["patience.smart_turn=some.onnx", "ears.tentative_ms=0"]))
    with pytest.raises(ConfigError, match=r"there is no file some\.onnx"):
        _smart_turn(config.load(overrides=["patience.smart_turn=some.onnx"]))
