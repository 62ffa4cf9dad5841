"""A caller for tests: speaks as fast as the server listens, claims to have heard at once, and keeps all that came."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import anyio
import numpy as np

from pipeline.events import (
    Interrupted,
    MicAudio,
    Played,
    Samples,
    SessionEvent,
    SpeechAudio,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    UserText,
)
from pipeline.wish import Wish
from stepaudio import audio
from stepaudio.library import NANO
from transport.client import Call, CallError, connect
from transport.codec import Start

HEARD_HZ = 16_000
SPOKEN_HZ = 24_000
PAUSE_S = 1.4
"""Silence after what is said: the server knows that it is over, and a little more."""
PATIENCE_S = 90.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sample:
    """What is said in a bundled recording, and what is right to answer."""

    said: str
    answer: str


SAMPLES = {
    "appointment": Sample("can i come on monday at ten", "Your appointment is on Monday at ten."),
    "capital": Sample("what is the capital of france", "The capital of France is Paris."),
    "digits": Sample("please repeat one five nine two", "You said one five nine two."),
    "mandarin_parcel": Sample("我的订单四七二到哪里了", "订单四七二已经发货星期五到。"),
    "mandarin_price": Sample("台灯多少钱", "台灯三十元。"),
    "goodbye": Sample("goodbye", "Goodbye, and have a nice day!"),
    "greeting": Sample("hello there", "Hello, how can I help you today?"),
    "opening": Sample("when do you open on saturday", "On Saturday we are open from ten to four."),
    "order": Sample(
        "what is the status of order four seven two", "Order four seven two has shipped and will arrive on Friday."
    ),
    "sum": Sample("what is seven times eight plus nine", "The answer is sixty five."),
    "mandarin_forecast": Sample("上海的天气怎么样", "上海今天晴天。"),
    "weather": Sample("what is the weather in london", "It is sunny in London today."),
}


@cache
def question(name: str) -> Samples:
    """A bundled recording, (n,) at 16 kHz."""
    return audio.read(NANO / "samples" / f"{name}.wav")


class FastCaller:
    """One call. `events` is all that came, in order; `over` once the server has hung up."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.events: list[SessionEvent] = []
        self.over = False
        self._plays = True
        self._changed = anyio.Event()

    async def speak(self, samples: Samples, rate_hz: int = HEARD_HZ, pause_s: float = PAUSE_S) -> None:
        """Say samples (n,) and pause, in blocks of half a second and in no time."""
        spoken = np.concatenate([samples, np.zeros(int(pause_s * rate_hz), np.float32)])
        for at in range(0, len(spoken), rate_hz // 2):
            await self.call.send(MicAudio(spoken[at : at + rate_hz // 2], rate_hz))

    async def ask(self, question: Samples | str) -> TurnEnded:
        """Say or type a question and wait for the whole answer."""
        turns = len(self.all(TurnStarted))
        await (self.call.send(UserText(question)) if isinstance(question, str) else self.speak(question))
        started = await self.until(lambda: self.all(TurnStarted)[turns:])
        return await self.answer(started[0].turn)

    async def answer(self, turn: int) -> TurnEnded:
        """Wait for the end of a turn."""
        return (await self.until(lambda: [event for event in self.all(TurnEnded) if event.turn == turn]))[0]

    async def until(self, found: Callable[[], T]) -> T:
        """Wait until `found()` is something."""
        with anyio.fail_after(PATIENCE_S):
            while not (result := found()):
                changed = self._changed
                await changed.wait()
        return result

    def all(self, kind: type[T]) -> list[T]:
        """The events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def sound(self, turn: int) -> Samples:
        """What was said in a turn, (n,) at 24 kHz."""
        blocks = [event.samples for event in self.all(SpeechAudio) if event.turn == turn]
        return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)

    def transcript(self, utterance: int) -> str:
        """What was committed of an utterance's transcript."""
        deltas = [event for event in self.all(TranscriptDelta) if event.utterance == utterance]
        return "".join(event.committed for event in deltas)

    def dead_sound(self) -> list[SessionEvent]:
        """Text and sound of a turn that came after the turn was interrupted: there must be none."""
        dead: set[int] = set()
        late: list[SessionEvent] = []
        for event in self.events:
            if isinstance(event, Interrupted):
                dead.add(event.turn)
            elif getattr(event, "turn", None) in dead and not isinstance(event, TurnMetrics):
                late.append(event)
        return late

    def stop_playing(self) -> None:
        """Report no playback from now on: what comes is taken to play at its own pace."""
        self._plays = False

    async def listen(self) -> None:
        """Take what comes until the call ends."""
        async for event in self.call:
            self.events.append(event)
            if isinstance(event, SpeechAudio) and self._plays:
                with suppress(CallError):  # it has hung up, and there is more of it to read
                    await self.call.send(Played(event.turn, event.start_samples + event.samples.size))
            self._wake()
        self.over = True
        self._wake()

    def _wake(self) -> None:
        changed, self._changed = self._changed, anyio.Event()
        changed.set()


@asynccontextmanager
async def calling(url: str, start: Start | None = None, **wish: Any) -> AsyncGenerator[FastCaller]:
    """A caller on the line, until the block is left."""
    async with connect(url, start or Start(HEARD_HZ, wish=Wish(**wish))) as call:
        caller = FastCaller(call)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(caller.listen)
            yield caller
            tasks.cancel_scope.cancel()


async def look_up(url: str, path: str) -> tuple[int, str]:
    """The status and the text of a page beside the WebSocket at `url`."""

    def look() -> tuple[int, str]:
        try:
            with urllib.request.urlopen(
                url.replace("ws://", "http://").replace("/v1/stream", path), timeout=10
            ) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    return await anyio.to_thread.run_sync(look)


async def sessions(url: str) -> int:
    """How many calls the server is in."""
    return json.loads((await look_up(url, "/readyz"))[1])["sessions"]


async def gone(url: str, but: int = 0) -> None:
    """Wait until at most `but` callers are left."""
    with anyio.fail_after(30):
        while await sessions(url) > but:  # noqa: ASYNC110
            await anyio.sleep(0.05)
