"""Whether the camera was moved."""

import math

import cv2
import numpy as np

from engine.detections import FloatArray
from engine.vetting.grid import BLOCK, BlockMask
from engine.vetting.settings import VettingSettings

_CHECK_SECONDS = 1.0


class MovedCamera:
    """Compares pictures with the scene as it is remembered, by phase correlation.

    What is masked as people is taken from memory, so that it speaks for a camera that stands still.
    Kuglin and Hines, "The phase correlation image alignment method", 1975.
    """

    def __init__(self, settings: VettingSettings) -> None:
        self._settings = settings
        self._next = -np.inf
        self._since = np.inf

    def update(
        self, picture: FloatArray, scene: FloatArray, trusted: BlockMask, time: float
    ) -> bool:
        """Whether ``picture`` has been displaced from ``scene`` for a while.

        Both are reduced pictures of one exposure; ``trusted`` masks what shows no people.
        """
        if time < self._next:
            return False
        self._next = time + _CHECK_SECONDS
        if not self._displaced(picture, scene, trusted):
            self._since = np.inf
        self._since = min(self._since, time)
        return time - self._since >= self._settings.moved_seconds

    def _displaced(self, picture: FloatArray, scene: FloatArray, trusted: BlockMask) -> bool:
        settings = self._settings
        before = cv2.cvtColor(scene, cv2.COLOR_BGR2GRAY)
        now = np.where(trusted, cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), before)
        if np.mean(np.abs(now - before) > settings.moved_difference) < settings.moved_share:
            return False
        window = cv2.createHanningWindow(before.shape[::-1], cv2.CV_32F)
        shift, _ = cv2.phaseCorrelate(before, now, window)
        return bool(math.hypot(*shift) > settings.moved_shift * BLOCK)
