"""The conversation: what was said and what was heard, in order, and the model's memory that stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to a truth value
class UserSpeech:
    """A spoken message: for each 25 s piece its chunks of features in order, each an MLX array (n, width).

    `utterance` is its number in the session. The last `tail` rows of its features are those of its pause number
    `pause`, and would be others if it had not ended there.
    """

    utterance: int
    features: tuple[tuple[Any, ...], ...]
    transcript: str = ""
    tail: int = 0
    pause: int = 0


@dataclass(frozen=True, slots=True)
class UserTyped:
    """A typed message."""

    text: str


@dataclass(frozen=True, slots=True)
class AssistantSpeech:
    """A spoken answer as far as it was heard: the interleaved text and audio tokens, and the text among them."""

    turn: int
    ids: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class AssistantTyped:
    """A written answer; `ids` are its tokens where the model wrote it, calls of tools among them, unlike in `text`."""

    text: str
    turn: int = -1
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What a tool gave for `call`, which the answer of `turn` asked for, or its error."""

    turn: int
    call: str
    name: str
    text: str


FRAME_TOKENS = 8
"""About what a message costs beside its content."""

Message: TypeAlias = UserSpeech | UserTyped | AssistantSpeech | AssistantTyped | ToolOutcome


class Conversation:
    """The messages, newest last, and `memory`, which only the model looks into (its key-value cache).

    Messages of the user that follow each other without an answer between them are one message to the model. The memory
    is never told of a cut: it compares itself with the messages when the next answer begins, and drops what differs.
    """

    def __init__(self, system: str, memory: Any, *, max_tokens: int) -> None:
        self.system = system
        self.memory: Any = memory
        self.messages: list[Message] = []
        self._max_tokens = max_tokens

    def add(self, message: UserSpeech | UserTyped | AssistantTyped) -> None:
        """Append what was said. When all is then longer than `max_tokens` the oldest messages are forgotten."""
        if self._tokens() + _tokens(message) > self._max_tokens:
            self._shorten(_tokens(message))
        self.messages.append(message)

    def make_room(self) -> bool:
        """Forget the oldest messages if the next ones might not fit: less than a quarter of `max_tokens` is left.
        Whether something was forgotten, so that the memory must be rebuilt: there is time for that now."""
        before = len(self.messages)
        if self._tokens() > self._max_tokens * 3 // 4:
            self._shorten(0)
        return len(self.messages) < before

    def heard(self, turn: int, answer: Sequence[Message]) -> None:
        """Set what was heard of a turn's answer and what its tools gave; a later call for the turn replaces it."""
        entries = [i for i, message in enumerate(self.messages) if _answers(message, turn)]
        at = entries[0] if entries else len(self.messages)
        self.messages = [message for message in self.messages if not _answers(message, turn)]
        self.messages[at:at] = answer

    def told(self, outcome: ToolOutcome) -> None:
        """Add what the client's tool gave, behind the answer that asked for it, if that is still remembered."""
        entries = [i for i, message in enumerate(self.messages) if _answers(message, outcome.turn)]
        if entries:
            self.messages.insert(entries[-1] + 1, outcome)

    def remove(self, *, utterance: int | None = None, turn: int | None = None, typed: str | None = None) -> None:
        """Take out what was said in an utterance, all of a turn's answer, the newest message typed in these words."""
        places = [at for at, message in enumerate(self.messages) if typed is not None and _is_typed(message, typed)]
        self.messages = [
            message
            for at, message in enumerate(self.messages)
            if not (isinstance(message, UserSpeech) and message.utterance == utterance)
            and not (turn is not None and _answers(message, turn))
            and at not in places[-1:]
        ]

    def said_in(self, turn: int) -> str:
        """The text of a turn's answer as it is remembered: as far as it was heard."""
        answers = (message for message in self.messages if isinstance(message, AssistantSpeech | AssistantTyped))
        return "".join(message.text for message in answers if message.turn == turn)

    def transcribed(self, utterance: int, text: str) -> None:
        """Note the transcript of a spoken message, if it is still remembered."""
        self.messages = [
            replace(message, transcript=text)
            if isinstance(message, UserSpeech) and message.utterance == utterance
            else message
            for message in self.messages
        ]

    def forget(self) -> None:
        """Let go of all it holds, at once and not when a collector finds it: it is most of what a session costs."""
        self.messages = []
        self.memory = None

    def _shorten(self, new: int) -> None:
        """Forget the oldest exchanges down to half of `max_tokens`, with `new` to come: at once, so that the memory is
        rebuilt seldom rather than at every turn."""
        while len(self.messages) > 1 and self._tokens() + new > self._max_tokens // 2:
            del self.messages[: _second_exchange(self.messages)]

    def _tokens(self) -> int:
        return sum(map(_tokens, self.messages))


def _tokens(message: Message) -> int:
    """About how many tokens a message has; of text, no more than characters."""
    match message:
        case UserSpeech():
            count = sum(len(chunk) for piece in message.features for chunk in piece)
        case AssistantSpeech():
            count = len(message.ids)
        case UserTyped() | AssistantTyped() | ToolOutcome():
            count = len(message.text)
    return FRAME_TOKENS + count


def _second_exchange(messages: Sequence[Message]) -> int:
    """Where the user speaks again after an answer; the end, if that is nowhere."""
    pairs = enumerate(pairwise(messages), start=1)
    turns = (i for i, (before, after) in pairs if not _of_user(before) and _of_user(after))
    return next(turns, len(messages))


def _of_user(message: Message) -> bool:
    return isinstance(message, UserSpeech | UserTyped)


def _is_typed(message: Message, text: str) -> bool:
    """Whether it came into the conversation as that text, and not out of a turn."""
    match message:
        case UserTyped(found) | AssistantTyped(found, turn=-1):
            return found == text
        case _:
            return False


def _answers(message: Message, turn: int) -> bool:
    return isinstance(message, AssistantSpeech | AssistantTyped | ToolOutcome) and message.turn == turn
