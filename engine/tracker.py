"""Tracking: which person of this frame is which person of the frames before.

Everybody is expected to go on at the velocity of their body, limbs as they were last seen. What is
found is compared with that by object keypoint similarity (OKS, https://cocodataset.org, keypoint
evaluation), whose tolerance grows with the time since a keypoint was found, and matched by optimal
assignment (Kuhn 1955; Munkres 1957).
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from engine.detections import Detections, Tracks

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_SPREAD = 2.0 * np.array(
    [0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072]
    + [0.062, 0.062, 0.107, 0.107, 0.087, 0.087, 0.089, 0.089]
)
"""COCO's tolerance of each keypoint's position, in units of a person's size."""

_STEADINESS = np.array([1.0] * 7 + [0.1] * 4 + [1.0] * 2 + [0.1] * 4)
"""How well each keypoint tells where the body goes: head and trunk well, swinging limbs badly."""

_SIZE = 1.5
"""A person's size as OKS has it, in root mean square distances of keypoints from their centre."""

_LEAST_SIZE = 0.02
"""The size of somebody of whom hardly anything is seen, in units of the picture's height."""

_DRIFT = 1.0
"""By how many sizes a second a keypoint may stray from where it is expected."""

_SETTLING = 0.15
"""Seconds over which the velocity of a body is averaged."""

_FADING = 1.0
"""Seconds after which somebody who was not found counts less by a factor of e than who was."""

_SIMILAR = 0.15
"""The least similarity between a person and what is expected of them."""

_LEAST_TIME = 1e-3
"""Frames with the same time stamp are taken to be this many seconds apart."""

_NO_TRUST = 1e-9
"""Keeps a person of whom only new keypoints were found where they are expected."""

_DOUBT = 0.5
"""How many keypoints' worth of doubt there always is, so that one or two alone prove little."""

_COPY = 0.5
"""The similarity from which two poses in one frame are taken for one person."""


class _Poses(NamedTuple):
    """The poses of one frame: points (m x 17 x 2) in heights of the picture, scores (m x 17)."""

    points: Floats
    scores: Floats

    def select(self, rows: Rows) -> "_Poses":
        """Those in ``rows``."""
        return _Poses(*(field[rows] for field in self))


class _People(NamedTuple):
    """Those who are remembered; row i of each field is one person.

    ``points`` (n x 17 x 2) and ``velocity`` (n x 2, per second) are in heights of the picture.
    ``seen`` (n x 17) is when each keypoint was last found, minus infinity if never.
    """

    ids: npt.NDArray[np.int64]
    points: Floats
    seen: Floats
    velocity: Floats

    @classmethod
    def new(cls, ids: list[int], poses: _Poses, time: float) -> Self:
        """Those who are found in ``poses`` for the first time."""
        seen = np.where(poses.scores > 0.0, time, -np.inf)
        return cls(np.array(ids, np.int64), poses.points, seen, np.zeros((len(ids), 2)))

    def select(self, rows: Rows) -> "_People":
        """Those in ``rows``."""
        return _People._make(field[rows] for field in self)

    def join(self, others: "_People") -> "_People":
        """These and then ``others``."""
        return _People._make(np.concatenate(fields) for fields in zip(self, others, strict=True))

    def elapsed(self, time: float) -> Floats:
        """Seconds since each person was last found."""
        last: Floats = np.max(self.seen, axis=1)
        return time - last

    def expected(self, time: float) -> Floats:
        """Where their keypoints should be at ``time``."""
        return self.points + (self.velocity * self.elapsed(time)[:, None])[:, None]

    def freshness(self, time: float) -> Floats:
        """How much each keypoint still counts at ``time``: 1 if just found, 0 if never."""
        return np.exp((self.seen - time) / _FADING)

    def centre(self, time: float) -> Floats:
        """The middle of each body as it is expected at ``time``."""
        weights = self.freshness(time)[..., None]
        centre: Floats = np.sum(self.expected(time) * weights, axis=1) / np.sum(weights, axis=1)
        return centre

    def tolerance(self, time: float) -> Floats:
        """How far each keypoint may be from where it is expected at ``time``."""
        weights = self.freshness(time)
        away = np.sum((self.expected(time) - self.centre(time)[:, None]) ** 2, axis=2)
        variance = np.sum(away * weights, axis=1) / np.sum(weights, axis=1)
        size: Floats = np.maximum(_SIZE * np.sqrt(variance), _LEAST_SIZE)
        return size[:, None] * np.hypot(_SPREAD, _DRIFT * (time - self.seen))


