"""What a model finds in pictures, each judged on its own."""

from collections.abc import Iterable

from engine.detections import Detections, Tracks
from engine.estimators import Estimator
from engine.poses import Pose
from engine.publisher import poses
from tools.accuracy.pictures import Picture


def find(estimator: Estimator, pictures: Iterable[Picture]) -> list[tuple[Pose, ...]]:
    """The poses that ``estimator`` finds in each of ``pictures``; no tracker has a say."""
    return [published(estimator.estimate(picture.pixels())) for picture in pictures]


def published(found: Detections) -> tuple[Pose, ...]:
    """``found`` as apps would get it: the same scores, the best first."""
    ids = tuple(range(1, len(found.scores) + 1))
    return poses(Tracks(ids, found.keypoints, found.scores))
