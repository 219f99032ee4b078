"""Estimators: a camera picture in, people out, whatever networks that takes."""

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from engine import runtimes
from engine.detections import Detections, Pixels
from engine.models import ModelSpec
from engine.runtimes import Runtime

_ESTIMATORS = {1: ("one_stage", "OneStageEstimator"), 2: ("two_stage", "TwoStageEstimator")}
"""The module and class for each number of stages."""


class Estimator(Protocol):
    """Finds people in pictures of any size.

    ``inference_seconds`` is how long the bare networks ran in the last :meth:`estimate`, and
    ``decoding_seconds`` how long it took to make poses of what they put out.
    """

    inference_seconds: float
    decoding_seconds: float

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
    return assemble(spec, load_networks(spec, files, runtime, device, precision))


def load_networks(
    spec: ModelSpec, files: Mapping[str, Path], runtime: str, device: str, precision: str
) -> list[Runtime]:
    """The network of each stage of ``spec``; the arguments and errors are those of :func:`load`."""
    name = runtimes.chosen(spec, runtime)
    return [
        runtimes.load(name, files[stage.file], stage, device=device, precision=precision)
        for stage in spec.stages
    ]


def assemble(spec: ModelSpec, networks: Sequence[Runtime]) -> Estimator:
    """The estimator that puts the ``networks`` of the stages of ``spec`` to use."""
    module, class_ = _ESTIMATORS[len(spec.stages)]
    kind = getattr(importlib.import_module(f"engine.estimators.{module}"), class_)
    estimator: Estimator = kind(spec, networks)
    return estimator
