"""Polygons and segments in the plane.

Whether segments cross is told by the orientation of three points (de Berg and others,
Computational Geometry, chapter 2), in whole numbers of a fine grid, so that it is exact.
"""

import math
from collections.abc import Sequence
from itertools import combinations, pairwise

Point = tuple[float, float]
Segment = tuple[Point, Point]

_GRID = 1_000_000


def edges(polygon: Sequence[Point]) -> list[Segment]:
    """The sides of a polygon, the last one back to the first corner."""
    return list(pairwise([*polygon, polygon[0]]))


def crosses_itself(polygon: Sequence[Point]) -> bool:
    """Whether two sides meet elsewhere than in the corner that they share, or one has no length."""
    corners = [(round(x * _GRID), round(y * _GRID)) for x, y in polygon]
    if len(set(corners)) < len(corners):
        return True
    sides = edges(corners)
    last = len(sides) - 1
    for (i, one), (j, other) in combinations(enumerate(sides), 2):
        if j - i == 1 or (i, j) == (0, last):
            middle = (one, other) if j - i == 1 else (other, one)
            if _folds_back(*middle):
                return True
        elif _meet(one, other):
            return True
    return False


def contains(polygon: Sequence[Point], point: Point) -> bool:
    """Whether ``point`` is inside, by how often a ray from it meets the sides."""
    x, y = point
    crossed = (
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in edges(polygon)
    )
    return sum(crossed) % 2 == 1


def area(polygon: Sequence[Point]) -> float:
    """The area that a polygon has that does not cross itself (Gauss's shoelace formula)."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges(polygon))) / 2.0


def distance(point: Point, segment: Segment) -> float:
    """How far ``point`` is from the nearest point of ``segment``."""
    (x, y), ((x1, y1), (x2, y2)) = point, segment
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def _turn(a: Point, b: Point, c: Point) -> float:
    """Above 0 if ``c`` is on one side of the line from ``a`` to ``b``, below on the other."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _between(a: Point, b: Point, c: Point) -> bool:
    """Whether ``c``, which is on the line through both, is within the segment ``a`` to ``b``."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(one: Segment, other: Segment) -> bool:
    (a, b), (c, d) = one, other
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(not turn and _between(*end) for turn, end in zip(turns, ends, strict=True))


def _folds_back(one: Segment, other: Segment) -> bool:
    """Whether ``other``, which begins where ``one`` ends, goes back along it."""
    (a, b), (_, c) = one, other
    ahead = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    return not _turn(a, b, c) and ahead < 0
