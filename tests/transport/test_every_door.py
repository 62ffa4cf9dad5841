"""What every door must bear, whatever is spoken behind it: over real sockets, while somebody else is served."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import anyio
import msgpack
import pytest
from twilio_phone import Phone
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed, InvalidStatus

from pipeline.events import MicAudio, TurnEnded, UserText
from transport.call import Limits
from transport.client import connect
from transport.codec import Start
from transport.desk import Settings
from transport.keys import Keys, Tenant, digest_of

pytestmark = pytest.mark.anyio

PHONE = Phone()
APPEND = {"type": "input_audio_buffer.append", "audio": "AAA="}
# Of each door: what opens a session (nothing where connecting does), and a tiny frame of sound.
DOORS: dict[str, tuple[list[str | bytes], str | bytes]] = {
    "/v1/stream": (
        [msgpack.packb({"type": "start", "rate_hz": 16_000})],
        msgpack.packb({"type": "audio", "start_samples": 0, "data": b"\0\0"}),
    ),
    "/v1/realtime": ([], json.dumps(APPEND)),
    "/v1/realtime/translations": ([], json.dumps(APPEND | {"type": "session.input_audio_buffer.append"})),
    "/twilio": ([PHONE.connected(), PHONE.start()], PHONE.media(b"\xff")),
}
each_door = pytest.mark.parametrize("path", DOORS)


def socket_at(house: Any, path: str, **options: Any) -> Any:
    return open_socket(house.http.replace("http", "ws") + path, proxy=None, max_size=None, **options)


async def close_code(socket: ClientConnection) -> int | None:
    with anyio.fail_after(10), suppress(ConnectionClosed):
        while True:
            await socket.recv()
    return socket.close_code


async def is_served(house: Any) -> None:
    """Somebody else is answered."""
    async with connect(house.url, Start(16_000)) as call:
        await call.send(UserText("hi"))
        with anyio.fail_after(5):
            assert [event async for event in _until_answered(call)]


async def _until_answered(call: Any) -> Any:
    async for event in call:
        yield event
        if isinstance(event, TurnEnded):
            return


@each_door
async def test_a_frame_of_5_mb_ends_the_connection_with_1009(open_house: Any, path: str) -> None:
    async with open_house() as house, socket_at(house, path) as socket:
        frame = "x" * 5_000_000
        await socket.send(frame.encode() if path == "/v1/stream" else frame)
        assert await close_code(socket) == 1009
        await is_served(house)


@each_door
async def test_a_frame_beyond_all_measure_is_not_even_read(open_house: Any, path: str) -> None:
    async with open_house() as house, socket_at(house, path) as socket:
        with suppress(ConnectionClosed):
            await socket.send(b"x" * 40_000_000)
        assert await close_code(socket) in (1009, 1006)
        await is_served(house)


@each_door
async def test_nothing_but_wrong_frames_end_the_connection_with_1008(open_house: Any, path: str) -> None:
    async with open_house(Settings(limits=Limits(max_errors=20))) as house, socket_at(house, path) as socket:
        with suppress(ConnectionClosed):
            for frame in ["{", "[]", '{"type": 3, "event": null}', "\ud7ff", "x" * 1000] * 4:
                await socket.send(frame)
        assert await close_code(socket) == 1008
        await is_served(house)


@each_door
async def test_a_thousand_tiny_frames_a_second_hurt_nobody(open_house: Any, path: str) -> None:
    opening, tiny = DOORS[path]
    fast = Settings(limits=Limits(max_messages_per_s=500))
    async with open_house(fast) as house, socket_at(house, path) as socket:
        for frame in opening:
            await socket.send(frame)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(close_code, socket)  # reads along
            for _ in range(1000):
                await socket.send(tiny)
            await is_served(house)
            tasks.cancel_scope.cancel()
        assert any(isinstance(event, MicAudio) for event in house.heard)


@each_door
async def test_a_wrong_key_is_refused_with_1008(open_house: Any, path: str) -> None:
    keys = Keys([Tenant("acme", digests=frozenset({digest_of("sk-acme")}))])
    async with open_house(Settings(keys=keys)) as house:
        for headers in ({}, {"Authorization": "Bearer sk-wrong"}, {"Authorization": "Basic x"}):
            async with socket_at(house, path, additional_headers=headers) as socket:
                for frame in DOORS[path][0]:
                    with suppress(ConnectionClosed):
                        await socket.send(frame)
                assert await close_code(socket) == 1008
        assert house.opened == 0


@each_door
async def test_a_page_of_another_server_is_refused_at_the_handshake(open_house: Any, path: str) -> None:
    async with open_house() as house:
        with pytest.raises(InvalidStatus) as caught:
            await socket_at(house, path, origin="https://evil.example")
        assert caught.value.response.status_code == 403


@each_door
async def test_where_all_places_and_the_line_are_taken_it_closes_with_1013(open_house: Any, path: str) -> None:
    async with (
        open_house(Settings(max_sessions=1)) as house,
        connect(house.url, Start(16_000)),
        socket_at(house, path) as socket,
    ):
        assert await close_code(socket) == 1013


@each_door
async def test_a_draining_server_closes_with_1012(open_house: Any, path: str) -> None:
    async with open_house() as house, socket_at(house, path) as socket:
        for frame in DOORS[path][0]:
            await socket.send(frame)
        with anyio.fail_after(5):
            while not house.opened:  # noqa: ASYNC110
                await anyio.sleep(0.01)
        await house.desk.drain()
        assert await close_code(socket) == 1012
