"""The mel stage: an utterance's sound to log-mel frames, as it comes in.

The published formula ends with a compression of the range that needs the *peak*, the maximum over the whole piece of
audio, which nobody knows while the caller still speaks. So the stage sends frames as they are before it: log10 of the
mel power, each final and exact as soon as it is out, whatever the chunking. The encoder stage compresses them with
`stages.models.mel.compress`:

- under a fixed `mel_peak` (a number in the checkpoint's configuration) each frame at once, finally and exactly;
- under the published maximum (no `mel_peak`) always all frames of the piece so far, with the running maximum; that is
  provisional, because a louder sound may come and raise the floor 8 below the peak. When the piece is closed the
  running maximum is the maximum, and the frames equal the published ones exactly.

Audio is cut in pieces of 25 s, as published: each has a mel of its own, with its own edges and its own peak.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import mlx.core as mx
import numpy as np

from pipeline.channel import Receive, Send
from pipeline.events import Samples
from pipeline.lane import Lane
from pipeline.segment import Detected, SegmentAudio, SegmentEnded, SegmentMel, SegmentPaused, SegmentStarted
from stages.models import mel

PIECE_SAMPLES: Final = 25 * mel.RATE_HZ


def cut(samples: Samples) -> list[Samples]:
    """The pieces of a whole utterance (N,), N > 0: 25 s each, the last one shorter."""
    return [samples[start : start + PIECE_SAMPLES] for start in range(0, len(samples), PIECE_SAMPLES)]


@dataclass(frozen=True, slots=True)
class MelStage:
    """The stage: utterances of sound in, utterances of SegmentMel out.

    A step is made every `block_ms` of sound: each costs some 0.3 ms on the lane and at the stages after this one, and
    whatever waits here when the utterance ends is less than a block.
    """

    lane: Lane
    n_mels: int
    block_ms: int = 160
    name: str = "mel"

    async def run(
        self, inbox: Receive[Detected], outbox: Send[SegmentStarted | SegmentMel | SegmentPaused | SegmentEnded]
    ) -> None:
        block_samples = self.block_ms * mel.RATE_HZ // 1000
        utterance, paused = _Utterance(self.n_mels), False  # paused: what would be its end has been given as a tail

        async def send(number: int, samples: Samples, last: bool) -> None:
            piece = utterance.piece
            frames = await self.lane.run(utterance.step, samples, last, stage=self.name)
            if len(frames):
                await outbox.send(SegmentMel(number, frames, piece))

        async for item in inbox:
            match item:
                case SegmentStarted():
                    utterance, paused = _Utterance(self.n_mels), False
                    await outbox.send(item)
                case SegmentAudio(number, samples):
                    paused = False
                    for block, last in utterance.blocks(samples, block_samples):
                        await send(number, block, last)
                case SegmentPaused(number):
                    frames = await self.lane.run(utterance.peek, stage=self.name)
                    await outbox.send(SegmentMel(number, frames, utterance.piece, tail=True))
                    await outbox.send(item)
                    paused = True
                case SegmentEnded(number):
                    if not paused:
                        await send(number, utterance.waiting, True)
                    await outbox.send(item)


class _Utterance:
    """One utterance in progress: its sound that waits for a block, and the mel of its piece."""

    def __init__(self, n_mels: int) -> None:
        self._n_mels = n_mels
        self._state: mel.MelState | None = None  # of the open piece; made on the lane, where its arrays belong
        self._room = PIECE_SAMPLES  # samples the piece can still take
        self.piece = 0
        self.waiting = np.zeros(0, np.float32)

    def blocks(self, samples: Samples, block_samples: int) -> Iterator[tuple[Samples, bool]]:
        """What is to be stepped now that `samples` came, and whether a piece ends with it.

        A full piece is ended only when more follows, so that no empty piece is ever begun.
        """
        self.waiting = np.concatenate([self.waiting, samples])
        while len(self.waiting) > self._room:
            block, self.waiting = np.split(self.waiting, [self._room])
            yield block, True
        if len(self.waiting) >= block_samples:
            block, self.waiting = self.waiting, self.waiting[:0]
            yield block, False

    def peek(self) -> Any:
        """One step on the lane: the frames (t, n_mels) there would be more if the piece were closed now."""
        state = self._state or mel.make_state()
        frames = mel.step(mx.array(self.waiting)[None], state, True, n_mels=self._n_mels)[0][0]
        mx.eval(frames)
        return frames

    def step(self, samples: Samples, last: bool) -> Any:
        """One step on the lane: the frames (t, n_mels) that `samples` complete. `last` closes the piece."""
        state = self._state or mel.make_state()
        out, state = mel.step(mx.array(samples)[None], state, last, n_mels=self._n_mels)
        frames = out[0]
        mx.eval(frames, state.samples)
        self._state, self._room = state, self._room - len(samples)
        if last:
            self._state, self._room, self.piece = None, PIECE_SAMPLES, self.piece + 1
        return frames
