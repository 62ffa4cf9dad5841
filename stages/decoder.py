"""All live answers of the server, decoded as one batch on the lane."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain

import anyio

from pipeline import waterfall
from pipeline.clock import Clock, SystemClock
from pipeline.lane import Lane, LaneClosed
from stages.memory import Memory, Prompt
from stages.models.batch import Batch, Row
from stages.models.llm import Llm
from stages.models.sampler import Sampling, draws

STAGE = "llm"


@dataclass(frozen=True, slots=True)
class Ask:
    """How an answer is wanted: it ends before one of `stop_ids`, or after `max_tokens`, the last of which counts."""

    sampling: Sampling
    max_tokens: int
    stop_ids: frozenset[int]
    seed: int = 0


class PromptTooLongError(ValueError):
    """The prompt leaves no room for an answer."""


class Decoder:
    """Shared by all sessions. Nothing runs by itself: whoever lacks a token steps the batch, for everyone.

    A turn is decoded at most `ahead_tokens` further than it is listened to; then it leaves the batch until its listener
    has caught up, and the others go on without it. At most `max_turns` are in hand, further ones wait. Prefill goes in
    steps of `prefill_tokens`, between which others are decoded.
    """

    def __init__(
        self,
        llm: Llm,
        lane: Lane,
        *,
        max_turns: int = 16,
        prefill_tokens: int = 128,
        ahead_tokens: int = 8,
        clock: Clock | None = None,
    ) -> None:
        self.llm = llm
        self.lane = lane
        self.prefill_tokens = prefill_tokens
        self._ahead_tokens = ahead_tokens
        self._clock = clock or SystemClock()
        self._places = anyio.Semaphore(max_turns)
        self._stepping = anyio.Lock()
        self._batch = Batch(llm)
        self._live: dict[Row, _Turn] = {}

    @property
    def ahead(self) -> bool:
        """Whether a step is begun before the tokens of the one before it are looked at (`Batch.ahead`)."""
        return self._batch.ahead

    @ahead.setter
    def ahead(self, wanted: bool) -> None:
        self._batch.ahead = wanted

    async def prefill(
        self, prompt: Prompt, memory: Memory, stop: int, *, stage: str = STAGE, background: bool = False
    ) -> None:
        """Make `memory` hold the first `stop` places of `prompt`, or more of it, and nothing else."""
        held = -1
        while held < stop:
            held = await self.lane.run(
                memory.hold, prompt, stop, self.prefill_tokens, stage=stage, background=background
            )

    @asynccontextmanager
    async def turn(self, prompt: Prompt, memory: Memory, ask: Ask) -> AsyncGenerator[AsyncIterator[int]]:
        """The answer to `prompt`, token by token, once all of the prompt but its last place is in `memory`.

        On leaving, however that happens, `memory` holds the prompt and what was decoded. Raises PromptTooLongError.
        """
        room = self.llm.args.max_position_embeddings - len(prompt.ids)
        if room < 1:
            raise PromptTooLongError(
                f"the prompt has {len(prompt.ids)} tokens, the model takes {self.llm.args.max_position_embeddings}"
            )
        async with self._places:
            await self.prefill(prompt, memory, len(prompt.ids) - 1)
            turn = _Turn(prompt, memory, ask, min(room, ask.max_tokens))
            try:
                yield self._tokens(turn)
            finally:
                if turn.row in self._live:
                    with anyio.CancelScope(shield=True), suppress(LaneClosed):  # a lane that is shut has no use for it
                        await self.lane.run(self._park, turn, stage=STAGE)

    async def _tokens(self, turn: _Turn) -> AsyncIterator[int]:
        while True:
            while not turn.ready and not turn.ended:
                async with self._stepping:
                    if not turn.ready and not turn.ended:
                        await self.lane.run(self._step, turn, stage=STAGE)
            if turn.shared_s:
                waterfall.spend(STAGE, 0.0, turn.shared_s)
                turn.shared_s = 0.0
            if not turn.ready:
                return
            yield turn.ready.popleft()

    # -- on the lane -------------------------------------------------------------------------------------------------

    def _step(self, asker: _Turn) -> None:
        """One token for the asker and all who listen."""
        begun_s = self._clock()
        for turn in list(self._live.values()):
            if len(turn.ready) >= self._ahead_tokens:
                self._park(turn)
        self._join(asker)
        for row in self._batch.step():
            turn = self._live[row]
            turn.hear(row.token)
            if turn.ended:
                self._park(turn)
            if turn is not asker:
                turn.shared_s += self._clock() - begun_s

    def _join(self, turn: _Turn) -> None:
        if turn.row is None:
            uniform = draws(turn.ask.seed, turn.max_tokens)
            turn.row = Row(turn.prompt.ids[-1], turn.ask.sampling, uniform)
        if turn.row not in self._live:
            self._batch.join(turn.row, turn.memory.take(), chain(turn.prompt.ids, turn.said))
            self._live[turn.row] = turn

    def _park(self, turn: _Turn) -> None:
        """Out of the batch, if it is in it; its memory has the cache again."""
        if turn.row is not None and self._live.pop(turn.row, None):
            turn.memory.put(self._batch.leave(turn.row), (*turn.prompt.keys, *turn.said))


@dataclass(eq=False, slots=True)
class _Turn:
    prompt: Prompt
    memory: Memory
    ask: Ask
    max_tokens: int
    row: Row | None = None  # made when it first joins
    said: list[int] = field(default_factory=list[int])
    ready: deque[int] = field(default_factory=deque[int])  # said, not yet listened to
    ended: bool = False
    shared_s: float = 0.0  # compute of steps that another turn asked for

    def hear(self, token: int) -> None:
        self.ended = token in self.ask.stop_ids
        if not self.ended:
            self.said.append(token)
            self.ready.append(token)
            self.ended = len(self.said) == self.max_tokens
