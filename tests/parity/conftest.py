"""The golden directory every parity test reads: the one in the repository, or the one `STEPAUDIO_GOLDEN` names.

Its sizes, ids, lengths and counts are whatever its files say. Some arrays are stored for a few layers or chunks only:
tests compare those that are there, and `test_whole_set.py` asks at the end whether any was left.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import mlx.core as mx
import numpy as np
import pytest

COMPACT = Path(__file__).parents[1] / "golden" / "compact"


@pytest.fixture(scope="session")
def golden() -> Path:
    """The golden directory: `checkpoint/` beside `expected/`."""
    folder = Path(os.environ.get("STEPAUDIO_GOLDEN", COMPACT)).resolve()
    assert (folder / "expected").is_dir(), f"{folder} is not a golden directory: it has no expected/"
    return folder


@pytest.fixture(scope="session")
def checkpoint_dir(golden: Path) -> Path:
    """The checkpoint of the golden directory, in the published layout."""
    return golden / "checkpoint"


@pytest.fixture(scope="session")
def stored(checkpoint_dir: Path) -> Callable[[str], dict[str, mx.array]]:
    """`stored(prefix)` gives the tensors of the safetensors files whose names begin so, without it, in float32."""

    def read(prefix: str) -> dict[str, mx.array]:
        shards = [mx.load(str(file)) for file in checkpoint_dir.glob("*.safetensors")]
        tensors = [item for shard in shards for item in shard.items() if item[0].startswith(prefix)]
        return {name.removeprefix(prefix): tensor.astype(mx.float32) for name, tensor in tensors}

    return read


class Arrays(dict[str, np.ndarray]):
    """The arrays of one file by name; those that are looked up, by `[name]`, are noted in `used`."""

    def __init__(self, arrays: Mapping[str, np.ndarray], used: set[str]) -> None:
        super().__init__(arrays)
        self._used = used

    def __getitem__(self, name: str) -> np.ndarray:
        array = super().__getitem__(name)
        self._used.add(name)
        return array


@pytest.fixture(scope="session")
def used() -> dict[str, set[str]]:
    """The arrays that tests have looked up so far, by file."""
    return defaultdict(set)


@pytest.fixture(scope="session")
def expected(golden: Path, used: dict[str, set[str]]) -> Callable[[str], Arrays]:
    """`expected(name)` reads every array of expected/NAME.npz."""

    def read(name: str) -> Arrays:
        with np.load(golden / "expected" / f"{name}.npz") as arrays:
            return Arrays(arrays, used[name])

    return read
