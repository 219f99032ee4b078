"""Records as rows of the spool, and the spool's rows as columns of Parquet."""

from array import array
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from apps.pose_logger.records import TABLES, PoseRecord, Record
from apps.pose_logger.storage.schema import PARTS, POSITIONS, SCHEMAS, SCORES, plain_columns

Row = tuple[Any, ...]
"""The plain columns of a record; a pose has one more, its keypoints packed as 16-bit numbers."""

_TABLE_OF = {type_: table for table, type_ in TABLES.items()}


def table_of(record: Record) -> str:
    """The name of the table that a record belongs to."""
    return _TABLE_OF[type(record)]


def to_row(record: Record) -> Row:
    """A record as the spool stores it."""
    if isinstance(record, PoseRecord):
        camera, track, time, *keypoints = record
        return camera, track, time, b"".join(array("h", part).tobytes() for part in keypoints)
    return tuple(record)


def to_columns(table: str, rows: Sequence[Row]) -> pa.Table:
    """Rows of a table as Parquet has them, in the same order."""
    columns = list(zip(*rows, strict=True)) or [()] * (len(plain_columns(table)) + 1)
    arrays = [
        _column(name, values) for name, values in zip(plain_columns(table), columns, strict=False)
    ]
    if table == "poses":
        arrays += _keypoints(columns[-1])
    return pa.table(arrays, schema=SCHEMAS[table])


def _column(name: str, values: Sequence[Any]) -> pa.Array:
    type_ = next(schema.field(name).type for schema in SCHEMAS.values() if name in schema.names)
    if pa.types.is_timestamp(type_):
        return pa.array([round(value * 1000) for value in values], pa.int64()).cast(type_)
    if pa.types.is_boolean(type_):
        return pa.array([bool(value) for value in values], type_)
    if parts := PARTS.get(name):
        return pa.array([round(value * parts) / parts for value in values], type_)
    return pa.array(values, type_)


def _keypoints(packed: Sequence[bytes]) -> list[pa.Array]:
    numbers = array("h", b"".join(packed))
    stride = len(POSITIONS) + len(SCORES)
    columns = [
        pa.Array.from_buffers(pa.int16(), len(packed), [None, pa.py_buffer(numbers[at::stride])])
        for at in range(stride)
    ]
    at = len(POSITIONS)
    return columns[:at] + [scores.cast(pa.uint8()) for scores in columns[at:]]
