"""Two networks: one proposes where people are, the other finds the keypoints of one of them.

The detector sees the picture in overlapping square tiles, so that people across a wide picture are
all large enough for it. Each frame is judged on its own.
"""

from collections.abc import Callable, Iterable, Sequence
from time import perf_counter
from typing import TypeVar

import numpy as np

from engine import decoders
from engine.decoders import Tensors
from engine.decoders.candidates import Candidates, joined, suppressed
from engine.detections import Detections, FloatArray, Pixels
from engine.estimators.squares import Pyramid, Square, tiles
from engine.models import ModelSpec
from engine.runtimes import Runtime

Found = TypeVar("Found", Candidates, Detections)

_TILE_OVERLAP = 0.5
"""Everybody is whole in one tile at least; the detector misses many who are near its edges."""

_MOST_TILES = 5
"""So that a very long picture takes no longer than this; its tiles are larger instead."""

_ON_SOMEBODY = 0.15
"""A head nearer than this to a keypoint of somebody, in units of their extent, is part of them."""

_SAME_HEAD = 0.3
"""Boxes whose intersection over union is larger show one head."""

_SAME_PERSON = 0.15
"""Poses whose keypoints are nearer than this on average, in units of their extent, are one."""


class TwoStageEstimator:
    """Runs the detector on tiles of the picture, and the landmarks on each person it finds."""

    def __init__(self, spec: ModelSpec, runtimes: Sequence[Runtime]) -> None:
        detector, landmarks = spec.stages
        self._detector_runtime, self._landmarks_runtime = runtimes
        self._detector = decoders.load_detector(detector.decoder.name, detector.decoder.options)
        self._landmarks = decoders.load(landmarks.decoder.name, landmarks.decoder.options)
        self._tile_size, self._region_size = detector.input.size[0], landmarks.input.size[0]
        self.inference_seconds = 0.0
        self.decoding_seconds = 0.0

    def estimate(self, pixels: Pixels) -> Detections:
        """The people in ``pixels``; see :class:`engine.estimators.Estimator`."""
        self.inference_seconds = self.decoding_seconds = 0.0
        height, width = pixels.shape[:2]
        pyramid = Pyramid(pixels)
        squares = tiles(width, height, overlap=_TILE_OVERLAP, most=_MOST_TILES)
        candidates = suppressed(self._candidates(pyramid, squares), _SAME_HEAD)
        people = self._people(pyramid, candidates)
        people = people._replace(evidence=candidates.boxes.mean(axis=1))
        size = np.array([width, height], np.float32)
        return people.moved(lambda points: np.asarray(points / size, np.float32))

    def _candidates(self, pyramid: Pyramid, squares: Iterable[Square]) -> Candidates:
        """What the detector proposes in all ``squares``, in pixels of the picture."""
        return joined([self._propose(pyramid, square) for square in squares])

    def _propose(self, pyramid: Pyramid, square: Square) -> Candidates:
        picture = pyramid.cut(square, self._tile_size)
        candidates = self._found(self._detector.decode, self._detector_runtime, picture)
        centres, ups = candidates.regions[:, 0], candidates.regions[:, 1]
        return Candidates(
            square.to_picture(candidates.boxes),
            np.stack([square.to_picture(centres), square.to_picture_direction(ups)], axis=1),
            candidates.scores,
        )

    def _people(self, pyramid: Pyramid, candidates: Candidates) -> Detections:
        """The people among ``candidates``, which come best first, in pixels of the picture."""
        people = Detections.none()
        for box, region, score in zip(*candidates, strict=True):
            sure = score >= self._detector.person_score
            weak = score >= self._detector.lone_score
            if sure or (weak and not _is_on_somebody(box.mean(axis=0), people)):
                people = _with_another(people, self._look(pyramid, Square(*region)))
        return people

    def _look(self, pyramid: Pyramid, square: Square) -> Detections:
        """The person in ``square``, if there is one, in pixels of the picture."""
        picture = pyramid.cut(square, self._region_size)
        found = self._found(self._landmarks.decode, self._landmarks_runtime, picture)
        return found.moved(square.to_picture)

    def _found(
        self, decode: Callable[[Tensors], Found], runtime: Runtime, picture: Pixels
    ) -> Found:
        """What ``decode`` makes of what the network puts out for ``picture``."""
        started = perf_counter()
        tensors = runtime.infer(picture)
        inferred = perf_counter()
        found = decode(tensors)
        self.inference_seconds += inferred - started
        self.decoding_seconds += perf_counter() - inferred
        return found


def _is_on_somebody(point: FloatArray, people: Detections) -> bool:
    points = people.keypoints[..., :2]
    distances = np.linalg.norm(points - point, axis=2).min(axis=1)
    return bool(np.any(distances < _ON_SOMEBODY * _extents(points)))


def _with_another(people: Detections, found: Detections) -> Detections:
    """``people`` and who was ``found``, unless it is one of them again."""
    if len(found.scores) == 0:
        return people
    points = people.keypoints[..., :2]
    distances = np.linalg.norm(points - found.keypoints[..., :2], axis=2).mean(axis=1)
    if np.any(distances < _SAME_PERSON * _extents(points)):
        return people
    return people._replace(
        keypoints=np.concatenate([people.keypoints, found.keypoints]),
        scores=np.concatenate([people.scores, found.scores]),
    )


def _extents(points: FloatArray) -> FloatArray:
    """The longer side of the box around each person's points: n x k x 2 to n."""
    return np.asarray(np.ptp(points, axis=1).max(axis=1), np.float32)
