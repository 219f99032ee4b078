import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import decoders
from engine.decoders.posenet import PoseNetDecoder
from engine.detections import Detections
from engine.poses.errors import ModelError
from engine.poses.skeleton import KeypointName as K
from tests.engine.decoders.synthetic import Points, figure, posenet_tensors

SIZE = (641, 481)


def decoded(people: list[Points], **options: int) -> Detections:
    return PoseNetDecoder(**options).decode(posenet_tensors(people, SIZE))


def farthest(people: list[Points], found: Detections) -> float:
    """How far, in pixels, the worst keypoint is from that of the person nearest to the pose."""
    points = found.keypoints[..., :2] * SIZE
    distances = np.hypot(*np.moveaxis(np.array(people)[:, None] - points, -1, 0))
    return float(distances.max(axis=2).min(axis=1).max())


def test_an_empty_picture_has_nobody_and_no_evidence() -> None:
    found = decoded([])
    assert len(found.keypoints) == len(found.scores) == len(found.evidence) == 0


def test_a_person_is_found_where_the_offsets_point() -> None:
    person = figure(200, 60, 180, 360)
    found = decoded([person])
    assert len(found.scores) == 1
    assert farthest([person], found) < 0.1
    assert found.scores[0] > 0.9
    assert found.keypoints[0, :, 2].min() > 0.8


def test_all_keypoints_of_a_person_are_evidence() -> None:
    person = figure(200, 60, 180, 360)
    evidence = decoded([person]).evidence * SIZE
    assert np.hypot(*(person[:, None] - evidence).transpose(2, 0, 1)).min(axis=1).max() < 0.1


def test_a_faint_keypoint_is_evidence_though_it_makes_no_pose() -> None:
    tensors = posenet_tensors([], SIZE)
    tensors["heatmaps"][10, 20, K.LEFT_KNEE] = np.log(0.15 / 0.85)
    found = PoseNetDecoder().decode(tensors)
    assert len(found.scores) == 0
    assert found.evidence.tolist() == pytest.approx(np.array([[320 / 641, 160 / 481]]))


def test_two_people_who_overlap_are_told_apart() -> None:
    people = [figure(150, 60, 180, 360), figure(230, 70, 180, 360)]
    found = decoded(people)
    assert len(found.scores) == 2
    assert farthest(people, found) < 0.5


def test_twenty_people_are_found_if_as_many_are_asked_for() -> None:
    people = [figure(10 + 62 * x, 20 + 230 * y, 50, 190) for x in range(10) for y in range(2)]
    found = decoded(people, max_poses=20)
    assert len(found.scores) == 20
    assert farthest(people, found) < 0.5
    assert len(decoded(people).scores) == 10


def test_a_joint_outside_the_picture_is_put_on_its_edge_with_a_low_score() -> None:
    person = figure(200, 230, 180, 400)
    found = decoded([person])
    assert len(found.scores) == 1
    inside = person[:, 1] < SIZE[1]
    keypoints = found.keypoints[0]
    assert np.abs(keypoints[inside, :2] * SIZE - person[inside]).max() < 0.5
    assert keypoints[~inside, 1] * SIZE[1] == pytest.approx(480.0)
    assert keypoints[~inside, 2].max() < 0.5


def test_a_pose_on_top_of_another_is_suppressed() -> None:
    person = figure(200, 60, 180, 360)
    assert len(decoded([person, person + 4.0]).scores) == 1


def test_options_come_from_the_model_description() -> None:
    assert decoders.load("posenet", {"max_poses": 3}) == PoseNetDecoder(max_poses=3)
    with pytest.raises(ModelError, match=r"decoder posenet: .*most_poses"):
        decoders.load("posenet", {"most_poses": 3})


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    height=st.integers(2, 12),
    width=st.integers(2, 12),
    spread=st.sampled_from([0.1, 5.0, 1000.0]),
)
def test_whatever_comes_poses_are_sound(seed: int, height: int, width: int, spread: float) -> None:
    random = np.random.default_rng(seed)
    channels = {"heatmaps": 17, "short_offsets": 34, "mid_offsets": 64}
    tensors = {
        role: random.normal(0, spread, (height, width, count)).astype(np.float32)
        for role, count in channels.items()
    }
    found = PoseNetDecoder().decode(tensors)
    assert found.keypoints.shape == (len(found.scores), 17, 3)
    assert all(np.isfinite(array).all() for array in found)
    assert all(array.dtype == np.float32 for array in found)
    scores = np.concatenate((found.scores, found.keypoints[..., 2].ravel()))
    assert ((scores >= 0) & (scores <= 1)).all()
    assert ((found.keypoints[..., :2] >= 0) & (found.keypoints[..., :2] <= 1)).all()
