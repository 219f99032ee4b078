"""Letterboxing: a camera picture of any size into the size that a network wants, and back."""

from typing import NamedTuple

import cv2
import numpy as np

from engine.detections import Detections, FloatArray, Pixels
from engine.models import InputSpec

GREY = 128
"""The value of all channels where the canvas holds no picture."""

_NEARLY_FITS = 1.01
"""A picture that is smaller by less than this is not scaled: a grey pixel does less harm."""

_INTERPOLATIONS = {"area": cv2.INTER_AREA, "linear": cv2.INTER_LINEAR}


class Placement(NamedTuple):
    """Where the picture lies in the canvas: its left, top, width and height in units of the canvas.

    All four are arrays of two: x, y.
    """

    corner: FloatArray
    extent: FloatArray

    def to_picture(self, detections: Detections) -> Detections:
        """``detections`` in units of the canvas, turned into units of the picture."""
        return detections.moved(lambda points: (points - self.corner) / self.extent)


class Letterbox:
    """Scales pictures to fit a network's input, keeping their shape; the rest stays grey.

    The canvas is used again for each picture. One that has the network's size already is taken as
    it is, pixel for pixel and without a copy; one that has it almost is not scaled either.
    """

    def __init__(self, wanted: InputSpec) -> None:
        self._width, self._height = wanted.size
        self._interpolation = _INTERPOLATIONS[wanted.resize]
        self._canvas = np.full((self._height, self._width, 3), GREY, np.uint8)
        self._filled: tuple[int, int] | None = None

    def fit(self, picture: Pixels) -> tuple[Pixels, Placement]:
        """The canvas with ``picture`` on it, valid until the next call, and where it lies."""
        height, width = picture.shape[:2]
        if (width, height) == (self._width, self._height):
            return picture, self._placement(0, 0, width, height)
        scale = min(self._width / width, self._height / height)
        if 1.0 <= scale < _NEARLY_FITS:
            scale = 1.0
        size = max(1, round(width * scale)), max(1, round(height * scale))
        left, top = (self._width - size[0]) // 2, (self._height - size[1]) // 2
        if size != self._filled:
            self._canvas.fill(GREY)
            self._filled = size
        inside = self._canvas[top : top + size[1], left : left + size[0]]
        if size == (width, height):
            inside[:] = picture
        else:
            halved = self._halved(picture, size)
            cv2.resize(halved, size, dst=inside, interpolation=self._interpolation)
        return self._canvas, self._placement(left, top, *size)

    def _halved(self, picture: Pixels, size: tuple[int, int]) -> Pixels:
        """``picture`` halved as often as it stays larger than ``size``, for averages of areas.

        Halving is much the fastest way to average, and the average of averages is the same.
        """
        if self._interpolation != cv2.INTER_AREA:
            return picture
        while picture.shape[1] >= 2 * size[0] and picture.shape[0] >= 2 * size[1]:
            half = picture.shape[1] // 2, picture.shape[0] // 2
            picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint8)
        return picture

    def _placement(self, left: int, top: int, width: int, height: int) -> Placement:
        canvas = np.array([self._width, self._height], np.float32)
        return Placement(
            np.array([left, top], np.float32) / canvas,
            np.array([width, height], np.float32) / canvas,
        )
