"""Every array of the golden set was compared. Last of the parity tests by its name, for it asks what they have read."""

import json
from pathlib import Path

import numpy as np
import pytest

NOT_NEEDED = {("hift", "rand_ini")}
"""Draws of the reference that have no influence on its results."""


def test_every_array_was_compared(golden: Path, used: dict[str, set[str]], request: pytest.FixtureRequest) -> None:
    collected = {item.path for item in request.session.items}
    if request.config.option.keyword or not set(Path(__file__).parent.glob("test_*.py")) <= collected:
        pytest.skip("only all parity tests together read every array")
    arrays = {(path.stem, name) for path in (golden / "expected").glob("*.npz") for name in np.load(path).files}
    manifest = json.loads((golden / "expected" / "manifest.json").read_text("utf-8"))
    assert arrays >= {(file.removesuffix(".npz"), name) for file, names in manifest.items() for name in names}
    assert not arrays - NOT_NEEDED - {(file, name) for file, names in used.items() for name in names}
