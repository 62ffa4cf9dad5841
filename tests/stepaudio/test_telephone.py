"""A telephone call with the real model, through the phone that the transport's tests dial with."""

from __future__ import annotations

from collections.abc import Callable

import anyio
import numpy as np
import pytest
import soxr
from fast_caller import HEARD_HZ, SAMPLES, question
from twilio_phone import SILENCE, Phone
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket

from training import judge
from transport.g711 import decode_mulaw, encode_mulaw

pytestmark = pytest.mark.anyio

TICK_S = 0.02


class Caller:
    """Speaks into a phone at the pace of a line, and listens."""

    def __init__(self, socket: ClientConnection, phone: Phone) -> None:
        self._socket = socket
        self._phone = phone
        self._said = bytearray()

    async def talk(self) -> None:
        """Twilio's side of the call, for as long as it lasts."""
        await self._socket.send(self._phone.connected())
        await self._socket.send(self._phone.start())
        due_s = anyio.current_time()
        while True:
            for mark in self._phone.play():
                await self._socket.send(mark)
            octets, self._said = bytes(self._said[:160]), self._said[160:]
            await self._socket.send(self._phone.media(octets + SILENCE[len(octets) :]))
            due_s += TICK_S
            await anyio.sleep(max(0.0, due_s - anyio.current_time()))

    async def listen(self) -> None:
        async for frame in self._socket:
            assert isinstance(frame, str)
            for answer in self._phone.take(frame):
                await self._socket.send(answer)

    def say(self, name: str) -> None:
        self._said += encode_mulaw(np.asarray(soxr.resample(question(name), HEARD_HZ, 8000), np.float32))

    async def hear_out(self) -> None:
        """Until an answer has come and is over."""
        before = -1
        while not before == len(self._phone.heard) > 0:
            before = len(self._phone.heard)
            await anyio.sleep(1.5)

    async def until(self, what: Callable[[], bool]) -> None:
        with anyio.fail_after(30):
            while not what():  # noqa: ASYNC110
                await anyio.sleep(0.02)


async def test_a_caller_is_answered_over_the_telephone_and_can_interrupt(server: str) -> None:
    phone = Phone(voice="flora")
    async with open_socket(server.replace("/v1/stream", "/twilio"), proxy=None) as socket:
        caller = Caller(socket, phone)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(caller.talk)
            tasks.start_soon(caller.listen)
            caller.say("order")
            await caller.hear_out()
            heard = soxr.resample(decode_mulaw(bytes(phone.heard)), 8000, HEARD_HZ)
            said = judge.recognise(np.asarray(heard, np.float32), HEARD_HZ, judge.domain_sentences())
            errors = {name: judge.word_error_rate(sample.answer, said) for name, sample in SAMPLES.items()}
            assert min(errors, key=errors.__getitem__) == "order", said  # the judge knows no telephones, but answers
            before = len(phone.heard)
            caller.say("opening")
            await caller.until(lambda: len(phone.heard) > before + 4000)
            assert phone.cleared == 0
            caller.say("order")
            await caller.until(lambda: phone.cleared == 1)
            tasks.cancel_scope.cancel()
