"""Square parts of a picture, upright or turned: cutting them out, and finding the way back."""

import math
from typing import NamedTuple

import cv2
import numpy as np

from engine.detections import FloatArray, Pixels

_CORNERS = np.array([[0, 0], [1, 0], [0, 1]], np.float32)
"""The corners of a square in its own units: top left, top right, bottom left."""

_SMALLEST_LEVEL = 128
"""The pixels of the shorter side below which a picture is not halved any more."""


class Square(NamedTuple):
    """A square in a picture, in pixels from the picture's top left corner.

    It reaches from its ``centre`` to the middle of its top edge by the vector ``up``. It may reach
    beyond the picture, where there is only black.
    """

    centre: FloatArray
    up: FloatArray

    @property
    def side(self) -> float:
        """The length of its sides."""
        return 2.0 * math.hypot(*self.up)

    def to_picture(self, points: FloatArray) -> FloatArray:
        """Points in units of the square (… x 2) to pixels of the picture."""
        return self.to_picture_direction(points - np.float32(0.5)) + self.centre

    def to_picture_direction(self, vectors: FloatArray) -> FloatArray:
        """Vectors in units of the square (… x 2) to pixels of the picture."""
        x, y = self.up
        return vectors @ np.array([[-2 * y, 2 * x], [-2 * x, -2 * y]], np.float32)


class Pyramid:
    """A picture with its halves, quarters and so on, so that much of it is seen in few pixels."""

    def __init__(self, picture: Pixels, smallest: int = _SMALLEST_LEVEL) -> None:
        """Halve ``picture`` as long as both sides keep at least ``smallest`` pixels."""
        self._levels = [picture]
        while min(picture.shape[:2]) >= 2 * smallest:
            height, width = (length // 2 for length in picture.shape[:2])
            even = picture[: 2 * height, : 2 * width]
            half = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
            picture = np.asarray(half, np.uint8)
            self._levels.append(picture)

    def cut(self, square: Square, size: int) -> Pixels:
        """What is in ``square``, upright, as a picture of ``size`` x ``size`` pixels."""
        shrinking = max(square.side / size, 1.0)
        level = min(int(math.log2(shrinking)), len(self._levels) - 1)
        corner, right, down = square.to_picture(_CORNERS) / 2**level
        # A pixel's middle is half a pixel from its edge, in the square as in the picture.
        across, along = (right - corner) / size, (down - corner) / size
        start = corner + (across + along) / 2 - 0.5
        way = np.column_stack([across, along, start])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(self._levels[level], way, (size, size), flags=flags), np.uint8
        )


def tiles(width: int, height: int, *, overlap: float, most: int) -> list[Square]:
    """Upright squares in a row that cover a picture of ``width`` x ``height`` pixels.

    Each is as large as the picture's shorter side and shares at least ``overlap`` of its side with
    the next. A picture so long that it takes more than ``most`` of them gets larger ones.
    """
    short, long = sorted((width, height))
    step = 1.0 - overlap
    count = min(most, 1 + math.ceil((long / short - 1.0) / step))
    side = max(short, long / (1.0 + (count - 1) * step))
    along = np.linspace(side, 2 * long - side, count, dtype=np.float32) / 2
    across = np.full_like(along, short / 2)
    centres = np.column_stack((along, across) if width > height else (across, along))
    up = np.array([0, -side / 2], np.float32)
    return [Square(centre, up) for centre in centres]
