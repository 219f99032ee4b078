"""From the spool to Parquet, so that each row is in one of the two, and counts but once."""

from pathlib import Path

import pyarrow as pa

from apps.pose_logger.records import KEPT_FOR_GOOD
from apps.pose_logger.storage import parquet, quarters
from apps.pose_logger.storage.parquet import Contents, ForeignFileError
from apps.pose_logger.storage.rows import to_columns
from apps.pose_logger.storage.spool import Slice, Spool, Waiting

DAMAGED = ".damaged"
"""What the name of a file ends in that is kept, though nobody can read it."""


def seal(folder: Path, spool: Spool, slice_: Slice) -> Path | None:
    """Move the rows of a slice from the spool into its file below ``folder``.

    The file is written anew with what it had and what is added, and takes its own place. It
    knows up to which row it has them, so that whatever ends this in between, nothing is doubled:
    rows that are in the file already are only deleted. Returns the file, ``None`` if there is
    nothing to move. Raises :class:`OSError` and what the spool does.
    """
    path, through = find_file(folder, spool.identity, slice_)
    waiting = spool.rows(slice_, through)
    if waiting is not None:
        before = _rows_before(path, slice_.table)
        if path is None or before is None:
            path = _new_path(folder, spool.identity, slice_, waiting)
        _write(path, spool.identity, slice_, waiting, before)
        through = waiting.last
    spool.forget(slice_, through)
    return path


def write(path: Path, rows: pa.Table, contents: Contents) -> None:
    """Write ``rows`` to ``path`` and, of minutes, their quarters; raises :class:`OSError`."""
    if contents.table != "minutes":
        parquet.write_rows(path, rows, contents)
        return
    summed = quarters.write(path, rows, contents.through)
    parquet.write_rows(path, rows, contents)
    quarters.forget_older(summed)


def find_file(folder: Path, identity: str, slice_: Slice) -> tuple[Path | None, int]:
    """The file that has rows of a slice from the spool ``identity``, and the number of the last.

    The number is 0 where there is no such file.
    """
    day = parquet.partition(folder, slice_.table, slice_.site, parquet.date_of(slice_.start))
    for path in sorted(day.glob(f"{identity}-*.parquet")):
        try:
            contents = parquet.read_contents(path)
        except ForeignFileError:
            continue
        if contents.slice == slice_.number:
            return path, contents.through
    return None, 0


def _rows_before(path: Path | None, table: str) -> pa.Table | None:
    """What the file has; a damaged one is moved aside, or deleted if it would be before long."""
    if path is None:
        return None
    try:
        return parquet.read_rows(path)
    except ForeignFileError:
        if table in KEPT_FOR_GOOD:
            path.replace(path.with_name(path.name + DAMAGED))
        else:
            path.unlink()
        return None


def _new_path(folder: Path, identity: str, slice_: Slice, waiting: Waiting) -> Path:
    day = parquet.date_of(slice_.start)
    path = parquet.make_partition(folder, slice_.table, slice_.site, day)
    return path / f"{identity}-{waiting.first}.parquet"


def _write(
    path: Path, identity: str, slice_: Slice, waiting: Waiting, before: pa.Table | None
) -> None:
    rows = to_columns(slice_.table, waiting.rows)
    if before is not None:
        rows = pa.concat_tables([before, rows])
    contents = Contents(slice_.table, slice_.site, identity, slice_.number, waiting.last)
    write(path, rows, contents)
