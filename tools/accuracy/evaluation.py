"""COCO's evaluation of keypoints: average precision and recall over object keypoint similarity.

It is pycocotools' own (https://cocodataset.org/#keypoints-eval). Similarity (OKS) falls with the
distance of each keypoint that counts, on a scale of the person's size and of how well people agree
about that keypoint. A pose finds somebody where the similarity reaches a threshold; the better
scored of two is matched first, and who has been found is found once.
"""

import io
from collections.abc import Sequence
from contextlib import redirect_stdout
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from engine.poses import Pose
from tools.accuracy.pictures import Picture

_PERSON = 1
_SO_FAR_UP_AND_LEFT = -1.0
"""Where keypoints are put that were not found, in widths and heights of the picture."""

_MOST_POSES = 20
"""How many poses of a picture are looked at, the best scored first, as COCO has it."""


class Accuracy(NamedTuple):
    """Each is the mean over thresholds of 0.50, 0.55 … 0.95, but for that at 0.5 and at 0.75.

    NaN where there was nobody to find.
    """

    precision: float
    precision_at_50: float
    precision_at_75: float
    recall: float


def evaluate(pictures: Sequence[Picture], found: Sequence[Sequence[Pose]]) -> Accuracy:
    """How well the poses ``found`` in each of ``pictures`` are those of who is there."""
    truths = [
        {**person, "image_id": number, "category_id": _PERSON}
        for number, picture in enumerate(pictures)
        for person in picture.people
    ]
    results = [
        _result(pose, picture, number)
        for number, (picture, poses) in enumerate(zip(pictures, found, strict=True))
        for pose in poses
    ]
    with redirect_stdout(io.StringIO()):
        evaluation = COCOeval(
            _indexed(truths, len(pictures)), _indexed(results, len(pictures)), "keypoints"
        )
        evaluation.params.areaRng, evaluation.params.areaRngLbl = [[0.0, 1e10]], ["all"]
        evaluation.params.maxDets = [_MOST_POSES]
        evaluation.evaluate()
        evaluation.accumulate()
    precision, recall = evaluation.eval["precision"], evaluation.eval["recall"]
    return Accuracy(_mean(precision), _mean(precision[0]), _mean(precision[5]), _mean(recall))


def without_a_quarter(
    pictures: Sequence[Picture], found: Sequence[Sequence[Pose]]
) -> tuple[float, float]:
    """The lowest and the highest precision where a quarter of ``pictures`` is left out.

    The quarters are every fourth picture; how far these two are apart tells how much hangs on which
    pictures happened to be taken.
    """
    kept = [[number for number in range(len(pictures)) if number % 4 != out] for out in range(4)]
    precisions = [
        evaluate([pictures[one] for one in some], [found[one] for one in some]).precision
        for some in kept
    ]
    return min(precisions), max(precisions)


def _indexed(people: list[dict[str, Any]], pictures: int) -> COCO:
    """``people`` as pycocotools wants them: numbered from 1, as 0 means nobody to it."""
    index = COCO()
    index.dataset = {
        "images": [{"id": number} for number in range(pictures)],
        "categories": [{"id": _PERSON}],
        "annotations": [{**person, "id": id_} for id_, person in enumerate(people, start=1)],
    }
    index.createIndex()
    return index


def _result(pose: Pose, picture: Picture, number: int) -> dict[str, Any]:
    """``pose`` as a result; without an area, by which large and small could be told apart."""
    return {
        "image_id": number,
        "category_id": _PERSON,
        "keypoints": _in_pixels(pose, picture),
        "score": pose.score,
        "area": 0.0,
    }


def _in_pixels(pose: Pose, picture: Picture) -> list[float]:
    """17 times x, y and score; a keypoint that was not found is where none can be near."""
    points = np.array(
        [
            (point.x, point.y, point.score) if point.score else (*2 * (_SO_FAR_UP_AND_LEFT,), 0.0)
            for point in pose.keypoints
        ]
    )
    told: list[float] = (points * (picture.width, picture.height, 1.0)).ravel().tolist()
    return told


def _mean(values: npt.NDArray[np.float64]) -> float:
    """The mean of those ``values`` that could be told, which are not negative."""
    told = values[values >= 0.0]
    return float(told.mean()) if len(told) else float("nan")
