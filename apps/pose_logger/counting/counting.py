"""Frames into records: who came, stayed, crossed and left, and when the camera saw."""

from collections.abc import Mapping
from random import Random, SystemRandom

from apps.pose_logger.counting.rules import rules_of
from apps.pose_logger.counting.skeletons import Skeletons
from apps.pose_logger.counting.watch import Watch
from apps.pose_logger.records import Record
from apps.pose_logger.settings import LoggerSettings
from engine.poses import PoseFrame


class Counting:
    """Counts the people of one camera.

    Times are in seconds since 1970, UTC. When time jumps back, or on by more than a day, and when
    what is counted changes, all that is open ends and begins anew: a minute may then have several
    records, each of what was observed of it. ``random`` is where the numbers come from that people
    have in what is recorded.
    """

    def __init__(self, settings: LoggerSettings, *, random: Random | None = None) -> None:
        self._random = random or SystemRandom()
        self._rules = rules_of(settings)
        self._skeletons = Skeletons(settings.camera, settings.poses.level)
        self._watch: Watch | None = None
        self._ended: list[Record] = []

    @property
    def occupancy(self) -> Mapping[str, int]:
        """How many are in each zone now."""
        if self._watch is None:
            return {zone.name: 0 for zone in self._rules.zones}
        return self._watch.occupancy

    @property
    def observed(self) -> bool:
        """Whether the camera saw when time was last told."""
        return self._watch is not None and self._watch.sees

    def update(self, frame: PoseFrame, time: float) -> list[Record]:
        """Take the frame of ``time``; the records that are finished by it."""
        if self._watch is not None and not self._watch.goes_on_at(time):
            self._end()
        self._watch = self._watch or Watch(self._rules, self._number, time)
        people = self._watch.update(frame, time)
        return [*self._skeletons.records(people, time), *self.tend(time)]

    def tend(self, time: float) -> list[Record]:
        """The records that are finished by ``time``, also while no frame comes."""
        finished, self._ended = self._ended, []
        if self._watch is not None:
            finished += self._watch.tend(time)
        return finished

    def unfinished(self) -> list[Record]:
        """What :meth:`close` would record besides if the newest frame were the last.

        Nothing changes: whoever keeps it until there is more loses nothing in a crash.
        """
        return [*self._ended, *(self._watch.unfinished() if self._watch is not None else [])]

    def change(self, settings: LoggerSettings) -> None:
        """Go on with other settings."""
        self._skeletons = Skeletons(settings.camera, settings.poses.level)
        if (rules := rules_of(settings)) != self._rules:
            self._end()
            self._rules = rules

    def close(self, time: float) -> list[Record]:
        """All that is left to be recorded at ``time``; a next frame begins anew."""
        finished = self.tend(time)
        self._end()
        return finished + self.tend(time)

    def _end(self) -> None:
        """Record what is open, as far as it was seen, and begin anew with the next frame."""
        self._ended = self.unfinished()
        self._watch = None

    def _number(self) -> int:
        return self._random.getrandbits(31)
