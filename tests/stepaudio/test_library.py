"""The library: recordings and texts in, text and sound that can be understood out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from fast_caller import SAMPLES

from pipeline.config import ConfigError
from stages.checkpoint import CheckpointError
from stepaudio import Speech, StepAudio2
from stepaudio.audio import AudioError
from stepaudio.library import NANO
from training import judge

FOLDER = NANO / "samples"


def errors_in_sound(speech: Speech) -> float:
    """The share of a text's words that an independent recogniser does not find in its sound."""
    heard = judge.recognise(speech.samples, speech.rate_hz, judge.domain_sentences())
    return judge.word_error_rate(speech.text, heard)


def test_the_table_of_samples_is_that_of_the_folder() -> None:
    assert {path.stem for path in FOLDER.glob("*.wav")} == SAMPLES.keys()


def test_requests_are_written_down(model: StepAudio2) -> None:
    heard = {name: model.transcribe(FOLDER / f"{name}.wav") for name in SAMPLES}
    said = [sample.said for sample in SAMPLES.values()]
    assert judge.word_error_rate(said, [transcript.text for transcript in heard.values()]) <= 0.1
    order = heard["order"]
    assert order.audio_s == pytest.approx(3.145)
    assert order.rtf == order.took_s / order.audio_s > 0
    assert {"mel", "encoder", "adaptor", "llm"} <= order.compute_ms.keys()


def test_requests_are_answered_in_speech_that_can_be_understood(model: StepAudio2) -> None:
    spoken = {name: model.respond(FOLDER / f"{name}.wav") for name in SAMPLES}
    wrong = {name: speech.text for name, speech in spoken.items() if speech.text != SAMPLES[name].answer}
    assert len(wrong) <= 3, wrong
    misheard = {name: errors_in_sound(speech) for name, speech in spoken.items() if SAMPLES[name].said.isascii()}
    assert max(misheard.values()) <= 0.5, misheard
    assert np.mean(list(misheard.values())) <= 0.15, misheard
    for name, speech in spoken.items():
        assert judge.word_error_rate(SAMPLES[name].said, speech.heard) <= 0.34
        assert 1.0 < speech.audio_s < 8.0
        assert 0.05 < np.abs(speech.samples).max() <= 1.0
        assert {"encoder", "llm", "flow", "vocoder"} <= speech.compute_ms.keys()


def test_every_voice_reads_aloud_and_is_one_of_its_own(model: StepAudio2) -> None:
    text = "Your appointment is on Friday at nine."
    read = {voice: model.synthesize(text, voice) for voice in model.voices}
    assert {speech.text for speech in read.values()} == {text}
    misheard = {voice: errors_in_sound(speech) for voice, speech in read.items()}
    assert max(misheard.values()) <= 0.6, misheard  # lan is a Mandarin voice
    assert np.mean(list(misheard.values())) <= 0.3, misheard
    assert len({speech.samples.tobytes() for speech in read.values()}) == len(read) > 1
    assert model.synthesize(text).text == text


