"""Speech synthesis engines behind one function: `Engine().say(text, voice, rate, pitch)`.

Five engines, run inside the process through ctypes (espeak-ng, flite, pico, rhvoice) or as a child of it (festival).
They are found under the folder that the environment variable ENGINES names (made by `pack_engines.sh`), else where the
system keeps them. A voice is "engine:name", such as "espeak:gmw/en-US+f3", "flite:slt" or "festival:ked_diphone".
Native engines may crash the process: synthesise in worker processes that are started again when they die.
"""

from __future__ import annotations

import ctypes
import math
import os
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.io import wavfile
from scipy.signal import resample_poly

Samples = NDArray[np.float32]
RATE_HZ = 24_000

ACCENTS = ["en", "en-US", "en-029", "en-GB-scotland", "en-GB-x-gbclan", "en-GB-x-gbcwmd", "en-GB-x-rp", "en-US-nyc"]
VARIANTS = re.findall(
    r"\w+",
    """m1 m2 m3 m5 m6 m8 f1 f2 f3 f5 Alex Alicia Andrea Andy Annie Denis Diogo Gene Henrique Hugo Jacky Lee Mario
    Michael Mike anika antonio aunty belinda benjamin boris caleb david ed edward gustave iven iven3 john klatt klatt2
    klatt3 klatt4 marcelo max michel miguel norbert pablo paul pedro quincy rob robert sandro shelby steph2 travis
    victor zac""",
)
HELD_OUT_VARIANTS = ["f4", "m7", "linda", "steph", "adam"]
PICO_VOICES = ["pico:en-US", "pico:en-GB"]
ESPEAK_VOICES = [f"espeak:gmw/{accent}+{variant}" for accent in ACCENTS for variant in VARIANTS]
ESPEAK_HELD_OUT_VOICES = [f"espeak:gmw/{accent}+{variant}" for accent in ACCENTS[:4] for variant in HELD_OUT_VARIANTS]


class Speech(NamedTuple):
    """What an engine said. Word times are (start in seconds, index into text.split()), phoneme times (start in seconds,
    name): lower-case ARPABET, "pau" for silence, the engine's own name where there is no such one (Mandarin)."""

    samples: Samples  # (n,) float32 at 24 kHz, mono
    words: list[tuple[float, int]] | None
    phonemes: list[tuple[float, str]] | None


class EngineError(RuntimeError):
    """A voice that does not exist, a library that is missing, or an engine that said nothing."""


class Engine:
    """Every engine of this process. Engines load when first used."""

    def say(self, text: str, voice: str, rate: float = 1.0, pitch: float = 1.0) -> Speech:
        """Speech of `text`; rate 1.2 speaks 1.2 times faster, pitch 1.2 that much higher than the voice by itself.
        flite:rms and the HTS voice know no pitch."""
        engine, _, name = voice.partition(":")
        if engine not in ENGINE_TYPES:
            raise EngineError(f"voice {voice!r}: no engine {engine!r}; there are {', '.join(ENGINE_TYPES)}")
        speech = _engine(engine, os.getpid()).say(text, name, rate, pitch)
        if len(speech.samples) < RATE_HZ // 20:
            raise EngineError(f"{voice} gave {len(speech.samples)} samples for {text!r}")
        return speech


class NativeEngine(Protocol):
    def say(self, text: str, voice: str, rate: float, pitch: float) -> Speech: ...


@cache
def _engine(name: str, process_id: int) -> NativeEngine:  # a forked process must not share its parent's engine
    return ENGINE_TYPES[name]()


def _library(name: str) -> ctypes.CDLL:
    folder = os.environ.get("ENGINES")
    try:
        return ctypes.CDLL(str(Path(folder, "lib", name)) if folder else name, ctypes.RTLD_GLOBAL)
    except OSError as error:
        raise EngineError(
            f"{name}: {error}; install the engine or set ENGINES (see training/pack_engines.sh)"
        ) from error


