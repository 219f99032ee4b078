import numpy as np
import pytest

from engine.cameras.scaling import fitted


def test_without_a_resolution_a_picture_stays_as_it_is() -> None:
    pixels = np.zeros((7, 5, 3), np.uint8)
    assert fitted(pixels, None) is pixels
    assert fitted(pixels, (5, 7)) is pixels


@pytest.mark.parametrize(
    ("size", "resolution", "expected"),
    [
        ((768, 432), (640, 480), (640, 360)),
        ((480, 640), (640, 480), (360, 480)),
        ((320, 240), (1280, 720), (960, 720)),
        ((8000, 1), (640, 480), (640, 1)),
        ((1, 1), (640, 480), (480, 480)),
    ],
)
def test_a_picture_fits_in_the_resolution_and_keeps_its_shape(
    size: tuple[int, int], resolution: tuple[int, int], expected: tuple[int, int]
) -> None:
    width, height = size
    scaled = fitted(np.full((height, width, 3), 90, np.uint8), resolution)
    assert (scaled.shape[1], scaled.shape[0]) == expected
    assert (scaled == 90).all()
