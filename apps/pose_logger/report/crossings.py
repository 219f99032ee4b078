"""How many are in a room that no camera sees, from those who cross the lines at its doors.

Every crossing that is missed stays in the sum. So the sum begins anew whenever the room was surely
empty: when nobody crossed for hours, four in the night among them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from apps.pose_logger.report.footfall import within
from apps.pose_logger.report.local_time import DAY, HOUR, local_seconds
from apps.pose_logger.report.period import Offset
from apps.pose_logger.report.tables import MICROSECONDS

if TYPE_CHECKING:
    import ibis

_QUIET = 3 * HOUR
_NIGHT = 4 * HOUR

_ASSUMED_MISSES = 0.03
_ASSUMED_CROSSINGS = 100
_TWO_SIDED_95 = 1.96


def room_days(
    minutes: ibis.Table,
    rooms: Mapping[str, Sequence[str]],
    start: int,
    end: int,
    offsets: Sequence[Offset],
) -> ibis.Table:
    """Each room from one empty night to the next; ``rooms`` has the names of each room's lines.

    Nobody can be fewer than 0: where more went out than were known to be in, that many had been
    there unseen, and the sum goes on from 0.
    """
    import ibis

    flow = _flow(minutes, rooms, start, end)
    ordered = {"group_by": "room", "order_by": "minute"}
    local = local_seconds(flow.minute // MICROSECONDS, offsets)
    flow = flow.mutate(night=((local - _NIGHT) // DAY).cast("int64"))
    before = ibis.window(**ordered)
    quiet = (flow.minute - flow.minute.lag().over(before)) >= _QUIET * MICROSECONDS
    another = flow.night != flow.night.lag().over(before)
    flow = flow.mutate(begins=(quiet & another).fill_null(True).cast("int32"))
    flow = flow.mutate(part=flow.begins.sum().over(ibis.cumulative_window(**ordered)))

    so_far = ibis.cumulative_window(group_by=["room", "part"], order_by="minute")
    flow = flow.mutate(net=(flow.entries - flow.exits).sum().over(so_far).cast("int64"))
    least = ibis.least(flow.net.min().over(so_far), 0)
    flow = flow.mutate(people=flow.net - least)
    whole = ibis.window(group_by=["room", "part"])
    return _each_part(flow.mutate(most=flow.people.max().over(whole)))


def _flow(
    minutes: ibis.Table, rooms: Mapping[str, Sequence[str]], start: int, end: int
) -> ibis.Table:
    """The minutes in which somebody crossed a line of a room."""
    import ibis

    lines = [(line, room) for room, names in rooms.items() for line in names]
    crossed = minutes.filter(
        within(minutes.minute, start, end),
        minutes.zone.isin([line for line, _ in lines]),
        minutes.entries + minutes.exits > 0,
    )
    room = ibis.cases(*((crossed.zone == line, name) for line, name in lines), else_="")
    return crossed.group_by("minute", room=room).agg(
        entries=crossed.entries.sum().cast("int64"), exits=crossed.exits.sum().cast("int64")
    )


def _each_part(flow: ibis.Table) -> ibis.Table:
    return (
        flow.group_by("room", "part")
        .agg(
            start=flow.minute.min(),
            end=flow.minute.max(),
            entries=flow.entries.sum().cast("int64"),
            exits=flow.exits.sum().cast("int64"),
            most_people=flow.most.max(),
            most_at=flow.minute.min(where=flow.people == flow.most),
        )
        .order_by(["room", "start"])
    )


def balance_error(crossings: int, days: Iterable[tuple[int, int]]) -> float:
    """Half of the 95 % interval around the balance of a line with so many ``crossings``.

    Each crossing is counted or not by itself, so that the variance grows with their number. How
    fast is estimated from ``days`` that ended empty, of each its crossings and what they left
    unaccounted (the dispersion of a quasi-Poisson model; McCullagh and Nelder, Generalized Linear
    Models, 1989, section 6.2), beside a hundred crossings of which 3 % were missed.
    """
    days = list(days)
    missed = sum(left * left for _, left in days) + _ASSUMED_MISSES * _ASSUMED_CROSSINGS
    counted = sum(count for count, _ in days) + _ASSUMED_CROSSINGS
    return _TWO_SIDED_95 * math.sqrt(crossings * missed / counted)