class Tracker:
    """Gives people ids that stay theirs from frame to frame.

    Somebody who is not found is expected for ``memory`` seconds, and for ``memory_outside`` once
    they should have left the picture; whoever comes later gets a new id. Ids are 31-bit numbers
    from ``random``, and none is used twice.
    """

    def __init__(
        self, *, memory: float = 1.0, memory_outside: float = 0.3, random: Random | None = None
    ) -> None:
        self._memory = memory
        self._memory_outside = memory_outside
        self._ids = _unrepeated_ids(random or Random())
        self._people = _People.new([], _Poses(np.zeros((0, 17, 2)), np.zeros((0, 17))), 0.0)

    def update(self, detections: Detections, time: float, *, aspect: float) -> Tracks:
        """The people found in the frame of ``time`` seconds, with their ids.

        ``aspect`` is the picture's width divided by its height. A second pose of the same person is
        left out, and so is everybody who is expected but not found.
        """
        poses = _in_heights(detections, aspect)
        self._forget(time, aspect)
        rows, columns = _match(self._people, poses, time)
        present = _moved(self._people.select(rows), poses.select(columns), time)
        away = self._people.select(np.delete(np.arange(len(self._people.ids)), rows))
        published = columns.tolist()
        for column in _best_first(detections):
            pose = poses.select(np.array([column]))
            if column not in published and not _is_copy(pose, present, time):
                present = present.join(_People.new([next(self._ids)], pose, time))
                published.append(column)
        self._people = present.join(away)
        return Tracks(
            tuple(present.ids.tolist()),
            detections.keypoints[published],
            detections.scores[published],
        )

    def _forget(self, time: float, aspect: float) -> None:
        """Drop those who have been away for too long, and all when time has jumped."""
        centre = self._people.centre(time)
        inside = np.all((centre >= 0.0) & (centre <= (aspect, 1.0)), axis=1)
        memory = np.where(inside, self._memory, self._memory_outside)
        kept = np.abs(self._people.elapsed(time)) <= memory
        self._people = self._people.select(np.flatnonzero(kept))


def _in_heights(detections: Detections, aspect: float) -> _Poses:
    """The poses in units that are equally long in x and y."""
    keypoints = detections.keypoints.astype(np.float64)
    return _Poses(keypoints[..., :2] * (aspect, 1.0), keypoints[..., 2])


def _best_first(detections: Detections) -> list[int]:
    """The poses that have any keypoint, by falling score."""
    order = np.argsort(-detections.scores, kind="stable")
    return [row for row in order.tolist() if detections.keypoints[row, :, 2].any()]


def _similarity(people: _People, poses: _Poses, time: float) -> Floats:
    """How well each pose is what is expected of each person, n x m, from 0 to 1."""
    squared = np.sum((people.expected(time)[:, None] - poses.points) ** 2, axis=-1)
    close = np.exp(-squared / (2.0 * people.tolerance(time) ** 2)[:, None])
    weights = poses.scores * people.freshness(time)[:, None]
    similarity: Floats = np.sum(close * weights, axis=-1) / (np.sum(weights, axis=-1) + _DOUBT)
    return similarity


def _match(people: _People, poses: _Poses, time: float) -> tuple[Rows, Rows]:
    """Who is where: rows of ``people`` and, for each, that of a pose."""
    similarity = _similarity(people, poses, time)
    recent = np.exp(-people.elapsed(time) / _FADING)
    rows, columns = linear_sum_assignment(similarity * recent[:, None], maximize=True)
    similar = similarity[rows, columns] >= _SIMILAR
    return rows[similar], columns[similar]


def _moved(people: _People, poses: _Poses, time: float) -> _People:
    """The same people where ``poses`` finds them; keypoints not found go with the body."""
    expected = people.expected(time)
    trust = poses.scores * _STEADINESS / people.tolerance(time) ** 2
    total = np.maximum(np.sum(trust, axis=1), _NO_TRUST)
    error = np.sum((poses.points - expected) * trust[..., None], axis=1) / total[:, None]
    elapsed = np.maximum(people.elapsed(time), _LEAST_TIME)[:, None]
    gain = -np.expm1(-elapsed / _SETTLING)
    found = poses.scores > 0.0
    return people._replace(
        points=np.where(found[..., None], poses.points, expected + error[:, None]),
        seen=np.where(found, time, people.seen),
        velocity=people.velocity + gain * error / elapsed,
    )


def _is_copy(pose: _Poses, present: _People, time: float) -> bool:
    """Whether a pose is a second one of somebody who is present already."""
    return bool(np.any(_similarity(present, pose, time) >= _COPY))


def _unrepeated_ids(random: Random) -> Iterator[int]:
    """Every 31-bit number once, by a linear congruential generator of full period.

    T. E. Hull and A. R. Dobell, Random Number Generators, SIAM Review 4 (3), 1962.
    """
    number, step = random.getrandbits(31), random.getrandbits(31) | 1
    while True:
        yield number
        number = (number * 1103515245 + step) % 2**31
