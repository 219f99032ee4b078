from pathlib import Path

import pytest

from apps.pose_logger.report.analysis import analyse
from apps.pose_logger.report.answers import Report
from apps.pose_logger.report.terminal import as_table
from apps.pose_logger.storage.archive import Archive
from tests.apps.pose_logger.report.museum import (
    WEEK,
    archive,
    crossings,
    days,
    minute,
    moment,
    stays,
)

_NOON = moment("2026-11-18T12:00")


@pytest.fixture
def report(tmp_path: Path) -> Report:
    data = archive(
        tmp_path,
        minute(_NOON, people=2.0, entries=4, exits=4),
        minute(_NOON, "a zone with a name that is longer than any table has room for it", people=1),
        minute(_NOON + 3600),
        minute(_NOON + 7200, observed=0.0),
        crossings(_NOON, entries=12, exits=9),
        stays(_NOON, 60, visits=4),
    )
    return analyse(data, WEEK, now=moment("2026-11-22T20:00"), time_zone="Europe/Berlin")


def test_the_table_fits_80_columns(report: Report) -> None:
    assert max(len(line) for line in as_table(report).splitlines()) <= 80


def test_the_busiest_zone_comes_first(report: Report) -> None:
    text = as_table(report)
    assert "museum · 16 to 22 November 2026" in text
    assert text.index(" hall ") < text.index(" a zone with a name")


def test_nobody_and_not_observed_look_different(report: Report) -> None:
    (wednesday,) = (line for line in as_table(report).splitlines() if line.startswith("Wed"))
    hours = {hour: wednesday[5 + 3 * hour :][:2] for hour in range(24)}
    assert (hours[13], hours[14], hours[15].strip()) == ("██", "··", "")


def test_a_line_is_told_with_its_balance_and_error(report: Report) -> None:
    door = next(line for line in as_table(report).splitlines() if line.startswith(" door  "))
    assert "+3 " in door
    assert "±" in door


def test_a_skipped_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "foreign.parquet").write_text("nothing")
    report = analyse(Archive(tmp_path), days("2026-11-18"), now=_NOON)
    assert "foreign.parquet" in as_table(report, width=400)


def test_no_data_are_told_as_such(tmp_path: Path) -> None:
    report = analyse(Archive(tmp_path), days("2026-11-18"), now=_NOON)
    assert as_table(report).startswith("No data · Wednesday, 18 November 2026")
