import pytest

from apps.display.viewport import Viewport


@pytest.mark.parametrize(
    ("picture", "surface", "viewport"),
    [
        ((640, 480), (640, 480), (0, 0, 640, 480)),
        ((640, 480), (1280, 720), (160, 0, 960, 720)),
        ((1280, 720), (720, 1280), (0, 437, 720, 405)),
        ((8000, 8000), (1280, 720), (280, 0, 720, 720)),
        ((1, 1), (101, 50), (25, 0, 50, 50)),
        ((1, 8000), (100, 100), (49, 0, 1, 100)),
    ],
)
def test_the_picture_keeps_its_shape_in_the_middle(
    picture: tuple[int, int], surface: tuple[int, int], viewport: tuple[int, ...]
) -> None:
    assert Viewport.fit(picture, surface) == viewport


def test_unit_coordinates_span_the_picture_and_not_the_window() -> None:
    viewport = Viewport.fit((640, 480), (1280, 720))
    assert viewport.to_pixels(0.0, 0.0) == (160, 0)
    assert viewport.to_pixels(1.0, 1.0) == (1120, 720)
    assert viewport.to_pixels(-0.5, 0.5) == (-320, 360)
