"""Calls over real sockets with the real model: answers, barge-in, several callers, a conversation."""

from __future__ import annotations

import anyio
import numpy as np
import pytest
from fast_caller import HEARD_HZ, SAMPLES, SPOKEN_HZ, calling, question

from pipeline.events import (
    Cancel,
    Fault,
    Interrupted,
    MicEnded,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
)
from stages.resample import resample_exact
from training import judge
from transport.codec import Start

pytestmark = pytest.mark.anyio


async def test_a_spoken_question_is_written_down_and_answered_in_speech(server: str) -> None:
    async with calling(server) as caller:
        answer = await caller.ask(question("order"))
        await caller.until(lambda: caller.all(TurnMetrics))
        await caller.until(lambda: [delta for delta in caller.all(TranscriptDelta) if delta.final])
    assert caller.call.ready.model == "nano"
    assert judge.word_error_rate(SAMPLES["order"].said, caller.transcript(0)) <= 0.2
    assert answer.text == SAMPLES["order"].answer == "".join(event.text for event in caller.all(TextDelta))
    sound = caller.sound(0)
    assert sound.size == answer.samples
    assert judge.word_error_rate(answer.text, judge.recognise(sound, SPOKEN_HZ, judge.domain_sentences())) <= 0.3
    places = [(event.start_samples, event.samples.size) for event in caller.all(SpeechAudio)]
    assert [at for at, _ in places] == [sum(size for _, size in places[:i]) for i in range(len(places))]
    order = [type(event) for event in caller.events if isinstance(event, SpeechStarted | SpeechStopped | TurnStarted)]
    assert order == [SpeechStarted, SpeechStopped, TurnStarted]
    (metrics,) = caller.all(TurnMetrics)
    assert {"llm", "flow", "vocoder", "encoder"} <= metrics.compute_ms.keys()
    assert {"endpoint", "first_text", "first_sample_sent"} <= metrics.marks_ms.keys()


