"""Tags above people's heads: what they play, or that they wait."""

import pygame

from apps.display.captions import Scale
from apps.display.panels import card
from apps.display.text import render
from apps.display.viewport import Viewport
from apps.synthesizer.screen.notation import note_sign
from engine.poses import KeypointName, Pose

_SHADE = "#0E1116C8"
_WHITE, _PALE = "#FFFFFF", "#C9D2DC"

_SHOULDERS = KeypointName.RIGHT_SHOULDER + 1
"""The keypoints before this one are those of the head and the shoulders."""

_MOST_MOVES = 6


class TagBrush:
    """Draws one picture's tags, none over another and none over the edge of ``surface``."""

    def __init__(self, surface: pygame.Surface, viewport: Viewport, scale: Scale) -> None:
        self._surface = surface
        self._viewport = viewport
        self._scale = scale
        self._drawn: list[pygame.Rect] = []

    def playing(self, pose: Pose, note: str, instrument: str, colour: str) -> None:
        """The ``note`` that sounds, large, or nothing of it at rest; and the ``instrument``."""
        size = round(1.5 * self._scale.large)
        sign = note_sign(note, size, colour) if note else None
        name = render(instrument, self._scale.small, _WHITE if note else _PALE)
        self._draw(pose, [part for part in (sign, name) if part is not None], colour)

    def waiting(self, pose: Pose, text: str, colour: str) -> None:
        """That somebody waits for a place."""
        self._draw(pose, [render(text, self._scale.small, colour)], colour)

    def _draw(self, pose: Pose, parts: list[pygame.Surface], colour: str) -> None:
        place = self._above(pose)
        if place is None:
            return
        gap = self._scale.margin // 2
        width = sum(part.get_width() + gap for part in parts) + 2 * gap
        height = max(part.get_height() for part in parts) + gap // 2
        box = pygame.Rect(0, 0, width, height)
        box.midbottom = place
        self._make_room(box)
        line = max(2, self._scale.large // 12)
        self._surface.blit(card(box.size, _SHADE, height // 2, colour, line), box)
        left = box.left + 3 * gap // 2
        for part in parts:
            self._surface.blit(part, part.get_rect(midleft=(left, box.centery + gap // 8)))
            left += part.get_width() + gap

    def _above(self, pose: Pose) -> tuple[int, int] | None:
        """Above the head, or the shoulders where no head was found."""
        points = [point for point in pose.keypoints[:_SHOULDERS] if point.found]
        if not points:
            return None
        x = sum(point.x for point in points) / len(points)
        left, top = self._viewport.to_pixels(x, min(point.y for point in points))
        return round(left), round(top - 1.2 * self._scale.large)

    def _make_room(self, box: pygame.Rect) -> None:
        """Move ``box`` upwards, or else downwards, to where it covers no other tag."""
        edge = self._scale.margin
        box.clamp_ip(self._surface.get_rect().inflate(-edge, -edge))
        for _ in range(_MOST_MOVES):
            number = box.collidelist(self._drawn)
            if number < 0:
                break
            other = self._drawn[number]
            box.bottom = other.top - 2
            if box.top < 0:
                box.top = other.bottom + 2
        self._drawn.append(box)
