"""The codec of stepaudio.v1.msgpack: what it says, and that no input makes it say anything but ProtocolError."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from typing import Any, get_args

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

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
    MicEnded,
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
    UserText,
    VoiceReady,
    VoiceSample,
)
from pipeline.wish import ToolSchema, Wish
from transport import native
from transport.codec import Ping, Pong, ProtocolError, Ready, Start, Waiting
from transport.native import ClientCodec, ServerCodec

START = {"type": "start", "rate_hz": 16000}
AUDIO = {"type": "audio", "start_samples": 0, "data": b"\0\0"}


def started(**keys: Any) -> ServerCodec:
    codec = ServerCodec()
    codec.receive(msgpack.packb(START | keys))
    return codec


def refusal(codec: ServerCodec, frame: bytes | str | dict[str, Any]) -> ProtocolError:
    with pytest.raises(ProtocolError) as caught:
        codec.receive(msgpack.packb(frame) if isinstance(frame, dict) else frame)
    return caught.value


# -- both ways ---------------------------------------------------------------------------------------------------


WEATHER = ToolSchema("weather", "Tells the weather.", {"type": "object", "properties": {"city": {"type": "string"}}})
EVERY_WISH = Wish(
    task="converse",
    voice="default",
    system="Be brief.",
    spoken=False,
    think=True,
    tools=(WEATHER,),
    server_tools=False,
    turns="manual",
    answers=False,
    interruptible=False,
    min_silence_ms=300,
    speech_threshold=0.5,
    temperature=1.0,
    max_tokens=100,
    to="zh",
    record=True,
)


@pytest.mark.parametrize(
    "event",
    [
        UserText("déjà vu"),
        Played(3, 48_000),
        Cancel(),
        Commit(),
        Discard(),
        Respond(),
        Respond("Say it again, slowly."),
        Choose(EVERY_WISH),
        Choose(Wish(think=False)),
        Remember("assistant", "Good morning."),
        Forget(utterance=2),
        Forget(turn=0),
        ToolOutput("c1", "12:00"),
        ToolOutput("c1", "no such clock", failed=True),
        MicEnded(),
        Ping(7),
    ],
)
def test_client_events_arrive_as_they_were_sent(event: Any) -> None:
    start = Start(16_000, "float32", EVERY_WISH, resume="t0k3n", seen=7)
    client, server = ClientCodec(start), ServerCodec()
    assert server.receive(client.send(start)) == start
    assert server.receive(client.send(event)) == event


@pytest.mark.parametrize(
    "event",
    [
        Waiting(3),
        Ready("a1", "nano", 24_000),
        Ready("a1", "nano", 24_000, resume="t0k3n", resumed=True),
        SpeechStarted(0, 100),
        SpeechStopped(0, 200, 300),
        TranscriptDelta(0, "one ", "tow", False),
        TurnStarted(1, 0),
        TurnStarted(1, None),
        TextDelta(1, "ünï"),
        ThoughtDelta(1, "hm"),
        ToolCall(1, "c1", "clock", "{}"),
        ToolResult(1, "c1", "noon", False),
        Held(1),
        Released(1),
        Interrupted(1, 960, "barge_in"),
        Interrupted(1, 0, "failed"),
        TurnEnded(1, "ünï", 4800),
        TurnMetrics(1, {"endpoint": 300.5}, {"llm": 1.0}, {"llm": 20.25}, Usage(10, 20, 5, 3, 9)),
        VoiceReady("yours", ("there is noise behind the voice",)),
        Fault("burnt", "it burns", True),
        Pong(7),
    ],
)
def test_server_events_arrive_as_they_were_sent(event: Any) -> None:
    assert ClientCodec(Start(16_000)).receive(started().send(event)) == event


@given(st.binary(min_size=2, max_size=200).map(lambda data: data[: len(data) // 2 * 2]))
def test_int16_audio_goes_through_unchanged(data: bytes) -> None:
    heard = started().receive(msgpack.packb(AUDIO | {"data": data}))
    assert isinstance(heard, MicAudio)
    client = ClientCodec(Start(16_000))
    assert msgpack.unpackb(client.send(heard))["data"] == data


@given(npst.arrays(np.float32, st.integers(1, 50), elements=st.floats(-1, 1, width=32)))
def test_float32_audio_goes_through_unchanged(samples: np.ndarray) -> None:
    server = started(format="float32")
    spoken = ClientCodec(Start(16_000, "float32")).receive(server.send(SpeechAudio(2, samples, 960)))
    assert isinstance(spoken, SpeechAudio)
    assert (spoken.turn, spoken.start_samples) == (2, 960)
    np.testing.assert_array_equal(spoken.samples, samples)


def test_int16_output_is_rounded_and_clipped() -> None:
    frame = started().send(SpeechAudio(0, np.array([0.0, 0.5, -1.0, 1.0, 1.5], np.float32), 0))
    np.testing.assert_array_equal(
        np.frombuffer(msgpack.unpackb(frame)["data"], "<i2"), [0, 16384, -32768, 32767, 32767]
    )


def test_every_event_of_a_session_can_be_said() -> None:
    said = {shape.becomes for shape in native._FROM_SERVER.values()}
    assert set(get_args(SessionEvent)) - said == {SpeechAudio}  # it travels as a block of bytes
    heard = {shape.becomes for shape in native._FROM_CLIENT.values()}
    assert set(get_args(ClientEvent)) - heard == {MicAudio, VoiceSample}  # so do these
    assert set(native._CHOICES) == {field.name for field in fields(Wish)} - {"name"}


def test_a_sample_of_a_voice_arrives_as_it_was_sent() -> None:
    start = Start(16_000, "float32")
    client, server = ClientCodec(start), ServerCodec()
    server.receive(client.send(start))
    samples = np.linspace(-1, 1, 48_000, dtype=np.float32)
    heard = server.receive(client.send(VoiceSample(samples, 24_000, "This is my voice.")))
    assert isinstance(heard, VoiceSample)
    assert (heard.rate_hz, heard.consent) == (24_000, "This is my voice.")
    np.testing.assert_array_equal(heard.samples, samples)


def test_the_usage_of_a_later_server_is_read_as_far_as_it_is_known() -> None:
    message = {"type": "metrics", "turn": 0, "marks_ms": {}, "queue_ms": {}, "compute_ms": {}}
    client = ClientCodec(Start(16_000))
    heard = client.receive(msgpack.packb(message | {"usage": {"cached": 3, "dreams": 7}}))
    assert heard == TurnMetrics(0, {}, {}, {}, Usage(cached=3))
    assert client.receive(msgpack.packb(message)) == TurnMetrics(0, {}, {}, {})


def test_client_numbers_its_audio() -> None:
    client = ClientCodec(Start(8_000))
    frames = [client.send(MicAudio(np.zeros(n, np.float32), 8_000)) for n in (80, 160, 1)]
    assert [msgpack.unpackb(frame)["start_samples"] for frame in frames] == [0, 80, 240]


def test_client_refuses_audio_of_another_rate() -> None:
    with pytest.raises(ProtocolError, match=r"44100 Hz.*16000 Hz"):
        ClientCodec(Start(16_000)).send(MicAudio(np.zeros(4, np.float32), 44_100))


def test_client_passes_over_keys_that_came_later() -> None:
    frame = msgpack.packb({"type": "text", "turn": 1, "text": "hi", "mood": "glad"})
    assert ClientCodec(Start(16_000)).receive(frame) == TextDelta(1, "hi")


# -- what is refused, and what is said ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "code", "says"),
    [
        ("{}", "bad_message", "a text frame: stepaudio.v1.msgpack speaks in binary frames"),
        (b"", "bad_message", "stops in the middle: a frame of 0 bytes"),
        (msgpack.packb(AUDIO)[:-1], "bad_message", "stops in the middle"),
        (b"\x81\xa4ty", "bad_message", "stops in the middle"),
        (b"\xc1", "bad_message", "not a msgpack map"),
        (b"\xdd\xff\xff\xff\xff", "bad_message", "exceeds max_array_len"),
        (b"\x81\xa2\xff\xfe\x01", "bad_message", "not a msgpack map with text keys"),
        (b"\x81\x01\x01", "bad_message", "not a msgpack map with text keys"),
        (b"\x91" * 5000, "bad_message", "not a msgpack map"),
        (b"\x07", "bad_message", "7 is not a map"),
        (msgpack.packb({"type": "cancel"}) + b"\xc0", "bad_message", "1 bytes follow the message"),
        ({"text": "hi"}, "bad_message", "type is None: expected one of start, audio, text"),
        ({"type": 5}, "bad_message", "type is 5: expected one of"),
        ({"type": "adio"}, "unknown_type", "unknown type 'adio': did you mean audio?"),
        ({"type": "zzz"}, "unknown_type", "expected one of start, audio, text, played, cancel, commit, discard"),
        ({"type": "choose", "tink": True}, "bad_field", "choose has no key 'tink': did you mean think?"),
        ({"type": "choose", "think": 1}, "bad_field", "choose.think is 1: expected true or false, or nil"),
        ({"type": "choose", "turns": "auto"}, "bad_field", """expected "detected" or "manual", or nil"""),
        ({"type": "choose", "temperature": float("inf")}, "bad_field", "choose.temperature is inf"),
        ({"type": "choose", "tools": [{"name": "x"}]}, "bad_field", "expected a list of maps with the keys name"),
        (
            {"type": "choose", "tools": [{"name": "x", "description": "", "parameters": {"a": b"x"}}]},
            "bad_field",
            "choose.tools is",
        ),
        ({"type": "remember", "role": "system", "text": ""}, "bad_field", """expected "user" or "assistant\""""),
        ({"type": "forget"}, "bad_field", "forget takes one of utterance and turn"),
        ({"type": "forget", "turn": 0, "utterance": 0}, "bad_field", "forget takes one of utterance and turn"),
        ({"type": "tool_output", "text": "x"}, "bad_field", "tool_output lacks call"),
        (
            {"type": "voice_sample", "rate_hz": 8_000, "data": bytes(2 * 240_001), "consent": ""},
            "bad_audio",
            "voice_sample of 30.0 s: at most 30 s",
        ),
        ({"type": "text"}, "bad_field", "text lacks text (a text of at most 65,536 characters)"),
        ({"type": "text", "text": 5}, "bad_field", "text.text is 5: expected a text"),
        ({"type": "text", "text": "x" * 65_537}, "bad_field", "expected a text of at most 65,536 characters"),
        ({"type": "text", "text": b"x"}, "bad_field", "text.text is b'x': expected a text"),
        ({"type": "played", "turn": True, "samples": 0}, "bad_field", "played.turn is True: expected an integer"),
        ({"type": "played", "turn": 0, "samples": -1}, "bad_field", "played.samples is -1"),
        ({"type": "played", "turn": 0.0, "samples": 1}, "bad_field", "played.turn is 0.0"),
        ({"type": "played", "turn": float("nan"), "samples": 1}, "bad_field", "played.turn is nan"),
        ({"type": "audio", "start_sample": 0, "data": b""}, "bad_field", "did you mean start_samples?"),
        ({"type": "cancel", "turn": 1}, "bad_field", "cancel has no key 'turn': it has none but type"),
        (AUDIO | {"data": b""}, "bad_audio", "audio without a sample"),
        (AUDIO | {"data": b"\0\0\0"}, "bad_audio", "3 bytes of audio: expected a multiple of 2 (int16"),
        (AUDIO | {"data": "abcd"}, "bad_field", "audio.data is 'abcd': expected binary"),
        (AUDIO | {"data": bytes(2 * 16_001)}, "bad_audio", "16,001 samples: a message holds at most 1 s"),
        (AUDIO | {"start_samples": 160_001}, "bad_time", "expected 0 (or up to 10 s later"),
        (START, "bad_order", "start came twice"),
    ],
)
def test_bad_frames_are_named_and_the_codec_goes_on(frame: Any, code: str, says: str) -> None:
    codec = started()
    error = refusal(codec, frame)
    assert error.code == code
    assert says in error.message
    assert len(error.message) < 500
    assert isinstance(codec.receive(msgpack.packb(AUDIO)), MicAudio)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"rate_hz": 96_000}, "start.rate_hz is 96000: expected an integer from 8000 to 48000 (Hz)"),
        ({"rate_hz": "16k"}, "start.rate_hz is '16k'"),
        ({"format": "opus"}, """start.format is 'opus': expected "int16" or "float32\""""),
        ({"version": 2}, "start.version is 2: expected the integer 1"),
        ({"voise": "x"}, "start has no key 'voise': did you mean voice?"),
    ],
)
def test_a_bad_start_is_named_and_a_good_one_may_follow(keys: dict[str, Any], says: str) -> None:
    codec = ServerCodec()
    assert says in refusal(codec, START | keys).message
    assert codec.receive(msgpack.packb(START)) == Start(16_000)


