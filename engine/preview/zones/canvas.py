"""Drawing a sketch over the camera picture."""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from engine.detections import Pixels
from engine.preview.colours import Colour
from engine.preview.zones.editor import Sketch
from engine.preview.zones.geometry import Point, crosses_itself
from engine.preview.zones.shapes import Kind, Shape
from engine.preview.zones.words import help_line

_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)
_WRONG: Colour = (40, 40, 255)
_LINE: Colour = (66, 228, 240)
_FLOOR: Colour = (255, 255, 255)
_ZONES: tuple[Colour, ...] = ((233, 180, 86), (0, 159, 230), (115, 158, 0), (167, 121, 204))
"""Of the colours of Okabe and Ito, which colour-blind people can tell apart, those far from red."""
_FILL = 0.28
_FONT = cv2.FONT_HERSHEY_SIMPLEX

Place = tuple[int, int]


class Canvas:
    """A picture to draw on, in place; points are in units of its width and height."""

    def __init__(self, picture: Pixels) -> None:
        self._picture = picture
        height, width = picture.shape[:2]
        self._size = width, height
        self._scale = max(0.4, min(height, width) / 700)
        self._pen = max(2, round(3 * self._scale))

    def sketch(self, sketch: Sketch, lines: Sequence[str] = ()) -> None:
        """Draw all of ``sketch``, write what can be done now, and ``lines`` of text below it."""
        held = None if sketch.at is None else sketch.at.shape
        for number, shape in enumerate(sketch.plan.shapes):
            self._shape(shape, _colour(shape, number), held=number == held)
        for number, shape in enumerate(sketch.plan.shapes):
            self._labels(shape, _colour(shape, number))
        self._begun(sketch)
        self._panel([help_line(sketch), *[sketch.message] * bool(sketch.message), *lines])

    def _shape(self, shape: Shape, colour: Colour, *, held: bool) -> None:
        places = [self._place(point) for point in shape.points]
        closed = shape.kind is not Kind.LINE
        if shape.kind is Kind.ZONE:
            self._fill(places, colour)
        self._path(places, colour, closed=closed, width=self._pen * (2 if held else 1))
        if shape.kind is Kind.LINE:
            self._arrow(places, colour)
        for place in places:
            self._knob(place, colour)

    def _labels(self, shape: Shape, colour: Colour) -> None:
        """Its name and what is wrong with it, the way in, the numbers of the floor's points."""
        places = [self._place(point) for point in shape.points]
        label = f"{shape.name or 'floor'} {shape.flaw}" if shape.flaw else shape.name
        if shape.kind is Kind.LINE:
            self._text("in", self._beside(places, 95.0), colour)
            self._text(label, self._beside(places, -70.0), colour)
            return
        self._text(label, _middle(places), colour)
        if shape.kind is Kind.FLOOR:
            for number, (x, y) in enumerate(places, 1):
                self._text(str(number), (x, y - 8 * self._pen), colour)

    def _begun(self, sketch: Sketch) -> None:
        """The path so far, on to the mouse, and back to its start where that closes a zone."""
        points = sketch.begun
        if not points:
            return
        ahead = (*points, sketch.pointer) if sketch.pointer else points
        closes = sketch.tool is not Kind.LINE and len(ahead) > 2
        wrong = closes and len(set(ahead)) == len(ahead) and crosses_itself(ahead)
        places = [self._place(point) for point in ahead]
        colour = _WRONG if wrong else _WHITE
        self._path(places, colour, closed=closes, width=self._pen)
        if sketch.tool is Kind.LINE and len(places) == 2:
            self._arrow(places, colour)
        for place in places[: len(points)]:
            self._knob(place, colour)

    def _fill(self, places: Sequence[Place], colour: Colour) -> None:
        layer = self._picture.copy()
        cv2.fillPoly(layer, [np.array(places, np.int32)], colour)
        cv2.addWeighted(layer, _FILL, self._picture, 1.0 - _FILL, 0.0, dst=self._picture)

    def _path(self, places: Sequence[Place], colour: Colour, *, closed: bool, width: int) -> None:
        """A path with a dark rim that shows on any picture."""
        for shade, extra in ((_BLACK, 2), (colour, 0)):
            points = [np.array(places, np.int32)]
            cv2.polylines(self._picture, points, closed, shade, width + extra, cv2.LINE_AA)

    def _arrow(self, places: Sequence[Place], colour: Colour) -> None:
        """From the middle of a line to its right, seen along it: the way in."""
        if places[0] == places[1]:
            return
        start, end = _middle(places), self._beside(places, 70.0)
        for shade, extra in ((_BLACK, 2), (colour, 0)):
            cv2.arrowedLine(
                self._picture, start, end, shade, self._pen + extra, cv2.LINE_AA, tipLength=0.35
            )

    def _beside(self, places: Sequence[Place], reach: float) -> Place:
        """A place at the middle of a line, ``reach`` to its right, seen along it."""
        (x1, y1), (x2, y2) = places
        away = reach * self._scale / (math.hypot(x2 - x1, y2 - y1) or 1.0)
        x, y = _middle(places)
        return round(x - away * (y2 - y1)), round(y + away * (x2 - x1))

    def _knob(self, place: Place, colour: Colour) -> None:
        for shade, extra in ((_BLACK, 2), (colour, 0)):
            radius = 2 * self._pen + extra
            cv2.circle(self._picture, place, radius, shade, cv2.FILLED, cv2.LINE_AA)

    def _text(self, text: str, place: Place, colour: Colour) -> None:
        """Text with its middle at ``place``, on a darkened ground, wholly inside the picture."""
        if not text:
            return
        weight = max(1, round(2 * self._scale))
        (width, height), below = cv2.getTextSize(text, _FONT, self._scale, weight)
        margin = max(2, round(6 * self._scale))
        x = min(max(place[0] - width // 2, margin), max(margin, self._size[0] - width - margin))
        y = min(max(place[1] + height // 2, height + margin), self._size[1] - below - margin)
        ground = self._picture[
            max(0, y - height - margin) : y + below + margin, x - margin : x + width + margin
        ]
        ground //= 3
        cv2.putText(self._picture, text, (x, y), _FONT, self._scale, colour, weight, cv2.LINE_AA)

    def _panel(self, lines: Sequence[str]) -> None:
        """Write ``lines`` on a darkened panel at the top, as large as they fit."""
        width = self._size[0]
        longest = max(cv2.getTextSize(line, _FONT, 1.0, 2)[0][0] for line in lines)
        scale = min(self._scale, 0.97 * width / longest)
        advance = max(1, round(44 * scale))
        panel = self._picture[: advance * len(lines) + advance // 2]
        panel //= 4
        for number, line in enumerate(lines, 1):
            place, weight = (advance // 3, advance * number), max(1, round(2 * scale))
            cv2.putText(self._picture, line, place, _FONT, scale, _WHITE, weight, cv2.LINE_AA)

    def _place(self, point: Point) -> Place:
        """A point in pixels; one outside the picture is far enough out."""
        width, height = self._size
        x, y = (min(max(value, -4.0), 4.0) for value in point)
        return round(x * (width - 1)), round(y * (height - 1))


def _colour(shape: Shape, number: int) -> Colour:
    if shape.flaw:
        return _WRONG
    return {Kind.LINE: _LINE, Kind.FLOOR: _FLOOR}.get(shape.kind, _ZONES[number % len(_ZONES)])


def _middle(places: Sequence[Place]) -> Place:
    xs, ys = zip(*places, strict=True)
    return round(sum(xs) / len(xs)), round(sum(ys) / len(ys))
