"""Tracking: which person of this frame is which person of the frames before.

Everybody is expected to go on at the velocity of their body, limbs as they were last seen. What is
found is compared with that, and matched by optimal assignment (Kuhn 1955; Munkres 1957).
"""

from collections.abc import Iterator
from random import Random

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from engine.detections import Detections, Tracks
from engine.tracker.people import (
    Floats,
    Forecast,
    People,
    Poses,
    Rows,
    in_heights,
    similarity_of,
)

BoolArray = npt.NDArray[np.bool_]

_STEADINESS = np.array([1.0] * 7 + [0.1] * 4 + [1.0] * 2 + [0.1] * 4)
"""How well each keypoint tells where the body goes: head and trunk well, swinging limbs badly."""

_SIMILAR = 0.15
"""The least similarity between a person and what is expected of them."""

_COPY = 0.7
"""The similarity from which two poses in one frame are taken for one person."""

_REACH = 2.0
"""How far from the middle of somebody their limbs may be, in sizes."""

_SHARPNESS = 3.0
"""How soon the fitter of two people is sure to be the one who was found: a power of similarity."""

_STRANGE = 3.0
"""How many tolerances from where it is expected a keypoint is taken for somebody else's."""

_SETTLING = 0.5
"""Seconds over which the velocity of a body is averaged."""

_NOTHING = 1e-9
"""Stands in for a sum of weights that is zero."""


class Tracker:
    """Gives people ids that stay theirs from frame to frame.

    Somebody who is not found is expected for less than ``memory`` seconds, or ``memory_outside``
    once they should have left the picture; whoever comes later gets a new id. Ids are 31-bit
    numbers from ``random``, and none is used twice.
    """

    def __init__(
        self, *, memory: float = 1.0, memory_outside: float = 0.3, random: Random | None = None
    ) -> None:
        self._memory = memory
        self._memory_outside = memory_outside
        self._ids = _unrepeated_ids(random or Random())
        self._people = People.new([], in_heights(Detections.none(), 1.0), 0.0)
        self._doubted: set[int] = set()

    def update(self, detections: Detections, time: float, *, aspect: float) -> Tracks:
        """The people found in the frame of ``time`` seconds, with their ids.

        ``aspect`` is the picture's width divided by its height. Second poses and loose limbs of
        people who have been found are left out, and so is everybody who is only expected. Somebody
        new beside another person is only believed when found a second time.
        """
        poses = in_heights(detections, aspect)
        people, forecast = self._remembered(time, aspect)
        rows, columns, surety = _match(forecast, poses)
        followed = _moved(
            people.select(rows), forecast.select(rows), poses.select(columns), surety, time
        )
        away = people.select(_others(len(people.ids), rows))
        self._doubted -= set(followed.ids.tolist())
        present, found = followed, columns.tolist()
        for column in _best_first(detections):
            if column in found:
                continue
            pose = poses.select(np.array([column]))
            beside = _is_beside(pose, followed, time)
            if _is_copy(pose, present, time) or _is_limb(pose, followed, beside, time):
                continue
            newcomer = next(self._ids)
            if beside.any():
                self._doubted.add(newcomer)
            present = present.join(People.new([newcomer], pose, time))
            found.append(column)
        self._people = present.join(away)
        self._doubted.intersection_update(self._people.ids.tolist())
        return self._sure(present.ids.tolist(), found, detections)

    def _sure(self, ids: list[int], found: list[int], detections: Detections) -> Tracks:
        """Those of ``ids``, who are where ``found`` says, of whom there is no doubt."""
        sure = [
            (id_, column)
            for id_, column in zip(ids, found, strict=True)
            if id_ not in self._doubted
        ]
        columns = [column for _, column in sure]
        return Tracks(
            tuple(id_ for id_, _ in sure), detections.keypoints[columns], detections.scores[columns]
        )

    def _remembered(self, time: float, aspect: float) -> tuple[People, Forecast]:
        """Those who have not been away for too long; nobody when time has jumped."""
        people = self._people
        people = people.select(np.flatnonzero(np.abs(people.elapsed(time)) < self._memory))
        forecast = people.forecast(time)
        outside = np.any((forecast.centre < 0.0) | (forecast.centre > (aspect, 1.0)), axis=1)
        gone = outside & (forecast.elapsed > self._memory_outside)
        if not gone.any():
            return people, forecast
        kept = np.flatnonzero(~gone)
        return people.select(kept), forecast.select(kept)


