"""The audio endpoints with a studio that needs no model: forms, formats, errors, limits, and clients that leave."""

from __future__ import annotations

import base64
import io
import json
import socket
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import anyio.lowlevel
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pipeline.events import Samples
from transport.captions import Passage
from transport.desk import Readiness, Settings
from transport.keys import Keys, Tenant, digest_of
from transport.server import Server, make_app

SECOND = np.asarray(0.4 * np.sin(2 * np.pi * 440 * np.arange(24_000) / 24_000), np.float32)


class FakeStudio:
    """Hears two passages in every recording, and reads a second of a tone for each word."""

    def __init__(self) -> None:
        self.recordings: list[Samples] = []
        self.asked: list[tuple[Any, ...]] = []
        self.working = 0
        self.most = 0
        self.stuck = anyio.Event()
        self.ended = 0

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        self.working += 1
        self.most = max(self.most, self.working)
        try:
            yield
        finally:
            self.working -= 1
            self.ended += 1

    async def hear(self, samples: Samples, to: str | None) -> AsyncGenerator[str | Passage]:
        with self._at_work():
            self.recordings.append(samples)
            self.asked.append((to,))
            if samples.size == 16_000 * 13:
                raise OSError("the model burns, with its secrets")
            for number, words in enumerate((["good", " day"], ["a < b & c"])):
                for word in words:
                    await anyio.lowlevel.checkpoint()
                    yield word
                yield Passage(number * 3661.5, number * 3661.5 + 1.25, "".join(words))

    async def speak(self, text: str, voice: str, instructions: str) -> AsyncGenerator[Samples]:
        with self._at_work():
            self.asked.append((text, voice, instructions))
            for word in text.split():
                if word == "stick":
                    await self.stuck.wait()
                if word == "burn":
                    raise OSError("the model burns, with its secrets")
                await anyio.lowlevel.checkpoint()
                yield SECOND


STATE = Readiness(True, "nano", voices=("flora", "arthur"))


def client(studio: FakeStudio | None = None, knobs: Settings | None = None, state: Readiness = STATE) -> TestClient:
    app = make_app(lambda *_: None, lambda: state, knobs, studio=studio or FakeStudio())  # type: ignore[arg-type,return-value]
    return TestClient(app, raise_server_exceptions=False)


def wav(seconds: float = 1.0, rate_hz: int = 16_000, channels: int = 1, **options: Any) -> bytes:
    t = np.arange(int(seconds * rate_hz)) / rate_hz
    file = io.BytesIO()
    sound = np.tile(0.4 * np.sin(2 * np.pi * 440 * t)[:, None], (1, channels))
    soundfile.write(file, sound, rate_hz, **({"format": "WAV"} | options))
    return file.getvalue()


def transcribe(it: TestClient, data: bytes | None = None, path: str = "transcriptions", **fields: Any) -> Any:
    files = {"file": ("any.name", wav() if data is None else data)}
    return it.post(f"/v1/audio/{path}", data={"model": "whisper-1"} | fields, files=files)


def speak(it: TestClient, text: Any = "good day", **fields: Any) -> Any:
    return it.post("/v1/audio/speech", json={"model": "tts-1", "voice": "flora", "input": text} | fields)


def error_of(response: Any) -> dict[str, Any]:
    error = response.json()["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["message"]
    return error


# -- recordings --------------------------------------------------------------------------------------------------


def test_a_transcript_in_each_format() -> None:
    it = client()
    assert transcribe(it).json() == {"text": "good day a < b & c", "usage": {"type": "duration", "seconds": 1}}
    assert transcribe(it, response_format="text").text == "good day a < b & c\n"
    srt = transcribe(it, response_format="srt")
    assert srt.headers["content-type"].startswith("application/x-subrip")
    assert srt.text == ("1\n00:00:00,000 --> 00:00:01,250\ngood day\n\n2\n01:01:01,500 --> 01:01:02,750\na < b & c\n\n")
    assert transcribe(it, response_format="vtt").text == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.250\ngood day\n\n01:01:01.500 --> 01:01:02.750\na &lt; b &amp; c\n\n"
    )
    verbose = transcribe(it, response_format="verbose_json").json()
    assert (verbose["task"], verbose["language"], verbose["duration"]) == ("transcribe", "english", 1.0)
    assert [(s["id"], s["start"], s["end"], s["text"]) for s in verbose["segments"]] == [
        (0, 0, 1.25, "good day"),
        (1, 3661.5, 3662.75, "a < b & c"),
    ]


