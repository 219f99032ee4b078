"""Ribbons: what has been played, running from right to left, as high as its notes are."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pygame

from apps.synthesizer.screen.light import disc, put
from apps.synthesizer.screen.traces import SECONDS, Sample, Trace

_THINNEST, _THICKEST = 0.012, 0.065
"""Half a ribbon's thickness where it is silent and where it is loud, in heights of the strip."""

_TAPER = 0.35
"""In this share of the strip, at its old end, ribbons run out."""

_APART = 0.02
"""Ribbons of the same height lie so far apart, in heights of the strip."""


class _Place(NamedTuple):
    """Where a sample is on the surface, and half the thickness there, in pixels."""

    x: float
    y: float
    half: float


def draw_ribbons(
    surface: pygame.Surface, box: pygame.Rect, traces: Sequence[Trace], colours: Sequence[str]
) -> None:
    """Draw the ``traces`` into ``box``, whose right side is now."""
    for slot, (trace, colour) in enumerate(zip(traces, colours, strict=False)):
        if not trace:
            continue
        lane = _Lane(box, trace[-1].time, slot - (len(traces) - 1) / 2)
        places: list[_Place] = []
        for phrase in _phrases(trace):
            places = [lane.place(sample) for sample in phrase]
            _draw_ribbon(surface, places, colour)
        if places and trace[-1].pitch is not None:
            x, y, half = places[-1]
            radius = round(half + 0.04 * box.height)
            put(surface, disc(radius, colour, "white", max(2, radius // 4)), (x, y))


class _Lane:
    """Where on the surface one slot's ribbons are, with ``shift`` to keep slots apart."""

    def __init__(self, box: pygame.Rect, now: float, shift: float) -> None:
        self._now = now
        self._left, self._right = box.left, box.right
        self._second = box.width / SECONDS
        self._rise = box.height * (1.0 - 2 * _THICKEST)
        self._bottom = box.bottom - (_THICKEST + shift * _APART) * box.height
        self._thin, self._thick = _THINNEST * box.height, (_THICKEST - _THINNEST) * box.height

    def place(self, sample: Sample) -> _Place:
        age = self._now - sample.time
        left = min(max((1.0 - age / SECONDS) / _TAPER, 0.0), 1.0)
        return _Place(
            max(self._left, self._right - age * self._second),
            self._bottom - sample.height * self._rise,
            left * (self._thin + self._thick * sample.level),
        )


def _phrases(trace: Trace) -> Iterator[list[Sample]]:
    """What is played from rest to rest."""
    phrase: list[Sample] = []
    for sample in trace:
        if sample.pitch is not None:
            phrase.append(sample)
        elif phrase:
            yield [*phrase, phrase[-1]._replace(time=sample.time)]
            phrase = []
    if phrase:
        yield phrase


def _draw_ribbon(surface: pygame.Surface, places: Sequence[_Place], colour: str) -> None:
    """A ribbon with smooth edges and round ends."""
    for x, y, half in (places[0], places[-1]):
        if half >= 1.0:
            put(surface, disc(round(half), colour), (x, y))
    if len(places) < 2:
        return
    upper = [(x, y - half) for x, y, half in places]
    lower = [(x, y + half) for x, y, half in places]
    pygame.draw.polygon(surface, colour, upper + lower[::-1])
    pygame.draw.aalines(surface, colour, False, upper)
    pygame.draw.aalines(surface, colour, False, lower)