@pytest.mark.parametrize("message", [AUDIO, {"type": "cancel"}, {"type": "end"}, {"type": "text", "text": "hi"}])
def test_nothing_comes_before_start(message: dict[str, Any]) -> None:
    error = refusal(ServerCodec(), message)
    assert error.code == "bad_order"
    assert f"{message['type']} came before start: send start first" in error.message


def test_a_ping_needs_no_session() -> None:
    assert ServerCodec().receive(msgpack.packb({"type": "ping", "id": 1})) == Ping(1)


def test_a_frame_over_the_limit_is_not_even_opened() -> None:
    error = refusal(started(), bytes(10_000_000))
    assert error.code == "too_large"
    assert "10,000,000 bytes: the limit is 1,048,576" in error.message


def test_no_audio_after_end() -> None:
    codec = started()
    codec.receive(msgpack.packb({"type": "end"}))
    assert "audio came after end" in refusal(codec, AUDIO).message
    assert codec.receive(msgpack.packb({"type": "cancel"})) == Cancel()


@pytest.mark.parametrize(("value", "says"), [("nan", "nan"), ("inf", "inf"), ("3021", "3021.0")])
def test_float32_samples_must_be_samples(value: str, says: str) -> None:
    codec = started(format="float32")
    data = np.array([0, 0.5, float(value)], "<f4").tobytes()
    assert f"sample 2 is {says}: float32 audio lies in [-1, 1]" in refusal(codec, AUDIO | {"data": data}).message
    assert "5 bytes of audio: expected a multiple of 4" in refusal(codec, AUDIO | {"data": bytes(5)}).message


