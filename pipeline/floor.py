"""The floor: whose turn it is to speak. Turns are made, begun, held and cut here, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal, TypeAlias

import anyio
from anyio.abc import TaskGroup

from pipeline import waterfall
from pipeline.clock import Clock
from pipeline.config import Config
from pipeline.conversation import Conversation
from pipeline.events import (
    SPEECH_RATE_HZ,
    Fault,
    Held,
    Interrupted,
    Released,
    SessionEvent,
    SpeechAudio,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
)
from pipeline.lane import LaneClosed
from pipeline.model import Model
from pipeline.observer import Observer
from pipeline.playout import Playout
from pipeline.recollection import Recollection
from pipeline.settings import Settings
from pipeline.stage import first_error
from pipeline.turn import Turn

logger = logging.getLogger(__name__)

Reason: TypeAlias = Literal["barge_in", "cancelled", "failed"]
State: TypeAlias = Literal["listening", "thinking", "speaking"]


class Floor:
    """The turns of one session. One at a time uses the conversation's memory; what the client plays may lie behind.

    `say` gives an event to the client. Whatever changes here has happened at once; what is said of it comes in the
    order in which it happened.
    """

    def __init__(
        self,
        model: Model,
        config: Config,
        conversation: Conversation,
        name: str,
        clock: Clock,
        observer: Observer,
        say: Callable[[SessionEvent], Awaitable[None]],
    ) -> None:
        self._model = model
        self._config = config
        self._conversation = conversation
        self._name = name
        self._clock = clock
        self._observer = observer
        self._say = say
        self._saying = anyio.Lock()
        self._tasks: TaskGroup
        self._newest: Turn | None = None  # the latest that was made
        self._speaks: list[Turn] = []  # those begun, of which the client may still have something to hear
        self._next: Turn | None = None  # to be begun when the last of these has ended
        self._cut_turns: dict[int, Turn] = {}  # of which the client may yet tell how far they were heard
        self._numbers = 0
        self._cut_number = -1  # no sound of turns up to this one is let out any more
        self._holders: set[int] = set()  # utterances that may be interruptions
        self._held: int | None = None  # the turn whose playing waits for that
        self._unreported: dict[int, Turn] = {}
        self._recollection = Recollection()

    def open(self, tasks: TaskGroup) -> None:
        """Turns run in `tasks`."""
        self._tasks = tasks

    async def over(self) -> None:
        """Wait until nothing runs."""
        while self._newest is not None and not (self._newest.over.is_set() and self._next is None):
            await self._newest.over.wait()
            await anyio.lowlevel.checkpoint()
        await self._recollection.stop()

    @property
    def state(self) -> State:
        """What the machine does, as the caller sees it."""
        if any(turn.is_audible() for turn in self._speaks):
            return "speaking"
        return "thinking" if any(turn.is_playing() for turn in self._speaks) else "listening"

    @property
    def heard_ms(self) -> float:
        """How much was heard of the answers since the caller spoke."""
        return sum(turn.playout.heard_samples() for turn in self._speaks) / SPEECH_RATE_HZ * 1e3

    @property
    def playing(self) -> dict[int, Playout]:
        """Where the client is in the turns that it may play, by their numbers."""
        return {turn.number: turn.playout for turn in self._speaks if turn.is_audible()}

    @property
    def is_answering(self) -> bool:
        """Whether an answer is not made to its end yet."""
        return any(not turn.over.is_set() for turn in self._speaks)

    # -- turns -------------------------------------------------------------------------------------------------------

    def listen(self, utterance: int | None, settings: Settings, of: Conversation | None = None) -> Turn:
        """A turn that listens, and answers once it is begun: the session's conversation, or the one it is `of`."""
        turn = Turn(utterance, settings, self._config, self._clock, self._observer)
        self._tasks.start_soon(self._run, turn, self._newest, of or self._conversation)
        self._newest = turn
        return turn

    def propose(self, turn: Turn) -> None:
        """Let it begin, and keep back what it says until it is begun in truth. Before another is begun this one must be
        dropped, through its scope."""
        turn.waterfall.mark("tentative")
        turn.begin(self._numbers)

    async def begin(self, turn: Turn, *before: SessionEvent | None) -> None:
        """Let it answer, after `before` was said; not before the one that speaks has made all of its answer."""
        if self.is_answering:
            if self._next is not None:
                self._next.scope.cancel()  # what it was to answer, this one answers too
            self._next = turn
            await self.say(*before)
            return
        turn.number, self._numbers = self._numbers, self._numbers + 1
        self._speaks = [other for other in self._speaks if other.is_playing()]
        if self._speaks:
            turn.playout.follow(self._speaks[-1].playout)
        if self._held is not None:
            turn.playout.hold()
        self._speaks.append(turn)
        self._unreported[turn.number] = turn  # from here on it can be cut
        await self.say(*before, TurnStarted(turn.number, turn.utterance))
        if not turn.begun.is_set():
            turn.begin(turn.number)
        await turn.let_out(self._say)

    def cut(self, reason: Reason) -> list[Interrupted]:
        """From here on no sound of the turns that play is let out; the conversation holds what was heard of them."""
        if self._next is not None:
            self._next.scope.cancel()
            self._next = None
        playing = [turn for turn in self._speaks if turn.is_playing()]
        if playing:
            self._cut_turns.clear()
        self._speaks, self._holders, self._held = [], set(), None
        return [self._cut(turn, reason) for turn in playing]

    async def interrupt(self, reason: Reason, *before: SessionEvent | None) -> bool:
        """Cut the turns that play and say so, after what caused it; whether there was one."""
        interrupted = self.cut(reason)
        await self.say(*before, *interrupted)
        return bool(interrupted)

    def _cut(self, turn: Turn, reason: Reason) -> Interrupted:
        self._cut_number = max(self._cut_number, turn.number)
        turn.scope.cancel()
        heard_samples = turn.playout.heard_samples()
        self._conversation.heard(turn.number, turn.heard(heard_samples))
        self._cut_turns[turn.number] = turn
        return Interrupted(turn.number, heard_samples, reason)

    # -- holding -----------------------------------------------------------------------------------------------------

    async def hold(self, utterance: int) -> None:
        """The client stops playing for now: `utterance` may be an interruption."""
        self._holders.add(utterance)
        audible = next((turn for turn in self._speaks if turn.is_audible()), None)
        if self._held is None and audible is not None:
            self._held = audible.number
            for turn in self._speaks:
                turn.playout.hold()
            await self.say(Held(audible.number))

    async def release(self, utterance: int) -> None:
        """It was none; when no other may be one, the client goes on."""
        self._holders.discard(utterance)
        if self._held is None or self._holders:
            return
        held, self._held = self._held, None
        for turn in self._speaks:
            turn.playout.release()
        await self.say(Released(held))

    # -- the client's loudspeaker ------------------------------------------------------------------------------------

    def played(self, number: int, samples: int) -> bool:
        """The client has played so far of a turn; of one that was cut this says what was heard in truth. Whether that
        can be: no turn was played that is not known, and none further than it was sent."""
        for turn in self._speaks:
            if turn.number == number:
                return turn.played(samples)
        if (turn := self._cut_turns.get(number)) is None:
            return False
        possible = turn.playout.correct(samples)
        self._conversation.heard(number, turn.heard(turn.playout.heard_samples()))
        return possible

    def lets_out(self, event: SessionEvent) -> bool:
        """Whether `event` may go to the client: no sound that waited while its turn was cut."""
        return not (isinstance(event, SpeechAudio) and event.turn <= self._cut_number)

    def sent(self, event: SessionEvent) -> list[TurnMetrics]:
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
                    return [TurnMetrics(turn, spent.marks_ms(), _ms(spent.queue_s), _ms(spent.compute_s), spent.usage)]
            case _:
                pass
        return []

    async def say(self, *events: SessionEvent | None) -> None:
        """Say what happened to turns. It has happened already: nothing is awaited between a change and this."""
        async with self._saying:
            for event in events:
                if event is not None:
                    await self._say(event)

    # -- inside ------------------------------------------------------------------------------------------------------

    async def _run(self, turn: Turn, previous: Turn | None, conversation: Conversation) -> None:
        waterfall.current.set(turn.waterfall)
        failure: BaseExceptionGroup[Exception] | None = None
        try:
            with turn.scope:
                if previous is not None:
                    await previous.over.wait()  # they share the conversation's memory
                await self._recollection.stop()
                conversation.system = turn.settings.system
                try:
                    voice = self._model.voice(self._numbers, conversation, turn.settings, turn.out.wait)
                    await turn.run(voice, self._model.lane, self._say)
                    await self._end(turn)
                except* Exception as errors:
                    failure = errors
                    await turn.out.wait()  # of a turn that is kept back the client does not know
            if failure is not None and turn.out.is_set():
                await self._fail(turn, failure)
        finally:
            turn.finish()
        if turn is self._newest and self._conversation.make_room():
            self._tasks.start_soon(self._recollection.run, self._model, self._conversation, turn.settings)
        if self._next is not None and not self.is_answering:
            following, self._next = self._next, None
            await self.begin(following)

    async def _end(self, turn: Turn) -> None:
        async with self._saying:
            self._conversation.heard(turn.number, turn.heard())
            await self._say(TurnEnded(turn.number, turn.text, turn.made_samples))

    async def _fail(self, turn: Turn, errors: BaseExceptionGroup[Exception]) -> None:
        error = first_error(errors)
        if isinstance(error.__cause__, LaneClosed):
            raise error
        logger.error("turn %d of session %s failed", turn.number, self._name, exc_info=errors)
        playing = turn in self._speaks
        interrupted: Interrupted | None = None
        if playing:
            self._speaks.remove(turn)
            self._cut_turns.clear()
            interrupted = self._cut(turn, "failed")
        self._observer.fault("turn_failed")
        await self.say(Fault("turn_failed", f"the answer failed in {error}", fatal=False), interrupted)


def _ms(seconds: Mapping[str, float]) -> dict[str, float]:
    return {stage: spent_s * 1e3 for stage, spent_s in seconds.items()}
