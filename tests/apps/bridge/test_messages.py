import json
import re
from pathlib import Path

import msgspec

from apps.bridge.websocket.messages import VERSION, as_json
from engine.poses import FOUND_SCORE, Keypoint, KeypointName, Pose
from tests.apps.people import frame, person, with_only

PAGE = (Path(__file__).parents[3] / "docs" / "websocket.md").read_text("utf-8")


def test_a_message_is_a_frame_in_units_of_the_picture() -> None:
    told = json.loads(as_json(frame(person(2**31 - 1), number=25)))
    (pose,) = told.pop("poses")
    assert told == {"version": VERSION, "frame": 25, "time": 1.0, "width": 320, "height": 240}
    assert (pose["id"], pose["score"]) == (2**31 - 1, 0.9)
    assert list(pose["keypoints"]) == [name.label for name in KeypointName]
    assert pose["keypoints"]["nose"] == {"x": 0.5, "y": 0.164, "score": 0.9}


def test_keypoints_that_were_not_found_are_left_out() -> None:
    only = with_only(person(), KeypointName.LEFT_WRIST)
    barely = Keypoint(0.5, 0.5, FOUND_SCORE - 0.01)
    pose = Pose(1, 0.5, (barely, *only.keypoints[1:]))
    (told,) = json.loads(as_json(frame(pose)))["poses"]
    assert list(told["keypoints"]) == ["left_wrist"]


def test_the_background_and_the_model_are_not_told() -> None:
    assert set(msgspec.json.decode(as_json(frame()))) == {
        "version", "frame", "time", "width", "height", "poses",
    }  # fmt: skip


def test_a_message_is_as_the_documentation_shows_it() -> None:
    (example,) = re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    shown = json.loads(example)
    told = json.loads(as_json(frame(person())))
    assert shown.keys() == told.keys()
    assert shown["poses"][0].keys() == told["poses"][0].keys()
    assert shown["poses"][0]["keypoints"].keys() <= told["poses"][0]["keypoints"].keys()
