"""Figures into the picture.

Each part of a body is filled in several layers: each smaller than the one before, lighter, and
nearer to the lamp, which is to the upper left of the camera. Far parts come first.
"""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from engine.cameras.stage import costume
from engine.cameras.stage.scene import Look
from engine.cameras.stage.truth import Mask
from engine.cameras.stage.view import View
from engine.detections import FloatArray, Pixels

_LAYERS = ((1.0, 0.0, 0.76), (0.86, 0.10, 0.90), (0.68, 0.22, 1.02), (0.44, 0.36, 1.14))
"""Of each layer: its size, its shift towards the lamp in radii, and its brightness."""
_LAMP = np.array([-0.6, -0.8])
_CORNERS = 24
_ANGLES = np.arange(_CORNERS) * (2.0 * np.pi / _CORNERS)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=-1)
_RINGS = np.array([size * _CIRCLE + shift * _LAMP for size, shift, _ in _LAYERS], np.float32)
_FRACTION_BITS = 4

Shade = tuple[float, ...]
Polygons = npt.NDArray[np.int32]


class Painter:
    """Paints one actor."""

    def __init__(self, look: Look) -> None:
        parts = costume.parts(look)
        hulls = [hull for part in parts for hull in part.hulls]
        balls = [ball for hull in hulls for ball in hull]
        self._points = np.array([point for point, _ in balls])
        self._radii = np.array([radius for _, radius in balls], np.float32) * look.height / 1.74
        slices = iter(_slices([len(hull) for hull in hulls]))
        self._hulls = [[next(slices) for _ in part.hulls] for part in parts]
        self._firsts = np.array([hulls[0].start for hulls in self._hulls])
        self._counts = np.diff([*self._firsts, len(balls)])
        self._nearer = np.array([part.nearer for part in parts])
        colours = costume.materials(look)
        self._shades = [_shades(colours[part.material]) for part in parts]

    def paint(self, pixels: Pixels, view: View, body: FloatArray) -> None:
        """Paint a body (points x 3, on the stage) into ``pixels``."""
        self._fill(pixels, view, body, self._shades)

    def cover(self, view: View, body: FloatArray) -> Mask:
        """The pixels (height x width) that :meth:`paint` touches."""
        mask = np.zeros((view.height, view.width), np.uint8)
        self._fill(mask, view, body, [[(255.0,)] * len(_LAYERS)] * len(self._shades))
        return np.asarray(mask > 0)

    def _fill(
        self, picture: Pixels, view: View, body: FloatArray, shades: Sequence[Sequence[Shade]]
    ) -> None:
        """Fill the layers of each part, all hulls of a layer before the next, with ``shades``."""
        rings = self._rings(view, body)
        for part in self._order(body):
            hulls = [_layers(rings[:, balls]) for balls in self._hulls[part]]
            for layer, shade in enumerate(shades[part]):
                for hull in hulls:
                    cv2.fillConvexPoly(picture, hull[layer], shade, cv2.LINE_AA, _FRACTION_BITS)

    def _rings(self, view: View, body: FloatArray) -> Polygons:
        """The outlines of all balls, layers x balls x corners x 2, in fractions of a pixel."""
        projected = view.project(body)[self._points]
        radii = self._radii * projected[:, 2]
        rings = projected[:, None, :2] + radii[:, None, None] * _RINGS[:, None]
        return np.asarray(np.rint((rings - 0.5) * (1 << _FRACTION_BITS)), np.int32)

    def _order(self, body: FloatArray) -> list[int]:
        """The parts from the farthest to the nearest."""
        distances = np.hypot(body[:, 0], body[:, 2])[self._points]
        distance = np.add.reduceat(distances, self._firsts) / self._counts
        return [int(part) for part in np.argsort(self._nearer - distance, kind="stable")]


def _layers(rings: Polygons) -> Polygons:
    """The hulls of some balls, layers x corners x 2; all layers have the outermost's corners."""
    corners = rings.reshape(len(rings), -1, 2)
    hull = cv2.convexHull(corners[0], returnPoints=False)[:, 0]
    return np.asarray(np.take(corners, hull, axis=1), np.int32)


def _slices(lengths: list[int]) -> list[slice]:
    ends = np.cumsum([0, *lengths]).tolist()
    return [slice(start, end) for start, end in pairwise(ends)]


def _shades(colour: costume.Colour) -> list[Shade]:
    return [tuple(brightness * value for value in colour) for _, _, brightness in _LAYERS]
