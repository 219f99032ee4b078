import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.pose_logger.storage import Archive, Store, parquet
from apps.pose_logger.storage.backlog import CAPACITY, Backlog
from apps.pose_logger.storage.spool import Spool
from tests.apps.pose_logger.storage.records import NOON, column, minute, pose

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Disk:
    """Decides whether there is room, in the spool and in Parquet files."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        for owner, name in ((Spool, "add"), (parquet, "write_rows")):
            monkeypatch.setattr(owner, name, self._guarded(getattr(owner, name)))

    def _guarded(self, write: object) -> object:
        def guarded(*arguments: object) -> object:
            if self.full:
                raise FULL
            return write(*arguments)  # type: ignore[operator]

        return guarded


def store(folder: Path, said: list[str]) -> Store:
    return Store(folder, "museum", report=said.append)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def test_a_full_disk_is_said_once_and_nothing_is_lost_if_there_is_room_soon(
    tmp_path: Path, disk: Disk
) -> None:
    said: list[str] = []
    data = store(tmp_path, said)
    for step in range(0, 1200, 2):
        disk.full = 300 <= step < 700
        data.write([minute(NOON + step // 60 * 60, entries=step), pose(NOON + step)], NOON + step)
        data.tend(NOON + step)
    data.close()
    assert said == [
        f"cannot write to {tmp_path}: No space left on device; going on when it works again",
        f"writing to {tmp_path} again; no record was lost",
    ]
    assert column(tmp_path, "minutes", "entries") == list(range(0, 1200, 2))
    assert len(column(tmp_path, "poses", "time")) == 600


def test_what_there_is_no_room_for_is_counted_and_said(tmp_path: Path, disk: Disk) -> None:
    said: list[str] = []
    data = store(tmp_path, said)
    data._backlog = Backlog(capacity=10)
    data.write([minute(entries=-1)], NOON)
    disk.full = True
    for step in range(25):
        data.write([minute(entries=step), pose()], NOON + 2 + step)
    disk.full = False
    data.tend(NOON + 100)
    data.close()
    assert said[1] == f"writing to {tmp_path} again; 30 records were lost"
    assert column(tmp_path, "minutes", "entries") == [-1, *range(15, 25)]
    assert len(said) == 2


def test_skeletons_do_not_push_counts_out_and_memory_is_bounded() -> None:
    backlog = Backlog()
    backlog.add([minute()])
    backlog.add([pose()] * (CAPACITY + 7))
    assert {table: len(rows) for table, rows in backlog.rows.items()} == {
        "minutes": 1,
        "poses": CAPACITY,
    }
    assert backlog.lost == 7


def test_what_cannot_be_written_at_the_end_is_said(tmp_path: Path, disk: Disk) -> None:
    said: list[str] = []
    data = store(tmp_path, said)
    disk.full = True
    data.write([minute()] * 3, NOON)
    data.close()
    assert said[-1] == f"3 records could not be written to {tmp_path} and are lost"


def test_old_skeletons_are_deleted_from_a_full_disk(tmp_path: Path, disk: Disk) -> None:
    data = store(tmp_path, [])
    data.write([pose()], NOON)
    data.tend(NOON)
    disk.full = True
    data.write([minute(NOON + 86400)], NOON + 86400)
    data.tend(NOON + 86410)
    assert not Archive(tmp_path).files("poses")
    data.close()


def test_a_file_that_cannot_be_finished_leaves_the_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    data = store(tmp_path, said)
    data.write([minute(entries=1)], NOON)
    data.tend(NOON)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _full)
        data.write([minute(entries=2)], NOON + 4000)
        data.tend(NOON + 4000)
    assert len(said) == 1
    assert column(tmp_path, "minutes", "entries") == [1, 2]
    assert not list(tmp_path.rglob("*.part"))
    data.close()
    assert column(tmp_path, "minutes", "entries") == [1, 2]


def _full(*_: object) -> None:
    raise FULL


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Eight megabytes, of a real file system."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_really_is_full_stops_the_writing_until_there_is_room(tiny_disk: Path) -> None:
    said: list[str] = []
    data = store(tiny_disk, said)
    data.write([minute(NOON - 86400, entries=-1)], NOON)
    data.tend(NOON)
    ballast = tiny_disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        file.write(bytes(7_000_000))
    count = 6000
    for step in range(count):
        now = NOON + step / 10
        data.write([pose(now, x=step), *([minute(entries=step)] * (step % 10 == 0))], now)
        if step % 10 == 0:
            data.tend(now)
    assert len(said) == 1
    assert "full" in said[0] or "No space" in said[0]
    assert column(tiny_disk, "minutes", "entries")[0] == -1
    assert not Archive(tiny_disk).skipped
    ballast.unlink()
    data.tend(NOON + count / 10 + 10)
    data.close()
    assert said[1:] == [f"writing to {tiny_disk} again; no record was lost"]
    assert column(tiny_disk, "minutes", "entries") == [-1, *range(0, count, 10)]
    assert len(column(tiny_disk, "poses", "time")) == count


def test_a_damaged_spool_is_moved_aside_by_name_and_logging_goes_on(tmp_path: Path) -> None:
    said: list[str] = []
    data = store(tmp_path, said)
    data.write([minute(entries=1)], NOON)
    data.tend(NOON)
    data.close()
    (tmp_path / "spool" / "spool.sqlite").write_bytes(b"no database" * 1000)
    data = store(tmp_path, said)
    data.write([minute(entries=2)], NOON)
    data.close()
    aside = tmp_path / "spool" / "damaged-1.sqlite"
    assert said == [f"the spool was damaged and is now {aside}; going on with a new one"]
    assert aside.read_bytes().startswith(b"no database")
    assert column(tmp_path, "minutes", "entries") == [1, 2]


def test_a_spool_that_is_damaged_while_logging_costs_only_what_was_in_it(tmp_path: Path) -> None:
    said: list[str] = []
    data = store(tmp_path, said)
    data.write([pose(NOON + step) for step in range(500)], NOON)
    data.tend(NOON)
    data.write([pose(NOON + step) for step in range(500)], NOON + 2)
    data._spool.cut()
    path = tmp_path / "spool" / "spool.sqlite"
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))
    data._spool.close()
    data._spool = _opened_as_it_is(path, data._spool)
    for step in range(3):
        data.write([minute(entries=step)], NOON + 10 + step)
        data.tend(NOON + 610 + step)
    data.close()
    assert len(said) == 1
    assert said[0].endswith("damaged-1.sqlite; going on with a new one")
    assert column(tmp_path, "minutes", "entries") == [0, 1, 2]
    assert len(column(tmp_path, "poses", "time")) == 500


def _opened_as_it_is(path: Path, spool: Spool) -> Spool:
    """The same spool with nothing of the file in memory, as SQLite's cache may be."""
    spool._database = sqlite3.connect(path, isolation_level=None)
    spool.closed = False
    spool._to_be_cut = True
    return spool


