"""What a session does with tools, thoughts, and voices of its client's own."""

from __future__ import annotations

from typing import Any

import anyio
import numpy as np
import pytest
from fake_model import World, settle, silence, speech, world

from pipeline import config
from pipeline.channel import Receive, Send
from pipeline.conversation import AssistantSpeech, AssistantTyped, Conversation, ToolOutcome, UserTyped
from pipeline.events import (
    Choose,
    Fault,
    Interrupted,
    Played,
    Respond,
    SpeechAudio,
    TextDelta,
    ThoughtDelta,
    ToolCall,
    ToolOutput,
    ToolResult,
    TurnEnded,
    TurnMetrics,
    UserText,
    VoiceReady,
    VoiceSample,
)
from pipeline.model import Voice
from pipeline.segment import AnswerCodes, AnswerText, AnswerThought, AnswerToolCall, AnswerToolResult
from pipeline.settings import SessionError, Settings
from pipeline.settings import settle as resolve
from pipeline.wish import ToolSchema, Wish

pytestmark = pytest.mark.anyio

LIGHT = ToolSchema("light", "Switch the light.", {"type": "object"})
SAMPLE = VoiceSample(np.ones(16_000, np.float32), 16_000, "I agree.")


class Said:
    """An llm that says these items, whatever it hears."""

    name = "llm"

    def __init__(self, *items: Any) -> None:
        self.items = items

    async def run(self, inbox: Receive[Any], outbox: Send[Any]) -> None:
        async for _ in inbox:
            pass
        for item in self.items:
            await outbox.send(item)


def saying(there: World, *answers: Said) -> list[Settings]:
    """The model's next turns say these; the settings it is asked with."""
    asked: list[Settings] = []
    usual = there.model.voice

    def voice(turn: int, conversation: Conversation, settings: Settings, certain: Any) -> Voice:
        asked.append(settings)
        speaks = usual(turn, conversation, settings, certain).speech
        return Voice(answers[min(len(asked), len(answers)) - 1], speaks)

    there.model.voice = voice  # type: ignore[method-assign]
    return asked


WORDS = (AnswerText("Seven.", (1,)), AnswerCodes((0, 1), False, (1000, 1001)), AnswerCodes((), True))


async def test_thoughts_and_calls_are_told_and_only_what_counts_is_remembered() -> None:
    async with world() as there:
        call = AnswerToolCall("c0", "add", "{}", ids=(5, 6))
        result = AnswerToolResult("c0", "add", "7", failed=False)
        saying(there, Said(AnswerThought("hm"), call, result, *WORDS))
        async with there.caller() as caller:
            await caller.session.push(UserText("three and four?"))
            await caller.hear(TurnMetrics)
            assert caller.kinds() == [
                "TurnStarted",
                "ThoughtDelta",
                "ToolCall",
                "ToolResult",
                "TextDelta",
                "SpeechAudio",
                "TurnEnded",
                "TurnMetrics",
            ]
            assert caller.of(ThoughtDelta) == [ThoughtDelta(0, "hm")]
            assert caller.of(ToolCall) == [ToolCall(0, "c0", "add", "{}")]
            assert caller.of(ToolResult) == [ToolResult(0, "c0", "7", failed=False)]
            assert caller.of(TurnEnded)[0].text == "Seven."
            assert caller.session.conversation.messages == [
                UserTyped("three and four?"),
                AssistantSpeech(0, (5, 6), ""),
                ToolOutcome(0, "c0", "add", "7"),
                AssistantSpeech(0, (1, 1000, 1001), "Seven."),
            ]


async def test_a_call_that_is_interrupted_leaves_no_trace_and_what_was_heard_stays() -> None:
    """The caller speaks into the filler, while the tool runs."""

    class Slow(Said):
        async def run(self, inbox: Receive[Any], outbox: Send[Any]) -> None:
            await super().run(inbox, outbox)
            await anyio.sleep_forever()

    async with world() as there:
        said = (AnswerText("Well.", (1,)), AnswerCodes((0, 1), False, (1000, 1001)), AnswerCodes((), True))
        call, filler = AnswerToolCall("c0", "add", "{}", ids=(5, 6)), AnswerCodes(tuple(range(20)), last=True)
        saying(there, Slow(*said, call, AnswerText("One moment."), filler), Said(*WORDS))
        async with there.caller() as caller:
            await caller.session.push(UserText("three and four?"))
            await caller.hear(SpeechAudio, 2)
            await settle()
            there.clock.advance(0.2)
            await caller.session.push(Played(0, 4800))
            await caller.say(speech(0.4), silence(0.4))
            assert (await caller.hear(Interrupted)).turn == 0
            await caller.hear(TurnEnded)
            first = caller.session.conversation.messages[1]
            assert first == AssistantSpeech(0, (1, 1000, 1001), "Well.One moment.")
            assert not caller.of(ToolResult)


