"""The stays and crossings of a minute as the records of it."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from apps.pose_logger.counting.lines import Line
from apps.pose_logger.counting.sight import MINUTE, Frames, Sight, Span
from apps.pose_logger.counting.zones import Stay, Zone
from apps.pose_logger.records import DWELL_CLASSES, DwellRecord, MinuteRecord

_HOUR = 3600
_DIGITS = 3

_PERSON_SECONDS = 5.0
"""The steps in which time that is kept for good is told: finer ones give away people's pace."""


class Origin(NamedTuple):
    """Where counts come from: a camera, and the digest of the settings by which it counts."""

    camera: str
    config: str


class Occupancy(NamedTuple):
    """How many were there: the most at once, and the seconds of all together."""

    most: int
    person_seconds: float


def occupancy(stays: Sequence[Stay], spans: Sequence[Span]) -> Occupancy:
    """How many were there in ``spans``; who is last found when another comes was there with them.

    By a sweep over the times at which somebody comes or goes.
    """
    parts = [
        Span(max(stay.entered, span.start), min(stay.left, span.end))
        for stay in stays
        for span in spans
        if stay.entered <= span.end and stay.left >= span.start
    ]
    comes = [(part.start, 0) for part in parts]
    goes = [(part.end, 1) for part in parts]
    most = now = 0
    for _, gone in sorted(comes + goes):
        now += -1 if gone else 1
        most = max(most, now)
    return Occupancy(most, sum(part.end - part.start for part in parts))


def zone_minute(zone: Zone, minute: int, sight: Sight, origin: Origin) -> MinuteRecord:
    """What was in ``zone`` in the minute that began at ``minute``."""
    end = minute + MINUTE
    spans = sight.spans(minute, end)
    stays = [stay for stay in zone.stays if stay.entered < end and stay.left >= minute]
    observed = _seconds(spans)
    most, exact = occupancy(stays, spans)
    person_seconds = min(_PERSON_SECONDS * round(exact / _PERSON_SECONDS), most * observed)
    mean = person_seconds / observed if observed else 0.0
    return _record(zone.name, minute, origin, sight, sight.counts(minute))._replace(
        mean_people=min(round(mean, _DIGITS), float(most)),
        max_people=most,
        person_seconds=round(person_seconds, _DIGITS),
        entries=sum(minute <= stay.entered for stay in stays),
        exits=sum(stay.left < end for stay in stays),
        observed_seconds=round(observed, _DIGITS),
    )


def line_minute(line: Line, minute: int, sight: Sight, origin: Origin) -> MinuteRecord:
    """Who crossed ``line`` in the minute that began at ``minute``."""
    end = minute + MINUTE
    directions = [crossing.inwards for crossing in line.crossings if minute <= crossing.time < end]
    return _record(line.name, minute, origin, sight, Frames())._replace(
        entries=directions.count(True),
        exits=directions.count(False),
        observed_seconds=round(_seconds(sight.spans(minute, end)), _DIGITS),
    )


def dwell(zone: Zone, minute: int, origin: Origin) -> Iterator[DwellRecord]:
    """How long those stayed who left in the minute that began at ``minute``.

    The records of one hour add up.
    """
    stays = [stay for stay in zone.stays if minute <= stay.left < minute + MINUTE]
    classes = Counter(_dwell_class(stay) for stay in stays)
    censored = Counter(
        _dwell_class(stay) for stay in stays if stay.born_inside or zone.is_lost(stay)
    )
    hour = minute // _HOUR * _HOUR
    for seconds, visits in sorted(classes.items()):
        yield DwellRecord(origin.camera, zone.name, hour, seconds, visits, censored[seconds])


def _record(name: str, minute: int, origin: Origin, sight: Sight, frames: Frames) -> MinuteRecord:
    """The record of a minute in which nobody was there."""
    return MinuteRecord(
        camera=origin.camera,
        zone=name,
        minute=minute,
        mean_people=0.0,
        max_people=0,
        person_seconds=0.0,
        entries=0,
        exits=0,
        observed_seconds=0.0,
        frames=frames.came,
        dropped_frames=frames.dropped,
        lost_frames=frames.lost,
        model=sight.model,
        config=origin.config,
    )


def _dwell_class(stay: Stay) -> int:
    return DWELL_CLASSES[bisect_right(DWELL_CLASSES, stay.seconds) - 1]


def _seconds(spans: Sequence[Span]) -> float:
    return sum(span.end - span.start for span in spans)