def test_a_damaged_spool_goes_in_time_too(tmp_path: Path) -> None:
    path = tmp_path / "spool" / "spool.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"no database" * 1000)
    os.utime(path, (NOON, NOON))
    data = store(tmp_path, [])
    aside = path.with_name("damaged-1.sqlite")
    data.tend(NOON + 23 * 3600)
    assert aside.exists()
    data.tend(NOON + 24 * 3600)
    assert not aside.exists()
    data.close()


def test_a_folder_that_is_removed_while_logging_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    data = store(folder, [])
    data.write([minute(entries=1)], NOON)
    data.tend(NOON)
    shutil.rmtree(folder)
    data.tend(NOON + 1)
    data.write([minute(entries=2)], NOON + 3)
    data.close()
    assert column(folder, "minutes", "entries") == [2]


def test_a_damaged_day_is_set_aside_and_what_comes_is_kept(tmp_path: Path) -> None:
    data = store(tmp_path, [])
    data.write([minute(NOON + 60 * step) for step in range(500)], NOON)
    data.tend(NOON)
    (path,) = Archive(tmp_path).files("minutes")
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + bytes(600) + whole[604:])
    for hour in (1, 2, 3):
        data.write([minute(NOON + 3600 * hour, entries=hour)], NOON + 3600 * hour)
        data.tend(NOON + 3600 * hour)
    data.close()
    assert column(tmp_path, "minutes", "entries") == [1, 2, 3]
    assert [skipped.path.name for skipped in Archive(tmp_path).skipped] == [f"{path.name}.damaged"]
