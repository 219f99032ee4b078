"""From the picture to the floor, by four points that are known in both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from apps.pose_logger.settings import FloorSettings, Point


class Homography(NamedTuple):
    """A projective map of the plane, as the rows of its matrix."""

    rows: Sequence[Sequence[float]]

    def apply(self, x: Any, y: Any) -> tuple[Any, Any]:  # noqa: ANN401
        """Where ``x`` and ``y`` are mapped to: numbers, or anything that calculates like them."""
        across, down, scale = (a * x + b * y + c for a, b, c in self.rows)
        return across / scale, down / scale


def floor_mapping(floor: FloorSettings) -> Homography:
    """From units of the picture to metres; :class:`ValueError` where three points are in a line."""
    return Homography(_product(_from_square(floor.metres), _inverse(_from_square(floor.picture))))


def _from_square(points: Sequence[Point]) -> list[list[float]]:
    """From the unit square to a quadrilateral: Heckbert, Fundamentals of texture mapping (1989)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    dx1, dy1, dx2, dy2 = x1 - x2, y1 - y2, x3 - x2, y3 - y2
    dx, dy = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    area = dx1 * dy2 - dx2 * dy1
    if abs(area) < 1e-12:
        raise ValueError("three of the floor's four points are in a line")
    g, h = (dx * dy2 - dx2 * dy) / area, (dx1 * dy - dx * dy1) / area
    return [
        [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
        [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
        [g, h, 1.0],
    ]


def _inverse(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    """The inverse but for a factor, which a homography does not have."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    return [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]


def _product(
    left: Sequence[Sequence[float]], right: Sequence[Sequence[float]]
) -> list[list[float]]:
    columns = list(zip(*right, strict=True))
    return [[sum(a * b for a, b in zip(row, col, strict=True)) for col in columns] for row in left]
