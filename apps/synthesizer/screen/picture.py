"""The picture that players see: the empty scene, the skeletons in it, their music, and words."""

import msgspec
import pygame

from apps.display.captions import Scale, draw_help, draw_numbers, draw_privacy, draw_status
from apps.display.panels import gradient
from apps.display.scenery import Scenery
from apps.display.text import check_faces
from apps.display.viewport import Viewport
from apps.synthesizer.events import Moment
from apps.synthesizer.screen.captions import draw_lost, keys_of, status_of
from apps.synthesizer.screen.guides import GuideBrush
from apps.synthesizer.screen.invitation import InvitationBrush, instructions, places
from apps.synthesizer.screen.notation import scale_name, spelled
from apps.synthesizer.screen.players import PlayersBrush
from apps.synthesizer.screen.ribbons import draw_ribbons
from apps.synthesizer.screen.stage import View
from apps.synthesizer.screen.tags import TagBrush
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.words import Words, words_for

_DIM = "#0E1116A0", "#0E1116E0"

_STRIP = 4.0
"""The ribbons' height, in heights of large type."""


class Picture:
    """Draws views: the same view gives the same pixels.

    Raises :class:`UnknownNameError` for a language that nobody knows, and :class:`OutputError` for
    one that no font here can write.
    """

    def __init__(self, settings: SynthesizerSettings) -> None:
        self._settings = settings
        self._players = PlayersBrush(settings.colours, settings.line_thickness)
        self._invitation = InvitationBrush(settings.colours[0], settings.line_thickness)
        self._scenery = Scenery(settings.placeholder)
        self._words = {name: words_for(name, settings.words) for name in settings.languages}
        for words in self._words.values():
            check_faces(msgspec.structs.astuple(words))

    def draw(self, surface: pygame.Surface, view: View) -> None:
        """Draw ``view`` so that it fills ``surface`` and leaves nothing of what was there."""
        scale = Scale.for_surface(surface.get_size(), self._settings.text_size)
        words = self._words[view.language]
        if view.playing is None:
            self._scenery.draw_placeholder(surface)
        else:
            self._draw_music(surface, scale, view, view.playing.moment, words)
        if scale.readable:
            self._draw_words(surface, scale, view, words)

    def _draw_music(
        self, surface: pygame.Surface, scale: Scale, view: View, moment: Moment, words: Words
    ) -> None:
        """The scene, those in it, and what they play; guides and names only for who plays."""
        frame = moment.frame.mirrored() if view.mirror else moment.frame
        viewport = Viewport.fit((frame.width, frame.height), surface.get_size())
        self._scenery.draw(surface, viewport, view.background, mirror=view.mirror)
        if self._settings.show_guides and view.invitation is None:
            guides = GuideBrush(surface, viewport, scale.large, mirror=view.mirror)
            self._players.draw_guides(guides, moment)
        self._players.draw(surface, viewport, frame, moment)
        if scale.readable and view.invitation is None:
            self._players.draw_tags(TagBrush(surface, viewport, scale), frame, view, words)

    def _draw_words(self, surface: pygame.Surface, scale: Scale, view: View, words: Words) -> None:
        if view.invitation is not None:
            surface.blit(gradient(surface.get_size(), *_DIM), (0, 0))
        strip = self._draw_statement(surface, scale, words)
        self._draw_invitation(surface, scale, strip, view, words)
        playing = view.invitation or view.playing
        if playing is not None and not view.silent:
            draw_ribbons(surface, strip, playing.traces, self._settings.colours)
        self._draw_captions(surface, scale, strip.top - scale.margin, view, words)

    def _draw_statement(self, surface: pygame.Surface, scale: Scale, words: Words) -> pygame.Rect:
        """The privacy statement, and above it a strip for the ribbons on the same shade."""
        width, bottom = surface.get_size()
        height = round(_STRIP * scale.large)
        if self._settings.show_privacy:
            bottom = draw_privacy(surface, scale, words.privacy, above=height)
        return pygame.Rect(
            scale.margin, bottom - scale.margin - height, width - 3 * scale.margin, height
        )

    def _draw_invitation(
        self, surface: pygame.Surface, scale: Scale, strip: pygame.Rect, view: View, words: Words
    ) -> None:
        if view.invitation is None:
            return
        figure, text = places(strip, scale.margin)
        lines = instructions(view.players[0], self._settings.gestures, words)
        self._invitation.draw_figure(
            surface, scale.large, figure, view.invitation, mirror=view.mirror
        )
        self._invitation.draw_words(surface, scale, text, words.invitation, lines)

    def _draw_captions(
        self, surface: pygame.Surface, scale: Scale, bottom: int, view: View, words: Words
    ) -> None:
        """The key and the scale, what is wrong, and the keys."""
        if view.playing is not None and not view.silent:
            draw_numbers(surface, scale, [spelled(view.key, words), scale_name(view.scale, words)])
        if view.lost:
            draw_lost(surface, scale, words.lost.replace("{names}", ", ".join(view.lost)))
        if status := status_of(view, words):
            draw_status(surface, scale, status, self._settings.accent, bottom)
        if view.help:
            draw_help(surface, scale, keys_of(words), self._settings.accent)
