"""Parquet files that say what they hold, and that get their name only when they are whole."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from apps.pose_logger.records import SCHEMA_VERSION, TABLES
from apps.pose_logger.storage.schema import SCHEMAS, TIME_COLUMN, encodings, in_order
from apps.pose_logger.storage.steadying import steadied

UNFINISHED = ".part"
"""What the name of a file ends in until it is whole."""

_KEY = b"skeleton_crew"


class Contents(msgspec.Struct, frozen=True):
    """What a file holds, as its key-value metadata ``skeleton_crew`` say in JSON.

    The rows of a ``table`` and ``site`` in a ``slice`` of time, counted from 1970, that came
    through the spool of the random name ``spool`` up to its row ``through``.
    """

    table: str
    site: str
    spool: str
    slice: int
    through: int
    schema: int = SCHEMA_VERSION


class ForeignFileError(ValueError):
    """A file that is not one of ours, or that cannot be read; the message says why."""


def read_contents(path: Path) -> Contents:
    """What the file at ``path`` holds; :class:`ForeignFileError` if it cannot be told."""
    return _contents(_metadata(path))


def oldest_moment(path: Path) -> float:
    """The time of the oldest row of a file, in seconds since 1970."""
    metadata = _metadata(path)
    table = _contents(metadata).table
    column = metadata.schema.names.index(TIME_COLUMN[table])
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    return float(min(group.column(column).statistics.min.timestamp() for group in groups))


def read_rows(path: Path) -> pa.Table:
    """The rows of the file at ``path``; :class:`ForeignFileError` if they cannot be read."""
    try:
        return pq.ParquetFile(path).read().replace_schema_metadata(None)
    except (OSError, pa.ArrowException) as error:
        raise ForeignFileError("is no Parquet file, or a damaged one") from error


def write_rows(path: Path, rows: pa.Table, contents: Contents) -> None:
    """Write ``rows`` to ``path``, all of them or none, in the place of an older file.

    They are on the disk when this returns. Raises :class:`OSError` and leaves nothing behind.
    """
    metadata = {_KEY: msgspec.json.encode(contents)}
    rows = in_order(rows, contents.table).replace_schema_metadata(metadata)
    if contents.table == "poses":
        rows = steadied(rows)
    write_whole(path, rows, encodings(contents.table))


def write_whole(path: Path, rows: pa.Table, encodings: Mapping[str, object]) -> None:
    """Write ``rows`` to ``path`` as they are; in all else as :func:`write_rows` does."""
    buffer = pa.BufferOutputStream()
    pq.write_table(rows, buffer, **encodings)
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        _write_through(unfinished, buffer.getvalue())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def date_of(moment: float) -> date:
    """The UTC date of a time in seconds since 1970."""
    return datetime.fromtimestamp(moment, UTC).date()


def partition(folder: Path, table: str, site: str, day: date) -> Path:
    """The folder of one day's files of a table."""
    return folder / f"table={table}" / f"site={site}" / f"date={day.isoformat()}"


def make_partition(folder: Path, table: str, site: str, day: date) -> Path:
    """The same, made and on the disk."""
    path = partition(folder, table, site, day)
    make_folder(path)
    return path


def make_folder(path: Path) -> None:
    """Make the folder of one day's files, and have it on the disk."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        for above in path.parents[:3]:
            sync_folder(above)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_through(path: Path, data: pa.Buffer) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _metadata(path: Path) -> pq.FileMetaData:
    try:
        return pq.read_metadata(path)
    except (OSError, pa.ArrowException) as error:
        raise ForeignFileError("is no Parquet file, or a damaged one") from error


def _contents(metadata: pq.FileMetaData) -> Contents:
    written = (metadata.metadata or {}).get(_KEY)
    if written is None:
        raise ForeignFileError("was not written by the pose logger")
    try:
        contents = msgspec.json.decode(written, type=Contents)
    except msgspec.MsgspecError as error:
        raise ForeignFileError("does not say what it holds") from error
    if contents.schema != SCHEMA_VERSION:
        raise ForeignFileError(f"has schema {contents.schema}; this version reads {SCHEMA_VERSION}")
    if contents.table not in TABLES:
        raise ForeignFileError(f"holds a table {contents.table!r} that is not known")
    if not metadata.schema.to_arrow_schema().equals(SCHEMAS[contents.table]):
        raise ForeignFileError(f"has other columns than {contents.table}")
    return contents
