"""OpenAI Realtime at the server's side, sans-I/O: the client's events in, the session's events out as the vendor's.

docs/realtime.md says of each event whether it is served; a test checks that against the codec's `handlers` and
`SERVER_EVENTS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.events import (
    Cancel,
    Choose,
    ClientEvent,
    Commit,
    Discard,
    Fault,
    Forget,
    Held,
    Interrupted,
    MicAudio,
    Played,
    Released,
    Remember,
    Respond,
    SessionEvent,
    SpeechAudio,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    ThoughtDelta,
    ToolCall,
    ToolOutput,
    ToolResult,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    Usage,
    VoiceReady,
)
from pipeline.wish import Wish
from transport.codec import Door, Frame, Handshake, Heard, ProtocolError, Ready, Start, Waiting
from transport.realtime.audio import SPEECH_RATE_HZ
from transport.realtime.items import Item, Items, read_item
from transport.realtime.response import Order, Response, Status
from transport.realtime.settings import House, Settings, for_response, updated
from transport.realtime.utterances import Utterances
from transport.realtime.wire import (
    Fields,
    Handlers,
    Ids,
    Json,
    RealtimeError,
    Wire,
    error_event,
    handle,
    open_frame,
    random_id,
    refusal,
)

SUBPROTOCOL = "realtime"
MIN_COMMIT_MS = 100  # of sound in the buffer
MAX_CALLS = 256  # of tools, whose output may still come


def realtime_door() -> Door:
    """The protocol as the server opens it."""
    return Door(RealtimeCodec, SUBPROTOCOL)


class RealtimeCodec:
    """A session's translator. What it changes in `receive`, it changes after nothing can be refused any more.

    `_owed` is what the session must hear before anything else of the client's: it is settled with the next frame,
    since without frames nothing happens in a session.
    """

    def __init__(self, handshake: Handshake, ids: Ids = random_id) -> None:
        self._max_frame_bytes = handshake.max_frame_bytes
        self._house = House(handshake)
        self._settings = _opening_settings(handshake, self._house)
        self._wire = Wire(ids)
        self._ids = ids
        self._session_id = ids("sess_")
        self._conversation = ids("conv_")
        self._items = Items()
        self._utterances = Utterances(self._items, ids)
        self._buffered_ms = 0.0  # of sound since the last commit
        self._order: Order | None = None  # asked for by the client, and not begun
        self._owes_answer = False  # an utterance that will be answered unasked was committed by the client
        self._response: Response | None = None  # in progress
        self._ended: tuple[Response, Status, Json | None] | None = None  # its usage is still to come
        self._failure = ""  # why the response in progress will fail
        self._last_turn = -1
        self._cut_turn = -1  # the latest that was interrupted
        self._calls: dict[str, str] = {}  # from the wire's names to the session's
        self._owed: list[ClientEvent] = []
        self.handlers: Handlers = {
            "session.update": (self._update, ("session",)),
            "input_audio_buffer.append": (self._append, ("audio",)),
            "input_audio_buffer.commit": (self._commit, ()),
            "input_audio_buffer.clear": (self._clear, ()),
            "conversation.item.create": (self._create_item, ("item", "previous_item_id")),
            "conversation.item.delete": (self._delete_item, ("item_id",)),
            "conversation.item.retrieve": (self._retrieve_item, ("item_id",)),
            "conversation.item.truncate": (self._truncate_item, ("item_id", "content_index", "audio_end_ms")),
            "response.create": (self._create_response, ("response",)),
            "response.cancel": (self._cancel_response, ("response_id",)),
        }

    def opening(self) -> Start:
        return Start(self._settings.heard.rate_hz, wish=self._settings.wish(self._house.defaults))

    # -- from the client ---------------------------------------------------------------------------------------------

    def receive(self, frame: Frame) -> Heard:
        event = open_frame(frame, self._max_frame_bytes)
        heard = handle(event, self.handlers)
        owed, self._owed = self._owed, []
        return Heard([*owed, *heard.events], heard.replies)

    def refuse(self, error: ProtocolError) -> Sequence[Frame]:
        return self._wire.frames([refusal(error)])

    def closing(self) -> Sequence[Frame]:
        return ()

    def _heard(self, *events: ClientEvent, replies: Sequence[Json] = ()) -> Heard:
        return Heard(events, self._wire.frames(replies))

    def _declined(self, event: Fields, code: str, message: str) -> Heard:
        """Nothing is wrong with the event, only there is nothing to be done: no step towards being cut off."""
        return self._heard(replies=[error_event(code, message, event_id=event.values.get("event_id"))])

    def _update(self, event: Fields) -> Heard:
        self._settings = updated(self._settings, event.required("session"), self._house)
        return self._heard(Choose(self._wish()), replies=[{"type": "session.updated", "session": self._session()}])

    def _append(self, event: Fields) -> Heard:
        format_ = self._settings.heard
        samples = format_.decode(event.data("audio"))
        if not samples.size:
            return self._heard()
        self._buffered_ms += samples.size * 1000 / format_.rate_hz
        return self._heard(MicAudio(samples, format_.rate_hz))

    def _commit(self, event: Fields) -> Heard:
        if self._buffered_ms < MIN_COMMIT_MS:
            return self._declined(
                event,
                "input_audio_buffer_commit_empty",
                f"Error committing input audio buffer: buffer too small. Expected at least {MIN_COMMIT_MS}ms of audio, "
                f"but buffer only has {self._buffered_ms:.2f}ms of audio.",
            )
        self._buffered_ms = 0.0
        self._owes_answer = self._settings.turns is not None and self._settings.turns.create_response
        return self._heard(Commit())

    def _clear(self, event: Fields) -> Heard:
        self._buffered_ms = 0.0
        return self._heard(Discard(), replies=[{"type": "input_audio_buffer.cleared"}])

    def _create_item(self, event: Fields) -> Heard:
        fields = event.required("item")
        item = read_item(fields, lambda: self._ids("item_"))
        if item.id in self._items:
            raise fields.wrong("id", f"there is an item {item.id!r} already", "item_create_invalid_item_id")
        behind = event.optional("previous_item_id")
        if behind is not None and behind != self._items.last_id and not (behind == "root" and not self._items.last_id):
            message = "items are put at the end of the conversation: leave previous_item_id out"
            raise event.wrong("previous_item_id", message, "unsupported_parameter")
        if item.type == "function_call_output" and item.body["call_id"] not in self._calls:
            message = f"no call {item.body['call_id'][:80]!r} waits for its output"
            raise fields.wrong("call_id", message, "invalid_tool_call_id")
        replies = [*self._items.add(item), *self._items.done(item)]
        match item:
            case Item(type="message", body={"role": "system"}):
                return self._heard(Choose(self._wish()), replies=replies)
            case Item(type="message", body={"role": "user" | "assistant" as role}):
                return self._heard(Remember(role, item.text), replies=replies)
            case Item(type="function_call_output", body={"call_id": call, "output": output}):
                return self._heard(ToolOutput(self._calls.pop(call), output), replies=replies)
            case _:
                return self._heard(replies=replies)

    def _delete_item(self, event: Fields) -> Heard:
        item = self._items.find(event, "item_delete_invalid_item_id")
        if item.role in ("user", "assistant") and item.utterance is None and item.turn is None:
            message = "a typed message cannot be taken out of the conversation again: only what was spoken can"
            raise event.wrong("item_id", message, "unsupported_parameter")
        self._items.remove(item)
        replies = [{"type": "conversation.item.deleted", "item_id": item.id}]
        if item.role == "system":
            return self._heard(Choose(self._wish()), replies=replies)
        if item.type != "message":
            return self._heard(replies=replies)
        return self._heard(Forget(utterance=item.utterance, turn=item.turn), replies=replies)

    def _retrieve_item(self, event: Fields) -> Heard:
        item = self._items.find(event, "item_retrieve_invalid_item_id")
        return self._heard(replies=[{"type": "conversation.item.retrieved", "item": item.to_json()}])

    def _truncate_item(self, event: Fields) -> Heard:
        item = self._items.find(event, "item_truncate_invalid_item_id")
        event.integer("content_index", 0, 0)
        end_ms = event.integer("audio_end_ms", 0, 1 << 53)
        if item.turn is None or item.role != "assistant":
            raise event.wrong("item_id", "only an answer in sound can be truncated")
        # An overlong end is clamped: clients count by their own clock, and take an error for the end of the session.
        samples = min(end_ms * SPEECH_RATE_HZ // 1000, item.sent_samples)
        end_ms = min(end_ms, item.sent_samples * 1000 // SPEECH_RATE_HZ)
        if item.status != "in_progress":
            item.body["content"] = [{"type": "output_audio", "transcript": ""}]
        truncated = {
            "type": "conversation.item.truncated",
            "item_id": item.id,
            "content_index": 0,
            "audio_end_ms": end_ms,
        }
        # Who truncates what was sent in whole has stopped playing it; a response in progress is cut in its own time.
        still = self._response is None and item.turn == self._last_turn and item.turn != self._cut_turn
        return self._heard(Played(item.turn, samples), *([Cancel()] if still else []), replies=[truncated])

    def _create_response(self, event: Fields) -> Heard:
        fields = event.object("response") or Fields({}, "response")
        order = self._read_order(fields)
        if self._response is not None or self._order is not None:
            message = "Conversation already has an active response in progress. Wait until it is finished."
            return self._declined(event, "conversation_already_has_active_response", message)
        if self._owes_answer:
            self._owes_answer = False  # it comes unasked
            return self._heard()
        self._order = order
        instructions = None if "instructions" not in fields else order.settings.instructions
        own = replace(order.settings, instructions=self._settings.instructions)
        if own == self._settings:
            return self._heard(Respond(instructions))
        return self._heard(Choose(self._wish(own)), Respond(instructions))

    def _read_order(self, fields: Fields) -> Order:
        settings = for_response(self._settings, fields, self._house)
        if fields.objects("input"):
            message = "a response answers the conversation: put items into it instead of into input"
            raise fields.wrong("input", message, "unsupported_parameter")
        kept = fields.one_of("conversation", ("auto", "none"), "auto") == "auto"
        metadata = fields.object("metadata")
        return Order(settings, self._conversation if kept else None, None if metadata is None else metadata.values)

    def _cancel_response(self, event: Fields) -> Heard:
        wanted = event.optional("response_id")
        running = self._response
        if (running is None and self._order is None) or (wanted and (running is None or running.id != wanted)):
            return self._declined(event, "response_cancel_not_active", "Cancellation failed: no active response found")
        return self._heard(Cancel())

    # -- to the client -----------------------------------------------------------------------------------------------

    def send(self, event: Waiting | Ready | SessionEvent) -> Sequence[Frame]:
        return self._wire.frames(self._say(event))

    def _say(self, event: Waiting | Ready | SessionEvent) -> list[Json]:
        by_hand = self._settings.turns is None
        match event:
            case Ready():
                return [{"type": "session.created", "session": self._session()}]
            case SpeechStarted():
                return self._utterances.started(event, by_hand=by_hand)
            case SpeechStopped():
                if not by_hand:
                    self._buffered_ms = 0.0
                transcribed = self._settings.transcription is not None
                return self._utterances.stopped(event, by_hand=by_hand, transcribed=transcribed)
            case TranscriptDelta():
                return self._utterances.transcript(event)
            case TurnStarted():
                return self._begin(event)
            case TextDelta(turn, text) if self._is_running(turn):
                return self._running.text(text)
            case SpeechAudio(turn) if self._is_running(turn):
                return self._running.audio(event)
            case ToolCall(turn) if self._is_running(turn):
                return self._call(event)
            case TurnEnded(turn) if self._is_running(turn):
                return self._end("completed", None)
            case Interrupted():
                self._cut_turn = event.turn
                return [*self._utterances.interrupt(), *(self._cut(event) if self._is_running(event.turn) else [])]
            case TurnMetrics(turn, usage=usage):
                return self._report(usage) if self._ended is not None and self._ended[0].turn == turn else []
            case Held():
                self._utterances.hold()
                return []
            case Released():
                self._utterances.release()
                return []
            case Fault():
                return self._fault(event)
            case Waiting() | ThoughtDelta() | ToolCall() | ToolResult() | VoiceReady():
                return []  # no word for it
            case TextDelta() | SpeechAudio() | TurnEnded():
                return []  # of a turn that is over

    def _is_running(self, turn: int) -> bool:
        return self._response is not None and self._response.turn == turn

    @property
    def _running(self) -> Response:
        assert self._response is not None, "it runs"
        return self._response

    def _begin(self, event: TurnStarted) -> list[Json]:
        left = self._report(Usage())  # of a turn whose usage never came
        spoken = self._utterances.answered(event.utterance)
        unasked = event.utterance is not None and self._settings.turns is not None and self._order is None
        order = Order(self._settings, self._conversation) if unasked or self._order is None else self._order
        if self._order is order:
            self._order = None
            if order.settings != self._settings:
                self._owed.append(Choose(self._wish()))
        self._owes_answer = False
        self._last_turn = event.turn
        self._response = Response(event.turn, order, self._items, self._ids)
        return [*left, *spoken, *self._response.begin()]

    def _call(self, event: ToolCall) -> list[Json]:
        if all(tool.name != event.name for tool in self._running.order.settings.tools):
            return []  # the server's own: its answer comes in the same turn
        call_id = self._ids("call_")
        self._calls[call_id] = event.call
        if len(self._calls) > MAX_CALLS:
            del self._calls[next(iter(self._calls))]
        return self._running.call(call_id, event.name, event.arguments)

    def _cut(self, event: Interrupted) -> list[Json]:
        if event.reason == "failed":
            error = {"type": "server_error", "code": "turn_failed", "message": self._failure}
            return self._end("failed", {"type": "failed", "error": error})
        reason = "turn_detected" if event.reason == "barge_in" else "client_cancelled"
        return self._end("cancelled", {"type": "cancelled", "reason": reason})

    def _end(self, status: Status, details: Json | None) -> list[Json]:
        """Closes what is open; `response.done` waits for the usage, which comes next."""
        response, self._response, self._failure = self._running, None, ""
        self._ended = response, status, details
        return response.close("completed" if status == "completed" else "incomplete")

    def _report(self, usage: Usage) -> list[Json]:
        if self._ended is None:
            return []
        (response, status, details), self._ended = self._ended, None
        if response.order.conversation is None:
            self._owed.append(Forget(turn=response.turn))
        return response.done(status, details, usage)

    def _fault(self, fault: Fault) -> list[Json]:
        if fault.code == "turn_failed" and self._response is not None:
            self._failure = fault.message  # told by the response
            return []
        self._order, self._owes_answer = None, False
        kind = "invalid_request_error" if fault.code in _CLIENTS_FAULTS else "server_error"
        return [error_event(_VENDORS_CODES.get(fault.code, fault.code), fault.message, kind=kind)]

    # -- the session -------------------------------------------------------------------------------------------------

    def _wish(self, settings: Settings | None = None) -> Wish:
        """The session's choices; messages of the system that stand among the items follow the instructions."""
        wish = (settings or self._settings).wish(self._house.defaults)
        more = [item.text for item in self._items.of_role("system")]
        return replace(wish, system="\n\n".join([wish.system or "", *more])) if more else wish

    def _session(self) -> Json:
        return {"id": self._session_id, "model": self._house.model} | self._settings.to_json()


