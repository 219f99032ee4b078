import json

from apps import detect
from engine.poses import (
    BackgroundStatus,
    Keypoint,
    KeypointName,
    Pose,
    PoseFrame,
    PoseStream,
    wire,
)

NOSE_ONLY = tuple(
    Keypoint(0.25, 0.5, 0.875) if name is KeypointName.NOSE else Keypoint(0.0, 0.0, 0.0)
    for name in KeypointName
)
FRAME = PoseFrame(3, 0.1, 640, 480, (Pose(11, 0.75, NOSE_ONLY),), BackgroundStatus(), "a-model")


def printed(*frames: PoseFrame, as_json: bool, mirror: bool = False) -> str:
    lines: list[str] = []
    with PoseStream(lossless=True) as poses:
        for frame in frames:
            poses.deliver(wire.encode(frame))
        poses.finish()
        detect.run(poses, as_json=as_json, mirror=mirror, write=lines.append)
    return "".join(lines)


def test_json_is_one_line_a_frame_in_pixels() -> None:
    lines = printed(FRAME, FRAME, as_json=True).splitlines()
    assert len(lines) == 2
    frame = json.loads(lines[0])
    assert {key: frame[key] for key in ("frame", "time", "size", "model")} == {
        "frame": 3,
        "time": 0.1,
        "size": [640, 480],
        "model": "a-model",
    }
    (pose,) = frame["poses"]
    assert (pose["id"], pose["score"]) == (11, 0.75)
    assert pose["keypoints"]["nose"] == [160.0, 240.0, 0.875]
    assert pose["keypoints"]["left_wrist"] == [0.0, 0.0, 0.0]
    assert len(pose["keypoints"]) == 17


def test_the_table_has_a_line_for_every_keypoint() -> None:
    lines = printed(FRAME, as_json=False).splitlines()
    assert lines[0].endswith("1 person")
    assert len(lines) == 2 + 17
    assert lines[2].split() == ["nose", "160.0", "240.0", "0.875"]
    assert lines[3].split() == ["left_eye", "-", "-", "0.000"]


def test_a_mirror_swaps_sides_but_not_names() -> None:
    frame = json.loads(printed(FRAME, as_json=True, mirror=True))
    assert frame["poses"][0]["keypoints"]["nose"] == [480.0, 240.0, 0.875]
    assert frame["poses"][0]["keypoints"]["left_eye"] == [0.0, 0.0, 0.0]
