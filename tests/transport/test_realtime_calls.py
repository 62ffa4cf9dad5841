"""Realtime and translation sessions over real sockets: who is let in, how it ends, keys for browsers."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import anyio
import anyio.to_thread
import pytest
from realtime_talk import pcm
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed

from pipeline.events import (
    Choose,
    ClientEvent,
    MicAudio,
    MicEnded,
    SessionEvent,
    TextDelta,
    TurnEnded,
    TurnMetrics,
    TurnStarted,
)
from transport.call import Limits
from transport.desk import Settings
from transport.keys import Keys, Tenant, digest_of

pytestmark = pytest.mark.anyio

KEY = "sk-very-secret-indeed"
PATHS = ("/v1/realtime", "/v1/realtime/translations")


def locked() -> Settings:
    """A server of one tenant."""
    return Settings(keys=Keys([Tenant("acme", digests=frozenset({digest_of(KEY)}))]))


def connect(house: Any, path: str = "/v1/realtime", **options: Any) -> Any:
    return open_socket(house.url.replace("/v1/stream", path), proxy=None, max_size=None, **options)


def bearer(key: str) -> dict[str, Any]:
    return {"additional_headers": {"Authorization": f"Bearer {key}"}}


async def hear(ws: Any) -> dict[str, Any]:
    with anyio.fail_after(5):
        return json.loads(await ws.recv())


async def ask(ws: Any, type_: str, **fields: Any) -> dict[str, Any]:
    await ws.send(json.dumps({"type": type_} | fields))
    return await hear(ws)


async def ending(ws: Any) -> tuple[list[dict[str, Any]], int]:
    """All that still comes, and the close code."""
    came: list[dict[str, Any]] = []
    with anyio.fail_after(5), suppress(ConnectionClosed):
        while True:
            came.append(json.loads(await ws.recv()))
    return came, ws.close_code


async def post(house: Any, path: str, body: Any, key: str = "") -> tuple[int, dict[str, Any]]:
    """Status and JSON of an HTTP request."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(house.http + path, data, {"Authorization": f"Bearer {key}"} if key else {})

    def send() -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    return await anyio.to_thread.run_sync(send)


# -- a session ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
async def test_the_session_is_created_before_the_client_says_anything(open_house: Any, path: str) -> None:
    async with open_house() as house, connect(house, f"{path}?model=gpt-realtime") as ws:
        created = await hear(ws)
        assert created["type"] == "session.created"
        assert created["session"]["model"] == "fake-1"
        assert house.opened == 1


async def test_what_the_client_says_reaches_the_session(open_house: Any) -> None:
    async with open_house() as house, connect(house) as ws:
        await hear(ws)
        session = {"type": "realtime", "instructions": "Rhyme."}
        assert (await ask(ws, "session.update", session=session))["session"]["instructions"] == "Rhyme."
        assert (await ask(ws, "input_audio_buffer.append", audio=pcm([1])))["type"].endswith("speech_started")
        assert [type(event) for event in house.heard] == [Choose, MicAudio]


async def test_a_translation_is_closed_in_order(open_house: Any) -> None:
    async with open_house() as house, connect(house, PATHS[1]) as ws:
        await hear(ws)
        await ws.send(json.dumps({"type": "session.close"}))
        came, code = await ending(ws)
        kinds = [event["type"] for event in came]
        assert kinds == ["session.output_transcript.delta", "session.output_audio.delta", "session.closed"]
        assert code == 1000
        assert isinstance(house.heard[-1], MicEnded)


# -- how it ends -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
async def test_a_draining_server_closes_with_1012(open_house: Any, path: str) -> None:
    async with open_house() as house, connect(house, path) as ws:
        await hear(ws)
        await house.desk.drain()
        (error,), code = await ending(ws)
        assert (error["type"], error["error"]["code"], code) == ("error", "drained", 1012)
        async with connect(house, path) as late:
            assert (await ending(late))[1] == 1012


@pytest.mark.parametrize("path", PATHS)
async def test_a_full_server_closes_with_1013(open_house: Any, path: str) -> None:
    async with open_house(Settings(max_sessions=1)) as house, connect(house, path) as ws:
        await hear(ws)
        async with connect(house, path) as late:
            (error,), code = await ending(late)
            assert (error["error"]["code"], code) == ("busy", 1013)


@pytest.mark.parametrize("path", PATHS)
async def test_who_waits_in_the_line_is_told_nothing_until_the_session_is_there(open_house: Any, path: str) -> None:
    line = Settings(max_sessions=1, max_waiting=1)
    async with open_house(line) as house, connect(house, path) as first, connect(house, path) as second:
        await hear(first)
        await first.close()
        assert (await hear(second))["type"] == "session.created"


async def test_five_megabytes_are_refused_with_1009(open_house: Any) -> None:
    async with open_house() as house, connect(house) as ws:
        await hear(ws)
        await ws.send(json.dumps({"type": "input_audio_buffer.append", "audio": "A" * 5_000_000}))
        (error,), code = await ending(ws)
        assert (error["error"]["code"], code) == ("too_large", 1009)


async def test_wrong_frames_are_answered_and_only_wrong_ones_end_it(open_house: Any) -> None:
    async with open_house(Settings(limits=Limits(max_errors=3))) as house, connect(house) as ws:
        await hear(ws)
        for _ in range(10):  # nothing is wrong with asking
            assert (await ask(ws, "response.cancel"))["error"]["code"] == "response_cancel_not_active"
        for _ in range(2):
            assert (await ask(ws, "sing"))["error"]["code"] == "invalid_value"
        await ask(ws, "session.update", session={"type": "realtime"})
        for _ in range(3):
            await ws.send("nonsense")
        came, code = await ending(ws)
        assert [event["type"] for event in came] == ["error", "error", "error"]
        assert code == 1008


