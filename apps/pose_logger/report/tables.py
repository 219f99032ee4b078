"""The tables that questions are asked about, and where a report's rows of them are."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from apps.pose_logger.report.backends import Backend, Columns, Part

if TYPE_CHECKING:
    import ibis
    import pyarrow

MICROSECONDS = 1_000_000

_INT, _FLOAT, _TEXT, _BOOL = "int32", "float32", "string", "boolean"
_TIME = "int64"

_ANKLES = ("left_ankle", "right_ankle")

TABLES: Mapping[str, Mapping[str, str]] = {
    "minutes": {
        "camera": _TEXT,
        "zone": _TEXT,
        "minute": _TIME,
        "max_people": _INT,
        "person_seconds": _FLOAT,
        "entries": _INT,
        "exits": _INT,
        "observed_seconds": _FLOAT,
        "frames": _INT,
        "dropped_frames": _INT,
        "lost_frames": _INT,
    },
    "dwell": {
        "camera": _TEXT,
        "zone": _TEXT,
        "hour": _TIME,
        "seconds": _INT,
        "visits": _INT,
        "censored": _INT,
    },
    "visits": {
        "camera": _TEXT,
        "zone": _TEXT,
        "entered": _TIME,
        "left": _TIME,
        "born_inside": _BOOL,
        "lost_inside": _BOOL,
    },
    "poses": {
        "camera": _TEXT,
        "track": _INT,
        "time": _TIME,
        **{f"{ankle}_{axis}": "int16" for ankle in _ANKLES for axis in "xy"},
        **{f"{ankle}_score": "uint8" for ankle in _ANKLES},
    },
}
"""The columns that questions are about and their types; times are whole microseconds since 1970."""


class Data(Protocol):
    """What the report needs of a data folder; ``storage.Archive`` is one."""

    @property
    def sites(self) -> Sequence[str]:
        """The sites that there are data of."""

    @property
    def skipped(self) -> Sequence[tuple[Path, str]]:
        """Files that could not be read, and why."""

    def files(self, table: str) -> Sequence[Path]:
        """The Parquet files of ``table``, in folders called ``site=…`` and ``date=…``."""

    def unsealed(self, table: str) -> pyarrow.Table:
        """The rows that are in no file yet."""


class Readable:
    """``data`` without the files that turned out to be ``damaged``."""

    def __init__(self, data: Data, damaged: Mapping[Path, str]) -> None:
        self._data = data
        self._damaged = damaged
        self.sites = data.sites
        self.skipped = [*data.skipped, *damaged.items()]

    def files(self, table: str) -> Sequence[Path]:
        """The files that can be read."""
        return [file for file in self._data.files(table) if file not in self._damaged]

    def unsealed(self, table: str) -> pyarrow.Table:
        """The rows that are in no file yet."""
        return self._data.unsealed(table)


def table(name: str) -> ibis.Table:
    """The table ``name``, to ask about."""
    import ibis

    return ibis.table(dict(TABLES[name]), name=name)


def give(
    backend: Backend, data: Data, sites: Sequence[str], days: tuple[datetime.date, datetime.date]
) -> None:
    """Let ``backend`` have what ``data`` holds of ``sites`` and of ``days``, which are UTC dates.

    Where there are several sites, cameras are called ``site/camera``.
    """
    for name, columns in TABLES.items():
        times = [column for column, type_ in columns.items() if type_ == _TIME]
        parts = [
            part
            for site in sites
            for part in _parts(data, name, site, f"{site}/" if len(sites) > 1 else "", days)
        ]
        backend.give(name, Columns(tuple(columns), times), parts or [_nothing(name)])


def _parts(
    data: Data, table: str, site: str, prefix: str, days: tuple[datetime.date, datetime.date]
) -> list[Part]:
    first, last = (day.isoformat() for day in days)
    files = [
        file
        for file in data.files(table)
        if _label(file, "site") == site and first <= _label(file, "date") <= last
    ]
    rows = data.unsealed(table)
    parts = [Part(files, prefix=prefix)] if files else []
    return parts + ([Part((), rows, prefix)] if rows.num_rows else [])


def _label(file: Path, key: str) -> str:
    """What a folder above ``file`` says about it, as ``site=museum`` does."""
    labels = (part.partition("=") for part in file.parts)
    return next((value for name, _, value in labels if name == key), "")


def _nothing(table: str) -> Part:
    from apps.pose_logger.storage.schema import SCHEMAS

    return Part((), SCHEMAS[table].empty_table())
