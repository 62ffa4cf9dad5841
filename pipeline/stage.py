"""A stage: an async callable over channels, and nothing else; and how a chain of them is run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeVar

import anyio

from pipeline.channel import Plumbing, Receive, Send

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
    """Run one stage and close its channels behind it. Raises StageError, naming the stage, for whatever it raises, and
    then closes nothing: a fall is not the end of a stream.

    A stage whose listener has gone ends quietly: whoever closed the channel knows why.
    """
    with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
        try:
            await stage.run(inbox, outbox)
        except (anyio.BrokenResourceError, anyio.ClosedResourceError):
            raise
        except Exception as error:
            raise StageError(stage.name, error) from error
    inbox.close()
    outbox.close()


async def run_chain(
    stages: Sequence[Stage[Any, Any]], inbox: Receive[Any], outbox: Send[Any], plumbing: Plumbing
) -> None:
    """Run stages joined by channels, each named after the stage that fills it."""
    with plumbing.branch() as joints:
        async with anyio.create_task_group() as tasks:
            for stage in stages[:-1]:
                send, receive = joints.channel(stage.name)
                tasks.start_soon(run_stage, stage, inbox, send)
                inbox = receive
            tasks.start_soon(run_stage, stages[-1], inbox, outbox)


async def through(stages: Sequence[Stage[Any, Any]], items: Iterable[Any]) -> list[Any]:
    """Everything that comes out of a chain when `items` go in: for work that is not live, and for tests."""
    came: list[Any] = []
    with Plumbing(lambda _: 8) as plumbing:
        into, inbox = plumbing.channel("in")
        outbox, out = plumbing.channel("out")

        async def feed() -> None:
            for item in items:
                await into.send(item)
            into.close()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(feed)
            tasks.start_soon(run_chain, stages, inbox, outbox, plumbing)
            async for item in out:
                came.append(item)
    return came


def first_error(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first of the errors in a group of groups."""
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
