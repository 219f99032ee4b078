"""What the pose logger keeps of a visit, through its own counting and its own publishing."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from random import Random
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from apps.pose_logger.counting import Counting
from apps.pose_logger.publishing import Cell, PublishedCell, threshold
from apps.pose_logger.records import (
    DwellRecord,
    MinuteRecord,
    PoseRecord,
    Record,
    VisitRecord,
)
from apps.pose_logger.settings import (
    Level,
    LineSettings,
    LoggerSettings,
    PosesSettings,
    ZoneSettings,
)
from apps.pose_logger.storage.rows import to_columns, to_row
from apps.pose_logger.storage.steadying import steadied
from engine.poses import KeypointName as Name
from engine.poses import PoseFrame
from tools.reidentification.visits import RATE, Visit

Table = TypeVar("Table", bound=Record)

LEVELS: tuple[Level, ...] = ("full", "coarse", "feet")
ZONES = ("left", "middle", "right")
LINE = "line"
UNSEALED = "full, in the spool"
MINUTE, HOUR, DAY = 60, 3600, 86_400
_BEGIN = 1_700_006_400
"""A midnight, in seconds since 1970."""
_CROWD = 9.0
"""How many others come to a zone in an hour, on average: about half of the hours are told."""


class Counts(NamedTuple):
    """What the logger keeps of one visit besides skeletons, and what is published of its day."""

    visits: list[VisitRecord]
    minutes: list[MinuteRecord]
    dwell: list[DwellRecord]
    published: list[PublishedCell]


def skeletons_of(visit: Visit, random: np.random.Generator) -> dict[str, list[PoseRecord]]:
    """What is kept of the skeletons of ``visit``, by level, and of whole ones also at first.

    For ten minutes at the most they lie in the spool as they came; then they are sealed.
    """
    frames = visit.frames(int(random.integers(1 << 31)))
    spool = {level: _of(PoseRecord, _records(frames, level, _BEGIN)) for level in LEVELS}
    return {UNSEALED: spool["full"]} | {level: _sealed(rows) for level, rows in spool.items()}


def counts_of(visit: Visit, random: np.random.Generator) -> Counts:
    """What is counted of ``visit``, at a random moment of a day on which others come too.

    Nobody else is there meanwhile, so that the minutes tell of the visit alone; before and after it
    the camera sees an empty room.
    """
    before = float(random.integers(0, MINUTE))
    after = 2 * MINUTE - before - len(visit.keypoints) / RATE
    frames = visit.frames(int(random.integers(1 << 31)), before=before, after=after)
    records = _records(frames, "off", _BEGIN + HOUR * int(random.integers(0, 24)))
    visits = _of(VisitRecord, records)
    published = _published(visits, random)
    return Counts(visits, _of(MinuteRecord, records), _of(DwellRecord, records), published)


@cache
def _settings(level: Level) -> LoggerSettings:
    thirds = [number / 3 for number in range(4)]
    zones = tuple(
        ZoneSettings(name, ((left, 0.0), (right, 0.0), (right, 1.0), (left, 1.0)))
        for name, (left, right) in zip(ZONES, pairwise(thirds), strict=True)
    )
    line = LineSettings(LINE, (0.5, 0.0), (0.5, 1.0))
    return LoggerSettings(zones=zones, lines=(line,), poses=PosesSettings(level=level))


def _records(frames: Iterable[PoseFrame], level: Level, begin: float) -> list[Record]:
    counting = Counting(_settings(level), random=Random(0))
    records: list[Record] = []
    time = begin
    for frame in frames:
        time = begin + frame.time
        records += counting.update(frame, time)
    return records + counting.close(time)


def _of(kind: type[Table], records: Iterable[Record]) -> list[Table]:
    return [record for record in records if isinstance(record, kind)]


def _sealed(records: list[PoseRecord]) -> list[PoseRecord]:
    """``records`` as they come out of a file."""
    rows = steadied(to_columns("poses", [to_row(one) for one in sorted(records, key=_track)]))
    parts = (
        zip(*(rows[f"{name.name.lower()}_{part}"].to_pylist() for name in Name), strict=True)
        for part in ("x", "y", "score")
    )
    told = zip(sorted(records, key=_track), *parts, strict=True)
    sealed = (one._replace(xs=xs, ys=ys, scores=scores) for one, xs, ys, scores in told)
    return sorted(sealed, key=lambda one: one.time)


def _track(record: PoseRecord) -> tuple[int, float]:
    return record.track, record.time


def _published(visits: list[VisitRecord], random: np.random.Generator) -> list[PublishedCell]:
    """The hours and sums of the day, small ones hidden, with the visit among those of others."""
    own = Counter((visit.zone, int(visit.entered) // HOUR * HOUR) for visit in visits)
    hours = range(_BEGIN, _BEGIN + DAY, HOUR)
    cells = [
        Cell(zone, hour, HOUR, own[zone, hour] + int(random.poisson(_CROWD)))
        for zone in ZONES
        for hour in hours
    ]
    told = threshold(cells, time_zone=ZoneInfo("UTC"), now=_BEGIN + 2 * DAY)
    return [*told.hours, *told.days]
