"""Bounded channels between stages: anyio's memory object stream with a name, a fill and a stated policy when full.

A closed channel is the end of the stream: `async for` over the receiving end then simply ends.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Literal, TypeAlias, TypeVar

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)

Full: TypeAlias = Literal["wait", "drop_oldest"]


@dataclass(frozen=True, slots=True)
class Fill:
    """How full a channel was right after a send, and how many items that send pushed out."""

    channel: str
    items: int
    size: int
    dropped: int


Watch: TypeAlias = Callable[[Fill], None]


def channel(name: str, size: int, *, full: Full = "wait", watch: Watch | None = None) -> tuple[Send[T], Receive[T]]:  # pyright: ignore[reportInvalidTypeVarUse]
    """A channel of at most `size` items. When full a send waits, or drops the oldest item and tells `watch`."""
    if size < 1:
        raise ValueError(f"channel {name} has size {size}; it must hold at least 1 item")
    sender, receiver = anyio.create_memory_object_stream[T](size)
    spare = receiver.clone() if full == "drop_oldest" else None
    return Send(name, sender, spare, watch), Receive(name, receiver)


class Plumbing(ExitStack):
    """Makes channels, with sizes by name, and closes on leaving what nobody has closed.

    So whoever fails need close nothing, and a channel that closes while its stages run is always a true end.
    """

    def __init__(self, size: Callable[[str], int], watch: Watch | None = None) -> None:
        super().__init__()
        self._size = size
        self._watch = watch

    def channel(self, name: str, full: Full = "wait") -> tuple[Send[Any], Receive[Any]]:
        send: Send[Any]
        send, receive = channel(name, self._size(name), full=full, watch=self._watch)
        self.callback(send.close)
        self.callback(receive.close)
        return send, receive

    def branch(self) -> Plumbing:
        """Another with the same sizes, left on its own."""
        return Plumbing(self._size, self._watch)


class Receive(Generic[T_co]):
    """The end to read from. Leaving its `async with`, or `close`, tells the sender that nobody listens."""

    def __init__(self, name: str, stream: MemoryObjectReceiveStream[T_co]) -> None:
        self.name = name
        self._stream = stream

    def __aiter__(self) -> Receive[T_co]:
        return self

    async def __anext__(self) -> T_co:
        try:
            return await self._stream.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None

    async def receive(self) -> T_co:
        """The next item; raises anyio.EndOfStream when the channel is closed and empty."""
        return await self._stream.receive()

    def close(self) -> None:
        self._stream.close()

    async def __aenter__(self) -> Receive[T_co]:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Send(Generic[T_contra]):
    """The end to write to. Leaving its `async with`, or `close`, ends the stream after what was already sent."""

    def __init__(
        self,
        name: str,
        stream: MemoryObjectSendStream[T_contra],
        spare: MemoryObjectReceiveStream[T_contra] | None,
        watch: Watch | None,
    ) -> None:
        self.name = name
        self._stream = stream
        self._spare = spare
        self._watch = watch

    async def send(self, item: T_contra) -> None:
        """Send `item`; raises anyio.BrokenResourceError when nobody listens any more."""
        if self._spare is None:
            await self._stream.send(item)
            self._report(0)
        else:
            self._report(self._push(item, self._spare))

    def offer(self, item: T_contra) -> bool:
        """Send `item` if there is room for it now; whether it was sent."""
        try:
            self._stream.send_nowait(item)
        except anyio.WouldBlock:
            return False
        self._report(0)
        return True

    def close(self) -> None:
        self._stream.close()
        if self._spare is not None:
            self._spare.close()

    async def __aenter__(self) -> Send[T_contra]:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _push(self, item: T_contra, spare: MemoryObjectReceiveStream[T_contra]) -> int:
        dropped = 0
        while True:
            try:
                self._stream.send_nowait(item)
                return dropped
            except anyio.WouldBlock:
                spare.receive_nowait()
                dropped += 1

    def _report(self, dropped: int) -> None:
        if self._watch is not None:
            fill = self._stream.statistics()
            self._watch(Fill(self.name, fill.current_buffer_used, int(fill.max_buffer_size), dropped))
