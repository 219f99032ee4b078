"""The days that a report is about, in the site's time zone."""

import datetime
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from engine.poses import UsageError

_DAY = datetime.timedelta(days=1)
_WEEK = 7 * _DAY
_HOUR = 3600


class Period(NamedTuple):
    """The days from ``first`` to ``last``, both included."""

    first: datetime.date
    last: datetime.date

    def limits(self, zone: ZoneInfo) -> tuple[int, int]:
        """When the first day begins and the last one has ended, in seconds since 1970 in UTC."""
        return _midnight(self.first, zone), _midnight(self.last + _DAY, zone)


def period(text: str, today: datetime.date) -> Period:
    """The days that ``text`` names; :class:`UsageError` where it names none.

    It is ``today``, ``yesterday``, ``this week`` or ``last week`` (from Monday), ``this month`` or
    ``last month``, a date as ``2026-11-21``, or two of them as ``2026-11-01..2026-11-21``.
    """
    monday = today - today.weekday() * _DAY
    month = today.replace(day=1)
    names: Mapping[str, Period] = {
        "today": Period(today, today),
        "yesterday": Period(today - _DAY, today - _DAY),
        "this week": Period(monday, today),
        "last week": Period(monday - _WEEK, monday - _DAY),
        "this month": Period(month, today),
        "last month": Period((month - _DAY).replace(day=1), month - _DAY),
    }
    return names.get(text.strip().lower()) or _dates(text, names)


def _dates(text: str, names: Mapping[str, Period]) -> Period:
    first, dots, last = text.partition("..")
    try:
        found = Period(_date(first), _date(last if dots else first))
    except ValueError:
        known = ", ".join(names)
        raise UsageError(f"{text!r} is no range of days; try {known}, DATE or DATE..DATE") from None
    if found.last < found.first:
        raise UsageError(f"{text!r} ends before it begins; write the earlier date first")
    return found


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text.strip())


def _midnight(day: datetime.date, zone: ZoneInfo) -> int:
    return int(datetime.datetime.combine(day, datetime.time(), zone).timestamp())


class Offset(NamedTuple):
    """Local time is ``seconds`` ahead of UTC from ``start`` on, until the next one."""

    start: int
    seconds: int


def offsets(start: int, end: int, zone: ZoneInfo) -> list[Offset]:
    """How far ``zone`` is ahead of UTC between two times: one entry, and one for each change.

    Clocks that change do so at a full minute.
    """
    found = [Offset(start, _offset(start, zone))]
    for day in range(start, end, 24 * _HOUR):
        after = min(day + 24 * _HOUR, end)
        if _offset(after, zone) != found[-1].seconds:
            found.append(_change(day, after, zone))
    return found


def _change(before: int, after: int, zone: ZoneInfo) -> Offset:
    """The change of the clocks after ``before``, by bisection."""
    old = _offset(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return Offset(after, _offset(after, zone))


def _offset(time: int, zone: ZoneInfo) -> int:
    shift = datetime.datetime.fromtimestamp(time, zone).utcoffset()
    return 0 if shift is None else int(shift.total_seconds())


def local_hours(start: int, end: int, zone: ZoneInfo) -> Iterator[tuple[datetime.datetime, float]]:
    """The hours of the local clock between two times: when each begins, and its seconds.

    An hour that the clocks leave out is not there; one that they repeat is there twice.
    """
    time = start
    while time < end:
        local = datetime.datetime.fromtimestamp(time, zone)
        passed = local.minute * 60 + local.second
        after = min(time + _HOUR - passed, end)
        yield local.replace(minute=0, second=0, microsecond=0), float(after - time)
        time = after


def weekdays(first: str, last: str) -> list[int]:
    """The weekdays of the days between two dates, 0 for Monday, in the order of the week."""
    start = datetime.date.fromisoformat(first)
    count = (datetime.date.fromisoformat(last) - start).days + 1
    return sorted({(start.weekday() + day) % 7 for day in range(min(count, 7))})
