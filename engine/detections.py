"""What an estimator finds in one picture, as arrays: the engine's own form of poses."""

from collections.abc import Callable
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from engine.poses.skeleton import KeypointName

FloatArray = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
"""A camera picture: height x width x 3, BGR, 8 bits a channel."""


class Detections(NamedTuple):
    """The people found in one picture, in no particular order.

    ``keypoints`` is n x 17 x 3: x, y and score of each :class:`KeypointName`. Positions are in
    units of the picture's width and height, the picture being what the function that returns them
    was given: the model's input for a decoder, the camera frame for an estimator. Scores run from 0
    to 1; a keypoint that was not found is 0, 0, 0. ``scores`` is n: the poses' scores, 0 to 1.

    ``evidence`` is m x 2: places where the model saw anything of a person at all, also parts that
    are too faint or too few for a pose. Vetting takes it as a sign that the scene is not empty.
    """

    keypoints: FloatArray
    scores: FloatArray
    evidence: FloatArray

    @classmethod
    def none(cls) -> Self:
        """Nobody."""
        return cls(
            np.zeros((0, len(KeypointName), 3), np.float32),
            np.zeros(0, np.float32),
            np.zeros((0, 2), np.float32),
        )

    def moved(self, to: Callable[[FloatArray], FloatArray]) -> Self:
        """The same in other units: ``to`` turns positions (… x 2) into those."""
        scores = self.keypoints[..., 2:]
        points = np.where(scores > 0, to(self.keypoints[..., :2]), 0)
        keypoints = np.concatenate((points, scores), axis=-1)
        return self._replace(keypoints=keypoints, evidence=to(self.evidence))


class Tracks(NamedTuple):
    """The people followed in one frame; row i of each field is the person ``ids[i]``.

    ``keypoints`` is n x 17 x 3 in units of the camera picture and ``scores`` is n, both as in
    :class:`Detections`.
    """

    ids: tuple[int, ...]
    keypoints: FloatArray
    scores: FloatArray
