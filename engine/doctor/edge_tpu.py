"""Coral's Edge TPU: on USB or PCIe, whether this user may open it, and the library that drives it.

On PCIe the driver ``gasket`` makes /dev/apex_0.
"""

import ctypes
import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from engine import models, runtimes
from engine.poses.finding import Check, Finding, State
from engine.runtimes import edgetpu
from engine.settings import EngineSettings

_PLUG = "plug one in; it must get enough power, so no hub without a supply"
_INSTALL = "sudo apt install libedgetpu1-std, from Coral's or a maintained package repository"


class Stick(NamedTuple):
    """An Edge TPU: where it is, what is known of it, its device file, and who may open that."""

    place: str
    detail: str
    node: Path
    group: str


def check(settings: EngineSettings) -> Check:
    """A look at the Edge TPU; needed if ``settings`` name a device or a model that is one's."""
    needed = is_needed(settings)
    return Check("Edge TPU", partial(look, needed, library=settings.libedgetpu), needed)


def is_needed(settings: EngineSettings) -> bool:
    """Whether the device, or all files of the model, that ``settings`` name are an Edge TPU's."""
    if runtimes.chip(settings.device):
        return True
    if settings.model not in models.names():
        return False
    return models.load(settings.model).compiled_for(None) is None


def look(needed: bool, root: Path = Path("/"), *, library: str = "") -> Sequence[Finding]:
    """Each Edge TPU of the machine at ``root``, and its ``library`` if that is here, or need be.

    Only Linux says what is plugged in.
    """
    sticks = [_finding(stick, needed) for stick in (*_on_usb(root), *_on_pcie(root))]
    driver = _library(needed, edgetpu.library_at(library))
    if not sticks and sys.platform == "linux":
        sticks = [Finding("Edge TPU", State.MISSING, "there is none", _PLUG, needed)]
        if not needed and driver.state is State.MISSING:
            return sticks
    return [*sticks, driver]


def _on_usb(root: Path) -> Iterator[Stick]:
    for device in sorted((root / "sys/bus/usb/devices").glob("*")):
        ids = _line(device / "idVendor"), _line(device / "idProduct")
        if ids not in edgetpu.USB_IDS:
            continue
        bus, number = (int(_line(device / name) or 0) for name in ("busnum", "devnum"))
        speed = _line(device / "speed")
        slow = f", at {speed} Mbit/s only: use a USB 3 socket" if speed in ("12", "480") else ""
        detail = f"{':'.join(ids)}, {edgetpu.USB_IDS[ids]}{slow}"
        node = root / f"dev/bus/usb/{bus:03}/{number:03}"
        yield Stick(f"USB {device.name}", detail, node, "plugdev")


def _on_pcie(root: Path) -> Iterator[Stick]:
    for node in sorted((root / "dev").glob("apex_*")):
        yield Stick(f"PCIe /dev/{node.name}", "", node, "apex")


def _finding(stick: Stick, needed: bool) -> Finding:
    subject, detail = "Edge TPU", ", ".join(filter(None, (stick.place, stick.detail)))
    if os.access(stick.node, os.R_OK | os.W_OK):
        return Finding(subject, State.OK, detail, needed=needed)
    mend = f"sudo usermod -aG {stick.group} $USER, then log in and plug it in again"
    return Finding(subject, State.BROKEN, f"{detail}; this user may not open it", mend, needed)


def _library(needed: bool, name: str) -> Finding:
    try:
        ctypes.CDLL(name)
    except OSError as error:
        absent = "No such file" in str(error) or "no such file" in str(error)
        state = State.MISSING if absent else State.BROKEN
        return Finding("libedgetpu", state, str(error), _INSTALL, needed)
    return Finding("libedgetpu", State.OK, name, needed=needed)


def _line(path: Path) -> str:
    """What a file of the kernel's says in one line; empty if it cannot be read."""
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""
