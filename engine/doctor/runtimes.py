"""What runs models here: OpenVINO with its devices, and LiteRT."""

import importlib
import importlib.util
import os
from collections.abc import Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from engine import models, runtimes
from engine.doctor import edge_tpu
from engine.poses.finding import Check, Finding, State
from engine.settings import EngineSettings

if TYPE_CHECKING:
    import openvino

DEV = Path("/dev")

_NODES = ("dri/renderD*", "accel/accel*")
"""Device files of GPUs and NPUs, which OpenVINO does not see where the user may not open them."""

_LITERT = {
    "ai_edge_litert": "ai-edge-litert",
    "tflite_runtime": "tflite-runtime",
    "tensorflow": "tensorflow",
}
"""What runs .tflite files, the real one first: the module, and the package that it comes in."""


def checks(settings: EngineSettings) -> Sequence[Check]:
    """A look at each runtime; the one that ``settings`` would take is needed."""
    taken = chosen(settings)
    return (
        Check("OpenVINO", partial(look_at_openvino, settings, taken == "openvino")),
        Check("LiteRT", partial(look_at_litert, taken == "litert")),
        Check("accelerators", look_at_accelerators),
    )


def chosen(settings: EngineSettings) -> str:
    """The runtime that a model is run on with ``settings``: the first fit one that is installed."""
    fit = _fit(settings)
    return next(filter(runtimes.is_installed, fit), fit[0])


def _fit(settings: EngineSettings) -> Sequence[str]:
    if settings.runtime != "auto":
        return (settings.runtime,)
    if edge_tpu.is_needed(settings):
        return ("litert",)
    if settings.model in models.names():
        return models.load(settings.model).runtimes
    return tuple(runtimes.RUNTIMES)


def look_at_openvino(settings: EngineSettings, needed: bool) -> Sequence[Finding]:
    """OpenVINO's version and devices, and the device that ``settings`` name."""
    if not runtimes.is_installed("openvino"):
        return [_not_installed("OpenVINO", "openvino", needed)]
    import openvino

    core = openvino.Core()
    devices = [f"{name} ({_full_name(core, name)})" for name in core.available_devices]
    here = f"{_version('openvino')}; {', '.join(devices) or 'no device'}"
    state = State.OK if devices else State.BROKEN
    found = [Finding("OpenVINO", state, here, needed=needed)]
    if needed and settings.device != "AUTO":
        found.append(_device(settings.device, core.available_devices))
    return found


def look_at_litert(needed: bool) -> Sequence[Finding]:
    """The version of LiteRT, or of what is here in its place."""
    if not runtimes.is_installed("litert"):
        return [_not_installed("LiteRT", "litert", needed)]
    module = next(name for name in _LITERT if importlib.util.find_spec(name))
    importlib.import_module(f"{module}.lite" if module == "tensorflow" else f"{module}.interpreter")
    substitute = "" if module == "ai_edge_litert" else f", by {module} in its place"
    detail = f"{_version(_LITERT[module])}{substitute}"
    return [Finding("LiteRT", State.OK, detail, needed=needed)]


def look_at_accelerators() -> Sequence[Finding]:
    """The device files of GPUs and NPUs that this user may not open."""
    nodes = sorted(node for pattern in _NODES for node in DEV.glob(pattern))
    mend = "sudo usermod -aG render $USER, then log in again"
    return [
        Finding(f"accelerator {node}", State.BROKEN, "this user may not open it", mend)
        for node in nodes
        if not os.access(node, os.R_OK | os.W_OK)
    ]


def _not_installed(subject: str, extra: str, needed: bool) -> Finding:
    mend = f"pip install 'skeleton-crew[{extra}]'"
    return Finding(subject, State.MISSING, "is not installed", mend, needed)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "of unknown version"


def _full_name(core: "openvino.Core", device: str) -> str:
    return " ".join(str(core.get_property(device, "FULL_DEVICE_NAME")).split())


def _device(wanted: str, here: Sequence[str]) -> Finding:
    """The device that is to run the model, such as ``GPU`` or ``AUTO:GPU,CPU``."""
    names = wanted.rpartition(":")[2].split(",")
    absent = [name for name in names if not any(_covers(name, other) for other in here)]
    subject = f"device {wanted}"
    if not absent:
        return Finding(subject, State.OK, "OpenVINO has it", needed=True)
    mend = f"install its driver, or set `device` under [engine] to one of: AUTO, {', '.join(here)}"
    return Finding(
        subject, State.MISSING, f"OpenVINO has no {', '.join(absent)}", mend, needed=True
    )


def _covers(name: str, device: str) -> bool:
    return device == name or device.startswith(f"{name}.")
