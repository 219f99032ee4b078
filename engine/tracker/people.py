"""People as the tracker remembers them, and how well a pose fits one of them.

The measure is object keypoint similarity (OKS, https://cocodataset.org, keypoint evaluation), with
a tolerance that grows with the time since a keypoint was found.
"""

from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from engine.detections import Detections

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_SPREAD = 2.0 * np.array(
    [0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072]
    + [0.062, 0.062, 0.107, 0.107, 0.087, 0.087, 0.089, 0.089]
)
"""COCO's tolerance of each keypoint's position, in sizes of a person."""

_SIZE = 1.5
"""A person's size as OKS has it, in root mean square distances of keypoints from their centre."""

_LEAST_SIZE = 0.02
"""The size of somebody of whom hardly anything is seen, in heights of the picture."""

_DRIFT = np.array([1.0, 0.4])
"""By how many sizes a second a keypoint may stray, in x and y, from where it is expected."""

_FADING = 1.0
"""Seconds after which a keypoint that is not found counts less by a factor of e."""

_DOUBT = 0.5
"""How many keypoints' worth of doubt there always is, so that one or two alone prove little."""


class Poses(NamedTuple):
    """The poses of one frame: points (m x 17 x 2) in heights of the picture, scores (m x 17)."""

    points: Floats
    scores: Floats

    def select(self, rows: Rows) -> "Poses":
        """Those in ``rows``."""
        return Poses(*(field[rows] for field in self))


class People(NamedTuple):
    """Those who are remembered; row i of each field is one person.

    ``points`` (n x 17 x 2) and ``velocity`` (n x 2, per second) are in heights of the picture.
    ``seen`` (n x 17) is when each keypoint was last found, minus infinity if never.
    """

    ids: npt.NDArray[np.int64]
    points: Floats
    seen: Floats
    velocity: Floats

    @classmethod
    def new(cls, ids: list[int], poses: Poses, time: float) -> Self:
        """Those who are found in ``poses`` for the first time."""
        seen = np.where(poses.scores > 0.0, time, -np.inf)
        return cls(np.array(ids, np.int64), poses.points, seen, np.zeros((len(ids), 2)))

    def select(self, rows: Rows) -> "People":
        """Those in ``rows``, which rise."""
        if len(rows) == len(self.ids):
            return self
        return People._make(field[rows] for field in self)

    def join(self, others: "People") -> "People":
        """These and then ``others``."""
        if len(others.ids) == 0:
            return self
        return People._make(np.concatenate(fields) for fields in zip(self, others, strict=True))

    def elapsed(self, time: float) -> Floats:
        """Seconds since each person was last found."""
        last: Floats = self.seen.max(axis=1)
        return time - last

    def forecast(self, time: float) -> "Forecast":
        """What is expected of them at ``time``."""
        elapsed = self.elapsed(time)
        points = self.points + (self.velocity * elapsed[:, None])[:, None]
        age = time - self.seen
        freshness = np.exp(age / -_FADING)
        weights = freshness / freshness.sum(axis=1, keepdims=True)
        centre = (points * weights[..., None]).sum(axis=1)
        away = ((points - centre[:, None]) ** 2).sum(axis=2)
        size = np.maximum(_SIZE * np.sqrt((away * weights).sum(axis=1)), _LEAST_SIZE)
        drift = _DRIFT * age[..., None]
        tolerance = size[:, None, None] * np.hypot(_SPREAD[:, None], drift)
        return Forecast(elapsed, points, freshness, centre, size, tolerance)


class Forecast(NamedTuple):
    """What is expected of people at one time; row i of each field is one person.

    ``elapsed`` (n) is in seconds since they were last found. ``points`` (n x 17 x 2) is where their
    keypoints should be, ``tolerance`` (n x 17 x 2) how far off each may be, and ``freshness``
    (n x 17) how much it still counts: 1 if just found, 0 if never. ``centre`` (n x 2) is the middle
    of each body and ``size`` (n) its size in the sense of OKS.
    """

    elapsed: Floats
    points: Floats
    freshness: Floats
    centre: Floats
    size: Floats
    tolerance: Floats

    def select(self, rows: Rows) -> "Forecast":
        """Those in ``rows``, which rise."""
        if len(rows) == len(self.elapsed):
            return self
        return Forecast._make(field[rows] for field in self)


def in_heights(detections: Detections, aspect: float) -> Poses:
    """The poses in units that are equally long in x and y."""
    keypoints = detections.keypoints.astype(np.float64)
    return Poses(keypoints[..., :2] * (aspect, 1.0), keypoints[..., 2])


def similarity_of(people: Forecast, poses: Poses) -> Floats:
    """How well each pose is what is expected of each person, n x m, from 0 to 1."""
    error = (people.points[:, None] - poses.points) / people.tolerance[:, None]
    close = np.exp((error**2).sum(axis=-1) / -2.0)
    weights = poses.scores * people.freshness[:, None]
    similarity: Floats = (close * weights).sum(axis=-1) / (weights.sum(axis=-1) + _DOUBT)
    return similarity
