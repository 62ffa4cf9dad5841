"""The vendor's audio endpoints: whole recordings and whole texts over HTTP, answered as they are made."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any, BinaryIO, Protocol, TypeAlias, cast

import anyio.to_thread
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.events import SPEECH_RATE_HZ, Samples
from transport import captions, encode
from transport.answer import Answer, Counted, RequestError, error_response
from transport.captions import Heard, Passage
from transport.desk import Desk
from transport.keys import Refusal, Tenant
from transport.places import Places
from transport.upload import HEARD_HZ, UploadError, decode

MAX_TEXT_CHARS = 16_384
MAX_BODY_BYTES = 1 << 18  # of a request in JSON
MAX_FIELD_BYTES = 1 << 16
STALL_S = 30  # an upload may pause
FORM_SPARE_BYTES = 1 << 20  # what a form may hold beside the recording

# The vendor's own voices, for which clients ask by default: each is answered in the server's first.
VENDOR_VOICES = frozenset(
    ("alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar")
)


class Studio(Protocol):
    """What the model does with whole recordings and texts. Closing an iteration ends the work."""

    def hear(self, samples: Samples, to: str | None) -> AsyncGenerator[str | Passage]:
        """What is said in a recording (n,) at 16 kHz, in the language `to` if that is given: each passage's text as it
        grows, and then the passage."""
        ...

    def speak(self, text: str, voice: str, instructions: str) -> AsyncGenerator[Samples]:
        """A text read aloud: samples (n,) at 24 kHz as they are made."""
        ...


# Answers a tenant's request; raises Refusal.
Endpoint: TypeAlias = Callable[[Request, Tenant], Awaitable[Response]]


def rest_routes(desk: Desk, studio: Studio) -> list[Route]:
    """The routes. Each asks for the key, and for a place, of which there are `max_requests`."""
    house = _House(desk, studio)

    def route(path: str, endpoint: Endpoint, *methods: str) -> Route:
        return Route(path, house.guarded(path, endpoint), methods=methods)

    return [
        route("/v1/audio/transcriptions", house.transcribe, "POST"),
        route("/v1/audio/translations", house.translate, "POST"),
        route("/v1/audio/speech", house.speak, "POST"),
        route("/v1/models", house.models, "GET"),
        route("/v1/models/{model:path}", house.model, "GET"),
        route("/v1/voices", house.voices, "GET"),
        route("/v1/{path:path}", _nothing, "GET", "POST", "PUT", "PATCH", "DELETE"),
    ]


async def _nothing(request: Request, tenant: Tenant) -> Response:
    raise RequestError(f"no {request.method} {request.url.path} here", status=404, code="unknown_url")


class _House:
    """The endpoints over one desk and one model."""

    def __init__(self, desk: Desk, studio: Studio) -> None:
        self._desk = desk
        self._studio = studio
        settings = desk.settings
        self._max_upload_bytes = settings.max_upload_bytes
        self._max_recording_s = settings.max_recording_s
        self._places = Places(settings.max_requests, settings.max_waiting, "requests")
        self._uploads = Places(8 * settings.max_requests, 0, "uploads")

    def guarded(self, path: str, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint for those who may ask; what becomes of it is counted."""

        async def answer(request: Request) -> Response:
            try:
                self._desk.guard.check_origin(request)
                return await endpoint(request, self._desk.guard.tenant(request))
            except Refusal as error:
                return error_response(error)
            except ClientDisconnect:
                return Response(status_code=499)  # nobody is there to read it

        async def guarded(request: Request) -> Response:
            return Counted(await answer(request), lambda status: self._desk.meters.requests.labels(path, status).inc())

        return guarded

    # -- what there is -----------------------------------------------------------------------------------------------

    async def models(self, request: Request, tenant: Tenant) -> Response:
        return JSONResponse({"object": "list", "data": [_model(self._desk.readiness().model)]})

    async def model(self, request: Request, tenant: Tenant) -> Response:
        name = self._desk.readiness().model
        if request.path_params["model"] != name:
            message = f"no model {request.path_params['model'][:64]!r}: there is {name}"
            raise RequestError(message, "model", 404, "model_not_found")
        return JSONResponse(_model(name))

    async def voices(self, request: Request, tenant: Tenant) -> Response:
        names = self._desk.readiness().voices
        data = [{"id": name, "object": "voice", "default": not place} for place, name in enumerate(names)]
        return JSONResponse({"object": "list", "data": data})

    # -- recordings --------------------------------------------------------------------------------------------------

    async def transcribe(self, request: Request, tenant: Tenant) -> Response:
        return await self._hear(request, tenant, "transcribe")

    async def translate(self, request: Request, tenant: Tenant) -> Response:
        return await self._hear(request, tenant, "translate")

    async def _hear(self, request: Request, tenant: Tenant, task: str) -> Response:
        self._check_readiness()
        form = await self._form(request)
        kind = _choice(form, "response_format", tuple(captions.FORMATS), "json")
        if "word" in (*form.getlist("timestamp_granularities[]"), *form.getlist("timestamp_granularities")):
            raise RequestError("times of words are not known here, those of segments are", "timestamp_granularities")
        if task == "transcribe" and _flag(form, "stream"):
            return Answer(self._heard_live(tenant, form), "text/event-stream")
        return Answer(self._heard_whole(tenant, form, task, kind), captions.FORMATS[kind][0])

    async def _heard_whole(self, tenant: Tenant, form: FormData, task: str, kind: str) -> AsyncGenerator[bytes]:
        async with self._recording(tenant, form) as samples:
            async with aclosing(self._studio.hear(samples, "en" if task == "translate" else None)) as pieces:
                passages = [piece async for piece in pieces if isinstance(piece, Passage)]
            duration_s = samples.size / HEARD_HZ
        language = captions.language_of("".join(passage.text for passage in passages))
        written = captions.FORMATS[kind][1](Heard(passages, duration_s, task, language))
        yield (written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)).encode()

    async def _heard_live(self, tenant: Tenant, form: FormData) -> AsyncGenerator[bytes]:
        text, between = "", ""
        async with (
            self._recording(tenant, form) as samples,
            aclosing(self._studio.hear(samples, None)) as pieces,
        ):
            async for piece in pieces:
                if isinstance(piece, str) and piece:
                    text += between + piece
                    yield _sse({"type": "transcript.text.delta", "delta": between + piece})
                    between = ""
                elif text:
                    between = " "  # the next passage is another sentence
        yield _sse({"type": "transcript.text.done", "text": text})
        yield b"data: [DONE]\n\n"

    @asynccontextmanager
    async def _recording(self, tenant: Tenant, form: FormData) -> AsyncGenerator[Samples]:
        """The recording in the form, decoded, with a place to work on it. Raises Refusal."""
        try:
            file = self._file(form)
            async with self._place(tenant):
                samples = await anyio.to_thread.run_sync(decode, file, self._max_recording_s)
                self._desk.ledger.charge(tenant, samples.size / HEARD_HZ)
                yield samples
        except UploadError as error:
            raise RequestError(str(error), "file") from None
        finally:
            with anyio.CancelScope(shield=True):
                await form.close()

    async def _form(self, request: Request) -> FormData:
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            raise RequestError("send multipart/form-data with a file", "file")
        bounded = _Bounded(request, self._max_upload_bytes + FORM_SPARE_BYTES)
        try:
            async with self._uploads.take(_untold):
                return await bounded.form(max_files=1, max_fields=64, max_part_size=MAX_FIELD_BYTES)
        except HTTPException as error:
            raise RequestError(f"the form cannot be read: {error.detail}") from None

    def _file(self, form: FormData) -> BinaryIO:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise RequestError("the form has no file: send the recording as `file`", "file")
        if file.size is None or file.size > self._max_upload_bytes:
            raise _too_large(self._max_upload_bytes)
        if not file.size:
            raise RequestError("the file is empty", "file")
        return file.file

    # -- texts -------------------------------------------------------------------------------------------------------

    async def speak(self, request: Request, tenant: Tenant) -> Response:
        self._check_readiness()
        wanted = await _json(request)
        text = _text(wanted, "input")
        if not text.strip():
            raise RequestError("there is no text to read: expected at least one word", "input")
        if len(text) > MAX_TEXT_CHARS:
            raise RequestError(f"the text has {len(text):,} characters: expected at most {MAX_TEXT_CHARS:,}", "input")
        kind = _choice(wanted, "response_format", tuple(encode.FORMATS), "mp3")
        how = _choice(wanted, "stream_format", ("audio", "sse"), "audio")
        if wanted.get("speed") not in (None, 1):
            raise RequestError("speech is made at its own pace: speed can only be 1", "speed")
        voice, instructions = self._voice(wanted), _text(wanted, "instructions", "")
        sound = self._spoken(tenant, text, voice, instructions, encode.FORMATS[kind].encoder())
        if how == "sse":
            return Answer(_as_events(sound), "text/event-stream")
        return Answer(sound, encode.FORMATS[kind].media_type)

    async def _spoken(
        self, tenant: Tenant, text: str, voice: str, instructions: str, encoder: encode.Encoder
    ) -> AsyncGenerator[bytes]:
        async with self._place(tenant), aclosing(self._studio.speak(text, voice, instructions)) as sound:
            async for samples in sound:
                self._desk.ledger.charge(tenant, samples.size / SPEECH_RATE_HZ)
                yield encoder.feed(samples)
        yield encoder.finish()

    def _voice(self, wanted: Mapping[str, Any]) -> str:
        there, asked = self._desk.readiness().voices, wanted.get("voice")
        name = cast("dict[str, Any]", asked).get("id") if isinstance(asked, dict) else asked
        if name is None or name == "" or (isinstance(name, str) and name in VENDOR_VOICES - {*there}):
            return there[0] if there else ""
        if name in there:
            return name
        raise RequestError(f"no voice {str(name)[:64]!r}: choose one of {', '.join(there)}", "voice")

    def _check_readiness(self) -> None:
        now = self._desk.readiness()
        if not now.ready or self._desk.draining:
            raise RequestError(f"the model is not ready ({now.detail}): try again later", status=503, code="not_ready")

    @asynccontextmanager
    async def _place(self, tenant: Tenant) -> AsyncGenerator[None]:
        with self._desk.ledger.entry(tenant):
            async with self._places.take(_untold):
                yield


