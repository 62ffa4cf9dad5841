"""Published tensors: out of their files, compared with a module, and into it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import mlx.core as mx
import mlx.nn as nn
from mlx.utils import tree_flatten

from stages.archive import read_archive

Weights = dict[str, mx.array]
Rename = Callable[[Weights], Weights]


class WeightsError(ValueError):
    """A file of tensors is missing or damaged."""


@dataclass(frozen=True)
class Part:
    """One module, the published tensors for it, and how to go from their names and layout to the module's and back."""

    prefix: str  # before the names in messages
    module: nn.Module
    weights: Weights
    sanitize: Rename
    published: Rename

    def misfits(self) -> list[str]:
        """A line for each tensor that is missing, not expected, or of another shape; reads none."""
        expected = {name: w.shape for name, w in self.published(leaves(self.module)).items()}
        found = {name: w.shape for name, w in self.weights.items()}
        lines = [f"missing {self.prefix}{name}: expected {expected[name]}" for name in expected.keys() - found]
        lines += [f"extra {self.prefix}{name}: found {found[name]}" for name in found.keys() - expected]
        for name in expected.keys() & found:
            if expected[name] != found[name]:
                lines.append(f"misshapen {self.prefix}{name}: found {found[name]}, expected {expected[name]}")
        return sorted(lines)

    def fill(self, dtype: mx.Dtype | None) -> None:
        """Put the weights into the module, converted if they are numbers and not packed bits, and read them."""
        weights = self.sanitize(self.weights)
        self.module.load_weights([(name, cast_to(dtype, w)) for name, w in weights.items()])
        mx.eval(self.module.parameters())


def read_shards(folder: Path) -> Weights:
    """The tensors of every shard."""
    weights: Weights = {}
    for path in shard_paths(folder):
        weights |= read_safetensors(path)
    return weights


def shard_paths(folder: Path) -> list[Path]:
    """Every file model.safetensors.index.json names, or model.safetensors where there is no index."""
    index = folder / "model.safetensors.index.json"
    if not index.is_file():
        return [folder / "model.safetensors"]
    try:
        weight_map: dict[str, str] = json.loads(index.read_text("utf-8"))["weight_map"]
        names = sorted(set(weight_map.values()))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError(f"{index.name} is no index of tensors: {error!r}") from error
    if missing := [name for name in names if not (folder / name).is_file()]:
        raise WeightsError(f"{index.name} names {', '.join(missing)}, which is not there")
    return [folder / name for name in names]


def read_tensors(folder: Path, name: str) -> Weights:
    """The tensors of name.safetensors, or of the torch archive name.pt."""
    if (safe := folder / f"{name}.safetensors").is_file():
        return read_safetensors(safe)
    if (archive := folder / f"{name}.pt").is_file():
        return read_archive(archive)
    raise WeightsError(f"{folder.name} has neither {name}.pt nor {name}.safetensors")


def read_safetensors(path: Path) -> Weights:
    """The tensors of one file, whose length is checked now and whose data is read when they are evaluated.

    Format: a 64-bit little-endian length, a JSON header of that length, then the data, which fills the rest.
    """
    try:
        found = path.stat().st_size
        with path.open("rb") as file:
            header_bytes = min(int.from_bytes(file.read(8), "little"), found)
            header = json.loads(file.read(header_bytes))
        ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
        expected = 8 + header_bytes + max(ends, default=0)
        if found != expected:
            raise WeightsError(f"{path.name} is truncated or damaged: {found} bytes, expected {expected}")
        return cast(Weights, mx.load(str(path)))
    except FileNotFoundError:
        raise WeightsError(f"{path.name} is missing") from None
    except (KeyError, TypeError, AttributeError, RuntimeError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise WeightsError(f"{path.name} is no safetensors file: {error}") from error


def write_safetensors(path: Path, weights: Weights, written: Callable[[int], None] = lambda n_bytes: None) -> str:
    """Write tensors one after the other, taking each out of `weights`, and return the SHA-256 of the file.

    Never more than one tensor, and what it is computed from, is in memory. `written` is told each tensor's bytes.
    """
    entries: dict[str, Any] = {"__metadata__": {"format": "mlx"}}
    end = 0
    for name, w in weights.items():
        begin, end = end, end + w.nbytes
        entries[name] = {"dtype": DTYPES[w.dtype], "shape": w.shape, "data_offsets": [begin, end]}
    header = json.dumps(entries, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)
    sha256 = hashlib.sha256()
    with path.open("wb") as file:
        for piece in (len(header).to_bytes(8, "little"), header):
            file.write(piece)
            sha256.update(piece)
        for name in list(weights):
            data = memoryview(weights.pop(name).reshape(-1).view(mx.uint8))  # pyright: ignore[reportArgumentType]
            file.write(data)
            sha256.update(data)
            written(data.nbytes)
            del data
            mx.clear_cache()
    return sha256.hexdigest()


DTYPES = {
    mx.float32: "F32",
    mx.float16: "F16",
    mx.bfloat16: "BF16",
    mx.uint32: "U32",
    mx.int64: "I64",
    mx.int32: "I32",
    mx.int16: "I16",
    mx.int8: "I8",
    mx.uint8: "U8",
    mx.bool_: "BOOL",
}
"""Types of elements as the format names them."""


def cast_to(dtype: mx.Dtype | None, w: mx.array) -> mx.array:
    """Numbers as `dtype`, None leaves them; integers stay as they are."""
    return w.astype(dtype) if dtype and mx.issubdtype(w.dtype, mx.floating) else w


def take(weights: Weights, prefix: str) -> Weights:
    """Remove the tensors under `prefix` and return them without it."""
    names = [name for name in weights if name.startswith(prefix)]
    return {name.removeprefix(prefix): weights.pop(name) for name in names}


def leaves(module: nn.Module) -> Weights:
    return dict(cast(list[tuple[str, mx.array]], tree_flatten(module.parameters())))


def as_it_is(weights: Weights) -> Weights:
    return weights
