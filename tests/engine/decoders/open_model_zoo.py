"""What Open Model Zoo's decoder of OpenPose does, step by step and as plainly as can be said.

It is slow, and there to be compared with: where the two are given the same tensors, what differs is
the decoder and nothing else.
"""

from itertools import product
from typing import NamedTuple

import numpy as np

from engine.decoders.openpose import KINDS, LIMBS, NECK
from engine.detections import FloatArray

THRESHOLD = 0.1
ALIGNMENT = 0.05
SAMPLES = 10
FEWEST = 3


class Point(NamedTuple):
    """A keypoint in cells of the heatmap; each is a person's or nobody's."""

    x: float
    y: float
    score: float


class Person:
    """Keypoints by kind, the sum of all scores, limbs included, and how many were added."""

    def __init__(self) -> None:
        self.points: dict[int, Point] = {}
        self.score = 0.0
        self.count = 0


def decode(heatmaps: FloatArray, pafs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The keypoints, n x 17 x 3, in units of the input, and the poses' scores, which are sums."""
    height, width, _ = heatmaps.shape
    points = {kind: _points(heatmaps[..., channel]) for channel, kind in enumerate(KINDS)}
    people: list[Person] = []
    for a, b, channel in LIMBS:
        for first, second, strength in _limbs(points[a], points[b], pafs[..., channel:][..., :2]):
            _join(people, (a, first), (b, second), strength)
    people = [person for person in people if person.count >= FEWEST]
    keypoints = np.zeros((len(people), NECK + 1, 3), np.float32)
    for row, person in enumerate(people):
        for kind, point in person.points.items():
            keypoints[row, kind] = point.x / width, point.y / height, point.score
    return keypoints[:, :NECK], np.array([person.score for person in people], np.float32)


def _points(heatmap: FloatArray) -> list[Point]:
    """The peaks among their eight neighbours, moved a quarter of a cell to the higher side."""
    height, width = heatmap.shape
    points = []
    for y, x in product(range(height), range(width)):
        around = heatmap[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2]
        if heatmap[y, x] <= THRESHOLD or heatmap[y, x] < around.max():
            continue
        dx = dy = 0.0
        if 0 < x < width - 1 and 0 < y < height - 1:
            dx = 0.25 * np.sign(heatmap[y, x + 1] - heatmap[y, x - 1])
            dy = 0.25 * np.sign(heatmap[y + 1, x] - heatmap[y - 1, x])
        x_moved, y_moved = min(x + dx + 0.5, width - 1.0), min(y + dy + 0.5, height - 1.0)
        points.append(Point(float(x_moved), float(y_moved), float(heatmap[y, x])))
    return points


def _limbs(
    starts: list[Point], ends: list[Point], field: FloatArray
) -> list[tuple[Point, Point, float]]:
    """Pairs that the field joins; each keypoint is in one of them, the strongest."""
    pairs = [(a, b, _strength(a, b, field)) for a, b in product(starts, ends)]
    chosen: list[tuple[Point, Point, float]] = []
    for a, b, strength in sorted(pairs, key=lambda pair: -pair[2]):
        free = all(a is not taken_a and b is not taken_b for taken_a, taken_b, _ in chosen)
        if strength > 0.0 and free:
            chosen.append((a, b, strength))
    return chosen


def _strength(a: Point, b: Point, field: FloatArray) -> float:
    """The mean of what the field has along the way, where most of it goes along; else 0."""
    start, way = np.array(a[:2], np.float32), np.subtract(b[:2], a[:2], dtype=np.float32)
    along = way / (np.linalg.norm(way) + 1e-6)
    cells = [np.rint(start + way * step / (SAMPLES - 1)).astype(int) for step in range(SAMPLES)]
    aligned = [float(field[y, x] @ along) for x, y in cells]
    aligned = [value for value in aligned if value > ALIGNMENT]
    return sum(aligned) / len(aligned) if len(aligned) > 0.8 * SAMPLES else 0.0


def _join(
    people: list[Person], first: tuple[int, Point], second: tuple[int, Point], strength: float
) -> None:
    """Add a limb to whom it belongs, to a new person, or to two who are then one."""
    owner, other = (
        next((one for one in people if one.points.get(kind) is point), None)
        for kind, point in (first, second)
    )
    if owner is None and other is None:
        owner = Person()
        people.append(owner)
    elif owner is not None and other is not None and owner is not other:
        if any(owner.points.get(kind, point) is not point for kind, point in other.points.items()):
            return
        owner.points.update(other.points)
        owner.score += other.score
        owner.count += other.count
        people.remove(other)
    person = owner or other
    assert person is not None
    person.score += strength
    for kind, point in (first, second):
        if person.points.get(kind) is point:
            continue
        if kind not in person.points:
            person.score += point.score
        person.points[kind] = point
        person.count += 1
