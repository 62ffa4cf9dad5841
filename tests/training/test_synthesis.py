"""The engines: what RHVoice's library is asked and what is made of its answers, with a stand-in for it; what is said of
an engine that is not there; and one voice of each engine that is (the others are skipped, and say why)."""

import ctypes
import re
from pathlib import Path

import numpy as np
import pytest

from training import synthesis
from training.synthesis import ENGINE_TYPES, RATE_HZ, Engine, EngineError, RhVoice

TEXT = "where is the number four hundred and twelve"


class Library:
    """RHVoice's functions, for one voice, at 16 kHz: silence for 0.1 s, then a block of a level for each word."""

    def __init__(self) -> None:
        self.text = self.settings = b""
        self.alive = 0

        def start(reference):
            parameters = reference._obj
            self.callbacks = parameters.set_sample_rate, parameters.play_speech, parameters.word_starts
            self.settings = Path(parameters.config_path.decode(), "RHVoice.conf").read_bytes()
            return 1 if b"nowhere" not in parameters.data_path else None

        def message(engine, text, length, kind, reference, user):
            self.manner = reference._obj
            self.text = text[:length]
            known = engine == 1 and kind == 0 and self.manner.voice_profile == b"bdl"
            self.alive += bool(known and length)
            return 7 if known and length else None

        def speak(message):
            tune, play, word = self.callbacks
            assert message == 7
            assert tune(16000, None) == 1
            self._play(play, 0)
            at = 0
            for k, spoken in enumerate(self.text.replace(b"-", b" ").split()):
                at = self.text.index(spoken, at)
                word(at, len(spoken), None)
                self._play(play, 1000 * (k + 1))
                at += len(spoken)
            return b"fail" not in self.text

        def delete(message):
            self.alive -= 1

        self.RHVoice_new_tts_engine, self.RHVoice_new_message = start, message
        self.RHVoice_speak, self.RHVoice_delete_message = speak, delete

    @staticmethod
    def _play(play, level: int) -> None:
        block = np.full(1600, level, np.int16)
        assert play(block.ctypes.data_as(ctypes.c_void_p), len(block), None) == 1
        block[:] = -1  # the library keeps its buffer, and writes into it again


@pytest.fixture
def library(monkeypatch) -> Library:
    found = Library()
    monkeypatch.setattr(synthesis, "_library", lambda name: found)
    return found


def test_rhvoice_tells_words_by_the_bytes_where_they_begin(library: Library):
    speech = RhVoice().say("éèêë, a twenty-two cafés", "bdl", 1.25, 0.8)
    assert speech.words is not None
    starts, indices = zip(*speech.words, strict=True)
    assert indices == (0, 1, 2, 2, 3)
    np.testing.assert_allclose(starts, [0.15, 0.25, 0.35, 0.45, 0.55])  # the middle of the word's first block
    assert speech.phonemes is None
    assert (speech.samples.dtype, speech.samples.shape) == (np.float32, (0.6 * RATE_HZ,))
    middles = speech.samples[RATE_HZ // 20 :: RATE_HZ // 10]
    np.testing.assert_allclose(middles, np.arange(6) * 1000 / 32768, atol=2e-3)
    manner = library.manner
    assert (manner.relative_rate, manner.relative_pitch, manner.relative_volume) == (1.25, 0.8, 1.0)
    assert (manner.absolute_rate, manner.absolute_pitch, manner.absolute_volume) == (0, 0, 0)
    assert library.alive == 0
    assert b"min_sonic_rate" in library.settings


def test_rhvoice_says_what_it_cannot_say(library: Library, monkeypatch):
    rhvoice = RhVoice()
    with pytest.raises(EngineError, match="no voice 'nobody'"):
        rhvoice.say("hello", "nobody", 1.0, 1.0)
    with pytest.raises(EngineError, match="nothing to say in ''"):
        rhvoice.say("", "bdl", 1.0, 1.0)
    with pytest.raises(EngineError, match="failed on 'fail'"):
        rhvoice.say("fail", "bdl", 1.0, 1.0)
    assert library.alive == 0
    assert len(rhvoice.say("hello", "bdl", 1.0, 1.0).samples) == 0.2 * RATE_HZ  # nothing is left of what failed
    monkeypatch.setenv("ENGINES", "/nowhere")
    with pytest.raises(EngineError, match="no languages and voices in /nowhere/rhvoice"):
        RhVoice()


@pytest.mark.parametrize("name", ENGINE_TYPES)
def test_an_engine_that_is_not_there_is_an_engine_error(name: str, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("ENGINES", str(tmp_path))
    with pytest.raises(EngineError, match=re.escape(str(tmp_path))):
        ENGINE_TYPES[name]()


@pytest.mark.parametrize(
    "voice", ["espeak:gmw/en-US+m3", "flite:rms", "pico:en-US", "rhvoice:bdl", "festival:ked_diphone"]
)
def test_an_engine_that_is_there_speaks_and_tells_when(voice: str):
    try:
        speech = Engine().say(TEXT, voice)
    except EngineError as error:
        pytest.skip(str(error))
    seconds = len(speech.samples) / RATE_HZ
    assert speech.samples.dtype == np.float32
    assert 1 < seconds < 8
    assert 0.05 < np.abs(speech.samples).max() <= 1
    assert len(Engine().say(TEXT, voice, rate=1.5).samples) / RATE_HZ < 0.9 * seconds
    if speech.words is not None:
        starts, indices = zip(*speech.words, strict=True)
        assert list(starts) == sorted(starts)
        assert list(indices) == sorted(indices)
        assert (indices[0], indices[-1]) == (0, len(TEXT.split()) - 1)
        assert 0 <= starts[0] < 0.5 * seconds < starts[-1] < seconds
