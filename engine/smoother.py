"""Smoothing keypoints over time with the One-Euro filter: calm at rest, quick in motion.

Casiez, Roussel and Vogel, 1€ Filter: A Simple Speed-based Low-pass Filter for Noisy Input in
Interactive Systems, CHI 2012. The speed that raises the cutoff is that of a keypoint in the
picture, not of one coordinate, so that the filter is the same in all directions.
"""

import math

import numpy as np
import numpy.typing as npt

from engine.detections import Tracks
from engine.poses.skeleton import KeypointName

Floats = npt.NDArray[np.float64]

_SPEED_CUTOFF = 1.0
"""The cutoff frequency in hertz of the filter of the speed; the paper's own choice."""

_LEAST_TIME = 1e-3
"""Frames with the same time stamp are taken to be this many seconds apart."""

_UNSEEN = np.array([[0.0, 0.0, 0.0, 0.0, -math.inf]] * len(KeypointName))
"""The state of a person: x, y, their velocity, and when it was last found, of each keypoint."""


class Smoother:
    """Filters each person's keypoints, in units of the picture's width and height.

    ``min_cutoff`` is the cutoff frequency in hertz of a keypoint at rest, and ``beta`` by how much
    it rises with speed, in hertz for each unit a second. At 30 frames a second the defaults leave a
    third of the noise of a keypoint at rest, and are 20 ms late for one that crosses half the
    picture in a second. A keypoint that has not been found for ``memory`` seconds starts afresh,
    and so does one when time has jumped back.
    """

    def __init__(self, *, min_cutoff: float = 0.5, beta: float = 10.0, memory: float = 1.0) -> None:
        self._min_cutoff = min_cutoff
        self._beta = beta
        self._memory = memory
        self._states: dict[int, Floats] = {}

    def update(self, tracks: Tracks, time: float) -> Tracks:
        """The same people with calmer keypoints; ``time`` is that of the frame, in seconds.

        Scores are as they were, and a keypoint that was not found remains so.
        """
        self._forget(time)
        if not tracks.ids:
            return tracks
        before = np.stack([self._states.get(id_, _UNSEEN) for id_ in tracks.ids])
        found = tracks.keypoints[..., 2:] > 0.0
        after = np.where(found, self._filtered(before, tracks.keypoints[..., :2], time), before)
        self._states.update(zip(tracks.ids, after, strict=True))
        keypoints = tracks.keypoints.copy()
        np.copyto(keypoints[..., :2], after[..., :2], where=found, casting="same_kind")
        return tracks._replace(keypoints=keypoints)

    def _forget(self, time: float) -> None:
        self._states = {
            id_: state
            for id_, state in self._states.items()
            if abs(time - state[:, 4].max()) < self._memory
        }

    def _filtered(self, before: Floats, points: npt.NDArray[np.float32], time: float) -> Floats:
        """The states after ``points`` were found at ``time``."""
        point, velocity, seen = before[..., :2], before[..., 2:4], before[..., 4:]
        elapsed = time - seen
        fresh = (elapsed < 0.0) | (elapsed >= self._memory)
        elapsed = np.where(fresh, math.inf, np.maximum(elapsed, _LEAST_TIME))
        moved = points - point
        velocity = velocity + _gain(_SPEED_CUTOFF, elapsed) * (moved / elapsed - velocity)
        speed = np.linalg.norm(velocity, axis=-1, keepdims=True)
        point = point + _gain(self._min_cutoff + self._beta * speed, elapsed) * moved
        return np.concatenate([point, velocity, np.full_like(seen, time)], axis=-1)


def _gain(cutoff: float | Floats, elapsed: Floats) -> Floats:
    """The share of what is new after ``elapsed`` seconds; all of it when that is for ever."""
    return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff * elapsed))
