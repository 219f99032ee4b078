"""What of the visits may leave the house, as people ask for it."""

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from apps.pose_logger.publishing import (
    Budget,
    Cell,
    Publication,
    PublishedCell,
    Question,
    threshold,
)
from apps.pose_logger.publishing.cells import HOUR
from apps.pose_logger.report.period import Period
from apps.pose_logger.reporting import asked
from apps.pose_logger.settings import LoggerSettings
from apps.pose_logger.storage import Archive
from engine.poses import UnknownNameError, UsageError

_DAY = timedelta(days=1)


class Published(msgspec.Struct, frozen=True):
    """Visits by zone and time, as they may be told.

    ``how`` says what was done to them. ``hours`` and ``days`` are rows of ``zone``, ``start`` as an
    ISO time of the site, ``visits``, None where hidden, and the bounds ``low`` and ``high``.
    """

    how: str
    hours: list[dict[str, Any]]
    days: list[dict[str, Any]]

    def as_json(self) -> str:
        """One JSON object."""
        return msgspec.json.encode(self).decode()

    def as_text(self) -> str:
        """One line a count."""
        lines = [f"Visits by zone; {self.how}"]
        for row in (*self.days, *self.hours):
            told = row["visits"] if row["low"] == row["high"] else f"{row['low']} to {row['high']}"
            hours = round(row["seconds"] / HOUR)
            lines.append(f"{row['start'][:16]}  {hours:2} h  {row['zone']}  {told}")
        return "\n".join(lines)


def published(
    folder: Path,
    settings: LoggerSettings,
    *,
    days: str | None,
    k: int,
    epsilon: float | None,
    contribution: int,
    site: str | None = None,
    now: float | None = None,
) -> Published:
    """Who came in those ``days``: counts below ``k`` hidden, or all of them noisy by ``epsilon``.

    Only days that have ended are told of. Raises :class:`UsageError` for a ``k``, ``epsilon`` or
    ``contribution`` that makes no sense, and where the privacy budget of a day is used up.
    """
    now = time.time() if now is None else now
    archive, zone = Archive(folder), settings.zone_info
    cells = _cells(archive, asked(archive, settings, days, now), settings, site)
    try:
        if epsilon is None:
            told = threshold(cells, time_zone=zone, now=now, k=k)
            how = f"counts below {k} are hidden"
        else:
            question = Question(epsilon, contribution)
            noisy = Budget(folder).noisy(cells, question, time_zone=zone, now=now)
            told = Publication(tuple(noisy), ())
            how = (
                f"noise with epsilon {epsilon:g}; one visit is in at most {contribution} counts; "
                "95 % intervals"
            )
    except ValueError as error:
        raise UsageError(str(error)) from error
    return Published(how, *([_row(cell, settings) for cell in cells] for cells in told))


def _cells(
    archive: Archive, days: Period, settings: LoggerSettings, site: str | None
) -> list[Cell]:
    """The visits of each zone and hour in which it was observed, by where they began."""
    start, end = days.limits(settings.zone_info)
    lines = {line.name for line in settings.lines}
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for row in _minutes(archive, days, _chosen(archive, site)):
        minute = round(row["minute"].timestamp())
        if start <= minute < end and row["observed_seconds"] > 0 and row["zone"] not in lines:
            counts[row["zone"], minute - minute % HOUR] += row["entries"]
    return [Cell(zone, hour, HOUR, visits) for (zone, hour), visits in sorted(counts.items())]


def _minutes(archive: Archive, days: Period, site: str) -> Iterator[dict[str, Any]]:
    """The minutes of ``site`` about the days that are asked for, of all its cameras together."""
    import pyarrow.parquet

    columns = ["zone", "minute", "entries", "observed_seconds"]
    for path in archive.files("minutes", days.first - _DAY, days.last + _DAY):
        if path.parents[1].name == f"site={site}":
            yield from pyarrow.parquet.ParquetFile(path).read(columns).to_pylist()
    waiting = archive.unsealed("minutes").to_pylist()
    yield from (row for row in waiting if row["site"] == site)


def _chosen(archive: Archive, site: str | None) -> str:
    if site is not None and site not in archive.sites:
        raise UnknownNameError("site", site, archive.sites)
    if site is None and len(archive.sites) != 1:
        known = ", ".join(archive.sites)
        raise UsageError(f"what is published is of one site; name it by --site: {known}")
    return site or archive.sites[0]


def _row(cell: PublishedCell, settings: LoggerSettings) -> dict[str, Any]:
    start = datetime.fromtimestamp(cell.start, settings.zone_info).isoformat()
    return cell._asdict() | {"start": start}
