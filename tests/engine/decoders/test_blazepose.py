"""BlazePose's tensors, made up and decoded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import decoders
from engine.decoders.blazepose import BlazePoseDetector, BlazePoseLandmarks, anchors
from engine.detections import FloatArray
from engine.poses.errors import ModelError, UnknownNameError
from engine.poses.skeleton import KeypointName

ANCHORS = 2254
LIKELY = 3.0
UNLIKELY = -3.0

places = st.floats(-0.5, 1.5, width=32)
points = st.tuples(places, places)


def nothing_seen() -> dict[str, FloatArray]:
    return {
        "boxes": np.zeros((ANCHORS, 12), np.float32),
        "scores": np.full((ANCHORS, 1), UNLIKELY, np.float32),
    }


def landmarks(presence: float, visible: float = LIKELY) -> dict[str, FloatArray]:
    """Landmark i is at x = i, y = 100 + i pixels."""
    values = np.zeros((39, 5), np.float32)
    values[:, 0] = np.arange(39)
    values[:, 1] = 100 + np.arange(39)
    values[:, 3:] = visible
    return {"landmarks": values.ravel(), "presence": np.array([presence], np.float32)}


def test_there_is_an_anchor_for_each_row_of_the_network() -> None:
    assert anchors(224).shape == (ANCHORS, 2)


def test_anchors_are_the_middles_of_finer_and_then_coarser_cells() -> None:
    centres = anchors(224) * 224
    assert centres[:4].tolist() == [[4, 4], [4, 4], [12, 4], [12, 4]]
    assert centres[28 * 28 * 2].tolist() == [8, 8]
    assert centres[-6:].tolist() == [[208, 208]] * 6


@given(st.integers(0, ANCHORS - 1), points, points, points)
def test_a_person_is_decoded_from_any_anchor(
    anchor: int, head: tuple[float, float], hips: tuple[float, float], rim: tuple[float, float]
) -> None:
    tensors = nothing_seen()
    tensors["scores"][anchor] = LIKELY
    values = np.zeros((6, 2), np.float32)
    values[[0, 2, 3]] = (np.array([head, hips, rim]) - anchors(224)[anchor]) * 224
    values[1] = 44.8, 22.4
    tensors["boxes"][anchor] = values.ravel()
    candidates = BlazePoseDetector().decode(tensors)
    assert candidates.scores == pytest.approx([1 / (1 + np.exp(-LIKELY))])
    assert candidates.boxes.mean(axis=1)[0] == pytest.approx(head, abs=1e-4)
    assert np.ptp(candidates.boxes[0], axis=0) == pytest.approx([0.2, 0.1], abs=1e-4)
    assert candidates.regions[0, 0] == pytest.approx(hips, abs=1e-4)
    upwards = 1.25 * (np.array(rim) - np.array(hips))
    assert candidates.regions[0, 1] == pytest.approx(upwards, abs=1e-4)


def test_what_is_unlikely_is_no_candidate() -> None:
    candidates = BlazePoseDetector().decode(nothing_seen())
    assert [len(field) for field in candidates] == [0, 0, 0]


def test_the_threshold_is_that_of_evidence() -> None:
    tensors = nothing_seen()
    tensors["scores"][:3, 0] = np.log([0.2 / 0.8, 0.38 / 0.62, 0.9 / 0.1])
    assert BlazePoseDetector().decode(tensors).scores == pytest.approx([0.38, 0.9])


def test_landmarks_become_the_keypoints_of_the_same_names() -> None:
    (keypoints,) = BlazePoseLandmarks().decode(landmarks(presence=0.9)).keypoints
    expected = {
        KeypointName.NOSE: 0,
        KeypointName.LEFT_EYE: 2,
        KeypointName.RIGHT_EAR: 8,
        KeypointName.LEFT_SHOULDER: 11,
        KeypointName.RIGHT_WRIST: 16,
        KeypointName.LEFT_HIP: 23,
        KeypointName.RIGHT_KNEE: 26,
        KeypointName.LEFT_ANKLE: 27,
        KeypointName.RIGHT_ANKLE: 28,
    }
    for name, landmark in expected.items():
        assert keypoints[name, :2] * 256 == pytest.approx([landmark, 100 + landmark])


def test_a_keypoint_scores_how_surely_it_is_there_and_seen() -> None:
    tensors = landmarks(presence=0.9)
    tensors["landmarks"].reshape(39, 5)[0, 3:] = np.log([0.8 / 0.2, 0.5 / 0.5])
    (keypoints,) = BlazePoseLandmarks().decode(tensors).keypoints
    assert keypoints[KeypointName.NOSE, 2] == pytest.approx(0.4)


@pytest.mark.parametrize("presence", [0.0, 0.49, float("nan")])
def test_nobody_is_found_where_the_network_doubts_it(presence: float) -> None:
    assert len(BlazePoseLandmarks().decode(landmarks(presence)).scores) == 0


@given(st.floats(-1e6, 1e6, width=32), st.floats(0.5, 1.5, width=32))
def test_scores_stay_between_0_and_1(log_odds: float, presence: float) -> None:
    people = BlazePoseLandmarks().decode(landmarks(presence, log_odds))
    scores = np.concatenate([people.scores, people.keypoints[0, :, 2]])
    assert np.all((scores >= 0) & (scores <= 1))


def test_what_is_decoded_outlives_the_tensors() -> None:
    tensors = landmarks(presence=0.9)
    people = BlazePoseLandmarks().decode(tensors)
    before = people.keypoints.copy()
    tensors["landmarks"][:] = 0
    assert np.array_equal(people.keypoints, before)


def test_detectors_are_loaded_by_name_with_options() -> None:
    detector = decoders.load_detector("blazepose_detector", {"person_score": 0.7})
    assert detector.person_score == 0.7


def test_a_decoder_of_poses_is_no_detector() -> None:
    with pytest.raises(UnknownNameError, match="known: blazepose_detector"):
        decoders.load_detector("blazepose_landmarks", {})


def test_an_option_that_a_decoder_does_not_have_is_refused() -> None:
    with pytest.raises(ModelError, match=r"blazepose_landmarks.*`colour`"):
        decoders.load("blazepose_landmarks", {"colour": "red"})
