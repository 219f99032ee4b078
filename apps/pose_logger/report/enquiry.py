"""Asks a backend about a period, and puts what comes back into words of the site."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from apps.pose_logger.records import DWELL_CLASSES
from apps.pose_logger.report import answers, crossings, floor, footfall, stays, survival
from apps.pose_logger.report.backends.backend import Backend
from apps.pose_logger.report.homography import floor_mapping
from apps.pose_logger.report.period import Period, local_hours, offsets
from apps.pose_logger.report.tables import MICROSECONDS, table
from apps.pose_logger.settings import FloorSettings

if TYPE_CHECKING:
    import ibis

MINUTES_DAYS = 2
"""Minutes are listed one by one for so many days at most."""

_EPOCH = datetime.date(1970, 1, 1)
_CLASS_ENDS = dict(pairwise(DWELL_CLASSES))

Row = dict[str, Any]


class Counted(NamedTuple):
    """Rows of :mod:`footfall <apps.pose_logger.report.footfall>`: whole range, days, hours."""

    places: Sequence[Row]
    days: Sequence[Row]
    hours: Sequence[Row]


class Enquiry:
    """What ``backend`` knows about ``period`` in ``zone``, until ``now`` at the latest."""

    def __init__(
        self,
        backend: Backend,
        period: Period,
        zone: ZoneInfo,
        now: float,
        floors: Mapping[str, FloorSettings],
    ) -> None:
        self.period = period
        self.zone = zone
        self.made = self._told(int(now) * MICROSECONDS, "seconds")
        self._backend = backend
        self._floors = floors
        self._start, self._end = period.limits(zone)
        self._until = min(self._end, int(now)) if now > self._start else self._end
        self._offsets = offsets(self._start, self._end, zone)

    @property
    def dates(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last date in UTC of which there are rows."""
        first, last = (
            datetime.datetime.fromtimestamp(time, datetime.UTC).date()
            for time in (self._start, self._end - 1)
        )
        return first, last

    def counted(self) -> Counted:
        """All that is counted in ``minutes``."""
        counts = footfall.counted(table("quarters"), table("unsummed"), self._start, self._end)
        return Counted(
            self._rows(footfall.by_zone(counts)),
            self._rows(footfall.by_day(counts, self._offsets)),
            self._rows(footfall.by_hour(counts, self._offsets)),
        )

    def zones(self, counted: Counted) -> list[answers.Zone]:
        """All zones, by camera and name."""
        stayed = {place: list(rows) for place, rows in groupby(self._classes, _place)}
        whole = float(self._until - self._start)
        return [
            answers.Zone(**_named(row), **_footfall(row, whole), **_stayed(stayed.get(_place(row))))
            for row in counted.places
            if not _is_line(row)
        ]

    def lines(self, counted: Counted) -> list[answers.Line]:
        """All lines, by camera and name; their error is not known yet."""
        return [
            answers.Line(
                camera=row["camera"],
                line=row["zone"],
                entries=row["entries"],
                exits=row["exits"],
                error=0.0,
                observed_seconds=round(row["observed_seconds"], 1),
                seconds=float(self._until - self._start),
            )
            for row in counted.places
            if _is_line(row)
        ]

    def days(self, counted: Counted) -> list[answers.Day]:
        """Each zone on each day of which something was recorded."""
        asked = self._asked_seconds(lambda hour: hour.date())
        days = ((row, _EPOCH + datetime.timedelta(row["day"])) for row in counted.days)
        return [
            answers.Day(**_named(row), **_footfall(row, asked[day]), date=day.isoformat())
            for row, day in days
            if not _is_line(row)
        ]

    def hours(self, counted: Counted) -> list[answers.Hour]:
        """Each zone in each hour of the week of which something was recorded."""
        asked = self._asked_seconds(lambda hour: (hour.weekday(), hour.hour))
        return [
            answers.Hour(
                **_named(row),
                **_footfall(row, asked[row["weekday"], row["hour"]]),
                weekday=row["weekday"],
                hour=row["hour"],
            )
            for row in counted.hours
            if not _is_line(row)
        ]

    def dwell(self) -> list[answers.DwellClass]:
        """How long stays took, in classes."""
        return [
            answers.DwellClass(**row, below=_CLASS_ENDS.get(row["seconds"]))
            for row in self._classes
        ]

    def visits(self) -> list[answers.Visit]:
        """The single stays that are still known."""
        question = stays.single_visits(table("visits"), self._start, self._end)
        return [
            answers.Visit(
                **_named(row),
                came=self._told(row["entered"], "milliseconds"),
                went=self._told(row["left"], "milliseconds"),
                seconds=round((row["left"] - row["entered"]) / MICROSECONDS, 3),
                censored=row["censored"],
            )
            for row in self._rows(question)
        ]

    def minutes(self) -> list[answers.Minute] | None:
        """The single minutes; None where they are too many to list."""
        if (self.period.last - self.period.first).days >= MINUTES_DAYS:
            return None
        question = stays.single_minutes(table("minutes"), self._start, self._end)
        return [self._minute(row) for row in self._rows(question)]

    def _minute(self, row: Row) -> answers.Minute:
        counted = _occupancy(row["person_seconds"], row["observed_seconds"], row["max_people"])
        return answers.Minute(
            **_named(row),
            minute=self._told(row["minute"], "seconds"),
            mean_people=counted[0],
            max_people=counted[1],
            person_seconds=round(row["person_seconds"], 1),
            entries=row["entries"],
            exits=row["exits"],
            observed_seconds=round(row["observed_seconds"], 1),
            dropped_frames=row["dropped_frames"],
            lost_frames=row["lost_frames"],
        )

    def room_days(self, rooms: Mapping[str, Sequence[str]]) -> list[answers.RoomDay]:
        """Each room from one empty night to the next."""
        question = crossings.room_days(
            table("minutes"), rooms, self._start, self._end, self._offsets
        )
        return [
            answers.RoomDay(
                room=row["room"],
                start=self._told(row["start"], "minutes"),
                end=self._told(row["end"], "minutes"),
                entries=row["entries"],
                exits=row["exits"],
                unaccounted=row["entries"] - row["exits"],
                most_people=row["most_people"],
                most_at=self._told(row["most_at"], "minutes"),
            )
            for row in self._rows(question)
        ]

    def floor(self) -> list[answers.Floor]:
        """Where people stood, camera by camera."""
        mappings = {camera: floor_mapping(points) for camera, points in self._floors.items()}
        question = floor.cells(table("poses"), mappings, self._start, self._end)
        by_camera = groupby(self._rows(question), lambda row: str(row["camera"]))
        return [floor.map_of(camera, rows, self._floors.get(camera)) for camera, rows in by_camera]

    @cached_property
    def _classes(self) -> list[Row]:
        return self._rows(stays.dwell_classes(table("dwell"), self._start, self._end))

    def _rows(self, question: ibis.Table) -> list[Row]:
        rows: list[Row] = self._backend.answer(question).to_pylist()
        return rows

    def _told(self, microseconds: int, unit: str) -> str:
        """A time as text, in the site's zone, to the ``unit``."""
        seconds, rest = divmod(microseconds, MICROSECONDS)
        moment = datetime.datetime.fromtimestamp(seconds, self.zone).replace(microsecond=rest)
        return moment.isoformat(timespec=unit)

    def _asked_seconds(self, key: Any) -> Mapping[Any, float]:  # noqa: ANN401
        """The seconds of the period that have passed, by the ``key`` of their local hour."""
        asked: defaultdict[Any, float] = defaultdict(float)
        for hour, seconds in local_hours(self._start, self._until, self.zone):
            asked[key(hour)] += seconds
        return asked


