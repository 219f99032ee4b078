"""Programs that are run as other users of this machine, which takes root."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from engine import fetch

ROOT = Path(__file__).parents[3]

_OPENED = """
i=0
for path in $OPEN; do
    i=$((i + 1)); mkdir -p "$STASH/$i"; mount --bind "$path" "$STASH/$i"
done
for folder in $CLOSED; do mount -t tmpfs -o mode=755 tmpfs "$folder"; done
i=0
for path in $OPEN; do
    i=$((i + 1)); mkdir -p "$path"; mount --bind "$STASH/$i" "$path"
done
exec "$@"
"""
"""What a user needs to run Python may lie in another's home; here, and only here, it is open."""


class User(NamedTuple):
    """A user by number, who needs no account; the first of the ``groups`` is the user's own."""

    number: int
    groups: tuple[int, ...]


def start(user: User, command: list[str], stash: Path) -> "subprocess.Popen[str]":
    """Start Python with ``command`` as ``user``, without any rights but those of the groups."""
    models = fetch.folder()
    needed = [Path(sys.base_prefix), Path(sys.prefix), ROOT, models]
    shut = {path: folder for path in needed if (folder := _closed(path)) is not None}
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "PYTHONPATH": str(ROOT),
        "SKELETON_CREW_MODELS": str(models),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPEN": " ".join(map(str, shut)),
        "CLOSED": " ".join(sorted({str(folder) for folder in shut.values()})),
        "STASH": str(stash),
    }
    drop = [
        "setpriv",
        f"--reuid={user.number}",
        f"--regid={user.groups[0]}",
        f"--groups={','.join(map(str, user.groups))}",
        "--no-new-privs",
        "--bounding-set=-all",
    ]
    return subprocess.Popen(
        ["unshare", "--mount", "sh", "-ec", _OPENED, "sh", *drop, sys.executable, *command],
        env=environment,
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _closed(path: Path) -> Path | None:
    """The first folder on the way to ``path`` that others may not pass through."""
    return next((one for one in reversed(path.parents) if not one.stat().st_mode & 0o001), None)
