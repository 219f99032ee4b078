import json
from pathlib import Path

import numpy as np
import pytest

from engine import decoders, models
from engine.decoders.posenet_fused import FusedPoseNetDecoder
from engine.detections import FloatArray
from engine.poses.skeleton import KeypointName as K

DECODER = FusedPoseNetDecoder(size=(640, 480))
FUSED = [
    name for name in models.names() if models.load(name).stages[0].decoder.name == "posenet_fused"
]


def tensors(count: float, people: int = 10) -> dict[str, FloatArray]:
    """What the network puts out for ``count`` people, one further to the right than the other."""
    poses = np.full((people, 17, 2), 999.0, np.float32)
    scores, pose_scores = np.full((people, 17), 0.99, np.float32), np.full(people, 0.99, np.float32)
    for person in range(max(0, int(count))):
        poses[person] = [[240.0, 64.0 * (person + 1)]] * 17
        scores[person] = 0.9
        pose_scores[person] = 0.8
    return {
        "poses": poses,
        "keypoint_scores": scores,
        "pose_scores": pose_scores,
        "count": np.array(count, np.float32),
    }


def test_places_are_told_in_units_of_the_input_x_before_y() -> None:
    found = DECODER.decode(tensors(2))
    assert found.keypoints.shape == (2, 17, 3)
    assert found.keypoints[0, K.NOSE] == pytest.approx((0.1, 0.5, 0.9))
    assert found.keypoints[1, K.RIGHT_ANKLE] == pytest.approx((0.2, 0.5, 0.9))
    assert found.scores == pytest.approx([0.8, 0.8])


@pytest.mark.parametrize("count", [0.0, -1.0])
def test_what_stands_after_the_last_person_is_nobody(count: float) -> None:
    found = DECODER.decode(tensors(count))
    assert len(found.keypoints) == len(found.scores) == len(found.evidence) == 0


def test_more_people_than_there_is_room_for_are_those_for_whom_there_is() -> None:
    assert len(DECODER.decode(tensors(2.0) | {"count": np.array(30.0, np.float32)}).scores) == 10


def test_a_pose_that_scores_too_little_is_evidence_only() -> None:
    given = tensors(1)
    given["pose_scores"][0] = 0.1
    given["keypoint_scores"][0, 1:] = 0.05
    found = DECODER.decode(given)
    assert len(found.keypoints) == 0
    assert found.evidence == pytest.approx(np.array([[0.1, 0.5]]))


def test_what_is_found_does_not_change_with_the_next_frame() -> None:
    given = tensors(1)
    found = DECODER.decode(given)
    for tensor in given.values():
        tensor[...] = 0.0
    assert found.keypoints[0, 0] == pytest.approx((0.1, 0.5, 0.9))
    assert found.scores == pytest.approx([0.8])


@pytest.mark.parametrize("name", FUSED)
def test_each_description_tells_the_decoder_its_size(name: str) -> None:
    spec = models.load(name)
    (stage,) = spec.stages
    decoder = decoders.load(stage.decoder.name, stage.decoder.options)
    assert isinstance(decoder, FusedPoseNetDecoder)
    assert decoder.size == stage.input.size
    assert decoder.shapes(stage.input.size).keys() == stage.outputs.keys()


def test_each_fused_model_is_there_for_the_cpu_and_for_the_edge_tpu() -> None:
    assert len(FUSED) == 9
    for name in FUSED:
        spec = models.load(name)
        assert [build.chip for build in spec.builds] == [None, "edgetpu"]
        assert spec.untested
        width, height = spec.stages[0].input.size
        for build, marks in zip(spec.builds, (("cpu", "decoder"), ("edgetpu",)), strict=True):
            (file,) = build.files
            (url,) = file.urls
            assert any(
                f"_{one}_{other}_" in url for one, other in ((width, height), (height, width))
            )
            assert any(mark in Path(url).name for mark in marks)
            assert Path(url).name == Path(file.path).name


@pytest.mark.shared
@pytest.mark.parametrize("size", [(481, 353), (641, 481), (1281, 721)])
def test_corals_own_poses_come_out_as_they_are(shared: Path, size: tuple[int, int]) -> None:
    reference = shared / "reference" / f"posenet_{size[1]}_{size[0]}_reference.json"
    for frame in json.loads(reference.read_text())["frames"]:
        keypoints = np.array([pose["keypoints"] for pose in frame["poses"]]).reshape(-1, 17, 3)
        given = tensors(0)
        count = len(keypoints)
        given["poses"][:count] = keypoints[..., 1::-1]
        given["keypoint_scores"][:count] = keypoints[..., 2]
        given["pose_scores"][:count] = [pose["score"] for pose in frame["poses"]]
        given["count"] = np.array(count, np.float32)
        found = FusedPoseNetDecoder(size=size).decode(given)
        assert found.keypoints * (*size, 1) == pytest.approx(keypoints, abs=1e-3)
