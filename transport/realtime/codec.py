"""OpenAI Realtime at the server's side, sans-I/O: the client's events in, the session's events out as the vendor's.

docs/realtime.md says of each event whether it is served; a test checks that against the codec's `handlers` and
`SERVER_EVENTS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.events import (
    SPEECH_RATE_HZ,
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
    VoiceReady,
)
from pipeline.wish import Wish
from transport.codec import Door, Frame, Handshake, Heard, ProtocolError, Ready, Start, Waiting
from transport.realtime.items import Item, Items, read_item
from transport.realtime.response import Order
from transport.realtime.responses import Responses
from transport.realtime.settings import House, Settings, as_transcription, for_response, updated
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


def realtime_door() -> Door:
    """The protocol as the server opens it."""
    return Door(RealtimeCodec, SUBPROTOCOL)


class RealtimeCodec:
    """A session's translator. What it changes in `receive`, it changes after nothing can be refused any more.

    What the session is owed, it hears with the client's next frame: without frames nothing happens in a session.
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
        self._responses = Responses(self._items, ids)
        self._buffered_ms = 0.0  # of sound since the last commit
        self._borrowed = False  # the session's choices are those of one response
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
        return Start(self._settings.heard.rate_hz, wish=self._wish())

    # -- from the client ---------------------------------------------------------------------------------------------

    def receive(self, frame: Frame) -> Heard:
        event = open_frame(frame, self._max_frame_bytes)
        heard = handle(event, self.handlers)
        owed, self._responses.owed = self._responses.owed, []
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
        self._responses.expect(self._settings.wish(self._house.defaults).answers is True)
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
        if item.type == "function_call_output" and not self._responses.waits_for(item.body["call_id"]):
            message = f"no call {item.body['call_id'][:80]!r} waits for its output"
            raise fields.wrong("call_id", message, "invalid_tool_call_id")
        replies = [*self._items.add(item), *self._items.done(item)]
        match item:
            case Item(type="message", body={"role": "system"}):
                return self._heard(Choose(self._wish()), replies=replies)
            case Item(type="message", body={"role": "user" | "assistant" as role}):
                return self._heard(Remember(role, item.text), replies=replies)
            case Item(type="function_call_output", body={"call_id": call, "output": output}):
                return self._heard(ToolOutput(self._responses.take_call(call), output), replies=replies)
            case _:
                return self._heard(replies=replies)

    def _delete_item(self, event: Fields) -> Heard:
        item = self._items.find(event, "item_delete_invalid_item_id")
        self._items.remove(item)
        replies = [{"type": "conversation.item.deleted", "item_id": item.id}]
        if item.role == "system":
            return self._heard(Choose(self._wish()), replies=replies)
        if item.type != "message":
            return self._heard(replies=replies)
        typed = item.text if item.utterance is None and item.turn is None else None
        return self._heard(Forget(item.utterance, item.turn, typed), replies=replies)

    def _retrieve_item(self, event: Fields) -> Heard:
        item = self._items.find(event, "item_retrieve_invalid_item_id")
        return self._heard(replies=[{"type": "conversation.item.retrieved", "item": item.to_json()}])

    def _truncate_item(self, event: Fields) -> Heard:
        item = self._items.find(event, "item_truncate_invalid_item_id")
        event.integer("content_index", 0, 0)
        end_ms = event.integer("audio_end_ms", 0, 1 << 53)
        written = any(part["type"] == "output_text" for part in item.body.get("content", ()))
        if item.turn is None or item.role != "assistant" or written:
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
        stop = [Cancel()] if self._responses.may_play_on(item.turn) else []
        return self._heard(Played(item.turn, samples), *stop, replies=[truncated])

    def _create_response(self, event: Fields) -> Heard:
        fields = event.object("response") or Fields({}, "response")
        if self._settings.kind == "transcription":
            raise event.wrong("type", "a transcription session only writes down: nothing is answered")
        order = self._read_order(fields)
        if self._responses.is_busy:
            message = "Conversation already has an active response in progress. Wait until it is finished."
            return self._declined(event, "conversation_already_has_active_response", message)
        if not self._responses.ask(order):
            return self._heard()
        instructions = None if "instructions" not in fields else self._system(order.settings)
        own = replace(order.settings, instructions=self._settings.instructions)
        if own == self._settings:
            return self._heard(Respond(instructions))
        self._borrowed = True
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
        if self._responses.cancel(event.optional("response_id")):
            self._give_back()
            return self._heard(Cancel())
        return self._declined(event, "response_cancel_not_active", "Cancellation failed: no active response found")

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
            case TextDelta() | SpeechAudio() | ToolCall() | TurnEnded() | TurnMetrics():
                return self._responses.say(event)
            case Interrupted(reason=reason):
                if reason == "barge_in":
                    self._give_back()  # a response that waited for the end of this one is not begun any more
                return self._responses.say(event)
            case Fault(code, message):
                kind = "invalid_request_error" if code in _CLIENTS_FAULTS else "server_error"
                error = error_event(_VENDORS_CODES.get(code, code), message, kind=kind)
                return [] if self._utterances.fail(event) or self._responses.fail(event) else [error]
            case Waiting() | Held() | Released() | ThoughtDelta() | ToolResult() | VoiceReady():
                return []  # no word for it; a client that does not know that it is held plays on

    def _begin(self, event: TurnStarted) -> list[Json]:
        spoken = self._utterances.answered(event.utterance)
        self._give_back()
        return [*spoken, *self._responses.begin(event, Order(self._settings, self._conversation))]

    def _give_back(self) -> None:
        """The session's own choices hold again."""
        if self._borrowed:
            self._borrowed = False
            self._responses.owed.append(Choose(self._wish()))

    # -- the session -------------------------------------------------------------------------------------------------

    def _wish(self, settings: Settings | None = None) -> Wish:
        """The session's choices, or those for one response."""
        settings = settings or self._settings
        return replace(settings.wish(self._house.defaults), system=self._system(settings))

    def _system(self, settings: Settings) -> str:
        """The system prompt: messages of the system that stand among the items follow the instructions."""
        return "\n\n".join([settings.instructions, *(item.text for item in self._items.of_role("system"))])

    def _session(self) -> Json:
        return {"id": self._session_id, "model": self._house.model} | self._settings.to_json()


def _opening_settings(handshake: Handshake, house: House) -> Settings:
    """The settings that a client's key was made for, or the server's."""
    settings = house.settings()
    if handshake.query.get("intent") == "transcription":
        settings = as_transcription(settings)
    if not handshake.session:
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
    "conversation.item.input_audio_transcription.failed",
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
