"""Rest: while nobody is there and nothing moves, the model looks at a few frames a second only.

Each frame is compared in little with the last one in which the model found nobody. Where a part of
it has changed, the model looks at that very frame, and at all that follow for a while.
"""

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from engine.cameras.frame import Frame
from engine.detections import Detections, Pixels

_CELLS = (64, 36)
"""Columns and rows of the reduced picture; a cell of it is narrower than anybody's arm nearby."""

_SAMPLES = 4
"""A cell is the mean of so many samples in either direction, taken between the pixels."""

_FEWEST = 2
"""So many cells have to change: one alone may be a lamp on a device."""


class RestSettings(NamedTuple):
    """When to rest: times in seconds, changes in grey levels of 8 bits.

    The model rests when nothing of a person was found for ``calm`` seconds and nothing has moved
    for ``alert`` seconds, and then looks ``interval`` seconds after its last look. A cell has
    changed by more than ``least``, and by more than ``noise`` times what cells typically do.
    """

    calm: float = 10.0
    alert: float = 1.0
    interval: float = 0.33
    least: float = 4.0
    noise: float = 6.0


_DEFAULT = RestSettings()


class Rest:
    """Says of each frame of a live camera whether the model has to look at it.

    Call :meth:`needs_look` for every frame, in order, and :meth:`looked` for those that the model
    looked at, whether it had to or not. A pause in time, or another size, is a change like any.
    """

    def __init__(self, settings: RestSettings = _DEFAULT) -> None:
        self._settings = settings
        self._empty: npt.NDArray[np.int16] | None = None
        self._small = np.zeros(_CELLS[::-1], np.int16)
        self._awake_until: float | None = None
        self._looked = -np.inf

    def needs_look(self, frame: Frame) -> bool:
        """Whether the model has to look at ``frame``."""
        settings = self._settings
        if self._awake_until is None:
            self._awake_until = frame.time + settings.calm
        self._small = _reduced(frame.pixels)
        if self._moved():
            self._awake_until = max(self._awake_until, frame.time + settings.alert)
        due = not 0.0 <= frame.time - self._looked < settings.interval
        return due or frame.time < self._awake_until

    def looked(self, frame: Frame, detections: Detections) -> None:
        """The model found ``detections`` in ``frame``, for which :meth:`needs_look` was called."""
        self._looked = frame.time
        if len(detections.scores) or len(detections.evidence):
            self._awake_until = frame.time + self._settings.calm
            self._empty = None
        else:
            self._empty = self._small

    def _moved(self) -> bool:
        """Whether parts of the picture, not all of it, are unlike the last that was empty."""
        if self._empty is None:
            return False
        change = self._small - self._empty
        change = np.abs(change - np.median(change))
        limit = max(self._settings.least, self._settings.noise * float(np.median(change)))
        return bool(np.count_nonzero(change > limit) >= _FEWEST)


def _reduced(pixels: Pixels) -> npt.NDArray[np.int16]:
    """The brightness of each cell; not of each pixel in it, so that large pictures cost no more."""
    columns, rows = _CELLS
    samples = cv2.resize(pixels, (columns * _SAMPLES, rows * _SAMPLES))
    grey = cv2.cvtColor(samples, cv2.COLOR_BGR2GRAY)
    return cv2.resize(grey, _CELLS, interpolation=cv2.INTER_AREA).astype(np.int16)
