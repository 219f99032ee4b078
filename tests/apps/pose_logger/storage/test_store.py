import os
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.pose_logger.records import Record, VisitRecord
from apps.pose_logger.storage import Archive, Store
from apps.pose_logger.storage.parquet import read_contents
from engine.poses import OutputError
from tests.apps.pose_logger.storage.records import NOON, column, dwell, minute, pose, sealed, visit

HOUR = 3600.0


@pytest.fixture
def said() -> list[str]:
    return []


def store(folder: Path, said: list[str] | None = None, site: str = "museum") -> Store:
    return Store(folder, site, report=([] if said is None else said).append)


def test_what_is_written_is_in_the_files_when_the_store_is_closed(tmp_path: Path) -> None:
    data = store(tmp_path)
    data.write([pose(), visit(), minute(), dwell()], NOON)
    data.close()
    assert sealed(tmp_path, "visits").to_pylist() == [
        {
            "camera": "door",
            "zone": "hall",
            "entered": datetime(2026, 2, 25, 11, 59, 47, 500_000, UTC),
            "left": datetime(2026, 2, 25, 12, tzinfo=UTC),
            "born_inside": False,
            "lost_inside": True,
            "confidence": pytest.approx(0.97),
        }
    ]
    (row,) = sealed(tmp_path, "minutes").to_pylist()
    assert row["minute"] == datetime(2026, 2, 25, 12, tzinfo=UTC)
    assert row == minute()._asdict() | {
        "minute": row["minute"],
        "mean_people": pytest.approx(0.55),
        "person_seconds": pytest.approx(35.0),
    }
    (row,) = sealed(tmp_path, "dwell").to_pylist()
    assert row == dwell()._asdict() | {"hour": row["hour"]}


