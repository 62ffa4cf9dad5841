"""The adaptor stage: encoder frames to features in the LLM's space; and the whole of hearing in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mlx.core as mx

from pipeline.channel import Receive, Send
from pipeline.events import Samples
from pipeline.lane import Lane
from pipeline.segment import Heard, SegmentEnded, SegmentFeatures, SegmentFrames, SegmentPaused, SegmentStarted
from stages.encoder import encode_whole
from stages.mel import cut
from stages.models import encoder, mel
from stages.models.adaptor import Adaptor, AdaptorState
from stages.models.encoder import AudioEncoder, ChunkCausal


@dataclass(frozen=True, slots=True)
class AdaptorStage:
    """The stage: utterances of SegmentFrames in, utterances of SegmentFeatures out; provisional stays provisional."""

    lane: Lane
    adaptor: Adaptor
    name: str = "adaptor"

    async def run(
        self, inbox: Receive[SegmentStarted | SegmentFrames | SegmentPaused | SegmentEnded], outbox: Send[Heard]
    ) -> None:
        number, piece = 0, _Piece(self.adaptor)
        paused = False  # what would be the utterance's end has been given as a tail

        async def send(utterance: int, frames: Any, provisional: bool) -> None:
            step = piece.whole if provisional else piece.step
            features = await self.lane.run(step, frames, stage=self.name)
            if len(features):
                await outbox.send(SegmentFeatures(utterance, features, provisional, number))

        async for item in inbox:
            match item:
                case SegmentStarted():
                    number, piece, paused = 0, _Piece(self.adaptor), False
                    await outbox.send(item)
                case SegmentFrames(utterance, frames, provisional, of_piece, tail):
                    if of_piece != number:
                        await send(utterance, None, False)
                        number, piece = of_piece, _Piece(self.adaptor)
                    if tail:
                        features = await self.lane.run(piece.peek, frames, stage=self.name)
                        await outbox.send(SegmentFeatures(utterance, features, False, number, tail=True))
                    else:
                        await send(utterance, frames, provisional)
                    paused = tail
                case SegmentPaused():
                    await outbox.send(item)
                case SegmentEnded(utterance):
                    if not paused:
                        await send(utterance, None, False)
                    await outbox.send(item)


def hear(samples: Samples, model: AudioEncoder, adaptor: Adaptor) -> list[mx.array]:
    """A whole utterance in one call, on the lane: (N,) at 16 kHz -> evaluated features (n, D), one array a 25 s piece.

    These are the features the stages give for the same sound. Silence is heard as any other sound; N = 0 gives [].
    """
    features: list[mx.array] = []
    for number, piece in enumerate(cut(samples)):
        log_mel = mel.log10_mel(mx.array(piece)[None], n_mels=model.config.n_mels)[0]
        if isinstance(model.config.attention, ChunkCausal):
            assert model.config.mel_peak is not None
            x = mel.compress(log_mel[None], model.config.mel_peak)
            frames = model.step(x, model.make_state(), last=True)[0][0]
            frames = frames[: adaptor.config.frames_read(encoder.frame_count(len(log_mel)))]
        else:
            frames = encode_whole(model, adaptor.config, log_mel, number)
        features.append(_Piece(adaptor).whole(frames))
    return features


class _Piece:
    """One piece in progress; its methods are steps on the lane."""

    def __init__(self, adaptor: Adaptor) -> None:
        self._adaptor = adaptor
        self._state: AdaptorState | None = None  # made on the lane, where its arrays belong

    def step(self, frames: mx.array | None) -> mx.array:
        """The features that exact `frames` (n, C) complete, (m, D); None ends the piece."""
        state = self._state or self._adaptor.make_state()
        new = state.frames[:, :0] if frames is None else frames[None]
        out, self._state = self._adaptor.step(new, state, last=frames is None)
        features = out[0]
        mx.eval(features, self._state.frames)
        return features

    def peek(self, frames: mx.array) -> mx.array:
        """The features (m, D) there would be more if the piece ended with exact `frames` (n, C); it does not."""
        state = self._state or self._adaptor.make_state()
        features = self._adaptor.step(frames[None], state, last=True)[0][0]
        mx.eval(features)
        return features

    def whole(self, frames: mx.array) -> mx.array:
        """The features (m, D) of a piece that would end with `frames` (n, C), which hold all of it."""
        features = self._adaptor.step(frames[None], self._adaptor.make_state(), last=True)[0][0]
        mx.eval(features)
        return features