class _Bounded(Request):
    """A request whose body is read no further than so many bytes."""

    def __init__(self, request: Request, max_bytes: int) -> None:
        super().__init__(request.scope, request.receive)
        self._max_bytes = max_bytes

    async def stream(self) -> AsyncGenerator[bytes]:
        left = self._max_bytes
        async with aclosing(super().stream()) as chunks:
            while (chunk := await self._next(chunks)) is not None:
                left -= len(chunk)
                if left < 0:
                    raise _too_large(self._max_bytes)
                yield chunk

    async def _next(self, chunks: AsyncGenerator[bytes]) -> bytes | None:
        try:
            with anyio.fail_after(STALL_S):
                return await anext(chunks, None)
        except TimeoutError:
            raise RequestError(f"nothing came for {STALL_S} s", status=408, code="stalled") from None


async def _untold(place: int) -> None:
    """HTTP has no word for a place in the line."""


def _too_large(max_bytes: int) -> RequestError:
    return RequestError(f"the request is too large: {max_bytes:,} bytes are the most", "file", 413, "too_large")


async def _json(request: Request) -> Mapping[str, Any]:
    """The JSON object in the body; raises Refusal."""
    body = await _Bounded(request, MAX_BODY_BYTES).body()
    try:
        wanted = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"the body is not JSON: {str(error)[:200]}") from None
    if not isinstance(wanted, dict):
        raise RequestError("the body is not a JSON object")
    return cast("dict[str, Any]", wanted)


def _text(wanted: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = wanted.get(name)
    value = default if value is None else value
    if not isinstance(value, str):
        raise RequestError(f"{name} is {'missing' if value is None else 'not a text'}", name)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise RequestError(f"{name} is not a text of whole characters", name) from None
    return value


def _choice(wanted: Mapping[str, Any], name: str, choices: tuple[str, ...], default: str) -> str:
    value = wanted.get(name)
    if value is None or value == "":
        return default
    if value not in choices:
        raise RequestError(f"{name} is {str(value)[:64]!r}: expected one of {', '.join(choices)}", name)
    return value


def _flag(form: FormData, name: str) -> bool:
    return _choice(form, name, ("true", "True", "1", "false", "False", "0"), "false") in ("true", "True", "1")


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "stepaudio"}


def _sse(event: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


async def _as_events(sound: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    async with aclosing(sound) as pieces:
        async for piece in pieces:
            if piece:
                yield _sse({"type": "speech.audio.delta", "audio": base64.b64encode(piece).decode()})
    yield _sse({"type": "speech.audio.done"})
