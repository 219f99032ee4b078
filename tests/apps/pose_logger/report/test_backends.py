import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from apps.pose_logger.records import Record
from apps.pose_logger.report.analysis import analyse
from apps.pose_logger.report.answers import Report
from apps.pose_logger.report.backends import opened
from apps.pose_logger.report.backends.backend import Columns, Part
from apps.pose_logger.report.backends.duckdb import DuckDb
from apps.pose_logger.settings import FloorSettings
from apps.pose_logger.storage.archive import Archive
from apps.pose_logger.storage.store import Store
from engine.poses import OutputError, UnknownNameError
from tests.apps.pose_logger.report.museum import (
    crossings,
    days,
    minute,
    moment,
    standing,
    stay,
    stays,
)
from tests.debian import program

_PERIOD = days("2026-10-24", "2026-10-26")
_NIGHT = moment("2026-10-24T22:00")
_FLOOR = FloorSettings(
    picture=((0.2, 0.4), (0.8, 0.4), (1.0, 1.0), (0.0, 1.0)),
    metres=((0.0, 0.0), (6.0, 0.0), (6.0, 8.0), (0.0, 8.0)),
)


def _records() -> Iterator[Record]:
    """Two days around the end of summer time, with all that a report asks about."""
    chance = random.Random(5)
    for number in range(0, 2880, 7):
        at = _NIGHT + number * 60
        seen = chance.choice([0.0, 31.5, 60.0])
        yield minute(at, people=chance.choice([0.0, 1.0, 2.5]) * bool(seen), observed=seen)
        yield crossings(at, chance.choice(["door", "gate"]), chance.randrange(3), number % 3)
        yield stays(at // 3600 * 3600, chance.choice([5, 60, 3600]), 3, chance.randrange(3))
        then = _NIGHT + number / 2
        yield stay(then, then + chance.randrange(1, 500) / 8, lost_inside=number % 2 == 0)
        yield standing(then, chance.random(), chance.random(), number, chance.choice("ab"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A folder with sealed rows, and with some that are in no file yet."""
    folder = tmp_path_factory.mktemp("data")
    records = list(_records())
    store = Store(folder, "museum & café", report=print)
    store.write(records[:-200], _NIGHT)
    store.tend(_NIGHT)
    store.write(records[-200:], _NIGHT + 2.0)
    yield Archive(folder)
    store.close()


def _report(data: Archive, backend: str) -> Report:
    return analyse(
        data,
        _PERIOD,
        now=moment("2026-10-27T12:00"),
        time_zone="Europe/Berlin",
        backend=backend,
        rooms={"room": ["door", "gate"]},
        floors={"a": _FLOOR},
    )


def test_spark_gives_the_same_report_as_duckdb(data: Archive) -> None:
    program("java", "openjdk-17-jre-headless")
    expected = _report(data, "duckdb")
    assert all((expected.zones, expected.lines, expected.rooms, expected.hours, expected.dwell))
    assert len(expected.visits) > 300
    assert len(expected.floor) == 2
    told = _report(data, "local[2]")
    for part in msgspec.structs.fields(Report):
        assert getattr(told, part.name) == getattr(expected, part.name), part.name


def test_times_do_not_depend_on_the_machine(data: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _report(data, "duckdb")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert _report(data, "duckdb") == expected


def test_what_a_backend_fails_with_is_one_line(tmp_path: Path) -> None:
    missing = Part([tmp_path / "nothing.parquet"])
    with opened("duckdb") as backend, pytest.raises(OutputError) as told:
        backend.give("minutes", Columns(["camera"], []), [missing])
    assert "nothing.parquet" in str(told.value)
    assert "\n" not in str(told.value)


def test_quotes_in_names_of_files_are_no_sql(tmp_path: Path) -> None:
    folder = tmp_path / "it's; DROP TABLE minutes; --"
    store = Store(folder, "museum", report=print)
    store.write([minute(_NIGHT, entries=3)], 0.0)
    store.close()
    report = _report(Archive(folder), "duckdb")
    assert report.zones[0].entries == 3


@pytest.mark.parametrize("name", ["", "postgres", "sparkling", "local"])
def test_another_backend_is_unknown(name: str) -> None:
    with pytest.raises(UnknownNameError, match="duckdb"), opened(name):
        pass


def test_duckdb_fetches_no_extension() -> None:
    backend = DuckDb()
    settings = backend._connection.execute(
        "SELECT value FROM duckdb_settings() WHERE name = 'autoinstall_known_extensions'"
    ).fetchone()
    backend.close()
    assert settings == ("false",)
