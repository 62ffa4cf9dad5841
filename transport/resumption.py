"""Resumption: a session outlives a connection that broke, for a while, and goes on with the client that comes back."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import anyio
from anyio.abc import TaskGroup, TaskStatus

from pipeline.events import SPEECH_RATE_HZ, ClientEvent, Fault, SessionEvent, SpeechAudio
from transport.call import Opening, Session, SessionFactory
from transport.codec import Ready, Start

MAX_KEPT_EVENTS = 4096  # of what was said, for who comes back; more than a socket holds
MAX_KEPT_SAMPLES = 60 * SPEECH_RATE_HZ


def opens(sessions: SessionFactory) -> Opening:
    """Sessions that end with their connection."""

    @asynccontextmanager
    async def opening(start: Start, ready: Ready) -> AsyncGenerator[tuple[Ready, Session]]:
        async with sessions(start, ready.session) as session:
            yield ready, session

    return opening


class Resumption:
    """Keeps the sessions of connections that broke, each for `grace_s`, the latest `most` of them."""

    def __init__(self, sessions: SessionFactory, grace_s: float, most: int) -> None:
        self._sessions = sessions
        self._grace_s = grace_s
        self._most = most
        self._tasks: TaskGroup | None = None
        self._attached: dict[str, Attachment] = {}  # by the token of its client
        self._left: dict[str, tuple[Kept, object]] = {}  # by the token; and whose it is

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Sessions live for this scope; outside of it they end with their connections."""
        async with anyio.create_task_group() as self._tasks:
            yield
            self._tasks.cancel_scope.cancel()
        self._tasks = None

    def opens(self, owner: object, was_lost: Callable[[], bool]) -> Opening:
        """Sessions of `owner` that are kept where, at the end of the connection, it `was_lost`."""
        if self._tasks is None or self._grace_s <= 0:
            return opens(self._sessions)

        @asynccontextmanager
        async def opening(start: Start, ready: Ready) -> AsyncGenerator[tuple[Ready, Session]]:
            kept = await self._reclaim(start, owner)
            resumed = kept is not None
            kept = kept or await self._begin(start, ready.session)
            token = secrets.token_urlsafe(16)
            attachment = self._attached[token] = Attachment(kept, start.seen if resumed else 0, owner)
            try:
                yield replace(ready, session=kept.name, resume=token, resumed=resumed), attachment
            finally:
                self._attached.pop(token, None)
                if not attachment.is_displaced:
                    if was_lost() and kept.lives:
                        self._leave(token, kept, owner)
                    else:
                        await kept.end()

        return opening

    def displace(self, start: Start, owner: object) -> None:
        """The client that comes is that of a connection which is not known to be broken yet: that one ends."""
        attachment = self._attached.get(start.resume or "")
        if start.resume is not None and attachment is not None and attachment.owner == owner:
            del self._attached[start.resume]
            attachment.displace()
            self._leave(start.resume, attachment.kept, owner)

    async def _reclaim(self, start: Start, owner: object) -> Kept | None:
        """The session that the client left; one that it cannot follow any more ends."""
        if start.resume is None or start.resume not in self._left:
            return None
        kept, whose = self._left[start.resume]
        if whose != owner:
            return None
        del self._left[start.resume]
        if kept.lives and kept.remembers(start.seen):
            return kept
        await kept.end()
        return None

    def _leave(self, token: str, kept: Kept, owner: object) -> None:
        assert self._tasks is not None, "sessions are kept while this runs"
        if len(self._left) >= self._most:
            longest_gone = next(iter(self._left))
            self._tasks.start_soon(self._left.pop(longest_gone)[0].end)
        self._left[token] = (kept, owner)
        self._tasks.start_soon(self._forget_later, token)

    async def _forget_later(self, token: str) -> None:
        await anyio.sleep(self._grace_s)
        if token in self._left:
            await self._left.pop(token)[0].end()

    async def _begin(self, start: Start, name: str) -> Kept:
        """A new session, in a task of its own; raises SessionError."""
        assert self._tasks is not None, "sessions are kept while this runs"
        return await self._tasks.start(self._live, start, name)

    async def _live(self, start: Start, name: str, *, task_status: TaskStatus[Kept]) -> None:
        kept: Kept | None = None
        try:
            async with self._sessions(start, name) as session:
                kept = Kept(session, name)
                task_status.started(kept)
                await kept.run()
        except Exception as error:
            if kept is None:
                raise
            kept.fail(error)
        finally:
            if kept is not None:
                kept.close()


