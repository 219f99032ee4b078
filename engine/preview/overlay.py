"""Drawing what was found over the picture that it was found in."""

from collections.abc import Sequence
from typing import cast

import cv2

from engine.detections import FloatArray, Pixels, Tracks
from engine.poses.pose import FOUND_SCORE
from engine.poses.skeleton import LIMBS
from engine.preview.colours import Colour

Point = tuple[int, int]

_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_FAR = 10.0


def mirrored(pixels: Pixels, tracks: Tracks) -> tuple[Pixels, Tracks]:
    """Picture and people as in a mirror; left and right keypoints keep their names."""
    keypoints = tracks.keypoints.copy()
    keypoints[..., 0] = 1.0 - keypoints[..., 0]
    return cast(Pixels, cv2.flip(pixels, 1)), tracks._replace(keypoints=keypoints)


def overlay(
    pixels: Pixels, tracks: Tracks, colours: Sequence[Colour], lines: Sequence[str] = ()
) -> Pixels:
    """A copy of ``pixels`` with the skeletons of ``tracks`` in their ``colours``, and with text.

    Keypoints below ``FOUND_SCORE`` are left out, and so are limbs that lack an end. The ``lines``
    of text stand one below the other in the top left corner.
    """
    picture = pixels.copy()
    for keypoints, colour in zip(tracks.keypoints, colours, strict=True):
        _draw_skeleton(picture, keypoints, colour)
    if lines:
        _write(picture, lines)
    return picture


def _draw_skeleton(picture: Pixels, keypoints: FloatArray, colour: Colour) -> None:
    """Draw the limbs, then the keypoints, each with a dark rim that shows on any background."""
    width = _line_width(picture)
    points = _positions(picture, keypoints)
    limbs = [(points[a], points[b]) for a, b in LIMBS if a in points and b in points]
    for shade, extra in ((_BLACK, 2), (colour, 0)):
        for start, end in limbs:
            cv2.line(picture, start, end, shade, width + extra, cv2.LINE_AA)
    for shade, extra in ((_BLACK, 2), (_WHITE, 1)):
        for point in points.values():
            cv2.circle(picture, point, width + extra, shade, cv2.FILLED, cv2.LINE_AA)


def _positions(picture: Pixels, keypoints: FloatArray) -> dict[int, Point]:
    """Where the keypoints that were found are, in pixels, by number."""
    height, width = picture.shape[:2]
    return {
        number: (round(float(x) * width), round(float(y) * height))
        for number, (x, y, score) in enumerate(keypoints)
        if score >= FOUND_SCORE and abs(x) < _FAR and abs(y) < _FAR
    }


def _line_width(picture: Pixels) -> int:
    height, width = picture.shape[:2]
    return max(1, int(min(height, width)) // 200)


def _write(picture: Pixels, lines: Sequence[str]) -> None:
    """Write ``lines`` on a darkened panel."""
    height, width = picture.shape[:2]
    scale = max(0.4, min(height, width) / 900)
    advance = round(36 * scale)
    margin = advance // 2
    widths = [cv2.getTextSize(line, _FONT, scale, 1)[0][0] for line in lines]
    panel = picture[: advance * len(lines) + margin, : max(widths) + 2 * margin]
    panel //= 3
    for number, line in enumerate(lines, 1):
        place = margin, advance * number
        cv2.putText(picture, line, place, _FONT, scale, _WHITE, 1, cv2.LINE_AA)
