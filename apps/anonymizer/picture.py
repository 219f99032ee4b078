"""The picture that visitors see: the empty scene, the skeletons of those in it, and words."""

import msgspec
import pygame

from apps.anonymizer.captions import keys_of, status_of
from apps.anonymizer.scene import View
from apps.anonymizer.settings import AnonymizerSettings
from apps.anonymizer.words import Words, words_for
from apps.display.captions import Scale, draw_help, draw_numbers, draw_privacy, draw_status
from apps.display.panels import gradient
from apps.display.scenery import Scenery
from apps.display.skeleton import SkeletonBrush
from apps.display.text import face_for
from apps.display.viewport import Viewport

_BESIDE_THE_PICTURE = "#0B0D10"


class Picture:
    """Draws views: the same view gives the same pixels.

    Raises :class:`UnknownNameError` for a language that nobody knows, and :class:`OutputError` for
    one that no font here can write.
    """

    def __init__(self, settings: AnonymizerSettings) -> None:
        self._settings = settings
        self._brush = SkeletonBrush(settings.line_thickness)
        self._scenery = Scenery()
        self._words = {name: words_for(name, settings.words) for name in settings.languages}
        for words in self._words.values():
            for text in msgspec.structs.astuple(words):
                face_for(text)

    def draw(self, surface: pygame.Surface, view: View) -> None:
        """Draw ``view`` so that it fills ``surface`` and leaves nothing of what was there."""
        size = surface.get_size()
        if view.frame is None:
            surface.blit(gradient(size, *self._settings.placeholder), (0, 0))
        else:
            frame = view.frame.mirrored() if view.mirror else view.frame
            viewport = Viewport.fit((frame.width, frame.height), size)
            self._draw_scene(surface, viewport, view)
            for pose, colour in zip(frame.poses, view.colours, strict=True):
                self._brush.draw(surface, viewport, pose, pygame.Color(colour))
        self._draw_words(surface, view)

    def _draw_scene(self, surface: pygame.Surface, viewport: Viewport, view: View) -> None:
        if view.background is None:
            surface.blit(gradient(surface.get_size(), *self._settings.placeholder), (0, 0))
            return
        surface.fill(_BESIDE_THE_PICTURE)
        self._scenery.draw(surface, viewport, view.background, mirror=view.mirror)

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
            draw_help(surface, scale, keys_of(words), self._settings.accent)

    def _numbers(self, view: View, words: Words) -> list[str]:
        texts: list[str] = []
        if view.frame is None or view.silent:
            return texts
        if self._settings.show_people:
            texts.append(words.people.replace("{count}", str(len(view.frame.poses))))
        if self._settings.show_rate and view.rate is not None:
            texts.append(words.rate.replace("{rate}", str(view.rate)))
        return texts