def _named(row: Row) -> Row:
    return {"camera": row["camera"], "zone": row["zone"]}


def _place(row: Row) -> tuple[str, str]:
    return row["camera"], row["zone"]


def _is_line(row: Row) -> bool:
    """Lines have no frames, though they were observed; a zone has both or neither."""
    return bool(row["frames"] == 0 and row["observed_seconds"] > 0)


def _footfall(row: Row, seconds: float) -> Row:
    counted = _occupancy(row["person_seconds"], row["observed_seconds"], row["most_people"])
    return {
        "entries": row["entries"],
        "exits": row["exits"],
        "person_hours": round(row["person_seconds"] / 3600, 3),
        "mean_people": counted[0],
        "most_people": counted[1],
        "observed_seconds": round(row["observed_seconds"], 1),
        "seconds": float(seconds),
    }


def _occupancy(
    person_seconds: float, observed: float, most: int
) -> tuple[float | None, int | None]:
    """Mean and most people; None where nothing was observed."""
    return (round(person_seconds / observed, 4), most) if observed > 0 else (None, None)


def _stayed(classes: Iterable[Row] | None) -> Row:
    rows = list(classes or ())
    table = [
        survival.DwellClass(
            row["seconds"], _CLASS_ENDS.get(row["seconds"]), row["visits"], row["censored"]
        )
        for row in rows
    ]
    estimate = survival.dwell(table)
    return {
        "visits": sum(row["visits"] for row in rows),
        "censored": sum(row["censored"] for row in rows),
        "mean_dwell": None if estimate is None else round(estimate.mean, 1),
        "median_dwell": None
        if estimate is None or estimate.median is None
        else round(estimate.median, 1),
    }
