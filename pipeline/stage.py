"""A stage: an async callable over channels, and nothing else; and how a chain of them is run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

import anyio

from pipeline.channel import Receive, Send, Watch, channel

A_contra = TypeVar("A_contra", contravariant=True)
B_co = TypeVar("B_co", covariant=True)


class Stage(Protocol[A_contra, B_co]):
    """Loops over its inbox, asks the lane for model steps, sends what comes out, returns when the inbox ends.

    State of a stream is local to `run`, so one stage object may run many streams. Whoever runs it closes both
    channels when it leaves; a stage never closes them, and never sends a sentinel.
    """

    @property
    def name(self) -> str: ...

    async def run(self, inbox: Receive[A_contra], outbox: Send[B_co]) -> None: ...  # pyright: ignore[reportInvalidTypeVarUse]


class StageError(Exception):
    """A stage failed; `stage` names it, and the cause is chained."""

    def __init__(self, stage: str, cause: BaseException) -> None:
        super().__init__(f"{stage}: {type(cause).__name__}: {cause}")
        self.stage = stage


async def run_stage(stage: Stage[Any, Any], inbox: Receive[Any], outbox: Send[Any]) -> None:
    """Run one stage and close its channels behind it. Raises StageError, naming the stage, for whatever it raises.

    A stage whose listener has gone is ended quietly: whoever closed the channel knows why.
    """
    async with inbox, outbox:
        try:
            await stage.run(inbox, outbox)
        except (anyio.BrokenResourceError, anyio.ClosedResourceError):
            return
        except Exception as error:
            raise StageError(stage.name, error) from error


async def run_chain(
    stages: Sequence[Stage[Any, Any]],
    inbox: Receive[Any],
    outbox: Send[Any],
    *,
    size: Callable[[str], int],
    watch: Watch | None = None,
) -> None:
    """Run stages joined by channels, each named after the stage that fills it and of `size(name)` items."""
    async with anyio.create_task_group() as tasks:
        for stage in stages[:-1]:
            send, receive = channel(stage.name, size(stage.name), watch=watch)
            tasks.start_soon(run_stage, stage, inbox, send)
            inbox = receive
        tasks.start_soon(run_stage, stages[-1], inbox, outbox)


async def through(stages: Sequence[Stage[Any, Any]], items: Iterable[Any]) -> list[Any]:
    """Everything that comes out of a chain when `items` go in: for work that is not live, and for tests."""
    into, inbox = channel("in", 8)
    outbox, out = channel("out", 8)
    came: list[Any] = []

    async def feed() -> None:
        async with into:
            for item in items:
                await into.send(item)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(feed)
        tasks.start_soon(lambda: run_chain(stages, inbox, outbox, size=lambda _: 8))
        async with out:
            async for item in out:
                came.append(item)
    return came
