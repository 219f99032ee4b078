"""Skeletons as records: as coarse and as seldom as their level says."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from apps.pose_logger.counting.person import Person
from apps.pose_logger.records import POSE_UNIT, PoseRecord
from apps.pose_logger.settings import Level
from engine.poses import FOUND_SCORE, KeypointName

_FARTHEST = 3.99
"""The farthest place, in pictures, that fits 16 bits on every grid."""

_SURE = 255
_ALL = tuple(KeypointName)
_ANKLES = (KeypointName.LEFT_ANKLE, KeypointName.RIGHT_ANKLE)


class Detail(NamedTuple):
    """What is kept: ``rate`` times a second, places on a grid of ``steps`` to a picture's width.

    ``scores`` says whether it is kept how sure each keypoint was, or only that it was found.
    """

    rate: float
    steps: int
    keypoints: tuple[KeypointName, ...]
    scores: bool


DETAILS: dict[Level, Detail] = {
    "full": Detail(10.0, POSE_UNIT, _ALL, scores=True),
    "coarse": Detail(1.0, 64, _ALL, scores=False),
    "feet": Detail(1.0, 128, _ANKLES, scores=False),
}
"""What each level keeps; ``off`` is none of them."""


class Skeletons:
    """Records the people of ``camera`` at one level."""

    def __init__(self, camera: str, level: Level) -> None:
        self._camera = camera
        self._detail = DETAILS.get(level)
        self._due = 0.0

    def records(self, people: Iterable[Person], time: float) -> list[PoseRecord]:
        """The records of those who were found at ``time``, if it is time for some.

        Frames that come a little unevenly are all taken, as long as there are not too many.
        """
        if self._detail is None or not self._is_due(time, 1.0 / self._detail.rate):
            return []
        return [_record(self._camera, person, self._detail, time) for person in people]

    def _is_due(self, time: float, period: float) -> bool:
        early = self._due - time
        if abs(early) > 2.0 * period:
            self._due, early = time, 0.0
        if early > period / 2.0:
            return False
        self._due += period
        return True


def _record(camera: str, person: Person, detail: Detail, time: float) -> PoseRecord:
    keypoints, steps = person.pose.keypoints, detail.steps
    step = POSE_UNIT // steps
    xs, ys, scores = [0] * len(keypoints), [0] * len(keypoints), [0] * len(keypoints)
    for name in detail.keypoints:
        point = keypoints[name]
        if point.score >= FOUND_SCORE:
            xs[name] = round(_near(point.x) * steps) * step
            ys[name] = round(_near(point.y) * steps) * step
            scores[name] = round(point.score * _SURE) if detail.scores else _SURE
    return PoseRecord(camera, person.track, time, tuple(xs), tuple(ys), tuple(scores))


def _near(value: float) -> float:
    """``value``, or the farthest place there is on that side."""
    return value if -_FARTHEST < value < _FARTHEST else math.copysign(_FARTHEST, value)
