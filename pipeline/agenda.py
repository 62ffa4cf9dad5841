"""The agenda: what the next turn is to answer, and how."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.conversation import Conversation, UserTyped
from pipeline.settings import Settings


@dataclass(slots=True)
class Agenda:
    """The settings that hold; what was typed meanwhile, to be answered together with what is being said; and the latest
    utterance, if nobody has begun to answer it."""

    settings: Settings
    typed: list[str] = field(default_factory=list[str])
    unanswered: int | None = None

    def take_typed(self, conversation: Conversation) -> int:
        """Move what was typed to the conversation; how many messages that were."""
        typed, self.typed = self.typed, []
        for text in typed:
            if self.settings.task == "read":
                conversation.messages.clear()
            conversation.add(UserTyped(text))
        return len(typed)