def _opening_settings(handshake: Handshake, house: House) -> Settings:
    """The settings that a client's key was made for, or the server's."""
    settings = house.settings()
    if handshake.session is None:
        return settings
    try:
        return updated(settings, Fields(dict(handshake.session), "session"), house)
    except RealtimeError:
        return settings  # made for another model's voices: checked when the key was made


# -- the events --------------------------------------------------------------------------------------------------


SERVER_EVENTS = (
    "session.created",
    "session.updated",
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.committed",
    "input_audio_buffer.cleared",
    "conversation.item.added",
    "conversation.item.done",
    "conversation.item.retrieved",
    "conversation.item.deleted",
    "conversation.item.truncated",
    "conversation.item.input_audio_transcription.delta",
    "conversation.item.input_audio_transcription.completed",
    "response.created",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_audio_transcript.delta",
    "response.output_audio.delta",
    "response.output_text.delta",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.done",
    "rate_limits.updated",
    "error",
)

# The session's faults that are the client's doing, and the vendor's names for some.
_CLIENTS_FAULTS = (
    "bad_choice",
    "nothing_to_commit",
    "unknown_call",
    "refused",
    "too_large",
    "missing_api_key",
    "invalid_api_key",
    "missing_signature",
)
_VENDORS_CODES = {"nothing_to_commit": "input_audio_buffer_commit_empty", "unknown_call": "invalid_tool_call_id"}
