"""The flow stage: speech codes in, mel frames out, chunk by chunk, in one of the resident voices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import mlx.core as mx

from pipeline.channel import Receive, Send
from pipeline.lane import Lane
from pipeline.segment import AnswerCodes, AnswerMel
from stages.models.flow import Flow, FlowPrompt, FlowState


def prime(flow: Flow, prompt: FlowPrompt, seed: int = 0) -> FlowState:
    """A voice: the evaluated state from which any number of answers start. On the lane."""
    voice = flow.prime(prompt, mx.random.normal((1, *prompt.mel.shape), key=mx.random.key(seed)))
    mx.eval(voice)
    return voice


@dataclass(frozen=True)
class FlowStage:
    """The stage: AnswerCodes to AnswerMel, 2 frames a code; `seed` draws the noise that the mel is made from.

    The first chunk is of `first_chunk_tokens`. Each later one is half as long as all before it, so that it is there
    before they have been heard, and between `first_chunk_tokens` and `chunk_tokens`. Each waits for the look-ahead
    behind it; the last of a stretch, with whatever is left, does not; the next stretch starts from the voice again.
    Codes beyond the codebook are padding and dropped. A stretch whose language shows by its first chunk, and is that of
    one of the `natives`, is spoken by that voice.
    """

    flow: Flow
    voice: FlowState
    lane: Lane
    first_chunk_tokens: int
    chunk_tokens: int
    seed: int = 0
    natives: Mapping[str, FlowState] = field(default_factory=dict[str, FlowState])
    name: str = "flow"

    async def run(self, inbox: Receive[AnswerCodes], outbox: Send[AnswerMel]) -> None:
        ahead = self.flow.config.encoder.lookahead_tokens
        waiting: list[int] = []
        state, spoken, n_chunks = self.voice, 0, 0  # the state is the voice's as long as nothing was spoken
        closed = False  # the stretch; nothing of the next has come
        async for item in inbox:
            if closed and not item.codes:
                continue
            closed = item.last
            if not spoken and item.language is not None:
                state = self.natives.get(item.language, self.voice)
            waiting += [code for code in item.codes if code < self.flow.config.codebook_size]
            while len(waiting) >= (size := self._size(spoken)) + ahead:
                mel, state = await self._ask(waiting[: size + ahead], state, n_chunks, last=False)
                await outbox.send(AnswerMel(mel, last=False))
                del waiting[:size]
                spoken, n_chunks = spoken + size, n_chunks + 1
            if item.last:
                await self._close(waiting, state, n_chunks, outbox)
                waiting, state, spoken, n_chunks = [], self.voice, 0, n_chunks + 1
        if not closed:
            await self._close(waiting, state, n_chunks, outbox)

    async def _close(self, codes: list[int], state: FlowState, chunk: int, outbox: Send[AnswerMel]) -> None:
        mel, _ = await self._ask(codes, state, chunk, last=True)
        await outbox.send(AnswerMel(mel, last=True))

    def _size(self, spoken: int) -> int:
        """Tokens of the next chunk after `spoken` ones."""
        return min(max(self.first_chunk_tokens, spoken // 2), max(self.first_chunk_tokens, self.chunk_tokens))

    async def _ask(self, codes: list[int], state: FlowState, chunk: int, last: bool) -> tuple[mx.array, FlowState]:
        return await self.lane.run(self._speak, codes, state, chunk, last, stage=self.name)

    def _speak(self, codes: list[int], state: FlowState, chunk: int, last: bool) -> tuple[mx.array, FlowState]:
        """One chunk, on the lane: its mel (t, n_mels) and the state after it. No codes, no frames."""
        encoder = self.flow.config.encoder
        n_frames = (len(codes) - (0 if last else encoder.lookahead_tokens)) * encoder.upsample
        key = mx.random.split(mx.random.key(self.seed), chunk + 1)[chunk]
        noise = mx.random.normal((1, n_frames, self.flow.config.n_mels), key=key)
        mel, state = self.flow.step(mx.array(codes), state, noise, last) if codes else (noise, state)
        mel = mel[0]
        mx.eval(mel, state)
        return mel, state
