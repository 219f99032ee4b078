"""Two networks, first made up (a red head and blue hips are a person), then BlazePose itself."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import estimators, models
from engine.cameras.stage import open_stage
from engine.cameras.stage.truth import ActorTruth, Sight
from engine.decoders.blazepose import anchors
from engine.detections import Detections, FloatArray, Pixels
from engine.estimators import Estimator
from engine.estimators.two_stage import TwoStageEstimator
from engine.poses.skeleton import KeypointName
from engine.runtimes import Runtime, RuntimeOptions

SPEC = models.load("blazepose-full")

Tensors = Mapping[str, FloatArray]


def seen(picture: Pixels, channel: int) -> FloatArray | None:
    """The middle of what has only this colour, in pixels."""
    others = np.delete(picture, channel, axis=2).max(axis=2)
    weights = np.where(picture[..., channel] > others + 64.0, picture[..., channel], 0).astype(
        float
    )
    if not weights.any():
        return None
    down, across = np.indices(weights.shape) + 0.5
    middle = [(across * weights).sum(), (down * weights).sum()] / weights.sum()
    return np.asarray(middle, np.float32)


class DotDetector:
    """Proposes a person where there is a red dot, and a blue one for the hips below it."""

    def __init__(self, score: float = 0.9) -> None:
        self.log_odds = np.log(score / (1 - score))
        self.pictures: list[Pixels] = []

    def infer(self, picture: Pixels) -> Tensors:
        self.pictures.append(picture)
        boxes = np.zeros((2254, 6, 2), np.float32)
        scores = np.full((2254, 1), -9, np.float32)
        head, hips = seen(picture, 2), seen(picture, 0)
        if head is not None and hips is not None:
            scores[100] = self.log_odds
            boxes[100, [0, 2, 3]] = [head, hips, hips + 1.5 * (head - hips)]
            boxes[100] -= anchors(224)[100] * 224
            boxes[100, 1] = 44
        return {"boxes": boxes.reshape(2254, 12), "scores": scores}


class DotLandmarks:
    """Takes the red dot for the head and its joints, and the blue one for hips and legs."""

    def __init__(self, presence: float = 0.9) -> None:
        self.presence = presence
        self.looks = 0

    def infer(self, picture: Pixels) -> Tensors:
        self.looks += 1
        values = np.full((39, 5), 4, np.float32)
        head, hips = seen(picture, 2), seen(picture, 0)
        assert head is not None
        assert hips is not None
        values[:23, :2], values[23:, :2] = head, hips
        return {
            "landmarks": values.ravel(),
            "presence": np.array([self.presence], np.float32),
        }


def person(width: int, height: int, head: tuple[float, float], hips: tuple[float, float]) -> Pixels:
    picture = np.full((height, width, 3), 128, np.uint8)
    radius = max(2, round(np.hypot(hips[0] - head[0], hips[1] - head[1]) / 8))
    cv2.circle(picture, (round(head[0]), round(head[1])), radius, (0, 0, 255), -1)
    cv2.circle(picture, (round(hips[0]), round(hips[1])), radius, (255, 0, 0), -1)
    return picture


@settings(deadline=None, max_examples=30)
@given(
    st.sampled_from([(768, 432), (432, 768), (640, 480), (1281, 721), (500, 500), (1500, 400)]),
    st.floats(0.1, 0.9),
    st.floats(0.2, 0.4),
    st.floats(0.15, 0.4),
    st.floats(-0.1, 0.1),
)
def test_a_person_is_found_once_wherever_they_are_and_however_they_lean(
    size: tuple[int, int], x: float, y: float, length: float, lean: float
) -> None:
    width, height = size
    short = min(size)
    head = x * width, y * height
    hips = head[0] + lean * short, head[1] + length * short
    found = TwoStageEstimator(SPEC, [DotDetector(), DotLandmarks()]).estimate(
        person(width, height, head, hips)
    )
    (keypoints,) = found.keypoints * [width, height, 1]
    assert keypoints[KeypointName.NOSE, :2] == pytest.approx(head, abs=0.02 * short)
    assert keypoints[KeypointName.LEFT_HIP, :2] == pytest.approx(hips, abs=0.02 * short)
    # Evidence is coarse: where a tile's edge cuts the head, what is left of it pulls.
    assert found.evidence * size == pytest.approx(np.array([head]), abs=0.05 * short)


def test_the_detector_sees_every_part_of_a_wide_picture() -> None:
    detector = DotDetector()
    TwoStageEstimator(SPEC, [detector, DotLandmarks()]).estimate(np.zeros((90, 160, 3), np.uint8))
    assert [picture.shape for picture in detector.pictures] == [(224, 224, 3)] * 3


def test_a_picture_of_the_detectors_size_reaches_it_pixel_for_pixel() -> None:
    detector = DotDetector()
    grey = np.random.default_rng(2).integers(0, 256, (224, 224, 1), np.uint8)
    picture = np.repeat(grey, 3, axis=2)
    TwoStageEstimator(SPEC, [detector, DotLandmarks()]).estimate(picture)
    assert np.array_equal(detector.pictures[0], picture)


def test_a_person_whom_the_landmarks_do_not_confirm_is_evidence_only() -> None:
    picture = person(200, 200, (100, 60), (100, 110))
    found = TwoStageEstimator(SPEC, [DotDetector(), DotLandmarks(presence=0.2)]).estimate(picture)
    assert len(found.scores) == 0
    assert found.evidence * 200 == pytest.approx(np.array([[100, 60]]), abs=1)


def test_a_faint_trace_is_evidence_that_nobody_looks_at() -> None:
    landmarks = DotLandmarks()
    picture = person(200, 200, (100, 60), (100, 110))
    found = TwoStageEstimator(SPEC, [DotDetector(score=0.37), landmarks]).estimate(picture)
    assert len(found.evidence) == 1
    assert landmarks.looks == 0


def test_a_weak_candidate_alone_is_looked_at() -> None:
    picture = person(200, 200, (100, 60), (100, 110))
    found = TwoStageEstimator(SPEC, [DotDetector(score=0.45), DotLandmarks()]).estimate(picture)
    assert len(found.scores) == 1


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (3, 2), (8000, 8000)])
def test_nobody_is_found_in_pictures_of_any_size(size: tuple[int, int]) -> None:
    picture = np.full((*size, 3), 128, np.uint8)
    found = TwoStageEstimator(SPEC, [DotDetector(), DotLandmarks()]).estimate(picture)
    assert [field.shape for field in found] == [field.shape for field in Detections.none()]


# The networks themselves


@pytest.fixture(scope="module")
def blazepose(blazepose_files: dict[str, Path]) -> Estimator:
    return estimators.load(
        SPEC, blazepose_files, runtime="openvino", options=RuntimeOptions(device="CPU")
    )


def frames(video: Path, numbers: list[int]) -> Iterator[tuple[int, Pixels]]:
    capture = cv2.VideoCapture(str(video))
    for number in range(max(numbers) + 1):
        _, picture = capture.read()
        if number in numbers:
            yield number, picture.astype(np.uint8)


def agreement(keypoints: FloatArray, expected: FloatArray) -> float:
    """The mean distance of keypoints that are expected, in units of their extent."""
    known = expected[:, 2] > 0.1
    distances = np.linalg.norm(keypoints[known, :2] - expected[known, :2], axis=1)
    return float(distances.mean() / np.ptp(expected[known, :2], axis=0).max())


def stand_apart(actors: Sequence[ActorTruth]) -> bool:
    """Whether three are on the stage, whole, and nobody covers anybody."""
    joints = [joint for actor in actors for joint in actor.joints]
    noses = sorted(actor.joints[KeypointName.NOSE].x for actor in actors)
    return (
        len(actors) == 3
        and all(joint.sight is Sight.VISIBLE for joint in joints)
        and bool(np.diff(noses).min() > 0.15)
    )


@pytest.mark.models
@pytest.mark.shared
def test_both_of_a_couple_are_found(blazepose: Estimator, shared: Path) -> None:
    picture = cv2.imread(str(shared / "media" / "test_couple.jpg"))
    assert picture is not None
    found = blazepose.estimate(picture.astype(np.uint8))
    noses = found.keypoints[:, KeypointName.NOSE, :2]
    order = np.argsort(noses[:, 0])
    assert noses[order] == pytest.approx(np.array([[0.41, 0.27], [0.56, 0.31]]), abs=0.02)
    assert found.scores.min() > 0.9
    assert blazepose.inference_seconds > 0


@pytest.mark.models
@pytest.mark.shared
def test_visitors_are_where_openpose_sees_them(blazepose: Estimator, shared: Path) -> None:
    reference = json.loads((shared / "reference" / "openpose_reference.json").read_text())
    scale = np.array([768 / 456, 432 / 256, 1], np.float32)
    visitors = {
        entry["frame"]: np.array(entry["poses"][0]["keypoints"], np.float32) * scale
        for entry in reference["frames"]
        if "one-by-one" in entry["media"] and len(entry["poses"]) == 1
    }
    video = shared / "media" / "one-by-one-person-detection.mp4"
    distances = []
    for number, picture in frames(video, sorted(visitors)):
        found = blazepose.estimate(picture).keypoints * np.array([768, 432, 1], np.float32)
        assert len(found) >= 1, f"nobody in frame {number}"
        distances.append(min(agreement(keypoints, visitors[number]) for keypoints in found))
    assert np.median(distances) < 0.05
    assert max(distances) < 0.2


@pytest.mark.models
@pytest.mark.shared
def test_an_empty_room_has_no_poses_and_hardly_ever_evidence(
    blazepose: Estimator, shared: Path
) -> None:
    visits = json.loads((shared / "reference" / "one_by_one_visits.json").read_text())
    empty = [number for first, last in visits["surely_empty"] for number in range(first, last, 10)]
    video = shared / "media" / "one-by-one-person-detection.mp4"
    with_evidence = 0
    for number, picture in frames(video, empty):
        found = blazepose.estimate(picture)
        assert len(found.scores) == 0, f"somebody in frame {number}"
        with_evidence += len(found.evidence) > 0
    assert with_evidence <= 0.05 * len(empty)


@pytest.mark.models
@pytest.mark.parametrize("resolution", [(768, 432), (1280, 720)])
def test_three_people_across_a_wide_picture_are_all_found(
    blazepose: Estimator, resolution: tuple[int, int]
) -> None:
    stage = open_stage("trio", resolution=resolution)
    number = next(
        number for number in range(0, len(stage), 10) if stand_apart(stage.truth(number).actors)
    )
    found = blazepose.estimate(stage.picture(number))
    assert len(found.scores) == 3
    for actor in stage.truth(number).actors:
        truth = np.array([(joint.x, joint.y, 1) for joint in actor.joints], np.float32)
        assert min(agreement(keypoints, truth) for keypoints in found.keypoints) < 0.06


class Counted:
    """A network, and how often it was run."""

    def __init__(self, network: Runtime) -> None:
        self._network = network
        self.runs = 0

    def infer(self, picture: Pixels) -> Tensors:
        self.runs += 1
        return self._network.infer(picture)


@pytest.mark.models
def test_of_three_who_all_are_in_view_two_are_found_without_looking_much_more_often(
    blazepose_files: dict[str, Path],
) -> None:
    options = RuntimeOptions(device="CPU")
    networks = estimators.load_networks(SPEC, blazepose_files, "openvino", options)
    detector, landmarks = (Counted(network) for network in networks)
    estimator = TwoStageEstimator(SPEC, [detector, landmarks])
    stage = open_stage("trio")
    seen = []
    for number in range(0, len(stage), 120):
        actors = stage.truth(number).actors
        if all(joint.sight is Sight.VISIBLE for actor in actors for joint in actor.joints):
            detector.runs = landmarks.runs = 0
            found = estimator.estimate(stage.picture(number))
            assert len(found.scores) >= 2, number
            assert landmarks.runs + detector.runs <= 1.2 * (detector.runs + len(actors)), number
            seen.append(len(found.scores))
    assert len(seen) >= 6
    assert np.median(seen) == 3
