"""Runtimes: a picture in, named float tensors out. Each back end is one file, loaded by name."""

import importlib
import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from engine.detections import FloatArray, Pixels
from engine.models import StageSpec
from engine.poses.errors import ModelError, UnknownNameError

RUNTIMES = {"openvino": "openvino", "litert": "ai_edge_litert"}
"""The runtimes by name, which is also that of the extra, and the package that each needs."""

# As soon as it is imported, OpenVINO's package would tell Google Analytics that it is in use, from
# a process forked off beside the camera. Without this module it is silent.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]


class Runtime(Protocol):
    """A network that is loaded and ready.

    Layout, colour order, normalisation and (de)quantisation stay inside, in the network's graph
    where the runtime allows it.
    """

    def infer(self, picture: Pixels) -> Mapping[str, FloatArray]:
        """The outputs by role for a BGR picture of exactly the network's input size.

        The batch dimension is removed and channels are last. The arrays are valid until the next
        call: they may be the runtime's own memory.
        """
        ...


def is_installed(name: str) -> bool:
    """Whether the runtime called ``name`` can be loaded here; costs no import."""
    return name in RUNTIMES and importlib.util.find_spec(RUNTIMES[name]) is not None


def load(name: str, path: Path, stage: StageSpec, *, device: str, precision: str) -> Runtime:
    """The network at ``path`` on the runtime called ``name``.

    ``device`` is a device's name as OpenVINO spells them; ``precision`` is ``auto`` or ``f32``.
    :class:`ModelError` if the file is not what ``stage`` describes or the runtime is not installed.
    """
    if name not in RUNTIMES:
        raise UnknownNameError("runtime", name, RUNTIMES)
    try:
        module = importlib.import_module(f"engine.runtimes.{name}")
    except ImportError as error:
        raise ModelError(
            f"the {name} runtime is not installed ({error}); "
            f"run: pip install 'skeleton-crew[{name}]'"
        ) from error
    runtime: Runtime = module.load(path, stage, device=device, precision=precision)
    return runtime
