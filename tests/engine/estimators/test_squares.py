import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.detections import Pixels
from engine.estimators.squares import Pyramid, Square, tiles

lengths = st.integers(1, 8000)


def square(x: float, y: float, side: float, degrees: float = 0.0) -> Square:
    """A square whose top edge is turned clockwise by ``degrees``."""
    turn = math.radians(degrees)
    up = np.array([math.sin(turn), -math.cos(turn)]) * side / 2
    return Square(np.array([x, y], np.float32), up.astype(np.float32))


def noise(width: int, height: int) -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)


def test_an_upright_squares_corners() -> None:
    corners = square(50, 40, 20).to_picture(np.array([[0, 0], [1, 0], [0, 1]], np.float32))
    assert corners == pytest.approx(np.array([[40, 30], [60, 30], [40, 50]]))


def test_a_square_on_its_side_has_its_top_at_the_right() -> None:
    corners = square(50, 40, 20, 90).to_picture(np.array([[0, 0], [1, 0]], np.float32))
    assert corners == pytest.approx(np.array([[60, 30], [60, 50]]), abs=1e-4)


def test_a_picture_of_the_right_size_is_taken_pixel_for_pixel() -> None:
    picture = noise(224, 224)
    (tile,) = tiles(224, 224, overlap=0.5, most=5)
    assert np.array_equal(Pyramid(picture, 128).cut(tile, 224), picture)


def test_what_lies_beyond_the_picture_is_black() -> None:
    cut = Pyramid(np.full((100, 100, 3), 255, np.uint8), 128).cut(square(0, 0, 100), 100)
    assert np.all(cut[51:, 51:] == 255)
    assert not cut[:50].any()
    assert not cut[:, :50].any()


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 360), st.floats(0.3, 0.7), st.floats(0.3, 0.7), st.sampled_from([60, 200, 470]))
def test_what_is_seen_in_a_cut_is_found_back_in_the_picture(
    degrees: float, x: float, y: float, side: int
) -> None:
    part = square(300, 260, side, degrees)
    place = part.to_picture(np.array([x, y], np.float32))
    across, down = np.meshgrid(np.arange(640) + 0.5, np.arange(481) + 0.5)
    spread = side / 32
    distances = (across - place[0]) ** 2 + (down - place[1]) ** 2
    picture = np.repeat(255 * np.exp(-distances / (2 * spread**2))[..., np.newaxis], 3, axis=2)
    cut = Pyramid(picture.astype(np.uint8), 16).cut(part, 64)[..., 0].astype(float)
    middles = (np.arange(64) + 0.5) / 64
    seen = (cut.sum(axis=0) @ middles / cut.sum(), cut.sum(axis=1) @ middles / cut.sum())
    assert seen == pytest.approx((x, y), abs=0.005)


def test_fine_detail_is_averaged_not_picked() -> None:
    stripes = np.zeros((1024, 1024, 3), np.uint8)
    stripes[:, ::2] = 200
    cut = Pyramid(stripes, 128).cut(square(512, 512, 1024), 128)
    assert np.all(np.abs(cut.astype(int) - 100) <= 2)


@given(lengths, lengths, st.sampled_from([0.2, 0.5, 0.7]), st.integers(1, 6))
def test_tiles_cover_the_picture_and_overlap(
    width: int, height: int, overlap: float, most: int
) -> None:
    squares = tiles(width, height, overlap=overlap, most=most)
    assert 1 <= len(squares) <= most
    along = 0 if width > height else 1
    long, short = max(width, height), min(width, height)
    side = squares[0].side
    assert side >= short * 0.999
    starts = np.array([tile.centre[along] for tile in squares]) - side / 2
    assert starts[0] <= long * 0.001
    assert starts[-1] + side >= long * 0.999
    assert np.all(np.diff(starts) <= side * (1 - overlap) * 1.001)
    assert all(tile.centre[1 - along] == pytest.approx(short / 2) for tile in squares)


def test_a_wide_picture_takes_three_tiles_and_a_square_one() -> None:
    assert len(tiles(1920, 1080, overlap=0.5, most=5)) == 3
    assert len(tiles(1080, 1080, overlap=0.5, most=5)) == 1