def _at_24k(samples: NDArray[np.int16], rate_hz: int) -> Samples:
    scaled = samples.astype(np.float32) * np.float32(1 / 32768)
    if rate_hz == RATE_HZ:
        return scaled
    common = math.gcd(rate_hz, RATE_HZ)
    return np.asarray(resample_poly(scaled, RATE_HZ // common, rate_hz // common)).astype(np.float32)


# ------------------------------------------------------------------------------------------------------------ espeak-ng


class _EspeakId(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _EspeakEvent(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EspeakId),
    ]


_EspeakCallback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_EspeakEvent)
)


class Espeak:
    """espeak-ng: formant and Klatt voices, named language+variant ("gmw/en-US+f3", "sit/cmn+m1")."""

    SYNCHRONOUS, PHONEME_EVENTS, DONT_EXIT, UTF8 = 2, 1, 0x8000, 1
    RATE, PITCH = 1, 3  # parameter numbers: words a minute, 0 to 99
    LIST_END, WORD, PHONEME = 0, 1, 7  # event types

    def __init__(self) -> None:
        folder = os.environ.get("ENGINES")
        if folder:
            for name in ("libpcaudio.so.0", "libsonic.so.0"):
                _library(name)
        self.library = _library("libespeak-ng.so.1")
        self.rate_hz: int = self.library.espeak_Initialize(
            self.SYNCHRONOUS, 0, folder.encode() if folder else None, self.PHONEME_EVENTS | self.DONT_EXIT
        )
        if self.rate_hz <= 0:
            raise EngineError(
                f"espeak-ng did not start (code {self.rate_hz}): no espeak-ng-data in {folder or 'the system'}"
            )
        self.callback = _EspeakCallback(self._receive)
        self.library.espeak_SetSynthCallback(self.callback)
        self.voice = ""
        self.pieces: list[NDArray[np.int16]] = []
        self.events: list[tuple[int, int, int, str]] = []  # (type, sample, text position, phoneme)

    def say(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        if voice != self.voice:
            if code := self.library.espeak_SetVoiceByName(voice.encode()):
                raise EngineError(f"espeak-ng has no voice {voice!r} (code {code})")
            self.voice = voice
        self.library.espeak_SetParameter(self.RATE, round(165 * rate), 0)
        self.library.espeak_SetParameter(self.PITCH, int(np.clip(round(50 + 50 * np.log2(pitch)), 0, 99)), 0)
        self.pieces, self.events = [], []
        encoded = text.encode()
        if code := self.library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, self.UTF8, None, None):
            raise EngineError(f"espeak-ng failed (code {code}) on {text!r}")
        samples = np.concatenate(self.pieces) if self.pieces else np.zeros(0, np.int16)
        words = [
            (sample / self.rate_hz, len(text[:position].split()))
            for kind, sample, position, _ in self.events
            if kind == self.WORD
        ]
        phonemes = [
            (sample / self.rate_hz, _arpabet(name)) for kind, sample, _, name in self.events if kind == self.PHONEME
        ]
        return Speech(_at_24k(samples, self.rate_hz), words, phonemes)

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if count > 0 and samples:
            self.pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type != self.LIST_END:
            event = events[index]
            name = bytes(event.id.string).split(b"\0")[0].decode() if event.type == self.PHONEME else ""
            self.events.append((event.type, event.sample, event.text_position - 1, name))
            index += 1
        return 0


def _arpabet(espeak_name: str) -> str:
    if not espeak_name.strip("_:|!"):
        return "pau"
    return ARPABET_OF_ESPEAK.get(espeak_name, espeak_name)


