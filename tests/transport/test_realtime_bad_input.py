"""No input makes a Realtime codec raise anything but the protocol's own error, nor leaves it half changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from realtime_talk import HANDSHAKE, Numbers, Talk, pcm, read, sound

from pipeline.events import (
    Fault,
    Held,
    Interrupted,
    MicAudio,
    Released,
    SessionEvent,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    ToolCall,
    TranscriptDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
    Usage,
)
from transport.codec import Heard, ProtocolError
from transport.realtime.codec import SERVER_EVENTS, RealtimeCodec
from transport.realtime.translation import SERVER_EVENTS as TRANSLATED
from transport.realtime.translation import TranslationCodec

CODECS = {"realtime": RealtimeCodec, "translations": TranslationCodec}
TOOL = {"type": "function", "name": "weather", "description": "", "parameters": {}}


UNCHANGING = ("_ids", "_wire", "handlers", "_house", "_speaker")


def talk(kind: str) -> Talk:
    return Talk(CODECS[kind](HANDSHAKE, Numbers()))


def state(known: Any) -> Any:
    """All that a codec knows, but for the ids that it has given away."""
    if isinstance(known, Mapping):
        return [(key, state(value)) for key, value in known.items()]
    if isinstance(known, list | tuple):
        return [state(value) for value in known]
    if is_dataclass(known):
        return [(field.name, state(getattr(known, field.name))) for field in fields(known)]
    if type(known).__module__.startswith("transport"):
        return [(name, state(value)) for name, value in vars(known).items() if name not in UNCHANGING]
    return repr(known)


@pytest.mark.parametrize("kind", CODECS)
@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", "invalid_json"),
        ('{"type": "session.up', "invalid_json"),
        ("[]", "invalid_json"),
        ("null", "invalid_json"),
        ("{}", "missing_required_parameter"),
        ('{"type": 7}', "invalid_value"),
        ('{"type": "sing"}', "invalid_value"),
        ('{"type": "session.update"}', "missing_required_parameter"),
        ('{"type": "session.update", "session": []}', "invalid_type"),
        ('{"type": "session.update", "session": {}, "event_id": {}}', "invalid_type"),
        ('{"type": "session.update", "session": {"type": NaN}}', "invalid_json"),
        ('{"type": "session.update", "event_id": "\\ud800"}', "invalid_json"),
        ("[" * 100_000, "invalid_json"),
        ('{"type": "session.update", "session": ' + '{"audio":' * 50_000, "invalid_json"),
        ('{"type": ' + "9" * 5_000 + "}", "invalid_json"),
        (b"\x00\x01", "invalid_json"),
    ],
)
def test_what_is_no_event_is_refused(kind: str, frame: Any, code: str) -> None:
    client = talk(kind)
    before = state(client.codec)
    with pytest.raises(ProtocolError) as caught:
        client.codec.receive(frame)
    (event,) = read(client.codec.refuse(caught.value))
    assert (event["type"], event["error"]["code"]) == ("error", code)
    assert caught.value.close_code is None
    assert state(client.codec) == before


@pytest.mark.parametrize(("kind", "append"), [("realtime", ""), ("translations", "session.")])
def test_audio_that_is_none_is_refused(kind: str, append: str) -> None:
    client = talk(kind)
    for audio in ("not base64!", "AAA", "AA==", "\u00e9", 7, None, ["AAAA"], "AAAA AAAA", "AAAA="):
        with pytest.raises(ProtocolError):
            client.hear(append + "input_audio_buffer.append", audio=audio)
    (mic,) = client.hear(append + "input_audio_buffer.append", audio=pcm([1, 2]))
    assert isinstance(mic, MicAudio)


@pytest.mark.parametrize("kind", CODECS)
def test_five_megabytes_end_the_connection_with_1009(kind: str) -> None:
    client = talk(kind)
    for frame in ('{"type": "input_audio_buffer.append", "audio": "' + "A" * 5_000_000 + '"}', bytes(5_000_000)):
        with pytest.raises(ProtocolError) as caught:
            client.codec.receive(frame)
        assert (caught.value.code, caught.value.close_code) == ("too_large", 1009)


@pytest.mark.parametrize(("kind", "append"), [("realtime", ""), ("translations", "session.")])
def test_a_thousand_tiny_frames_are_a_thousand_blocks(kind: str, append: str) -> None:
    client = talk(kind)
    heard = [event for _ in range(1_000) for event in client.hear(append + "input_audio_buffer.append", audio=pcm([1]))]
    assert [event.samples.size for event in heard if isinstance(event, MicAudio)] == [1] * 1_000


# -- any input ---------------------------------------------------------------------------------------------------


def words(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(text.split())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = words(
    "type event_id session audio input output format turn_detection transcription voice speed instructions tools "
    "tool_choice max_output_tokens output_modalities reasoning item item_id content_index audio_end_ms response "
    "response_id conversation metadata previous_item_id role content text call_id name arguments language rate "
    "threshold silence_duration_ms create_response eagerness effort prompt id"
)
WORDS = words(
    "realtime message user assistant system input_text output_text function function_call function_call_output "
    "server_vad semantic_vad audio/pcm audio/pcmu audio/pcma auto none inf en zh ada bob item_1 item_2 resp_1 "
    "call_1 root AAAA low translation"
)
# Objects made of the protocol's own words: they come further than noise does.
LIKELY = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers(-1, 5_000) | st.just(["audio"]) | st.just([TOOL]),
    lambda inner: st.dictionaries(NAMES, inner, max_size=5) | st.lists(inner, max_size=2),
    max_leaves=12,
)
REALTIME = sorted(RealtimeCodec(HANDSHAKE, Numbers()).handlers)
TRANSLATION = sorted(TranslationCodec(HANDSHAKE, Numbers()).handlers)
RIGHT = st.sampled_from(
    [
        {"type": "session.update", "session": {"type": "realtime", "tools": [TOOL]}},
        {"type": "session.update", "session": {"type": "realtime", "audio": {"input": {"turn_detection": None}}}},
        {"type": "session.update", "session": {"type": "realtime", "output_modalities": ["text"]}},
        {"type": "session.update", "session": {"audio": {"output": {"language": "zh"}}}},
        {"type": "input_audio_buffer.append", "audio": pcm([0] * 2_400)},
        {"type": "session.input_audio_buffer.append", "audio": pcm([0] * 2_400)},
        {"type": "input_audio_buffer.commit"},
        {"type": "input_audio_buffer.clear"},
        {"type": "response.create"},
        {"type": "response.create", "response": {"conversation": "none", "output_modalities": ["text"]}},
        {"type": "response.cancel"},
        {"type": "conversation.item.retrieve", "item_id": "item_1"},
        {"type": "conversation.item.delete", "item_id": "item_1"},
        {"type": "conversation.item.truncate", "item_id": "item_2", "content_index": 0, "audio_end_ms": 10},
        {
            "type": "conversation.item.create",
            "item": {"type": "function_call_output", "call_id": "call_1", "output": "x"},
        },
        {
            "type": "conversation.item.create",
            "item": {"type": "message", "role": "system", "content": [{"type": "input_text", "text": "x"}]},
        },
        {"type": "session.close"},
    ]
)
FRAMES = (
    st.text(max_size=40)
    | st.binary(max_size=20)
    | JSON.map(json.dumps)
    | st.builds(
        lambda kind, fields: json.dumps(fields | {"type": kind}),
        st.sampled_from(REALTIME + TRANSLATION),
        st.dictionaries(NAMES, LIKELY | JSON, max_size=4),
    )
    | RIGHT.map(json.dumps)
)
TURNS = st.integers(0, 3)
SAID: st.SearchStrategy[SessionEvent] = st.one_of(
    st.builds(SpeechStarted, TURNS, st.integers(0, 1 << 20)),
    st.builds(SpeechStopped, TURNS, st.integers(0, 1 << 20), st.integers(0, 1 << 20)),
    st.builds(TranscriptDelta, TURNS, st.text(max_size=4), st.just(""), st.booleans()),
    st.builds(TurnStarted, TURNS, st.none() | TURNS),
    st.builds(TextDelta, TURNS, st.text(max_size=4)),
    st.builds(sound, TURNS, st.integers(1, 100), st.integers(0, 100)),
    st.builds(ToolCall, TURNS, st.just("c"), st.sampled_from(["weather", "clock"]), st.just("{}")),
    st.builds(TurnEnded, TURNS, st.just(""), st.just(0)),
    st.builds(Interrupted, TURNS, st.integers(0, 100), st.sampled_from(["barge_in", "cancelled", "failed"])),
    st.builds(TurnMetrics, TURNS, st.just({}), st.just({}), st.just({}), st.just(Usage())),
    st.builds(Held, TURNS),
    st.builds(Released, TURNS),
    st.builds(Fault, st.sampled_from(["turn_failed", "bad_choice"]), st.just("why"), st.just(False)),
)


@pytest.mark.parametrize("kind", CODECS)
@given(course=st.lists(FRAMES | SAID, max_size=30))
@settings(max_examples=300, deadline=None)
def test_whatever_comes_in_whatever_order(kind: str, course: list[Any]) -> None:
    client = talk(kind)
    events = SERVER_EVENTS if kind == "realtime" else TRANSLATED
    told: list[dict[str, Any]] = []
    for step in course:
        if not isinstance(step, str | bytes):
            told += client.say(step)
            continue
        before = state(client.codec)
        try:
            heard = client.codec.receive(step)
        except ProtocolError as error:
            assert state(client.codec) == before
            told += read(client.codec.refuse(error))
        else:
            assert isinstance(heard, Heard)
            told += read(heard.replies)
    assert {event["type"] for event in told} <= set(events)
    if kind == "realtime":
        _check_responses(told)
    # And it still serves.
    client.hear("session.update", session={"type": "realtime"} if kind == "realtime" else {})
    assert client.replies[-1]["type"] == "session.updated"


def _check_responses(told: list[dict[str, Any]]) -> None:
    """A response is created before it is done, each once, with usage; an item is added before it is done, and
    committed once."""
    created: list[str] = []
    done: list[str] = []
    committed: list[str] = []
    items: set[str] = set()
    for event in told:
        match event["type"]:
            case "response.created":
                created.append(event["response"]["id"])
            case "response.done":
                done.append(event["response"]["id"])
                assert done[-1] in created
                assert event["response"]["usage"] is not None
            case "conversation.item.added":
                items.add(event["item"]["id"])
            case "input_audio_buffer.committed":
                committed.append(event["item_id"])
            case "conversation.item.done":
                assert event["item"]["id"] in items
            case _:
                pass
    assert len(set(created)) == len(created)
    assert len(set(done)) == len(done)
    assert len(set(committed)) == len(committed)
