import random
import re
import sqlite3
from array import array
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from apps.pose_logger.records import PoseRecord
from apps.pose_logger.storage import Archive, Store
from apps.pose_logger.storage.schema import POSITIONS
from tests.apps.pose_logger.storage.records import (
    NOON,
    all_bytes,
    column,
    dwell,
    minute,
    pose,
    visit,
)

HOUR = 3600


def store(folder: Path, **hours: float) -> Store:
    return Store(folder, "museum", report=print, hours={"poses": 24.0, "visits": 24.0} | hours)


def walk(random_: random.Random, count: int, start: float) -> list[PoseRecord]:
    """Skeletons that resemble nothing else."""
    return [
        PoseRecord("door", 5, start + step / 10, *_some(random_), (255,) * 17)
        for step in range(count)
    ]


def _some(random_: random.Random) -> tuple[tuple[int, ...], tuple[int, ...]]:
    xs, ys = (tuple(random_.randrange(-32768, 32768) for _ in range(17)) for _ in "xy")
    return xs, ys


def as_spooled(records: list[PoseRecord]) -> set[bytes]:
    return {array("h", part).tobytes() for record in records for part in (record.xs, record.ys)}


def as_sealed(path: Path) -> set[bytes]:
    """The compressed ends of the chunks of a file that hold coordinates."""
    data, group = path.read_bytes(), pq.ParquetFile(path).metadata.row_group(0)
    chunks = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    ends = (
        chunks[name].data_page_offset + chunks[name].total_compressed_size for name in POSITIONS
    )
    return {data[end - 24 : end] for end in ends}


def as_columns(records: list[PoseRecord]) -> set[bytes]:
    """Coordinates as a file without compression would have them."""
    series = [[record.xs[joint] for record in records] for joint in range(17)]
    return {array("h", values[:8]).tobytes() for values in series}


def found(folder: Path, traces: set[bytes]) -> int:
    files = list(all_bytes(folder))
    return sum(any(trace in data for data in files) for trace in traces)


def test_no_byte_of_a_deleted_skeleton_is_left_in_any_file(tmp_path: Path) -> None:
    random_ = random.Random(4)
    data = store(tmp_path)
    old, young = walk(random_, 300, NOON), walk(random_, 300, NOON + 12 * HOUR)
    data.write(old, NOON + 30)
    data.tend(NOON + 30)
    data.write(old[:50], NOON + 31.5)  # some are in the file and some in the spool
    (path,) = Archive(tmp_path).files("poses")
    traces = as_spooled(old) | as_sealed(path) | as_columns(old)
    assert found(tmp_path, as_sealed(path)) == len(as_sealed(path))
    assert found(tmp_path, as_spooled(old[:50])) == 100
    data.write(young, NOON + 12 * HOUR)
    data.tend(NOON + 12 * HOUR)
    young_traces = as_sealed(sorted(Archive(tmp_path).files("poses"))[-1])
    data.tend(NOON + 24 * HOUR)
    assert found(tmp_path, traces) == 0
    assert found(tmp_path, young_traces) == len(young_traces)
    data.close()
    assert found(tmp_path, traces) == 0


def test_skeletons_that_never_left_the_spool_leave_no_byte_there(tmp_path: Path) -> None:
    records = walk(random.Random(5), 500, NOON)
    data = store(tmp_path, poses=0.05)
    data.tend(NOON)
    for at in range(0, 500, 100):
        data.write(records[at : at + 100], NOON + 10 + at / 50)
    assert found(tmp_path, as_spooled(records)) == 1000
    data.tend(NOON + 50 + 0.05 * HOUR)
    assert found(tmp_path, as_spooled(records)) == 0
    data.close()


def test_what_moves_to_parquet_leaves_no_byte_in_the_spool(tmp_path: Path) -> None:
    records = walk(random.Random(6), 500, NOON)
    data = store(tmp_path)
    data.tend(NOON)
    data.write(records, NOON + 50)
    data.tend(NOON + 600)
    assert len(Archive(tmp_path).files("poses")) == 1
    assert found(tmp_path, as_spooled(records)) == 0
    data.close()


