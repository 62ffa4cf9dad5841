"""A long call: the oldest is forgotten between turns, and what is left is read again before anyone asks."""

from __future__ import annotations

from typing import Any

import pytest
from fake_model import Gate, settle, silence, speech, world

from pipeline.conversation import AssistantSpeech, Conversation, UserTyped
from pipeline.events import TurnMetrics

pytestmark = pytest.mark.anyio


def test_room_is_made_before_it_is_needed() -> None:
    conversation = Conversation("", None, max_tokens=100)
    for turn in range(2):
        conversation.add(UserTyped("x" * 10))
        conversation.heard(turn, [AssistantSpeech(turn, tuple(range(10)), "")])
        assert not conversation.make_room()  # 36, 72 of 100
    conversation.add(UserTyped("last"))
    assert conversation.make_room()  # 84: the next might not fit
    assert [type(message).__name__ for message in conversation.messages] == [
        "UserTyped",
        "AssistantSpeech",
        "UserTyped",
    ]
    assert not conversation.make_room()


def test_the_newest_message_is_kept_whatever_its_length() -> None:
    conversation = Conversation("", None, max_tokens=100)
    conversation.add(UserTyped("x" * 300))
    assert not conversation.make_room()
    assert len(conversation.messages) == 1


async def test_memory_is_rebuilt_between_turns() -> None:
    async with world() as there, there.caller() as caller:
        for _ in range(5):
            await caller.say(silence(0.2), speech(0.8), silence(0.4))
            await caller.hear(TurnMetrics)
            await settle()
        assert there.model.recalled  # history is 200, a turn 41: the fourth turn leaves less than a quarter
        assert there.model.recalled[0] == 4
        assert len(there.model.seen[-1]) == 5  # and the fifth was asked of what was left


async def test_a_turn_does_not_wait_for_it() -> None:
    gate = Gate("recall")
    async with world() as there, there.caller() as caller:
        there.model.before = gate
        turns: list[Any] = []
        while not gate.reached.is_set():
            await caller.say(silence(0.2), speech(0.8), silence(0.4))
            turns.append(await caller.hear(TurnMetrics))
            await settle()
        await caller.say(silence(0.2), speech(0.8), silence(0.4))
        await settle()  # nothing lets the recollection go on
        assert len(there.model.seen) == len(turns) + 1
