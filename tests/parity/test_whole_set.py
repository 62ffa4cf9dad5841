"""Every array of the golden set was compared. Last of the parity tests by its name, for it asks what they have read."""

import json
from pathlib import Path

import numpy as np
import pytest

NOT_NEEDED = {("hift", "rand_ini")}
"""Draws of the reference that have no influence on its results."""


@pytest.fixture(scope="module")
def arrays(golden: Path) -> dict[tuple[str, str], np.ndarray]:
    """All of them, by file and name."""
    files = {path.stem: np.load(path) for path in (golden / "expected").glob("*.npz")}
    return {(file, name): stored[name] for file, stored in files.items() for name in stored.files}


def test_the_set_is_what_its_manifest_says(golden: Path, arrays: dict[tuple[str, str], np.ndarray]) -> None:
    manifest = json.loads((golden / "expected" / "manifest.json").read_text("utf-8"))
    facts = {
        (file.removesuffix(".npz"), name): fact for file, named in manifest.items() for name, fact in named.items()
    }
    assert facts.keys() == arrays.keys()
    for key, array in arrays.items():
        assert (list(array.shape), str(array.dtype)) == (facts[key]["shape"], facts[key]["dtype"]), key
        assert np.abs(array).max() == pytest.approx(facts[key]["absmax"]), key


def test_every_array_was_compared(
    arrays: dict[tuple[str, str], np.ndarray], used: dict[str, set[str]], request: pytest.FixtureRequest
) -> None:
    collected = {item.path for item in request.session.items}
    if request.config.option.keyword or not set(Path(__file__).parent.glob("test_*.py")) <= collected:
        pytest.skip("only all parity tests together read every array")
    left = arrays.keys() - NOT_NEEDED - {(file, name) for file, names in used.items() for name in names}
    assert not left
