"""The data folder for those who read it, whether a logger writes it meanwhile or not."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

import pyarrow as pa

from apps.pose_logger.records import TABLES
from apps.pose_logger.storage import parquet
from apps.pose_logger.storage.parquet import Contents, ForeignFileError
from apps.pose_logger.storage.quarters import file_of
from apps.pose_logger.storage.rows import to_columns
from apps.pose_logger.storage.schema import SCHEMAS
from apps.pose_logger.storage.sealing import DAMAGED, find_file
from apps.pose_logger.storage.spool import NewerSchemaError, Slice, SpoolReader, reading
from engine.poses import OutputError

T = TypeVar("T")


class Skipped(NamedTuple):
    """A file that is not read, and why."""

    path: Path
    reason: str


class Archive:
    """What is in the data folder ``folder``; :class:`OutputError` if there is no such folder.

    What cannot be read, or is not the logger's, is left out and listed in :attr:`skipped`.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise OutputError(f"{folder} is no folder: name the one that is `data` in the config")
        self._folder = folder
        self._left_out: dict[Path, str] = {}
        self._contents: dict[Path, Contents | ForeignFileError] = {}

    @property
    def skipped(self) -> list[Skipped]:
        """What has been left out so far, and whatever is not where it belongs."""
        for path in self._folder.rglob("*.parquet"):
            if _day(path) is None or path.parents[3] != self._folder:
                self._left_out[path] = "is in no folder of a table, a site and a date"
        for path in self._folder.rglob(f"*{DAMAGED}"):
            self._left_out[path] = "is damaged and was set aside"
        return [Skipped(path, reason) for path, reason in sorted(self._left_out.items())]

    @property
    def sites(self) -> list[str]:
        """The sites that there is something of."""
        waiting = self._from_spool(
            lambda spool: (s for table in TABLES for s in spool.slices(table))
        )
        folders = {path.name.removeprefix("site=") for path in self._folder.glob("table=*/site=*")}
        return sorted(folders | {slice_.site for slice_ in waiting})

    def files(self, table: str, first: date = date.min, last: date = date.max) -> list[Path]:
        """The Parquet files of a table, of the UTC dates ``first`` to ``last``, in their order.

        Of two files with the same rows, as when one was copied, it is the one that has more.
        """
        return list(self._files(table, first, last))

    def quarters(self, first: date = date.min, last: date = date.max) -> dict[Path, Path]:
        """Those files of ``minutes`` of these dates that have been summed, and the files of sums.

        What is in these is in :mod:`apps.pose_logger.storage.quarters`.
        """
        minutes = self._files("minutes", first, last)
        summed = {path: file_of(path, contents.through) for path, contents in minutes.items()}
        return {path: sums for path, sums in summed.items() if sums.exists()}

    def unsealed(self, table: str) -> pa.Table:
        """The rows of a table that are in no file yet, with columns ``site`` and ``date``.

        They are of this moment: a file that is read later may have them too, if the logger writes
        one meanwhile, as it does once in ten minutes or an hour.
        """
        parts = self._from_spool(lambda spool: self._waiting(spool, table))
        placed = SCHEMAS[table].append(pa.field("site", pa.string()))
        # An empty table made in another way has pyarrow import pandas, which takes long.
        empty = pa.Table.from_batches([], placed.append(pa.field("date", pa.date32())))
        return pa.concat_tables([empty, *parts])

    def _files(self, table: str, first: date, last: date) -> dict[Path, Contents]:
        found = (
            path
            for path in self._folder.glob(f"table={table}/site=*/date=*/*.parquet")
            if (day := _day(path)) and first <= day <= last
        )
        return self._without_copies(self._readable(table, found))

    def _readable(self, table: str, paths: Iterable[Path]) -> Iterator[tuple[Path, Contents]]:
        for path in paths:
            contents = self._read_once(path, table)
            if isinstance(contents, Contents):
                yield path, contents
            else:
                self._left_out[path] = str(contents)

    def _read_once(self, path: Path, table: str) -> Contents | ForeignFileError:
        """What ``path`` was found to hold when it was first looked at, or what is wrong with it."""
        if path not in self._contents:
            try:
                self._contents[path] = _belonging(path, parquet.read_contents(path), table)
            except ForeignFileError as error:
                self._contents[path] = error
        return self._contents[path]

    def _without_copies(self, files: Iterable[tuple[Path, Contents]]) -> dict[Path, Contents]:
        best: dict[tuple[str, str, int], tuple[Path, Contents]] = {}
        for path, contents in sorted(files, key=lambda file: (-file[1].through, file[0])):
            key = contents.spool, contents.site, contents.slice
            kept, _ = best.setdefault(key, (path, contents))
            if kept != path:
                self._left_out[path] = f"has rows that {kept.name} has too"
        return dict(sorted(best.values()))

    def _waiting(self, spool: SpoolReader, table: str) -> Iterator[pa.Table]:
        for slice_ in spool.slices(table):
            _, through = find_file(self._folder, spool.identity, slice_)
            if waiting := spool.rows(slice_, through):
                rows = to_columns(table, waiting.rows)
                yield _placed(rows, slice_.site, parquet.date_of(slice_.start))

    def _from_spool(self, read: Callable[[SpoolReader], Iterable[T]]) -> list[T]:
        """What ``read`` finds in the spool; nothing if there is none, or none that can be read."""
        path = self._folder / "spool" / "spool.sqlite"
        if not path.exists():
            return []
        try:
            with reading(path) as spool:
                return list(read(spool))
        except (sqlite3.Error, NewerSchemaError) as error:
            self._left_out[path] = str(error)
            return []


def _day(path: Path) -> date | None:
    """The date of the partition that a file is in, if it is in one."""
    table, site, day = (above.name for above in reversed(path.parents[:3]))
    if not (table.startswith("table=") and site.startswith("site=") and day.startswith("date=")):
        return None
    try:
        return date.fromisoformat(day.removeprefix("date="))
    except ValueError:
        return None


def _belonging(path: Path, contents: Contents, table: str) -> Contents:
    """``contents``, if they are what the names of the file's folders say."""
    site = path.parents[1].name.removeprefix("site=")
    start = Slice(contents.table, contents.site, contents.slice).start
    if (contents.table, contents.site) != (table, site) or parquet.date_of(start) != _day(path):
        raise ForeignFileError(
            f"belongs to {contents.table} of {contents.site}, or to another date"
        )
    return contents


def _placed(rows: pa.Table, site: str, day: date) -> pa.Table:
    """``rows`` with the columns that otherwise are in the names of folders."""
    count = rows.num_rows
    return rows.append_column("site", pa.array([site] * count, pa.string())).append_column(
        "date", pa.array([day] * count, pa.date32())
    )
