"""Who crosses a line, and in which direction."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from apps.pose_logger.counting.moment import Moment
from apps.pose_logger.counting.person import Person
from apps.pose_logger.polygon import Point
from apps.pose_logger.settings import LineSettings


class Crossing(NamedTuple):
    """Somebody crossed at ``time``, inwards or outwards."""

    time: float
    inwards: bool


class _Position(NamedTuple):
    """How far to the right of a line, in widths of the picture, and how far along, 0 to 1."""

    right: float
    along: float


@dataclass(slots=True)
class _Walk:
    """Somebody's way: where they are, on which side they surely were, and where they changed it."""

    position: _Position
    side: int = 0
    met: float = math.nan


class Line:
    """The crossings of one line, by a hysteresis band.

    Somebody is on a side once they are farther than the band from the line, and has crossed when
    they are on the other one and passed between the line's ends. Who is first found within the band
    comes from neither side.
    """

    def __init__(self, settings: LineSettings) -> None:
        self.name = settings.name
        self.crossings: list[Crossing] = []
        self._settings = settings
        self._walks: WeakKeyDictionary[Person, _Walk] = WeakKeyDictionary()

    def update(self, people: Iterable[Person], moment: Moment) -> None:
        """Take those who were found at ``moment``."""
        for person in people:
            position = self._position(person.at.place, moment.ratio)
            walk = self._walks.get(person)
            if walk is None:
                walk = self._walks[person] = _Walk(position)
            _follow(walk, position)
            if abs(position.right) > self._settings.band:
                self._arrive(walk, 1 if position.right > 0.0 else -1, moment.time)

    def forget(self, before: float) -> None:
        """Keep no crossing ``before`` that time."""
        self.crossings = [crossing for crossing in self.crossings if crossing.time >= before]

    def _arrive(self, walk: _Walk, side: int, time: float) -> None:
        """Somebody is surely on ``side``."""
        if walk.side == -side and 0.0 <= walk.met <= 1.0:
            self.crossings.append(Crossing(time, inwards=side > 0))
        walk.side = side

    def _position(self, place: Point, ratio: float) -> _Position:
        (start_x, start_y), (end_x, end_y) = self._settings.start, self._settings.end
        line_x, line_y = end_x - start_x, (end_y - start_y) * ratio
        x, y = place[0] - start_x, (place[1] - start_y) * ratio
        squared = line_x**2 + line_y**2
        right = (line_x * y - line_y * x) / math.sqrt(squared)
        return _Position(right, (x * line_x + y * line_y) / squared)


def _follow(walk: _Walk, position: _Position) -> None:
    """Take the next position, and remember where along the line it was met."""
    before = walk.position
    if (before.right > 0.0) != (position.right > 0.0):
        share = before.right / (before.right - position.right)
        walk.met = before.along + share * (position.along - before.along)
    walk.position = position
