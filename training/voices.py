"""Who speaks in training, how often, and who is held out."""

from __future__ import annotations

from training.synthesis import ESPEAK_VOICES

AGENT = "flite:rms"
HELD_OUT = ("festival:ked_diphone",)  # an engine's voice never trained on, besides the held-out espeak variants

RECORDED = ["flite:slt", "flite:rms", "flite:awb", "flite:kal16"]
FORMANT = [ESPEAK_VOICES[i * 7 % len(ESPEAK_VOICES)] for i in range(60)]  # spread over accents and variants
ALL = RECORDED + FORMANT

ACOUSTIC_WEIGHTS = [6.0, 12.0, 5.0, 5.0] + [0.6] * len(FORMANT)
CALLER_WEIGHTS = [5.0, 5.0, 5.0, 5.0] + [0.55] * len(FORMANT)

RESIDENT = {"arthur": "flite:rms", "flora": "flite:slt", "hamish": "flite:awb"}
"""The voices the checkpoint brings, by the name of their file; the first is the one it speaks in by itself."""
SAMPLE = "Good morning, thank you for calling, it is a pleasure to help you today."
