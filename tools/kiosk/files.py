"""Which files make a machine a kiosk, and where they go."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[2]
SETTINGS = Path("/etc/skeleton-crew")
UNITS = Path("/etc/systemd/system")

_KIOSK = PROJECT / "config" / "kiosk"
_SERVICES = (
    ("sysusers.conf", Path("/etc/sysusers.d/skeleton-crew.conf")),
    ("cameras.rules", Path("/etc/udev/rules.d/71-skeleton-crew.rules")),
    # By these names systemd takes it in with all units of ours, those with an @ and those without.
    ("wall.conf", UNITS / "skeleton-crew-.service.d" / "wall.conf"),
    ("wall.conf", UNITS / "skeleton-crew-@.service.d" / "wall.conf"),
    ("headless.conf", UNITS / "skeleton-crew-app@synthesizer.service.d" / "headless.conf"),
    ("seatd.conf", UNITS / "seatd.service.d" / "skeleton-crew.conf"),
)
_APPS = ("anonymizer", "bridge", "logger", "synthesizer")


class File(NamedTuple):
    """A file to install: its text, and its path on the machine.

    ``settings`` are people's own to change: what there is already stays.
    """

    text: str
    path: Path
    settings: bool = False


def files(prefix: Path) -> Iterator[File]:
    """All files but the programs, which are in ``prefix``."""
    units = ((unit.name, UNITS / unit.name) for unit in sorted(_KIOSK.glob("*.service")))
    for name, path in (*units, *_SERVICES):
        yield File(_read(_KIOSK / name).replace("@PREFIX@", str(prefix)), path)
    manual = prefix / "share" / "skeleton-crew" / "kiosk.md"
    yield File(_read(PROJECT / "docs" / "kiosk.md"), manual)
    yield File(_read(_KIOSK / "engine.toml"), SETTINGS / "engine.toml", settings=True)
    for app in _APPS:
        name = f"{app}.toml"
        yield File(_read(PROJECT / "config" / name), SETTINGS / name, settings=True)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
