"""Torch archives: every layout of a tensor, and what is refused by name."""

import io
import os
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx
import numpy as np
import pytest

from stages.archive import STORAGES, ArchiveError, read_archive

COMPACT = Path(__file__).parents[1] / "golden" / "compact" / "checkpoint"


class Global:
    """Pickles as a bare reference to module.name, as torch's own functions do."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name


class Call:
    """Pickles as module.name(*args)."""

    def __init__(self, module: str, name: str, *args: Any) -> None:
        self.function, self.args = Global(module, name), args


class Stored:
    """Pickles as a persistent id."""

    def __init__(self, *pid: Any) -> None:
        self.pid = pid


class Pickler(pickle._Pickler):  # the Python one, whose opcodes can be written by hand
    def persistent_id(self, obj: Any) -> Any:
        return obj.pid if isinstance(obj, Stored) else None

    def save(self, obj: Any, save_persistent_id: bool = True) -> None:
        if isinstance(obj, Global):
            self.write(pickle.GLOBAL + f"{obj.module}\n{obj.name}\n".encode())
        elif isinstance(obj, Call):
            self.save(obj.function)
            self.save(obj.args)
            self.write(pickle.REDUCE)
        else:
            super().save(obj, save_persistent_id)


def stored(kind: str, file: str, n_elements: int) -> Stored:
    return Stored("storage", Global("torch", kind), file, "cpu", n_elements)


def tensor(
    kind: str, file: str, n_elements: int, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]
) -> Call:
    hooks = OrderedDict()
    return Call(
        "torch._utils", "_rebuild_tensor_v2", stored(kind, file, n_elements), offset, shape, strides, False, hooks
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """write(content, data files by name) makes an archive as torch does."""

    def write(content: Any, files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
        buffer = io.BytesIO()
        Pickler(buffer, 2).dump(content)
        path = tmp_path / "weights.pt"
        with zipfile.ZipFile(path, "w", compression) as archive:
            archive.writestr("weights/data.pkl", buffer.getvalue())
            for name, data in files.items():
                archive.writestr(f"weights/{name}", data)
        return path

    return write


FLOATS = np.arange(12, dtype="<f4")


def test_the_golden_archives_are_read():
    for name in ("flow", "hift"):
        weights = read_archive(COMPACT / "token2wav" / f"{name}.pt")
        assert len(weights) > 100
        assert all(weight.dtype == mx.float32 and mx.isfinite(weight).all() for weight in weights.values())


def test_views_of_one_storage(write: Callable[..., Path]):
    content = OrderedDict(
        whole=tensor("FloatStorage", "0", 12, 0, (3, 4), (4, 1)),
        transposed=tensor("FloatStorage", "0", 12, 0, (4, 3), (1, 4)),
        part=tensor("FloatStorage", "0", 12, 5, (2, 2), (4, 1)),
        scalar=tensor("FloatStorage", "0", 12, 11, (), ()),
        empty=tensor("FloatStorage", "0", 12, 0, (0, 4), (4, 1)),
        parameter=Call("torch._utils", "_rebuild_parameter", tensor("FloatStorage", "0", 12, 0, (2,), (1,)), True, {}),
    )
    weights = read_archive(write(content, {"data/0": FLOATS.tobytes(), "byteorder": b"little"}))
    assert weights["whole"].tolist() == FLOATS.reshape(3, 4).tolist()
    assert weights["transposed"].tolist() == FLOATS.reshape(3, 4).T.tolist()
    assert weights["part"].tolist() == [[5, 6], [9, 10]]
    assert weights["scalar"].item() == 11
    assert weights["empty"].shape == (0, 4)
    assert weights["parameter"].tolist() == [0, 1]


@pytest.mark.parametrize("kind", STORAGES)
def test_every_element_type(write: Callable[..., Path], kind: str):
    values = np.array([0, 1, 1])
    data = mx.array(values).astype(mx.bfloat16).view(mx.uint16) if kind == "BFloat16Storage" else values
    path = write(
        {"a": tensor(kind, "7", 3, 0, (3,), (1,))}, {"data/7": np.array(data).astype(STORAGES[kind]).tobytes()}
    )
    assert read_archive(path)["a"].astype(mx.float32).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("module", "name"),
    [("os", "system"), ("posix", "system"), ("builtins", "eval"), ("torch", "load"), ("torch._utils", "_rebuild_x")],
)
def test_a_pickle_that_would_run_code_is_refused_by_name(
    write: Callable[..., Path], tmp_path: Path, module: str, name: str
):
    proof = tmp_path / "it-ran"
    path = write({"a": Call(module, name, f"touch {proof}")}, {})
    with pytest.raises(ArchiveError, match=rf"weights\.pt: its pickle asks for {module}\.{name}: refused"):
        read_archive(path)
    assert not proof.exists()


def test_reduce_of_a_python_object_is_refused(write: Callable[..., Path]):
    class Harmful:
        def __reduce__(self):
            return os.getcwd, ()

    with pytest.raises(ArchiveError, match=r"getcwd: refused"):
        read_archive(write({"a": Harmful()}, {}))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ([1, 2], "holds a list, expected a dictionary"),
        ({"epoch": 3}, "its entry 'epoch' is a int, expected a tensor"),
        ({"a": tensor("FloatStorage", "0", 12, 9, (4,), (1,))}, "exceeds its 12 elements"),
        ({"a": tensor("FloatStorage", "0", 12, 0, (4000000,), (0,))}, "exceeds its 12 elements"),
        ({"a": tensor("FloatStorage", "0", 12, 5, (2,), (-1,))}, "exceeds its 12 elements"),
        ({"a": tensor("FloatStorage", "0", 13, 0, (2,), (1,))}, "data/0 has 48 bytes, expected 52"),
        ({"a": tensor("FloatStorage", "1", 12, 0, (2,), (1,))}, "no item named 'weights/data/1'"),
        ({"a": Stored("module", "x", "0", "cpu", 1)}, "refers to a 'module', expected a storage"),
    ],
)
def test_what_does_not_describe_tensors_is_named(write: Callable[..., Path], content: Any, why: str):
    with pytest.raises(ArchiveError, match=why):
        read_archive(write(content, {"data/0": FLOATS.tobytes()}))


def test_big_endian_and_compressed_archives_are_refused(write: Callable[..., Path]):
    content = {"a": tensor("FloatStorage", "0", 12, 0, (12,), (1,))}
    with pytest.raises(ArchiveError, match="big-endian byte order"):
        read_archive(write(content, {"data/0": FLOATS.tobytes(), "byteorder": b"big"}))
    with pytest.raises(ArchiveError, match="data/0 is compressed"):
        read_archive(write(content, {"data/0": FLOATS.tobytes()}, zipfile.ZIP_DEFLATED))


def test_truncated_and_corrupt_archives_are_named(tmp_path: Path):
    whole = (COMPACT / "token2wav" / "hift.pt").read_bytes()
    path = tmp_path / "hift.pt"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ArchiveError, match=r"hift\.pt: damaged, or not an archive"):
        read_archive(path)
    path.write_bytes(whole[:200_000] + bytes([whole[200_000] ^ 255]) + whole[200_001:])
    with pytest.raises(ArchiveError, match=r"hift\.pt: damaged.*CRC-32"):
        read_archive(path)
    path.write_bytes(b"\x80\x02}q\x00.")
    with pytest.raises(ArchiveError, match=r"hift\.pt: damaged, or not an archive"):
        read_archive(path)


def test_a_truncated_pickle_is_named(tmp_path: Path):
    path = tmp_path / "cut.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cut/data.pkl", b"\x80\x02}q\x00(X")
    with pytest.raises(ArchiveError, match=r"cut\.pt: damaged"):
        read_archive(path)
