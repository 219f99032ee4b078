"""COCO's pictures, whose keypoints were annotated by hand.

Lin et al., Microsoft COCO: Common Objects in Context, 2014 (https://arxiv.org/abs/1405.0312).
"""

import json
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from engine.detections import Pixels
from engine.poses.errors import UsageError
from tools.accuracy.pictures import Annotation, Picture


def read(folder: Path) -> list[Picture]:
    """The pictures of ``folder``, in which one JSON file lists them and annotates people.

    It has the form of COCO's ``person_keypoints_val2017.json``. :class:`UsageError` where there is
    no such file, or more than one.
    """
    files = sorted(folder.glob("*.json"))
    if len(files) != 1:
        raise UsageError(
            f"{folder} has {len(files)} JSON files, and one with annotations is wanted; "
            "--coco names a folder of pictures with one"
        )
    annotated = json.loads(files[0].read_text())
    people: dict[int, list[Annotation]] = defaultdict(list)
    for annotation in annotated["annotations"]:
        people[annotation["image_id"]].append(annotation)
    return [_picture(folder, image, people[image["id"]]) for image in annotated["images"]]


def _picture(folder: Path, image: dict[str, Any], people: list[Annotation]) -> Picture:
    path = folder / image["file_name"]
    return Picture(
        path.stem, image["width"], image["height"], tuple(people), partial(_pixels, path)
    )


def _pixels(path: Path) -> Pixels:
    pixels = cv2.imread(str(path))
    if pixels is None:
        raise UsageError(f"{path}: no picture that can be read")
    return pixels.astype(np.uint8)
