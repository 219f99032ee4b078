from engine.preview.events import CLOSE, Area, Key, Mouse, Pointer
from engine.preview.zones.board import Board
from engine.preview.zones.shapes import Plan, Shape
from tests.engine.preview.fakes import FakePlanFile
from tests.engine.preview.zones.drawing import BOW_TIE, line, zone

AREA = Area(100, 0, 1000, 500)


def board(*shapes: Shape) -> tuple[Board, FakePlanFile]:
    file = FakePlanFile(Plan(shapes))
    return Board(file), file


def draw_triangle(on: Board) -> None:
    for x, y in ((600, 50), (800, 50), (700, 400)):
        on.handle(Pointer(Mouse.PRESS, x, y), AREA)
        on.handle(Pointer(Mouse.RELEASE, x, y), AREA)
    on.handle(Key("return"), AREA)
    on.handle(Key("return"), AREA)


def test_what_is_drawn_is_kept_when_s_is_pressed() -> None:
    on, file = board(line())
    draw_triangle(on)
    assert on.unsaved
    on.handle(Key("s", "s"), AREA)
    assert file.plan.shapes == (line(), zone("zone-1", ((0.5, 0.1), (0.7, 0.1), (0.6, 0.8))))
    assert on.sketch.message == "saved to logger.toml"
    assert not on.unsaved


def test_a_zone_that_crosses_itself_is_not_saved() -> None:
    on, file = board(zone("knot", BOW_TIE))
    draw_triangle(on)
    on.handle(Key("s", "s"), AREA)
    assert len(file.plan.shapes) == 1
    assert on.sketch.message.startswith("not saved: knot crosses itself")


def test_a_line_without_a_length_and_a_zone_outside_are_not_saved() -> None:
    for shape, words in (
        (line(end=(0.1, 0.9)), "not saved: door has no length"),
        (zone(points=((0.5, 0.5), (1.2, 0.5), (0.5, 0.9))), "not saved: hall leaves the picture"),
    ):
        on, _ = board(shape)
        on.handle(Key("s", "s"), AREA)
        assert on.sketch.message.startswith(words)


def test_a_file_that_cannot_be_written_loses_nothing_of_the_drawing() -> None:
    on, file = board()
    draw_triangle(on)
    file.full = True
    on.handle(Key("s", "s"), AREA)
    assert on.sketch.message == "not saved: cannot write logger.toml: no space left"
    assert on.unsaved
    file.full = False
    on.handle(Key("s", "s"), AREA)
    assert not on.unsaved


def test_who_leaves_is_warned_once_of_what_is_not_saved() -> None:
    on, _ = board()
    assert not on.handle(CLOSE, AREA)
    draw_triangle(on)
    for key in (Key("escape"), Key("q", "q"), CLOSE):
        assert on.handle(key, AREA)
        assert on.sketch.message.startswith("not saved")
        assert not on.handle(key, AREA)
        on.handle(Pointer(Mouse.PRESS, 300, 300), AREA)
        on.handle(Key("escape"), AREA)


def test_what_is_only_begun_is_not_saved_and_that_is_said() -> None:
    on, file = board()
    draw_triangle(on)
    on.handle(Pointer(Mouse.PRESS, 200, 400), AREA)
    on.handle(Key("s", "s"), AREA)
    assert len(file.plan.shapes) == 1
    assert on.sketch.message == "saved to logger.toml; what is only begun is not in it"


def test_a_click_beside_the_picture_is_at_its_edge() -> None:
    on, _ = board()
    on.handle(Pointer(Mouse.PRESS, 20, 600), AREA)
    assert on.sketch.begun == ((0.0, 1.0),)


def test_there_is_no_mirror() -> None:
    on, _ = board()
    assert on.handle(Key("m", "m"), AREA)
    assert on.sketch.message.startswith("no mirror here")
    assert not on.handle(Key("f11"), AREA)
