"""What light and sensor make of a picture: brightness, colour and noise."""

import cv2
import numpy as np
import numpy.typing as npt

from engine.cameras.stage.scene import Light
from engine.cameras.stage.view import View
from engine.detections import Pixels

_ROAM = 64
_WARMTH = np.array([-0.25, 0.0, 0.15])
"""How warm light changes blue, green and red."""


class Sensor:
    """Develops pictures in a changing light.

    Noise is the difference of two noisy plates, each of which lies elsewhere in each frame. It has
    a mean of zero and, over time, about the standard deviation asked for at each pixel.
    """

    def __init__(self, view: View, light: tuple[Light, ...], noise: float, seed: int) -> None:
        self._view, self._light, self._seed = view, light, seed
        self._bright = self._plate(noise, 3)
        self._dark = self._plate(noise, 4)

    def develop(self, pixels: Pixels, time: float, number: int) -> Pixels:
        """``pixels`` as frame ``number`` in the light at ``time`` seconds; reuses their memory."""
        gains = self._gains(time)
        if np.any(gains != 1.0):
            levels = np.arange(256)[:, None] * gains
            table = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
            cv2.LUT(pixels, table[None], dst=pixels)
        random = np.random.default_rng([self._seed, 5, number])
        x, y, other_x, other_y = random.integers(0, _ROAM, 4)
        cv2.add(pixels, self._crop(self._bright, x, y), dst=pixels)
        cv2.subtract(pixels, self._crop(self._dark, other_x, other_y), dst=pixels)
        return pixels

    def _gains(self, time: float) -> npt.NDArray[np.float64]:
        """The gains of blue, green and red."""
        keys = [light.time for light in self._light]
        level = np.interp(time, keys, [light.level for light in self._light])
        warmth = np.interp(time, keys, [light.warmth for light in self._light])
        gains: npt.NDArray[np.float64] = level * (1.0 + _WARMTH * warmth)
        return gains

    def _plate(self, noise: float, salt: int) -> Pixels:
        random = np.random.default_rng([self._seed, salt])
        shape = (self._view.height + _ROAM, self._view.width + _ROAM, 3)
        # The positive half of a normal distribution has 0.34 of its variance.
        values = random.standard_normal(shape, np.float32) * (noise / (2 * 0.34) ** 0.5)
        return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)

    def _crop(self, plate: Pixels, x: int, y: int) -> Pixels:
        return plate[y : y + self._view.height, x : x + self._view.width]
