"""Networks on OpenVINO; it reads its own IR, ONNX and TFLite files directly.

What has to be done to a picture before the network and to its outputs after it is made a part of
the graph, so that OpenVINO fuses it with the network and runs it on the network's device.
"""

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Self

import numpy as np
import openvino as ov
from openvino import opset13 as ops
from openvino.frontend import FrontEndManager
from openvino.preprocess import ColorFormat, PrePostProcessor

from engine.detections import FloatArray, Pixels
from engine.models import InputSpec, StageSpec
from engine.poses.errors import ModelError, UnknownNameError
from engine.runtimes import RuntimeOptions, places_of_outputs
from engine.runtimes.compiled import CompiledNetworks, let_openvino_keep

_COMPOUND_DEVICES = ("AUTO", "HETERO", "MULTI")
_FORMATS = {".onnx": "onnx", ".tflite": "tflite", ".xml": "ir"}
_COLOURS = {"BGR": ColorFormat.BGR, "RGB": ColorFormat.RGB}


class OpenVinoRuntime:
    """The network of the file at ``path``, compiled for one of OpenVINO's devices."""

    def __init__(self, path: Path, compiled: ov.CompiledModel, roles: tuple[str, ...]) -> None:
        self._path = path
        self._compiled = compiled
        self._request = compiled.create_infer_request()
        self._roles = roles

    def another(self) -> Self:
        """A request of its own on the same network; see :class:`engine.runtimes.Network`."""
        return type(self)(self._path, self._compiled, self._roles)

    def infer(self, picture: Pixels) -> Mapping[str, FloatArray]:
        """The outputs by role; see :class:`engine.runtimes.Runtime`."""
        batch = np.ascontiguousarray(picture)[np.newaxis]
        self._request.set_input_tensor(ov.Tensor(batch, shared_memory=True))
        try:
            self._request.infer()
        except RuntimeError as error:
            raise ModelError(
                f"{self._path}: the device stopped: {_reason(error)}; start again, or set device "
                "to CPU"
            ) from error
        return {
            role: self._request.get_output_tensor(index).data[0]
            for index, role in enumerate(self._roles)
        }

    def seconds_in_queue(self, at_once: int, count: int) -> float:
        """How long OpenVINO's own queue takes for ``count`` pictures, ``at_once`` at a time.

        For benchmarks: with nothing to do before or after the network, nothing can be faster.
        """
        shape = tuple(self._compiled.input().shape)
        queue = ov.AsyncInferQueue(self._compiled, at_once)
        picture = ov.Tensor(np.full(shape, 128, np.uint8), shared_memory=True)
        started = perf_counter()
        for _ in range(count):
            queue.start_async({0: picture})
        queue.wait_all()
        return perf_counter() - started


def devices() -> tuple[str, ...]:
    """What OpenVINO finds here, such as ``CPU``, ``GPU.1`` or ``NPU``."""
    return tuple(ov.Core().available_devices)


def load(
    path: Path, stage: StageSpec, options: RuntimeOptions, at_once: int = 1
) -> OpenVinoRuntime:
    """The network at ``path`` on ``options.device``, such as ``AUTO``, ``CPU`` or ``GPU.1``.

    With ``precision`` ``f32`` only what the file itself holds in 8 bits is calculated in fewer than
    32. ``auto`` leaves the choice to the device, except to the CPU, whose bfloat16 is too coarse
    for coordinates and for which of two people a limb belongs to.

    :class:`ModelError` if the file is missing, damaged or not what ``stage`` describes;
    :class:`UnknownNameError` if there is no such device.
    """
    core = ov.Core()
    device = _known_device(core, options.device)
    if not path.is_file():
        raise ModelError(f"{path} is missing; run: skeleton-crew models fetch")
    config = _config(core, device, options, at_once)
    compile_ = _from_cache if options.cache else _compile
    compiled = compile_(core, path, stage, device, config)
    return OpenVinoRuntime(path, compiled, tuple(stage.outputs))


def _known_device(core: ov.Core, device: str) -> str:
    """The ``device`` as it is; the CPU for AUTO where there is nothing else."""
    name = device.partition(":")[0]
    known = (*_COMPOUND_DEVICES, *core.available_devices)
    if not any(name == other or other.startswith(f"{name}.") for other in known):
        raise UnknownNameError("device", device, known)
    return "CPU" if device == "AUTO" and core.available_devices == ["CPU"] else device


def _config(core: ov.Core, device: str, options: RuntimeOptions, at_once: int) -> dict[str, str]:
    """What OpenVINO is told about ``device``: least latency of one picture, or most of several."""
    config = {"PERFORMANCE_HINT": "LATENCY"}
    if at_once > 1:
        config = {"PERFORMANCE_HINT": "THROUGHPUT", "PERFORMANCE_HINT_NUM_REQUESTS": str(at_once)}
    if options.precision == "f32" or device == "CPU":
        config["INFERENCE_PRECISION_HINT"] = "f32"
    if options.threads and device == "CPU":
        config["INFERENCE_NUM_THREADS"] = str(options.threads)
    elif options.threads:
        core.set_property("CPU", {"INFERENCE_NUM_THREADS": options.threads})
    return config


