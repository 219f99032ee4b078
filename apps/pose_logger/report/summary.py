"""What a reader wants to know first: all zones together, the busiest, and how to put it."""

import datetime
from collections.abc import Mapping, Sequence
from itertools import groupby

from apps.pose_logger.report.answers import Day, DwellClass, Hour, Report, Zone
from apps.pose_logger.report.survival import Dwell, dwell
from apps.pose_logger.report.survival import DwellClass as Class

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

UNKNOWN = "\N{EN DASH}"
"""Stands for a number that nobody knows."""

WeekHour = tuple[int, int]
"""A weekday, 0 for Monday, and an hour of the day."""


def busiest(zones: Sequence[Zone]) -> list[Zone]:
    """The zones, those with most time spent in them first."""
    return sorted(zones, key=lambda zone: (-zone.person_hours, zone.camera, zone.zone))


def names(zones: Sequence[Zone]) -> list[str]:
    """What to call each zone: with its camera where two cameras have one of that name."""
    plain = [zone.zone for zone in zones]
    return [
        f"{zone.zone} ({zone.camera})" if plain.count(zone.zone) > 1 else zone.zone
        for zone in zones
    ]


def observed_share(report: Report) -> float:
    """The share of the time in which the cameras saw, from 0 to 1."""
    shares = [zone.observed_share for zone in report.zones]
    return sum(shares) / len(shares) if shares else 0.0


def by_week_hour(hours: Sequence[Hour]) -> Mapping[WeekHour, float | None]:
    """The mean number of people in all zones together; None where no zone was observed."""

    def key(hour: Hour) -> WeekHour:
        return hour.weekday, hour.hour

    groups = groupby(sorted(hours, key=key), key)
    return {when: together([hour.mean_people for hour in of]) for when, of in groups}


def together(means: Sequence[float | None]) -> float | None:
    """The sum of those that are known; None if none is."""
    known = [mean for mean in means if mean is not None]
    return sum(known) if known else None


def busiest_hour(hours: Sequence[Hour]) -> tuple[WeekHour, float] | None:
    """When most people were there, and how many; None if nobody was."""
    known = ((mean or 0.0, when) for when, mean in by_week_hour(hours).items())
    most, when = max(known, default=(0.0, (0, 0)))
    return (when, most) if most else None


def entries_by_day(days: Sequence[Day]) -> Mapping[str, tuple[int, float]]:
    """Of each date, how many entered zones and the share of it that was observed."""
    groups = groupby(sorted(days, key=lambda day: day.date), lambda day: day.date)
    totals = {}
    for date, group in groups:
        zones = list(group)
        observed = sum(zone.observed_share for zone in zones) / len(zones)
        totals[date] = sum(zone.entries for zone in zones), observed
    return totals


def classes_together(classes: Sequence[DwellClass]) -> list[Class]:
    """The classes of dwell of all zones together."""
    groups = groupby(sorted(classes, key=lambda row: row.seconds), lambda row: row.seconds)
    return [
        Class(seconds, rows[0].below, sum(r.visits for r in rows), sum(r.censored for r in rows))
        for seconds, rows in ((seconds, list(group)) for seconds, group in groups)
    ]


def dwell_together(report: Report) -> Dwell | None:
    """How long people stay in a zone, whichever it is."""
    return dwell(classes_together(report.dwell))


def duration(seconds: float | None) -> str:
    """Seconds in words: ``45 s``, ``1 min 20 s`` or ``2 h 05 min``; a dash where unknown."""
    if seconds is None:
        return UNKNOWN
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else _hours(minutes)


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02} min"


def span(first: str, last: str) -> str:
    """Two dates in words: ``1 to 7 November 2026``, or one if they are the same."""
    start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    if start == end:
        return f"{WEEKDAYS[end.weekday()]}, {_date(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {_date(end)}"
    return f"{_date(start)} to {_date(end)}"


def _date(day: datetime.date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def hours_told(report: Report, when: WeekHour) -> str:
    """An hour of the week in words: ``on Saturdays from 14 to 15``; without day if it is one."""
    weekday, hour = when
    days = "" if report.first == report.last else f"on {WEEKDAYS[weekday]}s "
    return f"{days}from {hour} to {hour + 1}"
