"""Common English words: those that no grammar brings together."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random


@cache
def words() -> tuple[list[str], list[str]]:
    """The commonest English words, and further common ones (SCOWL's lists 10 and 20), spelled a to z."""
    lines = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split("\n\n")
    return lines[1].split(), lines[2].split()


def word(rng: Random) -> str:
    """A word at random, a very common one six times in ten."""
    common, further = words()
    return rng.choice(common if rng.random() < 0.6 else further)
