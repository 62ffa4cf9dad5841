"""Bad input: each gets a clear error or works, the server goes on, and a bystander's call never notices."""

from __future__ import annotations

import shutil
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import msgpack
import numpy as np
import pytest
import soundfile
import soxr
from fast_caller import HEARD_HZ, SAMPLES, calling, gone, look_up, question
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed

from pipeline.config import ConfigError, load
from pipeline.events import Fault, MicAudio, SpeechAudio, SpeechStarted, TurnEnded
from pipeline.wish import Wish
from stages.checkpoint import CheckpointError
from stepaudio import StepAudio2, audio
from stepaudio.audio import AudioError
from stepaudio.engine import model_defaults
from stepaudio.library import NANO
from stepaudio.serve import serving
from transport.client import CallError, connect
from transport.codec import Start
from transport.native import SUBPROTOCOL

pytestmark = pytest.mark.anyio

RATE_HZ = HEARD_HZ


# -- recordings --------------------------------------------------------------------------------------------------


def stereo(path: Path) -> None:
    samples = question("capital")
    soundfile.write(path, np.stack([samples, 0.1 * samples], axis=1), RATE_HZ)


def of_type(subtype: str) -> Callable[[Path], None]:
    return lambda path: soundfile.write(path, question("capital"), RATE_HZ, subtype=subtype)


def at_rate(rate_hz: int) -> Callable[[Path], None]:
    return lambda path: soundfile.write(path, soxr.resample(question("capital"), RATE_HZ, rate_hz), rate_hz)


UNUSUAL = {
    "stereo": stereo,
    "8 bit": of_type("PCM_U8"),
    "24 bit": of_type("PCM_24"),
    "float": of_type("FLOAT"),
    "mu-law": of_type("ULAW"),
    "96 kHz": at_rate(96_000),
    "8 kHz": at_rate(8_000),
}


@pytest.mark.parametrize("kind", UNUSUAL)
def test_unusual_recordings_are_heard(kind: str, model: StepAudio2, tmp_path: Path) -> None:
    UNUSUAL[kind](tmp_path / "question.wav")
    assert model.transcribe(tmp_path / "question.wav").text == SAMPLES["capital"].said


async def test_unusual_recordings_are_answered_all_at_once(server: str, bystander: Any, tmp_path: Path) -> None:
    answers: dict[str, str] = {}

    async def ask(kind: str) -> None:
        UNUSUAL[kind](tmp_path / f"{kind}.wav")
        samples, rate_hz = audio.read_as_recorded(tmp_path / f"{kind}.wav")
        async with calling(server, Start(rate_hz)) as caller:
            await caller.speak(samples, rate_hz)
            answers[kind] = (await caller.answer(0)).text

    async with bystander(), anyio.create_task_group() as tasks:
        for kind in UNUSUAL:
            tasks.start_soon(ask, kind)
    assert answers == dict.fromkeys(UNUSUAL, SAMPLES["capital"].answer)


def half(path: Path) -> None:
    of_type("PCM_16")(path)
    path.write_bytes(path.read_bytes()[:30])


NO_RECORDINGS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "not a WAV": (lambda path: path.write_text("Dear sir or madam"), r"is not audio .*\(WAV, FLAC, OGG or MP3\)"),
    "no bytes": (lambda path: path.write_bytes(b""), "is empty, 0 bytes: expected a recording"),
    "zero-length": (lambda path: soundfile.write(path, np.zeros(0), RATE_HZ), "holds no audio: expected at least one"),
    "cut in its header": (half, "is not audio that can be read"),
    "not numbers": (
        lambda path: soundfile.write(path, np.full(RATE_HZ, np.nan), RATE_HZ, subtype="FLOAT"),
        r"holds values that are not numbers: expected samples in \[-1, 1\]",
    ),
    "float in units of 16 bit": (
        lambda path: soundfile.write(path, np.full(RATE_HZ, 9e3), RATE_HZ, subtype="FLOAT"),
        r"reaches 9000: expected samples in \[-1, 1\]",
    ),
    "500 kHz": (lambda path: soundfile.write(path, np.zeros(RATE_HZ), 500_000), "500000 Hz .*4000 to 384000 Hz can"),
    "missing": (lambda path: None, "no such file"),
}


