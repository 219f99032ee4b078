"""Moments of the puppet theatre, which knows where every joint is and which pixels are whose."""

from collections.abc import Iterator
from functools import partial

import cv2
import numpy as np

from engine.cameras.stage import open_stage
from engine.cameras.stage.camera import FPS, StageCamera
from engine.cameras.stage.truth import ActorTruth, Joint, Mask, Sight
from tools.accuracy.pictures import Annotation, Picture

FEWEST_IN_SIGHT = 3
"""Joints that must be in sight for somebody to count; of fewer nobody could tell a pose."""

_VISIBILITY = {Sight.VISIBLE: 2, Sight.OCCLUDED: 1, Sight.OUTSIDE: 0}


def moments(scene: str, every: float) -> Iterator[Picture]:
    """A picture of ``scene`` for ``every`` so many seconds, also of those when nobody is there."""
    stage = open_stage(scene)
    for number in range(0, len(stage), round(every * FPS)):
        yield _moment(scene, stage, number)


def annotation(actor: ActorTruth, seen: Mask) -> Annotation | None:
    """``actor``, of whom the pixels ``seen`` are in the picture, as COCO would annotate them.

    None where nothing of them is in the picture. A joint behind somebody else counts, as its place
    is known; one outside the picture does not.
    """
    if not seen.any():
        return None
    height, width = seen.shape
    counts = sum(joint.sight is Sight.VISIBLE for joint in actor.joints) >= FEWEST_IN_SIGHT
    told = [_keypoint(joint, width, height) for joint in actor.joints if counts]
    return {
        "keypoints": [number for keypoint in told for number in keypoint] or [0] * 3 * 17,
        "num_keypoints": sum(visibility > 0 for _, _, visibility in told),
        "area": float(np.count_nonzero(seen)),
        "bbox": list(cv2.boundingRect(seen.astype(np.uint8))),
        "iscrowd": 0,
    }


def _moment(scene: str, stage: StageCamera, number: int) -> Picture:
    truth = stage.truth(number)
    height, width = truth.labels.shape
    people = (annotation(actor, truth.mask(actor.name)) for actor in truth.actors)
    return Picture(
        f"{scene} {stage.time(number):.1f} s",
        width,
        height,
        tuple(one for one in people if one is not None),
        partial(stage.picture, number),
    )


def _keypoint(joint: Joint, width: int, height: int) -> tuple[float, float, int]:
    visibility = _VISIBILITY[joint.sight]
    return (joint.x * width, joint.y * height, visibility) if visibility else (0.0, 0.0, 0)
