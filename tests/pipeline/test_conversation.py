"""The conversation holds what was heard, and forgets what is long ago."""

from __future__ import annotations

import numpy as np

from pipeline.conversation import (
    AssistantSpeech,
    AssistantTyped,
    Conversation,
    Message,
    ToolOutcome,
    UserSpeech,
    UserTyped,
)


def spoken(utterance: int, features: int = 10) -> UserSpeech:
    return UserSpeech(utterance, ((np.zeros((features, 4)),),))


def answer(turn: int, ids: int = 30) -> AssistantSpeech:
    return AssistantSpeech(turn, tuple(range(ids)), "text")


def exchanges(conversation: Conversation) -> list[int]:
    return [message.utterance for message in conversation.messages if isinstance(message, UserSpeech)]


def test_a_later_word_on_what_was_heard_replaces_the_earlier() -> None:
    conversation = Conversation("system", None, max_tokens=1000)
    conversation.add(spoken(0))
    conversation.heard(0, [answer(0)])
    conversation.add(spoken(1))
    conversation.heard(0, [answer(0, ids=3)])
    assert [type(message) for message in conversation.messages] == [UserSpeech, AssistantSpeech, UserSpeech]
    assert conversation.messages[1] == answer(0, ids=3)
    conversation.heard(0, [])
    conversation.heard(7, [])
    assert exchanges(conversation) == [0, 1]
    assert len(conversation.messages) == 2


def test_an_answer_of_several_messages_is_replaced_as_a_whole() -> None:
    conversation = Conversation("system", None, max_tokens=1000)
    conversation.add(spoken(0))
    conversation.heard(0, [answer(0), ToolOutcome(0, "call", "add", "3"), answer(0, ids=2)])
    conversation.add(spoken(1))
    conversation.heard(0, [answer(0, ids=3)])
    assert conversation.messages == [conversation.messages[0], answer(0, ids=3), conversation.messages[2]]
    assert exchanges(conversation) == [0, 1]


def test_what_the_client_s_tools_gave_stands_behind_the_answer_that_asked() -> None:
    conversation = Conversation("system", None, max_tokens=1000)
    conversation.add(spoken(0))
    conversation.heard(0, [answer(0)])
    conversation.add(spoken(1))
    first, second = ToolOutcome(0, "one", "add", "3"), ToolOutcome(0, "two", "add", "4")
    conversation.told(first)
    conversation.told(second)
    conversation.told(ToolOutcome(7, "of an answer that is forgotten", "add", "5"))
    assert conversation.messages[1:4] == [answer(0), first, second]
    assert exchanges(conversation) == [0, 1]


def test_a_transcript_is_noted_with_its_speech() -> None:
    conversation = Conversation("system", None, max_tokens=1000)
    conversation.add(spoken(0))
    conversation.transcribed(0, "hello")
    conversation.transcribed(1, "never heard of")
    assert [message.transcript for message in conversation.messages if isinstance(message, UserSpeech)] == ["hello"]


def test_it_is_bounded_and_forgets_whole_exchanges_seldom() -> None:
    conversation = Conversation("system", None, max_tokens=500)
    rebuilt = 0
    for turn in range(100):
        first: Message | None = conversation.messages[0] if conversation.messages else None
        conversation.add(spoken(turn))
        rebuilt += first is not None and conversation.messages[0] is not first
        conversation.heard(turn, [answer(turn)])
        assert isinstance(conversation.messages[0], UserSpeech)
        assert exchanges(conversation) == list(range(exchanges(conversation)[0], turn + 1))
        assert len(conversation.messages) <= 2 * (500 // 56 + 2)
    assert 10 < rebuilt < 30


def test_a_long_message_drives_out_what_there_is_no_room_for_beside_it() -> None:
    conversation = Conversation("system", None, max_tokens=500)
    for turn in range(3):
        conversation.add(spoken(turn))
        conversation.heard(turn, [answer(turn)])
    conversation.add(UserTyped("x" * 480))
    assert conversation.messages == [UserTyped("x" * 480)]


def test_of_messages_typed_in_the_same_words_the_newest_is_taken_out() -> None:
    conversation = Conversation("system", None, max_tokens=500)
    conversation.add(UserTyped("yes"))
    conversation.heard(0, [answer(0)])
    conversation.add(UserTyped("yes"))
    conversation.add(AssistantTyped("yes", turn=1))
    conversation.remove(typed="yes")
    assert conversation.messages == [UserTyped("yes"), answer(0), AssistantTyped("yes", turn=1)]
    conversation.remove(typed="no")
    assert len(conversation.messages) == 3


def test_one_that_is_over_holds_nothing() -> None:
    conversation = Conversation("system", object(), max_tokens=500)
    conversation.add(spoken(0))
    conversation.forget()
    assert (conversation.messages, conversation.memory) == ([], None)


def test_one_that_is_never_answered_is_bounded_too() -> None:
    conversation = Conversation("system", None, max_tokens=500)
    for turn in range(100):
        conversation.add(UserTyped("x" * 92))
        conversation.heard(turn, [])
        assert len(conversation.messages) <= 7
    conversation.messages.append(AssistantTyped("y" * 1000))
    conversation.add(UserTyped("z"))
    assert conversation.messages == [UserTyped("z")]
