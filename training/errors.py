"""How far one text is from another."""

from __future__ import annotations

from collections.abc import Sequence


def distance(ref: Sequence[str], hyp: Sequence[str]) -> int:
    """Items to insert, delete or replace to turn one sequence into the other."""
    row = list(range(len(hyp) + 1))
    for i, item in enumerate(ref, 1):
        above = row
        row = [i]
        for j, other in enumerate(hyp, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (item != other)))
    return row[-1]
