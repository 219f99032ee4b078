"""What counts tell of a visit."""

from collections.abc import Iterable

import numpy as np

from apps.pose_logger.publishing import PublishedCell
from apps.pose_logger.records import DWELL_CLASSES, DwellRecord, MinuteRecord, VisitRecord
from tools.reidentification.logged import LINE, ZONES
from tools.reidentification.people import Array


def of_visits(visits: Iterable[VisitRecord]) -> Array:
    """The stays in each zone: how many, how long together, the longest, how surely seen."""
    kept = list(visits)
    told: list[float] = []
    for zone in ZONES:
        stays = [visit.left - visit.entered for visit in kept if visit.zone == zone]
        sure = [visit.confidence for visit in kept if visit.zone == zone]
        told += [len(stays), sum(stays), max(stays, default=0.0), min(sure, default=0.0)]
    return np.array([*told, sum(visit.born_inside + 2 * visit.lost_inside for visit in kept)])


def of_minutes(minutes: Iterable[MinuteRecord], dwell: Iterable[DwellRecord]) -> Array:
    """All that the tables that are kept for good say: sums of each zone, and the line."""
    told = [_sums([one for one in minutes if one.zone == zone]) for zone in (*ZONES, LINE)]
    return np.concatenate([*told, _classes(dwell)])


def of_publication(cells: Iterable[PublishedCell]) -> Array:
    """Each published number of the day; -1 where it is hidden, and then its bounds."""
    return np.array(
        [
            number
            for cell in cells
            for number in (-1 if cell.visits is None else cell.visits, cell.low, cell.high)
        ],
        float,
    )


def _sums(minutes: list[MinuteRecord]) -> Array:
    people = [minute for minute in minutes if minute.max_people]
    return np.array(
        [
            sum(minute.person_seconds for minute in minutes),
            sum(minute.entries for minute in minutes),
            sum(minute.exits for minute in minutes),
            max((minute.max_people for minute in minutes), default=0),
            max((minute.person_seconds for minute in minutes), default=0.0),
            max((minute.mean_people for minute in minutes), default=0.0),
            sum(minute.frames for minute in minutes),
            sum(minute.observed_seconds for minute in minutes),
            len(people),
        ],
        float,
    )


def _classes(dwell: Iterable[DwellRecord]) -> Array:
    """How many stays of each zone were in each class of dwell."""
    table = np.zeros((len(ZONES), len(DWELL_CLASSES)))
    for record in dwell:
        table[ZONES.index(record.zone), DWELL_CLASSES.index(record.seconds)] += record.visits
    return table.ravel()
