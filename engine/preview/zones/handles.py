"""What of a plan the mouse is at."""

import math
from typing import NamedTuple

from engine.preview.zones.geometry import Point, area, contains, distance, edges
from engine.preview.zones.shapes import Kind, Plan, Shape


class Handle(NamedTuple):
    """What the mouse is at: the plan's ``shape``-th shape, and maybe one of its points."""

    shape: int
    point: int | None = None


def under(plan: Plan, point: Point, reach: Point) -> Handle | None:
    """What is at ``point``: first the points of shapes, then lines, then the smallest zone."""
    for number, shape in reversed(list(enumerate(plan.shapes))):
        for corner, place in enumerate(shape.points):
            if near(place, point, reach):
                return Handle(number, corner)
    for number, shape in enumerate(plan.shapes):
        if shape.kind is not Kind.ZONE and _on_outline(shape, point, reach):
            return Handle(number)
    around = [
        (area(shape.points), number)
        for number, shape in enumerate(plan.shapes)
        if shape.kind is Kind.ZONE and contains(shape.points, point)
    ]
    return Handle(min(around)[1]) if around else None


def near(one: Point, other: Point, reach: Point) -> bool:
    """Whether the points are within ``reach`` of one another; it is a width and a height."""
    return math.hypot((one[0] - other[0]) / reach[0], (one[1] - other[1]) / reach[1]) <= 1.0


def _on_outline(shape: Shape, point: Point, reach: Point) -> bool:
    sides = edges([(x / reach[0], y / reach[1]) for x, y in shape.points])
    return any(distance((point[0] / reach[0], point[1] / reach[1]), side) <= 1.0 for side in sides)
