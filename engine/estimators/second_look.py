"""One network that finds the keypoints of one person, and is shown that person twice.

First it sees the whole picture, in which people are often a small part of what such a network
takes, and then the square around the person whom it found there. Each frame is judged on its own:
nothing is taken over from the frame before, so that a mistake does not outlive its frame.
"""

from collections.abc import Sequence
from time import perf_counter

import numpy as np

from engine import decoders
from engine.detections import Detections, FloatArray, Pixels
from engine.estimators.squares import Pyramid, Square
from engine.models import ModelSpec
from engine.runtimes import Runtime

_MARGIN = 1.25
"""How much larger the square is than the keypoints in it."""

_SEEN = 0.2
"""What a keypoint has to score to be in the square."""


class SecondLookEstimator:
    """Looks at the whole picture, then at the person found, and keeps what scores better."""

    def __init__(self, spec: ModelSpec, runtimes: Sequence[Runtime]) -> None:
        (stage,) = spec.stages
        (self._runtime,) = runtimes
        self._size = stage.input.size[0]
        self._decoder = decoders.load(stage.decoder.name, stage.decoder.options)
        self.inference_seconds = 0.0
        self.decoding_seconds = 0.0

    def estimate(self, pixels: Pixels) -> Detections:
        """The person in ``pixels``, if there is one; see :class:`engine.estimators.Estimator`."""
        self.inference_seconds = self.decoding_seconds = 0.0
        height, width = pixels.shape[:2]
        pyramid = Pyramid(pixels)
        found = self._look(pyramid, _around_all(width, height))
        if len(found.scores):
            nearer = self._look(pyramid, _around(found.keypoints[0]))
            evidence = np.concatenate((found.evidence, nearer.evidence))
            found = max(found, nearer, key=_score)._replace(evidence=evidence)
        size = np.array([width, height], np.float32)
        return found.moved(lambda points: np.asarray(points / size, np.float32))

    def _look(self, pyramid: Pyramid, square: Square) -> Detections:
        """The person in ``square``, if there is one, in pixels of the picture."""
        picture = pyramid.cut(square, self._size)
        started = perf_counter()
        tensors = self._runtime.infer(picture)
        inferred = perf_counter()
        found = self._decoder.decode(tensors)
        self.inference_seconds += inferred - started
        self.decoding_seconds += perf_counter() - inferred
        return found.moved(square.to_picture)


def _score(found: Detections) -> float:
    return float(found.scores.max(initial=0.0))


def _around_all(width: int, height: int) -> Square:
    """The smallest square that holds a whole picture, with the picture in its middle."""
    return _upright(np.array([width / 2, height / 2], np.float32), max(width, height) / 2)


def _around(keypoints: FloatArray) -> Square:
    """The square around what is seen of a person, with some room: 17 x 3 in pixels."""
    seen = keypoints[keypoints[:, 2] >= min(_SEEN, keypoints[:, 2].max()), :2]
    first, last = seen.min(axis=0), seen.max(axis=0)
    return _upright((first + last) / 2, max(1.0, _MARGIN * (last - first).max() / 2))


def _upright(centre: FloatArray, half: float) -> Square:
    return Square(centre, np.array([0.0, -half], np.float32))
