"""Who is let in over real sockets: keys, limits, the line, rates and idleness; and that no key is ever logged."""

from __future__ import annotations

import logging
import ssl
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
import msgpack
import numpy as np
import pytest
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from pipeline.events import MicAudio, UserText
from transport.call import Limits
from transport.client import Call, CallError, connect
from transport.codec import Start
from transport.desk import Settings
from transport.keys import Keys, Tenant, digest_of
from transport.native import SUBPROTOCOL

pytestmark = pytest.mark.anyio

START = Start(16_000)
KEY = "sk-very-secret-indeed"
ACME = Tenant("acme", digests=frozenset({digest_of(KEY)}))


def limited(**limits: Any) -> Settings:
    """A server of one tenant with these limits."""
    return Settings(keys=Keys([Tenant("acme", digests=ACME.digests, **limits)]))


async def until(what: Any) -> None:
    with anyio.fail_after(5):
        while not what():  # noqa: ASYNC110
            await anyio.sleep(0.01)


async def ending(socket: Any) -> tuple[list[dict[str, Any]], int]:
    """All that comes until the socket closes, and its close code."""
    came: list[dict[str, Any]] = []
    with anyio.fail_after(5), suppress(ConnectionClosed):
        while True:
            came.append(msgpack.unpackb(await socket.recv()))
    return came, socket.close_code


async def hung_up(call: Call) -> None:
    """Until the server hangs up, which raises."""
    async for _ in call:
        pass


# -- keys --------------------------------------------------------------------------------------------------------


async def test_a_key_opens_the_door_in_each_of_its_forms(open_house: Any) -> None:
    async with open_house(limited()) as house:
        start = msgpack.packb({"type": "start", "rate_hz": 16_000})
        offered = [SUBPROTOCOL, f"stepaudio-key.{KEY}"]
        for url, options in (
            (house.url, {"additional_headers": {"Authorization": f"Bearer {KEY}"}}),
            (house.url, {"additional_headers": {"Authorization": f"bearer  {KEY}"}}),
            (f"{house.url}?key={KEY}", {}),
            (house.url, {"subprotocols": offered}),
        ):
            async with open_socket(url, proxy=None, **options) as socket:
                await socket.send(start)
                assert msgpack.unpackb(await socket.recv())["type"] == "ready"
                assert socket.subprotocol == (SUBPROTOCOL if "subprotocols" in options else None)
        async with connect(house.url, START, key=KEY) as call:
            await call.send(UserText("hi"))


@pytest.mark.parametrize(
    ("key", "code"), [("", "missing_api_key"), ("sk-wrong", "invalid_api_key"), ("ek_none", "invalid_api_key")]
)
async def test_a_wrong_key_and_none_are_refused_with_1008_and_a_reason(open_house: Any, key: str, code: str) -> None:
    async with open_house(limited()) as house:
        async with open_socket(f"{house.url}?key={key}", proxy=None) as socket:
            (error,), close_code = await ending(socket)
            assert (error["code"], error["fatal"], close_code) == (code, True, 1008)
        assert house.opened == 0


