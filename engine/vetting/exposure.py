"""Exposure: what a camera's automatics make of one and the same brightness, and when they rest."""

from typing import NamedTuple, Self

import cv2
import numpy as np
import numpy.typing as npt

from engine.detections import FloatArray, Pixels
from engine.vetting.grid import BlockMask

_EVERY = 4
_GROUPS = 6
_LEAST = 0.25
_LEVELS = np.arange(256, dtype=np.float32)


class Tone(NamedTuple):
    """How a picture's grey levels relate to those of the scene it shows.

    Row i of ``here`` (in the picture) and of ``there`` (in the scene) belong together, for each of
    the three channels; between the rows the relation is linear. Exposure alone would be a factor,
    but cameras also compress what is bright.
    """

    here: FloatArray
    there: FloatArray

    @classmethod
    def identity(cls) -> Self:
        """The tone of a picture that is just like the scene."""
        levels = np.repeat(np.array([[0], [255]], np.float32), 3, axis=1)
        return cls(levels, levels)

    @classmethod
    def between(cls, picture: Pixels, scene: FloatArray, trusted: BlockMask) -> Self:
        """The tone of ``picture``, a reduced picture of ``scene``; ``trusted`` masks both.

        The medians of equally large groups of pixels, from the scene's darkest to its brightest:
        people who hide less than half of a group do not count. Where little is trusted, all is.
        """
        some = trusted[1::_EVERY, 1::_EVERY].reshape(-1)
        if some.mean() < _LEAST:
            some = np.ones_like(some)
        here = picture[1::_EVERY, 1::_EVERY].reshape(-1, 3)[some]
        there = scene[1::_EVERY, 1::_EVERY].reshape(-1, 3)[some]
        each = len(here) // _GROUPS
        order = np.argsort(there, axis=0)[: each * _GROUPS].reshape(_GROUPS, each, 3)
        here_medians, there_medians = _medians(here, order), _medians(there, order)
        brightest = here_medians[-1]
        return cls(_anchored(here_medians, brightest), _anchored(there_medians, brightest))

    def to_scene(self) -> FloatArray:
        """The table, 1 x 256 x 3, that turns the picture's levels into the scene's."""
        return _table(self.here, self.there)

    def to_picture(self) -> FloatArray:
        """The table, 1 x 256 x 3, that turns the scene's levels into the picture's."""
        return _table(self.there, self.here)


def apply(table: FloatArray, pixels: Pixels) -> Pixels:
    """The pixels with each level replaced by what ``table`` says, rounded."""
    rounded = np.clip(np.rint(table), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(pixels, rounded))


class SettleGate:
    """Opens once brightness has changed by less than ``change`` for ``seconds``, and stays open.

    Cameras take a moment to find exposure and white balance; nothing seen before is comparable.
    """

    def __init__(self, seconds: float, change: float) -> None:
        self._seconds = seconds
        self._change = change
        self._since: tuple[float, FloatArray] | None = None
        self.open = False

    def update(self, picture: Pixels, time: float) -> bool:
        """Take the reduced picture of this time; whether the gate is open."""
        levels = picture[1::_EVERY, 1::_EVERY].reshape(-1, 3) + np.float32(1)
        if self._since is None or self._changed(levels, self._since[1]):
            self._since = time, levels
        self.open = self.open or time - self._since[0] >= self._seconds
        return self.open

    def _changed(self, levels: FloatArray, before: FloatArray) -> bool:
        change = np.median(levels / before, axis=0) - 1.0
        return bool(np.abs(change).max() > self._change)


def _medians(levels: Pixels | FloatArray, groups: npt.NDArray[np.intp]) -> FloatArray:
    channels = np.arange(3)
    return np.asarray(np.median(levels[groups, channels], axis=1), np.float32)


def _anchored(levels: FloatArray, brightest: FloatArray) -> FloatArray:
    """The levels between black and, as far above as white is above ``brightest``, white."""
    black = np.zeros((1, 3), np.float32)
    white = levels[-1:] * (255.0 / np.maximum(brightest, 1.0))
    return np.maximum.accumulate(np.concatenate([black, levels, white])).astype(np.float32)


def _table(source: FloatArray, target: FloatArray) -> FloatArray:
    channels = [np.interp(_LEVELS, source[:, c], target[:, c]) for c in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)[np.newaxis]
