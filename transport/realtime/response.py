"""A response: one turn of the session as the events of its items and their parts, in the documented order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pipeline.events import SpeechAudio, Usage
from transport.realtime.audio import Speaker
from transport.realtime.items import Item, Items
from transport.realtime.settings import Settings
from transport.realtime.wire import Ids, Json

Status: TypeAlias = Literal["completed", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class Order:
    """What a `response.create` said beyond the session's settings."""

    settings: Settings
    conversation: str | None  # None: the answer is no part of the conversation
    metadata: Any = None


class Response:
    """Says what a turn says. Each method gives the events that the client is to be sent, in order.

    A message is opened by the first piece of it, closed by the end of the turn or a tool's call; its text is a
    transcript where the answer is spoken.
    """

    def __init__(self, turn: int, order: Order, items: Items, ids: Ids) -> None:
        self.turn = turn
        self.id = ids("resp_")
        self.order = order
        self._settings = order.settings
        self._items = items
        self._ids = ids
        self._speaker = Speaker(order.settings.said)
        self._output: list[Item] = []
        self._message: Item | None = None  # the one that is open
        self._text = ""

    def begin(self) -> list[Json]:
        return [{"type": "response.created", "response": self._to_json("in_progress", None, None)}]

    def text(self, delta: str) -> list[Json]:
        kind = "response.output_audio_transcript.delta" if self._settings.spoken else "response.output_text.delta"
        opening = self._open_message()
        self._text += delta
        return [*opening, self._of_part(kind, delta=delta)]

    def audio(self, event: SpeechAudio) -> list[Json]:
        opening = self._open_message()
        assert self._message is not None, "it was opened"
        self._message.sent_samples = event.start_samples + event.samples.size
        return [*opening, *self._sound(self._speaker.say(event.samples))]

    def call(self, call_id: str, name: str, arguments: str) -> list[Json]:
        """One of the client's tools is to be called; `arguments` is whole already."""
        closing = self.close("completed")
        body = {"call_id": call_id, "name": name, "arguments": ""}
        item = Item(self._ids("item_"), "function_call", body, "in_progress", turn=self.turn)
        events = [*closing, *self._begin_item(item)]
        place: Json = {
            "response_id": self.id,
            "item_id": item.id,
            "output_index": len(self._output) - 1,
            "call_id": call_id,
        }
        item.body = body | {"arguments": arguments}
        item.status = "completed"
        kind = "response.function_call_arguments."
        events.append({"type": kind + "delta"} | place | {"delta": arguments})
        events.append({"type": kind + "done"} | place | {"name": name, "arguments": arguments})
        return events + self._end_item(item)

    def close(self, status: Literal["completed", "incomplete"]) -> list[Json]:
        """The message that is open has ended."""
        if (item := self._message) is None:
            return []
        events: list[Json] = []
        if self._settings.spoken:
            if status == "completed":
                events += self._sound(self._speaker.finish())
            events.append(self._of_part("response.output_audio.done"))
            events.append(self._of_part("response.output_audio_transcript.done", transcript=self._text))
        else:
            events.append(self._of_part("response.output_text.done", text=self._text))
        events.append(self._of_part("response.content_part.done", part=self._part(self._text)))
        spoken = {"type": "output_audio", "transcript": self._text}
        item.body["content"] = [spoken if self._settings.spoken else {"type": "output_text", "text": self._text}]
        item.status = status
        self._message = None
        self._text = ""
        self._speaker = Speaker(self._settings.said)
        return events + self._end_item(item)

    def done(self, status: Status, details: Json | None, usage: Usage) -> list[Json]:
        """Nothing of it follows; all items are closed."""
        response = self._to_json(status, details, _usage_json(usage))
        return [
            {"type": "response.done", "response": response},
            {"type": "rate_limits.updated", "rate_limits": []},
        ]

    # -- inside ------------------------------------------------------------------------------------------------------

    def _open_message(self) -> list[Json]:
        if self._message is not None:
            return []
        item = Item(self._ids("item_"), "message", {"role": "assistant", "content": []}, "in_progress", turn=self.turn)
        events = self._begin_item(item)
        self._message = item
        return [*events, self._of_part("response.content_part.added", part=self._part(""))]

    def _begin_item(self, item: Item) -> list[Json]:
        self._output.append(item)
        added = {"type": "response.output_item.added"} | self._place(item) | {"item": item.to_json()}
        return [added, *(self._items.add(item) if self.order.conversation else [])]

    def _end_item(self, item: Item) -> list[Json]:
        done = {"type": "response.output_item.done"} | self._place(item) | {"item": item.to_json()}
        return [done, *(self._items.done(item) if self.order.conversation else [])]

    def _place(self, item: Item) -> Json:
        return {"response_id": self.id, "output_index": self._output.index(item)}

    def _of_part(self, type_: str, **fields: Any) -> Json:
        """An event about the part of the open message; it has only one."""
        assert self._message is not None, "a message is open"
        place = {"response_id": self.id, "item_id": self._message.id, "output_index": len(self._output) - 1}
        return {"type": type_} | place | {"content_index": 0} | fields

    def _part(self, text: str) -> Json:
        return {"type": "audio", "transcript": text} if self._settings.spoken else {"type": "text", "text": text}

    def _sound(self, delta: str) -> list[Json]:
        return [self._of_part("response.output_audio.delta", delta=delta)] if delta else []

    def _to_json(self, status: str, details: Json | None, usage: Json | None) -> Json:
        s = self._settings
        return {
            "id": self.id,
            "object": "realtime.response",
            "conversation_id": self.order.conversation,
            "status": status,
            "status_details": details,
            "output": [item.to_json() for item in self._output],
            "output_modalities": s.modalities,
            "max_output_tokens": s.token_limit,
            "metadata": self.order.metadata,
            "audio": {"output": {"format": s.said.to_json(), "voice": s.voice}},
            "usage": usage,
        }


def _usage_json(usage: Usage) -> Json:
    asked = usage.prompt_text + usage.prompt_audio
    answered = usage.answer_text + usage.answer_audio
    return {
        "total_tokens": asked + answered,
        "input_tokens": asked,
        "output_tokens": answered,
        "input_token_details": {
            "text_tokens": usage.prompt_text,
            "audio_tokens": usage.prompt_audio,
            "image_tokens": 0,
            "cached_tokens": usage.cached,
        },
        "output_token_details": {"text_tokens": usage.answer_text, "audio_tokens": usage.answer_audio},
    }