async def test_no_key_is_ever_logged(open_house: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("websockets.client").setLevel(logging.WARNING)  # the tests' own side
    async with open_house(limited()) as house:
        logging.getLogger("uvicorn").setLevel(logging.DEBUG)
        async with connect(house.url, START, key=KEY):
            pass
        for url in (f"{house.url}?key={KEY}", f"{house.url}?key={KEY}x", f"{house.http}/twilio?key={KEY}"):
            try:
                async with open_socket(url.replace("http", "ws"), subprotocols=[f"stepaudio-key.{KEY}"]) as socket:  # type: ignore[list-item]
                    await ending(socket)
            except InvalidStatus:
                pass
        async with connect(house.url, START, key=KEY) as call:
            await call.send(UserText("fail"))  # a session that fails is logged with its traceback
            with pytest.raises(CallError):
                await hung_up(call)
    assert "a session failed" in caplog.text
    assert KEY not in caplog.text


# -- limits of a tenant ------------------------------------------------------------------------------------------


async def test_a_tenant_has_no_more_sessions_at_once_than_its_own(open_house: Any) -> None:
    async with open_house(limited(max_sessions=1)) as house:
        async with connect(house.url, START, key=KEY):
            with pytest.raises(CallError, match="all 1 of your sessions are open"):
                async with connect(house.url, START, key=KEY):
                    pass
        await until(lambda: house.closed == 1)
        async with connect(house.url, START, key=KEY):
            pass


async def test_a_call_ends_when_the_minutes_of_the_day_do_and_another_is_refused(open_house: Any) -> None:
    async with open_house(limited(minutes_per_day=0.005)) as house:
        async with connect(house.url, START, key=KEY) as call:
            with pytest.raises(CallError, match="minutes of today are used up") as caught:
                await hung_up(call)
            assert caught.value.close_code == 1008
        with pytest.raises(CallError, match=r"your 0\.005 minutes of today are used up"):
            async with connect(house.url, START, key=KEY):
                pass


# -- the line ----------------------------------------------------------------------------------------------------


async def test_who_waits_is_told_the_place_and_gets_it(open_house: Any) -> None:
    async with open_house(Settings(max_sessions=1, max_waiting=2)) as house:
        told: dict[str, list[int]] = {"b": [], "c": []}
        got: list[str] = []

        async def wait(name: str) -> None:
            async with connect(house.url, START, waiting=told[name].append):
                got.append(name)

        async with anyio.create_task_group() as tasks, connect(house.url, START):
            tasks.start_soon(wait, "b")
            await until(lambda: told["b"])
            tasks.start_soon(wait, "c")
            await until(lambda: told["c"])
            assert house.desk.report()["waiting"] == 2
            with pytest.raises(CallError, match="all 1 sessions are taken, and 2 are waiting") as caught:
                async with connect(house.url, START):
                    pass
            assert caught.value.close_code == 1013
            assert house.opened == 1
        assert (told, got) == ({"b": [1], "c": [2, 1]}, ["b", "c"])


async def test_who_leaves_the_line_is_noticed_and_what_was_said_there_is_heard(open_house: Any) -> None:
    async with open_house(Settings(max_sessions=1, max_waiting=2)) as house:
        start = msgpack.packb({"type": "start", "rate_hz": 16_000})
        async with open_socket(house.url, proxy=None) as other:
            async with connect(house.url, START):
                async with open_socket(house.url, proxy=None) as impatient:
                    await impatient.send(start)
                    assert msgpack.unpackb(await impatient.recv()) == {"type": "waiting", "place": 1}
                await until(lambda: house.desk.report()["waiting"] == 0)
                await other.send(start)
                assert msgpack.unpackb(await other.recv()) == {"type": "waiting", "place": 1}
                for text in ("hi", "ho"):
                    await other.send(msgpack.packb({"type": "text", "text": text}))
            types = [msgpack.unpackb(await other.recv())["type"] for _ in range(9)]
            assert types == ["ready", *["turn_started", "text", "audio", "turn_ended"] * 2]


async def test_a_server_that_drains_sends_the_line_away(open_house: Any) -> None:
    settings = Settings(max_sessions=1, max_waiting=2)
    async with open_house(settings) as house, connect(house.url, START), open_socket(house.url, proxy=None) as socket:
        await socket.send(msgpack.packb({"type": "start", "rate_hz": 16_000}))
        await socket.recv()
        await house.desk.drain()
        assert (await ending(socket))[1] == 1012


# -- rates and idleness ------------------------------------------------------------------------------------------


async def test_a_thousand_tiny_frames_are_heard_but_no_faster_than_allowed(open_house: Any) -> None:
    slow = Settings(limits=Limits(max_messages_per_s=400))
    async with open_house(slow) as house, connect(house.url, START) as call, connect(house.url, START) as other:
        began_s = anyio.current_time()
        for _ in range(1000):
            await call.send(MicAudio(np.zeros(1, np.float32), 16_000))
        await other.send(UserText("hi"))  # meanwhile others are served
        assert await anext(other)
        await until(lambda: sum(isinstance(event, MicAudio) for event in house.heard) == 1000)
        assert anyio.current_time() - began_s > (1000 - 400) / 400 * 0.9


async def test_an_idle_client_is_sent_away_and_one_that_sends_silence_is_not(open_house: Any) -> None:
    hasty = Settings(limits=Limits(idle_timeout_s=0.3))
    async with open_house(hasty) as house, connect(house.url, START) as idle, connect(house.url, START) as call:

        async def speak() -> None:
            while True:
                await call.send(MicAudio(np.zeros(320, np.float32), 16_000))
                await anyio.sleep(0.05)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(speak)
            with pytest.raises(CallError, match=r"nothing came for 0\.3 s"):
                await hung_up(idle)
            await anyio.sleep(0.3)
            await call.send(UserText("hi"))
            tasks.cancel_scope.cancel()
        assert house.registry.get_sample_value("stepaudio_session_endings_total", {"why": "idle"}) == 1


# -- TLS ---------------------------------------------------------------------------------------------------------


async def test_with_its_files_the_server_speaks_tls(open_house: Any, tmp_path: Path) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    await anyio.run_process([*make.split(), "-keyout", str(key), "-out", str(certificate)])
    trust = ssl.create_default_context(cafile=str(certificate))
    async with open_house(Settings(tls_certificate=str(certificate), tls_key=str(key))) as house:
        url = house.url.replace("ws://", "wss://")
        async with open_socket(url, ssl=trust, proxy=None) as socket:
            await socket.send(msgpack.packb({"type": "ping", "id": 1}))
            assert msgpack.unpackb(await socket.recv()) == {"type": "pong", "id": 1}
        with pytest.raises((OSError, InvalidHandshake)):
            await open_socket(house.url, proxy=None)


# -- paths that are none -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/nothing", "/v1/stream/", "/twilio/", "/v1/audio/speech"])
async def test_a_socket_at_another_path_is_told_so(open_house: Any, path: str) -> None:
    async with open_house() as house:
        with pytest.raises(InvalidStatus) as caught:
            await open_socket(house.http.replace("http", "ws") + path, proxy=None)
        assert caught.value.response.status_code == 404
