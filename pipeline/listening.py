"""Listening: the caller's sound becomes utterances. What speech means is done at once, the rest once it is over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

import anyio

from pipeline import waterfall
from pipeline.agenda import Agenda
from pipeline.arrivals import Arrivals
from pipeline.channel import Plumbing, Receive, Send
from pipeline.clock import Clock
from pipeline.config import Config
from pipeline.conversation import Conversation
from pipeline.echo import EchoGuard
from pipeline.ending import Ending
from pipeline.endpoint import PER_MS, Rule
from pipeline.events import (
    Commit,
    Discard,
    MicAudio,
    SessionEvent,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TranscriptDelta,
)
from pipeline.floor import Floor
from pipeline.interruption import Trial, backchannels
from pipeline.model import Model
from pipeline.observer import Observer
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
from pipeline.stage import run_chain
from pipeline.tally import Tally
from pipeline.transcripts import Transcripts
from pipeline.turn import Turn
from pipeline.utterance import Utterance
from pipeline.waterfall import Waterfall


class Listening:
    """One session's ears, and what they make the floor do.

    `unsettled` counts the utterances that have ended and are not understood yet, and the marks not yet reached; who
    sends a mark into the stream adds it. `say` gives an event to the client, `fault` says that something went wrong.
    """

    def __init__(
        self,
        model: Model,
        config: Config,
        clock: Clock,
        observer: Observer,
        plumbing: Plumbing,
        conversation: Conversation,
        floor: Floor,
        agenda: Agenda,
        say: Callable[[SessionEvent], Awaitable[None]],
        fault: Callable[[str, str], Awaitable[None]],
    ) -> None:
        """Raises ValueError for knobs that contradict each other."""
        self._model = model
        self._config = config
        self._clock = clock
        self._observer = observer
        self._plumbing = plumbing
        self._conversation = conversation
        self._floor = floor
        self._agenda = agenda
        self._say = say
        self._fault = fault
        self._transcripts = Transcripts(
            model, config, observer, self._say_transcript, conversation.transcribed, self._guess
        )
        self.unsettled = Tally()
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
        self._discarded: set[int] = set()

    async def run(self, mic: Receive[MicAudio | Mark]) -> None:
        """Listen until the microphone has ended and all of it is understood and written down."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._transcripts.run)
            await self._listen(mic)
            self._transcripts.end()

    def end(self) -> None:
        """Nothing more is listened to, nor written down."""
        self._transcripts.end()

    def arrives(self, audio: MicAudio) -> None:
        """A block of the microphone has come, and is on its way into `run`."""
        self._arrivals.note(audio)

    def says(self, audio: SpeechAudio) -> None:
        """A block of an answer goes out, and may come back as an echo."""
        self._echo.sent(audio)

    @property
    def is_spoken_to(self) -> bool:
        """Whether the caller says something that is not understood yet."""
        return self._speaking is not None

    async def begin_anew(self) -> None:
        """Other settings hold: who was to answer the utterance that comes in gives way to a turn that follows them."""
        if self._utterance is not None and self._utterance.turn is not None:
            await self._listen_anew(self._utterance)

    # -- from sound to features --------------------------------------------------------------------------------------

    async def _listen(self, mic: Receive[MicAudio | Mark]) -> None:
        waterfall.current.set(self._hearing)
        ears = self._model.ears()
        window_in, windows = self._plumbing.channel("vad")
        segments_in, segments = self._plumbing.channel("segments")
        heard_in, heard = self._plumbing.channel("adaptor")
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run_chain, ears.detector, mic, window_in, self._plumbing)
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
                    self.unsettled.done()
                case Discard():
                    await self._react(self._segmenter.close("discard"), segments)
                    self.unsettled.done()
        await self._react(self._segmenter.close("stream"), segments)
        segments.close()

    def _rule(self) -> Rule | None:
        """How to judge the next window; None where only the client says what an utterance is."""
        if self._agenda.settings.turns == "manual":
            return None
        ears, settings, knobs = self._config.ears, self._agenda.settings, self._config.interruption
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
        """The window, which is no speech if it is our own answer coming back; but what rings on of an answer does not
        break off the utterance that has cut it."""
        now_s = self._clock()
        self._echo.plays(self._floor.playing, now_s)
        is_echo = self._echo.is_echo(window, now_s)
        has_the_floor = self._segmenter.is_open and self._floor.state == "listening"
        return replace(window, probability=0.0) if is_echo and not has_the_floor else window

    # -- as soon as there is speech ----------------------------------------------------------------------------------

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
                    self.unsettled.add()
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
        return self._spoke_at >= 0 and self._patience.goes_on(self._silence_ms(started), self._floor.heard_ms)

    def _silence_ms(self, started: SpeechStarted) -> float:
        return (started.at_samples - self._spoke_at) / PER_MS + self._config.ears.padding_ms

    def _learn(self, started: SpeechStarted, goes_on: bool) -> None:
        """The caller speaks again, and means it: that says something of their pauses."""
        silence_ms = self._silence_ms(started)
        if goes_on:
            self._patience.paused(silence_ms)
            self._observer.continued(silence_ms / 1e3)
        elif self._spoke_at >= 0:
            self._patience.ended(silence_ms)

    async def _speech_started(self, started: SpeechStarted) -> None:
        """The caller speaks: that cuts off an answer that has just begun to be made, for they go on; one that sounds,
        or has long been worked on, is held until it is known whether they interrupt it."""
        goes_on = self._goes_on(started)
        if self._agenda.settings.turns == "manual" or not self._agenda.settings.interruptible:
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

    # -- speech over an answer ---------------------------------------------------------------------------------------

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

    async def _stands(self, utterance: int) -> bool:
        """Whether an utterance that is over is one; over an answer it may have been a sign of listening, or a cough."""
        if (trial := self._trials.get(utterance)) is None:
            return True
        stands = await trial.close(self._config.transcript.enabled)
        await self._carry_out(trial)
        del self._trials[utterance]
        return stands

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

    # -- once it is understood ---------------------------------------------------------------------------------------

    async def _understand(self, heard: Receive[Heard]) -> None:
        """Pass features on to the transcript and to the turn that will answer, and begin it when the utterance ends."""
        async for item in heard:
            match item:
                case SegmentStarted(number):
                    converses = self._agenda.settings.task not in ("read", "transcribe")
                    answers = converses and self._agenda.settings.answers
                    turn = self._floor.listen(number, self._agenda.settings) if answers else None
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
                    self.unsettled.done()

    def _propose(self, utterance: Utterance, pause: int) -> None:
        """The utterance may be over: begin to answer it, unheard, if that is in nobody's way."""
        utterance.pause = pause
        message = utterance.message()
        if utterance.turn is None or message is None or self._agenda.typed or not self._config.ears.tentative_ms:
            return
        if self._floor.state == "listening" and not self._model.lane.is_hurried:
            self._conversation.add(message)
            self._floor.propose(utterance.turn)
            utterance.proposed = True

    async def _take_back(self, utterance: Utterance) -> None:
        """It was not over: nothing was answered, and who answers goes on listening."""
        if utterance.proposed and utterance.turn is not None:
            self._observer.early(None)
            self._conversation.remove(utterance=utterance.number)
            utterance.proposed = False
            await self._listen_anew(utterance)

    async def _listen_anew(self, utterance: Utterance) -> None:
        """Another turn in the place of the one that listens, which hears all that was said before."""
        assert utterance.turn is not None, "only who was to be answered can be answered by another"
        utterance.turn.scope.cancel()
        utterance.turn = turn = self._floor.listen(utterance.number, self._agenda.settings)
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
        if utterance.proposed and (self._agenda.typed or message is None or not last):
            await self._take_back(utterance)
        if message is not None and not utterance.proposed and self._agenda.settings.task not in ("read", "transcribe"):
            self._conversation.add(message)
            self._agenda.unanswered = ended.utterance
        if utterance.turn is None:
            return
        typed = self._agenda.take_typed(self._conversation) if last else 0
        if not last or not (message or typed):
            utterance.turn.scope.cancel()
            return
        turn = utterance.turn
        turn.waterfall.take(self._hearing)
        turn.waterfall.mark("speech_end", self._arrivals.time_of(ended.at_samples))
        turn.waterfall.mark("endpoint", endpoint_s)
        if utterance.proposed:
            self._observer.early(turn.waterfall.saved_s())
        self._agenda.unanswered = None
        await self._answer(turn)

    async def _answer(self, turn: Turn) -> None:
        """Let it answer; what plays now is cut, or ends first where nothing may interrupt it."""
        if self._agenda.settings.interruptible:
            await self._floor.begin(turn, *self._floor.cut("barge_in"))
        else:
            await self._floor.begin(turn)
