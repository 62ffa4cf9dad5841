"""The sample calls that the checkpoint brings: requests in both languages, spoken by voices it was trained on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
import soxr

from training import voices
from training.speech import say
from training.synthesis import RATE_HZ, Engine

HEARD_HZ = 16_000
SILENCE_S = 0.15, 0.35
PEAK = 0.5
SAMPLES = {
    "order": ("what is the status of order four seven two", "flite:slt"),
    "greeting": ("hello there", "flite:awb"),
    "capital": ("what is the capital of france", "flite:rms"),
    "weather": ("what is the weather in london", "flite:slt"),
    "digits": ("please repeat one five nine two", "flite:awb"),
    "appointment": ("can i come on monday at ten", "flite:slt"),
    "opening": ("when do you open on saturday", "flite:rms"),
    "goodbye": ("goodbye", "flite:slt"),
    "sum": ("what is seven times eight plus nine", "flite:awb"),
    "mandarin_parcel": ("我的订单四七二到哪里了", f"{voices.MANDARIN}f2"),
    "mandarin_forecast": ("上海的天气怎么样", f"{voices.MANDARIN}m1"),
    "mandarin_price": ("台灯多少钱", f"{voices.MANDARIN}f5"),
}
"""By the name of the file: what is said, and by whom. `order` is the demo's question."""


def make_samples(folder: Path) -> None:
    """Writes each as a WAV file of 16 kHz. Raises EngineError."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = Engine()
    for name, (text, voice) in SAMPLES.items():
        samples = soxr.resample(say(engine, text, voice).samples, RATE_HZ, HEARD_HZ)
        before, after = (round(seconds * HEARD_HZ) for seconds in SILENCE_S)
        samples = np.pad(samples * (PEAK / np.abs(samples).max()), (before, after))
        soundfile.write(folder / f"{name}.wav", samples, HEARD_HZ, subtype="PCM_16")
