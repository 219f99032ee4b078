"""Networks on LiteRT (TensorFlow Lite), on the CPU or an Edge TPU; it reads .tflite files."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np

from engine.detections import FloatArray, Pixels
from engine.models import InputSpec, StageSpec
from engine.poses.errors import ModelError, UnknownNameError
from engine.runtimes import RuntimeOptions, chip, delegates, edgetpu, interpreters

_DEVICES = ("AUTO", "CPU")


class LiteRtRuntime:
    """The network of the file at ``path``, loaded into an interpreter."""

    def __init__(
        self,
        path: Path,
        interpreter: Any,  # noqa: ANN401
        wanted: InputSpec,
        outputs: Mapping[str, dict[str, Any]],
    ) -> None:
        self._path = path
        self._interpreter = interpreter
        (self._input,) = interpreter.get_input_details()
        self._wanted = wanted
        self._outputs = outputs

    def infer(self, picture: Pixels) -> Mapping[str, FloatArray]:
        """The outputs by role; see :class:`engine.runtimes.Runtime`."""
        self._interpreter.set_tensor(self._input["index"], self._prepared(picture)[np.newaxis])
        try:
            self._interpreter.invoke()
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                f"{self._path}: LiteRT stopped: {_reason(error)}; if it ran on an Edge TPU, see "
                "that it is still plugged in, and start again"
            ) from error
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
        values = self._interpreter.get_tensor(details["index"])
        values = values[0] if values.ndim else values
        step, zero = details["quantization"]
        floats: FloatArray = values.astype(np.float32, copy=False)
        return (floats - np.float32(zero)) * np.float32(step) if step else floats


def devices() -> tuple[str, ...]:
    """The CPU, and an Edge TPU if one is plugged in."""
    return ("CPU", "edgetpu") if edgetpu.is_plugged_in() else ("CPU",)


def load(path: Path, stage: StageSpec, options: RuntimeOptions) -> LiteRtRuntime:
    """The network at ``path`` on the CPU, or on the Edge TPU if it is compiled for one.

    ``options.precision`` changes nothing: LiteRT keeps to the file's. :class:`ModelError` if the
    file is missing, damaged, compiled for another device or not what ``stage`` describes, or if
    the Edge TPU does not answer; :class:`UnknownNameError` if there is no such device.
    """
    if not chip(options.device) and options.device not in _DEVICES:
        raise UnknownNameError("device", options.device, (*_DEVICES, *edgetpu.DEVICES))
    if not path.is_file():
        raise ModelError(f"{path} is missing; run: skeleton-crew models fetch")
    content = path.read_bytes()
    _check_chip(path, content, options)
    has_pycoral = chip(options.device) is not None and edgetpu.pycoral() is not None
    tflite = interpreters.load("tflite_runtime" if has_pycoral else None)
    interpreter = _interpreter(tflite, path, content, options)
    if stage.output_steps:
        steps = {stage.outputs[role]: step for role, step in stage.output_steps.items()}
        content = _with_output_steps(content, steps)
        interpreter = _interpreter(tflite, path, content, options)
    _check_input(interpreter, path, stage.input)
    return LiteRtRuntime(path, interpreter, stage.input, _named_outputs(interpreter, path, stage))


def _check_chip(path: Path, content: bytes, options: RuntimeOptions) -> None:
    """Whether the file is compiled for the Edge TPU has to be as ``options`` have it."""
    compiled, wanted = edgetpu.CUSTOM_OP in content, chip(options.device)
    if compiled and not wanted:
        raise ModelError(
            f"{path} is compiled for the Edge TPU (its operation is {edgetpu.CUSTOM_OP.decode()}), "
            f"but device is {options.device}; set device to edgetpu, or take a file for the CPU"
        )
    if wanted and not compiled:
        raise ModelError(
            f"{path} is not compiled for the Edge TPU; set device to CPU, or take a file whose "
            "name has edgetpu in it"
        )


def _interpreter(
    tflite: ModuleType,
    path: Path,
    content: bytes,
    options: RuntimeOptions,
) -> Any:  # noqa: ANN401
    try:
        interpreter = tflite.Interpreter(
            model_content=content,
            num_threads=options.threads or _usable_cpus(),
            experimental_delegates=_delegates(tflite, path, content, options),
            **_resolver(tflite, options),
        )
    except ValueError as error:
        raise ModelError(
            f"{path} is damaged, or no .tflite file; run: skeleton-crew models verify"
        ) from error
    except RuntimeError as error:
        raise _cannot_run(path, error) from error
    try:
        interpreter.allocate_tensors()
    except (RuntimeError, ValueError) as error:
        raise _cannot_run(path, error) from error
    return interpreter


def _delegates(
    tflite: ModuleType, path: Path, content: bytes, options: RuntimeOptions
) -> list[Any]:
    """What takes over the operations of the file that LiteRT does not have."""
    opened = []
    if edgetpu.CUSTOM_OP in content:
        opened.append(edgetpu.open_delegate(tflite, options.device, options.libedgetpu))
    if delegates.POSENET_DECODER_OP in content:
        opened.append(delegates.posenet_decoder(tflite, path, options.posenet_decoder))
    return opened


def _resolver(tflite: ModuleType, options: RuntimeOptions) -> dict[str, Any]:
    """The interpreter's argument that keeps XNNPACK away, if the options say so."""
    if options.xnnpack:
        return {}
    kind = tflite.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    return {"experimental_op_resolver_type": kind}


def _usable_cpus() -> int:
    """How many CPUs this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cannot_run(path: Path, error: Exception) -> ModelError:
    return ModelError(
        f"{path}: LiteRT cannot run it: {_reason(error)}; take another model, or run: "
        "skeleton-crew models verify"
    )


def _reason(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _with_output_steps(content: bytes, steps: Mapping[str | int, float]) -> bytes:
    """The file with other steps for some tensors; a layer scales its sums to its output's step."""
    changed = bytearray(content)
    graph = interpreters.load_schema().Model.GetRootAs(changed, 0).Subgraphs(0)
    for index in range(graph.TensorsLength()):
        tensor = graph.Tensors(index)
        if step := steps.get(tensor.Name().decode()):
            tensor.Quantization().ScaleAsNumpy()[:] = step
    return bytes(changed)


def _check_input(interpreter: Any, path: Path, wanted: InputSpec) -> None:  # noqa: ANN401
    (details,) = interpreter.get_input_details()
    width, height = wanted.size
    if tuple(details["shape"]) != (1, height, width, 3):
        raise ModelError(
            f"{path}: input.size is {width}x{height}, but the file wants {details['shape']}"
        )


def _named_outputs(
    interpreter: Any,  # noqa: ANN401
    path: Path,
    stage: StageSpec,
) -> dict[str, dict[str, Any]]:
    outputs = interpreter.get_output_details()
    names = {details["name"]: details for details in outputs}
    found = names | dict(enumerate(outputs))
    for role, name in stage.outputs.items():
        if name not in found:
            raise ModelError(
                f"{path}: outputs.{role} is {name!r}, but the file's outputs are "
                f"{', '.join(sorted(names))}"
            )
    return {role: found[name] for role, name in stage.outputs.items()}
