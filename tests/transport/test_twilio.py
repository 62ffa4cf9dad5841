"""Twilio Media Streams: the codec against the documented sequence of messages, and against everything else."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio_phone import Phone

from pipeline.events import (
    Cancel,
    ClientEvent,
    Fault,
    Held,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    Released,
    SpeechAudio,
    TextDelta,
    TurnEnded,
    TurnStarted,
    UserText,
)
from pipeline.wish import Wish
from transport.codec import Handshake, ProtocolError, Ready, Start, Waiting
from transport.g711 import decode_mulaw, encode_mulaw
from transport.pacer import LEAD_MS, PIECE_MS
from transport.twilio import TwilioCodec, twilio_door

HANDSHAKE = Handshake(voices=("flora",), defaults=Wish(system="You are the desk of a hotel."))


class Line:
    """A phone and a codec, and what the session behind it hears."""

    def __init__(self, phone: Phone | None = None, **options: Any) -> None:
        self.phone = phone or Phone()
        self.codec = TwilioCodec(HANDSHAKE, **options)
        self.heard: list[Start | ClientEvent] = []

    def started(self) -> Line:
        self.say(self.phone.connected())
        self.say(self.phone.start())
        return self

    def say(self, frame: str) -> None:
        """Twilio says it, and what comes back arrives."""
        waiting = [frame]
        while waiting:
            heard = self.codec.receive(waiting.pop(0))
            self.heard += heard.events
            for reply in heard.replies:
                assert isinstance(reply, str)
                waiting += self.phone.take(reply)

    def tell(self, event: Any) -> None:
        """The session says it."""
        for frame in self.codec.send(event):
            assert isinstance(frame, str)
            for answer in self.phone.take(frame):
                self.say(answer)

    def pass_ms(self, ms: int) -> None:
        """Time passes on the line."""
        for _ in range(ms // 20):
            for mark in self.phone.play():
                self.say(mark)
            self.say(self.phone.media())

    def played(self) -> list[Played]:
        return [event for event in self.heard if isinstance(event, Played)]


def tone(seconds: float, start_samples: int = 0, turn: int = 0) -> SpeechAudio:
    t = np.arange(int(seconds * 24_000)) / 24_000
    return SpeechAudio(turn, np.asarray(0.5 * np.sin(2 * np.pi * 440 * t), np.float32), start_samples)


def code_of(codec: TwilioCodec, frame: str | bytes) -> str:
    with pytest.raises(ProtocolError) as caught:
        codec.receive(frame)
    assert caught.value.message
    return caught.value.code


# -- from the caller ---------------------------------------------------------------------------------------------


def test_a_call_begins_with_start_and_its_parameters_choose() -> None:
    line = Line(Phone(prompt="Be brief.", voice="flora", key="sk-1", task="translate", to="zh", campaign="7")).started()
    start = Start(8000, wish=Wish(task="translate", voice="flora", system="Be brief.", to="zh"), key="sk-1")
    assert line.heard == [start]
    assert "sk-1" not in repr(start)


def test_a_language_is_asked_for_in_the_system_prompt() -> None:
    line = Line(Phone(language="French")).started()
    assert isinstance(line.heard[0], Start)
    assert line.heard[0].wish.system == "You are the desk of a hotel.\nAnswer in French."
    line = Line(Phone(language="French", prompt="Be brief.")).started()
    assert isinstance(line.heard[0], Start)
    assert line.heard[0].wish.system == "Be brief.\nAnswer in French."


def test_without_parameters_the_choice_is_the_server_s() -> None:
    assert Line().started().heard == [Start(8000)]


def test_the_caller_s_sound_arrives_sample_for_sample() -> None:
    line = Line().started()
    sound = np.asarray(np.random.default_rng(0).uniform(-0.5, 0.5, 160), np.float32)
    line.say(line.phone.media(encode_mulaw(sound)))
    (audio,) = line.heard[1:]
    assert isinstance(audio, MicAudio)
    assert (audio.rate_hz, audio.samples.shape) == (8000, (160,))
    assert np.abs(audio.samples - sound).max() < 0.02


def test_sound_that_was_lost_is_silence() -> None:
    line = Line().started()
    line.say(line.phone.media())
    line.phone.lose(400)
    line.say(line.phone.media(b"\x00" * 160))
    audio = line.heard[-1]
    assert isinstance(audio, MicAudio)
    assert audio.samples.size == 3200 + 160
    assert not audio.samples[:3200].any()
    line.phone.lose(60_000)  # no gap, but a clock that was set
    line.say(line.phone.media())
    assert isinstance(line.heard[-1], MicAudio)
    assert line.heard[-1].samples.size == 160


def test_our_own_sound_come_back_is_not_heard() -> None:
    line = Line().started()
    frame = json.loads(line.phone.media())
    frame["media"]["track"] = "outbound"
    line.say(json.dumps(frame))
    assert line.heard == [Start(8000)]


def test_who_hangs_up_is_answered_no_more() -> None:
    line = Line().started()
    line.say(line.phone.stop())
    assert line.heard[1:] == [Cancel(), MicEnded()]


# -- keys --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("keys", "waits_ms", "typed"), [("42#", 0, "42"), ("4", 1500, "4"), ("*1", 1500, "*1")])
def test_pressed_keys_become_words_for_the_model(keys: str, waits_ms: int, typed: str) -> None:
    line = Line(dtmf_text="The caller pressed {digits}.").started()
    for key in keys:
        line.say(line.phone.dtmf(key))
    line.pass_ms(waits_ms)
    assert [event for event in line.heard if isinstance(event, UserText)] == [UserText(f"The caller pressed {typed}.")]


def test_keys_are_gathered_while_they_come_and_told_once() -> None:
    line = Line(dtmf_text="{digits}").started()
    for key in "123":
        line.say(line.phone.dtmf(key))
        line.pass_ms(1000)
    line.pass_ms(3000)
    assert [event for event in line.heard if isinstance(event, UserText)] == [UserText("123")]


def test_keys_are_passed_over_where_nobody_asked_for_them() -> None:
    line = Line().started()
    line.say(line.phone.dtmf("1"))
    line.pass_ms(3000)
    assert not [event for event in line.heard if isinstance(event, UserText)]


# -- to the caller -----------------------------------------------------------------------------------------------


def test_the_answer_is_heard_whole_and_reported_to_its_last_sample() -> None:
    line = Line().started()
    for number in range(4):
        line.tell(tone(0.5, number * 12_000))
    line.tell(TurnEnded(0, "la", 48_000))
    line.pass_ms(2500)
    assert len(line.phone.heard) == 16_000
    assert line.played()[-1] == Played(0, 48_000)
    reports = [event.samples for event in line.played()]
    assert reports == sorted(reports)
    assert max(np.diff(reports)) <= PIECE_MS * 24


def test_no_more_is_sent_ahead_than_the_lead() -> None:
    line = Line().started()
    line.tell(tone(10))
    for _ in range(200):
        assert line.phone.store_ms <= LEAD_MS + PIECE_MS
        line.pass_ms(20)
    assert len(line.phone.heard) == 4 * 8000  # and never ran dry


def test_a_phone_that_returns_no_marks_still_hears_the_answer() -> None:
    line = Line().started()
    line.tell(tone(2))
    line.tell(TurnEnded(0, "", 48_000))
    for _ in range(130):
        line.phone.play()
        line.say(line.phone.media())
    assert len(line.phone.heard) == 16_000
    assert line.played() == []


def test_an_interruption_clears_the_line_and_marks_of_what_was_dropped_say_nothing() -> None:
    line = Line().started()
    line.tell(tone(3))
    line.pass_ms(1000)
    before = line.played()[-1]
    assert 800 <= before.samples / 24 <= 1000
    line.tell(Interrupted(0, before.samples, "barge_in"))
    assert line.phone.cleared == 1
    assert line.phone.store_ms == 0
    line.pass_ms(1000)
    assert line.played()[-1] == before
    assert len(line.phone.heard) == 8000
    line.tell(tone(0.5, turn=1))
    line.tell(TurnEnded(1, "", 12_000))
    line.pass_ms(700)
    assert line.played()[-1] == Played(1, 12_000)


def test_a_hold_sends_nothing_more_and_a_release_goes_on_where_it_was() -> None:
    line = Line().started()
    line.tell(tone(3))
    line.pass_ms(500)
    line.tell(Held(0))
    line.tell(tone(1, 72_000))
    line.pass_ms(2000)
    assert line.phone.cleared == 0
    assert len(line.phone.heard) / 8 <= 500 + LEAD_MS + PIECE_MS
    line.tell(Released(0))
    line.tell(TurnEnded(0, "", 96_000))
    line.pass_ms(4000)
    assert len(line.phone.heard) == 32_000
    assert line.played()[-1] == Played(0, 96_000)


def test_who_waits_in_the_line_hears_it_ring_until_it_is_their_turn() -> None:
    line = Line().started()
    line.tell(Waiting(3))
    line.tell(Waiting(2))
    assert line.phone.store_ms == 120_000
    for _ in range(100):
        line.phone.play()
    ring = decode_mulaw(bytes(line.phone.heard))
    spectrum = np.abs(np.fft.rfft(ring))
    assert sorted(int(place * 8000 / ring.size) for place in np.argsort(spectrum)[-2:]) == [440, 480]
    line.tell(Ready("s", "nano", 24_000))
    assert (line.phone.cleared, line.phone.store_ms) == (1, 0)
    line.tell(tone(0.5))
    line.tell(TurnEnded(0, "", 12_000))
    line.pass_ms(1000)
    assert line.played()[-1] == Played(0, 12_000)


def test_what_a_telephone_cannot_say_is_not_said() -> None:
    codec = Line().started().codec
    for event in (
        Ready("s", "nano", 24_000),
        TurnStarted(0, 0),
        TextDelta(0, "hi"),
        Fault("burnt", "the model burns", True),
    ):
        assert list(codec.send(event)) == []
    assert codec.refuse(ProtocolError("x", "y")) == ()
    assert codec.closing() == ()
    assert codec.opening() is None


# -- what is wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"{}", "bad_message"),
        ("", "bad_message"),
        ("{", "bad_message"),
        ("[" * 100_000, "bad_message"),
        ("9" * 10_000, "bad_message"),
        ("[]", "bad_message"),
        ("{}", "bad_field"),
        ('{"event": 3}', "bad_field"),
        ('{"event": "dance"}', "unknown_type"),
        ('{"event": "\\ud800"}', "bad_field"),
        ("x" * 2_000_000, "too_large"),
        ('{"event": "start"}', "bad_field"),
        (Phone().media(), "bad_order"),
        (Phone().dtmf("1"), "bad_order"),
        (Phone().stop(), "bad_order"),
        (Phone().start(mediaFormat={"encoding": "audio/x-l16", "sampleRate": 16000, "channels": 1}), "bad_format"),
        (Phone().start(mediaFormat="mulaw"), "bad_field"),
        (Phone().start(customParameters=["a"]), "bad_field"),
        (Phone().start(customParameters={"voice": 3}), "bad_field"),
        (Phone("").start(), "bad_field"),
    ],
)
def test_a_wrong_beginning_is_named_and_the_call_can_still_begin(frame: str | bytes, code: str) -> None:
    line = Line()
    assert code_of(line.codec, frame) == code
    assert line.started().heard == [Start(8000)]


def changed(frame: str, **changes: Any) -> str:
    return json.dumps(json.loads(frame) | changes)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (Phone().start(), "bad_order"),
        (Phone().connected(), "bad_order"),
        (Phone("MZ-another").media(), "unknown_stream"),
        (changed(Phone().media(), streamSid=None), "bad_field"),
        (changed(Phone().media(), media=None), "bad_field"),
        (changed(Phone().media(), media={"payload": "=="}), "bad_audio"),
        (changed(Phone().media(), media={"payload": "grün"}), "bad_audio"),
        (changed(Phone().media(), media={"payload": ""}), "bad_audio"),
        (changed(Phone().media(), media={"payload": base64.b64encode(bytes(8001)).decode()}), "bad_audio"),
        (changed(Phone().media(), media={"payload": "AAAA", "timestamp": "soon"}), "bad_field"),
        (changed(Phone().media(), media={"payload": "AAAA", "timestamp": -5}), "bad_field"),
        (changed(Phone().media(), media={"payload": "AAAA", "timestamp": True}), "bad_field"),
        (Phone().dtmf("12"), "bad_field"),
        (Phone().dtmf(""), "bad_field"),
        (Phone().dtmf("x"), "bad_field"),
        (changed(Phone().media(), event="mark"), "bad_field"),
        (changed(Phone().media(), event="mark", mark={"name": 1}), "bad_field"),
    ],
)
def test_a_wrong_message_is_named_and_the_call_goes_on(frame: str, code: str) -> None:
    line = Line().started()
    assert code_of(line.codec, frame) == code
    line.tell(tone(0.5))
    line.tell(TurnEnded(0, "", 12_000))
    line.pass_ms(1000)
    assert line.played()[-1] == Played(0, 12_000)


@pytest.mark.parametrize("name", ["", "0.99", "a.b", "0.0.0", "-1.5", "1" * 400, "٣.٤"])
def test_a_strange_mark_says_nothing(name: str) -> None:
    line = Line().started()
    line.say(json.dumps({"event": "mark", "streamSid": line.phone.stream, "mark": {"name": name}}))
    assert line.heard == [Start(8000)]


def test_after_stop_nothing_is_heard() -> None:
    line = Line().started()
    line.say(line.phone.stop())
    assert code_of(line.codec, line.phone.media()) == "bad_order"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda x: st.lists(x) | st.dictionaries(st.text(), x),
)
NAMES = st.sampled_from(["connected", "start", "media", "dtmf", "mark", "stop"])
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "streamSid": st.sampled_from([Phone().stream, "MZ-another"]) | JSON,
        "start": JSON | st.just(json.loads(Phone().start())["start"]),
        "media": JSON
        | st.fixed_dictionaries({"payload": st.binary(max_size=400).map(lambda b: base64.b64encode(b).decode())}),
        "mark": JSON | st.fixed_dictionaries({"name": st.from_regex(r"[0-3]\.\d{1,5}", fullmatch=True)}),
        "dtmf": JSON | st.fixed_dictionaries({"digit": st.sampled_from("0123456789*#ABCDx")}),
        "stop": JSON,
        "protocol": JSON,
    },
)
MESSAGES = st.builds(lambda event, parts: json.dumps({"event": event} | parts), NAMES | JSON, PARTS)
FRAMES = MESSAGES | st.text() | st.binary() | JSON.map(json.dumps)
SAID = [tone(0.3), tone(0.2, 7200), tone(0.3, turn=1), Held(0), Released(0), Interrupted(0, 0, "barge_in")]
TOLD = st.sampled_from([*SAID, TurnEnded(0, "", 0), TurnEnded(1, "", 0)])


@given(st.lists(FRAMES | TOLD, max_size=30))
@settings(deadline=None)
def test_nothing_raises_but_the_protocol_s_own_error_and_the_call_goes_on(script: list[Any]) -> None:
    codec = twilio_door("{digits}").codec(HANDSHAKE)
    stopped = started = False
    for item in [*script, Phone().start(), Phone().media()]:
        if not isinstance(item, str | bytes):
            if started:
                codec.send(item)
            continue
        try:
            heard = codec.receive(item)
        except ProtocolError as error:
            assert error.message, error.code  # noqa: PT017
            continue
        for event in heard.events:
            assert isinstance(event, Start) == (not started), "start comes first, once"
            assert not stopped
            started = True
            stopped |= isinstance(event, MicEnded)
            if isinstance(event, MicAudio):
                assert np.isfinite(event.samples).all()
        for frame in heard.replies:
            assert json.loads(frame)["event"] in ("media", "mark", "clear")
    assert started


@given(st.data())
@settings(deadline=None)
def test_a_frame_that_was_refused_changes_nothing(data: st.DataObject) -> None:
    line, other = Line(dtmf_text="{digits}").started(), Line(dtmf_text="{digits}").started()
    for _ in range(5):
        with suppress(ProtocolError):
            line.codec.receive(data.draw(st.text() | st.binary() | JSON.map(json.dumps)))
        event = data.draw(TOLD)
        assert list(line.codec.send(event)) == list(other.codec.send(event))
    assert line.phone.media() == other.phone.media()
    frame = line.phone.media()
    assert repr(line.codec.receive(frame)) == repr(other.codec.receive(frame))
