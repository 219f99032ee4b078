"""The real networks against what the makers' own software found in the same pictures."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from engine import estimators, models
from engine.detections import FloatArray, Pixels
from engine.runtimes import RuntimeOptions

pytestmark = pytest.mark.shared

POSENETS = ("posenet-481x353", "posenet-641x481", "posenet-1281x721")
Files = Callable[[str], dict[str, Path]]


class Agreement(NamedTuple):
    """How a model's poses compare with the reference: an entry for each frame."""

    counts: list[tuple[int, int]]
    """Poses found and poses of the reference."""
    errors: FloatArray
    """Keypoints x 2: how far off in pixels of the network's input, and in score."""

    def share(self, pixels: float, score: float = 1.0) -> float:
        """The share of the reference's keypoints that are found as near as this."""
        return float(((self.errors[:, 0] <= pixels) & (self.errors[:, 1] <= score)).mean())


def frames(shared: Path, wanted: list[dict[str, Any]]) -> Iterator[Pixels]:
    """The pictures that ``wanted`` names, which lists the frames of a video in order."""
    video, position, media = cv2.VideoCapture(), 0, ""
    for entry in wanted:
        path = str(shared / entry["media"])
        picture = cv2.imread(path) if path.endswith(".jpg") else None
        if picture is None:
            if entry["media"] != media:
                media, position = entry["media"], 0
                video.open(path)
            while position <= entry["frame"]:
                position += 1
                picture = video.read()[1]
        assert picture is not None
        assert list(picture.shape[1::-1]) == entry["image_size"]
        yield picture.astype(np.uint8)


def errors(found: FloatArray, reference: FloatArray, score: float) -> FloatArray:
    """Errors of the keypoints of ``reference`` above ``score``, each person with its nearest."""
    wanted = reference[..., 2] > score
    away = np.abs(reference[:, np.newaxis] - found)
    lost = away[..., :2].max(axis=-1) * wanted[:, np.newaxis]
    rows, columns = linear_sum_assignment(np.minimum(lost, 50).sum(axis=-1))
    missed = np.full((wanted.sum() - wanted[rows].sum(), 2), np.inf)
    worst = np.stack((away[..., :2].max(axis=-1), away[..., 2]), axis=-1)
    return np.concatenate((worst[rows, columns][wanted[rows]], missed))


def agreement(shared: Path, estimator: estimators.Estimator, name: str, score: float) -> Agreement:
    reference = json.loads((shared / "reference" / name).read_text())["frames"]
    interpolation, size = INPUT[name]
    counts, all_errors = [], []
    for entry, picture in zip(reference, frames(shared, reference), strict=True):
        fitted = cv2.resize(picture, size, interpolation=interpolation)
        keypoints = estimator.estimate(fitted).keypoints * (*size, 1)  # type: ignore[arg-type]
        poses = np.array([pose["keypoints"] for pose in entry["poses"]]).reshape(-1, 17, 3)
        counts.append((len(keypoints), len(poses)))
        all_errors.append(errors(keypoints, poses, score))
    return Agreement(counts, np.concatenate(all_errors))


INPUT = {
    "openpose_reference.json": (cv2.INTER_AREA, (456, 256)),
    "posenet_353_481_reference.json": (cv2.INTER_LINEAR, (481, 353)),
    "posenet_481_641_reference.json": (cv2.INTER_LINEAR, (641, 481)),
    "posenet_721_1281_reference.json": (cv2.INTER_LINEAR, (1281, 721)),
}


def height_width(model: str) -> str:
    width, height = models.load(model).stages[0].input.size
    return f"{height}_{width}"


@pytest.mark.parametrize("model", POSENETS)
def test_posenet_finds_on_litert_what_corals_decoder_finds(
    shared: Path, shared_files: Files, model: str
) -> None:
    estimator = estimators.load(models.load(model), shared_files(model), runtime="litert")
    name = f"posenet_{height_width(model)}_reference.json"
    agreed = agreement(shared, estimator, name, score=0.3)
    assert all(found == expected for found, expected in agreed.counts)
    assert agreed.share(pixels=0.1, score=0.02) >= 0.99


@pytest.mark.parametrize("runtime", ["openvino", "litert"])
@pytest.mark.parametrize("model", POSENETS)
def test_posenet_finds_corals_test_couple_on_each_runtime(
    shared: Path, shared_files: Files, model: str, runtime: str
) -> None:
    size = models.load(model).stages[0].input.size
    picture = cv2.imread(str(shared / "media" / "test_couple.jpg"))
    assert picture is not None
    fitted = cv2.resize(picture, size, interpolation=cv2.INTER_NEAREST_EXACT)
    estimator = estimators.load(models.load(model), shared_files(model), runtime=runtime)
    found = estimator.estimate(fitted)  # type: ignore[arg-type]

    table = f"posenet_mobilenet_v1_075_{height_width(model)}_quant_decoder_reference.csv"
    with (shared / "reference" / table).open() as file:
        rows = list(csv.DictReader(file))
    columns = ("keypoint_x", "keypoint_y", "keypoint_score")
    couple = np.array([[float(row[name]) for name in columns] for row in rows]).reshape(-1, 17, 3)
    scores = sorted(float(row["pose_score"]) for row in rows[::17])
    assert sorted(found.scores) == pytest.approx(scores, abs=0.1)
    worst = errors(found.keypoints * (*size, 1), couple, score=-1.0).max(axis=0)
    assert worst[0] <= 4.0
    assert worst[1] <= 0.1


def test_openpose_finds_what_open_model_zoos_decoder_finds(
    shared: Path, shared_files: Files
) -> None:
    # Given the same tensors, and refined alike, the two decoders agree to the last digit. The
    # tensors are not quite the same: 8-bit arithmetic differs between processors, which moves a
    # keypoint to the next quarter or cell (2 to 8 px) where two neighbours are almost equal.
    model = "human-pose-estimation-0001"
    spec = models.load(model)
    spec.stages[0].decoder.options["refinement"] = "quarter"
    estimator = estimators.load(spec, shared_files(model), options=RuntimeOptions(device="CPU"))
    agreed = agreement(shared, estimator, "openpose_reference.json", score=0.0)
    assert sum(found != expected for found, expected in agreed.counts) <= 1
    assert agreed.share(pixels=1.0) >= 0.94
    assert agreed.share(pixels=8.1, score=0.03) >= 0.98
