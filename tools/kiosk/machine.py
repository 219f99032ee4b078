"""The machine, or a folder that stands for its root, in which a package is put together."""

import os
import subprocess
from pathlib import Path

from tools.kiosk.files import UNITS


class KioskError(Exception):
    """What keeps the kiosk from being installed or taken away, in one line."""


class Machine:
    """Files below ``root``; where that is ``/``, systemd is told of what has changed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._runs = root == Path("/") and Path("/run/systemd/system").is_dir()

    def at(self, path: Path) -> Path:
        """Where ``path`` of the machine is now."""
        return self._root / path.relative_to("/")

    def put(self, path: Path, text: str) -> None:
        """Write a file that everybody may read."""
        at = self.at(path)
        for folder in reversed(at.parents):
            if not folder.exists():
                folder.mkdir()
                folder.chmod(0o755)
        at.write_text(text, encoding="utf-8")
        at.chmod(0o644)

    def remove(self, path: Path) -> None:
        """Remove a file, and its folder where that was for us alone and is empty now."""
        at = self.at(path)
        at.unlink(missing_ok=True)
        ours = "skeleton-crew" in at.parent.name or at.parent.name == "seatd.service.d"
        if ours and at.parent.is_dir() and not any(at.parent.iterdir()):
            at.parent.rmdir()

    def make_users(self) -> None:
        """Make the users and groups that the installed files name."""
        if self._runs:
            _run("systemd-sysusers")

    def reload(self) -> None:
        """Have systemd, udev and seatd read their files."""
        if self._runs:
            _run("systemctl", "daemon-reload")
            _run("systemctl", "try-restart", "seatd.service")
            _run("udevadm", "control", "--reload")
            _run("udevadm", "trigger", "--subsystem-match=video4linux")

    def stop(self) -> None:
        """Stop all services of ours, now and for the next start of the machine."""
        if self._runs:
            links = Path(UNITS).glob("*.wants/skeleton-crew-*.service")
            if enabled := sorted({link.name for link in links}):
                _run("systemctl", "disable", *enabled)
            _run("systemctl", "stop", "skeleton-crew-*.service")


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, env=os.environ | {"LC_ALL": "C"}, check=False)
    except FileNotFoundError as error:
        raise KioskError(f"there is no {command[0]}; a kiosk needs systemd") from error
    if done.returncode != 0:
        raise KioskError(f"{' '.join(command)} failed")
