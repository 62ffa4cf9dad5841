"""What the caller says, as the client is told of it: speech, the committed buffer, the item, its transcript."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from pipeline.events import Fault, SpeechStarted, SpeechStopped, TranscriptDelta
from transport.realtime.items import Item, Items
from transport.realtime.wire import Ids, Json

RATE_HZ = 16_000  # of the session's positions in the caller's stream
MAX_OPEN = 32  # utterances whose transcript may still come


@dataclass(slots=True)
class _Utterance:
    item_id: str
    start_ms: int
    end_ms: int = 0
    item: Item | None = None  # once the utterance is over
    transcribed: bool = False  # whether the client is told what is said
    text: str = ""  # said so far
    told: str = ""  # and told so far
    final: bool = False
    failure: str | None = None  # why it is not transcribed


class Utterances:
    """The caller's utterances. Each method gives the events that the client is to be sent, in order."""

    def __init__(self, items: Items, ids: Ids) -> None:
        self._items = items
        self._ids = ids
        self._open: OrderedDict[int, _Utterance] = OrderedDict()
        self._failure: str | None = None  # why the next final transcript is none

    def started(self, event: SpeechStarted, *, by_hand: bool) -> list[Json]:
        """`by_hand`: the client itself says when utterances end, and is told of no detected speech."""
        spoken = _Utterance(self._ids("item_"), _ms(event.at_samples))
        self._open[event.utterance] = spoken
        if len(self._open) > MAX_OPEN:
            self._open.popitem(last=False)
        kind = "input_audio_buffer.speech_started"
        return [] if by_hand else [{"type": kind, "audio_start_ms": spoken.start_ms, "item_id": spoken.item_id}]

    def stopped(self, event: SpeechStopped, *, by_hand: bool, transcribed: bool) -> list[Json]:
        """It is over; `transcribed`: the client asked for transcripts."""
        if (spoken := self._open.get(event.utterance)) is None or spoken.item is not None:
            return []
        spoken.end_ms = _ms(event.at_samples)
        spoken.transcribed = transcribed
        stopped = {
            "type": "input_audio_buffer.speech_stopped",
            "audio_end_ms": spoken.end_ms,
            "item_id": spoken.item_id,
        }
        return [*([] if by_hand else [stopped]), *self._commit(event.utterance, spoken)]

    def answered(self, utterance: int | None) -> list[Json]:
        """It is answered: the client must know of it by now."""
        spoken = None if utterance is None else self._open.get(utterance)
        if utterance is None or spoken is None or spoken.item is not None:
            return []
        return self._commit(utterance, spoken)

    def transcript(self, event: TranscriptDelta) -> list[Json]:
        """More of what is said; told once the item is there."""
        if (spoken := self._open.get(event.utterance)) is None:
            return []
        spoken.text += event.committed
        spoken.final = event.final
        if event.final:
            spoken.failure, self._failure = self._failure, None
        return self._tell(spoken)

    def fail(self, fault: Fault) -> bool:
        """Something went wrong; whether it is a transcript, whose end comes next and says so."""
        if fault.code not in ("transcript_failed", "transcript_skipped"):
            return False
        self._failure = fault.message
        return True

    # -- inside ------------------------------------------------------------------------------------------------------

    def _commit(self, utterance: int, spoken: _Utterance) -> list[Json]:
        previous = self._items.last_id
        body: Json = {"role": "user", "content": [{"type": "input_audio", "transcript": None}]}
        spoken.item = Item(spoken.item_id, "message", body, utterance=utterance)
        committed = {"type": "input_audio_buffer.committed", "item_id": spoken.item_id, "previous_item_id": previous}
        added = self._items.add(spoken.item)
        return [committed, *added, *self._items.done(spoken.item), *self._tell(spoken)]

    def _tell(self, spoken: _Utterance) -> list[Json]:
        if spoken.item is None:
            return []
        if spoken.final:
            spoken.item.body["content"] = [{"type": "input_audio", "transcript": spoken.text}]
        if not spoken.transcribed:
            return []
        kind = "conversation.item.input_audio_transcription."
        place = {"item_id": spoken.item_id, "content_index": 0}
        events: list[Json] = []
        if delta := spoken.text[len(spoken.told) :]:
            events.append({"type": kind + "delta"} | place | {"delta": delta})
            spoken.told = spoken.text
        if spoken.final and spoken.failure is not None:
            error = {"type": "server_error", "code": "transcription_failed", "message": spoken.failure, "param": None}
            events.append({"type": kind + "failed"} | place | {"error": error})
            spoken.transcribed = False
        elif spoken.final:
            seconds = max(0, spoken.end_ms - spoken.start_ms) / 1000
            usage = {"type": "duration", "seconds": seconds}
            events.append({"type": kind + "completed"} | place | {"transcript": spoken.text, "usage": usage})
            spoken.transcribed = False
        return events


def _ms(samples: int) -> int:
    return samples * 1000 // RATE_HZ