def _from_cache(
    core: ov.Core, path: Path, stage: StageSpec, device: str, config: dict[str, str]
) -> ov.CompiledModel:
    """The compiled network, kept from an earlier start or for the next one."""
    if device.partition(":")[0] in _COMPOUND_DEVICES:
        let_openvino_keep(core)
        return _compile(core, path, stage, device, config)
    kept = CompiledNetworks(core, device, config)
    compiled = kept.load(path, stage)
    if compiled is None:
        compiled = _compile(core, path, stage, device, config)
        kept.keep(compiled, path, stage)
    return compiled


def _compile(
    core: ov.Core, path: Path, stage: StageSpec, device: str, config: dict[str, str]
) -> ov.CompiledModel:
    model = _read(core, path)
    _check_input(model, path, stage.input)
    model = _with_named_outputs(model, path, stage)
    model = _with_camera_input(model, stage.input)
    try:
        return core.compile_model(model, device, config)
    except RuntimeError as error:
        raise ModelError(
            f"{path}: {device} cannot run it: {_reason(error)}; set device to CPU, or run: "
            "skeleton-crew models verify"
        ) from error


def _read(core: ov.Core, path: Path) -> ov.Model:
    try:
        # Core alone would try every format on a damaged file, and log each failure.
        reader = FrontEndManager().load_by_framework(_FORMATS[path.suffix])
        if reader.supported(str(path)):
            return core.read_model(path)
    except (KeyError, RuntimeError) as error:
        raise _damaged(path) from error
    raise _damaged(path)


def _damaged(path: Path) -> ModelError:
    return ModelError(
        f"{path} is damaged, or no network that OpenVINO reads; run: skeleton-crew models verify"
    )


def _check_input(model: ov.Model, path: Path, wanted: InputSpec) -> None:
    """:class:`ModelError` unless it takes the described pictures; open sizes are settled."""
    width, height = wanted.size
    shape = [1, 3, height, width] if wanted.layout == "NCHW" else [1, height, width, 3]
    found = [given.get_partial_shape() for given in model.inputs]
    if len(found) != 1 or not found[0].compatible(ov.PartialShape(shape)):
        raise ModelError(
            f"{path}: input.size is {width}x{height}, but the file wants "
            f"{' and '.join(map(str, found))} (input.layout is {wanted.layout})"
        )
    if found[0].is_dynamic:
        try:
            model.reshape(shape)
        except RuntimeError as error:
            raise ModelError(f"{path}: it cannot take {shape}: {_reason(error)}") from error


def _with_named_outputs(model: ov.Model, path: Path, stage: StageSpec) -> ov.Model:
    """Keep the outputs that have a role, in that order, as floats with channels last."""
    places = places_of_outputs(path, stage, [output.names for output in model.outputs])
    found = {role: model.outputs[place].get_node() for role, place in places.items()}
    for role, result in found.items():
        _keep_real_values(result, stage.output_steps.get(role))
    model.validate_nodes_and_infer_types()
    results = [
        ops.result(_channels_last(ops.convert(result.input_value(0), "f32"), stage.input))
        for result in found.values()
    ]
    return ov.Model(results, model.get_parameters())


def _keep_real_values(result: ov.Node, step: float | None) -> None:
    """Round an output as for 8 bits, in ``step`` or else its own, but keep the real values."""
    if result.get_element_type() not in (ov.Type.u8, ov.Type.i8):
        return
    stored, node = result, result.input_value(0).get_node()
    while node.get_type_name() != "FakeQuantize":
        stored, node = node, node.input_value(0).get_node()
    ends = [node.input_value(port).get_node().get_data().item() for port in (1, 2)]
    own_step = (ends[1] - ends[0]) / 255
    low, high = (np.float32(end * (step or own_step) / own_step) for end in ends)
    rounded = ops.fake_quantize(node.input_value(0), low, high, low, high, levels=256)
    stored.output(0).replace(rounded.output(0))


def _channels_last(output: ov.Node, spec: InputSpec) -> ov.Node:
    if spec.layout == "NCHW" and len(output.get_output_partial_shape(0)) == 4:
        return ops.transpose(output, np.array([0, 2, 3, 1]))
    return output


def _with_camera_input(model: ov.Model, wanted: InputSpec) -> ov.Model:
    """Take a BGR picture, 8 bits a channel, and turn it into what the network wants."""
    steps = PrePostProcessor(model)
    picture = steps.input()
    picture.tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
    picture.tensor().set_color_format(ColorFormat.BGR)
    picture.model().set_layout(ov.Layout(wanted.layout))
    if wanted.colour != "BGR":
        picture.preprocess().convert_color(_COLOURS[wanted.colour])
    if (wanted.mean, wanted.scale) != (0.0, 1.0):
        picture.preprocess().convert_element_type(ov.Type.f32).mean(wanted.mean).scale(wanted.scale)
    return steps.build()


def _reason(error: Exception) -> str:
    """The last line of an exception that OpenVINO words over several."""
    return str(error).strip().splitlines()[-1].strip()
