"""People who hold their hands where they are told to."""

from engine.poses import Keypoint, KeypointName, Pose
from tests.apps.people import person

_HIPS, _TORSO = 0.52, 0.32
"""Where the hips of :func:`person` are, and how long the torso is, in heights of the person."""


def player(
    id_: int = 1, x: float = 0.5, *, height: float = -0.2, level: float = 1.2, size: float = 0.8
) -> Pose:
    """Somebody whose right wrist is at ``height`` and whose left wrist is at ``level``.

    Both are in lengths of the torso above the hips, so that -0.2 hangs; ``size`` is how much of the
    picture's height they take.
    """
    pose = person(id_, x, height=size)
    points = list(pose.keypoints)
    for wrist, up in ((KeypointName.RIGHT_WRIST, height), (KeypointName.LEFT_WRIST, level)):
        y = 0.1 + (_HIPS - up * _TORSO) * size
        points[wrist] = Keypoint(points[wrist].x, y, 0.9)
    return Pose(id_, pose.score, tuple(points))
