"""Where joints are in terms of a person's own body, whatever their size, place and distance.

The unit is the length of the torso, from the middle of the shoulders to the middle of the hips, and
the origin is between the hips. Arms and torsos grow together, so that children and grown-ups reach
the same heights, standing or sitting.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from apps.synthesizer.events import Point
from engine.poses import KeypointName, Pose

_K = KeypointName

_SHOULDERS = _K.LEFT_SHOULDER, _K.RIGHT_SHOULDER
_HIPS = _K.LEFT_HIP, _K.RIGHT_HIP
_HEAD = _K.NOSE, _K.LEFT_EYE, _K.RIGHT_EYE, _K.LEFT_EAR, _K.RIGHT_EAR

_TORSO_PER_NECK = 2.5
_TORSO_PER_BREADTH = 1.5
"""The torso's length in distances from shoulders to head, and in distances between the shoulders:
what is taken for true of somebody whose hips have never been seen."""

_MEMORY = 1.0
"""Seconds over which proportions are averaged."""

_FACES = 0.25
"""How far apart in torsos the shoulders are, at least, of somebody not seen from the side."""

_LEAST_TORSO = 0.01
"""The shortest torso that is believed, in heights of the picture."""

_FARTHEST = 10.0
"""No joint is believed to be farther away than so many pictures."""

_ELBOW_ROOM = 0.5
"""How far from the picture's edge the hips are, in torsos, when both arms can be seen."""


class Place(NamedTuple):
    """Lengths of the torso to the person's own ``right`` of the spine, and ``up`` from the hips."""

    right: float
    up: float


class Body:
    """One person's proportions, remembered, and where the body is in the newest frame."""

    def __init__(self) -> None:
        self._pose: Pose | None = None
        self._aspect = 1.0
        self._torso = _Mean()
        self._per_neck = _Mean(_TORSO_PER_NECK)
        self._per_breadth = _Mean(_TORSO_PER_BREADTH)
        self._hips = (0.0, 0.0)
        self._found = False
        self._right = -1.0
        self._time: float | None = None

    @property
    def found(self) -> bool:
        """Whether enough of the body is found, and known, to tell where its joints are."""
        return self._found

    @property
    def inside(self) -> bool:
        """Whether it is found and not half out of the picture, where models guess the hands."""
        if not self.found or self._hips is None:
            return False
        room = _ELBOW_ROOM * self.torso
        return room < self._hips[0] < self._aspect - room

    @property
    def torso(self) -> float:
        """The torso's length in heights of the picture, 0 while it is unknown."""
        return self._torso.value

    @property
    def hips(self) -> Point:
        """Where the hips were last, in heights of the picture."""
        return self._hips

    def update(self, pose: Pose, aspect: float, time: float) -> None:
        """Take the ``pose`` of a picture ``aspect`` times as wide as high, at ``time`` seconds."""
        elapsed = 0.0 if self._time is None else max(0.0, time - self._time)
        self._pose, self._aspect, self._time = pose, aspect, time
        shoulders, hips, head = map(self._middle, (_SHOULDERS, _HIPS, _HEAD))
        self._measure(shoulders, hips, head, elapsed)
        self._locate(shoulders, hips)

    def place(self, joint: KeypointName) -> Place | None:
        """Where ``joint`` is; None where it, or the body, is not found."""
        point = self._point(joint)
        if point is None or not self._found:
            return None
        x, y = self._hips
        return Place(self._right * (point[0] - x) / self.torso, (y - point[1]) / self.torso)

    def seen(self, joint: KeypointName) -> Point | None:
        """Where ``joint`` is in the picture, in its width and height; None where not found."""
        keypoint = self._pose.keypoints[joint] if self._pose is not None else None
        if keypoint is None or not keypoint.found:
            return None
        near = max(abs(keypoint.x), abs(keypoint.y)) < _FARTHEST
        return (keypoint.x, keypoint.y) if near else None

    def picture(self, place: Place) -> Point:
        """Where ``place`` is in the picture, in its width and height; only for a body found."""
        x, y = self._hips
        across = x + self._right * place.right * self.torso
        return across / self._aspect, y - place.up * self.torso

    def _measure(
        self, shoulders: Point | None, hips: Point | None, head: Point | None, elapsed: float
    ) -> None:
        """Learn the torso's length, and its proportions where it is seen itself.

        One shoulder is not their middle, so that it only serves where nothing is known yet.
        """
        left, right = map(self._point, _SHOULDERS)
        if shoulders is None or (self.torso and not (left and right)):
            return
        neck = math.dist(shoulders, head) if head else 0.0
        breadth = math.dist(left, right) if left and right else 0.0
        if hips is not None:
            torso = math.dist(shoulders, hips)
            for distance, ratio in ((neck, self._per_neck), (breadth, self._per_breadth)):
                if distance:
                    ratio.learn(torso / distance, elapsed)
        else:
            torso = neck * self._per_neck.value or breadth * self._per_breadth.value
        if torso > _LEAST_TORSO:
            self._torso.learn(torso, elapsed)
        if left and right and breadth > _FACES * self.torso:
            self._right = math.copysign(1.0, right[0] - left[0])

    def _locate(self, shoulders: Point | None, hips: Point | None) -> None:
        """The hips: half by themselves, half by the shoulders, which are found more reliably."""
        below = None if shoulders is None else (shoulders[0], shoulders[1] + self.torso)
        one, other = below or hips, hips or below
        self._found = one is not None and self.torso > 0.0
        if one and other and self._found:
            self._hips = one[0], (one[1] + other[1]) / 2

    def _middle(self, joints: Iterable[KeypointName]) -> Point | None:
        points = [point for joint in joints if (point := self._point(joint)) is not None]
        if not points:
            return None
        return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)

    def _point(self, joint: KeypointName) -> Point | None:
        """Where ``joint`` is, in heights of the picture."""
        point = self.seen(joint)
        return None if point is None else (point[0] * self._aspect, point[1])


class _Mean:
    """The mean of what was learnt in the last :data:`_MEMORY` seconds, about."""

    def __init__(self, value: float = 0.0) -> None:
        self.value = value
        self._age: float | None = None

    def learn(self, value: float, elapsed: float) -> None:
        if self._age is None:
            self.value, self._age = value, 0.0
            return
        self._age = min(self._age + elapsed, _MEMORY)
        share = elapsed / self._age if self._age else 1.0
        self.value += min(share, 1.0) * (value - self.value)
