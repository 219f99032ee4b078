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
from engine.poses import PoseFrame
from tools.reidentification.visits import RATE, Visit

Table = TypeVar("Table", bound=Record)

LEVELS: tuple[Level, ...] = ("full", "coarse", "feet")
ZONES = ("left", "middle", "right")
LINE = "line"
MINUTE, HOUR, DAY = 60, 3600, 86_400
_BEGIN = 1_700_006_400
"""A midnight, in seconds since 1970."""
_CROWD = 9.0
"""How many others come to a zone in an hour, on average: about half of the hours are told."""


class Kept(NamedTuple):
    """What the logger keeps of one visit, by level where that matters."""

    poses: dict[Level, list[PoseRecord]]
    visits: list[VisitRecord]
    minutes: list[MinuteRecord]
    dwell: list[DwellRecord]
    published: list[PublishedCell]


def kept(visit: Visit, random: np.random.Generator, levels: Iterable[Level] = LEVELS) -> Kept:
    """What is kept of ``visit``, at a random moment of a day on which others come too.

    Nobody else is there meanwhile, so that the minutes tell of the visit alone; before and after it
    the camera sees an empty room.
    """
    id_, second = int(random.integers(1 << 31)), float(random.integers(0, MINUTE))
    hour = _BEGIN + HOUR * int(random.integers(0, 24))
    seen = visit.frames(id_)
    poses = {level: _of(PoseRecord, _records(seen, level, hour + second)) for level in levels}
    whole = visit.frames(
        id_, before=second, after=2 * MINUTE - second - len(visit.keypoints) / RATE
    )
    counts = _records(whole, "off", hour)
    visits = _of(VisitRecord, counts)
    return Kept(
        poses,
        visits,
        _of(MinuteRecord, counts),
        _of(DwellRecord, counts),
        _published(visits, random),
    )


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
