"""Runtimes: a picture in, named float tensors out. Each back end is one file, loaded by name."""

import importlib
import importlib.util
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, Self

import msgspec

from engine.models import ModelSpec, StageSpec
from engine.poses.errors import ModelError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from engine.detections import FloatArray, Pixels

RUNTIMES = {
    "openvino": ("openvino",),
    "litert": ("ai_edge_litert", "tflite_runtime", "tensorflow"),
}
"""The runtimes by name, which is also that of the extra, and the packages of which each needs one.

The first that is installed is taken.
"""

Precision = Literal["auto", "f32"]


class RuntimeOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """On what chip a network runs, and how.

    ``device`` is ``AUTO``, another of OpenVINO's devices (``CPU``, ``GPU.1``, ``NPU`` …), or an
    Edge TPU: ``edgetpu``, ``edgetpu:usb``, ``edgetpu:pci``, or with a number at its end one of
    several. ``precision`` is that of OpenVINO's arithmetic. ``threads`` is how many the CPU takes;
    None is all that this process may use. ``xnnpack`` is whether LiteRT uses that library for the
    CPU, and ``cache`` whether OpenVINO keeps compiled networks on disk. ``libedgetpu`` and
    ``posenet_decoder`` are where Coral's libraries lie, if not where the system looks.
    """

    device: str = "AUTO"
    precision: Precision = "auto"
    threads: int | None = None
    xnnpack: bool = True
    cache: bool = True
    libedgetpu: str = ""
    posenet_decoder: str = ""

    def __post_init__(self) -> None:
        if self.threads is not None and self.threads < 1:
            raise ValueError("threads is 1 or more")


# As soon as it is imported, OpenVINO's package would tell Google Analytics that it is in use, from
# a process forked off beside the camera. Without this module it is silent.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]


class Runtime(Protocol):
    """A network that is loaded and ready.

    Layout, colour order, normalisation and (de)quantisation stay inside, in the network's graph
    where the runtime allows it.
    """

    def infer(self, picture: "Pixels") -> Mapping[str, "FloatArray"]:
        """The outputs by role for a BGR picture of exactly the network's input size.

        The batch dimension is removed and channels are last. The arrays are valid until the next
        call: they may be the runtime's own memory. :class:`ModelError` if the device fails.
        """
        ...


class Network(Runtime, Protocol):
    """A network as it was loaded, which several threads can run at a time."""

    def another(self) -> Self:
        """The same for another thread; the network is not loaded again."""
        ...


def is_installed(name: str) -> bool:
    """Whether the runtime called ``name`` can be loaded here; costs no import."""
    return any(importlib.util.find_spec(package) for package in RUNTIMES.get(name, ()))


def chip(device: str) -> Literal["edgetpu"] | None:
    """The chip that files have to be compiled for to run on ``device``; None if for none."""
    return "edgetpu" if device.lower().partition(":")[0] == "edgetpu" else None


def devices(name: str) -> tuple[str, ...]:
    """The devices of this machine that the runtime called ``name`` runs on; none if it is broken.

    Loads the runtime.
    """
    try:
        found: tuple[str, ...] = importlib.import_module(f"engine.runtimes.{name}").devices()
    except ImportError:
        return ()
    return found


def chosen(spec: ModelSpec, name: str, device: str) -> str:
    """The runtime for ``spec``: ``name``, or for ``auto`` its first that is installed.

    An Edge TPU for ``device`` is reached by LiteRT alone. :class:`UsageError` where the model does
    not run on ``name``.
    """
    if name == "auto" and chip(device):
        name = "litert"
    if name == "auto":
        return next(filter(is_installed, spec.runtimes), spec.runtimes[0])
    if name in RUNTIMES and name not in spec.runtimes:
        raise UsageError(
            f"{spec.name} does not run on {name}; it runs on {', '.join(spec.runtimes)}"
        )
    return name


def load(
    name: str, path: Path, stage: StageSpec, options: RuntimeOptions, at_once: int = 1
) -> Network:
    """The network at ``path`` on the runtime called ``name``.

    It is made for least latency, or for most of ``at_once`` pictures that threads give it.

    :class:`ModelError` if the file is not what ``stage`` describes, the runtime is not installed,
    or the device does not answer; :class:`UnknownNameError` if there is no such device.
    """
    if name not in RUNTIMES:
        raise UnknownNameError("runtime", name, RUNTIMES)
    try:
        module = importlib.import_module(f"engine.runtimes.{name}")
        network: Network = module.load(path, stage, options, at_once)
    except ImportError as error:
        raise ModelError(
            f"the {name} runtime is not installed ({error}); "
            f"run: pip install 'skeleton-crew[{name}]'"
        ) from error
    return network


def places_of_outputs(
    path: Path, stage: StageSpec, outputs: Sequence[Collection[str]]
) -> dict[str, int]:
    """Which of the ``outputs`` of the file at ``path`` has each role of ``stage``: its place.

    Each output is given by its names. :class:`ModelError` names a role that none of them has.
    """
    places: dict[str | int, int] = {place: place for place in range(len(outputs))}
    places |= {name: place for place, names in enumerate(outputs) for name in names}
    found = {}
    for role in stage.outputs:
        names = [name for name in stage.names(role) if name in places]
        if not names:
            raise ModelError(
                f"{path}: outputs.{role} is {' or '.join(map(repr, stage.names(role)))}, but the "
                f"file's outputs are {', '.join(sorted(name for some in outputs for name in some))}"
            )
        found[role] = places[names[0]]
    return found
