"""Coral's Edge TPU, a stick or a chip on a board: how it is called, found and opened."""

import importlib
import importlib.util
import platform
import re
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.poses.errors import ModelError, UnknownNameError
from engine.runtimes import delegates

CUSTOM_OP = b"edgetpu-custom-op"
"""The operation, by its name in a file, that stands for all that was compiled for the Edge TPU."""

DEVICES = ("edgetpu", "edgetpu:usb", "edgetpu:pci", "edgetpu:0")

_LIBRARIES = {
    "Linux": "libedgetpu.so.1",
    "Darwin": "libedgetpu.1.dylib",
    "Windows": "edgetpu.dll",
}
_DEVICE = re.compile(r"edgetpu(:usb|:pci)?(:\d+)?", re.IGNORECASE)

_USB_DEVICES = Path("/sys/bus/usb/devices")
USB_IDS = {("1a6e", "089a"): "not used yet", ("18d1", "9302"): "used before"}
"""What a stick calls itself until it is first used since it was plugged in, and from then on."""

_PCI_DEVICES = Path("/dev")


def is_plugged_in() -> bool:
    """Whether Linux sees an Edge TPU; always False on other systems, which do not tell."""
    sticks = any(_usb_id(stick) in USB_IDS for stick in _USB_DEVICES.glob("*"))
    return sticks or any(_PCI_DEVICES.glob("apex_*"))


def pycoral() -> ModuleType | None:
    """Coral's own ``pycoral.utils.edgetpu``, if that is installed.

    PyPI's package of this name is another one, which is never imported.
    """
    spec = importlib.util.find_spec("pycoral")
    folders = spec.submodule_search_locations if spec else None
    if not any((Path(folder) / "utils" / "edgetpu.py").is_file() for folder in folders or ()):
        return None
    try:
        module = importlib.import_module("pycoral.utils.edgetpu")
    except ImportError:
        return None
    return module if hasattr(module, "make_interpreter") else None


def open_delegate(tflite: ModuleType, device: str, library: str) -> Any:  # noqa: ANN401
    """The delegate for ``device``, one of :data:`DEVICES` or with another number.

    ``library`` is the path of libedgetpu; empty is where the system looks. :class:`ModelError` says
    what is missing: the library, the device, or the right to use it.
    """
    matched = _DEVICE.fullmatch(device)
    if matched is None:
        raise UnknownNameError("device", device, DEVICES)
    kind, number = matched.groups(default="")
    wanted = {"device": kind.lower().removeprefix(":") + number} if kind or number else {}
    library = library_at(library)
    try:
        return delegates.open_delegate(tflite, library, wanted)
    except OSError as error:
        raise ModelError(
            f"the Edge TPU needs {Path(library).name}, which does not load ({error}); install "
            "libedgetpu1-std from Coral's packages, or set libedgetpu under [engine] to its path"
        ) from error
    except delegates.DelegateRefusedError as error:
        said = f" ({error})" if str(error) else ""
        raise ModelError(f"{device} does not answer{said}: {_remedy()}") from error


def library_at(path: str) -> str:
    """The library at ``path``; for an empty one, by the name that the system looks for."""
    if path:
        return str(Path(path).expanduser())
    return _LIBRARIES.get(platform.system(), _LIBRARIES["Linux"])


def _usb_id(device: Path) -> tuple[str, ...]:
    """The vendor's and the product's number, as Linux writes them."""
    files = (device / "idVendor", device / "idProduct")
    return tuple(file.read_text().strip() if file.is_file() else "" for file in files)


def _remedy() -> str:
    if platform.system() == "Linux" and not is_plugged_in():
        return "no Edge TPU is plugged in"
    return (
        "only one program can use it at a time; if no other does, unplug it and plug it in again, "
        "and see that this user is in the group plugdev (USB) or apex (PCIe) and Coral's udev rule "
        "is installed"
    )