class Kept:
    """A session with what it last said. It is asked for more only when a client wants more: what is not said yet waits
    in the session."""

    def __init__(self, session: Session, name: str) -> None:
        self.session = session
        self.name = name
        self._said: deque[SessionEvent] = deque()
        self._first = 0  # number of the first that is remembered
        self._faults: deque[Fault] = deque()  # not numbered, not said again: the transport says faults of its own
        self._samples = 0
        self._wanted = anyio.Event()
        self._changed = anyio.Event()
        self._scope = anyio.CancelScope()
        self._error: Exception | None = None
        self._is_over = False  # it says no more
        self._ended = anyio.Event()
        self._closed = anyio.Event()

    @property
    def lives(self) -> bool:
        """Whether there is anything to come back to."""
        return not self._is_over

    def remembers(self, seen: int) -> bool:
        """Whether what was said after the first `seen` events is still there."""
        return self._first <= seen <= self._first + len(self._said)

    async def run(self) -> None:
        """Lets the session speak on demand; returns when `end` was called."""
        with self._scope:
            iterator = aiter(self.session)
            while True:
                await self._wanted.wait()
                try:
                    event = await anext(iterator)
                except StopAsyncIteration:
                    break
                self._wanted = anyio.Event()
                self._remember(event)
        self._is_over = True
        self.wake()
        await self._ended.wait()

    async def event(self, number: int, is_wanted: Callable[[], bool]) -> SessionEvent | None:
        """What was said as `number`, or a fault; waits for it. None when the session is over, or nothing is wanted any
        more. Raises what the session raised."""
        while number >= self._first + len(self._said):
            if self._faults:
                return self._faults.popleft()
            if not is_wanted():
                return None
            if self._error is not None:
                raise self._error
            if self._is_over:
                return None
            changed = self._changed
            self._wanted.set()
            await changed.wait()
        return self._said[number - self._first] if is_wanted() else None

    async def end(self) -> None:
        """Ends the session; returns when all of it has ended."""
        self._ended.set()
        self._scope.cancel()
        with anyio.CancelScope(shield=True):
            await self._closed.wait()

    def fail(self, error: Exception) -> None:
        """The session raised."""
        self._error = error

    def close(self) -> None:
        """The session is no more."""
        self._is_over = True
        self._closed.set()
        self.wake()

    def _remember(self, event: SessionEvent) -> None:
        if isinstance(event, Fault):
            self._faults.append(event)
            self.wake()
            return
        self._said.append(event)
        self._samples += _samples(event)
        while len(self._said) > MAX_KEPT_EVENTS or self._samples > MAX_KEPT_SAMPLES:
            self._samples -= _samples(self._said.popleft())
            self._first += 1
        self.wake()

    def wake(self) -> None:
        """Whoever waits looks again."""
        self._changed.set()
        self._changed = anyio.Event()


class Attachment:
    """A connection's hold on a session: the session, as if it were its own."""

    def __init__(self, kept: Kept, seen: int, owner: object) -> None:
        self.kept = kept
        self.owner = owner
        self.is_displaced = False
        self._seen = seen

    async def push(self, event: ClientEvent) -> None:
        """Hear the client, while it is the one that is listened to."""
        if not self.is_displaced:
            await self.kept.session.push(event)

    async def __aiter__(self) -> AsyncIterator[SessionEvent]:
        while (event := await self.kept.event(self._seen, lambda: not self.is_displaced)) is not None:
            self._seen += not isinstance(event, Fault)
            yield event

    def displace(self) -> None:
        """Another connection of the same client takes over."""
        self.is_displaced = True
        self.kept.wake()


def _samples(event: SessionEvent) -> int:
    return event.samples.size if isinstance(event, SpeechAudio) else 0