async def test_the_client_s_tool_is_answered_behind_its_call_and_then_spoken_of() -> None:
    async with world() as there:
        asked = saying(there, Said(AnswerToolCall("c0", "light", "{}", client=True, ids=(5, 6))), Said(*WORDS))
        async with there.caller(Wish(tools=(LIGHT,))) as caller:
            await caller.session.push(UserText("light!"))
            await caller.hear(TurnEnded)
            assert asked[0].tools == (LIGHT,)
            await caller.session.push(ToolOutput("c0", "on"))
            await caller.session.push(Respond())
            await caller.hear(TurnEnded, 2)
            assert caller.session.conversation.messages[1:] == [
                AssistantSpeech(0, (5, 6), ""),
                ToolOutcome(0, "c0", "light", "on"),
                AssistantSpeech(1, (1, 1000, 1001), "Seven."),
            ]
            await caller.session.push(ToolOutput("c0", "again"))
            assert (await caller.hear(Fault)).code == "unknown_call"


async def test_a_written_answer_has_no_sound_and_is_remembered_whole() -> None:
    async with world() as there:
        asked = saying(there, Said(AnswerText("Seven.", (1,))))
        async with there.caller(Wish(spoken=False)) as caller:
            await caller.session.push(UserText("three and four?"))
            ended = await caller.hear(TurnEnded)
            assert (ended.text, ended.samples) == ("Seven.", 0)
            assert caller.of(TextDelta) == [TextDelta(0, "Seven.")]
            assert not caller.of(SpeechAudio)
            assert not asked[0].spoken
            assert caller.session.conversation.messages[1] == AssistantTyped("Seven.", 0, (1,))
            await caller.session.push(UserText("sure?"))
            await caller.hear(TurnEnded, 2)
            assert not caller.of(Interrupted), "what is written is not playing"


async def test_a_sample_becomes_the_voice_from_the_next_turn_on() -> None:
    async with world() as there:
        asked = saying(there, Said(*WORDS))
        async with there.caller() as caller:
            await caller.session.push(SAMPLE)
            assert await caller.hear(VoiceReady) == VoiceReady("own", ("speak a little longer",))
            await caller.say(speech(0.4), silence(0.4))
            await caller.hear(TurnEnded)
            assert (asked[-1].voice, asked[-1].speaker) == ("own", "a voice")
            await caller.session.push(Choose(Wish(voice="ben")))
            there.clock.advance(5)
            await caller.session.push(UserText("hello"))
            await caller.hear(TurnEnded, 2)
            assert (asked[-1].voice, asked[-1].speaker) == ("ben", None)
            await caller.session.push(Choose(Wish(voice="own")))
            there.clock.advance(5)
            await caller.session.push(UserText("hello"))
            await caller.hear(TurnEnded, 3)
            assert asked[-1].speaker == "a voice"


async def test_a_sample_that_will_not_do_is_refused_with_advice_and_changes_nothing() -> None:
    async with world() as there:
        asked = saying(there, Said(*WORDS))
        async with there.caller() as caller:
            await caller.session.push(VoiceSample(np.zeros(16_000, np.float32), 16_000, ""))
            fault = await caller.hear(Fault)
            assert (fault.code, fault.fatal) == ("bad_voice", False)
            assert "speak into the microphone" in fault.message
            await caller.session.push(Choose(Wish(voice="own")))
            assert "no voice 'own': choose one of anna, ben" in (await caller.hear(Fault, 2)).message
            await caller.session.push(UserText("hello"))
            await caller.hear(TurnEnded)
            await settle()
            assert asked[-1].voice == "anna"


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (Wish(task="sing"), "no task 'sing': choose one of converse, read, transcribe, translate"),
        (Wish(task="translate"), "needs a language to translate to: choose one of en, zh"),
        (Wish(task="translate", to="fr"), "no language 'fr': choose one of en, zh"),
        (Wish(voice="zoe"), "no voice 'zoe': choose one of anna, ben"),
        (Wish(tools=(ToolSchema("two words", "", {}),)), "a tool's name is one word"),
        (Wish(tools=(ToolSchema("x", "", {"type": 3}),)), "the parameters of x are no JSON schema"),
    ],
)
def test_what_there_is_not_is_named_with_what_there_is(wish: Wish, message: str) -> None:
    with pytest.raises(SessionError, match=message):
        resolve(wish, config.load(), ["anna", "ben"])


def test_system_prompts_of_the_tasks() -> None:
    settings = config.load()

    def system(wish: Wish) -> str:
        return resolve(wish, settings, ["anna"]).system

    assert system(Wish()) == settings.answer.system
    assert system(Wish(think=True)) == f"{settings.answer.system}\n{settings.think.prompt}"
    assert system(Wish(think=True, system="Be brief.")) == f"Be brief.\n{settings.think.prompt}"
    assert system(Wish(task="translate", to="zh")) == "请仔细聆听这段语音，然后将其内容翻译成中文并用语音播报。"
    assert system(Wish(task="translate", to="zh", spoken=False)) == "请仔细聆听这段语音，然后将其内容翻译成中文。"
    assert (
        system(Wish(task="translate", to="en", think=True))
        == "请仔细聆听这段语音，然后将其内容翻译成英文并用语音播报。"
    )
    assert system(Wish(task="read")) == settings.answer.read_prompt


def test_only_conversations_think_and_call() -> None:
    for task in ("read", "transcribe", "translate"):
        wish = Wish(task=task, to="en", think=True, tools=(LIGHT,))
        settings = resolve(wish, config.load(), ["anna"])
        assert (settings.think, settings.tools, settings.server_tools) == (False, (), False)
    written = resolve(Wish(task="translate", to="en", spoken=False), config.load(), ["anna"])
    assert written.temperature == 0.1
