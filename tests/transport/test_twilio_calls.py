"""Telephone calls over real sockets: who may call, by a parameter or by a signature, and how calls end."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import anyio
import pytest
from twilio_phone import Phone
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed, InvalidStatus

from pipeline.events import MicAudio, UserText
from transport.desk import Settings
from transport.keys import Keys, Tenant, digest_of, twilio_signature

pytestmark = pytest.mark.anyio

ACME = Tenant("acme", digests=frozenset({digest_of("sk-acme")}))
SIGNED = Tenant("signed", digests=frozenset({digest_of("sk-signed")}), twilio_auth_token="token")


def url_of(house: Any) -> str:
    return house.http.replace("http://", "ws://") + "/twilio"


def signature_for(url: str, token: str = "token") -> dict[str, str]:
    return {"X-Twilio-Signature": twilio_signature(token, url.replace("ws://", "wss://")).decode()}


async def call(socket: ClientConnection, phone: Phone, *frames: str) -> None:
    for frame in (phone.connected(), phone.start(), *frames):
        await socket.send(frame)


async def close_code(socket: ClientConnection) -> int | None:
    with anyio.fail_after(5), suppress(ConnectionClosed):
        while True:
            await socket.recv()
    return socket.close_code


async def until(what: Any) -> None:
    with anyio.fail_after(5):
        while not what():  # noqa: ASYNC110
            await anyio.sleep(0.01)


async def test_a_call_is_heard_and_answered(open_house: Any) -> None:
    async with (
        open_house(Settings(dtmf_text="pressed {digits}")) as house,
        open_socket(url_of(house), proxy=None) as it,
    ):
        phone = Phone()
        await call(it, phone, phone.media(), phone.dtmf("7"), phone.dtmf("#"))
        with anyio.fail_after(5):
            answers = [json.loads(await it.recv()) for _ in range(2)]
        assert [answer["event"] for answer in answers] == ["media", "mark"]
        assert all(answer["streamSid"] == phone.stream for answer in answers)
        assert [type(event) for event in house.heard] == [MicAudio, UserText]
        assert house.heard[1] == UserText("pressed 7")
        await it.send(phone.stop())
        assert await close_code(it) == 1000


async def test_the_key_comes_as_a_parameter(open_house: Any) -> None:
    async with open_house(Settings(keys=Keys([ACME]))) as house:
        async with open_socket(url_of(house), proxy=None) as it:
            phone = Phone(key="sk-acme")
            await call(it, phone, phone.media())
            await until(lambda: house.opened == 1)
        for wrong in ({}, {"key": "sk-wrong"}):
            async with open_socket(url_of(house), proxy=None) as it:
                await call(it, Phone(**wrong))
                assert await close_code(it) == 1008
        async with open_socket(url_of(house), proxy=None, additional_headers=signature_for("wss://any")) as it:
            await call(it, Phone(key="sk-acme"))  # nobody here has a token: the key alone decides
            await until(lambda: house.opened == 2)


async def test_a_tenant_with_a_token_is_known_by_its_signature_and_by_nothing_else(open_house: Any) -> None:
    async with open_house(Settings(keys=Keys([ACME, SIGNED]))) as house:
        url = url_of(house)
        for headers, parameters in (
            (signature_for(url), {}),
            (signature_for(url), {"key": "sk-signed"}),
            (signature_for(url.rpartition(":")[0] + "/twilio"), {}),  # signed without the port
        ):
            opened = house.opened
            async with open_socket(url, proxy=None, additional_headers=headers) as it:
                await call(it, Phone(**parameters))
                await until(lambda opened=opened: house.opened == opened + 1)
        opened = house.opened
        for headers, parameters in (
            ({}, {"key": "sk-signed"}),  # a key, but no signature
            (signature_for(url), {"key": "sk-acme"}),  # another's key
            (signature_for(url), {"key": "sk-wrong"}),
        ):
            async with open_socket(url, proxy=None, additional_headers=headers) as it:
                await call(it, Phone(**parameters))
                assert await close_code(it) == 1008
        for headers in (signature_for(url, "wrong"), signature_for(url + "/"), {"X-Twilio-Signature": ""}):
            with pytest.raises(InvalidStatus) as caught:
                await open_socket(url, proxy=None, additional_headers=headers)
            assert caught.value.response.status_code == 403
        async with open_socket(url, proxy=None) as it:
            await call(it, Phone(key="sk-acme"))  # who has no token goes on with a key
            await until(lambda: house.opened == opened + 1)


async def test_behind_a_proxy_the_signature_is_of_the_public_url(open_house: Any) -> None:
    settings = Settings(keys=Keys([SIGNED]), public_url="https://desk.example/")
    async with open_house(settings) as house:
        headers = signature_for("wss://desk.example/twilio")
        async with open_socket(url_of(house), proxy=None, additional_headers=headers) as it:
            await call(it, Phone())
            await until(lambda: house.opened == 1)
        with pytest.raises(InvalidStatus):
            await open_socket(url_of(house), proxy=None, additional_headers=signature_for(url_of(house)))


async def test_who_waits_hears_it_ring_and_what_they_say_meanwhile_is_not_heard_later(open_house: Any) -> None:
    async with (
        open_house(Settings(max_sessions=1, max_waiting=1)) as house,
        open_socket(url_of(house), proxy=None) as it,
    ):
        first, second = Phone(), Phone()
        await call(it, first)
        await until(lambda: house.opened == 1)
        async with open_socket(url_of(house), proxy=None, max_size=None) as waiting:
            await call(waiting, second)
            assert json.loads(await waiting.recv())["event"] == "media"
            for _ in range(100):
                await waiting.send(second.media())
            await anyio.sleep(0.2)
            await it.close()
            await until(lambda: house.opened == 2)
            await waiting.send(second.media())
            await until(lambda: any(isinstance(event, MicAudio) for event in house.heard))
            assert sum(isinstance(event, MicAudio) for event in house.heard) < 10
            with anyio.fail_after(5):
                while json.loads(await waiting.recv())["event"] != "clear":
                    pass


async def test_what_is_no_call_is_borne_for_a_while(open_house: Any) -> None:
    async with open_house() as house:
        async with open_socket(url_of(house), proxy=None) as it:
            for _ in range(64):
                await it.send("junk")
            assert await close_code(it) == 1008
        async with open_socket(url_of(house), proxy=None) as it:
            await it.send("x" * 5_000_000)
            assert await close_code(it) == 1009
        async with open_socket(url_of(house), proxy=None) as it:
            phone = Phone(voice="nobody")
            await call(it, phone)
            assert await close_code(it) == 1008
        assert house.opened == 0
