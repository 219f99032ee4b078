"""Text in large type, in any script that a font on this machine can write."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pygame

from engine.poses import OutputError

_LEFTWARD_SCRIPTS = {"R": "Hebr", "AL": "Arab"}
"""ISO 15924 codes of the scripts written from right to left, by Unicode's class of direction."""

_NO_CHARACTER = "\uffff"
_PROBE_SIZE = 96

_SMOOTHING = 3
"""Letters are drawn so many times larger and scaled down, so that their spacing is even."""


@lru_cache(maxsize=128)
def render(
    text: str, size: int, colour: str, width: int = 0, *, centred: bool = False
) -> pygame.Surface:
    """``text`` in type of ``size`` pixels, transparent around the letters.

    Lines are broken at ``width`` pixels, where it is not 0. The surface is shared: draw from it,
    never on it. :class:`OutputError` where no font has all the letters.
    """
    script = _leftward_script(text)
    font = _font(face_for(text), size * _SMOOTHING, script)
    start = pygame.FONT_RIGHT if script else pygame.FONT_LEFT
    font.align = pygame.FONT_CENTER if centred else start
    letters = _with_numbers_turned(text) if script else text
    large = font.render(letters, True, colour, None, width * _SMOOTHING)
    smooth = max(1, large.get_width() // _SMOOTHING), max(1, large.get_height() // _SMOOTHING)
    return pygame.transform.smoothscale(large, smooth)


@lru_cache(maxsize=128)
def face_for(text: str) -> str:
    """The font file to write ``text`` with: the one that comes with pygame wherever it will do.

    Other scripts take an installed font, sans serif and bold if there is one.
    :class:`OutputError` where no font has all the letters.
    """
    pygame.font.init()
    own = Path(pygame.__file__).parent / pygame.font.get_default_font()
    if _covers(str(own), text):
        return str(own)
    names = sorted(
        pygame.font.get_fonts(), key=lambda name: ("sans" not in name, "mono" in name, name)
    )
    for name in names:
        face = pygame.font.match_font(name, bold=True)
        if face and _covers(face, text):
            return face
    raise OutputError(f"no font here can write {text!r}; install one that can, such as Noto Sans")


def check_faces(texts: Iterable[str]) -> None:
    """See that all ``texts`` can be written; :class:`OutputError` where one cannot."""
    for text in texts:
        face_for(text)


@lru_cache(maxsize=32)
def _font(face: str, size: int, leftward_script: str | None = None) -> pygame.font.Font:
    font = pygame.font.Font(face, size)
    if leftward_script:
        font.set_script(leftward_script)
        font.set_direction(pygame.DIRECTION_RTL)
    return font


def _leftward_script(text: str) -> str | None:
    directions = map(unicodedata.bidirectional, text)
    return next((_LEFTWARD_SCRIPTS[way] for way in directions if way in _LEFTWARD_SCRIPTS), None)


def _with_numbers_turned(text: str) -> str:
    """Numbers run rightward within leftward text, which the font's own layout does not know."""
    return re.sub(r"\d+", lambda number: number[0][::-1], text)


def _covers(face: str, text: str) -> bool:
    """Whether the font has a shape for each letter, other than the box of an unknown one."""
    try:
        font = _font(face, _PROBE_SIZE)
    except (pygame.error, OSError):
        return False
    unknown = font.metrics(_NO_CHARACTER)[0]
    return all(shape not in (None, unknown) for shape in font.metrics("".join(text.split())))