def test_a_transcript_is_streamed_word_by_word() -> None:
    response = transcribe(client(), stream="true")
    assert response.headers["content-type"].startswith("text/event-stream")
    lines = [line.removeprefix("data: ") for line in response.text.strip().split("\n\n")]
    assert lines[-1] == "[DONE]"
    events = [json.loads(line) for line in lines[:-1]]
    assert [event.get("delta") for event in events[:-1]] == ["good", " day", " a < b & c"]
    assert events[-1] == {"type": "transcript.text.done", "text": "good day a < b & c"}


def test_a_translation_is_into_english() -> None:
    studio = FakeStudio()
    it = client(studio)
    assert transcribe(it, path="translations").json()["text"] == "good day a < b & c"
    assert transcribe(it, path="translations", response_format="verbose_json").json()["task"] == "translate"
    assert studio.asked == [("en",), ("en",)]


@pytest.mark.parametrize(
    "options",
    [
        {"format": "WAV", "subtype": "FLOAT"},
        {"format": "FLAC"},
        {"format": "OGG", "subtype": "VORBIS"},
        {"format": "MP3"},
        {"format": "AIFF"},
        {"format": "WAV", "subtype": "ULAW"},
        {"rate_hz": 8000},
        {"rate_hz": 44_100, "channels": 2},
    ],
)
def test_recordings_of_many_kinds_arrive_at_16_khz(options: dict[str, Any]) -> None:
    studio = FakeStudio()
    assert transcribe(client(studio), wav(1.0, **options)).status_code == 200
    (heard,) = studio.recordings
    assert abs(heard.size - 16_000) < 1700  # MP3 pads
    spectrum = np.abs(np.fft.rfft(heard))
    assert abs(spectrum.argmax() * 16_000 / heard.size - 440) < 2
    assert 0.3 < np.abs(heard).max() < 0.5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"RIFF", "not a recording"),
        (b"\x1aE\xdf\xa3" + bytes(500), "expected WAV, FLAC, OGG"),
        (wav()[:40], ""),
        (wav(0), "no sound"),
        (wav(1, 1000), "1000 Hz"),
        (wav(0.1, channels=9), "9 channels"),
        (wav()[:44] + bytes(3), ""),
    ],
)
def test_what_is_no_recording_is_refused_in_words(data: bytes, says: str) -> None:
    response = transcribe(client(), data)
    if says:
        assert response.status_code == 400
        assert says in error_of(response)["message"]
        assert error_of(response)["param"] == "file"
    else:
        assert response.status_code in (200, 400)


def test_values_that_are_no_sound_are_refused() -> None:
    for value in (np.nan, np.inf, 7.0):
        file = io.BytesIO()
        soundfile.write(file, np.full(1600, value, np.float32), 16_000, format="WAV", subtype="FLOAT")
        assert "full scale" in error_of(transcribe(client(), file.getvalue()))["message"]


def test_a_long_recording_in_a_small_file_is_refused() -> None:
    it = client(knobs=Settings(max_recording_s=2))
    assert transcribe(it, wav(1.9)).status_code == 200
    assert "longer than 2 s" in error_of(transcribe(it, wav(2.1)))["message"]


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"response_format": "diarized_json"}, "response_format"),
        ({"timestamp_granularities[]": "word"}, "timestamp_granularities"),
        ({"stream": "maybe"}, "stream"),
    ],
)
def test_what_cannot_be_done_is_refused_by_its_name(fields: dict[str, str], param: str) -> None:
    response = transcribe(client(), **fields)
    assert (response.status_code, error_of(response)["param"]) == (400, param)


def test_what_is_no_form_is_refused() -> None:
    it = client()
    for options in (
        {"json": {"file": "x"}},
        {"content": b"junk", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"content": b"", "headers": {"content-type": "multipart/form-data"}},
        {"data": {"model": "x"}, "files": {"other": b"x"}},
        {"files": [("file", b"x"), ("file", b"y")]},
        {"data": {"file": "text"}, "files": {"other": b"x"}},
    ):
        response = it.post("/v1/audio/transcriptions", **options)  # type: ignore[arg-type]
        assert response.status_code == 400, options
        error_of(response)


def test_an_upload_is_read_no_further_than_allowed() -> None:
    it = client(knobs=Settings(max_upload_bytes=20_000))
    assert transcribe(it, wav(0.5)).status_code == 200
    response = transcribe(it, wav(1.0))
    assert (response.status_code, error_of(response)["code"]) == (413, "too_large")
    response = transcribe(it, bytes(5_000_000))
    assert response.status_code == 413


# -- texts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "opus"])
def test_speech_in_each_format_is_what_was_made(kind: str) -> None:
    response = speak(client(), response_format=kind)
    assert response.status_code == 200
    sound, rate_hz = soundfile.read(io.BytesIO(response.content))
    assert rate_hz == 24_000
    assert abs(len(sound) - 48_000) < 2400  # MP3 pads
    spectrum = np.abs(np.fft.rfft(sound))
    assert abs(spectrum.argmax() * 24_000 / len(sound) - 440) < 2


