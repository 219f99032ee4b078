"""Which Skeleton Crew this is, and the Python and the system that it runs on."""

import platform
import sys
from collections.abc import Sequence
from importlib import metadata

from engine.poses.finding import Check, Finding, State

OLDEST, NEWEST = (3, 11), (3, 13)


def check() -> Check:
    """A look at Python; what is not asked for here runs on it, so it is there."""
    return Check("Python", look, needed=True)


def look(version: tuple[int, int] = sys.version_info[:2]) -> Sequence[Finding]:
    """The programs' own version, and Python's with the environment it comes from."""
    fits = OLDEST <= version <= NEWEST
    return (
        Finding("Skeleton Crew", State.OK, f"{crew_version()}, on {_system()}"),
        Finding(
            "Python",
            State.OK if fits else State.BROKEN,
            f"{platform.python_version()} in {_environment()}",
            "" if fits else f"make setup PYTHON=python{NEWEST[0]}.{NEWEST[1]}",
            needed=True,
        ),
    )


def crew_version() -> str:
    """The version of these programs; ``unknown`` where they run without having been installed."""
    try:
        return metadata.version("skeleton-crew")
    except metadata.PackageNotFoundError:
        return "unknown"


def _environment() -> str:
    kind = "" if sys.prefix != sys.base_prefix else " (no virtual environment)"
    return f"{sys.prefix}{kind}"


def _system() -> str:
    """The system's name and the processor's kind, such as ``Debian GNU/Linux 12, x86_64``."""
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = f"{platform.system()} {platform.release()}"
    return f"{name}, {platform.machine()}"
