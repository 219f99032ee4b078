"""Those who play and those who wait, each in the colour of their place."""

from collections.abc import Sequence
from functools import lru_cache

import pygame

from apps.display.skeleton import SkeletonBrush
from apps.display.viewport import Viewport
from apps.synthesizer.events import Moment, Player
from apps.synthesizer.instruments import INSTRUMENTS, program_number
from apps.synthesizer.scales import note_name
from apps.synthesizer.screen.guides import GuideBrush
from apps.synthesizer.screen.notation import spelled
from apps.synthesizer.screen.stage import View
from apps.synthesizer.screen.tags import TagBrush
from apps.synthesizer.settings import PlayerSettings
from apps.synthesizer.words import Words
from engine.poses import PoseFrame

WAITING = "#C9D2DC"
"""The colour of those who have no place."""


class PlayersBrush:
    """Draws people as skeletons in ``colours``, one for each slot."""

    def __init__(self, colours: Sequence[str], thickness: float) -> None:
        self._colours = colours
        self._skeleton = SkeletonBrush(thickness)

    def draw(
        self, surface: pygame.Surface, viewport: Viewport, frame: PoseFrame, moment: Moment
    ) -> None:
        """Draw everybody in ``frame``; those who play over those who wait."""
        slots = {player.pose_id: player.slot for player in moment.players}
        for pose in sorted(frame.poses, key=lambda pose: pose.id in slots):
            colour = self._colours[slots[pose.id]] if pose.id in slots else WAITING
            self._skeleton.draw(surface, viewport, pose, pygame.Color(colour))

    def draw_guides(self, brush: GuideBrush, moment: Moment) -> None:
        """Draw what helps the hands of those who play."""
        for player in moment.players:
            brush.draw(player, self._colours[player.slot])

    def draw_tags(self, brush: TagBrush, frame: PoseFrame, view: View, words: Words) -> None:
        """Draw who plays what, and who waits, above those in ``frame``."""
        if view.playing is None:
            return
        poses = {pose.id: pose for pose in frame.poses}
        for player in view.playing.moment.players:
            if player.pose_id in poses and player.slot < len(view.players):
                settings = view.players[player.slot]
                note = _note(player, settings, view, words)
                name = instrument_name(settings, words)
                brush.playing(poses[player.pose_id], note, name, self._colours[player.slot])
        for id_ in view.playing.moment.waiting:
            if id_ in poses:
                brush.waiting(poses[id_], words.waiting, WAITING)


def _note(player: Player, settings: PlayerSettings, view: View, words: Words) -> str:
    """What the note that sounds is called; nothing at rest, and for drums."""
    if player.pitch is None or settings.drums:
        return ""
    return spelled(note_name(player.pitch, view.key, view.scale), words)


def instrument_name(player: PlayerSettings, words: Words) -> str:
    """What ``player`` plays, as people read it."""
    if player.drums:
        return words.drums
    return _general_midi_name(player.instrument)


@lru_cache(maxsize=64)
def _general_midi_name(instrument: str | int) -> str:
    return INSTRUMENTS[program_number(instrument)]
