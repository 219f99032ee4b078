import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.pose_logger.report.homography import floor_mapping
from apps.pose_logger.settings import FloorSettings

_PICTURE = ((0.2, 0.4), (0.8, 0.4), (1.0, 1.0), (0.0, 1.0))
_METRES = ((0.0, 0.0), (6.0, 0.0), (6.0, 8.0), (0.0, 8.0))


def test_the_four_points_are_where_they_were_said_to_be() -> None:
    mapping = floor_mapping(FloorSettings(_PICTURE, _METRES))
    for (x, y), metres in zip(_PICTURE, _METRES, strict=True):
        assert mapping.apply(x, y) == pytest.approx(metres, abs=1e-9)


def test_what_is_farther_away_is_more_metres_for_the_same_step_in_the_picture() -> None:
    mapping = floor_mapping(FloorSettings(_PICTURE, _METRES))
    far = mapping.apply(0.5, 0.55)[1] - mapping.apply(0.5, 0.5)[1]
    near = mapping.apply(0.5, 0.95)[1] - mapping.apply(0.5, 0.9)[1]
    assert far > near > 0


@given(st.floats(0, 1), st.floats(0, 1))
def test_straight_lines_stay_straight(x: float, y: float) -> None:
    mapping = floor_mapping(FloorSettings(_PICTURE, _METRES))
    (ax, ay), (bx, by) = mapping.apply(x, 1.0), mapping.apply(y, 0.5)
    mx, my = mapping.apply((x + y) / 2, 0.75)
    assert (bx - ax) * (my - ay) == pytest.approx((by - ay) * (mx - ax), abs=1e-6)


def test_points_in_a_line_map_nothing() -> None:
    line = ((0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (0.0, 1.0))
    with pytest.raises(ValueError, match="in a line"):
        floor_mapping(FloorSettings(((0, 0), (0, 0.5), (0, 1), (0, 0.7)), _METRES))
    floor_mapping(FloorSettings(_PICTURE, line))
