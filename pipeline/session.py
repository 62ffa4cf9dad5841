"""A session: listen, speak, barge in. It reacts to the caller and the client; the floor speaks."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, TypeAlias

import anyio

from pipeline import language
from pipeline.agenda import Agenda
from pipeline.channel import Plumbing, Receive
from pipeline.clock import Clock, SystemClock
from pipeline.config import Config
from pipeline.conversation import AssistantTyped, Conversation, ToolOutcome, UserTyped
from pipeline.events import (
    Cancel,
    Choose,
    ClientEvent,
    Commit,
    Discard,
    Fault,
    Forget,
    MicAudio,
    MicEnded,
    Played,
    Remember,
    Respond,
    SessionEvent,
    SpeechAudio,
    ToolCall,
    ToolOutput,
    ToolResult,
    UserText,
    VoiceReady,
    VoiceSample,
)
from pipeline.floor import Floor
from pipeline.listening import Listening
from pipeline.model import Model
from pipeline.observer import Observer, Observers
from pipeline.settings import SessionError as SessionError
from pipeline.settings import settle
from pipeline.silence import Silence
from pipeline.stage import StageError, first_error
from pipeline.tap import NoTap, Tap
from pipeline.wish import Wish

logger = logging.getLogger(__name__)

Command: TypeAlias = MicEnded | UserText | Cancel | Respond | Choose | Remember | Forget | ToolOutput | VoiceSample

LOOK_S = 0.25
"""Between two looks at how long nobody has spoken."""

OWN_VOICE = "own"
"""The name of the voice that a client sent."""


@asynccontextmanager
async def open_session(
    model: Model,
    config: Config,
    wish: Wish | None = None,
    *,
    clock: Clock | None = None,
    observer: Observer | None = None,
    tap: Tap | None = None,
) -> AsyncGenerator[Session]:
    """A running session; on leaving, everything of it has ended. Raises SessionError for a wish that cannot be met.

    `tap` hears along what it hears and says.
    """
    session = Session(model, config, wish or Wish(), clock or SystemClock(), observer or Observers(), tap or NoTap())
    with session:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(session.run)
            yield session
            tasks.cancel_scope.cancel()


class Session:
    """Hears the client's events through `push`; its own are iterated, once, until it is over.

    It is over when the microphone has ended and all is transcribed, answered and said, or after a fatal fault.
    """

    def __init__(self, model: Model, config: Config, wish: Wish, clock: Clock, observer: Observer, tap: Tap) -> None:
        self._tap = tap
        self._wish = wish
        settings = settle(wish, config, model.voices)
        self._model = model
        self._config = config
        self._clock = clock
        self._observer = observer
        history_tokens = min(config.answer.history_tokens, model.context_tokens // 2)
        self.conversation = Conversation(settings.system, model.memory(), max_tokens=history_tokens)
        self._plumbing = Plumbing(config.channels.size, observer.fill)
        self._mic_in, self._mic = self._plumbing.channel("mic", full="drop_oldest")
        self._command_in, self._commands = self._plumbing.channel("commands")
        self._event_in, self._events = self._plumbing.channel("events")
        self._floor = Floor(model, config, self.conversation, settings.name, clock, observer, self._say)
        self._agenda = Agenda(settings)
        self._listening = Listening(
            model,
            config,
            clock,
            observer,
            self._plumbing,
            self.conversation,
            self._floor,
            self._agenda,
            self._say,
            self._fault,
        )
        self._speakers: dict[str, Any] = {}  # voices of the client's own
        self._calls: dict[str, ToolCall] = {}  # of the client's tools
        self._mic_ended = False

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.end()
        self._plumbing.close()
        self.conversation.forget()

    # -- the client's side -------------------------------------------------------------------------------------------

    async def push(self, event: ClientEvent) -> None:
        """Hear the client. Waits only for a client that sends more commands than can be obeyed; audio never waits.

        Raises SessionError for audio after the microphone ended. What comes after the session is over is not heard.
        """
        self._tap.heard(event)
        with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
            match event:
                case MicAudio():
                    if self._mic_ended:
                        raise SessionError("audio after the microphone ended: open another session for it")
                    self._listening.arrives(event)
                    await self._mic_in.send(event)
                case Commit() | Discard():  # they stand in the stream, behind the sound that they speak of
                    if not self._mic_ended:
                        self._listening.unsettled.add()
                        await self._mic_in.send(event)
                case Played(turn, samples):
                    if not self._floor.played(turn, samples):
                        self._observer.fault("played_wrong")
                case _:
                    self._mic_ended |= isinstance(event, MicEnded)
                    await self._command_in.send(event)

    async def __aiter__(self) -> AsyncIterator[SessionEvent]:
        async for event in self._events:
            if self._floor.lets_out(event):
                if isinstance(event, SpeechAudio):
                    self._listening.says(event)
                self._tap.said(event)
                reports = self._floor.sent(event)  # before it is: no client plays sooner than is thought
                yield event
                for report in reports:
                    yield report

    # -- the whole of it ---------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Live as long as the call. A fault of the ears, or of the lane, ends it; a fault of a turn ends the turn."""
        try:
            async with anyio.create_task_group() as tasks:
                self._floor.open(tasks)
                tasks.start_soon(self._obey)
                if self._config.silence.prompt_after_s or self._config.silence.end_after_s:
                    tasks.start_soon(self._mind_the_silence)
                await self._listening.run(self._mic)
                await self._floor.over()
                tasks.cancel_scope.cancel()
        except* StageError as errors:
            logger.error("session %s failed", self._agenda.settings.name, exc_info=errors)
            await self._fault("session_failed", f"the session failed in {first_error(errors)}", fatal=True)
        self._command_in.close()
        self._mic_in.close()
        self._event_in.close()

    async def _say(self, event: SessionEvent) -> None:
        match event:
            case ToolCall():
                self._calls[event.call] = event
            case ToolResult():
                self._calls.pop(event.call, None)
            case _:
                pass
        await self._event_in.send(event)

    async def _fault(self, code: str, message: str, *, fatal: bool = False) -> None:
        self._observer.fault(code)
        await self._say(Fault(code, message, fatal))

    # -- what the client asks for ------------------------------------------------------------------------------------

    async def _obey(self) -> None:
        commands: Receive[Command] = self._commands
        async for command in commands:
            match command:
                case MicEnded():
                    self._mic_in.close()
                case UserText(text):
                    await self._hear_typed(text)
                case Cancel():
                    await self._floor.interrupt("cancelled")
                case Respond(instructions):
                    await self._listening.unsettled.none()
                    await self._respond(instructions)
                case Choose(wish):
                    await self._choose(wish)
                case Remember("user", text):
                    self.conversation.add(UserTyped(text))
                case Remember(_, text):
                    self.conversation.add(AssistantTyped(text))
                case Forget(utterance, turn, typed):
                    self.conversation.remove(utterance=utterance, turn=turn, typed=typed)
                case ToolOutput():
                    await self._hear_tool(command)
                case VoiceSample():
                    await self._clone(command)

    async def _choose(self, wish: Wish) -> None:
        """Other settings from the next turn on, if they are possible."""
        try:
            changed = self._wish.changed_by(wish)
            self._agenda.settings = settle(changed, self._config, self._model.voices, self._speakers)
        except SessionError as error:
            await self._fault("bad_choice", str(error))
            return
        self._wish = self._wish.changed_by(wish)
        await self._listening.begin_anew()

    async def _clone(self, sample: VoiceSample) -> None:
        """Speak like the client's sample from the next turn on, if a voice can be made of it."""
        try:
            speaker, advice = await self._model.clone(sample.samples, sample.rate_hz)
        except ValueError as error:
            await self._fault("bad_voice", str(error))
            return
        name, consent = self._agenda.settings.name, sample.consent
        logger.info("session %s speaks in a voice of its client's; consent: %s", name, consent)
        self._speakers = {OWN_VOICE: speaker}
        await self._choose(Wish(voice=OWN_VOICE))
        await self._say(VoiceReady(OWN_VOICE, advice))

    async def _hear_typed(self, text: str) -> None:
        settings = self._agenda.settings
        if settings.task == "transcribe":
            await self._fault("not_answered", "a session that transcribes does not answer text")
            return
        self._agenda.typed.append(text)
        if not settings.answers:
            self._agenda.take_typed(self.conversation)
            return
        if self._listening.is_spoken_to and settings.turns == "detected" and settings.task != "read":
            return
        interrupted = self._floor.cut("barge_in")
        self._agenda.take_typed(self.conversation)
        turn = self._floor.listen(None, settings)
        turn.waterfall.mark("typed")
        await self._floor.begin(turn, *interrupted)

    async def _hear_tool(self, output: ToolOutput) -> None:
        if (call := self._calls.pop(output.call, None)) is None:
            await self._fault("unknown_call", f"no tool was called as {output.call!r}")
            return
        self.conversation.told(ToolOutcome(call.turn, call.call, call.name, output.text))

    async def _respond(self, instructions: str | None) -> None:
        """Answer what the conversation holds. An answer that is still being made gives way; one that only plays on is
        followed by this."""
        self._agenda.take_typed(self.conversation)
        settings = self._agenda.settings
        if instructions is not None:
            settings = replace(settings, system=instructions)
        if self._floor.is_answering:
            await self._floor.interrupt("cancelled")
        utterance, self._agenda.unanswered = self._agenda.unanswered, None
        turn = self._floor.listen(utterance, settings)
        turn.waterfall.mark("asked")
        await self._floor.begin(turn)

    async def _mind_the_silence(self) -> None:
        """Ask a caller who says nothing whether they are there, and end a call in which nobody is."""
        knobs = self._config.silence
        silence = Silence(knobs, self._clock())
        while not self._mic_ended:
            await self._clock.sleep(LOOK_S)
            now_s = self._clock()
            speaks = self._listening.is_spoken_to or bool(self._agenda.typed)
            match silence.look(now_s, speaks=speaks, floor=self._floor.state):
                case "ask":
                    await self._prompt(knobs.prompt(language.spoken(self.conversation, self._agenda.settings)))
                case "end":
                    alone_s = silence.alone_s(now_s)
                    await self._fault("no_speech", f"nobody has spoken for {alone_s:.0f} s: the call is over")
                    self._mic_ended = True
                    self._mic_in.close()
                case None:
                    pass

    async def _prompt(self, text: str) -> None:
        """Say a text of our own."""
        reading = replace(
            self._agenda.settings, task="read", system=self._config.answer.read_prompt, think=False, tools=()
        )
        scratch = Conversation(reading.system, self._model.memory(), max_tokens=self._model.context_tokens)
        scratch.add(UserTyped(text))
        turn = self._floor.listen(None, replace(reading, server_tools=False), scratch)
        turn.waterfall.mark("asked")
        await self._floor.begin(turn)
