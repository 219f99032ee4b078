"""The soft shadows that figures cast on the floor."""

import cv2
import numpy as np

from engine.cameras.stage.anatomy import LEFT, RIGHT
from engine.cameras.stage.view import View
from engine.detections import FloatArray, Pixels

_HALF = 32
_BLOT = cv2.GaussianBlur(
    cv2.circle(np.zeros((2 * _HALF, 2 * _HALF), np.float32), (_HALF, _HALF), 14, (1.0,), -1),
    (0, 0),
    5.0,
)
_FLATNESS = 0.3
_FOOT = (0.26, 0.40)
_BODY = (0.62, 0.34)
"""Radius in metres and darkness of the shadows under each foot and around both."""


def cast(pixels: Pixels, view: View, body: FloatArray) -> None:
    """Darken the floor under a body (points x 3, on the stage)."""
    _blot(pixels, view, body[[LEFT.ankle, RIGHT.ankle]], *_BODY)
    for side in (LEFT, RIGHT):
        _blot(pixels, view, body[[side.heel, side.toe]], *_FOOT)


def _blot(pixels: Pixels, view: View, points: FloatArray, radius: float, darkness: float) -> None:
    """Darken a soft ellipse on the floor below the middle of ``points``."""
    place = points.mean(axis=0) * (1.0, 0.0, 1.0)
    x, y, scale = view.project(place).tolist()
    wide, high = radius * scale, radius * scale * _FLATNESS
    left, top = max(int(x - wide), 0), max(int(y - high), 0)
    right, bottom = min(int(x + wide) + 1, view.width), min(int(y + high) + 1, view.height)
    if left >= right or top >= bottom:
        return
    across, down = _HALF / wide, _HALF / high
    back = np.array([[across, 0, _HALF + (left - x) * across], [0, down, _HALF + (top - y) * down]])
    blot = cv2.warpAffine(
        _BLOT, back, (right - left, bottom - top), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    floor = pixels[top:bottom, left:right]
    factors = cv2.merge([1.0 - darkness * blot] * 3)
    cv2.multiply(floor, factors, dst=floor, dtype=cv2.CV_8U)
