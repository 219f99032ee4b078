import re
from pathlib import Path

import pyarrow as pa
import pytest

from apps.pose_logger.records import DWELL_CLASSES, KEPT_FOR_GOOD, SCHEMA_VERSION, TABLES
from apps.pose_logger.storage import quarters
from apps.pose_logger.storage.schema import PARTS, POSITIONS, SCHEMAS, SCORES, TIME_COLUMN
from engine.poses import KeypointName

DOCUMENTATION = (Path(__file__).parents[4] / "docs" / "data.md").read_text(encoding="utf-8")
TYPES = {
    "text": pa.string(),
    "timestamp": pa.timestamp("ms", tz="UTC"),
    "boolean": pa.bool_(),
    "float": pa.float32(),
    "double": pa.float64(),
    "int32": pa.int32(),
    "int16": pa.int16(),
    "uint8": pa.uint8(),
}


def documented(table: str) -> dict[str, pa.DataType]:
    """The columns that the documentation has, with ``first … last`` written out."""
    (section,) = re.findall(
        rf"^### {table}$(.*?)(?:^#|\Z)", DOCUMENTATION, re.DOTALL | re.MULTILINE
    )
    columns: dict[str, pa.DataType] = {}
    for names, type_ in re.findall(r"^\| (`[^|]+`) \| (\w+) \|", section, re.MULTILINE):
        first, *rest = re.findall(r"`(\w+)`", names)
        kind = first.rsplit("_", 1)[-1]
        every = [f"{name.label}_{kind}" for name in KeypointName] if rest else [first]
        assert [first, *rest] == ([every[0], every[-1]] if rest else every)
        columns |= dict.fromkeys(every, TYPES[type_])
    return columns


@pytest.mark.parametrize("table", TABLES)
def test_the_documentation_has_each_column_with_its_type(table: str) -> None:
    assert list(documented(table).items()) == [(f.name, f.type) for f in SCHEMAS[table]]


def test_the_documentation_has_each_column_of_quarters_with_its_type() -> None:
    assert list(documented("quarters").items()) == [(f.name, f.type) for f in quarters.SCHEMA]


def test_the_documentation_has_the_version_the_classes_and_the_rounding() -> None:
    assert f"Schema {SCHEMA_VERSION}." in DOCUMENTATION
    assert ", ".join(map(str, DWELL_CLASSES)) in DOCUMENTATION
    for column, parts in PARTS.items():
        line, *_ = re.findall(rf"^\| `{column}` .*$", DOCUMENTATION, re.MULTILINE)
        assert f"to {1 / parts:g}" in line


@pytest.mark.parametrize("table", TABLES)
def test_the_documentation_has_each_table_and_what_its_time_is(table: str) -> None:
    kept = "good" if table in KEPT_FOR_GOOD else f"`{table}.hours`, 24 at most"
    assert re.search(
        rf"^\| `{table}` \|[^|]+\| `{TIME_COLUMN[table]}` \| {kept} \|", DOCUMENTATION, re.M
    )


@pytest.mark.parametrize("table", KEPT_FOR_GOOD)
def test_what_is_kept_for_good_has_no_coordinate_and_no_number_of_anybody(table: str) -> None:
    known = {
        "camera", "zone", "minute", "mean_people", "max_people", "person_seconds", "entries",
        "exits", "observed_seconds", "frames", "dropped_frames", "lost_frames", "model", "config",
        "hour", "seconds", "visits", "censored",
    }  # fmt: skip
    assert set(SCHEMAS[table].names) <= known
    assert not set(SCHEMAS[table].names) & {*POSITIONS, *SCORES, "track", "xs", "ys", "scores"}


def test_only_poses_have_coordinates_and_numbers_of_people() -> None:
    for table in set(TABLES) - {"poses"}:
        assert not any(re.search(r"_[xy]$|_score$|track|id$", n) for n in SCHEMAS[table].names)
