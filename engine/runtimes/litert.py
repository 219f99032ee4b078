"""Networks on LiteRT (TensorFlow Lite) on the CPU; it reads .tflite files."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from engine.detections import FloatArray, Pixels
from engine.models import InputSpec, StageSpec
from engine.poses.errors import ModelError, UnknownNameError

_DEVICES = ("AUTO", "CPU")


class LiteRtRuntime:
    """A network loaded into an interpreter, on all cores of the CPU."""

    def __init__(
        self, interpreter: Interpreter, wanted: InputSpec, outputs: Mapping[str, dict[str, Any]]
    ) -> None:
        self._interpreter = interpreter
        (self._input,) = interpreter.get_input_details()
        self._wanted = wanted
        self._outputs = outputs

    def infer(self, picture: Pixels) -> Mapping[str, FloatArray]:
        """The outputs by role; see :class:`engine.runtimes.Runtime`."""
        self._interpreter.set_tensor(self._input["index"], self._prepared(picture)[np.newaxis])
        self._interpreter.invoke()
        return {role: self._floats(details) for role, details in self._outputs.items()}

    def _prepared(self, picture: Pixels) -> Pixels | FloatArray:
        wanted = self._wanted
        if wanted.colour == "RGB":
            picture = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)  # type: ignore[assignment]
        if self._input["dtype"] == np.uint8:
            return picture
        floats = picture.astype(np.float32)
        return (floats - wanted.mean) / wanted.scale

    def _floats(self, details: dict[str, Any]) -> FloatArray:
        """The output's real values: what a quantised network stores in 8 bits is scaled back."""
        values = self._interpreter.get_tensor(details["index"])[0]
        step, zero = details["quantization"]
        floats: FloatArray = values.astype(np.float32, copy=False)
        return (floats - np.float32(zero)) * np.float32(step) if step else floats


def devices() -> tuple[str, ...]:
    """The CPU."""
    return ("CPU",)


def load(path: Path, stage: StageSpec, *, device: str, precision: str) -> LiteRtRuntime:  # noqa: ARG001
    """The network at ``path`` on the CPU, whatever ``precision``: LiteRT keeps to the file's.

    :class:`ModelError` if the file is missing, damaged or not what ``stage`` describes;
    :class:`UnknownNameError` if ``device`` is another one.
    """
    if device not in _DEVICES:
        raise UnknownNameError("device", device, _DEVICES)
    if not path.is_file():
        raise ModelError(f"{path} is missing; run: skeleton-crew models fetch")
    content = path.read_bytes()
    interpreter = _interpreter(path, content)
    if stage.output_steps:
        steps = {stage.outputs[role]: step for role, step in stage.output_steps.items()}
        interpreter = _interpreter(path, _with_output_steps(content, steps))
    _check_input(interpreter, path, stage.input)
    return LiteRtRuntime(interpreter, stage.input, _named_outputs(interpreter, path, stage))


def _interpreter(path: Path, content: bytes) -> Interpreter:
    try:
        interpreter = Interpreter(model_content=content, num_threads=os.cpu_count())
    except ValueError as error:
        raise ModelError(
            f"{path} is damaged, or no .tflite file; run: skeleton-crew models verify"
        ) from error
    try:
        interpreter.allocate_tensors()
    except RuntimeError as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(f"{path}: LiteRT cannot run it: {reason}") from error
    return interpreter


def _with_output_steps(content: bytes, steps: Mapping[str, float]) -> bytes:
    """The file with other steps for some tensors; a layer scales its sums to its output's step."""
    changed = bytearray(content)
    graph = schema.Model.GetRootAs(changed, 0).Subgraphs(0)
    for index in range(graph.TensorsLength()):
        tensor = graph.Tensors(index)
        if step := steps.get(tensor.Name().decode()):
            tensor.Quantization().ScaleAsNumpy()[:] = step
    return bytes(changed)


def _check_input(interpreter: Interpreter, path: Path, wanted: InputSpec) -> None:
    (details,) = interpreter.get_input_details()
    width, height = wanted.size
    if tuple(details["shape"]) != (1, height, width, 3):
        raise ModelError(
            f"{path}: input.size is {width}x{height}, but the file wants {details['shape']}"
        )


def _named_outputs(
    interpreter: Interpreter, path: Path, stage: StageSpec
) -> dict[str, dict[str, Any]]:
    found = {details["name"]: details for details in interpreter.get_output_details()}
    for role, name in stage.outputs.items():
        if name not in found:
            raise ModelError(
                f"{path}: outputs.{role} is {name!r}, but the file's outputs are "
                f"{', '.join(sorted(found))}"
            )
    return {role: found[name] for role, name in stage.outputs.items()}
