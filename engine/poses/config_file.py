"""The config file: presets, what the command line overrides, and changes while the show runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from engine.poses.config import merged, read_tables, to_settings
from engine.poses.errors import ConfigError, UnknownNameError

Settings = TypeVar("Settings")

_PRESET, _PRESETS = "preset", "presets"


class ConfigFile(Generic[Settings]):
    """The settings of type ``type_`` in the TOML file ``path``; without one, the defaults.

    ``[presets.NAME]`` holds what that preset changes in the rest of the file, and ``preset`` names
    the one that is chosen; the argument of that name goes first. ``given`` is what the command line
    sets, in the shape of the file, and goes before everything.
    """

    def __init__(
        self,
        path: Path | None,
        type_: type[Settings],
        *,
        preset: str | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        self._path = path
        self._type = type_
        self._preset = preset
        self._given = given or {}
        self._seen: int | None = None

    def read(self) -> Settings:
        """The settings as they are now; :class:`ConfigError` or :class:`UnknownNameError`.

        Presets that are not chosen are checked too.
        """
        self._seen = self._modified()
        where = str(self._path)
        tables = {} if self._path is None else read_tables(self._path)
        presets = _presets(tables.pop(_PRESETS, {}), where)
        chosen = tables.pop(_PRESET, "")
        whole = {name: merged(tables, preset) for name, preset in presets.items()}
        for name, changed in whole.items():
            to_settings(changed, self._type, where=f"{where}, preset {name}")
        to_settings(tables, self._type, where=where)
        if (name := self._preset or chosen) and name not in whole:
            raise UnknownNameError("preset", name, whole)
        tables = merged(whole.get(name, tables), self._given)
        return to_settings(tables, self._type, where="the command line")

    def changed(self) -> Settings | None:
        """The settings, if the file is another one than at the last look; raises as :meth:`read`.

        A file that is gone for a moment, as while an editor writes it, has not changed.
        """
        modified = self._modified()
        return None if modified is None or modified == self._seen else self.read()

    def _modified(self) -> int | None:
        try:
            return None if self._path is None else self._path.stat().st_mtime_ns
        except OSError:
            return None


def _presets(value: object, where: str) -> dict[str, dict[str, Any]]:
    """What stands under ``presets``, if it is what it should be."""
    if isinstance(value, dict) and all(isinstance(one, dict) for one in value.values()):
        return value
    raise ConfigError(f"{where}: key `{_PRESETS}`: expected tables, as in [{_PRESETS}.NAME]")
