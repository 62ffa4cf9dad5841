"""A session: listen, speak, barge in. It reacts to the caller and the client; the floor speaks."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, TypeAlias

import anyio

from pipeline import language, waterfall
from pipeline.arrivals import Arrivals
from pipeline.channel import Plumbing, Receive, Send
from pipeline.clock import Clock, SystemClock
from pipeline.config import Config
from pipeline.conversation import AssistantTyped, Conversation, ToolOutcome, UserTyped
from pipeline.echo import EchoGuard
from pipeline.ending import Ending
from pipeline.endpoint import PER_MS, Rule
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
    SpeechStarted,
    SpeechStopped,
    ToolCall,
    ToolOutput,
    ToolResult,
    TranscriptDelta,
    UserText,
    VoiceReady,
    VoiceSample,
)
from pipeline.floor import Floor
from pipeline.interruption import Trial, backchannels
from pipeline.model import Model
from pipeline.observer import Observer, Observers
from pipeline.patience import Patience
from pipeline.segment import (
    Detected,
    Heard,
    Hypothesis,
    Mark,
    SegmentEnded,
    SegmentFeatures,
    SegmentPaused,
    SegmentResumed,
    SegmentStarted,
    Window,
)
from pipeline.segmenter import Found, Segmenter
from pipeline.settings import SessionError as SessionError
from pipeline.settings import settle
from pipeline.silence import Silence
from pipeline.stage import StageError, first_error, run_chain
from pipeline.tally import Tally
from pipeline.tap import NoTap, Tap
from pipeline.transcripts import Transcripts
from pipeline.turn import Turn
from pipeline.utterance import Utterance
from pipeline.waterfall import Waterfall
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
        self._settings = settle(wish, config, model.voices)
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
        self._floor = Floor(model, config, self.conversation, self._settings.name, clock, observer, self._say)
        self._transcripts = Transcripts(
            model, config, observer, self._say_transcript, self.conversation.transcribed, self._guess
        )
        self._arrivals = Arrivals(clock)
        self._hearing = Waterfall(clock)  # what the ears spent on the utterance that comes in
        self._segmenter = Segmenter(config.ears)
        self._patience = Patience(config.patience)
        self._words: str | None = None  # of the open utterance, at the pause that lasts
        self._ending: Ending  # of the open utterance, as it sounds
        self._spoke_at = -1  # where in the stream the latest utterance's speech ended
        self._echo = EchoGuard(config.echo)
        self._backchannels = backchannels((*config.interruption.backchannels_en, *config.interruption.backchannels_zh))
        self._trials: dict[int, Trial] = {}  # of utterances that may be interruptions
        self._utterance: Utterance | None = None  # the one whose features come in
        self._speaking: int | None = None  # the caller's utterance that is not understood yet
        self._pause: int | None = None  # the pause that lasts, or ended the utterance
        self._ended_s: dict[int, float] = {}  # when the end of an utterance was detected
        self._unanswered: int | None = None  # the latest utterance, if nobody has begun to answer it
        self._discarded: set[int] = set()
        self._unsettled = Tally()  # utterances that have ended and are not understood yet, and marks not yet reached
        self._typed: list[str] = []  # typed meanwhile: answered together with it
        self._speakers: dict[str, Any] = {}  # voices of the client's own
        self._calls: dict[str, ToolCall] = {}  # of the client's tools
        self._mic_ended = False

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
        self._tap.heard(event)
        with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
            match event:
                case MicAudio():
                    if self._mic_ended:
                        raise SessionError("audio after the microphone ended: open another session for it")
                    self._arrivals.note(event)
                    await self._mic_in.send(event)
                case Commit() | Discard():  # they stand in the stream, behind the sound that they speak of
                    if not self._mic_ended:
                        self._unsettled.add()
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
                    self._echo.sent(event)
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
                async with anyio.create_task_group() as ears:
                    ears.start_soon(self._transcripts.run)
                    await self._listen()
                    self._transcripts.end()
                await self._floor.over()
                tasks.cancel_scope.cancel()
        except* StageError as errors:
            logger.error("session %s failed", self._settings.name, exc_info=errors)
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

    async def _say_transcript(self, event: SessionEvent) -> None:
        match event:
            case TranscriptDelta(utterance, _, _, final) if utterance in self._discarded:
                if final:
                    self._discarded.remove(utterance)
            case TranscriptDelta(utterance) if utterance in self._trials and not self._trials[utterance].is_carried_out:
                self._trials[utterance].read(event)
                await self._carry_out(self._trials[utterance])
            case _:
                await self._say(event)

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
                    await self._unsettled.none()
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
            self._settings = settle(changed, self._config, self._model.voices, self._speakers)
        except SessionError as error:
            await self._fault("bad_choice", str(error))
            return
        self._wish = self._wish.changed_by(wish)
        if self._utterance is not None and self._utterance.turn is not None:
            await self._listen_anew(self._utterance)

    async def _clone(self, sample: VoiceSample) -> None:
        """Speak like the client's sample from the next turn on, if a voice can be made of it."""
        try:
            speaker, advice = await self._model.clone(sample.samples, sample.rate_hz)
        except ValueError as error:
            await self._fault("bad_voice", str(error))
            return
        logger.info("session %s speaks in a voice of its client's; consent: %s", self._settings.name, sample.consent)
        self._speakers = {OWN_VOICE: speaker}
        await self._choose(Wish(voice=OWN_VOICE))
        await self._say(VoiceReady(OWN_VOICE, advice))

    async def _hear_typed(self, text: str) -> None:
        if self._settings.task == "transcribe":
            await self._fault("not_answered", "a session that transcribes does not answer text")
            return
        self._typed.append(text)
        if not self._settings.answers:
            self._take_typed()
            return
        if self._speaking is not None and self._settings.turns == "detected" and self._settings.task != "read":
            return
        interrupted = self._floor.cut("barge_in")
        self._take_typed()
        turn = self._floor.listen(None, self._settings)
        turn.waterfall.mark("typed")
        await self._floor.begin(turn, *interrupted)

    def _take_typed(self) -> int:
        """Move what was typed to the conversation; how many messages that were."""
        typed, self._typed = self._typed, []
        for text in typed:
            if self._settings.task == "read":
                self.conversation.messages.clear()
            self.conversation.add(UserTyped(text))
        return len(typed)

    async def _hear_tool(self, output: ToolOutput) -> None:
        if (call := self._calls.pop(output.call, None)) is None:
            await self._fault("unknown_call", f"no tool was called as {output.call!r}")
            return
        self.conversation.told(ToolOutcome(call.turn, call.call, call.name, output.text))

    async def _respond(self, instructions: str | None) -> None:
        """Answer what the conversation holds. An answer that is still being made gives way; one that only plays on is
        followed by this."""
        self._take_typed()
        settings = self._settings if instructions is None else replace(self._settings, system=instructions)
        if self._floor.is_answering:
            await self._floor.interrupt("cancelled")
        utterance, self._unanswered = self._unanswered, None
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
            speaks = self._speaking is not None or bool(self._typed)
            match silence.look(now_s, speaks=speaks, floor=self._floor.state):
                case "ask":
                    await self._prompt(knobs.prompt(language.spoken(self.conversation, self._settings)))
                case "end":
                    alone_s = silence.alone_s(now_s)
                    await self._fault("no_speech", f"nobody has spoken for {alone_s:.0f} s: the call is over")
                    self._mic_ended = True
                    self._mic_in.close()
                case None:
                    pass

    async def _prompt(self, text: str) -> None:
        """Say a text of our own."""
        reading = replace(self._settings, task="read", system=self._config.answer.read_prompt, think=False, tools=())
        scratch = Conversation(reading.system, self._model.memory(), max_tokens=self._model.context_tokens)
        scratch.add(UserTyped(text))
        turn = self._floor.listen(None, replace(reading, server_tools=False), scratch)
        turn.waterfall.mark("asked")
        await self._floor.begin(turn)

    # -- listening ---------------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        """Run the ears until the microphone has ended and all of it is understood."""
        waterfall.current.set(self._hearing)
        ears = self._model.ears()
        window_in, windows = self._plumbing.channel("vad")
        segments_in, segments = self._plumbing.channel("segments")
        heard_in, heard = self._plumbing.channel("adaptor")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run_chain, ears.detector, self._mic, window_in, self._plumbing)
            self._ending = Ending(ears.judge, tasks)
            tasks.start_soon(self._notice, windows, segments_in)
            tasks.start_soon(run_chain, ears.listener, segments, heard_in, self._plumbing)
            await self._understand(heard)
        assert self._utterance is None, "the ears end an utterance before they end"

    async def _notice(self, windows: Receive[Window | Mark], segments: Send[Detected]) -> None:
        """Cut the stream into utterances, and react to speech at once, ahead of its encoding."""
        async for item in windows:
            match item:
                case Window():
                    await self._react(self._segmenter.hear(self._without_echo(item), self._rule()), segments)
                    await self._weigh()
                case Commit():
                    if not self._segmenter.is_open:
                        await self._fault("nothing_to_commit", "nothing was heard that could be answered")
                    await self._react(self._segmenter.close("commit"), segments)
                    self._unsettled.done()
                case Discard():
                    await self._react(self._segmenter.close("discard"), segments)
                    self._unsettled.done()
        await self._react(self._segmenter.close("stream"), segments)
        segments.close()

    def _rule(self) -> Rule | None:
        """How to judge the next window; None where only the client says what an utterance is."""
        if self._settings.turns == "manual":
            return None
        ears, settings, knobs = self._config.ears, self._settings, self._config.interruption
        threshold, speech_ms = settings.speech_threshold, ears.min_speech_ms
        if not self._segmenter.is_open:
            match self._floor.state:
                case "thinking":
                    threshold, speech_ms = max(threshold, knobs.thinking_threshold), knobs.thinking_speech_ms
                case "speaking":
                    threshold, speech_ms = max(threshold, knobs.speaking_threshold), knobs.speaking_speech_ms
                case "listening":
                    pass
        return Rule(
            threshold,
            min(ears.silence_threshold, threshold),
            speech_ms,
            self._patience.silence_ms(settings.min_silence_ms, self._words, self._ending.probability),
            ears.tentative_ms or settings.min_silence_ms,
        )

    def _guess(self, hypothesis: Hypothesis) -> None:
        """The words of the utterance, if they are all that was said before the pause that lasts."""
        utterance = self._utterance
        if utterance is not None and utterance.number == hypothesis.utterance and utterance.rows == hypothesis.rows:
            self._words = hypothesis.text if self._pause is not None else None

    def _without_echo(self, window: Window) -> Window:
        """The window, which is no speech if it is our own answer coming back."""
        now_s = self._clock()
        self._echo.plays(self._floor.playing, now_s)
        is_echo = self._echo.is_echo(window, now_s)
        return replace(window, probability=0.0) if is_echo else window

    async def _react(self, found: Iterable[Found], segments: Send[Detected]) -> None:
        for item in found:
            self._ending.hear(item)
            match item:
                case SegmentStarted(utterance, at_samples):
                    self._speaking = utterance
                    self._words = None
                    await self._speech_started(SpeechStarted(utterance, at_samples))
                case SegmentPaused(_, pause):
                    self._pause, self._words = pause, None
                case SegmentResumed(utterance, silence_samples):
                    self._pause = self._words = None
                    self._patience.paused(silence_samples / PER_MS)
                    if self._utterance is not None and self._utterance.number == utterance:
                        await self._take_back(self._utterance)
                case SegmentEnded(utterance, at_samples, decided_samples, why):
                    self._unsettled.add()
                    self._ended_s[utterance] = self._clock()
                    stopped = SpeechStopped(utterance, at_samples, decided_samples)
                    if why == "discard":
                        self._discarded.add(utterance)
                    elif utterance in self._trials and not self._trials[utterance].is_carried_out:
                        self._trials[utterance].stopped = stopped
                    else:
                        self._spoke_at = at_samples
                        await self._say(stopped)
                case _:
                    pass
            if not isinstance(item, SegmentResumed):
                await segments.send(item)

    def _goes_on(self, started: SpeechStarted) -> bool:
        """Whether the caller speaks again so soon, and after so little of an answer, that they had not finished."""
        knobs = self._config.patience
        soon = self._spoke_at >= 0 and self._silence_ms(started) <= knobs.continues_ms
        return soon and self._floor.heard_ms <= knobs.heard_ms

    def _silence_ms(self, started: SpeechStarted) -> float:
        return (started.at_samples - self._spoke_at) / PER_MS + self._config.ears.padding_ms

    def _learn(self, started: SpeechStarted, goes_on: bool) -> None:
        """The caller speaks again, and means it: that says something of their pauses."""
        if goes_on:
            silence_ms = self._silence_ms(started)
            self._patience.paused(silence_ms)
            self._observer.continued(silence_ms / 1e3)
        elif self._spoke_at >= 0:
            self._patience.ended()

    async def _speech_started(self, started: SpeechStarted) -> None:
        """The caller speaks: that cuts off an answer that has just begun to be made, for they go on; one that sounds,
        or has long been worked on, is held until it is known whether they interrupt it."""
        goes_on = self._goes_on(started)
        if self._settings.turns == "manual" or not self._settings.interruptible:
            await self._floor.say(started)
        elif self._floor.state == "speaking" or (self._floor.state == "thinking" and not goes_on):
            words, knobs = self._backchannels, self._config.interruption
            first_samples = started.at_samples + self._config.ears.padding_ms * PER_MS
            stop_s = self._clock() - self._arrivals.time_of(first_samples)
            trial = self._trials[started.utterance] = Trial(started, stop_s, knobs, words, self._clock)
            trial.goes_on = goes_on
            await self._floor.hold(started.utterance)
        else:
            self._learn(started, goes_on)
            await self._floor.interrupt("barge_in", started)

    async def _weigh(self) -> None:
        """What has lasted too long for a listener's word interrupts."""
        if (trial := self._trials.get(self._segmenter.utterance)) is not None and trial.verdict is None:
            trial.hear(self._segmenter.speech_ms)
            await self._carry_out(trial)

    async def _carry_out(self, trial: Trial) -> None:
        """Do what was found of speech over an answer, once."""
        async with trial.carrying_out:
            if trial.verdict is None or trial.is_carried_out:
                return
            trial.is_carried_out = True
            self._observer.trial(trial.verdict, trial.stop_s)
            if trial.verdict:
                self._learn(trial.started, trial.goes_on)
                await self._floor.interrupt("barge_in", trial.started)
                if trial.stopped is not None:
                    self._spoke_at = trial.stopped.at_samples
                for event in (*trial.transcript, trial.stopped):
                    if event is not None:
                        await self._say(event)
            else:
                if self._config.transcript.enabled and not trial.is_transcribed:
                    self._discarded.add(trial.started.utterance)
                await self._floor.release(trial.started.utterance)

    async def _understand(self, heard: Receive[Heard]) -> None:
        """Pass features on to the transcript and to the turn that will answer, and begin it when the utterance ends."""
        async for item in heard:
            match item:
                case SegmentStarted(number):
                    converses = self._settings.task not in ("read", "transcribe")
                    answers = converses and self._settings.answers
                    turn = self._floor.listen(number, self._settings) if answers else None
                    self._utterance = Utterance(number, turn)
                    if self._config.transcript.enabled:
                        await self._transcripts.open(number)
                case SegmentFeatures():
                    assert self._utterance is not None, "features come between the start and the end of a segment"
                    await self._transcripts.hear(item)
                    self._utterance.gather(item)
                    if self._utterance.turn is not None and not (item.provisional or item.tail):
                        await self._utterance.turn.hear(item)
                case SegmentPaused(_, pause):
                    assert self._utterance is not None, "a pause is one in a segment"
                    if pause == self._pause:
                        self._propose(self._utterance, pause)
                case SegmentEnded():
                    self._transcripts.close()
                    assert self._utterance is not None, "a segment starts before it ends"
                    utterance, self._utterance = self._utterance, None
                    await self._conclude(item, utterance)
                    self._unsettled.done()

    def _propose(self, utterance: Utterance, pause: int) -> None:
        """The utterance may be over: begin to answer it, unheard, if that is in nobody's way."""
        utterance.pause = pause
        message = utterance.message()
        if utterance.turn is None or message is None or self._typed:
            return
        if self._floor.state == "listening" and not self._model.lane.is_hurried:
            self.conversation.add(message)
            self._floor.propose(utterance.turn)
            utterance.proposed = True

    async def _take_back(self, utterance: Utterance) -> None:
        """It was not over: nothing was answered, and who answers goes on listening."""
        if utterance.proposed and utterance.turn is not None:
            self._observer.early(None)
            self.conversation.remove(utterance=utterance.number)
            utterance.proposed = False
            await self._listen_anew(utterance)

    async def _listen_anew(self, utterance: Utterance) -> None:
        """Another turn in the place of the one that listens, which hears all that was said before."""
        assert utterance.turn is not None, "only who was to be answered can be answered by another"
        utterance.turn.scope.cancel()
        utterance.turn = turn = self._floor.listen(utterance.number, self._settings)
        for features in utterance.exact():
            await turn.hear(features)

    async def _conclude(self, ended: SegmentEnded, utterance: Utterance) -> None:
        """The utterance is understood: answer it, unless the caller speaks again and the whole is to be answered."""
        endpoint_s = self._ended_s.pop(ended.utterance)
        last = self._speaking == ended.utterance
        if last:
            self._speaking = None
        dismissed = not await self._stands(utterance.number)
        message = None if dismissed or ended.why == "discard" else utterance.message()
        if utterance.proposed and (self._typed or message is None or not last):
            await self._take_back(utterance)
        if message is not None and not utterance.proposed and self._settings.task not in ("read", "transcribe"):
            self.conversation.add(message)
            self._unanswered = ended.utterance
        if utterance.turn is None:
            return
        typed = self._take_typed() if last else 0
        if not last or not (message or typed):
            utterance.turn.scope.cancel()
            return
        turn = utterance.turn
        turn.waterfall.take(self._hearing)
        turn.waterfall.mark("speech_end", self._arrivals.time_of(ended.at_samples))
        turn.waterfall.mark("endpoint", endpoint_s)
        if utterance.proposed:
            self._observer.early(turn.waterfall.saved_s())
        self._unanswered = None
        await self._answer(turn)

    async def _stands(self, utterance: int) -> bool:
        """Whether an utterance that is over is one; over an answer it may have been a sign of listening, or a cough."""
        if (trial := self._trials.get(utterance)) is None:
            return True
        stands = await trial.close(self._config.transcript.enabled)
        await self._carry_out(trial)
        del self._trials[utterance]
        return stands

    async def _answer(self, turn: Turn) -> None:
        """Let it answer; what plays now is cut, or ends first where nothing may interrupt it."""
        if self._settings.interruptible:
            await self._floor.begin(turn, *self._floor.cut("barge_in"))
        else:
            await self._floor.begin(turn)