def test_a_reader_only_delays_that_the_spool_is_wiped(tmp_path: Path) -> None:
    records = walk(random.Random(7), 100, NOON)
    data = store(tmp_path, poses=1)
    data.tend(NOON)
    data.write(records, NOON + 10)
    reader = sqlite3.connect(tmp_path / "spool" / "spool.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM poses").fetchone()
    data.tend(NOON + 2 * HOUR)
    assert found(tmp_path, as_spooled(records)) > 0
    reader.close()
    data.tend(NOON + 2 * HOUR + 1)
    assert found(tmp_path, as_spooled(records)) == 0
    data.close()


@pytest.mark.parametrize(("poses", "visits"), [(1.0, 2.0), (24.0, 0.1)])
def test_nothing_is_older_than_its_hours_nor_deleted_much_before(
    tmp_path: Path, poses: float, visits: float
) -> None:
    data = store(tmp_path, poses=poses, visits=visits)
    for step in range(0, 3 * HOUR, 300):
        now = NOON + step
        data.write([pose(now), visit(now), minute(now // 60 * 60), dwell(now // HOUR * HOUR)], now)
        data.tend(now)
        for table, name, hours in (("poses", "time", poses), ("visits", "left", visits)):
            oldest, *_ = column(tmp_path, table, name)
            assert isinstance(oldest, datetime)
            age = now - oldest.timestamp()
            assert age < hours * HOUR
            assert age > min(step, hours * HOUR) - 900 or hours == 0.1
    data.close()
    count = 3 * HOUR // 300
    assert [len(column(tmp_path, table, "zone")) for table in ("minutes", "dwell")] == [count] * 2


def test_what_became_too_old_while_no_logger_ran_goes_at_once(tmp_path: Path) -> None:
    data = store(tmp_path)
    data.write([pose(), visit(), minute()], NOON)
    data.close()
    data = store(tmp_path)
    data.tend(NOON + 30 * HOUR)
    assert not list(tmp_path.glob("table=poses/*/*/*")) + list(tmp_path.glob("table=visits/*/*/*"))
    assert len(Archive(tmp_path).files("minutes")) == 1
    data.close()


def test_what_is_kept_for_good_is_never_touched(tmp_path: Path) -> None:
    data = store(tmp_path)
    data.write([minute(), dwell(), pose()], NOON)
    data.close()
    before = {path: path.read_bytes() for path in tmp_path.glob("table=[mdq]*/**/*.parquet")}
    data = store(tmp_path)
    for year in range(1, 40):
        data.tend(NOON + year * 365 * 86400)
    data.close()
    assert len(before) == 3
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")} == before


def test_fewer_hours_hold_at_once(tmp_path: Path) -> None:
    data = store(tmp_path)
    data.write([pose(), visit()], NOON)
    data.tend(NOON)
    data.change({"poses": 1.0, "visits": 24.0})
    data.tend(NOON + 2 * HOUR)
    assert not column(tmp_path, "poses", "time")
    assert column(tmp_path, "visits", "left") == [datetime.fromtimestamp(NOON, UTC)]
    data.close()


def test_a_damaged_file_of_skeletons_goes_with_its_day_and_half_written_ones_at_the_start(
    tmp_path: Path,
) -> None:
    data = store(tmp_path)
    data.write([pose()], NOON)
    data.close()
    (path,) = Archive(tmp_path).files("poses")
    path.write_bytes(path.read_bytes()[:-20])
    half = path.with_name("00c0ffee-9.parquet.part")
    half.write_bytes(b"half")
    foreign = path.with_name("my own.parquet")
    foreign.write_bytes(b"not ours")
    data = store(tmp_path)
    assert (path.exists(), half.exists()) == (True, False)
    data.tend(NOON + 12 * HOUR)
    assert not path.exists()
    assert foreign.exists()
    data.close()


def test_names_of_files_hold_no_time_but_the_date(tmp_path: Path) -> None:
    data = store(tmp_path)
    for step in range(0, 2 * HOUR, 300):
        data.write([pose(NOON + step), visit(NOON + step), minute(NOON + step)], NOON + step)
        data.tend(NOON + step)
    data.close()
    number = r"[0-9a-f]{8}(-\d{1,2}){1,2}\.parquet"
    names = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()]
    for name in names:
        assert re.fullmatch(
            rf"table=\w+/site=museum/date=2026-02-25/{number}|spool/(lock|spool\.sqlite.*)", name
        )
