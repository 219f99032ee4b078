"""Networks on OpenVINO; it reads its own IR, ONNX and TFLite files directly."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import openvino as ov

from engine.detections import FloatArray, Pixels
from engine.models import StageSpec
from engine.poses.errors import ModelError


class OpenVinoRuntime:
    """A network compiled for one of OpenVINO's devices, least latency first."""

    def __init__(self, compiled: ov.CompiledModel, outputs: Mapping[str, str]) -> None:
        self._request = compiled.create_infer_request()
        self._tensors = {role: self._request.get_tensor(name) for role, name in outputs.items()}

    def infer(self, picture: Pixels) -> Mapping[str, FloatArray]:
        """The outputs by role; see :class:`engine.runtimes.Runtime`."""
        self._request.set_input_tensor(ov.Tensor(picture[np.newaxis], shared_memory=True))
        self._request.infer()
        return {role: tensor.data[0] for role, tensor in self._tensors.items()}


def load(path: Path, stage: StageSpec, *, device: str, precision: str) -> OpenVinoRuntime:
    """The network at ``path`` on ``device``; ``precision`` ``f32`` forbids bfloat16."""
    raise ModelError(f"{path}: not yet {stage} {device} {precision}")
