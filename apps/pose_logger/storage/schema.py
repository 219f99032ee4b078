"""The tables as Parquet has them; ``docs/data.md`` describes them, and a test compares the two."""

from collections.abc import Mapping

import pyarrow as pa

from apps.pose_logger.records import TABLES
from engine.poses import KeypointName

POSITIONS = tuple(f"{name.label}_{axis}" for axis in "xy" for name in KeypointName)
SCORES = tuple(f"{name.label}_score" for name in KeypointName)

_MOMENT = pa.timestamp("ms", tz="UTC")

_TYPES: dict[str, pa.DataType] = {
    "camera": pa.string(),
    "zone": pa.string(),
    "track": pa.int32(),
    "time": _MOMENT,
    "entered": _MOMENT,
    "left": _MOMENT,
    "born_inside": pa.bool_(),
    "lost_inside": pa.bool_(),
    "confidence": pa.float32(),
    "minute": _MOMENT,
    "mean_people": pa.float32(),
    "max_people": pa.int32(),
    "person_seconds": pa.float32(),
    "entries": pa.int32(),
    "exits": pa.int32(),
    "observed_seconds": pa.float32(),
    "frames": pa.int32(),
    "dropped_frames": pa.int32(),
    "lost_frames": pa.int32(),
    "model": pa.string(),
    "config": pa.string(),
    "hour": _MOMENT,
    "seconds": pa.int32(),
    "visits": pa.int32(),
    "censored": pa.int32(),
}

PARTS = {"person_seconds": 0.2, "mean_people": 20, "observed_seconds": 10, "confidence": 100}
"""The parts of a unit that measured columns are rounded to, so that a year of them is small."""

TIME_COLUMN = {"poses": "time", "visits": "left", "minutes": "minute", "dwell": "hour"}
"""When a row of a table was: its date and its age are reckoned by it."""

_ORDER = {
    "poses": ("camera", "track", "time"),
    "visits": ("camera", "zone", "entered"),
    "minutes": ("camera", "zone", "minute"),
    "dwell": ("camera", "zone", "hour", "seconds"),
}


def plain_columns(table: str) -> tuple[str, ...]:
    """The columns of a table that hold one value of its record; keypoints have others."""
    return tuple(name for name in TABLES[table]._fields if name in _TYPES)


def _schema(table: str) -> pa.Schema:
    types = {name: _TYPES[name] for name in plain_columns(table)}
    if table == "poses":
        types |= dict.fromkeys(POSITIONS, pa.int16()) | dict.fromkeys(SCORES, pa.uint8())
    return pa.schema([pa.field(name, type_, nullable=False) for name, type_ in types.items()])


SCHEMAS: Mapping[str, pa.Schema] = {table: _schema(table) for table in TABLES}
"""The columns of each table's files; site and date are in the names of their folders."""


def in_order(rows: pa.Table, table: str) -> pa.Table:
    """``rows`` as a file has them: next to one another what is alike."""
    return rows.sort_by([(name, "ascending") for name in _ORDER[table]])


def encodings(table: str) -> dict[str, object]:
    """How :func:`pyarrow.parquet.write_table` stores a table's columns in few bytes."""
    coded: dict[str, str] = {}
    for field in SCHEMAS[table]:
        if field.name in POSITIONS:
            coded[field.name] = "BYTE_STREAM_SPLIT"
        elif pa.types.is_timestamp(field.type):
            coded[field.name] = "DELTA_BINARY_PACKED"
    return {
        "compression": "zstd",
        "compression_level": 15,
        "use_dictionary": [name for name in SCHEMAS[table].names if name not in coded],
        "column_encoding": coded,
        "write_statistics": [*coded.keys() - {*POSITIONS}],
    }
