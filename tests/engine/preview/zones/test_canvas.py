import numpy as np
import pytest

from engine.detections import Pixels
from engine.preview.zones.canvas import Canvas
from engine.preview.zones.editor import Naming, Sketch
from engine.preview.zones.handles import Handle
from engine.preview.zones.shapes import Kind, Plan, Shape
from engine.preview.zones.words import help_line
from tests.engine.preview.zones.drawing import BOW_TIE, TRIANGLE, line, zone

RED = (40, 40, 255)


def drawn(sketch: Sketch, size: tuple[int, int] = (800, 500)) -> Pixels:
    picture = np.full((size[1], size[0], 3), 128, np.uint8)
    Canvas(picture).sketch(sketch)
    return picture


def has(picture: Pixels, colour: tuple[int, int, int]) -> bool:
    return bool((picture == colour).all(axis=2).any())


def test_a_zone_is_filled_so_that_the_picture_shows_through() -> None:
    picture = drawn(Sketch(Plan((zone("", TRIANGLE),))))
    inside, outside = picture[150, 320], picture[150, 700]
    assert (outside == 128).all()
    assert (inside != 128).any()
    assert (abs(inside.astype(int) - 128) < 50).all()


def test_a_zone_that_crosses_itself_is_red_and_others_are_not() -> None:
    assert has(drawn(Sketch(Plan((zone(points=BOW_TIE),)))), RED)
    many = tuple(zone(f"z{n}", tuple((x, y - n / 50) for x, y in TRIANGLE)) for n in range(8))
    assert not has(drawn(Sketch(Plan(many))), RED)


def test_what_would_cross_itself_is_red_before_it_is_closed() -> None:
    crossing = Sketch(Plan(), begun=BOW_TIE[:3], pointer=BOW_TIE[3])
    assert has(drawn(crossing), RED)
    assert not has(drawn(crossing._replace(pointer=(0.3, 0.05))), RED)


def test_the_arrow_of_a_line_points_to_its_right() -> None:
    down = drawn(Sketch(Plan((line("", start=(0.2, 0.5), end=(0.8, 0.5)),))))
    up = drawn(Sketch(Plan((line("", start=(0.8, 0.5), end=(0.2, 0.5)),))))
    below, above = slice(265, 330), slice(170, 235)
    assert (down[below] != 128).any()
    assert (down[above] == 128).all()
    assert (up[below] == 128).all()
    assert (up[above] != 128).any()


def test_what_the_mouse_is_at_stands_out() -> None:
    plain = Sketch(Plan((zone(),)))
    assert (drawn(plain) != drawn(plain._replace(at=Handle(0)))).any()


@pytest.mark.parametrize("size", [(40, 30), (1920, 1080), (300, 900)])
def test_a_picture_may_have_any_size(size: tuple[int, int]) -> None:
    floor = Shape(Kind.FLOOR, "", ((0.0, 1.0), (1.0, 1.0), (0.7, 0.5), (0.3, 0.5)))
    far = zone("far", ((0.5, 0.5), (9.0, -9.0), (0.5, 0.9)))
    sketch = Sketch(Plan((zone(), far, line(), floor)), message="saved to logger.toml")
    assert drawn(sketch, size).shape == (size[1], size[0], 3)


@pytest.mark.parametrize(
    ("sketch", "words"),
    [
        (Sketch(Plan()), "Click: draw a zone"),
        (Sketch(Plan(), begun=TRIANGLE), "first corner: close"),
        (Sketch(Plan(), tool=Kind.FLOOR, begun=TRIANGLE), "FLOOR: 1 more"),
        (Sketch(Plan(), tool=Kind.LINE, begun=TRIANGLE[:1]), "inwards is to the arrow"),
        (Sketch(Plan((line(),)), at=Handle(0)), "T turn round"),
        (Sketch(Plan((zone(),)), naming=Naming(0, "hal")), "NAME: hal_"),
    ],
)
def test_the_keys_that_can_be_pressed_now_are_shown(sketch: Sketch, words: str) -> None:
    assert words in help_line(sketch)
    assert (drawn(sketch)[:20] < 60).any()