ARPABET_OF_ESPEAK = {
    name: arpabet
    for arpabet, names in {
        "aa": "0 A: A@ O2", "ae": "a aa", "ah": "V", "ao": "O: O@ o@ O", "aw": "aU", "ax": "@ @2 @5 @- a#",
        "ay": "aI aI2 aI3 aI@", "eh": "E e@ E2", "er": "3 3: VR IR", "ey": "eI", "ih": "I I2 I# i@ i@3", "iy": "i i:",
        "ow": "oU", "oy": "OI", "uh": "U U@", "uw": "u: u", "l": "@L", "ch": "tS", "dh": "D", "hh": "h", "jh": "dZ",
        "ng": "N", "r": "r-", "sh": "S", "t": "t# t2 t[", "th": "T", "w": "w#", "y": "j ;", "zh": "Z",
    }.items()
    for name in names.split(" ")
}  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------- flite


class _FliteVoice(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("features", ctypes.c_void_p)]


class _FliteWave(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    ]


class Flite:
    """flite: voices built from recordings of people: slt, rms, awb (statistical) and kal16 (diphones)."""

    def __init__(self) -> None:
        if os.environ.get("ENGINES"):
            _library("libasound.so.2")
        self.library = _library("libflite.so.1")
        for name in ("libflite_cmulex.so.1", "libflite_usenglish.so.1"):
            _library(name)
        pointer, string, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float
        for name, result, arguments in (
            ("flite_synth_text", pointer, [string, pointer]),
            ("delete_utterance", None, [pointer]),
            ("utt_wave", ctypes.POINTER(_FliteWave), [pointer]),
            ("utt_relation", pointer, [pointer, string]),
            ("relation_head", pointer, [pointer]),
            ("item_next", pointer, [pointer]),
            ("item_daughter", pointer, [pointer]),
            ("ffeature_string", string, [pointer, string]),
            ("ffeature_float", number, [pointer, string]),
            ("feat_set_float", None, [pointer, string, number]),
        ):
            function = getattr(self.library, name)
            function.restype, function.argtypes = result, arguments
        self.library.flite_init()
        self.voices: dict[str, tuple[int, int]] = {}  # name: (voice, its features)

    def say(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        handle, features = self._voice(voice)
        call = self.library
        call.feat_set_float(features, b"duration_stretch", 1 / rate)
        call.feat_set_float(features, b"f0_shift", pitch)
        utterance = call.flite_synth_text(text.encode(), handle)
        if not utterance:
            raise EngineError(f"flite failed on {text!r}")
        try:
            wave = call.utt_wave(utterance).contents
            samples = np.ctypeslib.as_array(wave.samples, (wave.num_samples,)).copy()
            rate_hz = wave.sample_rate
            phonemes: list[tuple[float, str]] = []
            start = 0.0
            for segment in self._items(utterance, b"Segment"):
                phonemes.append((start, call.ffeature_string(segment, b"name").decode()))
                start = call.ffeature_float(segment, b"end")
            first_segment_end = b"daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p.end"
            words = [
                (call.ffeature_float(token, first_segment_end), index)
                for index, token in enumerate(self._items(utterance, b"Token"))
                if call.item_daughter(token)
            ]
        finally:
            call.delete_utterance(utterance)
        return Speech(_at_24k(samples, rate_hz), words, phonemes)

    def _items(self, utterance: int, relation: bytes):
        item = self.library.relation_head(self.library.utt_relation(utterance, relation))
        while item:
            yield item
            item = self.library.item_next(item)

    def _voice(self, name: str) -> tuple[int, int]:
        if name not in self.voices:
            if not re.fullmatch(r"[a-z0-9]+", name):
                raise EngineError(f"flite has no voice {name!r}")
            register = getattr(_library(f"libflite_cmu_us_{name}.so.1"), f"register_cmu_us_{name}")
            register.restype = ctypes.POINTER(_FliteVoice)
            voice = register(None)
            self.voices[name] = (ctypes.cast(voice, ctypes.c_void_p).value or 0, voice.contents.features)
        return self.voices[name]


# ---------------------------------------------------------------------------------------------------------------- pico

_PicoCallback = ctypes.CFUNCTYPE(
    ctypes.c_bool,
    ctypes.c_void_p,
    ctypes.c_uint32,
    ctypes.c_uint32,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_uint32,
    ctypes.c_bool,
)  # user, rate, format, channels, samples, bytes, whether these are the last


class Pico:
    """SVOX Pico: a woman's voice of American English (en-US) and one of British English (en-GB), statistical, built
    from recordings. It tells no times. The library and its languages lie in ENGINES, or where PICO says."""

    RATE_HZ = 16_000
    VOLUME = 50  # per cent: at 100 it clips

    def __init__(self) -> None:
        folder = Path(os.environ.get("ENGINES") or os.environ.get("PICO") or "/usr/lib/pico")
        try:
            self.library = ctypes.CDLL(str(folder / "lib" / "libttspico.so"))
        except OSError as error:
            raise EngineError(f"pico: {error}; set ENGINES or PICO (see training/pack_engines.sh)") from error
        call = self.library
        call.TtsEngine_Create.restype = ctypes.c_void_p
        call.TtsEngine_Create.argtypes = [ctypes.c_char_p, ctypes.c_char_p, _PicoCallback]
        call.TtsEngine_Speak.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        for name in ("Rate", "Pitch", "Volume"):
            getattr(call, f"TtsEngine_Set{name}").argtypes = [ctypes.c_void_p, ctypes.c_int]
        self.folder, self.callback = folder / "pico", _PicoCallback(self._receive)
        self.pieces: list[bytes] = []
        self.voices: dict[str, int] = {}

    def say(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        if voice not in self.voices:
            handle = self.library.TtsEngine_Create(str(self.folder).encode(), voice.encode(), self.callback)
            if not handle:
                raise EngineError(f"pico has no voice {voice!r} in {self.folder}")
            self.voices[voice] = handle
            self.library.TtsEngine_SetVolume(handle, self.VOLUME)
        handle = self.voices[voice]
        self.library.TtsEngine_SetRate(handle, round(100 * rate))
        self.library.TtsEngine_SetPitch(handle, round(100 * float(np.clip(pitch, 0.5, 2.0))))
        self.pieces = []
        self.library.TtsEngine_Speak(handle, text.encode(), None)
        return Speech(_at_24k(np.frombuffer(b"".join(self.pieces), np.int16), self.RATE_HZ), None, None)

    def _receive(self, user: Any, rate: int, form: int, channels: int, samples: Any, n: int, last: bool) -> bool:
        if n:
            self.pieces.append(ctypes.string_at(samples, n))
        return True


# ------------------------------------------------------------------------------------------------------------- rhvoice

_RhVoiceRate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)  # rate, user
_RhVoiceSpeech = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_void_p)  # samples, count, user
_RhVoicePlace = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p)  # position, length, user


