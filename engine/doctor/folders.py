"""Whether a folder can be written to, and how much room is left there."""

import os
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from engine import fetch
from engine.descriptions import Kind
from engine.models import ModelSpec
from engine.poses.finding import Check, Finding, State
from engine.soundfonts import SoundFontSpec

LEAST_BYTES = 200_000_000
"""With less room than this a disk counts as full."""


def check(subject: str, folder: Path, elsewhere: str, *, needed: bool = True) -> Check:
    """A look at ``folder``, which may have to be made; ``elsewhere`` is how to choose another."""
    return Check(subject, partial(look, subject, folder, elsewhere, needed), needed)


def caches() -> Sequence[Check]:
    """A look at the folders that models and SoundFonts are kept in."""
    return [_cache(ModelSpec.kind), _cache(SoundFontSpec.kind)]


def look(
    subject: str, folder: Path, elsewhere: str, needed: bool, least: int = LEAST_BYTES
) -> Sequence[Finding]:
    """Whether files can be put into ``folder``: it can be written to, and there is room."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        detail = f"{folder}: {there} is no folder"
        return [Finding(subject, State.BROKEN, detail, elsewhere, needed)]
    free = shutil.disk_usage(there).free
    detail = f"{folder}, {_size(free)} free" + (
        "" if there == folder.absolute() else ", not made yet"
    )
    if not os.access(there, os.W_OK | os.X_OK):
        mend = f"sudo chown -R $USER {there}, or {elsewhere}"
        return [Finding(subject, State.BROKEN, f"{detail}; this user may not write", mend, needed)]
    if free < least:
        return [Finding(subject, State.BROKEN, detail, f"make room, or {elsewhere}", needed)]
    return [Finding(subject, State.OK, detail, needed=needed)]


def _cache(kind: Kind) -> Check:
    elsewhere = f"set {kind.variable} to another folder"
    return check(f"{kind.noun}s' folder", fetch.folder(kind), elsewhere, needed=False)


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
