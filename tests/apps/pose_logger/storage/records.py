"""Records to store, and data folders to look into."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from apps.pose_logger.records import DwellRecord, MinuteRecord, PoseRecord, VisitRecord
from apps.pose_logger.storage import Archive

NOON = 1_772_020_800.0
"""2026-02-25, 12:00 UTC."""

MINUTES_A_DAY = 1440


def pose(time: float = NOON, *, camera: str = "door", track: int = 7, x: int = 1000) -> PoseRecord:
    xs = tuple(x + number for number in range(17))
    return PoseRecord(camera, track, time, xs, tuple(range(-8, 9)), (0, 255) * 8 + (17,))


def visit(left: float = NOON, *, zone: str = "hall") -> VisitRecord:
    return VisitRecord("door", zone, left - 12.5, left, False, True, 0.97)


def minute(time: float = NOON, *, zone: str = "hall", entries: int = 1) -> MinuteRecord:
    return MinuteRecord(
        "door", zone, int(time), 0.55, 2, 33.2, entries, 1, 60.0, 600, 3, 0, "model", "3f0c9a1be72d"
    )


def dwell(time: float = NOON, *, seconds: int = 30) -> DwellRecord:
    return DwellRecord("door", "hall", int(time), seconds, 4, 1)


def sealed(folder: Path, table: str) -> pa.Table:
    """The rows of all files of a table."""
    files = Archive(folder).files(table)
    return (
        pa.concat_tables([pq.ParquetFile(path).read() for path in files]) if files else pa.table({})
    )


def column(folder: Path, table: str, name: str) -> list[object]:
    """One column of what is in the files and of what is not yet, in its order."""
    values: list[object] = Archive(folder).unsealed(table)[name].to_pylist()
    for path in Archive(folder).files(table):
        values += pq.ParquetFile(path).read([name])[name].to_pylist()
    return sorted(values)  # type: ignore[type-var]


def all_bytes(folder: Path) -> Iterable[bytes]:
    """What is in each file below a folder, whatever it is."""
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
