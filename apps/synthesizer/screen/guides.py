"""What helps the hands: a ladder of notes, a disc of loudness, and drums in the air."""

import pygame

from apps.display.panels import card
from apps.display.viewport import Viewport
from apps.synthesizer.events import Guide, Pad, Player, Point
from apps.synthesizer.screen.light import add, disc, glow, put

_NEAR, _FAR = "#FFFFFFC8", "#FFFFFF58"
"""Rungs close to the hand, and the others."""

_SHADE, _OUTLINE = "#0E111690", "#0E111660"

_STEPS = 24
"""Discs and glows come in so many sizes."""

_GRAIN = 8
"""Drums come in sizes so many pixels apart, since they change with every step that is taken."""


class GuideBrush:
    """Draws what players need to see onto ``surface``, for type of ``unit`` pixels.

    Their places are in the camera picture's units; with ``mirror`` they are on the other side.
    """

    def __init__(
        self, surface: pygame.Surface, viewport: Viewport, unit: int, *, mirror: bool
    ) -> None:
        self._surface = surface
        self._viewport = viewport
        self._unit = unit
        self._line = max(2, unit // 12)
        self._mirror = mirror

    def draw(self, player: Player, colour: str) -> None:
        """Draw the guide or the pads of ``player``."""
        for pad in player.pads:
            self._drum(pad, colour)
        guide = player.guide
        if guide is None:
            return
        if guide.hand is not None:
            self._ladder(player, guide, self._place(guide.hand), colour)
        if guide.other is not None:
            self._loudness(self._place(guide.other), player.level, colour)

    def _place(self, point: Point) -> Point:
        x, y = point
        return self._viewport.to_pixels(1.0 - x if self._mirror else x, y)

    def _ladder(self, player: Player, guide: Guide, hand: Point, colour: str) -> None:
        """A rung on each border between two notes; what sounds is lit."""
        edges = [self._viewport.to_pixels(0.0, y)[1] for y in guide.edges]
        near = abs(edges[0] - edges[-1]) / 5
        size = round(1.2 * self._unit), self._line + 2
        for edge in edges:
            light = _NEAR if abs(edge - hand[1]) < near else _FAR
            rung = card(size, light, self._line // 2, _OUTLINE, 1)
            put(self._surface, rung, (hand[0], edge))
        if player.pitch in player.pitches:
            number = player.pitches.index(player.pitch)
            self._lit(hand[0], edges[number], edges[number + 1], player.level, colour)

    def _lit(self, x: float, lower: float, upper: float, level: float, colour: str) -> None:
        middle = x, (lower + upper) / 2
        size = 2 * self._unit, max(2 * self._line, round(lower - upper))
        radius = round((1.5 + 2.5 * round(_STEPS * level) / _STEPS) * self._unit)
        add(self._surface, glow(radius, colour), middle)
        put(self._surface, card(size, colour, min(size) // 2), middle)

    def _loudness(self, hand: Point, level: float, colour: str) -> None:
        """A ring that is filled as far as it is loud."""
        radius = round(0.9 * self._unit)
        filled = radius * round(_STEPS * level) // _STEPS
        put(self._surface, disc(radius, _SHADE, _NEAR, self._line), hand)
        if filled:
            put(self._surface, disc(filled, colour), hand)

    def _drum(self, pad: Pad, colour: str) -> None:
        (left, top), (right, bottom) = self._place(pad.top_left), self._place(pad.bottom_right)
        size = _rounded(abs(right - left)), _rounded(bottom - top)
        body, edge = (f"{colour}C0", "white") if pad.inside else (f"{colour}38", colour)
        drum = card(size, body, self._unit // 2, edge, self._line)
        put(self._surface, drum, ((left + right) / 2, (top + bottom) / 2))


def _rounded(length: float) -> int:
    return max(_GRAIN, _GRAIN * round(length / _GRAIN))
