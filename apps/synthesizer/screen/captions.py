"""What the words over the picture say."""

import pygame

from apps.display.captions import Scale, Status, shared_keys
from apps.display.panels import card
from apps.display.text import render
from apps.synthesizer.screen.stage import View
from apps.synthesizer.words import Words

_PALE = "#C9D2DC"
_SHADE = "#0E1116C8"


def status_of(view: View, words: Words) -> Status | None:
    """What to tell while the camera gives nothing."""
    if view.away:
        return Status(words.away, words.away_note)
    if view.playing is None:
        return Status(words.starting, words.hidden)
    if view.silent:
        return Status(words.silent, words.silent_note)
    return None


def keys_of(words: Words) -> list[tuple[str, str]]:
    """The keys and what they do."""
    own = [("S", words.scale), ("K", words.key), ("I", words.instruments)]
    return own + shared_keys(words)


def draw_lost(surface: pygame.Surface, scale: Scale, text: str) -> None:
    """A small line in the upper right corner, for whoever looks after the exhibit."""
    gap = scale.margin // 2
    line = render(text, scale.small, _PALE, surface.get_width() // 2)
    box = line.get_rect().inflate(2 * gap, gap)
    box.topright = surface.get_width() - scale.margin, scale.margin
    surface.blit(card(box.size, _SHADE, gap), box)
    surface.blit(line, line.get_rect(center=box.center))