def test_a_skeleton_comes_back_within_a_step_and_a_half(tmp_path: Path) -> None:
    data = store(tmp_path)
    data.write([pose(NOON + 0.1, track=2**31 - 1, x=-32768), pose(track=3, x=32767 - 16)], NOON)
    data.close()
    first, second = sealed(tmp_path, "poses").to_pylist()
    assert [first["track"], second["track"]] == [3, 2**31 - 1]
    assert second["time"] == datetime(2026, 2, 25, 12, 0, 0, 100_000, UTC)
    assert [second["left_eye_x"], second["right_ankle_x"]] == [-32768, -32768 + 32 // 2 - 16]
    assert [second["left_eye_y"], second["right_ankle_y"]] == [0, 0]
    assert [second["nose_score"], second["left_eye_score"], second["right_ankle_score"]] == [
        0, 255, 85,
    ]  # fmt: skip
    assert first["right_ankle_x"] == 32767 // 32 * 32


def test_rows_can_be_read_a_second_after_they_were_written(tmp_path: Path) -> None:
    data = store(tmp_path)
    data.tend(NOON)
    data.write([minute()], NOON + 0.5)
    data.write([], NOON + 1.1)
    waiting = Archive(tmp_path).unsealed("minutes").to_pylist()
    data.close()
    assert [(row["site"], row["date"], row["zone"]) for row in waiting] == [
        ("museum", date(2026, 2, 25), "hall")
    ]


def test_skeletons_go_to_a_file_every_ten_minutes_and_minutes_every_hour(tmp_path: Path) -> None:
    data = store(tmp_path)
    seen = []
    for step in range(0, 7201, 60):
        data.write([pose(NOON + step), minute(NOON + step)], NOON + step)
        data.tend(NOON + step)
        poses, minutes = (Archive(tmp_path).unsealed(t).num_rows for t in ("poses", "minutes"))
        seen.append((poses, minutes))
    data.close()
    assert max(poses for poses, _ in seen) == 9
    assert max(minutes for _, minutes in seen) == 59
    assert len(Archive(tmp_path).files("poses")) == 13


def test_a_finished_day_of_minutes_is_one_file(tmp_path: Path) -> None:
    data = store(tmp_path)
    for step in range(0, 36 * 3600, 600):
        data.write([minute(NOON + step, zone=z) for z in ("hall", "café")], NOON + step)
        data.tend(NOON + step)
    data.close()
    files = Archive(tmp_path).files("minutes")
    assert [path.parent.name for path in files] == ["date=2026-02-25", "date=2026-02-26"]
    assert len(column(tmp_path, "minutes", "minute")) == 2 * 36 * 6


def test_files_lie_in_folders_of_table_site_and_utc_date(tmp_path: Path) -> None:
    data = store(tmp_path, site="Museum No. 3")
    data.write([minute(NOON - 12 * HOUR - 60), minute(NOON - 12 * HOUR)], NOON)
    data.close()
    first, second = Archive(tmp_path).files("minutes")
    assert str(first.parent.relative_to(tmp_path)) == (
        "table=minutes/site=Museum No. 3/date=2026-02-24"
    )
    assert second.parent.name == "date=2026-02-25"
    query = f"SELECT site, count(*) FROM read_parquet('{tmp_path}/table=minutes/**/*.parquet', "
    rows = duckdb.execute(query + "hive_partitioning = true) GROUP BY site").fetchall()
    assert rows == [("Museum No. 3", 2)]


def test_a_file_says_what_it_holds(tmp_path: Path) -> None:
    data = store(tmp_path)
    data.write([minute()] * 3, NOON)
    data.close()
    (path,) = Archive(tmp_path).files("minutes")
    contents = read_contents(path)
    assert (contents.schema, contents.table, contents.site) == (1, "minutes", "museum")
    assert contents.slice == NOON // 86400
    assert contents.through == 3
    assert path.name == f"{contents.spool}-1.parquet"


def test_late_rows_join_the_file_of_their_time(tmp_path: Path) -> None:
    data = store(tmp_path)
    for late in range(5):
        data.write([minute(NOON - 5 * 86400 + 60 * late)], NOON)
        data.tend(NOON + HOUR * late)
    data.close()
    assert len(Archive(tmp_path).files("minutes")) == 1
    assert sealed(tmp_path, "minutes").num_rows == 5


def test_a_folder_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    for day in range(3):
        data = store(tmp_path)
        data.write([minute(NOON + 60 * day), pose(NOON + 60 * day)], NOON + 60 * day)
        data.tend(NOON + 60 * day)
        data.close()
    assert sealed(tmp_path, "minutes").num_rows == 3
    assert len(Archive(tmp_path).files("minutes")) == 1
    assert len(Archive(tmp_path).files("poses")) == 1


def test_rows_that_were_spooled_for_another_site_stay_its_own(tmp_path: Path) -> None:
    data = store(tmp_path, site="old")
    data.write([minute()], NOON)
    data._spool.close()  # as if the process had been killed
    data._lock.release()
    data = store(tmp_path, site="new")
    data.write([minute(NOON + 60)], NOON + 60)
    data.close()
    sites = [path.parents[1].name for path in Archive(tmp_path).files("minutes")]
    assert sites == ["site=new", "site=old"]


def test_a_second_writer_is_refused_by_the_number_of_the_first(tmp_path: Path) -> None:
    data = store(tmp_path)
    message = rf"^{tmp_path} is being written by process {os.getpid()}: stop that one, or set "
    with pytest.raises(OutputError, match=message):
        store(tmp_path)
    data.close()
    store(tmp_path).close()


def test_a_folder_of_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    store(tmp_path).close()
    path = tmp_path / "spool" / "spool.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 2")
    database.close()
    before = path.read_bytes()
    message = r" has schema 2; this version knows 1: update Skeleton Crew, or set another folder"
    with pytest.raises(OutputError, match=message):
        store(tmp_path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"^cannot write to .*file.*Not a directory; give this"):
        store(tmp_path / "file" / "data")


RECORDS = st.lists(
    st.one_of(
        st.integers(0, 200_000).map(lambda s: minute(NOON + s // 60 * 60)),
        st.integers(0, 20_000).map(lambda s: visit(NOON + s)),
        st.integers(0, 20_000).map(lambda s: pose(NOON + s / 10)),
    ),
    max_size=30,
)


@settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.floats(0, 4000), RECORDS, st.sampled_from(["go on", "kill", "restart"])),
        max_size=6,
    )
)
def test_every_record_is_there_once_whatever_happens_between(
    steps: list[tuple[float, list[Record], str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("data")
    data, now, written = store(folder), NOON, list[Record]()
    for seconds, records, then in steps:
        now += seconds
        data.write(records, now)
        data.tend(now)
        written += records
        if then == "kill":
            data._spool.close()
            data._lock.release()
            data = store(folder)
        elif then == "restart":
            data.close()
            data = store(folder)
    in_total = sum(len(column(folder, table, "camera")) for table in ("poses", "visits", "minutes"))
    data.close()
    assert in_total == len(written)
    left = [datetime.fromtimestamp(r.left, UTC) for r in written if isinstance(r, VisitRecord)]
    assert column(folder, "visits", "left") == sorted(left)
