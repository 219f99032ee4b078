"""A moved camera is told from one that people walk about in front of."""

import cv2
import numpy as np
import pytest

from engine.cameras.stage import StageCamera
from engine.cameras.stage.scene import Scene
from engine.detections import FloatArray, Pixels
from engine.vetting.grid import Grid
from engine.vetting.moved import MovedCamera
from engine.vetting.settings import VettingSettings

GRID = Grid.covering(768, 432, 48)


@pytest.fixture(scope="module")
def room() -> Pixels:
    return StageCamera(Scene(1.0, seed=4)).picture(0)


def turned(picture: Pixels, degrees: float, right: float) -> Pixels:
    matrix = cv2.getRotationMatrix2D((384, 216), degrees, 1.0)
    matrix[0, 2] += right
    warped = cv2.warpAffine(picture, matrix, (768, 432), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.uint8)


def reduced(picture: Pixels) -> FloatArray:
    return GRID.reduce(picture).astype(np.float32)


def moves(room: Pixels, later: list[Pixels]) -> bool:
    camera = MovedCamera(VettingSettings())
    scene = reduced(room)
    return any(camera.update(reduced(picture), scene, float(n)) for n, picture in enumerate(later))


@pytest.mark.parametrize(("degrees", "right"), [(0, 6), (0, -40), (0, 200), (5, 0)])
def test_a_camera_that_was_pushed_or_turned_has_moved(
    room: Pixels, degrees: float, right: float
) -> None:
    assert moves(room, [turned(room, degrees, right)] * 6)


def test_a_camera_that_is_shaken_and_comes_to_rest_where_it_was_has_not(room: Pixels) -> None:
    shaken = [turned(room, 0, right) for right in (8, -12, 10, -6, 4, -8)]
    assert not moves(room, [*shaken, room, room, room])


def test_a_camera_that_stands_still_has_not_moved_whoever_comes(room: Pixels) -> None:
    visited = []
    for left in range(0, 600, 60):
        picture = room.copy()
        picture[60:, left : left + 250] = (40, 60, 90)
        visited.append(picture)
    assert not moves(room, visited)


def test_a_lens_that_is_covered_has_not_moved(room: Pixels) -> None:
    random = np.random.default_rng(3)
    dark = [random.integers(0, 12, room.shape, dtype=np.uint8) for _ in range(8)]
    assert not moves(room, dark)


def test_a_change_of_light_is_no_move(room: Pixels) -> None:
    assert not moves(room, [(room * 0.6).astype(np.uint8)] * 6)
