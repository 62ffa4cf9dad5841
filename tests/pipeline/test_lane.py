"""The lane: one thread, in order, and no step left half done."""

from __future__ import annotations

import threading
from collections.abc import Callable

import anyio
import pytest

from pipeline import waterfall
from pipeline.clock import SystemClock
from pipeline.lane import Lane, LaneClosed, Step
from pipeline.waterfall import Waterfall

pytestmark = pytest.mark.anyio


class Block:
    """A step that lasts until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.free = threading.Event()
        self.ended = False

    def __call__(self) -> None:
        self.begun.set()
        assert self.free.wait(10)
        self.ended = True

    async def has_begun(self) -> None:
        await anyio.to_thread.run_sync(self.begun.wait, 10)


async def test_steps_run_on_one_thread_that_is_not_the_loops() -> None:
    async with Lane.open() as lane:
        threads = {await lane.run(threading.get_ident, stage="a") for _ in range(20)}
        assert len(threads) == 1
        assert threads != {threading.get_ident()}


async def test_arguments_go_in_and_values_and_errors_come_out() -> None:
    async with Lane.open() as lane:
        assert await lane.run(divmod, 7, 3, stage="a") == (2, 1)
        with pytest.raises(ZeroDivisionError):
            await lane.run(divmod, 7, 0, stage="a")
        assert await lane.run(divmod, 7, 3, stage="a") == (2, 1)


async def record(lane: Lane, done: list[str], name: str, *, background: bool = False) -> None:
    await lane.run(done.append, name, stage=name, background=background)


async def test_steps_keep_their_order_and_the_background_comes_last() -> None:
    done: list[str] = []
    block = Block()
    async with Lane.open() as lane, anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: lane.run(block, stage="block"))
        await block.has_begun()
        for name in "abc":
            tasks.start_soon(lambda name=name: record(lane, done, f"back {name}", background=True))
            tasks.start_soon(record, lane, done, name)
        await anyio.wait_all_tasks_blocked()
        block.free.set()
    assert done == ["a", "b", "c", "back a", "back b", "back c"]


async def test_the_background_waits_while_somebody_is_in_a_hurry() -> None:
    done: list[str] = []
    async with Lane.open() as lane, anyio.create_task_group() as tasks:
        with lane.hurry(), lane.hurry():
            tasks.start_soon(lambda: record(lane, done, "back", background=True))
            for _ in range(5):
                await record(lane, done, "front")
            assert done == ["front"] * 5
    assert done == ["front"] * 5 + ["back"]


async def test_a_begun_step_ends_before_its_caller_is_cancelled() -> None:
    block = Block()
    async with Lane.open() as lane, anyio.create_task_group() as tasks:
        left = anyio.Event()

        async def cancelled() -> None:
            try:
                await lane.run(block, stage="block")
            finally:
                assert block.ended
                left.set()

        tasks.start_soon(cancelled)
        await block.has_begun()
        tasks.cancel_scope.cancel()
        with anyio.CancelScope(shield=True):
            await anyio.sleep(0.01)
            assert not left.is_set()
            block.free.set()
    assert left.is_set()


async def test_a_step_that_has_not_begun_is_withdrawn() -> None:
    done: list[str] = []
    block = Block()
    async with Lane.open() as lane, anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: lane.run(block, stage="block"))
        await block.has_begun()
        for background in (False, True):
            with anyio.move_on_after(0.01) as scope:
                await record(lane, done, "late", background=background)
            assert scope.cancelled_caught
        block.free.set()
    assert done == []


async def test_a_shut_lane_says_so() -> None:
    async with Lane.open() as lane:
        pass
    with pytest.raises(LaneClosed):
        await lane.run(int, stage="a")


async def test_the_last_that_the_thread_does_is_to_leave() -> None:
    done: list[tuple[str, int]] = []

    def note(what: str) -> None:
        done.append((what, threading.get_ident()))

    with anyio.CancelScope() as scope:
        async with Lane.open(leave=lambda: note("left")) as lane:
            await lane.run(note, "step", stage="a")
            scope.cancel()
    assert [what for what, _ in done] == ["step", "left"]
    assert len({thread for _, thread in done}) == 1


async def test_steps_that_wait_when_the_lane_is_shut_fail() -> None:
    block = Block()
    errors: list[BaseException] = []
    async with anyio.create_task_group() as tasks:

        async def waits(lane: Lane, step: Callable[[], object], *, background: bool) -> None:
            try:
                await lane.run(step, stage="a", background=background)
            except LaneClosed as error:
                errors.append(error)

        async with Lane.open() as lane:
            tasks.start_soon(lambda: waits(lane, block, background=False))
            await block.has_begun()
            tasks.start_soon(lambda: waits(lane, int, background=False))
            tasks.start_soon(lambda: waits(lane, int, background=True))
            await anyio.wait_all_tasks_blocked()
            threading.Timer(0.02, block.free.set).start()
        assert block.ended
    assert len(errors) == 2


async def test_each_step_is_timed_for_those_who_watch_and_for_its_turn() -> None:
    steps: list[Step] = []
    turn = Waterfall(SystemClock())
    async with Lane.open(watch=steps.append) as lane:
        waterfall.current.set(turn)
        for stage in ("mel", "llm", "llm"):
            await lane.run(int, stage=stage)
    assert [step.stage for step in steps] == ["mel", "llm", "llm"]
    assert all(step.asked_s <= step.begun_s <= step.ended_s for step in steps)
    assert turn.compute_s["llm"] == pytest.approx(sum(step.ended_s - step.begun_s for step in steps[1:]))
    assert turn.queue_s["llm"] == pytest.approx(sum(step.begun_s - step.asked_s for step in steps[1:]))
