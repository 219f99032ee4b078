"""Somebody drawn, who stands upright and moves both hands: the one that shows how to play."""

import math
from typing import NamedTuple

from engine.poses import BackgroundState, BackgroundStatus, Keypoint, KeypointName, Pose, PoseFrame

_WIDTH, _HEIGHT = 3.2, 4.3
"""The picture around the figure, in lengths of its torso."""

_HIPS = (_WIDTH / 2, 2.35)
"""The middle of the hips, from the upper left corner."""

_PIXELS = 240
"""So many pixels is the torso long."""

_UPPER_ARM, _FOREARM = 0.58, 0.54

_K = KeypointName
_STANDING = {
    _K.NOSE: (0.0, 1.42), _K.LEFT_EYE: (0.07, 1.49), _K.RIGHT_EYE: (-0.07, 1.49),
    _K.LEFT_EAR: (0.15, 1.45), _K.RIGHT_EAR: (-0.15, 1.45),
    _K.LEFT_SHOULDER: (0.36, 1.0), _K.RIGHT_SHOULDER: (-0.36, 1.0),
    _K.LEFT_HIP: (0.22, 0.0), _K.RIGHT_HIP: (-0.22, 0.0),
    _K.LEFT_KNEE: (0.25, -0.82), _K.RIGHT_KNEE: (-0.25, -0.82),
    _K.LEFT_ANKLE: (0.28, -1.64), _K.RIGHT_ANKLE: (-0.28, -1.64),
}  # fmt: skip
"""Where the joints are that stay: from the middle of the hips to the right and up."""


class Hands(NamedTuple):
    """How high the wrists are, in lengths of the torso above the hips."""

    right: float
    left: float


def figure(number: int, time: float, hands: Hands) -> PoseFrame:
    """Frame ``number``, at ``time``, of a figure that faces us with its ``hands`` so high."""
    places = dict(_STANDING)
    for height, shoulder, elbow, wrist in (
        (hands.right, _K.RIGHT_SHOULDER, _K.RIGHT_ELBOW, _K.RIGHT_WRIST),
        (hands.left, _K.LEFT_SHOULDER, _K.LEFT_ELBOW, _K.LEFT_WRIST),
    ):
        places[elbow], places[wrist] = _arm(places[shoulder], height)
    points = tuple(_keypoint(*places[name]) for name in KeypointName)
    return PoseFrame(
        frame=number,
        time=time,
        width=round(_PIXELS * _WIDTH),
        height=round(_PIXELS * _HEIGHT),
        poses=(Pose(1, 1.0, points),),
        background=BackgroundStatus(BackgroundState.OFF, 0.0, 0),
        model="drawn",
    )


def _keypoint(x: float, y: float) -> Keypoint:
    return Keypoint((_HIPS[0] + x) / _WIDTH, (_HIPS[1] - y) / _HEIGHT, 1.0)


def _arm(
    shoulder: tuple[float, float], height: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Elbow and wrist of an arm that reaches ``height`` beside the body, its elbow down."""
    outward = math.copysign(1.0, shoulder[0])
    rise = min(max(height - shoulder[1], -1.05), 1.05)
    aside = min(0.55, math.sqrt(1.1**2 - rise**2))
    reach = math.hypot(rise, aside)
    along = (_UPPER_ARM**2 - _FOREARM**2 + reach**2) / (2 * reach)
    bend = math.sqrt(max(0.0, _UPPER_ARM**2 - along**2))
    x = (along * aside + bend * rise) / reach
    y = (along * rise - bend * aside) / reach
    elbow = shoulder[0] + outward * x, shoulder[1] + y
    return elbow, (shoulder[0] + outward * aside, shoulder[1] + rise)
