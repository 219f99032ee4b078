"""How the stage is seen: a pinhole camera that looks straight ahead."""

from typing import NamedTuple

import numpy as np

from engine.detections import FloatArray

EYE_HEIGHT = 1.3
"""Metres from the floor to the lens."""
_NEAREST = 0.3


class View(NamedTuple):
    """The stage in a picture of ``width`` x ``height`` pixels.

    The width of the stage that is seen is always the same; a higher picture shows more floor and
    more wall.
    """

    width: int
    height: int

    @property
    def focal(self) -> float:
        """The focal length in pixels."""
        return self.width * 0.78

    @property
    def horizon(self) -> float:
        """The row in pixels at which things as high as the lens appear."""
        return self.height * 0.5 - self.width * 0.046

    def project(self, points: FloatArray) -> FloatArray:
        """Points on the stage (… x 3: x, height over the floor, z in metres) to the picture.

        The result is … x 3 as well: x and y in pixels, 0, 0 being the picture's outer corner, and
        how many pixels a metre has there.
        """
        scale = self.focal / np.maximum(points[..., 2], _NEAREST)
        x = self.width * 0.5 + points[..., 0] * scale
        y = self.horizon + (EYE_HEIGHT - points[..., 1]) * scale
        return np.stack([x, y, scale], axis=-1).astype(np.float32)
