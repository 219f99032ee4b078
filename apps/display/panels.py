"""What lies between picture and text: shades and cards, drawn once for each size."""

from functools import lru_cache

import pygame

from apps.display.viewport import Size

_SMOOTHING = 4


@lru_cache(maxsize=4)
def gradient(size: Size, top: str, bottom: str) -> pygame.Surface:
    """A surface of ``size`` whose colour runs evenly from ``top`` to ``bottom``.

    Colours may carry an opacity, as in ``#00000080``. The surface is shared: never draw on it.
    """
    width, height = size
    column = pygame.Surface((1, height), pygame.SRCALPHA, 32)
    start, end = pygame.Color(top), pygame.Color(bottom)
    for y in range(height):
        column.set_at((0, y), start.lerp(end, y / max(1, height - 1)))
    return pygame.transform.scale(column, (width, height))


@lru_cache(maxsize=256)
def card(
    size: Size, colour: str, radius: int, edge: str = "", thickness: int = 0
) -> pygame.Surface:
    """A rectangle of ``size`` with round corners, and an ``edge`` of that ``thickness`` if any.

    The surface is shared: never draw on it.
    """
    width, height = size
    large = pygame.Surface((width * _SMOOTHING, height * _SMOOTHING), pygame.SRCALPHA, 32)
    paint = pygame.Color(colour)
    large.fill((paint.r, paint.g, paint.b, 0))
    box, corner = large.get_rect(), radius * _SMOOTHING
    pygame.draw.rect(large, paint, box, border_radius=corner)
    if edge:
        pygame.draw.rect(large, edge, box, thickness * _SMOOTHING, border_radius=corner)
    return pygame.transform.smoothscale(large, size)


def progress_bar(surface: pygame.Surface, box: pygame.Rect, progress: float, colour: str) -> None:
    """A bar in ``box`` that is filled from the left, ``progress`` running from 0 to 1."""
    radius = box.height // 2
    surface.blit(card(box.size, "#ffffff40", radius), box)
    filled = max(box.height, round(box.width * min(max(progress, 0.0), 1.0)))
    if progress > 0.0:
        pygame.draw.rect(surface, colour, (*box.topleft, filled, box.height), border_radius=radius)
