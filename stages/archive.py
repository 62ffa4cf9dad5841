"""Reads tensors from the zip archives torch writes, without torch.

Such an archive holds a pickle that describes the tensors beside one raw file for each storage. A pickle is a program;
this one may name the functions below, which build tensors, and no others: any other name is refused, so nothing in a
file can run. The pickle's persistent ids are ("storage", class, file, device, number of elements).
"""

import math
import pickle
import zipfile
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import mlx.core as mx
import numpy as np
from numpy.lib.stride_tricks import as_strided

STORAGES = {
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "BFloat16Storage": "<u2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "<i1",
    "ByteStorage": "<u1",
    "BoolStorage": "?",
}
"""Storage classes and the numpy types of their elements; bfloat16, which numpy lacks, as its 16 bits."""


class ArchiveError(ValueError):
    """The file is no intact torch archive, or holds something other than tensors."""


@dataclass(frozen=True)
class Storage:
    """The flat elements (n,) behind one or more tensors."""

    elements: np.ndarray
    bfloat16: bool


def read_archive(path: str | Path) -> dict[str, mx.array]:
    """The tensors of a saved state dict by name, double precision as float32.

    Raises ArchiveError, which names the file and the fault, or OSError.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return named_tensors(Unpickler(archive).load())
    except ArchiveError as error:
        raise ArchiveError(f"{path}: {error}") from error
    except zipfile.BadZipFile as error:
        raise ArchiveError(f"{path}: damaged, or not an archive torch writes since version 1.6: {error}") from error
    except OSError:
        raise
    except Exception as error:  # a damaged pickle may raise anything
        raise ArchiveError(f"{path}: damaged: {type(error).__name__}: {error}") from error


class Unpickler(pickle.Unpickler):
    """An unpickler that knows an ordered dictionary, a tensor, a parameter and the storages, and no other name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        pickles = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        if len(pickles) != 1:
            raise ArchiveError(f"has {len(pickles)} files named data.pkl, expected 1")
        self._folder = pickles[0].removesuffix("data.pkl")
        if f"{self._folder}byteorder" in archive.namelist() and (order := self._read("byteorder")) != b"little":
            raise ArchiveError(f"is in {order.decode(errors='replace')}-endian byte order, expected little")
        super().__init__(archive.open(pickles[0]))

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        match module_name, global_name:
            case "collections", "OrderedDict":
                return OrderedDict
            case "torch._utils", "_rebuild_tensor_v2":
                return partial(rebuild_tensor)
            case "torch._utils", "_rebuild_parameter":
                return partial(rebuild_parameter)
            case "torch", name if name in STORAGES:
                return name
            case _:
                raise ArchiveError(f"its pickle asks for {module_name}.{global_name}: refused, only tensors are read")

    def persistent_load(self, pid: Any, /) -> Storage:
        kind, name, file, _device, n_elements = pid
        if kind != "storage":
            raise ArchiveError(f"its pickle refers to a {kind!r}, expected a storage")
        element = np.dtype(STORAGES[name])
        content = self._read(f"data/{file}")
        if len(content) != n_elements * element.itemsize:
            raise ArchiveError(f"data/{file} has {len(content)} bytes, expected {n_elements * element.itemsize}")
        return Storage(np.frombuffer(content, element), name == "BFloat16Storage")

    def _read(self, file: str) -> bytes:
        info = self._archive.getinfo(self._folder + file)
        if info.compress_type != zipfile.ZIP_STORED:
            raise ArchiveError(f"{file} is compressed, which torch never does")
        return self._archive.read(info)


def rebuild_tensor(
    storage: Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: Any
) -> mx.array:
    """The tensor that views `storage` from element `offset` with `strides` counted in elements."""
    n_elements = len(storage.elements)
    end = offset + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True)) + 1
    if min((offset, *shape, *strides)) < 0 or max(end, math.prod(shape)) > n_elements:
        raise ArchiveError(f"a tensor {shape} with strides {strides} at {offset} exceeds its {n_elements} elements")
    start = storage.elements[offset:]
    view = as_strided(start, shape, [stride * start.itemsize for stride in strides], writeable=False)
    array = mx.array(view)
    return array.view(mx.bfloat16) if storage.bfloat16 else array


def rebuild_parameter(tensor: mx.array, *_: Any) -> mx.array:
    return tensor


def named_tensors(content: Any) -> dict[str, mx.array]:
    if not isinstance(content, dict):
        raise ArchiveError(f"holds a {type(content).__name__}, expected a dictionary of tensors")
    for name, value in content.items():
        if not isinstance(value, mx.array):
            raise ArchiveError(f"its entry {name!r} is a {type(value).__name__}, expected a tensor")
    return dict(content)
