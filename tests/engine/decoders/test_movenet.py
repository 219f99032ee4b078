"""MoveNet's tensor, made up and decoded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.decoders.movenet import MoveNetDecoder
from engine.detections import FloatArray
from engine.poses.skeleton import KeypointName


def tensor(score: float) -> dict[str, FloatArray]:
    """Keypoint i is at x = 0.01 i, y = 0.5 + 0.01 i."""
    count = np.arange(17) / 100
    keypoints = np.stack([0.5 + count, count, np.full(17, score)], axis=-1)
    return {"keypoints": keypoints[np.newaxis].astype(np.float32)}


def test_keypoints_come_as_y_and_x_and_leave_as_x_and_y() -> None:
    found = MoveNetDecoder().decode(tensor(0.8))
    (keypoints,) = found.keypoints
    assert keypoints[KeypointName.NOSE] == pytest.approx([0.0, 0.5, 0.8])
    assert keypoints[KeypointName.RIGHT_ANKLE] == pytest.approx([0.16, 0.66, 0.8])
    assert found.scores == pytest.approx([0.8])


@pytest.mark.parametrize("score", [0.0, 0.24, float("nan")])
def test_there_is_nobody_where_the_keypoints_are_doubtful(score: float) -> None:
    assert len(MoveNetDecoder().decode(tensor(score)).scores) == 0


def test_a_single_clear_keypoint_is_evidence_of_somebody() -> None:
    faint = tensor(0.1)
    faint["keypoints"][0, KeypointName.LEFT_WRIST, 2] = 0.5
    found = MoveNetDecoder().decode(faint)
    assert len(found.scores) == 0
    assert found.evidence == pytest.approx(np.array([[0.09, 0.59]]))


def test_a_keypoint_that_is_not_found_is_nowhere() -> None:
    hidden = tensor(0.8)
    hidden["keypoints"][0, KeypointName.LEFT_WRIST, 2] = 0.0
    (keypoints,) = MoveNetDecoder().decode(hidden).keypoints
    assert keypoints[KeypointName.LEFT_WRIST].tolist() == [0, 0, 0]


def test_what_is_decoded_outlives_the_tensor() -> None:
    tensors = tensor(0.8)
    found = MoveNetDecoder().decode(tensors)
    tensors["keypoints"][:] = 0
    assert found.keypoints[0, 1] == pytest.approx([0.01, 0.51, 0.8])


@given(arrays.arrays(np.float32, (1, 17, 3), elements=st.floats(0, 1, width=32)))
def test_whatever_the_network_says_is_one_person_or_nobody(keypoints: FloatArray) -> None:
    before = keypoints.copy()
    found = MoveNetDecoder().decode({"keypoints": keypoints})
    assert found.keypoints.shape == (len(found.scores), 17, 3)
    assert found.keypoints.dtype == found.scores.dtype == found.evidence.dtype == np.float32
    assert len(found.scores) <= 1
    assert np.array_equal(keypoints, before)
