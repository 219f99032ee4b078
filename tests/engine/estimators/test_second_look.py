"""A network for one person that looks twice: first made up, then MoveNet itself."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import cv2
import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import estimators, models
from engine.cameras.stage import open_stage
from engine.detections import Detections, FloatArray, Pixels
from engine.estimators import Estimator
from engine.estimators.second_look import SecondLookEstimator
from tests.engine.estimators.test_parity import frames

SPEC = models.load("movenet-lightning")
EXACT = 481
"""The height of the picture in whose pixels distances are told."""

Files = Callable[[str], dict[str, Path]]


class BrightNetwork:
    """Takes what is bright for a person: its corners are the keypoints."""

    def __init__(self, scores: tuple[float, ...] = (0.6, 0.9)) -> None:
        self._scores = iter(scores)
        self.pictures: list[Pixels] = []

    def infer(self, picture: Pixels) -> Mapping[str, FloatArray]:
        self.pictures.append(picture)
        keypoints = np.zeros((1, 17, 3), np.float32)
        y, x = np.nonzero(picture[..., 0] > 128)
        if len(y):
            keypoints[0, :9, :2] = np.array([y.min(), x.min()]) / 192
            keypoints[0, 9:, :2] = np.array([y.max() + 1, x.max() + 1]) / 192
            keypoints[..., 2] = next(self._scores)
        return {"keypoints": keypoints}


def bright(width: int, height: int, box: tuple[int, int, int, int]) -> Pixels:
    picture = np.zeros((height, width, 3), np.uint8)
    cv2.rectangle(picture, box[:2], (box[2] - 1, box[3] - 1), (255, 255, 255), -1)
    return picture


@settings(deadline=None, max_examples=30)
@given(
    st.sampled_from([(768, 432), (432, 768), (640, 480), (1281, 721), (192, 192), (1500, 400)]),
    st.floats(0, 0.7),
    st.floats(0, 0.7),
    st.floats(0.1, 0.3),
    st.floats(0.1, 0.3),
)
def test_the_person_is_seen_again_nearer_and_told_in_units_of_the_picture(
    size: tuple[int, int], x: float, y: float, wide: float, high: float
) -> None:
    width, height = size
    left, top = round(x * width), round(y * height)
    right, bottom = left + round(wide * width), top + round(high * height)
    network = BrightNetwork()
    found = SecondLookEstimator(SPEC, [network]).estimate(
        bright(width, height, (left, top, right, bottom))
    )
    first, second = network.pictures
    assert np.count_nonzero(second) > np.count_nonzero(first)
    (keypoints,) = found.keypoints * [width, height, 1]
    pixel = max(right - left, bottom - top) / 100
    assert keypoints[0, :2] == pytest.approx([left, top], abs=2 + pixel)
    assert keypoints[16, :2] == pytest.approx([right, bottom], abs=2 + pixel)
    assert found.scores == pytest.approx([0.9])


def test_nobody_is_looked_at_only_once() -> None:
    network = BrightNetwork()
    found = SecondLookEstimator(SPEC, [network]).estimate(np.zeros((90, 160, 3), np.uint8))
    assert len(network.pictures) == 1
    assert [field.shape for field in found] == [field.shape for field in Detections.none()]


@pytest.mark.parametrize("scores", [(0.6, 0.4), (0.6, 0.1)])
def test_a_second_look_that_sees_less_does_not_count(scores: tuple[float, float]) -> None:
    picture = bright(768, 432, (300, 100, 400, 300))
    found = SecondLookEstimator(SPEC, [BrightNetwork(scores)]).estimate(picture)
    assert found.scores == pytest.approx([0.6])


def test_what_either_look_takes_for_a_sign_of_somebody_is_evidence() -> None:
    picture = bright(768, 432, (300, 100, 400, 300))
    found = SecondLookEstimator(SPEC, [BrightNetwork()]).estimate(picture)
    assert len(found.evidence) == 2 * 17


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (3, 2), (4000, 4000)])
def test_pictures_of_any_size_are_looked_at(size: tuple[int, int]) -> None:
    white = np.full((*size, 3), 255, np.uint8)
    SecondLookEstimator(SPEC, [BrightNetwork()]).estimate(white)


# The network itself


class Looks(NamedTuple):
    """MoveNet as it is described, and the same looking only once."""

    twice: Estimator
    once: Estimator


@pytest.fixture(scope="module")
def movenet(shared_files: Files) -> Looks:
    once = msgspec.structs.replace(SPEC, second_look=False)
    files = shared_files(SPEC.name)
    return Looks(*(estimators.load(spec, files, runtime="litert") for spec in (SPEC, once)))


def distances(found: FloatArray, wanted: FloatArray, size: tuple[int, int]) -> FloatArray:
    """How far ``found`` is from each keypoint of ``wanted`` that is known, in pixels."""
    width, height = size
    apart = (found[:, :2] - wanted[:, :2]) * (EXACT * width / height, EXACT)
    return np.asarray(np.hypot(*apart[wanted[:, 2] > 0.1].T), np.float32)


def visitors(shared: Path) -> Iterator[tuple[Pixels, FloatArray]]:
    """The pictures in which OpenPose finds one person, and whom it finds."""
    reference = json.loads((shared / "reference" / "openpose_reference.json").read_text())
    wanted = [entry for entry in reference["frames"] if len(entry["poses"]) == 1]
    for entry, picture in zip(wanted, frames(shared, wanted), strict=True):
        keypoints = np.array(entry["poses"][0]["keypoints"], np.float32)
        keypoints[:, :2] /= (456, 256)
        yield picture, keypoints


@pytest.mark.shared
def test_a_visitor_on_stage_is_found_within_six_pixels(movenet: Looks) -> None:
    stage = open_stage("visit")
    errors = []
    for number in range(240, 600, 40):
        (actor,) = stage.truth(number).actors
        truth = np.array([(joint.x, joint.y, 1.0) for joint in actor.joints], np.float32)
        (keypoints,) = movenet.twice.estimate(stage.picture(number)).keypoints
        errors.append(distances(keypoints, truth, (768, 432)))
    assert np.median(np.concatenate(errors)) < 6.0


@pytest.mark.shared
def test_the_second_look_halves_the_distance_to_what_openpose_finds(
    movenet: Looks, shared: Path
) -> None:
    # Both find a person as large as 300 px within 4 px of the truth on stage. Seen from above, as
    # in this video, they disagree most on knees and wrists, and nobody knows who is right.
    apart: dict[Estimator, list[FloatArray]] = {looks: [] for looks in movenet}
    for picture, openpose in visitors(shared):
        size = picture.shape[1], picture.shape[0]
        for looks in movenet:
            (keypoints,) = looks.estimate(picture).keypoints
            apart[looks].append(distances(keypoints, openpose, size))
    twice, once = (np.median(np.concatenate(apart[looks])) for looks in movenet)
    assert twice < 10.0
    assert twice < 0.6 * once


@pytest.mark.shared
def test_nobody_is_found_in_an_empty_room(movenet: Looks) -> None:
    for name in ("visit", "dusk", "ghost"):
        stage = open_stage(name)
        for number in range(0, len(stage), len(stage) // 4):
            found = movenet.twice.estimate(stage.empty(number))
            assert len(found.scores) == len(found.evidence) == 0
