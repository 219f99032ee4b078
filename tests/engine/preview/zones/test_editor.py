from hypothesis import given
from hypothesis import strategies as st

from engine.preview.events import Key
from engine.preview.zones.editor import Editor
from engine.preview.zones.handles import Handle
from engine.preview.zones.shapes import Kind, Plan, Shape
from tests.engine.preview.zones.drawing import (
    REACH,
    TRIANGLE,
    click,
    drag,
    editor,
    line,
    press,
    type_text,
    zone,
)


def only(editor: Editor) -> Shape:
    (shape,) = editor.plan.shapes
    return shape


def test_clicks_and_enter_make_a_zone_with_a_name_of_its_own() -> None:
    draws = editor()
    click(draws, *TRIANGLE)
    press(draws, "return")
    assert only(draws) == zone("zone-1")
    assert draws.sketch.naming is not None
    press(draws, "return")
    assert draws.sketch.naming is None


def test_a_click_on_the_first_corner_closes_a_zone() -> None:
    draws = editor()
    click(draws, *TRIANGLE, (0.21, 0.19))
    assert only(draws).points == TRIANGLE


def test_a_zone_gets_the_name_that_is_typed() -> None:
    draws = editor()
    click(draws, *TRIANGLE)
    press(draws, "return")
    type_text(draws, "Main hall")
    press(draws, "backspace", "backspace", "return")
    assert only(draws).name == "Main ha"


def test_letters_that_are_typed_are_no_commands() -> None:
    draws = editor()
    click(draws, *TRIANGLE)
    press(draws, "return")
    type_text(draws, "lfnts")
    press(draws, "escape")
    assert only(draws).name == "zone-1"
    assert draws.sketch.tool is Kind.ZONE


def test_a_name_may_be_given_only_once_and_of_plain_letters() -> None:
    draws = editor(zone("hall"))
    click(draws, (0.8, 0.8), (0.9, 0.8), (0.9, 0.9))
    press(draws, "return")
    type_text(draws, "hall")
    press(draws, "return")
    assert draws.sketch.message == "there is already something called hall"
    type_text(draws, "/")
    assert draws.sketch.naming is not None
    assert draws.sketch.naming.text == "hall"
    assert draws.sketch.message.startswith("names are of letters")


def test_automatic_names_are_free_ones() -> None:
    draws = Editor(Plan((zone("zone-1"),), frozenset({"zone-2"})))
    click(draws, (0.8, 0.8), (0.9, 0.8), (0.9, 0.9))
    press(draws, "return")
    assert draws.plan.shapes[1].name == "zone-3"


def test_two_corners_are_no_zone() -> None:
    draws = editor()
    click(draws, *TRIANGLE[:2])
    press(draws, "return")
    assert draws.plan == Plan()
    assert draws.sketch.message == "a zone has at least 3 points"
    assert draws.sketch.begun == TRIANGLE[:2]


def test_a_zone_has_no_more_corners_than_the_logger_takes() -> None:
    draws = editor()
    click(draws, *((0.1 + 0.01 * number, 0.1 + 0.1 * (number % 2)) for number in range(70)))
    assert len(draws.sketch.begun) == 64
    assert "at most 64" in draws.sketch.message


def test_l_draws_a_line_and_t_turns_it_round() -> None:
    draws = editor()
    press(draws, "l")
    click(draws, (0.1, 0.9), (0.9, 0.9))
    press(draws, "return")
    assert only(draws) == line("line-1")
    draws.move((0.5, 0.9), REACH)
    press(draws, "t")
    assert only(draws) == line("line-1", start=(0.9, 0.9), end=(0.1, 0.9))
    assert draws.sketch.tool is Kind.ZONE


def test_f_takes_four_points_of_the_floor_and_there_is_one_floor() -> None:
    points = (0.1, 0.9), (0.9, 0.9), (0.7, 0.5), (0.3, 0.5)
    draws = editor(Shape(Kind.FLOOR, "", tuple((x, y - 0.05) for x, y in points), {"metres": 1}))
    press(draws, "f")
    click(draws, *points)
    assert only(draws) == Shape(Kind.FLOOR, "", points)
    assert draws.sketch.naming is None


def test_a_corner_goes_where_it_is_dragged_and_the_rest_stays() -> None:
    draws = editor(zone(owner="me"))
    drag(draws, (0.6, 0.21), (0.7, 0.3), (0.8, 0.4))
    assert only(draws) == zone(points=(TRIANGLE[0], (0.8, 0.4), TRIANGLE[2]), owner="me")
    drag(draws, (0.8, 0.4))
    press(draws, "ctrl+z")
    assert only(draws) == zone(owner="me")


