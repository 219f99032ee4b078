"""What is too old is deleted: files by the file, when their oldest row is too old."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

from apps.pose_logger.records import KEPT_FOR_GOOD, TABLES
from apps.pose_logger.storage import parquet
from apps.pose_logger.storage.parquet import UNFINISHED, ForeignFileError

HOURS: Mapping[str, float] = {table: 24.0 for table in TABLES if table not in KEPT_FOR_GOOD}
"""For how many hours tables are kept, if nothing else is said; all others are kept for good."""

_NAME = re.compile(r"[0-9a-f]{8}(-\d+){1,2}\.parquet")


class AgingFiles:
    """The files below ``folder`` that will be too old one day, and when their oldest rows are of.

    Files with names that the logger would not give are not ours to delete. Of a damaged one only
    its date is known: it counts as old as that.
    """

    def __init__(self, folder: Path) -> None:
        self._oldest: dict[str, dict[Path, float]] = {
            table: {path: _oldest(path) for path in own_files(folder, table)} for table in HOURS
        }

    def note(self, table: str, path: Path) -> None:
        """Take notice of a file of ``table`` that is new, or has other rows than before."""
        if table in self._oldest:
            self._oldest[table][path] = _oldest(path)

    def expire(self, table: str, before: float) -> None:
        """Delete the files of a table that have rows from before ``before``, or of just then."""
        oldest = self._oldest[table]
        for path in [path for path, moment in oldest.items() if moment <= before]:
            path.unlink(missing_ok=True)
            parquet.sync_folder(path.parent)
            del oldest[path]


def own_files(folder: Path, table: str) -> list[Path]:
    """The files of a table that have such names as the logger gives."""
    found = folder.glob(f"table={table}/site=*/date=*/*.parquet")
    return [path for path in found if _NAME.fullmatch(path.name)]


def remove_unfinished(folder: Path) -> None:
    """Delete what a process that was killed has left half written."""
    for path in folder.glob(f"table=*/site=*/date=*/*{UNFINISHED}"):
        if _NAME.fullmatch(path.name.removesuffix(UNFINISHED)):
            path.unlink(missing_ok=True)


def _oldest(path: Path) -> float:
    try:
        return parquet.oldest_moment(path)
    except ForeignFileError:
        return _midnight(path.parent.name.removeprefix("date="))


def _midnight(day: str) -> float:
    try:
        return datetime.combine(date.fromisoformat(day), time(), UTC).timestamp()
    except ValueError:
        return float("inf")
