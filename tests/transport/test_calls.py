"""Calls over real sockets: what a client meets, and that nobody else notices."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import Any

import anyio
import anyio.abc
import msgpack
import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed, InvalidStatus

from pipeline.events import (
    Cancel,
    Fault,
    Interrupted,
    MicAudio,
    MicEnded,
    Played,
    SpeechAudio,
    SpeechStarted,
    TextDelta,
    TranscriptDelta,
    TurnEnded,
    TurnStarted,
    UserText,
)
from pipeline.wish import Wish
from transport.call import Limits
from transport.client import Call, CallError, connect
from transport.codec import Start
from transport.desk import Settings
from transport.native import SUBPROTOCOL
from transport.websocket import PatientWebSocket

pytestmark = pytest.mark.anyio

START = Start(16_000)


async def until(what: Any) -> None:
    with anyio.fail_after(5):
        while not what():  # noqa: ASYNC110
            await anyio.sleep(0.01)


async def answer(call: Call, text: str) -> list[Any]:
    """The events of the answer to a typed text."""
    await call.send(UserText(text))
    events: list[Any] = []
    async for event in call:
        events.append(event)
        if isinstance(event, TurnEnded):
            return events
    raise AssertionError("no answer")


def raw(url: str, **options: Any) -> open_socket:
    return open_socket(url, subprotocols=[SUBPROTOCOL], compression=None, proxy=None, **options)  # type: ignore[list-item]


async def ask(ws: ClientConnection, message: Any) -> dict[str, Any]:
    await ws.send(message if isinstance(message, bytes | str) else msgpack.packb(message))
    return msgpack.unpackb(await ws.recv())  # type: ignore[arg-type]


async def closing(ws: ClientConnection) -> tuple[list[dict[str, Any]], int, str]:
    """What still came, and how the server closed."""
    came: list[dict[str, Any]] = []
    with anyio.fail_after(5), suppress(ConnectionClosed):
        while True:
            came.append(msgpack.unpackb(await ws.recv()))  # type: ignore[arg-type]
    return came, ws.close_code or 0, ws.close_reason or ""


# -- a good call -------------------------------------------------------------------------------------------------


async def test_a_whole_conversation(open_house: Any) -> None:
    async with open_house() as house, connect(house.url, START) as call:
        assert call.ready.model == "fake-1"
        assert call.ready.rate_hz == 24_000
        assert await answer(call, "hi") == [
            TurnStarted(0, None),
            TextDelta(0, "hi"),
            ANY_AUDIO,
            TurnEnded(0, "hi", 480),
        ]
        await call.send(Played(0, 480))
        await call.send(Cancel())
        ramp = np.arange(-400, 400, dtype=np.float32) / 1024
        await call.play(ramp)
        await call.send(MicEnded())
        events = [event async for event in call]
        assert events[:3] == [
            Interrupted(0, 0, "cancelled"),
            SpeechStarted(0, 0),
            TranscriptDelta(0, "hello", "", True),
        ]
        assert isinstance(events[-1], TurnEnded)
        heard = [event.samples for event in house.heard if isinstance(event, MicAudio)]
        assert [block.size for block in heard] == [320, 320, 160]
        np.testing.assert_array_equal(np.concatenate(heard), ramp)
        assert house.heard[0:3] == [UserText("hi"), Played(0, 480), Cancel()]
        await until(lambda: house.closed == 1)


class AnyAudio:
    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpeechAudio)


ANY_AUDIO = AnyAudio()


async def test_play_keeps_the_pace_of_the_clock(open_house: Any) -> None:
    class FakeClock:
        now_s = 0.0

        def __call__(self) -> float:
            return self.now_s

        async def sleep(self, seconds: float) -> None:
            self.now_s += seconds

    clock = FakeClock()
    async with open_house() as house, connect(house.url, START, clock) as call:
        await call.play(np.zeros(24_000, np.float32), block_ms=100)
    assert clock.now_s == pytest.approx(1.5)


async def test_two_clients_have_a_session_each(open_house: Any) -> None:
    async with open_house() as house, connect(house.url, START) as one, connect(house.url, START) as two:
        assert one.ready.session != two.ready.session
        assert house.names == [one.ready.session, two.ready.session]
        assert (await answer(two, "b"))[1] == TextDelta(0, "b")
        assert (await answer(one, "a"))[1] == TextDelta(0, "a")
        assert house.desk.report()["sessions"] == 2


async def test_ping_is_answered_without_a_session(open_house: Any) -> None:
    async with open_house() as house, raw(house.url) as ws:
        assert await ask(ws, {"type": "ping", "id": 3}) == {"type": "pong", "id": 3}
        assert house.opened == 0


# -- bad frames --------------------------------------------------------------------------------------------------


async def test_bad_frames_are_answered_and_the_call_goes_on(open_house: Any) -> None:
    async with open_house() as house, connect(house.url, START) as other, raw(house.url) as ws:
        audio = msgpack.packb({"type": "audio", "start_samples": 0, "data": b"\0\0"})
        for frame, code, says in [
            (audio, "bad_order", "audio came before start"),
            (audio[:-2], "bad_message", "stops in the middle"),
            ({"type": "sing"}, "unknown_type", "unknown type 'sing'"),
            ("hello", "bad_message", "a text frame"),
            ({"type": "start", "rate_hz": 96_000}, "bad_field", "from 8000 to 48000"),
        ]:
            error = await ask(ws, frame)
            assert (error["type"], error["code"], error["fatal"]) == ("error", code, False)
            assert says in error["message"]
        assert (await ask(ws, {"type": "start", "rate_hz": 16_000}))["type"] == "ready"
        assert (await ask(ws, audio[:-1]))["code"] == "bad_message"
        assert (await ask(ws, audio))["type"] == "speech_started"
        await answer(other, "hi")


async def test_ten_megabytes_are_refused_with_1009(open_house: Any) -> None:
    async with open_house() as house, connect(house.url, START) as other, raw(house.url) as ws:
        await ws.send(bytes(10_000_000))
        (error,), code, reason = await closing(ws)
        assert (code, error["code"], error["fatal"]) == (1009, "too_large", True)
        assert "10,000,000 bytes: the limit is 1,048,576" in error["message"]
        assert reason.startswith("a frame of 10,000,000 bytes")
        await answer(other, "hi")


async def test_who_sends_only_nonsense_is_closed(open_house: Any) -> None:
    async with open_house(Settings(limits=Limits(max_errors=3))) as house, raw(house.url) as ws:
        for _ in range(3):
            await ws.send(b"nonsense")
        came, code, reason = await closing(ws)
        assert [error["fatal"] for error in came] == [False, False, True]
        assert code == 1008
        assert reason.startswith("3 wrong frames in a row")


async def test_who_never_starts_is_closed(open_house: Any) -> None:
    async with open_house(Settings(limits=Limits(start_timeout_s=0.1))) as house, raw(house.url) as ws:
        _, code, reason = await closing(ws)
        assert (code, reason) == (1008, "no start came within 0.1 s: send it first")


# -- clients that leave, or do not read --------------------------------------------------------------------------


async def vanish(ws: ClientConnection) -> None:
    """As a killed process: a reset, and no goodbye."""
    sock = ws.transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    ws.transport.abort()


async def test_a_client_that_vanishes_mid_answer_leaves_no_trace(open_house: Any) -> None:
    async with open_house() as house, connect(house.url, START) as other:
        ws = await raw(house.url)
        assert (await ask(ws, {"type": "start", "rate_hz": 16_000}))["type"] == "ready"
        await ws.send(msgpack.packb({"type": "text", "text": "talk forever"}))
        await until(lambda: house.spoken_s > 1)
        await vanish(ws)
        await until(lambda: house.closed == 1)
        assert house.desk.report()["sessions"] == 1
        assert house.registry.get_sample_value("stepaudio_session_endings_total", {"why": "gone"}) == 1
        await answer(other, "hi")


async def test_a_client_that_never_reads_is_bounded_then_closed(
    open_house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientWebSocket, "linger_s", 0.2)
    async with open_house(Settings(limits=Limits(send_stall_s=0.3))) as house, connect(house.url, START) as other:
        async with raw(house.url, max_queue=1, max_size=None, close_timeout=0.1) as ws:
            await ws.send(msgpack.packb({"type": "start", "rate_hz": 16_000}))
            await ws.send(msgpack.packb({"type": "text", "text": "talk forever"}))
            await until(lambda: house.spoken_s > 1)
            await answer(other, "hi")  # while the other one stalls
            await until(lambda: house.closed == 1)
            spoken_s = house.spoken_s
            await until(
                lambda: len(house.server.server_state.connections) == 1
            )  # cut off, though it still reads nothing
        await answer(other, "hi")
        assert house.spoken_s == spoken_s < 500  # seconds of speech that the system's socket buffers took
        assert house.registry.get_sample_value("stepaudio_session_endings_total", {"why": "stalled"}) == 1


async def test_a_client_that_stalled_and_reads_again_learns_why(open_house: Any) -> None:
    impatient = Settings(limits=Limits(send_stall_s=0.3))
    async with open_house(impatient) as house, raw(house.url, max_queue=1, max_size=None) as ws:
        await ws.send(msgpack.packb({"type": "start", "rate_hz": 16_000}))
        await ws.send(msgpack.packb({"type": "text", "text": "talk forever"}))
        await until(lambda: house.closed == 1)
        came, code, reason = await closing(ws)
        assert came[-1]["type"] == "audio"
        assert (code, reason) == (1008, "nothing was read for 0.3 s: read faster")


# -- sessions that end or fail -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "code"), [("fail", "failed"), ("fault", "burnt")])
async def test_a_failing_session_fails_alone(open_house: Any, text: str, code: str) -> None:
    async with open_house() as house, connect(house.url, START) as other:
        async with connect(house.url, START) as call:
            await call.send(UserText(text))
            assert (await anext(call)) == Fault(code, ANY_TEXT, True)
            with pytest.raises(CallError) as caught:
                await anext(call)
            assert caught.value.close_code == 1011
        await until(lambda: house.closed == 1)
        await answer(other, "hi")


class AnyText:
    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)


ANY_TEXT: Any = AnyText()


async def test_a_refused_start_is_told_why(open_house: Any) -> None:
    async with open_house() as house:
        with pytest.raises(CallError, match='no voice "nobody": expected one of default'):
            async with connect(house.url, Start(16_000, wish=Wish(voice="nobody"))):
                pass
        async with raw(house.url) as ws:
            await ws.send(msgpack.packb({"type": "start", "rate_hz": 16_000, "voice": "nobody"}))
            (error,), code, _ = await closing(ws)
            assert (code, error["code"], error["fatal"]) == (1008, "refused", True)


# -- who is let in -----------------------------------------------------------------------------------------------


async def test_more_than_the_limit_are_sent_away_with_1013(open_house: Any) -> None:
    async with open_house(Settings(max_sessions=1)) as house:
        async with connect(house.url, START), raw(house.url) as ws:
            (error,), code, reason = await closing(ws)
            assert (code, error["code"], reason) == (1013, "busy", "all 1 sessions are taken: try again later")
        await until(lambda: house.closed == 1)
        async with connect(house.url, START) as call:
            await answer(call, "hi")


async def test_nobody_is_let_in_before_the_model_is_ready(open_house: Any) -> None:
    async with open_house() as house:
        house.ready = False
        async with raw(house.url) as ws:
            _, code, reason = await closing(ws)
            assert (code, reason) == (1013, "the model is not ready (loading): try again later")


async def test_the_subprotocol_is_agreed_on(open_house: Any) -> None:
    async with open_house() as house:
        async with open_socket(house.url, subprotocols=["v9", SUBPROTOCOL], proxy=None) as ws:  # type: ignore[list-item]
            assert ws.subprotocol == SUBPROTOCOL
        async with open_socket(house.url, proxy=None) as ws:
            assert (await ask(ws, {"type": "start", "rate_hz": 16_000}))["type"] == "ready"
        async with open_socket(house.url, subprotocols=["v9"], proxy=None) as ws:  # type: ignore[list-item]
            _, code, reason = await closing(ws)
            assert (code, reason) == (1008, f"unknown subprotocol: offer {SUBPROTOCOL}")


async def test_pages_of_other_origins_are_refused(open_house: Any) -> None:
    async with open_house(Settings(allowed_origins=("https://desk.example",))) as house:
        for origin in (None, house.http, "https://desk.example"):
            async with raw(house.url, origin=origin) as ws:
                assert (await ask(ws, {"type": "ping", "id": 0}))["type"] == "pong"
        for origin in ("https://evil.example", "null"):
            with pytest.raises(InvalidStatus) as caught:
                await raw(house.url, origin=origin)
            assert caught.value.response.status_code == 403
            assert b"allowed_origins" in (caught.value.response.body or b"")


# -- draining ----------------------------------------------------------------------------------------------------


async def test_drain_lets_answers_end_and_sends_everybody_away_with_1012(open_house: Any) -> None:
    async with open_house() as house:
        async with connect(house.url, START) as idle, connect(house.url, START) as busy, raw(house.url) as unstarted:
            await busy.send(UserText("wait"))
            assert await anext(busy) == TurnStarted(0, None)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(house.desk.drain)
                assert (await closing(unstarted))[1] == 1012
                assert await anext(idle) == Fault("drained", ANY_TEXT, True)
                with pytest.raises(CallError) as caught:
                    await anext(idle)
                assert caught.value.close_code == 1012
                with pytest.raises(CallError, match="restarting"):
                    async with connect(house.url, START):
                        pass
                assert house.desk.report() | {"sessions": 0} == {
                    "ready": False,
                    "model": "fake-1",
                    "detail": "the server is restarting",
                    "sessions": 0,
                    "waiting": 0,
                    "max_sessions": 16,
                    "subprotocol": SUBPROTOCOL,
                    "voices": [],
                }
                await busy.send(Cancel())
                assert [await anext(busy), await anext(busy)] == [TextDelta(0, "wait"), Interrupted(0, 0, "cancelled")]
                assert await anext(busy) == Fault("drained", ANY_TEXT, True)
        await until(lambda: house.closed == 2)


async def test_drain_waits_no_longer_than_the_limit(open_house: Any) -> None:
    async with open_house(Settings(limits=Limits(drain_s=0.1))) as house, connect(house.url, START) as call:
        await call.send(UserText("wait"))
        assert await anext(call) == TurnStarted(0, None)
        await house.desk.drain()
        assert house.closed == 1


async def test_stopping_the_server_drains_it(open_house: Any) -> None:
    async with open_house() as house, connect(house.url, START) as call:
        house.server.should_exit = True  # as SIGTERM does
        assert await anext(call) == Fault("drained", ANY_TEXT, True)
        with pytest.raises(CallError) as caught:
            await anext(call)
        assert caught.value.close_code == 1012
        await until(lambda: not house.server.server_state.connections)


async def test_what_a_client_says_after_the_end_is_not_heard(open_house: Any) -> None:
    async with open_house() as house, connect(house.url, START) as call:
        await call.send(MicEnded())
        assert [event async for event in call]
        heard = len(house.heard)
        await call.send(UserText("too late"))
        assert len(house.heard) == heard