def test_a_zone_can_be_begun_inside_another() -> None:
    draws = editor(zone())
    click(draws, (0.4, 0.3), (0.45, 0.3), (0.4, 0.4))
    press(draws, "return")
    assert len(draws.plan.shapes) == 2


def test_delete_removes_what_the_mouse_is_at() -> None:
    square = (0.1, 0.1), (0.9, 0.1), (0.9, 0.8), (0.1, 0.8)
    draws = editor(zone("big", square), zone("small"), line())
    draws.move((0.5, 0.9), REACH)
    press(draws, "delete")
    assert [shape.name for shape in draws.plan.shapes] == ["big", "small"]
    draws.move((0.4, 0.4), REACH)
    press(draws, "delete")
    assert [shape.name for shape in draws.plan.shapes] == ["big"]
    draws.move((0.9, 0.8), REACH)
    press(draws, "delete")
    assert only(draws).points == (*square[:2], square[3])
    draws.move((0.9, 0.1), REACH)
    press(draws, "delete")
    assert draws.plan == Plan()


def test_undo_takes_back_points_then_changes_back_to_what_was_in_the_file() -> None:
    draws = editor(zone())
    click(draws, (0.8, 0.8), (0.9, 0.8), (0.9, 0.9))
    press(draws, "return", "return")
    click(draws, (0.1, 0.1))
    press(draws, "ctrl+z")
    assert draws.sketch.begun == ()
    assert len(draws.plan.shapes) == 2
    press(draws, "ctrl+z", "ctrl+z", "ctrl+z")
    assert only(draws) == zone()


def test_escape_drops_what_is_begun_and_then_means_nothing_here() -> None:
    draws = editor()
    press(draws, "l")
    click(draws, (0.1, 0.1))
    assert draws.key(Key("escape"))
    assert draws.sketch.begun == ()
    assert draws.sketch.tool is Kind.ZONE
    assert not draws.key(Key("escape"))


def test_n_names_what_the_mouse_is_at_and_keeps_its_settings() -> None:
    draws = editor(zone(camera="west"))
    draws.move((0.4, 0.3), REACH)
    press(draws, "n")
    type_text(draws, "foyer")
    click(draws, (0.9, 0.9))
    assert only(draws) == zone("foyer", camera="west")
    assert draws.sketch.begun == ((0.9, 0.9),)


def test_points_are_written_in_ten_thousandths() -> None:
    draws = editor()
    click(draws, (1 / 3, 2 / 3))
    assert draws.sketch.begun == ((0.3333, 0.6667),)


KEYS = ["return", "escape", "l", "f", "n", "t", "delete", "backspace", "a", "ctrl+z", "s"]
PLACES = st.tuples(st.sampled_from([0.1, 0.11, 0.5, 0.9]), st.sampled_from([0.1, 0.5, 0.51, 0.9]))
STEPS = st.lists(
    st.one_of(
        st.sampled_from(KEYS),
        st.tuples(st.sampled_from(["press", "move", "release"]), PLACES),
    ),
    max_size=60,
)


@given(STEPS)
def test_whatever_people_do_there_is_a_whole_plan_with_names_that_differ(
    steps: list[str | tuple[str, tuple[float, float]]],
) -> None:
    draws = editor(zone(), line())
    for step in steps:
        if isinstance(step, str):
            press(draws, step)
        elif step[0] == "press":
            draws.press(step[1], REACH)
        elif step[0] == "move":
            draws.move(step[1], REACH)
        else:
            draws.release()
        names = [shape.name for shape in draws.plan.shapes]
        assert len(set(names)) == len(names)
        for shape in draws.plan.shapes:
            assert shape.kind.fewest <= len(shape.points) <= shape.kind.most
        at = draws.sketch.at
        assert at is None or at.shape < len(draws.plan.shapes)
    draws.release()
    press(draws, *(["escape", "escape"] + ["ctrl+z"] * 200))
    assert draws.plan == editor(zone(), line()).plan


def test_points_go_before_lines_and_lines_before_zones_and_small_zones_before_big_ones() -> None:
    big = (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)
    draws = editor(zone("small"), zone("big", big), line(start=(0.1, 0.4), end=(0.9, 0.4)))
    for point, handle in (
        ((0.2, 0.2), Handle(0, 0)),
        ((0.45, 0.41), Handle(2)),
        ((0.4, 0.3), Handle(0)),
        ((0.8, 0.8), Handle(1)),
        ((0.99, 0.99), Handle(1, 2)),
    ):
        draws.move(point, REACH)
        assert draws.sketch.at == handle
