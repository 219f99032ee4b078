"""Putting the files of a kiosk in their places, and taking away exactly those."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tools.kiosk import manifest
from tools.kiosk.files import SETTINGS, files
from tools.kiosk.machine import KioskError, Machine

_PROGRAMS = ("bin", "include", "lib", "lib64", "share", "models", "soundfonts", "pyvenv.cfg")
_MANIFEST = "kiosk.sha256"
_DATA = Path("/var/lib/skeleton-crew")

Report = Callable[[str], None]


class Installation:
    """A kiosk whose programs are in ``prefix`` on ``machine``; ``report`` is told what stays."""

    def __init__(self, machine: Machine, prefix: Path, report: Report) -> None:
        self._machine = machine
        self._prefix = prefix
        self._report = report
        self._manifest = machine.at(prefix / _MANIFEST)

    def install(self) -> None:
        """Write all files; settings only where there are none, and none of another's programs.

        :class:`KioskError` where ``prefix`` has something in it that is not ours.
        """
        self._check_prefix()
        before = manifest.read(self._manifest)
        now: manifest.Digests = {}
        for file in files(self._prefix):
            if file.settings and self._machine.at(file.path).exists():
                now |= {file.path: before[file.path]} if file.path in before else {}
                self._report(f"{file.path} stays as it is")
                continue
            self._machine.put(file.path, file.text)
            now[file.path] = manifest.digest(file.text.encode())
        for path in before.keys() - now.keys():
            self._remove(path, before[path])
        manifest.write(self._manifest, now)
        self._machine.make_users()
        self._machine.reload()

    def uninstall(self) -> None:
        """Stop the services, and remove what was installed and was not changed since.

        :class:`KioskError` where nothing was.
        """
        installed = manifest.read(self._manifest)
        if not installed:
            raise KioskError(f"no kiosk is installed in {self._prefix}; set PREFIX to where it is")
        self._machine.stop()
        for path, known in installed.items():
            self._remove(path, known)
        for name in _PROGRAMS:
            _remove_tree(self._machine.at(self._prefix / name))
        self._machine.remove(self._prefix / _MANIFEST)
        self._machine.reload()
        self._say_what_stays()

    def _check_prefix(self) -> None:
        at = self._machine.at(self._prefix)
        if at.is_dir() and any(at.iterdir()) and not self._manifest.exists():
            raise KioskError(f"{self._prefix} has other things in it; set PREFIX to a new folder")

    def _remove(self, path: Path, known: str) -> None:
        at = self._machine.at(path)
        if at.exists() and manifest.digest(at.read_bytes()) != known:
            self._report(f"{path} stays: it was changed")
        else:
            self._machine.remove(path)

    def _say_what_stays(self) -> None:
        for folder in (SETTINGS, _DATA, self._prefix):
            if self._machine.at(folder).exists():
                self._report(f"{folder} stays: what is in it is yours")
        self._report(
            "the users skeleton-crew-engine and skeleton-crew-app stay; so do their groups"
        )


def _remove_tree(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
