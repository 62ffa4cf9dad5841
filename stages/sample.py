"""A sample of a voice, examined: whether a voice can be made of it, and what would make it better, in plain words."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.events import Samples
from stages.resample import RATE_HZ, resample_exact
from stages.vad import WINDOW_SAMPLES, Silero
from stages.voice import VoiceError, check_recording

SPEECH = 0.5  # probability of speech above which a window of 32 ms is speech
LEAST_SPEECH_S = 1.0
ENOUGH_SPEECH_S = 3.0
QUIET_DBFS = -35.0  # mean level of speech below which a microphone is too far away
CLIPPED = 0.99  # of full scale: what lies above, for three samples in a row, was cut off
CLIPPED_SHARE = 5e-4  # of the samples: less is not heard
LEAST_SNR_DB = 20.0
PAUSE_WINDOWS = 6  # of no speech: fewer tell nothing of the noise
PIECE_S = 1.5  # of speech, from which the speaker network can tell who speaks; every half of that one begins
OTHER_SPEAKER = 0.2  # by so much two groups of pieces are less like each other than themselves: two people speak


class Speaker(Protocol):
    """Tells who speaks: `stages.voice.VoiceMaker` is one."""

    def embedding(self, samples: Samples) -> NDArray[np.float32]:
        """Samples (n,) at 16 kHz -> (192,)."""
        ...


def examine(sample: Samples, rate_hz: int, speaker: Speaker, silero: Silero) -> tuple[str, ...]:
    """What is not ideal about a sample (n,) or (channels, n), with advice, a sentence each.

    Raises VoiceError, with advice, for one that no voice can be made of.
    """
    channels = np.atleast_2d(sample)
    check_recording(channels, rate_hz)
    sound = resample_exact(channels[:1], rate_hz, RATE_HZ)[0]
    speaks = speech_windows(sound, silero) > SPEECH
    speech_s = float(speaks.sum()) * WINDOW_SAMPLES / RATE_HZ
    if speech_s < LEAST_SPEECH_S:
        raise VoiceError(
            f"{speech_s:.1f} s of speech were found in {sound.size / RATE_HZ:.1f} s: music and noise make no voice; "
            f"let one person speak alone for {ENOUGH_SPEECH_S:g} to 15 s"
        )
    advice: list[str] = []
    if speech_s < ENOUGH_SPEECH_S:
        advice.append(f"only {speech_s:.1f} s of speech: {ENOUGH_SPEECH_S:g} to 15 s sound more like the speaker")
    if (share := clipped_share(channels[0])) > CLIPPED_SHARE:
        advice.append(f"{share:.1%} of the samples are clipped: lower the microphone's level and record again")
    windows = sound[: speaks.size * WINDOW_SAMPLES].reshape(-1, WINDOW_SAMPLES)
    level, noise = _level_dbfs(windows[speaks]), _level_dbfs(windows[~speaks])
    if level < QUIET_DBFS:
        advice.append(f"the speech is at {level:.0f} dBFS: speak closer to the microphone, or raise its level")
    if (~speaks).sum() >= PAUSE_WINDOWS and level - noise < LEAST_SNR_DB:
        advice.append(f"the noise is only {level - noise:.0f} dB below the speech: record in a quiet room")
    if speakers_apart(windows[speaks].reshape(-1), speaker) > OTHER_SPEAKER:
        advice.append("several people seem to speak: let one person speak alone")
    return tuple(advice)


def speech_windows(sound: Samples, silero: Silero) -> NDArray[np.float32]:
    """The probability of speech in each whole window of 32 ms of (n,) at 16 kHz."""
    state, probabilities = silero.make_state(), list[float]()
    for start in range(0, sound.size - WINDOW_SAMPLES + 1, WINDOW_SAMPLES):
        probability, state = silero.step(sound[start : start + WINDOW_SAMPLES], state)
        probabilities.append(probability)
    return np.array(probabilities, np.float32)


def clipped_share(sound: Samples) -> float:
    """The share of samples (n,) that stand at full scale in runs of three and more."""
    loud = np.abs(sound) >= CLIPPED
    runs = loud[:-2] & loud[1:-1] & loud[2:]
    return float(runs.mean()) if runs.size else 0.0


def speakers_apart(speech: Samples, speaker: Speaker) -> float:
    """How much less alike two groups of pieces of (n,) at 16 kHz are than the pieces of a group, as cosines. The groups
    are those that are the most like either of the two pieces that are least alike. 0 where there is too little."""
    size = int(PIECE_S * RATE_HZ)
    starts = range(0, speech.size - size + 1, size // 2)
    voices = [speaker.embedding(speech[start : start + size]) for start in starts]
    if len(voices) < 4:
        return 0.0
    unit = np.array([voice / np.linalg.norm(voice) for voice in voices])
    alike = unit @ unit.T
    one, other = np.unravel_index(alike.argmin(), alike.shape)
    group = alike[one] >= alike[other]
    same = (group[:, None] == group[None]) & ~np.eye(len(unit), dtype=bool)
    apart = group[:, None] != group[None]
    return float(alike[same].mean() - alike[apart].mean()) if same.any() else 0.0


def _level_dbfs(windows: Samples) -> float:
    """The median level of windows (n, samples) in dB relative to full scale; -100 for none."""
    levels = np.sqrt(np.mean(np.square(windows.astype(np.float64)), axis=1))
    return 20 * float(np.log10(max(1e-5, np.median(levels)))) if levels.size else -100.0
