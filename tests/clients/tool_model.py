"""The fake model with one habit: it calls `weather`, and once it knows what that gave, it says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fake_model import FakeFlow, FakeModel, FakeVocoder

from pipeline.channel import Receive, Send
from pipeline.conversation import Conversation, ToolOutcome
from pipeline.model import Voice
from pipeline.segment import AnswerCodes, AnswerText, AnswerToolCall, SegmentFeatures


@dataclass
class ToolModel(FakeModel):
    def voice(self, turn: int, conversation: Conversation, *_: Any) -> Voice:
        return Voice(ToolLlm(turn, conversation), [FakeFlow(self), FakeVocoder(self)])


@dataclass
class ToolLlm:
    turn: int
    conversation: Conversation
    name: str = "llm"

    async def run(self, inbox: Receive[SegmentFeatures], outbox: Send[Any]) -> None:
        async for _ in inbox:
            pass
        gave = [message.text for message in self.conversation.messages if isinstance(message, ToolOutcome)]
        if gave:
            await outbox.send(AnswerText(f"It gave {gave[-1]}", ids=(1,)))
            await outbox.send(AnswerCodes((1, 2), False, ids=(1001, 1002)))
        else:
            await outbox.send(AnswerToolCall(f"c{self.turn}", "weather", '{"city": "Paris"}', client=True, ids=(3,)))
        await outbox.send(AnswerCodes((), last=True))
