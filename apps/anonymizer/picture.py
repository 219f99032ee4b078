"""The picture that visitors see: the empty scene, the skeletons of those in it, and words."""

import msgspec
import pygame

from apps.anonymizer.captions import status_of
from apps.anonymizer.scene import View
from apps.anonymizer.settings import AnonymizerSettings
from apps.anonymizer.words import Words, words_for
from apps.display.captions import (
    Scale,
    draw_help,
    draw_numbers,
    draw_privacy,
    draw_status,
    shared_keys,
)
from apps.display.scenery import Scenery
from apps.display.skeleton import SkeletonBrush
from apps.display.text import check_faces
from apps.display.viewport import Viewport


class Picture:
    """Draws views: the same view gives the same pixels.

    Raises :class:`UnknownNameError` for a language that nobody knows, and :class:`OutputError` for
    one that no font here can write.
    """

    def __init__(self, settings: AnonymizerSettings) -> None:
        self._settings = settings
        self._brush = SkeletonBrush(settings.line_thickness)
        self._scenery = Scenery(settings.placeholder)
        self._words = {name: words_for(name, settings.words) for name in settings.languages}
        for words in self._words.values():
            check_faces(msgspec.structs.astuple(words))

    def draw(self, surface: pygame.Surface, view: View) -> None:
        """Draw ``view`` so that it fills ``surface`` and leaves nothing of what was there."""
        if view.frame is None:
            self._scenery.draw_placeholder(surface)
        else:
            frame = view.frame.mirrored() if view.mirror else view.frame
            viewport = Viewport.fit((frame.width, frame.height), surface.get_size())
            self._scenery.draw(surface, viewport, view.background, mirror=view.mirror)
            for pose, colour in zip(frame.poses, view.colours, strict=True):
                self._brush.draw(surface, viewport, pose, pygame.Color(colour))
        self._draw_words(surface, view)

    def _draw_words(self, surface: pygame.Surface, view: View) -> None:
        scale = Scale.for_surface(surface.get_size(), self._settings.text_size)
        if not scale.readable:
            return
        words = self._words[view.language]
        bottom = surface.get_height()
        if self._settings.show_privacy:
            bottom = draw_privacy(surface, scale, words.privacy)
        if numbers := self._numbers(view, words):
            draw_numbers(surface, scale, numbers)
        if status := status_of(view, words):
            draw_status(surface, scale, status, self._settings.accent, bottom - scale.margin)
        if view.help:
            draw_help(surface, scale, shared_keys(words), self._settings.accent)

    def _numbers(self, view: View, words: Words) -> list[str]:
        texts: list[str] = []
        if view.frame is None or view.silent:
            return texts
        if self._settings.show_people:
            texts.append(words.people.replace("{count}", str(len(view.frame.poses))))
        if self._settings.show_rate and view.rate is not None:
            texts.append(words.rate.replace("{rate}", str(view.rate)))
        return texts