def test_bare_samples_and_the_default_format() -> None:
    pcm = speak(client(), response_format="pcm")
    assert np.abs(np.frombuffer(pcm.content, "<i2")[:24_000] / 32_767 - SECOND).max() < 1e-4
    assert speak(client()).headers["content-type"] == "audio/mpeg"


def test_speech_as_events() -> None:
    response = speak(client(), response_format="pcm", stream_format="sse")
    events = [json.loads(line.removeprefix("data: ")) for line in response.text.strip().split("\n\n")]
    assert [event["type"] for event in events] == ["speech.audio.delta"] * 2 + ["speech.audio.done"]
    assert len(base64.b64decode(events[0]["audio"])) == 48_000


def test_voices_by_name_by_id_and_the_vendor_s_own() -> None:
    studio = FakeStudio()
    it = client(studio)
    for voice in ("arthur", {"id": "arthur"}, "alloy", None):
        assert speak(it, voice=voice, instructions="Whisper.").status_code == 200
    assert [asked[1:] for asked in studio.asked] == [
        ("arthur", "Whisper."),
        ("arthur", "Whisper."),
        ("flora", "Whisper."),
        ("flora", "Whisper."),
    ]


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"input": ""}, "input"),
        ({"input": " \n"}, "input"),
        ({"input": None}, "input"),
        ({"input": 3}, "input"),
        ({"input": "x" * 20_000}, "input"),
        ({"voice": "nobody"}, "voice"),
        ({"voice": 3}, "voice"),
        ({"voice": ["flora"]}, "voice"),
        ({"voice": {"id": ["flora"]}}, "voice"),
        ({"response_format": "aac"}, "response_format"),
        ({"response_format": ["wav"]}, "response_format"),
        ({"stream_format": "x"}, "stream_format"),
        ({"speed": 2}, "speed"),
        ({"speed": "fast"}, "speed"),
        ({"instructions": 7}, "instructions"),
    ],
)
def test_what_cannot_be_said_is_refused_by_its_name(fields: dict[str, Any], param: str) -> None:
    response = speak(client(), **fields)
    assert (response.status_code, error_of(response)["param"]) == (400, param)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"3", b"\xff", b"[" * 100_000, b'{"input": "\\ud800", "voice": "flora"}']
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    response = client().post("/v1/audio/speech", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    error_of(response)


def test_a_body_without_end_is_not_read() -> None:
    assert client().post("/v1/audio/speech", content=b" " * 1_000_000).status_code == 413


def test_a_failure_before_the_answer_is_an_error_and_tells_no_secrets() -> None:
    for response in (speak(client(), "burn"), transcribe(client(), wav(13))):
        assert response.status_code == 500
        assert error_of(response)["type"] == "server_error"
        assert "secrets" not in response.text


# -- who may ask, and how many at once ---------------------------------------------------------------------------


def test_models_and_voices_are_listed() -> None:
    it = client()
    assert [model["id"] for model in it.get("/v1/models").json()["data"]] == ["nano"]
    assert it.get("/v1/models/nano").json()["object"] == "model"
    assert (it.get("/v1/models/gpt-9").status_code, it.get("/v1/nothing").status_code) == (404, 404)
    assert it.get("/v1/voices").json()["data"] == [
        {"id": "flora", "object": "voice", "default": True},
        {"id": "arthur", "object": "voice", "default": False},
    ]


def test_requests_are_counted_by_what_became_of_them() -> None:
    it = client()
    speak(it)
    speak(it, voice="nobody")
    it.get("/v1/any/thing")
    told = it.get("/metrics").text
    assert 'stepaudio_requests_total{path="/v1/audio/speech",status="200"} 1.0' in told
    assert 'stepaudio_requests_total{path="/v1/audio/speech",status="400"} 1.0' in told
    assert 'stepaudio_requests_total{path="/v1/{path:path}",status="404"} 1.0' in told


def test_a_server_with_keys_asks_for_them() -> None:
    tenant = Tenant("acme", digests=frozenset({digest_of("sk-1")}), minutes_per_day=0.05)
    it = client(knobs=Settings(keys=Keys([tenant])))
    for response in (it.get("/v1/models"), speak(it), transcribe(it), it.get("/metrics")):
        assert response.status_code == 401
    assert error_of(it.get("/v1/voices"))["code"] == "missing_api_key"
    it.headers["authorization"] = "Bearer sk-2"
    assert error_of(it.get("/v1/voices"))["code"] == "invalid_api_key"
    it.headers["authorization"] = "Bearer sk-1"
    assert it.get("/metrics").status_code == 200
    assert speak(it, "one two").status_code == 200  # 2 of 3 s
    assert transcribe(it).status_code == 200  # the third
    response = transcribe(it)
    assert (response.status_code, error_of(response)["code"]) == (429, "no_minutes_left")
    assert response.headers["retry-after"]


def test_pages_of_other_origins_are_refused_and_those_allowed_are_answered() -> None:
    it = client(knobs=Settings(allowed_origins=("https://desk.example",)))
    assert it.get("/v1/voices", headers={"origin": "https://evil.example"}).status_code == 403
    answer = it.get("/v1/voices", headers={"origin": "https://desk.example"})
    assert answer.headers["access-control-allow-origin"] == "https://desk.example"
    asked = {"origin": "https://desk.example", "access-control-request-method": "POST"}
    assert it.options("/v1/audio/speech", headers=asked).status_code == 200


def test_before_the_model_is_there_it_is_said_so() -> None:
    response = speak(client(state=Readiness(False, "nano", "loading")))
    assert (response.status_code, error_of(response)["code"]) == (503, "not_ready")


# -- clients that leave ------------------------------------------------------------------------------------------


@contextmanager
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


async def until(what: Any) -> None:
    with anyio.fail_after(5):
        while not what():  # noqa: ASYNC110
            await anyio.sleep(0.01)


async def ask(listener: socket.socket, text: str) -> anyio.abc.SocketStream:
    body = json.dumps({"voice": "flora", "input": text, "response_format": "pcm"}).encode()
    head = f"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    stream = await anyio.connect_tcp(*listener.getsockname())
    await stream.send(head + body)
    return stream


@pytest.mark.anyio
async def test_so_many_at_once_are_worked_on_the_next_wait_and_more_are_refused() -> None:
    studio = FakeStudio()
    few = Settings(max_requests=2, max_waiting=1)
    app = make_app(lambda *_: None, lambda: STATE, few, studio=studio)  # type: ignore[arg-type,return-value]
    with listening() as listener:
        server = Server(app, settings=few)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(server.serve, [listener])
            first = [await ask(listener, "stick") for _ in range(2)]
            await until(lambda: studio.working == 2)
            waiting = await ask(listener, "stick")
            await anyio.sleep(0.1)
            refused = await ask(listener, "stick")
            answer = await refused.receive()
            assert b"429" in answer.split(b"\r\n", 1)[0]
            assert b"all 2 requests are taken, and 1 are waiting" in answer
            assert (studio.working, studio.most) == (2, 2)
            await first[0].aclose()  # leaves: its work ends, and the next begins
            await until(lambda: studio.ended == 1 and studio.working == 2)
            await waiting.aclose()
            await first[1].aclose()
            await until(lambda: studio.ended == 3 and studio.working == 0)
            await refused.aclose()
            server.should_exit = True


@pytest.mark.anyio
async def test_a_failure_in_the_middle_breaks_the_connection_off() -> None:
    app = make_app(lambda *_: None, lambda: STATE, studio=FakeStudio())  # type: ignore[arg-type,return-value]
    with listening() as listener:
        server = Server(app)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(server.serve, [listener])
            stream = await ask(listener, "one burn")
            came = b""
            try:
                while True:
                    came += await stream.receive()
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                pass
            assert b"200" in came.split(b"\r\n", 1)[0]
            assert not came.endswith(b"0\r\n\r\n")  # no end of the chunks: nobody takes it for whole
            server.should_exit = True


# -- anything at all ---------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "input": JSON | st.just("good day"),
        "voice": JSON | st.just("flora"),
        "response_format": JSON | st.sampled_from(["wav", "mp3", "opus", "flac", "pcm"]),
        "stream_format": JSON | st.sampled_from(["sse", "audio"]),
        "speed": JSON,
        "instructions": JSON,
        "model": JSON,
    },
)


@given(REQUESTS)
@settings(deadline=None, max_examples=60)
def test_whatever_is_asked_to_be_said_is_said_or_refused_in_the_vendor_s_shape(request: dict[str, Any]) -> None:
    body = json.dumps(request)  # with NaN and what else Python lets through
    response = client().post("/v1/audio/speech", content=body.encode())
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert error_of(response)["type"] == "invalid_request_error"


@given(
    st.binary(max_size=300),
    st.text(max_size=20),
    st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=4),
)
@settings(deadline=None, max_examples=60)
def test_whatever_is_sent_as_a_recording_is_heard_or_refused(data: bytes, name: str, fields: dict[str, str]) -> None:
    cut = wav(0.05)
    for sent in (data, cut[: len(data)] + data, cut[:44] + data):
        response = client().post("/v1/audio/transcriptions", data=fields, files={"file": (name, sent)})
        assert response.status_code in (200, 400)
