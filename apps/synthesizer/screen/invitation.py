"""What invites to play: words, and a figure that shows how."""

import pygame

from apps.display.captions import Scale
from apps.display.skeleton import SkeletonBrush
from apps.display.text import render
from apps.display.viewport import Viewport
from apps.synthesizer.screen.guides import GuideBrush
from apps.synthesizer.screen.traces import Playing
from apps.synthesizer.settings import GestureSettings, PlayerSettings
from apps.synthesizer.words import Words

_WHITE = "#FFFFFF"


def instructions(player: PlayerSettings, gestures: GestureSettings, words: Words) -> list[str]:
    """How to play, one short line for each part."""
    if player.drums:
        return [words.strike]
    texts = {
        ("pitch", "right_wrist"): words.right_note,
        ("pitch", "left_wrist"): words.left_note,
        ("volume", "right_wrist"): words.right_volume,
        ("volume", "left_wrist"): words.left_volume,
    }
    pitch, volume = gestures.pitch, gestures.volume
    if gestures.swap_hands:
        pitch, volume = volume, pitch
    note = texts.get(("pitch", pitch))
    loudness = words.reach_volume if gestures.one_hand else texts.get(("volume", volume))
    if note is None or loudness is None:
        return [words.move]
    return [note, loudness, words.rest]


class InvitationBrush:
    """Draws the figure beside the words on wide surfaces, and above them on upright ones."""

    def __init__(self, colour: str, thickness: float) -> None:
        self._colour = colour
        self._skeleton = SkeletonBrush(1.5 * thickness)

    def draw_figure(
        self,
        surface: pygame.Surface,
        unit: int,
        box: pygame.Rect,
        playing: Playing,
        *,
        mirror: bool,
    ) -> None:
        """Draw who plays there, as large as ``box`` allows, for type of ``unit`` pixels."""
        frame = playing.moment.frame
        fitted = Viewport.fit((frame.width, frame.height), box.size)
        viewport = fitted._replace(left=fitted.left + box.left, top=fitted.top + box.top)
        guides = GuideBrush(surface, viewport, unit, mirror=mirror)
        for player in playing.moment.players:
            guides.draw(player, self._colour)
        for pose in (frame.mirrored() if mirror else frame).poses:
            self._skeleton.draw(surface, viewport, pose, pygame.Color(self._colour))

    def draw_words(
        self,
        surface: pygame.Surface,
        scale: Scale,
        box: pygame.Rect,
        headline: str,
        lines: list[str],
    ) -> None:
        """Draw the ``headline`` and the ``lines`` below it in the middle of ``box``."""
        width = box.width - 2 * scale.margin
        texts = [render(headline, 2 * scale.large, self._colour, width, centred=True)]
        texts += [render(line, scale.large, _WHITE, width, centred=True) for line in lines]
        gap = scale.margin // 2
        top = box.centery - (sum(text.get_height() + gap for text in texts) + gap) // 2
        for text in texts:
            surface.blit(text, text.get_rect(midtop=(box.centerx, top)))
            top += text.get_height() + gap * (3 if text is texts[0] else 1)


def places(strip: pygame.Rect, margin: int) -> tuple[pygame.Rect, pygame.Rect]:
    """Where the figure and the words go, above the ``strip`` that ribbons run in.

    On wide surfaces they are beside each other, and the figure stands before the strip.
    """
    width, height = strip.width, strip.top - 2 * margin
    if width > height:
        left = round(0.55 * width)
        figure = pygame.Rect(strip.left + left, margin, width - left, strip.bottom - margin)
        return figure, pygame.Rect(strip.left, 2 * margin, left, height)
    upper = round(0.6 * height)
    return (
        pygame.Rect(strip.left, margin, width, upper),
        pygame.Rect(strip.left, margin + upper, width, height - upper),
    )