def _others(count: int, rows: Rows) -> Rows:
    """Those of ``count`` rows that are not in ``rows``."""
    others = np.ones(count, np.bool_)
    others[rows] = False
    return np.flatnonzero(others)


def _best_first(detections: Detections) -> list[int]:
    """The poses that have any keypoint, by falling score."""
    order = np.argsort(-detections.scores, kind="stable")
    return [row for row in order.tolist() if detections.keypoints[row, :, 2].any()]


def _match(people: Forecast, poses: Poses) -> tuple[Rows, Rows, Floats]:
    """Who is where: rows of ``people``, for each that of a pose, and how sure that is, 0 to 1.

    As many keypoints as possible are to be where they are expected, so that a whole body is not
    taken for a limb. Where people overlap, a pose is shared out by how well it fits each of them,
    as in probabilistic data association (Bar-Shalom and Tse 1975).
    """
    similarity = similarity_of(people, poses)
    evidence = people.freshness @ poses.scores.T
    rows, columns = linear_sum_assignment(similarity * evidence, maximize=True)
    similar = similarity[rows, columns] >= _SIMILAR
    rows, columns = rows[similar], columns[similar]
    claims = similarity[:, columns] ** _SHARPNESS
    surety = similarity[rows, columns] ** _SHARPNESS / np.sum(claims, axis=0)
    return rows, columns, surety


def _moved(people: People, expected: Forecast, poses: Poses, surety: Floats, time: float) -> People:
    """The same people where ``poses`` finds them, as far as that is sure.

    A keypoint that is not found goes with the body, and so does one that is found too far off:
    where people overlap, poses have limbs of others.
    """
    error = poses.points - expected.points
    squared_distance = np.sum((error / expected.tolerance) ** 2, axis=-1)
    closeness = np.exp(-squared_distance / 2.0) / expected.tolerance[..., 0] ** 2
    trust = poses.scores * _STEADINESS * closeness
    error *= surety[:, None, None]
    total = np.maximum(np.sum(trust, axis=1), _NOTHING)
    body_error = np.sum(error * trust[..., None], axis=1) / total[:, None]
    elapsed = np.maximum(expected.elapsed, _SETTLING)[:, None]
    found = (poses.scores > 0.0) & (squared_distance < _STRANGE**2)
    return people._replace(
        points=expected.points + np.where(found[..., None], error, body_error[:, None]),
        seen=np.where(found, time, people.seen),
        velocity=people.velocity + body_error / elapsed,
    )


def _is_copy(pose: Poses, present: People, time: float) -> bool:
    """Whether a pose is a second one of somebody who is present."""
    return bool(np.any(similarity_of(present.forecast(time), pose) >= _COPY))


def _is_beside(pose: Poses, present: People, time: float) -> BoolArray:
    """Beside or before which of those present a pose is."""
    expected = present.forecast(time)
    centre = pose.points[0, pose.scores[0] > 0.0].mean(axis=0)
    beside: BoolArray = np.linalg.norm(expected.centre - centre, axis=1) < _REACH * expected.size
    return beside


def _is_limb(pose: Poses, present: People, beside: BoolArray, time: float) -> bool:
    """Whether a pose has only what somebody ``beside`` it has been found without."""
    lacking = ~np.any((present.seen == time) & (pose.scores[0] > 0.0), axis=1)
    return bool(np.any(lacking & beside))


def _unrepeated_ids(random: Random) -> Iterator[int]:
    """Every 31-bit number once, by a linear congruential generator of full period.

    T. E. Hull and A. R. Dobell, Random Number Generators, SIAM Review 4 (3), 1962.
    """
    number, step = random.getrandbits(31), random.getrandbits(31) | 1
    while True:
        yield number
        number = (number * 1103515245 + step) % 2**31
