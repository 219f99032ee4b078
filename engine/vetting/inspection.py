"""Signs of people, in what a pose model found and in a candidate that it is shown again."""

from collections.abc import Callable, Iterator

import numpy as np

from engine.detections import Detections, FloatArray, Pixels
from engine.vetting.grid import BlockMask, Grid, widened

Find = Callable[[Pixels], Detections]
"""Finds people in a picture, such as an estimator's estimate."""

_TILE = 0.6
_TILES = tuple((x, y, _TILE) for x in (0.0, 1.0 - _TILE) for y in (0.0, 1.0 - _TILE))
_AGREEING = 2


def signs(detections: Detections) -> FloatArray:
    """Where anything of a person was found, however faint: n x 2."""
    return np.concatenate([_joints(detections), detections.evidence])


def inspect(picture: Pixels, find: Find, grid: Grid, radius: int) -> BlockMask:
    """The blocks of ``picture`` within ``radius`` of what looks like a person.

    ``find`` is shown the whole picture and four overlapping tiles, in which people are larger,
    each as it is and mirrored. Two of these ten views must agree: enlarged furniture is easily
    taken for somebody once. In tiles, for the same reason, only poses count.
    """
    votes = np.zeros((grid.rows, grid.columns), np.int32)
    for points in _views(picture, find):
        seen = np.zeros(votes.shape, np.bool_)
        grid.mark(seen, points)
        votes += widened(seen, radius)
    return np.asarray(votes >= _AGREEING)


def _views(picture: Pixels, find: Find) -> Iterator[FloatArray]:
    """What is found in each view, in units of the picture."""
    yield from (signs(seen) for seen in _both_ways(picture, find))
    height, width = picture.shape[:2]
    for left, top, side in _TILES:
        rows = slice(int(top * height), max(1, round((top + side) * height)))
        columns = slice(int(left * width), max(1, round((left + side) * width)))
        for seen in _both_ways(picture[rows, columns], find):
            yield np.float32(side) * _joints(seen) + np.array((left, top), np.float32)


def _both_ways(picture: Pixels, find: Find) -> Iterator[Detections]:
    """What is found in the picture as it is and, put right again, mirrored."""
    yield find(np.ascontiguousarray(picture))
    seen = find(np.ascontiguousarray(picture[:, ::-1]))
    back, shift = np.array((-1, 1), np.float32), np.array((1, 0), np.float32)
    keypoints = seen.keypoints.copy()
    keypoints[..., :2] = keypoints[..., :2] * back + shift
    yield Detections(keypoints, seen.scores, seen.evidence * back + shift)


def _joints(detections: Detections) -> FloatArray:
    keypoints = detections.keypoints.reshape(-1, 3)
    return np.asarray(keypoints[keypoints[:, 2] > 0.0, :2])
