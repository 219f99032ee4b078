"""Signs of people, in what a pose model found and in a candidate that it is shown again."""

from collections.abc import Callable

import numpy as np

from engine.detections import Detections, FloatArray, Pixels

Find = Callable[[Pixels], Detections]
"""Finds people in a picture, such as an estimator's estimate."""

_TILE = 0.6
_VIEWS = ((0.0, 0.0, 1.0), *((x, y, _TILE) for x in (0.0, 1.0 - _TILE) for y in (0.0, 1.0 - _TILE)))
"""Left, top and side of the whole picture and of four overlapping tiles, in units of it."""


def signs(detections: Detections) -> FloatArray:
    """Where anything of a person was found, however faint: n x 2."""
    keypoints = detections.keypoints.reshape(-1, 3)
    return np.concatenate([keypoints[keypoints[:, 2] > 0.0, :2], detections.evidence])


def inspect(picture: Pixels, find: Find) -> FloatArray:
    """The signs of people in ``picture``, n x 2 in units of it.

    ``find`` is shown the whole picture and overlapping tiles, in which people are larger, each as
    it is and mirrored.
    """
    height, width = picture.shape[:2]
    found = []
    for left, top, side in _VIEWS:
        rows = slice(int(top * height), max(1, round((top + side) * height)))
        part = picture[rows, int(left * width) : max(1, round((left + side) * width))]
        straight = signs(find(np.ascontiguousarray(part)))
        mirrored = signs(find(np.ascontiguousarray(part[:, ::-1]))) * (-1, 1) + (1, 0)
        found += [np.float32((left, top)) + side * seen for seen in (straight, mirrored)]
    return np.concatenate(found).astype(np.float32)
