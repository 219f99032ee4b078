"""Networks on LiteRT (TensorFlow Lite), on the CPU or an Edge TPU; it reads .tflite files."""

import os
import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import cv2
import numpy as np

from engine.detections import FloatArray, Pixels
from engine.models import InputSpec, StageSpec
from engine.poses.errors import ModelError, UnknownNameError
from engine.runtimes import (
    RuntimeOptions,
    chip,
    delegates,
    edgetpu,
    interpreters,
    places_of_outputs,
)
from engine.runtimes.tflite_file import TfliteFile

_DEVICES = ("AUTO", "CPU")
_OPERATIONS = (edgetpu.CUSTOM_OP, delegates.POSENET_DECODER_OP)


class LiteRtRuntime:
    """The network of the file at ``path``, loaded into an interpreter, which threads share."""

    def __init__(
        self,
        path: Path,
        interpreter: Any,  # noqa: ANN401
        wanted: InputSpec,
        outputs: Mapping[str, dict[str, Any]],
    ) -> None:
        self._path = path
        self._interpreter = interpreter
        self._turn = threading.Lock()
        (self._input,) = interpreter.get_input_details()
        self._wanted = wanted
        self._outputs = outputs

    def another(self) -> Self:
        """The same one: pictures take turns; see :class:`engine.runtimes.Network`."""
        return self

    def infer(self, picture: Pixels) -> Mapping[str, FloatArray]:
        """The outputs by role; see :class:`engine.runtimes.Runtime`."""
        prepared = self._prepared(picture)[np.newaxis]
        with self._turn:
            self._interpreter.set_tensor(self._input["index"], prepared)
            try:
                self._interpreter.invoke()
            except (RuntimeError, ValueError) as error:
                reason = str(error).partition("\n")[0]
                raise ModelError(
                    f"{self._path}: LiteRT stopped: {reason}; if it ran on an Edge TPU, see "
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


def load(
    path: Path,
    stage: StageSpec,
    options: RuntimeOptions,
    at_once: int = 1,  # noqa: ARG001
) -> LiteRtRuntime:
    """The network at ``path`` on the CPU, or on the Edge TPU if it is compiled for one.

    An interpreter runs one picture after the other, whatever is wanted ``at_once``.
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
    _check_whole(tflite, path, content)
    content, operations = _as_described(content, stage)
    interpreter = _interpreter(tflite, path, content, operations, options)
    _check_input(interpreter, path, stage.input)
    outputs = interpreter.get_output_details()
    places = places_of_outputs(path, stage, [(details["name"],) for details in outputs])
    found = {role: outputs[place] for role, place in places.items()}
    return LiteRtRuntime(path, interpreter, stage.input, found)


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


def _check_whole(tflite: ModuleType, path: Path, content: bytes) -> None:
    try:
        tflite.Interpreter(model_content=content)
    except ValueError as error:
        raise ModelError(
            f"{path} is damaged, or no .tflite file; run: skeleton-crew models verify"
        ) from error


def _as_described(content: bytes, stage: StageSpec) -> tuple[bytes, set[bytes]]:
    """The file with the outputs that ``stage`` wants, and those operations that LiteRT lacks.

    Without a package that can read its fields the file stays as it is; ``ImportError`` if that
    will not do.
    """
    try:
        file = TfliteFile(content)
    except ImportError:
        if stage.output_steps:
            raise
        return content, {name for name in _OPERATIONS if name in content}
    file.end_at([stage.names(role) for role in stage.outputs])
    file.set_output_steps(
        {name: step for role, step in stage.output_steps.items() for name in stage.names(role)}
    )
    return file.content, file.custom_operations()


def _interpreter(
    tflite: ModuleType,
    path: Path,
    content: bytes,
    operations: Collection[bytes],
    options: RuntimeOptions,
) -> Any:  # noqa: ANN401
    """The interpreter, ready to run, with delegates for the ``operations`` that it lacks."""
    opened = _delegates(tflite, path, operations, options)
    try:
        interpreter = tflite.Interpreter(
            model_content=content,
            num_threads=options.threads or _usable_cpus(),
            experimental_delegates=opened,
            **_resolver(tflite, options),
        )
        interpreter.allocate_tensors()
    except (RuntimeError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(
            f"{path}: LiteRT cannot run it: {reason}; take another model, or run: skeleton-crew "
            "models verify"
        ) from error
    return interpreter


def _delegates(
    tflite: ModuleType, path: Path, operations: Collection[bytes], options: RuntimeOptions
) -> list[Any]:
    """What takes over the ``operations``: the Edge TPU first, as Coral has it."""
    opened = []
    if edgetpu.CUSTOM_OP in operations:
        opened.append(edgetpu.open_delegate(tflite, options.device, options.libedgetpu))
    if delegates.POSENET_DECODER_OP in operations:
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


def _check_input(interpreter: Any, path: Path, wanted: InputSpec) -> None:  # noqa: ANN401
    found = [details["shape"].tolist() for details in interpreter.get_input_details()]
    width, height = wanted.size
    if found != [[1, height, width, 3]]:
        raise ModelError(
            f"{path}: input.size is {width}x{height}, but the file wants "
            f"{' and '.join(map(str, found))}"
        )
