"""How long people stayed, in classes and one by one, and the single minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.pose_logger.report.footfall import within
from apps.pose_logger.report.local_time import HOUR

if TYPE_CHECKING:
    import ibis


def dwell_classes(dwell: ibis.Table, start: int, end: int) -> ibis.Table:
    """How many stays of each class ended in the hours that begin between two times."""
    asked = dwell.filter(within(dwell.hour, start // HOUR * HOUR, end))
    keys = ["camera", "zone", "seconds"]
    totals = asked.group_by(keys).agg(
        visits=asked.visits.sum().cast("int64"), censored=asked.censored.sum().cast("int64")
    )
    return totals.order_by(keys)


def single_visits(visits: ibis.Table, start: int, end: int) -> ibis.Table:
    """The stays that ended between two times, in the order in which they began."""
    asked = visits.filter(within(visits.left, start, end))
    asked = asked.mutate(censored=asked.born_inside | asked.lost_inside)
    return asked.select("camera", "zone", "entered", "left", "censored").order_by(
        ["entered", "camera", "zone", "left"]
    )


def single_minutes(minutes: ibis.Table, start: int, end: int) -> ibis.Table:
    """The minutes between two times; a minute in which the logger was restarted is added up."""
    asked = minutes.filter(within(minutes.minute, start, end))
    keys = ["minute", "camera", "zone"]
    added = asked.group_by(keys).agg(
        max_people=asked.max_people.max(),
        person_seconds=asked.person_seconds.sum().cast("float64"),
        entries=asked.entries.sum().cast("int64"),
        exits=asked.exits.sum().cast("int64"),
        observed_seconds=asked.observed_seconds.sum().cast("float64"),
        dropped_frames=asked.dropped_frames.sum().cast("int64"),
        lost_frames=asked.lost_frames.sum().cast("int64"),
    )
    return added.order_by(keys)
