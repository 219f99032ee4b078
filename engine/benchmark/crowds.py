"""Pictures with any number of people: visitors of the puppet theatre, side by side in its room."""

from collections.abc import Iterator

import cv2
import numpy as np

from engine.cameras.frame import Frame
from engine.cameras.stage import StageCamera, open_stage
from engine.detections import Pixels

SIZE = (1280, 720)
ROW = 10
"""So many stand in a row; there is room for two rows."""

_MOMENTS = range(390, 450, 6)
"""Frames of ``visit`` in which the visitor stands and looks into the camera."""


def crowd(people: int) -> Iterator[Frame]:
    """Frames without end of ``people``, up to 20, who are all of one size, however many they are.

    Each is the visitor at another moment, so that no two look the same.
    """
    stage = open_stage("visit", resolution=SIZE)
    room = stage.empty(0)
    cutouts = [_cutout(stage, number) for number in _MOMENTS]
    number = 0
    while True:
        picture = room.copy()
        for place in range(people):
            _paste(picture, cutouts[(number + 3 * place) % len(cutouts)], place)
        yield Frame(picture, number, number / 30.0)
        number += 1


def _cutout(stage: StageCamera, number: int) -> Pixels:
    """The part of frame ``number`` that the visitor is in, as large as their place in the crowd."""
    rows, columns = np.nonzero(stage.truth(number).labels)
    middle, height = int(columns.mean()), int(np.ptp(rows)) + 40
    width = height * SIZE[0] // ROW // (SIZE[1] // 2)
    top, left = max(0, int(rows.min()) - 20), max(0, middle - width // 2)
    part = stage.picture(number)[top : top + height, left : left + width]
    size = (SIZE[0] // ROW, SIZE[1] // 2)
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)


def _paste(picture: Pixels, cutout: Pixels, place: int) -> None:
    height, width = cutout.shape[:2]
    row, column = divmod(place, ROW)
    picture[row * height : (row + 1) * height, column * width : (column + 1) * width] = cutout
