"""Each acoustic part's training takes its steps, moves its weights, and leaves what the next part reads."""

from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import numpy as np
import pytest
import soxr

from stages.models.flow import Flow, FlowConfig
from stages.models.hift import Hift, HiftConfig
from stages.models.s3_tokenizer import S3Config, S3Tokenizer
from training import nano
from training.acoustics import draw, speaker_features, speech_mel, voice_mel
from training.corpus import VoiceCorpus
from training.ear import Ear, judged, learning
from training.flow import train_flow
from training.language import read_pieces
from training.loop import FlatAdamW, Log, by_name
from training.speaker import Speaker
from training.speech_tokenizer import codes_of, train_speech_tokenizer
from training.vocoder import F0_SCALE_HZ, magnitude, train_vocoder

FRAMES = 600


@pytest.fixture(scope="module")
def corpus() -> VoiceCorpus:
    """Two voices: wavering tones of 120 and 210 Hz."""
    rng = np.random.default_rng(0)
    t = np.arange(FRAMES * 480) / 24000
    f0 = np.where(t < t[-1] / 2, 120, 210) * (1 + 0.05 * np.sin(2 * np.pi * 0.7 * t))
    phase = 2 * np.pi * np.cumsum(f0) / 24000
    sound = 0.3 * np.sin(phase) + 0.1 * np.sin(2 * phase) + 0.01 * rng.standard_normal(len(t))
    low = soxr.resample(sound, 24000, 16000)
    return VoiceCorpus(
        wav24=(sound * 32767).astype(np.int16).reshape(FRAMES, -1),
        wav16=(low * 32767).astype(np.int16).reshape(FRAMES, -1),
        twin16=(low * 32767).astype(np.int16).reshape(FRAMES, -1)[::-1],
        phonemes=rng.integers(0, 4, FRAMES).astype(np.uint8),
        f0_hz=f0[240::480].astype(np.float32),
        starts=np.array([0, FRAMES // 2, FRAMES]),
        voices=np.array([0, 1]),
        n_voices=2,
    )


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log.txt", "test")


@pytest.fixture(autouse=True)
def seed() -> None:
    mx.random.seed(7)


def copy(module) -> dict[str, mx.array]:
    return {name: value + 0 for name, value in by_name(module.parameters()).items()}


def moved(module, before: dict[str, mx.array]) -> None:
    after = by_name(module.parameters())
    for name, value in after.items():
        assert mx.isfinite(value).all(), name
        assert not mx.array_equal(value, before[name]), name


def test_windows_are_the_corpus_at_both_rates(corpus: VoiceCorpus):
    windows = draw(corpus, np.random.default_rng(1), batch=3, frames=50, reference=40)
    assert windows.audio24.shape == (3, 50 * 480)
    assert windows.audio16.shape == (3, 50 * 320)
    assert speech_mel(windows.audio16).shape == (3, 100, 128)
    assert voice_mel(windows.audio24).shape == (3, 50, 80)
    features = speaker_features(windows.reference16)
    assert features.shape[::2] == (3, 80)
    np.testing.assert_allclose(features.mean(1), 0, atol=1e-3)
    assert np.array(windows.f0_hz[:, 0] > 160).tolist() == np.array(windows.speakers == 1).tolist()


def test_magnitudes_are_those_of_a_hann_window():
    samples = mx.random.normal((2, 4096))
    found = np.array(magnitude(samples, 512))
    assert found.shape == (2, 4096 // 128 - 3, 257)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(512) / 512)
    wanted = np.abs(np.fft.rfft(np.array(samples)[1, 3 * 128 : 3 * 128 + 512] * window))
    np.testing.assert_allclose(found[1, 3], wanted, atol=1e-3)


def test_speech_tokenizer_speaker_and_flow_take_steps(corpus: VoiceCorpus, log: Log, tmp_path: Path):
    tokenizer, speaker, flow = (
        S3Tokenizer(S3Config(64, 1)),
        Speaker(16),
        Flow(FlowConfig.from_yaml({"flow": nano.FLOW})),
    )
    before = [copy(module) for module in (tokenizer, speaker, flow)]
    train_speech_tokenizer(corpus, tokenizer, speaker, log, tmp_path, seconds=1e6, batch=2, frames=80, max_steps=2)
    codes = codes_of(tokenizer, 0.1 * mx.random.normal((2, 6400)), mx.array([6400, 3200]))
    assert codes.shape == (2, 10)
    # The estimator begins as nothing: only its third step reaches its innermost weights.
    for judged_from in (1.0, -1.0):
        steps = {"batch": 2, "frames": 140, "max_steps": 3, "judged_from": judged_from}
        train_flow(corpus, tokenizer, speaker, flow, log, tmp_path, seconds=1e6, **steps)
    text = (tmp_path / "log.txt").read_text()
    assert "ear_right" in text
    assert "apart" in text
    for module, was in zip((tokenizer, speaker, flow), before, strict=True):
        moved(module, was)
    other = Flow(flow.config)
    read_pieces(other, tmp_path, "flow")
    for name, value in by_name(other.parameters()).items():
        np.testing.assert_allclose(value, by_name(flow.parameters())[name], rtol=1e-3, atol=1e-4)  # half precision


def test_vocoder_takes_steps_without_and_with_its_critics(corpus: VoiceCorpus, log: Log, tmp_path: Path):
    speaker, hift = Speaker(16), Hift(HiftConfig(16, 16))
    speaker_before, before = copy(speaker), copy(hift)
    for critics_from in (1.0, -1.0):
        steps = {"batch": 2, "frames": 10, "max_steps": 2, "critics_from": critics_from}
        train_vocoder(corpus, speaker, hift, log, tmp_path, seconds=1e6, **steps)
    moved(hift, before)
    for name, value in by_name(speaker.parameters()).items():
        assert mx.array_equal(value, speaker_before[name]), f"{name}: the speaker network only judges"
    change = hift.f0_predictor.classifier.weight - before["f0_predictor.classifier.weight"]
    assert mx.abs(change).max() < 4 * 8e-4 * F0_SCALE_HZ, "the scale of f0 was folded in twice, or not at all"
    text = (tmp_path / "log.txt").read_text()
    assert "fooled" in text
    assert "pitch" in text
    assert "strange" in text
    other = Hift(HiftConfig(16, 16))
    read_pieces(other, tmp_path, "hift")
    for name, value in by_name(other.parameters()).items():
        assert mx.array_equal(value, by_name(hift.parameters())[name]), name


def test_the_ear_learns_what_true_mels_are_and_judges_others(corpus: VoiceCorpus):
    windows = draw(corpus, np.random.default_rng(1), batch=4, frames=60, reference=40)
    mel, whose = voice_mel(windows.audio24), mx.random.normal((4, 192))
    ear = Ear(32)
    optimiser = FlatAdamW(ear)

    def step() -> tuple[float, dict[str, mx.array]]:
        (loss, parts), gradients = nn.value_and_grad(ear, lambda e: learning(e, mel, windows.phonemes, whose))(ear)
        optimiser.update(gradients, 3e-3, 1.0)
        return loss.item(), parts

    first = step()[0]
    for _ in range(100):
        last, parts = step()
    assert last < 0.7 * first
    assert parts["ear_strange"].item() < 0.5
    same, how = judged(ear, mel, mel, windows.phonemes)
    unlike, strange = judged(ear, mel[::-1], mel, windows.phonemes)
    assert how["apart"].item() == 0
    assert abs(how["strange"].item()) < 1e-3
    assert unlike.item() > same.item() + 0.5
    assert strange["strange"].item() > 0.3
