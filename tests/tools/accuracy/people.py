"""People whose keypoints are known, and poses that find them more or less well."""

from typing import Any

import numpy as np

from engine.detections import Pixels
from engine.poses import Keypoint, Pose
from tests.engine.decoders.synthetic import Points, figure
from tools.accuracy.pictures import Picture

WIDTH, HEIGHT = 640, 480
AREA = 100.0 * 200.0


def person(left: float, top: float = 100.0, **changes: Any) -> dict[str, Any]:
    """Somebody who fills a box of 100 x 200 pixels, all of them in sight."""
    points = np.column_stack([figure(left, top, 100.0, 200.0), np.full(17, 2.0)])
    told = {
        "keypoints": points.ravel().tolist(),
        "num_keypoints": 17,
        "area": AREA,
        "bbox": [left, top, 100.0, 200.0],
        "iscrowd": 0,
    }
    return told | changes


def picture(*people: dict[str, Any]) -> Picture:
    return Picture("made up", WIDTH, HEIGHT, people, nothing)


def pose(points: Points, score: float = 0.9) -> Pose:
    """A pose with keypoints at ``points``, 17 x 2 in pixels."""
    places = (points / (WIDTH, HEIGHT)).tolist()
    return Pose(1, score, tuple(Keypoint(x, y, 0.8) for x, y in places))


def found(one: dict[str, Any], *, shift: float = 0.0, score: float = 0.9) -> Pose:
    """A pose of ``one``, all of it ``shift`` pixels to the right."""
    points = np.array(one["keypoints"]).reshape(17, 3)[:, :2]
    return pose(points + np.array([shift, 0.0]), score)


def nothing() -> Pixels:
    raise AssertionError("nobody should look at this picture")
