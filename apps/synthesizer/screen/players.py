"""Those who play and those who wait, each in the colour of their place."""

from collections.abc import Sequence

import pygame

from apps.display.captions import Scale
from apps.display.skeleton import SkeletonBrush
from apps.display.viewport import Viewport
from apps.synthesizer.events import Moment
from apps.synthesizer.instruments import INSTRUMENTS, program_number
from apps.synthesizer.scales import note_name
from apps.synthesizer.screen.guides import GuideBrush
from apps.synthesizer.screen.notation import spelled
from apps.synthesizer.screen.stage import View
from apps.synthesizer.screen.tags import TagBrush
from apps.synthesizer.settings import PlayerSettings
from apps.synthesizer.words import Words

WAITING = "#C9D2DC"
"""The colour of those who have no place."""


class PlayersBrush:
    """Draws people as skeletons in ``colours``, one for each slot."""

    def __init__(self, colours: Sequence[str], thickness: float) -> None:
        self._colours = colours
        self._skeleton = SkeletonBrush(thickness)

    def draw(
        self, surface: pygame.Surface, viewport: Viewport, moment: Moment, *, mirror: bool
    ) -> None:
        """Draw everybody; those who play over those who wait."""
        frame = moment.frame.mirrored() if mirror else moment.frame
        slots = {player.pose_id: player.slot for player in moment.players}
        for pose in sorted(frame.poses, key=lambda pose: pose.id in slots):
            colour = self._colours[slots[pose.id]] if pose.id in slots else WAITING
            self._skeleton.draw(surface, viewport, pose, pygame.Color(colour))

    def draw_guides(self, brush: GuideBrush, moment: Moment) -> None:
        """Draw what helps the hands of those who play."""
        for player in moment.players:
            brush.draw(player, self._colours[player.slot])

    def draw_tags(
        self, surface: pygame.Surface, viewport: Viewport, scale: Scale, view: View, words: Words
    ) -> None:
        """Draw who plays what, and who waits."""
        if view.playing is None:
            return
        moment = view.playing.moment
        frame = moment.frame.mirrored() if view.mirror else moment.frame
        poses = {pose.id: pose for pose in frame.poses}
        brush = TagBrush(surface, viewport, scale)
        for player in moment.players:
            if player.pose_id not in poses or player.slot >= len(view.players):
                continue
            settings = view.players[player.slot]
            note = ""
            if player.pitch is not None and not settings.drums:
                note = spelled(note_name(player.pitch, view.key, view.scale), words)
            name = instrument_name(settings, words)
            brush.playing(poses[player.pose_id], note, name, self._colours[player.slot])
        for id_ in moment.waiting:
            if id_ in poses:
                brush.waiting(poses[id_], words.waiting, WAITING)


def instrument_name(player: PlayerSettings, words: Words) -> str:
    """What ``player`` plays, as people read it."""
    if player.drums:
        return words.drums
    return INSTRUMENTS[program_number(player.instrument)]
