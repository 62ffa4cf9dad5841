"""Who speaks in training, how often, and who is held out."""

from __future__ import annotations

from random import Random

from training.synthesis import ACCENTS, ESPEAK_VOICES, HELD_OUT_VARIANTS, PICO_VOICES, VARIANTS

MANDARIN = "espeak:sit/cmn-Latn-pinyin+"
AGENTS = {"en": "flite:rms", "zh": f"{MANDARIN}quincy"}
AGENT = AGENTS["en"]
STRANGE_ENGINES = {"festival": ["festival:ked_diphone"], "rhvoice": ["rhvoice:bdl", "rhvoice:clb"]}
"""Voices never trained on, of engines never trained on, built from recordings of people whom no other voice has."""
HELD_OUT_MANDARIN = [f"{MANDARIN}{variant}" for variant in HELD_OUT_VARIANTS]

RECORDED = ["flite:slt", "flite:rms", "flite:awb", "flite:kal16"]
FORMANT = [ESPEAK_VOICES[i * 7 % len(ESPEAK_VOICES)] for i in range(60)]  # spread over accents and variants
CHINESE = [f"{MANDARIN}{variant}" for variant in VARIANTS]
ALL = RECORDED + PICO_VOICES + FORMANT + CHINESE

_WEIGHTS = {"flite:slt": 8.0, "flite:awb": 7.0, "flite:kal16": 7.0} | dict.fromkeys(AGENTS.values(), 12.0)
ACOUSTIC_WEIGHTS = [_WEIGHTS.get(voice, 4.0 if voice in PICO_VOICES else 0.8) for voice in ALL]
CALLERS = {
    "en": (RECORDED + PICO_VOICES + FORMANT, [4.5, 3.0, 4.0, 6.0, 5.0, 4.0] + [0.4] * len(FORMANT)),
    "zh": (CHINESE, [1.0] * len(CHINESE)),
}

RESIDENT = {"arthur": "flite:rms", "flora": "flite:slt", "hamish": "flite:awb", "lan": f"{MANDARIN}quincy"}
"""The voices the checkpoint brings, by the name of their file; the first is the one it speaks in by itself."""
SAMPLE = "Good morning, thank you for calling, it is a pleasure to help you today."
SAMPLE_MANDARIN = "早上好，请问需要什么帮助？我会查订单、包裹和账户。"


def in_other_language(voice: str, rng: Random) -> str:
    """The same speaker in the other language, where an engine has them in both; else ""."""
    before, _, variant = voice.partition("+")
    if not variant:
        return ""
    return f"espeak:gmw/{rng.choice(ACCENTS)}+{variant}" if f"{before}+" == MANDARIN else MANDARIN + variant
