import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.preview.zones.geometry import Point, area, contains, crosses_itself, distance, edges

SQUARE = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]
UNIT = st.integers(0, 20).map(lambda step: step / 20)
POINTS = st.tuples(UNIT, UNIT)


def star(radii: list[float], turn: float) -> list[Point]:
    """A polygon that cannot cross itself: corners round a middle, in order."""
    step = 2.0 * math.pi / len(radii)
    return [
        (0.5 + r * math.cos(turn + i * step), 0.5 + r * math.sin(turn + i * step))
        for i, r in enumerate(radii)
    ]


@given(st.lists(st.floats(0.05, 0.5), min_size=3, max_size=12), st.floats(0.0, 6.0))
def test_a_polygon_whose_corners_go_round_its_middle_never_crosses_itself(
    radii: list[float], turn: float
) -> None:
    assert not crosses_itself(star(radii, turn))


@given(st.floats(0.0, 6.0))
def test_a_square_with_two_corners_swapped_crosses_itself(turn: float) -> None:
    a, b, c, d = star([0.4] * 4, turn)
    assert crosses_itself([a, c, b, d])


@pytest.mark.parametrize(
    "polygon",
    [
        [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)],
        [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0)],
        [(0.0, 0.0), (1.0, 0.0), (0.5, 0.0), (0.5, 1.0)],
        [(0.0, 0.0), (1.0, 0.0), (1.0, 0.0), (0.5, 1.0)],
        [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 0.0), (0.0, 1.0)],
    ],
    ids=["bow tie", "flat", "spike", "a corner twice", "a corner on a side"],
)
def test_what_touches_itself_crosses_itself(polygon: list[Point]) -> None:
    assert crosses_itself(polygon)
    assert crosses_itself(polygon[::-1])
    assert crosses_itself(polygon[1:] + polygon[:1])


@given(st.lists(POINTS, min_size=3, max_size=7), st.integers(0, 6))
def test_whether_it_crosses_depends_neither_on_the_first_corner_nor_on_the_way_round(
    polygon: list[Point], first: int
) -> None:
    turned = polygon[first:] + polygon[:first]
    assert crosses_itself(polygon) == crosses_itself(turned) == crosses_itself(polygon[::-1])


@given(POINTS)
def test_inside_a_square_is_between_its_sides(point: Point) -> None:
    assume(all(value not in (0.1, 0.9) for value in point))
    assert contains(SQUARE, point) == all(0.1 < value < 0.9 for value in point)


def test_a_notch_is_outside() -> None:
    notched = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 0.2), (0.0, 1.0)]
    assert not contains(notched, (0.5, 0.6))
    assert contains(notched, (0.5, 0.1))
    assert area(SQUARE) == pytest.approx(0.64)
    assert len(edges(SQUARE)) == 4


def test_distance_is_to_the_segment_and_not_to_the_line_through_it() -> None:
    segment = (0.0, 0.0), (3.0, 0.0)
    assert distance((1.0, 2.0), segment) == pytest.approx(2.0)
    assert distance((6.0, 4.0), segment) == pytest.approx(5.0)
    assert distance((3.0, 4.0), ((0.0, 0.0), (0.0, 0.0))) == pytest.approx(5.0)
