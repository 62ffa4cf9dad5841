"""The vendor's translation sessions, sans-I/O: speech in one language in, text and speech in another out, and no turns
that a client would see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.events import (
    SPEECH_RATE_HZ,
    Choose,
    ClientEvent,
    Fault,
    MicAudio,
    MicEnded,
    SessionEvent,
    SpeechAudio,
    SpeechStopped,
    TextDelta,
    TranscriptDelta,
)
from pipeline.wish import LANGUAGES, Wish
from transport.codec import Door, Frame, Handshake, Heard, ProtocolError, Ready, Start, Waiting
from transport.realtime.audio import PCM
from transport.realtime.codec import SUBPROTOCOL
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


def translation_door() -> Door:
    """The protocol as the server opens it."""
    return Door(TranslationCodec, SUBPROTOCOL)


@dataclass(frozen=True, slots=True)
class Translation:
    """What a session translates to, and whether the client reads what was said."""

    language: str = LANGUAGES[0]
    transcription: Mapping[str, Any] | None = None

    def to_json(self) -> Json:
        transcription = None if self.transcription is None else dict(self.transcription)
        heard: Json = {"transcription": transcription, "noise_reduction": None}
        return {"type": "translation", "audio": {"input": heard, "output": {"language": self.language}}}


def translation(now: Translation, session: Fields) -> Translation:
    """`now` as a session object changes it; raises `RealtimeError`."""
    session.only(("type", "model", "audio", "id", "expires_at"))
    session.one_of("type", ("translation",), "translation")
    if (audio := session.object("audio")) is None:
        return now
    audio.only(("input", "output"))
    new = now
    if (heard := audio.object("input")) is not None:
        heard.only(("transcription", "noise_reduction"))
        heard.object("noise_reduction")
        if "transcription" in heard:
            asked = heard.object("transcription")
            new = replace(new, transcription=None if asked is None else {"model": asked.text("model")})
    if (said := audio.object("output")) is not None:
        said.only(("language",))
        asked_for = said.text("language", new.language)
        language = asked_for.partition("-")[0].lower()
        if language not in LANGUAGES:
            message = f"nothing translates to {asked_for[:32]!r} here: choose one of {', '.join(LANGUAGES)}"
            raise said.wrong("language", message)
        new = replace(new, language=language)
    return new


class Flow:
    """Texts that follow each other, as one."""

    def __init__(self) -> None:
        self._place: int | None = None  # which of them is told

    def add(self, place: int, text: str) -> str:
        """More of the text at `place`, behind a space where words of another text end before it."""
        follows, self._place = self._place not in (None, place), place
        return f" {text}" if follows and text[0].isascii() and not text[0].isspace() else text


class TranslationCodec:
    """A session's translator, in both senses."""

    def __init__(self, handshake: Handshake, ids: Ids = random_id) -> None:
        self._max_frame_bytes = handshake.max_frame_bytes
        self._model = handshake.model
        self._wire = Wire(ids)
        self._id = ids("sess_")
        self._chosen = Translation()
        if handshake.session is not None:
            try:
                self._chosen = translation(self._chosen, Fields(dict(handshake.session), "session"))
            except RealtimeError:
                self._chosen = Translation()  # a key for another kind of session
        self._closed = False
        self._heard_ms = 0  # how far the caller's stream is understood
        self._said_samples = 0  # of all translations so far
        self._source, self._target = Flow(), Flow()
        self.handlers: Handlers = {
            "session.update": (self._update, ("session",)),
            "session.input_audio_buffer.append": (self._append, ("audio",)),
            "session.close": (self._close, ()),
        }

    def opening(self) -> Start:
        return Start(PCM.rate_hz, wish=self._wish())

    def _wish(self) -> Wish:
        # A translator goes on while the speaker does: nothing is cut off.
        return Wish(task="translate", to=self._chosen.language, spoken=True, interruptible=False)

    # -- from the client ---------------------------------------------------------------------------------------------

    def receive(self, frame: Frame) -> Heard:
        return handle(open_frame(frame, self._max_frame_bytes), self.handlers)

    def _update(self, event: Fields) -> Heard:
        self._chosen = translation(self._chosen, event.required("session"))
        replies = self._wire.frames([{"type": "session.updated", "session": self._session()}])
        return Heard([Choose(self._wish())], replies)

    def _append(self, event: Fields) -> Heard:
        if self._closed:
            raise RealtimeError("session_closed", "sound came after session.close: open another session for it")
        samples = PCM.decode(event.data("audio"))
        said: list[ClientEvent] = [MicAudio(samples, PCM.rate_hz)] if samples.size else []
        return Heard(said)

    def _close(self, event: Fields) -> Heard:
        already, self._closed = self._closed, True
        return Heard([] if already else [MicEnded()])

    def refuse(self, error: ProtocolError) -> Sequence[Frame]:
        return self._wire.frames([refusal(error)])

    # -- to the client -----------------------------------------------------------------------------------------------

    def closing(self) -> Sequence[Frame]:
        return self._wire.frames([{"type": "session.closed"}])

    def send(self, event: Waiting | Ready | SessionEvent) -> Sequence[Frame]:
        return self._wire.frames(self._say(event))

    def _say(self, event: Waiting | Ready | SessionEvent) -> list[Json]:
        match event:
            case Ready():
                return [{"type": "session.created", "session": self._session()}]
            case SpeechStopped(at_samples=at_samples):
                self._heard_ms = at_samples // 16
                return []
            case TranscriptDelta(utterance, text) if text and self._chosen.transcription is not None:
                delta = self._source.add(utterance, text)
                return [{"type": "session.input_transcript.delta", "delta": delta, "elapsed_ms": self._heard_ms}]
            case TextDelta(turn, text) if text:
                delta = self._target.add(turn, text)
                return [{"type": "session.output_transcript.delta", "delta": delta, "elapsed_ms": self._said_ms}]
            case SpeechAudio(samples=samples):
                sound: Json = {
                    "type": "session.output_audio.delta",
                    "delta": PCM.encode(samples),
                    "sample_rate": SPEECH_RATE_HZ,
                    "channels": 1,
                    "format": "pcm16",
                    "elapsed_ms": self._said_ms,
                }
                self._said_samples += samples.size
                return [sound]
            case Fault(code, message):
                return [error_event(code, message, kind="server_error")]
            case _:
                return []  # turns are not told

    @property
    def _said_ms(self) -> int:
        return self._said_samples * 1000 // SPEECH_RATE_HZ

    def _session(self) -> Json:
        return {"id": self._id, "model": self._model, "expires_at": None} | self._chosen.to_json()


SERVER_EVENTS = (
    "session.created",
    "session.updated",
    "session.closed",
    "session.input_transcript.delta",
    "session.output_transcript.delta",
    "session.output_audio.delta",
    "error",
)
