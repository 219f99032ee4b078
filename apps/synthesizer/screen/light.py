"""Lights on the picture: discs and glows, drawn once for each size."""

from functools import lru_cache

import pygame

from apps.display.panels import card
from apps.synthesizer.events import Point

_RINGS = 48
_BRIGHTEST = 0.6


def disc(radius: int, colour: str, edge: str = "", thickness: int = 0) -> pygame.Surface:
    """A disc, with an ``edge`` if there is one; the surface is shared: never draw on it."""
    return card((2 * radius, 2 * radius), colour, radius, edge, thickness)


@lru_cache(maxsize=96)
def glow(radius: int, colour: str) -> pygame.Surface:
    """A light that fades from its middle outwards, to be added to what is there.

    The surface is shared: never draw on it.
    """
    surface = pygame.Surface((2 * radius, 2 * radius), depth=32)
    for ring in range(_RINGS):
        share = (ring + 1) / _RINGS
        light = pygame.Color("black").lerp(colour, _BRIGHTEST * share**3)
        pygame.draw.circle(surface, light, (radius, radius), radius * (1.0 - ring / _RINGS))
    return surface


def put(surface: pygame.Surface, light: pygame.Surface, place: Point) -> None:
    """Draw ``light`` around ``place``."""
    surface.blit(light, light.get_rect(center=(round(place[0]), round(place[1]))))


def add(surface: pygame.Surface, light: pygame.Surface, place: Point) -> None:
    """Brighten what is around ``place`` by ``light``."""
    box = light.get_rect(center=(round(place[0]), round(place[1])))
    surface.blit(light, box, special_flags=pygame.BLEND_RGB_ADD)
