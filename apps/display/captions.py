"""Captions that apps share: where they stand on a picture and how large they are."""

from collections.abc import Sequence
from typing import NamedTuple

import pygame

from apps.display.panels import card, gradient, progress_bar
from apps.display.text import render
from apps.display.viewport import Size
from apps.display.words import SharedWords

_WHITE = "#FFFFFF"
_PALE = "#C9D2DC"
_SHADE = "#0E1116C8"
_CLEAR = "#0E111600"

_SMALLEST_TYPE = 8
"""Type of fewer pixels cannot be read, and is left out."""


class Scale(NamedTuple):
    """Sizes in pixels that suit a surface: of ``large`` and ``small`` type, and the ``margin``."""

    large: int
    small: int
    margin: int

    @classmethod
    def for_surface(cls, size: Size, text_size: float) -> "Scale":
        """Type that can be read from across a room, on wide and on upright screens."""
        percent = text_size * min(size[1], 0.75 * size[0]) / 100
        return cls(round(5.2 * percent), round(3.7 * percent), round(3.0 * percent))

    @property
    def readable(self) -> bool:
        """Whether there are pixels enough for letters."""
        return self.small >= _SMALLEST_TYPE


def shared_keys(words: SharedWords) -> list[tuple[str, str]]:
    """The keys that every app has, and what they do."""
    return [
        ("F", words.fullscreen),
        ("M", words.mirror),
        ("B", words.background),
        ("H", words.help),
        ("Q", words.quit),
    ]


class Status(NamedTuple):
    """Why there is nothing to be seen; ``progress`` runs from 0 to 1, None if it is unknown."""

    headline: str
    note: str
    progress: float | None = None


def draw_status(
    surface: pygame.Surface, scale: Scale, status: Status, accent: str, bottom: int
) -> None:
    """A card that ends at ``bottom``: what is being waited for, and how far it is."""
    width = min(surface.get_width() - 2 * scale.margin, 19 * scale.large)
    inner = width - 2 * scale.margin
    headline = render(status.headline, scale.large, _WHITE, inner, centred=True)
    note = render(status.note, scale.small, _PALE, inner, centred=True)
    gap, bar = scale.margin // 2, max(2, scale.margin // 3)
    below = 0 if status.progress is None else 2 * gap + bar
    height = 2 * scale.margin + headline.get_height() + gap + note.get_height() + below
    box = pygame.Rect((surface.get_width() - width) // 2, bottom - height, width, height)
    surface.blit(card(box.size, _SHADE, scale.margin), box)
    place = headline.get_rect(midtop=(box.centerx, box.top + scale.margin))
    surface.blit(headline, place)
    place = note.get_rect(midtop=(box.centerx, place.bottom + gap))
    surface.blit(note, place)
    if status.progress is not None:
        track = pygame.Rect(box.left + scale.margin, place.bottom + 2 * gap, inner, bar)
        progress_bar(surface, track, status.progress, accent)


def draw_privacy(surface: pygame.Surface, scale: Scale, text: str, above: int = 0) -> int:
    """The privacy statement, at the bottom, on a shade that grows downwards; returns its top.

    The shade begins ``above`` pixels higher where something else is to stand on it.
    """
    width, height = surface.get_size()
    words = render(text, scale.small, _WHITE, width - 4 * scale.margin, centred=True)
    shade = gradient((width, words.get_height() + 4 * scale.margin + above), _CLEAR, _SHADE)
    surface.blit(shade, shade.get_rect(bottom=height))
    return surface.blit(words, words.get_rect(midbottom=(width // 2, height - scale.margin))).top


def draw_numbers(surface: pygame.Surface, scale: Scale, texts: Sequence[str]) -> None:
    """A short line or two beside each other, in the upper left corner."""
    margin = scale.margin // 2
    words = [
        render(text, scale.small, colour)
        for text, colour in zip(texts, (_WHITE, _PALE), strict=False)
    ]
    height = max(word.get_height() for word in words) + margin
    width = sum(word.get_width() + 2 * margin for word in words) + margin
    box = pygame.Rect(scale.margin, scale.margin, width, height)
    surface.blit(card(box.size, _SHADE, height // 2), box)
    left = box.left + 3 * margin // 2
    for word in words:
        surface.blit(word, word.get_rect(midleft=(left, box.centery + margin // 8)))
        left += word.get_width() + 2 * margin


def draw_help(
    surface: pygame.Surface, scale: Scale, keys: Sequence[tuple[str, str]], accent: str
) -> None:
    """The keys and what they do, in the middle."""
    lines = [
        (render(key, scale.small, accent), render(text, scale.small, _WHITE)) for key, text in keys
    ]
    column = 2 * scale.small
    line = round(1.5 * scale.small)
    width = column + max(text.get_width() for _, text in lines) + 2 * scale.margin
    box = pygame.Rect(0, 0, width, len(lines) * line + 2 * scale.margin)
    box.center = surface.get_rect().center
    surface.blit(card(box.size, "#0E1116F0", scale.margin), box)
    for row, (key, text) in enumerate(lines):
        top = box.top + scale.margin + row * line + line // 2
        surface.blit(key, key.get_rect(midleft=(box.left + scale.margin, top)))
        surface.blit(text, text.get_rect(midleft=(box.left + scale.margin + column, top)))
