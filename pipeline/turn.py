"""A turn: one answer, from the first word of what it answers to the last sample of its sound."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import TypeAlias

import anyio

from pipeline.channel import Fill, Plumbing, Receive, Send
from pipeline.clock import Clock
from pipeline.config import Config
from pipeline.conversation import AssistantSpeech
from pipeline.events import SessionEvent, SpeechAudio, TextDelta
from pipeline.lane import Lane
from pipeline.model import Voice
from pipeline.observer import Observer
from pipeline.segment import Answer, AnswerAudio, AnswerCodes, AnswerText, SegmentFeatures
from pipeline.stage import run_chain, run_stage
from pipeline.waterfall import Waterfall

RATE_HZ = 24_000
CODE_SAMPLES = 960  # 40 ms: what one audio token sounds like

Say: TypeAlias = Callable[[SessionEvent], Awaitable[None]]


class Turn:
    """Made when the caller begins to speak, so that it can listen along; begun at the endpoint; cut through `scope`.

    `number` is its name on the wire, `utterance` what it answers (None: typed text). `sent_samples` is what was handed
    to the client of its `made_samples`. All samples are at 24 kHz.
    """

    def __init__(self, number: int, utterance: int | None, config: Config, clock: Clock, observer: Observer) -> None:
        self.number = number
        self.utterance = utterance
        self.scope = anyio.CancelScope()
        self.begun = anyio.Event()
        self.over = anyio.Event()
        self.waterfall = Waterfall(clock)
        self.sent_samples = 0
        self._config = config
        self._clock = clock
        self._observer = observer
        self._plumbing = Plumbing(config.channels.size, self._watch)
        self._features, self._hears = self._plumbing.channel("features")
        self._said: list[Answer] = []
        self._made_samples = 0
        self._first_sent_s: float | None = None
        self._reported_samples: int | None = None
        self._progress = anyio.Event()

    async def hear(self, features: SegmentFeatures) -> None:
        """More of the utterance it will answer."""
        try:
            await self._features.send(features)
        except (anyio.BrokenResourceError, anyio.ClosedResourceError):
            return  # the stage that listened has failed, and whoever runs the turn knows

    def begin(self) -> None:
        """All is heard: answer."""
        self.waterfall.mark("features_ready")
        self._features.close()
        self.begun.set()

    async def run(self, voice: Voice, lane: Lane, say: Say) -> None:
        """Listen, and once begun say the answer; raises what a stage raises.

        Text goes out as it comes, sound no further ahead of the client than the configuration allows; being full, the
        channels pass that on, up to the decoder.
        """
        with self._plumbing as plumbing, ExitStack() as hurry:
            token_in, tokens = plumbing.channel("llm")
            code_in, codes = plumbing.channel("codes")
            audio_in, audio = plumbing.channel("vocoder")
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(run_stage, voice.answer, self._hears, token_in)
                tasks.start_soon(self._route, tokens, code_in, say)
                tasks.start_soon(run_chain, voice.speech, codes, audio_in, plumbing)
                await self.begun.wait()
                hurry.enter_context(lane.hurry())
                await self._speak(audio, say, hurry)

    def finish(self) -> None:
        """Nothing of it runs any more."""
        self._plumbing.close()
        self.over.set()

    def sent(self, audio: SpeechAudio) -> None:
        """A block of it was handed to the client."""
        self.sent_samples = audio.start_samples + audio.samples.size
        if self._first_sent_s is None:
            self._first_sent_s = self._clock()
            self.waterfall.mark("first_sample_sent")

    def played(self, samples: int) -> None:
        """The client says how far it has played."""
        self._reported_samples = max(self._reported_samples or 0, min(samples, self.sent_samples))
        if self._reported_samples:
            self.waterfall.mark("first_sample_played")
        self._progress.set()

    def is_playing(self) -> bool:
        """Whether some of it may still be to be made or to be heard."""
        slack = self._config.answer.playout_slack_ms * RATE_HZ // 1000
        ended = (
            self.over.is_set()
            and max(self._reported_samples or 0, self._clocked_samples() - slack) >= self._made_samples
        )
        return not ended

    def heard_samples(self) -> int:
        """What the caller has heard: as the client reports it, or else as if it had played from the first block on."""
        if self._reported_samples is not None:
            return self._reported_samples
        return min(self._clocked_samples(), self.sent_samples)

    def heard(self, samples: int | None = None) -> AssistantSpeech | None:
        """The answer as far as `samples` go, cut after the last audio token that sounded whole; None takes all of it.
        If nothing of it was heard there is no answer."""
        kept = list(self._said) if samples is None else _cut(self._said, samples // CODE_SAMPLES)
        ids = tuple(token for item in kept for token in item.ids)
        text = "".join(item.text for item in kept if isinstance(item, AnswerText))
        return AssistantSpeech(self.number, ids, text) if ids or text else None

    @property
    def text(self) -> str:
        """All the text there is so far."""
        return "".join(item.text for item in self._said if isinstance(item, AnswerText))

    @property
    def made_samples(self) -> int:
        return self._made_samples

    # -- inside ------------------------------------------------------------------------------------------------------

    async def _route(self, tokens: Receive[Answer], codes: Send[AnswerCodes], say: Say) -> None:
        """Text to the client, codes to the flow, and everything noted."""
        async for item in tokens:
            self._said.append(item)
            match item:
                case AnswerText(text):
                    if text:
                        self.waterfall.mark("first_text")
                        await say(TextDelta(self.number, text))
                case AnswerCodes():
                    if item.codes:
                        self.waterfall.mark("first_code")
                    await codes.send(item)
        codes.close()

    async def _speak(self, audio: Receive[AnswerAudio], say: Say, hurry: ExitStack) -> None:
        async for block in audio:
            if not block.samples.size:
                continue
            await self._keep_pace()
            start_samples = self._made_samples
            self._made_samples += block.samples.size
            await say(SpeechAudio(self.number, block.samples, start_samples))
            hurry.close()

    async def _keep_pace(self) -> None:
        """Wait while the client has more than enough to play."""
        while (ahead_s := self._made_samples / RATE_HZ - self._position_s()) > self._config.answer.max_ahead_s:
            self._progress = anyio.Event()
            await self._first_of(self._progress, ahead_s - self._config.answer.max_ahead_s)

    async def _first_of(self, event: anyio.Event, seconds: float) -> None:
        async with anyio.create_task_group() as tasks:

            async def wait() -> None:
                await event.wait()
                tasks.cancel_scope.cancel()

            tasks.start_soon(wait)
            await self._clock.sleep(seconds)
            tasks.cancel_scope.cancel()

    def _position_s(self) -> float:
        """Where the client may be: a report counts when it is ahead of the clock, and not when it stands still."""
        return max(self._reported_samples or 0, self._clocked_samples()) / RATE_HZ

    def _clocked_samples(self) -> int:
        return 0 if self._first_sent_s is None else int((self._clock() - self._first_sent_s) * RATE_HZ)

    def _watch(self, fill: Fill) -> None:
        self._observer.fill(fill)
        if fill.channel == "flow":
            self.waterfall.mark("first_mel")


def _cut(said: list[Answer], codes: int) -> list[Answer]:
    """The items up to the audio token number `codes`."""
    kept: list[Answer] = []
    for item in said:
        if codes <= 0:
            break
        if isinstance(item, AnswerCodes):
            item = AnswerCodes(item.codes[:codes], last=False, ids=item.ids[:codes])
            codes -= len(item.codes)
        kept.append(item)
    return kept
