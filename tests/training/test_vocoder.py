"""The speaker network's loss is none for the same sound, and moves another towards it."""

import mlx.core as mx
import numpy as np
import soxr

from training.speaker import Speaker
from training.vocoder import at_16k, estranged


def tones(f0_hz: float, seconds: float = 0.4) -> mx.array:
    """A buzz of eight harmonics in a little noise, at 24 kHz (1, N)."""
    t = np.arange(round(24000 * seconds) // 6 * 6) / 24000
    harmonics = sum(np.sin(2 * np.pi * f0_hz * k * t) / k for k in range(1, 9))
    noise = np.random.default_rng(round(f0_hz)).normal(0, 0.03, len(t))
    return mx.array(0.1 * (harmonics + noise)[None].astype(np.float32))


def test_sound_at_16_khz_is_what_a_resampler_makes():
    sound = tones(200)
    edge = 200  # where a resampler of finite length knows less
    wanted = soxr.resample(np.array(sound)[0], 24000, 16000)[edge:-edge]
    np.testing.assert_allclose(np.array(at_16k(sound))[0, edge:-edge], wanted, atol=5e-3)


def test_the_same_sound_is_nobody_else_and_a_step_down_the_gradient_is_nearer():
    mx.random.seed(3)
    speaker, true, made = Speaker(), tones(120), tones(180)
    assert estranged(speaker, true, true).item() < 1e-4
    far = estranged(speaker, made, true)
    gradient = mx.grad(lambda sound: estranged(speaker, sound, true))(made)
    nearer = estranged(speaker, made - 1e-2 * gradient / mx.linalg.norm(gradient), true)
    assert 0 < nearer.item() < far.item()
