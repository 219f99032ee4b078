"""The zones, lines and floor in a config file of the pose logger; the rest of it stays as it is."""

import os
import shutil
import tomllib
from pathlib import Path

from tomlkit.exceptions import TOMLKitError

from engine.commands.zones_toml import DamageError, PlanTables, plan_of, with_plan
from engine.poses.config import read_tables, to_settings
from engine.poses.errors import OutputError
from engine.preview.zones.shapes import Plan


class ZonesFile:
    """The plan in the config file ``path``, which need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path

    def read(self) -> Plan:
        """The plan as it is in the file; :class:`ConfigError` says what is wrong with that."""
        tables = read_tables(self._path) if self._path.exists() else {}
        to_settings(tables, PlanTables, where=str(self._path))
        return plan_of(tables)

    def write(self, plan: Plan) -> None:
        """Write ``plan`` into the file, all of it or nothing.

        :class:`OutputError` where it cannot be written, :class:`ConfigError` where the file has
        been spoilt meanwhile.
        """
        self.read()
        try:
            before = self._path.read_bytes().decode() if self._path.exists() else ""
            _replace(self._path, with_plan(before, plan))
        except OSError as error:
            raise OutputError(f"cannot write {self._path}: {error.strerror or error}") from error
        except (TOMLKitError, tomllib.TOMLDecodeError, DamageError) as error:
            raise OutputError(
                f"cannot put the zones into {self._path}: write each as a [[zones]] table, "
                "one after the other"
            ) from error


def _replace(path: Path, text: str) -> None:
    """Give ``path`` the content ``text`` at once, on the disk, whatever happens meanwhile."""
    path = path.resolve()
    partial = path.with_name(f"{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, partial)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Have the folder's new entry on the disk, where folders can be synchronised."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
