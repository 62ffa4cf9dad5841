"""The vocoder stage: mel frames in, sound out, chunk by chunk."""

from __future__ import annotations

from dataclasses import dataclass

import mlx.core as mx
import numpy as np

from pipeline.channel import Receive, Send
from pipeline.events import Samples
from pipeline.lane import Lane
from pipeline.segment import AnswerAudio, AnswerMel
from stages.models.hift import FRAME_SAMPLES, Hift
from stages.models.hift_stream import HiftState, make_state, step


@dataclass(frozen=True)
class VocoderStage:
    """The stage: AnswerMel to AnswerAudio, 480 samples a frame; `seed` draws the noise of its breath.

    The last 160 ms of what was rendered wait for the next chunk, so a chunk of up to 8 frames may give no sound yet.
    Every run is a stream of its own, and any number may run at once.
    """

    hift: Hift
    lane: Lane
    seed: int = 0
    name: str = "vocoder"

    async def run(self, inbox: Receive[AnswerMel], outbox: Send[AnswerAudio]) -> None:
        state: HiftState | None = None
        n_chunks = 0
        async for chunk in inbox:
            samples, state = await self.lane.run(self._render, chunk, state, n_chunks, stage=self.name)
            n_chunks += 1
            if len(samples) or chunk.last:
                await outbox.send(AnswerAudio(samples, chunk.last))
            state = None if chunk.last else state

    def _render(self, chunk: AnswerMel, state: HiftState | None, n_chunks: int) -> tuple[Samples, HiftState]:
        """One chunk, on the lane."""
        mel = chunk.mel[None]
        state = state or make_state(mel.shape[2])
        n_samples = (state.frames + mel.shape[1]) * FRAME_SAMPLES
        key = mx.random.split(mx.random.key(self.seed), n_chunks + 1)[n_chunks]
        noise = mx.random.normal((1, n_samples, 1), key=key)
        speech, state = step(self.hift.renderer(chunk.last), mel, noise, state, chunk.last)
        mx.eval(speech, state)
        return np.array(speech[0]), state
