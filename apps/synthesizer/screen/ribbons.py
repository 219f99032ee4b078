"""Ribbons: what has been played, running from right to left, as high as its notes are."""

from collections.abc import Iterator, Sequence

import pygame

from apps.synthesizer.screen.light import disc, put
from apps.synthesizer.screen.traces import SECONDS, Sample, Trace

_THINNEST, _THICKEST = 0.012, 0.06
"""Half a ribbon's thickness where it is silent and where it is loud, in heights of the strip."""

_TAPER = 0.35
"""In this share of the strip, at its old end, ribbons run out."""

_APART = 0.015
"""Ribbons of the same height lie so far apart, in heights of the strip."""


def draw_ribbons(
    surface: pygame.Surface, box: pygame.Rect, traces: Sequence[Trace], colours: Sequence[str]
) -> None:
    """Draw the ``traces`` into ``box``, whose right side is now."""
    for slot, (trace, colour) in enumerate(zip(traces, colours, strict=False)):
        if not trace:
            continue
        lane = _Lane(box, trace[-1].time, slot - (len(traces) - 1) / 2)
        for run in _runs(trace):
            _draw_run(surface, lane, run, pygame.Color(colour))
        if trace[-1].pitch is not None:
            place = lane.x(trace[-1].time), lane.y(trace[-1])
            radius = round(lane.half(trace[-1]) + 0.03 * box.height)
            put(surface, disc(radius, colour, "white", max(2, radius // 4)), place)


class _Lane:
    """Where on the surface one slot's samples are."""

    def __init__(self, box: pygame.Rect, now: float, lane: float) -> None:
        self._box = box
        self._now = now
        self._shift = lane * _APART * box.height

    def x(self, time: float) -> float:
        return max(self._box.left, self._box.right - (self._now - time) / SECONDS * self._box.width)

    def y(self, sample: Sample) -> float:
        inner = self._box.height * (1.0 - 2 * _THICKEST)
        return self._box.bottom - _THICKEST * self._box.height - sample.height * inner + self._shift

    def half(self, sample: Sample) -> float:
        """Half the thickness there."""
        age = (self._now - sample.time) / SECONDS
        left = min(max((1.0 - age) / _TAPER, 0.0), 1.0)
        thickness = _THINNEST + (_THICKEST - _THINNEST) * sample.level
        return left * thickness * self._box.height


def _runs(trace: Trace) -> Iterator[list[Sample]]:
    """The samples of each note, up to where the next one begins."""
    run: list[Sample] = []
    for sample in trace:
        if run and sample.pitch != run[-1].pitch:
            end = sample._replace(pitch=run[-1].pitch, height=run[-1].height, level=run[-1].level)
            yield [*run, end]
            run = []
        if sample.pitch is not None:
            run.append(sample)
    if len(run) > 1:
        yield run


def _draw_run(
    surface: pygame.Surface, lane: _Lane, run: Sequence[Sample], colour: pygame.Color
) -> None:
    y = lane.y(run[0])
    across = [(lane.x(sample.time), lane.half(sample)) for sample in run]
    upper = [(x, y - half) for x, half in across]
    lower = [(x, y + half) for x, half in reversed(across)]
    outline = upper + lower
    pygame.draw.polygon(surface, colour, outline)
    pygame.draw.aalines(surface, colour, True, outline)
