"""The conversation's items as the client knows them: what has an id, and where it stands in the session."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from transport.realtime.wire import Fields, Json

MAX_ITEMS = 1_000  # older ones are not known any more: the model has forgotten them before


@dataclass(slots=True)
class Item:
    """A message, a call of one of the client's tools, or what that gave; its state changes until it is `completed`.

    `utterance` or `turn` say what of the session it stands for. `sent_samples` (24 kHz) is how much sound it has.
    """

    id: str
    type: Literal["message", "function_call", "function_call_output"]
    body: Json = field(default_factory=dict[str, Any])  # the fields that its type has
    status: Literal["in_progress", "completed", "incomplete"] = "completed"
    utterance: int | None = None
    turn: int | None = None
    sent_samples: int = 0

    @property
    def role(self) -> str | None:
        return self.body.get("role")

    @property
    def text(self) -> str:
        """The text of a typed message."""
        return "\n".join(part["text"] for part in self.body["content"])

    def to_json(self) -> Json:
        return {"id": self.id, "object": "realtime.item", "type": self.type, "status": self.status} | self.body


class Items:
    """The items in their order, the newest last."""

    def __init__(self) -> None:
        self._items: OrderedDict[str, Item] = OrderedDict()

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._items

    @property
    def last_id(self) -> str | None:
        return next(reversed(self._items), None)

    def add(self, item: Item) -> list[Json]:
        """Appends it; the event that says so."""
        event = {"type": "conversation.item.added", "previous_item_id": self.last_id, "item": item.to_json()}
        self._items[item.id] = item
        if len(self._items) > MAX_ITEMS:
            self._items.popitem(last=False)
        return [event]

    def done(self, item: Item) -> list[Json]:
        """The event that says that nothing of it changes any more."""
        return [{"type": "conversation.item.done", "previous_item_id": self._before(item), "item": item.to_json()}]

    def find(self, fields: Fields, code: str) -> Item:
        """The item of an event's `item_id`; raises `RealtimeError` with that code."""
        item = self._items.get(fields.text("item_id"))
        if item is None:
            raise fields.wrong("item_id", f"no item {fields.text('item_id')[:80]!r} in the conversation", code)
        return item

    def remove(self, item: Item) -> None:
        del self._items[item.id]

    def of_role(self, role: str) -> list[Item]:
        return [item for item in self._items.values() if item.role == role]

    def _before(self, item: Item) -> str | None:
        ids = list(self._items)
        place = ids.index(item.id) if item.id in self._items else 0
        return ids[place - 1] if place else None


def read_item(fields: Fields, new_id: Callable[[], str]) -> Item:
    """The item that a client makes; raises `RealtimeError`."""
    kind = fields.text("type")
    fields.optional("object")
    fields.optional("status")
    item_id = fields.optional("id") or new_id()
    if len(item_id) > 64:
        raise fields.wrong("id", f"an id of {len(item_id)} characters: the limit is 64")
    match kind:
        case "message":
            role = fields.one_of("role", ("user", "assistant", "system"))
            return Item(item_id, kind, {"role": role, "content": _content(fields, role)})
        case "function_call":
            body = {
                "call_id": fields.text("call_id"),
                "name": fields.text("name"),
                "arguments": fields.text("arguments"),
            }
            return Item(item_id, kind, body)
        case "function_call_output":
            return Item(item_id, kind, {"call_id": fields.text("call_id"), "output": fields.text("output")})
        case _:
            raise fields.wrong("type", f"items of type {kind[:64]!r} are not served here", "unsupported_parameter")


def _content(fields: Fields, role: str) -> list[Json]:
    parts = fields.objects("content")
    if not parts:
        raise fields.wrong(
            "content", f"Missing required parameter: '{fields.path('content')}'.", "missing_required_parameter"
        )
    wanted = "output_text" if role == "assistant" else "input_text"
    content: list[Json] = []
    for part in parts:
        kind = part.text("type", wanted)
        if kind in ("input_audio", "output_audio") and part.optional("transcript"):
            content.append({"type": wanted, "text": part.text("transcript")})  # what is left of an older conversation
        elif kind in ("input_audio", "output_audio", "input_image"):
            message = f"content of type {kind!r} cannot be put into a conversation: append sound to the input buffer"
            raise part.wrong("type", message, "unsupported_content")
        elif kind not in (wanted, "text"):
            raise part.wrong("type", f"{kind[:64]!r} is no content of a message of the {role}: expected {wanted!r}")
        else:
            content.append({"type": wanted, "text": part.text("text")})
    return content
