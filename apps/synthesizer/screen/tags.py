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

_GAP = 2
"""So many pixels are between tags that would cover each other."""


class TagBrush:
    """Draws one picture's tags, none over another and none over the edge of ``surface``."""

    def __init__(self, surface: pygame.Surface, viewport: Viewport, scale: Scale) -> None:
        self._surface = surface
        self._viewport = viewport
        self._scale = scale
        self._drawn: list[pygame.Rect] = []

    def playing(self, pose: Pose, note: str, instrument: str, colour: str) -> None:
        """The ``note`` that sounds, large, and the ``instrument``; only that at rest."""
        name = render(instrument, round(0.8 * self._scale.small), _WHITE if note else _PALE)
        sign = note_sign(note, round(1.6 * self._scale.large), colour) if note else None
        self._draw(pose, [sign, name] if sign else [name], colour)

    def waiting(self, pose: Pose, text: str, colour: str) -> None:
        """That somebody waits for a place."""
        self._draw(pose, [render(text, self._scale.small, colour)], colour)

    def _draw(self, pose: Pose, lines: list[pygame.Surface], colour: str) -> None:
        place = self._above(pose)
        if place is None:
            return
        gap = self._scale.margin // 2
        box = pygame.Rect(0, 0, max(line.get_width() for line in lines) + 2 * gap, gap)
        box.height += sum(line.get_height() for line in lines)
        box.midbottom = place
        self._make_room(box)
        thickness = max(2, self._scale.large // 16)
        self._surface.blit(card(box.size, _SHADE, 3 * gap // 2, colour, thickness), box)
        top = box.top + 2 * gap // 3
        for line in lines:
            self._surface.blit(line, line.get_rect(midtop=(box.centerx, top)))
            top += line.get_height()

    def _above(self, pose: Pose) -> tuple[int, int] | None:
        """Above the head, or the shoulders where no head was found."""
        points = [point for point in pose.keypoints[:_SHOULDERS] if point.found]
        if not points:
            return None
        x = sum(point.x for point in points) / len(points)
        left, top = self._viewport.to_pixels(x, min(point.y for point in points))
        return round(left), round(top - 1.2 * self._scale.large)

    def _make_room(self, box: pygame.Rect) -> None:
        """Move ``box`` up or down to the nearest place where it covers no other tag."""
        screen = self._surface.get_rect().inflate(-self._scale.margin, -self._scale.margin)
        box.clamp_ip(screen)
        above = [other.top - box.height - _GAP for other in self._drawn]
        below = [other.bottom + _GAP for other in self._drawn]
        for top in sorted((box.top, *above, *below), key=lambda top: abs(top - box.top)):
            moved = box.move(0, top - box.top)
            if screen.contains(moved) and moved.collidelist(self._drawn) < 0:
                box.top = top
                break
        self._drawn.append(box)
