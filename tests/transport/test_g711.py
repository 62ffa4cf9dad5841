"""G.711 against libsndfile's, and its own round trips."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from transport.g711 import decode_alaw, decode_mulaw, encode_alaw, encode_mulaw

OCTETS = bytes(range(256))
LAWS = [("ULAW", decode_mulaw, encode_mulaw), ("ALAW", decode_alaw, encode_alaw)]
Decode = Callable[[bytes], NDArray[np.float32]]
Encode = Callable[[NDArray[np.float32]], bytes]


@pytest.mark.parametrize(("law", "decode", "encode"), LAWS)
def test_every_octet_decodes_as_libsndfile_decodes_it(law: str, decode: Decode, encode: Encode) -> None:
    theirs, _ = soundfile.read(
        io.BytesIO(OCTETS), dtype="int16", format="RAW", subtype=law, channels=1, samplerate=8000
    )
    assert np.array_equal(np.rint(decode(OCTETS) * 32768), theirs)


@pytest.mark.parametrize(("law", "decode", "encode"), LAWS)
def test_every_octet_comes_back_from_its_sample(law: str, decode: Decode, encode: Encode) -> None:
    there_and_back = encode(decode(OCTETS))
    differing = {(a, b) for a, b in zip(OCTETS, there_and_back, strict=True) if a != b}
    assert differing == ({(0x7F, 0xFF)} if law == "ULAW" else set())


@pytest.mark.parametrize(("law", "decode", "encode"), LAWS)
def test_the_error_is_a_32nd_of_the_sample_at_most(law: str, decode: Decode, encode: Encode) -> None:
    samples = np.arange(-32768, 32768, dtype=np.float32) / 32768
    came = decode(encode(samples))
    assert (np.abs(came - samples) <= np.abs(samples) / 32 + 16 / 32768).all()
    assert (np.diff(came) >= 0).all()


@pytest.mark.parametrize(("law", "decode", "encode"), LAWS)
def test_what_is_too_loud_is_clipped_and_nothing_is_nothing(law: str, decode: Decode, encode: Encode) -> None:
    loud = decode(encode(np.array([-9, -1, 1, 9], np.float32)))
    assert loud[0] == loud[1] < -0.95
    assert loud[3] == loud[2] > 0.95
    assert encode(np.zeros(0, np.float32)) == b""
    assert decode(b"").size == 0
