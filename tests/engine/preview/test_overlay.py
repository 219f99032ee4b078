import numpy as np
import pytest

from engine.detections import Tracks
from engine.poses.skeleton import KeypointName
from engine.preview.overlay import mirrored, overlay
from tests.engine.preview.fakes import person

GREEN = (0, 255, 0)
NOBODY = Tracks((), np.zeros((0, 17, 3), np.float32), np.zeros(0, np.float32))


def one(keypoints: np.ndarray) -> Tracks:
    return Tracks((5,), keypoints[None], np.ones(1, np.float32))


def grey(width: int = 320, height: int = 240) -> np.ndarray:
    return np.full((height, width, 3), 128, np.uint8)


def columns_that_differ(a: np.ndarray, b: np.ndarray) -> list[int]:
    return sorted(set(np.nonzero((a != b).any(axis=2))[1].tolist()))


def test_a_skeleton_is_drawn_on_a_copy() -> None:
    pixels = grey()
    drawn = overlay(pixels, one(person(0.25)), [GREEN])
    assert (pixels == 128).all()
    columns = columns_that_differ(drawn, pixels)
    assert 70 <= columns[0] <= 80 <= columns[-1] <= 90
    assert (drawn == GREEN).all(axis=2).any()


def test_keypoints_that_were_not_found_are_not_drawn() -> None:
    keypoints = person(0.25)
    keypoints[:, 2] = 0.1
    keypoints[KeypointName.NOSE] = (0.75, 0.5, 0.9)
    columns = columns_that_differ(overlay(grey(), one(keypoints), [GREEN]), grey())
    assert 235 <= columns[0] <= 240 <= columns[-1] <= 245


def test_each_person_has_a_colour() -> None:
    people = Tracks((5, 6), np.stack([person(0.25), person(0.75)]), np.ones(2, np.float32))
    drawn = overlay(grey(), people, [GREEN, (255, 0, 0)])
    assert (drawn[:, :160] == GREEN).all(axis=2).any()
    assert (drawn[:, 160:] == (255, 0, 0)).all(axis=2).any()


def test_keypoints_far_outside_the_picture_do_no_harm() -> None:
    keypoints = person(0.5)
    keypoints[KeypointName.LEFT_WRIST, :2] = (1e12, -1e12)
    keypoints[KeypointName.RIGHT_WRIST, :2] = (-2.0, 3.0)
    assert overlay(grey(), one(keypoints), [GREEN]).shape == (240, 320, 3)


def test_text_stands_in_the_top_left_corner() -> None:
    drawn = overlay(grey(), NOBODY, [], ["2 people"])
    assert (drawn[:20, :20] != 128).any()
    assert (drawn[:40, :200] > 200).any()
    assert (drawn[120:] == 128).all()


@pytest.mark.parametrize("size", [(1, 1), (7, 900), (900, 7)])
def test_a_picture_may_have_any_size(size: tuple[int, int]) -> None:
    drawn = overlay(grey(*size), one(person()), [GREEN], ["2 people", "inference 20 ms"])
    assert drawn.shape == (size[1], size[0], 3)


def test_in_a_mirror_left_and_right_keep_their_names() -> None:
    pixels = grey()
    pixels[:, :10] = 0
    keypoints = person(0.5)
    keypoints[KeypointName.LEFT_WRIST, 0] = 0.25
    flipped, tracks = mirrored(pixels, one(keypoints))
    assert (flipped[:, -10:] == 0).all()
    assert (flipped[:, :-10] == 128).all()
    assert tracks.keypoints[0, KeypointName.LEFT_WRIST, 0] == 0.75
    assert keypoints[KeypointName.LEFT_WRIST, 0] == 0.25
    assert (tracks.keypoints[..., 1:] == keypoints[None, :, 1:]).all()
