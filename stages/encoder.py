"""The encoder stage: log-mel frames to encoder frames, under the policy the checkpoint names.

Chunk-causal: frames come out chunk by chunk while the caller speaks, exact and final. Whole-segment (published): while
the caller speaks the piece so far is encoded again every `provisional_ms` of it, as provisional frames under the
running maximum of the mel; when the piece is closed it is encoded once more, exactly.

Either way the exact frames of a piece are those the adaptor reads: the valid ones, and where the last feature's
convolution reaches beyond them, the next one too, as published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import mlx.core as mx

from pipeline.channel import Receive, Send
from pipeline.lane import Lane
from pipeline.segment import SegmentEnded, SegmentFrames, SegmentMel, SegmentPaused, SegmentStarted
from stages.mel import PIECE_SAMPLES
from stages.models import encoder, mel
from stages.models.adaptor import AdaptorConfig
from stages.models.encoder import AudioEncoder, ChunkCausal, EncoderState


@dataclass(frozen=True, slots=True)
class EncoderStage:
    """The stage: utterances of SegmentMel in, utterances of SegmentFrames out."""

    lane: Lane
    encoder: AudioEncoder
    adaptor: AdaptorConfig
    provisional_ms: int = 1000
    name: str = "encoder"

    async def run(
        self,
        inbox: Receive[SegmentStarted | SegmentMel | SegmentPaused | SegmentEnded],
        outbox: Send[SegmentStarted | SegmentFrames | SegmentPaused | SegmentEnded],
    ) -> None:
        number, piece = 0, self._piece(0)
        paused = False  # what would be the utterance's end has been given as a tail

        async def send(utterance: int, log_mel: Any, last: bool) -> None:
            frames, provisional = await self.lane.run(piece.step, log_mel, last, stage=self.name)
            if len(frames):
                await outbox.send(SegmentFrames(utterance, frames, provisional, number))

        async for item in inbox:
            match item:
                case SegmentStarted():
                    number, piece, paused = 0, self._piece(0), False
                    await outbox.send(item)
                case SegmentMel(utterance, log_mel, of_piece, tail):
                    if of_piece != number:
                        await send(utterance, None, True)
                        number, piece = of_piece, self._piece(of_piece)
                    if tail:
                        frames = await self.lane.run(piece.peek, log_mel, stage=self.name)
                        await outbox.send(SegmentFrames(utterance, frames, False, number, tail=True))
                    else:
                        await send(utterance, log_mel, False)
                    paused = tail
                case SegmentPaused():
                    await outbox.send(item)
                case SegmentEnded(utterance):
                    if not paused:
                        await send(utterance, None, True)
                    await outbox.send(item)

    def _piece(self, number: int) -> _Piece:
        if isinstance(self.encoder.config.attention, ChunkCausal):
            return _ChunkCausalPiece(self.encoder, self.adaptor)
        return _WholePiece(self.encoder, self.adaptor, number, self.provisional_ms)


def encode_whole(model: AudioEncoder, adaptor: AdaptorConfig, log_mel: mx.array, piece: int) -> mx.array:
    """One piece under whole-segment attention: log10 mel (T, n_mels) -> the frames the adaptor reads (n, C).

    A later piece is padded to 25 s as in the published batch of pieces: whether the batch's length is odd decides which
    mel frames stand for the keys.
    """
    frames = len(log_mel)
    peak = log_mel.max() if model.config.mel_peak is None else model.config.mel_peak
    x = mel.compress(log_mel[None], peak)
    if piece:
        x = mx.pad(x, [(0, 0), (0, max(0, mel.frame_count(PIECE_SAMPLES) - frames)), (0, 0)])
    out, _ = model(x, mx.array([frames - 2]))
    return out[0, : adaptor.frames_read(encoder.frame_count(frames))]


class _Piece(Protocol):
    """One piece in progress."""

    def step(self, log_mel: mx.array | None, last: bool) -> tuple[mx.array, bool]:
        """On the lane: takes log10 mel (t, n_mels), gives frames (n >= 0, C) and whether they are provisional."""
        ...

    def peek(self, log_mel: mx.array) -> mx.array:
        """On the lane: the exact frames (n >= 0, C) there would be more if the piece ended with `log_mel`."""
        ...


class _ChunkCausalPiece:
    def __init__(self, model: AudioEncoder, adaptor: AdaptorConfig) -> None:
        assert model.config.mel_peak is not None
        self._model, self._adaptor, self._peak = model, adaptor, model.config.mel_peak
        self._state: EncoderState | None = None  # made on the lane, where its arrays belong
        self._sent = 0

    def step(self, log_mel: mx.array | None, last: bool) -> tuple[mx.array, bool]:
        log_mel = mx.zeros((0, self._model.config.n_mels)) if log_mel is None else log_mel
        frames, self._state = self._step(log_mel, last)
        self._sent += len(frames)
        return frames, False

    def peek(self, log_mel: mx.array) -> mx.array:
        return self._step(log_mel, last=True)[0]

    def _step(self, log_mel: mx.array, last: bool) -> tuple[mx.array, EncoderState]:
        state = self._state or self._model.make_state()
        out, state = self._model.step(mel.compress(log_mel[None], self._peak), state, last)
        frames = out[0]
        if last:
            read = self._adaptor.frames_read(encoder.frame_count(state.mel_frames))
            frames = frames[: max(0, read - self._sent)]
        mx.eval(frames, state.mel, state.stem, state.frames, state.keys, state.values)
        return frames, state


class _WholePiece:
    def __init__(self, model: AudioEncoder, adaptor: AdaptorConfig, number: int, provisional_ms: int) -> None:
        self._model, self._adaptor, self._number = model, adaptor, number
        self._every = provisional_ms * mel.RATE_HZ // 1000 // mel.HOP_SAMPLES  # mel frames
        self._due = self._every
        self._log_mel: list[mx.array] = []
        self._total = 0

    def step(self, log_mel: mx.array | None, last: bool) -> tuple[mx.array, bool]:
        if log_mel is not None:
            self._log_mel.append(log_mel)
            self._total += len(log_mel)
        if not last and self._total < self._due:
            return mx.zeros((0, self._model.config.width)), True
        self._due = self._total + self._every
        return self._encode(self._log_mel), not last

    def peek(self, log_mel: mx.array) -> mx.array:
        return self._encode([*self._log_mel, log_mel])

    def _encode(self, log_mel: list[mx.array]) -> mx.array:
        frames = encode_whole(self._model, self._adaptor, mx.concatenate(log_mel), self._number)
        mx.eval(frames)
        return frames
