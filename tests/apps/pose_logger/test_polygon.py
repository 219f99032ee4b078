"""Polygons: sound ones are taken, and it is known what is inside."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.polygon import check_polygon, contains, distance_to_border
from apps.pose_logger.settings import LoggerSettings

SQUARE = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
ARROW = ((0.1, 0.1), (0.9, 0.5), (0.1, 0.9), (0.4, 0.5))


@pytest.mark.parametrize("polygon", [SQUARE, SQUARE[::-1], ARROW, ((0, 0), (1, 0), (1, 1), (0, 1))])
def test_sound_polygons_are_taken(polygon: tuple[tuple[float, float], ...]) -> None:
    check_polygon(polygon)


@pytest.mark.parametrize(
    ("polygon", "complaint"),
    [
        (((0.2, 0.2), (1.2, 0.2), (0.5, 0.8)), r"corner 2 .* outside the picture: \(1.2, 0.2\)"),
        (((0.2, 0.2), (math.nan, 0.2), (0.5, 0.8)), "corner 2 .* outside"),
        (((0.2, 0.2), (0.8, 0.8), (0.8, 0.2), (0.2, 0.8)), "crosses itself: side 1 meets side 3"),
        (((0.2, 0.2), (0.8, 0.2), (0.5, 0.2), (0.5, 0.8)), "crosses itself"),
        (((0.0, 0.0), (1.0, 0.0), (0.5, 0.0), (0.5, 0.5), (0.0, 0.5)), "crosses itself"),
        (((0.2, 0.2), (0.5, 0.5), (0.8, 0.8)), "no area"),
        (((0.2, 0.2), (0.2, 0.2), (0.2, 0.2)), "no area"),
    ],
)
def test_polygons_that_make_no_sense_are_refused(
    polygon: tuple[tuple[float, float], ...], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        check_polygon(polygon)


def test_a_config_says_which_zone_is_wrong() -> None:
    zone = {"name": "till", "polygon": [[0.2, 0.2], [0.8, 0.8], [0.8, 0.2], [0.2, 0.8]]}
    with pytest.raises(msgspec.ValidationError, match=r"zone 'till': .*crosses itself"):
        msgspec.convert({"zones": [zone]}, LoggerSettings)


def test_a_line_without_a_length_is_refused() -> None:
    line = {"name": "door", "start": [0.5, 0.5], "end": [0.5, 0.5]}
    with pytest.raises(msgspec.ValidationError, match="line 'door' has no length"):
        msgspec.convert({"lines": [line]}, LoggerSettings)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_what_is_inside_a_square_is_between_its_sides(x: float, y: float) -> None:
    inside = 0.2 < x < 0.8 and 0.2 < y < 0.8
    on_the_border = distance_to_border(SQUARE, (x, y), 1.0) < 1e-9
    assert on_the_border or contains(SQUARE, (x, y)) == inside


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_neighbours_share_everybody_between_them(x: float, y: float) -> None:
    left = ((0.0, 0.0), (0.4, 0.0), (0.6, 1.0), (0.0, 1.0))
    right = ((0.4, 0.0), (1.0, 0.0), (1.0, 1.0), (0.6, 1.0))
    outer = max(x, y) == 1.0
    assert outer or contains(left, (x, y)) + contains(right, (x, y)) == 1


def test_the_notch_of_an_arrow_is_outside() -> None:
    assert contains(ARROW, (0.5, 0.5))
    assert not contains(ARROW, (0.3, 0.5))


def test_distances_are_in_widths_of_the_picture() -> None:
    assert distance_to_border(SQUARE, (0.5, 0.3), 0.5) == pytest.approx(0.05)
    assert distance_to_border(SQUARE, (0.9, 0.5), 0.5) == pytest.approx(0.1)
    assert distance_to_border(SQUARE, (0.9, 0.9), 1.0) == pytest.approx(math.hypot(0.1, 0.1))
