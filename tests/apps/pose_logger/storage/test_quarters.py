from pathlib import Path

import pyarrow.parquet as pq
import pytest

from apps.pose_logger.records import MinuteRecord
from apps.pose_logger.report.analysis import analyse
from apps.pose_logger.report.period import Period
from apps.pose_logger.storage import Archive, Store, parquet, quarters
from tests.apps.pose_logger.storage.records import NOON, minute

NOON_DATE = parquet.date_of(NOON)
LATER = NOON + 86_400


def store(folder: Path) -> Store:
    return Store(folder, "museum", report=print)


def written(folder: Path, *records: MinuteRecord) -> Path:
    """A folder with these minutes in a file."""
    data = store(folder)
    data.write(records, NOON)
    data.close()
    return folder


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("table=quarters/**/*.parquet"))


def entries(folder: Path) -> int:
    """The entries of the day, as a report tells them."""
    period = Period(NOON_DATE, NOON_DATE)
    report = analyse(Archive(folder), period, now=LATER, list_minutes=False)
    return sum(zone.entries for zone in report.zones)


def test_minutes_are_summed_by_zone_and_quarter_of_an_hour(tmp_path: Path) -> None:
    of_the_hall = [minute(NOON + 60 * number, entries=number) for number in range(20)]
    written(tmp_path, *of_the_hall, minute(NOON, zone="shop"))
    (path,) = files(tmp_path)
    rows = pq.ParquetFile(path).read().to_pylist()
    assert [(row["zone"], row["quarter"].timestamp() - NOON) for row in rows] == [
        ("hall", 0.0),
        ("hall", 900.0),
        ("shop", 0.0),
    ]
    assert [row["entries"] for row in rows] == [sum(range(15)), sum(range(15, 20)), 1]
    assert [row["observed_seconds"] for row in rows] == [900.0, 300.0, 60.0]
    assert [(row["max_people"], row["frames"]) for row in rows] == [(2, 600)] * 3


def test_a_report_is_the_same_with_sums_and_without(tmp_path: Path) -> None:
    written(tmp_path, *(minute(NOON + 60 * number, entries=number % 3) for number in range(60)))
    data, period = Archive(tmp_path), Period(NOON_DATE, NOON_DATE)
    summed = analyse(data, period, now=LATER)
    assert data.quarters()
    for path in files(tmp_path):
        path.unlink()
    assert not Archive(tmp_path).quarters()
    assert analyse(Archive(tmp_path), period, now=LATER) == summed


def test_minutes_that_come_later_have_sums_of_their_own_and_old_ones_go(tmp_path: Path) -> None:
    written(tmp_path, minute(NOON, entries=1))
    (before,) = files(tmp_path)
    written(tmp_path, minute(NOON + 60, entries=2))
    (after,) = files(tmp_path)
    assert before != after
    assert entries(tmp_path) == 3


def test_sums_without_the_minutes_that_they_are_of_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, minute(NOON, entries=1))
    whole = parquet.write_rows
    data = store(tmp_path)
    data.write([minute(NOON + 60, entries=2)], NOON)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "write_rows", full)
    data.tend(NOON + 7200)
    assert len(files(tmp_path)) == 2
    assert entries(tmp_path) == 3
    monkeypatch.setattr(parquet, "write_rows", whole)
    data.tend(NOON + 7300)
    assert len(files(tmp_path)) == 1
    assert entries(tmp_path) == 3
    data.close()


def test_damaged_sums_are_named_and_the_minutes_counted_instead(tmp_path: Path) -> None:
    written(tmp_path, minute(NOON, entries=4))
    (path,) = files(tmp_path)
    path.write_bytes(b"nothing of the kind")
    period = Period(NOON_DATE, NOON_DATE)
    report = analyse(Archive(tmp_path), period, now=LATER)
    assert sum(zone.entries for zone in report.zones) == 4
    assert [skipped.file for skipped in report.skipped] == [str(path)]


def test_sums_have_no_position_and_no_number_of_anybody() -> None:
    assert set(quarters.SCHEMA.names) == {
        "camera", "zone", "quarter", "entries", "exits", "person_seconds", "observed_seconds",
        "max_people", "frames",
    }  # fmt: skip
