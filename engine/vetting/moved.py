"""Whether the camera was moved."""

import math

import cv2
import numpy as np

from engine.detections import FloatArray
from engine.vetting.grid import BLOCK
from engine.vetting.settings import VettingSettings

_CHECK_SECONDS = 1.0
_NOWHERE = (0.0, 0.0)


class MovedCamera:
    """Compares pictures with the scene as it is remembered, by phase correlation.

    People who hide much of the scene, or a lens that is covered, do not displace what is left of
    it, at least not steadily; a camera that was turned does.
    Kuglin and Hines, "The phase correlation image alignment method", 1975.
    """

    def __init__(self, settings: VettingSettings) -> None:
        self._settings = settings
        self._next = -np.inf
        self._shift = _NOWHERE
        self._since = np.inf

    def update(self, picture: FloatArray, scene: FloatArray, time: float) -> bool:
        """Whether ``picture`` has been displaced from ``scene``, by the same way, for a while.

        Both are reduced pictures of one exposure.
        """
        if time < self._next:
            return False
        self._next = time + _CHECK_SECONDS
        shift = self._displacement(picture, scene)
        if shift == _NOWHERE or math.dist(shift, self._shift) > 1.0:
            self._since = np.inf if shift == _NOWHERE else time
        self._shift = shift
        return time - self._since >= self._settings.moved_seconds

    def _displacement(self, picture: FloatArray, scene: FloatArray) -> tuple[float, float]:
        """By how many pixels of the reduced picture it is displaced: x and y, 0 if by little."""
        settings = self._settings
        before = cv2.cvtColor(scene, cv2.COLOR_BGR2GRAY)
        now = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        if np.mean(cv2.absdiff(now, before) > settings.moved_difference) < settings.moved_share:
            return _NOWHERE
        window = cv2.createHanningWindow(before.shape[::-1], cv2.CV_32F)
        (x, y), _ = cv2.phaseCorrelate(before, now, window)
        return (x, y) if math.hypot(x, y) > settings.moved_shift * BLOCK else _NOWHERE
