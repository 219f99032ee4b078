"""One person who is followed: where they are, and where they are going."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from apps.pose_logger.counting.body import Anchor, Sighting
from apps.pose_logger.polygon import Point, distance_to_border
from engine.poses import Pose

_SETTLING = 0.2
"""Seconds over which a place is averaged: who stands still jitters."""

_TELLING = 0.45
"""The span of a body over which its stature is always measured anew."""

_FORECAST = 0.5
"""Seconds for which somebody who is not seen is expected to go on."""

_STEP = 0.3
"""In statures: how near to a border somebody may have come over it between two frames."""

_PICTURE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


class Whereabouts(NamedTuple):
    """Where somebody was when they were last found.

    ``place`` is their anchor in unit coordinates and ``velocity`` its change per second;
    ``stature`` is in widths of the picture.
    """

    sighting: Sighting
    place: Point
    velocity: Point
    stature: float

    def is_near(self, border: tuple[Point, ...]) -> bool:
        """Whether they may have come over the ``border`` of a zone, or the picture's, unseen."""
        near = _STEP * self.stature
        within = any(distance_to_border(_PICTURE, at, 1.0) < near for at in self._found())
        return within or distance_to_border(border, self.place, self.sighting.ratio) < near

    def seconds_to_edge(self) -> float:
        """How long they need until their anchor is out of the picture, as they were going."""
        ways = zip(self.place, self.velocity, strict=True)
        return min(
            max(0.0, (1.0 - at if speed > 0.0 else at) / abs(speed)) if speed else math.inf
            for at, speed in ways
        )

    def _found(self) -> Iterator[Point]:
        return ((point.x, point.y) for point in self.sighting.pose.keypoints if point.found)


@dataclass(slots=True, eq=False, weakref_slot=True)
class Person:
    """Somebody who is followed since ``since``, and was last found at ``seen``.

    Their stature was measured over ``span`` of their body. ``track`` is their number in what is
    recorded, since ``numbered``.
    """

    track: int
    numbered: float
    since: float
    seen: float
    at: Whereabouts
    span: float

    @property
    def pose(self) -> Pose:
        """As they were last found."""
        return self.at.sighting.pose

    def move(self, sighting: Sighting, anchor: Anchor, time: float) -> None:
        """Take what was found of them at ``time``.

        Place and velocity are exponentially smoothed: a filter that goes ahead with who walks would
        overshoot where they stop.
        """
        elapsed = time - self.seen
        gain = 1.0 - math.exp(-elapsed / _SETTLING)
        _, place, velocity, stature = self.at
        if sighting.span >= min(_TELLING, self.span):
            stature += gain * (sighting.stature - stature)
            self.span = sighting.span
        if elapsed > 0.0:
            x, y = sighting.place(anchor, stature)
            way_x, way_y = gain * (x - place[0]), gain * (y - place[1])
            place = place[0] + way_x, place[1] + way_y
            velocity = (
                velocity[0] + gain * (way_x / elapsed - velocity[0]),
                velocity[1] + gain * (way_y / elapsed - velocity[1]),
            )
        self.at, self.seen = Whereabouts(sighting, place, velocity, stature), time

    def distance(self, sighting: Sighting, anchor: Anchor, time: float) -> float:
        """How far a ``sighting`` is from where they are expected, in widths of the picture."""
        way = sighting.way_from(self.at.sighting)
        if way is None:
            x, y = sighting.place(anchor, self.at.stature)
            way = x - self.at.place[0], y - self.at.place[1]
        ahead_x, ahead_y = self._ahead(time)
        return math.hypot(way[0] - ahead_x, (way[1] - ahead_y) * sighting.ratio)

    def has_left(self, time: float) -> bool:
        """Whether they should be out of the picture at ``time``."""
        elapsed = time - self.seen
        return elapsed > _FORECAST and elapsed > self.at.seconds_to_edge()

    def _ahead(self, time: float) -> Point:
        """How far they are expected to have come at ``time``."""
        ahead = min(time - self.seen, _FORECAST)
        return self.at.velocity[0] * ahead, self.at.velocity[1] * ahead
