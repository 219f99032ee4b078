"""How fast models are on this machine: what was measured, kept in a file of the user's.

A figure holds for one build of a model, run in one way on one kind of machine. A file that is
damaged counts as none, and is written anew when something is measured.
"""

import os
import platform
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import platformdirs
from msgspec import Meta

from engine.poses.errors import OutputError

Positive = Annotated[float, Meta(gt=0.0)]

_CPU_INFO = Path("/proc/cpuinfo")
_BOARD = Path("/proc/device-tree/model")


class Setup(NamedTuple):
    """How a model is run, as :class:`engine.runtimes.RuntimeOptions` says.

    ``runtime`` is a runtime's name, or ``auto`` for the first of the model's that is installed.
    """

    runtime: str = "auto"
    device: str = "AUTO"
    precision: str = "auto"
    threads: int | None = None
    xnnpack: bool = True


class Subject(msgspec.Struct, frozen=True):
    """What a figure is about: a build of a model, by its fingerprint, and how and where it ran."""

    model: str
    build: str
    runtime: str
    device: str
    precision: str
    threads: int | None
    xnnpack: bool
    machine: str


class Speed(msgspec.Struct, frozen=True):
    """Median milliseconds a frame, and the frames a second of the whole engine, flat out.

    ``bare`` is the networks alone, ``decode`` the decoders, ``whole`` frame to smoothed tracks.
    They were measured on ``source``, with ``people`` in it on average.
    """

    subject: Subject
    bare: Positive
    decode: Annotated[float, Meta(ge=0.0)]
    whole: Positive
    frames_per_second: Positive
    source: str
    people: float


def subject(model: str, build: str, setup: Setup) -> Subject:
    """What is measured when ``build`` of ``model`` runs as ``setup`` says on this machine."""
    return Subject(model, build, *setup, machine=machine())


def path() -> Path:
    """The file that figures are kept in."""
    return platformdirs.user_state_path("skeleton-crew") / "speeds.json"


def kept() -> dict[Subject, Speed]:
    """All figures that are kept; none where the file is missing or damaged."""
    try:
        speeds = msgspec.json.decode(path().read_bytes(), type=list[Speed])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}
    return {speed.subject: speed for speed in speeds}


def keep(speeds: Iterable[Speed]) -> None:
    """Keep ``speeds`` in the place of what was kept about the same subjects.

    :class:`OutputError` if the file cannot be written.
    """
    _write(list((kept() | {speed.subject: speed for speed in speeds}).values()))


def forget(model: str) -> None:
    """Forget all figures about ``model``; :class:`OutputError` if the file cannot be written."""
    before = list(kept().values())
    after = [speed for speed in before if speed.subject.model != model]
    if len(after) < len(before):
        _write(after)


@cache
def machine() -> str:
    """What this machine calculates with, such as ``AMD EPYC, 2 cores``."""
    names = (_board(), _cpu(), platform.processor(), platform.machine())
    return f"{next(filter(None, names), 'unknown')}, {os.cpu_count()} cores"


def _board() -> str:
    """The name of a single-board computer, whose processor seldom has one."""
    try:
        return _BOARD.read_text(errors="replace").strip("\0 \n")
    except OSError:
        return ""


def _cpu() -> str:
    """The processor's name, where Linux knows it."""
    return next((value for key, value in _cpu_info() if key == "model name"), "")


def _cpu_info() -> Iterator[tuple[str, str]]:
    try:
        with _CPU_INFO.open(errors="replace") as lines:
            for line in lines:
                key, _, value = line.partition(":")
                yield key.strip(), " ".join(value.split())
    except OSError:
        return


def _write(speeds: Sequence[Speed]) -> None:
    """Put ``speeds`` in the place of the file at once, so that it is never seen half written."""
    place = path()
    content = msgspec.json.format(msgspec.json.encode(speeds), indent=1)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as draft:
            try:
                draft.write(content)
                draft.flush()
                os.fsync(draft.fileno())
                Path(draft.name).replace(place)
            except BaseException:
                Path(draft.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"cannot keep what was measured in {place}: {reason}") from error
