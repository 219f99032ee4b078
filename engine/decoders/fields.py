"""Fields: what a network puts out for each cell of a grid, sampled anywhere between the cells."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from engine.detections import FloatArray

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]


class Field:
    """Several channels of numbers or vectors over a grid, bilinearly interpolated.

    ``values`` is height x width x channels and is told in units of ``unit``. The first component of
    a vector is in its channel, the others lie as much further as ``components`` says; ``(0,)``
    stands for plain numbers. Places are 2 x n: y and x, counted in cells.
    """

    def __init__(
        self, values: FloatArray, components: Sequence[int] = (0,), unit: float = 1.0
    ) -> None:
        height, width, channels = values.shape
        self._values = np.ascontiguousarray(values).reshape(-1)
        self._steps = np.array([width * channels, channels], np.float32)
        down, right = np.array([[[0]], [[width * channels]]]), np.array([[0], [channels]])
        self._corners = (down + right + np.array(components))[..., np.newaxis]
        self._unit = np.float32(unit)
        # Just short of the last cell, so that each place has a next cell to interpolate with.
        self._end = np.nextafter(np.array([[height - 1], [width - 1]], np.float32), np.float32(0))

    def at(self, places: FloatArray, channels: IntArray) -> FloatArray:
        """The numbers or vectors, components x n, at ``places``, which are on the grid."""
        cells = np.floor(places)
        y, x = places - cells
        first = self._steps.dot(cells).astype(np.intp) + channels
        corners = self._values.take(first + self._corners, mode="clip")
        sides = corners[0] + (corners[1] - corners[0]) * y
        found: FloatArray = (sides[0] + (sides[1] - sides[0]) * x) * self._unit
        return found

    def follow(self, places: FloatArray, channels: IntArray, times: int = 1) -> FloatArray:
        """``places`` moved ``times`` times by the vector where one is, without leaving the grid."""
        for _ in range(times):
            places = (places + self.at(places, channels)).clip(0, self._end)
        return places
