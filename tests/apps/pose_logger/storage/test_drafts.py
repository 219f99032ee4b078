from pathlib import Path

from apps.pose_logger.records import DwellRecord, MinuteRecord, Record, VisitRecord
from apps.pose_logger.storage import Archive, Store
from apps.pose_logger.storage.drafts import decoded, encoded

NOW = 1_772_359_200.0
VISIT = VisitRecord("camera", "hall", NOW - 30.0, NOW, False, True, 0.9)
MINUTE = MinuteRecord("camera", "hall", int(NOW), 0.5, 1, 30.0, 1, 0, 60.0, 600, 0, 0, "m", "c")
DWELL = DwellRecord("camera", "hall", int(NOW), 30, 1, 0)


def store(folder: Path) -> Store:
    return Store(folder, "site", report=lambda _: None)


def kill(store: Store) -> None:
    """Leave the folder as a writer does that is killed: nothing is written any more."""
    store._spool.close()
    store._lock.release()


def visits(folder: Path) -> list[float]:
    archive = Archive(folder)
    rows = archive.unsealed("visits").to_pylist()
    return [row["left"].timestamp() for row in rows]


def test_what_is_written_down_is_read_again() -> None:
    records: list[Record] = [VISIT, MINUTE, DWELL]
    assert decoded(encoded(records)) == records


def test_what_was_unfinished_when_the_writer_was_killed_is_written_once(tmp_path: Path) -> None:
    first = store(tmp_path)
    first.write([], NOW, lambda: [VISIT._replace(left=NOW - 5.0)])
    first.write([], NOW + 2.0, lambda: [VISIT])
    kill(first)
    for later in (10.0, 20.0):
        again = store(tmp_path)
        again.write([], NOW + later)
        kill(again)
        assert visits(tmp_path) == [NOW]


def test_what_is_finished_in_the_end_is_not_written_twice(tmp_path: Path) -> None:
    first = store(tmp_path)
    first.write([], NOW, lambda: [VISIT])
    first.write([VISIT], NOW + 2.0)
    kill(first)
    again = store(tmp_path)
    again.write([], NOW + 3.0)
    kill(again)
    assert visits(tmp_path) == [NOW]


def test_a_writer_that_comes_to_an_end_leaves_no_draft(tmp_path: Path) -> None:
    first = store(tmp_path)
    first.write([], NOW, lambda: [VISIT])
    first.close()
    again = store(tmp_path)
    again.write([], NOW + 1.0)
    assert visits(tmp_path) == []
    again.close()
