"""From a height to a note: bands of equal height, with hysteresis so that none flutters."""

import math
from bisect import bisect_right


class Quantizer:
    """Divides ``lowest`` to ``highest`` into ``steps`` bands; below ``rest`` there is none.

    The lowest band reaches down to ``rest``, and the highest has no upper end. A band is left only
    ``hysteresis`` steps beyond its border, and so is rest.
    """

    def __init__(
        self, lowest: float, highest: float, *, rest: float, steps: int, hysteresis: float
    ) -> None:
        step = (highest - lowest) / steps
        self.edges = tuple(lowest + step * number for number in range(steps + 1))
        self._borders = (-math.inf, rest, *self.edges[1:-1], math.inf)
        self._margin = hysteresis * step
        self._area = 0
        """0 is rest, 1 the lowest band."""

    def update(self, height: float) -> int | None:
        """The band, from 0, that ``height`` belongs to now; None at rest."""
        lower, upper = self._borders[self._area : self._area + 2]
        if not lower - self._margin <= height <= upper + self._margin:
            self._area = bisect_right(self._borders, height, 1, len(self._borders) - 1) - 1
        return self._area - 1 if self._area else None

    def reset(self) -> None:
        """Go back to rest."""
        self._area = 0
