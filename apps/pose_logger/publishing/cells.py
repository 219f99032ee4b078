"""Counts by zone and time, as they are and as they are told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

HOUR = 3600
"""The finest time that is published, in seconds."""


class Cell(NamedTuple):
    """How many ``visits`` ``zone`` had, from ``start`` in UTC on, for ``seconds``.

    A visit belongs to the cell that it began in, and to no other one.
    """

    zone: str
    start: int
    seconds: int
    visits: int


class PublishedCell(NamedTuple):
    """What is told of a cell: its ``visits``, or None, and bounds that the truth lies between.

    Of a hidden count the bounds are certain; those of a noisy one are right 95 times in 100.
    """

    zone: str
    start: int
    seconds: int
    visits: int | None
    low: int
    high: int


def hourly(cells: Iterable[Cell]) -> list[Cell]:
    """The cells of whole hours in UTC that ``cells`` add up to, by zone and time.

    :class:`ValueError` for a cell that is longer than an hour or lies in two.
    """
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for zone, start, seconds, visits in cells:
        if start % HOUR + seconds > HOUR:
            raise ValueError(f"the cell of {zone} at {start} is of more than one hour")
        counts[zone, start - start % HOUR] += visits
    return [Cell(zone, start, HOUR, visits) for (zone, start), visits in sorted(counts.items())]


def check_hours(cells: Iterable[Cell]) -> None:
    """:class:`ValueError` for a cell of less than an hour."""
    if short := next((cell for cell in cells if cell.seconds < HOUR), None):
        raise ValueError(f"a cell of {short.seconds} s: nothing is told of less than an hour")


def by_day(
    cells: Iterable[Cell], time_zone: ZoneInfo, now: float
) -> Mapping[date, Mapping[str, Sequence[Cell]]]:
    """``cells`` by the day in ``time_zone`` that they begin in, and by zone.

    Only days that have ended at ``now``, seconds since 1970 in UTC: what is told of a day that is
    still going on says, next to what is told of it later, how many came in between.
    """
    days: dict[date, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    today = datetime.fromtimestamp(now, time_zone).date()
    for cell in sorted(cells):
        day = datetime.fromtimestamp(cell.start, time_zone).date()
        if day < today:
            days[day][cell.zone].append(cell)
    return {day: days[day] for day in sorted(days)}


def day_of(zone: str, day: date, visits: int, time_zone: ZoneInfo) -> Cell:
    """The cell of a whole day, which has 23 or 25 hours where the clock is put on or back."""
    start, end = (midnight(one, time_zone) for one in (day, day + timedelta(days=1)))
    return Cell(zone, start, end - start, visits)


def midnight(day: date, time_zone: ZoneInfo) -> int:
    """When ``day`` begins, in seconds since 1970 in UTC."""
    local = datetime.combine(day, time(), time_zone)
    return round((local - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())


def daily(cells: Iterable[Cell], time_zone: ZoneInfo, now: float) -> list[Cell]:
    """What ``cells`` add up to in each zone on each day that has ended."""
    return [
        day_of(zone, day, sum(cell.visits for cell in hours), time_zone)
        for day, zones in by_day(cells, time_zone, now).items()
        for zone, hours in zones.items()
    ]


def total(zone: str, cells: Sequence[PublishedCell]) -> PublishedCell:
    """What ``cells`` with a threshold add up to: it tells nothing that they do not tell.

    ``cells`` have at least one cell, and do not overlap, or not within a zone.
    """
    start = min(cell.start for cell in cells)
    end = max(cell.start + cell.seconds for cell in cells)
    low, high = sum(cell.low for cell in cells), sum(cell.high for cell in cells)
    return PublishedCell(zone, start, end - start, low if low == high else None, low, high)
