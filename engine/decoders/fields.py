"""Fields: what a network puts out for each cell of a grid, sampled anywhere between the cells.

A decoder samples a field dozens of times a frame, each time in few places, so that what counts is
how many calls that takes and not what they calculate. NumPy is three times as quick where operands
have the same shape and lie as the loop goes: there is nothing here that it has to broadcast.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.detections import FloatArray

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]


class Field:
    """Several channels of numbers or vectors over a grid, bilinearly interpolated.

    ``values`` is height x width x channels and is told in units of ``unit``. The first component of
    a vector is in its channel, the others lie as much further as ``components`` says; ``(0,)``
    stands for plain numbers. Places are 2 x n: y and x, counted in cells. There are fewer than
    2 ** 24 values, so that floats count them exactly. ``size`` is height and width.
    """

    def __init__(
        self, values: FloatArray, components: Sequence[int] = (0,), unit: float = 1.0
    ) -> None:
        height, width, channels = values.shape
        self.size = height, width
        self._values = np.ascontiguousarray(values).reshape(-1)
        self._layout = _layout(width * channels, channels, tuple(components))
        self._unit = float(np.float32(unit))
        # Just short of the last cell, so that each place has a next cell to interpolate with.
        self._end = tuple(np.nextafter(np.array([height - 1, width - 1], np.float32), 0).tolist())

    def at(self, places: FloatArray, channels: IntArray) -> FloatArray:
        """The numbers or vectors, components x n, at ``places``, which are on the grid."""
        return self._sampled(places, self._layout.corners + channels)

    def follow(self, places: FloatArray, channels: IntArray, times: int = 1) -> FloatArray:
        """``places`` moved ``times`` times by the vector where one is, without leaving the grid."""
        corners = self._layout.corners + channels
        start, end = _filled((0.0, 0.0), len(channels)), _filled(self._end, len(channels))
        for _ in range(times):
            places = self._sampled(places, corners) + places
            np.maximum(places, start, out=places)
            np.minimum(places, end, out=places)
        return places

    def _sampled(self, places: FloatArray, corners: IntArray) -> FloatArray:
        """What is at ``places``; ``corners`` is where their values lie as seen from their cells."""
        layout, middle = self._layout, len(corners) // 2
        cells = np.floor(places)
        within = places - cells
        found = self._values.take(layout.first.dot(cells).astype(np.intp) + corners, mode="clip")
        found = _between(found[:middle], found[middle:], layout.down.dot(within))
        found = _between(found[: middle // 2], found[middle // 2 :], layout.right.dot(within))
        found *= _filled((self._unit,) * len(found), len(corners[0]))
        return found


class _Layout(NamedTuple):
    """How the values around a place are reached: those of the upper two corners, then the lower.

    ``corners`` is how far each lies from the first of its cell. Matrices turn cells (2 x n) into
    the place of the ``first`` value, and places within cells into how far ``down`` and to the
    ``right`` they are: each as often as there are values that it is needed for.
    """

    corners: IntArray
    first: FloatArray
    down: FloatArray
    right: FloatArray


@lru_cache
def _layout(row: int, column: int, components: tuple[int, ...]) -> _Layout:
    """The layout of a field whose rows and columns are so many values apart."""
    corners = np.add.outer((0, column, row, row + column), components)
    count = len(components)
    return _Layout(
        corners.reshape(-1, 1),
        np.tile(np.array([row, column], np.float32), (4 * count, 1)),
        np.tile(np.array([1, 0], np.float32), (2 * count, 1)),
        np.tile(np.array([0, 1], np.float32), (count, 1)),
    )


@lru_cache(maxsize=4096)
def _filled(values: tuple[float, ...], count: int) -> FloatArray:
    """Each of ``values`` in a row of its own, ``count`` times."""
    return np.repeat(np.array(values, np.float32)[:, np.newaxis], count, axis=1)


def _between(begin: FloatArray, end: FloatArray, part: FloatArray) -> FloatArray:
    """What lies between, a ``part`` of the way from ``begin``; ``end`` is written over."""
    end -= begin
    end *= part
    end += begin
    return end
