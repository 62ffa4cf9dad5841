"""The golden directory every parity test reads: the one in the repository, or the one `STEPAUDIO_GOLDEN` names."""

import os
from collections.abc import Callable
from pathlib import Path

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
def expected(golden: Path) -> Callable[[str], dict[str, np.ndarray]]:
    """`expected(name)` reads every array of expected/NAME.npz."""

    def read(name: str) -> dict[str, np.ndarray]:
        with np.load(golden / "expected" / f"{name}.npz") as arrays:
            return dict(arrays)

    return read
