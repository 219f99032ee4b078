"""Pose models take the figures for people."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine import estimators, models
from engine.cameras.stage import open_stage
from engine.cameras.stage.truth import ActorTruth, Sight
from engine.detections import Detections, FloatArray
from engine.estimators import Estimator
from engine.runtimes import RuntimeOptions

pytestmark = pytest.mark.shared

SIZE = np.array([768, 432])
FALLOFF = 2 * np.array(
    [26, 25, 25, 35, 35, 79, 79, 72, 72, 62, 62, 107, 107, 87, 87, 89, 89]
) / 1000.0  # fmt: skip
"""How far annotators disagree on each keypoint, as COCO's keypoint evaluation has it."""

SharedFiles = Callable[[str], dict[str, Path]]


@pytest.fixture(scope="module")
def openpose(shared_files: SharedFiles) -> Estimator:
    name = "human-pose-estimation-0001"
    return estimators.load(
        models.load(name), shared_files(name), options=RuntimeOptions(device="CPU")
    )


@pytest.fixture(scope="module")
def posenet(shared_files: SharedFiles) -> Estimator:
    name = "posenet-641x481"
    return estimators.load(
        models.load(name), shared_files(name), options=RuntimeOptions(device="CPU")
    )


def test_people_who_stand_and_face_the_camera_are_found_whole(
    openpose: Estimator, posenet: Estimator
) -> None:
    camera = open_stage("trio")
    for estimator in (openpose, posenet):
        found = []
        for number in (30, 60, 90, 270, 300, 330, 780, 810, 1740, 1770):
            people = estimator.estimate(camera.picture(number))
            for actor in camera.truth(number).actors:
                assert _visible(actor).all()
                found.append(np.count_nonzero(_nearest(people, actor)[:, 2] > 0.1))
        assert np.median(found) == 17
        assert np.mean(np.array(found) >= 16) >= 0.8


@pytest.mark.parametrize("model", ["openpose", "posenet"])
@pytest.mark.parametrize("name", ["visit", "trio", "conductor", "unplug"])
def test_poses_are_close_to_the_truth(
    name: str, model: str, request: pytest.FixtureRequest
) -> None:
    estimator: Estimator = request.getfixturevalue(model)
    camera = open_stage(name)
    similar = [
        _similarity(_nearest(people, actor), actor)
        for number in range(30, len(camera), 150)
        for people in [estimator.estimate(camera.picture(number))]
        for actor in camera.truth(number).actors
        if np.count_nonzero(_visible(actor)) >= 8
    ]
    assert len(similar) >= 4
    assert np.mean(similar) > 0.75


def test_nobody_is_seen_in_an_empty_room(openpose: Estimator, posenet: Estimator) -> None:
    for name in ("visit", "dusk", "ghost"):
        camera = open_stage(name)
        for number in (100, len(camera) - 1):
            assert len(openpose.estimate(camera.empty(number)).scores) == 0
            assert len(posenet.estimate(camera.empty(number)).scores) == 0


def _visible(actor: ActorTruth) -> np.ndarray:
    return np.array([joint.sight is Sight.VISIBLE for joint in actor.joints])


def _similarity(keypoints: FloatArray, actor: ActorTruth) -> float:
    """The mean over visible joints of COCO's object keypoint similarity; missed ones give 0."""
    truth = np.array([(joint.x, joint.y) for joint in actor.joints]) * SIZE
    squares = ((keypoints[:, :2] * SIZE - truth) ** 2).sum(axis=1)
    area = 0.3 * np.ptp(truth[:, 1]) ** 2
    similarities = np.exp(-squares / (2.0 * area * FALLOFF**2)) * (keypoints[:, 2] > 0.1)
    return float(similarities[_visible(actor)].mean())


def _nearest(people: Detections, actor: ActorTruth) -> FloatArray:
    """The keypoints of the person who is most like the actor; nowhere if there is nobody."""
    nobody = np.zeros((17, 3), np.float32)
    return max(people.keypoints, key=lambda found: _similarity(found, actor), default=nobody)
