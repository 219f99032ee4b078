from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import numpy as np
import pytest

from engine import estimators, models, runtimes
from engine.detections import FloatArray, Pixels
from engine.estimators.one_stage import OneStageEstimator
from engine.poses.errors import ModelError, UnknownNameError, UsageError
from tests.engine.decoders.synthetic import figure, posenet_tensors

SPEC = models.load("posenet-641x481")
FILES = {SPEC.stages[0].file: Path("absent.tflite")}


class Canned:
    """A runtime that always sees the same people."""

    def infer(self, picture: Pixels) -> Mapping[str, FloatArray]:
        assert picture.shape == (481, 641, 3)
        return posenet_tensors([figure(200, 60, 180, 360)], (641, 481))


def test_people_are_told_in_units_of_the_camera_picture() -> None:
    estimator = OneStageEstimator(SPEC, [Canned()])
    wide = estimator.estimate(np.zeros((481, 1282, 3), np.uint8))
    exact = estimator.estimate(np.zeros((481, 641, 3), np.uint8))
    # A picture twice as wide fills the network's width and half of its height.
    assert wide.keypoints[0, :, 0] == pytest.approx(exact.keypoints[0, :, 0], abs=1e-3)
    middle = (exact.keypoints[0, :, 1] - 0.5) * 481 / 240 + 0.5
    assert wide.keypoints[0, :, 1] == pytest.approx(middle, abs=1e-2)


def test_the_time_of_the_bare_network_is_kept() -> None:
    estimator = OneStageEstimator(SPEC, [Canned()])
    assert estimator.inference_seconds == 0
    estimator.estimate(np.zeros((481, 641, 3), np.uint8))
    assert estimator.inference_seconds > 0


def test_an_unknown_runtime_is_refused_by_name() -> None:
    with pytest.raises(UnknownNameError, match="no runtime is called 'litter'; known: litert"):
        estimators.load(SPEC, FILES, runtime="litter")


def test_a_runtime_that_the_model_does_not_run_on_is_refused() -> None:
    spec = models.load("human-pose-estimation-0001")
    with pytest.raises(UsageError, match="does not run on litert; it runs on openvino"):
        estimators.load(spec, {}, runtime="litert")


def test_auto_takes_the_first_runtime_that_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtimes, "is_installed", lambda name: name == "litert")
    tried: list[str] = []

    def load(name: str, *_: object, **__: object) -> Canned:
        tried.append(name)
        return Canned()

    monkeypatch.setattr(runtimes, "load", load)
    estimators.load(SPEC, FILES)
    assert tried == ["litert"]


@pytest.mark.parametrize("runtime", runtimes.RUNTIMES)
def test_a_missing_file_is_named(runtime: str) -> None:
    with pytest.raises(ModelError, match=r"absent\.tflite is missing; run: skeleton-crew models"):
        estimators.load(SPEC, FILES, runtime=runtime)


@pytest.mark.shared
def test_a_model_of_one_stage_is_loaded(shared_files: Callable[[str], dict[str, Path]]) -> None:
    estimator = estimators.load(SPEC, shared_files(SPEC.name))
    assert isinstance(estimator, OneStageEstimator)
    assert len(estimator.estimate(np.zeros((10, 10, 3), np.uint8)).scores) == 0


def test_steps_for_an_output_that_does_not_exist_are_refused() -> None:
    stage = msgspec.to_builtins(SPEC.stages[0]) | {"output_steps": {"heat": 1.0}}
    with pytest.raises(msgspec.ValidationError, match="there is no output heat"):
        msgspec.convert(stage, models.StageSpec)