class _RhVoiceStart(ctypes.Structure):
    _fields_ = [
        ("data_path", ctypes.c_char_p),
        ("config_path", ctypes.c_char_p),
        ("resource_paths", ctypes.c_void_p),
        ("set_sample_rate", _RhVoiceRate),
        ("play_speech", _RhVoiceSpeech),
        ("process_mark", ctypes.c_void_p),
        ("word_starts", _RhVoicePlace),
        ("word_ends", ctypes.c_void_p),
        ("sentence_starts", ctypes.c_void_p),
        ("sentence_ends", ctypes.c_void_p),
        ("play_audio", ctypes.c_void_p),
        ("done", ctypes.c_void_p),
        ("options", ctypes.c_uint),
    ]


class _RhVoiceManner(ctypes.Structure):
    _fields_ = [
        ("voice_profile", ctypes.c_char_p),
        *[(f"absolute_{name}", ctypes.c_double) for name in ("rate", "pitch", "volume")],
        *[(f"relative_{name}", ctypes.c_double) for name in ("rate", "pitch", "volume")],
        ("punctuation_mode", ctypes.c_int),
        ("punctuation_list", ctypes.c_char_p),
        ("capitals_mode", ctypes.c_int),
        ("flags", ctypes.c_int),
    ]


class RhVoice:
    """RHVoice: bdl, clb, slt (American) and alan (Scottish), statistical, built from recordings of people. It tells the
    times of words, to half a block of sound, and none of phonemes. A rate beyond 0.5 and 2 is taken as that."""

    TEXT = 0  # the kind of message that is plain text
    SETTINGS = "min_sonic_rate=6\n"  # never: the voice itself speaks faster, its sound is not cut shorter afterwards
    BLOCK_S = 0.1  # sound comes in blocks: a word is told of before the block in which it begins, on average half way

    def __init__(self) -> None:
        folder = os.environ.get("ENGINES")
        if folder:
            for name in ("libsonic.so.0", "libRHVoice_core.so.7"):
                _library(name)
        self.library = _library("libRHVoice.so.5")
        self.folder = Path(folder, "rhvoice") if folder else Path("/usr/share/RHVoice")
        call = self.library
        pointer = ctypes.c_void_p
        call.RHVoice_new_tts_engine.restype = pointer
        call.RHVoice_new_tts_engine.argtypes = [ctypes.POINTER(_RhVoiceStart)]
        call.RHVoice_new_message.restype = pointer
        call.RHVoice_new_message.argtypes = [
            pointer, ctypes.c_char_p, ctypes.c_uint, ctypes.c_int, ctypes.POINTER(_RhVoiceManner), pointer,
        ]  # fmt: skip
        call.RHVoice_speak.argtypes = call.RHVoice_delete_message.argtypes = [pointer]
        self.callbacks = _RhVoiceRate(self._tune), _RhVoiceSpeech(self._receive), _RhVoicePlace(self._word)
        tune, receive, word = self.callbacks
        with tempfile.TemporaryDirectory() as settings:  # read once; nobody else's settings change the voices
            Path(settings, "RHVoice.conf").write_text(self.SETTINGS)
            start = _RhVoiceStart(str(self.folder).encode(), settings.encode(), None, tune, receive, None, word)
            self.engine = call.RHVoice_new_tts_engine(ctypes.byref(start))
        if not self.engine:
            raise EngineError(f"rhvoice did not start: no languages and voices in {self.folder}")
        self.rate_hz = RATE_HZ
        self.pieces: list[NDArray[np.int16]] = []
        self.places: list[tuple[int, int]] = []  # (sample, byte of the text)

    def say(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        manner = _RhVoiceManner(voice.encode(), relative_rate=rate, relative_pitch=pitch, relative_volume=1.0)
        encoded = text.encode()
        message = self.library.RHVoice_new_message(
            self.engine, encoded, len(encoded), self.TEXT, ctypes.byref(manner), None
        )
        if not message:
            raise EngineError(f"rhvoice has no voice {voice!r} in {self.folder}, or nothing to say in {text!r}")
        self.pieces, self.places = [], []
        try:
            if not self.library.RHVoice_speak(message):
                raise EngineError(f"rhvoice failed on {text!r}")
        finally:
            self.library.RHVoice_delete_message(message)
        samples = np.concatenate(self.pieces) if self.pieces else np.zeros(0, np.int16)
        words = [
            (sample / self.rate_hz + self.BLOCK_S / 2, len(encoded[: position + 1].split()) - 1)
            for sample, position in self.places
        ]
        return Speech(_at_24k(samples, self.rate_hz), words, None)

    def _tune(self, rate_hz: int, user: Any) -> int:
        self.rate_hz = rate_hz
        return 1

    def _receive(self, samples: int, count: int, user: Any) -> int:
        self.pieces.append(np.frombuffer(ctypes.string_at(samples, 2 * count), np.int16))
        return 1

    def _word(self, position: int, length: int, user: Any) -> int:
        self.places.append((sum(map(len, self.pieces)), position))
        return 1


# ------------------------------------------------------------------------------------------------------------- festival


class Festival:
    """festival as a child process that reads Scheme: ked_diphone (recorded), cmu_us_slt_arctic_hts (statistical)."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
        self.wave = Path(self.folder.name, "speech.wav")
        self._start()

    def _start(self) -> None:
        engines = os.environ.get("ENGINES")
        command, environment = ["festival", "--pipe"], dict(os.environ)
        if engines:
            command = [f"{engines}/bin/festival", "--libdir", f"{engines}/festival", "--pipe"]
            environment["LD_LIBRARY_PATH"] = f"{engines}/lib"
        try:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        except OSError as error:
            raise EngineError(f"festival did not start: {error}") from error
        self.voice = ""
        self._ask(PRELUDE)

    def say(self, text: str, voice: str, rate: float, pitch: float) -> Speech:
        if self.process.poll() is not None:
            self._start()
        if voice != self.voice:
            if not re.fullmatch(r"\w+", voice) or self._ask(f"(select '{voice})") != ["yes"]:
                raise EngineError(f"festival has no voice {voice!r}")
            self.voice = voice
        plain = re.sub(r'["\\]', " ", text)
        self.wave.unlink(missing_ok=True)
        answer = self._ask(f'(say "{plain}" "{self.wave}" {rate:.3f} {pitch:.3f})')
        if not self.wave.exists():
            raise EngineError(f"festival said nothing for {text!r}")
        rate_hz, samples = wavfile.read(self.wave)
        phonemes: list[tuple[float, str]] = []
        words: list[tuple[float, int]] = []
        start = 0.0
        for line in answer:
            kind, time, name = line.split(" ", 2)
            if kind == "segment":
                phonemes.append((start, name))
                start = float(time)
            else:
                words.append((float(time), len(words)))
        return Speech(_at_24k(samples, rate_hz), words if len(words) == len(text.split()) else None, phonemes)

    def _ask(self, scheme: str) -> list[str]:
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        lines: list[str] = []
        try:
            stdin.write(scheme + '\n(format t "\\nend\\n")(fflush nil)\n')
            stdin.flush()
        except BrokenPipeError as error:
            raise EngineError("festival died") from error
        for line in stdout:
            if line == "end\n":
                return [line for line in lines if line]
            lines.append(line.strip())
        raise EngineError(f"festival died on {scheme!r} (code {self.process.wait()})")


PRELUDE = """
(define (select name)
  (if (member name (voice.list))
      (begin
        (set! hts_engine_params nil)
        (voice.select name)
        (set! natural_hts hts_engine_params)
        (set! natural_f0 int_lr_params)
        (set! natural_stretch (Parameter.get 'Duration_Stretch))
        (format t "yes\\n"))))
(define (say text file rate pitch)
  (Parameter.set 'Duration_Stretch (/ natural_stretch rate))
  (set! int_lr_params
    (cons (list 'target_f0_mean (* pitch (cadr (assoc 'target_f0_mean natural_f0)))) (cdr natural_f0)))
  (set! hts_engine_params (append natural_hts (list (list "-r" rate))))
  (set! speech (utt.synth (eval (list 'Utterance 'Text text))))
  (utt.save.wave speech file 'riff)
  (mapcar (lambda (word) (format t "word %f %s\\n"
            (item.feat word "R:SylStructure.daughter1.daughter1.R:Segment.p.end") (item.name word)))
          (utt.relation.items speech 'Word))
  (mapcar (lambda (segment) (format t "segment %f %s\\n" (item.feat segment "end") (item.name segment)))
          (utt.relation.items speech 'Segment)))
"""

ENGINE_TYPES: dict[str, type[NativeEngine]] = {
    "espeak": Espeak,
    "flite": Flite,
    "pico": Pico,
    "rhvoice": RhVoice,
    "festival": Festival,
}
