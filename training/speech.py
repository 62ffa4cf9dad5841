"""Speech of either language: what the engines say, in the text's own characters, and in more voices than they have."""

from __future__ import annotations

import re

import soxr
from pypinyin import Style, lazy_pinyin

from training.synthesis import RATE_HZ, Engine, EngineError, Speech
from training.world import is_chinese


def say(engine: Engine, text: str, voice: str, rate: float = 1.0, pitch: float = 1.0, size: float = 1.0) -> Speech:
    """As `Engine.say`, for Mandarin text too (in a voice that reads pinyin). Word times count the characters of
    Mandarin. `size` 1.1 makes the speaker a tenth larger: pitch and formants sink by as much, the rate stays."""
    chinese = is_chinese(text)
    said = engine.say(pinyin(text) if chinese else text, voice, rate * size, pitch)
    samples, words, phonemes = said
    if size != 1.0:
        samples = soxr.resample(samples, RATE_HZ, RATE_HZ * size)
        words = None if words is None else [(start * size, index) for start, index in words]
        phonemes = None if phonemes is None else [(start * size, name) for start, name in phonemes]
    if chinese and phonemes is not None:
        phonemes = [(start, name if name == "pau" else f"zh {name}") for start, name in phonemes]
    if len(samples) < RATE_HZ // 20:
        raise EngineError(f"{voice} gave {len(samples)} samples for {text!r}")
    return Speech(samples, words, phonemes)


def pinyin(text: str) -> str:
    """One syllable with its tone a character, a comma for a mark: '你好，请' is 'ni3 hao3, qing3'."""
    syllables: list[str] = []
    for part in lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True):
        if re.fullmatch(r"[a-zü]+[1-5]", part):
            syllables.append(part.replace("ü", "v"))
        elif syllables and re.search(r"[，。？！：、,.?!]", part):
            syllables[-1] = syllables[-1].rstrip(",") + ","
    return " ".join(syllables)
