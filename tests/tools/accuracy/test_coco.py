import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.poses.errors import UsageError
from tests.tools.accuracy.people import person
from tools.accuracy import coco


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures, with two people in the first and nobody in the second."""
    images = [
        {"id": id_, "file_name": f"{id_}.png", "width": 64, "height": 48} for id_ in (785, 12)
    ]
    people = [{"image_id": 785, **person(5)}, {"image_id": 785, **person(9, num_keypoints=0)}]
    for image in images:
        cv2.imwrite(str(tmp_path / str(image["file_name"])), np.full((48, 64, 3), 7, np.uint8))
    (tmp_path / "some.json").write_text(json.dumps({"images": images, "annotations": people}))
    return tmp_path


def test_pictures_come_with_the_people_who_are_in_them(folder: Path) -> None:
    crowded, empty = coco.read(folder)
    assert (crowded.name, crowded.width, crowded.height) == ("785", 64, 48)
    assert (len(crowded.people), crowded.to_find) == (2, 1)
    assert (len(empty.people), empty.to_find) == (0, 0)
    assert crowded.pixels().shape == (48, 64, 3)


def test_a_picture_that_is_missing_is_named_when_it_is_wanted(folder: Path) -> None:
    (folder / "12.png").unlink()
    _, missing = coco.read(folder)
    with pytest.raises(UsageError, match=r"12\.png"):
        missing.pixels()


def test_a_folder_without_annotations_is_an_error_and_so_is_one_with_two(folder: Path) -> None:
    (folder / "other.json").write_text("{}")
    with pytest.raises(UsageError, match="2 JSON files"):
        coco.read(folder)
    with pytest.raises(UsageError, match="0 JSON files"):
        coco.read(folder / "nowhere")
