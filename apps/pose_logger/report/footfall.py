"""How many were where, and when: from ``minutes``, in two steps.

The backend adds up the minutes of each hour of each zone, which is most of the work; what is left
is small, and is asked about on the local clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from apps.pose_logger.report.local_time import HOUR, day, hour, local_seconds, weekday
from apps.pose_logger.report.period import Offset
from apps.pose_logger.report.tables import MICROSECONDS

if TYPE_CHECKING:
    import ibis

_QUARTER = 900

STEPS = {
    "camera": "string",
    "zone": "string",
    "step": "int32",
    "entries": "int64",
    "exits": "int64",
    "person_seconds": "float64",
    "most_people": "int32",
    "observed_seconds": "float64",
    "frames": "int32",
}
"""The columns of what :func:`steps` gives; ``frames`` is the most of a minute, 0 for a line."""


def step_seconds(offsets: Sequence[Offset]) -> int:
    """An hour, or a quarter where the local clock is not ahead by full hours."""
    return _QUARTER if any(offset.seconds % HOUR for offset in offsets) else HOUR


def within(time: ibis.Value, start: int, end: int) -> ibis.Value:
    """Whether ``time``, in microseconds, is between two times in seconds."""
    return (time >= start * MICROSECONDS) & (time < end * MICROSECONDS)


def steps(minutes: ibis.Table, start: int, end: int, seconds: int) -> ibis.Table:
    """What was counted from ``start`` to ``end``, in steps of ``seconds``, zone by zone."""
    asked = minutes.filter(within(minutes.minute, start, end))
    step = (asked.minute // (seconds * MICROSECONDS)).cast("int32")
    return asked.group_by("camera", "zone", step=step).agg(
        entries=asked.entries.sum().cast("int64"),
        exits=asked.exits.sum().cast("int64"),
        person_seconds=asked.person_seconds.sum().cast("float64"),
        most_people=asked.max_people.max(),
        observed_seconds=asked.observed_seconds.sum().cast("float64"),
        frames=asked.frames.max(),
    )


def by_zone(counted: ibis.Table) -> ibis.Table:
    """Each zone and line, over the whole range."""
    return _footfall(counted, ["camera", "zone"])


def by_day(counted: ibis.Table, seconds: int, offsets: Sequence[Offset]) -> ibis.Table:
    """Each zone on each day, in days since 1970."""
    local = local_seconds(counted.step.cast("int64") * seconds, offsets)
    return _footfall(counted.mutate(day=day(local)), ["camera", "zone", "day"])


def by_hour(counted: ibis.Table, seconds: int, offsets: Sequence[Offset]) -> ibis.Table:
    """Each zone in all hours of the same weekday and clock."""
    local = local_seconds(counted.step.cast("int64") * seconds, offsets)
    named = counted.mutate(weekday=weekday(local), hour=hour(local))
    return _footfall(named, ["camera", "zone", "weekday", "hour"])


def _footfall(counted: ibis.Table, keys: list[str]) -> ibis.Table:
    return (
        counted.group_by(keys)
        .agg(
            entries=counted.entries.sum().cast("int64"),
            exits=counted.exits.sum().cast("int64"),
            person_seconds=counted.person_seconds.sum(),
            most_people=counted.most_people.max(),
            observed_seconds=counted.observed_seconds.sum(),
            frames=counted.frames.max(),
        )
        .order_by(keys)
    )
