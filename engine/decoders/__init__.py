"""Decoders: a network's tensors into poses, as pure functions, each in a file of its own."""

import importlib
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

import msgspec

from engine.decoders.candidates import Candidates
from engine.detections import Detections, FloatArray
from engine.poses.errors import ModelError, UnknownNameError

_Configured = TypeVar("_Configured")

Tensors = Mapping[str, FloatArray]
"""A network's outputs by role, each with the batch dimension removed, channels last."""

Shape = tuple[int | None, ...]
"""The shape of a tensor; None stands for any size."""

DECODERS = {
    "blazepose_landmarks": ("blazepose", "BlazePoseLandmarks"),
    "movenet": ("movenet", "MoveNetDecoder"),
    "openpose": ("openpose", "OpenPoseDecoder"),
    "posenet": ("posenet", "PoseNetDecoder"),
    "posenet_fused": ("posenet_fused", "FusedPoseNetDecoder"),
}
"""The module and class of each decoder whose network finds poses."""

_DETECTORS = {"blazepose_detector": ("blazepose", "BlazePoseDetector")}
"""The module and class of each decoder whose network proposes where to look for them."""


class Decoder(Protocol):
    """Turns tensors into poses in units of the model's input; its options are its fields."""

    def shapes(self, size: tuple[int, int]) -> Mapping[str, Shape]:
        """The tensors it needs, by role, and their shapes if the input is of this width, height."""
        ...

    def decode(self, tensors: Tensors) -> Detections:
        """The people that ``tensors`` describe."""
        ...


class Detector(Protocol):
    """Turns tensors into candidates in units of the model's input; its options are its fields."""

    @property
    def person_score(self) -> float:
        """What a candidate has to score to be looked at."""
        ...

    @property
    def lone_score(self) -> float:
        """What a candidate has to score to be looked at where nobody better has been found."""
        ...

    def shapes(self, size: tuple[int, int]) -> Mapping[str, Shape]:
        """The tensors it needs, by role, and their shapes if the input is of this width, height."""
        ...

    def decode(self, tensors: Tensors) -> Candidates:
        """The people that ``tensors`` propose, several times each."""
        ...


def load(name: str, options: Mapping[str, Any]) -> Decoder:
    """The decoder called ``name`` with the options of a model's description."""
    decoder: Decoder = _configured(_class("decoder", name, DECODERS), name, options)
    return decoder


def load_detector(name: str, options: Mapping[str, Any]) -> Detector:
    """The detector called ``name`` with the options of a model's description."""
    detector: Detector = _configured(_class("detector", name, _DETECTORS), name, options)
    return detector


def _class(kind: str, name: str, known: Mapping[str, tuple[str, str]]) -> type[Any]:
    if name not in known:
        raise UnknownNameError(kind, name, known)
    module, class_ = known[name]
    found: type[Any] = getattr(importlib.import_module(f"engine.decoders.{module}"), class_)
    return found


def _configured(class_: type[_Configured], name: str, options: Mapping[str, Any]) -> _Configured:
    try:
        return msgspec.convert(dict(options), class_)
    except msgspec.ValidationError as error:
        raise ModelError(f"decoder {name}: {error}") from error
