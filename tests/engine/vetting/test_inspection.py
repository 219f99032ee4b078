"""The second look: whole, mirrored and in tiles, and two views must agree."""

from collections.abc import Callable

import numpy as np

from engine.detections import Detections, Pixels
from engine.vetting.grid import Grid
from engine.vetting.inspection import inspect

GRID = Grid(48, 27)
EMPTY = np.zeros((432, 768, 3), np.uint8)
MARK = 255

Find = Callable[[Pixels], Detections]


def with_mark(x: float, y: float) -> Pixels:
    picture = EMPTY.copy()
    picture[int(y * 432), int(x * 768)] = MARK
    return picture


def finds_the_mark(smallest: int, *, as_evidence: bool = False) -> Find:
    """Sees the mark in pictures up to ``smallest`` pixels wide."""

    def find(picture: Pixels) -> Detections:
        ys, xs = np.nonzero(picture[..., 0] == MARK)
        if len(xs) == 0 or picture.shape[1] > smallest:
            return Detections.none()
        place = np.array([xs[0] / picture.shape[1], ys[0] / picture.shape[0]], np.float32)
        if as_evidence:
            return Detections.none()._replace(evidence=place[np.newaxis])
        keypoints = np.zeros((1, 17, 3), np.float32)
        keypoints[0, 0] = *place, 0.2
        return Detections(keypoints, np.array([0.1], np.float32), np.zeros((0, 2), np.float32))

    return find


def test_nobody_in_an_empty_picture() -> None:
    assert not inspect(EMPTY, finds_the_mark(768), GRID, 3).any()


def test_whoever_is_seen_in_the_whole_picture_is_found_where_they_are() -> None:
    found = inspect(with_mark(0.25, 0.5), finds_the_mark(768, as_evidence=True), GRID, 3)
    rows, columns = np.nonzero(found)
    assert (columns.min(), columns.max()) in {(8, 15), (9, 15), (8, 14), (9, 14)}
    assert abs(rows.mean() - 13) <= 1


def test_whoever_is_only_seen_enlarged_is_found_where_they_are() -> None:
    found = inspect(with_mark(0.9, 0.9), finds_the_mark(500), GRID, 3)
    assert found[24, 43]
    assert not found[:, :30].any()


def test_what_is_seen_in_one_view_only_is_nobody() -> None:
    views = iter([finds_the_mark(768), *[finds_the_mark(0)] * 9])
    assert not inspect(with_mark(0.5, 0.5), lambda p: next(views)(p), GRID, 3).any()


def test_faint_signs_in_enlarged_parts_are_nobody() -> None:
    find = finds_the_mark(500, as_evidence=True)
    assert not inspect(with_mark(0.5, 0.5), find, GRID, 3).any()
