"""The transcripts of a session: utterance after utterance, behind the answers and never in their way."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import anyio

from pipeline.channel import Receive, Send, channel
from pipeline.config import Config
from pipeline.events import Fault, SessionEvent, TranscriptDelta
from pipeline.model import Model
from pipeline.observer import Observer
from pipeline.segment import Hypothesis, SegmentFeatures
from pipeline.stage import run_stage

logger = logging.getLogger(__name__)


class Transcripts:
    """Fed with the features of one utterance at a time, it says their transcripts in order.

    Those that wait are bounded: an utterance beyond that is skipped, with an empty final transcript and a fault.
    """

    def __init__(
        self,
        model: Model,
        config: Config,
        observer: Observer,
        say: Callable[[SessionEvent], Awaitable[None]],
        note: Callable[[int, str], None],
        guess: Callable[[Hypothesis], None],
    ) -> None:
        self._model = model
        self._config = config
        self._observer = observer
        self._say = say
        self._note = note
        self._guess = guess
        self._utterance_in: Send[tuple[int, Receive[SegmentFeatures]]]
        self._utterance_in, self._utterances = channel("utterances", config.transcript.max_waiting)
        self._features: Send[SegmentFeatures] | None = None

    async def open(self, utterance: int) -> None:
        """An utterance begins."""
        features_in, features = channel("transcript", self._config.channels.transcript, watch=self._observer.fill)
        if self._utterance_in.offer((utterance, features)):
            self._features = features_in
            return
        features_in.close()
        features.close()
        waiting = self._config.transcript.max_waiting
        message = f"utterance {utterance} is not transcribed: {waiting} others wait (transcript.max_waiting)"
        await self._fail(utterance, "transcript_skipped", message)

    async def hear(self, features: SegmentFeatures) -> None:
        """More of the open utterance."""
        if self._features is not None:
            try:
                await self._features.send(features)
            except anyio.BrokenResourceError:
                self.close()  # its transcriber failed, and that was said

    def close(self) -> None:
        """The open utterance has ended."""
        if self._features is not None:
            self._features.close()
            self._features = None

    def end(self) -> None:
        """No utterance will follow: `run` returns when those that wait are done."""
        self.close()
        self._utterance_in.close()

    async def run(self) -> None:
        """Transcribe what comes, until `end`."""
        async with self._utterances:
            async for utterance, features in self._utterances:
                async with features:
                    try:
                        self._note(utterance, await self._transcribe(utterance, features))
                    except* Exception as errors:
                        logger.error("the transcriber failed", exc_info=errors)
                        message = f"the transcript of utterance {utterance} failed"
                        await self._fail(utterance, "transcript_failed", message)

    async def _transcribe(self, utterance: int, features: Receive[SegmentFeatures]) -> str:
        text = ""
        deltas_in: Send[TranscriptDelta | Hypothesis]
        deltas_in, deltas = channel("deltas", 1)
        async with deltas_in, deltas, anyio.create_task_group() as tasks:
            tasks.start_soon(run_stage, self._model.transcriber(utterance), features, deltas_in)
            async for delta in deltas:
                if isinstance(delta, Hypothesis):
                    self._guess(delta)
                    continue
                text += delta.committed
                await self._say(delta)
        return text

    async def _fail(self, utterance: int, code: str, message: str) -> None:
        self._observer.fault(code)
        await self._say(Fault(code, message, fatal=False))
        await self._say(TranscriptDelta(utterance, committed="", tentative="", final=True))
