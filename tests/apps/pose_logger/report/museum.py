"""Data of a museum to report on: single records, and a week of them."""

import datetime
import math
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from apps.pose_logger.records import (
    DWELL_CLASSES,
    POSE_UNIT,
    DwellRecord,
    MinuteRecord,
    PoseRecord,
    Record,
    VisitRecord,
)
from apps.pose_logger.report.period import Period
from apps.pose_logger.storage.archive import Archive
from apps.pose_logger.storage.store import Store
from engine.poses import KeypointName

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime.date(2026, 11, 16)
SUNDAY = datetime.date(2026, 11, 22)
WEEK = Period(MONDAY, SUNDAY)

_AT_ONCE = 10_000

_HOURS = {"Entrance hall": 1.0, "Dinosaurs": 0.7, "Shop": 0.4, "Café": 0.25}
_DWELL = {"Entrance hall": 70, "Dinosaurs": 240, "Shop": 150, "Café": 900}


def moment(text: str, zone: datetime.tzinfo = datetime.UTC) -> int:
    """A time such as ``2026-11-16T10:00`` in seconds since 1970."""
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def minute(
    at: int,
    zone: str = "hall",
    *,
    camera: str = "north",
    people: float = 0.0,
    entries: int = 0,
    exits: int = 0,
    observed: float = 60.0,
) -> MinuteRecord:
    """A minute with ``people`` in a zone while it was observed."""
    frames = round(observed * 10)
    return MinuteRecord(
        camera, zone, at, people, math.ceil(people), people * observed, entries, exits,
        observed, frames, 0, 0, "test", "0123456789ab",
    )  # fmt: skip


def crossings(at: int, line: str = "door", entries: int = 0, exits: int = 0) -> MinuteRecord:
    """A minute of a line."""
    return minute(at, line, camera="door", entries=entries, exits=exits)._replace(frames=0)


def stay(entered: float, left: float, zone: str = "hall", **ends: bool) -> VisitRecord:
    """Somebody's stay, seen from beginning to end unless ``ends`` say otherwise."""
    seen = {"born_inside": False, "lost_inside": False} | ends
    return VisitRecord("north", zone, entered, left, confidence=1.0, **seen)


def stays(hour: int, seconds: int, visits: int, censored: int = 0) -> DwellRecord:
    """Stays of one class of dwell."""
    return DwellRecord("north", "hall", hour, seconds, visits, censored)


def standing(at: float, x: float, y: float, track: int = 1, camera: str = "north") -> PoseRecord:
    """Somebody whose feet are at ``x`` and ``y``, in units of the picture."""
    scores = [0] * len(KeypointName)
    scores[KeypointName.LEFT_ANKLE] = scores[KeypointName.RIGHT_ANKLE] = 200
    xs, ys = (tuple(round(value * POSE_UNIT) for _ in KeypointName) for value in (x, y))
    return PoseRecord(camera, track, at, xs, ys, tuple(scores))


def archive(folder: Path, *records: Record, site: str = "museum") -> Archive:
    """The data folder ``folder`` with these ``records``, in Parquet files."""
    store = Store(folder, site, report=print)
    for now, start in enumerate(range(0, len(records), _AT_ONCE)):
        store.write(records[start : start + _AT_ONCE], float(now))
    store.close()
    return Archive(folder)


def week(seed: int = 1) -> list[Record]:
    """A week of four zones, a blind camera on Wednesday, a door, and where people stood."""
    chance = random.Random(seed)
    records: list[Record] = []
    for day in range(7):
        date = MONDAY + datetime.timedelta(day)
        midnight = moment(f"{date}T00:00", BERLIN)
        for zone in _HOURS:
            records += _zone_day(chance, zone, midnight, weekend=day > 4, blind=day == 2)
        records += _door_day(chance, midnight, weekend=day > 4)
    records += _poses(chance, moment(f"{SUNDAY}T10:00", BERLIN))
    return records


def _demand(minute_of_day: int, *, weekend: bool) -> float:
    hour = minute_of_day / 60
    if not 9.5 < hour < 18:
        return 0.0
    return math.pow(math.sin((hour - 9.5) / 8.5 * math.pi), 1.3) * (2.1 if weekend else 1.0)


def _zone_day(
    chance: random.Random, zone: str, midnight: int, *, weekend: bool, blind: bool
) -> Iterator[Record]:
    came = Counter[int]()
    for number in range(1440):
        wanted = _demand(number, weekend=weekend) * _HOURS[zone] * 6
        people = max(0.0, chance.gauss(wanted, 0.8)) if wanted else 0.0
        observed = 0.0 if blind and 700 < number < 960 else 60.0
        entries = int(people * 60 / _DWELL[zone] + chance.random()) if people and observed else 0
        came[midnight + number // 60 * 3600] += entries
        yield minute(
            midnight + number * 60, zone, camera=f"{zone} camera", people=people,
            entries=entries, exits=entries, observed=observed,
        )  # fmt: skip
    for hour, visits in came.items():
        yield from _dwell(chance, zone, hour, visits)


def _dwell(chance: random.Random, zone: str, hour: int, count: int) -> Iterator[DwellRecord]:
    times = [chance.lognormvariate(math.log(_DWELL[zone]), 0.7) for _ in range(count)]
    classes = [max(start for start in DWELL_CLASSES if start <= time) for time in times]
    for seconds in sorted(set(classes)):
        visits = classes.count(seconds)
        censored = sum(chance.random() < 0.15 for _ in range(visits))
        yield DwellRecord(f"{zone} camera", zone, hour, seconds, visits, censored)


def _door_day(chance: random.Random, midnight: int, *, weekend: bool) -> Iterator[Record]:
    inside = 0
    for number in range(1440):
        wanted = _demand(number, weekend=weekend)
        came = int(chance.random() < wanted * 0.4) + int(chance.random() < wanted * 0.2)
        left = sum(chance.random() < (0.02 if number < 1080 else 0.2) for _ in range(inside))
        inside += came - left
        missed = chance.random() < 0.03
        yield crossings(midnight + number * 60, "Planetarium", came, max(0, left - missed))


def _poses(chance: random.Random, start: int) -> Iterator[PoseRecord]:
    for track in range(1, 200):
        x, y = chance.choice([(0.3, 0.7), (0.65, 0.55), (0.5, 0.85)])
        x, y = chance.gauss(x, 0.09), chance.gauss(y, 0.06)
        for second in range(chance.randrange(20, 90)):
            x, y = x + chance.gauss(0, 0.006), y + chance.gauss(0, 0.004)
            yield standing(
                start + track * 60 + second, x, y, track=track, camera="Entrance hall camera"
            )


def days(first: str, last: str | None = None) -> Period:
    """The days between two dates."""
    return Period(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last or first))
