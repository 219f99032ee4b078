"""The room that the figures walk in: a gallery after hours, drawn once and kept."""

from collections.abc import Sequence

import cv2
import numpy as np

from engine.cameras.stage.costume import Colour, colour
from engine.cameras.stage.view import View
from engine.detections import Pixels

WALL = 5.6
"""Metres from the camera to the wall at the back."""
_CEILING = 3.3
_SIDE = 12.0
_FINER = 2
_FRACTION_BITS = 4

Span = tuple[float, float]
Place = tuple[float, float, float]

_WALL_BANDS: tuple[tuple[Span, str], ...] = (
    ((0.0, _CEILING), "#b3ab98"),
    ((0.0, 0.92), "#8d948b"),
    ((0.92, 0.97), "#cfc9ba"),
    ((0.0, 0.14), "#d2ccbd"),
    ((0.0, 0.02), "#6d675c"),
    ((_CEILING - 0.1, _CEILING), "#d2ccbd"),
)
_PAINTINGS: tuple[tuple[Span, Span, tuple[str, ...]], ...] = (
    ((-2.95, -2.05), (1.35, 2.45), ("#2f5d73", "#d9b35c", "#8f3b2e", "#e6ddc8")),
    ((-0.55, 0.75), (1.50, 2.35), ("#7b8c5a", "#c9d3c0", "#35506b", "#d98f4e")),
    ((2.55, 3.15), (1.40, 2.30), ("#a8442f", "#e9c46a", "#264653", "#f0e6d2")),
)
_BOXES: tuple[tuple[Span, Span, Span, str], ...] = (
    ((-1.75, -0.75), (0.10, 0.62), (5.15, 5.58), "#6b4a33"),
    ((-1.72, -1.26), (0.15, 0.58), (5.15, 5.15), "#7a563c"),
    ((-1.24, -0.78), (0.15, 0.58), (5.15, 5.15), "#7a563c"),
    ((-1.55, -1.28), (0.62, 0.66), (5.25, 5.45), "#3d5a66"),
    ((-1.53, -1.30), (0.66, 0.70), (5.26, 5.44), "#b5473a"),
    ((1.15, 2.15), (0.36, 0.43), (5.05, 5.50), "#5a4636"),
    ((1.18, 1.23), (0.0, 0.36), (5.08, 5.13), "#4a392c"),
    ((2.07, 2.12), (0.0, 0.36), (5.08, 5.13), "#4a392c"),
)
"""Furniture from left to right, low to high, near to far: a sideboard, books, a bench."""


def draw(view: View, seed: int) -> Pixels:
    """The empty room in the usual light."""
    fine = View(view.width * _FINER, view.height * _FINER)
    picture = np.zeros((fine.height, fine.width, 3), np.uint8)
    random = np.random.default_rng([seed, 1])
    for heights, paint in _WALL_BANDS:
        _wall(picture, fine, (-_SIDE, _SIDE), heights, colour(paint))
    _floor(picture, fine, (-_SIDE, _SIDE), (0.3, WALL), colour("#c4beb0"), _CEILING)
    _floor(picture, fine, (-_SIDE, _SIDE), (0.3, WALL), colour("#5d4731"))
    _boards(picture, fine, random)
    for across, heights, paints in _PAINTINGS:
        _painting(picture, fine, across, heights, paints)
    for across, heights, depths, paint in _BOXES:
        _box(picture, fine, across, heights, depths, colour(paint))
    _plant(picture, fine, random)
    small = cv2.resize(picture, (view.width, view.height), interpolation=cv2.INTER_AREA)
    return _lit(np.asarray(small, np.uint8), view, random)


def _boards(picture: Pixels, view: View, random: np.random.Generator) -> None:
    """Oak boards that run away from the camera, each of its own shade."""
    for left in np.arange(-5.0, 5.0, 0.2):
        start = random.uniform(-1.0, 0.3)
        while start < WALL:
            end = start + random.uniform(1.2, 2.4)
            oak = _shaded(colour("#9c7c5a"), random.uniform(0.90, 1.06))
            depths = max(start + 0.01, 0.3), min(end, WALL)
            if depths[0] < depths[1]:
                _floor(picture, view, (left, left + 0.193), depths, oak)
            start = end


