"""BlazePose: a detector that proposes people, and landmarks of one person.

Bazarevsky et al., BlazePose: On-device Real-time Body Pose Tracking, 2020
(https://arxiv.org/abs/2006.10204). The numbers are those of MediaPipe 0.10.21's graphs.
"""

from collections.abc import Mapping
from functools import lru_cache

import msgspec
import numpy as np

from engine.decoders import Shape, Tensors
from engine.decoders.candidates import Candidates
from engine.detections import Detections, FloatArray

LANDMARKS = (0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)
"""Which of BlazePose's landmarks is which of the 17 keypoints of COCO."""

_ANCHORS = ((8, 2), (16, 2), (32, 6))
"""The strides of the detector's grids in pixels, and how many anchors share each cell."""

_REGION_MARGIN = 1.25
"""How much larger the region is than the circle around the person."""


_FAINTEST = np.float32(1e-6)
"""What a keypoint scores at least: the network knows a place for each, however unsure it is."""

_CENTRE, _SIZE, _HIPS, _RIM = range(4)
"""The detector's values in pairs: the head's centre and size, the middle of the hips, and a point
above the head on the circle around the hips that holds the whole person; then two unused points."""


class BlazePoseDetector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Proposes people in a square picture.

    The network is a single-shot detector whose anchors all have the picture's own size ``size`` in
    pixels, so that only their centres matter. There are many candidates for each person. Those that
    score at least ``person_score`` deserve a look at their landmarks, and those from ``lone_score``
    on too where nobody better was found; on a person they tend to be a part taken for a whole. From
    ``evidence_score`` on they are a sign that somebody may be there.
    """

    person_score: float = 0.5
    lone_score: float = 0.4
    evidence_score: float = 0.35
    size: int = 224

    def shapes(self, size: tuple[int, int]) -> Mapping[str, Shape]:  # noqa: ARG002
        """What :meth:`decode` needs: a row for each anchor."""
        count = len(anchors(self.size))
        return {"boxes": (count, 12), "scores": (count, 1)}

    def decode(self, tensors: Tensors) -> Candidates:
        """The candidates in units of the picture.

        ``scores`` (n x 1) are log-odds; ``boxes`` (n x 12) are a head's centre and size, and four
        points of the body, all but the size relative to the anchor, in pixels.
        """
        scores = _probabilities(tensors["scores"][:, 0])
        seen = np.flatnonzero(scores >= self.evidence_score)
        points = tensors["boxes"][seen].reshape(-1, 6, 2) / self.size
        halves = points[:, _SIZE] / 2
        points = points + anchors(self.size)[seen, np.newaxis]
        centres, hips = points[:, _CENTRE], points[:, _HIPS]
        upwards = (points[:, _RIM] - hips) * _REGION_MARGIN
        return Candidates(
            np.stack([centres - halves, centres + halves], axis=1),
            np.stack([hips, upwards], axis=1),
            scores[seen],
        )


class BlazePoseLandmarks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Finds the keypoints of the one person who fills a picture of ``size`` x ``size`` pixels.

    Where the network thinks with less than the probability ``presence`` that there is somebody,
    there is nobody.
    """

    presence: float = 0.5
    size: int = 256

    def shapes(self, size: tuple[int, int]) -> Mapping[str, Shape]:  # noqa: ARG002
        """What :meth:`decode` needs."""
        return {"landmarks": (195,), "presence": (1,)}

    def decode(self, tensors: Tensors) -> Detections:
        """One person or nobody, in units of the picture.

        ``landmarks`` (195) are 39 times x, y and z in pixels, and the log-odds that the landmark
        is visible and that it is in the picture at all; ``presence`` (1) is a probability.
        """
        presence = tensors["presence"][0]
        if not presence >= self.presence:
            return Detections.none()
        landmarks = tensors["landmarks"].reshape(39, 5)[LANDMARKS, :]
        scores = np.maximum(_probabilities(landmarks[:, 3:]).prod(axis=1), _FAINTEST)
        keypoints = np.column_stack([landmarks[:, :2] / self.size, scores])
        return Detections(
            keypoints[np.newaxis],
            np.minimum(presence, 1.0, dtype=np.float32)[np.newaxis],
            np.zeros((0, 2), np.float32),
        )


@lru_cache
def anchors(size: int) -> FloatArray:
    """The anchors' centres in units of a picture of ``size`` pixels, in the network's order: n x 2.

    Liu et al., SSD: Single Shot MultiBox Detector, 2016 (https://arxiv.org/abs/1512.02325).
    """
    return np.concatenate([_grid(size // stride, count) for stride, count in _ANCHORS])


def _grid(cells: int, count: int) -> FloatArray:
    """The middles of ``cells`` x ``cells`` cells, row by row, each ``count`` times."""
    middles = (np.arange(cells, dtype=np.float32) + 0.5) / cells
    grid = np.stack(np.meshgrid(middles, middles), axis=-1)
    return np.repeat(grid.reshape(-1, 2), count, axis=0)


def _probabilities(log_odds: FloatArray) -> FloatArray:
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * log_odds), np.float32)
