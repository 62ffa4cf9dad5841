"""A turn: one answer, from the first word of what it answers to the last sample of its sound."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import TypeAlias

import anyio

from pipeline.answer import cut, remembered
from pipeline.channel import Fill, Plumbing, Receive, Send
from pipeline.clock import Clock
from pipeline.config import Config
from pipeline.conversation import Message
from pipeline.events import SPEECH_RATE_HZ, SessionEvent, SpeechAudio, TextDelta, ThoughtDelta, ToolCall, ToolResult
from pipeline.lane import Lane
from pipeline.model import Voice
from pipeline.observer import Observer
from pipeline.playout import Playout
from pipeline.segment import (
    Answer,
    AnswerAudio,
    AnswerCodes,
    AnswerText,
    AnswerThought,
    AnswerToolCall,
    AnswerToolResult,
    SegmentFeatures,
)
from pipeline.settings import Settings
from pipeline.stage import run_chain, run_stage
from pipeline.waterfall import Waterfall

CODE_SAMPLES = 960  # 40 ms: what one audio token sounds like
SHORT_S = 0.01  # the shortest wait for a client that plays; one that is held stands still

Say: TypeAlias = Callable[[SessionEvent], Awaitable[None]]


class Turn:
    """Made when the caller begins to speak, so that it can listen along; begun at the endpoint; cut through `scope`.

    What it says is kept back until it is `let_out`: so it may begin before it is sure that the caller has finished, and
    go no further than its first sound. `number` is its name on the wire, its own once it is begun; `utterance` is what
    it answers (None: no speech). `sent_samples` is what was handed to the client of its `made_samples`, all at 24 kHz.
    """

    def __init__(
        self, utterance: int | None, settings: Settings, config: Config, clock: Clock, observer: Observer
    ) -> None:
        self.number = -1
        self.utterance = utterance
        self.settings = settings
        self.scope = anyio.CancelScope()
        self.begun = anyio.Event()
        self.out = anyio.Event()
        self.over = anyio.Event()
        self.waterfall = Waterfall(clock)
        self.playout = Playout(clock)
        self._config = config
        self._clock = clock
        self._observer = observer
        self._plumbing = Plumbing(config.channels.size, self._watch)
        self._features, self._hears = self._plumbing.channel("features")
        self._say: Say
        self._kept_back: deque[SessionEvent] = deque()
        self._sounds = False  # its first sound is made
        self._said: list[Answer] = []
        self._made_samples = 0
        self._progress = anyio.Event()

    async def hear(self, features: SegmentFeatures) -> None:
        """More of the utterance it will answer."""
        try:
            await self._features.send(features)
        except (anyio.BrokenResourceError, anyio.ClosedResourceError):
            return  # the stage that listened has failed, and whoever runs the turn knows

    def begin(self, number: int) -> None:
        """All is heard: answer, as turn `number`."""
        self.number = number
        self.waterfall.mark("features_ready")
        self._features.close()
        self.begun.set()

    async def let_out(self, say: Say) -> None:
        """Say what was kept back, and from now on whatever comes."""
        while self._kept_back:
            await say(self._kept_back.popleft())
        self.out.set()

    async def run(self, voice: Voice, lane: Lane, say: Say) -> None:
        """Listen, and once begun say the answer, to its end; raises what a stage raises.

        Text goes out as it comes, sound no further ahead of the client than the configuration allows; being full, the
        channels pass that on, up to the decoder.
        """
        self._say = say
        with self._plumbing as plumbing, ExitStack() as hurry:
            token_in, tokens = plumbing.channel("llm")
            code_in, codes = plumbing.channel("codes")
            audio_in, audio = plumbing.channel("vocoder")
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(run_stage, voice.answer, self._hears, token_in)
                tasks.start_soon(self._route, tokens, code_in)
                tasks.start_soon(run_chain, voice.speech, codes, audio_in, plumbing)
                await self.begun.wait()
                hurry.enter_context(lane.hurry())
                await self._speak(audio, hurry)
        await self.out.wait()

    def finish(self) -> None:
        """Nothing of it runs any more."""
        self._plumbing.close()
        self.over.set()

    def sent(self, audio: SpeechAudio) -> None:
        """A block of it was handed to the client."""
        self.playout.sent(audio.start_samples + audio.samples.size)
        self.waterfall.mark("first_sample_sent")

    def played(self, samples: int) -> bool:
        """The client says how far it has played; whether that can be."""
        possible = self.playout.report(samples)
        if samples and self.playout.sent_samples:
            self.waterfall.mark("first_sample_played")
        self._progress.set()
        return possible

    def is_playing(self) -> bool:
        """Whether some of it may still be to be made or to be heard."""
        slack_s = self._config.answer.playout_slack_ms / 1000
        return not (self.over.is_set() and self.playout.is_over(self._made_samples, slack_s))

    def is_audible(self) -> bool:
        """Whether the client has sound of it to play."""
        return self.playout.sent_samples > 0 and self.is_playing()

    def heard(self, samples: int | None = None) -> list[Message]:
        """The answer as far as `samples` go, cut after the last audio token that sounded whole; None takes all of it.
        If nothing of it was heard there is none. Of a written answer all was read that was sent."""
        whole = samples is None or not self.settings.spoken
        said = self._said if whole else cut(self._said, (samples or 0) // CODE_SAMPLES)
        return remembered(self.number, said, spoken=self.settings.spoken)

    @property
    def text(self) -> str:
        """All the text there is so far."""
        return "".join(item.text for item in self._said if isinstance(item, AnswerText))

    @property
    def made_samples(self) -> int:
        return self._made_samples

    # -- inside ------------------------------------------------------------------------------------------------------

    async def _out(self, event: SessionEvent) -> None:
        """Say it, or keep it back."""
        if self.out.is_set():
            await self._say(event)
        else:
            self._kept_back.append(event)

    async def _route(self, tokens: Receive[Answer], codes: Send[AnswerCodes]) -> None:
        """Text to the client, codes to the flow, and everything noted."""
        async for item in tokens:
            self._said.append(item)
            match item:
                case AnswerText(text):
                    if text:
                        self.waterfall.mark("first_text")
                        await self._out(TextDelta(self.number, text))
                case AnswerCodes():
                    if item.codes:
                        self.waterfall.mark("first_code")
                    await codes.send(item)
                case AnswerThought(text):
                    if text:
                        self.waterfall.mark("first_thought")
                        await self._out(ThoughtDelta(self.number, text))
                case AnswerToolCall(call, name, arguments):
                    self.waterfall.mark("first_tool_call")
                    await self._out(ToolCall(self.number, call, name, arguments))
                case AnswerToolResult(call, _, text, failed):
                    await self._out(ToolResult(self.number, call, text, failed))
            if self._sounds:
                await self.out.wait()  # what it has will do until it is sure that anybody listens
        codes.close()

    async def _speak(self, audio: Receive[AnswerAudio], hurry: ExitStack) -> None:
        async for block in audio:
            if not block.samples.size:
                continue
            await self._keep_pace()
            start_samples = self._made_samples
            self._made_samples += block.samples.size
            self.waterfall.mark("first_sample_made")
            self._sounds = True
            await self._out(SpeechAudio(self.number, block.samples, start_samples))
            hurry.close()
            await self.out.wait()

    async def _keep_pace(self) -> None:
        """Wait while the client has more than enough to play."""
        while (ahead_s := self._made_samples / SPEECH_RATE_HZ - self._position_s()) > self._config.answer.max_ahead_s:
            self._progress = anyio.Event()
            await self._first_of(self._progress, max(SHORT_S, ahead_s - self._config.answer.max_ahead_s))

    async def _first_of(self, event: anyio.Event, seconds: float) -> None:
        async with anyio.create_task_group() as tasks:

            async def wait() -> None:
                await event.wait()
                tasks.cancel_scope.cancel()

            tasks.start_soon(wait)
            await self._clock.sleep(seconds)
            tasks.cancel_scope.cancel()

    def _position_s(self) -> float:
        return self.playout.position() / SPEECH_RATE_HZ

    def _watch(self, fill: Fill) -> None:
        self._observer.fill(fill)
        if fill.channel == "flow":
            self.waterfall.mark("first_mel")