def test_a_gap_is_heard_as_silence_and_time_never_goes_back() -> None:
    codec = started()
    ones = np.full(100, 16_384, "<i2").tobytes()
    codec.receive(msgpack.packb(AUDIO | {"data": ones}))
    heard = codec.receive(msgpack.packb(AUDIO | {"data": ones, "start_samples": 150}))
    assert isinstance(heard, MicAudio)
    np.testing.assert_array_equal(heard.samples, np.repeat(np.float32([0, 0.5]), [50, 100]))
    assert refusal(codec, AUDIO | {"start_samples": 249}).code == "bad_time"
    assert isinstance(codec.receive(msgpack.packb(AUDIO | {"start_samples": 250})), MicAudio)


# -- no input raises anything else -------------------------------------------------------------------------------

_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=20)
    | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_TYPES = [*native._FROM_CLIENT, *native._FROM_SERVER]
_KEYS = sorted(
    {key for shapes in (native._FROM_CLIENT, native._FROM_SERVER) for shape in shapes.values() for key in shape.known()}
)
_MESSAGES = st.builds(
    lambda name, keys: {"type": name} | keys,
    st.sampled_from(_TYPES),
    st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=4),
)
_FRAMES = st.one_of(
    st.binary(max_size=100),
    st.text(max_size=10),
    _VALUES.map(msgpack.packb),
    _MESSAGES.map(msgpack.packb),
    st.tuples(_MESSAGES.map(msgpack.packb), st.integers(0, 60)).map(lambda pair: pair[0][: pair[1]]),
)


@given(st.lists(_FRAMES, max_size=5), st.sampled_from(["int16", "float32"]))
def test_no_frame_raises_anything_but_protocol_error(frames: list[bytes | str], form: str) -> None:
    server, client = started(format=form), ClientCodec(Start(16_000, form))  # pyright: ignore[reportArgumentType]
    for frame in frames:
        for codec in (server, client, ServerCodec()):
            with suppress(ProtocolError):
                codec.receive(frame)


@given(st.lists(_FRAMES, max_size=5))
def test_refused_frames_leave_no_trace(frames: list[bytes | str]) -> None:
    codec = started()
    for frame in frames:
        try:
            codec.receive(frame)
        except ProtocolError:
            continue
        return  # this one was good, and may have moved the stream on
    assert isinstance(codec.receive(msgpack.packb(AUDIO)), MicAudio)
