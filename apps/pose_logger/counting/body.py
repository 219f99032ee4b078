"""Where somebody stands, also when only a part of them is seen.

The height of each part over the floor, in statures, is that of the usual adult: R. Drillis and
R. Contini, Body Segment Parameters, 1966, as in D. A. Winter, Biomechanics and Motor Control of
Human Movement, 2009, figure 4.1.
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple, Self

from apps.pose_logger.polygon import Point
from engine.poses import FOUND_SCORE, Keypoint, KeypointName, Pose

Anchor = Literal["feet", "hips"]

_K = KeypointName

_PARTS: tuple[tuple[float, tuple[KeypointName, ...]], ...] = (
    (0.936, (_K.NOSE, _K.LEFT_EYE, _K.RIGHT_EYE, _K.LEFT_EAR, _K.RIGHT_EAR)),
    (0.818, (_K.LEFT_SHOULDER, _K.RIGHT_SHOULDER)),
    (0.530, (_K.LEFT_HIP, _K.RIGHT_HIP)),
    (0.285, (_K.LEFT_KNEE, _K.RIGHT_KNEE)),
    (0.039, (_K.LEFT_ANKLE, _K.RIGHT_ANKLE)),
)
"""Parts of the body from the head down: height over the floor in statures, and keypoints."""

_ANCHORS: dict[Anchor, float] = {"feet": 0.039, "hips": 0.530}

_USUAL_STATURE = 0.4
"""In widths of the picture, for somebody of whom too little has been seen to measure it."""

_LEAST_STATURE = 0.01
"""In widths of the picture, for somebody whose parts are all found in one place."""

_LEAST_SPAN = 0.25
"""The least of a body by which its stature is measured."""


class Part(NamedTuple):
    """A part of the body that was found: how high it is in a body, and where in the picture."""

    height: float
    x: float
    y: float


class Sighting(NamedTuple):
    """What one pose tells of a body.

    ``parts`` come from the head down, None where they were not found. ``stature`` is in widths of
    the picture, which is ``ratio`` widths high; it was measured over ``span`` of the body, 0 where
    it could not be.
    """

    pose: Pose
    parts: tuple[Part | None, ...]
    stature: float
    span: float
    ratio: float

    @classmethod
    def of(cls, pose: Pose, ratio: float) -> Self | None:
        """The sighting that ``pose`` is; None if nothing was found by which to place it."""
        parts = tuple([_part(height, names, pose.keypoints) for height, names in _PARTS])
        found = [part for part in parts if part is not None]
        if not found:
            return None
        top, bottom = found[0], found[-1]
        span = top.height - bottom.height
        if span < _LEAST_SPAN:
            return cls(pose, parts, _USUAL_STATURE, 0.0, ratio)
        length = math.hypot(top.x - bottom.x, (top.y - bottom.y) * ratio)
        return cls(pose, parts, max(length / span, _LEAST_STATURE), span, ratio)

    def place(self, anchor: Anchor, stature: float) -> Point:
        """Where ``anchor`` is, in unit coordinates, in somebody of ``stature`` who is upright."""
        height = _ANCHORS[anchor]
        found = [part for part in self.parts if part is not None]
        part = min(found, key=lambda part: abs(part.height - height))
        return part.x, part.y + (part.height - height) * stature / self.ratio

    def way_from(self, before: "Sighting") -> Point | None:
        """How far the body has come since the sighting ``before``, in unit coordinates.

        None if the two have no part in common.
        """
        ways = [
            (now.x - then.x, now.y - then.y)
            for then, now in zip(before.parts, self.parts, strict=True)
            if then is not None and now is not None
        ]
        if not ways:
            return None
        return sum([x for x, _ in ways]) / len(ways), sum([y for _, y in ways]) / len(ways)


def _part(
    height: float, names: Sequence[KeypointName], keypoints: Sequence[Keypoint]
) -> Part | None:
    found = [point for name in names if (point := keypoints[name]).score >= FOUND_SCORE]
    if not found:
        return None
    x = sum([point.x for point in found]) / len(found)
    y = sum([point.y for point in found]) / len(found)
    return Part(height, x, y)
