"""A time of watching without a break in its clock: from poses to visits and minutes."""

from collections.abc import Callable

from apps.pose_logger.counting.lines import Line
from apps.pose_logger.counting.minutes import Origin, dwell, line_minute, zone_minute
from apps.pose_logger.counting.moment import Moment
from apps.pose_logger.counting.people import People
from apps.pose_logger.counting.person import Person
from apps.pose_logger.counting.rules import Rules
from apps.pose_logger.counting.sight import MINUTE, Sight, minute_of
from apps.pose_logger.counting.zones import Zone
from apps.pose_logger.records import Record
from engine.poses import PoseFrame

_LONGEST_GAP = 86400.0
"""Seconds without a frame for which minutes are recorded as not observed."""


class Watch:
    """Counts by ``rules`` from the time at which it ``began``.

    Records come when nothing can change them any more: those of a minute once it is sure who was
    there at its end. ``number`` gives random numbers of 31 bits.
    """

    def __init__(self, rules: Rules, number: Callable[[], int], began: float) -> None:
        visits = rules.visits
        self.sees = True
        self._settling = rules.settling
        self._origin = Origin(rules.camera, rules.digest)
        self._sight = Sight(rules.blind_after, began)
        self._people = People(visits.anchor, visits.patience, number)
        self._zones = [Zone(rules.camera, zone, visits) for zone in rules.zones]
        self._lines = [Line(line) for line in rules.lines]
        self._minute = minute_of(began)

    @property
    def occupancy(self) -> dict[str, int]:
        """How many are in each zone now."""
        return {zone.name: zone.people for zone in self._zones}

    def goes_on_at(self, time: float) -> bool:
        """Whether ``time`` is neither before what is known nor more than a day after it."""
        latest = self._sight.time
        return max(latest, self._minute) <= time <= latest + _LONGEST_GAP

    def update(self, frame: PoseFrame, time: float) -> list[Person]:
        """Take the frame of ``time``; those who are found in it."""
        self._look(time)
        self._sight.update(frame, time)
        people = self._people.update(frame, time)
        moment = Moment(time, self._sight.frames, frame.height / frame.width)
        for zone in self._zones:
            zone.update(people, moment)
        for line in self._lines:
            line.update(people, moment)
        return people

    def tend(self, time: float) -> list[Record]:
        """The records that are finished by ``time``, also while no frame comes."""
        time = min(time, self._sight.time + _LONGEST_GAP)
        self._look(time)
        self._people.tend(time)
        visits = [visit for zone in self._zones for visit in zone.tend(time)]
        return [*visits, *self._finished_minutes(time - self._settling)]

    def unfinished(self) -> list[Record]:
        """What would be recorded besides if the newest frame were the last."""
        records: list[Record] = [visit for zone in self._zones for visit in zone.unfinished()]
        for minute in range(self._minute, int(self._sight.time) + 1, MINUTE):
            records += self._records(minute)
        return records

    def _look(self, time: float) -> None:
        """Take note of whether the camera still sees at ``time``."""
        self.sees = not self._sight.is_blind(time)
        if not self.sees:
            for zone in self._zones:
                zone.blind()

    def _finished_minutes(self, settled: float) -> list[Record]:
        """The records of the minutes up to ``settled``, before which all is known."""
        records: list[Record] = []
        while self._minute + MINUTE <= settled:
            records += self._records(self._minute)
            self._minute += MINUTE
            self._forget()
        return records

    def _forget(self) -> None:
        """Keep nothing that is recorded."""
        self._sight.forget(self._minute)
        for zone in self._zones:
            zone.forget(self._minute)
        for line in self._lines:
            line.forget(self._minute)

    def _records(self, minute: int) -> list[Record]:
        return [
            *(zone_minute(zone, minute, self._sight, self._origin) for zone in self._zones),
            *(line_minute(line, minute, self._sight, self._origin) for line in self._lines),
            *(record for zone in self._zones for record in dwell(zone, minute, self._origin)),
        ]
