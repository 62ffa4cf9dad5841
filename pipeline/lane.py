"""The lane: the one thread that owns MLX. Models are loaded, stepped and freed on it, one step at a time.

MLX arrays must be evaluated before they leave it: a lazy array made on one thread cannot be evaluated on another.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias, TypeVar

import anyio

from pipeline import waterfall
from pipeline.clock import Clock, SystemClock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One step done on the lane: when it was asked for, begun and ended, in seconds of the clock."""

    stage: str
    asked_s: float
    begun_s: float
    ended_s: float


Watch: TypeAlias = Callable[[Step], None]


class LaneClosed(Exception):  # noqa: N818 - a state, said as one
    """The lane has been shut: no further step can run."""


class Lane:
    """Runs steps in the order asked, those in the background only when nothing else waits and nobody is in a hurry."""

    def __init__(self, clock: Clock, watch: Watch | None) -> None:
        self._clock = clock
        self._watch = watch
        self._ready = threading.Condition()
        self._steps: deque[_Job] = deque()
        self._background: deque[_Job] = deque()
        self._hurries = 0
        self._open = True

    @classmethod
    @asynccontextmanager
    async def open(
        cls, *, clock: Clock | None = None, watch: Watch | None = None, leave: Callable[[], object] = lambda: None
    ) -> AsyncGenerator[Lane]:
        """Start the thread; on leaving, the step that runs is finished, those that wait fail with LaneClosed.

        `leave` is the last that the thread does: it lets go of what belongs to the thread.
        """
        lane, ended = cls(clock or SystemClock(), watch), anyio.Event()
        told = partial(asyncio.get_running_loop().call_soon_threadsafe, ended.set)
        thread = threading.Thread(target=lane._work, args=(leave, told), name="lane", daemon=True)
        thread.start()
        try:
            yield lane
        finally:
            lane._close()
            with anyio.CancelScope(shield=True):
                await ended.wait()  # not for `join` on a worker thread: an interpreter that ends starts none
            thread.join()

    async def run(self, fn: Callable[..., T], *args: Any, stage: str, background: bool = False) -> T:
        """`fn(*args)` on the lane. A begun step ends before its caller is cancelled; one not begun is withdrawn."""
        job = _Job(fn, args, asyncio.get_running_loop(), asked_s=self._clock())
        self._put(job, background)
        try:
            await job.done.wait()
        except anyio.get_cancelled_exc_class():
            if not self._withdraw(job):
                with anyio.CancelScope(shield=True):
                    await job.done.wait()
            raise
        self._account(job, stage)
        if job.error is not None:
            raise job.error
        return job.value

    @property
    def is_hurried(self) -> bool:
        """Whether somebody's answer has not begun to sound yet."""
        return self._hurries > 0

    @contextmanager
    def hurry(self) -> Generator[None]:
        """While somebody is inside, background steps wait: somebody's answer has not begun to sound yet."""
        with self._ready:
            self._hurries += 1
        try:
            yield
        finally:
            with self._ready:
                self._hurries -= 1
                self._ready.notify()

    def _put(self, job: _Job, background: bool) -> None:
        with self._ready:
            if not self._open:
                raise LaneClosed("the lane is shut")
            (self._background if background else self._steps).append(job)
            self._ready.notify()

    def _withdraw(self, job: _Job) -> bool:
        with self._ready:
            for waiting in (self._steps, self._background):
                if job in waiting:
                    waiting.remove(job)
                    return True
        return False

    def _account(self, job: _Job, stage: str) -> None:
        step = Step(stage, job.asked_s, job.begun_s, job.ended_s)
        waterfall.spend(stage, job.begun_s - job.asked_s, job.ended_s - job.begun_s)
        if self._watch is not None:
            self._watch(step)

    def _close(self) -> None:
        with self._ready:
            self._open = False
            for job in (*self._steps, *self._background):
                job.error = LaneClosed("the lane was shut while the step waited")
                job.done.set()
            self._steps.clear()
            self._background.clear()
            self._ready.notify()

    def _work(self, leave: Callable[[], object], told: Callable[[], object]) -> None:
        try:
            while (job := self._next()) is not None:
                job.work(self._clock)
                del job  # or its arrays would live until the next step
            leave()
        finally:
            told()

    def _next(self) -> _Job | None:
        with self._ready:
            self._ready.wait_for(self._has_work)
            if self._steps:
                return self._steps.popleft()
            return self._background.popleft() if self._open else None

    def _has_work(self) -> bool:
        return not self._open or bool(self._steps) or bool(self._background and not self._hurries)


@dataclass(eq=False, slots=True)
class _Job:
    fn: Callable[..., Any]
    args: tuple[Any, ...]
    loop: asyncio.AbstractEventLoop
    asked_s: float
    begun_s: float = 0.0
    ended_s: float = 0.0
    value: Any = None
    error: BaseException | None = None
    done: anyio.Event = field(default_factory=anyio.Event)

    def work(self, clock: Clock) -> None:
        self.begun_s = clock()
        try:
            self.value = self.fn(*self.args)
        except BaseException as error:  # it is raised again where the step was asked for
            self.error = error
        self.ended_s = clock()
        self.loop.call_soon_threadsafe(self.done.set)
