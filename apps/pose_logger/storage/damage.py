"""Spools that nobody can read any more."""

from itertools import count
from pathlib import Path

_PARTS = ("", "-wal")


def set_aside(path: Path) -> Path:
    """Rename the spool at ``path``, so that a new one can begin; returns where it is now."""
    names = (path.with_name(f"damaged-{number}{path.suffix}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    for part in _PARTS:
        old = path.with_name(path.name + part)
        if old.exists():
            old.replace(aside.with_name(aside.name + part))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    return aside


def expire(folder: Path, before: float) -> None:
    """Delete the spools set aside in ``folder`` that were last written at ``before`` or earlier."""
    for path in folder.glob("damaged-*.sqlite"):
        if path.stat().st_mtime <= before:
            for part in _PARTS:
                path.with_name(path.name + part).unlink(missing_ok=True)
