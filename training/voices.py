"""Who speaks in training, how often, and who is held out."""

from __future__ import annotations

from training.synthesis import ESPEAK_VOICES, HELD_OUT_VARIANTS, VARIANTS

MANDARIN = "espeak:sit/cmn-Latn-pinyin+"
AGENTS = {"en": "flite:rms", "zh": f"{MANDARIN}quincy"}
AGENT = AGENTS["en"]
HELD_OUT: tuple[str, ...] = ("festival:ked_diphone",)
"""An engine's voice never trained on, besides the held-out espeak variants."""
HELD_OUT_MANDARIN = [f"{MANDARIN}{variant}" for variant in HELD_OUT_VARIANTS]

RECORDED = ["flite:slt", "flite:rms", "flite:awb", "flite:kal16"]
FORMANT = [ESPEAK_VOICES[i * 7 % len(ESPEAK_VOICES)] for i in range(60)]  # spread over accents and variants
CHINESE = [f"{MANDARIN}{variant}" for variant in VARIANTS]
ALL = RECORDED + FORMANT + CHINESE

ACOUSTIC_WEIGHTS = [8.0, 12.0, 7.0, 7.0] + [0.6] * len(FORMANT) + [0.35] * len(CHINESE)
CALLERS = {
    "en": (RECORDED + FORMANT, [5.0, 5.0, 5.0, 5.0] + [0.55] * len(FORMANT)),
    "zh": (CHINESE, [1.0] * len(CHINESE)),
}

RESIDENT = {"arthur": "flite:rms", "flora": "flite:slt", "hamish": "flite:awb"}
"""The voices the checkpoint brings, by the name of their file; the first is the one it speaks in by itself."""
SAMPLE = "Good morning, thank you for calling, it is a pleasure to help you today."