@pytest.mark.parametrize("asked", ["", "flora"])
def test_chinese_is_spoken_by_the_voice_that_has_learnt_it(model: StepAudio2, asked: str) -> None:
    """The checkpoint names it; in the others nothing of this can be understood."""
    text = "您的包裹星期二送到。"
    read = model.synthesize(text, asked)
    quiet = np.zeros(read.rate_hz // 2, np.float32)
    heard = model.transcribe((np.concatenate([quiet, read.samples, quiet]), read.rate_hz)).text
    assert judge.word_error_rate(text, heard) <= 0.25, heard


def test_texts_are_read_sentence_by_sentence(model: StepAudio2) -> None:
    one, two = "The laptop costs eight hundred dollars.", "The capital of France is Paris."
    both = model.synthesize(f"{one}\n{two}")
    assert both.text == f"{one} {two}"
    assert both.audio_s == pytest.approx(model.synthesize(one).audio_s + model.synthesize(two).audio_s, rel=0.3)


def test_an_answer_is_saved_as_wav(model: StepAudio2, tmp_path: Path) -> None:
    speech = model.synthesize("Goodbye.")
    speech.save(tmp_path / "said.wav")
    samples, rate_hz = soundfile.read(tmp_path / "said.wav")
    assert rate_hz == 24_000
    np.testing.assert_allclose(samples, speech.samples, atol=1e-4)
    with pytest.raises(AudioError, match="cannot be written"):
        speech.save(tmp_path / "nowhere" / "said.wav")


def test_samples_will_do_in_the_place_of_a_file(model: StepAudio2) -> None:
    samples, rate_hz = soundfile.read(FOLDER / "capital.wav", dtype="float32")
    assert model.transcribe((samples, rate_hz)).text == SAMPLES["capital"].said
    assert model.transcribe((np.stack([samples, 0 * samples]), rate_hz)).text == SAMPLES["capital"].said


@pytest.mark.parametrize(
    ("samples", "rate_hz", "says"),
    [
        (np.zeros(0), 16_000, "holds no audio: expected at least one sample"),
        (np.full(16_000, np.nan), 16_000, "not numbers: expected samples in"),
        (np.full(16_000, 9_000), 16_000, r"reaches 9000: expected samples in \[-1, 1\]"),
        (np.zeros((16_000, 2)), 16_000, r"shape \(16000, 2\): expected \(n,\) or \(channels, n\)"),
        (np.zeros((1, 1, 16_000)), 16_000, r"shape \(1, 1, 16000\): expected"),
        (np.zeros(16_000), 500, "500 Hz cannot be resampled: 4000 to 384000 Hz can"),
    ],
)
def test_arrays_that_are_no_recording_are_refused(
    model: StepAudio2, samples: np.ndarray, rate_hz: int, says: str
) -> None:
    with pytest.raises(AudioError, match=says):
        model.transcribe((samples.astype(np.float32), rate_hz))


@pytest.mark.parametrize(
    ("recording", "says"),
    [
        (np.zeros(16_000, np.float32), r"an array of shape \(16000,\) alone"),
        ((np.zeros(16_000, np.float32), 16_000.0), r"\(ndarray, float\)"),
        ((16_000, np.zeros(16_000, np.float32)), r"\(int, ndarray\)"),
        (b"RIFF", "bytes"),
        (None, "NoneType"),
    ],
)
def test_what_is_no_recording_at_all_is_named(model: StepAudio2, recording: Any, says: str) -> None:
    with pytest.raises(TypeError, match=rf"a recording is a path, or \(samples, rate_hz\).*this is {says}$"):
        model.transcribe(recording)


def test_samples_that_are_no_numbers_are_refused(model: StepAudio2) -> None:
    with pytest.raises(AudioError, match="the recording is no array of numbers"):
        model.transcribe((["a", "b"], 16_000))  # pyright: ignore[reportArgumentType]


def test_what_cannot_be_done_is_said(model: StepAudio2) -> None:
    with pytest.raises(ValueError, match="no text to read: expected at least one word"):
        model.synthesize("  \n")
    with pytest.raises(ValueError, match="no voice 'nobody': choose one of arthur"):
        model.synthesize("Hello.", voice="nobody")
    with pytest.raises(ValueError, match="no voice 'nobody'"):
        model.respond(FOLDER / "order.wav", voice="nobody")
    assert model.transcribe(FOLDER / "capital.wav").text == SAMPLES["capital"].said  # it goes on


def test_a_model_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"config\.json"):
        StepAudio2.load(tmp_path)
    with pytest.raises(ConfigError, match=r"no key 'temprature' in \[answer\]: did you mean temperature\?"):
        StepAudio2.load(overrides=["answer.temprature=0"])
    with pytest.raises(ConfigError, match=r"answer\.voice_zh is 'mei': no such voice, choose one of arthur, "):
        StepAudio2.load(overrides=["answer.voice_zh=mei"])
    with pytest.raises(ConfigError, match="cannot be read"):
        StepAudio2.load(config=tmp_path / "none.toml")
