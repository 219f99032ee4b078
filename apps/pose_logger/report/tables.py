"""The tables that questions are asked about, and where a report's rows of them are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from apps.pose_logger.report.backends.backend import Backend, Columns, Part

if TYPE_CHECKING:
    import ibis
    import pyarrow

MICROSECONDS = 1_000_000

_INT, _FLOAT, _TEXT, _BOOL = "int32", "float32", "string", "boolean"
_TIME = "int64"

_ANKLES = ("left_ankle", "right_ankle")

_MINUTES = {
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
}

TABLES: Mapping[str, Mapping[str, str]] = {
    "minutes": _MINUTES,
    "unsummed": _MINUTES,
    "quarters": {
        "camera": _TEXT,
        "zone": _TEXT,
        "quarter": _TIME,
        "entries": _INT,
        "exits": _INT,
        "person_seconds": "float64",
        "observed_seconds": "float64",
        "max_people": _INT,
        "frames": _INT,
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
        **{f"{ankle}_score": "int16" for ankle in _ANKLES},
    },
}
"""The columns that questions are about and their types; times are whole microseconds since 1970.

Each minute is in ``minutes``, and summed in ``quarters`` or, where that has not been done, in
``unsummed``.
"""


class Data(Protocol):
    """What the report needs of a data folder; ``storage.Archive`` is one."""

    @property
    def sites(self) -> Sequence[str]:
        """The sites that there are data of."""

    @property
    def skipped(self) -> Sequence[tuple[Path, str]]:
        """Files that could not be read, and why."""

    def files(self, table: str, first: date, last: date) -> Sequence[Path]:
        """The Parquet files of ``table`` of these UTC dates, in folders called ``site=…``."""

    def quarters(self, first: date, last: date) -> Mapping[Path, Path]:
        """Those files of minutes of these dates that have been summed, and the files of sums."""

    def unsealed(self, table: str) -> pyarrow.Table:
        """The rows that are in no file yet, with a column ``site``."""


class Readable:
    """``data`` without the files that turned out to be ``damaged``."""

    def __init__(self, data: Data, damaged: Mapping[Path, str]) -> None:
        self._data = data
        self._damaged = damaged
        self.sites = data.sites
        self.skipped = [*data.skipped, *damaged.items()]

    def files(self, table: str, first: date, last: date) -> Sequence[Path]:
        """The files that can be read."""
        files = self._data.files(table, first, last)
        return [file for file in files if file not in self._damaged]

    def quarters(self, first: date, last: date) -> Mapping[Path, Path]:
        """The sums that can be read, of minutes that can be read too."""
        summed = self._data.quarters(first, last)
        return {
            minutes: quarters
            for minutes, quarters in summed.items()
            if not self._damaged.keys() & {minutes, quarters}
        }

    def unsealed(self, table: str) -> pyarrow.Table:
        """The rows that are in no file yet."""
        return self._data.unsealed(table)


def table(name: str) -> ibis.Table:
    """The table ``name``, to ask about."""
    import ibis

    return ibis.table(dict(TABLES[name]), name=name)


def give(backend: Backend, data: Data, sites: Sequence[str], days: tuple[date, date]) -> None:
    """Let ``backend`` have what ``data`` holds of ``sites`` and of ``days``, which are UTC dates.

    Where there are several sites, cameras are called ``site/camera``.
    """
    for name, columns in TABLES.items():
        times = [column for column, type_ in columns.items() if type_ == _TIME]
        parts = list(_parts(data, name, sites, days))
        backend.give(name, Columns(tuple(columns), times), parts or [Part((), _nothing(name))])


def _parts(data: Data, table: str, sites: Sequence[str], days: tuple[date, date]) -> Iterator[Part]:
    """The files before the rows: a row that has been sealed in between is missed, not doubled."""
    files = files_of(data, table, days)
    rows = _nothing(table) if table == "quarters" else data.unsealed(_stored(table))
    for site in sites:
        prefix = f"{site}/" if len(sites) > 1 else ""
        if here := [file for file in files if f"site={site}" in file.parts]:
            yield Part(here, prefix=prefix)
        if rows.num_rows and (waiting := _of_site(rows, site)).num_rows:
            yield Part((), waiting, prefix)


def files_of(data: Data, table: str, days: tuple[date, date]) -> Sequence[Path]:
    """The files that hold ``table``, of :data:`TABLES`."""
    if table == "quarters":
        return list(data.quarters(*days).values())
    files = data.files(_stored(table), *days)
    if table == "unsummed":
        summed = data.quarters(*days)
        return [file for file in files if file not in summed]
    return files


def _stored(table: str) -> str:
    """What the data folder calls ``table``."""
    return "minutes" if table == "unsummed" else table


def _of_site(rows: pyarrow.Table, site: str) -> pyarrow.Table:
    from pyarrow import compute

    return rows.filter(compute.equal(rows["site"], site))


def _nothing(table: str) -> pyarrow.Table:
    import pyarrow

    from apps.pose_logger.storage import quarters
    from apps.pose_logger.storage.schema import SCHEMAS

    schema = quarters.SCHEMA if table == "quarters" else SCHEMAS[_stored(table)]
    # Other ways to an empty table make pyarrow import pandas, which takes longer than the report.
    return pyarrow.Table.from_batches([], schema)
