"""Quarters of an hour: the minutes of a file summed, so that a report of years has little to read.

They say nothing that the minutes do not say, and may be deleted at any time. The name of a file of
quarters says of which file of minutes they are, and up to which row that had them when they were
made: beside any other state of it they do not count. So they are written first, and whatever ends
the writer in between, no sum is ever told that its minutes do not have.
"""

from pathlib import Path

import pyarrow as pa

from apps.pose_logger.storage import parquet

SECONDS = 900

_MILLISECONDS = 1000 * SECONDS
_MOMENT = pa.timestamp("ms", tz="UTC")
_PLACE = ("camera", "zone", "quarter")
_SUMS = ("entries", "exits", "person_seconds", "observed_seconds")
_LARGEST = ("max_people", "frames")

SCHEMA = pa.schema(
    [
        pa.field(name, type_, nullable=False)
        for name, type_ in {
            "camera": pa.string(),
            "zone": pa.string(),
            "quarter": _MOMENT,
            "entries": pa.int32(),
            "exits": pa.int32(),
            "person_seconds": pa.float64(),
            "observed_seconds": pa.float64(),
            "max_people": pa.int32(),
            "frames": pa.int32(),
        }.items()
    ]
)
"""The columns of a file; ``max_people`` and ``frames`` are the most of a minute."""


def file_of(minutes: Path, through: int) -> Path:
    """Where the quarters are of a file of ``minutes`` that has the spool's rows up to ``through``.

    The file may not be there.
    """
    site, day = minutes.parents[1].name, minutes.parents[0].name
    folder = minutes.parents[3] / "table=quarters" / site / day
    return folder / f"{minutes.stem}-{through}.parquet"


def write(minutes: Path, rows: pa.Table, through: int) -> Path:
    """Write the quarters of ``rows``, which ``minutes`` is about to have; returns their file.

    Raises :class:`OSError` and leaves nothing behind.
    """
    path = file_of(minutes, through)
    parquet.make_folder(path.parent)
    parquet.write_whole(path, summed(rows), {"compression": "zstd"})
    return path


def forget_older(current: Path) -> None:
    """Delete the quarters that an earlier state of the same file of minutes had."""
    minutes, _, _ = current.stem.rpartition("-")
    for path in current.parent.glob(f"{minutes}-*.parquet"):
        if path != current:
            path.unlink(missing_ok=True)


def summed(minutes: pa.Table) -> pa.Table:
    """The rows of ``minutes`` summed by camera, zone and quarter of an hour."""
    from pyarrow import compute

    moments = minutes["minute"].cast(pa.int64())
    quarters = compute.multiply(compute.divide(moments, _MILLISECONDS), _MILLISECONDS)
    placed = minutes.append_column("quarter", quarters.cast(_MOMENT))
    wanted = [(name, "sum") for name in _SUMS] + [(name, "max") for name in _LARGEST]
    found = placed.group_by(list(_PLACE)).aggregate(wanted)
    named = found.rename_columns([*_PLACE, *_SUMS, *_LARGEST])
    order = [(name, "ascending") for name in _PLACE]
    return named.select(SCHEMA.names).sort_by(order).cast(SCHEMA)
