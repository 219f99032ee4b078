"""The cameras of this machine, and why one of them cannot be had (Linux, Video4Linux).

Video4Linux gives one camera several device files, of which only some give pictures: each is asked
by ``VIDIOC_QUERYCAP``, see https://docs.kernel.org/userspace-api/media/v4l/vidioc-querycap.html.
"""

import fcntl
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DEV = Path("/dev")
PROC = Path("/proc")
SYS = Path("/sys")

_QUERYCAP = 0x80685600
_CAPABILITY = struct.Struct("=16s32s32sIII12x")
_VIDEO_CAPTURE = 0x00000001
_STREAMING = 0x04000000
_HAS_DEVICE_CAPS = 0x80000000


class Device(NamedTuple):
    """A device file that gives pictures, and what the driver calls the camera."""

    path: Path
    name: str

    def __str__(self) -> str:
        return f"{self.path} ({self.name})"


def capture_devices() -> list[Device]:
    """The cameras that this user may open, in the order of their numbers."""
    paths = sorted(DEV.glob("video*"), key=lambda path: number(path) or 0)
    return [device for path in paths if (device := query(path)) is not None]


def video_nodes() -> list[Device]:
    """What the kernel calls the first device file of each video device; none is opened.

    Some are no cameras but codecs, and say so only when they are asked.
    """
    folders = (SYS / "class" / "video4linux").glob("video*")
    nodes = [
        Device(DEV / folder.name, _line(folder / "name") or "unnamed")
        for folder in folders
        if _line(folder / "index") in ("", "0")
    ]
    return sorted(nodes, key=lambda node: number(node.path) or 0)


def number(path: Path) -> int | None:
    """The number of the camera at ``path``, such as 0 for ``/dev/video0``, through links.

    The links in ``/dev/v4l/by-id`` name the same camera wherever it is plugged in.
    """
    found = re.fullmatch(r"video(\d+)", path.resolve().name)
    return int(found[1]) if found else None


def why_not(path: Path) -> str:
    """Why the camera at ``path`` gives no picture, and what to do, as the rest of a sentence."""
    if not path.exists():
        known = ", ".join(str(device) for device in capture_devices()) or "none"
        return f"is not there; cameras of this machine: {known}"
    if number(path) is None:
        return "is no camera"
    if not os.access(path, os.R_OK | os.W_OK):
        return "may not be opened by this user; add the user to the group video and log in again"
    if (user := holder(path)) is not None:
        return f"is busy: {user} uses it; close that first"
    if query(path) is None:
        return "gives no pictures; a camera may have other device files that do"
    return "gives no picture; another program may be using it, or it must be plugged in again"


def query(path: Path) -> Device | None:
    """The device at ``path`` if it can be opened and captures video."""
    answer = bytearray(_CAPABILITY.size)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        try:
            fcntl.ioctl(descriptor, _QUERYCAP, answer)
        finally:
            os.close(descriptor)
    except OSError:
        return None
    _driver, card, _bus, _version, capabilities, device_caps = _CAPABILITY.unpack(answer)
    abilities = device_caps if capabilities & _HAS_DEVICE_CAPS else capabilities
    if not (abilities & _VIDEO_CAPTURE and abilities & _STREAMING):
        return None
    return Device(path, card.rstrip(b"\0").decode(errors="replace"))


def holder(path: Path) -> str | None:
    """The other program that has ``path`` open, as far as this user may see."""
    device = path.resolve()
    for process in PROC.glob("[0-9]*"):
        if process.name != str(os.getpid()) and device in _open_files(process):
            return f"{_name_of(process)} (process {process.name})"
    return None


def _open_files(process: Path) -> Iterator[Path]:
    try:
        for descriptor in (process / "fd").iterdir():
            yield descriptor.readlink()
    except OSError:
        return


def _name_of(process: Path) -> str:
    return _line(process / "comm") or "another program"


def _line(path: Path) -> str:
    """What a file of the kernel's says in one line; empty if it cannot be read."""
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""
