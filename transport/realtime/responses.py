"""The session's turns as the client's responses: what it asked for, the one in progress, and how each ends."""

from __future__ import annotations

from pipeline.events import (
    ClientEvent,
    Fault,
    Forget,
    Interrupted,
    SpeechAudio,
    TextDelta,
    ToolCall,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    Usage,
)
from transport.realtime.items import Items
from transport.realtime.response import Order, Response, Status
from transport.realtime.wire import Ids, Json

MAX_CALLS = 256  # of tools, whose output may still come


class Responses:
    """One at a time is in progress. Its events come from `say`; what the session must hear in turn is in `owed`."""

    def __init__(self, items: Items, ids: Ids) -> None:
        self.owed: list[ClientEvent] = []
        self._items = items
        self._ids = ids
        self._order: Order | None = None  # asked for by the client, and not begun
        self._unasked = False  # an utterance will be answered whether the client asks for it or not
        self._running: Response | None = None
        self._ended: tuple[Response, Status, Json | None] | None = None  # its usage is still to come
        self._failure = ""  # why the one in progress will fail
        self._latest_turn = -1
        self._cut_turn = -1  # the latest that was interrupted
        self._calls: dict[str, str] = {}  # of the client's tools: from the wire's names to the session's

    # -- what the client asks for ------------------------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Whether one is in progress, or asked for."""
        return self._running is not None or self._order is not None

    def expect(self, unasked: bool) -> None:
        """An utterance was committed by the client; `unasked`: it is answered anyway."""
        self._unasked = unasked

    def ask(self, order: Order) -> bool:
        """The client asks for one; whether it must be asked for in the session."""
        if self._unasked:
            self._unasked = False
            return False
        self._order = order
        return True

    def cancel(self, response_id: str | None) -> bool:
        """The client takes back what it asked for; whether there is anything to take back."""
        if response_id is not None and (self._running is None or self._running.id != response_id):
            return False
        busy, self._order = self.is_busy, None  # the session says nothing of a turn that has not begun
        return busy

    def may_play_on(self, turn: int) -> bool:
        """Whether all of a turn was sent, and nothing followed or cut it."""
        return self._running is None and turn == self._latest_turn != self._cut_turn

    def waits_for(self, call_id: str) -> bool:
        return call_id in self._calls

    def take_call(self, call_id: str) -> str:
        """The session's name of a call, which gets its output now."""
        return self._calls.pop(call_id)

    # -- what the session says ---------------------------------------------------------------------------------------

    def begin(self, event: TurnStarted, usual: Order) -> list[Json]:
        """A turn began: the one that was asked for, or else `usual`."""
        left = self._report(Usage())  # of a turn whose usage never came
        order, self._order = self._order or usual, None
        self._unasked = False
        self._latest_turn = event.turn
        self._running = Response(event.turn, order, self._items, self._ids)
        return [*left, *self._running.begin()]

    def say(self, event: TextDelta | SpeechAudio | ToolCall | TurnEnded | Interrupted | TurnMetrics) -> list[Json]:
        """The events for more of a turn; nothing for one that is over."""
        if isinstance(event, Interrupted):
            self._cut_turn = event.turn
            if event.reason == "barge_in":
                self._order = None  # who waited for the end of this turn is not heard any more
        if isinstance(event, TurnMetrics):
            return self._report(event.usage) if self._ended is not None and self._ended[0].turn == event.turn else []
        if self._running is None or self._running.turn != event.turn:
            return []
        match event:
            case TextDelta(text=text):
                return self._running.text(text)
            case SpeechAudio():
                return self._running.audio(event)
            case ToolCall():
                return self._call(self._running, event)
            case TurnEnded():
                return self._end(self._running, "completed", None)
            case Interrupted():
                return self._cut(self._running, event)

    def fail(self, fault: Fault) -> bool:
        """Something went wrong; whether that is told by a response, and need not be told besides."""
        if fault.code == "turn_failed" and self._running is not None:
            self._failure = fault.message
            return True
        self._order, self._unasked = None, False
        return False

    # -- inside ------------------------------------------------------------------------------------------------------

    def _call(self, running: Response, event: ToolCall) -> list[Json]:
        if all(tool.name != event.name for tool in running.order.settings.tools):
            return []  # the server's own: its answer comes in the same turn
        call_id = self._ids("call_")
        self._calls[call_id] = event.call
        if len(self._calls) > MAX_CALLS:
            del self._calls[next(iter(self._calls))]
        return running.call(call_id, event.name, event.arguments)

    def _cut(self, running: Response, event: Interrupted) -> list[Json]:
        if event.reason == "failed":
            error = {"type": "server_error", "code": "turn_failed", "message": self._failure}
            return self._end(running, "failed", {"type": "failed", "error": error})
        reason = "turn_detected" if event.reason == "barge_in" else "client_cancelled"
        return self._end(running, "cancelled", {"type": "cancelled", "reason": reason})

    def _end(self, running: Response, status: Status, details: Json | None) -> list[Json]:
        """Closes what is open; `response.done` waits for the usage, which comes next."""
        self._running, self._failure = None, ""
        self._ended = running, status, details
        return running.close("completed" if status == "completed" else "incomplete")

    def _report(self, usage: Usage) -> list[Json]:
        if self._ended is None:
            return []
        (response, status, details), self._ended = self._ended, None
        if response.order.conversation is None:
            self.owed.append(Forget(turn=response.turn))
        return response.done(status, details, usage)