@pytest.mark.parametrize("kind", NO_RECORDINGS)
def test_what_is_no_recording_is_refused_by_name(kind: str, model: StepAudio2, tmp_path: Path) -> None:
    path = tmp_path / "question.wav"
    make, says = NO_RECORDINGS[kind]
    make(path)
    for use in (model.transcribe, model.respond, audio.read_as_recorded):
        with pytest.raises(AudioError, match=rf"question\.wav.*{says}"):
            use(path)


def noise(seconds: float, level: float) -> np.ndarray:
    samples = np.random.default_rng(0).normal(0, level, int(seconds * RATE_HZ))
    return samples.clip(-1, 1).astype(np.float32)


def test_where_nobody_speaks_there_is_nothing_to_write_down_or_answer(model: StepAudio2) -> None:
    assert model.transcribe((np.zeros(5 * RATE_HZ), RATE_HZ)).text == ""
    with pytest.raises(AudioError, match=r"nobody speaks in the recording of 5\.0 s"):
        model.respond((np.zeros(5 * RATE_HZ), RATE_HZ))


def test_ten_minutes_of_noise_are_borne(model: StepAudio2) -> None:
    heard = model.transcribe((noise(600, 0.1), RATE_HZ))
    assert (heard.text, heard.audio_s) == ("", 600)


async def test_silence_and_noise_are_not_answered_and_the_next_question_is(server: str, bystander: Any) -> None:
    async with bystander(), calling(server) as caller:
        await caller.speak(np.zeros(5 * RATE_HZ, np.float32))
        await caller.speak(noise(20, 0.1))
        await caller.speak(noise(5, 1.0))
        answer = await caller.ask(question("capital"))
    assert answer.text == SAMPLES["capital"].answer
    assert len(caller.all(SpeechStarted)) == len(caller.all(TurnEnded)) == 1
    assert not caller.all(Fault)


async def test_a_babble_of_voices_does_not_stop_the_server(server: str, bystander: Any) -> None:
    voices = [np.tile(question(name)[::-1], 20)[: 12 * RATE_HZ] for name in SAMPLES]
    babble = np.sum(voices, axis=0) / len(voices)
    async with bystander(), calling(server) as caller:
        await caller.speak(babble.astype(np.float32))
        answer = await caller.ask(question("capital"))
    assert answer.samples > 0
    assert not any(fault.fatal for fault in caller.all(Fault))


# -- the wire ----------------------------------------------------------------------------------------------------

START = {"type": "start", "rate_hz": RATE_HZ}
BLOCK = {"type": "audio", "start_samples": 0, "data": bytes(640)}


def raw(url: str, **options: Any) -> open_socket:
    return open_socket(url, subprotocols=[SUBPROTOCOL], compression=None, proxy=None, **options)  # type: ignore[list-item]


async def ask(ws: ClientConnection, message: dict[str, Any] | bytes) -> dict[str, Any]:
    await ws.send(message if isinstance(message, bytes) else msgpack.packb(message))
    return msgpack.unpackb(await ws.recv())  # type: ignore[arg-type]


async def test_frames_that_say_nothing_are_answered_and_the_call_goes_on(server: str, bystander: Any) -> None:
    async with bystander(), raw(server) as ws:
        for frame, code, says in [
            (BLOCK, "bad_order", "audio came before start: send start first, then wait for ready"),
            (START | {"rate_hz": 96_000}, "bad_field", "expected an integer from 8000 to 48000 (Hz)"),
            (START | {"rat_hz": 1}, "bad_field", "no key 'rat_hz': did you mean rate_hz?"),
        ]:
            error = await ask(ws, frame)
            assert (error["type"], error["code"], error["fatal"]) == ("error", code, False)
            assert says in error["message"]
        assert (await ask(ws, START))["type"] == "ready"
        for frame, code, says in [
            (msgpack.packb(BLOCK)[:-100], "bad_message", "the message stops in the middle"),
            ({"type": "adio"}, "unknown_type", "unknown type 'adio': did you mean audio?"),
            (START, "bad_order", "start came twice"),
            (BLOCK | {"data": bytes(641)}, "bad_audio", "641 bytes of audio: expected a multiple of 2"),
            (BLOCK | {"data": b""}, "bad_audio", "audio without a sample"),
            (BLOCK | {"start_samples": 10**9}, "bad_time", "starts at sample 1,000,000,000 of your stream, expected 0"),
        ]:
            error = await ask(ws, frame)
            assert (error["type"], error["code"], error["fatal"]) == ("error", code, False)
            assert says in error["message"]
        await ws.send(msgpack.packb({"type": "text", "text": "what is the capital of france"}))
        with anyio.fail_after(60):
            while (event := msgpack.unpackb(await ws.recv()))["type"] != "turn_ended":  # type: ignore[arg-type]
                pass
        assert event["text"] == SAMPLES["capital"].answer


