"""Estimators: a camera picture in, people out, whatever networks that takes."""

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from engine import runtimes
from engine.detections import Detections, Pixels
from engine.estimators.checks import check_decoders, check_network
from engine.models import ModelSpec
from engine.runtimes import Network, Runtime, RuntimeOptions

_ONE_STAGE = ("one_stage", "OneStageEstimator")
_SECOND_LOOK = ("second_look", "SecondLookEstimator")
_TWO_STAGE = ("two_stage", "TwoStageEstimator")

_DEFAULTS = RuntimeOptions()


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
    options: RuntimeOptions = _DEFAULTS,
) -> Estimator:
    """The model ``spec``, ready to run, with ``files`` by the names that its stages give them.

    ``runtime`` ``auto`` takes the first of the model's runtimes that is installed; an Edge TPU is
    reached by LiteRT alone. The ``options`` and the errors are those of
    :func:`engine.runtimes.load`; :class:`UsageError` where the model does not run on ``runtime``,
    :class:`ConfigError` where the description does not fit its decoders, and :class:`ModelError`
    where the networks do not.
    """
    return assemble(spec, load_networks(spec, files, runtime, options))


def load_networks(
    spec: ModelSpec,
    files: Mapping[str, Path],
    runtime: str,
    options: RuntimeOptions,
    at_once: int = 1,
) -> list[Network]:
    """The network of each stage of ``spec``; the arguments and errors are those of :func:`load`.

    ``at_once`` is how many pictures threads will give each of them at a time.
    """
    name = runtimes.chosen(spec, runtime, options.device)
    check_decoders(spec)
    networks = []
    for number, stage in enumerate(spec.stages):
        path = files[stage.file]
        network = runtimes.load(name, path, stage, options, at_once)
        check_network(spec, number, network, path)
        networks.append(network)
    return networks


def assemble(spec: ModelSpec, networks: Sequence[Runtime]) -> Estimator:
    """The estimator that puts the ``networks`` of the stages of ``spec`` to use."""
    looks_once = _ONE_STAGE if len(spec.stages) == 1 else _TWO_STAGE
    module, class_ = _SECOND_LOOK if spec.second_look else looks_once
    kind = getattr(importlib.import_module(f"engine.estimators.{module}"), class_)
    estimator: Estimator = kind(spec, networks)
    return estimator
