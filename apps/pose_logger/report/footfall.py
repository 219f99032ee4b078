"""How many were where, and when: from ``quarters`` and from minutes that are ``unsummed``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from apps.pose_logger.report.local_time import day, hour, local_seconds, weekday
from apps.pose_logger.report.period import Offset
from apps.pose_logger.report.tables import MICROSECONDS

if TYPE_CHECKING:
    import ibis

_COUNTS = {
    "entries": "int64",
    "exits": "int64",
    "person_seconds": "float64",
    "observed_seconds": "float64",
    "max_people": "int32",
    "frames": "int32",
}


def within(time: ibis.Value, start: int, end: int) -> ibis.Value:
    """Whether ``time``, in microseconds, is between two times in seconds."""
    return (time >= start * MICROSECONDS) & (time < end * MICROSECONDS)


def counted(quarters: ibis.Table, unsummed: ibis.Table, start: int, end: int) -> ibis.Table:
    """What was counted from ``start`` to ``end``, zone by zone, with its ``time`` in seconds.

    The limits are full quarters of an hour, as the clocks of all time zones are.
    """
    parts = ((quarters, quarters.quarter), (unsummed, unsummed.minute))
    rows = [
        part.filter(within(time, start, end)).select(
            "camera",
            "zone",
            time=time // MICROSECONDS,
            **{name: part[name].cast(type_) for name, type_ in _COUNTS.items()},
        )
        for part, time in parts
    ]
    return rows[0].union(rows[1])


def by_zone(counted: ibis.Table) -> ibis.Table:
    """Each zone and line, over the whole range."""
    return _footfall(counted, ["camera", "zone"])


def by_day(counted: ibis.Table, offsets: Sequence[Offset]) -> ibis.Table:
    """Each zone on each day, in days since 1970."""
    local = local_seconds(counted.time, offsets)
    return _footfall(counted.mutate(day=day(local)), ["camera", "zone", "day"])


def by_hour(counted: ibis.Table, offsets: Sequence[Offset]) -> ibis.Table:
    """Each zone in all hours of the same weekday and clock."""
    local = local_seconds(counted.time, offsets)
    named = counted.mutate(weekday=weekday(local), hour=hour(local))
    return _footfall(named, ["camera", "zone", "weekday", "hour"])


def _footfall(counted: ibis.Table, keys: list[str]) -> ibis.Table:
    """``most_people`` and ``frames`` are the most of a minute; a line has no frames."""
    return (
        counted.group_by(keys)
        .agg(
            entries=counted.entries.sum().cast("int64"),
            exits=counted.exits.sum().cast("int64"),
            person_seconds=counted.person_seconds.sum(),
            most_people=counted.max_people.max(),
            observed_seconds=counted.observed_seconds.sum(),
            frames=counted.frames.max(),
        )
        .order_by(keys)
    )