def _painting(
    picture: Pixels, view: View, across: Span, heights: Span, paints: tuple[str, ...]
) -> None:
    """An abstract painting in a dark frame, with its shadow on the wall."""
    for inset, paint in ((-0.03, "#857e6f"), (0.0, "#3a3029"), (0.05, "#ece7da")):
        _wall(picture, view, _inset(across, inset), _inset(heights, inset), colour(paint))
    across, heights = _inset(across, 0.11), _inset(heights, 0.11)
    _wall(picture, view, across, heights, colour(paints[0]))
    wide, high = across[1] - across[0], heights[1] - heights[0]
    for index, paint in enumerate(paints[1:]):
        left, low = across[0] + wide * (0.12 + 0.26 * index), heights[0] + high * 0.22 * index
        block = (left, min(left + 0.36 * wide, across[1]))
        _wall(picture, view, block, (low, low + high * (0.55 - 0.12 * index)), colour(paint))


def _plant(picture: Pixels, view: View, random: np.random.Generator) -> None:
    """A tall plant in a pot."""
    foot = (3.05, 0.0, 5.25)
    _box(picture, view, (2.88, 3.22), (0.0, 0.38), (5.1, 5.4), colour("#b9b2a4"))
    for _ in range(26):
        lean, rise = random.uniform(-0.42, 0.42), random.uniform(0.35, 1.05)
        tip = (foot[0] + lean, 0.38 + rise, foot[2])
        bend = (foot[0] + 0.35 * lean, 0.38 + 0.75 * rise, foot[2])
        side = (bend[0] + 0.07, bend[1] - 0.05, bend[2])
        green = _shaded(colour("#4c7a45"), random.uniform(0.6, 1.15))
        _fill(picture, view, [(foot[0], 0.36, foot[2]), bend, tip, side], green)


def _lit(picture: Pixels, view: View, random: np.random.Generator) -> Pixels:
    """The room with a lamp's pool of light, darker corners, and the grain of plaster and wood."""
    x = np.linspace(-1.0, 1.0, view.width)[None, :]
    y = np.linspace(-1.0, 1.0, view.height)[:, None]
    pool = 1.10 * np.exp(-((x + 0.25) ** 2 * 0.35 + (y + 0.25) ** 2 * 0.30)) + 0.02
    blots = random.normal(0.0, 1.0, (view.height // 12 + 1, view.width // 12 + 1))
    plaster = cv2.resize(blots, (view.width, view.height), interpolation=cv2.INTER_CUBIC)
    grain = random.normal(0.0, 1.0, (view.height, view.width))
    light = pool * (1.0 + 0.012 * plaster + 0.010 * grain)
    return np.asarray(np.clip(picture * light[:, :, None], 0, 235), np.uint8)


def _wall(picture: Pixels, view: View, across: Span, heights: Span, paint: Colour) -> None:
    (left, right), (low, high) = across, heights
    corners = [(left, low, WALL), (right, low, WALL), (right, high, WALL), (left, high, WALL)]
    _fill(picture, view, corners, paint)


def _floor(
    picture: Pixels, view: View, across: Span, depths: Span, paint: Colour, height: float = 0.0
) -> None:
    (left, right), (near, far) = across, depths
    corners = [(left, near), (right, near), (right, far), (left, far)]
    _fill(picture, view, [(x, height, z) for x, z in corners], paint)


def _box(
    picture: Pixels, view: View, across: Span, heights: Span, depths: Span, paint: Colour
) -> None:
    """A box with its front, its top and the side that is seen; the top is lighter."""
    (left, right), (low, high), (near, far) = across, heights, depths
    seen = right if right < 0 else left
    side = [(seen, low, near), (seen, high, near), (seen, high, far), (seen, low, far)]
    _fill(picture, view, side, _shaded(paint, 0.7))
    _floor(picture, view, across, depths, _shaded(paint, 1.2), high)
    front = [(left, low, near), (right, low, near), (right, high, near), (left, high, near)]
    _fill(picture, view, front, paint)


def _fill(picture: Pixels, view: View, corners: Sequence[Place], paint: Colour) -> None:
    points = view.project(np.array(corners, np.float32))[:, :2] - 0.5
    fixed = np.rint(points * (1 << _FRACTION_BITS)).astype(np.int32)
    cv2.fillPoly(picture, [fixed], paint, cv2.LINE_AA, _FRACTION_BITS)


def _inset(span: Span, by: float) -> Span:
    return span[0] + by, span[1] - by


def _shaded(paint: Colour, factor: float) -> Colour:
    blue, green, red = (min(int(value * factor), 255) for value in paint)
    return blue, green, red