async def test_a_thousand_tiny_frames(open_house: Any) -> None:
    async with open_house() as house, connect(house) as ws:
        await hear(ws)
        for _ in range(1_000):
            await ws.send(json.dumps({"type": "input_audio_buffer.append", "audio": pcm([1])}))
        with anyio.fail_after(30):
            while len(house.heard) < 1_000:  # noqa: ASYNC110
                await anyio.sleep(0.01)
        assert all(isinstance(event, MicAudio) for event in house.heard)


# -- keys --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
async def test_a_key_opens_the_door_as_a_header_and_as_a_browser_sends_it(open_house: Any, path: str) -> None:
    async with open_house(locked()) as house:
        async with connect(house, path, **bearer(KEY)) as ws:
            assert (await hear(ws))["type"] == "session.created"
            assert ws.subprotocol is None
        offered = ["realtime", f"openai-insecure-api-key.{KEY}", "openai-beta.realtime-v1"]
        async with connect(house, path, subprotocols=offered) as ws:
            assert (await hear(ws))["type"] == "session.created"
            assert ws.subprotocol == "realtime"


@pytest.mark.parametrize("options", [{}, bearer("sk-wrong"), {"subprotocols": ["realtime"]}])
async def test_without_a_right_key_nobody_is_let_in(open_house: Any, options: dict[str, Any]) -> None:
    async with open_house(locked()) as house:
        async with connect(house, **options) as ws:
            (error,), code = await ending(ws)
            assert (error["error"]["type"], code) == ("invalid_request_error", 1008)
        assert house.opened == 0


async def test_other_subprotocols_are_refused(open_house: Any) -> None:
    async with open_house() as house, connect(house, subprotocols=["v9"]) as ws:
        assert (await ending(ws))[1] == 1008


async def test_a_key_for_a_browser_opens_the_session_that_it_was_made_for(open_house: Any) -> None:
    async with open_house(locked()) as house:
        session = {"type": "realtime", "instructions": "Rhyme."}
        body = {"session": session, "expires_after": {"anchor": "created_at", "seconds": 60}}
        status, secret = await post(house, "/v1/realtime/client_secrets", body, KEY)
        assert status == 200
        assert secret["value"].startswith("ek_")
        assert secret["expires_at"] > 0
        assert secret["session"]["instructions"] == "Rhyme."
        offered = ["realtime", f"openai-insecure-api-key.{secret['value']}"]
        async with connect(house, subprotocols=offered) as ws:
            assert (await hear(ws))["session"]["instructions"] == "Rhyme."
        status, refused = await post(house, "/v1/realtime/client_secrets", {}, secret["value"])
        assert (status, refused["error"]["code"]) == (403, "forbidden")


async def test_a_key_for_a_translation(open_house: Any) -> None:
    async with open_house() as house:
        body = {"session": {"audio": {"output": {"language": "zh"}}}}
        status, secret = await post(house, "/v1/realtime/translations/client_secrets", body)
        assert status == 200
        assert secret["session"]["audio"]["output"] == {"language": "zh"}
        async with connect(house, PATHS[1], **bearer(secret["value"])) as ws:
            assert (await hear(ws))["session"]["audio"]["output"] == {"language": "zh"}


@pytest.mark.parametrize(
    ("body", "key", "status", "code"),
    [
        ({}, "", 401, "missing_api_key"),
        ({}, "sk-wrong", 401, "invalid_api_key"),
        (b"{", KEY, 400, "invalid_json"),
        (b"\xff\xfe", KEY, 400, "invalid_json"),
        ([], KEY, 400, "invalid_json"),
        ({"expires_after": {"seconds": 9}}, KEY, 400, "invalid_value"),
        ({"session": {"type": "realtime", "voice": "x"}}, KEY, 400, "unknown_parameter"),
        (b" " * 2_000_000, KEY, 413, "too_large"),
    ],
)
async def test_a_key_that_cannot_be_made(open_house: Any, body: Any, key: str, status: int, code: str) -> None:
    async with open_house(locked()) as house:
        found, error = await post(house, "/v1/realtime/client_secrets", body, key)
        assert (found, error["error"]["code"]) == (status, code)


async def test_a_draining_server_lets_the_response_be_done(open_house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    began, go_on = anyio.Event(), anyio.Event()

    async def answer() -> AsyncIterator[SessionEvent]:
        yield TurnStarted(0, None)
        began.set()
        await go_on.wait()
        yield TextDelta(0, "Hi")
        yield TurnEnded(0, "Hi", 0)
        await anyio.sleep(0.01)
        yield TurnMetrics(0, {}, {}, {})
        await anyio.sleep_forever()

    class Answering:
        async def push(self, event: ClientEvent) -> None: ...

        def __aiter__(self) -> AsyncIterator[SessionEvent]:
            return answer()

    async with open_house() as house:
        monkeypatch.setitem(type(house).session.__wrapped__.__globals__, "FakeSession", lambda _: Answering())
        async with connect(house) as ws:
            await began.wait()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(house.desk.drain)
                await anyio.sleep(0.05)
                go_on.set()
                came, code = await ending(ws)
        assert [event["type"] for event in came[-3:]] == ["response.done", "rate_limits.updated", "error"]
        assert code == 1012
