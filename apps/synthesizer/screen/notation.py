"""The names of notes, keys and scales, as people read them in their language."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec
import pygame

from apps.display.text import render
from apps.synthesizer.words import Words

_LETTERS = "CDEFGAB"
_SMOOTHING = 4

_STROKES = {
    "♯": ((14, 12, 14, 68, 7), (29, 8, 29, 64, 7), (4, 33, 39, 24, 9), (4, 52, 39, 43, 9)),
    "♭": ((10, 4, 10, 68, 8),),
}
"""From where to where, and how thick, in hundredths of the type's size."""


def spelled(name: str, words: Words) -> str:
    """A note's ``name``, such as ``E♭``, as ``words`` call it."""
    name = name[:1].upper() + name[1:].replace("#", "♯").replace("b", "♭")
    if name[:1] not in _LETTERS:
        return name
    names = words.notes.split()
    own = names[_LETTERS.index(name[0])] if len(names) == len(_LETTERS) else name[0]
    return "B" if own + name[1:] == "H♭" else own + name[1:]


def scale_name(scale: str | Sequence[int], words: Words) -> str:
    """What ``words`` call ``scale``; its own name where they have none for it."""
    if not isinstance(scale, str):
        return words.own_scale
    name = "_".join(scale.casefold().replace("-", " ").replace("_", " ").split())
    return str(msgspec.structs.asdict(words).get(name) or scale)


@lru_cache(maxsize=128)
def note_sign(name: str, size: int, colour: str) -> pygame.Surface:
    """A note's ``name`` in type of ``size`` pixels; fonts that lack ♯ and ♭ will do.

    The surface is shared: never draw on it.
    """
    letters = render(name.rstrip("♯♭"), size, colour)
    if name[-1:] not in ("♯", "♭"):
        return letters
    accidental = _accidental(name[-1], size, colour)
    width = letters.get_width() + accidental.get_width()
    sign = pygame.Surface((width, letters.get_height()), pygame.SRCALPHA, 32)
    sign.blit(letters, (0, 0))
    sign.blit(accidental, (letters.get_width(), 0))
    return sign


def _accidental(sign: str, size: int, colour: str) -> pygame.Surface:
    """A sharp or a flat, beside the upper half of letters of ``size``."""
    unit = size * _SMOOTHING / 100
    large = pygame.Surface((round(46 * unit), round(72 * unit)), pygame.SRCALPHA, 32)
    paint = pygame.Color(colour)
    large.fill((paint.r, paint.g, paint.b, 0))
    for x0, y0, x1, y1, thickness in _STROKES[sign]:
        start, end = (x0 * unit, y0 * unit), (x1 * unit, y1 * unit)
        pygame.draw.line(large, paint, start, end, round(thickness * unit))
    if sign == "♭":
        bowl, right = (10 * unit, 50 * unit), {"draw_top_right": True, "draw_bottom_right": True}
        pygame.draw.circle(large, paint, bowl, 17 * unit, round(8 * unit), **right)
    width, height = large.get_size()
    small = max(1, width // _SMOOTHING), max(1, height // _SMOOTHING)
    return pygame.transform.smoothscale(large, small)
