"""A report of the data in a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from apps.pose_logger.report import answers
from apps.pose_logger.report.backends import DUCKDB, opened
from apps.pose_logger.report.crossings import balance_error
from apps.pose_logger.report.enquiry import Enquiry
from apps.pose_logger.report.period import Period
from apps.pose_logger.report.tables import TABLES, Data, Readable, files_of, give
from apps.pose_logger.settings import FloorSettings
from engine.poses import OutputError, UnknownNameError

Rooms = Mapping[str, Sequence[str]]


def analyse(
    data: Data,
    period: Period,
    *,
    now: float,
    time_zone: str = "UTC",
    sites: Sequence[str] = (),
    backend: str = DUCKDB,
    rooms: Rooms | None = None,
    floors: Mapping[str, FloorSettings] | None = None,
    list_minutes: bool = True,
) -> answers.Report:
    """What ``data`` say about ``period``, in days of ``time_zone``.

    ``now`` is in seconds since 1970. ``sites`` are all if none are named. ``rooms`` has the lines
    at the doors of each room; without it each line has a room of its own. ``floors`` are by the
    name of the camera. Single minutes are listed for two days at most, which takes a while, or not
    at all. A file that turns out to be damaged is left out, and is among what was
    skipped. Raises :class:`UnknownNameError` for a site or backend that there is not, and
    :class:`OutputError` where a backend fails.
    """
    chosen = _chosen(data, sites)
    zone = ZoneInfo(time_zone)
    with opened(backend) as answering:
        while True:
            enquiry = Enquiry(answering, period, zone, now, floors or {})
            try:
                give(answering, data, chosen, enquiry.dates)
                return _report(enquiry, data, chosen, rooms, list_minutes=list_minutes)
            except OutputError:
                damaged = _damaged(data, enquiry.dates)
                if not damaged:
                    raise
                data = Readable(data, damaged)


def _chosen(data: Data, sites: Sequence[str]) -> Sequence[str]:
    known = tuple(data.sites)
    if unknown := next((site for site in sites if site not in known), None):
        raise UnknownNameError("site", unknown, known)
    return tuple(sites) or known


def _report(
    enquiry: Enquiry,
    data: Data,
    sites: Sequence[str],
    rooms: Rooms | None,
    *,
    list_minutes: bool,
) -> answers.Report:
    counted = enquiry.counted()
    lines = enquiry.lines(counted)
    doors = rooms or {line.line: [line.line] for line in lines}
    room_days = enquiry.room_days(doors) if lines else []
    return answers.Report(
        sites=list(sites),
        time_zone=enquiry.zone.key,
        first=enquiry.period.first.isoformat(),
        last=enquiry.period.last.isoformat(),
        made=enquiry.made,
        zones=enquiry.zones(counted),
        lines=[_with_error(line, doors, room_days) for line in lines],
        rooms=room_days,
        days=enquiry.days(counted),
        hours=enquiry.hours(counted),
        dwell=enquiry.dwell(),
        visits=enquiry.visits(),
        minutes=enquiry.minutes() if list_minutes else None,
        floor=enquiry.floor(),
        skipped=[answers.Skipped(file=str(file), reason=why) for file, why in data.skipped],
    )


def _with_error(line: answers.Line, rooms: Rooms, days: Sequence[answers.RoomDay]) -> answers.Line:
    """``line`` with the error that the room behind it shows; the last day may not have ended."""
    behind = {room for room, lines in rooms.items() if line.line in lines}
    ended = [day for day, after in pairwise(days) if day.room == after.room]
    past = [(day.entries + day.exits, day.unaccounted) for day in ended if day.room in behind]
    error = balance_error(line.entries + line.exits, past)
    return msgspec.structs.replace(line, error=round(error, 1))


def _damaged(data: Data, days: tuple[date, date]) -> dict[Path, str]:
    """The files that cannot be read to their end, and why."""
    import pyarrow
    from pyarrow import parquet

    found = {}
    for file in {file for table in TABLES for file in files_of(data, table, days)}:
        try:
            parquet.read_table(file, partitioning=None)
        except (OSError, pyarrow.ArrowException) as error:
            found[file] = f"damaged: {error}".partition("\n")[0]
    return found