async def test_the_transcript_grows_while_the_caller_speaks(server: str) -> None:
    async with calling(server, task="transcribe") as caller:
        samples = question("order")[: 3 * HEARD_HZ]  # up to the last word
        for at in range(0, len(samples), HEARD_HZ // 2):
            known = len(caller.all(TranscriptDelta))
            await caller.speak(samples[at : at + HEARD_HZ // 2], pause_s=0.0)
            with anyio.move_on_after(1.0):  # time to write down what is new
                await caller.until(lambda known=known: caller.all(TranscriptDelta)[known:])
        spoken = list(caller.all(TranscriptDelta))
        await caller.call.send(MicEnded())
        await caller.until(lambda: caller.over)
    assert sum(bool(delta.committed) for delta in spoken) >= 2
    assert any(delta.tentative for delta in spoken)
    assert [delta.final for delta in caller.all(TranscriptDelta)][-2:] == [False, True]
    assert judge.word_error_rate(SAMPLES["order"].said, caller.transcript(0)) <= 0.2
    assert not caller.all(TurnStarted)


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000])
async def test_any_rate_of_microphone_is_understood(server: str, rate_hz: int) -> None:
    samples = resample_exact(question("capital")[None], 16_000, rate_hz)[0]
    async with calling(server, Start(rate_hz, format="float32")) as caller:
        await caller.speak(samples, rate_hz)
        assert (await caller.answer(0)).text == SAMPLES["capital"].answer


async def test_the_end_of_the_microphone_is_the_end_of_the_call_once_all_is_answered(server: str) -> None:
    async with calling(server) as caller:
        await caller.speak(question("capital"), pause_s=0.0)
        await caller.call.send(MicEnded())
        await caller.until(lambda: caller.over)
    assert [event.text for event in caller.all(TurnEnded)] == [SAMPLES["capital"].answer]


# -- barge-in ----------------------------------------------------------------------------------------------------


async def test_speech_stops_an_answer_that_is_being_made(server: str) -> None:
    async with calling(server) as caller:
        caller.stop_playing()
        await caller.speak(question("order"))
        await caller.until(lambda: caller.all(SpeechAudio))
        await caller.speak(question("capital"))
        answer = await caller.answer(1)
    (cut,) = caller.all(Interrupted)
    assert (cut.turn, cut.reason) == (0, "barge_in")
    assert 0 not in {event.turn for event in caller.all(TurnEnded)}
    assert cut.heard_samples <= caller.sound(0).size
    assert caller.dead_sound() == []
    assert answer.text == SAMPLES["capital"].answer
    assert caller.sound(1).size == answer.samples > 0
    began = caller.events.index(SpeechStarted(1, caller.all(SpeechStarted)[1].at_samples))
    assert began < caller.events.index(cut) < caller.events.index(TurnStarted(1, 1))


async def test_speech_stops_an_answer_that_is_made_and_still_plays(server: str) -> None:
    async with calling(server) as caller:
        caller.stop_playing()
        first = await caller.ask(question("order"))
        await caller.speak(question("digits"))
        answer = await caller.answer(1)
    (cut,) = caller.all(Interrupted)
    assert (cut.turn, cut.reason) == (0, "barge_in")
    assert caller.events.index(first) < caller.events.index(cut)
    assert 0 < cut.heard_samples < first.samples
    assert caller.dead_sound() == []
    assert answer.text == SAMPLES["digits"].answer


async def test_a_caller_who_only_says_stop_is_obeyed(server: str) -> None:
    async with calling(server) as caller:
        caller.stop_playing()
        await caller.speak(question("order"))
        await caller.until(lambda: caller.all(SpeechAudio))
        await caller.call.send(Cancel())
        (cut,) = await caller.until(lambda: caller.all(Interrupted))
        assert (cut.turn, cut.reason) == (0, "cancelled")
        assert (await caller.ask(question("capital"))).text == SAMPLES["capital"].answer
    assert caller.dead_sound() == []


# -- callers and conversations -----------------------------------------------------------------------------------


async def test_callers_at_once_have_their_own_answers(server: str) -> None:
    answers: dict[str, tuple[str, float]] = {}

    async def ask(name: str) -> None:
        async with calling(server) as caller:
            answer = await caller.ask(question(name))
            heard = judge.recognise(caller.sound(0), SPOKEN_HZ, judge.domain_sentences())
            answers[name] = answer.text, judge.word_error_rate(answer.text, heard)

    async with anyio.create_task_group() as tasks:
        for name in ("order", "capital", "digits", "goodbye"):
            tasks.start_soon(ask, name)
    assert {name: text for name, (text, _) in answers.items()} == {name: SAMPLES[name].answer for name in answers}
    assert max(errors for _, errors in answers.values()) <= 0.4, answers


async def test_a_conversation_is_answered_rightly_beyond_what_is_remembered(server: str) -> None:
    names = ["order", "capital", "digits", "appointment", "opening", "greeting", "goodbye"]
    async with calling(server) as caller:
        answers = {name: (await caller.ask(question(name))).text for name in names}
        typed = await caller.ask("what is the capital of france")
    assert not caller.all(Fault)
    assert not caller.all(Interrupted)
    wrong = {name: text for name, text in answers.items() if text != SAMPLES[name].answer}
    assert len(wrong) <= 1, wrong
    assert typed.text == SAMPLES["capital"].answer


async def test_what_was_cut_off_is_no_burden_to_the_conversation(server: str) -> None:
    async with calling(server) as caller:
        for turn in range(4):
            caller.stop_playing()
            await caller.speak(question("order"))
            await caller.until(lambda turn=turn: [event for event in caller.all(SpeechAudio) if event.turn == turn])
        answer = await caller.ask(question("capital"))
        usage = (await caller.until(lambda: [each for each in caller.all(TurnMetrics) if each.turn == 4]))[0].usage
    cut = caller.all(Interrupted)
    assert [event.turn for event in cut] == [0, 1, 2, 3]
    # What is read again are five questions, and of the answers what was heard: 40 ms a token, one more that had begun.
    heard_s = sum(event.heard_samples for event in cut) / SPOKEN_HZ
    spoken_s = (4 * len(question("order")) + len(question("capital"))) / HEARD_HZ
    assert usage.prompt_audio <= (spoken_s + 5 * 0.5) / 0.08 + heard_s / 0.04 + 4
    assert answer.samples == caller.sound(4).size > 0
    assert caller.dead_sound() == []


async def test_voices_differ(server: str) -> None:
    sounds = []
    for voice in ("arthur", "flora"):
        async with calling(server, voice=voice) as caller:
            answer = await caller.ask("what is the capital of france")
            assert answer.text == SAMPLES["capital"].answer
            sounds.append(caller.sound(0))
    shorter = min(map(len, sounds))
    assert abs(np.corrcoef(sounds[0][:shorter], sounds[1][:shorter])[0, 1]) < 0.5


async def test_a_text_is_read_aloud(server: str) -> None:
    async with calling(server, task="read") as caller:
        read = await caller.ask("Your appointment is on Friday at nine.")
    assert read.text == "Your appointment is on Friday at nine."
    assert caller.sound(0).size == read.samples > 0
