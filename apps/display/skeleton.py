"""Skeletons: thick smooth lines with a dark outline, to be seen on any picture."""

import math
from typing import NamedTuple

import pygame

from apps.display.viewport import Size, Viewport
from engine.poses import LIMBS, KeypointName, Pose

OUTLINE = pygame.Color(14, 16, 20)

_FARTHEST = 1.0
"""Joints farther outside the picture than its own size are not worth a line."""

_LARGEST_LAYER = 16_000_000
"""In pixels."""

_PIXEL = 4
"""Bytes of a pixel of a layer."""

_FACE = frozenset(
    (KeypointName.LEFT_EYE, KeypointName.RIGHT_EYE, KeypointName.LEFT_EAR, KeypointName.RIGHT_EAR)
)
"""Joints that lie so close together that they are drawn half as thick."""

Point = tuple[float, float]
Joints = dict[KeypointName, Point]


class SkeletonBrush:
    """Draws poses, each enlarged on a layer that is then smoothly scaled down onto the surface.

    The layers' memory is kept from frame to frame and taken anew only for a viewport of another
    size.
    ``thickness`` widens or thins the lines.
    """

    def __init__(self, thickness: float = 1.0) -> None:
        self._thickness = thickness
        self._size: Size = (0, 0)

    def draw(
        self, surface: pygame.Surface, viewport: Viewport, pose: Pose, colour: pygame.Color
    ) -> None:
        """Draw the keypoints of ``pose`` that were found and the limbs between them.

        Nothing is drawn outside ``viewport``, which may be larger than ``surface``.
        """
        joints = _joints(pose, viewport)
        if not joints:
            return
        stroke = _Stroke.for_person(joints, viewport, self._thickness)
        box = _box(joints, stroke).clip(viewport).clip(surface.get_rect())
        if box.width == 0 or box.height == 0:
            return
        self._prepare(viewport.size)
        factor = self._factor
        enlarged = _layer(self._enlarged, (box.width * factor, box.height * factor))
        smooth = _layer(self._smooth, box.size)
        _clear(enlarged)
        places = {
            name: ((x - box.left) * factor, (y - box.top) * factor)
            for name, (x, y) in joints.items()
        }
        _paint(enlarged, places, stroke.scaled(factor), colour)
        pygame.transform.smoothscale(enlarged, box.size, smooth)
        surface.blit(smooth, box, special_flags=pygame.BLEND_PREMULTIPLIED)

    def _prepare(self, size: Size) -> None:
        if size == self._size:
            return
        self._size = size
        self._factor = max(1, min(2, math.isqrt(_LARGEST_LAYER // (size[0] * size[1]))))
        pixels = size[0] * size[1]
        self._enlarged = memoryview(bytearray(_PIXEL * pixels * self._factor**2))
        self._smooth = memoryview(bytearray(_PIXEL * pixels))


class _Stroke(NamedTuple):
    """The radii of limbs and joints, and what the outline adds to them, in pixels."""

    limb: float
    joint: float
    outline: float

    @classmethod
    def for_person(cls, joints: Joints, viewport: Viewport, thickness: float) -> "_Stroke":
        """As thick as the person is large, within what can be seen from across a room."""
        lefts, tops = zip(*joints.values(), strict=True)
        across = math.dist((min(lefts), min(tops)), (max(lefts), max(tops)))
        unit = min(viewport.size) / 100
        limb = thickness * min(max(0.011 * across, 0.35 * unit), 0.8 * unit)
        return cls(limb=limb, joint=1.5 * limb, outline=0.45 * limb + 0.4)

    def scaled(self, factor: float) -> "_Stroke":
        return _Stroke(*(radius * factor for radius in self))


def _joints(pose: Pose, viewport: Viewport) -> Joints:
    return {
        name: viewport.to_pixels(point.x, point.y)
        for name, point in zip(KeypointName, pose.keypoints, strict=True)
        if point.found
        and -_FARTHEST <= point.x <= 1.0 + _FARTHEST
        and -_FARTHEST <= point.y <= 1.0 + _FARTHEST
    }


def _box(joints: Joints, stroke: _Stroke) -> pygame.Rect:
    """The pixels that a drawing of ``joints`` may touch."""
    margin = stroke.joint + stroke.outline + 1
    lefts, tops = zip(*joints.values(), strict=True)
    left, top = math.floor(min(lefts) - margin), math.floor(min(tops) - margin)
    right, bottom = math.ceil(max(lefts) + margin), math.ceil(max(tops) + margin)
    return pygame.Rect(left, top, right - left, bottom - top)


def _layer(memory: memoryview, size: Size) -> pygame.Surface:
    """A layer in ``memory``, whose rows lie close together, for the processor's cache's sake."""
    return pygame.image.frombuffer(memory[: _PIXEL * size[0] * size[1]], size, "BGRA")


def _clear(layer: pygame.Surface) -> None:
    """Make ``layer`` transparent: by an operation that leaves it in the processor's cache.

    A plain fill writes past the cache, and what is drawn and read next costs twice as much.
    """
    layer.fill((0, 0, 0, 0), special_flags=pygame.BLEND_RGBA_MIN)


def _paint(layer: pygame.Surface, joints: Joints, stroke: _Stroke, colour: pygame.Color) -> None:
    """Outline, then colour, so that no outline crosses a limb; then a bright core in each joint."""
    wide = _Stroke(stroke.limb + stroke.outline, stroke.joint + stroke.outline, 0.0)
    fine = _Stroke(stroke.limb / 2 + stroke.outline, stroke.joint / 2 + stroke.outline, 0.0)
    _lines(layer, joints, wide, fine, OUTLINE)
    half = stroke.scaled(0.5)
    _lines(layer, joints, stroke, half, colour)
    _dots(layer, joints, half.joint, half.joint / 2, colour.lerp("white", 0.75))


def _lines(
    layer: pygame.Surface, joints: Joints, body: _Stroke, face: _Stroke, colour: pygame.Color
) -> None:
    for start, end in LIMBS:
        if start in joints and end in joints:
            radius = face.limb if end in _FACE else body.limb
            _bar(layer, joints[start], joints[end], radius, colour)
            if start in _FACE:
                pygame.draw.circle(layer, colour, joints[start], radius)
    _dots(layer, joints, body.joint, face.joint, colour)


def _dots(
    layer: pygame.Surface, joints: Joints, body: float, face: float, colour: pygame.Color
) -> None:
    for name, place in joints.items():
        pygame.draw.circle(layer, colour, place, face if name in _FACE else body)


def _bar(
    layer: pygame.Surface, start: Point, end: Point, radius: float, colour: pygame.Color
) -> None:
    """A straight bar, as thick at every slant; its ends, level or upright, lie under joints.

    A line of :func:`pygame.draw.line` is measured along a row if it is steep, else along a column.
    """
    across, along = abs(end[0] - start[0]), abs(end[1] - start[1])
    longer = max(across, along)
    if longer == 0.0:
        return
    thickness = max(1, round(2 * radius * math.hypot(across, along) / longer))
    middle = 0.5 if thickness % 2 else 1.0
    left, top = (0.5, middle) if across > along else (middle, 0.5)
    pygame.draw.line(
        layer,
        colour,
        (round(start[0] - left), round(start[1] - top)),
        (round(end[0] - left), round(end[1] - top)),
        thickness,
    )
