import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decoders.openpose import KINDS, OpenPoseDecoder
from engine.detections import Detections
from engine.poses.skeleton import KeypointName as K
from tests.engine.decoders.synthetic import Points, figure, openpose_tensors

GRID = (57, 32)


def decoded(people: list[Points], decoder: OpenPoseDecoder | None = None) -> Detections:
    return (decoder or OpenPoseDecoder()).decode(openpose_tensors(people, GRID))


def farthest(people: list[Points], found: Detections) -> float:
    """How far, in cells, the worst keypoint is from that of the person nearest to the pose."""
    points = found.keypoints[..., :2] * GRID
    distances = np.hypot(*np.moveaxis(np.array(people)[:, None] - points, -1, 0))
    return float(distances.max(axis=2).min(axis=1).max())


def test_an_empty_picture_has_nobody_and_no_evidence() -> None:
    found = decoded([])
    assert len(found.keypoints) == len(found.scores) == len(found.evidence) == 0


def test_a_person_is_found_within_half_a_cell() -> None:
    person = figure(15.2, 2.3, 16, 27)
    found = decoded([person])
    assert len(found.scores) == 1
    assert farthest([person], found) < 0.5
    assert found.scores[0] > 0.8


def test_a_gaussian_is_found_far_more_precisely_than_to_a_quarter_of_a_cell() -> None:
    people = [figure(15.2 + shift, 2.3 + shift / 2, 16, 27) for shift in (0.0, 0.2, 0.4, 0.6)]
    gaussian = [farthest([one], decoded([one])) for one in people]
    quarter = [
        farthest([one], decoded([one], OpenPoseDecoder(refinement="quarter"))) for one in people
    ]
    assert max(gaussian) < 0.1
    assert max(quarter) > 0.3


def test_the_evidence_is_every_keypoint_and_the_neck() -> None:
    assert len(decoded([figure(15.2, 2.3, 16, 27)]).evidence) == 18


def test_two_people_who_overlap_are_told_apart() -> None:
    people = [figure(10.2, 2.3, 16, 27), figure(20.3, 3.2, 16, 27)]
    found = decoded(people)
    assert len(found.scores) == 2
    assert farthest(people, found) < 0.7


def test_twenty_people_are_found() -> None:
    grid = (160, 128)
    people = [figure(2.4 + 31 * x, 2.2 + 31 * y, 18, 27) for x in range(5) for y in range(4)]
    found = OpenPoseDecoder().decode(openpose_tensors(people, grid))
    assert len(found.scores) == 20


def test_a_joint_outside_the_picture_is_not_found() -> None:
    person = figure(15.2, 16.3, 16, 27)
    found = decoded([person])
    assert len(found.scores) == 1
    outside = person[:, 1] > GRID[1] + 2
    assert (found.keypoints[0, outside] == 0).all()
    assert (found.keypoints[0, person[:, 1] < GRID[1] - 1, 2] > 0.5).all()


def test_a_lone_limb_is_evidence_but_no_person() -> None:
    tensors = openpose_tensors([figure(15.2, 2.3, 16, 27)], GRID)
    tensors["heatmaps"][..., : KINDS.index(K.LEFT_KNEE)] = 0.0
    tensors["heatmaps"][..., KINDS.index(K.LEFT_ANKLE) + 1 :] = 0.0
    found = OpenPoseDecoder().decode(tensors)
    assert len(found.scores) == 0
    assert len(found.evidence) == 2


def test_left_and_right_are_the_persons() -> None:
    person = figure(15.2, 2.3, 16, 27)
    keypoints = decoded([person]).keypoints[0]
    assert keypoints[K.LEFT_WRIST, 0] > keypoints[K.RIGHT_WRIST, 0]


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    height=st.integers(1, 12),
    width=st.integers(1, 12),
    spread=st.sampled_from([0.1, 1.0, 1000.0]),
)
def test_whatever_comes_poses_are_sound(seed: int, height: int, width: int, spread: float) -> None:
    random = np.random.default_rng(seed)
    tensors = {
        role: random.normal(0, spread, (height, width, count)).astype(np.float32)
        for role, count in {"heatmaps": 19, "pafs": 38}.items()
    }
    found = OpenPoseDecoder().decode(tensors)
    assert found.keypoints.shape == (len(found.scores), 17, 3)
    assert all(np.isfinite(array).all() for array in found)
    assert all(array.dtype == np.float32 for array in found)
    scores = np.concatenate((found.scores, found.keypoints[..., 2].ravel()))
    assert ((scores >= 0) & (scores <= 1)).all()
    assert ((found.keypoints[..., :2] >= 0) & (found.keypoints[..., :2] <= 1)).all()
