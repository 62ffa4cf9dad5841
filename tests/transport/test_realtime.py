"""OpenAI Realtime, event by event: the documented order, and what the session hears."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from realtime_talk import DEFAULTS, HANDSHAKE, Numbers, Talk, pcm, read, sound, types

from pipeline.events import (
    Cancel,
    Choose,
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
)
from pipeline.wish import ToolSchema
from transport.codec import Handshake, Start, Waiting
from transport.realtime.codec import RealtimeCodec

USAGE = Usage(prompt_text=10, prompt_audio=20, cached=5, answer_text=3, answer_audio=7)
WEATHER = {"type": "function", "name": "weather", "description": "Tells it.", "parameters": {"type": "object"}}


def metrics(turn: int, usage: Usage = USAGE) -> TurnMetrics:
    return TurnMetrics(turn, {}, {}, {}, usage)


def session(**fields: Any) -> dict[str, Any]:
    return {"type": "realtime"} | fields


def by_hand() -> Talk:
    talk = Talk()
    talk.hear("session.update", session=session(audio={"input": {"turn_detection": None}}))
    return talk


# -- the session -------------------------------------------------------------------------------------------------


def test_the_session_is_told_first_with_all_that_holds() -> None:
    codec = RealtimeCodec(HANDSHAKE, Numbers())
    assert codec.opening() == Start(24_000, wish=codec._wish())  # type: ignore[attr-defined]
    assert Talk(codec).created == [
        {
            "type": "session.created",
            "session": {
                "id": "sess_1",
                "model": "fake-1",
                "type": "realtime",
                "object": "realtime.session",
                "output_modalities": ["audio"],
                "instructions": "Be kind.",
                "tools": [],
                "tool_choice": "auto",
                "max_output_tokens": "inf",
                "tracing": None,
                "truncation": "auto",
                "prompt": None,
                "include": None,
                "reasoning": None,
                "audio": {
                    "input": {
                        "format": {"type": "audio/pcm", "rate": 24_000},
                        "transcription": None,
                        "noise_reduction": None,
                        "turn_detection": {
                            "type": "server_vad",
                            "threshold": 0.5,
                            "prefix_padding_ms": 300,
                            "silence_duration_ms": 220,
                            "idle_timeout_ms": None,
                            "create_response": True,
                            "interrupt_response": True,
                        },
                    },
                    "output": {"format": {"type": "audio/pcm", "rate": 24_000}, "voice": "ada", "speed": 1.0},
                },
            },
        }
    ]


def test_an_update_is_told_back_whole_and_becomes_choices() -> None:
    talk = Talk()
    detection = {"type": "server_vad", "threshold": 0.7, "silence_duration_ms": 500, "create_response": False}
    (choose,) = talk.hear(
        "session.update",
        session=session(
            instructions="Rhyme.",
            output_modalities=["text"],
            tools=[WEATHER],
            max_output_tokens=100,
            reasoning={"effort": "high"},
            audio={
                "input": {
                    "format": {"type": "audio/pcmu"},
                    "transcription": {"model": "whisper-1", "language": "en"},
                    "noise_reduction": {"type": "near_field"},
                    "turn_detection": detection | {"interrupt_response": False},
                },
                "output": {"voice": "bob", "format": {"type": "audio/pcma"}, "speed": 1.0},
            },
        ),
    )
    assert isinstance(choose, Choose)
    wish = choose.wish
    assert (wish.system, wish.voice, wish.spoken, wish.think) == ("Rhyme.", "bob", False, True)
    assert wish.tools == (ToolSchema("weather", "Tells it.", {"type": "object"}),)
    assert (wish.turns, wish.answers, wish.interruptible) == ("detected", False, False)
    assert (wish.speech_threshold, wish.min_silence_ms, wish.max_tokens) == (0.7, 500, 100)
    (updated,) = talk.replies
    assert updated["type"] == "session.updated"
    told = updated["session"]
    assert (told["instructions"], told["output_modalities"], told["tools"]) == ("Rhyme.", ["text"], [WEATHER])
    assert told["audio"]["input"]["format"] == {"type": "audio/pcmu"}
    assert told["audio"]["input"]["transcription"] == {"model": "whisper-1", "language": "en", "prompt": None}
    assert told["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 500
    assert told["audio"]["output"] == {"format": {"type": "audio/pcma"}, "voice": "bob", "speed": 1.0}


def test_what_an_update_leaves_out_stays_and_null_takes_back() -> None:
    talk = Talk()
    talk.hear("session.update", session=session(instructions="Rhyme.", max_output_tokens=100, tools=[WEATHER]))
    (choose,) = talk.hear("session.update", session=session(tool_choice="none", max_output_tokens="inf"))
    assert isinstance(choose, Choose)
    assert (choose.wish.system, choose.wish.max_tokens, choose.wish.tools) == ("Rhyme.", 2048, ())
    (choose,) = talk.hear("session.update", session=session(audio={"input": {"turn_detection": None}}))
    assert isinstance(choose, Choose)
    assert (choose.wish.turns, choose.wish.answers) == ("manual", False)
    semantic = {"type": "semantic_vad", "eagerness": "low"}
    (choose,) = talk.hear("session.update", session=session(audio={"input": {"turn_detection": semantic}}))
    assert isinstance(choose, Choose)
    assert (choose.wish.turns, choose.wish.answers, choose.wish.min_silence_ms) == ("detected", True, 1_000)
    assert talk.replies[0]["session"]["audio"]["input"]["turn_detection"] == {
        "type": "semantic_vad",
        "eagerness": "low",
        "create_response": True,
        "interrupt_response": True,
    }
    (choose,) = talk.hear(
        "session.update", session=session(audio={"input": {"turn_detection": semantic | {"eagerness": "high"}}})
    )
    assert isinstance(choose, Choose)
    assert choose.wish.min_silence_ms == 220


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"type": "song"}, "session.type", "invalid_value"),
        ({"tools": [WEATHER | {"parameters": {"type": 7}}]}, "session.tools[0].parameters", "invalid_value"),
        ({"type": None}, "session.type", "missing_required_parameter"),
        ({"voice": "ada"}, "session.voice", "unknown_parameter"),
        ({"instructions": 7}, "session.instructions", "invalid_value"),
        ({"output_modalities": ["text", "audio"]}, "session.output_modalities", "invalid_value"),
        ({"max_output_tokens": 0}, "session.max_output_tokens", "invalid_value"),
        ({"max_output_tokens": True}, "session.max_output_tokens", "invalid_value"),
        ({"tools": [{"type": "mcp", "server_label": "x"}]}, "session.tools[0].type", "unsupported_parameter"),
        ({"tools": [WEATHER | {"name": "not a name"}]}, "session.tools[0].name", "invalid_value"),
        ({"tools": "weather"}, "session.tools", "invalid_value"),
        ({"tool_choice": "required"}, "session.tool_choice", "unsupported_parameter"),
        ({"prompt": {"id": "p"}}, "session.prompt", "unsupported_parameter"),
        ({"reasoning": {"effort": "total"}}, "session.reasoning.effort", "invalid_value"),
        ({"audio": {"output": {"voice": "eve"}}}, "session.audio.output.voice", "invalid_value"),
        ({"audio": {"output": {"speed": 1.2}}}, "session.audio.output.speed", "unsupported_parameter"),
        ({"audio": {"input": {"format": {"type": "audio/opus"}}}}, "session.audio.input.format.type", "invalid_value"),
        (
            {"audio": {"input": {"format": {"type": "audio/pcm", "rate": 16_000}}}},
            "session.audio.input.format.rate",
            "invalid_value",
        ),
        (
            {"audio": {"input": {"turn_detection": {"type": "server_vad", "threshold": 2}}}},
            "session.audio.input.turn_detection.threshold",
            "invalid_value",
        ),
        (
            {"audio": {"input": {"turn_detection": {"type": "psychic_vad"}}}},
            "session.audio.input.turn_detection.type",
            "invalid_value",
        ),
    ],
)
def test_an_update_that_cannot_be_is_refused_and_changes_nothing(fields: dict[str, Any], param: str, code: str) -> None:
    talk = Talk()
    before = talk.created[0]["session"]
    wrong = session(instructions="No!") | fields
    error = talk.refused("session.update", session=wrong, event_id="mine")
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", param, code)
    assert error["event_id"] == "mine"
    talk.hear("session.update", session=session())
    assert talk.replies[0]["session"] == before


def test_the_vendors_voices_are_answered_in_the_servers_first() -> None:
    talk = Talk()
    for voice in ("marin", {"id": "alloy"}):
        talk.hear("session.update", session=session(audio={"output": {"voice": voice}}))
        assert talk.replies[0]["session"]["audio"]["output"]["voice"] == "ada"


def test_a_keys_session_holds_from_the_start() -> None:
    made_for = session(instructions="Rhyme.", audio={"input": {"format": {"type": "audio/pcmu"}}})
    codec = RealtimeCodec(Handshake(session=made_for, model="fake-1", voices=("ada",), defaults=DEFAULTS), Numbers())
    assert codec.opening().rate_hz == 8_000
    assert codec.opening().wish.system == "Rhyme."
    assert Talk(codec).created[0]["session"]["instructions"] == "Rhyme."


def test_a_session_that_only_writes_down() -> None:
    asked = Handshake({"intent": "transcription"}, None, "fake-1", ("ada",), DEFAULTS)
    codec = RealtimeCodec(asked, Numbers())
    assert (codec.opening().wish.task, codec.opening().wish.answers) == ("transcribe", False)
    talk = Talk(codec)
    assert talk.created[0]["session"]["type"] == "transcription"
    assert list(talk.created[0]["session"]["audio"]) == ["input"]
    said = types(talk.say(SpeechStarted(0, 0), SpeechStopped(0, 1, 2), TranscriptDelta(0, "hello", "", True)))
    assert said[-2:] == [
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.completed",
    ]
    assert talk.refused("response.create")["code"] == "invalid_value"
    (choose,) = talk.hear("session.update", session=session())
    assert isinstance(choose, Choose)
    assert choose.wish.task == "converse"
    (choose,) = talk.hear(
        "session.update",
        session={"type": "transcription", "audio": {"input": {"transcription": {"model": "x", "language": "en"}}}},
    )
    assert isinstance(choose, Choose)
    assert choose.wish.task == "transcribe"
    assert talk.replies[0]["session"]["audio"]["input"]["transcription"]["language"] == "en"


# -- a voice turn ------------------------------------------------------------------------------------------------

VOICE_TURN = [
    SpeechStarted(0, 8_000),
    SpeechStopped(0, 40_000, 44_800),
    TranscriptDelta(0, "call ", "my", False),
    TurnStarted(0, 0),
    TextDelta(0, "Calling"),
    sound(0),
    TranscriptDelta(0, "my mother", "", True),
    TextDelta(0, " now."),
    sound(0, 2_400, 2_400),
    TurnEnded(0, "Calling now.", 4_800),
    metrics(0),
]


def test_a_voice_turn_in_the_documented_order() -> None:
    talk = Talk()
    talk.hear("session.update", session=session(audio={"input": {"transcription": {"model": "whisper-1"}}}))
    said = talk.say(*VOICE_TURN)
    assert types(said) == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "conversation.item.input_audio_transcription.delta",
        "response.created",
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_audio_transcript.delta",
        "response.output_audio.delta",
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.completed",
        "response.output_audio_transcript.delta",
        "response.output_audio.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    assert said[0] == {"type": "input_audio_buffer.speech_started", "audio_start_ms": 500, "item_id": "item_1"}
    assert said[1] == {"type": "input_audio_buffer.speech_stopped", "audio_end_ms": 2_500, "item_id": "item_1"}
    assert said[2] == {"type": "input_audio_buffer.committed", "item_id": "item_1", "previous_item_id": None}
    user = {
        "id": "item_1",
        "object": "realtime.item",
        "type": "message",
        "status": "completed",
        "role": "user",
        "content": [{"type": "input_audio", "transcript": None}],
    }
    assert said[3] == {"type": "conversation.item.added", "previous_item_id": None, "item": user}
    assert said[4] == {"type": "conversation.item.done", "previous_item_id": None, "item": user}
    assert said[13] == {
        "type": "conversation.item.input_audio_transcription.completed",
        "item_id": "item_1",
        "content_index": 0,
        "transcript": "call my mother",
        "usage": {"type": "duration", "seconds": 2.0},
    }
    created = said[6]["response"]
    assert (created["id"], created["status"], created["output"], created["usage"]) == (
        "resp_1",
        "in_progress",
        [],
        None,
    )
    assert "status_details" in created
    assert said[8]["previous_item_id"] == "item_1"
    place = {"response_id": "resp_1", "item_id": "item_2", "output_index": 0, "content_index": 0}
    assert said[9] == {
        "type": "response.content_part.added",
        **place,
        "part": {"type": "audio", "transcript": ""},
    }
    assert said[10] == {"type": "response.output_audio_transcript.delta", **place, "delta": "Calling"}
    assert said[11] == {"type": "response.output_audio.delta", **place, "delta": pcm(np.full(2_400, 8_192))}
    assert said[17]["transcript"] == "Calling now."
    done = said[21]["response"]
    assert done["status"] == "completed"
    assert [item["id"] for item in done["output"]] == ["item_2"]
    assert done["output"][0]["content"] == [{"type": "output_audio", "transcript": "Calling now."}]
    assert done["usage"] == {
        "total_tokens": 40,
        "input_tokens": 30,
        "output_tokens": 10,
        "input_token_details": {"text_tokens": 10, "audio_tokens": 20, "image_tokens": 0, "cached_tokens": 5},
        "output_token_details": {"text_tokens": 3, "audio_tokens": 7},
    }
    assert said[22]["rate_limits"] == []


def test_without_transcription_nothing_is_transcribed_but_the_item_knows() -> None:
    talk = Talk()
    assert not [kind for kind in types(talk.say(*VOICE_TURN)) if "transcription" in kind]
    talk.hear("conversation.item.retrieve", item_id="item_1")
    assert talk.replies[0]["type"] == "conversation.item.retrieved"
    assert talk.replies[0]["item"]["content"] == [{"type": "input_audio", "transcript": "call my mother"}]


def test_a_transcript_that_fails_is_told_as_such_and_is_no_error() -> None:
    talk = Talk()
    talk.hear("session.update", session=session(audio={"input": {"transcription": {"model": "whisper-1"}}}))
    talk.say(SpeechStarted(0, 0), SpeechStopped(0, 1, 2))
    fault = Fault("transcript_skipped", "4 others wait", False)
    (failed,) = talk.say(fault, TranscriptDelta(0, "", "", True))
    assert failed["type"] == "conversation.item.input_audio_transcription.failed"
    assert (failed["item_id"], failed["error"]["message"]) == ("item_1", "4 others wait")


def test_thoughts_the_servers_tools_and_the_line_are_not_told() -> None:
    talk = Talk()
    talk.say(TurnStarted(0, None))
    assert talk.say(ThoughtDelta(0, "Hm"), ToolCall(0, "c", "clock", "{}"), ToolResult(0, "c", "12:00", False)) == []
    assert talk.codec.send(Waiting(3)) == ()


def test_audio_comes_in_as_it_is_configured() -> None:
    talk = Talk()
    (mic,) = talk.hear("input_audio_buffer.append", audio=pcm([0, 16_384, -32_768]))
    assert isinstance(mic, MicAudio)
    assert mic.rate_hz == 24_000
    np.testing.assert_array_equal(mic.samples, np.array([0, 0.5, -1], np.float32))
    assert talk.replies == []
    assert talk.hear("input_audio_buffer.append", audio="") == []
    for encoding, octets in (("audio/pcmu", b"\xff\x00\x80"), ("audio/pcma", b"\xd5\x2a\xaa")):
        talk.hear("session.update", session=session(audio={"input": {"format": {"type": encoding}}}))
        (mic,) = talk.hear("input_audio_buffer.append", audio=base64.b64encode(octets).decode())
        assert isinstance(mic, MicAudio)
        assert mic.rate_hz == 8_000
        assert abs(mic.samples[0]) < 0.001
        assert mic.samples[1] < -0.9
        assert mic.samples[2] > 0.9


@pytest.mark.parametrize("encoding", ["audio/pcmu", "audio/pcma"])
def test_telephone_sound_goes_out_whole_and_continuous(encoding: str) -> None:
    talk = Talk()
    talk.hear("session.update", session=session(audio={"output": {"format": {"type": encoding}}}))
    said = talk.say(
        TurnStarted(0, None), TextDelta(0, "Hi"), sound(0), sound(0, 2_400, 2_400), TurnEnded(0, "Hi", 4_800)
    )
    deltas = [event["delta"] for event in said if event["type"] == "response.output_audio.delta"]
    octets = b"".join(base64.b64decode(delta) for delta in deltas)
    assert len(octets) == 1_600  # a third of the samples, the resampler's tail included
    steady = {octets[at] for at in range(400, 1_200)}
    assert len(steady) == 1  # no seam where the blocks meet


# -- turns by hand, text, tools ----------------------------------------------------------------------------------


def test_a_turn_by_hand() -> None:
    talk = by_hand()
    second = pcm(np.zeros(24_000))
    talk.hear("input_audio_buffer.append", audio=second)
    assert talk.hear("input_audio_buffer.commit") == [Commit()]
    assert talk.replies == []
    assert talk.hear("response.create") == [Respond(None)]
    said = talk.say(SpeechStarted(0, 0), SpeechStopped(0, 16_000, 16_000), TurnStarted(0, 0))
    assert types(said) == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
    ]
    assert said[1]["item"]["role"] == "user"


def test_an_empty_buffer_is_not_committed_and_the_session_stays() -> None:
    talk = by_hand()
    talk.hear("input_audio_buffer.append", audio=pcm(np.zeros(2_399)))
    assert talk.hear("input_audio_buffer.commit", event_id="mine") == []
    error = talk.replies[0]["error"]
    assert (error["code"], error["event_id"]) == ("input_audio_buffer_commit_empty", "mine")
    assert "99.96ms" in error["message"]
    talk.hear("input_audio_buffer.append", audio=pcm(np.zeros(1)))
    assert talk.hear("input_audio_buffer.commit") == [Commit()]


def test_a_cleared_buffer_is_forgotten() -> None:
    talk = by_hand()
    talk.hear("input_audio_buffer.append", audio=pcm(np.zeros(24_000)))
    assert talk.hear("input_audio_buffer.clear") == [Discard()]
    assert types(talk.replies) == ["input_audio_buffer.cleared"]
    talk.hear("input_audio_buffer.commit")
    assert talk.replies[0]["error"]["code"] == "input_audio_buffer_commit_empty"


def test_a_response_to_a_commit_that_is_answered_anyway_is_asked_for_once() -> None:
    talk = Talk()
    talk.hear("input_audio_buffer.append", audio=pcm(np.zeros(24_000)))
    assert talk.hear("input_audio_buffer.commit") == [Commit()]
    assert talk.hear("response.create") == []
    assert talk.hear("response.create") == [Respond(None)]


def test_a_text_turn() -> None:
    talk = Talk()
    item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello"}]}
    assert talk.hear("conversation.item.create", item=item) == [Remember("user", "Hello")]
    assert types(talk.replies) == ["conversation.item.added", "conversation.item.done"]
    assert talk.replies[0]["item"] == item | {"id": "item_1", "object": "realtime.item", "status": "completed"}
    assert talk.hear("response.create", response={"output_modalities": ["text"], "metadata": {"a": "b"}}) == [
        Choose(replace(talk.codec.opening().wish, spoken=False)),  # type: ignore[union-attr]
        Respond(None),
    ]
    said = talk.say(TurnStarted(0, None), TextDelta(0, "Hi"), TextDelta(0, "!"), TurnEnded(0, "Hi!", 0), metrics(0))
    assert types(said) == [
        "response.created",
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    assert said[3]["part"] == {"type": "text", "text": ""}
    assert said[6]["text"] == "Hi!"
    done = said[10]["response"]
    assert done["output"][0]["content"] == [{"type": "output_text", "text": "Hi!"}]
    assert (done["output_modalities"], done["metadata"]) == (["text"], {"a": "b"})
    # The next frame gives the session its own choices back.
    choose, mic = talk.hear("input_audio_buffer.append", audio=pcm([1]))
    assert isinstance(choose, Choose)
    assert isinstance(mic, MicAudio)
    assert choose.wish.spoken is True


def test_instructions_for_one_answer_are_the_responses_own() -> None:
    talk = Talk()
    assert talk.hear("response.create", response={"instructions": "Rhyme."}) == [Respond("Rhyme.")]


def test_a_response_out_of_the_conversation_leaves_no_trace() -> None:
    talk = Talk()
    assert talk.hear("response.create", response={"conversation": "none"}) == [Respond(None)]
    said = talk.say(TurnStarted(0, None), TextDelta(0, "Hi"), TurnEnded(0, "Hi", 0), metrics(0))
    assert not [kind for kind in types(said) if kind.startswith("conversation.")]
    assert said[0]["response"]["conversation_id"] is None
    assert talk.hear("input_audio_buffer.append", audio="") == [Forget(turn=0)]


def test_a_function_is_called_and_answered() -> None:
    talk = Talk()
    talk.hear("session.update", session=session(tools=[WEATHER]))
    said = talk.say(
        TurnStarted(0, None),
        TextDelta(0, "Let me see."),
        ToolCall(0, "c1", "weather", '{"city": "Rome"}'),
        TurnEnded(0, "Let me see.", 0),
        metrics(0),
    )
    assert types(said)[5:] == [
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.output_item.added",
        "conversation.item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    added, delta, done = said[11], said[12], said[13]
    assert added["item"] == {
        "id": "item_2",
        "object": "realtime.item",
        "type": "function_call",
        "status": "in_progress",
        "call_id": "call_1",
        "name": "weather",
        "arguments": "",
    }
    place = {"response_id": "resp_1", "item_id": "item_2", "output_index": 1, "call_id": "call_1"}
    assert delta == {"type": "response.function_call_arguments.delta", **place, "delta": '{"city": "Rome"}'}
    assert done == {
        "type": "response.function_call_arguments.done",
        **place,
        "name": "weather",
        "arguments": '{"city": "Rome"}',
    }
    assert said[14]["item"]["status"] == "completed"
    assert [item["type"] for item in said[16]["response"]["output"]] == ["message", "function_call"]

    output = {"type": "function_call_output", "call_id": "call_1", "output": "sunny"}
    assert talk.hear("conversation.item.create", item=output) == [ToolOutput("c1", "sunny")]
    assert types(talk.replies) == ["conversation.item.added", "conversation.item.done"]
    assert talk.hear("response.create") == [Respond(None)]
    error = talk.refused("conversation.item.create", item=output)
    assert error["code"] == "invalid_tool_call_id"


def test_messages_of_the_system_follow_the_instructions() -> None:
    talk = Talk()
    item = {"id": "sys", "type": "message", "role": "system", "content": [{"type": "input_text", "text": "It rains."}]}
    (choose,) = talk.hear("conversation.item.create", item=item)
    assert isinstance(choose, Choose)
    assert choose.wish.system == "Be kind.\n\nIt rains."
    (choose,) = talk.hear("conversation.item.delete", item_id="sys")
    assert isinstance(choose, Choose)
    assert choose.wish.system == "Be kind."
    assert talk.replies == [{"type": "conversation.item.deleted", "item_id": "sys"}]


def test_messages_are_put_in_and_taken_out() -> None:
    talk = Talk()
    older = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Welcome."}]}
    assert talk.hear("conversation.item.create", item=older, previous_item_id="root") == [
        Remember("assistant", "Welcome.")
    ]
    talk.say(*VOICE_TURN)
    assert talk.hear("conversation.item.delete", item_id="item_2") == [Forget(utterance=0)]
    assert talk.hear("conversation.item.delete", item_id="item_3") == [Forget(turn=0)]
    assert talk.refused("conversation.item.delete", item_id="item_3")["code"] == "item_delete_invalid_item_id"
    assert talk.refused("conversation.item.retrieve", item_id="item_3")["code"] == "item_retrieve_invalid_item_id"
    assert talk.hear("conversation.item.delete", item_id="item_1") == [Forget(typed="Welcome.")]


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({}, "item"),
        ({"item": {"type": "message", "role": "user", "content": []}}, "item.content"),
        ({"item": {"type": "message", "role": "cook", "content": []}}, "item.role"),
        ({"item": {"type": "message", "role": "user", "content": [{"type": "input_image"}]}}, "item.content[0].type"),
        ({"item": {"type": "song"}}, "item.type"),
        ({"item": {"type": "function_call_output", "call_id": "x", "output": ""}}, "item.call_id"),
        (
            {
                "item": {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "a"}]},
                "previous_item_id": "item_9",
            },
            "previous_item_id",
        ),
    ],
)
def test_an_item_that_cannot_be_is_refused(fields: dict[str, Any], param: str) -> None:
    talk = Talk()
    assert talk.refused("conversation.item.create", **fields)["param"] == param


# -- interruption ------------------------------------------------------------------------------------------------


def interrupted(talk: Talk, reason: Any) -> list[dict[str, Any]]:
    talk.say(TurnStarted(0, None), TextDelta(0, "Once upon"), sound(0, 24_000))
    return talk.say(SpeechStarted(0, 0), Interrupted(0, 12_000, reason), metrics(0))


def test_the_caller_interrupts() -> None:
    talk = Talk()
    said = interrupted(talk, "barge_in")
    assert types(said) == [
        "input_audio_buffer.speech_started",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    assert said[4]["item"]["status"] == "incomplete"
    done = said[6]["response"]
    assert done["status"] == "cancelled"
    assert done["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    assert done["usage"]["total_tokens"] == 40
    assert talk.say(TextDelta(0, " a time"), sound(0), TurnEnded(0, "", 0)) == []


def test_what_was_heard_is_refined_and_an_overlong_end_clamped() -> None:
    talk = Talk()
    interrupted(talk, "barge_in")
    place = {"item_id": "item_1", "content_index": 0}
    assert talk.hear("conversation.item.truncate", **place, audio_end_ms=250) == [Played(0, 6_000)]
    assert talk.replies == [{"type": "conversation.item.truncated", **place, "audio_end_ms": 250}]
    assert talk.hear("conversation.item.truncate", **place, audio_end_ms=999_999)[0] == Played(0, 24_000)
    assert talk.replies[0]["audio_end_ms"] == 1_000
    talk.hear("conversation.item.retrieve", item_id="item_1")
    assert talk.replies[0]["item"]["content"] == [{"type": "output_audio", "transcript": ""}]
    wrong = place | {"content_index": 1}
    assert talk.refused("conversation.item.truncate", **wrong, audio_end_ms=1)["param"] == "content_index"
    assert talk.refused("conversation.item.truncate", **place, audio_end_ms=-1)["param"] == "audio_end_ms"
    nobody = place | {"item_id": "x"}
    error = talk.refused("conversation.item.truncate", **nobody, audio_end_ms=1)
    assert error["code"] == "item_truncate_invalid_item_id"


def test_who_truncates_what_was_sent_in_whole_stops_it() -> None:
    talk = Talk()
    talk.say(TurnStarted(0, None), sound(0, 24_000), TurnEnded(0, "", 24_000), metrics(0))
    place = {"item_id": "item_1", "content_index": 0, "audio_end_ms": 250}
    assert talk.hear("conversation.item.truncate", **place) == [Played(0, 6_000), Cancel()]
    assert talk.say(Interrupted(0, 6_000, "cancelled")) == []
    assert talk.hear("conversation.item.truncate", **place) == [Played(0, 6_000)]


def test_a_truncation_during_the_response_reports_and_the_cut_follows() -> None:
    talk = Talk()
    talk.say(TurnStarted(0, None), sound(0, 24_000))
    heard = talk.hear("conversation.item.truncate", item_id="item_1", content_index=0, audio_end_ms=250)
    assert heard == [Played(0, 6_000)]


def test_a_held_answer_goes_on_and_the_client_knows_nothing_of_it() -> None:
    talk = Talk()
    talk.say(TurnStarted(0, None), TextDelta(0, "Once"), sound(0))
    assert types(talk.say(Held(0), sound(0, 2_400, 2_400), Released(0))) == ["response.output_audio.delta"]
    assert types(talk.say(TurnEnded(0, "Once", 4_800), metrics(0)))[-2:] == ["response.done", "rate_limits.updated"]


def test_a_held_answer_that_is_cut() -> None:
    talk = Talk()
    talk.say(TurnStarted(0, None), TextDelta(0, "Once"), sound(0), Held(0))
    said = types(talk.say(SpeechStarted(0, 0), Interrupted(0, 100, "barge_in"), metrics(0)))
    assert (said[0], said[-2]) == ("input_audio_buffer.speech_started", "response.done")


def test_what_is_answered_is_an_item_before() -> None:
    talk = Talk()
    assert types(talk.say(SpeechStarted(0, 0), TurnStarted(0, 0)))[1:] == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
    ]


def test_the_client_cancels() -> None:
    talk = Talk()
    talk.say(TurnStarted(0, None), TextDelta(0, "Once"))
    assert talk.hear("response.cancel", response_id="resp_9") == []
    assert talk.replies[0]["error"]["code"] == "response_cancel_not_active"
    assert talk.hear("response.cancel", response_id="resp_1") == [Cancel()]
    done = talk.say(Interrupted(0, 0, "cancelled"), metrics(0))[-2]["response"]
    assert done["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
    assert talk.hear("response.cancel", event_id="mine") == []
    error = talk.replies[0]["error"]
    assert (error["code"], error["event_id"]) == ("response_cancel_not_active", "mine")


def test_one_response_at_a_time() -> None:
    talk = Talk()
    assert talk.hear("response.create") == [Respond(None)]
    for _ in range(2):
        assert talk.hear("response.create") == []
        assert talk.replies[0]["error"]["code"] == "conversation_already_has_active_response"
        talk.say(TurnStarted(0, None))
    talk.say(TurnEnded(0, "", 0), metrics(0))
    assert talk.hear("response.create") == [Respond(None)]


def test_a_response_that_is_not_begun_any_more_stands_in_nobodys_way() -> None:
    talk = Talk()
    talk.say(TurnStarted(0, None), sound(0), TurnEnded(0, "", 2_400), metrics(0))
    choose, respond = talk.hear("response.create", response={"output_modalities": ["text"]})
    assert (choose.wish.spoken, respond) == (False, Respond(None))  # type: ignore[union-attr]
    talk.say(SpeechStarted(0, 0), Interrupted(0, 100, "barge_in"))  # while the first one still played
    (choose,) = talk.hear("input_audio_buffer.append", audio="")
    assert choose.wish.spoken is True  # type: ignore[union-attr]
    assert talk.hear("response.create") == [Respond(None)]
    assert talk.hear("response.cancel") == [Cancel()]
    assert talk.hear("response.create", response={"output_modalities": ["text"]})[1:] == [Respond(None)]
    choose, cancel = talk.hear("response.cancel")
    assert (choose.wish.spoken, cancel) == (True, Cancel())  # type: ignore[union-attr]
    assert talk.hear("response.create") == [Respond(None)]


def test_an_answer_that_fails_is_a_failed_response_and_no_error() -> None:
    talk = Talk()
    talk.say(TurnStarted(0, None), TextDelta(0, "Once"))
    said = talk.say(Fault("turn_failed", "the answer failed in llm", False), Interrupted(0, 0, "failed"), metrics(0))
    done = said[-2]["response"]
    assert "error" not in types(said)
    assert done["status"] == "failed"
    assert done["status_details"] == {
        "type": "failed",
        "error": {"type": "server_error", "code": "turn_failed", "message": "the answer failed in llm"},
    }
    assert done["usage"] is not None


def test_usage_that_never_comes_is_zero_and_not_null() -> None:
    talk = Talk()
    talk.say(TurnStarted(0, None), TurnEnded(0, "", 0))
    done, _, created = talk.say(TurnStarted(1, None))
    assert done["response"]["usage"]["total_tokens"] == 0
    assert created["response"]["id"] == "resp_2"


def test_faults_are_errors() -> None:
    talk = Talk()
    for code, kind in (("session_failed", "server_error"), ("bad_choice", "invalid_request_error")):
        (error,) = talk.say(Fault(code, "why", True))
        assert error["error"] == {"type": kind, "code": code, "message": "why", "param": None, "event_id": None}


def test_faults_that_the_vendor_has_a_code_for_have_it() -> None:
    (error,) = Talk().say(Fault("nothing_to_commit", "nothing was heard", False))
    assert (error["error"]["code"], error["error"]["type"]) == (
        "input_audio_buffer_commit_empty",
        "invalid_request_error",
    )


def test_a_session_forgets_old_items_and_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transport.realtime.items.MAX_ITEMS", 8)
    talk = Talk()
    for turn in range(40):
        talk.say(SpeechStarted(turn, 0), SpeechStopped(turn, 0, 0), TurnStarted(turn, turn), TextDelta(turn, "a"))
        assert types(talk.say(TurnEnded(turn, "a", 0), metrics(turn)))[-1] == "rate_limits.updated"
    assert read([]) == []
    assert len(talk.codec._items._items) == 8  # type: ignore[attr-defined]
