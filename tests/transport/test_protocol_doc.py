"""docs/protocol.md shows the bytes; here they are held against the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import msgpack
import pytest

from pipeline.events import Fault
from transport.codec import ProtocolError, Start
from transport.native import ClientCodec, ServerCodec

DOC = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
EXAMPLES = [
    (side, ast.literal_eval(message), bytes.fromhex(frame))
    for side, message, frame in re.findall(r"```wire (\w+)\n(.+)\n([0-9a-f\s]+)```", DOC)
]
START = Start(16_000)


@pytest.mark.parametrize(("side", "message", "frame"), EXAMPLES)
def test_the_bytes_are_the_message(side: str, message: dict[str, object], frame: bytes) -> None:
    assert msgpack.unpackb(frame) == message
    assert msgpack.packb(message) == frame


def test_the_client_examples_are_a_conversation() -> None:
    server, client = ServerCodec(), ClientCodec(START)
    for side, message, frame in EXAMPLES:
        if side == "client":
            event = server.receive(frame)
            sent = msgpack.unpackb(client.send(event))
            assert sent.items() >= message.items()
            assert all(value in (None, 0, 1) for key, value in sent.items() if key not in message)  # defaults spelt out


def test_the_server_examples_are_what_the_server_says() -> None:
    server, client = ServerCodec(), ClientCodec(START)
    for side, _, frame in EXAMPLES:
        if side == "server":
            assert server.send(client.receive(frame)) == frame


def test_the_refused_example_is_answered_as_shown() -> None:
    ((place, frame),) = [(n, frame) for n, (side, _, frame) in enumerate(EXAMPLES) if side == "refused"]
    server = ServerCodec()
    with pytest.raises(ProtocolError) as caught:
        server.receive(frame)
    assert server.send(Fault(caught.value.code, caught.value.message, fatal=False)) == EXAMPLES[place + 1][2]


@pytest.mark.parametrize("side", ["client", "server"])
def test_every_message_has_an_example(side: str) -> None:
    shown = {message["type"] for place, message, _ in EXAMPLES if place == side}
    codec = ServerCodec() if side == "client" else ClientCodec(START)
    with pytest.raises(ProtocolError) as caught:
        codec.receive(msgpack.packb({"type": "?"}))
    assert shown == set(caught.value.message.rpartition("expected one of ")[2].split(", "))


def test_the_example_taken_apart_is_whole() -> None:
    table = DOC.partition("one by one:")[2].partition("###")[0]
    assert bytes.fromhex("".join(re.findall(r"\| `([0-9a-f ]+)` \|", table))) == EXAMPLES[0][2]
    assert f"Those {len(EXAMPLES[0][2])} bytes" in DOC
