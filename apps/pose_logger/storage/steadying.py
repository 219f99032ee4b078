"""Skeletons without the trembling that tells nothing, and that would be most of a file.

A position is rounded to steps of 1/256 of the picture, and stays until it is more than 1.5 steps
off: a dead band. That is 4 pixels in a picture 640 wide, and a pose model knows no better. Of
scores three classes are kept, in the same way.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pyarrow as pa

from apps.pose_logger.records import POSE_UNIT
from apps.pose_logger.storage.schema import SCORES

STEP = POSE_UNIT // 256
"""The distance of neighbouring positions, in their unit."""

CLASS = 85
"""The distance of neighbouring scores; 0 is left for what was not found."""

POSITION_BAND = STEP * 3 // 2
SCORE_BAND = CLASS * 3 // 4
"""How far what is kept may be from what was seen."""


def steadied(rows: pa.Table) -> pa.Table:
    """Rows of ``poses``, those of a track together in the order of time, without trembling.

    Where a keypoint was not found its position stays the last one. To do it twice changes nothing.
    """
    begins = _beginnings(rows)
    for name in SCORES:
        scores = rows[name].to_pylist()
        found = [score > 0 for score in scores]
        for axis in "xy":
            position = f"{name.removesuffix('score')}{axis}"
            values = rows[position].to_pylist()
            held = _held(values, begins, found, _position, POSITION_BAND)
            rows = _replaced(rows, position, held)
        held = _held(scores, begins, found, _score, SCORE_BAND)
        rows = _replaced(rows, name, [h * there for h, there in zip(held, found, strict=True)])
    return rows


def _beginnings(rows: pa.Table) -> list[bool]:
    """Whether each row is the first of its track."""
    tracks = list(zip(rows["camera"].to_pylist(), rows["track"].to_pylist(), strict=True))
    return [True, *(before != after for before, after in pairwise(tracks))][: len(tracks)]


def _held(
    values: Sequence[int],
    begins: Sequence[bool],
    found: Sequence[bool],
    rounded: Callable[[int], int],
    band: int,
) -> list[int]:
    """``values`` rounded, each kept until one that was found is outside the ``band`` around it."""
    result, held, known = [], 0, False
    for value, first, there in zip(values, begins, found, strict=True):
        if first:
            held, known = 0, False
        if there and (not known or abs(value - held) > band):
            held, known = rounded(value), True
        result.append(held)
    return result


def _position(value: int) -> int:
    return min(round(value / STEP), 32767 // STEP) * STEP


def _score(value: int) -> int:
    return max(round(value / CLASS), 1) * CLASS


def _replaced(rows: pa.Table, name: str, values: list[int]) -> pa.Table:
    field = rows.schema.field(name)
    index = rows.schema.get_field_index(name)
    return rows.set_column(index, field, pa.array(values, field.type))
