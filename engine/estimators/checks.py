"""Whether a description, its decoders and its networks fit: asked before the first frame."""

from pathlib import Path

import numpy as np

from engine import decoders
from engine.decoders import Decoder, Detector, Shape
from engine.estimators.letterbox import GREY
from engine.models import ModelSpec
from engine.poses.errors import ConfigError, ModelError, UnknownNameError
from engine.runtimes import Runtime


def check_decoders(spec: ModelSpec) -> None:
    """:class:`ConfigError` unless each stage has a decoder, and gives it the tensors it needs."""
    for number, stage in enumerate(spec.stages):
        needed = _decoder(spec, number).shapes(stage.input.size)
        if missing := needed.keys() - stage.outputs.keys():
            raise ConfigError(
                f"{spec.where}: key `stages[{number}].outputs`: decoder {stage.decoder.name} needs "
                f"{', '.join(sorted(missing))}, got {', '.join(stage.outputs) or 'nothing'}"
            )


def check_network(spec: ModelSpec, number: int, network: Runtime, path: Path) -> None:
    """Run the ``network`` of stage ``number``, the file ``path``, on grey.

    :class:`ModelError` unless what it puts out has the shapes that the stage's decoder needs.
    """
    stage = spec.stages[number]
    width, height = stage.input.size
    tensors = network.infer(np.full((height, width, 3), GREY, np.uint8))
    for role, shape in _decoder(spec, number).shapes(stage.input.size).items():
        found = tensors[role].shape
        if not _fits(found, shape):
            raise ModelError(
                f"{path}: outputs.{role}, {stage.outputs[role]!r}, is {_in_words(found)}, but "
                f"decoder {stage.decoder.name} of {spec.where} needs {_in_words(shape)}"
            )


def _decoder(spec: ModelSpec, number: int) -> Decoder | Detector:
    """What decodes the stage: of two the first is a detector."""
    wanted = spec.stages[number].decoder
    load = decoders.load_detector if number < len(spec.stages) - 1 else decoders.load
    where = f"{spec.where}: key `stages[{number}].decoder"
    try:
        return load(wanted.name, wanted.options)
    except UnknownNameError as error:
        raise ConfigError(f"{where}.name`: {error}") from error
    except ModelError as error:
        raise ConfigError(f"{where}.options`: {error}") from error


def _fits(found: tuple[int, ...], shape: Shape) -> bool:
    return len(found) == len(shape) and all(
        wanted in (None, size) for size, wanted in zip(found, shape, strict=True)
    )


def _in_words(shape: Shape) -> str:
    return " x ".join("any" if size is None else str(size) for size in shape) or "a number"
