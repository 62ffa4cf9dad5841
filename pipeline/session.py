"""A session: listen, speak, barge in. The only place that begins turns and cuts them."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import anyio
from anyio.abc import TaskGroup

from pipeline import waterfall
from pipeline.arrivals import Arrivals
from pipeline.channel import Plumbing, Receive, Send
from pipeline.clock import Clock, SystemClock
from pipeline.config import Config
from pipeline.conversation import Conversation, UserSpeech, UserTyped
from pipeline.events import (
    Cancel,
    ClientEvent,
    Fault,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    SessionEvent,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    UserText,
)
from pipeline.lane import LaneClosed
from pipeline.model import Model
from pipeline.observer import Observer, Observers
from pipeline.segment import Detected, Heard, SegmentEnded, SegmentFeatures, SegmentStarted
from pipeline.settings import SessionError as SessionError
from pipeline.settings import settle
from pipeline.stage import StageError, run_chain
from pipeline.transcripts import Transcripts
from pipeline.turn import Turn
from pipeline.waterfall import Waterfall
from pipeline.wish import Wish

logger = logging.getLogger(__name__)

Reason: TypeAlias = Literal["barge_in", "cancelled", "failed"]


@asynccontextmanager
async def open_session(
    model: Model,
    config: Config,
    wish: Wish | None = None,
    *,
    clock: Clock | None = None,
    observer: Observer | None = None,
) -> AsyncGenerator[Session]:
    """A running session; on leaving, everything of it has ended. Raises SessionError for a wish that cannot be met."""
    session = Session(model, config, wish or Wish(), clock or SystemClock(), observer or Observers())
    with session:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(session.run)
            yield session
            tasks.cancel_scope.cancel()


class Session:
    """Hears the client's events through `push`; its own are iterated, once, until it is over.

    It is over when the microphone has ended and all is transcribed, answered and said, or after a fatal fault.
    """

    def __init__(self, model: Model, config: Config, wish: Wish, clock: Clock, observer: Observer) -> None:
        self._settings = settle(wish, config, model.voices)
        self._task, self._name = self._settings.task, self._settings.name
        self._model = model
        self._config = config
        self._clock = clock
        self._observer = observer
        history_tokens = min(config.answer.history_tokens, model.context_tokens // 2)
        self.conversation = Conversation(self._settings.system, model.memory(), max_tokens=history_tokens)
        self._plumbing = Plumbing(config.channels.size, observer.fill)
        self._mic_in, self._mic = self._plumbing.channel("mic", full="drop_oldest")
        self._command_in, self._commands = self._plumbing.channel("commands")
        self._event_in, self._events = self._plumbing.channel("events")
        self._transcripts = Transcripts(model, config, observer, self._say, self.conversation.transcribed)
        self._arrivals = Arrivals(clock)
        self._hearing = Waterfall(clock)  # what the ears spent on the utterance that comes in
        self._ended_s: dict[int, float] = {}  # when the end of an utterance was detected
        self._utterance: _Utterance | None = None  # the one whose features come in
        self._speaking: int | None = None  # the caller's utterance that is not understood yet
        self._typed: list[str] = []  # typed meanwhile: answered together with it
        self._floor = anyio.Lock()  # held while the beginning or end of a turn is said: in the order it happened
        self._turn: Turn | None = None  # the latest that was begun, until it is cut
        self._newest: Turn | None = None  # the latest that was made
        self._turns = 0
        self._cut_turn = -1  # no sound of turns up to this one is let out any more
        self._unreported: dict[int, Turn] = {}
        self._mic_ended = False
        self._tasks: TaskGroup

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._transcripts.end()
        self._plumbing.close()
        self.conversation.forget()

    # -- the client's side -------------------------------------------------------------------------------------------

    async def push(self, event: ClientEvent) -> None:
        """Hear the client. Waits only for a client that sends more commands than can be obeyed; audio never waits.

        Raises SessionError for audio after the microphone ended. What comes after the session is over is not heard.
        """
        with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
            match event:
                case MicAudio():
                    if self._mic_ended:
                        raise SessionError("audio after the microphone ended: open another session for it")
                    self._arrivals.note(event)
                    await self._mic_in.send(event)
                case Played(turn, samples):
                    if self._turn is not None and self._turn.number == turn:
                        self._turn.played(samples)
                case MicEnded() | UserText() | Cancel():
                    self._mic_ended |= isinstance(event, MicEnded)
                    await self._command_in.send(event)

    async def __aiter__(self) -> AsyncIterator[SessionEvent]:
        async for event in self._events:
            if isinstance(event, SpeechAudio) and event.turn <= self._cut_turn:
                continue  # it waited here while its turn was cut
            yield event
            for report in self._note_sent(event):
                yield report

    def _note_sent(self, event: SessionEvent) -> list[TurnMetrics]:
        """The client has `event`; when it was the end of a turn, the turn's metrics are due."""
        match event:
            case SpeechAudio(turn):
                if turn in self._unreported:
                    self._unreported[turn].sent(event)
            case TurnEnded(turn) | Interrupted(turn):
                if turn in self._unreported:
                    outcome = event.reason if isinstance(event, Interrupted) else "ended"
                    spent = self._unreported.pop(turn).waterfall
                    self._observer.turn(self._name, turn, spent, outcome)
                    return [TurnMetrics(turn, spent.marks_ms(), _ms(spent.queue_s), _ms(spent.compute_s))]
            case _:
                pass
        return []

    # -- the whole of it ---------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Live as long as the call. A fault of the ears, or of the lane, ends it; a fault of a turn ends the turn."""
        try:
            async with anyio.create_task_group() as self._tasks:
                self._tasks.start_soon(self._obey)
                async with anyio.create_task_group() as ears:
                    ears.start_soon(self._transcripts.run)
                    await self._listen()
                    self._transcripts.end()
                while self._newest is not None and not self._newest.over.is_set():
                    await self._newest.over.wait()
                self._tasks.cancel_scope.cancel()
        except* StageError as errors:
            logger.error("session %s failed", self._name, exc_info=errors)
            await self._fault("session_failed", f"the session failed in {_first(errors)}", fatal=True)
        self._command_in.close()
        self._mic_in.close()
        self._event_in.close()

    async def _obey(self) -> None:
        async for command in self._commands:
            match command:
                case MicEnded():
                    self._mic_in.close()
                case UserText(text):
                    await self._hear_typed(text)
                case _:
                    await self._interrupt("cancelled")

    async def _say(self, event: SessionEvent) -> None:
        await self._event_in.send(event)

    async def _say_all(self, *events: SessionEvent | None) -> None:
        """Say what happened to turns. It has happened already: nothing is awaited between a change and this."""
        async with self._floor:
            for event in events:
                if event is not None:
                    await self._say(event)

    async def _fault(self, code: str, message: str, *, fatal: bool) -> None:
        self._observer.fault(code)
        await self._say(Fault(code, message, fatal))

    # -- listening ---------------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        """Run the ears until the microphone has ended and all of it is understood."""
        waterfall.current.set(self._hearing)
        ears = self._model.ears()
        detected_in, detected = self._plumbing.channel("vad")
        segments_in, segments = self._plumbing.channel("segments")
        heard_in, heard = self._plumbing.channel("adaptor")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run_chain, ears.detector, self._mic, detected_in, self._plumbing)
            tasks.start_soon(self._notice, detected, segments_in)
            tasks.start_soon(run_chain, ears.listener, segments, heard_in, self._plumbing)
            await self._understand(heard)
        assert self._utterance is None, "the ears end an utterance before they end"

    async def _notice(self, detected: Receive[Detected], segments: Send[Detected]) -> None:
        """React to speech as soon as it is detected, ahead of its encoding."""
        async for item in detected:
            match item:
                case SegmentStarted(utterance, at_samples):
                    self._speaking = utterance
                    await self._interrupt("barge_in", SpeechStarted(utterance, at_samples))
                case SegmentEnded(utterance, at_samples, decided_samples):
                    self._ended_s[utterance] = self._clock()
                    await self._say(SpeechStopped(utterance, at_samples, decided_samples))
                case _:
                    pass
            await segments.send(item)
        segments.close()

    async def _understand(self, heard: Receive[Heard]) -> None:
        """Pass features on to the transcript and to the turn that will answer, and begin it when the utterance ends."""
        async for item in heard:
            match item:
                case SegmentStarted(utterance):
                    turn = self._new_turn(utterance) if self._task == "converse" else None
                    self._utterance = _Utterance(turn)
                    if self._config.transcript.enabled:
                        await self._transcripts.open(utterance)
                case SegmentFeatures():
                    await self._transcripts.hear(item)
                    await self._gather(item)
                case SegmentEnded():
                    self._transcripts.close()
                    await self._conclude(item)

    async def _gather(self, item: SegmentFeatures) -> None:
        assert self._utterance is not None, "features come between the start and the end of a segment"
        if not item.provisional:
            self._utterance.pieces.setdefault(item.piece, []).append(item.features)
            if self._utterance.turn is not None:
                await self._utterance.turn.hear(item)

    async def _conclude(self, ended: SegmentEnded) -> None:
        """The utterance is understood: answer it, unless the caller speaks again and the whole is to be answered."""
        assert self._utterance is not None, "a segment starts before it ends"
        turn, pieces = self._utterance.turn, self._utterance.pieces
        self._utterance = None
        endpoint_s = self._ended_s.pop(ended.utterance)
        last = self._speaking == ended.utterance
        if last:
            self._speaking = None
        if pieces and turn is not None:
            features = tuple(tuple(chunks) for chunks in pieces.values())
            self.conversation.add(UserSpeech(ended.utterance, features))
        if turn is None:
            return
        typed = self._take_typed() if last else 0
        if not last or not (pieces or typed):
            turn.scope.cancel()
            return
        turn.waterfall.take(self._hearing)
        turn.waterfall.mark("speech_end", self._arrivals.time_of(ended.at_samples))
        turn.waterfall.mark("endpoint", endpoint_s)
        await self._begin(turn)

    async def _hear_typed(self, text: str) -> None:
        if self._task == "transcribe":
            await self._fault("not_answered", "a session that transcribes does not answer text", fatal=False)
            return
        self._typed.append(text)
        if self._speaking is not None and self._task == "converse":
            return
        interrupted = self._cut("barge_in")
        self._take_typed()
        turn = self._new_turn(None)
        turn.waterfall.mark("typed")
        await self._begin(turn, interrupted)

    def _take_typed(self) -> int:
        """Move what was typed to the conversation; how many messages that were."""
        typed, self._typed = self._typed, []
        for text in typed:
            if self._task == "read":
                self.conversation.messages.clear()
            self.conversation.add(UserTyped(text))
        return len(typed)

    # -- turns -------------------------------------------------------------------------------------------------------

    def _new_turn(self, utterance: int | None) -> Turn:
        """A turn that listens; its number is its own once it is begun."""
        turn = Turn(self._turns, utterance, self._config, self._clock, self._observer)
        self._tasks.start_soon(self._run_turn, turn, self._newest)
        self._newest = turn
        return turn

    async def _begin(self, turn: Turn, interrupted: Interrupted | None = None) -> None:
        """Let it answer, in place of the one that was interrupted for it."""
        self._turns += 1
        self._turn = self._unreported[turn.number] = turn  # from here on it can be cut
        await self._say_all(interrupted, TurnStarted(turn.number, turn.utterance))
        turn.begin()

    async def _run_turn(self, turn: Turn, previous: Turn | None) -> None:
        waterfall.current.set(turn.waterfall)
        failure: BaseExceptionGroup[Exception] | None = None
        try:
            with turn.scope:
                if previous is not None:
                    await previous.over.wait()  # they share the conversation's memory
                try:
                    voice = self._model.voice(turn.number, self.conversation, self._settings)
                    await turn.run(voice, self._model.lane, self._say)
                    await self._end(turn)
                except* Exception as errors:
                    failure = errors
                    await turn.begun.wait()  # of a turn that has not begun the client does not know
            if failure is not None and turn.begun.is_set():
                await self._fail(turn, failure)
        finally:
            turn.finish()

    async def _end(self, turn: Turn) -> None:
        async with self._floor:
            self.conversation.heard(turn.number, turn.heard())
            await self._say(TurnEnded(turn.number, turn.text, turn.made_samples))

    async def _fail(self, turn: Turn, errors: BaseExceptionGroup[Exception]) -> None:
        error = _first(errors)
        if isinstance(error.__cause__, LaneClosed):
            raise error
        logger.error("turn %d of session %s failed", turn.number, self._name, exc_info=errors)
        interrupted = self._cut("failed") if self._turn is turn else None
        self._observer.fault("turn_failed")
        await self._say_all(Fault("turn_failed", f"the answer failed in {error}", fatal=False), interrupted)

    async def _interrupt(self, reason: Reason, herald: SpeechStarted | None = None) -> None:
        """Cut the turn that plays, if one does, and say so, after what caused it."""
        asked_s = self._clock()
        interrupted = self._cut(reason)
        await self._say_all(herald, interrupted)
        if interrupted is not None:
            self._observer.silenced(self._clock() - asked_s)

    def _cut(self, reason: Reason) -> Interrupted | None:
        """From here on no sound of the turn that plays is let out, and the conversation holds what was heard of it."""
        turn = self._turn
        if turn is None or not turn.is_playing():
            return None
        self._turn = None
        self._cut_turn = turn.number
        turn.scope.cancel()
        heard_samples = turn.heard_samples()
        self.conversation.heard(turn.number, turn.heard(heard_samples))
        return Interrupted(turn.number, heard_samples, reason)


@dataclass(frozen=True, slots=True)
class _Utterance:
    """What is known of the utterance that comes in: who will answer it, and its exact features by piece."""

    turn: Turn | None
    pieces: dict[int, list[Any]] = field(default_factory=dict[int, list[Any]])


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _ms(seconds: Mapping[str, float]) -> dict[str, float]:
    return {stage: spent_s * 1e3 for stage, spent_s in seconds.items()}
