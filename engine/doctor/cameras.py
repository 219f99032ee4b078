"""The cameras of this machine: what they are called, can do, and who holds them."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from engine.cameras import devices, modes
from engine.cameras.devices import Device
from engine.cameras.modes import Mode
from engine.doctor import apart
from engine.poses.finding import Check, Finding, State
from engine.settings import EngineSettings

LIMIT = 10.0
"""How many seconds all cameras together may take to answer."""

_OURS = "skeleton-crew"


def check(settings: EngineSettings) -> Check:
    """A look at all cameras; one that ``settings`` name is needed."""
    wanted = wanted_camera(settings.source)
    return Check("cameras", partial(look, settings), needed=wanted is not None)


def wanted_camera(source: str) -> Path | None:
    """The device file that ``source`` names, if it is a camera of this machine."""
    if source.isdecimal():
        return Path(f"/dev/video{source}")
    return Path(source) if source.startswith("/dev/") else None


def look(settings: EngineSettings) -> Sequence[Finding]:
    """A finding for each camera, and for one that ``settings`` name and that is not there.

    Each is asked in a process of its own, so that one that hangs does not hide the others.
    """
    wanted = wanted_camera(settings.source)
    nodes = devices.video_nodes()
    findings = apart.examine([_one(node, wanted, settings.resolution) for node in nodes], LIMIT)
    if wanted is not None and not any(_is(node, wanted) for node in nodes):
        return [*findings, _named(wanted)]
    if sys.platform != "linux":
        return [Finding("cameras", State.OK, "only tried: skeleton-crew preview 0")]
    if not findings:
        return [Finding("camera", State.MISSING, "there is none", "plug a USB camera in")]
    return findings


def look_at(node: Device, resolution: tuple[int, int] | None, needed: bool) -> Sequence[Finding]:
    """The camera at ``node``; nothing if that turns out to be none and is not ``needed``."""
    subject = f"camera {node.path}"
    if not os.access(node.path, os.R_OK | os.W_OK):
        detail = f"{node.name}; this user may not open it"
        mend = "sudo usermod -aG video $USER, then log in again"
        return [Finding(subject, State.BROKEN, detail, mend, needed)]
    if devices.query(node.path) is None:
        why = f"{node.name}; it {devices.why_not(node.path)}"
        return [Finding(subject, State.BROKEN, why, needed=True)] if needed else []
    can = f"{node.name}; {_in_words(modes.modes(node.path), resolution)}"
    user = devices.holder(node.path)
    if user is None:
        return [Finding(subject, State.OK, can, needed=needed)]
    if user.startswith(_OURS):
        return [Finding(subject, State.OK, f"{can}; in use by {user}", needed=needed)]
    return [Finding(subject, State.BROKEN, f"{can}; in use by {user}", f"close {user}", needed)]


def _one(node: Device, wanted: Path | None, resolution: tuple[int, int] | None) -> Check:
    needed = wanted is not None and _is(node, wanted)
    return Check(f"camera {node.path}", partial(look_at, node, resolution, needed), needed)


def _is(node: Device, wanted: Path) -> bool:
    return devices.number(wanted) == devices.number(node.path)


def _named(wanted: Path) -> Finding:
    """The camera that is needed, where the kernel knows none of that name."""
    state = State.BROKEN if wanted.exists() else State.MISSING
    mend = "plug it in, or name another one as `source` under [engine]"
    return Finding(f"camera {wanted}", state, f"it {devices.why_not(wanted)}", mend, needed=True)


def _in_words(found: Sequence[Mode], resolution: tuple[int, int] | None) -> str:
    """The largest picture of each format, and whether there is one of the size asked for."""
    if not found:
        return "it does not tell its modes"
    formats = groupby(sorted(found, key=lambda mode: mode.pixels), lambda mode: mode.pixels)
    largest = [max(group, key=_size_and_rate) for _, group in formats]
    words = ", ".join(map(str, sorted(largest, key=_size_and_rate, reverse=True)))
    if resolution is not None and resolution not in {(mode.width, mode.height) for mode in found}:
        words += f"; not {resolution[0]}x{resolution[1]}, so the nearest is taken"
    return words


def _size_and_rate(mode: Mode) -> tuple[int, float]:
    return mode.width * mode.height, mode.rate
