"""Estimators: a camera picture in, people out, whatever networks that takes."""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from engine import runtimes
from engine.detections import Detections, Pixels
from engine.models import ModelSpec
from engine.poses.errors import UsageError

_ESTIMATORS = {1: ("one_stage", "OneStageEstimator"), 2: ("two_stage", "TwoStageEstimator")}
"""The module and class for each number of stages."""


class Estimator(Protocol):
    """Finds people in pictures of any size.

    ``inference_seconds`` is how long the bare networks ran in the last :meth:`estimate`.
    """

    inference_seconds: float

    def estimate(self, pixels: Pixels) -> Detections:
        """The people in ``pixels``, in units of its width and height."""
        ...


def load(
    spec: ModelSpec,
    files: Mapping[str, Path],
    *,
    runtime: str = "auto",
    device: str = "AUTO",
    precision: str = "auto",
) -> Estimator:
    """The model ``spec``, ready to run, with ``files`` by the names that its stages give them.

    ``runtime`` ``auto`` takes the first of the model's runtimes that is installed. ``device`` and
    ``precision`` are as in :func:`engine.runtimes.load`, and so are the errors;
    :class:`UsageError` where the model does not run on ``runtime``.
    """
    name = _choose_runtime(spec, runtime)
    networks = [
        runtimes.load(name, files[stage.file], stage, device=device, precision=precision)
        for stage in spec.stages
    ]
    module, estimator = _ESTIMATORS[len(spec.stages)]
    loaded: Estimator = getattr(importlib.import_module(f"engine.estimators.{module}"), estimator)(
        spec, networks
    )
    return loaded


def _choose_runtime(spec: ModelSpec, name: str) -> str:
    if name == "auto":
        return next(filter(runtimes.is_installed, spec.runtimes), spec.runtimes[0])
    if name in runtimes.RUNTIMES and name not in spec.runtimes:
        raise UsageError(
            f"{spec.name} does not run on {name}; it runs on {', '.join(spec.runtimes)}"
        )
    return name
