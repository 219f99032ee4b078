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

    def sketch(self, sketch: Sketch) -> None:
        """Draw all of ``sketch``: shapes, what is begun, names and what can be done."""
        held = None if sketch.at is None else sketch.at.shape
        for number, shape in enumerate(sketch.plan.shapes):
            self._shape(shape, _colour(shape, number), held=number == held)
        self._begun(sketch)
        self._panel([sketch.message] * bool(sketch.message) + [help_line(sketch)])

    def _shape(self, shape: Shape, colour: Colour, *, held: bool) -> None:
        places = [self._place(point) for point in shape.points]
        closed = shape.kind is not Kind.LINE
        if shape.kind is Kind.ZONE:
            self._fill(places, colour)
        self._path(places, colour, closed=closed, width=self._pen * (2 if held else 1))
        if shape.kind is Kind.LINE:
            self._arrow(places, colour)
        for number, place in enumerate(places, 1):
            self._knob(place, colour)
            if shape.kind is Kind.FLOOR:
                self._text(str(number), _above(place, self._pen * 4), colour)
        label = f"{shape.name or 'floor'} {shape.flaw}" if shape.flaw else shape.name
        self._text(label, _middle(places), colour)

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
        (x1, y1), (x2, y2) = places
        length = math.hypot(x2 - x1, y2 - y1)
        if not length:
            return
        start, reach = _middle(places), 70 * self._scale
        right = -(y2 - y1) / length, (x2 - x1) / length
        end = round(start[0] + reach * right[0]), round(start[1] + reach * right[1])
        for shade, extra in ((_BLACK, 2), (colour, 0)):
            cv2.arrowedLine(
                self._picture, start, end, shade, self._pen + extra, cv2.LINE_AA, tipLength=0.35
            )
        self._text("in", (end[0], end[1] + round(8 * self._scale)), colour)

    def _knob(self, place: Place, colour: Colour) -> None:
        for shade, extra in ((_BLACK, 2), (colour, 0)):
            radius = 2 * self._pen + extra
            cv2.circle(self._picture, place, radius, shade, cv2.FILLED, cv2.LINE_AA)

    def _text(self, text: str, place: Place, colour: Colour) -> None:
        """Text in the middle of ``place``, wholly inside the picture, with a dark rim."""
        (width, height), _ = cv2.getTextSize(text, _FONT, self._scale, self._pen)
        x = min(max(place[0] - width // 2, 4), max(4, self._size[0] - width - 4))
        y = min(max(place[1] + height // 2, height + 4), self._size[1] - 4)
        for shade, extra in ((_BLACK, 3), (colour, 0)):
            weight = max(1, self._pen - 1) + extra
            cv2.putText(self._picture, text, (x, y), _FONT, self._scale, shade, weight, cv2.LINE_AA)

    def _panel(self, lines: Sequence[str]) -> None:
        """Write ``lines`` on a darkened panel at the bottom, as large as they fit."""
        width, height = self._size
        longest = max(cv2.getTextSize(line, _FONT, 1.0, 1)[0][0] for line in lines)
        scale = min(self._scale, 0.97 * width / longest)
        advance = round(44 * scale)
        top = height - advance * len(lines) - advance // 2
        panel = self._picture[max(0, top) :]
        panel //= 4
        for number, line in enumerate(lines, 1):
            place = advance // 3, top + advance * number
            weight = max(1, round(2 * scale))
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


def _above(place: Place, distance: int) -> Place:
    return place[0], place[1] - 2 * distance
