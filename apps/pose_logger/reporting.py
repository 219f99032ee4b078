"""The report as people ask for it: of which days, and as what."""

import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from apps.display.files import write_whole
from apps.pose_logger.report.analysis import analyse
from apps.pose_logger.report.answers import Report
from apps.pose_logger.report.period import Period, period
from apps.pose_logger.settings import LoggerSettings
from apps.pose_logger.storage import Archive
from engine.poses import OutputError

_DAY = timedelta(days=1)
_MILLISECONDS = 1000


def report_of(
    folder: Path,
    settings: LoggerSettings,
    *,
    days: str | None = None,
    site: str | None = None,
    backend: str = "duckdb",
    list_minutes: bool = True,
    now: float | None = None,
) -> Report:
    """What the data in ``folder`` say about ``days``; all there are, if none are named.

    Single minutes are listed, of two days at most, or not: that takes a while. ``settings`` have
    the time zone, the floor, and which lines lead to which room. Raises
    :class:`UsageError` for days, a site or a backend that there are not, :class:`OutputError` where
    there is nothing to be read.
    """
    now = time.time() if now is None else now
    archive = Archive(folder)
    return analyse(
        archive,
        asked(archive, settings, days, now),
        now=now,
        time_zone=settings.timezone,
        sites=(site,) if site else (),
        backend=backend,
        list_minutes=list_minutes,
        rooms=_rooms(settings) or None,
        floors={settings.camera: settings.floor} if settings.floor else None,
    )


def asked(archive: Archive, settings: LoggerSettings, days: str | None, now: float) -> Period:
    """The ``days`` that are named, seen from ``now``; else all that there are."""
    if days is None:
        return everything(archive, settings)
    return period(days, datetime.fromtimestamp(now, settings.zone_info).date())


def everything(archive: Archive, settings: LoggerSettings) -> Period:
    """The days, in the site's time zone, of which there are minutes."""
    dates = [_date(path) for path in archive.files("minutes")]
    dates += archive.unsealed("minutes")["date"].to_pylist()
    if not dates:
        raise OutputError("there is nothing in the data yet: no minute has been counted")
    zone = settings.zone_info
    first, last = (
        datetime.fromtimestamp(seconds, zone).date()
        for seconds in _limits(archive, min(dates), max(dates))
    )
    return Period(first, last)


def write_html(report: Report, path: Path) -> None:
    """Write the report's page to ``path``; :class:`OutputError` where it cannot be written."""
    from apps.pose_logger.report.page import as_html

    write_whole(path, as_html(report).encode())


def _limits(archive: Archive, first: date, last: date) -> tuple[float, float]:
    """The first and the last minute of those UTC dates, in seconds since 1970."""
    from pyarrow import compute, parquet

    files = [path for day in {first, last} for path in archive.files("minutes", day, day)]
    columns = [parquet.ParquetFile(path).read(["minute"])["minute"] for path in files]
    columns.append(archive.unsealed("minutes")["minute"])
    limits = [compute.min_max(column.cast("int64")).as_py() for column in columns if len(column)]
    earliest, latest = min(each["min"] for each in limits), max(each["max"] for each in limits)
    return earliest / _MILLISECONDS, latest / _MILLISECONDS


def _date(path: Path) -> date:
    return date.fromisoformat(path.parent.name.removeprefix("date="))


def _rooms(settings: LoggerSettings) -> Mapping[str, Sequence[str]]:
    """The lines that lead to each room; a line without one has a room of its own."""
    rooms: dict[str, list[str]] = {}
    for line in settings.lines:
        rooms.setdefault(line.room or line.name, []).append(line.name)
    return rooms