async def test_a_frame_of_ten_megabytes_ends_the_call(server: str, bystander: Any) -> None:
    async with bystander(), raw(server) as ws:
        assert (await ask(ws, START))["type"] == "ready"
        error = await ask(ws, msgpack.packb(BLOCK | {"data": bytes(10_000_000)}))
        assert (error["code"], error["fatal"]) == ("too_large", True)
        assert "10,000,037 bytes: the limit is 1,048,576, send audio in blocks of 20 to 100 ms" in error["message"]
        with pytest.raises(ConnectionClosed):
            await ws.recv()
        assert ws.close_code == 1009


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"voice": "nobody"}, "no voice 'nobody': choose one of arthur, "),
        ({"task": "sing"}, "no task 'sing': choose one of converse, read, transcribe"),
    ],
)
async def test_wishes_that_cannot_be_met_are_refused(server: str, wish: dict[str, str], says: str) -> None:
    with pytest.raises(CallError, match=says):
        async with connect(server, Start(RATE_HZ, wish=Wish(**wish))):
            pass


async def test_a_client_that_vanishes_mid_answer_leaves_nothing_behind(server: str, bystander: Any) -> None:
    await gone(server)
    async with bystander():
        async with connect(server, Start(RATE_HZ)) as call:
            for at in range(0, 4 * RATE_HZ, RATE_HZ // 2):
                block = np.pad(question("capital"), (0, RATE_HZ))[at : at + RATE_HZ // 2]
                await call.send(MicAudio(block, RATE_HZ))
            async for event in call:
                if isinstance(event, SpeechAudio):
                    break
            vanish(call._socket)
        await gone(server, but=1)


def vanish(ws: ClientConnection) -> None:
    """As a killed process: a reset, and no goodbye."""
    sock = ws.transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    ws.transport.abort()


async def test_a_client_that_never_reads_is_given_up(server: str, bystander: Any) -> None:
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", int(server.rpartition(":")[2].partition("/")[0])))
    await gone(server)
    async with bystander():
        deaf = await raw(server, sock=narrow, max_queue=1, ping_interval=None)
        await deaf.send(msgpack.packb(START | {"format": "float32"}))
        await deaf.send(msgpack.packb({"type": "text", "text": "where is order four seven two"}))
        await gone(server, but=1)
        deaf.transport.abort()
    assert 'stepaudio_session_endings_total{why="stalled"} 1.0' in (await look_up(server, "/metrics"))[1]


# -- checkpoints and configuration -------------------------------------------------------------------------------


def without(name: str, folder: Path) -> Path:
    """A copy of the bundled checkpoint without one file."""
    copy = shutil.copytree(NANO, folder / "nano", copy_function=lambda of, to: Path(to).symlink_to(of))
    (Path(copy) / name).unlink()
    return Path(copy)


@pytest.mark.parametrize(
    "name",
    ["model-00002-of-00003.safetensors", "token2wav/flow.safetensors", "token2wav/hift.safetensors", "config.json"],
)
async def test_a_checkpoint_with_a_missing_part_is_refused_by_name(
    name: str, server: str, bystander: Any, tmp_path: Path
) -> None:
    incomplete = without(name, tmp_path)
    async with bystander():
        with pytest.raises(CheckpointError, match=Path(name).stem):
            await anyio.to_thread.run_sync(StepAudio2.load, incomplete)
        with pytest.raises(CheckpointError, match=Path(name).stem):
            async with serving(incomplete, load(None, [], model_defaults(incomplete))):
                pass


def test_an_unknown_key_is_answered_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[ears]\nmin_silense_ms = 300\n")
    with pytest.raises(ConfigError, match=r"mine\.toml: no key 'min_silense_ms' in \[ears\]: did you mean min_silence"):
        load(file, [])
    file.write_text("[ear]\nmin_silence_ms = 300\n")
    with pytest.raises(ConfigError, match=r"no section \[ear\]: did you mean ears\?"):
        load(file, [])
    file.write_text("[ears]\nmin_silence_ms = 1\n")
    with pytest.raises(ConfigError, match=r"ears\.min_silence_ms is 1: expected a whole number from 32 to 5000"):
        load(file, [])
