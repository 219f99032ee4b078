import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from apps.pose_logger.report import answers
from apps.pose_logger.report.analysis import analyse
from apps.pose_logger.report.answers import Report
from apps.pose_logger.report.documents import SHEETS, as_csv, as_json, as_sheet
from engine.poses import OutputError, UnknownNameError
from tests.apps.pose_logger.report.museum import (
    archive,
    crossings,
    days,
    minute,
    moment,
    standing,
    stay,
    stays,
)

_NOON = moment("2026-11-18T12:00")
_DOCUMENT = Path(__file__).parents[4] / "docs" / "report.md"


@pytest.fixture
def report(tmp_path: Path) -> Report:
    data = archive(
        tmp_path / "data",
        minute(_NOON, people=1.0, entries=1, exits=1),
        minute(_NOON + 60, observed=0.0),
        crossings(_NOON, entries=2),
        stay(_NOON, _NOON + 70, lost_inside=True),
        stays(_NOON, 60, 1, 1),
        standing(_NOON, 0.5, 0.5),
    )
    (tmp_path / "data" / "foreign.parquet").write_text("nothing")
    return analyse(data, days("2026-11-18"), now=_NOON + 3600)


def test_json_says_all_that_the_report_says(report: Report) -> None:
    assert msgspec.json.decode(as_json(report), type=Report) == report


def test_json_has_visits_zones_and_minutes(report: Report) -> None:
    told = json.loads(as_json(report))
    assert told["visits"] == [
        {
            "camera": "north",
            "zone": "hall",
            "in": "2026-11-18T12:00:00.000+00:00",
            "out": "2026-11-18T12:01:10.000+00:00",
            "seconds": 70.0,
            "censored": True,
        }
    ]
    assert told["zones"][0]["zone"] == "hall"
    assert [row["zone"] for row in told["minutes"]] == ["door", "hall", "hall"]
    assert told["skipped"][0]["file"].endswith("foreign.parquet")


def _documented() -> dict[str, set[str]]:
    """The keys in the tables of the document, by the headings above them."""
    found: dict[str, set[str]] = {}
    for line in _DOCUMENT.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"#+ `?(\w+)`?", line):
            keys = found.setdefault(heading[1], set())
        elif row := re.match(r"\| `(\w+)`", line):
            keys.add(row[1])
    return found


def _keys(type_: type[answers.Answer]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(type_)}


def test_every_key_is_documented_and_nothing_else() -> None:
    documented = _documented()
    parts: dict[str, Any] = {**SHEETS, "floor": answers.Floor, "skipped": answers.Skipped}
    assert documented["JSON"] == _keys(Report)
    for name, type_ in parts.items():
        assert documented[name] == _keys(type_), name


def test_each_table_is_a_file_of_csv(report: Report, tmp_path: Path) -> None:
    files = as_csv(report, tmp_path / "new" / "folder")
    assert [file.name for file in files] == [f"{name}.csv" for name in SHEETS]
    (zone,) = csv.DictReader(io.StringIO(files[0].read_text(encoding="utf-8")))
    assert (zone["zone"], zone["visits"], zone["person_hours"]) == ("hall", "1", "0.017")


def test_what_was_not_observed_is_empty_in_csv(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(as_sheet(report, "minutes"))))
    assert [(row["zone"], row["mean_people"]) for row in rows[1:]] == [
        ("hall", "1.0"),
        ("hall", ""),
    ]


def test_a_table_without_rows_has_its_columns(report: Report) -> None:
    empty = msgspec.structs.replace(report, visits=[])
    assert as_sheet(empty, "visits") == "camera,zone,in,out,seconds,censored\n"


def test_a_table_that_there_is_not_is_told_with_those_there_are(report: Report) -> None:
    with pytest.raises(UnknownNameError, match="known: zones"):
        as_sheet(report, "zone")


def test_a_folder_that_cannot_be_made_is_told(report: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"cannot write to .*file/csv"):
        as_csv(report, tmp_path / "file" / "csv")
