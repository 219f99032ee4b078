"""Polygons in the picture: which are sound, what is inside, and how far the border is."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

Point = tuple[float, float]
Edge = tuple[Point, Point]

_LEAST_AREA = 1e-5


def check_polygon(polygon: Sequence[Point]) -> None:
    """Raise :class:`ValueError` unless ``polygon`` is simple, inside the picture and has an area.

    Corners are in units of the picture's width and height; the last is joined to the first.
    """
    for number, (x, y) in enumerate(polygon, start=1):
        if not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0):
            raise ValueError(f"corner {number} of the polygon is outside the picture: ({x}, {y})")
    edges = list(edges_of(polygon))
    for (first, one), (second, other) in combinations(enumerate(edges, start=1), 2):
        neighbours = second == first + 1 or second - first == len(edges) - 1
        if not neighbours and _touch(one, other):
            raise ValueError(f"the polygon crosses itself: side {first} meets side {second}")
    if abs(_area(polygon)) < _LEAST_AREA:
        raise ValueError("the polygon has no area")


def edges_of(polygon: Sequence[Point]) -> Iterator[Edge]:
    """The sides, in order; the last leads back to the first corner."""
    return pairwise([*polygon, polygon[0]])


def contains(polygon: Sequence[Point], point: Point) -> bool:
    """Whether ``point`` is inside, by the number of sides that a ray to the right meets.

    M. Shimrat, Algorithm 112: Position of point relative to polygon, CACM 5 (8), 1962.
    """
    x, y = point
    inside = False
    before_x, before_y = polygon[-1]
    for corner_x, corner_y in polygon:
        if (corner_y > y) != (before_y > y):
            along = (y - corner_y) / (before_y - corner_y)
            inside ^= x < corner_x + along * (before_x - corner_x)
        before_x, before_y = corner_x, corner_y
    return inside


def distance_to_border(polygon: Sequence[Point], point: Point, ratio: float) -> float:
    """How far the nearest side is, in widths of a picture that is ``ratio`` widths high."""
    return min(_distance(edge, point, ratio) for edge in edges_of(polygon))


def _distance(edge: Edge, point: Point, ratio: float) -> float:
    (start_x, start_y), (end_x, end_y) = edge
    along_x, along_y = end_x - start_x, (end_y - start_y) * ratio
    to_x, to_y = point[0] - start_x, (point[1] - start_y) * ratio
    squared = along_x**2 + along_y**2
    share = (to_x * along_x + to_y * along_y) / squared if squared else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(to_x - share * along_x, to_y - share * along_y)


def _touch(one: Edge, other: Edge) -> bool:
    """Whether two sides have a point in common."""
    turns = [_turn(*one, point) for point in other] + [_turn(*other, point) for point in one]
    if turns[0] * turns[1] < 0.0 and turns[2] * turns[3] < 0.0:
        return True
    ends = [(one, point) for point in other] + [(other, point) for point in one]
    return any(_distance(edge, point, 1.0) == 0.0 for edge, point in ends)


def _turn(start: Point, end: Point, point: Point) -> float:
    """Twice the area of the triangle, positive if ``point`` is to the right of the side."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def _area(polygon: Sequence[Point]) -> float:
    return sum(_turn((0.0, 0.0), *edge) for edge in edges_of(polygon)) / 2.0
