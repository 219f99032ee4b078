import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.pose_logger.records import TABLES
from apps.pose_logger.storage import Archive, Store
from apps.pose_logger.storage.schema import SCHEMAS
from engine.poses import OutputError
from tests.apps.pose_logger.storage.records import NOON, column, minute, pose, sealed, visit

DAY = 86400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three days of a museum."""
    data = Store(tmp_path, "museum", report=print)
    for day in range(3):
        data.write([minute(NOON + day * DAY, entries=day)], NOON + day * DAY)
    data.close()
    return tmp_path


def rewritten(path: Path, **changes: object) -> None:
    """The file with other things in its metadata."""
    table = pq.ParquetFile(path).read()
    said = msgspec.json.decode(table.schema.metadata[b"skeleton_crew"]) | changes
    table = table.replace_schema_metadata({b"skeleton_crew": msgspec.json.encode(said)})
    pq.write_table(table, path)


def skipped(folder: Path) -> dict[str, str]:
    archive = Archive(folder)
    for table in TABLES:
        archive.files(table)
    return {path.name: reason for path, reason in archive.skipped}


def test_files_can_be_asked_for_by_dates(folder: Path) -> None:
    first, second, third = Archive(folder).files("minutes")
    assert Archive(folder).files("minutes", date(2026, 2, 26)) == [second, third]
    assert Archive(folder).files("minutes", last=date(2026, 2, 25)) == [first]
    assert Archive(folder).skipped == []


def test_a_file_that_is_cut_short_or_no_parquet_is_named_and_skipped(folder: Path) -> None:
    first, second, third = Archive(folder).files("minutes")
    first.write_bytes(first.read_bytes()[:-100])
    second.write_bytes(b"")
    (third.parent / "notes.parquet").write_text("bought milk")
    reason = "is no Parquet file, or a damaged one"
    assert skipped(folder) == dict.fromkeys([first.name, "notes.parquet", second.name], reason)
    assert Archive(folder).files("minutes") == [third]


def test_foreign_parquet_is_named_and_skipped(folder: Path) -> None:
    day = Archive(folder).files("minutes")[0].parent
    pq.write_table(pa.table({"price": [1]}), day / "sales.parquet")
    pq.write_table(pa.table({"price": [1]}), folder / "shop.parquet")
    assert skipped(folder) == {
        "sales.parquet": "was not written by the pose logger",
        "shop.parquet": "is in no folder of a table, a site and a date",
    }
    assert len(Archive(folder).files("minutes")) == 3


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"schema": 2}, "has schema 2; this version reads 1"),
        ({"table": "faces"}, "holds a table 'faces' that is not known"),
        ({"table": "dwell"}, "has other columns than dwell"),
        ({"site": "shop"}, "belongs to minutes of shop, or to another date"),
        ({"slice": 1}, "belongs to minutes of museum, or to another date"),
        ({"through": "x"}, "does not say what it holds"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named_and_skipped(
    folder: Path, changes: dict[str, object], reason: str
) -> None:
    path = Archive(folder).files("minutes")[0]
    rewritten(path, **changes)
    assert skipped(folder) == {path.name: reason}
    assert len(Archive(folder).files("minutes")) == 2


def test_a_copy_of_a_file_does_not_count_twice(folder: Path) -> None:
    path = Archive(folder).files("minutes")[0]
    shutil.copy(path, path.with_name("copy of it.parquet"))
    assert column(folder, "minutes", "entries") == [0, 1, 2]
    assert len(skipped(folder)) == 1
    assert "has rows that " in next(iter(skipped(folder).values()))


def test_sites_are_those_of_files_and_of_what_waits(folder: Path) -> None:
    assert Archive(folder).sites == ["museum"]
    data = Store(folder, "annex", report=print)
    data.write([visit()], NOON)
    assert Archive(folder).sites == ["annex", "museum"]
    data.close()


def test_what_waits_has_the_columns_of_the_files_and_of_their_folders(tmp_path: Path) -> None:
    for table, schema in SCHEMAS.items():
        assert Archive(tmp_path).unsealed(table).schema.names == [*schema.names, "site", "date"]
    data = Store(tmp_path, "museum", report=print)
    data.tend(NOON)
    data.write([pose(NOON + 0.3, x=3200), minute()], NOON + 2)
    minutes, poses = (Archive(tmp_path).unsealed(table) for table in ("minutes", "poses"))
    data.close()
    assert minutes.drop_columns(["site", "date"]).equals(sealed(tmp_path, "minutes"))
    assert poses["nose_x"].to_pylist() == [3200]


def test_rows_that_are_in_a_file_already_do_not_wait(tmp_path: Path) -> None:
    data = Store(tmp_path, "museum", report=print)
    data.write([minute(entries=1)], NOON)
    data._spool.forget = lambda *_: None  # type: ignore[method-assign]
    data.tend(NOON)
    data.write([minute(entries=2)], NOON + 2)
    assert column(tmp_path, "minutes", "entries") == [1, 2]
    data.close()
    assert column(tmp_path, "minutes", "entries") == [1, 2]
    Store(tmp_path, "museum", report=print).close()
    assert sealed(tmp_path, "minutes")["entries"].to_pylist() == [1, 2]
    with closing(sqlite3.connect(tmp_path / "spool" / "spool.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM minutes").fetchone() == (0,)


def test_a_spool_that_cannot_be_read_is_skipped(folder: Path) -> None:
    path = folder / "spool" / "spool.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 7")
    archive = Archive(folder)
    assert archive.unsealed("minutes").num_rows == 0
    assert [tuple(one) for one in archive.skipped] == [(path, "has schema 7; this version knows 1")]
    path.write_bytes(b"nothing of the kind" * 100)
    archive = Archive(folder)
    assert archive.unsealed("minutes").num_rows == 0
    assert [tuple(one) for one in archive.skipped] == [(path, "file is not a database")]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"nowhere is no folder: name the one that is `data`"):
        Archive(tmp_path / "nowhere")


@settings(max_examples=60, deadline=None)
@given(cut=st.floats(0, 1), garbage=st.binary(max_size=40))
def test_no_damage_to_a_file_keeps_the_others_from_being_read(
    cut: float, garbage: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("data")
    data = Store(folder, "museum", report=print)
    data.write([minute(NOON), minute(NOON + DAY)], NOON)
    data.close()
    first, second = Archive(folder).files("minutes")
    whole = first.read_bytes()
    first.write_bytes(whole[: int(cut * (len(whole) - 1))] + garbage)
    assert Archive(folder).files("minutes") == [second]
    assert list(skipped(folder)) == [first.name]
