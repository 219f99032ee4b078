"""Decoders: a network's tensors into poses, as pure functions, each in a file of its own."""

import importlib
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from engine.detections import Detections, FloatArray
from engine.poses.errors import ModelError, UnknownNameError

Tensors = Mapping[str, FloatArray]
"""A network's outputs by role, each with the batch dimension removed, channels last."""

_DECODERS = {"openpose": "OpenPoseDecoder", "posenet": "PoseNetDecoder"}


class Decoder(Protocol):
    """Turns tensors into poses in units of the model's input; its options are its fields."""

    def decode(self, tensors: Tensors) -> Detections:
        """The people that ``tensors`` describe."""
        ...


def load(name: str, options: Mapping[str, Any]) -> Decoder:
    """The decoder called ``name`` with the options of a model's description."""
    if name not in _DECODERS:
        raise UnknownNameError("decoder", name, _DECODERS)
    module = importlib.import_module(f"engine.decoders.{name}")
    try:
        decoder: Decoder = msgspec.convert(dict(options), getattr(module, _DECODERS[name]))
    except msgspec.ValidationError as error:
        raise ModelError(f"decoder {name}: {error}") from error
    return decoder
