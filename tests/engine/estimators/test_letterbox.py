import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.detections import Detections, Pixels
from engine.estimators.letterbox import GREY, Letterbox
from engine.models import InputSpec


def letterbox(width: int, height: int) -> Letterbox:
    return Letterbox(InputSpec(size=(width, height), layout="NHWC", colour="BGR"))


def white(width: int, height: int) -> Pixels:
    return np.full((height, width, 3), 255, np.uint8)


def test_a_picture_of_the_right_size_is_taken_without_a_copy() -> None:
    picture = white(64, 48)
    canvas, placement = letterbox(64, 48).fit(picture)
    assert canvas is picture
    assert placement.corner.tolist() == [0, 0]
    assert placement.extent.tolist() == [1, 1]


def test_a_picture_keeps_its_shape_and_the_rest_is_grey() -> None:
    canvas, _ = letterbox(60, 60).fit(white(200, 100))
    assert canvas.shape == (60, 60, 3)
    assert (canvas[15:45] == 255).all()
    assert (canvas[:15] == GREY).all()
    assert (canvas[45:] == GREY).all()


def test_a_smaller_picture_leaves_nothing_of_the_one_before() -> None:
    box = letterbox(60, 60)
    box.fit(white(100, 100))
    canvas, _ = box.fit(white(100, 50))
    assert (canvas[:15] == GREY).all()


def test_a_camera_picture_fills_the_network_but_for_one_column() -> None:
    canvas, _ = letterbox(456, 256).fit(white(768, 432))
    assert (canvas == 255).all(axis=2).sum() == 455 * 256


def test_a_picture_that_almost_fits_is_not_scaled() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    canvas, placement = letterbox(641, 481).fit(picture)
    assert (canvas[:480, :640] == picture).all()
    assert placement.extent * (641, 481) == pytest.approx([640, 480])


@pytest.mark.parametrize("size", [(1, 1), (8000, 8000), (1, 8000), (8000, 1)])
def test_any_size_of_picture_fits(size: tuple[int, int]) -> None:
    canvas, placement = letterbox(64, 48).fit(white(*size))
    assert canvas.shape == (48, 64, 3)
    assert (canvas == 255).any()
    assert (placement.extent > 0).all()


@settings(max_examples=50, deadline=None)
@given(
    width=st.integers(1, 3000),
    height=st.integers(1, 3000),
    x=st.floats(0, 1),
    y=st.floats(0, 1),
)
def test_places_are_mapped_back_to_the_picture(width: int, height: int, x: float, y: float) -> None:
    _, placement = letterbox(456, 256).fit(white(width, height))
    place = np.array([x, y], np.float32)
    on_canvas = placement.corner + place * placement.extent
    keypoints = np.zeros((1, 17, 3), np.float32)
    keypoints[0, 3] = (*on_canvas, 0.7)
    found = Detections(keypoints, np.ones(1, np.float32), on_canvas[np.newaxis])
    mapped = placement.to_picture(found)
    assert mapped.keypoints[0, 3] == pytest.approx((x, y, 0.7), abs=1e-3)
    assert mapped.evidence[0] == pytest.approx((x, y), abs=1e-3)
    assert (mapped.keypoints[0, :3] == 0).all(), "a keypoint that was not found stays 0, 0, 0"
    assert mapped.keypoints.dtype == np.float32
