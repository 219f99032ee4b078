"""People who walk across a picture, as a tracker would tell of them."""

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from random import Random
from typing import Any, NamedTuple, TypeVar

import msgspec

from apps.pose_logger.counting import Counting
from apps.pose_logger.records import MinuteRecord, Record, VisitRecord
from apps.pose_logger.settings import LoggerSettings
from engine.poses import Keypoint, Pose, PoseFrame
from tests.apps import people

START = 1_800_000_000.0
"""The beginning of an hour."""

SIZE = (768, 432)
RATE = 10.0

Path = Callable[[float], tuple[float, float] | None]
"""Where somebody's feet are at a time, in unit coordinates; None while they are away."""

Kind = TypeVar("Kind", bound=Record)


class Tracking(NamedTuple):
    """How badly people are found: ``jitter`` in pixels, and chances of a frame and person."""

    jitter: float = 0.0
    switched: float = 0.0
    missed: float = 0.0


def settings(**changes: Any) -> LoggerSettings:
    """Settings with tables in place of some, as a config file has them."""
    return msgspec.convert(changes, LoggerSettings)


def standing(x: float, feet: float, id_: int = 1, *, height: float = 0.4) -> Pose:
    """Somebody with the feet at ``x`` and ``feet``, ``height`` picture heights tall."""
    return people.person(id_, x, top=feet - 0.97 * height, height=height)


def walk(
    start: tuple[float, float], end: tuple[float, float], begins: float, seconds: float
) -> Path:
    """Evenly from ``start`` to ``end``."""

    def at(time: float) -> tuple[float, float] | None:
        share = (time - begins) / seconds
        if not 0.0 <= share <= 1.0:
            return None
        return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])

    return at


def stand(place: tuple[float, float], begins: float, seconds: float) -> Path:
    return walk(place, place, begins, seconds)


def then(*paths: Path) -> Path:
    """One after the other."""
    return lambda time: next((at for path in paths if (at := path(time)) is not None), None)


def frame(poses: Iterable[Pose], number: int, rate: float = RATE) -> PoseFrame:
    return people.frame(*poses, number=number, size=SIZE, rate=rate)


WELL = Tracking()


def scene(
    paths: Sequence[Path],
    seconds: float,
    tracking: Tracking = WELL,
    *,
    rate: float = RATE,
    seed: int = 1,
) -> list[PoseFrame]:
    """The frames of so many seconds of ``paths``; who goes out of the picture is not found."""
    random, numbers = Random(seed), count(1)
    ids: dict[Path, int] = {}
    frames = []
    for number in range(round(seconds * rate)):
        poses = []
        for path in paths:
            at = path(number / rate)
            if at is None:
                continue
            if path not in ids or random.random() < tracking.switched:
                ids[path] = next(numbers)
            dx, dy = (random.gauss(0.0, tracking.jitter) / size for size in SIZE)
            if random.random() >= tracking.missed:
                poses.append(_inside(standing(at[0] + dx, at[1] + dy, ids[path])))
        frames.append(frame([pose for pose in poses if pose is not None], number, rate))
    return frames


def count_all(
    counting: Counting, frames: Iterable[PoseFrame], *, start: float = START
) -> list[Record]:
    """All records of ``frames``, the first of which is at ``start`` if its time is 0."""
    records, time = [], start
    for each in frames:
        time = start + each.time
        records += counting.update(each, time)
    return records + counting.close(time)


def only(kind: type[Kind], records: Iterable[Record], zone: str | None = None) -> list[Kind]:
    """Those of one table, and of one zone if it is named."""
    found = [record for record in records if isinstance(record, kind)]
    return [record for record in found if zone is None or getattr(record, "zone", None) == zone]


def crossings(records: Iterable[Record], line: str) -> tuple[int, int]:
    """How many crossed inwards and outwards."""
    minutes = only(MinuteRecord, records, line)
    return sum(minute.entries for minute in minutes), sum(minute.exits for minute in minutes)


def stays(records: Iterable[Record], zone: str | None = None) -> list[tuple[float, float]]:
    """When the visits began and ended, in seconds after the start."""
    visits = only(VisitRecord, records, zone)
    return sorted((visit.entered - START, visit.left - START) for visit in visits)


def _inside(pose: Pose) -> Pose | None:
    """``pose`` with only what is in the picture; None if nothing is."""
    points = tuple(
        point if 0.0 <= point.x <= 1.0 and 0.0 <= point.y <= 1.0 else Keypoint(0.0, 0.0, 0.0)
        for point in pose.keypoints
    )
    if not any(point.found for point in points):
        return None
    return Pose(pose.id, pose.score, points)
