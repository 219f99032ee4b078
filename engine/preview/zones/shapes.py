"""Zones, lines and the floor as values."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from engine.preview.zones.geometry import Point, area, crosses_itself

STEPS = 10_000
"""Positions are whole numbers of these parts of a width or height."""
_LEAST_AREA = 1e-4


class Kind(StrEnum):
    """What is drawn."""

    ZONE = "zone"
    """A part of the floor, as a polygon."""
    LINE = "line"
    """A line that is crossed, from its first point to its second; inwards is to its right."""
    FLOOR = "floor"
    """Four points of the floor whose places in metres are known."""

    @property
    def fewest(self) -> int:
        """How many points it has at least."""
        return {Kind.ZONE: 3, Kind.LINE: 2, Kind.FLOOR: 4}[self]

    @property
    def most(self) -> int:
        """How many points it has at most."""
        return {Kind.ZONE: 64, Kind.LINE: 2, Kind.FLOOR: 4}[self]


class Shape(NamedTuple):
    """Something drawn; the floor has no name.

    ``settings`` are what else a config file says of it, which drawing leaves as it is.
    """

    kind: Kind
    name: str
    points: tuple[Point, ...]
    settings: Mapping[str, Any] = {}

    @property
    def flaw(self) -> str:
        """What is wrong with it, in words that follow its name; empty for nothing."""
        if self.kind is Kind.LINE:
            return "has no length" if self.points[0] == self.points[1] else ""
        if self.kind is Kind.ZONE and any(
            not 0.0 <= value <= 1.0 for p in self.points for value in p
        ):
            return "leaves the picture"
        if crosses_itself(self.points):
            return "crosses itself"
        return "is hardly to be seen" if area(self.points) < _LEAST_AREA else ""


class Plan(NamedTuple):
    """All that is drawn over one camera's picture; ``elsewhere`` are names that others have."""

    shapes: tuple[Shape, ...] = ()
    elsewhere: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The names that no further shape may have."""
        return self.elsewhere | {shape.name for shape in self.shapes}

    def free_name(self, kind: Kind) -> str:
        """A name for a new shape, such as ``zone-1``; the floor needs none."""
        if kind is Kind.FLOOR:
            return ""
        numbered = (f"{kind}-{number}" for number in range(1, len(self.names) + 2))
        return next(name for name in numbered if name not in self.names)

    def with_shape(self, shape: Shape) -> "Plan":
        """The plan with ``shape`` as the last; there is only one floor."""
        kept = tuple(one for one in self.shapes if not one.kind is shape.kind is Kind.FLOOR)
        return self._replace(shapes=(*kept, shape))

    def changed(self, number: int, shape: Shape | None) -> "Plan":
        """The plan with ``shape`` as its ``number``-th, or without that."""
        instead = () if shape is None else (shape,)
        return self._replace(shapes=self.shapes[:number] + instead + self.shapes[number + 1 :])


class PlanFile(Protocol):
    """Where a plan is kept.

    Both ways fail with a :class:`~engine.poses.errors.SkeletonCrewError`, and a plan that cannot be
    written leaves what was there.
    """

    name: str

    def read(self) -> Plan:
        """The plan as it is kept; empty if there is none."""
        ...

    def write(self, plan: Plan) -> None:
        """Keep ``plan`` in place of what was drawn before."""
        ...


def rounded(point: Point) -> Point:
    """``point`` as it is written."""
    return round(point[0] * STEPS) / STEPS, round(point[1] * STEPS) / STEPS
