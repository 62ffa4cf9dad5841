"""Voices: what a recording must be, what becomes of it, and how prepared ones are kept."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from stages.voice import Voice, VoiceError, VoiceMaker, fit, load_voices, read_recording

GOLDEN = Path(__file__).parents[1] / "golden" / "compact"
TOKEN2WAV = GOLDEN / "checkpoint" / "token2wav"
PROMPT = GOLDEN / "expected" / "audio" / "prompt.wav"
RATE_HZ = 16_000


@pytest.fixture(scope="module")
def maker() -> VoiceMaker:
    return VoiceMaker(TOKEN2WAV)


def noise(seconds: float, level: float = 0.1) -> np.ndarray:
    return (level * np.random.default_rng(0).standard_normal(round(seconds * RATE_HZ))).astype(np.float32)


def click(seconds: float) -> np.ndarray:
    samples = np.zeros(round(seconds * RATE_HZ), np.float32)
    samples[8000:8100] = 0.8 * (-1.0) ** np.arange(100)
    return samples


def with_nan() -> np.ndarray:
    samples = noise(2)
    samples[100] = np.nan
    return samples


@pytest.mark.parametrize(
    ("recording", "complaint"),
    [
        (noise(0.99), r"0\.99 s, expected 1 to 30 s"),
        (noise(30.01), r"30\.01 s, expected 1 to 30 s"),
        (np.zeros(32000, np.float32), r"silent: its loudest is -200 dBFS, speech is above -50"),
        (0.3 + noise(2, 1e-4), r"silent"),
        (click(3), r"0\.05 s of sound, expected at least 0\.5 s of speech"),
        (with_nan(), r"not numbers"),
        (noise(2, 3000.0), r"expected samples in \[-1, 1\]"),
        (np.zeros((0,), np.float32), r"shape \(1, 0\)"),
        (np.zeros((1, 2, 32000), np.float32), r"shape \(1, 2, 32000\)"),
    ],
)
def test_what_no_voice_can_be_made_of(maker: VoiceMaker, recording: np.ndarray, complaint: str) -> None:
    with pytest.raises(VoiceError, match=complaint):
        maker.prepare(recording, RATE_HZ)


@pytest.mark.parametrize("rate_hz", [0, 4_000, 400_000])
def test_a_rate_no_voice_is_made_from(maker: VoiceMaker, rate_hz: int) -> None:
    with pytest.raises(VoiceError, match=f"a rate of {rate_hz} Hz, expected 8000 to 192000 Hz"):
        maker.prepare(noise(3), rate_hz)


def test_mel_is_twice_as_long_as_the_codes_at_any_length(maker: VoiceMaker) -> None:
    for n in (16000, 16001, 17279, 20480):
        voice = maker.prepare(noise(2)[:n], RATE_HZ)
        assert voice.mel.shape == (2 * len(voice.codes), 80)
        assert voice.codes.dtype == np.int32
        assert voice.embedding.shape == (192,)


def test_fit_repeats_the_last_frame_or_cuts() -> None:
    mel = np.arange(6, dtype=np.float32).reshape(3, 2)
    assert np.array_equal(fit(mel, 5), mel[[0, 1, 2, 2, 2]])
    assert np.array_equal(fit(mel, 2), mel[:2])


def test_channels_first_is_understood_mean_is_heard(maker: VoiceMaker) -> None:
    left, right = noise(2), np.zeros(2 * RATE_HZ, np.float32)
    stereo, mono = maker.prepare(np.stack([left, right]), RATE_HZ), maker.prepare(left, RATE_HZ)
    assert np.array_equal(stereo.codes, mono.codes)
    half = maker.prepare(left / 2, RATE_HZ)
    assert np.allclose(stereo.mel, half.mel, atol=1e-4)


def test_a_folder_of_recordings_and_prepared_voices(maker: VoiceMaker, tmp_path: Path) -> None:
    prepared = maker.prepare(*read_recording(PROMPT))
    prepared.save(tmp_path / "bea.npz")
    soundfile.write(tmp_path / "ann.wav", noise(2), RATE_HZ)
    (tmp_path / "README.md").write_text("who they are")
    voices = load_voices(tmp_path, TOKEN2WAV)
    assert list(voices) == ["ann", "bea"]
    assert np.array_equal(voices["bea"].codes, prepared.codes)
    assert np.array_equal(voices["bea"].prompt().mel, prepared.mel)
    assert load_voices(tmp_path / "nowhere", TOKEN2WAV) == {}


def test_prepared_voices_need_no_networks(maker: VoiceMaker, tmp_path: Path) -> None:
    maker.prepare(noise(2), RATE_HZ).save(tmp_path / "ann.npz")
    assert list(load_voices(tmp_path, tmp_path / "nowhere")) == ["ann"]


def test_the_folder_s_bad_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "ann.wav").write_bytes(b"RIFF")
    with pytest.raises(VoiceError, match=r"ann\.wav cannot be read as audio"):
        load_voices(tmp_path, TOKEN2WAV)
    soundfile.write(tmp_path / "ann.wav", noise(0.5), RATE_HZ)
    with pytest.raises(VoiceError, match=r"ann\.wav: recording has 0\.50 s"):
        load_voices(tmp_path, TOKEN2WAV)
    (tmp_path / "ann.wav").unlink()
    (tmp_path / "bea.npz").write_bytes(b"")
    with pytest.raises(VoiceError, match=r"bea\.npz is not a prepared voice"):
        load_voices(tmp_path, TOKEN2WAV)
    np.savez(tmp_path / "bea.npz", codes=np.zeros(3, np.int32), mel=np.zeros((5, 80)), embedding=np.zeros(192))
    with pytest.raises(VoiceError, match=r"3 codes need 6 frames"):
        load_voices(tmp_path, TOKEN2WAV)


def test_a_voice_of_two_files_is_refused(maker: VoiceMaker, tmp_path: Path) -> None:
    maker.prepare(noise(2), RATE_HZ).save(tmp_path / "ann.npz")
    soundfile.write(tmp_path / "ann.wav", noise(2), RATE_HZ)
    with pytest.raises(VoiceError, match="ann is there twice"):
        load_voices(tmp_path, TOKEN2WAV)


def test_a_missing_network_is_named(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"speech_tokenizer_v2_25hz\.onnx"):
        VoiceMaker(tmp_path)


def test_preparing_once(maker: VoiceMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = maker.prepare_once(noise(2), RATE_HZ, tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.setattr(VoiceMaker, "prepare", None)
    again = maker.prepare_once(noise(2), RATE_HZ, tmp_path)
    assert isinstance(again, Voice)
    assert np.array_equal(first.mel, again.mel)
    with pytest.raises(TypeError):
        maker.prepare_once(noise(2) * 0.5, RATE_HZ, tmp_path)


def test_what_is_kept_may_be_damaged_or_not_kept_at_all(maker: VoiceMaker, tmp_path: Path) -> None:
    first = maker.prepare_once(noise(2), RATE_HZ, tmp_path / "kept")
    (file,) = (tmp_path / "kept").iterdir()
    file.write_bytes(b"half a fi")
    assert np.array_equal(maker.prepare_once(noise(2), RATE_HZ, tmp_path / "kept").mel, first.mel)
    assert np.array_equal(Voice.load(file).mel, first.mel)
    (tmp_path / "file").touch()
    assert np.array_equal(maker.prepare_once(noise(2), RATE_HZ, tmp_path / "file" / "folder").mel, first.mel)
