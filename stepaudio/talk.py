"""One call, seen by its caller: a recording is spoken into a server at its own pace, and what happens is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import anyio
import numpy as np
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pipeline.clock import SystemClock
from pipeline.events import (
    Fault,
    Interrupted,
    MicEnded,
    Samples,
    SessionEvent,
    SpeechAudio,
    TextDelta,
    TranscriptDelta,
    TurnMetrics,
    TurnStarted,
)
from pipeline.wish import Wish
from stepaudio.audio import SPOKEN_HZ
from stepaudio.loudspeaker import Loudspeaker
from transport.client import connect
from transport.codec import Start

SILENCE_S = 0.8  # said after a recording that ends with the last word, so that its end is noticed as in a call


@dataclass(slots=True)
class Heard:
    """What came back from a call so far."""

    transcript: str = ""
    tentative: str = ""
    answer: str = ""
    sound: list[Samples] = field(default_factory=list[Samples])
    metrics: list[TurnMetrics] = field(default_factory=list[TurnMetrics])
    faults: list[Fault] = field(default_factory=list[Fault])
    interrupted: int = 0

    @property
    def samples(self) -> Samples:
        """All of the answers' sound, (n,) at 24 kHz."""
        return np.concatenate(self.sound) if self.sound else np.zeros(0, np.float32)

    def take(self, event: SessionEvent) -> None:
        """Note one event."""
        match event:
            case TranscriptDelta():
                self.transcript += event.committed
                self.tentative = event.tentative
                if event.final:
                    self.transcript = f"{self.transcript.rstrip()} "
            case TextDelta(text=text):
                self.answer += text
            case TurnStarted() if self.answer:
                self.answer = f"{self.answer.rstrip()} "
            case SpeechAudio(samples=samples):
                self.sound.append(samples)
            case TurnMetrics():
                self.metrics.append(event)
            case Interrupted():
                self.interrupted += 1
            case Fault():
                self.faults.append(event)
            case _:
                pass


async def talk(
    url: str,
    samples: Samples,
    rate_hz: int,
    *,
    task: str | None = None,
    voice: str | None = None,
    show: Callable[[Heard], None] = lambda heard: None,
) -> Heard:
    """Speaks samples (n,) into the server at `url` in real time and listens until all is answered and played.

    Raises CallError.
    """
    heard, clock = Heard(), SystemClock()
    spoken = np.concatenate([samples, np.zeros(int(SILENCE_S * rate_hz), np.float32)])
    async with connect(url, Start(rate_hz, wish=Wish(task, voice)), clock) as call:
        speaker = Loudspeaker(call, clock)

        async def speak() -> None:
            await call.play(spoken)
            await call.send(MicEnded())

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(speak)
            async for event in call:
                heard.take(event)
                speaker.hear(event)
                show(heard)
                if isinstance(event, SpeechAudio):
                    tasks.start_soon(speaker.play, event)
            tasks.cancel_scope.cancel()
    return heard


class Screen:
    """Shows a call as it goes on: redrawn in a terminal, and otherwise a line whenever something was added."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=12, transient=False) if console.is_terminal else None
        self._said = ""

    def __enter__(self) -> Screen:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def show(self, heard: Heard) -> None:
        """Draw the state of the call."""
        sound_s = sum(block.size for block in heard.sound) / SPOKEN_HZ
        if self._live:
            lines = Text()
            lines.append("caller  ", "dim").append(heard.transcript).append(heard.tentative, "italic dim")
            lines.append("\nanswer  ", "dim").append(heard.answer, "bold")
            lines.append("\nsound   ", "dim").append(f"{sound_s:.1f} s")
            self._live.update(lines)
            return
        line = f"caller: {heard.transcript}[{heard.tentative}]  answer: {heard.answer}  sound: {sound_s:.1f} s"
        if line != self._said:
            self._said = line
            self._console.print(line, markup=False, highlight=False)


def waterfall(metrics: TurnMetrics) -> Table:
    """The waterfall of a turn as a table: when each thing happened, and what each stage cost."""
    table = Table(title=f"turn {metrics.turn}: ms after the caller's last word", title_justify="left")
    table.add_column("mark")
    table.add_column("at ms", justify="right")
    table.add_column("", min_width=30)
    longest = max(metrics.marks_ms.values(), default=1.0) or 1.0
    for name, at_ms in metrics.marks_ms.items():
        bar = "█" * max(1, round(30 * max(at_ms, 0.0) / longest))
        table.add_row(name.replace("_", " "), f"{at_ms:.0f}", bar)
    table.add_section()
    for stage, compute_ms in metrics.compute_ms.items():
        queued = metrics.queue_ms.get(stage, 0.0)
        table.add_row(stage, f"{compute_ms:.0f}", f"compute in all, after {queued:.0f} ms of waiting")
    return table
