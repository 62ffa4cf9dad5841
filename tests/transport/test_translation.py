"""Translation sessions, event by event."""

from __future__ import annotations

import numpy as np
import pytest
from realtime_talk import HANDSHAKE, Numbers, Talk, pcm, read, sound

from pipeline.events import (
    Choose,
    Fault,
    MicAudio,
    MicEnded,
    SpeechStarted,
    SpeechStopped,
    TextDelta,
    TranscriptDelta,
    TurnEnded,
    TurnStarted,
)
from pipeline.wish import Wish
from transport.codec import Start
from transport.realtime.translation import TranslationCodec

WISH = Wish(task="translate", to="en", spoken=True, interruptible=False)


def translator() -> Talk:
    return Talk(TranslationCodec(HANDSHAKE, Numbers()))


def test_the_session_is_told_first() -> None:
    assert TranslationCodec(HANDSHAKE).opening() == Start(24_000, wish=WISH)
    assert translator().created == [
        {
            "type": "session.created",
            "session": {
                "id": "sess_1",
                "model": "fake-1",
                "expires_at": None,
                "type": "translation",
                "audio": {"input": {"transcription": None, "noise_reduction": None}, "output": {"language": "en"}},
            },
        }
    ]


def test_speech_goes_in_and_another_language_comes_out() -> None:
    client = translator()
    asked = {"input": {"transcription": {"model": "whisper-1"}}, "output": {"language": "zh-CN"}}
    assert client.hear("session.update", session={"audio": asked}) == [
        Choose(Wish(task="translate", to="zh", spoken=True, interruptible=False))
    ]
    assert client.replies[0]["session"]["audio"]["output"] == {"language": "zh"}
    (mic,) = client.hear("session.input_audio_buffer.append", audio=pcm(np.zeros(4_800)))
    assert isinstance(mic, MicAudio)
    assert (mic.samples.size, mic.rate_hz) == (4_800, 24_000)
    said = client.say(
        SpeechStarted(0, 0),
        SpeechStopped(0, 16_000, 16_000),
        TranscriptDelta(0, "Hello", "", True),
        TurnStarted(0, 0),
        TextDelta(0, "你好"),
        sound(0, 2_400),
        sound(0, 2_400, 2_400),
        TurnEnded(0, "你好", 4_800),
    )
    audio = {"sample_rate": 24_000, "channels": 1, "format": "pcm16", "delta": pcm(np.full(2_400, 8_192))}
    assert said == [
        {"type": "session.input_transcript.delta", "delta": "Hello", "elapsed_ms": 1_000},
        {"type": "session.output_transcript.delta", "delta": "你好", "elapsed_ms": 0},
        {"type": "session.output_audio.delta", **audio, "elapsed_ms": 0},
        {"type": "session.output_audio.delta", **audio, "elapsed_ms": 100},
    ]


def test_what_was_said_is_told_only_who_asks_for_it() -> None:
    assert translator().say(TranscriptDelta(0, "Hello", "", True)) == []


def test_texts_that_follow_each_other_are_told_as_one() -> None:
    client = translator()
    client.hear("session.update", session={"audio": {"input": {"transcription": {"model": "any"}}}})
    told = [
        TranscriptDelta(0, "Good", "", False),
        TranscriptDelta(0, "bye.", "", True),
        TranscriptDelta(1, "Bye.", "", True),
        TextDelta(0, "再见。"),
        TextDelta(1, "拜。"),
    ]
    assert [event["delta"] for event in client.say(*told)] == ["Good", "bye.", " Bye.", "再见。", "拜。"]


def test_the_session_is_closed_after_all_is_translated() -> None:
    client = translator()
    assert client.hear("session.close") == [MicEnded()]
    assert client.hear("session.close") == []
    assert client.refused("session.input_audio_buffer.append", audio="AAAA")["code"] == "session_closed"
    assert read(client.codec.closing()) == [{"type": "session.closed"}]


@pytest.mark.parametrize(
    ("session", "param"),
    [
        ({"audio": {"output": {"language": "tlh"}}}, "session.audio.output.language"),
        ({"audio": {"output": {"voice": "ada"}}}, "session.audio.output.voice"),
        ({"audio": {"input": {"transcription": {}}}}, "session.audio.input.transcription.model"),
        ({"type": "realtime"}, "session.type"),
    ],
)
def test_an_update_that_cannot_be_is_refused(session: object, param: str) -> None:
    client = translator()
    assert client.refused("session.update", session=session)["param"] == param
    client.hear("session.update", session={})
    assert client.replies[0]["session"] == client.created[0]["session"]


def test_faults_are_errors() -> None:
    (error,) = translator().say(Fault("burnt", "the model burns", True))
    assert error["error"]["code"] == "burnt"
