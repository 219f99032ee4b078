"""Where people stood, from the feet in ``poses``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from apps.pose_logger.records import POSE_UNIT
from apps.pose_logger.report.answers import Floor
from apps.pose_logger.report.footfall import within
from apps.pose_logger.report.homography import Homography
from apps.pose_logger.report.tables import MICROSECONDS
from apps.pose_logger.settings import FloorSettings

if TYPE_CHECKING:
    import ibis

COLUMNS, ROWS = 48, 27
"""Cells across and down the camera's picture."""

CELL = 0.25
"""The side of a cell of the floor, in metres."""


_MARGIN = 1.0
"""How far beyond the four known points the floor is shown, in metres."""


def cells(poses: ibis.Table, floors: Mapping[str, Homography], start: int, end: int) -> ibis.Table:
    """Person-seconds of each cell in which somebody stood, with its column and row in its grid.

    Each second of each track counts once, at the middle of where the feet were, whatever the rate.
    """
    import ibis

    asked = _feet(poses.filter(within(poses.time, start, end)))
    keys = {"second": asked.time // MICROSECONDS}
    stood = asked.group_by("camera", "track", **keys).agg(x=asked.x.mean(), y=asked.y.mean())
    stood = stood.filter(stood.x.between(0.0, 1.0), stood.y.between(0.0, 1.0))
    x, y = stood.x * COLUMNS, stood.y * ROWS
    for camera, floor in floors.items():
        across, down = floor.apply(stood.x, stood.y)
        here = stood.camera == camera
        x, y = here.ifelse(across / CELL, x), here.ifelse(down / CELL, y)
    placed = stood.mutate(column=x.floor().cast("int32"), row=y.floor().cast("int32"))
    counted = placed.group_by("camera", "column", "row").agg(seconds=ibis._.count())
    return counted.order_by(["camera", "row", "column"])


def _feet(poses: ibis.Table) -> ibis.Table:
    """The middle of the ankles that were found, in units of the picture."""
    import ibis

    left = (poses.left_ankle_score > 0).cast("int32")
    right = (poses.right_ankle_score > 0).cast("int32")
    x = poses.left_ankle_x * left + poses.right_ankle_x * right
    y = poses.left_ankle_y * left + poses.right_ankle_y * right
    found = poses.mutate(count=left + right, x=x, y=y)
    found = found.filter(ibis._["count"] > 0)
    unit = found["count"].cast("float64") * POSE_UNIT
    return found.select("camera", "track", "time", x=found.x / unit, y=found.y / unit)


class _Grid(NamedTuple):
    """Columns and rows from the first up to the last, which is not among them."""

    left: int
    right: int
    top: int
    bottom: int


def map_of(camera: str, cells: Iterable[Mapping[str, Any]], floor: FloorSettings | None) -> Floor:
    """The map of what :func:`cells` gave for a ``camera``, whose ``floor`` may be known."""
    grid = _Grid(0, COLUMNS, 0, ROWS) if floor is None else _around(floor)
    width, height = (1 / COLUMNS, 1 / ROWS) if floor is None else (CELL, CELL)
    seconds = {(cell["row"], cell["column"]): float(cell["seconds"]) for cell in cells}
    return Floor(
        camera=camera,
        unit="picture" if floor is None else "metres",
        left=grid.left * width,
        right=grid.right * width,
        top=grid.top * height,
        bottom=grid.bottom * height,
        cells=[
            [seconds.get((row, column), 0.0) for column in range(grid.left, grid.right)]
            for row in range(grid.top, grid.bottom)
        ],
    )


def _around(floor: FloorSettings) -> _Grid:
    xs, ys = zip(*floor.metres, strict=True)
    return _Grid(
        math.floor((min(xs) - _MARGIN) / CELL),
        math.ceil((max(xs) + _MARGIN) / CELL),
        math.floor((min(ys) - _MARGIN) / CELL),
        math.ceil((max(ys) + _MARGIN) / CELL),
    )
