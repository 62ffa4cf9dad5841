"""Errands: the tools an answer asks for, run side by side while the caller waits, with a word if that takes long."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import anyio
from anyio.abc import TaskGroup

from pipeline.clock import Clock
from pipeline.language import written
from pipeline.segment import Answer, AnswerCodes, AnswerText, AnswerToolCall, AnswerToolResult
from pipeline.tools import ERROR, Outcome, Toolbox

Filler = Callable[[], Awaitable[tuple[str, tuple[int, ...]]]]
"""Makes words that fill a silence, and their speech codes; or none."""
Give = Callable[[Answer], Awaitable[None]]
"""Takes the next item of the answer."""


@dataclass(frozen=True, slots=True)
class ToolUse:
    """The tools of an answer, and how they are used.

    `certain` is awaited before anything is called: an answer begun on a guess must change nothing in the world.
    """

    toolbox: Toolbox
    clock: Clock
    certain: Callable[[], Awaitable[object]]
    max_calls: int  # at once
    max_rounds: int  # of calling and going on
    filler: Filler | None = None
    filler_after_s: float = 0.0


class Errands:
    """The calls of one round: `start` each when it is known, `finish` when there are no more.

    `client_runs_some` of them.
    """

    def __init__(self, use: ToolUse, tasks: TaskGroup) -> None:
        self._use = use
        self._tasks = tasks
        self._begun_s = 0.0  # when the first was started
        self._calls = 0
        self._results: list[AnswerToolResult] = []
        self._news = anyio.Event()
        self.client_runs_some = False

    def start(self, call: AnswerToolCall) -> AnswerToolCall:
        """Run it now, beside what goes on, unless the client does; returns it with that noted."""
        toolbox = self._use.toolbox
        if toolbox.is_client(call.name) and not toolbox.wrong(call.name, call.arguments):
            self.client_runs_some = True
            return replace(call, client=True)
        self._begun_s = self._begun_s if self._calls else self._use.clock()
        self._calls += 1
        self._tasks.start_soon(self._run, call, self._calls > self._use.max_calls)
        return call

    async def finish(self, give: Give, apart: str = "") -> bool:
        """Give the results in the order in which they come, after the filler if they do not come soon, which stands
        `apart` from the words before it; whether there were any."""
        soon_s = self._begun_s + self._use.filler_after_s - self._use.clock()
        if self._calls and self._use.filler is not None and not await self._are_here_within(soon_s):
            text, codes = await self._use.filler()
            if text:
                await give(AnswerText(apart + text))
                await give(AnswerCodes(codes, last=True, language=written(text)))
        for number in range(self._calls):
            while number == len(self._results):
                await self._news.wait()
            await give(self._results[number])
        return self._calls > 0

    async def _run(self, call: AnswerToolCall, too_many: bool) -> None:
        await self._use.certain()
        if not call.name:
            outcome = Outcome(f"{ERROR}the call could not be read: {call.arguments}", failed=True)
        elif too_many:
            outcome = Outcome(f"{ERROR}at most {self._use.max_calls} calls can be made at once", failed=True)
        else:
            outcome = await self._use.toolbox.run(call.name, call.arguments)
        self._results.append(AnswerToolResult(call.call, call.name, outcome.text, outcome.failed))
        self._news.set()
        self._news = anyio.Event()

    async def _are_here_within(self, seconds: float) -> bool:
        """Wait for the results, so long at most; whether all are here."""
        async with anyio.create_task_group() as tasks:

            async def wait() -> None:
                while len(self._results) < self._calls:
                    await self._news.wait()
                tasks.cancel_scope.cancel()

            tasks.start_soon(wait)
            await self._use.clock.sleep(max(0.0, seconds))
            tasks.cancel_scope.cancel()
        return len(self._results) == self._calls


@asynccontextmanager
async def errands(use: ToolUse) -> AsyncGenerator[Errands]:
    """On leaving, no call runs any more."""
    failure: Exception | None = None
    async with anyio.create_task_group() as tasks:
        try:
            yield Errands(use, tasks)
        except Exception as error:  # in a group nobody would know it for what it is, such as a listener that has gone
            failure = error
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure
